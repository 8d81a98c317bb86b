"""A tagged PDF (PDF/UA-1) of an accessible HTML page, made by Typst: the optional extra `cip[ua]`.

xhtml2pdf writes no tags, so a screen reader finds no headings or tables in its papers. This one starts from the same
HTML that the screen shows: what is accessible there stays so on paper, and nothing is written twice.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from cip.documents.drawable import drawable
from cip.documents.fonts import find_fonts
from cip.documents.paper import Tagged
from cip.documents.translation import translations
from cip.kernel.errors import RefusalError

STANDARD: Final = "ua-1"
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_SPACES = re.compile(r"\s+")
_VOID = frozenset({"br", "img", "hr", "input", "meta", "link", "wbr", "col"})
_SKIPPED = frozenset({"nav", "style", "script", "button", "form"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_INLINE = frozenset({"a", "abbr", "b", "br", "code", "dfn", "em", "i", "small", "span", "strong", "sub", "sup", "time"})
_OUTLINE_DEPTH = 2
_EMPTY = '""'
_NARROWEST, _WIDEST = 16, 50


@dataclass
class Element:
    """A piece of the page: a tag with what stands inside it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list["Element | str"] = field(default_factory=list)

    def find(self, *tags: str) -> Iterator["Element"]:
        """Elements with one of these tags, in order, also deep inside."""
        for item in self.inside:
            if isinstance(item, Element):
                if item.tag in tags:
                    yield item
                else:
                    yield from item.find(*tags)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("body")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        tags = [element.tag for element in self._open]
        if tag in tags[1:]:
            del self._open[len(tags) - 1 - tags[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


def tagged_pdf(paper: Tagged) -> bytes:
    """The PDF; the same paper gives the same bytes. Raises RefusalError, one sentence, where the extra `cip[ua]` or the
    fonts are missing, or the page cannot be set.
    """
    try:
        import typst
    except ImportError as error:
        raise RefusalError("The tagged PDF needs the extra: install it with `pip install 'cip[ua]'`.") from error
    fonts = find_fonts()
    try:
        return typst.compile(
            drawable(typst_source(paper), fonts).encode(),
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(fonts.folder)]),
            pdf_standards=STANDARD,
        )
    except typst.TypstError as error:
        raise RefusalError(
            f"The tagged PDF could not be made ({_reason(error.message)}); the page says the same."
        ) from error


def _reason(message: str) -> str:
    """What Typst says up to where it begins to quote the page."""
    return re.split(r"[\"'`“«]", message, maxsplit=1)[0].strip(" :")


def can_tag() -> bool:
    """Whether the extra is installed."""
    from importlib.util import find_spec

    return find_spec("typst") is not None


def typst_source(paper: Tagged) -> str:
    """The page in Typst's own language. Every text is a string literal there, so that none is ever read as markup."""
    drawings: list[str] = []

    def keep(found: re.Match[str]) -> str:
        drawings.append(found[0])
        return f'<img data-drawing="{len(drawings) - 1}">'

    reader = _Reader()
    reader.feed(_DRAWING.sub(keep, paper.fragment))
    reader.close()
    words = translations(paper.language)
    outline = f"outline(title: {_text(words.gettext('Indice'))}, depth: {_OUTLINE_DEPTH})"
    body = "\n".join(_Setter(drawings).blocks(reader.root))
    return f"{_settings(paper)}\n#{{\n{_title(paper)}\n{outline}\npagebreak()\n{body}\n}}\n"


def _settings(paper: Tagged) -> str:
    day = f"datetime(year: {paper.on.year}, month: {paper.on.month}, day: {paper.on.day})"
    return "\n".join(
        (
            f'#set document(title: {_text(paper.title)}, author: "CIP", date: {day})',
            f'#set text(lang: "{paper.language}", font: ("Titillium Web", "DejaVu Sans"), size: 10pt)',
            '#set page(paper: "a4", margin: 20mm, numbering: "1 / 1")',
            '#set table(stroke: 0.5pt + rgb("#8a9bad"), inset: 5pt)',
            "#set par(leading: 0.6em)",
            "#show heading: set block(above: 1.4em, below: 0.7em)",
            '#show heading: set text(fill: rgb("#00366d"))',
            "#show table.cell.where(y: 0): set text(weight: 700)",
        )
    )


def _title(paper: Tagged) -> str:
    return f"par(text(size: 20pt, weight: 700, {_text(paper.title)}))"


