"""Compiled packs kept on disk in the user's cache folder, keyed by the bytes of the rule files, the day and the
version of the code.

The cache is only a shortcut: what is missing, damaged or not ours is ignored and made again.
"""

import json
import marshal
import os
import stat
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import CodeType

import platformdirs

from cip.kernel.canonical import sha256_of

_MAGIC = b"CIP1"
_KEPT_FILES = 64


@dataclass(frozen=True, slots=True)
class CachedPack:
    """A pack's canonical content and the code compiled for a day."""

    canonical: str
    codes: Mapping[str, CodeType]


def cache_folder() -> Path:
    """The user's cache folder for compiled packs (`CIP_CACHE` overrides it)."""
    own = os.environ.get("CIP_CACHE")
    return Path(own) if own else Path(platformdirs.user_cache_dir("cip", appauthor=False)) / "packs"


@lru_cache(maxsize=1)
def code_version() -> str:
    """A digest that changes with the code that loads, compiles or runs packs, and with the interpreter."""
    package = Path(__file__).parent.parent
    parts = ("kernel", "rulebook", "agreement", "assessment", "incentives")
    files = sorted(file for part in parts for file in (package / part).rglob("*.py"))
    # The bytes themselves: packages are often installed with one fixed time for every file.
    digests = [f"{file.relative_to(package)}:{sha256_of(file.read_bytes())}" for file in files]
    return sha256_of("\n".join([sys.version, *digests]))


def key_of(root: Path, folders: Iterable[str], on: date) -> str:
    """The key for the rule files below some folders on a day: it changes with any byte or name of them.

    Cases and guides do not count: no check-up reads them.
    """
    return key_of_files(root, folders, on.isoformat(), without=("cases", "guides"))


def key_of_files(root: Path, folders: Iterable[str], what: str, *, without: tuple[str, ...]) -> str:
    """The key for `what` is made of the rule files below some folders, but those in a folder called like `without`."""
    parts = [code_version(), what]
    for folder in folders:
        for file in sorted((root / folder).rglob("*.yaml")):
            if not set(without) & set(file.relative_to(root / folder).parent.parts):
                parts.append(f"{file.relative_to(root)}:{sha256_of(file.read_bytes())}")
    return sha256_of("\n".join(parts))


def read_cached(key: str, folder: Path | None = None) -> CachedPack | None:
    """The cached pack of a key; None where there is none that can be trusted and read."""
    folder = folder or cache_folder()
    file = folder / f"{key}.pack"
    if not (_is_ours(folder) and file.is_file() and _is_ours(file)):
        return None
    try:
        content = file.read_bytes()
        digest, body = content[4:68], content[68:]
        if content[:4] != _MAGIC or sha256_of(body).encode() != digest:
            return None
        length = int.from_bytes(body[:8], "big")
        codes = marshal.loads(body[8 + length :])  # noqa: S302 - our own file, owner and digest checked above
        return CachedPack(json.loads(body[8 : 8 + length]), codes)
    except (OSError, ValueError, EOFError, TypeError):
        return None


def write_cached(key: str, pack: CachedPack, folder: Path | None = None) -> None:
    """Keep a pack under a key; a cache that cannot be written is no error."""
    folder = folder or cache_folder()
    text = json.dumps(pack.canonical).encode()
    body = len(text).to_bytes(8, "big") + text + marshal.dumps(dict(pack.codes))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(folder):
            return
        with NamedTemporaryFile(dir=folder, suffix=".pack", delete=False) as partial:
            # Cut off here, what is left is the oldest file one day: it goes like every other pack.
            partial.write(_MAGIC + sha256_of(body).encode() + body)
        Path(partial.name).replace(folder / f"{key}.pack")
        _forget_oldest(folder)
    except OSError:
        return


def _is_ours(path: Path) -> bool:
    """Whether a file or folder belongs to this user and nobody else can write it (code is loaded from it)."""
    try:
        found = path.stat()
    except OSError:
        return False
    owner = getattr(os, "getuid", lambda: found.st_uid)()
    return found.st_uid == owner and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _forget_oldest(folder: Path) -> None:
    packs = sorted(folder.glob("*.pack"), key=lambda file: file.stat().st_mtime)
    for file in packs[:-_KEPT_FILES]:
        file.unlink(missing_ok=True)
