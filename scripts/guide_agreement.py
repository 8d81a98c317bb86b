"""Takes the pictures of docs/guida-accordo.md from the running pages: `python -m scripts.guide_agreement`.

The owner of an invented firm registers a second one and lets it join; somebody asks for leave by the hour; union
and committee look at the first firm. Writes docs/guida-accordo/*.png and nothing else.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from scripts.pictures import DESCRIBED, NewPage, go_home, seed_everybody, shot, signed_in, take

PICTURES = Path(__file__).resolve().parent.parent / "docs/guida-accordo"
MOST_BYTES = 300_000
WORLD = DESCRIBED.worlds[0]
JOINING = {"name": "Bottega di Prova", "tax_code": "00000039990"}
UNSPOKEN = "C-02"
"""A clause of which no union has said anything."""
ASKED = {
    "hours": "38",
    "days": "5",
    "born": "2025-03-10",
    "day": "2026-12-16",
    "length": "2",
    "requested_on": "2026-12-01",
    "maternity": "2025-08-20",
    "used": "12",
}

Pictures = Iterator[tuple[str, bytes]]


def pictures(new_page: NewPage) -> Pictures:
    """Name and picture of each stop of the guide, in its order."""
    yield from of_owner(signed_in(new_page(), WORLD.people["owner"].email))
    yield from of_parent(new_page())
    yield from of_union(signed_in(new_page(), WORLD.people["union"].email))
    yield from of_committee(signed_in(new_page(), DESCRIBED.shared.people["committee"].email))


def of_owner(page: Page) -> Pictures:
    """A firm that joins: four answers, the form, what follows; the clauses of one that joined before."""
    register(page)
    page.get_by_role("link", name="Gli accordi che vi riguardano").click()
    page.get_by_role("button", name="Iniziate l'adesione").first.click()
    page.get_by_role("link", name="La sede nel territorio").click()
    tick(page, "seat")
    go_on(page)
    page.fill("#people", "4")
    go_on(page)
    page.wait_for_url("**/join/route")
    page.get_by_role("link", name="Accordo di prova").click()
    yield "adesione", shot(page, "h1")
    page.get_by_role("link", name="La via di adesione").click()
    tick(page, "route")
    page.fill("#reference", "tessera inventata 12")
    go_on(page)
    page.locator("label[for=other-no]").click()
    go_on(page)
    page.get_by_role("button", name="Preparate il modulo da firmare").click()
    page.locator("label[for=agree]").click()
    page.get_by_role("button", name="Firmate nel sistema").click()
    yield "compiti", shot(page, "h2:has-text('Che cosa fare dopo la firma')")
    go_home(page, WORLD.firm.name)
    page.get_by_role("link", name="Gli accordi che vi riguardano").click()
    page.get_by_role("link", name="Aprite la vostra adesione").click()
    page.get_by_role("link", name="Guardate le clausole").click()
    yield "clausole", shot(page, "h1")


def register(page: Page) -> None:
    """A firm that has not joined yet, in the territory of the agreement."""
    page.goto("/it/firm/new")
    for field, value in JOINING.items():
        page.fill(f"#{field}", value)
    page.locator("summary", has_text="Altri codici").click()
    page.fill("#ccnl", "H011")
    page.fill("#municipality", WORLD.firm.seat.municipality)
    page.fill("#istat", WORLD.firm.seat.code)
    page.locator("label[for=declared-yes]").click()
    page.get_by_role("button", name="Registrate l'impresa").click()
    page.wait_for_url("**/firm/*")


def of_parent(page: Page) -> Pictures:
    """The answer to somebody who asks for leave by the hour, and the request to print."""
    page.goto("/it/leave-by-the-hour")
    page.locator(f"label[for=agreement-{DESCRIBED.shared.agreement}]").click()
    for field, value in ASKED.items():
        page.fill(f"#{field}", value)
    page.locator("label[for=paternity_none]").click()
    page.get_by_role("button", name="Chiedete").click()
    page.locator("#outcome").blur()
    yield "risposta", shot(page, "#outcome")
    left = page.locator("summary", has_text="Quanti giorni restano")
    left.click()
    left.blur()
    yield "fogli", shot(page, "#papers")
    page.get_by_role("button", name="La richiesta all'impresa").click()
    yield "richiesta", shot(page, ".cip-sheet")


def of_union(page: Page) -> Pictures:
    """The clauses of a firm, with what unions say; the form of a statement."""
    page.goto("/it/union")
    page.get_by_role("link", name=WORLD.firm.name).click()
    yield "impresa", shot(page, f"#c-{WORLD.union.disputes}")
    page.goto(f"{page.url}/clauses/{UNSPOKEN}")
    page.locator("label[for=verdict-attests]").click()
    page.locator("label[for=scope-papers_seen]").click()
    page.locator("#scope-papers_seen").blur()
    yield "dichiarazione", shot(page, "#say-title")


def of_committee(page: Page) -> Pictures:
    """What waits for the committee."""
    page.goto("/it/committee")
    yield "comitato", shot(page, "h1")


def tick(page: Page, name: str) -> None:
    """The first of several answers; its circle lies hidden under its words."""
    page.locator(f"#{name} label").first.click()


def go_on(page: Page) -> None:
    """Save a question of the joining."""
    page.get_by_role("button", name="Salvate e andate avanti").click()


if __name__ == "__main__":
    sys.exit(take(PICTURES, seed_everybody, pictures, MOST_BYTES, demo=True))
