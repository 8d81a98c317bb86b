"""Every request of a FILE judged: whether it is allowed, the unit, the rate, why, by which clauses and acts; and the
counters after all of them.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from cip.agreement.leave import sentences
from cip.agreement.leave.calendar import calendar_points
from cip.agreement.leave.counters import Counter, Ledger, Limits, counters_of, limits_of
from cip.agreement.leave.equivalents import DayLength, day_length, month_points
from cip.agreement.leave.minutes import days_of
from cip.agreement.leave.months import months_points
from cip.agreement.leave.notice import notice_points
from cip.agreement.leave.pay import Drawing, Pool, pay_of, pool_of
from cip.agreement.leave.requests import Child, LeaveFile, LeaveRequest
from cip.agreement.leave.same_day import same_day_points
from cip.agreement.leave.standing import Status, governing, status_on
from cip.agreement.leave.terms import Point, Terms, once, say, statute_of
from cip.agreement.leave.unit import Unit, length_points, unit_of
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Reason, require_reasons
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.diagnostics import did_you_mean, listed
from cip.rulebook.shapes.agreement import STATUTE, Agreement

NONE = "none"
"""What a FILE writes for no agreement."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of one request."""

    request: LeaveRequest
    text: Agreement
    allowed: bool
    unit_minutes: int | None
    rate: int | None
    because: tuple[Reason, ...]
    clauses: tuple[str, ...]
    law: tuple[str, ...]
    leading: tuple[Reason, ...] = ()
    """The reasons to be read first: those that refuse, or what must be known where it is allowed."""

    def __post_init__(self) -> None:
        require_reasons(self.because, "the answer to a request")

    def as_json(self) -> dict[str, object]:
        """One entry of `requests`."""
        return {
            "day": self.request.day.isoformat(),
            "allowed": self.allowed,
            "unit_minutes": self.unit_minutes,
            "rate": self.rate,
            "because": [reason.as_json() for reason in self.because],
            "clauses": list(self.clauses),
            "law": list(self.law),
        }


@dataclass(frozen=True, slots=True)
class LeaveHours:
    """The whole result: the agreement and what it is, the answers in the order of the requests, the counters."""

    agreement: Agreement
    status: Status
    answers: tuple[Answer, ...]
    counters: tuple[Counter, ...]

    def as_json(self) -> dict[str, object]:
        """The shape printed by `cip leave hours --json`."""
        return {
            "agreement": {"id": self.agreement.id, "status": self.status},
            "requests": [answer.as_json() for answer in self.answers],
            "counters": [counter.as_json() for counter in self.counters],
        }


@dataclass
class _Case:
    """A request while it is judged."""

    request: LeaveRequest
    terms: Terms
    length: DayLength
    unit: Unit | None = None
    points: list[Point] = field(default_factory=list)
    rate: int | None = None

    @property
    def refused(self) -> bool:
        return any(point.refuses for point in self.points)

    @property
    def days(self) -> Fraction | None:
        """The days of leave that the request is: the half day of the law is half a day, however its minutes round."""
        if self.length.minutes is None or not self.length.minutes:
            return None
        exact = self.unit.exact if self.unit is not None and self.unit.only else None
        return days_of(exact if exact is not None else self.request.minutes, self.length.minutes)


def agreement_of(book: AgreementBook, identifier: str | None) -> Agreement:
    """The agreement that a FILE names; the law alone for none. Raises RefusalError for one that is not there."""
    statute = statute_of(book)
    if identifier is None or identifier in (NONE, STATUTE):
        return statute
    found = book.by_id.get(identifier)
    if found is None:
        known = [NONE, *(item.id for item in book.agreements if item.id != STATUTE)]
        raise RefusalError(
            f'there is no agreement "{identifier}"{did_you_mean(identifier, known)}; known: {listed(known, len(known))}'
        )
    return found


