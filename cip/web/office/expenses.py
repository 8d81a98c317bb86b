"""The expense reports of a call for its office: the list, one report line by line, cutting, asking, settling; how long
measures are kept, and the meeting before the balance.
"""

from collections.abc import Callable

from flask import Response, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.days import national_holidays
from cip.database.work import Work
from cip.incentives.actions.follow_award import (
    NewUse,
    OddUseError,
    WrongMeetingError,
    close_meeting,
    invite_to_meeting,
    note_use,
)
from cip.incentives.actions.move_money import MoneyRefusedError
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.actions.reserve_awards import WrongAwardStateError
from cip.incentives.actions.settle_report import (
    AcceptsLessError,
    NotJudgedError,
    OddTermError,
    PaidOnItError,
    WrongReportStateError,
    ask_to_complete,
    judge_line,
    reopen_report,
    settle_report,
)
from cip.incentives.clarifying import LEAST_DAYS, MOST_DAYS
from cip.incentives.expenses import LONGEST_REASON
from cip.incentives.kept_time import LONGEST_SOURCE
from cip.incentives.monitoring_meetings import LONGEST_PLACE, MeetingState
from cip.incentives.reads import awards_of_call
from cip.incentives.reads.award_kinds import AWARD
from cip.incentives.reads.expenses import report_of, reports_of_call
from cip.incentives.report_states import report_moves
from cip.parties.access import NotYoursError, load_for
from cip.parties.permissions import Action
from cip.parties.reads.acting import firm_names
from cip.web.award_papers import proof_at
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.expense_words import (
    REPORT_LOOKS,
    meeting_states,
    report_move_names,
    report_next,
    report_states,
    uses,
)
from cip.web.followed import follow, measure_name
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.award_visit import OfficeAward, open_award
from cip.web.office.links import CallLink, register_link
from cip.web.office.visit import open_call
from cip.web.owner.aid_visit import cents_of
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

REPORTS = "/<body_id>/calls/<call_id>/reports"
ONE = f"{REPORTS}/<award_id>"

register_link(
    CallLink(
        "office.reports",
        lambda: _("Relazioni e tempo mantenuto"),
        lambda: _("Spese, prove, tagli con il motivo, incontro prima del saldo"),
        ("allocated",),
    )
)


@office.get(REPORTS)
def reports(body_id: str, call_id: str) -> Response:
    """The reports of a call: whose turn it is."""
    visit = open_call(body_id, call_id, "read")
    with reading() as session:
        found = reports_of_call(session, call_id)
        awards = [one for one in awards_of_call(session, call_id) if one.state in ("accepted", "closed", "revoked")]
        names = firm_names(session, {one.firm_id for one in awards})
    return Typed().page(
        "office/reports.html",
        visit=visit,
        awards=awards,
        reports=found,
        names=names,
        states=report_states(),
        looks=REPORT_LOOKS,
        next=report_next(),
        done=done_words(),
    )


@office.get(ONE)
def report(body_id: str, call_id: str, award_id: str) -> Response:
    """One report, line by line."""
    return _page(open_award(body_id, call_id, award_id), Typed())


@office.get(f"{ONE}/proofs/<int:place>")
def report_proof(body_id: str, call_id: str, award_id: str, place: int) -> Response:
    """One of the files, to keep."""
    found = open_award(body_id, call_id, award_id)
    with reading() as session:
        held = report_of(session, award_id)
    return proof_at(held, place, _address(found))


