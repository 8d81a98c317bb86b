"""The plan page with scripts: it saves by itself like the others, and what is ticked waits for the button."""

from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.test_saving import SAVED, status
from tests.browser.walking import ITALIAN, start


def open_plan(page: Page) -> str:
    """Start a check-up, put M01 into its plan; the address of the plan."""
    address = f"{start(page, ITALIAN)}/plan"
    page.goto(address)
    tick(page, "M01")
    page.get_by_role("button", name="Salva il piano").click()
    expect(page.locator("[id='M01-owner']")).to_be_visible()
    return address


def tick(page: Page, code: str) -> None:
    """Tick a measure to add, wherever its group is."""
    page.locator("[data-by-button] details").evaluate_all("all => all.forEach(one => one.open = true)")
    page.locator(f"label[for='add-{code}']").click()


def test_a_field_is_saved_at_once_and_a_tick_waits_for_the_button(new_page: NewPage) -> None:
    page = new_page(scripts=True)
    address = open_plan(page)
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    tick(page, "M05")
    page.fill("[id='M01-owner']", "chi apre il negozio")
    page.locator("[id='M01-owner']").blur()
    expect(status(page)).to_have_text(SAVED)
    page.goto(address)
    assert asked == ["beforeunload"], "the tick was not saved"
    expect(page.locator("[id='M01-owner']")).to_have_value("chi apre il negozio")
    expect(page.locator("[id='M05-state']")).to_have_count(0)
    page.fill("[id='M01-owner']", "chi chiude")
    page.locator("[id='M01-owner']").blur()
    expect(status(page)).to_have_text(SAVED)
    page.goto(address)
    assert asked == ["beforeunload"], "all was saved: nothing to ask"


def test_two_tabs_lead_to_the_choice(new_page: NewPage) -> None:
    page = new_page(scripts=True)
    address = open_plan(page)
    other = page.context.new_page()
    other.goto(address)
    other.fill("[id='M01-owner']", "la seconda finestra")
    other.locator("[id='M01-owner']").blur()
    expect(status(other)).to_have_text(SAVED)
    page.fill("[id='M01-owner']", "la prima finestra")
    page.locator("[id='M01-owner']").blur()
    page.get_by_role("button", name="Guardate le due risposte e scegliete").click()
    expect(page.get_by_role("heading", name="Due risposte diverse")).to_be_visible()
    expect(page.locator("main")).to_contain_text("la prima finestra")
    expect(page.locator("main")).to_contain_text("la seconda finestra")
    expect(page.locator("input:checked")).to_have_count(0)
    page.locator("label", has_text="La vostra risposta").click()
    page.get_by_role("button", name="Salva le scelte").click()
    expect(page.locator("[id='M01-owner']")).to_have_value("la prima finestra")
