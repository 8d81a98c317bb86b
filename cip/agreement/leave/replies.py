"""The firm's reply to a request: by when, what silence means, how far it may put the leave off (B-12, B-13).

Leave is a right: a deferral is never a refusal, and where the text says nothing there is none.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cip.agreement.leave.amounts import days, times
from cip.agreement.leave.requests import LeaveRequest
from cip.agreement.leave.terms import Point, Terms, say
from cip.kernel.texts import Text

Standing = Literal["answered", "accepted_by_silence", "open", "late", "unknown"]

_REPLY_BY = Text(it="L'impresa risponde entro il {day}.", en="The firm replies by {day}.")
_SILENCE = Text(
    it="L'impresa non ha risposto entro il {day}: la richiesta è accettata.",
    en="The firm did not reply by {day}: the request is accepted.",
)
_LATE = Text(
    it="L'impresa non ha risposto entro il {day}. Il testo non dice che cosa vale il silenzio.",
    en="The firm did not reply by {day}. The text does not say what silence means.",
)
_ANSWERED = Text(it="L'impresa ha risposto il {day}.", en="The firm replied on {day}.")
_NO_TERM = Text(
    it="Nessun testo che conosciamo dice entro quando risponde l'impresa.",
    en="No text that we know says by when the firm replies.",
)
_NO_DEFERRAL = Text(
    it="Nessun testo che conosciamo permette di rinviare: il congedo è un diritto.",
    en="No text that we know allows to put leave off: leave is a right.",
)
_DEFERRAL_KEPT = Text(
    it="Il rinvio è di {days}. Il testo permette al massimo {most}, in tutto {times}.",
    en="The deferral is of {days}. The text allows {most} at most, {times} in all.",
)
_DEFERRAL_LONG = Text(
    it="Il rinvio è di {days}: il testo permette al massimo {most}.",
    en="The deferral is of {days}: the text allows {most} at most.",
)
_DEFERRAL_AGAIN = Text(
    it="La richiesta è già stata rinviata {before}. Rinvii permessi dal testo: {times}.",
    en="The request was put off {before} already. Deferrals that the text allows: {times}.",
)
_DEFERRAL_LATE = Text(
    it="Il rinvio è arrivato dopo il termine per rispondere, {day}.",
    en="The deferral came after the term for a reply, {day}.",
)
_DEFERRAL_UNREASONED = Text(
    it="Un rinvio è scritto e dice perché: così com'è non vale.",
    en="A deferral is written and says why: as it is, it does not hold.",
)
_DEFERRAL_URGENT = Text(
    it="Una richiesta urgente per il bambino non si rinvia.",
    en="An urgent request for the child is not put off.",
)


@dataclass(frozen=True, slots=True)
class Reply:
    """Where a request stands with the firm on a day; `by` is the last day for a reply."""

    standing: Standing
    by: date | None
    point: Point


@dataclass(frozen=True, slots=True)
class Deferral:
    """How a firm puts a request off: to which day, told on which day, in writing with reasons, how often before."""

    to: date
    told_on: date
    written_with_reasons: bool
    before: int = 0
    urgent: bool = False


def reply_by(terms: Terms, requested_on: date, free: Container[date] | None = None) -> date | None:
    """The last day for the firm's reply, the day of request not counted; None where no text says."""
    term, unit = terms.term("reply_days"), terms.term("reply_unit")
    if term.number is None or unit.kind == "unknown":
        return None
    if unit.value == "working_day":
        from cip.agreement.days import working_days_after  # it brings the library of holidays with it
        from cip.agreement.leave.notice import free_days

        return working_days_after(requested_on, term.number, free if free is not None else free_days())
    return requested_on + timedelta(days=term.number)


def reply_of(
    terms: Terms,
    request: LeaveRequest,
    on: date,
    replied_on: date | None = None,
    free: Container[date] | None = None,
) -> Reply:
    """Where a request stands on a day: answered, accepted by silence, still open, late, or unknown."""
    term, silence = terms.term("reply_days"), terms.term("silence")
    by = reply_by(terms, request.asked_on, free)
    sources = (*term.sources, *silence.sources)
    if replied_on is not None and (by is None or replied_on <= by):
        return Reply("answered", by, Point((say("reply", _ANSWERED, day=replied_on),), "B-12", law=sources))
    if by is None:
        return Reply("unknown", None, Point((say("reply", _NO_TERM),), "B-12", law=sources))
    if on <= by and replied_on is None:
        return Reply("open", by, Point((say("reply", _REPLY_BY, day=by),), "B-12", law=sources))
    if silence.value == "accepted":
        return Reply("accepted_by_silence", by, Point((say("reply", _SILENCE, day=by),), "B-12", law=sources))
    return Reply("late", by, Point((say("reply", _LATE, day=by),), "B-12", refuses=True, law=sources))


def deferral_points(
    terms: Terms, request: LeaveRequest, deferral: Deferral, free: Container[date] | None = None
) -> tuple[Point, ...]:
    """What the text says of a deferral; whether one is lawful at all stays an open doubt, which is shown."""
    most, often = terms.term("max_defer_days"), terms.term("defer_times")
    sources = (*most.sources, *often.sources)
    if most.number is None:
        refuses = most.kind != "unknown"
        reasons = (say("deferral", _NO_DEFERRAL), *terms.doubt("deferral"))
        return (Point(reasons, "B-13", refuses=refuses, law=sources),)
    late = (deferral.to - request.day).days
    allowed = often.number if often.number is not None else 1
    wrong = []
    if late > most.number:
        wrong.append(say("deferral", _DEFERRAL_LONG, days=days(late), most=days(most.number)))
    if deferral.before >= allowed:
        wrong.append(say("deferral", _DEFERRAL_AGAIN, before=times(deferral.before), times=allowed))
    by = reply_by(terms, request.asked_on, free)
    if by is not None and deferral.told_on > by:
        wrong.append(say("deferral", _DEFERRAL_LATE, day=by))
    if not deferral.written_with_reasons:
        wrong.append(say("deferral", _DEFERRAL_UNREASONED))
    if deferral.urgent:
        wrong.append(say("deferral", _DEFERRAL_URGENT))
    kept = say("deferral", _DEFERRAL_KEPT, days=days(late), most=days(most.number), times=times(allowed))
    return (Point((*(wrong or (kept,)), *terms.doubt("deferral")), "B-13", refuses=bool(wrong), law=sources),)
