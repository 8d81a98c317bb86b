"""The rules of money, event by event: which one refuses what, and what each event moves."""

from dataclasses import dataclass
from typing import Any

import pytest

from cip.incentives.ledger import AGAINST, Account, Books
from cip.incentives.money_events import (
    Award,
    Budget,
    Due,
    Event,
    Expense,
    Interest,
    InterestPaid,
    Net,
    Pay,
    Refund,
    Release,
    Reserve,
    Revoke,
    Undue,
    Unpay,
    Waive,
)  # fmt: skip
from cip.incentives.money_rules import Known, Money

# Two sources; awards of 100 (300 left) and 60 cents.
START: tuple[Event, ...] = (
    Budget("x", 400), Budget("y", 60), Award("a", "x", 100), Award("b", "y", 60),
)  # fmt: skip
OWES: tuple[Event, ...] = (*START, Pay("a", 70), Revoke("a", 50))


def after(*events: Event) -> Money:
    money = Money()
    for event in events:
        assert money.do(event) is None, event
    return money


def balances(money: Money, *, of: str) -> dict[str, int]:
    return {account.kind: cents for account, cents in money.books.balances() if account.award == of and cents}


REFUSED: list[tuple[tuple[Event, ...], Event, str]] = [
    (START, Award("c", "z", 1), "award.source_unknown"),
    (START, Award("a", "x", 1), "award.id_used"),
    (START, Award("a", "y", 1), "award.id_used"),
    ((*START, Waive("a")), Award("a", "x", 1), "award.id_used"),
    ((*START, Pay("a", 1), Revoke("a", 1)), Award("a", "x", 1), "award.id_used"),
    (START, Award("c", "x", 301), "award.above_left"),
    (START, Award("c", "y", 1), "award.above_left"),
    ((*START, Reserve("c", "x", 300)), Award("d", "x", 1), "award.above_left"),
    ((*START, Reserve("c", "x", 200)), Award("c", "x", 301), "award.above_left"),
    ((*START, Reserve("c", "x", 200)), Award("c", "y", 1), "award.id_used"),
    ((*START, Reserve("c", "x", 200, "f")), Award("c", "x", 1, "g"), "award.id_used"),
    (START, Reserve("c", "z", 1), "reserve.source_unknown"),
    (START, Reserve("a", "x", 1), "reserve.id_used"),
    ((*START, Reserve("c", "x", 1)), Reserve("c", "x", 1), "reserve.id_used"),
    (START, Reserve("c", "x", 301), "reserve.above_left"),
    (START, Release("a"), "release.nothing_reserved"),
    (START, Release("c"), "release.nothing_reserved"),
    ((*START, Reserve("c", "x", 1), Release("c")), Release("c"), "release.nothing_reserved"),
    (START, Due("c", 1), "due.award_unknown"),
    (START, Due("a", 101), "due.above_committed"),
    ((*START, Due("a", 60)), Due("a", 41), "due.above_committed"),
    ((*START, Waive("a")), Due("a", 1), "due.award_waived"),
    (START, Undue("c", 1), "undue.award_unknown"),
    ((*START, Due("a", 60)), Undue("a", 61), "undue.above_due"),
    ((*START, Due("a", 60), Waive("a")), Undue("a", 1), "undue.award_waived"),
    (START, Pay("c", 1), "pay.award_unknown"),
    ((*START, Reserve("c", "x", 9)), Pay("c", 1), "pay.award_unknown"),
    (START, Pay("a", 101), "pay.above_unpaid"),
    ((*START, Pay("a", 99)), Pay("a", 2), "pay.above_unpaid"),
    ((*START, Pay("a", 50, 50)), Pay("a", 51), "pay.above_unpaid"),
    ((*START, Due("a", 30)), Pay("a", 101), "pay.above_unpaid"),
    ((*START, Waive("a")), Pay("a", 1), "pay.award_waived"),
    (OWES, Pay("a", 1), "pay.award_revoked"),
    (START, Pay("a", 10, 11), "pay.withheld_above_paid"),
    (START, Unpay("c", 1), "unpay.award_unknown"),
    ((*START, Pay("a", 50, 2)), Unpay("a", 49), "unpay.above_paid"),
    ((*START, Pay("a", 50, 2)), Unpay("a", 48, 3), "unpay.above_paid"),
    ((*START, Pay("a", 50, 2)), Unpay("a", 51, 2), "unpay.above_paid"),
    ((*START, Pay("a", 50, 20)), Unpay("a", 10, 11), "unpay.above_paid"),
    ((*START, Pay("a", 50), Waive("a")), Unpay("a", 1), "unpay.award_waived"),
    (OWES, Unpay("a", 1), "unpay.award_revoked"),
    (START, Expense("c", 1), "expense.award_unknown"),
    ((*START, Reserve("c", "x", 9)), Expense("c", 1), "expense.award_unknown"),
    (START, Expense("a", 101), "expense.above_awarded"),
    ((*START, Expense("a", 60)), Expense("a", 41), "expense.above_awarded"),
    ((*START, Pay("a", 30), Waive("a")), Expense("a", 31), "expense.above_awarded"),
    ((*START, Waive("a")), Expense("a", 1), "expense.above_awarded"),
    (START, Waive("c"), "waive.award_unknown"),
    ((*START, Reserve("c", "x", 9)), Waive("c"), "waive.award_unknown"),
    ((*START, Waive("a")), Waive("a"), "waive.award_waived"),
    (OWES, Waive("a"), "waive.award_revoked"),
    (START, Revoke("c", 0), "revoke.award_unknown"),
    (START, Revoke("a", 1), "revoke.owed_above_paid"),
    ((*START, Pay("a", 70)), Revoke("a", 71), "revoke.owed_above_paid"),
    ((*START, Waive("a")), Revoke("a", 0), "revoke.award_waived"),
    (OWES, Revoke("a", 0), "revoke.award_revoked"),
    (OWES, Net("c", "b", 1), "net.award_unknown"),
    (OWES, Net("a", "c", 1), "net.award_unknown"),
    ((*OWES, Reserve("c", "x", 9)), Net("a", "c", 1), "net.award_unknown"),
    (OWES, Net("a", "b", 51), "net.above_owed"),
    (OWES, Net("a", "a", 1), "net.above_unpaid"),
    (OWES, Net("b", "a", 1), "net.above_owed"),
    (START, Net("a", "b", 1), "net.above_owed"),
    ((*OWES, Pay("b", 20)), Net("a", "b", 41), "net.above_unpaid"),
    ((*OWES, Waive("b")), Net("a", "b", 1), "net.above_unpaid"),
    ((*OWES, Award("c", "x", 90, "f")), Net("a", "c", 1), "net.not_same_firm"),
    (OWES, Refund("a", 51), "refund.above_owed"),
    ((*OWES, Net("a", "b", 30)), Refund("a", 21), "refund.above_owed"),
    (START, Refund("a", 1), "refund.above_owed"),
    (START, Refund("c", 1), "refund.award_unknown"),
    (START, Interest("a", 1), "interest.nothing_owed"),
    ((*OWES, Refund("a", 50)), Interest("a", 1), "interest.nothing_owed"),
    (START, Interest("c", 1), "interest.award_unknown"),
    ((*OWES, Interest("a", 3)), InterestPaid("a", 4), "interest_paid.above_interest"),
    (START, InterestPaid("c", 1), "interest_paid.award_unknown"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "event", "rule"), REFUSED, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_rule_refuses_by_its_name_and_changes_nothing(before: tuple[Event, ...], event: Event, rule: str) -> None:
    money = after(*before)
    stands, known = list(money.books.balances()), dict(money.awards)
    assert money.refusal(event) == rule
    assert money.do(event) == rule
    assert list(money.books.balances()) == stands
    assert money.awards == known


# Who has what after events; no mention: nothing.
MOVED: list[tuple[tuple[Event, ...], str, dict[str, int]]] = [
    ((Budget("x", 3), Budget("x", 4)), "", {"available": 7, "funds": -7}),
    ((*START, Award("c", "x", 300)), "c", {"committed": 300}),
    ((*START, Reserve("c", "x", 300)), "c", {"reserved": 300}),
    ((*START, Reserve("c", "x", 9), Release("c"), Award("c", "x", 5)), "c", {"committed": 5}),
    ((*START, Reserve("c", "x", 9), Award("c", "x", 9)), "c", {"committed": 9}),
    ((*START, Reserve("c", "x", 9), Award("c", "x", 4)), "c", {"committed": 4}),
    ((*START, Reserve("c", "x", 9), Award("c", "x", 300)), "c", {"committed": 300}),
    ((*START, Due("a", 30)), "a", {"committed": 70, "due": 30}),
    ((*START, Due("a", 30), Undue("a", 30)), "a", {"committed": 100}),
    ((*START, Due("a", 30), Pay("a", 40)), "a", {"committed": 60, "paid": 40}),
    ((*START, Due("a", 30), Pay("a", 20)), "a", {"committed": 70, "due": 10, "paid": 20}),
    ((*START, Due("a", 100), Pay("a", 100, 4)), "a", {"paid": 96, "withheld": 4}),
    ((*START, Pay("a", 10, 10)), "a", {"committed": 90, "withheld": 10}),
    ((*START, Pay("a", 50, 2), Unpay("a", 50, 2)), "a", {"committed": 100}),
    ((*START, Pay("a", 50, 2), Unpay("a", 48)), "a", {"committed": 98, "withheld": 2}),
    ((*START, Pay("a", 50, 2), Unpay("a", 2, 2)), "a", {"committed": 52, "paid": 48}),
    ((*START, Due("a", 60), Pay("a", 50), Unpay("a", 20)), "a", {"committed": 60, "due": 10, "paid": 30}),
    ((*START, Pay("a", 100), Expense("a", 100)), "a", {"paid": 100, "accepted": 100}),
    ((*START, Pay("a", 30), Waive("a"), Expense("a", 30)), "a", {"paid": 30, "accepted": 30}),
    ((*START, Expense("a", 90), Pay("a", 30), Waive("a")), "a", {"paid": 30, "accepted": 90}),
    ((*START, Pay("a", 100), Waive("a")), "a", {"paid": 100}),
    ((*START, Waive("a")), "a", {}),
    ((*START, Due("a", 30), Waive("a")), "a", {}),
    ((*START, Due("a", 100), Waive("a")), "a", {}),
    ((*START, Due("a", 30), Pay("a", 10), Waive("a")), "a", {"paid": 10}),
    ((*START, Reserve("c", "x", 1, "f"), Award("c", "x", 1, "f"), Pay("c", 1)), "c", {"paid": 1}),
    ((*START, Due("a", 5), Pay("a", 70, 3), Revoke("a", 70)), "a", {"paid": 67, "withheld": 3, "owed": 70}),
    ((*START, Pay("a", 70), Revoke("a", 0)), "a", {"paid": 70}),
    ((*START, Revoke("a", 0)), "a", {}),
    ((*START, Pay("a", 100), Revoke("a", 100), Refund("a", 100)), "a", {"paid": 100, "recovered": 100}),
    ((*OWES, Net("a", "b", 50)), "a", {"paid": 70, "recovered": 50}),
    ((*OWES, Net("a", "b", 50)), "b", {"committed": 10, "paid": 50}),
    ((*OWES, Due("b", 20), Net("a", "b", 30), Net("a", "b", 20)), "b", {"committed": 10, "paid": 50}),
    ((*OWES, Refund("a", 20), Net("a", "b", 30)), "a", {"paid": 70, "recovered": 50}),
    ((*OWES, Interest("a", 3), InterestPaid("a", 1)), "a", {"paid": 70, "owed": 50, "interest": 2, "interest_paid": 1}),
    ((*OWES, Interest("a", 3), Refund("a", 50), InterestPaid("a", 3)), "a",
     {"paid": 70, "recovered": 50, "interest_paid": 3}),
]  # fmt: skip


@pytest.mark.parametrize(("events", "award", "stands"), MOVED)
def test_an_event_moves_what_it_says(events: tuple[Event, ...], award: str, stands: dict[str, int]) -> None:
    money = after(*events)
    assert balances(money, of=award) == stands
    assert money.books.total() == 0


@pytest.mark.parametrize(
    ("events", "left"),
    [
        (START, 300),
        ((*START, Waive("a")), 400),
        ((*START, Pay("a", 30), Waive("a")), 370),
        ((*START, Pay("a", 30), Due("a", 20), Revoke("a", 10)), 370),
        ((*START, Pay("a", 100), Revoke("a", 100), Refund("a", 100)), 300),
        ((*START, Reserve("c", "x", 300)), 0),
        ((*START, Reserve("c", "x", 300), Release("c")), 300),
        ((*START, Reserve("c", "x", 300), Award("c", "x", 100)), 200),
        ((*START, Budget("x", 5)), 305),
    ],
)
def test_what_is_left_of_the_source(events: tuple[Event, ...], left: int) -> None:
    money = after(*events)
    assert money.left("x") == left
    assert money.do(Award("last", "x", left + 1)) == "award.above_left"
    if left:
        assert money.do(Award("last", "x", left)) is None
        assert money.left("x") == 0


def test_what_was_released_may_be_reserved_again_also_from_another_source() -> None:
    money = after(*START[:2], Reserve("c", "x", 9), Release("c"), Reserve("c", "y", 60), Award("c", "y", 60))
    assert (money.awarded("c"), money.left("y"), money.left("x")) == (60, 0, 400)


def test_awards_of_one_firm_are_netted_across_sources() -> None:
    money = after(
        Budget("x", 100), Budget("y", 100), Award("a", "x", 100, "f"), Award("b", "y", 100, "f"), Pay("a", 100),
        Revoke("a", 80), Net("a", "b", 80),
    )  # fmt: skip
    books = money.books
    assert (books.of_source("x", "owed"), books.of_source("x", "recovered")) == (0, 80)
    assert (books.of_source("y", "paid"), books.of_source("y", "committed")) == (80, 20)
    assert money.paid("b") == 80


def test_whose_an_award_is_stays_known() -> None:
    money = after(
        Budget("x", 100), Reserve("a", "x", 10, "f"), Award("a", "x", 10, "f"), Award("b", "x", 10, "f"),
        Award("c", "x", 10), Pay("a", 10), Revoke("a", 10),
    )  # fmt: skip
    assert money.awards == {"a": Known("x", "f", "revoked"), "b": Known("x", "f"), "c": Known("x", None)}
    assert (money.refusal(Net("a", "b", 10)), money.refusal(Net("a", "c", 10))) == (None, "net.not_same_firm")


def test_what_stands_beside_the_budget_stands_against_its_source() -> None:
    money = after(*START, Pay("b", 60), Expense("b", 50), Revoke("b", 40), Interest("b", 3), Refund("b", 1))
    against = {account: cents for account, cents in money.books.balances() if account.kind in AGAINST and cents < 0}
    assert against == {
        Account("funds", "x"): -400,
        Account("funds", "y"): -60,
        Account("unproved", "y"): -50,
        Account("claims", "y"): -40,
        Account("interest_claims", "y"): -3,
    }


def test_each_posting_bears_the_name_of_its_event() -> None:
    money = after(*OWES[:-1])
    names = {
        type(event).__name__: [posting.what for posting in money.postings(event)]
        for event in (Budget("x", 1), Reserve("c", "x", 1), Award("c", "x", 1), Due("a", 1), Pay("a", 1),
                      Expense("a", 1), Waive("a"), Revoke("a", 1))
    }  # fmt: skip
    assert names == {
        "Budget": ["budget"], "Reserve": ["reserve"], "Award": ["award"], "Due": ["due"], "Pay": ["pay"],
        "Expense": ["expense"], "Waive": ["waive"], "Revoke": ["revoke", "revoke"],
    }  # fmt: skip
    money = after(*OWES, Interest("a", 5), Reserve("c", "x", 1), Due("b", 5), Pay("b", 5), Due("b", 5))
    names = {
        type(event).__name__: [posting.what for posting in money.postings(event)]
        for event in (
            Net("a", "b", 1),
            Refund("a", 1),
            Interest("a", 1),
            InterestPaid("a", 1),
            Release("c"),
            Undue("b", 1),
            Unpay("b", 1),
        )
    }
    assert names == {
        "Net": ["net", "net"], "Refund": ["refund"], "Interest": ["interest"], "InterestPaid": ["interest_paid"],
        "Release": ["release"], "Undue": ["undue"], "Unpay": ["unpay"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "made",
    [
        lambda: Budget("x", 0),
        lambda: Award("a", "x", -1),
        lambda: Reserve("a", "x", 0),
        lambda: Pay("a", 0),
        lambda: Pay("a", 5, -1),
        lambda: Pay("a", True),
        lambda: Unpay("a", 0),
        lambda: Unpay("a", 1, -1),
        lambda: Due("a", 0),
        lambda: Undue("a", -5),
        lambda: Expense("a", 1.0),  # type: ignore[arg-type]  # that is the test
        lambda: Revoke("a", -1),
        lambda: Net("a", "b", 0),
        lambda: Refund("a", -5),
        lambda: Interest("a", 0),
        lambda: InterestPaid("a", 0),
    ],
)
def test_an_event_without_a_sum_cannot_be_made(made: Any) -> None:
    with pytest.raises(ValueError, match="is a whole number of cents, at least"):
        made()


def test_the_smallest_sums_can() -> None:
    assert (Pay("a", 1).withheld, Revoke("a", 0).owed, Budget("x", 1).cents) == (0, 0, 1)


def test_what_is_no_event_is_a_mistake_of_the_program() -> None:
    @dataclass(frozen=True)
    class Gift:
        award: str

    with pytest.raises(TypeError, match=r"^Gift is no event of money$"):
        Money().do(Gift("a"))  # type: ignore[arg-type]  # that is the test


def test_a_ledger_opens_with_what_is_known() -> None:
    books = Books({Account("funds", "x"): -9, Account("paid", "x", "a"): 9})
    money = Money(books, {"a": Known("x", None, "waived")})
    assert (money.paid("a"), money.do(Pay("a", 1)), money.do(Award("a", "x", 1))) == (
        9,
        "pay.award_waived",
        "award.id_used",
    )
