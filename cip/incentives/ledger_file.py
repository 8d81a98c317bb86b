"""Reads the FILE of `cip ledger try`: what happens to the money, one event after the other."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from cip.incentives import money_events as happens
from cip.incentives.file_fields import MOST_CENTS, FileError, first_mistake
from cip.incentives.money_events import Event
from cip.rulebook.diagnostics import Diagnostic, did_you_mean, listed
from cip.rulebook.reading import Document
from cip.rulebook.shape_check import check_keys, check_shape, described
from cip.rulebook.shapes.base import Shape

_LONGEST_ID = 200


def _plain(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise ValueError("write a name of letters and digits")
    return text


Name = Annotated[str, StringConstraints(max_length=_LONGEST_ID), AfterValidator(_plain)]
Cents = Annotated[int, Field(ge=1, le=MOST_CENTS)]
Owed = Annotated[int, Field(ge=0, le=MOST_CENTS)]


class EventShape(Shape):
    """One of `events`."""

    def event(self) -> Event:
        """What it says."""
        raise NotImplementedError


class BudgetShape(EventShape):
    """A source is given money."""

    do: Literal["budget"]
    source: Name
    cents: Cents

    def event(self) -> Event:
        """What it says."""
        return happens.Budget(self.source, self.cents)


class AwardShape(EventShape):
    """A firm is awarded money of a source; `firm` left out or null is one and the same firm."""

    do: Literal["award"]
    id: Name
    source: Name
    cents: Cents
    firm: Name | None = None

    def event(self) -> Event:
        """What it says."""
        return happens.Award(self.id, self.source, self.cents, self.firm)


class WaiveShape(EventShape):
    """A firm gives its award up."""

    do: Literal["waive"]
    award: Name

    def event(self) -> Event:
        """What it says."""
        return happens.Waive(self.award)


class PayShape(EventShape):
    """A part of an award is paid."""

    do: Literal["pay"]
    award: Name
    cents: Cents

    def event(self) -> Event:
        """What it says."""
        return happens.Pay(self.award, self.cents)


class ExpenseShape(EventShape):
    """Expenses are accepted."""

    do: Literal["expense"]
    award: Name
    cents: Cents

    def event(self) -> Event:
        """What it says."""
        return happens.Expense(self.award, self.cents)


class RevokeShape(EventShape):
    """An award is taken back."""

    do: Literal["revoke"]
    award: Name
    owed: Owed

    def event(self) -> Event:
        """What it says."""
        return happens.Revoke(self.award, self.owed)


class NetShape(EventShape):
    """A debt for one award is set against another award."""

    do: Literal["net"]
    owing: Name = Field(alias="from")
    against: Name
    cents: Cents

    def event(self) -> Event:
        """What it says."""
        return happens.Net(self.owing, self.against, self.cents)


class RefundShape(EventShape):
    """A debt is paid back."""

    do: Literal["refund"]
    award: Name
    cents: Cents

    def event(self) -> Event:
        """What it says."""
        return happens.Refund(self.award, self.cents)


SHAPES: dict[str, type[EventShape]] = {
    "budget": BudgetShape,
    "award": AwardShape,
    "waive": WaiveShape,
    "pay": PayShape,
    "expense": ExpenseShape,
    "revoke": RevokeShape,
    "net": NetShape,
    "refund": RefundShape,
}


def read_ledger_file(document: Document | None) -> Sequence[Event]:
    """The events of a FILE, in their order. Raises FileError, one sentence with place and key."""
    if document is None or document.value is None:
        raise FileError("the file is empty")
    found = check_keys(document, ("events",))
    value = document.value.get("events", []) if isinstance(document.value, dict) else []
    if not isinstance(value, list):
        found.append(document.diagnostic("E203", ("events",), expected="write a list", found=described(value)))
        value = []
    events: list[Event] = []
    for at, raw in enumerate(value):
        event, mistakes = _event(document, at, raw)
        found += mistakes
        if event is not None:
            events.append(event)
    if found:
        raise FileError(first_mistake(found, document))
    return events


def _event(document: Document, at: int, raw: object) -> tuple[Event | None, list[Diagnostic]]:
    path = ("events", at)
    if not isinstance(raw, dict):
        return None, [document.diagnostic("E203", path, expected="write a map with keys", found=described(raw))]
    if "do" not in raw:
        return None, [document.diagnostic("E202", path, key="do")]
    do = raw["do"]
    shape = SHAPES.get(do) if isinstance(do, str) else None
    if shape is None:
        word = do if isinstance(do, str) else described(do)
        near, accepted = did_you_mean(word, SHAPES), listed(SHAPES, len(SHAPES))
        mistake = document.diagnostic("E204", (*path, "do"), found=word[:60], suggestion=near, allowed=accepted)
        return None, [mistake]
    entry, found = check_shape(document, path, shape)
    # Who misspells a key is told the word, not that the right one is missing.
    found.sort(key=lambda mistake: (mistake.code == "E202", mistake.line, mistake.column))
    return (None if entry is None else entry.item.event()), found
