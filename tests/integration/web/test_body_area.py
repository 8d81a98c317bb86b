"""The area of bodies and of the administrators: who gets in, with the second factor; what each may do."""

import re

import pytest
from flask import Flask

from cip.database.work import open_reading, open_work
from cip.parties.access import SYSTEM
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.open_body import open_body
from cip.parties.actions.register_firm import FirmDetails, register_firm
from cip.parties.reads import all_bodies, mandates_given, members_of, open_invitations, territories_of
from cip.parties.standing import PLATFORM_ID
from cip.web.state import state_of
from tests.integration.web.conftest import NOW
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone, make_person
from tests.integration.web.test_owner_area import BAKERY, get, mailed_link, post


@pytest.fixture
def body_id(site: Flask) -> str:
    """A consultancy without anybody."""
    with open_work(state_of(site).database, actor=SYSTEM, now=NOW) as work:
        return open_body(work, "consultancy", "Associazione Prova")


@pytest.fixture
def carla(site: Flask, body_id: str) -> Someone:
    """Its manager."""
    return make_person(site, "Carla Gialli", [("body", body_id, "manager")])


@pytest.fixture
def dario(site: Flask, body_id: str) -> Someone:
    """One of its staff."""
    return make_person(site, "Dario Viola", [("body", body_id, "staff")])


@pytest.fixture
def zoe(site: Flask) -> Someone:
    """Who administers the installation."""
    return make_person(site, "Zoe Grigi", [("platform", PLATFORM_ID, "admin")])


def mandate(site: Flask, body_id: str, person_id: str | None = None) -> tuple[str, str]:
    """A firm that gave the body (or one of its people) a mandate; both ids."""
    ada = make_person(site, "Ada Rossi")
    with open_work(state_of(site).database, actor=SYSTEM, now=NOW) as work:
        firm_id = register_firm(work, FirmDetails("Forno Ada"), tax_code=BAKERY, owner_id=ada.id)
        given = give_mandate(
            work, firm_id, body_id, scopes=["check_up"], from_day=NOW.date(), person_id=person_id, given_by=ada.id
        )
    return firm_id, given


def test_only_with_the_second_factor(site: Flask, body_id: str, carla: Someone, zoe: Someone) -> None:
    for who, path in ((carla, f"/body/{body_id}"), (zoe, "/admin")):
        assert get(who.browser(), path).status_code == 200
        assert get(who.browser(strong=False), path).status_code == 303
        assert "/account/sign-in" in get(Owner(site), path).headers["Location"]


def test_strangers_see_no_body(site: Flask, body_id: str) -> None:
    with open_work(state_of(site).database, actor=SYSTEM, now=NOW) as work:
        other = open_body(work, "union", "Sindacato Prova")
    browser = make_person(site, "Eva Blu", [("body", other, "manager")]).browser()
    for path in ("", "/people", "/territories", "/mandates", "/requests"):
        assert get(browser, f"/body/{body_id}{path}").status_code == 404
    for path in ("/admin", "/admin/firms"):
        assert get(browser, path).status_code == 404
    assert post(browser, "/admin/bodies", {"kind": "union", "name": "X", "email": "x@example.org"}).status_code == 404


def test_staff_reads_and_changes_nothing(site: Flask, body_id: str, carla: Someone, dario: Someone) -> None:
    browser = dario.browser()
    for path in ("", "/people", "/mandates", "/requests"):
        assert get(browser, f"/body/{body_id}{path}").status_code == 200
    assert get(browser, f"/body/{body_id}/territories").status_code == 404
    assert post(browser, f"/body/{body_id}/people", {"email": "x@example.org", "role": "staff"}).status_code == 404
    _firm, given = mandate(site, body_id)
    assert post(browser, f"/body/{body_id}/mandates/{given}/end").status_code == 404
    assert post(carla.browser(), f"/body/{body_id}/mandates/{given}/end").status_code == 303


def test_territories(site: Flask, body_id: str, carla: Someone) -> None:
    browser, path = carla.browser(), f"/body/{body_id}/territories"
    assert post(browser, path, {"places": "", "sectors": ["*"]}).status_code == 422
    assert post(browser, path, {"places": "Rho"}).status_code == 422
    form = {"places": "Bollate\n  Rho \n\nRho", "sectors": ["shop", "office"]}
    assert post(browser, path, form).status_code == 303
    with open_reading(state_of(site).database) as session:
        found = {(one.municipality, one.sector) for one in territories_of(session, body_id)}
    assert found == {(place, sector) for place in ("Bollate", "Rho") for sector in ("shop", "office")}
    assert "Bollate\nRho" in get(browser, path).text
    assert post(browser, path, {"everywhere": "yes", "places": "Rho", "sectors": ["*", "shop"]}).status_code == 303
    with open_reading(state_of(site).database) as session:
        assert {(one.municipality, one.sector) for one in territories_of(session, body_id)} == {("*", "*")}


