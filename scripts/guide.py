"""Takes the pictures of docs/guida-impresa.md from the running pages: `python -m scripts.guide`.

Starts the site on a free port with the invented firm and a database of its own, walks through a check-up as the guide
tells it, and writes docs/guida-impresa/*.png, each as wide as a phone and of few colours. Writes nothing else.
"""

import logging
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from threading import Thread

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from cip.cli.demonstration import seed_demo
from cip.database import migrate
from cip.kernel.settings import read_settings
from cip.web.app import create_app
from cip.web.packs import rules_folder
from cip.web.state import EXTENSION, State

PICTURES = Path(__file__).resolve().parent.parent / "docs/guida-impresa"
PHONE = {"width": 360, "height": 600}
COLOURS = 24
MOST_BYTES = 600_000
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]

PROFILE = {"seats": "1", "opening_hours": "45", "single_cover": "no", "shifts": "no", "extra_hours": "yes"}
TOLD = {"leave_cases_24m": "1", "father_cases_24m": "0", "carers_told": "yes", "children_3_14_told": "yes"}
AREAS = {"T": 2, "L": 1, "C": 2, "S": 1, "E": 2, "W": 1, "K": 2, "R": 1}


@contextmanager
def served() -> Iterator[str]:
    """The address of a site with the invented firm; gone with its database at the end."""
    with tempfile.TemporaryDirectory(prefix="cip-guide-") as folder:
        settings = read_settings(
            {"CIP_ENV": "development", "CIP_VAR": folder, "CIP_CACHE": folder, "CIP_CONTACT_NAME": "Sportello di prova"}
        )
        migrate.upgrade(settings.database_url)
        app = create_app(settings)
        state: State = app.extensions[EXTENSION]
        seed_demo(state.database, rules_folder(settings))
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


def pictures(page: Page) -> Iterator[tuple[str, bytes]]:
    """Name and picture of each stop of the guide, in its order."""
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


def shot(page: Page, start: str) -> bytes:
    """The window with `start` near its top."""
    top = page.locator(start).first.bounding_box()
    page.evaluate("y => scrollTo({top: y, behavior: 'instant'})", (top or {"y": 0})["y"] - 4)
    return page.screenshot()


def small(picture: bytes) -> bytes:
    """The same picture in few colours."""
    with Image.open(BytesIO(picture)) as image:
        reduced = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    out = BytesIO()
    reduced.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> int:
    program = shutil.which("chromium")
    if program is None:
        print("the pictures need a chromium: apt-get install chromium", file=sys.stderr)
        return 1
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with served() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=QUIET)
        context = browser.new_context(base_url=address, viewport=PHONE, locale="it-IT", reduced_motion="reduce")  # type: ignore[arg-type]
        found = {name: small(picture) for name, picture in pictures(context.new_page())}
        browser.close()
    total = sum(map(len, found.values()))
    if total > MOST_BYTES:
        print(f"the pictures hold {total} bytes; at most {MOST_BYTES} are allowed", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, picture in found.items():
        (PICTURES / f"{name}.png").write_bytes(picture)
    print(f"{len(found)} pictures, {total // 1000} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
