"""The tagged PDF: no finding of the checker, the words of the page, structure and pictures for who cannot see."""

import sys
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pdfua import validate
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, PdfObject

from cip.documents.paper import Tagged
from cip.documents.pool import PdfPool
from cip.documents.printing import tagged_report
from cip.documents.tagged import tagged_pdf, typst_source
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Language
from tests.unit.documents.papers import ON, report_of

FIRMS = ("part", "held", "empty")


def words_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def page(fragment: str) -> Tagged:
    return Tagged("Prova", fragment, "it", ON)


def roles(content: bytes) -> list[str]:
    """The roles in the tree of structure, in order."""
    found: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, DictionaryObject):
            if "/S" in node:
                found.append(str(node["/S"]))
            kids = node.get("/K")
            for kid in kids if isinstance(kids, list) else [kids]:
                walk(kid.get_object() if isinstance(kid, PdfObject) else kid)

    walk(PdfReader(BytesIO(content)).trailer["/Root"]["/StructTreeRoot"])  # type: ignore[index]
    return found


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("firm", FIRMS)
def test_the_report_of_every_firm_has_no_finding(firm: str, language: Language, tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"
    target.write_bytes(tagged_pdf(tagged_report(report_of(firm, language))))
    found = validate(str(target))
    assert found.findings == ()
    assert len(found.outcomes) >= 10


def test_it_says_what_the_report_says() -> None:
    report = report_of()
    said = words_of(tagged_pdf(tagged_report(report)))
    for text in (report.level.name, report.total, *(area.name for area in report.areas)):
        assert text is not None
        assert text in said
    for measure in report.measures:
        assert measure.name in said


def test_the_same_report_gives_the_same_bytes() -> None:
    assert tagged_pdf(tagged_report(report_of())) == tagged_pdf(tagged_report(report_of()))


def test_headings_lists_tables_and_pictures_are_tagged() -> None:
    found = roles(tagged_pdf(tagged_report(report_of())))
    assert {"/H1", "/H2", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure"} <= set(found)


def test_a_drawing_says_what_it_shows() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9"><title>Le aree</title>'
    source = typst_source(page(f'{drawing}<desc>Tempo: 40 &amp; più</desc><rect width="9" height="9"/></svg>'))
    assert 'alt: "Le aree Tempo: 40 & più"' in source


@pytest.mark.parametrize("text", ['#panic("x")', "$x$ *a* _b_ `c` @d <e> [f] ~ // g /* h */", 'a "b" \\ c', "= d"])
def test_no_text_is_read_as_markup(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    assert text.replace(" ", "") in words_of(tagged_pdf(page(f"<p>{escaped}</p>"))).replace(" ", "")


def test_only_addresses_of_the_web_become_links() -> None:
    source = typst_source(page('<p><a href="https://example.org/a">là</a> <a href="/it/">qua</a></p>'))
    assert source.count("link(") == 1
    assert "qua" in source


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(RefusalError, match=r"cip\[ua\]"):
        tagged_pdf(page("<p>Ciao</p>"))


def test_the_day_is_the_papers_own() -> None:
    first, second = (tagged_pdf(Tagged("Prova", "<p>Ciao</p>", "it", day)) for day in (ON, date(2026, 1, 1)))
    assert first != second


def test_the_process_that_makes_pdf_makes_this_one_too() -> None:
    paper = page("<h1>Ciao</h1>")
    with PdfPool() as pool:
        assert pool.render(paper) == tagged_pdf(paper)
