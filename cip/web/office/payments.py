"""The payments of a call: what is payable, held and why, the batches on their way, the office's own account."""

from collections.abc import Mapping, Sequence

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.database.work import Session
from cip.incentives.actions.bank_accounts import NotNewestAccountError, enter_account, review_account
from cip.incentives.actions.prepare_payments import draft_payments
from cip.incentives.awards import StoredAward
from cip.incentives.bank_accounts import LONGEST_HOLDER, LONGEST_IBAN, WrongIbanError
from cip.incentives.payments import PartOfAward, Payment, batch_stands
from cip.incentives.reads import CALL
from cip.incentives.reads.payments import account_of_body, batches_of_call, payments_of_batches
from cip.incentives.reads.tranches import tranches_of_call
from cip.parties.access import load_for
from cip.parties.reads.acting import firm_names
from cip.web.account.guards import need_fresh
from cip.web.account.keys import secret_key
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.links import CallLink, register_link
from cip.web.office.payment_words import (
    TOLD,
    batch_next,
    part_look,
    part_state,
    payment_state,
    why_not_paid,
)
from cip.web.office.visit import CallVisit, open_call
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

PAYMENTS = "/<body_id>/calls/<call_id>/payments"
SHOWN: Mapping[str, object] = {
    "part_state": part_state,
    "part_look": part_look,
    "payment_state": payment_state,
    "batch_next": batch_next,
}
"""The words that the templates about payments call."""

register_link(
    CallLink(
        "office.payments",
        lambda: _("Pagamenti"),
        lambda: _("Parti da pagare, verifiche, banca"),
        ("allocated",),
    )
)


@office.get(PAYMENTS)
def payments(body_id: str, call_id: str) -> Response:
    """What is payable now, what is not and why, and the batches."""
    return _page(open_call(body_id, call_id, "read"), Typed({"pays_on": today().isoformat()}))


@office.post(f"{PAYMENTS}/draft")
def draft_payments_now(body_id: str, call_id: str) -> AnyResponse:
    """Put what is ticked together as a batch."""
    visit, form = open_call(body_id, call_id, "manage"), sent()
    with reading() as session:
        known = {
            f"{award.id}.{part.id}": (award.id, part.id)
            for award, parts in tranches_of_call(session, call_id, today())
            for part in parts
        }
    picked = form.several("part", list(known), _("Scegliete almeno un pagamento."))
    pays_on = form.day("pays_on", missing=_("Scrivete il giorno di pagamento."))
    if form.errors or pays_on is None:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="manage", parent=body_id)
            batch_id = draft_payments(work, call_id, dict(known[one] for one in picked), pays_on)
    except TOLD as error:
        form.errors["part"] = why_not_paid(error)
        return _page(visit, form)
    return back("office.payment_batch", body_id=body_id, call_id=call_id, batch_id=batch_id)


@office.get(f"{PAYMENTS}/account")
def paying_account(body_id: str, call_id: str) -> Response:
    """The account that the office pays from; its number is entered by who gave the password just now."""
    visit = open_call(body_id, call_id, "manage")
    need_fresh()
    return _account_page(visit, Typed())


@office.post(f"{PAYMENTS}/account")
def paying_account_now(body_id: str, call_id: str) -> AnyResponse:
    """Enter another account."""
    visit = open_call(body_id, call_id, "manage")
    need_fresh()
    form = sent()
    holder = form.line("holder", LONGEST_HOLDER, missing=_("Scrivete a chi è intestato il conto."))
    number = form.line("iban", LONGEST_IBAN + 10, missing=_("Scrivete l'IBAN."))
    if form.errors:
        return _account_page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="manage", parent=body_id)
            enter_account(work, secret_key(), number, holder, body_id=body_id)
    except WrongIbanError as error:
        form.errors["iban"] = why_not_paid(error)
        return _account_page(visit, form)
    return back("office.payments", "saved", body_id=body_id, call_id=call_id)


@office.post(f"{PAYMENTS}/account/seen")
def paying_account_seen(body_id: str, call_id: str) -> AnyResponse:
    """Another person has checked the office's account."""
    visit, form = open_call(body_id, call_id, "manage"), sent()
    how, account_id = form.line("how", 200, missing=_("Scrivete come l'avete verificato.")), form.line("account_id", 32)
    if form.errors:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="manage", parent=body_id)
            account = account_of_body(work.session, body_id)
            if account is None or account.id != account_id:
                raise NotNewestAccountError
            review_account(work, account.id, "seen", how)
    except TOLD as error:
        return not_now(409, _("L'IBAN non è verificato"), why_not_paid(error))
    return back("office.payments", "saved", body_id=body_id, call_id=call_id)


def _account_page(visit: CallVisit, form: Typed) -> Response:
    with reading() as session:
        account = account_of_body(session, visit.body_id)
    return form.page("office/paying_account.html", visit=visit, account=account, done=done_words())


def _page(visit: CallVisit, form: Typed) -> Response:
    with reading() as session:
        awards = tranches_of_call(session, visit.id, today())
        firms = firm_names(session, [award.firm_id for award, _parts in awards])
        batches = batches_of_call(session, visit.id)
        account = account_of_body(session, visit.body_id)
        paid = _by_batch(session, [batch.id for batch in batches])
    return form.page(
        "office/payments.html",
        visit=visit,
        payable=_lines(awards, ("payable",)),
        others=_lines(awards, ("held", "waiting", "on_its_way", "paid", "nothing")),
        lacking=sum(1 for _award, parts in awards for part in parts if part.lacks),
        firms=firms,
        batches=batches,
        counts={batch.id: len(paid[batch.id]) for batch in batches},
        stands={batch.id: batch_stands(batch, paid[batch.id]) for batch in batches},
        account=account,
        done=done_words(),
        **SHOWN,
    )


def _lines(
    awards: Sequence[tuple[StoredAward, Sequence[PartOfAward]]], states: Sequence[str]
) -> list[tuple[StoredAward, PartOfAward]]:
    found = [(award, part) for award, parts in awards for part in parts if part.state in states]
    return sorted(found, key=lambda one: states.index(one[1].state))


def _by_batch(session: Session, batch_ids: Sequence[str]) -> dict[str, list[Payment]]:
    found: dict[str, list[Payment]] = {batch_id: [] for batch_id in batch_ids}
    for payment in payments_of_batches(session, batch_ids):
        found[payment.batch_id].append(payment)
    return found
