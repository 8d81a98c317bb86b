"""An account in a real browser, without scripts: made by a mailed page, with password, second factor, recovery code."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from pyotp import TOTP

from tests.browser.conftest import DESK, PHONE, RULES, NewPage
from tests.integration.web.people import mails_in

PASSWORD = "quattro gatti in fila"
WORDS = {
    "it": ("Aprite un accesso", "Nome e cognome", "Indirizzo e-mail", "Uscite", "Le vostre imprese"),
    "en": ("Open an account", "First and last name", "E-mail address", "Sign out", "Your firms"),
}


def press(page: Page) -> None:
    """Press the one button that the page is about."""
    page.locator("main button.btn-primary").first.click()


def newest_link(site: Flask, template: str, to: str) -> str:
    """Where the newest mail of a kind leads."""
    return str([mail for mail in mails_in(site) if (mail.template, mail.to) == (template, to)][-1].values["link"])


def fits(page: Page) -> None:
    """Nothing is wider than the window."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.parametrize("language", ["it", pytest.param("en", marks=pytest.mark.long)])
def test_by_link_password_and_second_factor(site: Flask, new_page: NewPage, language: str) -> None:
    opens, name, address, out, title = WORDS[language]
    email = f"ada.{language}@example.org"
    page = new_page()
    page.goto(f"/{language}/")
    page.locator(".cip-here a").click()
    page.get_by_role("link", name=opens, exact=True).click()
    page.get_by_label(name).fill("Ada Prova")
    page.get_by_label(address).fill(email)
    press(page)
    page.goto(newest_link(site, "sign_in_link", email))
    expect(page.get_by_text(email)).to_be_visible()
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    fits(page)

    page.goto(f"/{language}/account/password")
    page.locator("#new").fill(PASSWORD)
    press(page)
    expect(page.get_by_role("status")).to_be_visible()
    page.goto(f"/{language}/account/second-factor/new")
    fits(page)
    app = TOTP(page.locator(".cip-account-key").inner_text().replace(" ", ""))
    page.locator("#code").fill(app.now())
    press(page)
    codes = page.locator(".cip-account-codes code").all_inner_texts()
    assert len(codes) == 10
    fits(page)
    page.get_by_role("button", name=out, exact=True).first.click()
    expect(page).to_have_url(re.compile(rf"/{language}/$"))

    page.goto(f"/{language}/account/email")
    page.locator("#email").fill(email)
    page.locator("#password").fill(PASSWORD)
    press(page)
    expect(page).to_have_url(re.compile("second-factor"))
    page.locator("#code").fill(codes[0].lower())
    press(page)
    expect(page).to_have_url(re.compile(rf"/{language}/account/email$"))
    expect(page.locator(".cip-here a")).to_contain_text("Ada Prova")


def test_a_mailed_link_signs_in_by_its_button_with_the_keyboard(site: Flask, new_page: NewPage) -> None:
    page = new_page()
    for path in ("new", "ask-link"):
        page.goto(f"/it/account/{path}")
        if path == "new":
            page.locator("#name").fill("Bice Prova")
        page.locator("#email").fill("bice@example.org")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Guardate la posta")
        page.goto(newest_link(site, "sign_in_link", "bice@example.org"))
        page.locator("main button.btn-primary").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Le vostre imprese")
        page.get_by_role("button", name="Uscite", exact=True).first.click()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing(site: Flask, new_page: NewPage, axe_source: str, viewport: dict[str, int]) -> None:
    page = new_page(scripts=True, viewport=viewport)
    email = f"axe{viewport['width']}@example.org"

    def look(path: str | None = None) -> None:
        if path:
            page.goto(path)
        page.evaluate(axe_source)
        found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        assert not found["violations"], (path, [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]])
        fits(page)

    for path in ("sign-in", "ask-link", "new"):
        look(f"/it/account/{path}")
    press(page)
    look()
    page.locator("#name").fill("Carla Prova dal nome piuttosto lungo")
    page.locator("#email").fill(email)
    press(page)
    look()
    look(newest_link(site, "sign_in_link", email))
    press(page)
    look()
    for path in ("password", "email", "close", "second-factor/new"):
        look(f"/it/account/{path}")
    app = TOTP(page.locator(".cip-account-key").inner_text().replace(" ", ""))
    page.locator("#code").fill(app.now())
    press(page)
    look()
    look("/it/account")
