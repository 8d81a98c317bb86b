"""Cases of leave by the hour as data: what is asked and what must come out. `cip rules test` runs them.

A case is `{id, because, on, file, expect}`; `file` is a FILE of `cip leave hours`, `expect` a part of its answer: what
is named must be equal, what is not named is not looked at. In `clauses` and `law` the named ones must be there, each
string of `says` must stand in some reason. A list of requests is compared in order, counters by `id`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from pydantic import ValidationError

from cip.agreement.leave.judging import LeaveHours, judge
from cip.agreement.leave.reading import FileShape, leave_file
from cip.kernel.errors import RefusalError
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.diagnostics import Diagnostic
from cip.rulebook.reading import Document
from cip.rulebook.shape_check import Entry, check_list
from cip.rulebook.shapes.base import Id, Line, Many, Shape

KEY = "leave"
"""The top key of a document that holds cases of leave."""
SAYS = "says"
_MEMBERS = ("clauses", "law")


class CounterPart(Shape):
    """What a counter must show."""

    id: Id
    days: int | float | None = None
    minutes: int | None = None
    limit_days: int | float | None = None
    left_days: int | float | None = None
    used_days: int | float | None = None


class RequestPart(Shape):
    """What the answer to a request must show."""

    allowed: bool | None = None
    unit_minutes: int | None = None
    rate: int | None = None
    clauses: Many[str] | None = None
    law: Many[str] | None = None
    says: Many[str] | None = None


class AgreementPart(Shape):
    """What must be said of the agreement."""

    id: Id | None = None
    status: str | None = None


class Expectation(Shape):
    """A part of an answer."""

    agreement: AgreementPart | None = None
    requests: Many[RequestPart] = ()
    counters: Many[CounterPart] = ()


class LeaveCase(Shape):
    """One case."""

    id: Id
    because: Line
    on: date
    file: FileShape
    expect: Expectation


@dataclass(frozen=True, slots=True)
class LeaveOutcome:
    """What came of a case: where it stands, and every difference (none if it passed)."""

    id: str
    place: str
    differences: tuple[str, ...]


def leave_cases(documents: Iterable[Document]) -> Iterator[tuple[Document, list[Entry[LeaveCase]], list[Diagnostic]]]:
    """The sound cases of each document that has the key `leave`, and the mistakes of the others."""
    for document in documents:
        if isinstance(document.value, dict) and KEY in document.value:
            entries, found = check_list(document, (KEY,), LeaveCase)
            yield document, entries, found


def check_leave_cases(documents: Iterable[Document]) -> list[Diagnostic]:
    """Every mistake in the cases of leave."""
    return [item for _document, _entries, found in leave_cases(documents) for item in found]


def run_leave_cases(book: AgreementBook, documents: Iterable[Document]) -> list[LeaveOutcome]:
    """Run every sound case against a book, in order."""
    return [_run(book, entry) for _document, entries, _found in leave_cases(documents) for entry in entries]


def _run(book: AgreementBook, entry: Entry[LeaveCase]) -> LeaveOutcome:
    line, column = entry.document.position(entry.path)
    place, case = f"{entry.document.file}:{line}:{column}", entry.item
    try:
        result = judge(book, leave_file(case.file), case.on)
    except (RefusalError, ValidationError) as error:
        return LeaveOutcome(case.id, place, (str(error),))
    return LeaveOutcome(case.id, place, tuple(_differences(case.expect, result)))


def _differences(expect: Expectation, result: LeaveHours) -> Iterator[str]:
    wanted = expect.model_dump(exclude_unset=True)
    found = result.as_json()
    yield from _unequal("agreement", wanted.get("agreement", {}), cast("Mapping[str, object]", found["agreement"]))
    requests = wanted.get("requests", ())
    if requests and len(requests) != len(result.answers):
        yield f"{len(requests)} requests are expected, {len(result.answers)} were found"
        return
    for number, (part, answer) in enumerate(zip(requests, result.answers, strict=False)):
        yield from _request(f"requests.{number}", part, answer.as_json())
    counters = {counter.id: counter.as_json() for counter in result.counters}
    for part in wanted.get("counters", ()):
        yield from _unequal(f"counters.{part['id']}", part, counters.get(part["id"], {}))


def _request(name: str, wanted: Mapping[str, object], found: Mapping[str, object]) -> Iterator[str]:
    plain = {key: value for key, value in wanted.items() if key not in (*_MEMBERS, SAYS)}
    yield from _unequal(name, plain, found)
    for key in _MEMBERS:
        there = cast("Sequence[str]", found[key])
        for item in cast("Sequence[str]", wanted.get(key, ())):
            if item not in there:
                yield f"{name}.{key}: {item} is expected, found are {', '.join(there) or 'none'}"
    reasons = cast("Sequence[Mapping[str, object]]", found["because"])
    spoken = " ".join(f"{reason['it']} {reason['en']}" for reason in reasons)
    for words in cast("Sequence[str]", wanted.get(SAYS, ())):
        if words not in spoken:
            yield f'{name}.because: "{words}" is expected, found is: {spoken}'


def _unequal(name: str, wanted: Mapping[str, object], found: Mapping[str, object]) -> Iterator[str]:
    for key, value in wanted.items():
        if found.get(key) != value:
            yield f"{name}.{key}: {value} is expected, found is {found.get(key)}"