@office.post(f"{ONE}/line")
def report_line(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Say what is admitted of a line."""
    visit, form = open_award(body_id, call_id, award_id, "review"), sent()
    with reading() as session:
        held = report_of(session, award_id)
    line = next((one for one in (held.lines if held else ()) if one.id == form.raw("line")), None)
    if line is None:
        raise NotYoursError
    reason = form.line(f"reason-{line.id}", LONGEST_REASON)
    typed = form.raw(f"admitted-{line.id}")
    admitted = cents_of(typed) if line.kind == "cost" else {"yes": 1, "no": 0}.get(typed)
    if admitted is None or admitted > line.full:
        form.errors[f"admitted-{line.id}"] = _("Scrivete quanto si ammette, da zero alla somma chiesta.")
    elif admitted < line.full and not reason:
        form.errors[f"reason-{line.id}"] = _("Scrivete perché: l'impresa lo legge.")
    if form.errors or admitted is None:
        return _page(visit, form)
    cents = admitted
    return _do(visit, "review", lambda work: judge_line(work, award_id, line.id, cents, reason))


@office.post(f"{ONE}/ask")
def report_ask(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Ask the firm to complete, once."""
    visit, form = open_award(body_id, call_id, award_id, "review"), sent()
    reason = form.note("reason") or ""
    if not reason:
        form.errors["reason"] = _("Scrivete che cosa manca.")
    days = days_typed(form)
    if form.errors or days is None:
        return _page(visit, form)
    return _do(visit, "review", lambda work: ask_to_complete(work, award_id, reason, days, national_holidays()))


@office.post(f"{ONE}/settle")
def report_settle(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Settle it: what is accepted is computed and posted."""
    visit = open_award(body_id, call_id, award_id, "settle")
    return _do(visit, "settle", lambda work: settle_report(work, award_id))


@office.post(f"{ONE}/reopen")
def report_reopen(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Open a settled report again."""
    visit, form = open_award(body_id, call_id, award_id, "reopen"), sent()
    reason = form.line("why", LONGEST_REASON, missing=_("Scrivete perché la riaprite."))
    if form.errors:
        return _page(visit, form)
    return _do(visit, "reopen", lambda work: reopen_report(work, award_id, reason))


@office.post(f"{ONE}/use")
def report_use(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Note since when a measure is in use."""
    visit, form = open_award(body_id, call_id, award_id, "manage"), sent()
    with reading() as session:
        known = [one.measure for one in follow(session, visit.award, visit.visit.pack, today()).used]
    measure = form.choice("measure", known or [""], _("Scegliete la misura."))
    started, ended = form.day("started_on", missing=_("Scrivete da quando.")), form.day("ended_on")
    source = form.line("source", LONGEST_SOURCE, missing=_("Scrivete da dove lo sapete."))
    if form.errors:
        return _page(visit, form)
    use = NewUse(
        measure=measure, started_on=started, ended_on=ended, seasonal=form.ticked("seasonal", "yes"), source=source
    )
    return _do(visit, "manage", lambda work: note_use(work, award_id, use))


@office.post(f"{ONE}/meeting")
def report_meeting(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Invite the firm to the meeting before the balance."""
    visit, form = open_award(body_id, call_id, award_id, "manage"), sent()
    on = form.day("on_day", missing=_("Scrivete il giorno."))
    place = form.line("place", LONGEST_PLACE, missing=_("Scrivete dove."))
    if form.errors or on is None:
        return _page(visit, form)
    return _do(visit, "manage", lambda work: invite_to_meeting(work, award_id, on, place))


@office.post(f"{ONE}/meeting/close")
def report_met(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Write that the firm came, with the minutes, or that it did not."""
    visit, form = open_award(body_id, call_id, award_id, "manage"), sent()
    ends: tuple[MeetingState, ...] = ("held", "absent")
    came = form.choice("came", ends, _("Dite se l'impresa è venuta."))
    minutes = form.note("minutes") or ""
    if came == "held" and not minutes:
        form.errors["minutes"] = _("Scrivete il verbale.")
    with reading() as session:
        meetings = follow(session, visit.award, visit.visit.pack, today()).meetings
    planned = next((one for one in meetings if one.state == "invited"), None)
    if planned is not None and today() < planned.on_day:
        form.errors["came"] = _("L'incontro non c'è ancora stato.")
    if form.errors:
        return _page(visit, form)
    meeting_id = planned.id if planned is not None else ""
    return _do(visit, "manage", lambda work: close_meeting(work, award_id, meeting_id, came, minutes))


def days_typed(form: Typed, name: str = "days") -> int | None:
    """A term in days; wrong where it is none, or too short or too long."""
    typed = form.line(name, 3, missing=_("Scrivete quanti giorni date."))
    if typed.isascii() and typed.isdigit() and LEAST_DAYS <= int(typed) <= MOST_DAYS:
        return int(typed)
    form.errors.setdefault(name, _("Date da %(least)s a %(most)s giorni.") % {"least": LEAST_DAYS, "most": MOST_DAYS})
    return None


def _do(found: OfficeAward, action: Action, do: Callable[[Work], object]) -> AnyResponse:
    try:
        with working() as work:
            load_for(work.session, actor(), AWARD, found.award.id, action=action, parent=found.visit.id)
            do(work)
    except (NotJudgedError, AcceptsLessError, NoReasonError, OddTermError, OddUseError, PaidOnItError) as error:
        return not_now(409, _("Ora non si può fare"), _why(error), _address(found))
    except (WrongReportStateError, WrongAwardStateError, WrongMeetingError, MoneyRefusedError, LookupError):
        words = _("Nel frattempo è cambiato qualcosa. Guardate a che punto è.")
        return not_now(409, _("Ora non si può fare"), words, _address(found))
    return back("office.report", "saved", body_id=found.visit.body_id, call_id=found.visit.id, award_id=found.award.id)


def _why(error: Exception) -> str:
    words: dict[type[Exception], str] = {
        NotJudgedError: _("Guardate prima ogni voce."),
        AcceptsLessError: _("Prima era stato accolto di più: si riduce solo con una revoca."),
        PaidOnItError: _("Il saldo è pagato, o è già in banca: la relazione non si riapre più."),
        NoReasonError: _("Scrivete perché."),
        OddUseError: _("La misura finisce dopo che è iniziata, e i giorni non sono nel futuro."),
    }
    return words.get(type(error), _("Controllate i giorni del termine."))


def _address(found: OfficeAward) -> str:
    return url_for("office.report", body_id=found.visit.body_id, call_id=found.visit.id, award_id=found.award.id)


def _page(found: OfficeAward, form: Typed) -> Response:
    with reading() as session:
        followed = follow(session, found.award, found.visit.pack, today())
        names = firm_names(session, {found.award.firm_id})
    state = followed.report.state if followed.report else "draft"
    return form.page(
        "office/report.html",
        visit=found.visit,
        award=found.award,
        found=followed,
        moves=report_moves(state, found.visit.roles),
        may=found.may,
        firm=names.get(found.award.firm_id, ""),
        states=report_states(),
        looks=REPORT_LOOKS,
        next=report_next(),
        names=report_move_names(),
        measure_options=[(one.measure, measure_name(one.measure)) for one in followed.used],
        uses=uses(),
        meetings=meeting_states(),
        today=today(),
        ids={"body_id": found.visit.body_id, "call_id": found.visit.id, "award_id": found.award.id},
        done=done_words(),
    )
