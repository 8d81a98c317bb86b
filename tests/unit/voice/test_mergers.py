"""Firms that became one: their sheets added up tell no more than a sheet of the year before."""

from cip.voice.mergers import sums
from cip.voice.protection import Closed, Earlier, Published, publish
from cip.voice.rules import SEVERAL, Asked, Protection

PROTECTION = Protection(minimum=5, few=3, pool_answers=10, pool_firms=3, pool_share=50, panel=30, waves=4)
ASKED = (Asked("needs", SEVERAL, ("N01", "N02", "N03"), 2),)


def wave(headcount: int, *counts: int) -> Earlier:
    """A published survey of one firm."""
    closed = Closed(headcount, headcount, {"needs": counts})
    return Earlier(headcount, publish(closed, ASKED, PROTECTION, over=True), ASKED)


def later(earlier: list[Earlier]) -> Published:
    """The survey of the two firms together, after one person more came, who named N01 and N02."""
    closed = Closed(15, 15, {"needs": (8, 8, 6)})
    return publish(closed, ASKED, PROTECTION, over=True, earlier=earlier)


def test_who_came_after_a_merger_does_not_follow_from_three_sheets() -> None:
    """7 + 7 + 6 and one more: beside the sum of the two older sheets exact numbers give the newcomer's answers away."""
    waves = [wave(6, 3, 3, 3), wave(8, 4, 4, 3)]
    alone = later([]).cells["needs"]
    assert [(cell.said, cell.low) for cell in alone] == [("count", 8), ("count", 8), ("count", 6)], "the attack works"
    found = later(list(sums(waves))).cells["needs"]
    assert [(cell.low, cell.high) for cell in found] == [(3, 12), (3, 12), (0, 11)]
    assert all(cell.said == "hidden" for cell in later([*waves, *sums(waves)]).cells["needs"])


def test_sums_are_of_two_and_more_firms_and_of_what_both_asked() -> None:
    waves = [wave(6, 3, 3, 3), wave(8, 4, 4, 3), wave(7, 3, 4, 4)]
    assert sorted(one.headcount for one in sums(waves)) == [13, 14, 15, 21]
    assert list(sums(waves[:1])) == []
    other = Earlier(6, waves[0].published, (Asked("needs", SEVERAL, ("N01",), 2),))
    assert [dict(one.published.cells) for one in sums([waves[0], other])] == [{}]


def test_a_sum_says_a_range_where_one_of_the_two_does() -> None:
    (found,) = sums([wave(6, 3, 1, 6), wave(8, 4, 4, 3)])
    assert [(cell.low, cell.high) for cell in found.published.cells["needs"]] == [(7, 7), (4, 6), (7, 9)]
