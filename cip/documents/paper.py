"""What the maker of PDF gets: a document, the fonts that it may read, the words to stamp on the finished pages."""

from dataclasses import dataclass
from datetime import date

from cip.documents.fonts import Fonts
from cip.kernel.texts import Language

LINE_HEIGHT = 13.6
HEADING_HEIGHT = 32.0


@dataclass(frozen=True, slots=True)
class Stamp:
    """The words of the layer over each page; `page` holds `{page}` and `{pages}`, `contents` is the heading of the list
    of contents (None: the paper has none).
    """

    footer: tuple[str, str]
    page: str
    contents: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole HTML document; if its stamp has contents, with room for the list at the top of its second page."""

    document: str
    stamp: Stamp
    fonts: Fonts


@dataclass(frozen=True, slots=True)
class Tagged:
    """What becomes a tagged PDF: an HTML fragment with its title, language and the day that it bears."""

    title: str
    fragment: str
    language: Language
    on: date


def contents_height(entries: int) -> float:
    """The room in points that a list of contents needs at the top of its page."""
    return HEADING_HEIGHT + entries * LINE_HEIGHT
