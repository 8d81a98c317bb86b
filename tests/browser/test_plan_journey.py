"""The plan from the first measure to a signed version: without scripts on a phone, with scripts at a desk."""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from cip.assessment.actions.adopt_check_up import adopt_check_up
from cip.database.work import open_work
from cip.kernel.clock import today
from cip.parties.access import SYSTEM
from cip.parties.actions.register_firm import FirmDetails, register_firm
from cip.web.state import state_of
from tests.browser.conftest import DESK, PHONE, NewPage
from tests.browser.walking import ITALIAN, start
from tests.integration.web.people import Someone, make_person
from tests.unit.files.samples import PDF


def write_plan(page: Page, address: str, day: str) -> None:
    """One measure, with everything that it needs, saved by the button."""
    page.goto(f"{address}/plan")
    page.locator("label[for='add-M01']").click()
    page.get_by_role("button", name="Salva il piano").click()
    page.fill("[id='M01-owner']", "chi apre il negozio")
    page.fill("[id='M01-start']", day)
    page.fill("[id='M01-cost']", "1.250,50")
    page.get_by_role("button", name="Salva il piano").click()
    expect(page.locator("ol.cip-plan-steps")).to_contain_text("1.250,50")


def hear(page: Page, day: str) -> None:
    """How the workers were heard; leads to the page that agrees."""
    page.get_by_role("link", name="L'ascolto di chi lavora da voi").click()
    page.locator("label[for='ways-assembly']").click()
    page.fill("#on", day)
    page.fill("#said", "Chiedono i turni due settimane prima.")
    page.fill("#signers", "Anna Verdi, RSA")
    page.get_by_role("button", name="Salva e continua").click()
    expect(page.get_by_role("heading", name="Concordare il piano")).to_be_visible()


def owner_of(site: Flask, address: str) -> Someone:
    """The check-up comes into a firm, whose owner this is."""
    state, check_up_id = state_of(site), address.rsplit("/", 1)[1]
    boss = make_person(site, "Anna Titolare")
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        code = f"{sum(map(ord, check_up_id)) % 10**6:011d}"
        details = FirmDetails("Panetteria", None, None, None, None)
        firm_id = register_firm(work, details, tax_code=code, owner_id=boss.id)
        adopt_check_up(work, check_up_id, firm_id, on_day=today(state.clock()))
    return boss


def sign_in(site: Flask, page: Page, person: Someone, base_url: str) -> None:
    """Bring the cookie of somebody who is signed in into this browser."""
    client = site.test_client()
    person.sign_in(client)
    cookie = client.get_cookie("cip")
    assert cookie is not None
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "cip", "value": cookie.value, "url": base_url}])


@pytest.mark.parametrize(("scripts", "viewport"), [(False, PHONE), (True, DESK)])
def test_from_the_first_measure_to_a_signed_version(
    site: Flask, base_url: str, new_page: NewPage, scripts: bool, viewport: dict[str, int]
) -> None:
    on = today(state_of(site).clock())
    page = new_page(scripts=scripts, viewport=viewport)
    address = start(page, ITALIAN)
    write_plan(page, address, (on + timedelta(days=10)).isoformat())
    page.get_by_role("link", name="Concordare il piano").click()
    expect(page.locator("main")).to_contain_text("Manca ancora una cosa")
    page.get_by_role("link", name="Il piano delle misure").click()
    hear(page, on.isoformat())
    page.get_by_role("button", name="Concordate il piano così").click()
    expect(page.get_by_role("heading", name="Piano, versione 1", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("Stato: concordata, da firmare.")
    version = page.url
    sign_in(site, page, owner_of(site, address), base_url)
    page.goto(version)
    page.get_by_role("link", name="Firmate questa versione").click()
    page.locator("label[for='agree']").click()
    page.get_by_role("button", name="Firmate nel sistema").click()
    expect(page.locator("main")).to_contain_text("Stato: firmata.")
    page.get_by_role("link", name="Firmate questa versione").click()
    expect(page.locator("main")).to_contain_text("Avete già firmato qui questa versione")
    page.set_input_files("#file", {"name": "firmato.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.fill("#name", "Anna Verdi, RSA")
    page.get_by_role("button", name="Caricate il foglio firmato").click()
    expect(page.get_by_role("link", name="Scaricate il foglio firmato")).to_be_visible()
    page.get_by_role("link", name="Il piano delle misure").click()
    expect(page.locator("ol.cip-plan-steps")).to_contain_text("firmata la versione 1")


def test_one_measure_stands_open_at_a_time(new_page: NewPage) -> None:
    page = new_page(scripts=True)
    page.goto(f"{start(page, ITALIAN)}/plan")
    for code in ("M01", "M05"):
        page.locator(f"label[for='add-{code}']").click()
    page.get_by_role("button", name="Salva il piano").click()
    expect(page.locator("[id='M01-owner']")).to_be_visible()
    expect(page.locator("[id='M05-owner']")).to_be_hidden()
    page.locator("#M05").click()
    expect(page.locator("[id='M05-owner']")).to_be_visible()
    expect(page.locator("[id='M01-owner']")).to_be_hidden()
