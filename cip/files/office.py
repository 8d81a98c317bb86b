"""Documents of office programs are archives: unpacked in memory, piece by piece and never to disk, to know that one is
what it says, holds no program, and is no bomb.
"""

import re
import zlib
from collections.abc import Mapping
from typing import BinaryIO, Literal
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from cip.files.accepted import LARGEST_UNPACKED, MOST_PACKED, TYPES, FileRefusedError

_PIECE = 256 * 1024
_LISTED = "[Content_Types].xml"
_OPEN_XML: Mapping[str, bytes] = {
    "docx": b"wordprocessingml.document.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
}
_MACRO_XML = (b"macroEnabled", b"vbaProject")
_MACRO_PARTS = re.compile(r"(^|/)(vbaProject[^/]*\.bin|vbaData\.xml|activeX/.+)$", re.IGNORECASE)
# LibreOffice keeps an index of no macros at all; a module is what counts.
_MACRO_FOLDERS = re.compile(
    r"^(Basic/.+/(?!script-l[bc]\.xml$|dialog-l[bc]\.xml$)[^/]+|Scripts/.*[^/])$", re.IGNORECASE
)
_READ_WHOLE = (_LISTED, "mimetype")

OfficeType = Literal["docx", "xlsx", "odt", "ods"]


def office_type(file: BinaryIO) -> str:
    """`docx`, `xlsx`, `odt` or `ods`. Raises FileRefusedError (`type`, `damaged`, `macros`, `locked`,
    `unpacks_too_large`).
    """
    try:
        with ZipFile(file) as archive:
            entries = archive.infolist()
            _check_list(entries)
            kept = _unpack(archive, entries)
    except (BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise FileRefusedError("damaged") from error
    return _type_of(entries, kept)


def _check_list(entries: list[ZipInfo]) -> None:
    """Refuse by what the archive says of itself, before a byte of it is unpacked."""
    if len(entries) > MOST_PACKED or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise FileRefusedError("unpacks_too_large")
    for entry in entries:
        parts = entry.filename.split("/")
        if entry.filename.startswith("/") or ".." in parts or "\\" in entry.filename:
            raise FileRefusedError("damaged")
        if entry.flag_bits & 0x1:
            raise FileRefusedError("locked")
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise FileRefusedError("damaged")
        if _MACRO_PARTS.search(entry.filename) or _MACRO_FOLDERS.search(entry.filename):
            raise FileRefusedError("macros")
    if len({entry.filename for entry in entries}) != len(entries):
        # Two parts of one name: one program reads the first, another the second.
        raise FileRefusedError("damaged")


def _unpack(archive: ZipFile, entries: list[ZipInfo]) -> dict[str, bytes]:
    """Unpack every part and count: what the list says may be a lie. Gives back those that tell the type."""
    left = LARGEST_UNPACKED
    kept: dict[str, bytes] = {}
    for entry in entries:
        pieces: list[bytes] = []
        with archive.open(entry) as part:
            while piece := part.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise FileRefusedError("unpacks_too_large")
                if entry.filename in _READ_WHOLE:
                    pieces.append(piece)
        if entry.filename in _READ_WHOLE:
            kept[entry.filename] = b"".join(pieces)
    return kept


def _type_of(entries: list[ZipInfo], kept: Mapping[str, bytes]) -> str:
    listed = kept.get(_LISTED)
    if listed is not None:
        if any(word in listed for word in _MACRO_XML):
            raise FileRefusedError("macros")
        found = [name for name, main in _OPEN_XML.items() if main in listed]
        if len(found) == 1:
            return found[0]
    # The first part of an OpenDocument says what it is, and is not packed.
    elif entries and entries[0].filename == "mimetype" and entries[0].compress_type == ZIP_STORED:
        said = kept["mimetype"].decode("ascii", "replace")
        for name in ("odt", "ods"):
            if said == TYPES[name].mime:
                return name
    raise FileRefusedError("type")
