"""People of the tests, made through actions. Signing in costs no password hash: `Someone.sign_in` writes what the pages
would write.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from cip.database.outbox import OutboxRow
from cip.database.work import open_reading, open_work
from cip.kernel.canonical import sha256_of
from cip.kernel.texts import Language
from cip.parties.access import SYSTEM
from cip.parties.actions.add_member import add_member
from cip.parties.actions.add_person import add_person
from cip.parties.actions.open_web_session import open_web_session
from cip.parties.standing import MemberRole, PartyKind
from cip.web.state import state_of
from tests.integration.web.owner import Owner

Belonging = tuple[PartyKind, str, MemberRole]
_numbers = count(1)


@dataclass(frozen=True)
class Someone:
    """A person in the database of a site."""

    site: Flask
    id: str
    email: str

    def sign_in(self, client: FlaskClient, *, strong: bool = True) -> None:
        """Sign the person in in a test client, beside what its browser holds as a guest; `strong`: with the second
        factor given.
        """
        state = state_of(self.site)
        secret = f"secret {next(_numbers)} of {self.id}"
        with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
            open_web_session(work, self.id, digest=sha256_of(secret), browser="Test", strong=strong)
        with client.session_transaction() as cookie:
            cookie["account"] = secret

    def sign_in_by_password(self, browser: Owner, password: str, following: str = "") -> TestResponse:
        """Take the way of the pages."""
        data = {"csrf_token": browser.token(), "email": self.email, "password": password, "next": following}
        return browser.client.post(f"/{browser.language}/account/sign-in", data=data)

    def browser(self, *, strong: bool = True, language: str = "it") -> Owner:
        """A browser of its own in which the person is signed in."""
        owner = Owner(self.site, language)
        self.sign_in(owner.client, strong=strong)
        return owner


@dataclass(frozen=True)
class Mail:
    """A mail in the outbox."""

    template: str
    to: str
    language: str
    values: dict[str, Any]

    @property
    def secret(self) -> str:
        """The end of its link."""
        return str(self.values["link"]).rpartition("/")[2]


def mails_in(site: Flask) -> list[Mail]:
    """What waits in the outbox, oldest first."""
    query = select(OutboxRow.payload).where(OutboxRow.topic == "mail").order_by(OutboxRow.made_at, OutboxRow.id)
    with open_reading(state_of(site).database) as session:
        return [Mail(**json.loads(payload)) for payload in session.scalars(query) if payload]


def make_person(
    site: Flask,
    name: str,
    memberships: Sequence[Belonging] = (),
    *,
    email: str | None = None,
    language: Language = "it",
    password_hash: str | None = None,
) -> Someone:
    """A person with memberships `(party_kind, party_id, role)`; the address is made of a number unless given."""
    state = state_of(site)
    address = email or f"p{next(_numbers)}@example.org"
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        person_id = add_person(work, email=address, name=name, language=language, password_hash=password_hash)
        for party_kind, party_id, role in memberships:
            add_member(work, person_id, party_kind=party_kind, party_id=party_id, role=role)
    return Someone(site, person_id, address)
