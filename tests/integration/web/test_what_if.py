"""The what-if page: the address says which measures, the page what they would change; nothing is stored."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from cip.assessment.records import AnswerEventRow, SnapshotRow
from cip.cli.serve import LONGEST_REQUEST_LINE
from cip.web.state import EXTENSION
from tests.integration.web.owner import Owner
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)


def rows(site: Flask) -> tuple[int, int]:
    with site.extensions[EXTENSION].database.reading() as session:
        events, results = (
            session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in (AnswerEventRow, SnapshotRow)
        )
    return events, results


def with_result(owner: Owner) -> None:
    owner.profile()
    owner.post("/area/K", {"K1": "1", "K2": "1", "K3": "1"})
    owner.conclude()


def test_without_a_result_the_way_leads_to_the_hub(owner: Owner) -> None:
    assert owner.get("/what-if?m=M42").headers["Location"] == owner.base


def test_the_choice_of_the_address_is_ticked_and_counted_and_nothing_is_stored(site: Flask, owner: Owner) -> None:
    with_result(owner)
    before = rows(site)
    text = owner.get("/what-if?m=M42").text
    assert rows(site) == before
    assert "Guadagnate" in text
    assert re.search(r'value="M42" checked', text)
    assert len(re.findall(r" checked", text)) == 1
    assert "in uso da oggi" in text
    assert "senza costo" in text


def test_without_a_choice_the_numbers_are_those_of_the_result(owner: Owner) -> None:
    with_result(owner)
    text = owner.get("/what-if").text
    [pair] = re.findall(r"Punteggio su 100</th><td>([^<]+)</td><td>([^<]+)<", text)
    assert pair[0] == pair[1]
    shown = owner.get("/result").text
    assert all(end in shown for end in pair[0].split("–"))


def test_a_prerequisite_is_added_ticked_and_said(owner: Owner) -> None:
    with_result(owner)
    owner.post("/area/C", {"C1": "0", "C2": "0", "C3": "0", "C4": "0", "C5": "0"})
    owner.conclude()
    text = owner.get("/what-if?m=M17").text
    assert "Per M17" in text
    assert "abbiamo aggiunta" in text
    assert set(re.findall(r'value="(M\d\d)" checked', text)) == {"M16", "M17"}


def test_strange_codes_are_left_out_with_a_sentence(owner: Owner) -> None:
    with_result(owner)
    text = owner.get("/what-if?m=M99&m=<script>&m=M42").text
    assert "non è di una misura" in text
    assert "<script>" not in text.replace('<script type="module"', "")
    assert re.findall(r'value="(M\d\d)" checked', text) == ["M42"]


def test_the_form_sends_codes_and_nothing_else(owner: Owner) -> None:
    with_result(owner)
    form = owner.get("/what-if").text.split("<form", 1)[1].split("</form>")[0]
    assert 'method="get"' in form
    assert set(re.findall(r' name="([^"]+)"', form)) == {"m"}


def test_the_other_language_keeps_the_choice(owner: Owner) -> None:
    with_result(owner)
    page = owner.get("/what-if?m=M42&m=M41&endpoint=x&_external=1").text
    found = re.search(r'href="(/en/[^"]+)" lang="en"', page)
    assert found is not None
    english = owner.client.get(found[1].replace("&amp;", "&")).text
    assert "What would change" in english
    assert re.findall(r'value="(M\d\d)" checked', english) == ["M42", "M41"]


def test_all_measures_fit_an_address(owner: Owner) -> None:
    with_result(owner)
    pack = re.findall(r'name="m"[^>]*value="(M\d\d)"', owner.get("/what-if").text)
    codes = [f"M{number:02}" for number in range(1, 45)]
    assert set(pack) <= set(codes)
    path = "/what-if?" + "&".join(f"m={code}" for code in codes)
    line = f"GET {owner.base}{path} HTTP/1.1\r\n"
    assert len(line) * 2 < LONGEST_REQUEST_LINE
    assert owner.get(path).status_code == 200
