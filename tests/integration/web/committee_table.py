"""A committee at work: its manager and staff, a firm that joined, its owner, a union officer, each in a browser."""

import re
from dataclasses import dataclass

from flask import Flask

from cip.agreement.actions.seat_committee import appoint_committee
from cip.agreement.disputes import Dispute
from cip.agreement.reads.committees import committee_of, disputes_of
from cip.agreement.records import AdherenceRow
from cip.database.work import Work, open_reading, open_work
from cip.kernel.clock import today
from cip.parties.access import SYSTEM
from cip.parties.actions.open_body import close_body, open_body, set_territories
from cip.parties.actions.register_firm import FirmDetails, NewSeat, register_firm
from cip.web.state import state_of
from tests.integration.web.consultant.desk import _numbers, tax_code
from tests.integration.web.owner import Owner
from tests.integration.web.people import make_person

AGREEMENT = "demo-2026"


@dataclass
class Table:
    """The ids and the browsers."""

    site: Flask
    body_id: str
    firm_id: str
    adherence_id: str
    manager: Owner
    staff: Owner
    owner: Owner
    union: Owner
    union_id: str = ""
    manager_id: str = ""

    @property
    def base(self) -> str:
        """The committee's pages."""
        return f"/it/committee/{self.body_id}"

    @property
    def brought(self) -> str:
        """The page of what parties bring before it."""
        return f"/it/adherences/{self.firm_id}/{self.adherence_id}/committee"

    @property
    def disputes(self) -> list[Dispute]:
        """Those of this firm, newest first."""
        with open_reading(state_of(self.site).database) as session:
            return [one for one in disputes_of(session, AGREEMENT) if one.adherence_id == self.adherence_id]

    def get(self, path: str, by: Owner | None = None) -> str:
        """A page that must be there, its spaces tidied."""
        answer = (by or self.manager).client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return re.sub(r"\s+", " ", answer.text)

    def post(self, path: str, data: dict[str, str] | None = None, by: Owner | None = None) -> int:
        """A form that is sent; how it was answered."""
        who = by or self.manager
        return who.client.post(path, data={**(data or {}), "csrf_token": who.token()}).status_code


def make_table(site: Flask) -> Table:
    """Everybody, new; a committee that the agreement had before is closed."""
    state, number = state_of(site), next(_numbers)
    boss = make_person(site, f"Titolare {number}")
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        before = committee_of(work.session, AGREEMENT)
        if before is not None:
            close_body(work, before.body_id)
        body_id = open_body(work, "committee", f"Comitato di prova {number}")
        appoint_committee(work, body_id, AGREEMENT)
        union_id = open_body(work, "union", f"Sindacato di prova {number}")
        set_territories(work, union_id, [("Valfinta", "*")])
        details, seats = FirmDetails(f"Forno Tavolo {number}"), [NewSeat("Sede", "Valfinta")]
        firm_id = register_firm(work, details, tax_code=tax_code(number), seats=seats, owner_id=boss.id)
        adherence_id = _signed(work, firm_id)
    manager = make_person(site, f"Comitato {number}", [("body", body_id, "manager")])
    staff = make_person(site, f"Segreteria {number}", [("body", body_id, "staff")])
    officer = make_person(site, f"Sindacalista {number}", [("body", union_id, "staff")])
    return Table(
        site,
        body_id,
        firm_id,
        adherence_id,
        manager=manager.browser(),
        staff=staff.browser(),
        owner=boss.browser(),
        union=officer.browser(),
        union_id=union_id,
        manager_id=manager.id,
    )


def _signed(work: Work, firm_id: str) -> str:
    """A joining that is signed and waits for its protocol number."""
    adherence_id, on = work.new_id(), today(work.now)
    values = {
        "id": adherence_id,
        "firm_id": firm_id,
        "agreement_id": AGREEMENT,
        "state": "signed",
        "started_on": on,
        "started_by": "system",
        "form": "{}",
        "form_sha256": "0" * 64,
        "form_version": 1,
        "route": "membership",
        "signed_kind": "in_system",
        "signed_on": on,
        "signed_name": "Prova",
        "signed_by_label": "system",
        "joined_on": on,
        "sector": "shop",
        "seat_name": "Valfinta",
    }
    work.session.add(AdherenceRow(**values))
    work.session.flush()
    return adherence_id
