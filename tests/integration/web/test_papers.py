"""The plan and the documents of a check-up, through the pages."""

from io import BytesIO

import docx
import openpyxl
import pytest
from flask import Flask

from cip.documents.papers.registry import KINDS
from cip.kernel.errors import RefusalError
from cip.web.public import questionnaire
from cip.web.state import EXTENSION
from tests.integration.web.conftest import Clock
from tests.integration.web.owner import Owner
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)

SLUGS = [kind.slug for kind in KINDS]
EDITABLE = [kind.slug for kind in KINDS if "docx" in kind.formats]
M01 = {
    "M01-state": "in_use",
    "M01-owner": "chi apre il negozio",
    "M01-start": "2026-03-01",
    "M01-end": "",
    "M01-note": "Si entra tra le 8 e le 9.",
}


def seq_of(page: str) -> str:
    return page.split('name="seq" value="')[1].split('"')[0]


def planned(owner: Owner, **changes: str) -> None:
    """A plan with M01, as an owner would write it."""
    assert owner.post("/plan", {"seq": seq_of(owner.get("/plan").text), "add": "M01"}).status_code == 303
    answer = owner.post("/plan", {"seq": seq_of(owner.get("/plan").text), **M01, **changes})
    assert answer.status_code == 303


def test_a_measure_is_added_described_and_taken_out_again(owner: Owner) -> None:
    empty = owner.get("/plan").text
    assert "ancora vuoto" in empty
    assert 'id="add-M01"' in empty
    planned(owner)
    page = owner.get("/plan").text
    assert 'id="add-M01"' not in page
    assert "chi apre il negozio" in page
    assert "Si entra tra le 8 e le 9." in page
    assert owner.post("/plan", {"seq": seq_of(page), **M01, "M01-state": "out"}).status_code == 303
    assert 'id="add-M01"' in owner.get("/plan").text


def test_a_measure_in_use_brings_its_day(owner: Owner) -> None:
    owner.post("/already", {"in_use": ["", "M05"], "M05": "2025-09"})
    page = owner.get("/plan").text
    assert "Già in uso da voi" in page
    owner.post("/plan", {"seq": seq_of(page), "add": "M05"})
    page = owner.get("/plan").text
    assert 'value="2025-09-01"' in page
    assert '<option value="in_use" selected>' in page
    assert "È il momento di guardare" in page, "six and twelve months are over"


def test_looks_are_asked_when_their_day_has_come(owner: Owner, clock: Clock) -> None:
    planned(owner, **{"M01-start": "2026-06-01"})
    page = owner.get("/plan").text
    assert "È il momento di guardare" not in page
    assert 'name="M01-found6"' not in page
    clock.now = clock.now.replace(month=12, day=2)
    page = owner.get("/plan").text
    assert "È il momento di guardare" in page
    assert 'name="M01-found6"' in page
    assert 'name="M01-found12"' not in page
    late = {"seq": seq_of(page), **M01, "M01-start": "2026-06-01", "M01-found6": "done", "M01-on6": "2026-12-01"}
    assert owner.post("/plan", late).status_code == 303
    page = owner.get("/plan").text
    assert "È il momento di guardare" not in page
    assert 'value="2026-12-01"' in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"M01-end": "2026-01-01"}, "prima dell'inizio"),
        ({"M01-note": "x" * 301}, "al massimo 300"),
        ({"M01-owner": "x" * 61}, "al massimo 60"),
        ({"M01-on6": "2027-12-01", "M01-found6": "done"}, "deve ancora venire"),
        ({"M01-on6": "2026-10-01"}, "come avete trovato"),
        ({"M01-state": "sold"}, "Scegliete una"),
    ],
)
def test_mistakes_are_named_and_nothing_wrong_is_saved(owner: Owner, changes: dict[str, str], said: str) -> None:
    planned(owner)
    before = owner.get("/plan").text
    answer = owner.post("/plan", {"seq": seq_of(before), **M01, **changes})
    assert answer.status_code == 422
    assert said in answer.text.replace("&#39;", "'")
    assert owner.get("/plan").text.count("x" * 50) == 0
    assert seq_of(owner.get("/plan").text) == seq_of(before)


