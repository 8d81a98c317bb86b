"""Two waves of one firm, all possible answers of both: neither the later nor the two together tell on anybody."""

from collections import defaultdict
from itertools import product

import pytest

from cip.voice.cells import Cell
from cip.voice.protection import Closed, Earlier, publish
from cip.voice.rules import ONE, SEVERAL, Asked
from cip.voice.waves import Movement, movement
from tests.unit.voice.attacker import (
    RULES,
    Cells,
    Counts,
    after,
    alone,
    found_by_anybody,
    groups,
    parts,
    possible,
    question,
)

# kind, options, limit, earlier answers, movement
CASES = [
    (ONE, options, 1, earlier, Movement(came, went))
    for options in (2, 3, 4)
    for earlier in (5, 6, 8)
    for came, went in ((0, 0), (1, 0), (2, 0), (0, 1), (0, 2), (1, 1), (0, 4), (4, 0), (5, 0), (6, 0), (0, 5), (3, 2))
    if earlier + came - went >= 5 and (options < 4 or came + went < 3)
]
CASES += [
    (SEVERAL, options, 2, earlier, Movement(came, went))
    for options in (1, 2)
    for earlier in (5, 6, 8)
    for came, went in ((0, 0), (1, 0), (2, 0), (0, 1), (0, 3), (1, 1), (4, 0), (5, 0), (6, 0), (9, 0), (0, 6), (3, 2))
    if earlier + came - went >= 5
]
# Larger ones take seconds each.
LARGE = [
    pytest.param(SEVERAL, 3, 2, earlier, moved, marks=pytest.mark.long)
    for earlier in (6, 7, 8, 9)
    for moved in (Movement(1, 0), Movement(0, 1), Movement(0, 0), Movement(2, 0))
]
LARGE += [
    pytest.param(ONE, 4, 1, 9, moved, marks=pytest.mark.long)
    for moved in (Movement(1, 0), Movement(0, 1), Movement(1, 1))
]
LARGE += [
    pytest.param(SEVERAL, 2, 2, 12, moved, marks=pytest.mark.long)
    for moved in (Movement(1, 0), Movement(6, 0), Movement(9, 0), Movement(0, 6), Movement(3, 2))
]


@pytest.mark.parametrize(("kind", "options", "limit", "earlier", "moved"), [*CASES, *LARGE])
def test_the_later_wave_alone_tells_nothing(kind: str, options: int, limit: int, earlier: int, moved: Movement) -> None:
    asked = question(kind, options, limit)
    answers = earlier + moved.came - moved.went
    for first in groups(asked, earlier, alone):
        later = groups(asked, answers, after(first, moved))
        leaks = [(first, cells, fits) for cells, fits in later.items() if found_by_anybody(asked, fits, answers)]
        assert leaks == []


def newcomers(asked: Asked, people: int) -> list[Counts]:
    """Every set of counts that those who came (or went) can give."""
    return list(possible(asked, people)) if people else [tuple(0 for _ in asked.options)]


@pytest.mark.parametrize(("kind", "options", "limit", "earlier", "moved"), [*CASES, *LARGE])
def test_nobody_who_came_or_went_is_found_when_the_others_said_the_same_again(
    kind: str, options: int, limit: int, earlier: int, moved: Movement
) -> None:
    asked = question(kind, options, limit)
    answers = earlier + moved.came - moved.went
    said: dict[tuple[Cells, Cells], set[tuple[Counts, Counts]]] = defaultdict(set)
    for first, fits in groups(asked, earlier, alone).items():
        publish = after(first, moved)
        for before in fits:
            for went, came in product(newcomers(asked, moved.went), newcomers(asked, moved.came)):
                stayed = [count - gone for count, gone in zip(before, went, strict=True)]
                if min(stayed) < 0 or max(stayed) > earlier - moved.went:
                    continue
                now = tuple(same + new for same, new in zip(stayed, came, strict=True))
                said[first, publish(asked, now, answers)].add((went, came))
    for (first, second), moves in said.items():
        for which, people in ((0, moved.went), (1, moved.came)):
            for place in range(options):
                values = {move[which][place] for move in moves}
                assert not people or values not in ({0}, {people}), (first, second, place)


