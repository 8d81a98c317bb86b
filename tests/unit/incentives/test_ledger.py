"""The books: what a posting must be, what no account may hold, sums by award and source."""

import pytest

from cip.incentives.ledger import (
    AGAINST,
    AWARDED,
    BUDGET_KINDS,
    KINDS,
    SETTLED,
    Account,
    Books,
    Leg,
    NegativeError,
    Posting,
    move,
)

FUNDS, FREE = Account("funds", "x"), Account("available", "x")
KEPT, PAID = Account("committed", "x", "a"), Account("paid", "x", "a")


def given(cents: int) -> Posting:
    return move("budget", [(FUNDS, cents)], FREE)


@pytest.mark.parametrize(
    "legs",
    [
        (),
        (Leg(FREE, 0),),
        (Leg(FREE, 5),),
        (Leg(FUNDS, -5), Leg(FREE, 4)),
        (Leg(FUNDS, -5), Leg(FREE, 5), Leg(KEPT, 0)),
        (Leg(FUNDS, -5), Leg(FREE, 5), Leg(KEPT, 1)),
    ],
)
def test_a_posting_that_is_none_cannot_be_made(legs: tuple[Leg, ...]) -> None:
    with pytest.raises(ValueError, match=r"^(a posting has at least two legs|the legs of a posting add up to zero)"):
        Posting("award", legs)


def test_a_move_leaves_out_what_gives_nothing() -> None:
    posting = move("waive", [(KEPT, 5), (PAID, 0), (Account("due", "x", "a"), 2)], FREE)
    assert posting == Posting("waive", (Leg(KEPT, -5), Leg(Account("due", "x", "a"), -2), Leg(FREE, 7)))


@pytest.mark.parametrize("taken", [[], [(KEPT, 0)], [(KEPT, 5), (PAID, -5)]])
def test_a_move_of_nothing_is_none(taken: list[tuple[Account, int]]) -> None:
    with pytest.raises(ValueError, match="at least two legs"):
        move("waive", taken, FREE)


def test_books_sum_by_award_by_source_and_by_kind() -> None:
    books = Books()
    for posting in (
        given(100),
        move("award", [(FREE, 60)], KEPT),
        move("award", [(FREE, 15)], Account("committed", "x", "b")),
        move("pay", [(KEPT, 20)], PAID),
        move("budget", [(Account("funds", "y"), 7)], Account("available", "y")),
    ):
        books.post(posting)
    assert (books.of_award("a", "committed"), books.of_award("a", "paid"), books.of_award("a", "due")) == (40, 20, 0)
    assert (books.of_award("a", *AWARDED), books.of_award("a", *SETTLED), books.of_award("c", *KINDS)) == (60, 20, 0)
    assert (books.of_source("x", *AWARDED), books.of_source("x", "available"), books.budget("x")) == (75, 25, 100)
    assert (books.of_source("y", *BUDGET_KINDS), books.budget("z")) == (7, 0)
    assert books.total() == 0
    accounts = [FREE, Account("available", "y"), KEPT, Account("committed", "x", "b"), FUNDS, Account("funds", "y")]
    cents = [25, 7, 40, 15, -100, -7, 20]
    assert list(books.balances()) == list(zip([*accounts, PAID], cents, strict=True))


def test_one_cent_too_much_is_refused_and_changes_nothing() -> None:
    books = Books()
    books.post(given(5))
    before = list(books.balances())
    too_much = Posting("award", (Leg(FREE, -6), Leg(KEPT, 4), Leg(PAID, 2)))
    with pytest.raises(NegativeError, match=r"^available of x would stand at -1 cents$"):
        books.post(too_much)
    with pytest.raises(NegativeError, match=r"^paid of a would stand at -1 cents$"):
        books.post(Posting("net", (Leg(FREE, 1), Leg(PAID, -1))))
    assert list(books.balances()) == before
    assert (books.of_award("a", *KINDS), books.of_source("x", "available")) == (0, 5)
    books.post(move("award", [(FREE, 5)], KEPT))
    assert books.of_source("x", "available") == 0


@pytest.mark.parametrize("kind", AGAINST)
def test_the_other_side_never_passes_zero(kind: str) -> None:
    account = Account(kind, "x")  # type: ignore[arg-type]  # one of its kinds
    books = Books({account: -5, FREE: 5})
    books.post(Posting("back", (Leg(FREE, -5), Leg(account, 5))))
    assert dict(books.balances())[account] == 0
    with pytest.raises(NegativeError, match="would stand at 1 cents"):
        Books({account: 0, FREE: 1}).post(Posting("back", (Leg(FREE, -1), Leg(account, 1))))


def test_two_legs_on_one_account_count_together() -> None:
    books = Books({FREE: 5, FUNDS: -5})
    books.post(Posting("award", (Leg(FREE, -7), Leg(FREE, 3), Leg(KEPT, 4))))
    assert (books.of_source("x", "available"), books.of_award("a", "committed")) == (1, 4)
    with pytest.raises(NegativeError):
        books.post(Posting("award", (Leg(FREE, -1), Leg(FREE, -1), Leg(KEPT, 2))))


def test_books_open_with_what_stands_on_them() -> None:
    books = Books({FREE: 3, KEPT: 4, PAID: 5})
    assert (books.of_award("a", *AWARDED), books.of_source("x", *BUDGET_KINDS), books.total()) == (9, 12, 12)


def test_every_kind_stands_on_one_side_or_in_the_budget_or_beside_it() -> None:
    beside = {"accepted", "owed", "recovered", "interest", "interest_paid"}
    assert set(KINDS) == {*BUDGET_KINDS, *AGAINST} | beside
    assert set(SETTLED) < set(AWARDED) < set(BUDGET_KINDS)
