"""The name that a file came with, made harmless: it is shown and proposed when the file is saved, never opened."""

import re
import unicodedata

from cip.files.accepted import FileRefusedError, FileType
from cip.kernel.characters import plain_text

LONGEST_NAME = 120
_FOLDERS = re.compile(r"[/\\]")
# What Windows takes in no name.
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})")
NAMELESS = "documento"


def clean_name(given: str, kind: FileType) -> str:
    """A name for a file of this type: the last part of `given` without folders, invisible and turning characters, at
    most LONGEST_NAME characters, with an ending that fits.

    Raises FileRefusedError("ending") if the name ends as if it were something else.
    """
    line = _FOLDERS.split(_visible(given))[-1]
    line = _FORBIDDEN.sub("_", line).rstrip(". ")
    stem, ending = _split(line)
    if ending is None:
        ending = kind.id
    elif ending not in kind.endings:
        raise FileRefusedError("ending")
    stem = stem.lstrip(". ")[: LONGEST_NAME - len(ending) - 1].rstrip(". ") or NAMELESS
    return f"_{stem}.{ending}" if _DEVICES.fullmatch(stem.split(".")[0]) else f"{stem}.{ending}"


def _visible(text: str) -> str:
    """One line without control characters, and without the marks that turn the direction of writing or show nothing."""
    line = " ".join(plain_text(unicodedata.normalize("NFC", text)).split())
    return "".join(letter for letter in line if letter.isprintable())


def _split(name: str) -> tuple[str, str | None]:
    """Stem and ending, in small letters; None where the name has none."""
    start = name.rfind(".")
    found = _ENDING.fullmatch(name[start:]) if start >= 0 else None
    if found is None:
        return name, None
    return name[:start], found[1].lower()
