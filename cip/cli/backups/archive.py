"""The archive of a backup: a zip of parts, with a manifest that names each part with its size and digest.

Parts: `anchors.jsonl`, `database.dump` (PostgreSQL) or `database.sqlite`, `files/ab/ID`, `erased.jsonl`; at the end
`manifest.json` and its digest `manifest.sha256`. Everything is read and written piece by piece. The digests find what
was damaged; they are no seal against somebody who writes a whole archive anew: keep it where only you can write.
"""

import hashlib
import io
import json
import os
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from cip.database.dumping import PIECE
from cip.kernel.errors import RefusalError

FORMAT = 1
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
ANCHORS, ERASED = "anchors.jsonl", "erased.jsonl"
DUMPS = {"sqlite": "database.sqlite", "postgresql": "database.dump"}
LARGEST_MANIFEST = 256 * 1024 * 1024
NAMED_AT_MOST = 5
OWNER_ONLY = 0o600
_FILE = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{30})", re.ASCII)
_SMALLEST_DAY = (1980, 1, 1, 0, 0, 0)


class BadArchiveError(RefusalError, ValueError):
    """It is no backup of CIP, it is one of a later CIP, or a part of it is not as it was written."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part as the manifest names it."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: when it was made (UTC, ISO), the version of CIP and the migration of the database,
    which database it is, rows by table, a mark that tells the secret key again without giving it away, and its parts.
    """

    made_at: str
    version: str
    revision: str
    database: str
    counts: Mapping[str, int]
    key_mark: str | None
    parts: Sequence[Part] = ()
    faults: Sequence[str] = ()
    format: int = FORMAT

    @property
    def dump(self) -> str:
        """The name of the part that holds the database."""
        return DUMPS[self.database]

    @property
    def files(self) -> tuple[Part, ...]:
        """The parts that are files people handed in."""
        return tuple(part for part in self.parts if _FILE.fullmatch(part.name))


class _Counted(io.RawIOBase):
    """Passes on what is written, and knows its size and digest."""

    def __init__(self, into: IO[bytes]) -> None:
        self._into = into
        self.size, self.digest = 0, hashlib.sha256()

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, piece: object) -> int:
        """Write a piece."""
        data = memoryview(piece).cast("B")  # type: ignore[arg-type]
        self._into.write(data)
        self.size += len(data)
        self.digest.update(data)
        return len(data)


@dataclass(slots=True)
class Writing:
    """An archive that is being written."""

    zip: ZipFile
    parts: list[Part] = field(default_factory=list)

    @contextmanager
    def part(self, name: str, *, packed: bool = False) -> Iterator[IO[bytes]]:
        """The next part, open to be written; `packed` makes it smaller where its bytes are not packed yet."""
        entry = ZipInfo(name, _SMALLEST_DAY)
        entry.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
        entry.external_attr = OWNER_ONLY << 16
        with self.zip.open(entry, "w", force_zip64=True) as into:
            counted = _Counted(into)
            yield counted  # type: ignore[misc]
        self.parts.append(Part(name, counted.size, counted.digest.hexdigest()))

    def finish(self, manifest: Manifest) -> str:
        """Write the manifest and its digest, which is given back."""
        text = json.dumps(asdict(manifest) | {"parts": [asdict(part) for part in self.parts]}, indent=1).encode()
        digest = hashlib.sha256(text).hexdigest()
        for name, content in ((MANIFEST, text), (SEAL, digest.encode())):
            with self.part(name, packed=True) as into:
                into.write(content)
        return digest


@contextmanager
def writing(path: Path) -> Iterator[Writing]:
    """A new archive at `path`, for its owner alone; it stands there only when the block has ended well.

    Raises RefusalError if something stands there already.
    """
    if path.exists():
        raise RefusalError(f"{path} is there already: name another file for the backup")
    aside = path.with_name(f"{path.name}.part")
    aside.unlink(missing_ok=True)
    try:
        handle = os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(handle, "wb") as file:
            with ZipFile(file, "w", allowZip64=True) as packed:
                yield Writing(packed)
            file.flush()
            os.fsync(file.fileno())
        # A link, not a rename: of two backups to one name the second is refused.
        os.link(aside, path)
    except FileExistsError as error:
        raise RefusalError(f"{path} is there already: name another file for the backup") from error
    finally:
        aside.unlink(missing_ok=True)


