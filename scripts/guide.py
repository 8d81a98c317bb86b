"""Takes the pictures of docs/guida-impresa.md from the running pages: `python -m scripts.guide`.

Starts the site on a free port with the invented firm and a database of its own, walks through a check-up as the guide
tells it, and writes docs/guida-impresa/*.png, each as wide as a phone and of few colours. Writes nothing else.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from playwright.sync_api import Page

from cip.cli.demonstration import seed_demo
from cip.web.packs import rules_folder
from cip.web.state import State
from scripts.pictures import NewPage, shot, take

PICTURES = Path(__file__).resolve().parent.parent / "docs/guida-impresa"
MOST_BYTES = 600_000

PROFILE = {"seats": "1", "opening_hours": "45", "single_cover": "no", "shifts": "no", "extra_hours": "yes"}
TOLD = {"leave_cases_24m": "1", "father_cases_24m": "0", "carers_told": "yes", "children_3_14_told": "yes"}
AREAS = {"T": 2, "L": 1, "C": 2, "S": 1, "E": 2, "W": 1, "K": 2, "R": 1}


def seed(state: State) -> bool:
    """The invented firm."""
    return seed_demo(state.database, rules_folder(state.settings))


def pictures(new_page: NewPage) -> Iterator[tuple[str, bytes]]:
    """Name and picture of each stop of the guide, in its order."""
    page = new_page()
    page.goto("/it/")
    yield "inizio", shot(page, "h1")
    page.get_by_role("button", name="Iniziate il check-up").click()
    page.wait_for_url("**/profile")
    base = page.url.removesuffix("/profile")
    page.fill("#workers", "7")
    page.locator("label[for=sector-shop]").click()
    yield "profilo", shot(page, "h1")
    page.get_by_role("button", name="Salva e continua").click()
    page.wait_for_url("**/profile/hours")
    answer(page, base)
    page.goto(f"{base}/area/T")
    yield "domanda", shot(page, "#q-T1")
    page.goto(base)
    yield "riepilogo", shot(page, "h1")
    yield from outcome(page, base)
    page.goto(f"{base}/keep")
    page.get_by_role("button", name="Conservate e create il codice").click()
    yield "codice", shot(page, "h1")
    page.goto(f"{base}/papers")
    yield "documenti", shot(page, "h1")


def outcome(page: Page, base: str) -> Iterator[tuple[str, bytes]]:
    """The result, a measure, a try with two measures."""
    page.locator(".cip-finish button").click()
    page.wait_for_url("**/result")
    yield "risultato", shot(page, "h1")
    page.locator(".cip-compact a").first.click()
    page.wait_for_url("**/measure/*")
    yield "misura", shot(page, "h1")
    code = page.url.rsplit("/", 1)[1]
    page.goto(f"{base}/what-if?m={code}&m=M02")
    yield "prova", shot(page, "h1")


def answer(page: Page, base: str) -> None:
    """Everything but the questions that the pictures show."""
    for group, fields in (("hours", PROFILE), ("cases", TOLD), ("told", TOLD)):
        send(page, f"{base}/profile/{group}", fields)
    for area, step in AREAS.items():
        codes = page_codes(page, f"{base}/area/{area}")
        send(page, f"{base}/area/{area}", {code: str(step) for code in codes})
    send(page, f"{base}/duties", {"risk_assessment": "yes", "l104_permits": "no"})


def page_codes(page: Page, address: str) -> list[str]:
    """The questions of an area."""
    page.goto(address)
    found = page.evaluate("[...document.querySelectorAll('.cip-ladder [value=\"0\"]')].map(item => item.name)")
    return [str(name) for name in found]


def send(page: Page, address: str, fields: Mapping[str, str]) -> None:
    """Send a form as its page was drawn. Raises RuntimeError where the page refuses it."""
    page.goto(address)
    token = page.locator("[name=csrf_token]").first.input_value()
    seq = page.locator("[name=seq]").first.input_value()
    reply = page.request.post(address, form={**fields, "csrf_token": token, "seq": seq}, max_redirects=0)
    if reply.status != 303:
        raise RuntimeError(f"{address} answered {reply.status}")


if __name__ == "__main__":
    sys.exit(take(PICTURES, seed, pictures, MOST_BYTES))
