"""The whole walk of an owner of a firm of seven, without scripts, on a phone; with the keyboard alone; two at once."""

import re
from functools import partial

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import NewPage
from tests.browser.walking import ENGLISH, ITALIAN, Words, answer_area, fill_profile, start, walk


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (ITALIAN, ["Il vostro risultato", "Obblighi di legge", "Tre cose da fare questo mese", "Che cosa potete fare"]),
        (ENGLISH, ["Your result", "Legal duties", "Three things to do this month", "What you can do"]),
    ],
    ids=["it", "en"],
)
def test_an_owner_walks_from_the_home_page_to_the_pdf(new_page: NewPage, words: Words, expected: list[str]) -> None:
    page = new_page()
    base = walk(page, words)
    text = page.locator("main").inner_text()
    for sentence in expected:
        assert sentence in text
    expect(page.locator(".cip-chart")).to_have_count(3)
    assert 1 <= page.locator(".cip-compacts:not(details *) .cip-compact").count() <= 8
    page.locator("#held ~ .cip-help summary").first.click()
    assert page.locator("#held ~ .cip-help[open] ul").first.is_visible(), "details open without scripts"
    paper = page.context.request.get(f"{base}/report.pdf")
    assert paper.body().startswith(b"%PDF-")
    page.locator(".cip-downloads a[href$='/report']").click()
    expect(page).to_have_url(f"{base}/report")
    expect(page.locator("h1")).to_have_count(1)


