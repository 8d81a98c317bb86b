"""A survey as a noun: what it asks, under which protection, and what was published of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cip.kernel.canonical import canonical_json
from cip.voice.cells import Cell
from cip.voice.protection import Published, is_over
from cip.voice.rules import Asked, Protection

CODE_LENGTH = 8
CODE_GROUP = 4


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey of a firm. `asked` are its closed questions as they stood when it opened, cards included."""

    id: str
    firm_id: str
    body_id: str
    wave: int
    book: str
    opened_on: date
    closes_on: date
    closed_on: date | None
    headcount: int
    sector: str
    area: str
    asked: tuple[Asked, ...]
    protection: Protection
    protection_sha256: str
    published: Published | None = None
    release_id: str | None = None
    codes_drawn: int = 0

    def takes_answers(self, on: date) -> bool:
        """Whether somebody may still answer on a day."""
        return self.closed_on is None and on <= self.closes_on

    def is_over(self, on: date) -> bool:
        """Whether no answer can come any more."""
        return is_over(self.closes_on, self.closed_on, on)

    def question(self, identifier: str) -> Asked | None:
        """One of its closed questions."""
        return next((question for question in self.asked if question.id == identifier), None)


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool of firms as published: sector, area, how many answers, numbers; never a firm."""

    id: str
    sector: str
    area: str
    released_on: date
    answers: int
    asked: tuple[Asked, ...]
    cells: Mapping[str, tuple[Cell, ...]]


def asked_text(asked: Sequence[Asked]) -> str:
    """Questions as a column keeps them."""
    return canonical_json(
        [
            {"id": one.id, "kind": one.kind, "options": list(one.options), "limit": one.limit, "panel": one.panel}
            for one in asked
        ]
    )


def read_asked(text: str) -> tuple[Asked, ...]:
    """The questions of a column."""
    return tuple(
        Asked(one["id"], one["kind"], tuple(one["options"]), one["limit"], one["panel"]) for one in json.loads(text)
    )


def cells_json(cells: Mapping[str, tuple[Cell, ...]]) -> dict[str, object]:
    """Published numbers as stored."""
    return {identifier: [cell.as_json() for cell in row] for identifier, row in cells.items()}


def read_cells(stored: Mapping[str, Any]) -> dict[str, tuple[Cell, ...]]:
    """Published numbers as they were stored."""
    return {identifier: tuple(Cell(**cell) for cell in row) for identifier, row in stored.items()}


def published_text(published: Published) -> str:
    """A publication as a column keeps it."""
    return canonical_json(
        {
            "state": published.state,
            "because": published.because,
            "answers": published.answers,
            "cells": cells_json(published.cells),
        }
    )


def read_published(text: str) -> Published:
    """The publication of a column."""
    stored = json.loads(text)
    return Published(stored["state"], stored["because"], stored["answers"], read_cells(stored["cells"]))


def code_in_groups(code: str) -> str:
    """A code as it is printed: `XXXX-XXXX`."""
    return f"{code[:CODE_GROUP]}-{code[CODE_GROUP:]}"
