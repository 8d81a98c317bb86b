"""A file as the database knows it, the room that an owner takes up, and what a scanner says."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from cip.kernel.settings import Settings

State = Literal["quarantined", "clean", "refused", "erased"]
STATES: tuple[State, ...] = ("quarantined", "clean", "refused", "erased")
_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file: its random id, whose room it takes up, the cleaned name, the id of its type, bytes, SHA-256 and state.

    Of an erased one no name remains. `scanned_at` is None for one that no scanner has seen, `removed_at` says when its
    bytes left the disk.
    """

    id: str
    owner_key: str
    name: str
    kind: str
    size: int
    sha256: str
    state: State
    received_at: datetime
    scanned_at: datetime | None
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file stands in the row of those that wait: when it came in, and its id."""

    received_at: datetime
    file_id: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What an owner keeps: how many files, how many bytes."""

    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner says of a file: what it found, None for nothing."""

    found: str | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where files lie and how strict the house is: the folder, the address of the scanner (`unix:/path` or
    `tcp:host:port`), and whether files may be used that no scanner has seen.
    """

    folder: Path
    scanner: str | None
    unscanned: bool

    @property
    def open(self) -> bool:
        """Whether files are taken at all: without a scanner only where somebody said so."""
        return self.scanner is not None or self.unscanned

    def path(self, file_id: str) -> Path:
        """Where the bytes of a file lie. Raises ValueError for what is no id."""
        if not _ID.fullmatch(file_id):
            raise ValueError("a file is found by its id and by nothing else")
        return self.folder / file_id[:2] / file_id

    def usable(self, file: StoredFile) -> bool:
        """Whether a file may be handed out. One that was taken unscanned waits if the house has become stricter."""
        return file.state == "clean" and (file.scanned_at is not None or self.unscanned)


def shelf_for(settings: Settings) -> Shelf:
    """The shelf that the settings ask for. Development and demonstration do without a scanner; everybody else says so
    in words.
    """
    uploads = settings.uploads
    unscanned = uploads.without_scan or settings.demo or not settings.production
    return Shelf(settings.var / "files", uploads.scanner, unscanned)