def test_a_known_difference_of_one_person_would_find_that_person() -> None:
    """The attack itself works: without the rule the later number gives the newcomer away."""
    asked = question(SEVERAL, 1, 2)
    first = alone(asked, (3,), 6)
    assert alone(asked, (4,), 7)[0] == Cell("count", 4, 4, "counted")
    assert after(first, Movement(1, 0))(asked, (4,), 7)[0] == Cell("between", 3, 4, "waves")
    assert after(first, Movement(1, 0))(asked, (3,), 7)[0] == Cell("between", 3, 4, "waves")


@pytest.mark.parametrize(
    ("answers", "headcounts", "expected"),
    [
        ((6, 7), (6, 7), Movement(1, 0)),
        ((6, 6), (6, 7), Movement(1, 1)),
        ((7, 6), (7, 6), Movement(0, 1)),
        ((6, 6), (6, 6), Movement(0, 0)),
        ((6, 8), (9, 9), Movement(2, 0)),
        ((8, 7), (8, 9), Movement(1, 2)),
        ((7, 8), (9, 8), Movement(2, 1)),
    ],
)
def test_movement_explains_answers_and_headcount(
    answers: tuple[int, int], headcounts: tuple[int, int], expected: Movement
) -> None:
    moved = movement(answers, headcounts, 0)
    assert moved == expected
    assert moved.came - moved.went == answers[1] - answers[0]
    assert movement(answers, headcounts, 4) == Movement(expected.came + 4, expected.went + 4)


def counted(*counts: int) -> Closed:
    """A firm of fifteen where all answered one question."""
    return Closed(15, 15, {"q": counts})


def test_one_who_is_replaced_does_not_follow_from_two_sheets_of_the_same_headcount() -> None:
    """Seven of fifteen, then eight: exact, the newcomer named it and whoever left did not."""
    asked = (Asked("q", SEVERAL, ("a", "b"), 2),)
    first = publish(counted(7, 7), asked, RULES, over=True)
    assert [cell.said for cell in publish(counted(8, 7), asked, RULES, over=True).cells["q"]] == ["count", "count"]
    later = publish(counted(8, 7), asked, RULES, over=True, earlier=[Earlier(15, first, asked)])
    assert later.cells["q"] == (Cell("between", 3, 11, "waves"), Cell("between", 3, 11, "waves"))
    changed = publish(counted(12, 7), asked, RULES, over=True, earlier=[Earlier(15, first, asked)])
    assert changed.cells["q"][0] == Cell("count", 12, 12, "counted"), "more than four people: somebody changed"


def test_a_third_wave_stands_beside_what_was_held_back_in_the_second() -> None:
    """From 3 to 11, then 12: with one replaced in between, the newcomer named it. So the third says a range too."""
    asked = (Asked("q", SEVERAL, ("a", "b"), 2),)
    waves = [Earlier(15, publish(counted(7, 7), asked, RULES, over=True), asked)]
    waves.append(Earlier(15, publish(counted(8, 7), asked, RULES, over=True, earlier=waves), asked))
    third = publish(counted(12, 7), asked, RULES, over=True, earlier=waves)
    assert third.cells["q"][0].said == "hidden"


def test_a_question_that_adds_up_and_was_held_back_once_stays_so() -> None:
    asked = (Asked("q", ONE, ("a", "b")),)
    waves = [Earlier(15, publish(counted(7, 8, 0), asked, RULES, over=True), asked)]
    waves.append(Earlier(15, publish(counted(8, 7, 0), asked, RULES, over=True, earlier=waves), asked))
    assert {cell.because for cell in waves[-1].published.cells["q"]} == {"waves"}
    third = publish(counted(12, 3, 0), asked, RULES, over=True, earlier=waves)
    assert {cell.said for cell in third.cells["q"]} == {"hidden"}


def test_parts_are_all_there() -> None:
    assert sorted(parts(2, 2)) == [(0, 2), (1, 1), (2, 0)]
