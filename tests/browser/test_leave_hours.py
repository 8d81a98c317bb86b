"""A parent asks whether leave by the hour is possible, on a phone, with and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, NewPage

ANSWERS = {"hours": "38", "days": "5", "born": "2025-01-10", "day": "2027-01-18", "length": "3", "used": "0"}


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_a_parent_asks(new_page: NewPage, scripts: bool) -> None:
    page = new_page(scripts=scripts, viewport=PHONE)
    page.goto("/it/")
    page.locator("footer").get_by_role("link", name="Congedo parentale a ore").click()
    page.get_by_role("button", name="Chiedete", exact=True).click()
    expect(page.locator("#errors li")).to_have_count(5)
    ask(page)
    answer = page.locator("#outcome")
    expect(answer).to_contain_text("No, così non si può", use_inner_text=True)
    expect(answer).to_contain_text("3 h 48", use_inner_text=True)
    page.locator("label[for='agreement-milano-proposal-2026']").click()
    page.get_by_role("button", name="Chiedete", exact=True).click()
    expect(answer).to_contain_text("Sì, così si può", use_inner_text=True)
    expect(answer).to_contain_text("proposta, da contrattare", use_inner_text=True)
    expect(page.locator("#hours")).to_have_value("38")
    print_request(page)


def ask(page: Page) -> None:
    for name, value in ANSWERS.items():
        page.fill(f"#{name}", value)
    page.locator("label[for='same_day-nothing']").click()
    page.locator("label[for='paternity_none']").click()
    page.get_by_role("button", name="Chiedete", exact=True).click()


def print_request(page: Page) -> None:
    page.get_by_role("button", name="La richiesta all'impresa").click()
    expect(page.locator("h1")).to_have_text("Richiesta di congedo parentale a ore", use_inner_text=True)
    expect(page.locator("main")).to_contain_text("18/1/2027", use_inner_text=True)
    with page.expect_download() as download:
        page.get_by_role("button", name="Scaricate il PDF").click()
    assert download.value.suggested_filename == "richiesta-congedo-a-ore.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    page.get_by_role("button", name="Tornate alla risposta").click()
    expect(page.locator("#outcome")).to_contain_text("Sì, così si può", use_inner_text=True)
