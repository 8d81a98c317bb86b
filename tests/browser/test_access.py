"""Every page, in both languages, at both widths: axe finds nothing, nothing sticks out."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, RULES, NewPage
from tests.browser.walking import AREAS, ENGLISH, ITALIAN, Words, walk

PUBLIC = ("", "privacy", "score", "accessibility", "sources", "contacts", "erased", "sample", "resume", "nothing")
PRIVATE = (
    "",
    "/profile",
    "/profile/told",
    "/quick",
    *(f"/area/{area}" for area in AREAS),
    "/duties",
    "/already",
    "/result",
    "/report",
    "/keep",
    "/erase",
)


def visited(page: Page, words: Words) -> Iterator[str]:
    """Each page in turn, open; its name."""
    base = walk(page, words)
    page.goto(f"{base}/profile")
    page.check("#single_cover-yes")
    page.locator(".cip-save button").first.click()
    yield "hub after a change"
    for path in PRIVATE:
        page.goto(base + path)
        yield path or "hub"
    for path in PUBLIC:
        page.goto(f"/{words.language}/{path}")
        yield path or "home"
    page.goto(f"{base}/profile")
    page.fill("#workers", "0")
    page.check("#representation-rsa")
    page.locator(".cip-save button").first.click()
    yield "mistakes in the profile"
    page.goto(f"{base}/area/T")
    page.check("#T2-3")
    page.fill("[id='T2.proof']", "x")
    page.locator(".cip-save button").first.click()
    yield "mistakes in an area"


@pytest.mark.parametrize("words", [ITALIAN, ENGLISH], ids=["it", "en"])
def test_axe_finds_nothing_and_nothing_sticks_out(new_page: NewPage, axe_source: str, words: Words) -> None:
    page = new_page(scripts=True)
    found: list[str] = []
    for name in visited(page, words):
        page.evaluate("document.querySelectorAll('details').forEach(element => { element.open = true })")
        page.evaluate(axe_source)
        for viewport in (DESK, PHONE):
            page.set_viewport_size(viewport)  # type: ignore[arg-type]
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                found.append(f"{name} at {viewport['width']}: {wide} pixels stick out")
            violations = page.evaluate(
                "rules => axe.run(document, {runOnly: rules}).then(result => result.violations.map("
                "item => [item.id, item.nodes.map(node => node.html.slice(0, 160))]))",
                RULES,
            )
            found += [f"{name} at {viewport['width']}: {json.dumps(item)}" for item in violations]
    assert found == []


def test_text_can_be_twice_as_large_on_a_narrow_screen(new_page: NewPage) -> None:
    page = new_page(scripts=True, viewport={"width": 320, "height": 640})
    base = walk(page, ITALIAN)
    for path in ("", "/profile", "/area/C", "/result", "/already"):
        page.goto(base + path)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} at 320"
    page.set_viewport_size({"width": 640, "height": 900})
    for path in ("", "/profile", "/area/C", "/result"):
        page.goto(base + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} with large text"
