"""What was reached beside what was to be reached, as SVG for screen and paper. Pure: words and numbers in, markup out.

As in `cip.documents.charts`, nothing is told by colour alone: the bar is solid as far as the number goes, its whole
length is the target, and the words stand above it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from cip.documents.charts import BLUE, EDGE, INK, SCREEN_FAMILY, TEXT, TRACK, WHITE, Words

WIDTH = 360.0
_LONGEST_LINE, _LINE, _BAR, _GAP = 50, 16.0, 12.0, 14.0


@dataclass(frozen=True, slots=True)
class TargetBar:
    """An indicator: its name, the number beside its target in words, the share reached (None: not known or hidden)."""

    name: str
    number: str
    share: float | None


def target_bars(bars: Sequence[TargetBar], words: Words, *, family: str = SCREEN_FAMILY) -> str:
    """One bar each: as long as the target, filled as far as was reached; what passed the target has a mark at its end.
    What is not known has an empty, dashed bar.
    """
    parts, top = [], 0.0
    for bar in bars:
        for line in lines_of(bar.name):
            top += _LINE
            parts.append(_text(0, top - 4, line, bold=True))
        top += _LINE
        parts.append(_text(0, top - 4, bar.number))
        parts.extend(_bar(bar, top))
        top += _BAR + _GAP
    title, description = f"{words.identifier}-title", f"{words.identifier}-description"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cip-chart" width="{WIDTH:.0f}" height="{top:.0f}" '
        f'viewBox="0 0 {WIDTH:.0f} {top:.0f}" role="img" aria-labelledby="{title} {description}" '
        f"font-family={quoteattr(family)}>"
        f'<title id="{title}">{escape(words.title)}</title><desc id="{description}">{escape(words.description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def lines_of(name: str) -> list[str]:
    """A name broken at words, for there is no wrapping in a drawing."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(longer) > _LONGEST_LINE:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _bar(bar: TargetBar, top: float) -> list[str]:
    whole = WIDTH - 1
    if bar.share is None:
        return [_rect(0.5, top, whole, WHITE, dashed=True)]
    parts = [_rect(0.5, top, whole, TRACK)]
    if bar.share > 0:
        parts.append(_rect(0.5, top, min(bar.share, 1.0) * whole, BLUE))
    if bar.share > 1:
        middle, end = top + _BAR / 2, WIDTH - 6
        parts.append(f'<path d="M{end - 6:.1f} {top + 2:.1f} L{end:.1f} {middle:.1f} L{end - 6:.1f} {top + 10:.1f}" ')
        parts.append(f'fill="none" stroke="{WHITE}" stroke-width="2"/>')
    return parts


def _text(x: float, y: float, text: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{TEXT}"{weight} fill="{INK}">{escape(text)}</text>'


def _rect(left: float, top: float, width: float, fill: str, *, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{_BAR:.0f}" fill="{fill}" '
        f'stroke="{EDGE}" stroke-width="1"{dash}/>'
    )
