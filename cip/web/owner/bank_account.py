"""The bank account to which a firm is paid: entered by who answers for it, with the password given just now."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.bank_accounts import enter_account, number_of
from cip.incentives.bank_accounts import LONGEST_HOLDER, LONGEST_IBAN, WrongIbanError
from cip.incentives.reads.awards import awards_of_firm
from cip.incentives.reads.payments import account_of_firm
from cip.incentives.reads.tranches import PAID_STATES, tranches_of
from cip.kernel.sealing import SealBrokenError
from cip.parties.access import load_for
from cip.parties.reads import FIRM
from cip.web.account.keys import secret_key
from cip.web.award_words import part_look, part_words, wrong_iban
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.owner import owner
from cip.web.owner.visit import FirmVisit, open_firm
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent


@owner.get("/<firm_id>/bank-account")
def bank_account(firm_id: str) -> Response:
    """The account as it stands, what is paid to it, and the form for another."""
    return _page(open_firm(firm_id, "manage", fresh=True), Typed())


@owner.post("/<firm_id>/bank-account")
def bank_account_now(firm_id: str) -> AnyResponse:
    """Enter another account: payments wait until the office has checked it."""
    visit, form = open_firm(firm_id, "manage", fresh=True), sent()
    holder = form.line("holder", LONGEST_HOLDER, missing=_("Scrivete a chi è intestato il conto."))
    number = form.line("iban", LONGEST_IBAN + 10, missing=_("Scrivete l'IBAN."))
    if form.errors:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), FIRM, firm_id, action="manage")
            enter_account(work, secret_key(), number, holder, firm_id=firm_id)
    except WrongIbanError as error:
        form.errors["iban"] = wrong_iban(error)
        return _page(visit, form)
    return back("owner.bank_account", "saved", firm_id=firm_id)


def _page(visit: FirmVisit, form: Typed) -> Response:
    with reading() as session:
        account = account_of_firm(session, visit.id)
        awards = [one for one in awards_of_firm(session, visit.id) if one.state in PAID_STATES]
        parts = [part for award in awards for part in tranches_of(session, award.id, today())]
    try:
        number = "" if account is None else number_of(secret_key(), account)
    except SealBrokenError:
        number = ""
    whole = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    return form.page(
        "owner/bank_account.html",
        visit=visit,
        account=account,
        whole=whole,
        parts=parts,
        part_state=part_words,
        part_look=part_look,
        done=done_words(),
    )