def judge(book: AgreementBook, asked: LeaveFile, on: date, free: Container[date] | None = None) -> LeaveHours:
    """Judge every request. `on` is the day that says what the agreement is, where no request has one; `free` are the
    holidays of the place (those of Italy when left out). Raises RefusalError for an agreement that is not there.
    """
    named, statute = agreement_of(book, asked.agreement), statute_of(book)
    cases = [_begin(book, named, statute, asked, request, free) for request in asked.requests]
    in_order = sorted(range(len(cases)), key=lambda index: (cases[index].request.day, index))
    _judge_lengths([cases[index] for index in in_order], asked)
    _judge_months(cases)
    counters = _draw([cases[index] for index in in_order], asked, Terms(book, statute, on), named)
    # What was asked for while a text held stays under it; of the law the day of leave counts.
    days = (request.day if named is statute else request.asked_on for request in asked.requests)
    last = max(days, default=on)
    return LeaveHours(named, status_on(book, named, last), tuple(_answer(case) for case in cases), counters)


def _begin(
    book: AgreementBook,
    named: Agreement,
    statute: Agreement,
    asked: LeaveFile,
    request: LeaveRequest,
    free: Container[date] | None,
) -> _Case:
    """What does not depend on the other requests."""
    holding = governing(book, named, statute, request.day, request.asked_on)
    terms = Terms(book, holding.text, request.day)
    case = _Case(request, terms, day_length(terms, asked.worker))
    if asked.agreement is None:
        case.points.append(Point((say("agreement", sentences.AGREEMENT_NOT_SAID),)))
    law_alone = say("statute", sentences.LAW_ALONE).rule
    case.points += [
        point
        for point in holding.points
        if asked.agreement is not None or [reason.rule for reason in point.because] != [law_alone]
    ]
    due = [*_unless_agreed(_available(terms), terms, asked), *_age(terms, asked)]
    case.points += due
    if case.refused:
        return case
    case.points += calendar_points(terms, asked.worker, free)
    case.unit = unit_of(terms, asked.worker)
    case.points += notice_points(terms, request, free)
    case.points += _unless_agreed(same_day_points(terms, request), terms, asked)
    return case


def _unless_agreed(points: tuple[Point, ...], terms: Terms, asked: LeaveFile) -> tuple[Point, ...]:
    """Points of matters that an agreement may settle otherwise: where nobody said whether one holds, the law alone
    refuses nothing (what a FILE leaves out never does), but it is said first that it would.
    """
    via = terms.law("hourly_leave_via_collective_agreement")
    if asked.agreement is not None or not terms.statutory or via is None or via.value is not True:
        return points
    may = say("may_be_agreed", sentences.AGREEMENT_MAY_ALLOW)
    return tuple(
        replace(point, refuses=False, warns=True, because=(may, *point.because)) if _agreeable(point) else point
        for point in points
    )


def _agreeable(point: Point) -> bool:
    """Whether what refuses is a matter of bargaining: hourly use at all, its unit, what else the day holds; nobody
    bargains more leave than there is work in a day.
    """
    return point.refuses and point.clause in (None, "B-02", "B-14")


def _available(terms: Terms) -> tuple[Point, ...]:
    """Whether there was hourly use at all on the day, by law or by agreement."""
    key = "hourly_leave_default_available" if terms.statutory else "hourly_leave_via_collective_agreement"
    row = terms.law(key)
    if row is not None and row.value is True:
        return (Point((), law=(row.source,)),)
    first = terms.first_day_of(key) or terms.day
    source = terms.book.law.parameters[key].values[0].source
    return (Point((say("no_hours", sentences.NO_HOURS_YET, day=first),), refuses=True, law=(source,)),)


def _age(terms: Terms, asked: LeaveFile) -> tuple[Point, ...]:
    """Whether leave is due at the child's age on the day; the longer leave for a disabled child has its own limit."""
    keys = ["parental_leave_age_limit"]
    if asked.child.disabled and terms.law_number("disabled_child_extension_age") is not None:
        keys.append("disabled_child_extension_age")
    limits = [found for key in keys if (found := terms.law_number(key)) is not None]
    sources = terms.sources(*keys)
    if not limits:
        return ()
    limit, age = int(max(limits)), asked.child.age_on(terms.day)
    if age is None:
        return (Point((say("age", sentences.AGE_UNKNOWN, limit=limit),), law=sources),)
    if age < 0:
        return (Point((say("age", sentences.NOT_BORN),), refuses=True, law=sources),)
    sentence = sentences.AGE_KEPT if age < limit else sentences.TOO_OLD
    spoken = say("age", sentence, limit=limit, last=_last_day(asked.child, limit))
    return (Point((spoken,), refuses=age >= limit, law=sources),)


