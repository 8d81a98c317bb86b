"""The pages of a programme: numbers that open to their rows, what is written by hand, papers, calendar, open data."""

import csv
import io
import json
import re

import openpyxl
import pytest
from flask import Flask

from cip.monitoring.open_awards import OpenAwards
from cip.monitoring.told import ToldProgramme
from cip.parties.actions.second_factor import turn_on_factor
from cip.web.state import state_of
from tests.integration.incentives.answering import notified
from tests.integration.incentives.ranks import Ranks, make_ranks
from tests.integration.web.conftest import Clock
from tests.integration.web.counting import MOST_QUERIES, counted
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone
from tests.integration.web.test_calendar import ADDRESS
from tests.integration.web.test_rankings import person, post


@pytest.fixture
def ranks(site: Flask, clock: Clock) -> Ranks:
    """Four firms only: a number that must not leave the office. The site's clock is at the ranking."""
    found = make_ranks(state_of(site).database, firms=4)
    clock.now = found.calling.now
    return found


@pytest.fixture
def olga(site: Flask, ranks: Ranks) -> Owner:
    return person(site, ranks, "olga")


def monitoring(ranks: Ranks) -> str:
    return f"/it/office/{ranks.calling.body}/monitoring"


def followed(olga: Owner, ranks: Ranks) -> str:
    """Follow the plan from September 2026 on; the address of its page."""
    address = f"{monitoring(ranks)}/milano-2014-2016/follow"
    answer = post(olga, address, {"first_month": "2026-09"})
    assert answer.status_code == 303
    return answer.headers["Location"].partition("?")[0]


def test_a_programme_is_followed_from_a_month(olga: Owner, ranks: Ranks) -> None:
    wrong = post(olga, f"{monitoring(ranks)}/milano-2014-2016/follow", {"first_month": "settembre"})
    assert "Scrivete un mese con l" in wrong.text
    page = followed(olga, ranks)
    assert page in olga.client.get(monitoring(ranks)).text


def test_a_number_opens_to_its_rows_and_only_the_office_reads_a_small_one(
    site: Flask, olga: Owner, ranks: Ranks
) -> None:
    page = followed(olga, ranks)
    text = olga.client.get(page).text
    assert "<strong>4</strong> su 116" in text
    assert "solo per voi" in text
    rows = olga.client.get(f"{page}/indicators/smes").text
    assert all(f"=Impresa {number}" in rows for number in range(1, 5))
    report = olga.client.get(f"{page}/report").text
    assert "&lt;5" in report
    assert "Impresa 1" not in report
    regions = re.findall('role="region" aria-label="([^"]+)"', report)
    assert len(set(regions)) == len(regions) > 1, "tables that go on have captions of their own"
    told = site.test_client().get(f"/it/data/programmes/{page.rpartition('/')[2]}.json")
    found = ToldProgramme.model_validate_json(told.text)
    smes = next(one for one in found.indicators if one.id == "smes")
    assert (smes.actual, smes.hidden) == (None, "few_firms")


def test_the_filter_narrows_and_says_when_days_are_odd(olga: Owner, ranks: Ranks) -> None:
    page = followed(olga, ranks)
    assert "<strong>0</strong> su 116" in olga.client.get(f"{page}?alliance=concilia-milano").text
    assert "<strong>0</strong> su 116" in olga.client.get(f"{page}?until=2020-01-01").text
    odd = olga.client.get(f"{page}?since=2027-01-01&until=2026-01-01").text
    assert "Le date non vanno bene" in odd
    assert "<strong>4</strong> su 116" in odd


def test_a_number_is_written_with_its_proof_and_taken_back(olga: Owner, ranks: Ranks) -> None:
    page = f"{followed(olga, ranks)}/indicators/families"
    form = {"value": "1,5", "alliance": "cip", "on_day": "2026-11-01", "evidence": "", "source": ""}
    wrong = post(olga, page, form).text
    for sentence in ("Scrivete un numero intero", "Scrivete che cosa lo prova.", "Scrivete da dove viene"):
        assert sentence in wrong
    future = {**form, "value": "42", "on_day": "2030-01-01", "evidence": "schede", "source": "=relazione"}
    assert "nel futuro" in post(olga, page, future).text
    assert post(olga, page, {**future, "on_day": "2026-11-01"}).status_code == 303
    text = olga.client.get(page).text
    assert "<strong>42</strong> su 400" in text
    back = text.partition("/take-back")[0].rpartition('action="')[2]
    assert post(olga, f"{back}/take-back").status_code == 303
    assert "Obiettivo: 400" in olga.client.get(page).text
    assert post(olga, f"{back}/take-back").status_code == 404


