"""People, firms and bodies for the tests of parties."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from cip.database.engine import Database
from cip.database.outbox import OutboxRow
from cip.database.work import Work, open_reading, open_work
from cip.parties.access import SYSTEM
from cip.parties.actions.add_member import add_member
from cip.parties.actions.add_person import add_person
from cip.parties.actions.open_body import open_body
from cip.parties.actions.register_firm import FirmDetails, register_firm
from cip.parties.reads import membership_in

NOW = datetime(2026, 11, 21, 9, 30, 15, tzinfo=UTC)
BAKERY, GARAGE = "00000039990", "00000049999"


@dataclass
class Cast:
    """A firm of Ada (owner) and Bruno (collaborator), a consultancy of Carla (manager) and Dario (staff)."""

    database: Database
    now: datetime = NOW
    ada: str = ""
    bruno: str = ""
    carla: str = ""
    dario: str = ""
    firm: str = ""
    body: str = ""

    def work(self) -> AbstractContextManager[Work]:
        """A Work of the machine at the moment of this cast."""
        return open_work(self.database, actor=SYSTEM, now=self.now)

    def person(self, name: str) -> str:
        """Somebody new with an address of their name."""
        with self.work() as work:
            return add_person(work, email=f"{name}@example.org", name=name.title(), language="it")

    def membership(self, person_id: str, party_id: str) -> str:
        """The id of a membership that is there."""
        with open_reading(self.database) as session:
            found = membership_in(session, person_id, party_id)
        assert found is not None
        return found.id

    def mails(self, template: str) -> list[str]:
        """To whom mails of a template wait to be sent, by address."""
        with open_reading(self.database) as session:
            rows = session.scalars(select(OutboxRow).where(OutboxRow.template == template)).all()
            return sorted(json.loads(row.payload or "{}")["to"] for row in rows)

    def read(self, ask: Callable[..., object], *arguments: object) -> object:
        """What a query says now."""
        with open_reading(self.database) as session:
            return ask(session, *arguments)


def make_cast(database: Database) -> Cast:
    """The cast in a fresh database."""
    cast = Cast(database)
    cast.ada, cast.bruno = cast.person("ada"), cast.person("bruno")
    cast.carla, cast.dario = cast.person("carla"), cast.person("dario")
    with cast.work() as work:
        cast.firm = register_firm(work, FirmDetails("Forno Ada"), tax_code=BAKERY, owner_id=cast.ada)
        add_member(work, cast.bruno, party_kind="firm", party_id=cast.firm, role="collaborator")
        cast.body = open_body(work, "consultancy", "Associazione Prova")
        add_member(work, cast.carla, party_kind="body", party_id=cast.body, role="manager")
        add_member(work, cast.dario, party_kind="body", party_id=cast.body, role="staff")
    return cast
