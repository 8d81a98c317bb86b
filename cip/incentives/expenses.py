"""What of an expense report is accepted: lines, caps of categories, the part that the award covers. Pure; whole cents.

The office says of each line what it admits. Then the caps cut, category by category in the order in which the call
declares them, then the part of the costs that the award covers, then the award itself. No cut without its rule. Where a
call gives lump sums the report proves measures: the award counts for each in equal parts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from cip.incentives.report_states import SETTLED, ReportState
from cip.kernel.money import euros
from cip.kernel.texts import Reason, Text, Value
from cip.rulebook.shapes.call import Call

LineKind = Literal["cost", "measure"]
LONGEST_NAME, LONGEST_NUMBER, LONGEST_NOTE, LONGEST_REASON = 160, 40, 500, 1_000
MOST_LINES, MOST_PROOFS = 200, 10
MOST_CENTS = 10**10
_ALL = 100

_CUT_LINE = Text(
    it="Della voce {line} di {claimed} ne ammettiamo {admitted}: {why}",
    en="Of the line {line}, {claimed}, we admit {admitted}: {why}",
)
_CUT_MEASURE = Text(
    it="Della misura {line} non abbiamo visto la prova: {why}",
    en="Of the measure {line} we have seen no proof: {why}",
)
_CUT_CAP = Text(
    it="Categoria {category}: ammessi {admitted}, il tetto è {cap}, quindi {cut} non contano.",
    en="Category {category}: {admitted} admitted, the cap is {cap}, so {cut} do not count.",
)
_CUT_SHARE = Text(
    it="Il contributo copre il {share} % delle spese: di {admitted} contano {counted}.",
    en="The award covers {share}% of costs: of {admitted}, {counted} count.",
)
_CUT_AWARD = Text(
    it="Le spese che contano sono {counted}, il contributo è {awarded}: non si accoglie di più.",
    en="The costs that count are {counted}, the award is {awarded}: no more is accepted.",
)
_CUT_MEASURES = Text(
    it="Misure dimostrate: {proved} su {funded}. Del contributo di {awarded} contano {counted}.",
    en="Measures proved: {proved} of {funded}. Of the award of {awarded}, {counted} count.",
)


@dataclass(frozen=True, kw_only=True)
class Proof:
    """A file that stands behind a line."""

    id: str
    line_id: str
    file_id: str
    put_at: datetime


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a report. A cost has an invoice (number, day, supplier, sums in cents, CUP as it is written there); a
    measure has its code under `category` and no sums. `admitted`: what the office admits, None before it looked (1 and
    0 of a measure: proved or not), with its reason where that is less than what was claimed.
    """

    id: str
    report_id: str
    kind: LineKind
    category: str
    number: str = ""
    issued_on: date | None = None
    supplier_code: str = ""
    supplier: str = ""
    net_cents: int = 0
    vat_cents: int = 0
    claimed_cents: int = 0
    cup: str = ""
    note: str = ""
    put_at: datetime
    proofs: tuple[Proof, ...] = ()
    admitted: int | None = None
    because: str = ""

    @property
    def full(self) -> int:
        """What it claims: cents of a cost, 1 of a measure."""
        return self.claimed_cents if self.kind == "cost" else 1

    @property
    def name(self) -> str:
        """How sentences name it."""
        return f"{self.number} ({self.supplier})" if self.kind == "cost" else self.category


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the office asks the firm to complete, once: why, until when, and the answer where there is one."""

    reason: str
    asked_on: date
    due_on: date
    answer: str | None = None
    answered_on: date | None = None

    def open(self, on: date) -> bool:
        """Whether it may still be answered on a day; the last day counts."""
        return self.answered_on is None and on <= self.due_on


@dataclass(frozen=True, kw_only=True)
class ExpenseReport:
    """The report of an award as stored; `accepted_cents` is what was accepted last, also while it is open again: 0
    until it is settled once, `settled_on` None.
    """

    id: str
    award_id: str
    state: ReportState
    lines: tuple[Line, ...] = ()
    request: Request | None = None
    accepted_cents: int = 0
    settled_on: date | None = None

    @property
    def settled(self) -> bool:
        """Whether the office has said what it accepts."""
        return self.state in SETTLED

    @property
    def judged(self) -> bool:
        """Whether the office looked at every line."""
        return bool(self.lines) and all(line.admitted is not None for line in self.lines)

    @property
    def claimed_cents(self) -> int:
        """What the lines claim, in cents."""
        return sum(line.claimed_cents for line in self.lines)


@dataclass(frozen=True, slots=True)
class Category:
    """A category with the most that is accepted of it, in cents; None: no cap."""

    id: str
    label: Text
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rules of a call for one award: cents that were awarded, categories in order, which part of costs is covered
    in hundredths, and the measures that the award is for. Without categories the award is a lump sum.
    """

    awarded: int
    categories: tuple[Category, ...] = ()
    share: Fraction = Fraction(1)
    measures: tuple[str, ...] = ()

    @property
    def lump(self) -> bool:
        """Whether measures are proved, not costs."""
        return not self.categories


@dataclass(frozen=True)
class Settlement:
    """What is accepted, in cents; what counts by category after its cap; every cut with its rule."""

    accepted: int
    by_category: Mapping[str, int] = field(default_factory=dict)
    cuts: tuple[Reason, ...] = ()


