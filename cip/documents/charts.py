"""Charts drawn by hand as SVG, for the screen and for paper alike.

Pure functions: numbers and words in, markup out, every text escaped. Colours keep a contrast of at least 4.5 to 1 for
text and 3 to 1 for shapes, and nothing is told by colour alone: what is certain is solid, what is open is hatched, and
the number stands beside it.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

INK = "#17324D"
BLUE = "#0066CC"
PALE = "#D9E8F7"
TRACK = "#F0F3F6"
EDGE = "#5A6E82"
WHITE = "#FFFFFF"

SCREEN_FAMILY = "Titillium Web, Geneva, Tahoma, sans-serif"
SMALL, TEXT = 11, 13
# Room above and below the rim for a name of three lines and its number.
_RADAR_MARGIN = 54.0
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Words:
    """What a chart says to somebody who does not see it, and the id that ties title and description to the picture."""

    identifier: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One area: its ends 0-100 (None where it cannot be scored) and the label beside it, such as `32,4–50`."""

    name: str
    low: float | None
    high: float | None
    label: str


@dataclass(frozen=True, slots=True)
class BarLegend:
    """The words of the legend."""

    certain: str
    open: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of the ladder: its number, its name and from which score it starts, in words."""

    level: int
    name: str
    threshold: str


@dataclass(frozen=True, slots=True)
class Marks:
    """Where the firm is, and what the score alone would give; the words that say so."""

    level: int
    by_score: int
    here: str
    score_alone: str


def area_bars(
    bars: Sequence[Bar], legend: BarLegend, words: Words, *, width: int = 360, family: str = SCREEN_FAMILY
) -> str:
    """Bars from 0 to 100, one an area: the certain part solid, the open part hatched, the numbers beside them.

    From 460 wide the name stands left of its bar, below that above it, so that it can be read on a phone.
    """
    wide = width >= 460
    step = 24 if wide else 42
    left, right = (172.0, width - 74.0) if wide else (1.0, width - 1.0)
    scale = (right - left) / 100
    height = len(bars) * step + 50
    parts = [_grid(left, right, 4, len(bars) * step + 4)]
    for index, bar in enumerate(bars):
        top = 4.0 + index * step
        baseline = top + (16 if wide else 13)
        parts.append(_text(0, baseline, bar.name, size=TEXT))
        parts.append(_text(width, baseline, bar.label, size=TEXT, bold=True, anchor="end"))
        parts.append(_bar(bar, left, top + (3 if wide else 19), 16, scale))
    parts.append(_axis(left, right, len(bars) * step + 17))
    parts.append(_legend(legend, 0, height - 15))
    return _picture(width, height, words, family, parts)


def level_ladder(
    rungs: Sequence[Rung], marks: Marks, words: Words, *, width: int = 360, family: str = SCREEN_FAMILY
) -> str:
    """Five steps that rise; a label over the step where the firm is, and over that of the score alone if another."""
    column = width / len(rungs)
    rise, floor = 18.0, 34.0 + 18.0 * len(rungs)
    parts = []
    for index, rung in enumerate(rungs):
        left, tall = index * column, 20.0 + rise * index
        parts.append(_rung(rung, marks, left + 2, floor - tall, column - 4, tall))
        parts.append(
            _text(left + column / 2, floor + 15, rung.name, size=SMALL, bold=rung.level == marks.level, anchor="middle")
        )
        parts.append(_text(left + column / 2, floor + 29, rung.threshold, size=SMALL, fill=EDGE, anchor="middle"))
        label = _label(rung.level, marks)
        if label:
            parts.append(_over(label, left + column - 2, floor - tall - 6))
    return _picture(width, floor + 36, words, family, parts)


def area_radar(
    bars: Sequence[Bar], legend: BarLegend, words: Words, *, width: int = 360, family: str = SCREEN_FAMILY
) -> str:
    """The same areas as spokes from 0 in the middle to 100 at the rim: the certain points as a full shape, what missing
    answers could add as a dashed line. An area that is not scored has a dashed spoke and no corner.
    """
    radius = width / 2 - 80.0
    centre = (width / 2, radius + _RADAR_MARGIN)
    spokes = [_direction(index, len(bars)) for index in range(len(bars))]
    parts = [_ring(centre, spokes, radius * share / 100) for share in (20, 40, 60, 80, 100)]
    for bar, spoke in zip(bars, spokes, strict=True):
        tip = _at(centre, spoke, radius)
        parts.append(
            _line(*centre, *tip, "#C8D1DB" if bar.low is not None else EDGE, dashed=bar.low is None, thin=True)
        )
        parts.extend(_spoke_name(bar, centre, spoke, radius))
    scored = [(bar, spoke) for bar, spoke in zip(bars, spokes, strict=True) if bar.low is not None]
    highest = [_at(centre, spoke, radius * (bar.high or 0.0) / 100) for bar, spoke in scored]
    lowest = [_at(centre, spoke, radius * (bar.low or 0.0) / 100) for bar, spoke in scored]
    parts.append(_polygon(highest, None, dashed=True))
    parts.append(_polygon(lowest, BLUE, dashed=False))
    bottom = 2 * (radius + _RADAR_MARGIN)
    parts.extend(_radar_legend(legend, bottom + 6))
    return _picture(width, bottom + 40, words, family, parts)


def _radar_legend(legend: BarLegend, top: float) -> Iterator[str]:
    yield _rect(0.5, top, 16, 10, PALE, BLUE, thick=True)
    yield _text(22, top + 9, legend.certain, size=SMALL)
    yield _line(0, top + 23, 17, top + 23, BLUE, dashed=True)
    yield _text(22, top + 27, legend.open, size=SMALL)


def _direction(index: int, count: int) -> tuple[float, float]:
    """The unit vector of a spoke; the first points up, the others follow clockwise."""
    angle = 2 * math.pi * index / count
    return math.sin(angle), -math.cos(angle)


def _at(centre: tuple[float, float], spoke: tuple[float, float], length: float) -> tuple[float, float]:
    return centre[0] + spoke[0] * length, centre[1] + spoke[1] * length


def _ring(centre: tuple[float, float], spokes: Sequence[tuple[float, float]], length: float) -> str:
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in (_at(centre, spoke, length) for spoke in spokes))
    return f'<polygon points="{points}" fill="none" stroke="#C8D1DB" stroke-width="0.8"/>'


def _polygon(corners: Sequence[tuple[float, float]], fill: str | None, *, dashed: bool) -> str:
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in corners)
    inside = f'fill="{fill}" fill-opacity="0.35"' if fill else 'fill="none"'
    dash = ' stroke-dasharray="5 3"' if dashed else ""
    return f'<polygon points="{points}" {inside} stroke="{BLUE}" stroke-width="{1.5 if dashed else 2}"{dash}/>'


def _spoke_name(bar: Bar, centre: tuple[float, float], spoke: tuple[float, float], radius: float) -> Iterator[str]:
    """The area's name outside the rim, one word group a line so that it fits a phone, and its number below."""
    x, y = _at(centre, spoke, radius + (8 if min(map(abs, spoke)) < 0.2 else 14))
    anchor = "middle" if abs(spoke[0]) < 0.2 else "start" if spoke[0] > 0 else "end"
    lines = _folded(bar.name)
    height = 13.0 * (len(lines) + 1)
    top = y + (0.0 if spoke[1] > 0.8 else -height if spoke[1] < -0.8 else -height / 2) + 10
    for index, line in enumerate(lines):
        yield _text(x, top + 13 * index, line, size=SMALL, anchor=anchor)
    yield _text(x, top + 13 * len(lines), bar.label, size=SMALL, bold=True, anchor=anchor)


