"""What the same day may hold beside hours of leave: the text's table, else that of INPS message 6704/2015."""

import pytest

from tests.unit.agreement.leave.books import FULL_TIME, ask, one, said, with_text


@pytest.mark.parametrize(
    ("other", "allowed"),
    [
        ("art39", False),
        ("art33", False),
        ("other_child", False),
        ("l104", True),
        ("contractual", True),
        ("hours_bank", True),
    ],
)
def test_the_table_of_the_law(other: str, allowed: bool) -> None:
    request = one("2026-03-10", 240, same_day=[other])
    answer = ask(agreement="none", worker=FULL_TIME, requests=[request]).answers[0]
    assert answer.allowed is allowed
    assert "B-14" in answer.clauses


def test_on_contractual_leave_the_law_is_silent_and_that_is_said() -> None:
    request = one("2026-03-10", 240, same_day=["contractual"])
    answer = ask(agreement="none", worker=FULL_TIME, requests=[request]).answers[0]
    assert "la legge non dice nulla" in said(answer.because)


@pytest.mark.parametrize(
    ("value", "other", "allowed"),
    [
        ("allowed", "art39", True),
        ("forbidden", "l104", False),
        ("unknown", "art39", True),
        ("none", "art39", False),
        ("none", "l104", True),
    ],
)
def test_a_text_may_set_other_rules(value: str, other: str, allowed: bool) -> None:
    book = with_text({"min_unit_minutes": 60, f"same_day_{other}": value})
    answer = ask(book, agreement="mine", worker=FULL_TIME, requests=[one("2026-03-10", 60, same_day=[other])]).answers[
        0
    ]
    assert answer.allowed is allowed


def test_one_clash_among_several_is_enough() -> None:
    request = one("2026-03-10", 240, same_day=["l104", "art39"])
    answer = ask(agreement="none", worker=FULL_TIME, requests=[request]).answers[0]
    assert not answer.allowed
    assert answer.clauses == ("B-14",)


def test_an_unsaid_day_refuses_nothing_and_says_so() -> None:
    request = {"day": "2026-03-10", "minutes": 240, "requested_on": "2026-03-01"}
    answer = ask(agreement="none", worker=FULL_TIME, requests=[request]).answers[0]
    assert answer.allowed
    assert "altri riposi o permessi" in said(answer.because)
