"""The mailbox of a demonstration: there in a demonstration alone, its links lead to this site, nothing breaks out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from cip.database import outbox
from cip.database.work import open_work
from cip.jobs import Office, Worker, post_for, topics_of
from cip.kernel.settings import read_settings
from cip.parties.access import SYSTEM
from cip.web import app as web_app
from cip.web.packs import Packs
from cip.web.state import state_of
from tests.integration.web.conftest import SETTINGS, Clock, PaperOnly
from tests.integration.web.test_safety import tables

FIRM = "Officina <b>di prova</b> & figli"


@pytest.fixture
def demo(site: Flask, packs: Packs, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The site as `cip run --demo` makes it, on the same database."""
    monkeypatch.setattr(web_app, "packs_for", lambda _settings: packs)
    monkeypatch.setattr(web_app, "PdfPool", PaperOnly)
    app = web_app.create_app(replace(state_of(site).settings, demo=True), now=clock)
    yield app
    state_of(app).close()


def send(site: Flask, clock: Clock, language: str = "it", link: str = "/it/score") -> None:
    state = state_of(site)
    values = {"firm": FIRM, "link": link}
    order = {"template": "plan_to_sign", "to": "anna@example.org", "language": language, "values": values}
    with open_work(state.database, actor=SYSTEM, now=clock()) as work:
        outbox.put(work, "mail", order)
    post = post_for(replace(state.settings, demo=True), state.database, clock)
    worker = Worker(state.database, topics_of(Office(post, "http://127.0.0.1:8000")), clock)
    assert worker.work_one() == "sent"


def test_only_a_demonstration_has_it(site: Flask, demo: Flask) -> None:
    for language in ("it", "en"):
        assert site.test_client().get(f"/{language}/demo/mails").status_code == 404
        answer = demo.test_client().get(f"/{language}/demo/mails")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
    assert not any("demo" in rule.rule for rule in site.url_map.iter_rules())
    assert "Non c'è ancora nessun messaggio." in demo.test_client().get("/it/demo/mails").text.replace("&#39;", "'")


def test_no_setting_of_the_environment_opens_it() -> None:
    given = {**SETTINGS, "CIP_DEMO": "1", "CIP_RUN_DEMO": "true", "DEMO": "1"}
    assert read_settings(given).demo is False


def test_newest_first_links_lead_here_and_words_stay_words(site: Flask, demo: Flask, clock: Clock) -> None:
    send(site, clock)
    clock.now += timedelta(minutes=3)
    send(site, clock, "en", "/en/measures")
    page = demo.test_client().get("/it/demo/mails").text
    assert page.index("The plan is ready to be signed") < page.index("Il piano è pronto da firmare")
    assert 'href="/it/score"' in page
    assert 'href="/en/measures"' in page
    assert "<b>di prova" not in page
    assert "&lt;b&gt;di prova&lt;/b&gt; &amp; figli" in page
    assert 'lang="en"' in page
    assert page.count("anna@example.org") == 2


def test_looking_changes_nothing(site: Flask, demo: Flask, clock: Clock) -> None:
    send(site, clock)
    before = tables(site)
    for _ in range(2):
        assert demo.test_client().get("/en/demo/mails").status_code == 200
    assert demo.test_client().post("/en/demo/mails").status_code == 405
    assert tables(site) == before
