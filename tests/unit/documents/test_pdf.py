"""The report on paper: whole, readable by a machine, always the same, and deaf to addresses."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from pypdf import PdfReader

from cip.documents import html, pdf, press
from cip.documents.fonts import Fonts, find_fonts
from cip.documents.html import contents
from cip.documents.parts import WarningPart
from cip.documents.pool import PdfPool
from cip.documents.stamp import entries_of
from cip.kernel.errors import RefusalError
from tests.unit.documents.papers import pdf_of_firm, report_of, the_pack


def reader_of(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader_of(content).pages).split())


def test_its_text_can_be_read_and_says_what_the_report_says() -> None:
    report, text = report_of(), text_of(pdf_of_firm())
    assert f"Livello {report.level.number}" in text
    assert report.identity.sha256 in text
    assert str(report.total) in text
    for measure in report.measures:
        assert measure.name in text
    for other in (*report.could_fit, *report.not_proposed):
        assert other.name in text
    for area in report.areas:
        assert str(area.score) in text
    for cited, _codes in report.sources.parameters:
        assert cited.label in text
    assert text_of(pdf_of_firm("part", "en")).count("Level 1")


def test_the_first_page_holds_all_that_matters_and_nothing_else() -> None:
    report = report_of()
    first, second = (" ".join(page.extract_text().split()) for page in reader_of(pdf_of_firm()).pages[:2])
    for expected in ("Livello 1", "Tre cose da fare questo mese", "Obblighi di legge da controllare", "autodichiarato"):
        assert expected in first
    assert all(measure.name in first for measure in report.first_things)
    assert second.startswith("Indice") or "Indice" in second


def test_charts_are_drawn_with_their_words() -> None:
    second = " ".join(page.extract_text() for page in reader_of(pdf_of_firm()).pages[:3])
    assert "punti che dipendono da risposte mancanti" in second
    assert "siete qui" in second


@pytest.mark.parametrize(("firm", "least", "most"), [("part", 12, 18), ("held", 10, 18), ("empty", 8, 14)])
def test_it_has_a_sane_number_of_pages_and_says_which_one_this_is(firm: str, least: int, most: int) -> None:
    pages = reader_of(pdf_of_firm(firm)).pages
    assert least <= len(pages) <= most
    for number, page in enumerate(pages, start=1):
        text = " ".join(page.extract_text().split())
        assert f"Pagina {number} di {len(pages)}" in text
        assert the_pack().sha256 in text


def test_what_is_drawn_is_drawn_in_embedded_fonts() -> None:
    names: set[str] = set()

    def look(text: str, _cm: object, _tm: object, font: dict[str, object] | None, _size: float) -> None:
        if text.strip():
            names.add(str((font or {}).get("/BaseFont")).split("+")[-1])

    for page in reader_of(pdf_of_firm()).pages:
        page.extract_text(visitor_text=look)
    assert names == {"TitilliumWeb-Regular", "TitilliumWeb-Bold"}


def test_its_outline_is_its_list_of_contents() -> None:
    reader, report = reader_of(pdf_of_firm()), report_of()
    entries = entries_of(reader)
    assert [(entry.title, entry.level) for entry in entries] == [(s.title, s.level) for s in contents(report)]
    for entry in entries:
        assert entry.title in " ".join(reader.pages[entry.page].extract_text().split())


def test_it_names_its_language_and_its_pack() -> None:
    reader = reader_of(pdf_of_firm("part", "en"))
    assert reader.metadata is not None
    assert reader.metadata.title == "Work-life balance check-up of 21 November 2026"
    assert the_pack().sha256 in str(reader.metadata["/Keywords"])
    assert str(reader.root_object["/Lang"]) == "en"


def test_equal_reports_give_equal_bytes_here_and_in_another_process() -> None:
    first = pdf_of_firm()
    assert pdf.render_pdf(report_of()) == first
    with PdfPool() as pool:
        assert pool.render(report_of()) == first


def test_a_pool_replaces_its_worker_after_so_many_papers_and_after_it_died() -> None:
    small = report_of("empty")
    with PdfPool(renders=1) as pool:
        first = pool.render(small)
        assert pool.render(small) == first
        worker = pool._worker
        assert worker is not None
        worker._process.kill()
        worker._process.join()
        assert pool.render(small) == first


def test_a_pool_does_not_wait_for_ever() -> None:
    with PdfPool(seconds=0.05) as pool, pytest.raises(RefusalError, match="in time"):
        pool.render(report_of())


def test_missing_fonts_are_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nowhere() -> Fonts:
        return find_fonts(tmp_path)

    monkeypatch.setattr(html, "find_fonts", nowhere)
    with pytest.raises(RefusalError, match="make set-up"):
        pdf.render_pdf(report_of())


class Listener:
    """A server that only counts who knocks."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/secret.png"
        self.knocks = 0
        self._thread = Thread(target=self._count, daemon=True)
        self._thread.start()

    def _count(self) -> None:
        while True:
            try:
                connection, _from = self._socket.accept()
            except OSError:
                return
            self.knocks += 1
            connection.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def test_an_address_in_a_text_is_printed_not_fetched(listener: Listener) -> None:
    nasty = (f'<img src="{listener.address}"/>', '<img src="file:///etc/hostname"/>')
    text = text_of(
        pdf.render_pdf(replace(report_of("empty"), to_review=tuple(WarningPart("T1", text, None) for text in nasty)))
    )
    assert f'<img src="{listener.address}"/>' in text
    assert '<img src="file:///etc/hostname"/>' in text
    assert listener.knocks == 0


def test_even_markup_that_asks_for_addresses_and_files_gets_none(listener: Listener, tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text y="9">TOPSECRET</text></svg>',
        encoding="utf-8",
    )
    document = f"""<html><head><link rel="stylesheet" href="{listener.address}"/>
        <style>@import url("{listener.address}"); p {{ background-image: url("{listener.address}") }}</style></head>
        <body><p>innocent</p><img src="{listener.address}"/><img src="{secret}"/><img src="file://{secret}"/></body></html>"""
    text = text_of(press.pdf_of(document, find_fonts()))
    assert "innocent" in text
    assert "TOPSECRET" not in text
    assert listener.knocks == 0
