"""A firm's own area: from a guest's check-up to a firm with colleagues and a mandate, page by page."""

import re
from collections.abc import Mapping
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from cip.assessment.reads import check_ups_of_firm, find_check_up, who_wrote
from cip.database.audit.rows import AuditEntryRow
from cip.database.outbox import OutboxRow
from cip.database.work import open_reading, open_work
from cip.parties.access import SYSTEM
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.open_body import open_body, set_territories
from cip.parties.actions.register_firm import FirmDetails, register_firm
from cip.parties.reads import (
    counts_of,
    find_firm,
    firm_by_tax_code,
    mandates_given,
    members_of,
    open_invitations,
    requests_of_firm,
    seats_of,
    workforce_of,
)
from cip.web.state import state_of
from tests.integration.web.conftest import NOW
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone, make_person

BAKERY, GARAGE = "00000039990", "00000049999"
FIRM = {"name": "Forno Ada", "tax_code": BAKERY, "municipality": "Bollate", "declared": "yes"}
LINK = re.compile(r"/it/invitation/[A-Za-z0-9_-]{43}")


def post(browser: Owner, path: str, data: Mapping[str, object] | None = None) -> TestResponse:
    """Send a form to a page of the site."""
    return browser.client.post(f"/it{path}", data={**(data or {}), "csrf_token": browser.token()})


def get(browser: Owner, path: str) -> TestResponse:
    """Open a page of the site."""
    return browser.client.get(f"/it{path}")


def mailed_link(site: Flask) -> str:
    """The link of the newest invitation that waits to be mailed."""
    with open_reading(state_of(site).database) as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.template == "invitation").order_by(OutboxRow.made_at))
        payload = [row.payload for row in rows][-1]
    found = LINK.search(payload or "")
    assert found is not None
    return found[0].removeprefix("/it")


@pytest.fixture
def ada(site: Flask) -> Someone:
    """Somebody without any firm."""
    return make_person(site, "Ada Rossi", email="ada@example.org")


@pytest.fixture
def firm_id(site: Flask, ada: Someone) -> str:
    """Ada's bakery in Bollate."""
    browser = ada.browser()
    assert post(browser, "/firm/new", FIRM).status_code == 303
    with open_reading(state_of(site).database) as session:
        found = firm_by_tax_code(session, BAKERY)
    assert found is not None
    return found.id


@pytest.fixture
def body_id(site: Flask) -> str:
    """A consultancy for shops in Bollate."""
    with open_work(state_of(site).database, actor=SYSTEM, now=NOW) as work:
        body = open_body(work, "consultancy", "Associazione Prova")
        set_territories(work, body, [("Bollate", "*")])
    return body


def test_a_guests_check_up_becomes_the_firms(site: Flask, ada: Someone) -> None:
    browser = Owner(site)
    browser.start()
    browser.profile()
    assert "account/new" in get(browser, f"/firm/adopt/{browser.check_up_id}").text
    ada.sign_in(browser.client)
    registered = post(browser, "/firm/new", FIRM)
    assert registered.headers["Location"].startswith(f"/it/firm/adopt/{browser.check_up_id}")
    assert "Tenetelo qui" in browser.client.get(registered.headers["Location"]).text
    with open_reading(state_of(site).database) as session:
        firm = firm_by_tax_code(session, BAKERY)
    assert firm is not None
    assert post(browser, f"/firm/adopt/{browser.check_up_id}", {"firm_id": firm.id}).status_code == 303
    home = get(browser, f"/firm/{firm.id}").text
    assert f"/check-up/{browser.check_up_id}" in home
    assert "In corso" in home
    hub = browser.get()
    assert hub.status_code == 200
    assert "Prima che entrasse nello spazio" in hub.text
    assert "Prendete il codice" not in hub.text
    assert browser.get("/keep").status_code == 404
    signed_out = Owner(site)
    signed_out.check_up_id = browser.check_up_id
    assert signed_out.get().status_code == 404


def test_whoever_registers_declares_to_represent_the_firm(site: Flask, ada: Someone) -> None:
    browser = ada.browser()
    assert "Chi registra dichiara di rappresentare" in get(browser, "/firm/new").text
    refused = post(browser, "/firm/new", {**FIRM, "declared": ""})
    assert refused.status_code == 422
    assert "#declared" in refused.text
    assert post(browser, "/firm/new", FIRM).status_code == 303
    with open_reading(state_of(site).database) as session:
        firm = firm_by_tax_code(session, BAKERY)
        assert firm is not None
        told = session.scalars(select(AuditEntryRow).where(AuditEntryRow.object_id == firm.id)).one()
    assert (told.kind, told.actor, told.act) == ("firms", f"person:{ada.id}", "owner.new_now")
    assert told.before is None