def _last_day(child: Child, limit: int) -> date:
    """The last day before a child turns an age."""
    born = child.born or date.min
    last = date(born.year + limit, born.month, 28 if (born.month, born.day) == (2, 29) else born.day)
    while child.age_on(last) == limit:
        last -= timedelta(days=1)
    return last


def _judge_lengths(cases: list[_Case], asked: LeaveFile) -> None:
    """Unit, step and work left: what counts is all that is asked for on one day."""
    of_day: dict[date, int] = {}
    for case in cases:
        if case.unit is None:
            continue
        together = case.request.minutes + of_day.get(case.request.day, 0)
        case.points += _unless_agreed(length_points(case.terms, asked.worker, case.unit, together), case.terms, asked)
        if not case.refused:
            of_day[case.request.day] = together


def _judge_months(cases: list[_Case]) -> None:
    """Whole days in a month: what counts is everything else allowed in it under the same text."""
    months: dict[tuple[str, int, int], list[_Case]] = {}
    for case in cases:
        if case.unit is not None and not case.refused:
            day = case.request.day
            months.setdefault((case.terms.text.id, day.year, day.month), []).append(case)
    for group in months.values():
        total = sum(case.request.minutes for case in group)
        for case in group:
            case.points += month_points(case.terms, case.length, total)


def _draw(cases: list[_Case], asked: LeaveFile, empty: Terms, named: Agreement) -> tuple[Counter, ...]:
    """Draw the allowed requests from the counters by their days, and find the rate of each."""
    terms = cases[-1].terms if cases else Terms(empty.book, named, empty.day)
    length = cases[-1].length if cases else day_length(terms, asked.worker)
    pool = pool_of(terms, asked.child, asked.history)
    before = asked.history.used_days
    ledger = Ledger(before, pool_before=min(before or Fraction(0), pool.most))
    disabled = asked.child.disabled is True
    for case in cases:
        if not case.refused:
            _draw_one(case, asked, ledger, limits_of(case.terms, disabled=disabled), pool)
    return counters_of(terms, ledger, limits_of(terms, disabled=disabled), pool, length.minutes)


def _draw_one(case: _Case, asked: LeaveFile, ledger: Ledger, limits: Limits, pool: Pool) -> None:
    days = case.days
    case.points += case.length.spoken
    if days is not None:
        case.points += months_points(case.terms, limits, ledger, days, disabled=asked.child.disabled)
    if case.refused:
        return
    known = days is not None and ledger.before is not None
    counter = ledger.choose(days, limits) if known and days is not None else None
    used = ledger.pool_before + ledger.drawn.get("pool_80", Fraction(0))
    pay = pay_of(case.terms, asked.child, pool, Drawing(days, counter, used))
    case.rate = pay.rate
    case.points.append(pay.point)
    if days is not None:
        ledger.draw(counter, days, from_pool=pay.from_pool)


def _answer(case: _Case) -> Answer:
    refusing = [point for point in case.points if point.refuses]
    warning = [point for point in case.points if point.warns and not point.refuses]
    others = [*warning, *(point for point in case.points if not point.refuses and not point.warns)]
    deciding = refusing or others
    reasons = [reason for point in (*refusing, *others) for reason in point.because]
    known_to = case.terms.book.law.about.law_known_to
    if case.request.day > known_to:
        reasons.append(say("law_known_to", sentences.LAW_KNOWN_TO, day=known_to))
    kept = [point for point in case.points if point.clause and point.clause.startswith("H-")]
    return Answer(
        request=case.request,
        text=case.terms.text,
        allowed=not refusing,
        unit_minutes=case.unit.minutes if case.unit is not None else None,
        rate=None if refusing else case.rate,
        because=_unrepeated(reasons),
        clauses=once(sorted(point.clause for point in (*deciding, *kept) if point.clause)),
        leading=tuple(reason for point in (refusing or warning) for reason in point.because),
        law=once(act for point in deciding for source in point.law for act in _acts(source)),
    )


def _acts(source: str) -> list[str]:
    """The acts of a source, one each; a text that explains itself in brackets stays whole."""
    return [source] if "(" in source else source.split("; ")


def _unrepeated(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Reasons once each, in order."""
    found: dict[str, Reason] = {}
    for reason in reasons:
        found.setdefault(reason.it, reason)
    return tuple(found.values())
