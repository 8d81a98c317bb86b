"""Evidence of a firm's check-up: its consultant may say what they saw; both see all of it, nobody else any of it."""

from dataclasses import dataclass
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from cip.assessment.actions.adopt_check_up import adopt_check_up
from cip.database.work import open_work
from cip.parties.access import SYSTEM
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.open_body import open_body
from cip.parties.actions.register_firm import FirmDetails, register_firm
from cip.web.state import state_of
from tests.integration.parties.cast import BAKERY
from tests.integration.web.conftest import NOW
from tests.integration.web.owner import Owner
from tests.integration.web.people import make_person
from tests.unit.files.samples import PDF


@dataclass
class Assisted:
    """A firm's check-up as its owner and its consultant see it, and as a consultant of another body does."""

    owner: Owner
    consultant: Owner
    stranger: Owner


@pytest.fixture
def assisted(site: Flask, owner: Owner) -> Assisted:
    """See Assisted."""
    ada = make_person(site, "Ada Forno")
    with open_work(state_of(site).database, actor=SYSTEM, now=NOW) as work:
        firm = register_firm(work, FirmDetails("Forno Ada"), tax_code=BAKERY, owner_id=ada.id)
        bodies = [open_body(work, "consultancy", name) for name in ("Una", "Altra")]
        give_mandate(work, firm, bodies[0], scopes=["check_up"], from_day=NOW.date(), given_by=ada.id)
        adopt_check_up(work, owner.check_up_id, firm, on_day=NOW.date())
    carla, dario = (
        make_person(site, name, [("body", body, "staff")])
        for name, body in zip(("Carla Vede", "Dario Altrove"), bodies, strict=True)
    )
    browsers = [one.browser() for one in (ada, carla, dario)]
    for each in browsers:
        each.check_up_id = owner.check_up_id
    return Assisted(*browsers)


def add(who: Owner, **fields: str) -> TestResponse:
    return who.post("/evidence/indicators/T1", {"what": "file", "file": (BytesIO(PDF), "a.pdf"), **fields})


def added(answer: TestResponse) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].partition("#e-")[2]


def test_the_consultant_says_what_they_saw_and_when(assisted: Assisted) -> None:
    assert "L'ho vista di persona" in assisted.consultant.get("/evidence/indicators/T1").text
    added(add(assisted.consultant, what="seen", seen_on="2026-11-20", note="Il tabellone in cucina"))
    page = assisted.owner.get("/evidence").text
    for words in ("Vista il 20 novembre 2026", "Il tabellone in cucina", "da Carla Vede"):
        assert words in page


@pytest.mark.parametrize("day", ["", "2026-11-22", "ieri"])
def test_not_before_it_was_seen(assisted: Assisted, day: str) -> None:
    assert add(assisted.consultant, what="seen", seen_on=day).status_code == 422


def test_the_firm_does_not_say_that_it_saw_itself(assisted: Assisted) -> None:
    assert "L'ho vista di persona" not in assisted.owner.get("/evidence/indicators/T1").text
    assert add(assisted.owner, what="seen", seen_on="2026-11-20").status_code == 422


def test_who_may_take_back_what(assisted: Assisted) -> None:
    theirs = added(add(assisted.owner))
    seen = added(add(assisted.consultant, what="seen", seen_on="2026-11-20"))
    assert assisted.consultant.get(f"/evidence/{theirs}/file").data == PDF
    assert assisted.consultant.post(f"/evidence/{theirs}/withdraw", {"why": "perché"}).status_code == 404
    assert f"{theirs}/withdraw" not in assisted.consultant.get("/evidence").text
    assert assisted.consultant.post(f"/evidence/{seen}/withdraw", {"why": "era un'altra ditta"}).status_code == 303
    assert assisted.owner.post(f"/evidence/{theirs}/withdraw", {"why": "perché"}).status_code == 303


def test_a_consultant_of_another_body_finds_nothing(assisted: Assisted) -> None:
    theirs = added(add(assisted.owner))
    for path in ("/evidence", "/evidence/indicators/T1", f"/evidence/{theirs}/file", f"/evidence/{theirs}/withdraw"):
        assert assisted.stranger.get(path).status_code == 404
    assert add(assisted.stranger).status_code == 404
    assert add(assisted.stranger, what="seen", seen_on="2026-11-20").status_code == 404
