"""The whole journey with scripts off, on a phone in Italian and on a desk in English: from the home page to the second
check-up, and away.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, NewPage
from tests.browser.walking import ENGLISH, ITALIAN, Words, walk

CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}")
WORDS = {"it": ("Salva il piano", "Iniziate il prossimo check-up"), "en": ("Save the plan", "Start the next check-up")}


def press(page: Page, selector: str, url: str) -> None:
    page.locator(selector).first.click()
    page.wait_for_url(url)


@pytest.mark.parametrize(("words", "viewport"), [(ITALIAN, PHONE), (ENGLISH, DESK)], ids=["it-phone", "en-desk"])
def test_everything_works_with_scripts_off(new_page: NewPage, words: Words, viewport: dict[str, int]) -> None:
    page = new_page(scripts=False, viewport=viewport)
    base = walk(page, words)
    page.goto(f"{base}/result")
    press(page, ".cip-compact a", "**/measure/*")
    expect(page.locator("h1")).to_have_count(1)
    measure = page.url.rsplit("/", 1)[1]
    try_measures(page, base, measure)
    search_reasons(page, base)
    plan_one(page, base, measure, words)
    code = keep(page, base)
    resume_elsewhere(new_page(scripts=False, viewport=viewport), code, base, words)
    second = start_again(page, base, words)
    erase(page, second)


def try_measures(page: Page, base: str, measure: str) -> None:
    page.goto(f"{base}/what-if")
    page.locator(f"input[value={measure}]").check()
    press(page, ".cip-try-send button", "**/what-if?m=*")
    expect(page.locator(f"input[value={measure}]")).to_be_checked()
    assert page.locator("#summary .cip-try-points").count()


def search_reasons(page: Page, base: str) -> None:
    page.goto(f"{base}/why-not")
    page.fill("#q", "xyzq")
    press(page, "form[role=search] button", "**/why-not?q=xyzq")
    expect(page.locator(".cip-reasons > li")).to_have_count(0)


def plan_one(page: Page, base: str, measure: str, words: Words) -> None:
    page.goto(f"{base}/plan")
    page.locator("details:not([open]) summary").evaluate_all("items => items.forEach(item => item.click())")
    page.locator(f"label[for=add-{measure}]").click()
    page.get_by_role("button", name=WORDS[words.language][0]).click()
    page.wait_for_url("**/plan")
    page.fill(f"#{measure}-owner", "cassa")
    page.get_by_role("button", name=WORDS[words.language][0]).click()
    page.goto(f"{base}/notice-board")
    expect(page.locator("main")).to_contain_text("cassa", use_inner_text=True)


def keep(page: Page, base: str) -> str:
    page.goto(f"{base}/keep")
    page.locator("main form button").first.click()
    found = CODE.search(page.locator(".cip-resume-code").inner_text())
    assert found
    return found[0]


def resume_elsewhere(page: Page, code: str, base: str, words: Words) -> None:
    assert page.goto(f"{base}/result").status == 404  # type: ignore[union-attr]
    page.goto(f"/{words.language}/resume")
    page.locator("main input[name=code]").fill(code.lower())
    page.locator("main form button").first.click()
    page.wait_for_url(base)
    assert page.goto(f"{base}/result").status == 200  # type: ignore[union-attr]


def start_again(page: Page, base: str, words: Words) -> str:
    page.goto(f"{base}/again")
    page.get_by_role("button", name=WORDS[words.language][1]).click()
    page.wait_for_url(lambda url: "/check-up/" in url and base not in url)
    second = page.url
    page.goto(f"{second}/area/T")
    page.check("#T1-4")
    page.get_by_role("button", name=words.save).click()
    page.goto(second)
    press(page, ".cip-finish button", "**/result")
    page.goto(f"{second}/compare")
    assert page.locator(".cip-changes > li").count()
    return second


def erase(page: Page, base: str) -> None:
    page.goto(f"{base}/erase")
    page.locator("main form button").first.click()
    page.wait_for_url("**/erased")
    assert page.goto(base).status == 404  # type: ignore[union-attr]
