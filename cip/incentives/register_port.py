"""The national register of aid as this program sees it: what it is told, what it answers. Pure.

Whoever connects the register's own service writes another `AidRegister`; the one that there is works on files.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from cip.incentives.register_codes import CodeKind
from cip.kernel.errors import RefusalError


class UnreadableAnswerError(RefusalError):
    """What came is no answer of the register that can be read."""


@dataclass(frozen=True, kw_only=True)
class AidToRegister:
    """One aid as the register is told of it: whole cents; the act once there is one."""

    award_id: str
    application: int
    firm: str
    tax_code: str
    cents: int
    ranked_on: date
    car: str
    cor: str
    cup: str
    act_number: str = ""
    act_on: date | None = None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One code that the register answers. `award_id` is empty for a code of the measure; `n` is its line, from 1."""

    n: int
    award_id: str
    kind: CodeKind
    code: str
    on: date


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be read, and why: `kind`, `code`, `day` or `columns`."""

    n: int
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """All that the register answered, in its order."""

    lines: tuple[AnswerLine, ...]
    bad: tuple[BadLine, ...]


class AidRegister(Protocol):
    """The register: it is told of aids, and answers with codes."""

    mimetype: str
    filename: str

    def export(self, aids: Sequence[AidToRegister]) -> bytes:
        """What the register is to be told."""
        ...

    def read(self, content: bytes) -> Answer:
        """What it answered. Raises UnreadableAnswerError."""
        ...
