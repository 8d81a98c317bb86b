"""Breaches and debts of a call for its office: found, warned, repaired or taken back by two people, recovered."""

from collections.abc import Callable
from datetime import date

from flask import Response, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.days import national_holidays
from cip.database.locks import RowGoneError
from cip.database.work import Work
from cip.incentives.actions import follow_breach as breach_work
from cip.incentives.actions import recover
from cip.incentives.actions.move_money import MoneyRefusedError
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.actions.reserve_awards import WrongAwardStateError
from cip.incentives.actions.settle_report import OddTermError
from cip.incentives.actions.stop_payments import PaymentOnItsWayError
from cip.incentives.award_states import award_transition
from cip.incentives.breach_states import breach_moves
from cip.incentives.breaches import LONGEST_ACT, LONGEST_FACTS, RETURN_KINDS, StoredBreach
from cip.incentives.clarifying import LEAST_DAYS, MOST_DAYS
from cip.incentives.reads import CALL, awards_of_call, awards_of_firm
from cip.incentives.reads.award_kinds import AWARD
from cip.incentives.reads.awards import award_of
from cip.incentives.reads.recoveries import (
    breaches_of_award,
    breaches_of_call,
    debts_of_call,
    rates_of_call,
    revocation_of,
    steps_of_breach,
)
from cip.incentives.reads.tranches import netting_now
from cip.incentives.recoveries import LONGEST_REFERENCE, LONGEST_SOURCE, MOST_INSTALMENTS
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Text
from cip.parties.access import NotYoursError, load_for
from cip.parties.permissions import Action
from cip.parties.reads.acting import firm_names
from cip.web.award_papers import award_letter
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.expense_words import (
    BREACH_LOOKS,
    breach_move_names,
    breach_states,
    recovery_kinds,
    return_kinds,
    uses,
)
from cip.web.followed import follow, letter_of
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.award_visit import OfficeAward, open_award
from cip.web.office.expenses import days_typed
from cip.web.office.links import CallLink, register_link
from cip.web.office.visit import open_call
from cip.web.owner.aid_visit import euros_typed, share_typed
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

BREACHES, DEBTS = "/<body_id>/calls/<call_id>/breaches", "/<body_id>/calls/<call_id>/debts"
STEPS = "find, warn, repair, confirm, drop, prepare"

register_link(
    CallLink(
        "office.breaches",
        lambda: _("Violazioni e revoche"),
        lambda: _("Avviso, termine per rimediare, revoca decisa da due persone"),
        ("allocated",),
    )
)
register_link(
    CallLink(
        "office.debts",
        lambda: _("Recuperi"),
        lambda: _("Dovuto, compensato, restituito, interessi, prossimo passo"),
        ("allocated",),
    )
)
REFUSED = (
    RefusalError, RowGoneError, WrongAwardStateError, NoReasonError, OddTermError, MoneyRefusedError, ValueError,
)  # fmt: skip


@office.get(BREACHES)
def breaches(body_id: str, call_id: str) -> Response:
    """The breaches of a call, and the awards of which one could be found."""
    visit = open_call(body_id, call_id, "read")
    with reading() as session:
        found = breaches_of_call(session, call_id)
        awards = {one.id: one for one in awards_of_call(session, call_id)}
        names = firm_names(session, {one.firm_id for one in awards.values()})
    open_to = [one for one in awards.values() if award_transition(one.state, "revoke") is not None]
    return Typed().page(
        "office/breaches.html",
        visit=visit,
        found=found,
        awards=awards,
        open_to=open_to,
        names=names,
        states=breach_states(),
        looks=BREACH_LOOKS,
        done=done_words(),
    )


@office.get(f"{BREACHES}/<award_id>")
def breach(body_id: str, call_id: str, award_id: str) -> Response:
    """The breach of an award: its steps, what comes next."""
    return _breach_page(open_award(body_id, call_id, award_id), Typed())