def test_a_mistake_is_shown_first_and_leads_to_its_field(new_page: NewPage) -> None:
    page = new_page(scripts=True)
    base = start(page)
    fill_profile(page)
    page.goto(f"{base}/profile/network")
    page.fill("#firms_in_reach", "-1")
    page.check("#representation-rsa")
    page.get_by_role("button", name=ITALIAN.save).click()
    assert page.title().startswith("Errore:")
    expect(page.locator("#errors")).to_be_focused()
    links = page.locator("#errors a")
    expect(links).to_have_count(2)
    links.first.click()
    expect(page.locator("#q-representation")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#representation-rsa")).to_be_focused()
    expect(page.locator("#firms_in_reach")).to_have_value("-1")
    page.fill("#firms_in_reach", "7")
    page.uncheck("#representation-rsa")
    page.get_by_role("button", name=ITALIAN.save).click()
    expect(page.locator(".cip-notice")).to_contain_text("Salvato.", use_inner_text=True)


def test_hidden_answers_come_back(new_page: NewPage) -> None:
    page = new_page()
    base = start(page)
    fill_profile(page)
    page.get_by_role("button", name=ITALIAN.save_last).click()
    page.goto(f"{base}/area/T")
    page.check("#T1-3")
    page.get_by_role("button", name=ITALIAN.save).click()
    page.goto(f"{base}/profile/hours")
    page.check("#single_cover-yes")
    page.get_by_role("button", name=ITALIAN.save_last).click()
    expect(page.locator(".cip-notice")).to_contain_text("Una risposta messa da parte:", use_inner_text=True)
    page.goto(f"{base}/area/T")
    expect(page.locator("#T1-3")).to_have_count(0)
    page.goto(f"{base}/profile/hours")
    page.check("#single_cover-no")
    page.get_by_role("button", name=ITALIAN.save_last).click()
    expect(page.locator(".cip-notice")).to_contain_text("Una risposta è tornata:", use_inner_text=True)
    page.goto(f"{base}/area/T")
    expect(page.locator("#T1-3")).to_be_checked()


def test_the_proof_is_asked_where_it_belongs(new_page: NewPage) -> None:
    page = new_page()
    base = start(page)
    page.goto(f"{base}/area/T")
    expect(page.locator("[id='T1.proof']")).to_be_hidden()
    page.check("#T1-3")
    page.fill("[id='T1.proof']", "0")
    page.get_by_role("button", name=ITALIAN.save).click()
    expect(page.locator("[id='T1.proof']")).to_be_visible()
    expect(page.locator("[id='T1.proof-error']")).to_contain_text("almeno un caso", use_inner_text=True)


HUB = re.compile(r"/check-up/[0-9a-f]{32}$")


def press_until(page: Page, selector: str, key: str = "Tab", most: int = 250) -> None:
    """Move the focus to an element with the keyboard."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"the keyboard never reaches {selector}")


def test_the_keyboard_alone_is_enough(new_page: NewPage) -> None:
    page = new_page(scripts=True)
    page.goto("/it/")
    page.keyboard.press("Tab")
    expect(page.locator(".cip-skip")).to_be_focused()
    assert page.locator(".cip-skip").bounding_box()["y"] >= 0, "the skip link shows itself"  # type: ignore[index]
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    press_until(page, "form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/profile")
    press_until(page, "#workers")
    page.keyboard.type("7")
    press_until(page, "input[name=sector]")
    page.keyboard.press("Space")
    press_until(page, "summary")
    page.keyboard.press("Enter")
    expect(page.locator("details[open]")).to_have_count(1)
    press_until(page, ".cip-save button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/profile/hours")
    press_until(page, "button[value=hub]")
    page.keyboard.press("Enter")
    page.wait_for_url(HUB)
    press_until(page, "a[href$='/area/T']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/area/T")
    press_until(page, "input[name=T1]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#T1-2")).to_be_checked()
    press_until(page, "button[value=hub]")
    page.keyboard.press("Enter")
    page.wait_for_url(HUB)
    press_until(page, ".cip-finish button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/result")
    expect(page.locator("main")).to_contain_text("Livello", use_inner_text=True)


def test_two_owners_cannot_see_each_other(new_page: NewPage) -> None:
    first, second = new_page(), new_page()
    base = start(first)
    fill_profile(first)
    first.get_by_role("button", name=ITALIAN.save_last).click()
    start(second)
    for path in (
        "",
        "/profile",
        "/profile/told",
        "/quick",
        "/area/T",
        "/duties",
        "/already",
        "/result",
        "/report",
        "/report.pdf",
        "/erase",
    ):
        answer = second.goto(base + path)
        assert answer is not None
        assert answer.status == 404, path
    expect(second.locator("h1")).to_contain_text("Questa pagina non c'è", use_inner_text=True)
    assert first.goto(base).status == 200  # type: ignore[union-attr]


def test_the_language_changes_where_one_stands(new_page: NewPage) -> None:
    page = new_page()
    base = start(page)
    page.goto(f"{base}/area/C")
    answer_area(page, 1)
    page.get_by_role("button", name=ITALIAN.save).click()
    page.goto(f"{base}/area/C")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(base.replace("/it/", "/en/") + "/area/C")
    expect(page.locator("#C1-1")).to_be_checked()
    expect(page.get_by_role("heading", level=1)).to_have_text("Leave and return", use_inner_text=True)


def _note(seen: list[Response], answer: Response) -> None:
    seen.append(answer)


def test_a_first_visit_is_light_and_stays_at_home(new_page: NewPage, base_url: str) -> None:
    page = new_page(scripts=True)
    base = walk(page, ITALIAN)
    complaints: list[str] = []
    for address in ("/it/", f"{base}/result", f"{base}/area/C", f"{base}/report"):
        fresh = page.context.new_page()
        seen: list[Response] = []
        fresh.on("response", partial(_note, seen))
        fresh.on("console", lambda message: complaints.append(message.text))
        client = fresh.context.new_cdp_session(fresh)
        client.send("Network.enable")
        client.send("Network.setCacheDisabled", {"cacheDisabled": True})
        fresh.goto(address, wait_until="networkidle")
        assert all(answer.url.startswith(base_url) or answer.url.startswith("data:") for answer in seen), address
        sizes = [answer.request.sizes() for answer in seen if not answer.url.startswith("data:")]
        transferred = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
        assert transferred < 250_000, (address, transferred)
        fresh.close()
    assert complaints == [], "the policy refused something"
