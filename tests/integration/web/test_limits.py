"""What costs most can be asked for so often, and no more: counted in the database, where no old cookie resets it."""

import logging
from datetime import timedelta

import pytest
from flask import Flask

from cip.documents.pool import BusyError
from cip.kernel.errors import RefusalError
from cip.web import limits
from cip.web.state import EXTENSION
from tests.integration.web.conftest import Clock
from tests.integration.web.owner import Owner
from tests.integration.web.test_safety import tables
from tests.integration.worlds import ON_BOTH

pytestmark = pytest.mark.parametrize("database_kind", ON_BOTH, indirect=True)

TOO_MANY = {"it": "Avete iniziato molti check-up", "en": "You have started many check-ups"}
TOO_OFTEN = {"it": "Avete chiesto molti documenti", "en": "You asked for many documents"}


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_browser_starts_twenty_check_ups_a_day(site: Flask, clock: Clock, language: str) -> None:
    owner = Owner(site, language)
    data = {"csrf_token": owner.token()}
    for _ in range(20):
        assert owner.client.post(f"/{language}/check-up", data=data).status_code == 303
    before = tables(site)
    answer = owner.client.post(f"/{language}/check-up", data=data)
    assert answer.status_code == 429
    assert TOO_MANY[language] in answer.text
    assert f'href="/{language}/"' in answer.text
    assert tables(site) == before
    assert Owner(site).start().status_code == 303, "others are not counted"
    clock.now += timedelta(days=1)
    assert owner.client.post(f"/{language}/check-up", data=data).status_code == 303


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_check_up_gives_thirty_documents_an_hour(site: Flask, owner: Owner, clock: Clock, language: str) -> None:
    owner.language = language
    owner.conclude()
    for _ in range(30):
        assert owner.get("/report.pdf").status_code == 200
    answer = owner.get("/report.pdf")
    assert answer.status_code == 429
    assert TOO_OFTEN[language] in answer.text
    assert f'href="{owner.base}/report"' in answer.text
    assert owner.get("/report").status_code == 200
    clock.now += timedelta(hours=1)
    assert owner.get("/report.pdf").status_code == 200


def test_a_page_that_leads_elsewhere_is_not_counted(site: Flask, owner: Owner) -> None:
    for _ in range(31):
        assert owner.get("/report.pdf").status_code == 302, "there is no result yet"
    owner.conclude()
    assert owner.get("/report.pdf").status_code == 200


def test_all_papers_are_made_by_one_maker(site: Flask, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    makers: list[object] = []

    def render(maker: object, _report: object) -> bytes:
        makers.append(maker)
        return b"%PDF"

    monkeypatch.setattr(type(site.extensions[EXTENSION].pdf), "render", render)
    owner.conclude()
    owner.get("/report.pdf")
    owner.get("/report.pdf")
    assert makers == [site.extensions[EXTENSION].pdf] * 2


def test_an_old_cookie_resets_nothing(site: Flask, owner: Owner, clock: Clock) -> None:
    owner.conclude()
    cookie = owner.client.get_cookie("cip")
    assert cookie is not None

    def again() -> None:
        owner.client.set_cookie("cip", cookie.value)

    for _ in range(30):
        again()
        assert owner.get("/report.pdf").status_code == 200
    again()
    assert owner.get("/report.pdf").status_code == 429
    assert owner.get("/report.docx").status_code == 429, "all documents are counted together"
    for _ in range(19):
        again()
        assert owner.client.post("/it/check-up", data={"csrf_token": owner.token()}).status_code == 303
    again()
    assert owner.client.post("/it/check-up", data={"csrf_token": owner.token()}).status_code == 429
    other = Owner(site)
    other.start()
    other.conclude()
    assert other.get("/report.pdf").status_code == 200, "others are not counted"


def test_who_throws_the_cookie_away_comes_to_an_end_too(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "NEW_FROM_ONE_ADDRESS", limits.Limit("started from", 3, daily=True))
    ends = []
    for address in ("192.0.2.7", "192.0.2.7", "::ffff:192.0.2.7", "192.0.2.7:1000", "192.0.2.8", "::ffff:192.0.2.9"):
        browser = Owner(site)
        data = {"csrf_token": browser.token()}
        ends.append(browser.client.post("/it/check-up", data=data, environ_base={"REMOTE_ADDR": address}).status_code)
    assert ends == [303, 303, 303, 429, 303, 303]
    assert "192.0.2" not in repr(tables(site))


def test_a_busy_maker_of_pdf_is_said_at_once_and_why_is_in_the_log(
    site: Flask, owner: Owner, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    owner.conclude()
    for error, level in ((BusyError(), logging.INFO), (RefusalError("The fonts are missing."), logging.WARNING)):

        def render(_maker: object, _paper: object, error: RefusalError = error) -> bytes:
            raise error

        monkeypatch.setattr(type(site.extensions[EXTENSION].pdf), "render", render)
        caplog.clear()
        with caplog.at_level(logging.INFO, "cip"):
            answer = owner.get("/report.pdf")
        assert answer.status_code == 503
        assert "La pagina dice le stesse cose" in answer.text
        assert answer.headers["Retry-After"] == "10"
        [record] = caplog.records
        assert record.levelno == level
        assert record.getMessage() == f"firm.report_pdf gave no PDF: {type(error).__name__}: {error}"