@office.post(f"{BREACHES}/<award_id>/<any({STEPS}):breach_step>")
def breach_follow(body_id: str, call_id: str, award_id: str, breach_step: str) -> AnyResponse:
    """One step of a breach that one person takes."""
    found, form = open_award(body_id, call_id, award_id, "manage"), sent()
    do = _find(found, form) if breach_step == "find" else _follow(found, form, breach_step)
    if form.errors or do is None:
        return _breach_page(found, form)
    return _do(found, "manage", do, "office.breach")


@office.post(f"{BREACHES}/<award_id>/<any(send_back, decide):ruling>")
def breach_rule(body_id: str, call_id: str, award_id: str, ruling: str) -> AnyResponse:
    """What somebody else than who prepared it decides."""
    found, form = open_award(body_id, call_id, award_id, "sign"), sent()
    breach_id = _open_one(found).id
    if ruling == "decide":
        act = form.line("act", LONGEST_ACT, missing=_("Scrivete il numero dell'atto."))
        if not form.errors:
            return _do(
                found, "sign", lambda work: breach_work.decide_revocation(work, breach_id, act, national_holidays()),
                "office.breach",
            )  # fmt: skip
    else:
        why = form.line("why", 1_000, missing=_("Scrivete perché."))
        if not form.errors:
            return _do(
                found, "sign", lambda work: breach_work.send_back_revocation(work, breach_id, why), "office.breach"
            )
    return _breach_page(found, form)


@office.get(f"{BREACHES}/<award_id>/<any(warning, revocation, payment):award_paper>.pdf")
def breach_letter(body_id: str, call_id: str, award_id: str, award_paper: str) -> Response:
    """The warning, the revocation, or the request of payment as a letter."""
    open_award(body_id, call_id, award_id)
    with reading() as session:
        letter = letter_of(session, award_id, current())
    page = url_for("office.breach", body_id=body_id, call_id=call_id, award_id=award_id)
    return award_letter(letter, award_paper, page)


@office.get(DEBTS)
def debts(body_id: str, call_id: str) -> Response:
    """What firms owe of a call, with the rate of interest."""
    return _debts_page(body_id, call_id, Typed())


@office.post(f"{DEBTS}/rate")
def debts_rate(body_id: str, call_id: str) -> AnyResponse:
    """Enter the rate of interest with its source."""
    visit, form = open_call(body_id, call_id, "manage"), sent()
    rate = share_typed(form, "rate", _("Scrivete il tasso in percentuale, per esempio 2,5."))
    on = form.day("starts_on", missing=_("Scrivete da quale giorno vale."))
    source = form.line("source", LONGEST_SOURCE, missing=_("Scrivete l'atto o la legge che lo fissa."))
    if form.errors or rate is None or on is None:
        return _debts_page(body_id, call_id, form)
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="manage", parent=body_id)
            recover.set_rate(work, visit.id, on, rate, source)
    except recover.OddRateError:
        form.errors["rate"] = _("Questo tasso non torna: controllatelo.")
        return _debts_page(body_id, call_id, form)
    return back("office.debts", "saved", body_id=body_id, call_id=call_id)


@office.get(f"{DEBTS}/<award_id>")
def debt(body_id: str, call_id: str, award_id: str) -> Response:
    """One debt: what was owed, what came in, what is still due, what to do."""
    return _debt_page(open_award(body_id, call_id, award_id), Typed())


@office.post(f"{DEBTS}/<award_id>/<any(refund, net, interest, interest_paid, plan):debt_step>")
def debt_follow(body_id: str, call_id: str, award_id: str, debt_step: str) -> AnyResponse:
    """Write what came in, set it off, add interest, or agree on parts."""
    found, form = open_award(body_id, call_id, award_id, "manage"), sent()
    do = _of_debt(found, form, debt_step)
    if form.errors or do is None:
        return _debt_page(found, form)
    return _do(found, "manage", do, "office.debt")


