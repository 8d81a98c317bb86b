"""What the scripts add: saving while one fills in, the score that moves, two tabs, no network, leaving, searching."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from tests.browser.conftest import DESK, PHONE, NewPage
from tests.browser.walking import ENGLISH, ITALIAN, Words, start

JS = Path(__file__).parents[2] / "cip/web/static/js"
SAVED = re.compile(r"Salvato alle \d\d:\d\d\.")


def status(page: Page) -> Any:
    return page.locator("[data-saving]")


def open_area(page: Page, area: str = "T", words: Words = ITALIAN) -> str:
    """Start a check-up and open an area; the address of the check-up."""
    base = start(page, words)
    page.goto(f"{base}/area/{area}")
    return base


def pick(page: Page, field: str) -> None:
    page.locator(f'[id="{field}"]').check()


def test_a_change_is_saved_at_once_and_the_score_moves(new_page: NewPage) -> None:
    page = new_page(scripts=True)
    base = open_area(page)
    before = page.locator("[data-score]").text_content()
    assert not page.locator("[data-score]").is_visible(), "0-100 tells nobody anything"
    pick(page, "T1-3")
    expect(status(page)).to_have_text(SAVED)
    assert page.locator("[data-score]").inner_text() != before
    expect(page.locator("[data-score]")).to_be_visible()
    page.fill('[id="T1.proof"]', "4")
    page.locator('[id="T1.proof"]').blur()
    expect(page.locator("form[data-unsaved=no]")).to_have_count(1)
    page.goto(f"{base}/area/L")
    page.goto(f"{base}/area/T")
    expect(page.locator("#T1-3")).to_be_checked()
    expect(page.locator('[id="T1.proof"]')).to_have_value("4")
    expect(status(page)).to_have_attribute("aria-live", "polite")


def test_it_speaks_the_language_of_the_page(new_page: NewPage) -> None:
    page = new_page(scripts=True, viewport=DESK)
    open_area(page, words=ENGLISH)
    pick(page, "T1-1")
    expect(status(page)).to_have_text(re.compile(r"Saved at \d\d:\d\d\."))


def test_a_mistake_is_shown_at_its_field_and_goes_when_mended(new_page: NewPage) -> None:
    page = new_page(scripts=True)
    base = start(page)
    page.goto(f"{base}/profile")
    page.fill("#workers", "0")
    page.locator("#workers").blur()
    line = page.locator('[id="workers-error"]')
    expect(line).to_be_visible()
    expect(page.locator("#workers")).to_have_attribute("aria-invalid", "true")
    assert "workers-error" in (page.get_attribute("#workers", "aria-describedby") or "")
    page.fill("#workers", "7")
    page.locator("#workers").blur()
    expect(line).to_have_count(0)
    expect(page.locator("form[data-unsaved=no]")).to_have_count(1)


def test_two_tabs_the_second_sees_both_answers_and_chooses(new_page: NewPage) -> None:
    first = new_page(scripts=True)
    base = open_area(first)
    second = first.context.new_page()
    second.goto(f"{base}/area/T")
    pick(first, "T1-1")
    expect(status(first)).to_have_text(SAVED)
    pick(second, "T1-3")
    box = second.locator("[data-conflict]")
    expect(box).to_be_visible()
    box.get_by_role("button").click()
    expect(second.locator("h1")).to_have_text("Due risposte diverse")
    expect(second.locator(".cip-card")).to_have_count(2)
    second.get_by_text("La vostra risposta").click()
    second.get_by_role("button", name="Salva le scelte").click()
    second.wait_for_url(f"{base}/area/T")
    expect(second.locator("#T1-3")).to_be_checked()


def test_what_the_other_tab_changed_appears_beside_ones_own(new_page: NewPage) -> None:
    first = new_page(scripts=True)
    base = open_area(first)
    second = first.context.new_page()
    second.goto(f"{base}/area/T")
    first.locator("#q-T2 summary").last.click()
    first.fill('[id="T2.note"]', "Ne parliamo lunedì.")
    first.locator('[id="T2.note"]').blur()
    expect(status(first)).to_have_text(SAVED)
    pick(second, "T1-2")
    expect(status(second)).to_contain_text("Qualcun altro ha cambiato")
    expect(second.locator('[id="T2.note"]')).to_have_value("Ne parliamo lunedì.")
    pick(second, "T1-1")
    expect(status(second)).to_have_text(SAVED)
    second.reload()
    expect(second.locator('[id="T2.note"]')).to_have_value("Ne parliamo lunedì.")


def test_without_a_network_it_says_so_keeps_the_text_and_tries_again(new_page: NewPage) -> None:
    page = new_page(scripts=True)
    open_area(page)
    page.context.set_offline(True)
    pick(page, "T1-2")
    expect(status(page)).to_contain_text("Senza rete non possiamo salvare")
    expect(page.locator("#T1-2")).to_be_checked()
    page.context.set_offline(False)
    expect(status(page)).to_have_text(SAVED)


def test_a_refusal_loses_nothing_and_points_to_the_button(new_page: NewPage) -> None:
    page = new_page(scripts=True)
    open_area(page)

    def refuse(route: Route) -> None:
        route.fulfill(status=400, body="no") if route.request.method == "POST" else route.continue_()

    page.route("**/area/T", refuse)
    pick(page, "T1-2")
    expect(status(page)).to_contain_text("usate il pulsante")
    page.unroute("**/area/T")
    page.get_by_role("button", name="Salva e torna al riepilogo").click()
    page.wait_for_url(re.compile(r"/check-up/[0-9a-f]{32}$"))


@pytest.mark.parametrize("words", [ITALIAN, ENGLISH], ids=["it", "en"])
def test_closed_in_another_tab_it_says_so_and_stops(new_page: NewPage, words: Words) -> None:
    page = new_page(scripts=True)
    base = open_area(page, words=words)
    other = page.context.new_page()
    other.goto(f"{base}/close")
    other.locator("form[action$='/close'] button").click()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    pick(page, "T1-3")
    said = {"it": "Questo check-up è stato chiuso", "en": "This check-up was closed"}["en" if "/en/" in base else "it"]
    expect(status(page)).to_contain_text(said)
    expect(status(page)).to_have_attribute("data-trouble", "")
    expect(page.locator("[data-conflict]")).to_be_hidden()
    expect(page.locator("#T1-3")).to_be_checked()
    pick(page, "T2-3")
    page.wait_for_timeout(300)
    assert len(sent) == 1, "it does not ask again and again"


def test_leaving_asks_only_when_something_is_unsaved(new_page: NewPage) -> None:
    page = new_page(scripts=True)
    base = open_area(page)
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    pick(page, "T1-2")
    expect(status(page)).to_have_text(SAVED)
    page.goto(f"{base}/area/L")
    assert asked == []
    page.goto(f"{base}/area/T")
    page.locator("#q-T1 summary").last.click()
    page.locator('[id="T1.note"]').press_sequentially("non ancora")
    page.goto(base)
    assert asked == ["beforeunload"]
    page.goto(f"{base}/area/T")
    page.locator("#q-T1 summary").last.click()
    page.locator('[id="T1.note"]').press_sequentially("con il pulsante")
    page.get_by_role("button", name="Salva e torna al riepilogo").click()
    page.wait_for_url(base)
    assert asked == ["beforeunload"], "the form's own button saves: nothing to ask"


def test_a_soft_warning_appears_at_its_question_with_a_field(new_page: NewPage) -> None:
    page = new_page(scripts=True)
    base = start(page)
    page.goto(f"{base}/profile")
    while page.locator("#leave_cases_24m").count() == 0:
        page.get_by_role("button", name="Salva e continua").click()
    page.fill("#leave_cases_24m", "0")
    page.get_by_role("button", name=re.compile("Salva e")).first.click()
    page.goto(f"{base}/area/C")
    box = page.locator("#C1-doubt")
    expect(box).to_be_hidden()
    pick(page, "C1-4")
    expect(box).to_be_visible()
    page.fill('[id="C1.reason"]', "Il caso è di ieri.")
    page.get_by_role("button", name="Salva e continua").click()
    page.wait_for_url(f"{base}/area/S")
    page.goto(f"{base}/area/C")
    expect(page.locator('[id="C1.reason"]')).to_have_value("Il caso è di ieri.")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_search_box_narrows_the_measures_and_counts(new_page: NewPage, viewport: dict[str, int]) -> None:
    page = new_page(scripts=True, viewport=viewport)
    base = start(page)
    page.goto(f"{base}/already")
    box = page.get_by_label("Cercate una misura")
    everything = page.locator("[data-filtered]").count()
    box.fill("DISABILITA")
    expect(page.locator("[data-found]")).to_contain_text("corrispondenz")
    few = page.locator("[data-filtered]:visible").count()
    assert 0 < few < everything
    box.fill("xyzzy")
    expect(page.locator("[data-found]")).to_have_text("Nessuna corrispondenza.")
    box.press("Enter")
    assert page.url.endswith("/already"), "Enter in the box sends no form"
    box.fill("")
    expect(page.locator("[data-filtered][hidden]")).to_have_count(0)


def test_without_scripts_nothing_of_it_is_needed_or_seen(new_page: NewPage) -> None:
    page = new_page()
    base = open_area(page)
    expect(page.locator("[data-conflict]")).to_be_hidden()
    page.goto(f"{base}/already")
    expect(page.locator("[data-filter]")).to_be_hidden()
    second = page.context.new_page()
    for tab in (page, second):
        tab.goto(f"{base}/area/T")
    pick(page, "T1-1")
    pick(second, "T1-3")
    page.get_by_role("button", name="Salva e torna al riepilogo").click()
    second.get_by_role("button", name="Salva e torna al riepilogo").click()
    expect(second.locator("h1")).to_have_text("Due risposte diverse")
    second.get_by_text("Già salvata alle").click()
    second.get_by_role("button", name="Salva le scelte").click()
    second.wait_for_url(base)
    second.goto(f"{base}/area/T")
    expect(second.locator("#T1-1")).to_be_checked()


def test_no_script_runs_but_ours(browser: Browser, base_url: str) -> None:
    context = browser.new_context(base_url=base_url)
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    open_area(page)
    assert refused == []
    page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)"
    )
    assert page.evaluate("window.ran") is None, "an inline script does not run"
    assert any("Content Security Policy" in text for text in refused)
    context.close()


def test_modules_are_short_and_stand_alone() -> None:
    modules = sorted(JS.glob("*.js"))
    assert {"autosave", "filter", "interval", "leaving"} <= {module.stem for module in modules}
    for module in modules:
        text = module.read_text(encoding="utf-8")
        assert len(text.splitlines()) < 160, module.name
        assert '"use strict";' in text
        assert not re.search(r"\b(import|export|eval|innerHTML|document\.write|localStorage|http)\b", text), module.name


AXE = "() => axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.map(item => item.id))"


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_what_the_scripts_put_on_the_page_can_be_used_by_all(
    new_page: NewPage, axe_source: str, viewport: dict[str, int]
) -> None:
    page = new_page(scripts=True, viewport=viewport)
    base = start(page)
    page.fill("#workers", "0")
    page.locator("#workers").blur()
    expect(page.locator('[id="workers-error"]')).to_be_visible()
    page.evaluate(axe_source)
    assert page.evaluate(AXE) == []
    page.goto(f"{base}/area/T")
    other = page.context.new_page()
    other.goto(f"{base}/area/T")
    pick(other, "T1-1")
    expect(status(other)).to_have_text(SAVED)
    pick(page, "T1-3")
    expect(page.locator("[data-conflict]")).to_be_visible()
    page.evaluate(axe_source)
    assert page.evaluate(AXE) == []
    page.locator("[data-conflict] button").click()
    expect(page.locator("h1")).to_have_text("Due risposte diverse")
    page.evaluate(axe_source)
    assert page.evaluate(AXE) == []


def test_the_line_that_stays_in_sight_hides_nothing_that_has_the_focus(new_page: NewPage) -> None:
    page = new_page(scripts=True)
    page.emulate_media(reduced_motion="reduce")  # else the page is still sliding to its place when we look
    open_area(page)
    pick(page, "T1-2")
    expect(status(page)).to_have_text(SAVED)
    for _press in range(60):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => {
              const bar = document.querySelector(".cip-saving").getBoundingClientRect();
              const box = document.activeElement.getBoundingClientRect();
              const inside = document.activeElement.closest("form") && !document.activeElement.closest(".cip-saving");
              return inside && box.top >= bar.top && box.top < innerHeight;
            }"""
        )
        assert not hidden, page.evaluate("document.activeElement.id || document.activeElement.textContent")
