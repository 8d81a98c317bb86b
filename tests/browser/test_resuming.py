"""An owner keeps the check-up on the computer and goes on with the phone: by the code, by the address of the QR."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, RULES, NewPage
from tests.browser.walking import ENGLISH, ITALIAN, Words, start

KEEP = {"it": "Conservate e create il codice", "en": "Keep it and make the code"}
RESUME = {"it": "Riprendete il check-up", "en": "Resume the check-up"}
CODE_LABEL = {"it": "Codice di 12 caratteri", "en": "Code of 12 characters"}


@pytest.mark.parametrize("scripts", [False, True], ids=["without-scripts", "with-scripts"])
@pytest.mark.parametrize("words", [ITALIAN, ENGLISH], ids=["it", "en"])
def test_kept_here_and_resumed_there(new_page: NewPage, words: Words, scripts: bool) -> None:
    language = words.language
    desk = new_page(viewport=DESK, scripts=scripts)
    base = start(desk, words)
    desk.fill("#workers", "7")
    desk.get_by_role("button", name=words.save).click()
    desk.goto(f"{base}/keep")
    desk.get_by_role("button", name=KEEP[language]).click()
    code = desk.locator(".cip-resume-code").inner_text()
    address = desk.locator(".cip-address").inner_text()
    assert address.endswith(f"/{language}/resume/{code}")
    drawn = desk.locator("svg.cip-qr").bounding_box()
    assert drawn is not None
    assert drawn["width"] == drawn["height"] > 150

    typing = new_page(viewport=PHONE, scripts=scripts)
    typing.goto(f"/{language}/resume")
    typing.get_by_label(CODE_LABEL[language]).fill("2222-3333-4444")
    typing.keyboard.press("Enter")
    field = typing.locator("#code[aria-invalid=true]")
    field.wait_for()
    expect(typing.locator(".cip-errors")).to_be_visible()
    field.fill(code.lower().replace("-", " "))
    typing.keyboard.press("Enter")
    typing.wait_for_url(base)

    pointing = new_page(viewport=PHONE, scripts=scripts)
    pointing.goto(address)
    pointing.get_by_role("button", name=RESUME[language]).click()
    pointing.wait_for_url(base)
    pointing.goto(f"{base}/profile")
    expect(pointing.locator("#workers")).to_have_value("7")


def found(page: Page, axe_source: str) -> list[str]:
    page.evaluate(axe_source)
    violations = page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(result => result.violations.map("
        "item => [item.id, item.nodes.map(node => node.html.slice(0, 160))]))",
        RULES,
    )
    return [json.dumps(item) for item in violations]


def test_pages_of_keeping_and_resuming_are_accessible(new_page: NewPage, axe_source: str) -> None:
    page = new_page(scripts=True)
    base = start(page)
    for path, press in ((f"{base}/keep", None), (f"{base}/keep", KEEP["it"]), ("/it/resume", None)):
        page.goto(path)
        if press:
            page.get_by_role("button", name=press).click()
        assert found(page, axe_source) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
    page.goto("/it/resume/2222-3333-4444")
    assert found(page, axe_source) == []
    page.get_by_role("button", name=RESUME["it"]).click()
    assert found(page, axe_source) == []
