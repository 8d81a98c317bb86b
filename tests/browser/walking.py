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


ITALIAN = Words("it", "Iniziate il check-up", "Salva e continua", "Vedi il risultato", "Salvato.")
ENGLISH = Words("en", "Start the check-up", "Save and continue", "See the result", "Saved.")


def start(page: Page, words: Words = ITALIAN) -> str:
    """Press the start button; the address of the check-up."""
    page.goto(f"/{words.language}/")
    page.get_by_role("button", name=words.start).click()
    page.wait_for_url("**/profile")
    return page.url.removesuffix("/profile")


def fill_profile(page: Page) -> None:
    """A shop of seven."""
    page.fill("#workers", "7")
    page.check("#sector-shop")
    page.fill("#ccnl", "h011")
    page.fill("#opening_hours", "52,5")
    for yes in ("extra_hours", "children_3_14_told", "carers_told", "association"):
        page.check(f"#{yes}-yes")
    for no in ("single_cover", "shifts"):
        page.check(f"#{no}-no")
    page.fill("#leave_cases_24m", "1")
    page.fill("#father_cases_24m", "0")
    page.check("#representation-none")


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
    fill_profile(page)
    page.get_by_role("button", name=words.save).click()
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
    page.get_by_role("button").first.click()
    page.wait_for_url(base)
    page.get_by_role("button", name=words.result).click()
    page.wait_for_url(f"{base}/result")
    return base
