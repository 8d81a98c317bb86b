"""Who looks at files before anybody may have them, read from the settings. Nothing here connects."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from cip.kernel.errors import RefusalError

_TCP = re.compile(r"tcp:(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):(\d{1,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Uploads:
    """The address of the scanner (a clamd: `unix:/path` or `tcp:host:port`), None without one; and whether files are
    taken all the same where there is none.
    """

    scanner: str | None = None
    without_scan: bool = False


def read_uploads(given: Mapping[str, str]) -> Uploads:
    """What CIP_CLAMD and CIP_UPLOADS_WITHOUT_SCAN say. Raises RefusalError, one sentence."""
    scanner = given.get("CIP_CLAMD")
    if scanner is not None and not _is_address(scanner):
        raise RefusalError(f"CIP_CLAMD is {scanner!r}; it must be unix:/PATH or tcp:HOST:PORT.")
    without = given.get("CIP_UPLOADS_WITHOUT_SCAN", "no")
    if without not in ("yes", "no"):
        raise RefusalError(f"CIP_UPLOADS_WITHOUT_SCAN is {without!r}; it must be yes or no.")
    return Uploads(scanner, without == "yes")


def _is_address(text: str) -> bool:
    if text.startswith("unix:"):
        return PurePosixPath(text.removeprefix("unix:")).is_absolute()
    tcp = _TCP.fullmatch(text)
    return tcp is not None and 0 < int(tcp[2]) < 65_536
