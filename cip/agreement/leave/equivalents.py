"""How many hours make a day or a month of leave (clauses B-06, B-07), with part-time pro rata, and whether the hours
of a month make whole days (clause B-05).
"""

from dataclasses import dataclass
from fractions import Fraction

from cip.agreement.leave import sentences
from cip.agreement.leave.amounts import whole_days
from cip.agreement.leave.minutes import days_of, in_words, shown_number
from cip.agreement.leave.requests import Worker
from cip.agreement.leave.terms import Point, Term, Terms, say

AVERAGE = "contractual_average"


@dataclass(frozen=True, slots=True)
class DayLength:
    """The minutes that a day of leave counts, exactly (None: unknown), and why."""

    minutes: Fraction | None
    spoken: tuple[Point, ...]


def day_length(terms: Terms, worker: Worker) -> DayLength:
    """The length of a day of leave for this worker: through the month, where the text says how long that is."""
    if terms.statutory:
        return _known(worker.day, ("hourly_leave_default_share",), terms, None)
    month = terms.term("minutes_per_month")
    if month.number is not None:
        return _through_month(terms, worker, month)
    day = terms.term("minutes_per_day")
    if day.number is not None:
        return _known(day.number * worker.share_of_full_day, (), terms, day)
    if day.kind == "unknown":
        return DayLength(None, (_unknown(day),))
    return _known(worker.day, (), terms, day)


def _known(minutes: Fraction | None, keys: tuple[str, ...], terms: Terms, term: Term | None) -> DayLength:
    sources = (*(term.sources if term else ()), *terms.sources(*keys))
    if minutes is None:
        return DayLength(None, (_unknown(term),))
    spoken = say("day_length", sentences.DAY_LENGTH, day=in_words(minutes))
    return DayLength(minutes, (Point((spoken,), None if terms.statutory else "B-06", law=sources),))


def _unknown(term: Term | None) -> Point:
    return Point((say("day_length", sentences.DAY_LENGTH_UNKNOWN),), law=term.sources if term else ())


def _through_month(terms: Terms, worker: Worker, month: Term) -> DayLength:
    """A month of hours is as many days of leave as a month has. Part-time shortens it only where the text says so."""
    full = Fraction(month.number or 0)
    pro_rata, share = terms.term("minutes_per_month_pro_rata"), worker.part_time_share
    reasons = []
    if share is None:
        reasons.append(say("part_time", sentences.PART_TIME_NOT_SAID, month=in_words(full)))
    elif share < 1 and pro_rata.yes:
        full *= share
    elif share < 1:
        reasons += [say("pro_rata", sentences.PRO_RATA_GAP, month=in_words(full)), *terms.doubt("month_conversion")]
    reasons.insert(0, say("month_length", sentences.MONTH_LENGTH, month=in_words(full)))
    days = terms.law_number("parental_leave_month_days")
    point = Point(tuple(reasons), "B-07", law=(*month.sources, *pro_rata.sources))
    return DayLength(full / days if days else None, (point,))


def month_points(terms: Terms, length: DayLength, total: Fraction | int) -> tuple[Point, ...]:
    """Whether all hours of a calendar month make whole days, where the text wants that: clause B-05."""
    wanted = terms.term("monthly_whole_days")
    if wanted.kind == "unknown":
        return (Point((say("whole_days", sentences.MONTH_UNKNOWN),), "B-05", law=wanted.sources),)
    if not wanted.yes:
        return ()
    if length.minutes is None:
        return (Point((say("whole_days", sentences.DAY_LENGTH_UNKNOWN),), "B-05", law=wanted.sources),)
    excess = Fraction(total) % length.minutes
    day = in_words(length.minutes)
    if not excess:
        days = whole_days(shown_number(days_of(total, length.minutes)))
        kept = say("whole_days", sentences.MONTH_KEPT, sum=in_words(total), days=days, day=day)
        return (Point((kept,), "B-05", law=wanted.sources),)
    broken = say(
        "whole_days",
        sentences.MONTH_BROKEN,
        day=day,
        sum=in_words(total),
        missing=in_words(length.minutes - excess),
        excess=in_words(excess),
    )
    return (Point((broken,), "B-05", refuses=True, law=wanted.sources),)
