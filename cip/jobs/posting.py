"""How a composed mail leaves: by SMTP, or, in a demonstration, into a mailbox that everybody reads."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from functools import cache
from typing import Protocol

from cip.database.engine import Database
from cip.database.work import open_work
from cip.documents.actions import keep_demo_mail
from cip.documents.mails import Letter
from cip.kernel.errors import RefusalError
from cip.kernel.mail_server import MailServer
from cip.kernel.settings import Settings
from cip.parties.access import SYSTEM

# A server that is silent for so long is down: far less than a lease, so that nobody else takes the message meanwhile.
SECONDS_TO_WAIT = 20.0
DEMO_SENDER = "cip@demo.example.org"
_PERMANENT = 500


@dataclass(frozen=True, slots=True)
class Parcel:
    """A mail on its way: under the id of its message, in words and composed."""

    id: str
    to: str
    letter: Letter
    message: EmailMessage


class Post(Protocol):
    """Takes a mail along; returns once somebody else has answered for it, raises if nobody has."""

    @property
    def sender(self) -> str:
        """The address that mails come from."""
        ...

    @property
    def sender_name(self) -> str:
        """The name before it; empty for our own."""
        ...

    def send(self, parcel: Parcel) -> None:
        """Send one mail."""
        ...


class NoEncryptionError(OSError):
    """The server offers no TLS, and it is not on this machine: mails and the password would travel in the clear."""


@dataclass(frozen=True, slots=True)
class SmtpPost:
    """Hands each mail to a server in a connection of its own."""

    server: MailServer

    @property
    def sender(self) -> str:
        """CIP_MAIL_FROM."""
        return self.server.sender

    @property
    def sender_name(self) -> str:
        """The name in CIP_MAIL_FROM."""
        return self.server.sender_name

    def send(self, parcel: Parcel) -> None:
        """Send one mail. Raises OSError or one of its kind: SMTPException, TimeoutError, NoEncryptionError."""
        with self._connected() as connection:
            if self.server.user is not None:
                connection.login(self.server.user, self.server.password or "")
            connection.send_message(parcel.message, from_addr=self.server.sender, to_addrs=[parcel.to])

    def _connected(self) -> smtplib.SMTP:
        host, port = self.server.host, self.server.port
        # Else smtplib asks the network for the name of this machine, each time anew.
        us = self.sender.rpartition("@")[2]
        if self.server.tls:
            return smtplib.SMTP_SSL(host, port, us, timeout=SECONDS_TO_WAIT, context=_trust())
        connection = smtplib.SMTP(host, port, us, timeout=SECONDS_TO_WAIT)
        if not self.server.loopback:
            _encrypt(connection)
        return connection


@dataclass(frozen=True, slots=True)
class DemoPost:
    """Keeps each mail in the table that the page of the demonstration shows."""

    database: Database
    clock: Callable[[], datetime]
    sender: str = DEMO_SENDER
    sender_name: str = ""

    def send(self, parcel: Parcel) -> None:
        """Keep one mail."""
        with open_work(self.database, actor=SYSTEM, now=self.clock(), act="work") as work:
            keep_demo_mail(work, parcel.id, parcel.to, parcel.letter)


def post_for(settings: Settings, database: Database, clock: Callable[[], datetime]) -> Post:
    """The post of these settings: a demonstration never sends anything, whatever server is named.

    Raises RefusalError if no server is named, unless this is a demonstration or development.
    """
    if settings.demo or (settings.mail is None and not settings.production):
        return DemoPost(database, clock)
    if settings.mail is None:
        raise RefusalError(
            "CIP_MAIL_URL must name the server that sends mails (smtp://HOST:PORT), "
            "or CIP_ENV must be development: then mails are kept for /it/demo/mails."
        )
    return SmtpPost(settings.mail)


def is_final(error: Exception) -> bool:
    """Whether trying again is of no use: the server refuses this address or this mail for good (5xx)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= _PERMANENT for code, _answer in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= _PERMANENT


@cache
def _trust() -> ssl.SSLContext:
    """Whom we believe, read once: it takes longer than a mail."""
    return ssl.create_default_context()


def _encrypt(connection: smtplib.SMTP) -> None:
    connection.ehlo()
    if not connection.has_extn("starttls"):
        connection.close()
        raise NoEncryptionError("the mail server offers no TLS")
    try:
        connection.starttls(context=_trust())
    except Exception:
        connection.close()
        raise
