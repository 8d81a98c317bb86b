"""The papers on paper, looked at page by page: nothing outside the margins, one page where one is promised."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from cip.documents import sheet_html
from cip.documents.pdf import render_pdf
from cip.documents.pool import PdfPool
from cip.documents.sheets import Sheet
from cip.kernel.errors import RefusalError
from cip.kernel.texts import LANGUAGES, Language
from tests.unit.documents.papers import report_of
from tests.unit.documents.sheets import FIRMS, PAPERS, pdf_of_sheet, sheet_of, swollen_page
from tests.unit.documents.test_pdf import text_of

DPI = 50
# Points of A4: what may be drawn on, and the pages that each paper may have in the three firms.
LEFT, RIGHT, TOP, BOTTOM = 46, 549, 40, 815
ABOVE_FOOTER = (783, 791)
PAGES = {
    "one_page": {"one": 1, "seven": 1, "forty": 1},
    "notice_board": {"one": 1, "seven": 1, "forty": 9},
    "flexibility_plan": {"one": 2, "seven": 4, "forty": 22},
    "leave_plan": {"one": 4, "seven": 4, "forty": 5},
    "joint_start": {"one": 2, "seven": 2, "forty": 2},
}


@pytest.mark.parametrize("firm", FIRMS)
@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_has_the_pages_it_should_and_all_its_words(paper: str, firm: str) -> None:
    content, sheet = pdf_of_sheet(paper, firm), sheet_of(paper, firm)
    pages = PdfReader(BytesIO(content)).pages
    assert 1 <= len(pages) <= PAGES[paper][firm]
    assert sheet.most_pages is None or len(pages) <= sheet.most_pages
    text = text_of(content)
    words = {word for line in sheet.lines for word in line.split() if word.isalpha() and len(word) > 3}
    assert [word for word in words if word not in text] == []
    for number in range(1, len(pages) + 1):
        assert f"Pagina {number} di {len(pages)}" in text


@pytest.mark.parametrize("length", [0, 60, 150, 300, 600, 1500, 4000])
def test_the_page_for_the_owner_is_one_page_at_every_length(length: int) -> None:
    assert len(PdfReader(BytesIO(render_pdf(swollen_page(length)))).pages) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_questionnaire_is_a_booklet(language: Language) -> None:
    pages = PdfReader(BytesIO(pdf_of_sheet("questionnaire", "seven", language))).pages
    assert 12 <= len(pages) <= 20


def _is_blank(picture: Path, top: float, bottom: float) -> bool:
    with Image.open(picture) as drawn:
        strip = drawn.crop((0, round(top * DPI / 72), drawn.width, round(bottom * DPI / 72)))
        return strip.point(lambda grey: 255 if grey < 200 else 0).getbbox() is None


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler draws the pictures")
@pytest.mark.parametrize("paper", [*PAPERS, "questionnaire"])
def test_nothing_is_drawn_outside_the_margins(paper: str, tmp_path: Path) -> None:
    for firm in FIRMS if paper != "questionnaire" else ("seven",):
        file = tmp_path / f"{firm}.pdf"
        file.write_bytes(pdf_of_sheet(paper, firm))
        subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", str(file), str(tmp_path / firm)], check=True, timeout=120)
        for picture in sorted(tmp_path.glob(f"{firm}-*.pgm")):
            with Image.open(picture) as drawn:
                ink = drawn.point(lambda grey: 255 if grey < 200 else 0).getbbox()
            assert ink is not None, f"{picture.name} is empty"
            left, top, right, bottom = (72 / DPI * edge for edge in ink)
            assert left >= LEFT
            assert right <= RIGHT
            assert top >= TOP
            assert bottom <= BOTTOM
            assert _is_blank(picture, *ABOVE_FOOTER), f"{picture.name} runs into its footer"


def _note_font(
    found: set[str], text: str, _cm: object, _tm: object, font: dict[str, object] | None, _size: float
) -> None:
    if text.strip():
        found.add(str((font or {}).get("/BaseFont")))


@pytest.mark.parametrize("paper", [*PAPERS, "questionnaire"])
def test_fonts_are_embedded(paper: str) -> None:
    """A box to tick and an arrow come from the second font; nothing is left to what a printer has."""
    names, missing = set(), set()
    for page in PdfReader(BytesIO(pdf_of_sheet(paper))).pages:
        drawn: set[str] = set()

        def look(
            text: str, _cm: object, _tm: object, font: dict[str, object] | None, _size: float, to: set[str] = drawn
        ) -> None:
            if text.strip():
                to.add(str((font or {}).get("/BaseFont")))

        page.extract_text(visitor_text=look)
        names |= drawn
        missing |= {name for name in drawn if "+" not in name}
    assert missing == set(), "an embedded subset has a prefix"
    assert {name.split("+")[-1] for name in names} <= {
        "TitilliumWeb-Regular",
        "TitilliumWeb-Bold",
        "DejaVuSans",
        "DejaVuSans-Bold",
    }


@pytest.mark.parametrize("paper", [*PAPERS, "questionnaire"])
def test_equal_papers_give_equal_bytes_here_and_in_another_process(paper: str) -> None:
    first = pdf_of_sheet(paper)
    assert render_pdf(sheet_of(paper)) == first


def test_a_pool_prints_reports_and_papers_alike() -> None:
    with PdfPool() as pool:
        assert pool.render(sheet_of("one_page")) == pdf_of_sheet("one_page")
        assert pool.render(report_of("empty")).startswith(b"%PDF")


def test_a_paper_that_takes_too_long_is_one_sentence() -> None:
    with PdfPool(seconds=0.05) as pool, pytest.raises(RefusalError, match="in time"):
        pool.render(sheet_of("questionnaire"))


def test_a_maker_that_reports_errors_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        err = 3

    monkeypatch.setattr("cip.documents.press.pisa.CreatePDF", lambda *_args, **_more: Broken())
    with pytest.raises(RefusalError, match="could not be made"):
        render_pdf(sheet_of("one_page"))


def test_letters_of_one_page_are_never_below_nine_points() -> None:
    for size in ("compact", "roomy"):
        assert min(sheet_html.BASE[size], sheet_html.SMALL[size]) >= 9


def test_an_address_in_the_words_of_a_firm_is_printed_not_fetched() -> None:
    sheet: Sheet = sheet_of("notice_board")
    assert "http" not in text_of(render_pdf(sheet))