def test_the_guest_who_signs_out_has_it_no_more(site: Flask, ada: Someone, firm_id: str) -> None:
    browser = Owner(site)
    browser.start()
    ada.sign_in(browser.client)
    assert post(browser, f"/firm/adopt/{browser.check_up_id}", {"firm_id": firm_id}).status_code == 303
    post(browser, "/account/sign-out")
    assert browser.get().status_code == 404
    assert browser.post("/profile", {"workers": "7"}).status_code == 404


def test_a_check_up_of_somebody_else_is_not_taken(site: Flask, ada: Someone, firm_id: str) -> None:
    stranger = Owner(site)
    stranger.start()
    browser = ada.browser()
    assert post(browser, f"/firm/adopt/{stranger.check_up_id}", {"firm_id": firm_id}).status_code == 404
    other = make_person(site, "Bea Verdi").browser()
    other.start()
    assert post(other, f"/firm/adopt/{other.check_up_id}", {"firm_id": firm_id}).status_code == 404
    with open_reading(state_of(site).database) as session:
        for check_up_id in (stranger.check_up_id, other.check_up_id):
            found = find_check_up(session, check_up_id)
            assert found is not None
            assert found.firm_id is None


def test_a_known_tax_code_tells_nothing(site: Flask, firm_id: str) -> None:
    browser = make_person(site, "Bea Verdi").browser()
    answer = post(browser, "/firm/new", {"name": "Mio", "tax_code": "000 000 399 90", "declared": "yes"})
    assert answer.status_code == 422
    assert "già registrata" in answer.text
    for told in ("Forno", "Ada", firm_id, "Bollate"):
        assert told not in answer.text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("tax_code", ""),
        ("tax_code", "00000039991"),
        ("name", " "),
        ("vat", "00000039991"),
        ("ateco", "4711101"),
        ("ccnl", "ZZ"),
        ("istat", "123"),
    ],
)
def test_mistakes_are_said_where_they_are(site: Flask, ada: Someone, field: str, typed: str) -> None:
    browser = ada.browser()
    answer = post(browser, "/firm/new", {**FIRM, field: typed})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    with open_reading(state_of(site).database) as session:
        assert firm_by_tax_code(session, BAKERY) is None


def test_ateco_needs_its_list(site: Flask, ada: Someone) -> None:
    browser = ada.browser()
    assert post(browser, "/firm/new", {**FIRM, "ateco": "107110"}).status_code == 422
    full = {**FIRM, "ateco": "107110", "ateco_version": "2025", "vat": "IT 00000039990", "ccnl": "h011"}
    assert post(browser, "/firm/new", full).status_code == 303
    with open_reading(state_of(site).database) as session:
        found = firm_by_tax_code(session, BAKERY)
        assert found is not None
        assert (found.ateco_code, found.ateco_version, found.ccnl_code) == ("10.71.10", "2025", "H011")
        assert [seat.municipality for seat in seats_of(session, found.id)] == ["Bollate"]


def test_details_and_seats(site: Flask, ada: Someone, firm_id: str) -> None:
    browser = ada.browser()
    assert post(browser, f"/firm/{firm_id}/details", {"name": "Forno & Figli"}).status_code == 303
    assert post(browser, f"/firm/{firm_id}/seats", {"municipality": ""}).status_code == 422
    assert post(browser, f"/firm/{firm_id}/seats", {"municipality": "Rho", "seat_name": "Negozio"}).status_code == 303
    page = get(browser, f"/firm/{firm_id}/details").text
    assert "Forno &amp; Figli" in page
    seat = re.findall(rf"/firm/{firm_id}/seats/([0-9a-f]{{32}})/close", page)
    assert len(seat) == 2
    assert post(browser, f"/firm/{firm_id}/seats/{seat[0]}/close").status_code == 303
    assert post(browser, f"/firm/{firm_id}/seats/{seat[0]}/close").status_code == 404
    with open_reading(state_of(site).database) as session:
        assert len(seats_of(session, firm_id)) == 1
        found = find_firm(session, firm_id)
        assert found is not None
        assert found.tax_code == BAKERY


