"""The list of what was erased, in a file outside the database: a backup that is put back brings erased check-ups along,
the list says which of them must go again. One JSON object a line; nothing in it but id, day and digest.
"""

import json
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from cip.assessment.stored import ErasedCheckUp


def append_erased(path: Path, erased: Iterable[ErasedCheckUp]) -> None:
    """Write to the end of the list, on disk when this returns; file and folder are made for their owner alone."""
    append_lines(
        path,
        (json.dumps({"id": each.check_up_id, "on": each.on_day.isoformat(), "digest": each.digest}) for each in erased),
    )


def append_lines(path: Path, entries: Iterable[str]) -> None:
    """The same for lines of any sort (JSON objects); a reader leaves out those that are none of its own."""
    lines = "".join(f"{entry}\n" for entry in entries)
    if not lines:
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # One write to the end of the file: processes that erase at once do not write into each other's lines. The leading
    # line end closes a line that a crash has torn.
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, f"\n{lines}".encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    _flush_folder(path.parent)


def read_erased(path: Path) -> dict[str, ErasedCheckUp]:
    """The list by id, empty if there is no file. A torn line (after a crash) is left out: the database that tore it
    still knows, and start-up adds it again.
    """
    if not path.exists():
        return {}
    found: dict[str, ErasedCheckUp] = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry = json.loads(line)
            erased = ErasedCheckUp(str(entry["id"]), date.fromisoformat(entry["on"]), str(entry["digest"]))
        except (ValueError, TypeError, KeyError):
            continue
        found.setdefault(erased.check_up_id, erased)
    return found


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
