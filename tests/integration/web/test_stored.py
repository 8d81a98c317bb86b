"""A stored result is shown as what it is: with the engine that made it, and with a word where it no longer replays."""

import json

import pytest
from flask import Flask

from cip.assessment.answer_file import read_answers
from cip.assessment.bound import bind
from cip.assessment.engine import check_up_bound
from cip.cli.words import check_up_in_words
from cip.documents.measure_words import measure_lists
from cip.documents.parts import Report
from cip.kernel.texts import LANGUAGES, Language
from cip.web.state import EXTENSION
from tests.integration.web.conftest import NOW
from tests.integration.web.owner import Owner
from tests.integration.web.rich import pack_of

SAID: dict[Language, str] = {
    "it": "Il risultato conservato è stato calcolato con il motore 0",
    "en": "The stored result was made with engine 0",
}


def forge(site: Flask, statement: str) -> None:
    """Change the stored results by hand."""
    with site.extensions[EXTENSION].database.engine.begin() as connection:
        table = "" if connection.dialect.name == "sqlite" else " ON snapshots"
        connection.exec_driver_sql(f"DROP TRIGGER tr_snapshots_no_update{table}")
        connection.exec_driver_sql(statement)


@pytest.fixture
def papers(site: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Report]:
    """The reports that the maker of PDF is given."""
    given: list[Report] = []

    def render(_self: object, report: Report) -> bytes:
        given.append(report)
        return b"%PDF"

    monkeypatch.setattr(type(site.extensions[EXTENSION].pdf), "render", render)
    return given


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_that_no_longer_replays_says_so_on_every_printing(
    site: Flask, owner: Owner, papers: list[Report], language: Language, caplog: pytest.LogCaptureFixture
) -> None:
    owner.profile()
    owner.conclude()
    forge(site, """UPDATE snapshots SET engine_version = '0', result = replace(result, '"level":1', '"level":2')""")
    owner.language = language
    for path in ("/result", "/report"):
        assert owner.get(path).text.count(SAID[language]) == 1, path
    owner.get("/report.pdf")
    assert papers[0].identity.engine == "0"
    assert papers[0].identity.recomputed
    assert caplog.text.count("no longer replays") == 3
    assert owner.check_up_id in caplog.text


def test_a_result_that_replays_bears_the_engine_that_made_it_and_no_warning(
    site: Flask, owner: Owner, papers: list[Report], caplog: pytest.LogCaptureFixture
) -> None:
    owner.profile()
    owner.conclude()
    forge(site, "UPDATE snapshots SET engine_version = '0'")
    for path in ("/result", "/report"):
        assert SAID["it"] not in owner.get(path).text
    assert "motore 0." in owner.get("/report").text
    owner.get("/report.pdf")
    assert papers[0].identity.engine == "0"
    assert not papers[0].identity.recomputed
    assert "replays" not in caplog.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lists_have_one_name_everywhere(owner: Owner, site: Flask, language: Language) -> None:
    owner.profile(workers="12")
    for area in "TLCSEWKR":
        owner.post(f"/area/{area}", {f"{area}{number}": "0" for number in range(1, 6)})
    owner.language = language
    page, report = owner.conclude(), owner.get("/report").text
    tried = owner.get("/what-if").text
    bound = bind(pack_of(site), NOW.date())
    answers = read_answers(bound, json.loads(owner.get("/data.json").data)["answers"])
    terminal = check_up_in_words(bound.pack, check_up_bound(bound, answers), language)
    lists = measure_lists(language)
    assert [name for name, _title, _lead in lists] == ["now", "soon", "together", "later"]
    for name, title, lead in lists:
        for text in (page, report):
            assert f'id="measures-{name}">{title}</h' in text
            assert lead in text
        assert f"\n{title}\n" in terminal, "in the terminal too"
        assert title in tried, "and where one tries measures"
