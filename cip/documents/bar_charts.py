"""Bars for weights and for money as SVG, on screen. Pure: numbers and words in, markup out, every text escaped.

As in `cip.documents.charts`, nothing is told by colour alone: each bar has its name or its pattern, and its number.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from cip.documents.charts import BLUE, EDGE, INK, PALE, SCREEN_FAMILY, SMALL, TEXT, TRACK, WHITE, Words

_WIDTH, _BAR, _STEP = 360.0, 10.0, 14.0
_NUMBER = 52.0
"""The room at the right for the number of a bar."""


@dataclass(frozen=True, slots=True)
class WeightBar:
    """A criterion: its weights in points of 100, and its share of the spread seen (per cent; None: no spread)."""

    name: str
    declared: float
    effective: float
    seen: float | None


@dataclass(frozen=True, slots=True)
class WeightWords:
    """What the three bars are called."""

    declared: str
    effective: str
    seen: str


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """A part of the budget: its words with the sum, its share 0-1, and whether it was given."""

    name: str
    share: float
    given: bool


def weight_bars(bars: Sequence[WeightBar], labels: WeightWords, words: Words, write: Callable[[float], str]) -> str:
    """Three thin bars for each criterion under its name: declared (solid), effective (pale), seen (outlined).
    `write` puts a number into words of the page's language.
    """
    most = max((value for bar in bars for value in (bar.declared, bar.effective, bar.seen or 0.0)), default=1.0) or 1.0
    scale = (_WIDTH - _NUMBER) / most
    parts, top = list(_weight_legend(labels)), 58.0
    for bar in bars:
        parts.append(_text(0, top + 11, bar.name, bold=True))
        top += 17
        for value, fill in ((bar.declared, BLUE), (bar.effective, PALE), (bar.seen, WHITE)):
            if value is not None:
                parts.append(_rect(0.5, top, max(value, 0.0) * scale, _BAR, fill))
                parts.append(_text(max(value, 0.0) * scale + 5, top + 9, write(value), size=SMALL))
            top += _STEP
        top += 8
    return _picture(top, words, parts)


def _weight_legend(labels: WeightWords) -> Iterator[str]:
    for index, (name, fill) in enumerate(((labels.declared, BLUE), (labels.effective, PALE), (labels.seen, WHITE))):
        yield _rect(0.5, 2.0 + index * 16, 16, _BAR, fill)
        yield _text(22, 11.0 + index * 16, name, size=SMALL)


def money_bar(parts: Sequence[MoneyPart], words: Words) -> str:
    """One bar as long as the budget: what was given solid, what is left open; below it each part with its sum."""
    drawn, left = [_rect(0.5, 2, _WIDTH - 1, 22, TRACK)], 0.5
    for index, part in enumerate(parts):
        width = part.share * (_WIDTH - 1)
        if width > 0:
            drawn.append(_rect(left, 2, width, 22, BLUE if part.given else WHITE))
        left += width
        drawn.append(_rect(0.5, 34.0 + index * 18, 16, _BAR, BLUE if part.given else WHITE))
        drawn.append(_text(22, 43.0 + index * 18, part.name, size=SMALL + 1))
    return _picture(38.0 + len(parts) * 18, words, drawn)


def _picture(height: float, words: Words, parts: Sequence[str]) -> str:
    title, description = f"{words.identifier}-title", f"{words.identifier}-description"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cip-chart" width="{_WIDTH:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {_WIDTH:.0f} {height:.0f}" role="img" aria-labelledby="{title} {description}" '
        f"font-family={quoteattr(SCREEN_FAMILY)}>"
        f'<title id="{title}">{escape(words.title)}</title><desc id="{description}">{escape(words.description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _text(x: float, y: float, text: str, *, size: int = TEXT, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}"{weight} fill="{INK}">{escape(text)}</text>'


def _rect(left: float, top: float, width: float, height: float, fill: str) -> str:
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}" '
        f'stroke="{EDGE}" stroke-width="1"/>'
    )
