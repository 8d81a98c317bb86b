"""Notice (clauses B-09, B-10): the days from the request to the leave, calendar or working days as the text says.

The day of the request does not count, the day of leave does. Holidays come from a library that knows the patron saints
of provincial capitals; those of other places are in the files of territories.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cip.agreement.leave import sentences
from cip.agreement.leave.amounts import days, days_in
from cip.agreement.leave.requests import LeaveRequest
from cip.agreement.leave.terms import Point, Term, Terms, say
from cip.kernel.texts import Reason
from cip.rulebook.shapes.agreement import Municipality

_CALENDAR = "calendar_day"
_WORKING = "working_day"
_ENOUGH = 60
"""So many working days of notice are enough to be told as "at least": more are not counted."""


@dataclass(frozen=True, slots=True)
class FreeDays:
    """The holidays of a place: those of the country, those of a province's capital, and a patron's day (`MM-DD`)."""

    holidays: Container[date]
    patron: str = ""

    def __contains__(self, day: object) -> bool:
        """Whether nobody works on a day."""
        return isinstance(day, date) and (day in self.holidays or bool(self.patron and f"{day:%m-%d}" == self.patron))


@lru_cache(maxsize=128)
def free_days(province: str | None = None, patron: str | None = None) -> FreeDays:
    """The holidays of Italy; with the patron saint of a province's capital (code such as `MI`), or with one named by a
    territory. Raises NotImplementedError for a province that the library does not know.
    """
    import holidays  # only who counts working days waits for the library

    return FreeDays(holidays.country_holidays("IT", subdiv=province), patron or "")


def free_days_in(town: Municipality) -> FreeDays:
    """The holidays of a municipality: with the patron's day that its territory names, else with that of the library,
    which knows provinces by the name of their capital; elsewhere those of Italy alone.
    """
    import holidays  # as above

    if town.patron is not None:
        return free_days(patron=town.patron)
    return free_days(holidays.country_holidays("IT").subdivisions_aliases.get(town.name))


def days_given(
    requested_on: date, day: date, unit: str, free: Container[date] | None = None, *, enough: int = _ENOUGH
) -> int:
    """The days of notice from a request to a day of leave, in a unit; negative where the request came later. Working
    days are counted up to `enough`.
    """
    if unit == _CALENDAR or day <= requested_on:
        return (day - requested_on).days
    from cip.agreement.days import working_days_between  # it brings the library of holidays with it

    return working_days_between(requested_on, day, free if free is not None else free_days(), enough)


def notice_points(terms: Terms, request: LeaveRequest, free: Container[date] | None = None) -> tuple[Point, ...]:
    """What the rules on notice say of a request."""
    floor = _floor(terms)
    ordinary, unit = terms.term("notice_days"), _unit(terms, "notice_unit")
    if ordinary.number is None:
        unread = _unread(terms, ordinary, floor)
        return (*unread, *_against_law(request, floor))
    if request.requested_on is None:
        return (_not_said(ordinary.number, unit, ordinary.sources),)
    if unit is None:
        return _unit_unknown(terms, request, request.requested_on, ordinary, floor)
    enough = max(ordinary.number, _ENOUGH)
    given = days_given(request.requested_on, request.day, unit, free, enough=enough)
    if given >= ordinary.number:
        sentence = sentences.NOTICE_AMPLE if unit == _WORKING and given >= enough else sentences.NOTICE_KEPT
        kept = say("notice", sentence, given=days(given), needed=days_in(ordinary.number, unit))
        return (Point((kept,), "B-09", law=ordinary.sources), *_against_law(request, floor, only_refusal=True))
    return _urgent(terms, request, request.requested_on, (ordinary, unit, given), floor, free)


@dataclass(frozen=True, slots=True)
class _Floor:
    """The least notice of the law, in calendar days."""

    days: int
    sources: tuple[str, ...]


def _floor(terms: Terms) -> _Floor:
    """The law's notice for hours; before there was one, that for parental leave as such."""
    for key in ("hourly_leave_notice_days", "parental_leave_notice_days"):
        days = terms.law_number(key)
        if days is not None:
            return _Floor(int(days), terms.sources(key))
    return _Floor(0, ())