def test_a_colleague_is_invited_and_makes_an_account(site: Flask, ada: Someone, firm_id: str) -> None:
    browser = ada.browser()
    invited = post(browser, f"/firm/{firm_id}/people", {"email": "Bruno@example.org", "role": "collaborator"})
    assert invited.status_code == 303
    link = mailed_link(site)
    newcomer = Owner(site)
    page = get(newcomer, link)
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert "bruno@example.org" in page.text
    assert f'action="/it{link}"' in page.text
    assert post(newcomer, link, {"name": ""}).status_code == 422
    assert post(newcomer, link, {"name": "Bruno Neri", "new": "corta"}).status_code == 422
    joined = post(newcomer, link, {"name": "Bruno Neri"})
    assert joined.headers["Location"].startswith(f"/it/firm/{firm_id}")
    assert "Forno Ada" in newcomer.client.get(joined.headers["Location"]).text
    assert get(newcomer, link).status_code == 404
    assert get(newcomer, f"/firm/{firm_id}/details").status_code == 404
    assert post(newcomer, f"/firm/{firm_id}/people", {"email": "x@example.org", "role": "owner"}).status_code == 404


def test_an_invitation_opened_twice_changes_nothing(site: Flask, ada: Someone, firm_id: str) -> None:
    browser = ada.browser()
    post(browser, f"/firm/{firm_id}/people", {"email": "bruno@example.org", "role": "collaborator"})
    link = mailed_link(site)
    for _again in range(2):
        get(Owner(site), link)
    with open_reading(state_of(site).database) as session:
        assert len(open_invitations(session, firm_id, NOW)) == 1
        assert len(members_of(session, firm_id)) == 1


def test_somebody_else_cannot_use_it(site: Flask, ada: Someone, firm_id: str) -> None:
    browser = ada.browser()
    make_person(site, "Bruno Neri", email="bruno@example.org")
    post(browser, f"/firm/{firm_id}/people", {"email": "bruno@example.org", "role": "owner"})
    link = mailed_link(site)
    eve = make_person(site, "Eva Blu").browser()
    assert "altro indirizzo" in get(eve, link).text
    assert "altro indirizzo" in post(eve, link).text
    assert "già un accesso" in get(Owner(site), link).text
    nobody = post(Owner(site), link, {"name": "Bruno Falso"})
    assert "Location" not in nobody.headers
    with open_reading(state_of(site).database) as session:
        assert len(members_of(session, firm_id)) == 1


def test_roles_removal_and_leaving(site: Flask, ada: Someone, firm_id: str) -> None:
    browser = ada.browser()
    bruno = make_person(site, "Bruno Neri", [("firm", firm_id, "collaborator")])
    assert post(browser, f"/firm/{firm_id}/leave").status_code == 409
    page = get(browser, f"/firm/{firm_id}/people").text
    (theirs,) = re.findall(rf"/firm/{firm_id}/people/([0-9a-f]{{32}})/role", page)
    assert post(browser, f"/firm/{firm_id}/people/{theirs}/role", {"role": "manager"}).status_code == 400
    assert post(browser, f"/firm/{firm_id}/people/{theirs}/role", {"role": "owner"}).status_code == 303
    assert post(browser, f"/firm/{firm_id}/leave").status_code == 303
    assert get(browser, f"/firm/{firm_id}").status_code == 404
    with open_reading(state_of(site).database) as session:
        assert [(one.person_id, one.role) for one in members_of(session, firm_id)] == [(bruno.id, "owner")]


