"""The whole journey with the keyboard alone: Tab, Space, arrows, Enter. At each stop the focus can be seen."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, NewPage
from tests.browser.walking import ENGLISH, ITALIAN, fill_profile, start

# A browser takes the fragment of a form's page along to where the form leads.
HUB = re.compile(r"/check-up/[0-9a-f]{32}(#main)?$")
SEEN = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const inside = box.bottom > 0 && box.top < innerHeight;
  return ring && inside;
}"""
# With Tab the focus only ever goes down the page. Two elements are compared at one moment: a count of those above would
# change when a mistake that was mended goes away meanwhile.
REMEMBER = "window.focusedBefore = document.activeElement"
FURTHER = """() => {
  const before = window.focusedBefore;
  return !before.isConnected || before === document.body
    || Boolean(before.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING);
}"""

FOCUSED = "document.activeElement.outerHTML.slice(0, 160)"


def soon(page: Page, script: str) -> bool:
    """Whether it becomes true: a page may glide to where the focus is. (Waiting inside the page needs `eval`, which
    our policy refuses.)
    """
    for _ in range(40):
        if page.evaluate(script):
            return True
        page.wait_for_timeout(50)
    return False


def tab_to(page: Page, selector: str, most: int = 250) -> None:
    """Press Tab until the focus is there; each stop on the way shows itself, and they come in the order of the page."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.evaluate(REMEMBER)
        page.keyboard.press("Tab")
        assert soon(page, SEEN), f"on the way to {selector} the focus hides: {page.evaluate(FOCUSED)}"
        assert page.evaluate(FURTHER), f"on the way to {selector} the focus jumps back"
    raise AssertionError(f"the keyboard never reaches {selector}")


def skip(page: Page) -> None:
    """The first Tab of a page is the link that skips to its content."""
    page.keyboard.press("Tab")
    expect(page.locator(".cip-skip")).to_be_focused()
    assert page.locator(".cip-skip").bounding_box()["y"] >= 0, "the skip link shows itself"  # type: ignore[index]
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def press_to(page: Page, key: str, url: str | re.Pattern[str]) -> None:
    page.keyboard.press(key)
    page.wait_for_url(url)


def from_home_to_the_hub(page: Page) -> None:
    page.goto("/it/")
    skip(page)
    tab_to(page, "form .btn-primary")
    press_to(page, "Enter", re.compile("/profile(#main)?$"))
    tab_to(page, "#workers")
    page.keyboard.type("7")
    tab_to(page, "input[name=sector]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name=sector]:checked")).to_have_attribute("id", "sector-workshop")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    expect(page.locator("details[open]")).to_have_count(1)
    tab_to(page, ".cip-save button[value=hub]")
    press_to(page, "Enter", HUB)


def test_home_profile_area_result_measure_what_if(new_page: NewPage) -> None:
    page = new_page(scripts=True)
    from_home_to_the_hub(page)
    tab_to(page, "a[href$='/area/T']")
    press_to(page, "Enter", "**/area/T")
    skip(page)
    tab_to(page, "input[name=T1]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#T1-2")).to_be_checked()
    expect(page.locator("[data-saving]")).to_have_text(re.compile(r"Salvato alle \d\d:\d\d\."))
    tab_to(page, "button[value=hub]")
    press_to(page, "Enter", HUB)
    tab_to(page, ".cip-finish button")
    press_to(page, "Enter", re.compile("/result(#main)?$"))
    tab_to(page, ".cip-compact a")
    press_to(page, "Enter", "**/measure/**")
    skip(page)
    page.goto(page.url.partition("/measure/")[0] + "/result")
    tab_to(page, "a[href*='/what-if']")
    press_to(page, "Enter", "**/what-if")
    tab_to(page, "input[type=checkbox]")
    code = page.evaluate("document.activeElement.value")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.checked")
    tab_to(page, ".cip-try-send button")
    press_to(page, "Enter", f"**/what-if?*m={code}*")
    expect(page.locator(f"input[value={code}]")).to_be_checked()


def test_mistakes_take_the_focus_and_each_leads_to_its_field(new_page: NewPage) -> None:
    page = new_page(scripts=True, viewport=DESK)
    page.goto("/it/")
    tab_to(page, "form .btn-primary")
    press_to(page, "Enter", "**/profile")
    tab_to(page, "#workers")
    page.keyboard.type("0")
    tab_to(page, ".cip-save button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert soon(page, "document.activeElement.id === 'errors'")
    assert page.title().startswith("Errore: ")
    tab_to(page, "#errors a")
    page.keyboard.press("Enter")
    expect(page.locator("#workers, #q-workers").and_(page.locator(":focus"))).to_have_count(1)
    tab_to(page, "#workers")
    expect(page.locator("#workers")).to_have_attribute("aria-invalid", "true")
    described = page.get_attribute("#workers", "aria-describedby") or ""
    assert "workers-error" in described
    page.keyboard.press("Control+a")
    page.keyboard.type("7")
    tab_to(page, ".cip-save button")
    press_to(page, "Enter", re.compile(r"/profile/hours(#|$)"))


def test_the_browser_chooses_the_language_and_the_switch_keeps_page_and_answers(new_page: NewPage) -> None:
    page = new_page(scripts=True, viewport=PHONE)
    page.set_extra_http_headers({"Accept-Language": "en-GB,en;q=0.9"})
    page.goto("/")
    assert page.url.endswith("/en/")
    page.set_extra_http_headers({"Accept-Language": "it-IT,it;q=0.9"})
    page.goto("/")
    assert page.url.endswith("/it/")
    base = start(page)
    fill_profile(page)
    page.get_by_role("button", name=ITALIAN.save_last).click()
    page.goto(base)
    page.locator(".cip-finish button").click()
    page.wait_for_url("**/result")
    page.goto(f"{base}/what-if?m=M01")
    page.get_by_role("link", name="English").click()
    # What was chosen stays in the address.
    expect(page).to_have_url(re.compile(r"/en/.*/what-if\?m=M01$"))
    page.goto(base.replace("/it/", "/en/") + "/profile/hours")
    expect(page.locator("#opening_hours")).to_have_value("52.5")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name=ENGLISH.save).click()
    page.get_by_role("link", name="Italiano").click()
    expect(page.locator("html")).to_have_attribute("lang", "it")
    page.goto(f"{base}/profile/hours")
    expect(page.locator("#opening_hours")).to_have_value("52,5")
