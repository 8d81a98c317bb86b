"""A firm's pages of State aid: what it records, what follows from it, what is wrong, who may."""

import re
from collections.abc import Mapping
from fractions import Fraction

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from cip.database.work import open_reading, open_work
from cip.incentives.reads.state_aid_entries import aids_of, links_of, size_ties_of, size_years_of, standing_entries_of
from cip.parties.access import SYSTEM
from cip.parties.actions.add_member import add_member
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.open_body import open_body
from cip.parties.actions.register_firm import FirmDetails, register_firm
from cip.parties.standing import Scope
from cip.web.state import state_of
from tests.integration.web.conftest import NOW
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone, make_person

BAKERY, GARAGE = "00000039990", "00000049999"
AID = {
    "what": "aid",
    "granted_on": "2026-03-02",
    "amount": "1.250,50",
    "regime": "general",
    "source": "register",
    "reference": "COR 123",
}
LINK = {"what": "link", "b_name": "Officina Bruno", "b_code": GARAGE, "tie_kind": "majority"}
YEAR = {
    "what": "year",
    "year": "2025",
    "awu": "6,5",
    "turnover": "450.000",
    "balance": "300000,00",
    "year_source": "bilancio",
}
TIE = {"what": "tie", "tie": "partner", "tie_name": "Socia", "share": "30", "tie_awu": "10", "tie_turnover": "100"}
FACT = {"kind": "durc", "value": "yes", "valid_from": "2026-11-01", "valid_to": "", "source": "DURC online"}


@pytest.fixture
def ada(site: Flask) -> Someone:
    """Who owns the bakery."""
    return make_person(site, "Ada Rossi", email="ada@example.org")


@pytest.fixture
def firm_id(site: Flask, ada: Someone) -> str:
    """Ada's bakery."""
    with open_work(state_of(site).database, actor=SYSTEM, now=NOW) as work:
        return register_firm(work, FirmDetails("Forno Ada"), tax_code=BAKERY, owner_id=ada.id)


def consultant(site: Flask, firm_id: str, scope: Scope) -> Owner:
    """Somebody who acts for the bakery under a mandate."""
    carla = make_person(site, "Carla Verdi", email="carla@example.org")
    with open_work(state_of(site).database, actor=SYSTEM, now=NOW) as work:
        body_id = open_body(work, "consultancy", "Associazione Prova")
        add_member(work, carla.id, party_kind="body", party_id=body_id, role="staff")
        give_mandate(work, firm_id, body_id, scopes=[scope], from_day=NOW.date(), given_by=carla.id)
    return carla.browser()


def post(browser: Owner, path: str, data: Mapping[str, str]) -> TestResponse:
    return browser.client.post(path, data={**data, "csrf_token": browser.token()})


def entry_of(page: str) -> str:
    found = re.search(r"/aid/([0-9a-f]{32})/withdraw", page)
    assert found is not None
    return found[1]


def test_aid_is_recorded_counted_and_withdrawn(site: Flask, ada: Someone, firm_id: str) -> None:
    browser, base = ada.browser(), f"/it/firm/{firm_id}/aid"
    answer = post(browser, base, AID)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{base}?done=saved")
    with open_reading(state_of(site).database) as session:
        (aid,) = aids_of(session, firm_id)
    assert (aid.cents, aid.holder.tax_code, aid.reference, aid.source) == (125_050, BAKERY, "COR 123", "register")
    page = browser.client.get(base).text
    assert "298.749,50\N{NO-BREAK SPACE}€" in page
    assert "CIP conosce le leggi fino al" in page
    gone = post(browser, f"{base}/{entry_of(page)}/withdraw", {})
    assert gone.headers["Location"] == f"{base}?done=row_withdrawn"
    assert "Nessun aiuto scritto" in browser.client.get(base).text


def test_the_room_is_computed_for_another_day_and_with_a_new_aid(site: Flask, ada: Someone, firm_id: str) -> None:
    browser, base = ada.browser(), f"/it/firm/{firm_id}/aid"
    post(browser, base, AID)
    assert "ci sta" in browser.client.get(f"{base}?on=2026-11-21&new=298.749,50").text
    assert "non ci sta" in browser.client.get(f"{base}?on=2026-11-21&new=298.749,51").text
    assert "200.000\N{NO-BREAK SPACE}€" in browser.client.get(f"{base}?on=31/12/2023").text
    assert "non conosciamo il limite" in browser.client.get(f"{base}?on=2031-01-01").text
    assert "Scrivete una somma in euro" in browser.client.get(f"{base}?new=molto").text
    assert "Scrivete un giorno che esiste" in browser.client.get(f"{base}?on=30/2/2026").text


