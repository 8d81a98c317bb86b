"""Takes the pictures of docs/guida-bandi.md from the running pages: `python -m scripts.guide_calls`.

Somebody checks alone whether they may apply; the owner of an invented firm looks at a draft and at what became of an
earlier application; the office, an evaluator and the public look at the same calls. Writes docs/guida-bandi/*.png and
nothing else.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from scripts.pictures import DESCRIBED, NewPage, follow, go_home, seed_everybody, shot, signed_in, take

PICTURES = Path(__file__).resolve().parent.parent / "docs/guida-bandi"
MOST_BYTES = 300_000
WORLD = DESCRIBED.worlds[0]
OWN = "Falegnameria"

Pictures = Iterator[tuple[str, bytes]]


def pictures(new_page: NewPage) -> Pictures:
    """Name and picture of each stop of the guide, in its order."""
    yield from of_anybody(new_page())
    yield from of_owner(signed_in(new_page(), WORLD.people["owner"].email))
    yield from of_office(signed_in(new_page(), WORLD.people["officer"].email))
    yield from of_evaluator(signed_in(new_page(), WORLD.people["evaluator"].email))
    yield from of_public(new_page())


def of_anybody(page: Page) -> Pictures:
    """Who may apply, rule by rule, without an account."""
    page.goto("/it/calls")
    follow(page, page.get_by_role("link", name=WORLD.calls.open))
    follow(page, page.get_by_role("link", name="Potete partecipare?"))
    page.get_by_role("button", name="Guardate che cosa dicono le regole").click()
    yield "prova", shot(page, "h1")


def of_owner(page: Page) -> Pictures:
    """The application that was begun; what became of the one of the earlier call."""
    go_home(page, WORLD.firm.name)
    applications = follow(page, page.get_by_role("link", name="Bandi e domande").first)
    follow(page, page.get_by_role("link", name=WORLD.calls.open).first)
    yield "domanda", shot(page, "h1")
    page.goto(applications)
    follow(page, page.get_by_role("link", name="L'esito della domanda").first)
    yield "esito", shot(page, "h1")


def of_office(page: Page) -> Pictures:
    """The rehearsal, the formal check of an application, the ranking."""
    page.goto("/it/office")
    call = follow(page, page.get_by_role("link", name=WORLD.calls.past))
    page.goto(f"{call}/rehearsal?number=1")
    yield "griglia", shot(page, "text=Quanto pesa ogni criterio")
    page.goto(f"{call}/applications")
    follow(page, page.get_by_role("link", name=OWN).first)
    yield "controllo", shot(page, "h2:has-text('Controllo formale')")
    page.goto(f"{call}/ranking")
    yield "graduatoria", shot(page, "h2:has-text('I posti')")


def of_evaluator(page: Page) -> Pictures:
    """The files of somebody who judges in a call, and what they gave to one."""
    page.goto("/it/evaluator")
    follow(page, page.get_by_role("link", name=WORLD.calls.past).first)
    yield "valutare", shot(page, "h1")
    follow(page, page.get_by_role("link", name=re.compile(r"Domanda \d\d")).first)
    yield "punteggi", shot(page, "h1")


def of_public(page: Page) -> Pictures:
    """The ranking that everybody reads."""
    page.goto("/it/calls")
    follow(page, page.get_by_role("link", name=WORLD.calls.past))
    follow(page, page.get_by_role("link", name="La graduatoria pubblicata"))
    yield "pubblica", shot(page, "h1")


if __name__ == "__main__":
    sys.exit(take(PICTURES, seed_everybody, pictures, MOST_BYTES, demo=True))
