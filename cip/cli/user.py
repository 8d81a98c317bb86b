"""`cip user`: the first administrator, and the way back in for who lost everything."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from cip.cli.options import json_option, print_json
from cip.database.engine import Database, open_database
from cip.database.migrate import upgrade
from cip.database.work import Work, open_reading, open_work
from cip.kernel import ids
from cip.kernel.clock import now
from cip.kernel.errors import RefusalError
from cip.kernel.failures import log_places_only
from cip.kernel.settings import Settings, read_settings
from cip.kernel.texts import LANGUAGES, Language
from cip.parties.access import SYSTEM
from cip.parties.actions.add_member import add_member
from cip.parties.actions.add_person import add_person
from cip.parties.actions.close_account import close_account
from cip.parties.actions.links import make_link
from cip.parties.actions.second_factor import turn_off_factor
from cip.parties.people import Person, clean_email
from cip.parties.reads.account import Belonging, belongings_of
from cip.parties.reads.people import all_people, find_person, person_by_email
from cip.parties.standing import PLATFORM_ID
from cip.parties.timeouts import LINK_BY_HAND_LASTS

_EMAIL = click.argument("email")


@click.group("user")
def user() -> None:
    """Accounts of people. What is printed as a link opens an account: hand it to its person alone."""
    log_places_only()


@user.command("add")
@_EMAIL
@click.option("--name", required=True, help="What the person is called.")
@click.option("--admin", is_flag=True, help="The person administers this installation.")
@click.option("--language", type=click.Choice(LANGUAGES), default="it", show_default=True, help="Of mails and links.")
@json_option
def add(email: str, name: str, admin: bool, language: Language, as_json: bool) -> None:
    """Give an account, and print once the link that sets its password."""
    with _opened() as (settings, database):
        with open_work(database, actor=SYSTEM, now=now(), act="user") as work:
            person_id = add_person(work, email=email, name=name, language=language)
            if admin:
                add_member(work, person_id, party_kind="platform", party_id=PLATFORM_ID, role="admin")
            link = _link(work, settings, person_id, language)
        _tell(_found_by_id(database, person_id), link, "added", as_json)


@user.command("list")
@json_option
def list_people(as_json: bool) -> None:
    """List the accounts."""
    with _opened() as (_settings, database), open_reading(database) as session:
        people = [(one, belongings_of(session, one.id)) for one in all_people(session)]
    if as_json:
        print_json([_as_json(person, belongings) for person, belongings in people])
        return
    for person, belongings in people:
        notes = _roles(belongings)
        notes += ["second factor"] if person.second_factor else []
        notes += ["closed"] if person.closed_at else []
        click.echo("  ".join(part for part in (person.email, person.name, ", ".join(notes)) if part))


@user.command("link")
@_EMAIL
@json_option
def link_again(email: str, as_json: bool) -> None:
    """Print once another link that sets a password."""
    with _opened() as (settings, database):
        person = _found(database, email)
        with open_work(database, actor=SYSTEM, now=now(), act="user") as work:
            link = _link(work, settings, person.id, person.language)
        _tell(person, link, "", as_json)


@user.command("close")
@_EMAIL
@json_option
def close(email: str, as_json: bool) -> None:
    """Close an account for good: its name, address and password are removed."""
    with _opened() as (_settings, database):
        person = _found(database, email)
        with open_work(database, actor=SYSTEM, now=now(), act="user") as work:
            close_account(work, person.id)
        _tell(person, None, "closed", as_json)


@user.command("reset-factor")
@_EMAIL
@json_option
def reset_factor(email: str, as_json: bool) -> None:
    """Turn the second factor of somebody off who lost the app and the recovery codes; they are told by mail."""
    with _opened() as (_settings, database):
        person = _found(database, email)
        if not person.second_factor:
            raise RefusalError("this account has no second factor")
        with open_work(database, actor=SYSTEM, now=now(), act="user") as work:
            turn_off_factor(work, person.id)
        _tell(_found_by_id(database, person.id), None, "has no second factor now", as_json)


@contextmanager
def _opened() -> Iterator[tuple[Settings, Database]]:
    settings = read_settings(os.environ)
    upgrade(settings.database_url)
    database = open_database(settings.database_url)
    try:
        yield settings, database
    finally:
        database.dispose()


def _found(database: Database, email: str) -> Person:
    with open_reading(database) as session:
        person = person_by_email(session, clean_email(email))
    if person is None or person.closed_at is not None:
        raise RefusalError("there is no account with this address")
    return person


def _found_by_id(database: Database, person_id: str) -> Person:
    with open_reading(database) as session:
        person = find_person(session, person_id)
    if person is None:  # pragma: no cover - it was written a moment ago
        raise RefusalError("there is no such account")
    return person


def _link(work: Work, settings: Settings, person_id: str, language: Language) -> str:
    secret = ids.new_secret()
    make_link(work, person_id, "set_password", secret, lasts=LINK_BY_HAND_LASTS)
    return f"{settings.base_url}/{language}/account/choose-password/{secret}"


def _as_json(person: Person, belongings: Sequence[Belonging]) -> dict[str, object]:
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "language": person.language,
        "roles": _roles(belongings),
        "password": person.has_password,
        "second_factor": person.second_factor,
        "closed": person.closed_at is not None,
    }


def _roles(belongings: Sequence[Belonging]) -> list[str]:
    return [f"{one.role} of {one.party_name or 'this installation'}" for one in belongings]


def _tell(person: Person, link: str | None, what: str, as_json: bool) -> None:
    if as_json:
        print_json({"id": person.id, "email": person.email, "link": link})
        return
    if what:
        click.echo(f"{person.email} {what}")
    if link is not None:
        minutes = int(LINK_BY_HAND_LASTS.total_seconds() // 60)
        click.echo(f"Within {minutes} minutes and once, this link sets the password:\n{link}")