def _find(found: OfficeAward, form: Typed) -> Callable[[Work], object] | None:
    facts = form.line("facts", LONGEST_FACTS, missing=_("Scrivete che cosa avete visto, e quando."))
    clause = form.choice("clause", ["", *_clauses(found)], _("Scegliete la clausola."))
    with reading() as session:
        used = [one.measure for one in follow(session, found.award, found.visit.pack, today()).used]
    measure = form.choice("measure", ["", *used], _("Scegliete la misura."))
    return lambda work: breach_work.find_breach_now(work, found.award.id, breach_work.Found(clause, measure, facts))


def _follow(found: OfficeAward, form: Typed, step: str) -> Callable[[Work], object] | None:
    breach_id = _open_one(found).id
    if step == "warn":
        days = days_typed(form)
        return None if days is None else lambda work: breach_work.warn_of_breach(
            work, breach_id, days, national_holidays()
        )  # fmt: skip
    if step == "prepare":
        kind = form.choice("kind", RETURN_KINDS, _("Scegliete come si calcola."))
        grounds = form.line("grounds", 1_000, missing=_("Scrivete i motivi."))
        term = days_typed(form)
        if term is None:
            return None
        new = breach_work.NewRevocation(kind, grounds, term)
        return lambda work: breach_work.prepare_revocation(work, breach_id, new)
    why = form.line("why", 1_000, missing=_("Scrivete perché."))
    steps = {
        "repair": breach_work.repair_breach,
        "confirm": breach_work.confirm_breach,
        "drop": breach_work.drop_breach,
    }
    return lambda work: steps[step](work, breach_id, why)


def _of_debt(found: OfficeAward, form: Typed, step: str) -> Callable[[Work], object] | None:
    id = found.award.id
    if step == "plan":
        count = form.choice("count", [str(n) for n in range(1, MOST_INSTALMENTS + 1)], _("Scrivete quante rate."))
        first = form.day("first", missing=_("Scrivete il giorno della prima rata."))
        return None if first is None or not count else lambda work: recover.plan_debt(work, id, int(count), first)
    if step == "net":
        cents = euros_typed(form, "cents", _("Scrivete la somma."))
        against = form.choice("against", _same_firm(found) or [""], _("Scegliete il contributo."))
        return None if cents is None else _set_off(id, against, cents, _reference(form))
    on = form.day("on", missing=_("Scrivete il giorno."))
    if step == "interest":
        return None if on is None else lambda work: recover.charge_interest(work, id, on)
    cents = euros_typed(form, "cents", _("Scrivete la somma."))
    if on is None or cents is None:
        return None
    return _came_in(step, id, cents, on, _reference(form))


def _came_in(step: str, id: str, cents: int, on: date, reference: str) -> Callable[[Work], object]:
    write = recover.refund_debt if step == "refund" else recover.pay_interest
    return lambda work: write(work, id, cents, on, reference)


def _set_off(id: str, against: str, cents: int, reference: str) -> Callable[[Work], object]:
    return lambda work: recover.net_debt(work, id, against, cents, reference)


def _reference(form: Typed) -> str:
    return form.line("reference", LONGEST_REFERENCE)


def _clauses(found: OfficeAward) -> dict[str, Text]:
    """The clauses that the call's obligations name, each with the words of the first that does."""
    named: dict[str, Text] = {}
    for one in found.visit.pack.call.obligations:
        if one.clause:
            named.setdefault(one.clause, one.label)
    return named


def _same_firm(found: OfficeAward) -> list[str]:
    """Other accepted awards of the same firm from the same office."""
    with reading() as session:
        held = awards_of_firm(session, found.award.firm_id)
    same = (one for one in held if one.body_id == found.award.body_id and one.state == "accepted")
    return [one.id for one in same if one.id != found.award.id]


def _open_one(found: OfficeAward) -> StoredBreach:
    """The breach that is open. Raises NotYoursError where none is."""
    with reading() as session:
        held = [one for one in breaches_of_award(session, found.award.id) if one.open]
    if not held:
        raise NotYoursError
    return held[-1]