class Archive:
    """An archive that is read; opening it checks the table of contents and the manifest."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = ZipFile(path)
        except (BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise BadArchiveError(f"{path.name} is no backup of CIP, or its table of contents was changed") from error
        try:
            self.manifest = self._read_manifest()
            self._check_names()
        except BaseException:
            self._zip.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def check(self) -> None:
        """Read every part and compare it with the manifest. Raises BadArchiveError, which names what was changed."""
        bad = [part.name for part in self.manifest.parts if not self._is_whole(part)]
        if bad:
            more = f" and {len(bad) - NAMED_AT_MOST} more" if len(bad) > NAMED_AT_MOST else ""
            named = ", ".join(bad[:NAMED_AT_MOST]) + more
            raise BadArchiveError(f"the backup is damaged and was not used; changed: {named}")

    def open(self, name: str) -> BinaryIO:
        """A part, to be read piece by piece (see `check`)."""
        return self._zip.open(name)  # type: ignore[return-value]

    def lines(self, name: str) -> Iterator[str]:
        """The lines of a part that is text, empty ones left out."""
        with io.TextIOWrapper(self.open(name), encoding="utf-8", errors="replace") as text:
            for line in text:
                if line.strip():
                    yield line.rstrip("\n")

    def _is_whole(self, part: Part) -> bool:
        digest, size = hashlib.sha256(), 0
        try:
            with self.open(part.name) as content:
                while piece := content.read(PIECE):
                    size += len(piece)
                    if size > part.size:
                        return False
                    digest.update(piece)
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
            return False
        return (size, digest.hexdigest()) == (part.size, part.sha256)

    def _read_manifest(self) -> Manifest:
        try:
            entry = self._zip.getinfo(MANIFEST)
            if entry.file_size > LARGEST_MANIFEST:
                raise ValueError(MANIFEST)
            text, said = self._zip.read(MANIFEST), self._zip.read(SEAL)
        except KeyError as error:
            raise BadArchiveError(f"{self.path.name} is no backup of CIP: it has no manifest") from error
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise BadArchiveError(f"the backup is damaged and was not used; changed: {MANIFEST} or {SEAL}") from error
        if hashlib.sha256(text).hexdigest().encode() != said:
            raise BadArchiveError(f"the backup is damaged and was not used; changed: {MANIFEST} or {SEAL}")
        return _manifest_of(json.loads(text))

    def _check_names(self) -> None:
        there = [entry.filename for entry in self._zip.infolist()]
        expected = [part.name for part in self.manifest.parts] + [MANIFEST, SEAL]
        odd = sorted(set(there) ^ set(expected)) or sorted({name for name in there if there.count(name) > 1})
        plain = {ANCHORS, ERASED, self.manifest.dump, MANIFEST, SEAL}
        odd += [name for name in expected if name not in plain and not _FILE.fullmatch(name)]
        if odd or not plain <= set(expected):
            named = ", ".join((odd or sorted(plain - set(expected)))[:NAMED_AT_MOST])
            raise BadArchiveError(f"the backup is damaged and was not used; missing, doubled or unknown: {named}")


def _manifest_of(content: Mapping[str, object]) -> Manifest:
    if content.get("format") != FORMAT:
        raise BadArchiveError(f"this backup has format {content.get('format')!r}; this CIP reads format {FORMAT}")
    if content.get("database") not in DUMPS:
        raise BadArchiveError("this backup does not say which database it holds")
    try:
        parts = tuple(Part(**one) for one in content["parts"])  # type: ignore[attr-defined]
        return Manifest(**{**content, "parts": parts})  # type: ignore[arg-type]
    except (KeyError, TypeError) as error:
        raise BadArchiveError("the manifest of this backup lacks something") from error
