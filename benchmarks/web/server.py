"""`cip run` on a fresh database and a free port, as anybody would start it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.paths import PROJECT, RULES

HOST = "127.0.0.1"
SECONDS_TO_START = 60.0


class NotServingError(Exception):
    """The server did not come up; the text is its last line."""


@contextmanager
def serving(folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[int]:
    """The port of a server with gunicorn's two sync workers: the demonstration on SQLite below `folder`, or with the
    settings that are given. Raises NotServingError.
    """
    port = _free_port()
    told = {"CIP_VAR": str(folder), "CIP_RULES": str(RULES), "CIP_ENV": "development", **(settings or {})}
    program = Path(sys.executable).with_name("cip")
    said = folder / "server.log"
    with said.open("wb") as log:
        command = [str(program), "run", "--port", str(port), *([] if settings else ["--demo"])]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CIP_")}
        process = subprocess.Popen(command, cwd=PROJECT, env={**kept, **told}, stdout=log, stderr=log)
        try:
            _wait(port, process, said)
            yield port
        finally:
            process.terminate()
            process.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: "subprocess.Popen[bytes]", said: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            http.client.HTTPConnection(HOST, port, timeout=5).request("GET", "/it/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    words = said.read_text().strip().splitlines()
    raise NotServingError(words[-1] if words else "it said nothing")
