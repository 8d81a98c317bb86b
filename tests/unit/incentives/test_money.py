"""Money as stored: cents shared out over sources, totals over shares, the rules over running sums."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cip.incentives.ledger import Account
from cip.incentives.money import SHARE_KINDS, AwardShare, FundingLine, money_of, split, total
from cip.incentives.money_events import Award, Due, Interest, Net, Pay, Refund, Reserve

many = settings(max_examples=300, deadline=None)
rooms = st.lists(st.integers(0, 400), max_size=7).map(
    lambda cents: [(f"s{at}", room) for at, room in enumerate(cents)]
)  # fmt: skip


def line(**sums: int) -> FundingLine:
    nothing = dict.fromkeys(("budget", "available", *SHARE_KINDS), 0)
    return FundingLine(id="x", call_id="c", source_id="dgr", seq=1, **nothing | sums)


def share(name: str, *, granted: int = 0, ended: str | None = None, **sums: int) -> AwardShare:
    return AwardShare(
        id=name, award_id=f"award {name}", line_id="x", source_id="dgr", granted=granted,
        ended=ended,  # type: ignore[arg-type]  # one of its words
        **dict.fromkeys(SHARE_KINDS, 0) | sums,
    )  # fmt: skip


@many
@given(st.integers(0, 2_000), rooms)
def test_shares_add_up_and_fill_one_room_after_the_other(cents: int, given_rooms: list[tuple[str, int]]) -> None:
    room = sum(one for _name, one in given_rooms)
    if cents > room:
        with pytest.raises(ValueError, match=f"^{cents - room} cents find no room$"):
            split(cents, given_rooms)
        return
    parts = split(cents, given_rooms)
    assert sum(part for _name, part in parts) == cents
    assert all(part > 0 for _name, part in parts)
    # The same, a cent after the other.
    coins = [name for name, one in given_rooms for _cent in range(one)][:cents]
    assert parts == [(name, coins.count(name)) for name in dict.fromkeys(coins)]


@many
@given(st.integers(0, 300), st.integers(0, 300), rooms)
def test_sharing_twice_is_sharing_once(first: int, second: int, given_rooms: list[tuple[str, int]]) -> None:
    if first + second > sum(one for _name, one in given_rooms):
        return
    begun = dict(split(first, given_rooms))
    rest = [(name, room - begun.get(name, 0)) for name, room in given_rooms]
    both = {name: begun.get(name, 0) + dict(split(second, rest)).get(name, 0) for name, _room in given_rooms}
    assert {name: cents for name, cents in both.items() if cents} == dict(split(first + second, given_rooms))


def test_the_last_cent_has_room_and_the_next_has_none() -> None:
    assert split(7, [("x", 3), ("y", 0), ("z", 4)]) == [("x", 3), ("z", 4)]
    assert split(0, []) == []
    with pytest.raises(ValueError, match=r"^1 cents find no room$"):
        split(8, [("x", 3), ("y", 0), ("z", 4)])


def test_what_a_line_and_a_share_add_up_to() -> None:
    sums = {"committed": 1, "due": 20, "paid": 300, "withheld": 4_000, "reserved": 50_000, "accepted": 7}
    assert line(**sums).awarded == share("a", ended=None, **sums).awarded == 4_321
    assert share("a", ended=None, **sums).settled == 4_300
    assert total([share("a", ended=None, **sums), share("b", due=2)], "due", "reserved") == 50_022
    assert total([], "due") == 0


def test_the_rules_hold_over_what_is_stored() -> None:
    money = money_of(
        [line(budget=1_000, available=300, committed=100, due=200, paid=350, withheld=50, owed=60, accepted=70)],
        [
            share("a", granted=400, committed=100, due=200, paid=90, withheld=10, accepted=70),
            share("b", granted=500, ended="revoked", paid=260, withheld=40, owed=60, recovered=30, interest=5),
            share("released"),
        ],
        {"award a": "f", "award b": "f", "award released": "f"},
    )
    books = money.books
    assert (money.left("x"), books.budget("x"), money.awarded("a"), money.paid("b")) == (300, 1_000, 400, 300)
    assert dict(books.balances())[Account("claims", "x")] == -90
    assert dict(books.balances())[Account("unproved", "x")] == -70
    assert dict(books.balances())[Account("interest_claims", "x")] == -5
    assert all(cents for _account, cents in books.balances()), "an account that holds nothing is none"
    assert money.refusal(Award("c", "x", 301, "f")) == "award.above_left"
    assert money.refusal(Award("a", "x", 1, "f")) == "award.id_used"
    assert money.refusal(Reserve("released", "x", 300, "f")) is None
    assert money.refusal(Due("a", 101)) == "due.above_committed"
    assert money.refusal(Pay("b", 1)) == "pay.award_revoked"
    assert money.refusal(Net("b", "a", 61)) == "net.above_owed"
    assert money.refusal(Refund("b", 60)) is None
    for event in (Net("b", "a", 60), Pay("a", 240, 9), Reserve("released", "x", 300, "f")):
        assert money.do(event) is None
    assert money.refusal(Interest("b", 1)) == "interest.nothing_owed"
    assert (money.paid("a"), money.left("x")) == (400, 0)


def test_whose_an_award_is_comes_from_the_firms() -> None:
    shares = [share("a", granted=9, paid=9, owed=9, ended="revoked"), share("b", granted=9, committed=9)]
    money = money_of([line(budget=18, paid=9, committed=9)], shares, {"award a": "f", "award b": "g"})
    assert money.do(Net("a", "b", 9)) == "net.not_same_firm"
