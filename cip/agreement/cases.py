"""Cases of clauses as data: what is known of a firm, and how each clause must stand. `cip rules test` runs them, `cip
rules check` finds their mistakes.

A case is `{id, because, agreement, on, places, facts, answers, text, expect}`. `answers` is a check-up's FILE; who runs
the cases says how it is read. `text` lays values over the agreement, for gaps that no text at hand has. What is left
out is unknown.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainValidator

from cip.agreement.checks import FactValue
from cip.agreement.clauses import ClauseResult, ClauseStatus, evaluate
from cip.agreement.outcomes import Outcome
from cip.kernel.errors import RefusalError
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.diagnostics import Diagnostic, did_you_mean
from cip.rulebook.reading import Document
from cip.rulebook.shape_check import Entry, check_list
from cip.rulebook.shapes.agreement import Agreement, ClauseFact, HourlyLeave, ValueRow
from cip.rulebook.shapes.base import Id, Line, Many, Shape
from cip.rulebook.shapes.law import NONE

CLAUSES, LEAVE = "clauses", "leave"
"""The top keys of a file of cases."""
Told = tuple[Callable[[str], bool | None], tuple[str, ...] | None]
"""What a check-up tells clauses: whether a condition over its answers holds, and the municipalities of its seats."""
Reader = Callable[[Mapping[str, object], date], Told]
"""Reads a check-up's FILE for a day; raises RefusalError for answers that the model refuses."""
_YES_NO: Mapping[object, bool | None] = {"yes": True, "no": False, "unknown": None}
_HEADS = ("expires_on", "after_expiry", "precedence", "parties")
_CASE_SOURCE = "case"


def _read_fact(value: object) -> FactValue:
    if value in _YES_NO and isinstance(value, str):
        return _YES_NO[value]
    if isinstance(value, bool | int | date):
        return value
    raise ValueError("a fact is a day, a whole number, yes, no or unknown")


def _read_text(value: object) -> object:
    if isinstance(value, bool | int | date | str) or value == []:
        return value
    raise ValueError("write a day, a number, true or false, a word, `none`, `unknown`, or [] for no parties")


Fact = Annotated[FactValue, PlainValidator(_read_fact)]


class Expected(Shape):
    """How a clause must stand; with a day, also until when, or on which day it was decided."""

    status: ClauseStatus
    by: date | None = None
    decided_on: date | None = None


def _read_expected(value: object) -> object:
    """A status alone is one without days."""
    return {"status": value} if isinstance(value, str) else value


class ClauseCase(Shape):
    """One case of an agreement."""

    id: Id
    because: Line
    agreement: Id
    on: date
    places: Many[Line] | None = None
    facts: dict[str, Fact] = Field(default_factory=dict)
    answers: dict[str, object] = Field(default_factory=dict)
    text: dict[str, Annotated[object, PlainValidator(_read_text)]] = Field(default_factory=dict)
    expect: Annotated[dict[str, Annotated[Expected, BeforeValidator(_read_expected)]], Field(min_length=1)]


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


def check_clause_cases(book: AgreementBook, documents: Sequence[Document], read: Reader) -> Iterator[Diagnostic]:
    """Mistakes of cases: shapes, names of what the book does not hold, answers that no check-up would accept."""
    entries, found = clause_cases(documents)
    yield from found
    for entry in entries:
        yield from _names(entry, book)
        try:
            read(entry.item.answers, entry.item.on)
        except RefusalError as error:
            yield entry.diagnostic("E801", "answers", id=entry.item.id, problem=str(error))


def _names(entry: Entry[ClauseCase], book: AgreementBook) -> Iterator[Diagnostic]:
    case = entry.item
    if case.agreement not in book.by_id:
        near = did_you_mean(case.agreement, book.by_id)
        yield entry.diagnostic("E301", "agreement", kind="agreement", id=case.agreement, suggestion=near)
        return
    agreement = book.by_id[case.agreement]
    known: dict[str, Sequence[str]] = {
        "facts": tuple(book.fact_of),
        "text": (*HourlyLeave.model_fields, *agreement.params, *_HEADS),
        "expect": agreement.obligations,
    }
    kinds = {"facts": "fact of clauses", "text": "value", "expect": "clause"}
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
    if value is None:
        return True
    if fact.type == "day":
        return isinstance(value, date) or value is False
    return isinstance(value, bool) if fact.type == "yes_no" else type(value) is int


def run_clause_cases(book: AgreementBook, documents: Sequence[Document], read: Reader) -> Iterator[Outcome]:
    """Run every sound case of clauses, in order of place."""
    for entry in clause_cases(documents)[0]:
        line, _ = entry.document.position(entry.path)
        results = {result.id: result for result in results_of(entry.item, book, read)}
        differences = tuple(_differences(entry.item, results))
        yield Outcome(entry.item.id, f"{entry.document.file}:{line}", differences)


def results_of(case: ClauseCase, book: AgreementBook, read: Reader) -> tuple[ClauseResult, ...]:
    """The clauses of a case's agreement for what the case tells. Raises KeyError for an agreement that is not there,
    RefusalError for answers that the model refuses.
    """
    agreement = laid_over(book.by_id[case.agreement], case.text)
    answer, places = read(case.answers, case.on)
    return evaluate(book, agreement, case.on, case.facts, answer, places if case.places is None else case.places)


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
    for clause, expected in case.expect.items():
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