def _do(found: OfficeAward, action: Action, do: Callable[[Work], object], endpoint: str) -> AnyResponse:
    ids = {"body_id": found.visit.body_id, "call_id": found.visit.id, "award_id": found.award.id}
    try:
        with working() as work:
            load_for(work.session, actor(), AWARD, found.award.id, action=action, parent=found.visit.id)
            do(work)
    except REFUSED as error:
        return not_now(409, _("Ora non si può fare"), _why(error), _address(endpoint, ids))
    return back(endpoint, "saved", **ids)


def _address(endpoint: str, ids: dict[str, str]) -> str:
    return url_for(endpoint, body_id=ids["body_id"], call_id=ids["call_id"], award_id=ids["award_id"])


def _why(error: Exception) -> str:
    words: dict[type[Exception], str] = {
        breach_work.TermRunsError: _("Il termine per rimediare non è finito."),
        breach_work.PreparerDecidesError: _("Chi ha preparato la revoca non la decide: serve un'altra persona."),
        breach_work.NothingBrokenError: _(
            "Non c'è ancora di che calcolare: serve una misura finita prima, o la relazione chiusa."
        ),
        breach_work.MoneyMovedError: _("Nel frattempo è stato pagato altro. Rimandate indietro e ricalcolate."),
        PaymentOnItsWayError: _("Un pagamento è in banca: aspettate che la banca dica com'è andato."),
        recover.NoDebtError: _("Non è dovuto così tanto."),
        recover.NotToNetError: _("Da questo contributo ora non si può compensare così tanto."),
        recover.OddDayError: _("Il giorno va dalla decisione, o dall'ultimo versamento, fino a oggi."),
    }
    return words.get(type(error), _("Nel frattempo è cambiato qualcosa. Guardate a che punto è."))


def _breach_page(found: OfficeAward, form: Typed) -> Response:
    with reading() as session:
        followed = follow(session, found.award, found.visit.pack, today())
        names = firm_names(session, {found.award.firm_id})
        one = followed.breach
        steps = steps_of_breach(session, one.id) if one else ()
        revocation = revocation_of(session, one.id) if one else None
    return form.page(
        "office/breach.html",
        visit=found.visit,
        award=found.award,
        found=followed,
        breach=one,
        steps=steps,
        revocation=revocation,
        mine=revocation is not None and revocation.prepared_by == found.visit.person_id,
        moves=breach_moves(one.state, found.visit.roles) if one else (),
        findable=award_transition(found.award.state, "revoke") is not None and not (one and one.open),
        clauses=_clauses(found),
        firm=names.get(found.award.firm_id, ""),
        states=breach_states(),
        looks=BREACH_LOOKS,
        names=breach_move_names(),
        uses=uses(),
        english=current() == "en",
        kinds=return_kinds(),
        least=LEAST_DAYS,
        most=MOST_DAYS,
        today=today(),
        ids={"body_id": found.visit.body_id, "call_id": found.visit.id, "award_id": found.award.id},
        done=done_words(),
    )


def _debts_page(body_id: str, call_id: str, form: Typed) -> Response:
    visit = open_call(body_id, call_id, "read")
    with reading() as session:
        found = debts_of_call(session, call_id)
        names = firm_names(session, {one.firm_id for one in found})
        rates = rates_of_call(session, call_id)
    return form.page(
        "office/debts.html", visit=visit, found=found, names=names, rates=rates, today=today(), done=done_words()
    )


def _debt_page(found: OfficeAward, form: Typed) -> Response:
    with reading() as session:
        followed = follow(session, found.award, found.visit.pack, today())
        names = firm_names(session, {found.award.firm_id})
        others = [(one, netting_now(session, award_of(session, one), today()).cents) for one in _same_firm(found)]
    return form.page(
        "office/debt.html",
        visit=found.visit,
        award=found.award,
        debt=followed.debt,
        others=others,
        firm=names.get(found.award.firm_id, ""),
        kinds=recovery_kinds(),
        today=today(),
        ids={"body_id": found.visit.body_id, "call_id": found.visit.id, "award_id": found.award.id},
        done=done_words(),
    )
