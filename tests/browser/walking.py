"""How an owner moves: by what stands on the page."""

from dataclasses import dataclass

from playwright.sync_api import Page

AREAS = "TLCSEWKR"


@dataclass(frozen=True)
class Words:
    """What the buttons say."""

    language: str
    start: str
    save: str
    result: str
    saved: str
    save_last: str


ITALIAN = Words("it", "Iniziate il check-up", "Salva e continua", "Vedi il risultato", "Salvato.", "Salva e torna")
ENGLISH = Words("en", "Start the check-up", "Save and continue", "See the result", "Saved.", "Save and back to")


def start(page: Page, words: Words = ITALIAN) -> str:
    """Press the start button; the address of the check-up."""
    page.goto(f"/{words.language}/")
    page.get_by_role("button", name=words.start).click()
    page.wait_for_url("**/profile")
    return page.url.removesuffix("/profile")


def fill_profile(page: Page, words: Words = ITALIAN) -> None:
    """A shop of seven, page by page; the last page is filled in and not yet saved."""
    page.fill("#workers", "7")
    page.check("#sector-shop")
    turn(page, words, "hours")
    page.fill("#opening_hours", "52,5")
    page.check("#single_cover-no")
    page.check("#shifts-no")
    page.check("#extra_hours-yes")
    turn(page, words, "cases")
    page.fill("#leave_cases_24m", "1")
    page.fill("#father_cases_24m", "0")
    turn(page, words, "told")
    page.check("#children_3_14_told-yes")
    page.check("#carers_told-yes")
    turn(page, words, "network")
    page.check("#association-yes")
    page.check("#representation-none")
    turn(page, words, "codes")
    page.fill("#ccnl", "h011")


def turn(page: Page, words: Words, group: str) -> None:
    """Save a page of the profile and go on to the next one."""
    page.get_by_role("button", name=words.save).click()
    page.wait_for_url(f"**/profile/{group}")


def answer_area(page: Page, step: int = 2) -> None:
    """The same step everywhere, «I don't know» once."""
    for number, card in enumerate(page.locator(".cip-ladder").all()):
        if number == 1:
            page.locator(".cip-others").nth(number).locator("input").first.check()
        else:
            card.locator("input").nth(step).check()


def walk(page: Page, words: Words) -> str:
    """From the home page to the result; the address of the check-up."""
    base = start(page, words)
    fill_profile(page, words)
    page.get_by_role("button", name=words.save_last).click()
    assert words.saved in page.locator(".cip-notice").inner_text()
    page.goto(f"{base}/area/T")
    for area in AREAS:
        page.wait_for_url(f"{base}/area/{area}")
        answer_area(page, 3 if area == "T" else 2)
        if area == "T":
            page.locator(".cip-proof input[type=text]").first.fill("4")
        page.get_by_role("button", name=words.save).click()
    page.wait_for_url(f"{base}/duties")
    page.check("#risk_assessment-yes")
    page.check("#l104_permits-no")
    page.get_by_role("button", name=words.save).click()
    page.fill("#respondents", "6")
    page.fill("#N04", "4")
    page.get_by_role("button", name=words.save_last).click()
    page.wait_for_url(base)
    page.get_by_role("button", name=words.result).click()
    page.wait_for_url(f"{base}/result")
    return base
