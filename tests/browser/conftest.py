"""A served site with the sample firm, Debian's Chromium, and axe."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from werkzeug.serving import make_server

from cip.cli.demonstration import seed_demo
from cip.database import migrate
from cip.kernel.settings import read_settings
from cip.web.app import create_app
from cip.web.packs import rules_folder
from cip.web.state import EXTENSION, State
from scripts import chromium
from tests.browser.steps import PATIENCE
from tests.integration.web.rich import Rich, make_rich

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, which asks nobody anything."""
    program = chromium.program()
    assert program, "there is no chromium: install it, or leave these tests out with CIP_TEST_WITHOUT=browser"
    return {**browser_type_launch_args, "executable_path": program, "args": list(chromium.QUIET)}


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The text of axe."""
    assert AXE.is_file(), f"{AXE} is missing: run make set-up"
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with the sample firm."""
    settings = read_settings({"CIP_ENV": "development", "CIP_VAR": str(tmp_path_factory.mktemp("var"))})
    migrate.upgrade(settings.database_url)
    app = create_app(settings)
    state: State = app.extensions[EXTENSION]
    seed_demo(state.database, rules_folder(settings))
    yield app
    state.close()


@pytest.fixture(scope="session")
def base_url(site: Flask) -> Iterator[str]:
    """The address at which the site is served."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, site, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def rich(site: Flask) -> Rich:
    """Check-ups with something on every page."""
    return make_rich(site)


@pytest.fixture(scope="session", autouse=True)
def _a_click_waits_for_the_page_it_brings() -> Iterator[None]:
    """A click returns when another page was promised, not when it is there: what reads the page at once would read
    half of it on a busy machine.
    """
    as_it_is = Locator.click

    def click(locator: Locator, *how: Any, **more: Any) -> None:
        as_it_is(locator, *how, **more)
        if not locator.page.is_closed():
            locator.page.wait_for_load_state()

    expect.set_options(timeout=PATIENCE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", click)
        yield


@pytest.fixture
def new_page(browser: Browser, base_url: str) -> Iterator[NewPage]:
    """Makes pages, each in a browser of its own: without scripts and as wide as a phone unless told otherwise."""
    contexts: list[BrowserContext] = []

    def make(*, scripts: bool = False, viewport: dict[str, int] = PHONE) -> Page:
        context = browser.new_context(java_script_enabled=scripts, viewport=viewport, base_url=base_url)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
