"""The numbers of one question in one survey, taken alone: which are said and which are held back.

The rules are those of the model, 5.3. Two of them are stronger here, because as written they let an attacker who knows
the rules find people out (docs/decisions, the page on the protection of the voice): the rest of a question with one
answer, and questions with a limit of choices.
"""

from collections.abc import Sequence
from dataclasses import replace

from cip.voice.cells import Cell, Counts, by_size, hidden, hide
from cip.voice.rules import ONE, Asked, Protection
from cip.voice.waves import Before, keep_earlier


def label(
    asked: Asked,
    counts: Counts,
    answers: int,
    protection: Protection,
    before: Sequence[Before] = (),
    *,
    known: int = 1,
) -> tuple[Cell, ...]:
    """The cells of a question: one for each count, in order. For `one` the last count is those who did not answer it.

    `answers` is at least the protection's minimum: fewer are never published. `before` are the earlier publications.
    `known` is of how many people one attacker may know the answers; in a firm its own. With more of them "few" and
    "most" reach further, so that they still hold for the rest.
    """
    protection = replace(protection, few=protection.few + known - 1)
    cells = tuple(by_size(count, answers, protection.few) for count in counts)
    if asked.kind == ONE:
        return keep_earlier(
            asked, protect_rest(cells, counts, answers, protection.few, known), counts, answers, before, protection
        )
    # The room for choices is judged on what would be said in the end: that does not depend on who came or went.
    kept = keep_earlier(asked, cells, counts, answers, before, protection)
    return protect_capacity(kept, answers, asked.limit, known)


def protect_rest(cells: tuple[Cell, ...], counts: Counts, answers: int, few: int, known: int = 1) -> tuple[Cell, ...]:
    """Counts that add up to the answers: what is held back must not follow from the rest.

    With a "most" everything else is "few" and nothing follows. Else the next smallest number is held back too, unless
    more than `few` people stand behind the "few" already. Where even that leaves too little doubt, the question says
    nothing: those cases look all alike, in whatever order the options stand. Where an attacker knows the answers of
    several people, one hidden number more is not enough: there the question always says nothing.
    """
    small = [place for place, cell in enumerate(cells) if cell.said == "few"]
    if not small or any(cell.said == "most" for cell in cells):
        return cells
    behind = sum(counts[place] for place in small)
    shown = [place for place, cell in enumerate(cells) if cell.said == "count"]
    if behind > few or not shown:
        return cells
    next_smallest = min(shown, key=lambda place: counts[place])
    if known > 1 or behind + counts[next_smallest] < 2 * few - 1:
        return tuple(hidden(answers, "rest") for _ in cells)
    return tuple(hide(cell, answers, "rest") if place == next_smallest else cell for place, cell in enumerate(cells))


def protect_capacity(cells: tuple[Cell, ...], answers: int, limit: int, known: int) -> tuple[Cell, ...]:
    """Choices are limited for each person: where nearly all of them are visible, "few" would mean nobody.

    Then the question says nothing. Room for one more choice by somebody whose answers the attacker does not know is
    enough.
    """
    visible = sum(cell.low for cell in cells)
    if visible < limit * (answers - known):
        return cells
    return tuple(hidden(answers, "capacity") for _ in cells)
