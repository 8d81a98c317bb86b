"""The owner takes everything away: as data that can be computed again, as a table, as a page; nobody else can."""

import csv
import json
from io import StringIO

import pytest
from flask import Flask

from cip.assessment.answer_file import read_answers
from cip.assessment.bound import bind
from cip.assessment.engine import check_up_bound
from cip.web.packs import Packs
from tests.integration.web.conftest import NOW
from tests.integration.web.owner import Owner
from tests.integration.web.rich import PRACTICE, SITES
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)

NOTE = '=HYPERLINK("https://example.org")'
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def told(owner: Owner) -> Owner:
    """An owner with answers of every sort, and a result."""
    owner.profile()
    owner.post("/area/T", {"T1": "3", "T1.proof": "4", "T2": "unknown", "T1.note": NOTE})
    owner.post("/area/C", {"C3": "na:no_fathers_24_months"})
    owner.post("/duties", {"risk_assessment": "no"})
    owner.post("/profile", {"away_share": "10"})
    owner.post("/already", {"in_use": ["", "M05"], "M05": "2025-09", "respondents": "6", "N04": "1", **PRACTICE})
    owner.post("/sites", SITES)
    owner.post("/plan", {"add": ["M01"]})
    owner.post(
        "/plan",
        {
            "M01-state": "in_use",
            "M01-owner": "chi apre",
            "M01-start": "2025-12-01",
            "M01-on6": "2026-07-01",
            "M01-found6": "done",
        },
    )
    owner.conclude()
    return owner


def table(owner: Owner) -> dict[tuple[str, str], list[str]]:
    text = owner.get("/data.csv").data.decode("utf-8-sig")
    return {(row[0], row[1]): row for row in csv.reader(StringIO(text))}


def test_the_answers_compute_to_the_result_that_lies_beside_them(told: Owner, packs: Packs) -> None:
    found = json.loads(told.get("/data.json").data)
    bound = bind(packs.newest_on(NOW.date()), NOW.date())
    assert found["rules"]["sha256"] == bound.pack.sha256
    again = check_up_bound(bound, read_answers(bound, found["answers"])).as_json()
    assert found["results"][-1]["result"] == json.loads(json.dumps(again))


def test_the_data_tell_the_history_in_order(told: Owner) -> None:
    found = json.loads(told.get("/data.json").data)
    assert [event["seq"] for event in found["history"]] == list(range(1, len(found["history"]) + 1))
    workers = next(event for event in found["history"] if event["id"] == "workers")
    assert (workers["section"], workers["value"], workers["from"]) == ("facts", 7, "profile")
    assert workers["at"].startswith("2026-11-21T09:30:15")
    assert found["notes"] == {"T1": NOTE}


def test_the_table_says_each_answer_in_words(told: Owner) -> None:
    rows = table(told)
    assert rows["facts", "workers"][3] == "7"
    assert rows["facts", "sector"][3].startswith("Negozio, ")
    assert rows["indicators", "T1"][3].startswith("gradino 3: ")
    assert rows["indicators", "T1"][3].endswith("(4)")
    assert rows["indicators", "T2"][3] == "non lo so"
    assert rows["duties", "risk_assessment"][3] == "no"


def test_what_stands_beside_the_answers_is_said_in_words_too(told: Owner) -> None:
    rows = table(told)
    assert rows["facts", "away_share"][3] == f"10{NBSP}%"
    assert rows["needs", "respondents"][2:4] == ["Quante persone hanno risposto", "6 persone"]
    assert rows["needs", "N04"][3] == "1 persona"
    assert rows["in_use", "M05"][3] == "in uso dal 1º settembre 2025"
    assert rows["practices", "p1"][2:4] == ["Una pratica vostra", f"{PRACTICE['p1.name']}: {PRACTICE['p1.what']}"]
    assert (
        rows["plan", "M01"][3]
        == "in uso; la segue: chi apre; dal 1º dicembre 2025; dopo 6 mesi, 1º luglio 2026: conclusa"
    )
    assert rows["sites", "s1"][2:4] == [
        "Una vostra sede",
        "Via Roma; 4 persone; una persona da sola in qualche ora di apertura: sì",
    ]
    assert rows["sites", "s2"][3].endswith("3 persone; una persona da sola in qualche ora di apertura: no")


def test_no_row_of_the_table_looks_like_a_program(told: Owner) -> None:
    for row in table(told).values():
        assert not any(sign in row[3] for sign in ("{", "}", "True", "False", "None", "2025-", "2026-")), row


def test_what_somebody_typed_is_no_formula(told: Owner) -> None:
    assert table(told)["notes", "T1"][3] == f"'{NOTE}"


def test_the_page_shows_every_answer(told: Owner) -> None:
    page = told.get("/data.html").text
    for row in list(table(told).values())[1:]:
        if not row[3].startswith("'"):
            assert row[3].replace("'", "&#39;").replace('"', "&#34;") in page, row


def test_nobody_else_gets_them(told: Owner, site: Flask) -> None:
    stranger = Owner(site, check_up_id=told.check_up_id)
    for path in ("/data", "/data.html", "/data.json", "/data.csv"):
        assert stranger.get(path).status_code == 404, path


def test_an_empty_check_up_gives_empty_data(owner: Owner) -> None:
    assert json.loads(owner.get("/data.json").data)["history"] == []
    assert len(table(owner)) == 1
    assert owner.get("/data.html").status_code == 200
