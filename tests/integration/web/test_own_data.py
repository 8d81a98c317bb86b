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

NOTE = '=HYPERLINK("https://example.org")'


@pytest.fixture
def told(owner: Owner) -> Owner:
    """An owner with answers of every sort, and a result."""
    owner.profile()
    owner.post("/area/T", {"T1": "3", "T1.proof": "4", "T2": "unknown", "T1.note": NOTE})
    owner.post("/area/C", {"C3": "na:no_fathers_24_months"})
    owner.post("/duties", {"risk_assessment": "no"})
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
    assert rows["indicators", "T2"][3] == "non so"
    assert rows["duties", "risk_assessment"][3] == "no"


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
