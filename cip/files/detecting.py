"""Which type a file has, told by its content alone: a name and a browser can say anything."""

import os
from typing import BinaryIO

import filetype

from cip.files.accepted import TYPES, FileRefusedError, FileType
from cip.files.office import office_type

_HEAD = 8_192
_TAIL = 4_096
_PNG_END = b"IEND\xaeB`\x82"
# What an empty archive begins with, and one in parts: never a document.
_PACKED = b"PK\x03\x04"


def detect(file: BinaryIO) -> FileType:
    """The type of an open file that can be sought in. Raises FileRefusedError (`empty`, `type`, `damaged`, `macros`,
    `locked`, `unpacks_too_large`).
    """
    head = _read(file, 0, _HEAD)
    if not head:
        raise FileRefusedError("empty")
    if head.startswith(_PACKED):
        return TYPES[office_type(file)]
    guessed = filetype.guess(head)
    name = guessed.extension if guessed else ""
    if name not in ("pdf", "png", "jpg"):
        raise FileRefusedError("type")
    _WHOLE[name](file, head)
    return TYPES[name]


def _whole_pdf(file: BinaryIO, head: bytes) -> None:
    # A PDF that begins later in the file is one that may begin as something else.
    if not head.startswith((b"%PDF-1.", b"%PDF-2.")):
        raise FileRefusedError("type")
    if b"%%EOF" not in _tail(file):
        raise FileRefusedError("damaged")


def _whole_png(file: BinaryIO, head: bytes) -> None:
    if head[12:16] != b"IHDR" or not _tail(file).rstrip(b"\0").endswith(_PNG_END):
        raise FileRefusedError("damaged")


def _whole_jpeg(file: BinaryIO, _head: bytes) -> None:
    # Phones put more pictures, even a short film, behind the first one: so its end may stand anywhere.
    file.seek(2)
    if b"\xff\xd9" not in file.read():
        raise FileRefusedError("damaged")


_WHOLE = {"pdf": _whole_pdf, "png": _whole_png, "jpg": _whole_jpeg}


def _read(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)


def _tail(file: BinaryIO) -> bytes:
    size = file.seek(0, os.SEEK_END)
    return _read(file, max(0, size - _TAIL), _TAIL)
