"""Editable documents and the timeline: opened again, whole, and equal byte for byte."""

import re
from datetime import date, datetime
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cip.assessment.plan import read_plan
from cip.documents.html import render_html
from cip.documents.papers.basis import Basis
from cip.documents.papers.flexibility_plan import flexibility_plan
from cip.documents.papers.report_sheet import report_sheet
from cip.documents.sheet_docx import sheet_docx
from cip.documents.sheets import Fill, Heading, Line, Para, Sheet, Table
from cip.documents.timeline import timeline
from cip.kernel.texts import LANGUAGES, Language
from tests.unit.documents.papers import ON, PART, report_for, report_of, the_pack
from tests.unit.documents.sheets import FIRMS, basis_of, sheet_of

EDITABLE = ("flexibility_plan", "leave_plan", "joint_start", "notice_board", "one_page", "questionnaire")


def words_of(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    texts += [paragraph.text for paragraph in document.sections[0].footer.paragraphs]
    return " ".join(" ".join(texts).split())


def check_words(sheet: Sheet) -> None:
    text = words_of(sheet_docx(sheet))
    assert [line for line in sheet.lines if " ".join(line.split()).removesuffix(":") not in text] == []


@pytest.mark.parametrize("firm", FIRMS)
@pytest.mark.parametrize("paper", EDITABLE)
def test_an_editable_document_says_every_line(paper: str, firm: str) -> None:
    check_words(sheet_of(paper, firm))


@pytest.mark.parametrize("firm", ["part", "held", "empty"])
def test_the_report_is_editable_too(firm: str) -> None:
    report = report_of(firm)
    sheet = report_sheet(report)
    check_words(sheet)
    text = " ".join(sheet.lines)
    assert report.identity.sha256 in text
    names = [item.name for item in report.measures]
    names += [item.name for item in (*report.could_fit, *report.not_proposed)]
    assert [name for name in names if name not in text] == []
    for area in report.areas:
        assert area.name in text
        assert (area.score or "non si valuta") in text
    for cited, _codes in report.sources.parameters:
        assert cited.label in text


def test_it_has_real_headings_header_rows_and_its_language() -> None:
    document = docx.Document(BytesIO(sheet_docx(sheet_of("leave_plan", "seven", "en"))))
    names = [str(getattr(paragraph.style, "name", "")) for paragraph in document.paragraphs]
    assert names.count("Title") == 1
    assert names.count("Heading 1") >= 5
    xml = document.element.xml
    assert xml.count("<w:tblHeader/>") == len(document.tables)
    assert 'w:val="en-GB"' in document.styles.element.xml
    assert document.core_properties.title == "Leave plan"
    assert document.core_properties.created == datetime(
        ON.year, ON.month, ON.day, tzinfo=document.core_properties.created.tzinfo
    )


def test_equal_sheets_give_equal_bytes_and_remember_no_moment() -> None:
    first = sheet_docx(sheet_of("joint_start"))
    assert sheet_docx(sheet_of("joint_start")) == first
    with ZipFile(BytesIO(first)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def opened(content: bytes) -> Worksheet:
    """The one sheet of a workbook."""
    return openpyxl.load_workbook(BytesIO(content)).worksheets[0]


def _as_text(value: object) -> object:
    return value.date().isoformat() if isinstance(value, datetime) else value


def test_the_timeline_has_a_row_a_measure_and_the_months_as_columns() -> None:
    rows = [
        tuple(_as_text(value) for value in row)
        for row in opened(timeline(basis_of("seven"))).iter_rows(values_only=True)
    ]
    head, first = rows[0], next(row for row in rows if row[0] == "M01")
    assert len(rows) == 6
    assert first[:6] == (
        "M01",
        "Fascia mobile di entrata e uscita",
        "chi apre il negozio",
        "2026-03-01",
        None,
        "in uso",
    )
    assert first[6] == "2026-09-01"
    months = dict(zip(head[11:], first[11:], strict=True))
    assert months["marzo 2026"] == "x"
    assert months["settembre 2026"] == "6"
    assert months["marzo 2027"] == "12"
    assert months["febbraio 2025"] is None


def test_equal_plans_give_equal_timelines_and_nothing_is_a_formula() -> None:
    plan = read_plan({"M01": {"state": "planned", "owner": "=1+1", "note": "#N/A"}})
    basis = Basis(the_pack(), "it", date(2026, 11, 21), plan)
    first = timeline(basis)
    assert timeline(basis) == first
    row = next(opened(first).iter_rows(min_row=2))
    assert row[2].value == "=1+1"
    assert {cell.data_type for cell in row} <= {"s", "n"}


def test_the_months_of_the_looks_are_those_of_the_rules_and_of_what_was_looked_at() -> None:
    plan = read_plan({"M01": {"state": "in_use", "checked_3": {"on": "2026-06-02", "state": "done"}}, "M05": {}})
    basis = Basis(the_pack(), "it", date(2026, 11, 21), plan)
    rules = the_pack().weights_on(ON).follow_up_months
    assert basis.follow_up_months == (3, *rules)
    rows = list(opened(timeline(basis)).iter_rows(values_only=True))
    looks = [f"{what} dopo {months} mesi" for months in (3, *rules) for what in ("Controllo", "Trovata")]
    assert list(rows[0][6 : 6 + len(looks)]) == looks
    assert [row[7] for row in rows[1:]] == ["conclusa", None]
    table = next(
        block for block in flexibility_plan(basis).blocks if isinstance(block, Table) and "Controlli" in block.caption
    )
    assert table.caption == "Controlli dopo 3, 6 e 12 mesi"
    assert sum(table.widths) == 100
    assert len(table.widths) == len(table.head) == len(table.rows[0]) == 2 + len(basis.follow_up_months)


def test_a_plan_of_every_measure_stays_within_five_years_of_columns() -> None:
    sheet = opened(timeline(basis_of("forty")))
    assert sheet.max_row == 45
    assert sheet.max_column <= 11 + 60


HEADING = re.compile(r"<h([23])[^>]*>(.*?)</h\1>", re.DOTALL)
MARKS = re.compile(r"<[^>]+>")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("firm", ["part", "held", "empty", "rich"])
def test_page_and_document_of_a_report_have_the_same_headings_and_measures(firm: str, language: Language) -> None:
    extra = {"practices": {"p1": {"name": "Orto", "what": ""}}, "reasons": {}}
    report = report_for(PART, language, extra=extra) if firm == "rich" else report_of(firm, language)
    page = unescape(render_html(report))
    on_page = [(int(level) - 1, " ".join(MARKS.sub("", text).split())) for level, text in HEADING.findall(page)]
    sheet = report_sheet(report)
    assert [(block.level, block.text) for block in sheet.blocks if isinstance(block, Heading)] == on_page
    text = " ".join(sheet.lines)
    for code in the_pack().measures:
        name = the_pack().measures[code].name.in_language(language)
        assert name in page, code
        assert code in text, code
        assert name in text, code


def test_what_no_file_may_hold_is_left_out_of_documents_and_timeline() -> None:
    """It was stored before the fields cleaned what they take."""
    odd = "Anna\x0bRossi\x00\x1b\ufffe"
    plan = read_plan({"M01": {"state": "planned", "owner": odd, "note": odd, "start": "0001-01-01"}})
    row = next(opened(timeline(Basis(the_pack(), "it", ON, plan))).iter_rows(min_row=2, values_only=True))
    assert row.count("Anna Rossi") == 2
    assert row[3] == "0001-01-01", "spreadsheets have no such day"
    blocks = (Heading(odd), Para(Line(odd, lead=odd)), Table(odd, (odd,), ((Line(odd),),), (100,)), Fill(odd, odd))
    said = words_of(sheet_docx(Sheet("trial", "it", odd, odd, blocks, (odd, ""), ON.isoformat())))
    assert said.count("Anna Rossi") == 11