def test_a_mandate_opens_the_check_up_and_marks_every_act(
    site: Flask, ada: Someone, firm_id: str, body_id: str
) -> None:
    browser = ada.browser()
    started = post(browser, f"/firm/{firm_id}/check-up")
    browser.check_up_id = started.headers["Location"].split("/")[3]
    browser.profile()
    carla = make_person(site, "Carla Gialli", [("body", body_id, "staff")])
    consultant = carla.browser()
    consultant.check_up_id = browser.check_up_id
    assert consultant.get().status_code == 404
    form = {"body_id": body_id, "scopes": ["check_up"], "from_day": "2026-11-21"}
    assert post(browser, f"/firm/{firm_id}/mandates/new", form).status_code == 303
    assert "Il check-up di Forno Ada" in consultant.get().text
    consultant.post("/area/T", {"T1": "2"})
    with open_reading(state_of(site).database) as session:
        (mandate,) = mandates_given(session, firm_id)
        actors = [one.actor for one in who_wrote(session, browser.check_up_id)]
    assert actors == [f"person:{ada.id}", f"person:{carla.id}/mandate:{mandate.id}"]
    hub = browser.get().text
    assert "Associazione Prova" in hub
    assert "cancellate tutto ora" in hub
    assert "cancellate tutto ora" not in consultant.get().text
    assert "/erase" in browser.get("/data").text
    assert "/erase" not in consultant.get("/data").text
    for path in ("/erase", "/close"):
        assert consultant.post(path).status_code == 404
    assert get(consultant, f"/firm/{firm_id}").status_code == 200
    for path in ("people", "details", "counters", "workforce", "help", "mandates/new"):
        assert get(consultant, f"/firm/{firm_id}/{path}").status_code == 404
    weak = carla.browser(strong=False)
    weak.check_up_id = browser.check_up_id
    assert weak.get().status_code != 200
    assert post(browser, f"/firm/{firm_id}/mandates/{mandate.id}/revoke").status_code == 303
    assert consultant.get().status_code == 404
    assert consultant.post("/area/T", {"T1": "4"}).status_code == 404
    assert get(consultant, f"/firm/{firm_id}").status_code == 404
    assert "tolto il" in get(browser, f"/firm/{firm_id}/mandates").text


def test_a_mandate_that_nobody_could_use_is_not_given(site: Flask, ada: Someone, firm_id: str, body_id: str) -> None:
    browser, path = ada.browser(), f"/firm/{firm_id}/mandates/new"
    assert "Lavora a Bollate, dove avete una sede." in get(browser, path).text
    form = {"body_id": body_id, "scopes": ["check_up"], "from_day": "2026-11-21"}
    wrongs: list[dict[str, object]] = [
        {"scopes": []},
        {"from_day": ""},
        {"to_day": "2026-11-20"},
        {"person": "x@example.org"},
        {"body_id": "0" * 32},
        {"body_id": ""},
    ]
    for wrong in wrongs:
        assert post(browser, path, {**form, **wrong}).status_code == 422
    with open_reading(state_of(site).database) as session:
        assert mandates_given(session, firm_id) == []


def test_a_consultant_starts_a_check_up_in_the_firm(site: Flask, ada: Someone, firm_id: str, body_id: str) -> None:
    carla = make_person(site, "Carla Gialli", [("body", body_id, "manager")])
    with open_work(state_of(site).database, actor=SYSTEM, now=NOW) as work:
        give_mandate(work, firm_id, body_id, scopes=["check_up"], from_day=NOW.date(), given_by=ada.id)
    started = post(carla.browser(), f"/firm/{firm_id}/check-up")
    assert started.status_code == 303
    with open_reading(state_of(site).database) as session:
        (found,) = check_ups_of_firm(session, firm_id)
    assert found.check_up.guest_digest is None
    assert found.check_up.id in started.headers["Location"]


def test_the_next_check_up_of_a_firm_stays_in_it(site: Flask, ada: Someone, firm_id: str) -> None:
    browser = ada.browser()
    started = post(browser, f"/firm/{firm_id}/check-up")
    browser.check_up_id = started.headers["Location"].split("/")[3]
    browser.profile()
    browser.conclude()
    assert browser.post("/again").status_code == 303
    with open_reading(state_of(site).database) as session:
        found = check_ups_of_firm(session, firm_id)
    assert [one.check_up.stage for one in found] in (["T0", "T1"], ["T1", "T0"])
    assert {one.check_up.expires_on for one in found} == {None}
    assert sorted(one.level is None for one in found) == [False, True]
    home = get(browser, f"/firm/{firm_id}").text
    assert "livello" in home
    assert browser.post("/erase", {"which": "all"}).status_code == 303
    with open_reading(state_of(site).database) as session:
        assert check_ups_of_firm(session, firm_id) == []


