"""A paper of the guides becomes a sheet with the same words, and a document that is the same to the byte."""

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest

from cip.documents.blank_paper import blank_paper
from cip.documents.sheet_docx import sheet_docx
from cip.documents.sheet_html import render_sheet
from cip.documents.sheets import Fill, Heading, Items, Para, Signatures, Table
from cip.kernel.texts import Language
from cip.rulebook.shapes.guides import Paper

ON = "2026-11-21"


def text(italian: str, english: str) -> dict[str, str]:
    return {"it": italian, "en": english}


BLOCKS: list[dict[str, object]] = [
    {"heading": text("Regola di prova", "Rule of the test")},
    {"text": text("Vale per Officina <Modello>.", "It holds for Officina <Modello>.")},
    {"field": text("Impresa", "Firm")},
    {"heading": text("Come si fa", "How it works")},
    {"items": [text("Prima cosa.", "First thing."), text("Seconda cosa.", "Second thing.")]},
    {
        "table": {
            "columns": [text("Data", "Date"), text("Persona", "Person"), text("Ore", "Hours")],
            "rows": 4,
        }
    },
    {"signatures": [text("Chi guida l'impresa", "Whoever runs the firm")]},
]


def paper(status: str = "proposal", blocks: list[dict[str, object]] | None = None) -> Paper:
    return Paper.model_validate(
        {
            "id": "test_rule",
            "name": text("Prova", "Test"),
            "use": text("Per provare.", "For trying."),
            "status": status,
            "blocks": blocks or BLOCKS,
        }
    )


def test_every_kind_of_block_has_its_place_on_the_sheet() -> None:
    sheet = blank_paper(paper(), "it", ON)
    assert sheet.title == "Regola di prova"
    assert [type(block) for block in sheet.blocks] == [Para, Fill, Heading, Items, Table, Signatures]
    table = next(block for block in sheet.blocks if isinstance(block, Table))
    assert (table.head, table.blank, sum(table.widths)) == (("Data", "Persona", "Ore"), 4, 100)


def test_without_a_heading_in_front_the_name_is_the_title() -> None:
    sheet = blank_paper(paper(blocks=BLOCKS[1:]), "en", ON)
    assert sheet.title == "Test"
    assert len(sheet.blocks) == len(BLOCKS) - 1


@pytest.mark.parametrize(("language", "asks"), [("it", "fatela controllare"), ("en", "have it checked")])
def test_a_proposal_says_that_it_must_be_checked(language: Language, asks: str) -> None:
    assert asks in blank_paper(paper(), language, ON).footer[1]
    assert blank_paper(paper("confirmed"), language, ON).footer[1] == ""


@pytest.mark.parametrize("language", ["it", "en"])
def test_page_and_document_say_the_same(language: Language) -> None:
    sheet = blank_paper(paper(), language, ON)
    page = render_sheet(sheet, first_heading=2)
    document = docx.Document(BytesIO(sheet_docx(sheet)))
    said = "\n".join(
        [paragraph.text for paragraph in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        + [paragraph.text for paragraph in document.sections[0].footer.paragraphs]
    )
    for line in sheet.lines:
        assert line in said
        assert line.replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;") in page
    assert len(document.tables[0].rows) == 1 + 4


def test_equal_papers_give_equal_bytes() -> None:
    first, second = (sheet_docx(blank_paper(paper(), "it", ON)) for _time in range(2))
    assert first == second
    assert sheet_docx(blank_paper(paper(), "en", ON)) != first
    assert ZipFile(BytesIO(first)).testzip() is None
