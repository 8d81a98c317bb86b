"""Cases of calls as data: what applications state and what must come out. `cip rules test` runs them, `cip rules check`
finds their mistakes.

`rules/calls/cases/CALL.yaml` is a list of `{id, because, on, facts, requested, scores, expect}` for one application,
or of `{id, because, on, applications, seed, expect}` for a ranking (entries as in the FILE of `cip rank`). What is
named in `expect` must be equal, the rest is not looked at.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import PurePosixPath
from typing import cast

from pydantic import Field

from cip.agreement.outcomes import Outcome
from cip.incentives.amounts import Amount, amount_of
from cip.incentives.bound_call import BoundCall, day_of_call
from cip.incentives.eligibility import Verdict, check_eligibility
from cip.incentives.grid import GridScore, score
from cip.incentives.rank_file import read_applicants
from cip.incentives.rank_results import Applicant, RankResult
from cip.incentives.ranking import rank
from cip.incentives.weights import weights_of
from cip.incentives.wording import as_number
from cip.kernel.errors import RefusalError
from cip.rulebook.call_packs import CallPack
from cip.rulebook.calls import CheckedCalls
from cip.rulebook.diagnostics import Diagnostic, did_you_mean, listed
from cip.rulebook.shape_check import Entry, check_list
from cip.rulebook.shapes.base import Id, Line, Many, Shape

ONE = "application"
"""The id of the application of a case that has one only."""


class CallCase(Shape):
    """One case of a call: one application, or those of a ranking."""

    id: Id
    because: Line
    on: date | None = None
    facts: dict[str, object] = Field(default_factory=dict)
    requested: int | None = None
    scores: dict[str, object] = Field(default_factory=dict)
    applications: Many[dict[str, object]] | None = None
    seed: str | None = None
    expect: dict[str, object]


@dataclass(frozen=True)
class _Alone:
    """What came of one application."""

    bound: BoundCall
    verdicts: tuple[Verdict, ...]
    score: GridScore
    amount: Amount


def _named(wanted: object, found: Mapping[str, object]) -> object:
    """The part of `found` that a map names."""
    return {key: found.get(key) for key in wanted} if isinstance(wanted, Mapping) else dict(found)


def _eligible(found: _Alone) -> object:
    statuses = {verdict.status for verdict in found.verdicts}
    return False if "not_met" in statuses else "unknown" if "unknown" in statuses else True


def _points(found: GridScore) -> dict[str, object]:
    points: dict[str, object] = {part: as_number(n) for one in found.criteria for part, n in one.parts.items()}
    return points | {one.id: as_number(one.points) for one in found.criteria}


def _awards(wanted: object, found: RankResult) -> object:
    awards = {one.award.id: {"cents": one.award.cents, "status": one.award.status} for one in found.awards}
    if not isinstance(wanted, Mapping):
        return awards
    return {key: _named(inner, awards.get(key, {})) for key, inner in wanted.items()}


OF_ONE: Mapping[str, Callable[[_Alone, object], object]] = {
    "eligible": lambda f, w: _eligible(f),
    "rules": lambda f, w: _named(w, {verdict.id: verdict.status for verdict in f.verdicts}),
    "criteria": lambda f, w: _named(w, _points(f.score)),
    "total": lambda f, w: as_number(f.score.total),
    "below": lambda f, w: sorted(reason.rule for reason in f.score.below),
    "blocked": lambda f, w: sorted(f.score.blocked),
    "cents": lambda f, w: f.amount.cents,
    "computed": lambda f, w: "unknown" if f.amount.computed_cents is None else f.amount.computed_cents,
    "weights": lambda f, w: _named(w, {one.id: as_number(one.effective) for one in weights_of(f.bound)}),
}
OF_RANKING: Mapping[str, Callable[[RankResult, object], object]] = {
    "order": lambda f, w: [row.id for row in f.ranking],
    "totals": lambda f, w: _named(w, {row.id: as_number(row.total) for row in f.ranking}),
    "excluded": lambda f, w: [row.id for row in f.excluded],
    "tie_breaks": lambda f, w: _named(w, {row.id: [step.by for step in row.tie_break] for row in f.ranking}),
    "awards": lambda f, w: _awards(w, f),
    "budget": lambda f, w: _named(w, f.budget.as_json()),
}
_IN_ORDER = ("order", "tie_breaks")


def call_cases(checked: CheckedCalls) -> tuple[list[tuple[str, Entry[CallCase]]], list[Diagnostic]]:
    """The sound cases with the id of their call, and the mistakes of the shape of the others."""
    out: list[tuple[str, Entry[CallCase]]] = []
    found: list[Diagnostic] = []
    for document in checked.folder.cases:
        call = PurePosixPath(document.file).stem
        if call not in checked.folder.declared:
            near = did_you_mean(call, checked.folder.declared)
            found.append(document.diagnostic("E301", (), kind="call", id=call, suggestion=near))
        entries, mistakes = check_list(document, (), CallCase)
        found += mistakes
        seen: dict[str, int] = {}
        for entry in entries:
            line, _column = document.position(entry.path)
            if seen.setdefault(entry.item.id, line) != line:
                first = f"line {seen[entry.item.id]}"
                found.append(entry.diagnostic("E302", "id", kind="case", id=entry.item.id, first=first))
            out.append((call, entry))
    return out, found


def check_call_cases(checked: CheckedCalls) -> Iterator[Diagnostic]:
    """Mistakes of the cases of calls: unknown expectations, and applications that the call does not accept."""
    cases, found = call_cases(checked)
    yield from found
    for call, entry in cases:
        known = OF_ONE if entry.item.applications is None else OF_RANKING
        for key in entry.item.expect:
            if key not in known:
                near, allowed = did_you_mean(key, known), listed(known, most=30)
                yield entry.diagnostic("E802", "expect", key, of_key=True, key=key, suggestion=near, allowed=allowed)
        if call in checked.packs:
            try:
                _read(checked.packs[call], entry.item)
            except RefusalError as error:
                yield entry.diagnostic("E801", "id", id=entry.item.id, problem=str(error))


def run_call_cases(checked: CheckedCalls) -> Iterator[Outcome]:
    """Run every case of every sound call, in order of place."""
    for call, entry in call_cases(checked)[0]:
        if call in checked.packs:
            line, _column = entry.document.position(entry.path)
            place = f"{entry.document.file}:{line}"
            yield Outcome(entry.item.id, place, tuple(_differences(checked.packs[call], entry.item)))


def _read(pack: CallPack, case: CallCase) -> tuple[BoundCall, list[Applicant]]:
    raw: Sequence[Mapping[str, object]] = case.applications or (
        {"id": ONE, "facts": case.facts, "requested": case.requested, "scores": case.scores},
    )
    first = BoundCall(pack, case.on)
    if case.on is not None:
        return first, read_applicants(first, raw)
    moments = (one.submitted_at for one in read_applicants(first, raw))
    bound = BoundCall(pack, day_of_call(pack, [moment for moment in moments if moment is not None]))
    return bound, read_applicants(bound, raw)


def _differences(pack: CallPack, case: CallCase) -> Iterator[str]:
    try:
        bound, applicants = _read(pack, case)
        found = _found(bound, applicants, case)
    except RefusalError as error:
        yield str(error)
        return
    for key, wanted in case.expect.items():
        actual = found(key, wanted)
        if _plain(actual, key) != _plain(wanted, key):
            yield f"{key}: expected {wanted}, found {actual}"


def _found(bound: BoundCall, applicants: Sequence[Applicant], case: CallCase) -> Callable[[str, object], object]:
    if case.applications is not None:
        result = rank(bound, applicants, case.seed)
        return lambda key, wanted: OF_RANKING[key](result, wanted)
    (one,) = applicants
    alone = _Alone(
        bound,
        check_eligibility(bound, one.facts, one.requested),
        score(bound, one.facts, one.scores, one.requested),
        amount_of(bound, one.facts, one.requested),
    )
    return lambda key, wanted: OF_ONE[key](alone, wanted)


def _plain(value: object, key: str) -> object:
    """Numbers compare by their value; a list whose order says nothing compares sorted."""
    if isinstance(value, Mapping):
        return {str(name): _plain(item, key) for name, item in value.items()}
    if isinstance(value, list | tuple):
        items = [_plain(item, key) for item in value]
        return items if key in _IN_ORDER else sorted(cast("list[str]", items))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Fraction(str(value))
    return value
