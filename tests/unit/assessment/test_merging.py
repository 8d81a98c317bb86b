"""Two forms about the same answers: what is saved, what stays, what a person has to choose."""

import pytest

from cip.assessment.merging import Conflict, held, merge
from cip.assessment.stored import ANSWER_SECTIONS, Section, StoredAnswers

T1: tuple[Section, str] = ("indicators", "T1")


def stored(value: object = None, section: Section = "indicators", identifier: str = "T1") -> StoredAnswers:
    file: dict[str, dict[str, object]] = {name: {} for name in ANSWER_SECTIONS}
    answers = StoredAnswers(file, {}, 0)  # type: ignore[arg-type]
    if value is not None:
        place = answers.notes if section == "notes" else {**answers.file, **answers.extra}[section]
        place[identifier] = value  # type: ignore[assignment]
    return answers


@pytest.mark.parametrize(
    ("drawn", "now", "mine", "became"),
    [
        (None, None, 2, "saved"),
        (1, 1, 2, "saved"),
        (1, 1, None, "saved"),
        (1, 1, 1, "saved"),
        # Somebody else was at work, and this form says the same as they or the same as before.
        (None, 2, 2, "saved"),
        (1, 2, 1, "kept"),
        (None, 2, None, "kept"),
        (1, None, 1, "kept"),
        # Both changed it.
        (None, 3, 2, "conflict"),
        (1, 3, 2, "conflict"),
        (1, None, 2, "conflict"),
        (1, 3, None, "conflict"),
        ({"step": 3, "count": 4}, {"step": 3, "count": 5}, {"step": 3, "count": 6}, "conflict"),
        ({"step": 3, "count": 4}, {"step": 3, "count": 5}, {"step": 3, "count": 4}, "kept"),
        (2, {"not_applicable": "small"}, 3, "conflict"),
        # An empty box says «I don't know»: nobody typed that over the other's number.
        (None, 7, "unknown", "kept"),
        ("unknown", 7, None, "kept"),
        ("unknown", 7, "unknown", "kept"),
        # But «I don't know» in place of an answer was meant.
        (3, 7, "unknown", "conflict"),
    ],
)
def test_three_ways(drawn: object, now: object, mine: object, became: str) -> None:
    merged = merge(stored(drawn), stored(now), {T1: mine})
    assert dict(merged.changes) == ({T1: mine} if became == "saved" else {})
    assert merged.kept == ((T1,) if became == "kept" else ())
    assert merged.conflicts == ((Conflict(T1, mine, now),) if became == "conflict" else ())


def test_each_question_goes_its_own_way() -> None:
    drawn, now = stored(1), stored(2)
    now.file["facts"]["workers"] = 9
    mine: dict[tuple[Section, str], object] = {T1: 3, ("facts", "workers"): None, ("notes", "T1"): "a note"}
    merged = merge(drawn, now, mine)
    assert merged.changes == {("notes", "T1"): "a note"}
    assert merged.kept == (("facts", "workers"),)
    assert [conflict.question for conflict in merged.conflicts] == [T1]


@pytest.mark.parametrize(
    "section", ["facts", "indicators", "duties", "needs", "in_use", "notes", "reasons", "practices"]
)
def test_every_section_is_looked_up_where_it_is_kept(section: Section) -> None:
    assert held(stored("x", section), (section, "T1")) == "x"
    assert held(stored("x", section), (section, "T2")) is None
