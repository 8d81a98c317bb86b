"""Prints a sheet as an editable document (.docx). Import it only where one is made: python-docx costs time and memory.

Equal sheets give equal bytes: the days in the document's properties are the sheet's, those in its folder are fixed.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from cip.documents.archives import with_fixed_days
from cip.documents.qr import qr_png
from cip.documents.sheets import (
    Block,
    Drawing,
    Fill,
    Heading,
    Items,
    Line,
    NewPage,
    Para,
    Qr,
    Sheet,
    Signatures,
    Table,
    Ticks,
    Together,
    with_plain_text,
)
from cip.kernel.days import parse_day

_FAMILY = "Calibri"
_INK, _BLUE, _SOFT = RGBColor(0x17, 0x32, 0x4D), RGBColor(0x00, 0x40, 0x80), RGBColor(0x45, 0x5B, 0x71)
_WIDTH = Cm(17.4)
_LOCALES = {"it": "it-IT", "en": "en-GB"}


def sheet_docx(sheet: Sheet) -> bytes:
    """The sheet as .docx, with real headings, lists, header rows and its language."""
    sheet = with_plain_text(sheet)
    document = docx.Document()
    _set_up(document, sheet)
    kicker = document.add_paragraph(sheet.kicker)
    kicker.runs[0].font.color.rgb = _SOFT
    document.add_heading(sheet.title, 0)
    for block in sheet.blocks:
        _print(document, block)
    out = BytesIO()
    document.save(out)
    return with_fixed_days(out.getvalue(), sheet.on)


def _set_up(document: Document, sheet: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin, section.bottom_margin = Cm(1.6), Cm(2.2)
    for name, size in (("Normal", 10.5), ("Title", 20.0), ("Heading 1", 14.0), ("Heading 2", 12.0)):
        style: Any = document.styles[name]
        style.font.name, style.font.size = _FAMILY, Pt(size)
        style.font.color.rgb = _INK if name == "Normal" else _BLUE
        # The template's headings name their fonts by theme, which would win.
        fonts = style.element.rPr.rFonts
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(key), None)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LOCALES[sheet.language])
    normal: Any = document.styles["Normal"]
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.space_after = Pt(4)
    properties = document.core_properties
    properties.title, properties.subject, properties.author = sheet.title, sheet.kicker, "CIP"
    properties.last_modified_by, properties.comments, properties.revision = "CIP", "", 1
    properties.language = _LOCALES[sheet.language]
    properties.created = properties.modified = datetime.combine(parse_day(sheet.on), time())
    _footer(document, sheet.footer)


def _footer(document: Document, lines: Sequence[str]) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    run = paragraph.add_run("\n".join(line for line in lines if line))
    run.font.size, run.font.color.rgb = Pt(8), _SOFT


def _print(document: Document, block: Block) -> None:
    if isinstance(block, Together):
        for inner in block.blocks:
            _print(document, inner)
        return
    _PRINTERS[type(block)](document, block)


def _heading(document: Document, block: Heading) -> None:
    document.add_heading(block.text, block.level)


def _para(document: Document, block: Para) -> None:
    paragraph = _said(document.add_paragraph(), block.line)
    sizes = {"big": Pt(15), "small": Pt(9), "lead": Pt(12)}
    for run in paragraph.runs:
        if block.tone in sizes:
            run.font.size = sizes[block.tone]
    if block.tone in ("callout", "warning"):
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "FFF3D6" if block.tone == "warning" else "EAF2FA")
        paragraph._p.get_or_add_pPr().append(shade)


def _items(document: Document, block: Items) -> None:
    for number, line in enumerate(block.lines, start=1):
        if block.ordered:
            # Numbers in words of ours: Word's own would count on through all lists of the document.
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(0.7), Cm(-0.7)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.7))
            paragraph.add_run(f"{number}.\t")
            _said(paragraph, line)
        else:
            _said(document.add_paragraph(style="List Bullet"), line)


def _table(document: Document, block: Table) -> None:
    caption = document.add_paragraph()
    caption.add_run(block.caption).italic = True
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(block.head), style="Table Grid")
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, block.head, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    empty = (Line(),) * len(block.head)
    for row in (*block.rows, *(empty for _row in block.blanks)):
        for cell, line in zip(table.add_row().cells, row, strict=True):
            _said(cell.paragraphs[0], line)
    for column, width in zip(table.columns, block.widths, strict=True):
        size = int(_WIDTH * width / 100)
        for cell in column.cells:
            cell.width = size
    document.add_paragraph()


def _drawing(_document: Document, _block: Drawing) -> None:
    """Nothing: what it shows stands in words beside it."""


def _fill(document: Document, block: Fill) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(5)
    if block.value:
        paragraph.add_run(f"{block.label}: {block.value}")
        return
    _line_to_write(paragraph)
    paragraph.add_run(f"{block.label} \t")
    for _row in block.rest:
        more = document.add_paragraph()
        _line_to_write(more)
        more.add_run("\t")


def _line_to_write(paragraph: Paragraph) -> None:
    paragraph.paragraph_format.tab_stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)


def _ticks(document: Document, block: Ticks) -> None:
    marks = ["☑" if index in block.ticked else "☐" for index in range(len(block.lines))]
    if block.beside:
        paragraph = document.add_paragraph()
        for mark, line in zip(marks, block.lines, strict=True):
            paragraph.add_run(f"{mark} {line.plain}      ")
        return
    for mark, line in zip(marks, block.lines, strict=True):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(0.7), Cm(-0.7)
        paragraph.add_run(f"{mark} ")
        _said(paragraph, line)


def _signatures(document: Document, block: Signatures) -> None:
    for label in block.labels:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(20)
        _line_to_write(paragraph)
        paragraph.add_run(f"{label} \t")


def _qr(document: Document, block: Qr) -> None:
    document.add_picture(BytesIO(qr_png(block.address)), width=Cm(3.2))
    _said(document.add_paragraph(), block.line)


def _new_page(document: Document, _block: NewPage) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _said(paragraph: Paragraph, line: Line) -> Paragraph:
    parts = [(line.lead, True, False), (line.text, False, False), (line.note, False, True)]
    said = [part for part in parts if part[0]]
    for index, (text, bold, small) in enumerate(said):
        run = paragraph.add_run(text if index == len(said) - 1 else f"{text} ")
        run.bold = bold or None
        if small:
            run.font.size, run.font.color.rgb = Pt(9), _SOFT
    return paragraph


_PRINTERS: dict[type[object], Callable[[Document, Any], None]] = {
    Heading: _heading,
    Para: _para,
    Items: _items,
    Table: _table,
    Fill: _fill,
    Drawing: _drawing,
    Ticks: _ticks,
    Signatures: _signatures,
    Qr: _qr,
    NewPage: _new_page,
}
