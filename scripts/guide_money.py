"""Takes the pictures of docs/guida-incentivo.md from the running pages: `python -m scripts.guide_money`.

The owner of an invented firm has a letter to answer, another one a report with a cut; the office pays and keeps its
accounts; a union looks at its side of the file. Writes docs/guida-incentivo/*.png and nothing else.
"""

import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from playwright.sync_api import Page

from scripts.pictures import DESCRIBED, NewPage, follow, go_home, seed_everybody, shot, signed_in, take

PICTURES = Path(__file__).resolve().parent.parent / "docs/guida-incentivo"
MOST_BYTES = 300_000
APPLICANTS = 8
"""So many that one is paid, reports and is cut, while others still wait."""
WORLD = DESCRIBED.worlds[0]

Pictures = Iterator[tuple[str, bytes]]


def pictures(new_page: NewPage) -> Pictures:
    """Name and picture of each stop of the guide, in its order."""
    yield from of_owner(signed_in(new_page(), WORLD.people["owner"].email))
    office = signed_in(new_page(), WORLD.people["officer"].email)
    office.goto("/it/office")
    call = follow(office, office.get_by_role("link", name=WORLD.calls.past))
    office.goto(f"{call}/reports")
    name = office.locator("main li").filter(has_text="accolta in parte").last
    number = re.findall(r"inventata (\d+)", name.inner_text())[0]
    yield from of_other_owner(signed_in(new_page(), f"impresa.{number}@{WORLD.key}.example"))
    yield from of_office(office, call)
    yield from of_union(signed_in(new_page(), WORLD.people["union"].email))


def of_owner(page: Page) -> Pictures:
    """The award that waits for an answer."""
    go_home(page, WORLD.firm.name)
    page.goto(f"{page.url}/awards")
    follow(page, page.get_by_role("link", name=WORLD.calls.past).first)
    yield "contributo", shot(page, "h1")


def of_other_owner(page: Page) -> Pictures:
    """The report with a cut, and the file of the firm."""
    page.goto("/it/firm")
    page.goto(f"{page.url}/awards")
    award = follow(page, page.get_by_role("link", name=WORLD.calls.past).first)
    page.goto(f"{award}/report")
    yield "relazione", shot(page, "h2:has-text('Che cosa è accolto')")
    page.goto(award)
    follow(page, page.get_by_role("link", name="La scheda del vostro percorso"))
    yield "scheda", shot(page, "h2:has-text('Il contributo')")


def of_office(page: Page, call: str) -> Pictures:
    """The checks of an award, the payments, the accounts, the programme."""
    page.goto(f"{call}/awards")
    accepted = page.locator("main li").filter(has_text="accettato").last
    follow(page, accepted.get_by_role("link").first)
    yield "verifiche", shot(page, "h2:has-text('Le verifiche')")
    page.goto(f"{call}/payments")
    yield "pagamenti", shot(page, "h2:has-text('Ferme, in attesa, pagate')")
    page.goto(f"{call}/reports")
    report = page.locator("main li").filter(has_text="accolta in parte").last
    follow(page, report.get_by_role("link").first)
    yield "controllo", shot(page, "h2:has-text('Le voci')")
    page.goto(f"{call}/money")
    yield "conti", shot(page, "h1")
    page.goto(f"{call.partition('/calls/')[0]}/monitoring")
    follow(page, page.get_by_role("link", name="Piano territoriale").first)
    yield "programma", shot(page, "h3:has-text('Persone')")


def of_union(page: Page) -> Pictures:
    """What a union sees of the file of a firm."""
    page.goto("/it/union")
    follow(page, page.get_by_role("link", name=WORLD.firm.name).first)
    follow(page, page.get_by_role("link", name="Scheda dell'impresa pilota").first)
    yield "sindacato", shot(page, "h1")


if __name__ == "__main__":
    sys.exit(take(PICTURES, partial(seed_everybody, most_applicants=APPLICANTS), pictures, MOST_BYTES, demo=True))