def test_unknown_codes_are_no_measures(owner: Owner) -> None:
    assert owner.post("/plan", {"seq": "0", "add": ["M99", "<b>"], "M99-state": "proposed"}).status_code == 303
    assert "M99" not in owner.get("/plan").text


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("language", ["it", "en"])
def test_every_paper_has_a_page_and_a_pdf(owner: Owner, slug: str, language: str) -> None:
    planned(owner)
    owner.profile()
    owner.conclude()
    owner.language = language
    assert owner.get(f"/{slug}").status_code == 200
    answer = owner.get(f"/{slug}.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    assert f"/{slug}" in owner.get("/papers").text


@pytest.mark.parametrize("slug", [*EDITABLE, "report"])
def test_editable_documents_open(owner: Owner, slug: str) -> None:
    planned(owner)
    owner.conclude()
    answer = owner.get(f"/{slug}.docx")
    assert answer.status_code == 200
    assert docx.Document(BytesIO(answer.data)).paragraphs


def test_the_timeline_opens(owner: Owner) -> None:
    planned(owner)
    book = openpyxl.load_workbook(BytesIO(owner.get("/timeline.xlsx").data))
    assert [row[0].value for row in book.worksheets[0].iter_rows()] == ["Codice", "M01"]


def test_before_the_first_result_there_is_no_page_for_the_owner_but_forms(owner: Owner) -> None:
    for ending in ("", ".pdf"):
        assert owner.get(f"/one-page{ending}").status_code == 302
    assert owner.get("/report.docx").status_code == 302
    assert owner.get("/leave-plan").status_code == 200
    index = owner.get("/papers").text
    assert "/one-page" not in index
    assert "/joint-start" in index


def test_a_maker_that_fails_is_a_clear_page(owner: Owner, site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> bytes:
        raise RefusalError("It took too long.")

    monkeypatch.setattr(type(site.extensions[EXTENSION].pdf), "render", refuse)
    monkeypatch.setattr(questionnaire, "_KEPT", {})
    for answer, page in (
        (owner.get("/notice-board.pdf"), f"{owner.base}/notice-board"),
        (owner.client.get("/it/questionnaire.pdf"), "/it/questionnaire"),
    ):
        assert answer.status_code == 503
        assert "Il PDF ora non si può fare" in answer.text
        assert f'href="{page}"' in answer.text
        assert "took too long" not in answer.text


def test_documents_count_in_one_limit(owner: Owner) -> None:
    for _ in range(30):
        assert owner.get("/notice-board.pdf").status_code == 200
    for path in ("/notice-board.pdf", "/leave-plan.docx", "/timeline.xlsx"):
        answer = owner.get(path)
        assert answer.status_code == 429
        assert "Avete chiesto molti documenti" in answer.text


def test_the_questionnaire_is_public_and_its_pdf_is_made_once(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questionnaire, "_KEPT", {})
    asked: list[object] = []
    maker = type(site.extensions[EXTENSION].pdf)

    def render(_self: object, sheet: object) -> bytes:
        asked.append(sheet)
        return b"%PDF"

    monkeypatch.setattr(maker, "render", render)
    client = site.test_client()
    assert "T1." in client.get("/it/questionnaire").text
    for _ in range(3):
        assert client.get("/it/questionnaire.pdf").data == b"%PDF"
    assert client.get("/en/questionnaire.pdf").status_code == 200
    assert len(asked) == 2


def test_a_stranger_finds_no_plan_and_no_paper(owner: Owner, site: Flask) -> None:
    planned(owner)
    other = Owner(site)
    other.start()
    other.check_up_id = owner.check_up_id
    for path in (
        "plan",
        "papers",
        "notice-board",
        "notice-board.pdf",
        "leave-plan.docx",
        "timeline.xlsx",
        "report.docx",
    ):
        assert other.get(f"/{path}").status_code == 404
    assert other.post("/plan", {"seq": "0", "add": "M05"}).status_code == 404
