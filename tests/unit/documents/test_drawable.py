"""Whatever a person writes, a PDF can be made, says what it can, and marks what it cannot."""

from io import BytesIO
from pathlib import Path

import pytest
from pdfua import validate
from pypdf import PdfReader

from cip.documents.drawable import characters, drawable
from cip.documents.fonts import find_fonts
from cip.documents.paper import Tagged
from cip.documents.press import press
from cip.documents.printing import paper_for
from cip.documents.sheet_html import render_sheet
from cip.documents.sheets import Line, Para, Sheet
from cip.documents.tagged import tagged_pdf
from tests.unit.documents.papers import ON

WORDS = {
    "emoji": "Bravi 🙂 👩‍👧 👍🏽",
    "cjk": "日本 한국",
    "arabic": "العربية",
    "hebrew": "שלום",
    "cyrillic": "Иван Čapek Ștefan",
    "combining": "perche\u0301 x\u0335 q\u0303",
    "symbols": "✓ → ★ ≥ ☑\ufe0f ❤\ufe0f 1\ufe0f\u20e3",
    "controls": "Anna\x0bRossi\x00\ufffe",
    "markup": '"]#panic("x")\\u{41} </p><b>&amp;&#x1F642;',
    "directions": "a\u202eb\u2066c\u200bd\ufeff\u2028e",
}


def sheet_saying(text: str) -> Sheet:
    return Sheet("trial", "it", "Prova", "CIP", (Para(Line(text, lead=text)),), ("foot", ""), ON.isoformat())


def words_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.mark.parametrize("kind", WORDS)
def test_every_text_becomes_an_accessible_pdf_without_finding(kind: str, tmp_path: Path) -> None:
    target = tmp_path / "page.pdf"
    target.write_bytes(tagged_pdf(Tagged(WORDS[kind], render_sheet(sheet_saying(WORDS[kind])), "it", ON)))
    assert validate(str(target)).findings == ()
    assert "\0" not in words_of(target.read_bytes())


@pytest.mark.parametrize("kind", WORDS)
def test_every_text_becomes_a_pdf_without_empty_letters(kind: str) -> None:
    said = words_of(press(paper_for(sheet_saying(WORDS[kind]))))
    assert "\0" not in said
    assert "Prova" in said


def test_what_no_font_has_is_marked_and_the_rest_stays() -> None:
    fonts = find_fonts()
    assert drawable("Bravi 🙂!", fonts) == "Bravi ▯!"
    assert drawable("日本", fonts) == "▯▯"
    assert drawable("👩‍👧 👍🏽", fonts) == "▯▯ ▯", "joiners and tones bear no mark of their own"
    assert drawable(WORDS["cyrillic"], fonts) == WORDS["cyrillic"]
    assert drawable("e\u0301", fonts) == "é"
    assert drawable("Anna\x0bRossi", fonts) == "Anna Rossi"
    said = words_of(press(paper_for(sheet_saying("Bravi 🙂 Иван"))))
    assert "Bravi ▯ Иван" in said


def test_the_page_keeps_what_was_written() -> None:
    page = render_sheet(sheet_saying("Bravi 🙂 日本\x0b"))
    assert "Bravi 🙂 日本" in page
    assert "\x0b" not in page


def test_the_mark_is_in_the_fonts() -> None:
    assert "▯" in characters(find_fonts())