def _unit(terms: Terms, name: str) -> str | None:
    """Calendar or working days; a text that does not say means calendar days, as the law does; None where unread."""
    unit: Term = terms.term(name)
    if unit.kind == "silent":
        return _CALENDAR
    return str(unit.value) if unit.value in (_CALENDAR, _WORKING) else None


def _not_said(needed: int, unit: str | None, sources: tuple[str, ...]) -> Point:
    said = say("notice", sentences.NOTICE_NOT_SAID, needed=days_in(needed, unit or _CALENDAR))
    return Point((said,), "B-09", law=sources)


def _short(given: int, needed: int, unit: str) -> Reason:
    """Why a notice does not do; a request that came after the leave has none at all."""
    if given < 0:
        return say("notice", sentences.NOTICE_AFTER, needed=days_in(needed, unit))
    return say("notice", sentences.NOTICE_SHORT, given=days(given), needed=days_in(needed, unit))


def _unread(terms: Terms, ordinary: Term, floor: _Floor) -> tuple[Point, ...]:
    if ordinary.kind != "unknown":
        return ()
    needed = days_in(floor.days, _CALENDAR)
    unread = say("notice", sentences.NOTICE_UNKNOWN, name=terms.text.name, needed=needed)
    return (Point((unread,), "B-09", law=(*ordinary.sources, *floor.sources)),)


def _against_law(request: LeaveRequest, floor: _Floor, *, only_refusal: bool = False) -> tuple[Point, ...]:
    """The law's own minimum, which no text lowers."""
    if request.requested_on is None:
        return (_not_said(floor.days, _CALENDAR, floor.sources),)
    given = days_given(request.requested_on, request.day, _CALENDAR)
    if given >= floor.days:
        kept = say("notice", sentences.NOTICE_KEPT, given=days(given), needed=days_in(floor.days, _CALENDAR))
        return () if only_refusal else (Point((kept,), "B-09", law=floor.sources),)
    short = _short(given, floor.days, _CALENDAR)
    spared = say("notice_impossible", sentences.NOTICE_IMPOSSIBLE)
    return (Point((short, spared), "B-09", refuses=True, law=floor.sources),)


def _unit_unknown(
    terms: Terms, request: LeaveRequest, requested_on: date, ordinary: Term, floor: _Floor
) -> tuple[Point, ...]:
    """A number of days without its unit: refused only where even calendar days are too few."""
    needed = ordinary.number or 0
    unread = say("notice", sentences.NOTICE_UNIT_UNKNOWN, needed=days(needed))
    point = Point((unread,), "B-09", law=ordinary.sources)
    given = days_given(requested_on, request.day, _CALENDAR)
    if given >= needed:
        return (point, *_against_law(request, floor, only_refusal=True))
    return (point, *_urgent(terms, request, requested_on, (ordinary, _CALENDAR, given), floor, None))


def _urgent(
    terms: Terms,
    request: LeaveRequest,
    requested_on: date,
    ordinary: tuple[Term, str, int],
    floor: _Floor,
    free: Container[date] | None,
) -> tuple[Point, ...]:
    """Clause B-10: the short way, where the text has one and it is kept. Whether it was impossible to ask earlier only
    the people know.
    """
    term, unit, given = ordinary
    needed = term.number or 0
    urgent, urgent_unit = terms.term("notice_urgent_days"), _unit(terms, "notice_urgent_unit")
    if urgent.number is not None and urgent_unit is not None:
        short = days_given(requested_on, request.day, urgent_unit, free)
        if short >= urgent.number and short >= 0:
            kept = say("notice_urgent", sentences.NOTICE_URGENT, ordinary=days_in(needed, unit), given=days(short))
            sources = (*term.sources, *urgent.sources)
            return (Point((kept,), "B-10", law=sources), *_against_law(request, floor, only_refusal=True))
        wrong = _short(short, urgent.number, urgent_unit)
        return (Point((wrong,), "B-10", refuses=True, law=urgent.sources),)
    reasons = [_short(given, needed, unit)]
    if urgent.kind != "silent":
        reasons.append(say("notice_urgent", sentences.URGENT_UNKNOWN))
    reasons.append(say("notice_impossible", sentences.NOTICE_IMPOSSIBLE))
    return (Point(tuple(reasons), "B-09", refuses=True, law=(*term.sources, *floor.sources)),)