def test_the_spreadsheet_has_a_sheet_for_each_part_and_no_formula(olga: Owner, ranks: Ranks) -> None:
    page = followed(olga, ranks)
    form = {"value": "42", "alliance": "whole", "on_day": "2026-11-01", "evidence": "=1+1", "source": "@x"}
    post(olga, f"{page}/indicators/families", form)
    book = openpyxl.load_workbook(io.BytesIO(olga.client.get(f"{page}/report.xlsx").data))
    assert book.sheetnames == [
        "Risultati",
        "Scritti a mano",
        "Soldi",
        "Soldi per casella",
        "Piano finanziario",
        "Incontri",
        "Note",
    ]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    results = {row[0].value: row[3].value for row in book["Risultati"].iter_rows(min_row=2)}
    assert results["Famiglie a cui si rivolgono le azioni"] == 42
    assert results["Piccole e medie imprese a cui si rivolgono le azioni"] == "<5"
    assert [row[4].value for row in book["Scritti a mano"].iter_rows(min_row=2)] == ["'=1+1"]
    assert olga.client.get(f"{page}/report.pdf").data.startswith(b"%PDF")


def test_a_meeting_is_due_in_the_calendar_until_it_was_held(site: Flask, olga: Owner, ranks: Ranks) -> None:
    page = followed(olga, ranks)
    with ranks.calling.work("olga") as work:
        turn_on_factor(work, ranks.calling.people["olga"], sealed_secret="s" * 40, step=1, code_digests=[])
    olga = person(site, ranks, "olga")
    found = ADDRESS.search(post(olga, "/it/account/calendar").text)
    assert found is not None
    assert "Da tenere entro oggi: Incontri dell'assemblea della rete" in unfolded(site, found[1])
    meeting = f"{page}/timetable/assembly/2014-09"
    assert "Scrivete dove si trova il verbale." in post(olga, meeting, {"held_on": "2026-09-20"}).text
    assert post(olga, meeting, {"held_on": "2026-09-20", "reference": "prot. 7"}).status_code == 303
    assert "prot. 7" in olga.client.get(f"{page}/timetable").text
    assert unfolded(site, found[1]).count("Incontri dell'assemblea della rete") == 2
    assert olga.client.get(f"{page}/timetable/assembly/2014-10").status_code == 404


def unfolded(site: Flask, address: str) -> str:
    """The calendar as anybody with its address reads it, long lines whole."""
    return site.test_client().get(address).text.replace("\r\n ", "")


def test_open_awards_keep_their_schema_and_name_no_natural_person(site: Flask, ranks: Ranks) -> None:
    anybody = site.test_client()
    assert OpenAwards.model_validate_json(anybody.get("/it/data/awards.json").text).grants == ()
    notified(ranks)
    answer = anybody.get("/it/data/awards.json")
    found = OpenAwards.model_validate_json(answer.text)
    schema = json.loads(anybody.get("/it/data/awards.schema.json").text)
    fields = schema["$defs"]["OpenAward"]["properties"]
    assert all(set(grant) == set(fields) for grant in json.loads(answer.text)["grants"])
    rows = list(csv.reader(io.StringIO(anybody.get("/it/data/awards.csv").text)))
    assert len(rows) == 1 + len(found.grants)
    assert "awards.schema.json" in answer.headers["Link"]
    assert "RSSMRA80A01F205X" not in answer.text
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


def test_a_page_of_a_programme_asks_the_database_few_times(site: Flask, olga: Owner, ranks: Ranks) -> None:
    page = followed(olga, ranks)
    with counted(site) as queries:
        olga.client.get(page)
    # One more than a page of the firm may: everything of an office in one page, however many firms applied.
    assert len(queries) <= 2 * MOST_QUERIES


def test_nobody_of_a_firm_or_without_account_opens_a_programme(site: Flask, olga: Owner, ranks: Ranks) -> None:
    page = followed(olga, ranks)
    owner = Someone(site, ranks.owner[1], "").browser()
    rest = (
        "",
        "/indicators/smes",
        "/timetable",
        "/timetable/assembly/2014-09",
        "/report",
        "/report.pdf",
        "/report.xlsx",
    )
    for address in (monitoring(ranks), *(f"{page}{each}" for each in rest)):
        assert owner.client.get(address).status_code == 404, address
        assert site.test_client().get(address).status_code in (302, 303, 403, 404), address
    form = {"value": "1", "alliance": "cip", "on_day": "2026-11-01", "evidence": "x", "source": "x"}
    assert post(owner, f"{page}/indicators/families", form).status_code == 404
    assert post(owner, f"{page}/timetable/assembly/2014-09", {"held_on": "2026-11-01"}).status_code == 404
    other = page.replace(ranks.calling.body, "0" * 32)
    assert olga.client.get(other).status_code == 404
