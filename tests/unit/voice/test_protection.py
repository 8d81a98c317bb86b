"""What holds for every survey, whatever people answer."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.kernel.texts import MissingReasonError
from cip.voice.cells import Cell
from cip.voice.labels import label
from cip.voice.protection import Closed, Earlier, Published, is_over, may_compare, publish
from cip.voice.rules import ONE, SEVERAL, Asked, Protection
from cip.voice.shares import estimate, estimates
from cip.voice.surveys import asked_text, published_text, read_asked, read_published
from cip.voice.tally import summed, tally
from tests.unit.voice.attacker import RULES, question
from tests.unit.voice.firms import NEEDS, SURVEY

answers_of_one = st.lists(st.integers(0, 4), min_size=5, max_size=60)
sheets = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "needs": st.lists(st.sampled_from(NEEDS), max_size=5, unique=True),
            "how_often": st.lists(st.sampled_from(("never", "once", "weekly", "daily")), max_size=1),
        },
    ),
    max_size=40,
)


@given(answers_of_one)
def test_what_is_said_of_a_question_with_one_answer_is_true_and_leaves_doubt(given_answers: list[int]) -> None:
    counts = tuple(given_answers.count(option) for option in range(5))
    cells = label(question(ONE, 5), counts, len(given_answers), RULES)
    assert all(cell.holds(count) for cell, count in zip(cells, counts, strict=True))
    assert all(cell.low == cell.high for cell in cells if cell.said == "count")
    unsaid = [place for place, cell in enumerate(cells) if cell.said != "count"]
    # What is not said adds up to a number that everybody can work out: never one alone, never nearly nobody.
    assert not unsaid or (len(unsaid) > 1 and sum(counts[place] for place in unsaid) > RULES.few)


@given(answers_of_one, st.permutations(range(5)))
def test_the_order_of_options_tells_nothing(given_answers: list[int], order: list[int]) -> None:
    counts = tuple(given_answers.count(option) for option in range(5))
    asked, many = question(ONE, 5), len(given_answers)
    cells = label(asked, counts, many, RULES)
    turned = label(asked, tuple(counts[place] for place in order), many, RULES)
    assert sorted(map(str, cells)) == sorted(map(str, turned))


@given(sheets, st.integers(1, 60))
def test_nothing_is_published_of_few_and_everything_has_its_rule(found: list[dict[str, list[str]]], more: int) -> None:
    headcount = max(len(found), more)
    closed = Closed(headcount, len(found), tally(SURVEY, found))
    published = publish(closed, SURVEY, RULES, over=True)
    if min(headcount, len(found)) < RULES.minimum:
        assert (published.state, published.answers, dict(published.cells)) == ("pooled", None, {})
        return
    assert published.state == "published"
    assert publish(closed, SURVEY, RULES, over=True) == published
    assert read_published(published_text(published)) == published
    for asked in SURVEY:
        for cell, count in zip(published.cells[asked.id], closed.counts[asked.id], strict=True):
            assert cell.because
            assert cell.holds(count)
            assert cell.said != "count" or RULES.few <= count <= len(found) - RULES.few


@given(sheets)
def test_nothing_is_published_before_the_end(found: list[dict[str, list[str]]]) -> None:
    closed = Closed(40, len(found), tally(SURVEY, found))
    assert publish(closed, SURVEY, RULES, over=False) == Published("open", "until_closed")


@given(st.integers(6, 30), st.integers(-4, 4), st.data())
def test_a_later_wave_says_the_truth_too(first: int, change: int, data: st.DataObject) -> None:
    asked = (question(SEVERAL, 3, 2), replace(question(ONE, 4), id="one"))
    then, now = first, max(5, first + change)

    def counted(many: int) -> Closed:
        whole = tuple(data.draw(st.integers(0, many)) for _ in range(3))
        cut = sorted(data.draw(st.integers(0, many)) for _ in range(3))
        parts = (cut[0], cut[1] - cut[0], cut[2] - cut[1], many - cut[2])
        return Closed(many, many, {"q": whole, "one": parts})

    before = publish(counted(then), asked, RULES, over=True)
    later = counted(now)
    published = publish(later, asked, RULES, over=True, earlier=[Earlier(then, before, asked)])
    for one in asked:
        assert all(c.holds(n) for c, n in zip(published.cells[one.id], later.counts[one.id], strict=True))


@pytest.mark.parametrize(("apart", "expected"), [(0, False), (1, False), (4, False), (5, True)])
def test_waves_of_up_to_four_people_apart_are_not_compared(apart: int, expected: bool) -> None:
    some = Published("published", "enough", 8, {})
    first, second = Earlier(9, some, ()), Earlier(9 + apart, some, ())
    assert may_compare(first, second, RULES) is expected
    assert may_compare(second, first, RULES) is expected
    assert not may_compare(first, Earlier(9 + apart, Published("pooled", "few_answers"), ()), RULES)


def test_a_card_that_was_asked_before_is_recognised_in_another_place() -> None:
    """Options that moved are compared by their name, or last year's number would be subtracted after all."""
    then = Asked("would_help", SEVERAL, ("M01", "M02"), 2)
    now = Asked("would_help", SEVERAL, ("M05", "M01"), 2)
    first = publish(Closed(26, 26, {"would_help": (12, 0)}), (then,), RULES, over=True)
    second = publish(
        Closed(27, 27, {"would_help": (12, 13)}), (now,), RULES, over=True, earlier=[Earlier(26, first, (then,))]
    )
    assert second.cells["would_help"] == (Cell("count", 12, 12, "counted"), Cell("between", 8, 17, "waves"))


