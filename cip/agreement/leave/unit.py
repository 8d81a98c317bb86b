"""How long a request may be: the unit, the steps beyond it, the work left in the day (clauses B-02, B-03, B-04)."""

from dataclasses import dataclass
from fractions import Fraction

from cip.agreement.leave import sentences
from cip.agreement.leave.minutes import in_words, least_whole_minutes, share_of_day, whole_minutes
from cip.agreement.leave.requests import Worker
from cip.agreement.leave.terms import Point, Term, Terms, say

_HUNDRED = 100
_WHOLE_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Unit:
    """The least lawful use on a day in minutes (None: unknown), exactly, and whether it is the only length.

    `spoken` says where it comes from. A text that regulates the hours and sets no minimum allows any minute
    (`no_least`).
    """

    exact: Fraction | None
    only: bool
    spoken: tuple[Point, ...]
    no_least: bool = False

    @property
    def minutes(self) -> int | None:
        """The unit in whole minutes: the half day rounded to the nearest one, a share of the day up."""
        if self.exact is None:
            return None
        return whole_minutes(self.exact) if self.only else least_whole_minutes(self.exact)


def unit_of(terms: Terms, worker: Worker) -> Unit:
    """The unit on a day on which there is hourly use."""
    return _by_law(terms, worker) if terms.statutory else _by_text(terms, worker)


def _by_law(terms: Terms, worker: Worker) -> Unit:
    sources = terms.sources("hourly_leave_default_share")
    share = terms.law_number("hourly_leave_default_share")
    if worker.day is None or share is None:
        return Unit(None, True, (Point((say("half_day", sentences.HALF_DAY_UNKNOWN),), "B-02", law=sources),))
    exact = share_of_day(worker.day, share)
    spoken = say("half_day", sentences.HALF_DAY, unit=in_words(exact))
    return Unit(exact, True, (Point((spoken,), "B-02", law=sources),))


def _by_text(terms: Terms, worker: Worker) -> Unit:
    least, share = terms.term("min_unit_minutes"), terms.term("unit_share")
    if least.number is not None:
        return _unit(Fraction(least.number), least)
    if share.number is not None and worker.day is not None:
        return _unit(share_of_day(worker.day, Fraction(share.number, _HUNDRED)), share)
    if "unknown" in (least.kind, share.kind) or share.number is not None:
        spoken = say("least", sentences.LEAST_UNKNOWN, name=terms.text.name)
        return Unit(None, False, (Point((spoken,), "B-02", law=(*least.sources, *share.sources)),))
    spoken = say("least", sentences.NO_LEAST, name=terms.text.name)
    point = Point((spoken, *terms.doubt("partial_regulation")), "B-02", law=terms.term("available").sources)
    step = terms.term("step_minutes").number
    return Unit(Fraction(step or 1), False, (point,), no_least=not step)


def _unit(exact: Fraction, term: Term) -> Unit:
    spoken = say("least", sentences.LEAST, unit=in_words(least_whole_minutes(exact)))
    return Unit(exact, False, (Point((spoken,), "B-02", law=term.sources),))


def length_points(terms: Terms, worker: Worker, unit: Unit, minutes: int) -> tuple[Point, ...]:
    """What the rules say of `minutes` of leave on one day."""
    too_long = _within_the_day(worker, minutes)
    if unit.only:
        return (*unit.spoken, *too_long, *_exactly(unit, minutes))
    return (
        *unit.spoken,
        *too_long,
        *_at_least(unit, minutes),
        *_by_steps(terms, unit, minutes),
        *_work_left(terms, worker, minutes),
    )


def _exactly(unit: Unit, minutes: int) -> tuple[Point, ...]:
    if unit.minutes is None or minutes == unit.minutes:
        return ()
    wrong = say("not_the_half", sentences.NOT_THE_HALF, asked=in_words(minutes), unit=in_words(unit.minutes))
    daily = say("daily_instead", sentences.DAILY_INSTEAD)
    return (Point((wrong, daily), "B-02", refuses=True, law=unit.spoken[0].law),)


def _at_least(unit: Unit, minutes: int) -> tuple[Point, ...]:
    if unit.minutes is None or minutes >= unit.minutes:
        return ()
    wrong = say("below_least", sentences.BELOW_LEAST, asked=in_words(minutes), unit=in_words(unit.minutes))
    return (Point((wrong,), "B-02", refuses=True, law=unit.spoken[0].law),)


def _by_steps(terms: Terms, unit: Unit, minutes: int) -> tuple[Point, ...]:
    step = terms.term("step_minutes")
    if step.kind == "unknown":
        return (Point((say("step", sentences.STEP_UNKNOWN),), "B-03", law=step.sources),)
    if not step.number or unit.minutes is None or minutes < unit.minutes:
        return ()
    over = (minutes - unit.minutes) % step.number
    shown = in_words(step.number)
    if not over:
        return (Point((say("step", sentences.STEP_KEPT, step=shown),), "B-03", law=step.sources),)
    nearest = minutes - over if over * 2 < step.number else minutes - over + step.number
    wrong = say("step", sentences.STEP_BROKEN, step=shown, nearest=in_words(nearest))
    return (Point((wrong,), "B-03", refuses=True, law=step.sources),)


def _within_the_day(worker: Worker, minutes: int) -> tuple[Point, ...]:
    """All leave of a day is at most the day itself: the average working day, or 24 hours where that is unknown."""
    day = worker.day if worker.day is not None else Fraction(_WHOLE_DAY)
    if minutes <= whole_minutes(day):
        return ()
    too_long = say("more_than_day", sentences.MORE_THAN_DAY, asked=in_words(minutes), day=in_words(day))
    return (Point((too_long,), "B-04", refuses=True),)


def _work_left(terms: Terms, worker: Worker, minutes: int) -> tuple[Point, ...]:
    """Clause B-04, in minutes or as a share of the contractual day."""
    if worker.day is not None and minutes > worker.day:
        return ()
    fixed, share = terms.term("min_work_left_minutes"), terms.term("min_work_left_share")
    sources = (*fixed.sources, *share.sources)
    if fixed.number is None and share.number is None:
        unread = "unknown" in (fixed.kind, share.kind)
        return (Point((say("work_left", sentences.WORK_LEFT_UNKNOWN),), "B-04", law=sources),) if unread else ()
    if worker.day is None:
        return (Point((say("work_left", sentences.WORK_LEFT_UNKNOWN),), "B-04", law=sources),)
    limits = [Fraction(fixed.number)] if fixed.number is not None else []
    limits += [share_of_day(worker.day, Fraction(share.number, _HUNDRED))] if share.number is not None else []
    least, left = max(limits), worker.day - minutes
    sentence = sentences.WORK_LEFT if left >= least else sentences.WORK_LEFT_SHORT
    spoken = say("work_left", sentence, left=in_words(left), least=in_words(least))
    return (Point((spoken,), "B-04", refuses=left < least, law=sources),)
