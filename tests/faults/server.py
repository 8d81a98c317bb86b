"""A real `cip run` in a process group of its own, and a small browser without scripts to talk to it."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

CIP = Path(sys.executable).parent / "cip"
_SEQ = re.compile(r'name="seq" value="([0-9]+)"')
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_START_SECONDS = 40


def free_port() -> int:
    """A port nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """`cip run` on a folder; `kill` is SIGKILL to every process of it. `cache`: where rules that were read are kept, if
    not in that folder.
    """

    var: Path
    port: int
    cache: Path | None = None
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What the command sees: its own folder and cache."""
        own = {"CIP_VAR": str(self.var), "CIP_CACHE": str(self.cache or self.var / "cache")}
        return {name: value for name, value in os.environ.items() if not name.startswith("CIP_")} | own

    @property
    def log(self) -> Path:
        """What it writes to standard error."""
        return self.var.with_suffix(".log")

    def start(self) -> None:
        """Start and wait until it answers."""
        log = self.log.open("ab")
        self.process = subprocess.Popen(
            [CIP, "run", "--port", str(self.port)],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            try:
                if Browser(self.port).get("/it/").status == http.client.OK:
                    return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError("the server does not answer")

    def kill(self) -> None:
        """kill -9 of the master and all workers at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def verify(self) -> subprocess.CompletedProcess[str]:
        """`cip verify` on the same folder."""
        return subprocess.run([CIP, "verify"], env=self.environment, capture_output=True, text=True, check=False)


@dataclass
class Page:
    """An answer of the server."""

    status: int
    location: str
    text: str

    @property
    def token(self) -> str:
        """The anti-forgery token of the page's form."""
        found = _TOKEN.search(self.text)
        assert found, "the page has no form"
        return found[1]

    @property
    def seq(self) -> str:
        """The event that the page's form was drawn with."""
        found = _SEQ.search(self.text)
        assert found, "the page has no form of answers"
        return found[1]


@dataclass
class Browser:
    """Keeps cookies, follows nothing by itself."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Page:
        """Read a page."""
        return self._request("GET", path, None)

    def status(self, path: str) -> int:
        """Read something that is no text; only how it ended."""
        return self._request("GET", path, None).status

    def post(self, path: str, fields: dict[str, str]) -> Page:
        """Send a form."""
        return self._request("POST", path, urlencode(fields))

    def _request(self, method: str, path: str, body: str | None) -> Page:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return Page(response.status, response.headers.get("Location", ""), text)
