"""A parent asks whether leave by the hour is possible, on a phone, with and without scripts."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, NewPage

ANSWERS = {"hours": "38", "days": "5", "born": "2025-01-10", "day": "2027-01-18", "length": "3", "used": "0"}


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_a_parent_asks(new_page: NewPage, scripts: bool) -> None:
    page = new_page(scripts=scripts, viewport=PHONE)
    page.goto("/it/")
    page.locator("footer").get_by_role("link", name="Congedo parentale a ore").click()
    page.get_by_role("button", name="Chiedete", exact=True).click()
    assert page.locator("#errors li").count() == 5
    ask(page)
    answer = page.locator("#outcome")
    assert "No, così non si può" in answer.inner_text()
    assert "3 h 48" in answer.inner_text()
    page.locator("label[for='agreement-milano-proposal-2026']").click()
    page.get_by_role("button", name="Chiedete", exact=True).click()
    assert "Sì, così si può" in answer.inner_text()
    assert "proposta, da contrattare" in answer.inner_text()
    assert page.input_value("#hours") == "38"
    print_request(page)


def ask(page: Page) -> None:
    for name, value in ANSWERS.items():
        page.fill(f"#{name}", value)
    page.locator("label[for='same_day-nothing']").click()
    page.locator("label[for='paternity_none']").click()
    page.get_by_role("button", name="Chiedete", exact=True).click()


def print_request(page: Page) -> None:
    page.get_by_role("button", name="La richiesta all'impresa").click()
    assert page.locator("h1").inner_text() == "Richiesta di congedo parentale a ore"
    assert "18/1/2027" in page.locator("main").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Scaricate il PDF").click()
    assert download.value.suggested_filename == "richiesta-congedo-a-ore.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    page.get_by_role("button", name="Tornate alla risposta").click()
    assert "Sì, così si può" in page.locator("#outcome").inner_text()
