"""The page of all components is for who builds pages: visitors of a real site never see it."""

import pytest
from flask import Flask

from cip.kernel.settings import read_settings
from cip.web import app as web_app
from cip.web.packs import Packs
from cip.web.state import EXTENSION, State
from tests.integration.web.conftest import SETTINGS, Clock, PaperOnly


@pytest.mark.parametrize("language", ["it", "en"])
def test_there_is_one_in_development(site: Flask, language: str) -> None:
    answer = site.test_client().get(f"/{language}/ui")
    assert answer.status_code == 200
    assert 'class="cip-errors"' in answer.text


def test_there_is_none_in_production(
    database_url: str, packs: Packs, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_app, "packs_for", lambda _settings: packs)
    monkeypatch.setattr(web_app, "PdfPool", PaperOnly)
    settings = read_settings({**SETTINGS, "CIP_ENV": "production", "CIP_DATABASE_URL": database_url})
    site = web_app.create_app(settings, now=clock)
    state: State = site.extensions[EXTENSION]
    try:
        assert site.test_client().get("/it/ui").status_code == 404
        assert site.test_client().get("/it/").status_code == 200
    finally:
        state.close()
