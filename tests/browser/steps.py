"""How a person moves in a test that lives through something: each step waits for the page that it brings."""

from playwright.sync_api import Locator, Page, expect

PATIENCE = 20_000
"""Milliseconds until what a page should show is missing: a busy machine is slow, and a right page ends the wait."""


def go(page: Page, leading: Locator) -> None:
    """Press what leads on and wait for the page it brings: a click alone does not."""
    with page.expect_navigation():
        leading.click()


def press(page: Page, name: str) -> None:
    """Press a button."""
    go(page, page.get_by_role("button", name=name))


def follow(page: Page, name: str) -> None:
    """Follow a link."""
    go(page, page.get_by_role("link", name=name).first)


def sees(page: Page, *texts: str) -> None:
    """All of these stand in the page."""
    for text in texts:
        expect(page.locator("main")).to_contain_text(text)


def choose(page: Page, name: str, value: str) -> None:
    """Choose one of several: the kit hides the box itself under its label."""
    page.locator(f"label[for='{name}-{value}']").click()


def unfold(page: Page, name: str) -> None:
    """Open what is folded away, if it is not open yet."""
    folded = page.locator("details:not([open]) > summary", has_text=name)
    if folded.count():
        folded.first.click()