def test_a_tie_is_recorded_between_the_firm_or_two_others(site: Flask, ada: Someone, firm_id: str) -> None:
    browser, base = ada.browser(), f"/it/firm/{firm_id}/aid"
    assert post(browser, base, LINK).status_code == 303
    chain = {**LINK, "a_name": "Officina Bruno", "a_code": GARAGE, "b_name": "Lontana", "b_code": "00000069997"}
    assert post(browser, base, {**chain, "starts_on": "2025-01-01", "ends_on": "2025-12-31"}).status_code == 303
    with open_reading(state_of(site).database) as session:
        found = {(one.a.tax_code, one.b.tax_code, one.end is None) for one in links_of(session, firm_id)}
    assert found == {(BAKERY, GARAGE, True), (GARAGE, "00000069997", False)}
    page = browser.client.get(base).text
    assert "contano come una sola" in page
    post(browser, base, {**AID, "holder_name": "Officina Bruno", "holder_code": GARAGE})
    assert "298.749,50\N{NO-BREAK SPACE}€" in browser.client.get(base).text


@pytest.mark.parametrize(
    ("changes", "anchor"),
    [
        ({"granted_on": ""}, "#granted_on"),
        ({"granted_on": "2026-11-22"}, "#granted_on"),
        ({"amount": ""}, "#amount"),
        ({"amount": "0"}, "#amount"),
        ({"amount": "1,250.50"}, "#amount"),
        ({"amount": "-5"}, "#amount"),
        ({"regime": "x"}, "#regime"),
        ({"source": ""}, "#source"),
        ({"holder_name": "Altra"}, "#holder_code"),
        ({"holder_code": GARAGE}, "#holder_name"),
        ({"holder_name": "Altra", "holder_code": "00000049998"}, "#holder_code"),
    ],
)
def test_what_is_wrong_with_aid_is_named(
    site: Flask, ada: Someone, firm_id: str, changes: Mapping[str, str], anchor: str
) -> None:
    answer = post(ada.browser(), f"/it/firm/{firm_id}/aid", {**AID, **changes})
    assert answer.status_code == 422
    assert f'href="{anchor}"' in answer.text
    with open_reading(state_of(site).database) as session:
        assert aids_of(session, firm_id) == []


@pytest.mark.parametrize(
    ("changes", "anchor"),
    [
        ({"b_name": ""}, "#b_name"),
        ({"b_code": ""}, "#b_code"),
        ({"b_code": BAKERY}, "#b_code"),
        ({"a_name": "Prima"}, "#a_code"),
        ({"tie_kind": ""}, "#tie_kind"),
        ({"starts_on": "2026-02-02", "ends_on": "2026-02-01"}, "#ends_on"),
    ],
)
def test_what_is_wrong_with_a_tie_is_named(ada: Someone, firm_id: str, changes: Mapping[str, str], anchor: str) -> None:
    answer = post(ada.browser(), f"/it/firm/{firm_id}/aid", {**LINK, **changes})
    assert answer.status_code == 422
    assert f'href="{anchor}"' in answer.text


def test_the_size_follows_from_years_and_ties(site: Flask, ada: Someone, firm_id: str) -> None:
    browser, base = ada.browser(), f"/it/firm/{firm_id}/size"
    assert "La dimensione non è ancora nota" in browser.client.get(base).text
    assert post(browser, base, YEAR).status_code == 303
    assert "Siete: microimpresa" in browser.client.get(base).text
    assert post(browser, base, {**TIE, "tie_balance": "100"}).status_code == 303
    linked = {"what": "tie", "tie": "linked", "tie_name": "Grande", "tie_awu": "100", "tie_turnover": "1"}
    assert post(browser, base, {**linked, "tie_balance": "1", "share": "80"}).status_code == 303
    assert "Siete: media impresa" in browser.client.get(base).text
    public = {"what": "tie", "tie": "public", "tie_name": "Comune", "share": "25", "tie_awu": "5"}
    assert post(browser, base, public).status_code == 303
    page = browser.client.get(base).text
    assert "Siete: grande impresa" in page
    assert "Guardando solo l'ultimo anno: media impresa" in page.replace("&#39;", "'")
    with open_reading(state_of(site).database) as session:
        (year,) = size_years_of(session, firm_id)
        ties = {one.kind: one for one in size_ties_of(session, firm_id)}
    assert (year.awu, year.turnover, year.balance) == (Fraction(13, 2), 45_000_000, 30_000_000)
    assert (ties["partner"].share, ties["linked"].share, ties["public"].awu) == (Fraction(3, 10), None, None)


