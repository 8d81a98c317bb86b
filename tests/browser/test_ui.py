"""The page of all components, photographed on a phone and on a desk; nothing overflows, nothing is cut."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import Eyes, faults, new_context

PHOTOS = Path(__file__).parents[2] / "test-results/ui"

# An element that is wider than the box it stands in, or whose text is longer than itself.
OVERFLOW = """() => {
  const found = [];
  for (const element of document.querySelectorAll("main *")) {
    if (element.closest("svg, .visually-hidden, .cip-scroll") || !element.checkVisibility()) continue;
    const box = element.getBoundingClientRect(), around = element.parentElement.getBoundingClientRect();
    const free = ["absolute", "fixed", "sticky"].includes(getComputedStyle(element).position);
    if (!free && box.width && box.right > around.right + 1.5) found.push(element.outerHTML.slice(0, 120));
    const written = ["INPUT", "TEXTAREA"].includes(element.tagName) || getComputedStyle(element).display === "inline";
    if (!written && element.clientWidth && element.scrollWidth > element.clientWidth + 1)
      found.push("inside: " + element.outerHTML.slice(0, 120));
  }
  return found;
}"""


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_component_fits_in_both_states(
    browser: Browser, base_url: str, axe_source: str, width: int, language: str
) -> None:
    eyes = Eyes(language, width, focus=True)
    context = new_context(browser, base_url, eyes, axe_source)
    page = context.new_page()
    page.goto(f"/{language}/ui")
    found = faults(page, eyes) + page.evaluate(OVERFLOW)
    page.evaluate("document.activeElement.blur()")
    PHOTOS.mkdir(parents=True, exist_ok=True)
    photo = PHOTOS / f"{language}-{width}.png"
    page.screenshot(path=photo, full_page=True)
    context.close()
    assert found == []
    assert photo.stat().st_size > 50_000


def test_it_shows_both_states_of_everything(browser: Browser, base_url: str) -> None:
    context = new_context(browser, base_url, Eyes("it", 360, axe=False), "")
    page = context.new_page()
    page.goto("/it/ui")
    for selector in (
        ".btn-primary:not(:disabled)",
        ".btn-primary:disabled",
        ".btn-outline-primary",
        ".cip-chip-done",
        ".cip-chip-open",
        ".cip-chip-no",
        ".cip-note",
        ".cip-notice",
        "details[open]",
        "details:not([open])",
        "table",
        "svg.cip-chart",
        ".cip-ladder input:checked",
        ".cip-ladder input:not(:checked)",
        ".cip-errors a",
        ".cip-error",
        ".cip-doubt:not([hidden])",
        "[aria-invalid=true]",
        "input[type=text]:not([aria-invalid])",
        "input[type=checkbox]",
        "input[type=radio]",
        ".cip-settled",
    ):
        assert page.locator(f"main {selector}").count(), selector
    context.close()
