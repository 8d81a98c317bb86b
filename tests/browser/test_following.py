"""From a first result onward: trying measures, the second check-up from a copy, before and after, closing."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, RULES, NewPage
from tests.browser.walking import start

CONFIRM = "Confermo tutto ciò che vedo in questa pagina"


def with_result(page: Page) -> str:
    """A check-up with the first page of the profile, one area and a result; its address."""
    base = start(page)
    page.fill("#workers", "7")
    page.locator(".cip-save button[value=hub]").first.click()
    page.goto(f"{base}/area/K")
    for code in ("K1", "K2", "K3"):
        page.check(f"#{code}-1")
    page.locator(".cip-save button[value=hub]").click()
    page.wait_for_url(base)
    page.get_by_role("button", name="Vedi il risultato").first.click()
    page.wait_for_url(f"{base}/result")
    return base


def faults(page: Page, axe_source: str) -> list[str]:
    """What axe finds with every detail open, and what sticks out, at both widths."""
    page.evaluate("document.querySelectorAll('details').forEach(element => { element.open = true })")
    page.evaluate(axe_source)
    found = []
    for viewport in (DESK, PHONE):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        violations = page.evaluate(
            "rules => axe.run(document, {runOnly: rules}).then(result => result.violations.map("
            "item => [item.id, item.nodes.map(node => node.html.slice(0, 160))]))",
            RULES,
        )
        found += [f"{page.url} at {viewport['width']}: {item}" for item in map(json.dumps, violations)]
        found += [f"{page.url}: {wide} pixels stick out"] if wide > 0 else []
    return found


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_measures_are_tried_and_the_address_keeps_the_choice(new_page: NewPage, scripts: bool) -> None:
    page = new_page(scripts=scripts)
    with_result(page)
    page.get_by_role("link", name="E se…? Provate le misure").click()
    summary = page.locator("#summary")
    expect(summary).to_contain_text("Nessuna misura scelta", use_inner_text=True)
    page.evaluate("window.same = true") if scripts else None
    page.get_by_label(re.compile("^M42")).check()
    if not scripts:
        page.get_by_role("button", name="Mostra che cosa cambia").click()
    summary.get_by_text("Guadagnate").wait_for()
    expect(page).to_have_url(re.compile(r"/what-if\?m=M42$"))
    if scripts:
        assert page.evaluate("window.same"), "the page was not loaded again"
        expect(page.locator("#said")).to_contain_text("Guadagnate", use_inner_text=True)
    address = page.url
    page.goto(address)
    expect(page.get_by_label(re.compile("^M42"))).to_be_checked()
    page.get_by_role("link", name="Togliete tutte le scelte").click()
    expect(summary).to_contain_text("Nessuna misura scelta", use_inner_text=True)


def test_what_a_tick_brings_with_it_is_ticked_too(new_page: NewPage) -> None:
    page = new_page(scripts=True)
    base = with_result(page)
    page.goto(f"{base}/area/C")
    for code in ("C1", "C2", "C4"):
        page.check(f"#{code}-0")
    page.locator(".cip-save button[value=hub]").click()
    page.wait_for_url(base)
    page.get_by_role("button", name="Vedi il risultato").first.click()
    page.goto(f"{base}/what-if")
    page.locator("details", has=page.locator("#m-M17")).evaluate("element => { element.open = true }")
    page.check("#m-M17")
    page.locator("#summary > p", has_text="abbiamo aggiunta").wait_for()
    expect(page.locator("#m-M16")).to_be_checked()


def test_the_second_check_up_starts_from_a_copy_and_ends_with_before_and_after(new_page: NewPage) -> None:
    page = new_page()
    first = with_result(page)
    page.get_by_role("link", name="Il prossimo check-up").click()
    page.get_by_role("button", name="Iniziate il prossimo check-up").click()
    second = page.url
    assert second != first
    expect(page.locator("main")).to_contain_text("risposte vengono dal check-up di prima", use_inner_text=True)
    page.goto(f"{second}/profile")
    expect(page.locator("#q-workers .cip-carried")).to_have_count(1)
    expect(page.locator("#workers")).to_have_value("7")
    page.goto(f"{second}/area/K")
    expect(page.locator(".cip-carried")).to_have_count(3)
    page.get_by_role("button", name=CONFIRM).click()
    expect(page).to_have_url(f"{second}/area/K")
    expect(page.locator(".cip-carried")).to_have_count(0)
    page.check("#K2-3")
    page.locator(".cip-save button[value=hub]").click()
    page.wait_for_url(second)
    page.get_by_role("button", name="Vedi il risultato").first.click()
    page.get_by_role("link", name="Prima e dopo").click()
    text = page.locator("main").inner_text()
    assert "da gradino 1 a gradino 3" in text
    assert "Il modello è lo stesso." in text
    assert page.locator(".cip-chart desc").text_content()
    page.get_by_text("Gli stessi numeri in una tabella").click()
    expect(page.get_by_role("region", name="Tabella delle aree")).to_be_visible()


def test_a_closed_check_up_is_read_and_no_longer_changed(new_page: NewPage) -> None:
    page = new_page()
    base = with_result(page)
    page.get_by_role("link", name="Chiudete e archiviate").click()
    page.get_by_role("button", name="Chiudete e archiviate").click()
    page.wait_for_url(f"{base}/result")
    expect(page.get_by_role("link", name="Chiudete e archiviate")).to_have_count(0)
    page.goto(base)
    expect(page.locator("main")).to_contain_text("Questo check-up è chiuso", use_inner_text=True)


def test_these_pages_are_accessible(new_page: NewPage, axe_source: str) -> None:
    page = new_page(scripts=True)
    first = with_result(page)
    found: list[str] = []
    for path in ("/what-if", "/what-if?m=M42&m=M17&m=M99", "/compare", "/again", "/close"):
        page.goto(first + path)
        found += faults(page, axe_source)
    page.goto(f"{first}/again")
    page.get_by_role("button", name="Iniziate il prossimo check-up").click()
    second = page.url
    page.goto(f"{second}/area/K")
    found += faults(page, axe_source)
    page.check("#K2-3")
    page.locator(".cip-save button[value=hub]").click()
    page.goto(second)
    page.get_by_role("button", name="Vedi il risultato").first.click()
    page.goto(f"{second}/compare")
    found += faults(page, axe_source)
    page.goto(f"{second.replace('/it/', '/en/')}/compare")
    found += faults(page, axe_source)
    assert found == []