@pytest.mark.parametrize(
    ("form", "anchor"),
    [
        ({**YEAR, "year": "2026"}, "#year"),
        ({**YEAR, "year": "1969"}, "#year"),
        ({**YEAR, "year": "due"}, "#year"),
        ({**YEAR, "awu": "", "turnover": "", "balance": ""}, "#awu"),
        ({**YEAR, "awu": "molte"}, "#awu"),
        ({**YEAR, "year_source": ""}, "#year_source"),
        ({**TIE, "tie": ""}, "#tie"),
        ({**TIE, "tie_name": ""}, "#tie_name"),
        ({**TIE, "share": ""}, "#share"),
        ({**TIE, "share": "101"}, "#share"),
        ({**TIE, "share": "50,01"}, "#share"),
    ],
)
def test_what_is_wrong_with_the_size_is_named(ada: Someone, firm_id: str, form: Mapping[str, str], anchor: str) -> None:
    answer = post(ada.browser(), f"/it/firm/{firm_id}/size", form)
    assert answer.status_code == 422
    assert f'href="{anchor}"' in answer.text


def test_a_standing_fact_is_recorded_with_its_expiry(site: Flask, ada: Someone, firm_id: str) -> None:
    browser, base = ada.browser(), f"/it/firm/{firm_id}/standing"
    assert "non lo sappiamo" in browser.client.get(base).text
    assert post(browser, base, FACT).status_code == 303
    with open_reading(state_of(site).database) as session:
        (fact,) = standing_entries_of(session, firm_id)
    assert fact.end is not None
    assert fact.end.isoformat() == "2027-03-01"
    page = browser.client.get(base).text
    assert "in regola" in page
    gone = post(browser, f"/it/firm/{firm_id}/aid/{entry_of(page)}/withdraw", {})
    assert gone.headers["Location"] == f"{base}?done=row_withdrawn"


@pytest.mark.parametrize(
    ("changes", "anchor"),
    [
        ({"kind": ""}, "#kind"),
        ({"value": ""}, "#value"),
        ({"valid_from": ""}, "#valid_from"),
        ({"valid_from": "2026-11-22"}, "#valid_from"),
        ({"valid_from": "2015-06-30"}, "#valid_to"),
        ({"valid_to": "2026-10-31"}, "#valid_to"),
        ({"source": ""}, "#source"),
    ],
)
def test_what_is_wrong_with_a_fact_is_named(
    ada: Someone, firm_id: str, changes: Mapping[str, str], anchor: str
) -> None:
    answer = post(ada.browser(), f"/it/firm/{firm_id}/standing", {**FACT, **changes})
    assert answer.status_code == 422
    assert f'href="{anchor}"' in answer.text


def test_a_consultant_needs_a_mandate_for_applications(site: Flask, firm_id: str) -> None:
    browser = consultant(site, firm_id, "application")
    assert post(browser, f"/it/firm/{firm_id}/aid", AID).status_code == 303
    with open_reading(state_of(site).database) as session:
        (aid,) = aids_of(session, firm_id)
    assert "/mandate:" in aid.entry.recorded_by


@pytest.mark.parametrize("page", ["aid", "size", "standing"])
def test_a_mandate_for_the_check_up_opens_none_of_it(site: Flask, firm_id: str, page: str) -> None:
    browser = consultant(site, firm_id, "check_up")
    assert browser.client.get(f"/it/firm/{firm_id}/{page}").status_code == 404
    assert post(browser, f"/it/firm/{firm_id}/{page}", AID).status_code == 404
    home = browser.client.get(f"/it/firm/{firm_id}").text
    assert f"/it/firm/{firm_id}/aid" not in home


def test_nobody_withdraws_the_entry_of_another_firm(site: Flask, ada: Someone, firm_id: str) -> None:
    browser = ada.browser()
    post(browser, f"/it/firm/{firm_id}/aid", AID)
    entry = entry_of(browser.client.get(f"/it/firm/{firm_id}/aid").text)
    bruno = make_person(site, "Bruno Neri", email="bruno@example.org")
    with open_work(state_of(site).database, actor=SYSTEM, now=NOW) as work:
        garage = register_firm(work, FirmDetails("Officina Bruno"), tax_code=GARAGE, owner_id=bruno.id)
    assert post(bruno.browser(), f"/it/firm/{garage}/aid/{entry}/withdraw", {}).status_code == 404
    assert post(bruno.browser(), f"/it/firm/{firm_id}/aid/{entry}/withdraw", {}).status_code == 404
    with open_reading(state_of(site).database) as session:
        assert len(aids_of(session, firm_id)) == 1