def test_a_body_and_its_first_manager(site: Flask, zoe: Someone) -> None:
    browser = zoe.browser()
    form = {"kind": "union", "name": "Sindacato Nuovo", "email": "capo@example.org", "role": "manager"}
    assert post(browser, "/admin/bodies", {**form, "kind": "club"}).status_code == 422
    assert post(browser, "/admin/bodies", {**form, "tax_code": "123"}).status_code == 422
    assert post(browser, "/admin/bodies", {**form, "tax_code": BAKERY}).status_code == 303
    assert post(browser, "/admin/bodies", {**form, "tax_code": BAKERY}).status_code == 422
    newcomer = Owner(site)
    link = mailed_link(site)
    assert "responsabile" in get(newcomer, link).text
    joined = post(newcomer, link, {"name": "Capo Nuovo", "new": "quattro parole lunghe insieme"})
    # The second factor comes first.
    assert "/account/" in joined.headers["Location"]
    with open_reading(state_of(site).database) as session:
        (found,) = all_bodies(session)
        assert [one.role for one in members_of(session, found.id)] == ["manager"]
    assert get(newcomer, f"/body/{found.id}").status_code == 303


def test_a_mistake_in_an_invitation_stands_where_it_was_made(site: Flask, body_id: str, zoe: Someone) -> None:
    with open_work(state_of(site).database, actor=SYSTEM, now=NOW) as work:
        other = open_body(work, "union", "Un altro ente")
    answer = post(zoe.browser(), f"/admin/bodies/{body_id}/invite", {"email": "nobody", "role": "manager"})
    assert answer.status_code == 422
    assert f'href="#email-{body_id}"' in answer.text
    fields = {found[1]: found[0] for found in re.findall(r'(<input[^>]* id="(email[^"]*)"[^>]*>)', answer.text)}
    assert set(fields) == {"email", f"email-{body_id}", f"email-{other}"}
    assert {name for name, tag in fields.items() if "aria-invalid" in tag} == {f"email-{body_id}"}
    assert {name for name, tag in fields.items() if 'value="nobody"' in tag} == {f"email-{body_id}"}


def test_closing_a_body(site: Flask, body_id: str, carla: Someone, zoe: Someone) -> None:
    firm_id, _given = mandate(site, body_id)
    consultant = carla.browser()
    assert get(consultant, f"/firm/{firm_id}").status_code == 200
    assert post(zoe.browser(), f"/admin/bodies/{body_id}/close").status_code == 303
    assert get(consultant, f"/firm/{firm_id}").status_code != 200
    assert get(carla.browser(), f"/body/{body_id}").status_code in (303, 404)
    with open_reading(state_of(site).database) as session:
        assert [one.mandate.revoked for one in mandates_given(session, firm_id)] == [True]
    invited = post(zoe.browser(), f"/admin/bodies/{body_id}/invite", {"email": "x@example.org", "role": "manager"})
    assert invited.status_code == 404


def test_people_of_a_body(site: Flask, body_id: str, carla: Someone, dario: Someone) -> None:
    firm_id, given = mandate(site, body_id, dario.id)
    consultant = dario.browser()
    assert get(consultant, f"/firm/{firm_id}").status_code == 200
    assert get(carla.browser(), f"/firm/{firm_id}").status_code == 404
    browser = carla.browser()
    assert post(browser, f"/body/{body_id}/people", {"email": "e@example.org", "role": "staff"}).status_code == 303
    page = get(browser, f"/body/{body_id}/people").text
    (theirs,) = re.findall(rf"/body/{body_id}/people/([0-9a-f]{{32}})/remove", page)
    (invitation,) = re.findall(rf"/body/{body_id}/invitations/([0-9a-f]{{32}})/revoke", page)
    assert post(browser, f"/body/{body_id}/invitations/{invitation}/revoke").status_code == 303
    assert post(browser, f"/body/{body_id}/leave").status_code == 409
    assert post(browser, f"/body/{body_id}/people/{theirs}/remove").status_code == 303
    assert get(consultant, f"/firm/{firm_id}").status_code != 200
    assert get(dario.browser(), f"/firm/{firm_id}").status_code == 404
    with open_reading(state_of(site).database) as session:
        assert open_invitations(session, body_id, NOW) == []
        assert {one.id: one.mandate.revoked for one in mandates_given(session, firm_id)} == {given: True}


def test_ids_of_another_party_open_nothing(site: Flask, body_id: str, carla: Someone, dario: Someone) -> None:
    firm_id, given = mandate(site, body_id)
    with open_work(state_of(site).database, actor=SYSTEM, now=NOW) as work:
        other = open_body(work, "consultancy", "Altra")
    eva = make_person(site, "Eva Blu", [("body", other, "manager")]).browser()
    page = get(carla.browser(), f"/body/{body_id}/people").text
    (theirs,) = re.findall(rf"/body/{body_id}/people/([0-9a-f]{{32}})/remove", page)
    assert post(eva, f"/body/{other}/people/{theirs}/remove").status_code == 404
    assert post(eva, f"/body/{other}/mandates/{given}/end").status_code == 404
    assert post(carla.browser(), f"/firm/{firm_id}/mandates/{given}/revoke").status_code == 404