def test_help_is_asked_and_confirmed(site: Flask, ada: Someone, firm_id: str, body_id: str) -> None:
    browser = ada.browser()
    carla = make_person(site, "Carla Gialli", [("body", body_id, "manager")])
    consultant = carla.browser()
    asked = {"bodies": [body_id], "place": "Bollate", "note": "<b>Da dove?</b>"}
    assert post(browser, f"/firm/{firm_id}/help", {**asked, "bodies": []}).status_code == 422
    assert post(browser, f"/firm/{firm_id}/help", asked).status_code == 303
    page = get(consultant, f"/body/{body_id}/requests").text
    assert "Forno Ada" in page
    assert "&lt;b&gt;Da dove?" in page
    with open_reading(state_of(site).database) as session:
        (request,) = requests_of_firm(session, firm_id)
    answer = f"/body/{body_id}/requests/{request.id}/answer"
    assert post(consultant, answer, {"said": ""}).status_code == 422
    said = {"said": "yes", "person_id": carla.id, "note": "Volentieri"}
    assert post(consultant, answer, said).status_code == 303
    assert post(consultant, answer, said).status_code == 409
    page = get(browser, f"/firm/{firm_id}/help").text
    assert "Volentieri" in page
    assert "Carla Gialli" in page
    confirm = f"/firm/{firm_id}/help/{request.id}/confirm"
    assert post(browser, confirm, {"scopes": []}).status_code == 422
    terms = {"scopes": ["check_up", "survey"], "from_day": "21/11/2026", "to_day": "2027-11-20"}
    assert post(browser, confirm, terms).status_code == 303
    with open_reading(state_of(site).database) as session:
        (given,) = mandates_given(session, firm_id)
    assert (given.person_name, given.mandate.to_day) == ("Carla Gialli", date(2027, 11, 20))
    assert post(browser, f"/firm/{firm_id}/help/{request.id}/withdraw").status_code == 409


def test_counters(site: Flask, ada: Someone, firm_id: str) -> None:
    browser = ada.browser()
    path = f"/firm/{firm_id}/counters"
    for wrong in ({"up_to_50": "6,5"}, {"awu": "6,555"}, {"awu": "-1"}, {"awu": "nan"}, {"awu": "1e3x"}):
        assert post(browser, path, {"on_day": "2026-11-21", **wrong}).status_code == 422
    assert post(browser, path, {"on_day": "2026-11-22", "awu": "6"}).status_code == 422
    assert post(browser, path, {"on_day": "2026-11-21", "awu": "6,25", "up_to_50": "7"}).status_code == 303
    with open_reading(state_of(site).database) as session:
        found = {one.counter: one.hundredths for one in counts_of(session, firm_id)}
    assert found == {"awu": 625, "up_to_50": 700}
    assert 'value="6,25"' in get(browser, path).text


def test_the_table_of_people_must_add_up(site: Flask, ada: Someone, firm_id: str) -> None:
    browser = ada.browser()
    path = f"/firm/{firm_id}/workforce"
    boxes = {"woman.permanent.from_30": "4", "man.permanent.from_55": "2", "on_day": "2026-11-21"}
    answer = post(browser, path, {**boxes, "workers": "7"})
    assert answer.status_code == 422
    assert "fanno 6" in answer.text
    assert 'value="4"' in answer.text
    assert post(browser, path, {**boxes, "workers": "6", "man.other.from_30": "x"}).status_code == 422
    assert post(browser, path, {**boxes, "workers": "6"}).status_code == 303
    with open_reading(state_of(site).database) as session:
        found = workforce_of(session, firm_id)
    assert found is not None
    assert found.of_sex("woman") == 4
    assert "6 persone" in get(browser, path).text


def test_a_firm_that_was_taken_over_points_on(site: Flask, ada: Someone, firm_id: str) -> None:
    admin = make_person(site, "Zoe Grigi", [("platform", "0" * 32, "admin")])
    other = make_person(site, "Bea Verdi")
    with open_work(state_of(site).database, actor=SYSTEM, now=NOW) as work:
        stays = register_firm(work, FirmDetails("Officina"), tax_code=GARAGE, owner_id=other.id)
    browser = admin.browser()
    page = get(browser, "/admin/firms").text
    assert "Forno Ada" in page
    assert "Bollate" not in page
    merge = {"gone": firm_id, "stays": stays}
    assert post(browser, "/admin/firms/merge", merge).status_code == 422
    assert post(browser, "/admin/firms/merge", {**merge, "stays": firm_id, "sure": "yes"}).status_code == 422
    assert post(browser, "/admin/firms/merge", {**merge, "sure": "yes"}).status_code == 303
    assert get(ada.browser(), f"/firm/{firm_id}").headers["Location"] == f"/it/firm/{stays}"
    assert get(make_person(site, "Eva Blu").browser(), f"/firm/{firm_id}").status_code == 404
