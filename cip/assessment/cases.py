"""Rule cases as data: what a firm answered and what must come out. `cip rules test` runs them, `cip rules check`
finds their mistakes.

A case is `{id, because, on, given, expect}`. What can be expected stands in `EXPECTATIONS`; everything named there
must be equal, what is not
named is not looked at.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pydantic import Field

from cip.agreement.cases import CLAUSES, LEAVE, Reader, Told, check_clause_cases, run_clause_cases
from cip.agreement.leave.cases import check_leave_cases, run_leave_cases
from cip.agreement.outcomes import Outcome
from cip.assessment.agreements import places_of
from cip.assessment.answer_file import AnswerFileError, read_answers
from cip.assessment.answers import Answers
from cip.assessment.bound import BoundPack, bind
from cip.assessment.clauses import answer_reader
from cip.assessment.engine import check_up_bound
from cip.assessment.path import Walk
from cip.assessment.results import CheckUp
from cip.kernel.errors import RefusalError
from cip.rulebook.checking import CheckedRules
from cip.rulebook.diagnostics import Diagnostic, did_you_mean, listed
from cip.rulebook.packs import Pack
from cip.rulebook.reading import Document
from cip.rulebook.shape_check import Entry, check_keys, check_list
from cip.rulebook.shapes.base import Id, Line, Shape


class Case(Shape):
    """One case of a model."""

    id: Id
    because: Line
    on: date
    given: dict[str, object] = Field(default_factory=dict)
    expect: dict[str, object]


@dataclass(frozen=True, slots=True)
class _Found:
    bound: BoundPack
    answers: Answers
    result: CheckUp


class _Printed(Protocol):
    """A part of a result that prints itself."""

    def as_json(self) -> dict[str, object]: ...


def _rows(items: Sequence[_Printed], key: str = "id") -> dict[str, Mapping[str, object]]:
    rows = [item.as_json() for item in items]
    return {str(row[key]): row for row in rows}


def _subset(wanted: object, found: Mapping[str, object]) -> object:
    """The part of `found` that a map names; maps inside are cut in the same way."""
    if not isinstance(wanted, Mapping):
        return dict(found)
    out: dict[str, object] = {}
    for key, value in wanted.items():
        inner = found.get(key)
        out[key] = _subset(value, inner) if isinstance(value, Mapping) and isinstance(inner, Mapping) else inner
    return out


def _members(wanted: object, found: list[str]) -> object:
    """The ones named that were found; an empty list expects none at all."""
    return [code for code in wanted if code in found] if isinstance(wanted, list) and wanted else found


def _lists(found: _Found) -> dict[str, object]:
    return {measure.id: measure.list for measure in found.result.measures}


def _statuses(found: _Found) -> dict[str, object]:
    """The status of each clause, agreement by agreement."""
    statuses: dict[str, dict[str, str]] = {}
    for result in found.result.clauses:
        statuses.setdefault(result.agreement, {})[result.id] = result.status
    return dict(statuses)


Expectation = Callable[[_Found, object], object]

EXPECTATIONS: dict[str, Expectation] = {
    "total": lambda f, w: {"low": f.result.low, "high": f.result.high},
    "level": lambda f, w: f.result.level,
    "level_by_score": lambda f, w: f.result.level_by_score,
    "band": lambda f, w: f.result.band,
    "held_by": lambda f, w: {gate.gate: gate.status for gate in f.result.held_by},
    "areas": lambda f, w: _subset(w, _rows(f.result.areas)),
    "indicators": lambda f, w: _subset(w, _rows(f.result.indicators)),
    "duties": lambda f, w: _subset(w, {duty.id: duty.status for duty in f.result.duties}),
    "unproved": lambda f, w: list(f.result.unproved),
    "lists": lambda f, w: _subset(w, _lists(f)),
    "priorities": lambda f, w: _subset(w, {measure.id: measure.priority for measure in f.result.measures}),
    "parts": lambda f, w: _subset(w, {measure.id: dict(measure.parts) for measure in f.result.measures}),
    "after": lambda f, w: _subset(w, {measure.id: list(measure.after) for measure in f.result.measures}),
    "proposed": lambda f, w: _members(w, [measure.id for measure in f.result.measures]),
    "could_fit": lambda f, w: _members(w, [item.id for item in f.result.could_fit]),
    "not_proposed": lambda f, w: _members(w, [item.id for item in f.result.not_proposed]),
    "tell_us": lambda f, w: _subset(w, {item.id: list(item.tell_us) for item in f.result.could_fit}),
    "first_unknown": lambda f, w: f.result.unknown[0].id if f.result.unknown else "none",
    "narrows": lambda f, w: _subset(w, {item.id: item.narrows for item in f.result.unknown}),
    "clauses": lambda f, w: _subset(w, _statuses(f)),
    "warnings": lambda f, w: [warning.rule for warning in f.result.warnings],
    "put_aside": lambda f, w: list(Walk(f.bound, f.answers).put_aside()),
    "refused": lambda f, w: "accepted",
}


def cases_of(checked: CheckedRules, model: str) -> tuple[list[Entry[Case]], list[Diagnostic]]:
    """The cases of a model and the mistakes of their shape."""
    entries: list[Entry[Case]] = []
    found: list[Diagnostic] = []
    seen: dict[str, str] = {}
    for document in checked.folder.models[model].cases:
        cases, mistakes = check_list(document, (), Case)
        found += mistakes
        for entry in cases:
            first = seen.setdefault(entry.item.id, f"{document.file}:{entry.path[0]}")
            if first != f"{document.file}:{entry.path[0]}":
                found.append(entry.diagnostic("E302", "id", kind="case", id=entry.item.id, first=first.split(":")[0]))
        entries += cases
    return entries, found


def check_cases(checked: CheckedRules) -> Iterator[Diagnostic]:
    """Mistakes of cases: unknown expectations, and given answers that the model refuses although no refusal is
    expected.
    """
    for model in checked.folder.models:
        entries, found = cases_of(checked, model)
        yield from found
        for entry in entries:
            for key in entry.item.expect:
                if key not in EXPECTATIONS:
                    suggestion = did_you_mean(key, EXPECTATIONS)
                    allowed = listed(EXPECTATIONS, most=30)
                    yield entry.diagnostic(
                        "E802", "expect", key, of_key=True, key=key, suggestion=suggestion, allowed=allowed
                    )
            if model in checked.packs:
                yield from _given_refused(entry, checked.packs[model])


def _given_refused(entry: Entry[Case], pack: Pack) -> Iterator[Diagnostic]:
    if "refused" in entry.item.expect:
        return
    try:
        read_answers(bind(pack, entry.item.on), entry.item.given)
    except AnswerFileError as error:
        for problem in error.problems:
            yield entry.diagnostic("E801", "given", *problem.path, id=entry.item.id, problem=problem.text)
    except RefusalError as error:
        yield entry.diagnostic("E801", "on", id=entry.item.id, problem=str(error))


def run_cases(checked: CheckedRules) -> Iterator[Outcome]:
    """Run every case of every sound model, in order of place."""
    for model, pack in checked.packs.items():
        for entry in cases_of(checked, model)[0]:
            line, _ = entry.document.position(entry.path)
            place = f"{entry.document.file}:{line}"
            yield Outcome(entry.item.id, place, tuple(_differences(entry.item, pack, entry.document)))


def clause_reader(checked: CheckedRules) -> Reader:
    """Reads the answers of a case of clauses on a model in force on its day (the last one where none is)."""
    packs = list(checked.packs.values())

    def read(answers: Mapping[str, object], on: date) -> Told:
        chosen = [pack for pack in packs if pack.in_force_on(on)] or packs
        if not (answers and chosen):  # without answers no model is needed, whatever the day
            return (lambda _text: None), None
        found = read_answers(bind(chosen[-1], on), dict(answers))
        return answer_reader(chosen[-1], found, on), places_of(found)

    return read


def check_agreement_cases(checked: CheckedRules) -> Iterator[Diagnostic]:
    """Mistakes of the cases of agreements: of clauses, and of leave by the hour."""
    documents = checked.agreements.cases
    for document in documents:
        yield from check_keys(document, (), optional=(CLAUSES, LEAVE))
    yield from check_leave_cases(documents)
    if checked.book is not None:
        yield from check_clause_cases(checked.book, documents, clause_reader(checked))


def run_agreement_cases(checked: CheckedRules) -> Iterator[Outcome]:
    """Run every case of the agreements, those of clauses first."""
    if checked.book is None:
        return
    yield from run_clause_cases(checked.book, checked.agreements.cases, clause_reader(checked))
    for outcome in run_leave_cases(checked.book, checked.agreements.cases):
        yield Outcome(outcome.id, outcome.place, outcome.differences)


def _differences(case: Case, pack: Pack, document: Document) -> Iterator[str]:
    bound = bind(pack, case.on)
    try:
        answers = read_answers(bound, case.given)
    except AnswerFileError as error:
        found = [".".join(str(step) for step in problem.path) for problem in error.problems]
        wanted = case.expect.get("refused")
        if wanted not in found:
            yield f"refused: expected {wanted}, found {listed(found)} in {document.file}"
        return
    result = _Found(bound, answers, check_up_bound(bound, answers))
    for key, wanted in case.expect.items():
        actual = EXPECTATIONS[key](result, wanted)
        if _plain(actual) != _plain(wanted):
            yield f"{key}: expected {_plain(wanted)}, found {_plain(actual)}"


def _plain(value: object) -> object:
    """Whole numbers and decimals compare as equal numbers; maps and lists inside too."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
