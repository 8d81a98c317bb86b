"""A browser without a screen: cookies, the forms of a page, and requests whose time counts."""

import http.client
import socket
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from benchmarks.web.server import HOST

Fields = list[tuple[str, str]]
TOKEN = "csrf_token"  # noqa: S105 - the name of a field


@dataclass
class Form:
    """A form of a page: where it goes, what it holds, and the choices of its radio buttons."""

    action: str
    held: Fields = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", "")))
            self._open = given.get("method", "").lower() == "post"
        elif self._open and tag == "input" and given.get("name"):
            self._field(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False

    def _field(self, given: dict[str, str]) -> None:
        form, name, value = self.found[-1], given["name"], given.get("value", "")
        if given.get("type") == "radio":
            form.choices.setdefault(name, []).append(value)
            if "checked" in given:
                form.held.append((name, value))
        elif given.get("type") != "checkbox" or "checked" in given:
            form.held.append((name, value))


@dataclass
class Visitor:
    """One browser at one server."""

    port: int
    cookie: str = ""

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (names in small letters) and body."""
        return self._ask("GET", path, b"", headers)

    def post(self, path: str, fields: Fields, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """The same for a form."""
        sent = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self._ask("POST", path, urlencode(fields).encode(), sent)

    def forms(self, path: str) -> list[Form]:
        """The forms that a page would post."""
        status, _headers, body = self.get(path)
        if status != http.client.OK:
            raise RuntimeError(f"{path} answered {status}")
        reader = _Forms()
        reader.feed(body.decode())
        for form in reader.found:
            form.action = form.action or path
        return [form for form in reader.found if any(name == TOKEN for name, _value in form.held)]

    def start(self) -> str:
        """Start a check-up; its address."""
        form = next(form for form in self.forms("/it/") if form.action.endswith("/check-up"))
        _status, headers, _body = self.post(form.action, form.held)
        return headers["location"].rsplit("/", 1)[0]

    def request_bytes(self, path: str, fields: Fields) -> bytes:
        """A form as it goes over the wire, ready to be sent again and again."""
        body = urlencode(fields)
        head = (
            f"POST {path} HTTP/1.1",
            f"Host: {HOST}:{self.port}",
            f"Cookie: {self.cookie}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            "Connection: close",
        )
        return "\r\n".join((*head, "", body)).encode()

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        try:
            sent = {**headers, **({"Cookie": self.cookie} if self.cookie else {}), "Host": f"{HOST}:{self.port}"}
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            content = answer.read()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    self.cookie = value.split(";", 1)[0]
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content
        finally:
            connection.close()


def sent(port: int, request: bytes) -> bytes:
    """The whole answer to a request: a plain socket, so that the client takes little of the machine."""
    with socket.create_connection((HOST, port), timeout=60) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(65_536):
            parts.append(part)
    return b"".join(parts)
