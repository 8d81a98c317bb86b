"""What every paper but the report is made of: a few kinds of blocks, which page, PDF and editable document print alike.

A paper is built once as a `Sheet` in one language; no printer adds a sentence of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, ClassVar, Literal, TypeVar

from cip.kernel.characters import plain_text
from cip.kernel.texts import Language

_Value = TypeVar("_Value")

Tone = Literal["plain", "lead", "small", "callout", "warning", "big"]
Size = Literal["normal", "compact", "roomy", "board", "large"]
"""How large the letters are: `compact` and `roomy` for one page, `board` and `large` to be read standing."""


@dataclass(frozen=True, slots=True)
class Line:
    """A few words: `lead` is said first and in bold, `note` comes last and small."""

    text: str = ""
    lead: str = ""
    note: str = ""

    @property
    def plain(self) -> str:
        """All its words in order."""
        return " ".join(part for part in (self.lead, self.text, self.note) if part)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title; `id` is its anchor on the page."""

    kind: ClassVar[str] = "heading"
    text: str
    level: Literal[1, 2] = 1
    id: str = ""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph."""

    kind: ClassVar[str] = "para"
    line: Line
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    kind: ClassVar[str] = "items"
    lines: tuple[Line, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `widths` are per cent and sum to 100, `blank` rows below are left to fill in by hand."""

    kind: ClassVar[str] = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[int, ...]
    blank: int = 0

    @property
    def blanks(self) -> range:
        """The rows to fill in."""
        return range(self.blank)


@dataclass(frozen=True, slots=True)
class Fill:
    """A label and room to write; `value` is what is known already."""

    kind: ClassVar[str] = "fill"
    label: str
    value: str = ""
    lines: int = 1

    @property
    def rest(self) -> range:
        """The lines below the first."""
        return range(self.lines - 1)


@dataclass(frozen=True, slots=True)
class Ticks:
    """Boxes to tick by hand; those that the firm chose already are ticked. Short ones stand side by side."""

    kind: ClassVar[str] = "ticks"
    lines: tuple[Line, ...]
    ticked: frozenset[int] = frozenset()
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs, each with a line."""

    kind: ClassVar[str] = "signatures"
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Qr:
    """A code to point a phone at: it opens `address`; `title` is what it is called, `line` stands beside it and says
    the same in words.
    """

    kind: ClassVar[str] = "qr"
    address: str
    title: str
    line: Line


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as SVG, which bears its own title and description. What it shows also stands in words beside it."""

    kind: ClassVar[str] = "drawing"
    svg: str


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows starts a new page on paper."""

    kind: ClassVar[str] = "new_page"


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that stay on one page; a card has a border."""

    kind: ClassVar[str] = "together"
    blocks: tuple["Simple", ...]
    card: bool = False


Simple = Heading | Para | Items | Table | Fill | Ticks | Signatures | Qr | Drawing
Block = Simple | NewPage | Together


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole paper. `footer` are the two small lines at the foot of each page on paper, and the last of the page on
    screen; `most_pages` is the promise about its length, if there is one. `on` is its day, ISO.
    """

    name: str
    language: Language
    title: str
    kicker: str
    blocks: tuple[Block, ...]
    footer: tuple[str, str]
    on: str
    size: Size = "normal"
    most_pages: int | None = None

    @property
    def lines(self) -> Iterator[str]:
        """Every sentence that it prints, in order; what tests and searches read."""
        yield self.title
        yield self.kicker
        for block in self.blocks:
            yield from _lines(block)
        yield from self.footer


def with_plain_text(part: _Value) -> _Value:
    """The same sheet, or part of one, without characters that no file may hold (`cip.kernel.characters`)."""
    value: Any = part
    if isinstance(value, str):
        return plain_text(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(map(with_plain_text, value))  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{item.name: with_plain_text(getattr(value, item.name)) for item in fields(value)})  # type: ignore[return-value]
    return part


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Together(blocks=inner):
            for item in inner:
                yield from _lines(item)
        case Table():
            yield from (block.caption, *block.head, *(cell.plain for row in block.rows for cell in row))
        case Items(lines=lines) | Ticks(lines=lines):
            yield from (line.plain for line in lines)
        case Signatures(labels=labels):
            yield from labels
        case Qr(title=title, line=line):
            yield from (title, line.plain)
        case _:
            yield _words(block)


def _words(block: Heading | Para | Fill | Drawing | NewPage) -> str:
    match block:
        case Heading(text=text):
            return text
        case Para(line=line):
            return line.plain
        case Fill(label=label, value=value):
            return f"{label} {value}".strip()
    return ""
