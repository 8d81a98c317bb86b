"""Row 11: what a first visit to a page transfers, and that nothing is asked of another site."""

import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page, sync_playwright

from benchmarks.paths import SCRATCH
from benchmarks.report import Line, Report
from benchmarks.web.server import HOST, NotServingError, serving
from scripts import chromium

LIMIT_KB = 250.0
BUDGET = f"under {LIMIT_KB:g} KB"
PAGES = {"the home page": "/it/", "the sample result": "/it/sample", "all questions": "/it/questionnaire"}


def report() -> Report:
    """Each page in a browser that knows nothing of the site yet."""
    try:
        with tempfile.TemporaryDirectory(dir=SCRATCH) as folder, serving(Path(folder)) as port:
            return Report(tuple(_lines(port)))
    except NotServingError as error:
        return Report((Line(11, "first visit", f"failed: {error}", BUDGET, False),))
    except Error as error:
        return Report((Line(11, "first visit", f"no browser: {error.message.splitlines()[0]}", BUDGET, None),))


def _lines(port: int) -> list[Line]:
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.program(), args=list(chromium.QUIET))
        for what, path in PAGES.items():
            with browser.new_context(viewport={"width": 360, "height": 740}) as context:
                found.append(_visit(context.new_page(), what, f"http://{HOST}:{port}{path}"))
        browser.close()
    return found


def _visit(page: Page, what: str, address: str) -> Line:
    transferred: list[float] = []
    strangers: set[str] = set()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: transferred.append(event["encodedDataLength"]))
    page.on("request", lambda request: strangers.update(_stranger(request.url)))
    page.goto(address, wait_until="networkidle")
    kilobytes = sum(transferred) / 1000
    measured = f"{kilobytes:.0f} KB in {len(transferred)} requests, {len(strangers)} to other sites"
    return Line(11, f"first visit: {what}", measured, BUDGET, kilobytes < LIMIT_KB and not strangers)


def _stranger(address: str) -> list[str]:
    parts = urlsplit(address)
    return [] if parts.scheme in ("data", "blob") or parts.hostname == HOST else [address]
