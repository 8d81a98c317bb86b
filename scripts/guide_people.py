"""Takes the pictures of docs/guida-persone.md from the running pages: `python -m scripts.guide_people`.

Walks through one of the two invented worlds as its people: the owner, the consultant, somebody who answers the survey,
and who prepares the payslips. Writes docs/guida-persone/*.png and nothing else.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from scripts.pictures import DESCRIBED, NewPage, go_home, seed_everybody, shot, signed_in, take

PICTURES = Path(__file__).resolve().parent.parent / "docs/guida-persone"
MOST_BYTES = 700_000
WORLD = DESCRIBED.worlds[0]

Pictures = Iterator[tuple[str, bytes]]


def pictures(new_page: NewPage) -> Pictures:
    """Name and picture of each stop of the guide; the owner comes again when everybody has looked."""
    owner = signed_in(new_page(), WORLD.people["owner"].email)
    yield from of_owner(owner)
    consultant = signed_in(new_page(), WORLD.people["consultant"].email)
    yield from of_consultant(consultant)
    yield from of_worker(consultant, new_page())
    yield from of_payroll(owner, new_page())


def of_owner(page: Page) -> Pictures:
    """The firm's space, its mandates, the signed plan."""
    go_home(page, WORLD.firm.name)
    yield "spazio", shot(page, "h1")
    page.get_by_role("link", name="Incarichi").click()
    page.wait_for_url("**/mandates")
    yield "incarichi", shot(page, "h1")
    go_home(page, WORLD.firm.name)
    page.get_by_role("link", name="Piano delle misure").click()
    page.get_by_role("link", name="Stampare e firmare").click()
    page.wait_for_url("**/versions/*")
    yield "piano", shot(page, "h1")


def of_consultant(page: Page) -> Pictures:
    """The portfolio, the visit sheet, the two answers side by side."""
    page.goto("/it/consultant")
    yield "imprese", shot(page, "h1")
    page.get_by_role("link", name=WORLD.firm.name).click()
    page.get_by_role("link", name="Foglio per la visita").click()
    page.wait_for_url("**/visit-sheet")
    yield "visita", shot(page, "h1")
    page.get_by_role("link", name="Verifica", exact=True).click()
    page.get_by_role("link", name="Tempo di lavoro").click()
    page.wait_for_url("**/review/T")
    yield "verifica", shot(page, "h2")


def of_worker(consultant: Page, worker: Page) -> Pictures:
    """What somebody sees who takes one of the consultant's slips: the code, and the questions."""
    go_home(consultant, WORLD.firm.name)
    consultant.get_by_role("link", name="Il questionario per chi lavora da voi").click()
    consultant.locator("summary", has_text="Preparate i codici").click()
    consultant.locator("label[for=lost-yes]").click()
    consultant.get_by_role("button", name="Codici in una pagina").click()
    slip = consultant.locator(".cip-voice-slips li").first
    code, address = slip.locator("code").inner_text(), slip.locator("span").first.inner_text()
    worker.goto(address)
    yield "codice", shot(worker, "h1")
    worker.fill("#code", code)
    worker.get_by_role("button", name="Iniziate").click()
    yield "domande", shot(worker, "h1")


def of_payroll(owner: Page, adviser: Page) -> Pictures:
    """The page of numbers behind a link: the check-up is validated, so the owner opens it again first."""
    go_home(owner, WORLD.firm.name)
    owner.get_by_role("link", name="Check-up iniziato").click()
    owner.get_by_role("link", name="riaprite il check-up").click()
    owner.get_by_role("button", name="Riaprite il check-up").click()
    owner.get_by_role("link", name="Chiedete i numeri").click()
    owner.get_by_role("button", name="Fate un collegamento").click()
    adviser.goto(owner.locator(".cip-digest a").first.inner_text())
    yield "numeri", shot(adviser, "h1")


if __name__ == "__main__":
    sys.exit(take(PICTURES, seed_everybody, pictures, MOST_BYTES, demo=True))