def _text(text: str) -> str:
    """A string literal."""
    plain = _SPACES.sub(" ", text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


class _Setter:
    """Sets elements as Typst code: blocks one after the other, runs of words and inline tags as paragraphs."""

    def __init__(self, drawings: list[str]) -> None:
        self._drawings = drawings
        self._makers: dict[str, Callable[[Element], str]] = {
            "p": self._paragraph,
            "summary": self._paragraph,
            "figcaption": self._paragraph,
            "dt": self._paragraph,
            "ul": lambda element: self._list("list", element),
            "ol": lambda element: self._list("enum", element),
            "table": self._table,
            "img": self._image,
            **dict.fromkeys(_HEADINGS, self._heading),
        }

    def blocks(self, element: Element) -> Iterator[str]:
        """The statements that set what stands inside an element."""
        run: list[Element | str] = []
        for item in element.inside:
            if isinstance(item, str) or item.tag in _INLINE:
                run.append(item)
                continue
            yield from self._run(run)
            run = []
            yield from self._block(item)
        yield from self._run(run)

    def _block(self, element: Element) -> Iterator[str]:
        if element.tag in _SKIPPED:
            return
        maker = self._makers.get(element.tag)
        if maker is None:
            yield from self.blocks(element)
        elif made := maker(element):
            yield made

    def _run(self, items: list[Element | str]) -> Iterator[str]:
        words = self._words(items)
        if words:
            yield f"par({words})"

    def _words(self, items: list[Element | str]) -> str:
        """Words and inline tags as one content block; nothing where only spaces stand."""
        parts = [part for item in items if (part := self._inline(item))]
        if not any(part.strip('" ') for part in parts):
            return ""
        return "{ " + "; ".join(parts) + " }"

    def _inline(self, item: Element | str) -> str:
        if isinstance(item, str):
            return _text(item) if item else ""
        if item.tag == "br":
            return "linebreak()"
        words = self._words(item.inside)
        if not words:
            return ""
        if item.tag in ("strong", "b"):
            return f"strong({words})"
        if item.tag in ("em", "i", "dfn"):
            return f"emph({words})"
        address = item.attributes.get("href", "")
        if item.tag == "a" and address.startswith("https://"):
            return f"link({_text(address)}, {words})"
        return words

    def _content(self, element: Element) -> str:
        """What stands inside a cell or a line of a list."""
        if all(isinstance(item, str) or item.tag in _INLINE for item in element.inside):
            return self._words(element.inside) or _EMPTY
        made = list(self.blocks(element))
        return "{ " + "; ".join(made) + " }" if made else _EMPTY

    def _paragraph(self, element: Element) -> str:
        return "\n".join(self.blocks(element))

    def _heading(self, element: Element) -> str:
        words = self._words(element.inside)
        return f"heading(level: {_HEADINGS[element.tag]}, {words})" if words else ""

    def _list(self, maker: str, element: Element) -> str:
        items = [item for item in element.inside if isinstance(item, Element) and item.tag == "li"]
        lines = ",\n".join(self._content(item) for item in items)
        return f"{maker}({lines})" if items else ""

    def _table(self, element: Element) -> str:
        rows = [_cells(row) for row in element.find("tr")]
        width = max((len(row) for row in rows), default=0)
        if not width:
            return ""
        head, body = rows[0], rows[1:]
        header = ", ".join(self._content(cell) for cell in head)
        cells = [self._cell(cell) for row in body for cell in [*row, *[Element("td")] * (width - len(row))]]
        caption = next(element.find("caption"), None)
        title = self._block_of(caption) if caption else ""
        columns = ", ".join(f"{share}fr" for share in _shares(rows, width))
        return f"{title}table(columns: ({columns},),\ntable.header({header}),\n" + ",\n".join(cells) + ")"

    def _block_of(self, element: Element) -> str:
        words = self._words(element.inside)
        return f"par({words})\n" if words else ""

    def _cell(self, cell: Element) -> str:
        content = self._content(cell)
        return f"strong({content})" if cell.tag == "th" and content != _EMPTY else content

    def _image(self, element: Element) -> str:
        """A drawing with its title and description for who does not see it; other pictures have none to show."""
        number = element.attributes.get("data-drawing")
        if number is None:
            return ""
        drawing = self._drawings[int(number)]
        said = " ".join(re.findall(r"<(?:title|desc)\b[^>]*>(.*?)</(?:title|desc)>", drawing, re.DOTALL))
        source = f'image(bytes({_text(drawing)}), format: "svg", alt: {_text(_plain(said))}, width: 80%)'
        return f"figure({source})"


def _cells(row: Element) -> list[Element]:
    return [item for item in row.inside if isinstance(item, Element) and item.tag in ("td", "th")]


def _shares(rows: list[list[Element]], width: int) -> list[int]:
    """Widths of the columns after their longest words and how much stands in them."""
    shares = []
    for column in range(width):
        longest = max((len(_said(row[column])) for row in rows if column < len(row)), default=1)
        shares.append(min(_WIDEST, max(_NARROWEST, longest)))
    return shares


def _said(element: Element) -> str:
    return "".join(item if isinstance(item, str) else _said(item) for item in element.inside)


def _plain(markup: str) -> str:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return _said(reader.root).strip()
