"""A worker on a phone: the code from the slip, the questions, thanks; and the pages of the firm around it."""

import os
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from cip.database.work import open_work
from cip.kernel import ids
from cip.kernel.clock import today
from cip.parties.access import SYSTEM
from cip.voice.actions import draw_codes
from cip.web.state import state_of
from tests.browser.conftest import DESK, NewPage
from tests.browser.test_following import faults
from tests.integration.web.people import Someone
from tests.integration.web.test_voice import OPENING, Cast, begin_check_up, send

LANGUAGES = ["it", pytest.param("en", marks=pytest.mark.long)]
WORDS = {
    "it": ("Iniziate", "Le chiusure della scuola", "Ogni settimana", "Inviate le risposte", "Grazie"),
    "en": ("Begin", "School closures", "Every week", "Send the answers", "Thank you"),
}


@pytest.fixture(scope="module")
def cast(site: Flask) -> Cast:
    return Cast(site)


@pytest.fixture(scope="module")
def survey(site: Flask, cast: Cast) -> tuple[str, list[str]]:
    """An open survey and its codes."""
    closes = today(state_of(site).clock()).isoformat()
    assert cast.post(cast.carla, "", **{**OPENING, "closes_on": closes}).status_code == 303
    state = state_of(site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        return cast.survey().id, draw_codes(work, cast.survey().id, ids.new_code, on=today(state.clock()))


def look(page: Page, name: str) -> None:
    """Keep a picture where somebody asked for pictures (CIP_PICTURES, a folder)."""
    folder = os.environ.get("CIP_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def sign_in(page: Page, site: Flask, who: Someone, base_url: str) -> None:
    """Let the browser of a page be that of a person."""
    browser = who.browser()
    cookie = browser.client.get_cookie("cip")
    assert cookie is not None
    page.context.add_cookies([{"name": "cip", "value": cookie.value, "url": base_url}])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_a_worker_answers_on_a_phone(
    new_page: NewPage, survey: tuple[str, list[str]], axe_source: str, language: str, scripts: bool
) -> None:
    survey_id, codes = survey
    begin, need, often, send_words, thanks = WORDS[language]
    page = new_page(scripts=scripts)
    page.goto(f"/{language}/voice/{survey_id}")
    look(page, f"start-{language}")
    page.fill("#code", "0000 0000")
    page.get_by_role("button", name=begin).click()
    expect(page.locator("#errors")).to_be_visible()
    page.fill("#code", codes.pop().lower())
    page.get_by_role("button", name=begin).click()
    page.get_by_text(need, exact=True).first.click()
    assert page.locator("#weigh_most-0 option").count() == (2 if scripts else 16)
    page.select_option("#weigh_most-0", "N04")
    page.get_by_text(often, exact=True).click()
    look(page, f"questions-{language}")
    found = faults(page, axe_source) if scripts else []
    page.get_by_role("button", name=send_words).click()
    page.wait_for_url(f"**/{language}/voice/thanks")
    assert page.locator("h1").inner_text().strip().startswith(thanks)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth") if scripts else True
    look(page, f"thanks-{language}")
    assert found == []


def test_the_firm_reads_results_and_its_pages_are_accessible(
    new_page: NewPage, site: Flask, cast: Cast, survey: tuple[str, list[str]], base_url: str, axe_source: str
) -> None:
    survey_id, codes = survey
    found: list[str] = []
    page = new_page(scripts=True)
    sign_in(page, site, cast.carla, base_url)
    voice = f"/it/firm/{cast.firm}/voice"
    page.goto(voice)
    look(page, "open")
    found += faults(page, axe_source)
    look(page, "open-codes")
    with open_work(state_of(site).database, actor=SYSTEM, now=state_of(site).clock()) as work:
        codes[:] = draw_codes(work, survey_id, ids.new_code, on=today(state_of(site).clock()), again=True)
    for code in codes:
        send(site, cast.survey(), code, needs=["N04", "N06"], how_often="weekly", line="Vorrei orari certi")
    begin_check_up(cast)
    page.get_by_role("button", name="Sì, chiudete il questionario").click()
    page.wait_for_url(f"**{voice}/{survey_id}*")
    text = page.locator("main").inner_text()
    assert "Risposte: 6" in text
    assert "Vorrei orari certi" in text
    assert (
        page.get_by_role("region", name="Tabella delle esigenze e delle misure").get_by_role("rowheader").count() >= 2
    )
    for width, name in ((360, "phone"), (1280, "desk")):
        page.set_viewport_size({"width": width, "height": 900})
        look(page, f"result-{name}")
        found += faults(page, axe_source)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    page.goto(f"{voice}/{survey_id}/notice")
    look(page, "notice")
    found += faults(page, axe_source)
    page.goto(voice)
    look(page, "closed")
    found += faults(page, axe_source)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    assert found == []
