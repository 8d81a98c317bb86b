"""A firm with a check-up, a consultancy with a mandate of it, and the people of both, each in a browser."""

from dataclasses import dataclass
from datetime import date
from itertools import count

from flask import Flask
from stdnum import luhn

from cip.assessment.actions.adopt_check_up import adopt_check_up
from cip.database.work import open_work
from cip.parties.access import SYSTEM
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.open_body import open_body
from cip.parties.actions.register_firm import FirmDetails, NewSeat, register_firm
from cip.parties.actions.revoke_mandate import revoke_mandate
from cip.web.state import state_of
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone, make_person

_numbers = count(1)


def tax_code(number: int) -> str:
    """A tax code of a firm with its right check digit, another one for each number."""
    start = f"{number:07d}015"
    return start + luhn.calc_check_digit(start)


@dataclass(frozen=True)
class Desk:
    """`owner` holds the check-up of the firm, `consultant` is a browser of somebody of the body with the mandate."""

    site: Flask
    firm_id: str
    body_id: str
    mandate_id: str
    boss: Someone
    adviser: Someone
    owner: Owner
    consultant: Owner

    @property
    def check_up_id(self) -> str:
        return self.owner.check_up_id

    @property
    def base(self) -> str:
        """The consultant's pages of the check-up."""
        return f"/it/consultant/check-up/{self.check_up_id}"

    def get(self, path: str) -> str:
        """A page of the consultant that must be there."""
        answer = self.consultant.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def post(self, path: str, data: dict[str, object] | None = None, *, by: Owner | None = None) -> tuple[int, str]:
        """A form of the consultant (or of somebody else), drawn just now unless it says otherwise; status and page."""
        who = by or self.consultant
        form = {"seq": str(self.owner.last_seq()), **(data or {}), "csrf_token": who.token()}
        answer = who.client.post(path, data=form)
        return answer.status_code, answer.text

    def revoke(self) -> None:
        """End the mandate."""
        with work_of(self.site) as work:
            revoke_mandate(work, self.mandate_id)


def work_of(site: Flask):  # type: ignore[no-untyped-def]
    """A Work of the machine itself, at the site's clock."""
    state = state_of(site)
    return open_work(state.database, actor=SYSTEM, now=state.clock())


def make_desk(site: Flask, name: str = "Officina Rossi", body: str = "IRENE di prova") -> Desk:
    """A world of its own: the firm, the body, the mandate, a check-up that the firm has taken over."""
    number = next(_numbers)
    boss = make_person(site, f"Titolare {number}")
    with work_of(site) as work:
        body_id = open_body(work, "consultancy", f"{body} {number}")
        firm_id = register_firm(
            work,
            FirmDetails(f"{name} {number}"),
            tax_code=tax_code(number),
            seats=[NewSeat("Sede", "Sesto San Giovanni")],
            owner_id=boss.id,
        )
        mandate_id = give_mandate(
            work, firm_id, body_id, scopes=["check_up"], from_day=date(2026, 1, 1), given_by=boss.id
        )
    adviser = make_person(site, f"Consulente {number}", [("body", body_id, "staff")])
    owner = boss.browser()
    owner.start()
    with work_of(site) as work:
        adopt_check_up(work, owner.check_up_id, firm_id, on_day=state_of(site).clock().date())
    consultant = adviser.browser()
    consultant.check_up_id = owner.check_up_id
    return Desk(site, firm_id, body_id, mandate_id, boss, adviser, owner, consultant)
