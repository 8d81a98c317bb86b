"""Prints a sheet as HTML: a fragment for the screen, a whole document for the maker of PDF."""

from base64 import b64encode

from markupsafe import Markup

from cip.documents.charts import SCREEN_FAMILY
from cip.documents.fonts import PAPER_FAMILY, find_fonts
from cip.documents.html import chart_picture, environment
from cip.documents.paper import Paper, Stamp
from cip.documents.qr import qr_png, qr_svg
from cip.documents.sheets import Sheet, Size, Table, Together
from cip.documents.translation import translations
from cip.kernel.characters import plain_text

_FIXED_WIDTHS = frozenset({6, 8, 30, 36, 46, 64, 94})
_CHART_POINTS = 300.0
BASE: dict[Size, float] = {"normal": 9.5, "compact": 9.5, "roomy": 11.5, "board": 10.5, "large": 14.0}
SMALL: dict[Size, float] = {"normal": 8.5, "compact": 9.0, "roomy": 10.0, "board": 10.0, "large": 11.0}
"""Letters in points: of the text, and of what is small. One page for an owner has none below 9."""


def render_sheet(sheet: Sheet, *, first_heading: int = 1, about: str = "") -> str:
    """The accessible page as a fragment: its title is a heading of level `first_heading` (1-3), the rest follows. Holds
    no scripts and no style attributes. `about` tells its tables from those of other sheets on the same page.
    """
    if not 1 <= first_heading <= 3:
        raise ValueError("the first heading is of level 1, 2 or 3")
    headings = tuple(f"h{first_heading + index}" for index in range(3))
    page = environment(sheet.language).get_template("sheet_page.html.j2")
    words = {"sheet": sheet, "paper": False, "headings": headings, "about": about}
    return plain_text(page.render(words, qr_drawing=_qr_drawing, drawn=Markup))


def sheet_paper(sheet: Sheet) -> Paper:
    """The sheet as a whole document for the maker of PDF. Raises RefusalError where the fonts are missing."""
    fonts = find_fonts()
    words = environment(sheet.language)
    style = words.get_template("sheet.css").render(
        fonts=fonts, widths=_widths(sheet), size=sheet.size, base=BASE[sheet.size], small=SMALL[sheet.size]
    )
    document = words.get_template("sheet_paper.html.j2").render(
        sheet=sheet,
        paper=True,
        headings=("h1", "h1", "h2"),
        qr_picture=_qr_picture,
        picture=_chart_on_paper,
        style=Markup(style),  # noqa: S704 - the style sheet is ours
    )
    _ = translations(sheet.language).gettext
    page = _("Pagina %(page)s di %(pages)s") % {"page": "{page}", "pages": "{pages}"}
    return Paper(document, Stamp(sheet.footer, page), fonts)


def _qr_drawing(address: str, title: str) -> Markup:
    return Markup(qr_svg(address, title))  # noqa: S704 - the maker of codes escapes the title


def _qr_picture(address: str) -> str:
    return "data:image/png;base64," + b64encode(qr_png(address)).decode()


def _chart_on_paper(svg: str) -> Markup:
    return chart_picture(svg.replace(SCREEN_FAMILY, PAPER_FAMILY, 1), _CHART_POINTS)


def _widths(sheet: Sheet) -> list[int]:
    """The widths of columns that the style sheet must know."""
    found = set(_FIXED_WIDTHS)
    for block in sheet.blocks:
        for item in block.blocks if isinstance(block, Together) else (block,):
            if isinstance(item, Table):
                found.update(item.widths)
    return sorted(found)