def ruling_of(call: Call, awarded: int, measures: Iterable[str]) -> Ruling:
    """The rules of a call for an award of so many cents that is for these measures. A cap in percent is a part of the
    award, rounded down: it is never passed.
    """
    told = call.expenses
    if told is None:
        return Ruling(awarded, measures=tuple(measures))
    categories = []
    for one in told.categories:
        cap = None if one.cap is None else one.cap.cents
        if one.cap is not None and one.cap.percent is not None:
            cap = awarded * _exact(one.cap.percent) // _ALL
        categories.append(Category(one.id, one.label, None if cap is None else int(cap)))
    return Ruling(awarded, tuple(categories), _exact(told.share) / _ALL, tuple(measures))


def settle(rules: Ruling, lines: Sequence[Line]) -> Settlement:
    """What is accepted of lines that were all looked at. Raises ValueError where one was not, or has no category."""
    if any(line.admitted is None or not 0 <= line.admitted <= line.full for line in lines):
        raise ValueError("every line is looked at before a report is settled, and none is admitted above its claim")
    cuts = [_line_cut(line) for line in lines if line.admitted != line.full]
    if rules.lump:
        return _measures(rules, lines, cuts)
    known = {one.id for one in rules.categories}
    if any(line.category not in known for line in lines):
        raise ValueError("a line has a category that the call does not have")
    counted: dict[str, int] = {}
    for one in rules.categories:
        admitted = sum(line.admitted or 0 for line in lines if line.category == one.id)
        counted[one.id] = admitted if one.cap is None else min(admitted, one.cap)
        if one.cap is not None and admitted > one.cap:
            cuts.append(_cap_cut(one, admitted, one.cap))
    return _covered(rules, counted, cuts)


def duplicates(lines: Iterable[Line], others: Iterable[tuple[str, str, str, date]]) -> dict[str, tuple[str, ...]]:
    """Invoices that were handed in more than once: by line, the other lines (any firm's) with the same supplier, number
    and year: a supplier gives a number once a year, so another day is a slip, or worse. `others`: line id, supplier,
    number, day of every line that may be the same.
    """
    held: dict[tuple[str, str, int], list[str]] = {}
    for id, supplier, number, issued_on in others:
        held.setdefault((supplier, number_key(number), issued_on.year), []).append(id)
    found = {}
    for line in lines:
        if line.kind == "cost" and line.issued_on is not None:
            same = held.get((line.supplier_code, number_key(line.number), line.issued_on.year), [])
            again = tuple(id for id in same if id != line.id)
            if again:
                found[line.id] = again
    return found


def number_key(number: str) -> str:
    """The number of an invoice, so that spaces, signs and case do not make it another."""
    return "".join(letter for letter in number.upper() if letter.isalnum())


def _measures(rules: Ruling, lines: Sequence[Line], cuts: list[Reason]) -> Settlement:
    proved = {line.category for line in lines if line.admitted}
    funded = tuple(dict.fromkeys(rules.measures))
    done = [code for code in funded if code in proved]
    accepted = rules.awarded * len(done) // len(funded) if funded else 0
    if len(done) < len(funded):
        values: dict[str, Value] = {
            "proved": len(done), "funded": len(funded), "awarded": euros(rules.awarded), "counted": euros(accepted),
        }  # fmt: skip
        cuts.append(Reason("expense.measures", _CUT_MEASURES, values, {"proved": len(done), "funded": len(funded)}))
    return Settlement(accepted, dict.fromkeys(done, 1), tuple(cuts))


def _covered(rules: Ruling, counted: Mapping[str, int], cuts: list[Reason]) -> Settlement:
    admitted = sum(counted.values())
    covered = int(admitted * rules.share // 1)
    if covered < admitted:
        share = f"{float(rules.share * _ALL):g}"
        values: dict[str, Value] = {"share": share, "admitted": euros(admitted), "counted": euros(covered)}
        cuts.append(Reason("expense.share", _CUT_SHARE, values, {"admitted": admitted, "counted": covered}))
    accepted = min(covered, rules.awarded)
    if accepted < covered:
        inputs = {"counted": covered, "awarded": rules.awarded}
        told: dict[str, Value] = {name: euros(cents) for name, cents in inputs.items()}
        cuts.append(Reason("expense.award", _CUT_AWARD, told, inputs))
    return Settlement(accepted, dict(counted), tuple(cuts))


def _line_cut(line: Line) -> Reason:
    admitted = line.admitted or 0
    values: dict[str, Value] = {"line": line.name, "why": line.because or "-"}
    inputs = {"claimed": line.full, "admitted": admitted}
    if line.kind == "measure":
        return Reason("expense.line", _CUT_MEASURE, values, inputs)
    values |= {name: euros(cents) for name, cents in inputs.items()}
    return Reason("expense.line", _CUT_LINE, values, inputs)


def _cap_cut(one: Category, admitted: int, cap: int) -> Reason:
    inputs = {"admitted": admitted, "cap": cap, "cut": admitted - cap}
    values: dict[str, Value] = {"category": one.label, **{name: euros(cents) for name, cents in inputs.items()}}
    return Reason("expense.cap", _CUT_CAP, values, inputs)


def _exact(percent: float) -> Fraction:
    return Fraction(str(percent))
