"""Where mails go out and whose name they bear, read from the settings; and the public address that their links begin
with. Nothing here connects.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from cip.kernel.addresses import is_loopback
from cip.kernel.errors import RefusalError
from cip.kernel.mails import is_address

BASE_URL = "http://127.0.0.1:8000"
_SENDER = re.compile(r"(?P<name>[^<>\"\r\n]{0,100}?) *<(?P<address>[^<> ]+)>|(?P<bare>[^<> ]+)")
_PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """An SMTP server, who we are to it, and the sender of our mails."""

    host: str
    port: int
    # True: TLS from the first byte. False: TLS is asked for by STARTTLS, which only a loopback server may lack.
    tls: bool
    sender_name: str
    sender: str
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    @property
    def loopback(self) -> bool:
        """Whether only this machine sees what we say to it."""
        return is_loopback(self.host)


def read_mail_server(given: Mapping[str, str]) -> MailServer | None:
    """The server of CIP_MAIL_URL (`smtp://user:password@host:port` or `smtps://...`) and the sender of CIP_MAIL_FROM
    (`posta@example.org` or `Sportello <posta@example.org>`); None if no server is named.

    Raises RefusalError, one sentence that quotes neither.
    """
    url = given.get("CIP_MAIL_URL")
    if url is None:
        return None
    sender = _SENDER.fullmatch(given.get("CIP_MAIL_FROM", ""))
    address = (sender["address"] or sender["bare"]) if sender else ""
    if not is_address(address):
        raise RefusalError("CIP_MAIL_FROM must be the address that mails come from, when CIP_MAIL_URL is set.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if host is None or parts.scheme not in _PORTS or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise RefusalError("CIP_MAIL_URL must be smtp://HOST:PORT or smtps://HOST:PORT, with user:password@ if needed.")
    return MailServer(
        host=host,
        port=port or _PORTS[parts.scheme],
        tls=parts.scheme == "smtps",
        sender_name=(sender["name"] or "").strip() if sender else "",
        sender=address,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def read_base_url(given: Mapping[str, str]) -> str:
    """CIP_BASE_URL: scheme and host that links in mails begin with, without a slash at the end.

    Raises RefusalError for anything else, and for plain http to a host that other machines reach.
    """
    url = given.get("CIP_BASE_URL", BASE_URL).rstrip("/")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if host is None or url != f"{parts.scheme}://{parts.netloc}" or "@" in parts.netloc or not url.isascii():
        raise RefusalError("CIP_BASE_URL must be the public address of the site, such as https://cip.example.org.")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise RefusalError("CIP_BASE_URL must begin with https:// unless it is an address of this machine alone.")
    return url
