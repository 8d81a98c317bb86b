"""The committee closes a dispute that an owner opened; both on a phone and on a desk, without scripts."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, NewPage
from tests.browser.looking import act_for
from tests.integration.web.committee_table import Table, make_table


@pytest.fixture
def table(site: Flask) -> Table:
    return make_table(site)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_from_the_opening_to_the_advice(
    new_page: NewPage, table: Table, base_url: str, viewport: dict[str, int]
) -> None:
    theirs, page = new_page(viewport=viewport), new_page(viewport=viewport)
    act_for(theirs, table.owner, base_url)
    act_for(page, table.manager, base_url)
    theirs.goto(f"{table.brought}?clause=B-02")
    theirs.get_by_text("Una clausola non è rispettata").click()
    theirs.get_by_label("Che cosa volete dire al comitato, in breve").fill("Non si riesce a usare una sola ora.")
    theirs.get_by_role("button", name="Aprite la controversia").click()
    expect(theirs.get_by_text("La controversia è aperta.", exact=False)).to_be_visible()
    page.goto("/it/committee")
    page.get_by_role("link", name="Controversia sulla clausola B-02").click()
    expect(page.get_by_text("Non si riesce a usare una sola ora.")).to_be_visible()
    expect(page.get_by_text("ispettorato del lavoro restano sempre aperti", exact=False)).to_be_visible()
    page.get_by_role("button", name="Annotate l'incontro").click()
    page.get_by_role("button", name="Chiudete la controversia").click()
    expect(page.get_by_role("link", name="Scegliete come si chiude.")).to_be_visible()
    page.get_by_text("Il comitato ha dato un parere").click()
    page.get_by_label("L'accordo o il parere, in breve").fill("Un'ora si può usare da sola.")
    page.get_by_role("button", name="Chiudete la controversia").click()
    expect(page.get_by_text("La controversia è chiusa.", exact=False)).to_be_visible()
    theirs.goto(table.brought)
    expect(theirs.get_by_text("Un'ora si può usare da sola.")).to_be_visible()
