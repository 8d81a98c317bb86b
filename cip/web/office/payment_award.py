"""One award as it is paid: its parts with what stands in the way, checks of the day, holds, the firm's account."""

from collections.abc import Callable

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.database.work import Work
from cip.incentives.actions.bank_accounts import NotNewestAccountError, review_account
from cip.incentives.actions.look_before_payment import NewFact, hold_part, lift_hold, record_payment_fact
from cip.incentives.bank_accounts import ACCOUNT_OUTCOMES
from cip.incentives.payment_checks import HOLD_KINDS, LONGEST_SOURCE, PAYMENT_FACTS, PAYMENT_VALUES
from cip.incentives.reads.award_kinds import AWARD
from cip.incentives.reads.payments import account_of_firm, facts_of_awards, holds_of_awards
from cip.incentives.reads.tranches import tranches_of
from cip.parties.access import load_for
from cip.parties.reads import find_firm
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.award_visit import OfficeAward, open_award
from cip.web.office.payment_words import TOLD, fact_kinds, hold_kinds, why_not_paid
from cip.web.office.payments import PAYMENTS, SHOWN
from cip.web.owner.aid_visit import euros_typed
from cip.web.shown import in_words
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

ONE = f"{PAYMENTS}/awards/<award_id>"


@office.get(ONE)
def payment_award(body_id: str, call_id: str, award_id: str) -> Response:
    """The parts of one award."""
    return _page(open_award(body_id, call_id, award_id), Typed({"on_day": today().isoformat()}))


@office.post(f"{ONE}/fact")
def payment_fact_now(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Record what a source says before a payment."""
    shown, form = open_award(body_id, call_id, award_id, "manage"), sent()
    part = _part(shown, form)
    kind = form.choice("kind", PAYMENT_FACTS, _("Dite di che cosa si tratta."))
    value = form.choice("value", PAYMENT_VALUES, _("Dite che cosa risulta."))
    on_day = form.day("on_day", missing=_("Scrivete il giorno."))
    valid_to = form.day("valid_to")
    missing = _("Scrivete la somma che va a INPS o INAIL.")
    asked = kind == "durc_offset" and value == "yes"
    cents = euros_typed(form, "cents", missing) if asked else None
    source = form.line("source", LONGEST_SOURCE, missing=_("Dite da dove viene il dato, o perché decidete così."))
    if form.errors or on_day is None:
        return _page(shown, form)
    fact = NewFact(kind, value, on_day, source, valid_to, cents)
    return _do(shown, form, lambda work: record_payment_fact(work, award_id, part, fact))


@office.post(f"{ONE}/hold")
def payment_hold_now(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Hold a part."""
    shown, form = open_award(body_id, call_id, award_id, "manage"), sent()
    part = _part(shown, form)
    kind = form.choice("hold", HOLD_KINDS, _("Dite perché la fermate."))
    why = form.note("why")
    if not why:
        form.errors["why"] = _("Scrivete perché.")
    if form.errors:
        return _page(shown, form)
    return _do(shown, form, lambda work: hold_part(work, award_id, part, kind, why or ""))


@office.post(f"{ONE}/lift")
def payment_lift_now(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Lift a hold by who may."""
    shown, form = open_award(body_id, call_id, award_id, "manage"), sent()
    with reading() as session:
        known = [one.id for one in holds_of_awards(session, [award_id])[award_id] if one.stands]
    hold_id = form.choice("hold_id", known or [""], _("Questa sospensione è già tolta."))
    why = form.line("lifted", LONGEST_SOURCE, missing=_("Scrivete perché."))
    if form.errors:
        return _page(shown, form)
    return _do(shown, form, lambda work: lift_hold(work, award_id, hold_id, why))


@office.post(f"{ONE}/account")
def payment_account_now(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Say that the firm's account was checked, or is not taken."""
    shown, form = open_award(body_id, call_id, award_id, "manage"), sent()
    outcome = form.choice("outcome", ACCOUNT_OUTCOMES, _("Dite se l'IBAN va bene."))
    how = form.line("how", LONGEST_SOURCE, missing=_("Scrivete come l'avete verificato, o perché non va bene."))
    # The account that was looked at: its mask alone would fit another one too.
    account_id = form.line("account_id", 32)
    if form.errors:
        return _page(shown, form)

    def review(work: Work) -> None:
        account = account_of_firm(work.session, shown.award.firm_id)
        if account is None or account.id != account_id:
            raise NotNewestAccountError
        review_account(work, account.id, outcome, how)

    return _do(shown, form, review)


def _part(shown: OfficeAward, form: Typed) -> str:
    tranches = shown.visit.pack.call.tranches
    known = [] if isinstance(tranches, str) else [one.id for one in tranches]
    return form.choice("part", known or [""], _("Scegliete la parte."))


def _do(shown: OfficeAward, form: Typed, action: Callable[[Work], object]) -> AnyResponse:
    visit = shown.visit
    try:
        with working() as work:
            load_for(work.session, actor(), AWARD, shown.id, action="manage", parent=visit.id)
            action(work)
    except TOLD as error:
        form.errors["part"] = why_not_paid(error)
        return _page(shown, form)
    return back("office.payment_award", "saved", body_id=visit.body_id, call_id=visit.id, award_id=shown.id)


def _page(shown: OfficeAward, form: Typed) -> Response:
    with reading() as session:
        parts = tranches_of(session, shown.id, today())
        facts = facts_of_awards(session, [shown.id])[shown.id]
        holds = holds_of_awards(session, [shown.id])[shown.id]
        account = account_of_firm(session, shown.award.firm_id)
        firm = find_firm(session, shown.award.firm_id)
    return form.page(
        "office/payment_award.html",
        visit=shown.visit,
        award=shown.award,
        firm=firm,
        parts=parts,
        part_choices=[(part.id, in_words(part.part.label)) for part in parts],
        facts=list(reversed(facts)),
        holds=[(one, one.may_be_lifted_by(shown.visit.person_id, shown.visit.roles)) for one in holds],
        account=account,
        may=shown.may("manage"),
        may_check=account is not None and account.entered_by != shown.visit.person_id,
        fact_kinds=fact_kinds(),
        hold_kinds=hold_kinds(),
        values=[("yes", _("Sì")), ("no", _("No")), ("not_due", _("Non è richiesto"))],
        done=done_words(),
        **SHOWN,
    )
