"""What may be handed in: the types, told apart by their content, and the sizes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cip.kernel.errors import RefusalError

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
LARGEST_UNPACKED = 100 * MEGABYTE
MOST_PACKED = 2_000
"""How many parts an office document may have: a long one with pictures has some hundreds."""


@dataclass(frozen=True, slots=True)
class FileType:
    """A type that an owner needs: its id, which is also its ending; other endings for it; its media type."""

    id: str
    mime: str
    also: tuple[str, ...] = ()

    @property
    def endings(self) -> tuple[str, ...]:
        """Every ending that a name of this type may have."""
        return (self.id, *self.also)


_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."

TYPES: Mapping[str, FileType] = {
    kind.id: kind
    for kind in (
        FileType("pdf", "application/pdf"),
        FileType("jpg", "image/jpeg", also=("jpeg", "jpe")),
        FileType("png", "image/png"),
        FileType("docx", f"{_OPEN_XML}wordprocessingml.document"),
        FileType("xlsx", f"{_OPEN_XML}spreadsheetml.sheet"),
        FileType("odt", f"{_OPEN_DOCUMENT}text"),
        FileType("ods", f"{_OPEN_DOCUMENT}spreadsheet"),
    )
}

Why = Literal[
    "closed",
    "empty",
    "too_large",
    "type",
    "ending",
    "damaged",
    "macros",
    "locked",
    "unpacks_too_large",
    "too_many",
    "no_quota",
    "no_room",
]


@dataclass(frozen=True, slots=True)
class Quota:
    """How many files, and bytes in all, one owner may keep."""

    most_files: int
    most_bytes: int


SENTENCES: Mapping[Why, str] = {
    "closed": "No file can be handed in here: nothing is set up that looks at files first.",
    "empty": "The file is empty.",
    "too_large": f"The file is too large: at most {LARGEST_FILE // MEGABYTE} MB.",
    "type": "Files of this type are not accepted.",
    "ending": "The end of the file's name does not fit what is in it.",
    "damaged": "The file is damaged or incomplete.",
    "macros": "The document holds macros: save it without them.",
    "locked": "The document is locked with a password: save it without one.",
    "unpacks_too_large": "The document unpacks to more than we can look at.",
    "too_many": "There are too many files already.",
    "no_quota": "There is no room left for this file.",
    "no_room": "There is no room for files at the moment.",
}


class FileRefusedError(RefusalError):
    """A file that cannot be taken; `why` tells a page which words to use."""

    def __init__(self, why: Why) -> None:
        super().__init__(SENTENCES[why])
        self.why: Why = why


class FileNotReadyError(RefusalError):
    """A file that cannot be handed out: nobody has looked at it yet, it was refused or erased, or it is damaged."""
