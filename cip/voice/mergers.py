"""Firms that became one: whoever kept the sheets of both can add them up, so their sums are earlier waves too. Pure."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from cip.voice.cells import Cell
from cip.voice.protection import Earlier, Published
from cip.voice.rules import Asked

_NOTHING_OF_ITS_OWN = ("waves", "panel")


def sums(waves: Sequence[Earlier]) -> Iterator[Earlier]:
    """What publications of firms that became one tell together: every two and more of `waves`, one of each firm."""
    for many in range(2, len(waves) + 1):
        for some in combinations(waves, many):
            yield _sum(some)


def _sum(waves: Sequence[Earlier]) -> Earlier:
    """Publications added up, as far as they asked alike."""
    asked = [one for one in waves[0].asked if all(one in wave.asked for wave in waves)]
    asked = [one for one in asked if all(one.id in wave.published.cells for wave in waves)]
    cells = {question.id: _added(question, waves) for question in asked}
    answers = sum(wave.published.answers or 0 for wave in waves)
    return Earlier(sum(wave.headcount for wave in waves), Published("published", "enough", answers, cells), asked)


def _added(question: Asked, waves: Sequence[Earlier]) -> tuple[Cell, ...]:
    columns = zip(*(wave.published.cells[question.id] for wave in waves), strict=True)
    return tuple(_cell(column) for column in columns)


def _cell(cells: Sequence[Cell]) -> Cell:
    low, high = sum(cell.low for cell in cells), sum(cell.high for cell in cells)
    told = [cell.because for cell in cells if cell.because not in _NOTHING_OF_ITS_OWN]
    return Cell("count" if low == high else "between", low, high, told[0] if told else cells[0].because)
