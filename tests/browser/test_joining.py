"""An owner joins an agreement on a phone, from the firm's home to the public list, with scripts and without."""

import re
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from cip.database.work import open_work
from cip.kernel import clock
from cip.parties.access import SYSTEM
from cip.parties.actions.register_firm import FirmDetails, NewSeat, add_seat, register_firm
from cip.web.state import state_of
from tests.browser.conftest import PHONE, RULES, NewPage
from tests.browser.test_firm_space import fits, signed_in
from tests.integration.web.people import make_person
from tests.unit.files.samples import PDF

TAX_CODES = {False: "00000139998", True: "00000149997"}
AXE = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(result => result.violations.map(
    item => `${item.id}: ` + item.nodes.slice(0, 3).map(node => node.html.slice(0, 140)).join(" | ")))"""


def seen(page: Page, axe_source: str, scripts: bool) -> None:
    """The page fits the phone, and axe finds nothing."""
    # After a click the old document is gone before the new one is there.
    page.wait_for_load_state()
    page.locator("h1").first.wait_for()
    fits(page)
    if scripts:
        page.evaluate(axe_source)
        assert page.evaluate(AXE, RULES) == [], page.url


@pytest.mark.parametrize("scripts", [False, True], ids=["without-scripts", "with-scripts"])
def test_an_owner_joins(new_page: NewPage, site: Flask, axe_source: str, tmp_path: Path, scripts: bool) -> None:
    name = f"Sartoria {'con' if scripts else 'senza'} script"
    ada = make_person(site, "Ada Rossi")
    with open_work(state_of(site).database, actor=SYSTEM, now=clock.now()) as work:
        firm = register_firm(work, FirmDetails(name), tax_code=TAX_CODES[scripts], owner_id=ada.id)
        add_seat(work, firm, NewSeat("Negozio", "Valfinta", "999001"))
    page = new_page(viewport=PHONE, scripts=scripts)
    signed_in(page, ada)
    page.goto(f"/it/firm/{firm}")
    page.get_by_role("link", name="Gli accordi che vi riguardano").click()
    expect(page.get_by_role("heading", name="Potete aderire")).to_be_visible()
    seen(page, axe_source, scripts)
    page.get_by_role("button", name="Iniziate l'adesione Accordo di prova 2026").click()
    answer(page, axe_source, scripts)
    sign(page, axe_source, scripts)
    home = page.url.partition("?")[0]
    page.get_by_role("button", name=re.compile("Annotate il giorno.*A-06")).click()
    expect(page.get_by_role("heading", name=re.compile("Informate chi lavora da voi.*Fatto"))).to_be_visible()
    prove(page, tmp_path, axe_source, scripts)
    page.goto("/it/agreements/demo-2026/firms")
    expect(page.get_by_text(name)).to_be_visible()
    seen(page, axe_source, scripts)
    leave(page, home, axe_source, scripts)


def answer(page: Page, axe_source: str, scripts: bool) -> None:
    """The questions before the form, with one mistake."""
    expect(page.get_by_text("Che cosa manca per firmare")).to_be_visible()
    seen(page, axe_source, scripts)
    page.get_by_role("link", name="Quante persone siete").click()
    page.get_by_label("Persone con un contratto di lavoro").fill("6")
    page.get_by_role("button", name="Salvate e andate avanti").click()
    page.get_by_text("iscrizione a un'associazione che ha firmato").click()
    page.get_by_role("button", name="Salvate e andate avanti").click()
    expect(page.locator("#errors")).to_be_visible()
    seen(page, axe_source, scripts)
    page.get_by_label("Numero o codice che la prova").fill("socio 42")
    page.get_by_role("button", name="Salvate e andate avanti").click()
    page.get_by_text("No, nessuno").click()
    seen(page, axe_source, scripts)
    page.get_by_role("button", name="Salvate e andate avanti").click()


def sign(page: Page, axe_source: str, scripts: bool) -> None:
    """Fix the form, read it, sign it in the system."""
    page.get_by_role("button", name="Preparate il modulo da firmare").click()
    expect(page.get_by_role("heading", name="Firmare l'adesione")).to_be_visible()
    seen(page, axe_source, scripts)
    page.get_by_text("rappresento l'impresa per legge e firmo questo modulo").click()
    page.get_by_role("button", name="Firmate nel sistema").click()
    expect(page.get_by_text("L'adesione è firmata.")).to_be_visible()
    seen(page, axe_source, scripts)


def prove(page: Page, folder: Path, axe_source: str, scripts: bool) -> None:
    """Note a proof with its file: the clause is met."""
    paper = folder / "regole.pdf"
    paper.write_bytes(PDF)
    page.get_by_role("link", name="Guardate le clausole").click()
    seen(page, axe_source, scripts)
    page.locator("#clause-B-01 > summary").click()
    page.get_by_role("link", name="Annotate che cosa la prova B-01").click()
    seen(page, axe_source, scripts)
    page.get_by_text("Sì", exact=True).click()
    page.get_by_label("Un documento (facoltativo)").set_input_files(paper)
    page.get_by_role("button", name=re.compile("^Salvate")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rispettata")
    seen(page, axe_source, scripts)


def leave(page: Page, home: str, axe_source: str, scripts: bool) -> None:
    """Give notice, find the letter, and stay after all."""
    page.goto(home)
    page.get_by_role("link", name="Uscire dall'accordo").click()
    seen(page, axe_source, scripts)
    page.get_by_text("Rappresento l'impresa e voglio uscire dall'accordo").click()
    page.get_by_role("button", name="Date il preavviso").click()
    page.get_by_role("link", name="La lettera di uscita").click()
    seen(page, axe_source, scripts)
    page.goto(home)
    page.get_by_role("button", name="Restate nell'accordo").click()
    expect(page.get_by_text("Adesione: firmata.")).to_be_visible()
