"""A union officer attests, disputes, withdraws; the firm answers: on a phone without scripts, and at a desk."""

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, NewPage
from tests.browser.looking import act_for
from tests.integration.web.unions import Joined, make_joined

WAYS = [
    ({"viewport": PHONE}, "Officina Telefonica", "01234560017"),
    ({"viewport": DESK, "scripts": True}, "Officina Scrivania", "01234560025"),
]


def say(page: Page, joined: Joined, clause: str, verdict: str, reason: str = "") -> None:
    """Fill in the form of a clause."""
    page.goto(joined.page(f"/clauses/{clause}"))
    page.get_by_text(verdict).click()
    page.get_by_text("visita in azienda").last.click()
    if reason:
        page.get_by_label("Il motivo, se contestate o chiedete").select_option(label=reason)
    page.get_by_role("button", name="Salvate la dichiarazione").click()
    expect(page.get_by_text("La dichiarazione è salvata.")).to_be_visible()


@pytest.mark.parametrize(("options", "name", "tax_code"), WAYS, ids=["phone", "desk"])
def test_an_officer_attests_disputes_and_withdraws(
    site: Flask, new_page: NewPage, base_url: str, options: dict[str, Any], name: str, tax_code: str
) -> None:
    joined = make_joined(site, name, tax_code)
    page, theirs = new_page(**options), new_page(**options)
    act_for(page, joined.officers["uno"].browser(), base_url)
    act_for(theirs, joined.owner.browser(), base_url)
    page.goto("/it/union")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    say(page, joined, "B-01", "Attesto: la clausola è rispettata")
    say(page, joined, "B-16", "Contesto: la clausola non è rispettata", "il documento è vecchio")
    attested, disputed = page.locator("#c-B-01"), page.locator("#c-B-16")
    expect(attested).to_contain_text("attesta")
    expect(disputed).to_contain_text("contesta")
    expect(disputed).to_contain_text("il documento è vecchio")
    answer(theirs, joined)
    attested.get_by_role("link", name="Ritirate").click()
    page.get_by_text("non è più così").click()
    page.get_by_role("button", name="Sì, ritirate").click()
    expect(page.get_by_text("La dichiarazione è ritirata.")).to_be_visible()
    page.get_by_role("link", name="Clausole da ricontrollare").click()
    mine = page.locator("section", has_text=name)
    expect(mine).to_contain_text("Un sindacato ha ritirato la sua attestazione.")
    mine.get_by_label("Che cosa avete trovato?").select_option(label="non si capisce ancora")
    mine.get_by_role("button", name="Chiudete il controllo").click()
    expect(page.get_by_text("Il controllo è chiuso.")).to_be_visible()
    page.goto(joined.page())
    expect(page.locator("#c-B-16")).to_contain_text("il documento è pronto da vedere")
    expect(page.locator("#c-B-01")).not_to_contain_text("attesta")


def answer(page: Page, joined: Joined) -> None:
    """The owner reads the dispute and answers it."""
    page.goto(f"/it/firm/{joined.firm}/agreement/{joined.adherence}/statements")
    expect(page.locator("#c-B-16")).to_contain_text("Sindacato Uno")
    page.locator("#c-B-16").get_by_text("Rispondete").click()
    page.get_by_text("il documento è pronto da vedere").click()
    page.get_by_role("button", name="Inviate la risposta").click()
    expect(page.get_by_text("Risposta inviata.")).to_be_visible()
