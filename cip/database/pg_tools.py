"""pg_dump and pg_restore: found, and run so that no password stands in the list of processes."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy.engine import make_url

from cip.kernel.errors import RefusalError

LONGEST_REASON = 200
# What libpq calls in the environment what an address may say behind its question mark.
_WORDS = {
    "host": "PGHOST",
    "port": "PGPORT",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "options": "PGOPTIONS",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "application_name": "PGAPPNAME",
}


def tool(name: str, folder: Path | None) -> str:
    """The path of a program of PostgreSQL: in `folder` if one is set, else on PATH. Raises RefusalError."""
    found = shutil.which(name, path=None if folder is None else str(folder))
    if found is None:
        where = "on PATH" if folder is None else f"in {folder}"
        raise RefusalError(f"{name} is not {where}: install the client programs of PostgreSQL, or set CIP_PG_BIN")
    return found


def environment_of(url: str, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment in which a program of PostgreSQL reaches the database at `url`, password included; nothing of
    CIP's own settings. What the address leaves out is what `environ` says to libpq, as it is for CIP itself: another
    server must not be dumped or filled than the one that is served. Raises RefusalError for what the address says and
    libpq has no word for.
    """
    parsed = make_url(url)
    given = {"PGUSER": parsed.username, "PGPASSWORD": parsed.password, "PGDATABASE": parsed.database}
    given |= {"PGHOST": parsed.host, "PGPORT": None if parsed.port is None else str(parsed.port)}
    for name, value in parsed.query.items():
        if name not in _WORDS or not isinstance(value, str):
            raise RefusalError(f"the address of the database says {name!r}, which pg_dump cannot be told")
        given[_WORDS[name]] = value
    own = {name: value for name, value in environ.items() if not name.startswith("CIP_")}
    return own | {name: value for name, value in given.items() if value}


@contextmanager
def running(command: Sequence[str], environ: Mapping[str, str], *, writes: bool = False) -> Iterator[IO[bytes]]:
    """A program at work: what it says (its standard output), or, with `writes`, what it listens to.

    Raises RefusalError, with the first line of its complaint, if it ends badly; it is stopped if the block fails.
    """
    with tempfile.TemporaryFile() as complaints:
        heard, said = (subprocess.PIPE, subprocess.DEVNULL) if writes else (subprocess.DEVNULL, subprocess.PIPE)
        process = subprocess.Popen(  # noqa: S603 - a program of PostgreSQL, found by `tool`, with words of our own
            command, env=dict(environ), stderr=complaints, stdin=heard, stdout=said
        )
        end = process.stdin if writes else process.stdout
        if end is None:  # pragma: no cover - asked for just above
            raise TypeError(command[0])
        try:
            with end:
                yield end
        except BrokenPipeError:
            pass  # it ended before it had heard all: it says why
        except BaseException:
            process.kill()
            process.wait()
            raise
        if process.wait() != 0:
            raise RefusalError(f"{Path(command[0]).name} failed: {_reason(complaints)}")


def _reason(complaints: IO[bytes]) -> str:
    """The first complaint, and no line behind it: those may quote rows."""
    complaints.seek(0)
    text = complaints.read(20_000).decode("utf-8", "replace")
    lines = [line for line in text.splitlines() if "error" in line.lower()] or text.splitlines() or ["no reason given"]
    return re.sub(r"^\S+: (error: )?", "", lines[0])[:LONGEST_REASON].rstrip(".")
