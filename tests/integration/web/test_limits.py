"""What costs most can be asked for so often, and no more: each browser is counted in its own signed session."""

from datetime import timedelta

import pytest
from flask import Flask

from cip.web.state import EXTENSION
from tests.integration.web.conftest import Clock
from tests.integration.web.owner import Owner
from tests.integration.web.test_safety import tables

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
def test_a_browser_gets_thirty_pdfs_an_hour(site: Flask, owner: Owner, clock: Clock, language: str) -> None:
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
