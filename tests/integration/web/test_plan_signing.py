"""A version of the plan is signed through the pages: on paper and in the system."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import text

from cip.assessment.actions.adopt_check_up import adopt_check_up
from cip.assessment.evidence import owner_key
from cip.assessment.reads import plan_signatures_of, plan_versions_of
from cip.database.work import open_reading, open_work
from cip.kernel.canonical import sha256_of
from cip.parties.access import SYSTEM
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.open_body import open_body
from cip.parties.actions.register_firm import FirmDetails, register_firm
from cip.web import limits
from cip.web.state import state_of
from tests.integration.web.conftest import Clock
from tests.integration.web.owner import Owner
from tests.integration.web.people import make_person
from tests.integration.web.planning import M01, agree, ready, words
from tests.integration.worlds import ON_BOTH
from tests.unit.files.samples import PDF

pytestmark = pytest.mark.parametrize("database_kind", ON_BOTH, indirect=True)


@dataclass(frozen=True)
class Firm:
    """A firm with a plan that can be agreed, and the browsers of its people."""

    owner: Owner
    collaborator: Owner
    consultant: Owner
    site: Flask

    @property
    def signatures(self) -> list[tuple[str, str]]:
        with open_reading(state_of(self.site).database) as session:
            return [(one.kind, one.name) for one in plan_signatures_of(session, self.owner.check_up_id)]


@pytest.fixture
def firm(owner: Owner, site: Flask) -> Firm:
    ready(owner)
    state = state_of(site)
    boss = make_person(site, "Anna Titolare")
    on = state.clock().date()
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        details = FirmDetails("Panetteria", None, None, None, None)
        firm_id = register_firm(work, details, tax_code="01234567897", owner_id=boss.id)
        adopt_check_up(work, owner.check_up_id, firm_id, on_day=on)
        body_id = open_body(work, "consultancy", "IRENE")
        give_mandate(work, firm_id, body_id, scopes=["check_up"], from_day=on, given_by=boss.id)
    helper = make_person(site, "Carlo", [("firm", firm_id, "collaborator")])
    adviser = make_person(site, "Dora", [("body", body_id, "staff")])
    found = Firm(boss.browser(), helper.browser(), adviser.browser(), site)
    for browser in (found.owner, found.collaborator, found.consultant):
        browser.check_up_id = owner.check_up_id
    return found


def test_the_owner_signs_in_the_system(firm: Firm) -> None:
    version = agree(firm.owner)
    page = words(firm.owner.get(f"{version}/sign"))
    assert "Io, Anna Titolare, rappresento l'impresa" in page
    refused = firm.owner.post(f"{version}/sign")
    assert refused.status_code == 422
    assert "Mettete la spunta" in refused.text
    assert firm.signatures == []
    for _twice in range(2):
        assert firm.owner.post(f"{version}/sign", {"agree": "yes"}).status_code == 303
    assert firm.signatures == [("in_system", "Anna Titolare")]
    page = words(firm.owner.get(version))
    assert "Stato: firmata." in page
    for known in ("Panetteria", "01234567897"):
        assert f'<span class="write">{known}</span>' in page
    assert "Firmato nel sistema da Anna Titolare:" in page
    assert "firmata la versione 1" in words(firm.owner.get("/plan"))
    with open_reading(state_of(firm.site).database) as session:
        (kept,) = plan_versions_of(session, firm.owner.check_up_id)
    assert kept.made_by.startswith("person:")


def test_signing_asks_for_the_password_again_after_a_while(firm: Firm, clock: Clock) -> None:
    version = agree(firm.owner)
    clock.now += timedelta(minutes=15)
    page = words(firm.owner.get(f"{version}/sign"))
    assert "date di nuovo la password" in page
    assert "rappresento l'impresa" not in page
    answer = firm.owner.post(f"{version}/sign", {"agree": "yes"})
    assert answer.status_code == 303
    assert "/account/" in answer.headers["Location"]
    assert firm.signatures == []


def test_collaborator_and_consultant_edit_and_read_and_do_not_agree_or_sign(firm: Firm) -> None:
    for browser in (firm.collaborator, firm.consultant):
        assert browser.post("/plan", {**M01, "M01-note": "Insieme."}).status_code == 303
        page = words(browser.get("/plan/agree"))
        assert "Il piano lo concorda chi gestisce lo spazio dell'impresa" in page
        assert "Concordate il piano così" not in page
        assert browser.post("/plan/agree").status_code == 404
    version = agree(firm.owner)
    for browser in (firm.collaborator, firm.consultant):
        assert browser.get(version).status_code == 200
        assert "Firmate questa versione" not in browser.get(version).text
        assert browser.get(f"{version}/sign").status_code == 404
        assert browser.post(f"{version}/sign", {"agree": "yes"}).status_code == 404
        assert browser.post(f"{version}/sign-on-paper", sheet()).status_code == 404
    assert firm.signatures == []


def sheet(content: bytes = PDF, name: str = "firmato.pdf", **changes: object) -> dict[str, object]:
    return {"file": (BytesIO(content), name), "name": "Anna Titolare", "day": "2026-11-21", **changes}


def test_a_signed_sheet_comes_back_and_can_be_had_again(firm: Firm) -> None:
    version = agree(firm.owner)
    assert firm.owner.post(f"{version}/sign-on-paper", sheet()).status_code == 303
    assert firm.signatures == [("paper", "Anna Titolare")]
    page = firm.owner.get(version).text
    found = re.search(rf"{version}/signed/[0-9a-f]{{32}}", page)
    assert found is not None
    answer = firm.collaborator.get(found[0])
    assert answer.status_code == 200
    assert sha256_of(answer.data) == sha256_of(PDF)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert firm.owner.get(f"{version}/signed/{'0' * 32}").status_code == 404


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: sheet(b"not a document", "firmato.pdf"), "Questo tipo di file"),
        (lambda: sheet(b""), "Il file è vuoto"),
        (lambda: sheet(PDF, "firmato.docx"), "non corrisponde"),
        (lambda: sheet(name=""), "Scegliete il file"),
        (lambda: {**sheet(), "name": " "}, "Scrivete chi ha firmato"),
        (lambda: {**sheet(), "name": "x" * 201}, "al massimo 200"),
        (lambda: {**sheet(), "day": "2026-11-22"}, "deve ancora venire"),
        (lambda: {**sheet(), "day": "oggi"}, "Scrivete il giorno"),
    ],
)
def test_a_sheet_that_cannot_be_taken_is_refused(firm: Firm, made: Callable[[], dict[str, object]], said: str) -> None:
    version = agree(firm.owner)
    answer = firm.owner.post(f"{version}/sign-on-paper", made())
    assert answer.status_code == 422
    summary = answer.text.split('class="cip-errors"')[1].split("</div>")[0]
    assert said in unescape(summary)
    assert said in words(answer)
    assert firm.signatures == []


def test_an_older_version_is_no_longer_signed(firm: Firm) -> None:
    first = agree(firm.owner)
    firm.owner.post("/plan", {**M01, "M01-state": "agreed", "M01-owner": "banco"})
    agree(firm.owner)
    assert "ce n'è una più nuova" in words(firm.owner.get(f"{first}/sign"))
    for path, data in ((f"{first}/sign", {"agree": "yes"}), (f"{first}/sign-on-paper", sheet())):
        answer = firm.owner.post(path, data)
        assert answer.status_code == 409
        assert "C'è una versione più nuova" in words(answer)
    assert firm.signatures == []


def test_a_sheet_that_comes_twice_leaves_one_file_in_the_room_of_the_check_up(firm: Firm) -> None:
    version = agree(firm.owner)
    for _twice in range(2):
        assert firm.owner.post(f"{version}/sign-on-paper", sheet()).status_code == 303
    assert firm.signatures == [("paper", "Anna Titolare")]
    with open_reading(state_of(firm.site).database) as session:
        states = session.execute(text("SELECT owner_key, state FROM files ORDER BY state")).all()
    assert [tuple(row) for row in states] == [(owner_key(firm.owner.check_up_id), one) for one in ("clean", "erased")]
    assert firm.owner.get(version).status_code == 200
    found = re.search(rf"{version}/signed/[0-9a-f]{{32}}", firm.owner.get(version).text)
    assert found is not None
    assert firm.owner.get(found[0]).data == PDF


def test_so_many_sheets_a_day_and_no_more(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILES", limits.Limit("files", 1, daily=True))
    version = agree(firm.owner)
    assert firm.owner.post(f"{version}/sign-on-paper", sheet()).status_code == 303
    answer = firm.owner.post(f"{version}/sign-on-paper", sheet(PDF + b"\n"))
    assert answer.status_code == 422
    assert "Per oggi avete caricato molti file" in words(answer)
    assert len(firm.signatures) == 1


def test_a_closed_check_up_is_no_longer_signed(firm: Firm) -> None:
    version = agree(firm.owner)
    assert firm.owner.post("/close").status_code == 303
    for path in (version, f"{version}/sign"):
        page = words(firm.owner.get(path))
        assert "Questo check-up è chiuso" in page
        assert "Firmate questa versione" not in page
        assert "Firmate nel sistema" not in page
    for path, data in ((f"{version}/sign", {"agree": "yes"}), (f"{version}/sign-on-paper", sheet())):
        assert firm.owner.post(path, data).status_code == 409
    assert firm.signatures == []


def test_the_calendar_shows_the_looks_of_what_was_signed_after_the_next_check_up_began(firm: Firm) -> None:
    version = agree(firm.owner)
    assert firm.owner.post(f"{version}/sign", {"agree": "yes"}).status_code == 303
    firm.owner.profile()
    firm.owner.conclude()
    again = firm.owner.post("/again")
    following = again.headers["Location"].split("/")[3]
    assert following != firm.owner.check_up_id
    page = firm.owner.client.post("/it/account/calendar", data={"csrf_token": firm.owner.token()})
    address = re.search(r"/it/calendar/[^\"<\s]+", page.text)
    assert address is not None
    told = firm.site.test_client().get(address[0]).text.replace("\r\n ", "")
    assert "Dopo 6 mesi guardate come va" in told
    assert f"/check-up/{following}/plan" in told
    assert f"/check-up/{firm.owner.check_up_id}/plan" not in told
