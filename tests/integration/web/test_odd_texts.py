"""Whatever is typed or pasted, every page and every file of the check-up can still be made."""

import json
import re
from datetime import date

import pytest
from flask import Flask

from cip.documents.pool import PdfPool
from cip.web.state import EXTENSION
from tests.integration.web.owner import Owner
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)

ODD = "Anna\x0bRossi\x00 \x1b\ufffe🙂 日本"
PLAIN = "Anna Rossi 🙂 日本"
FILES = (
    *("flexibility-plan.docx", "leave-plan.docx", "joint-start.docx", "report.docx", "timeline.xlsx"),
    *("report.pdf", "report-ua.pdf", "flexibility-plan.pdf", "leave-plan.pdf", "one-page.pdf"),
    *("data.json", "data.csv"),
)
PAGES = ("", "plan", "already", "sites", "area/T", "report", "flexibility-plan", "result", "data.html", "papers")
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
SEQ = re.compile(r'name="seq" value="(\d+)"')


def sent(owner: Owner, path: str, **data: str) -> None:
    found = SEQ.search(owner.get(path).text)
    assert found is not None
    assert owner.post(path, {"seq": found[1], **data}).status_code == 303, path


def fill(owner: Owner, **dates: str) -> None:
    """A check-up with the text in every field that takes words."""
    owner.profile()
    owner.conclude()
    sent(owner, "/plan", add="M01")
    words = {"M01-state": "in_use", "M01-owner": ODD, "M01-note": ODD, "M01-start": "2026-01-01", **dates}
    sent(owner, "/plan", **words)
    sent(owner, "/already", **{"p1.name": ODD, "p1.what": ODD})
    sent(owner, "/sites", **{"s1.name": ODD, "s2.name": "Via Roma"})
    sent(owner, "/area/T", **{"T1.note": ODD})


@pytest.fixture
def real_pool(site: Flask, monkeypatch: pytest.MonkeyPatch) -> PdfPool:
    """The real maker of PDF, in place of the one of the tests."""
    pool = PdfPool()
    monkeypatch.setattr(type(site.extensions[EXTENSION].pdf), "render", lambda _self, paper: pool.render(paper))
    return pool


def check_all(owner: Owner) -> None:
    for page in PAGES:
        answer = owner.get(f"/{page}" if page else "")
        assert answer.status_code == 200, page
        assert not CONTROLS.search(answer.text.replace("\r", "").replace("\n", "").replace("\t", "")), page
    for file in FILES:
        assert owner.get(f"/{file}").status_code == 200, file


def test_what_is_pasted_breaks_no_page_and_no_file(owner: Owner, real_pool: PdfPool) -> None:
    with real_pool:
        fill(owner)
        check_all(owner)
    kept = json.loads(owner.get("/data.json").text)
    assert kept["plan"]["M01"]["owner"] == PLAIN
    assert kept["practices"]["p1"] == {"name": PLAIN, "what": PLAIN}
    assert kept["sites"]["s1"]["name"] == PLAIN
    assert kept["notes"]["T1"] == PLAIN


def test_a_page_with_a_mistake_shows_the_text_without_what_nobody_sees(owner: Owner) -> None:
    owner.post("/plan", {"seq": "0", "add": "M01"})
    answer = owner.post("/plan", {"seq": "1", "M01-state": "in_use", "M01-note": ODD, "M01-start": "ieri"})
    assert answer.status_code == 422
    assert PLAIN in answer.text
    assert not CONTROLS.search(answer.text.replace("\n", "").replace("\t", ""))


def test_words_and_days_of_long_ago_break_nothing_either(
    owner: Owner, real_pool: PdfPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stored before the fields cleaned what they take."""
    with monkeypatch.context() as patch:
        for module in ("cip.web.fields", "cip.web.firm.sheet"):
            patch.setattr(f"{module}.plain_text", lambda text: text.replace("\x00", ""))
        patch.setattr("cip.web.fields.EARLIEST", date.min)
        patch.setattr("cip.web.fields.LATEST", date.max)
        fill(owner, **{"M01-end": "9999-12-31"})
        sent(owner, "/plan", **{"M01-state": "in_use", "M01-owner": ODD, "M01-start": "9999-12-31"})
        sent(owner, "/plan", add="M02")
        sent(owner, "/plan", **{"M02-state": "in_use", "M02-note": ODD, "M02-start": "0001-01-01"})
    with real_pool:
        check_all(owner)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1969-12-31", "2101-01-01", "1/1/2101"])
def test_days_far_off_are_refused_and_the_rest_stays(owner: Owner, day: str) -> None:
    owner.profile()
    sent(owner, "/plan", add="M01")
    seq = SEQ.search(owner.get("/plan").text)
    assert seq is not None
    answer = owner.post("/plan", {"seq": seq[1], "M01-state": "proposed", "M01-owner": "Anna", "M01-start": day})
    assert answer.status_code == 422
    assert "tra il 1970 e il 2100" in answer.text
    assert 'value="Anna"' in answer.text
    month = day[:7] if "-" in day else "2101-01"
    answer = owner.post("/already", {"seq": SEQ.findall(answer.text)[0], "in_use": ["", "M05"], "M05": month})
    assert answer.status_code == 422
    assert "tra il 1970 e il 2100" in answer.text


@pytest.mark.parametrize("day", ["1970-01-01", "2100-12-31"])
def test_the_first_and_the_last_day_are_taken(owner: Owner, day: str) -> None:
    sent(owner, "/plan", add="M01")
    sent(owner, "/plan", **{"M01-state": "proposed", "M01-start": day})
    assert f'value="{day}"' in owner.get("/plan").text
    for page in ("plan", "papers", "leave-plan", "timeline.xlsx"):
        assert owner.get(f"/{page}").status_code == 200, page
