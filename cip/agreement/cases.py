"""Cases of clauses as data: what is known of a firm, and how each clause must stand. `cip rules test` runs them, `cip
rules check` finds their mistakes.

A case is `{id, because, agreement, on, places, facts, answers, text, expect}`. It knows no check-up: `answers` says of
conditions, written as in the clauses, whether they hold. `text` lays values over the agreement, for gaps that no text
at hand has. What is left out is unknown.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from cip.agreement.checks import FactValue
from cip.agreement.clauses import ClauseResult, ClauseStatus, evaluate
from cip.agreement.outcomes import Outcome
from cip.rulebook.agreements import AgreementBook, answer_texts
from cip.rulebook.diagnostics import Diagnostic, did_you_mean
from cip.rulebook.reading import Document
from cip.rulebook.shape_check import Entry, check_list
from cip.rulebook.shapes.agreement import Agreement, ClauseFact, HourlyLeave, ValueRow
from cip.rulebook.shapes.base import Id, Line, Many, Shape
from cip.rulebook.shapes.law import NONE

CLAUSES, LEAVE = "clauses", "leave"
"""The top keys of a file of cases."""
YesNo = Literal["yes", "no", "unknown"]
_YES_NO: Mapping[object, bool | None] = {"yes": True, "no": False, "unknown": None}
_HEADS = ("expires_on", "after_expiry", "precedence", "parties")
_CASE_SOURCE = "case"


class Expected(Shape):
    """How a clause must stand; with a day, also until when, or on which day it was decided."""

    status: ClauseStatus
    by: date | None = None
    decided_on: date | None = None


class ClauseCase(Shape):
    """One case of an agreement."""

    id: Id
    because: Line
    agreement: Id
    on: date
    places: Many[Line] | None = None
    facts: dict[str, YesNo | int | date] = Field(default_factory=dict)
    answers: dict[str, YesNo] = Field(default_factory=dict)
    text: dict[str, bool | int | date | str | Annotated[list[object], Field(max_length=0)]] = Field(
        default_factory=dict
    )
    expect: Annotated[dict[str, ClauseStatus | Expected], Field(min_length=1)]


def clause_cases(documents: Sequence[Document]) -> tuple[list[Entry[ClauseCase]], list[Diagnostic]]:
    """The cases of clauses and the mistakes of their shape."""
    entries: list[Entry[ClauseCase]] = []
    found: list[Diagnostic] = []
    first: dict[str, str] = {}
    for document in documents:
        cases, mistakes = check_list(document, (CLAUSES,), ClauseCase)
        found += mistakes
        for entry in cases:
            if entry.item.id in first:
                found.append(entry.diagnostic("E302", "id", kind="case", id=entry.item.id, first=first[entry.item.id]))
            first.setdefault(entry.item.id, document.file)
        entries += cases
    return entries, found


def check_clause_cases(book: AgreementBook, documents: Sequence[Document]) -> Iterator[Diagnostic]:
    """Mistakes of cases: shapes, and names of what the book does not hold."""
    entries, found = clause_cases(documents)
    yield from found
    for entry in entries:
        yield from _names(entry, book)


def _names(entry: Entry[ClauseCase], book: AgreementBook) -> Iterator[Diagnostic]:
    case = entry.item
    if case.agreement not in book.by_id:
        near = did_you_mean(case.agreement, book.by_id)
        yield entry.diagnostic("E301", "agreement", kind="agreement", id=case.agreement, suggestion=near)
        return
    agreement = book.by_id[case.agreement]
    known: dict[str, Sequence[str]] = {
        "facts": tuple(book.fact_of),
        "answers": tuple(answer_texts(book)),
        "text": (*HourlyLeave.model_fields, *agreement.params, *_HEADS),
        "expect": agreement.obligations,
    }
    kinds = {"facts": "fact of clauses", "answers": "condition", "text": "value", "expect": "clause"}
    for key, names in known.items():
        for name in getattr(case, key):
            if name not in names:
                near = did_you_mean(name, names)
                yield entry.diagnostic("E301", key, name, of_key=True, kind=kinds[key], id=name, suggestion=near)
    for name, value in case.facts.items():
        fact = book.fact_of.get(name)
        if fact is not None and not _fits(fact, value):
            problem = f"{name} is of type {fact.type}"
            yield entry.diagnostic("E801", "facts", name, id=case.id, problem=problem)


def _fits(fact: ClauseFact, value: object) -> bool:
    """Whether a value is one of a fact's type; `no` of a day says that it is not there."""
    if value == "unknown":
        return True
    if fact.type == "day":
        return isinstance(value, date) or value == "no"
    return isinstance(value, int) if fact.type == "number" else value in _YES_NO


def run_clause_cases(book: AgreementBook, documents: Sequence[Document]) -> Iterator[Outcome]:
    """Run every case of clauses, in order of place."""
    for entry in clause_cases(documents)[0]:
        line, _ = entry.document.position(entry.path)
        results = {result.id: result for result in results_of(entry.item, book)}
        differences = tuple(_differences(entry.item, results))
        yield Outcome(entry.item.id, f"{entry.document.file}:{line}", differences)


def results_of(case: ClauseCase, book: AgreementBook) -> tuple[ClauseResult, ...]:
    """The clauses of a case's agreement for what the case tells. Raises KeyError for an agreement that is not there."""
    agreement = laid_over(book.by_id[case.agreement], case.text)
    facts: dict[str, FactValue] = {name: _value(value) for name, value in case.facts.items()}
    answers = {text: _YES_NO[value] for text, value in case.answers.items()}
    return evaluate(book, agreement, case.on, facts, answers.get, case.places)


def _value(value: YesNo | int | date) -> FactValue:
    return _YES_NO[value] if isinstance(value, str) else value


def laid_over(agreement: Agreement, text: Mapping[str, object]) -> Agreement:
    """An agreement with other values: of its hourly leave, its parameters, or its head."""
    hourly = {name: (_row(value),) for name, value in text.items() if name in HourlyLeave.model_fields}
    params = {name: (_row(value),) for name, value in text.items() if name in agreement.params}
    heads = {name: value for name, value in text.items() if name in _HEADS}
    if heads.get("parties") == []:
        heads["parties"] = ()
    if heads.get("expires_on") == "open":
        heads["expires_on"] = None
    changed = agreement.hourly_parental_leave.model_copy(update=hourly)
    return agreement.model_copy(
        update={**heads, "hourly_parental_leave": changed, "params": {**agreement.params, **params}}
    )


def _row(value: object) -> ValueRow:
    given = NONE if value is None else value
    return ValueRow.model_validate(
        {"from": "open", "to": "open", "value": given, "source": _CASE_SOURCE, "confidence": "design"}
    )


def _differences(case: ClauseCase, results: Mapping[str, ClauseResult]) -> Iterator[str]:
    for clause, wanted in case.expect.items():
        expected = wanted if isinstance(wanted, Expected) else Expected(status=wanted)
        result = results.get(clause)
        if result is None:
            yield f"{clause}: {case.agreement} does not oblige to it"
            continue
        if result.status != expected.status:
            because = " ".join(reason.en for reason in result.because)
            yield f"{clause}: expected {expected.status}, found {result.status} ({because})"
        for name in ("by", "decided_on"):
            day = getattr(expected, name)
            if day is not None and getattr(result, name) != day:
                yield f"{clause}.{name}: expected {day}, found {getattr(result, name)}"
