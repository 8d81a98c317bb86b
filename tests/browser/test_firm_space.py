"""A guest's check-up becomes a firm's: account, registration, taking over, a colleague, a mandate given and revoked."""

import json
import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from cip.database.outbox import OutboxRow
from cip.database.work import open_reading, open_work
from cip.kernel import clock
from cip.parties.access import SYSTEM
from cip.parties.actions.open_body import open_body, set_territories
from cip.parties.actions.register_firm import FirmDetails, register_firm
from cip.web.state import state_of
from tests.browser.conftest import PHONE, NewPage
from tests.browser.walking import start
from tests.integration.web.people import Someone, make_person

TAX_CODES = {False: "00000039990", True: "00000049999"}


def mailed(site: Flask, to: str, template: str) -> str:
    """The path in the newest mail of a template to an address."""
    with open_reading(state_of(site).database) as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.template == template).order_by(OutboxRow.made_at))
        orders = [json.loads(row.payload or "{}") for row in rows]
    return str([order["values"]["link"] for order in orders if order.get("to") == to][-1])


def make_account(site: Flask, page: Page, name: str, email: str) -> None:
    """Ask for an account and press the button of the mailed link."""
    page.get_by_label("Nome e cognome").fill(name)
    page.get_by_label("Indirizzo e-mail").fill(email)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    page.goto(mailed(site, email, "sign_in_link"))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/it/firm")


def fits(page: Page) -> None:
    """Nothing is wider than the phone."""
    page.locator("h1").first.wait_for()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"], page.url


def register(page: Page, tax_code: str) -> str:
    """Register a bakery, after one mistake, and take the check-up of this browser over; the address of its home."""
    page.goto("/it/firm/new")
    fits(page)
    page.get_by_label("Nome dell'impresa").fill("Forno Ada")
    page.get_by_label("Codice fiscale dell'impresa").fill("12345678901")
    page.get_by_role("button", name="Registrate l'impresa").click()
    expect(page.locator("#errors")).to_be_visible()
    page.get_by_label("Codice fiscale dell'impresa").fill(tax_code)
    page.get_by_label("Comune", exact=True).fill("Bollate")
    page.get_by_text("Sì, la rappresento per legge").click()
    page.get_by_role("button", name="Registrate l'impresa").click()
    page.get_by_role("button", name="Tenetelo qui").click()
    page.wait_for_url(re.compile(r"/it/firm/[0-9a-f]{32}"))
    fits(page)
    return page.url.partition("?")[0]


def invite(site: Flask, page: Page, colleague: Page, email: str, home: str) -> None:
    """Invite a colleague, who makes an account by the link of the mail."""
    page.get_by_role("link", name="Persone e inviti").click()
    page.get_by_label("Indirizzo e-mail").fill(email)
    page.get_by_role("button", name="Inviate l'invito").click()
    expect(page.get_by_text("Inviti in attesa")).to_be_visible()
    fits(page)
    colleague.goto(mailed(site, email, "invitation"))
    fits(colleague)
    colleague.get_by_label("Nome e cognome").fill("Bruno Neri")
    colleague.get_by_role("button", name="Create l'accesso e accettate").click()
    colleague.wait_for_url(f"{home}**")


def signed_in(page: Page, person: Someone) -> None:
    """Sign a person in in a page's browser."""
    cookie = person.browser().client.get_cookie("cip")
    assert cookie is not None
    page.goto("/it/")
    page.context.add_cookies([{"name": "cip", "value": cookie.value, "url": page.evaluate("location.origin")}])


def status(page: Page, address: str) -> int:
    """What a page answers."""
    answer = page.goto(address)
    assert answer is not None
    return answer.status


@pytest.mark.parametrize("scripts", [False, True], ids=["without-scripts", "with-scripts"])
def test_from_a_guest_to_a_firm_with_colleagues(new_page: NewPage, site: Flask, scripts: bool) -> None:
    mark = "s" if scripts else "n"
    with open_work(state_of(site).database, actor=SYSTEM, now=clock.now()) as work:
        body = open_body(work, "consultancy", f"Ente {mark}")
        set_territories(work, body, [("Bollate", "*")])
    page, colleague, consultant = (new_page(viewport=PHONE, scripts=scripts) for _each in range(3))
    base = start(page)
    page.goto(base)
    page.get_by_role("link", name="Tenetelo nel vostro spazio").click()
    page.get_by_role("link", name="Create un accesso").click()
    make_account(site, page, "Ada Rossi", f"ada-{mark}@example.org")
    home = register(page, TAX_CODES[scripts])
    invite(site, page, colleague, f"bruno-{mark}@example.org", home)
    assert status(colleague, base) == 200

    signed_in(consultant, make_person(site, "Carla Gialli", [("body", body, "manager")]))
    assert status(consultant, base) == 404
    page.goto(f"{home}/mandates")
    page.get_by_role("link", name="Date un incarico").click()
    fits(page)
    page.locator("label", has_text=f"Ente {mark}").click()
    page.get_by_role("button", name="Date l'incarico").click()
    assert status(consultant, base) == 200
    expect(consultant.get_by_role("heading", level=1)).to_have_text("Il check-up di Forno Ada")
    fits(consultant)
    page.locator("summary", has_text="Togliete").click()
    page.get_by_role("button", name="Sì, togliete l'incarico").click()
    expect(page.get_by_text("Nessun incarico.")).to_be_visible()
    assert status(consultant, base) == 404


def test_sums_are_said_while_one_types(new_page: NewPage, site: Flask) -> None:
    ada = make_person(site, "Ada Conti")
    with open_work(state_of(site).database, actor=SYSTEM, now=clock.now()) as work:
        firm_id = register_firm(work, FirmDetails("Bar Conti"), tax_code="00000059998", owner_id=ada.id)
    page = new_page(scripts=True)
    signed_in(page, ada)
    page.goto(f"/it/firm/{firm_id}/workforce")
    page.fill("#workers", "3")
    page.locator("[data-box]").first.fill("2")
    expect(page.locator("[data-sum]")).to_have_text("Le caselle fanno 2, il totale è 3.")
    page.locator("[data-box]").last.fill("1")
    expect(page.locator("[data-sum]")).to_have_text("Le caselle fanno 3: torna con il totale.")
    page.get_by_role("button", name="Salvate la tabella").click()
    expect(page.get_by_role("heading", name="Le somme")).to_be_visible()
