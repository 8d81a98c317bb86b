"""What the tests of files share: the shapes of their helpers, and what lies on a shelf."""

from pathlib import Path
from typing import Protocol

from cip.files.accepted import Quota
from cip.files.stored import Shelf, StoredFile


class Hand(Protocol):
    """Hands a file in."""

    def __call__(
        self, shelf: Shelf, data: bytes = ..., name: str = ..., owner: str = ..., quota: Quota = ...
    ) -> StoredFile: ...


class Look(Protocol):
    """Reads a file's line."""

    def __call__(self, file_id: str) -> StoredFile: ...


def on_disk(shelf: Shelf) -> list[Path]:
    """Every file of the shelf, links too."""
    return sorted(path for path in shelf.folder.rglob("*") if path.is_symlink() or path.is_file())
