"""Takes pictures of the running pages for a guide: serves the site on a free port with a database of its own, lets the
guide walk through it, and writes what it saw as wide as a phone and in few colours.
"""

import logging
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from threading import Thread

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright
from werkzeug.serving import make_server

from cip.cli.demonstration import seed_demo
from cip.cli.worlds import read_worlds, seed_worlds
from cip.database import migrate
from cip.files.stored import shelf_for
from cip.kernel.settings import read_settings, secret_key_for
from cip.web.app import create_app
from cip.web.packs import rules_folder
from cip.web.state import EXTENSION, State
from scripts import chromium

PHONE = {"width": 360, "height": 600}
COLOURS = 24
DESCRIBED = read_worlds()
"""The invented worlds, as whoever walks through them knows them."""

Seed = Callable[[State], object]
"""Puts into the database what the guide tells of."""
NewPage = Callable[[], Page]
"""Opens a page in a browser of its own, signed in as nobody."""
Walk = Callable[[NewPage], Iterator[tuple[str, bytes]]]
"""Name and picture of each stop of a guide, in its order."""


@contextmanager
def served(seed: Seed, *, demo: bool = False) -> Iterator[str]:
    """The address of a site with what `seed` puts there, with the pages of a demonstration for `demo`; gone with its
    database at the end.
    """
    with tempfile.TemporaryDirectory(prefix="cip-guide-") as folder:
        own = {"CIP_ENV": "development", "CIP_VAR": folder, "CIP_CACHE": folder}
        settings = replace(read_settings({**own, "CIP_CONTACT_NAME": "Sportello di prova"}), demo=demo)
        migrate.upgrade(settings.database_url)
        app = create_app(settings)
        state: State = app.extensions[EXTENSION]
        seed(state)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            state.close()


def shot(page: Page, start: str) -> bytes:
    """The window with `start` near its top."""
    top = page.locator(start).first.bounding_box()
    page.evaluate("y => scrollBy({top: y, behavior: 'instant'})", (top or {"y": 0})["y"] - 4)
    return page.screenshot()


def take(folder: Path, seed: Seed, walk: Walk, most_bytes: int, *, demo: bool = False) -> int:
    """Walk through the served site and write the pictures into `folder`; the exit
    status. Nothing is written where they hold more than `most_bytes`.
    """
    program = chromium.program()
    if program is None:
        print(f"the pictures need a chromium: apt-get install {chromium.PACKAGE}", file=sys.stderr)
        return 1
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with served(seed, demo=demo) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=list(chromium.QUIET))
        found = {name: _small(picture) for name, picture in walk(lambda: _new_page(browser, address))}
        browser.close()
    total = sum(map(len, found.values()))
    if total > most_bytes:
        print(f"the pictures hold {total} bytes; at most {most_bytes} are allowed", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in found.items():
        (folder / f"{name}.png").write_bytes(picture)
    print(f"{len(found)} pictures, {total // 1000} KB")
    return 0


def seed_everybody(state: State, most_applicants: int = 2) -> None:
    """The invented firm and the invented worlds; no more invented firms than so many apply to a call."""
    rules, settings = rules_folder(state.settings), state.settings
    seed_demo(state.database, rules)
    key = secret_key_for(settings, "127.0.0.1")
    seed_worlds(state.database, rules, key, shelf_for(settings), state.clock(), most_applicants=most_applicants)


def signed_in(page: Page, email: str) -> Page:
    """Sign somebody of the worlds in as the pages ask it: password, then the code where there is one."""
    page.goto("/it/account/sign-in")
    page.fill("#email", email)
    page.fill("#password", DESCRIBED.password)
    page.get_by_role("button", name="Entrate").click()
    signed = page.get_by_role("button", name="Uscite").first
    page.locator("#code").or_(signed).first.wait_for()
    if page.locator("#code").count():
        page.fill("#code", code_of_moment(page, email))
        page.locator("main form button[type=submit]").first.click()
    signed.wait_for()
    return page


def code_of_moment(page: Page, email: str) -> str:
    """The code that the page of the demonstration shows beside an address."""
    beside = page.context.new_page()
    beside.goto("/it/demo/people")
    code = beside.locator(".cip-people li", has_text=email).locator("strong.cip-code-line").inner_text()
    beside.close()
    return code


def follow(page: Page, link: Locator) -> str:
    """Go where a link leads; the address of the page there."""
    with page.expect_navigation():
        link.click()
    return page.url


def go_home(page: Page, firm: str) -> None:
    """The space of a firm of this name, for who has one or a mandate of one."""
    page.goto("/it/firm")
    if page.locator("h1").inner_text() != firm:
        page.get_by_role("link", name=firm).click()
        page.wait_for_url("**/firm/*")


def _new_page(browser: Browser, address: str) -> Page:
    context = browser.new_context(base_url=address, viewport=PHONE, locale="it-IT", reduced_motion="reduce")  # type: ignore[arg-type]
    return context.new_page()


def _small(picture: bytes) -> bytes:
    """The same picture in few colours."""
    with Image.open(BytesIO(picture)) as image:
        reduced = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    out = BytesIO()
    reduced.save(out, "PNG", optimize=True)
    return out.getvalue()