def test_a_question_for_panels_stays_hidden_in_a_firm() -> None:
    asked = Asked("band", ONE, ("a", "b"), panel=True)
    published = publish(Closed(50, 40, {"band": (20, 20, 0)}), (asked,), RULES, over=True)
    assert {cell.because for cell in published.cells["band"]} == {"panel"}


def test_the_end_is_the_closing_or_the_day_after_the_last() -> None:
    last = date(2026, 11, 21)
    assert not is_over(last, None, last)
    assert is_over(last, None, last + timedelta(days=1))
    assert is_over(last, last - timedelta(days=3), last - timedelta(days=3))


def test_sheets_are_counted_and_added() -> None:
    asked = (Asked("a", ONE, ("x", "y")), Asked("b", SEVERAL, ("x", "y", "z"), 2))
    one = tally(
        asked, [{"a": ["y"], "b": ["x", "z"]}, {"b": ["z", "unknown"]}, {"a": ["x", "y"], "b": ["x", "y", "z"]}]
    )
    assert one == {"a": (1, 1, 1), "b": (2, 1, 2)}
    assert summed(asked, [one, one, {"b": (1, 0, 0)}]) == {"a": (2, 2, 2), "b": (5, 2, 4)}


def test_estimates_say_no_more_than_what_is_published() -> None:
    cells = (Cell("few", 0, 2, "few"), Cell("most", 4, 6, "most"), Cell("count", 3, 3, "counted"))
    assert [estimate(cell) for cell in cells] == [None, 4, 3]
    assert estimates(("N01",), [Cell("hidden", 0, 6, "rest")]) == {"N01": None}


def test_a_number_without_its_rule_cannot_be_built() -> None:
    with pytest.raises(MissingReasonError):
        Cell("count", 3, 3, "")  # type: ignore[arg-type]
    with pytest.raises(MissingReasonError):
        Published("published", "")  # type: ignore[arg-type]


def test_questions_and_protection_are_read_back_as_they_were_kept() -> None:
    assert read_asked(asked_text(SURVEY)) == SURVEY
    assert Protection.from_json(RULES.as_json()) == RULES
    assert replace(RULES, minimum=6).sha256 != RULES.sha256
    with pytest.raises(ValueError, match="two choices"):
        Asked("q", SEVERAL, ("x", "y"), 1)
