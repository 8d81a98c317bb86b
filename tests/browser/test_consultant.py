"""A consultant at work: portfolio, sheet, both answers, validation, what a change reopens; a form keyed in by hand."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, NewPage
from tests.browser.looking import act_for
from tests.integration.web.consultant.desk import Desk, make_desk
from tests.integration.web.rich import pack_of

AXE = """() => axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    resultTypes: ["violations"]}).then(found => found.violations.map(item => item.id))"""


@pytest.fixture
def desk(site: Flask) -> Desk:
    found = make_desk(site, "Carrozzeria Bianchi")
    found.owner.profile()
    found.owner.post("/area/T", {"T1": "3", "T1.proof": "4", "T2": "2", "T4": "1"})
    found.owner.conclude()
    return found


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_from_the_portfolio_to_what_reopened(
    new_page: NewPage, desk: Desk, base_url: str, viewport: dict[str, int]
) -> None:
    page, theirs = new_page(viewport=viewport), new_page(viewport=viewport)
    act_for(page, desk.consultant, base_url)
    act_for(theirs, desk.owner, base_url)
    page.goto("/it/consultant")
    page.get_by_role("link", name="Carrozzeria Bianchi").click()
    page.get_by_label("Che cosa tenere a mente").fill("Vedere il foglio delle ore.")
    page.get_by_role("button", name="Salvate la nota").click()
    expect(page.get_by_text("Vedere il foglio delle ore.")).to_be_visible()
    page.get_by_role("link", name="Foglio per la visita").first.click()
    expect(page.get_by_role("heading", name="1. Le risposte che contano di più")).to_be_visible()
    page.get_by_role("link", name="Verifica", exact=True).click()
    page.get_by_role("link", name="Tempo di lavoro").click()
    review(page)
    page.get_by_role("button", name="Convalidate queste risposte").click()
    expect(page.get_by_role("alert")).to_contain_text("Non avete guardato tutte le risposte")
    page.get_by_text("Convalidiamo con 2 risposte guardate").click()
    page.get_by_role("button", name="Convalidate queste risposte").click()
    expect(page.get_by_text("Dopo la verifica non è cambiata nessuna risposta.")).to_be_visible()
    change_one(theirs, desk)
    page.reload()
    expect(page.get_by_text("Dopo la verifica è cambiata 1 risposta.")).to_be_visible()
    page.get_by_role("link", name="Tempo di lavoro").click()
    chips = page.locator(".cip-chip", has_text="cambiata dopo")
    expect(chips).to_have_count(1)
    expect(page.locator("#q-T1").locator(".cip-chip")).to_have_text("cambiata dopo")
    expect(page.locator("#q-T2").locator(".cip-chip")).to_have_text("risposta diversa")


def review(page: Page) -> None:
    """T1 is so and its proof was seen; T2 is otherwise."""
    first, second = page.locator("#q-T1"), page.locator("#q-T2")
    first.get_by_text("È così: confermiamo").click()
    first.get_by_label("Prova vista il").fill("2026-11-20")
    second.get_by_text("Un'altra risposta", exact=True).click()
    second.locator("select").select_option("1")
    page.get_by_role("button", name="Salvate e tornate alla verifica").click()
    # Without a reason nothing of it is kept, and the page says where.
    expect(page.get_by_role("link", name="Scrivete perché la vostra risposta è diversa")).to_be_visible()
    page.locator("#q-T2").get_by_label("Perché è un'altra").fill("Manca la data del ritorno.")
    page.get_by_role("button", name="Salvate e tornate alla verifica").click()
    page.wait_for_url("**/review")


def change_one(page: Page, desk: Desk) -> None:
    """The firm reads what was said, reopens the check-up and changes one answer."""
    page.goto(f"/it/check-up/{desk.check_up_id}/review")
    expect(page.get_by_text("Manca la data del ritorno.")).to_be_visible()
    page.get_by_role("link", name="Per cambiarne una, riaprite il check-up").click()
    page.get_by_role("button", name="Riaprite il check-up").click()
    page.goto(f"/it/check-up/{desk.check_up_id}/area/T")
    page.locator("label[for='T1-1']").click()
    page.get_by_role("button", name="Salva e continua").click()
    page.wait_for_url("**/area/L")


def test_a_whole_form_by_the_keyboard_alone(new_page: NewPage, site: Flask, desk: Desk, base_url: str) -> None:
    """Every question of the print with digits and Tab; the strokes are printed. Nothing but keys is used."""
    page = new_page(viewport=DESK)
    act_for(page, desk.consultant, base_url)
    page.goto(f"/it/consultant/check-up/{desk.check_up_id}/key-in")
    pack = pack_of(site)
    order = [fact.id for fact in pack.facts.values() if fact.asked] + [*pack.indicators, *pack.duties]
    strokes = 0
    page.locator(f"#{order[0]}").focus()
    for name in order:
        focused = page.evaluate("document.activeElement.id")
        assert focused == name, (focused, name)
        page.keyboard.press("Control+A")
        keys = typed(name, pack.facts[name].type if name in pack.facts else "")
        page.keyboard.type(keys)
        page.keyboard.press("Tab")
        strokes += len(keys) + 1
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".cip-error").count() == 0, page.locator(".cip-error").all_inner_texts()
    print(f"\nkeyed in {len(order)} questions with {strokes + 1} strokes, {(strokes + 1) / len(order):.1f} a question")  # noqa: T201 - a figure for who runs it
    assert strokes < 3 * len(order)


def typed(name: str, kind: str) -> str:
    """What is keyed in for a question: as short as the form allows."""
    numbers = {"workers": "7", "seats": "1", "opening_hours": "45", "away_share": "20", "firms_in_reach": "0"}
    if kind == "code":
        return ""
    if kind in ("whole", "percent", "hours"):
        return numbers.get(name, "1")
    return "2" if kind else "1"


@pytest.mark.parametrize("path", ["", "/meetings", "/meetings/new"])
def test_pages_of_the_desk_have_no_faults(
    new_page: NewPage, desk: Desk, base_url: str, axe_source: str, path: str
) -> None:
    page = new_page(scripts=True)
    act_for(page, desk.consultant, base_url)
    page.add_init_script(axe_source)
    page.goto(f"/it/consultant{path}")
    assert page.evaluate(AXE) == []


@pytest.mark.parametrize("path", ["review", "review/T", "review/profile", "visit-sheet", "key-in", "narrative"])
def test_pages_of_a_check_up_have_no_faults(
    new_page: NewPage, desk: Desk, base_url: str, axe_source: str, path: str
) -> None:
    page = new_page(scripts=True)
    act_for(page, desk.consultant, base_url)
    page.add_init_script(axe_source)
    page.goto(f"/it/consultant/check-up/{desk.check_up_id}/{path}")
    assert page.evaluate(AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
