"""What people do with their accounts in the tests."""

from collections.abc import Sequence
from functools import cache

from flask import Flask
from werkzeug.test import TestResponse

from cip.database.work import open_reading
from cip.kernel.passwords import hash_password
from cip.parties.people import Person
from cip.parties.reads.people import all_people
from cip.web.state import actor, state_of
from tests.integration.web.owner import TOKEN, Owner
from tests.integration.web.people import Belonging, Someone, make_person

FIRM = "f" * 32
BODY = "b" * 32
PASSWORD = "quattro gatti in fila"
OWNER_OF_FIRM: Sequence[Belonging] = (("firm", FIRM, "collaborator"),)


@cache
def hash_of(password: str) -> str:
    """A hash, computed once."""
    return hash_password(password)


def with_password(site: Flask, memberships: Sequence[Belonging] = OWNER_OF_FIRM, *, name: str = "Ada") -> Someone:
    """Somebody who signs in with PASSWORD."""
    return make_person(site, name, memberships, password_hash=hash_of(PASSWORD))


def press(browser: Owner, path: str, **fields: str) -> TestResponse:
    """Send a form of the account pages."""
    address = f"/{browser.language}/account/{path}".rstrip("/")
    return browser.client.post(address, data={"csrf_token": browser.token(), **fields})


def look(browser: Owner, path: str = "") -> TestResponse:
    """Open an account page."""
    return browser.client.get(f"/{browser.language}/account/{path}".rstrip("/"))


def label(browser: Owner) -> str:
    """How the site records who asks in this browser."""
    with browser.client:
        browser.client.get("/it/")
        return actor().label


def without_token(page: str) -> str:
    """A page without the tokens of its forms, which tell the time."""
    return TOKEN.sub("", page)


def kept_people(site: Flask) -> list[Person]:
    """Everybody with an account."""
    with open_reading(state_of(site).database) as session:
        return all_people(session)
