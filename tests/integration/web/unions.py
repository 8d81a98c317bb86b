"""A firm that joined the invented agreement, its owner, and people of two unions of its place, on a site."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from werkzeug.test import TestResponse

from cip.agreement.actions.prove import ShownBy, prove_route
from cip.agreement.actions.sign_adherence import fix_form, sign_adherence_in_system
from cip.agreement.actions.start_adherence import count_size, declare_other_text, start_adherence
from cip.agreement.attestations import Attestation
from cip.agreement.reads.attestations import rechecks_on, statements_on
from cip.agreement.rechecks import Recheck
from cip.database.work import open_reading, open_work
from cip.kernel.clock import today
from cip.parties.access import SYSTEM
from cip.parties.actions.open_body import open_body, set_territories
from cip.parties.actions.register_firm import FirmDetails, NewSeat, add_seat, register_firm
from cip.web.state import state_of
from tests.integration.web.owner import TOKEN, Owner
from tests.integration.web.people import Someone, make_person

AGREEMENT, TOWN, CODE = "demo-2026", "Valfinta", "999001"
FIRM = "Officina dei Prati"


@dataclass
class Joined:
    """The site with everybody on it; browsers are opened as they are asked for."""

    site: Flask
    firm: str
    adherence: str
    owner: Someone
    officers: dict[str, Someone]
    bodies: dict[str, str]

    @property
    def statements(self) -> list[Attestation]:
        """Everything that unions said."""
        with open_reading(state_of(self.site).database) as session:
            return list(statements_on(session, self.adherence))

    @property
    def rechecks(self) -> list[Recheck]:
        """Everything that is or was to be looked at again."""
        with open_reading(state_of(self.site).database) as session:
            return list(rechecks_on(session, self.adherence))

    def page(self, path: str = "") -> str:
        """The address of the firm's page for unions, or of one below it."""
        return f"/it/union/firms/{self.adherence}{path}"

    def saying(self, verdict: str = "attests", **changes: str) -> dict[str, str]:
        """The form of a statement."""
        on = today(state_of(self.site).clock())
        fields = {
            "verdict": verdict,
            "scope": "visit",
            "reason": {"disputes": "not_applied", "asks": "for_whom"}.get(verdict, ""),
            "from_day": on.isoformat(),
            "to_day": (on + timedelta(days=364)).isoformat(),
            "answer_by": (on + timedelta(days=15)).isoformat(),
        }
        return {**fields, **changes}


def send(browser: Owner, path: str, data: dict[str, str] | None = None) -> TestResponse:
    """Send a form of a page that stands at the same address."""
    found = TOKEN.search(browser.client.get("/it/account").text)
    assert found is not None
    return browser.client.post(path, data={**(data or {}), "csrf_token": found[1]})


def make_joined(site: Flask, name: str = FIRM, tax_code: str = "01234567897") -> Joined:
    """Uno and due work in the firm's town, lontano elsewhere."""
    state = state_of(site)
    on = today(state.clock())
    book = state.packs.newest_on(on).content.agreements
    assert book is not None
    owner = make_person(site, "Ada Prova")
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        firm = register_firm(work, FirmDetails(name), tax_code=tax_code, owner_id=owner.id)
        add_seat(work, firm, NewSeat("Sede", TOWN, CODE))
        adherence = start_adherence(work, book, firm, AGREEMENT, on=on, sector="workshop")
        count_size(work, adherence, 7)
        prove_route(work, adherence, "membership", ShownBy(reference="socio 42"), on=on)
        declare_other_text(work, adherence, other=False)
        sign_adherence_in_system(work, book, adherence, fix_form(work, book, adherence, on=on), "Ada Prova", on=on)
        bodies = {}
        for who, town in (("uno", TOWN), ("due", TOWN), ("lontano", "Altrove")):
            bodies[who] = open_body(work, "union", f"Sindacato {who.title()}")
            set_territories(work, bodies[who], [(town, "*")])
    officers = {who: make_person(site, f"Persona {who}", [("body", body, "staff")]) for who, body in bodies.items()}
    return Joined(site, firm, adherence, owner, officers, bodies)
