"""Stamps a finished PDF with what only the finished pages tell: page x of y on each, and the list of contents.

The maker of PDF can do both, but lays everything out once more for each: three times the work. Here the pages are
counted once, then ReportLab draws a thin layer that is laid over each page as a form of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import cast

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    Destination,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
)
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from cip.documents.fonts import PAPER_FAMILY
from cip.documents.paper import HEADING_HEIGHT, LINE_HEIGHT, Stamp

BOLD = f"{PAPER_FAMILY}-Bold"
_LEFT, _RIGHT, _TOP = 18 * mm, A4[0] - 18 * mm, A4[1] - 16 * mm
_INK, _BLUE, _SOFT, _EDGE = (HexColor(code) for code in ("#17324D", "#004080", "#455B71", "#B8C4D0"))
_CONTENTS_PAGE = 1
_LAYER = "/CipLayer"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of contents: level 0 or 1, and the index of the page."""

    level: int
    title: str
    page: int


def stamped(pdf: bytes, stamp: Stamp) -> bytes:
    """The same PDF with footers and contents."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    entries = entries_of(writer) if stamp.contents else []
    layers = PdfReader(BytesIO(_layers(len(writer.pages), entries, stamp)))
    for page, layer in zip(writer.pages, layers.pages, strict=True):
        _lay_over(writer, page, layer)
    for index, entry in enumerate(entries):
        top = _line(index)
        area = (_LEFT, top - 4, _RIGHT, top + LINE_HEIGHT - 5)
        writer.add_annotation(_CONTENTS_PAGE, Link(rect=area, target_page_index=entry.page))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def entries_of(document: PdfWriter | PdfReader) -> list[Entry]:
    """The outline of a PDF as lines of its list of contents."""
    return list(_walk(document, document.outline, 0))


def _walk(document: PdfWriter | PdfReader, outline: Sequence[object], level: int) -> Iterator[Entry]:
    for item in outline:
        if isinstance(item, Destination):
            yield Entry(level, str(item.title), document.get_destination_page_number(item) or 0)
        elif isinstance(item, list):
            yield from _walk(document, item, level + 1)


def _line(index: int) -> float:
    return _TOP - HEADING_HEIGHT - index * LINE_HEIGHT


def _layers(pages: int, entries: Sequence[Entry], stamp: Stamp) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1)
    for number in range(1, pages + 1):
        if stamp.contents and number == _CONTENTS_PAGE + 1:
            _draw_contents(canvas, entries, stamp.contents)
        _draw_footer(canvas, stamp, stamp.page.format(page=number, pages=pages))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_footer(canvas: Canvas, stamp: Stamp, page: str) -> None:
    canvas.setStrokeColor(_EDGE)
    canvas.setLineWidth(0.5)
    canvas.line(_LEFT, 17 * mm, _RIGHT, 17 * mm)
    canvas.setFillColor(_SOFT)
    canvas.setFont(PAPER_FAMILY, 7)
    for index, text in enumerate(stamp.footer):
        canvas.drawString(_LEFT, 17 * mm - 9 - index * 9, text)
    canvas.setFont(BOLD, 8)
    canvas.drawRightString(_RIGHT, 17 * mm - 10, page)


def _draw_contents(canvas: Canvas, entries: Sequence[Entry], heading: str) -> None:
    canvas.setFillColor(_BLUE)
    canvas.setFont(BOLD, 16)
    canvas.drawString(_LEFT, _TOP - 14, heading)
    canvas.setFillColor(_INK)
    for index, entry in enumerate(entries):
        baseline, indent = _line(index), 14 * entry.level
        face, size = (BOLD, 10) if entry.level == 0 else (PAPER_FAMILY, 9.5)
        canvas.setFont(face, size)
        canvas.drawString(_LEFT + indent, baseline, entry.title)
        canvas.drawRightString(_RIGHT, baseline, str(entry.page + 1))
        start = _LEFT + indent + canvas.stringWidth(entry.title, face, size) + 4
        canvas.setStrokeColor(_EDGE)
        canvas.setLineWidth(0.8)
        canvas.setDash([0.8, 3])
        canvas.line(start, baseline, _RIGHT - 16, baseline)
        canvas.setDash()


def _lay_over(writer: PdfWriter, page: PageObject, layer: PageObject) -> None:
    """Adds the layer as a form with resources of its own: no name of the page is touched, nothing is parsed."""
    contents = layer.get_contents()
    if contents is None:
        return
    form = StreamObject()
    form.set_data(contents.get_data())
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(FloatObject(value) for value in (0, 0, *A4)),
            NameObject("/Resources"): layer["/Resources"].clone(writer),
        }
    )
    resources = cast(DictionaryObject, page["/Resources"].get_object())
    drawn = cast(DictionaryObject, resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object())
    drawn[NameObject(_LAYER)] = writer._add_object(form.flate_encode())
    own = page["/Contents"].get_object()
    parts = list(own) if isinstance(own, ArrayObject) else [page.raw_get("/Contents")]
    page[NameObject("/Contents")] = ArrayObject(
        [_commands(writer, b"q\n"), *parts, _commands(writer, f"\nQ\n{_LAYER} Do\n".encode())]
    )


def _commands(writer: PdfWriter, data: bytes) -> object:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return writer._add_object(stream)
