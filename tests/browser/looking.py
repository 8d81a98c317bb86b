"""Looks at a page the way a test must: axe, what sticks out, what is cut, where the focus can be seen."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.steps import PATIENCE
from tests.integration.web.owner import Owner
from tests.integration.web.rich import Rich, Sent, pages, sent

JS = Path(__file__).parent / "js"


def script(name: str) -> str:
    """A function of JavaScript, to be run in a page."""
    return (JS / f"{name}.js").read_text(encoding="utf-8")


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

AXE = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(result => result.violations.map(
    item => `${item.id}: ` + item.nodes.slice(0, 3).map(node => node.html.slice(0, 140)).join(" | ")))"""

OPEN = "document.querySelectorAll('details').forEach(element => { element.open = true })"
LAYOUT = script("layout")
FOCUS = script("focus")
SEND = script("send")


@dataclass(frozen=True)
class Eyes:
    """How a visitor sees: language, size of the window, colours of the system, size of the text."""

    language: str
    width: int
    options: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    axe: bool = True
    focus: bool = False
    every: int = 1
    """Of the pages that are looked at, each so-manieth is."""


def visits(page: Page, site: Flask, rich: Rich, eyes: Eyes, base_url: str) -> Iterator[str]:
    """Every page that these eyes look at, open in the browser of who may see it; its name."""
    for name, (owner, address) in islice(pages(site, rich, eyes.language).items(), 0, None, eyes.every):
        act_for(page, owner, base_url)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status < 500, name
        yield name
    act_for(page, rich.owner, base_url)
    for item in sent(rich):
        send(page, item, eyes.language, str(rich.owner.last_seq()))
        yield item.name


def act_for(page: Page, owner: Owner, base_url: str) -> None:
    """Hold the cookie of this owner and no other."""
    page.context.clear_cookies()
    cookie = owner.client.get_cookie("cip")
    if cookie is not None:
        page.context.add_cookies([{"name": "cip", "value": cookie.value, "url": base_url}])


def send(page: Page, item: Sent, language: str, seq: str) -> None:
    """Send a form, drawn at an event unless it says otherwise, and wait for the page that answers it."""
    page.goto(f"/{language}/")
    with page.expect_navigation() as found:
        drawn = [] if "seq" in item.data else [["seq", seq]]
        page.evaluate(SEND, [item.address(language), [*drawn, *item.fields]])
    answer = found.value
    assert answer is not None
    assert answer.status == (200 if item.status == 303 else item.status), item.name


def new_context(browser: Browser, base_url: str, eyes: Eyes, axe_source: str) -> BrowserContext:
    """A browser with these eyes, and axe in every page."""
    context = browser.new_context(
        base_url=base_url, viewport={"width": eyes.width, "height": 800}, reduced_motion="reduce", **eyes.options
    )
    context.set_default_timeout(PATIENCE)
    if eyes.axe:
        context.add_init_script(axe_source)
    return context


def faults(page: Page, eyes: Eyes) -> list[str]:
    """All that is wrong with the open page."""
    page.evaluate(OPEN)
    if eyes.text:
        page.evaluate("size => { document.documentElement.style.fontSize = size }", eyes.text)
    found: list[str] = page.evaluate(LAYOUT)
    if eyes.axe:
        found += page.evaluate(AXE, RULES)
    if eyes.focus:
        found += page.evaluate(FOCUS)
    return [json.dumps(item, ensure_ascii=False) for item in found]
