"""Earlier publications are not forgotten: what a later one may add to them.

The attacker keeps the sheet of the year before and supposes that who stayed gave the same answers. Then every
difference belongs to those who came or went. How many they were the attacker knows, and we do not: a headcount that
stayed the same hides who was replaced. So besides what headcounts and answers show, up to `Protection.waves` people are
supposed replaced. Each number of a later wave is said only as far as it does not depend on all these: where it lies in
the range that the earlier number leaves for any answer of theirs, that whole range is said. Where it lies outside,
somebody changed an answer, the supposition is wrong, and the number is said as if it were alone. Counts that add up
cannot be judged one by one: such a question is said where one of its numbers shows a change, else nothing is added.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cip.voice.cells import Cell, Counts, hidden
from cip.voice.rules import ONE, Asked, Protection

CellsThen = tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Movement:
    """At most how many people answered now and not before (`came`), before and not now (`went`)."""

    came: int
    went: int


def movement(answers: tuple[int, int], headcounts: tuple[int, int], replaced: int) -> Movement:
    """The movement that is supposed of two waves (earlier, later): the least that explains their answers and
    headcounts, and so many people `replaced` that none of these numbers shows.
    """
    more = answers[1] - answers[0]
    people = headcounts[1] - headcounts[0]
    came = max(0, more, people)
    went = max(0, -more, -people)
    # Whoever came and whoever went must add up to the difference of the answers.
    least = Movement(went + more, went) if came - went < more else Movement(came, came - more)
    return Movement(least.came + replaced, least.went + replaced)


@dataclass(frozen=True, slots=True)
class Before:
    """What an earlier publication said of the same options; None for an option that was not there."""

    cells: CellsThen
    moved: Movement


def same_options(question: Asked, then: Sequence[Asked], cells: Mapping[str, tuple[Cell, ...]]) -> CellsThen | None:
    """The earlier cells of a question in the order of its options now; None where the two have nothing in common.

    Counts that add up belong to their whole question: with other options it was another question.
    """
    earlier = next((one for one in then if one.id == question.id and one.kind == question.kind), None)
    if earlier is None or question.id not in cells:
        return None
    if question.kind == ONE:
        return cells[question.id] if earlier.options == question.options else None
    by_option = dict(zip(earlier.options, cells[question.id], strict=True))
    found = tuple(by_option.get(option) for option in question.options)
    return found if any(found) else None


def keep_earlier(
    asked: Asked,
    cells: tuple[Cell, ...],
    counts: Counts,
    answers: int,
    before: Sequence[Before],
    protection: Protection,
) -> tuple[Cell, ...]:
    """The cells of a question as they may stand beside every earlier publication."""
    told = [one for one in before if _tells(asked, one.cells)]
    if not told:
        return cells
    ranges = [_ranges(asked, place, answers, told, protection) for place in range(len(counts))]
    if asked.kind != ONE:
        return tuple(
            _within(cell, count, ranges[i], answers) for i, (cell, count) in enumerate(zip(cells, counts, strict=True))
        )
    if any(_outside(cell, ranges[place]) for place, cell in enumerate(cells)):
        return cells
    return tuple(hidden(answers, "waves") for _ in cells)


Range = tuple[int, int]


def _tells(asked: Asked, cells: CellsThen) -> bool:
    """Whether an earlier publication of a question says anything by itself.

    A question whose counts add up and that was held back beside a still earlier one says that nothing changed much.
    """
    return any(cell and not _silent(asked, cell) for cell in cells)


def _silent(asked: Asked, cell: Cell) -> bool:
    return cell.said == "hidden" and (cell.because == "panel" or (cell.because == "waves" and asked.kind != ONE))


def _ranges(asked: Asked, place: int, answers: int, before: Sequence[Before], protection: Protection) -> list[Range]:
    """The ranges that are said as a whole, apart from each other, never cutting through "few" or "most"."""
    found: list[Range] = []
    for earlier in before:
        cell = earlier.cells[place]
        if cell is not None and not _silent(asked, cell):
            found.append((cell.low - earlier.moved.went, cell.high + earlier.moved.came))
    found = [_whole(low, high, answers, protection.few) for low, high in found if high >= 0 and low <= answers]
    return _joined(found)


def _whole(low: int, high: int, answers: int, few: int) -> Range:
    low, high = max(0, low), min(answers, high)
    if low < few:
        low, high = 0, max(high, few - 1)
    if high > answers - few:
        low, high = min(low, answers - few + 1), answers
    return low, high


def _joined(ranges: list[Range]) -> list[Range]:
    out: list[Range] = []
    for low, high in sorted(ranges):
        if out and low <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], high))
        else:
            out.append((low, high))
    return out


def _within(alone: Cell, count: int, ranges: list[Range], answers: int) -> Cell:
    """The range that holds the count, said as a whole; else what is said of the count alone."""
    found = next(((low, high) for low, high in ranges if low <= count <= high), None)
    if found is None or (alone.said != "hidden" and (alone.low, alone.high) == found):
        return alone
    return hidden(answers, "waves") if found == (0, answers) else Cell("between", *found, "waves")


def _outside(cell: Cell, ranges: list[Range]) -> bool:
    """Whether what the cell says alone already shows that it lies outside every range."""
    return cell.said != "hidden" and all(cell.high < low or cell.low > high for low, high in ranges)
