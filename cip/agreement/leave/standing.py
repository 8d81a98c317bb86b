"""Which text a request falls under: whether it is in force, a proposal or expired, and when the law steps in."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from cip.agreement.leave import sentences
from cip.agreement.leave.terms import Point, Term, Terms, say
from cip.agreement.lives import life_of
from cip.kernel.texts import Reason, Text, Value
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement

Status = Literal["in_force", "proposal", "expired"]


@dataclass(frozen=True, slots=True)
class Governing:
    """The text that holds for a request, and why."""

    text: Agreement
    points: tuple[Point, ...]


def status_on(book: AgreementBook, text: Agreement, on: date) -> Status:
    """What an agreement is on a day, by its life (`cip.agreement.lives`), in the three words of `cip leave hours`.

    One not yet in force counts as a proposal; one kept until its renewal, as in force. Past a last day of which nobody
    knows what follows it is expired; with days that nobody read it is the text that was signed: `governing` says both.
    """
    if _is_law_to_come(text, on):
        return "proposal"
    life = life_of(text, book, on)
    if life.status in ("proposal", "not_yet"):
        return "proposal"
    over = life.status == "expired" or (life.status == "unknown" and life.last is not None)
    return "expired" if over else "in_force"


def governing(book: AgreementBook, named: Agreement, statute: Agreement, day: date, asked_on: date) -> Governing:
    """The text for leave on `day` asked for on `asked_on`: the one named, or the law where that does not hold."""
    if named.level == "statute":
        return Governing(named, (*_law_not_yet(named, day), Point((say("statute", sentences.LAW_ALONE),))))
    applies, points = _in_time(book, named, day, asked_on)
    if applies:
        applies, spoken = _regulates(Terms(book, named, day))
        points += spoken
    kind = _nature(named)
    return Governing(named if applies else statute, (*kind, *points))


def _law_not_yet(statute: Agreement, day: date) -> tuple[Point, ...]:
    """That there was no such law yet: of the three words it gets `proposal`, the one for what is not yet in force."""
    start = statute.effective_from
    if start is None or not _is_law_to_come(statute, day):
        return ()
    return (Point((say("statute_not_yet", sentences.LAW_NOT_YET, day=start),), refuses=True),)


def _is_law_to_come(text: Agreement, day: date) -> bool:
    """Whether a day lies before the first one of the law; lives of agreements leave the law out."""
    return text.level == "statute" and isinstance(text.effective_from, date) and day < text.effective_from


def _nature(text: Agreement) -> tuple[Point, ...]:
    if text.nature == "design":
        return (_point("proposal", sentences.IS_PROPOSAL, text),)
    if text.nature == "invented":
        return (_point("invented", sentences.IS_INVENTED, text),)
    return (_point("text", sentences.BY_TEXT, text),)


def _in_time(book: AgreementBook, text: Agreement, day: date, asked_on: date) -> tuple[bool, tuple[Point, ...]]:
    """Whether the dates of a text let it hold; a plan asked for before the end is kept to its end (clause H-03)."""
    life = life_of(text, book, day)
    if life.status == "not_yet":
        return False, (_point("not_yet", sentences.NOT_YET, text, text.effective_from),)
    end = life.last
    if end is None or day <= end:
        return True, (Point(life.because, "H-03"),) if life.status == "unknown" else ()
    if asked_on <= end:
        return True, (_point("plan_kept", sentences.PLAN_KEPT, text, end, clause="H-03"),)
    if life.status == "expired":
        return False, (_point("expired", sentences.EXPIRED_STOP, text, end, clause="H-03"),)
    sentence = sentences.EXPIRED_KEPT if life.holds else sentences.EXPIRED_UNKNOWN
    return True, (_point("expired", sentence, text, end, clause="H-03"),)


def _regulates(terms: Terms) -> tuple[bool, tuple[Point, ...]]:
    """Whether the text says anything of leave by the hour on the day."""
    available: Term = terms.term("available")
    if available.yes:
        return True, ()
    if available.kind == "unknown":
        return True, (_point("hours_unknown", sentences.HOURS_UNKNOWN_IN_TEXT, terms.text),)
    return False, (_point("no_hours", sentences.NO_HOURS_IN_TEXT, terms.text),)


def _point(rule: str, sentence: Text, text: Agreement, day: date | None = None, *, clause: str | None = None) -> Point:
    values: dict[str, Value] = {"name": text.name}
    if day is not None:
        values["day"] = day
    return Point((Reason(f"leave.{rule}", sentence, values),), clause)