def _folded(name: str, most: int = 12) -> list[str]:
    """A name in lines of about `most` letters, broken between words."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _label(level: int, marks: Marks) -> str:
    if level == marks.level:
        return marks.here
    return marks.score_alone if level == marks.by_score else ""


def _over(label: str, right: float, baseline: float) -> str:
    """Ends at the right edge of its step: what lies to the left is lower, so nothing is covered."""
    return _text(right, baseline, label, size=SMALL, bold=True, anchor="end")


def _rung(rung: Rung, marks: Marks, left: float, top: float, width: float, height: float) -> str:
    here = rung.level == marks.level
    alone = rung.level == marks.by_score and not here
    fill = BLUE if here else PALE if rung.level < marks.level else WHITE
    box = _rect(left, top, width, height, fill, BLUE if here or alone else EDGE, dashed=alone, thick=alone)
    colour = WHITE if here else INK
    return box + _text(left + width / 2, top + 16, str(rung.level), size=14, bold=True, anchor="middle", fill=colour)


def _bar(bar: Bar, left: float, top: float, height: float, scale: float) -> str:
    whole = 100 * scale
    if bar.low is None or bar.high is None:
        return _line(left, top + height / 2, left + whole, top + height / 2, EDGE, dashed=True)
    parts = [_rect(left, top, whole, height, TRACK, None)]
    start, end = left + bar.low * scale, left + bar.high * scale
    if end - start > 0.1:
        parts.append(_rect(start, top, end - start, height, WHITE, None))
        parts.extend(_hatching(start, top, end - start, height))
        parts.append(_rect(start, top, end - start, height, None, BLUE))
    if bar.low > 0:
        parts.append(_rect(left, top, bar.low * scale, height, BLUE, None))
    parts.append(_rect(left, top, whole, height, None, EDGE))
    return "".join(parts)


def _hatching(left: float, top: float, width: float, height: float, gap: float = 5) -> Iterator[str]:
    """Slanted lines cut at the edges of a box: patterns and clipping are not understood by every reader of SVG."""
    offset = gap - height
    while offset < width:
        x1, x2 = max(0.0, offset), min(width, offset + height)
        if x2 - x1 > 0.3:
            yield _line(
                left + x1, top + height - (x1 - offset), left + x2, top + height - (x2 - offset), BLUE, thin=True
            )
        offset += gap


def _grid(left: float, right: float, top: float, bottom: float) -> str:
    places = [left + (right - left) * share / 100 for share in (0, 20, 40, 60, 80, 100)]
    return "".join(_line(x, top, x, bottom, "#C8D1DB", thin=True) for x in places)


def _axis(left: float, right: float, baseline: float) -> str:
    anchors = {0: "start", 100: "end"}
    return "".join(
        _text(
            left + (right - left) * share / 100,
            baseline,
            str(share),
            size=SMALL,
            fill=EDGE,
            anchor=anchors.get(share, "middle"),
        )
        for share in (0, 20, 40, 60, 80, 100)
    )


def _legend(legend: BarLegend, left: float, top: float) -> str:
    second = left + 34 + 6.6 * len(legend.certain)
    return (
        _rect(left + 0.5, top, 16, 10, BLUE, BLUE)
        + _text(left + 22, top + 9, legend.certain, size=SMALL)
        + _rect(second, top, 16, 10, WHITE, BLUE)
        + "".join(_hatching(second, top, 16, 10, gap=4))
        + _text(second + 22, top + 9, legend.open, size=SMALL)
    )


def _picture(width: float, height: float, words: Words, family: str, parts: Sequence[str]) -> str:
    if not _IDENTIFIER.fullmatch(words.identifier):
        raise ValueError(f"{words.identifier!r} cannot be the id of a picture")
    title, description = f"{words.identifier}-title", f"{words.identifier}-description"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cip-chart" width="{_n(width)}" height="{_n(height)}" '
        f'viewBox="0 0 {_n(width)} {_n(height)}" role="img" aria-labelledby="{title} {description}" '
        f"font-family={quoteattr(family)}>"
        f'<title id="{title}">{escape(words.title)}</title><desc id="{description}">{escape(words.description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _text(
    x: float, y: float, text: str, *, size: int, bold: bool = False, anchor: str = "start", fill: str = INK
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size}"{weight} text-anchor="{anchor}" fill="{fill}">'
        f"{escape(text)}</text>"
    )


def _rect(
    left: float,
    top: float,
    width: float,
    height: float,
    fill: str | None,
    stroke: str | None,
    *,
    dashed: bool = False,
    thick: bool = False,
) -> str:
    dash = ' stroke-dasharray="5 3"' if dashed else ""
    edge = f'stroke="{stroke}" stroke-width="{2 if thick else 1}"{dash}' if stroke else 'stroke="none"'
    return (
        f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(width)}" height="{_n(height)}" fill="{fill or "none"}" {edge}/>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, stroke: str, *, dashed: bool = False, thin: bool = False) -> str:
    dash = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{stroke}" '
        f'stroke-width="{0.8 if thin else 1.2}"{dash}/>'
    )


def _n(value: float) -> str:
    """A length with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")
