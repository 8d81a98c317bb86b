"""Who is next when money comes back: by the call's rules for money, never more than is free."""

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cip.incentives.allocation import Entry, KeptShare, MoneyPolicy
from cip.incentives.roll_down import Line, Proposal, propose

ON = date(2027, 3, 1)
FULL = MoneyPolicy(reserve=True, stops=False)


def line(budget: int, live: dict[str, int], *cents: int, **more: Any) -> Line:
    """A ranking of entries a, b, c... that ask for cents; `more` replaces what a list has."""
    young = more.pop("young", "")
    entries = [
        Entry(letter, amount, frozenset({"young"} if letter in young else ()))
        for letter, amount in zip("abcdefghij", cents, strict=False)
    ]
    known = {"ended": (), "spent": 0, "published_on": date(2027, 1, 1), "months": 12, "changed": False}
    return Line(entries=entries, live=live, budget=budget, **{**known, **more})


def gets(found: Proposal) -> list[tuple[str, int]]:
    return [(one.entry_id, one.cents) for one in found.next]


def test_the_next_that_fits_is_next_and_each_says_why() -> None:
    found = propose(line(100, {"a": 40, "b": 40}, 40, 40, 30, 20), FULL, ON)
    assert gets(found) == [("d", 20)]
    assert [(one.rank, one.because[0].rule) for one in found.waiting] == [
        (3, "reserve.too_little"),
        (4, "reserve.full"),
    ]
    assert (found.free, found.left, found.open) == (20, 0, True)


def test_a_call_that_stops_lets_nobody_pass() -> None:
    found = propose(line(100, {"a": 40, "b": 40}, 40, 40, 30, 20), MoneyPolicy(reserve=True, stops=True), ON)
    assert gets(found) == []
    assert found.waiting[1].because[0].rule == "reserve.below_line"


def test_the_rest_goes_to_the_next_where_the_call_allows_it() -> None:
    policy = MoneyPolicy("if_left", Fraction(60, 100), stops=False, reserve=True)
    assert gets(propose(line(100, {"a": 40}, 40, 90, 50), policy, ON)) == [("b", 60)]
    assert gets(propose(line(100, {"a": 40}, 40, 101, 50), policy, ON)) == [("c", 50)]


def test_who_gave_up_is_not_next_and_what_was_paid_is_not_free() -> None:
    found = propose(line(100, {"b": 40}, 60, 40, 30, ended={"a"}, spent=25), FULL, ON)
    assert (found.free, gets(found)) == (35, [("c", 30)])


def test_a_quota_is_kept_for_those_who_wait_in_it() -> None:
    policy = MoneyPolicy(stops=False, reserve=True, quotas=(KeptShare("young", Fraction(30, 100)),))
    assert gets(propose(line(100, {"a": 60}, 60, 40, 30, young="c"), policy, ON)) == [("c", 30)]
    used = line(100, {"a": 60, "c": 0}, 60, 40, 30, young="ac")
    assert gets(propose(used, policy, ON)) == [("b", 40)]


def test_what_keeps_people_from_acting_is_said() -> None:
    open_list = line(100, {}, 50)
    assert propose(line(100, {}, 50, months=None), MoneyPolicy(), ON).blocks == ("none",)
    assert propose(open_list, FULL, date(2028, 1, 1)).blocks == ()
    late = propose(open_list, FULL, date(2028, 1, 2))
    assert (late.blocks, late.open) == (("over",), False)
    assert propose(line(100, {}, 50, changed=True), FULL, ON).blocks == ("changed",)
    assert propose(open_list, MoneyPolicy("pro_rata", reserve=True), ON).blocks == ("shares",)
    assert all(one.it and one.en for one in late.because)


def test_the_digest_names_exactly_what_was_proposed() -> None:
    one, same = propose(line(100, {}, 50), FULL, ON), propose(line(100, {}, 50), FULL, ON)
    assert one.digest == same.digest
    assert one.digest != propose(line(99, {}, 50), FULL, ON).digest


@given(
    st.lists(st.integers(0, 90), min_size=1, max_size=8),
    st.integers(0, 300),
    st.sampled_from(["none", "if_left"]),
    st.booleans(),
    st.sets(st.sampled_from("abcdefgh")),
)
def test_never_more_than_is_free_and_nobody_twice(
    cents: list[int], budget: int, partial: Any, stops: bool, young: set[str]
) -> None:
    live = {"a": min(cents[0], budget)}
    quotas = (KeptShare("young", Fraction(1, 3)),)
    policy = MoneyPolicy(partial, Fraction(1, 2), stops=stops, reserve=True, quotas=quotas)
    found = propose(line(budget, live, *cents, young="".join(young)), policy, ON)
    assert sum(one.cents for one in found.next) <= found.free == budget - live["a"]
    assert "a" not in {one.entry_id for one in found.waiting}
    assert found.left >= 0
