"""Who gets how much: in turn or in equal shares, quotas, the reserve list; nothing is ever given twice or lost."""

from fractions import Fraction
from typing import Any, Literal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cip.incentives.allocation import Award, Entry, KeptShare, MoneyPolicy, allocate, awarded
from cip.rulebook.shapes.call import Policy
from tests.unit.incentives import small_calls as small

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def entries(*cents: int, young: str = "") -> list[Entry]:
    """Entries a, b, c... asking for cents; those named in `young` belong to that quota."""
    return [
        Entry(letter, amount, frozenset({"young"} if letter in young else ()))
        for letter, amount in zip("abcdefghij", cents, strict=False)
    ]


def given_to(budget: int | None, asked: list[Entry], **policy: Any) -> list[int]:
    return [award.cents for award in allocate(budget, asked, MoneyPolicy(**policy))]


def statuses(budget: int | None, asked: list[Entry], **policy: Any) -> list[str]:
    return [award.status for award in allocate(budget, asked, MoneyPolicy(**policy))]


def whys(budget: int | None, asked: list[Entry], **policy: Any) -> list[str]:
    return [award.why for award in allocate(budget, asked, MoneyPolicy(**policy))]


def young(share: Fraction) -> tuple[KeptShare, ...]:
    return (KeptShare("young", share),)


def test_in_order_until_the_money_ends() -> None:
    assert given_to(100, entries(40, 60, 1)) == [40, 60, 0]
    assert statuses(100, entries(40, 60, 1)) == ["funded", "funded", "unfunded"]
    assert given_to(99, entries(40, 60, 1)) == [40, 0, 0]
    assert whys(99, entries(40, 60, 1)) == ["full", "too_little", "below_line"]
    assert [award.available for award in allocate(99, entries(40, 60, 1), MoneyPolicy())] == [99, 59, 59]


def test_skip_looks_at_the_next() -> None:
    assert given_to(99, entries(40, 60, 1, 59, 58), stops=False) == [40, 0, 1, 0, 58]
    assert whys(99, entries(40, 60, 1), stops=False) == ["full", "too_little", "full"]


def test_a_reserve_list_is_for_those_who_are_due_something() -> None:
    assert statuses(50, entries(40, 60, 0, 5), reserve=True) == ["funded", "reserve", "unfunded", "reserve"]
    assert whys(50, entries(40, 60, 0), reserve=True) == ["full", "too_little", "nothing_due"]
    assert statuses(50, entries(40, 60), reserve=False) == ["funded", "unfunded"]


def test_an_amount_of_nothing_stops_nobody() -> None:
    assert given_to(100, entries(0, 100)) == [0, 100]
    assert given_to(0, entries(0, 1)) == [0, 0]


def test_without_a_known_budget_nobody_gets_anything() -> None:
    assert statuses(None, entries(5, 0), reserve=True) == ["unfunded", "unfunded"]
    assert whys(None, entries(5, 0)) == ["no_budget", "nothing_due"]


def test_the_rest_goes_to_the_next_in_part_if_it_is_large_enough() -> None:
    part = {"partial": "if_left", "minimum_share": Fraction(60, 100)}
    assert given_to(100, entries(40, 100, 5), **part) == [40, 60, 0]
    assert statuses(100, entries(40, 100, 5), **part) == ["funded", "partial", "unfunded"]
    assert whys(100, entries(40, 100, 5), **part) == ["full", "rest", "below_line"]
    assert given_to(99, entries(40, 100, 5), **part) == [40, 0, 0]
    assert given_to(99, entries(40, 100, 5), stops=False, **part) == [40, 0, 5]
    assert given_to(99, entries(40, 99, 5), **part) == [40, 0, 0]  # 59.4 cents are the least
    assert given_to(100, entries(40, 100, 5), partial="if_left") == [40, 60, 0]
    assert given_to(40, entries(40, 100, 5), partial="if_left") == [40, 0, 0]
    assert statuses(40, entries(40, 100), partial="if_left", reserve=True) == ["funded", "reserve"]


def test_everybody_gets_the_same_share() -> None:
    assert given_to(100, entries(100, 50, 50), partial="pro_rata") == [50, 25, 25]
    assert given_to(200, entries(100, 50, 50), partial="pro_rata") == [100, 50, 50]
    assert given_to(500, entries(100, 50, 50), partial="pro_rata") == [100, 50, 50]
    assert statuses(200, entries(100, 50, 0), partial="pro_rata") == ["funded", "funded", "unfunded"]
    assert statuses(100, entries(100, 50), partial="pro_rata") == ["partial", "partial"]
    assert whys(100, entries(100, 50), partial="pro_rata") == ["share", "share"]


def test_cents_left_over_go_to_the_largest_remainders() -> None:
    assert given_to(100, entries(100, 100, 100), partial="pro_rata") == [34, 33, 33]
    assert given_to(10, entries(7, 7, 6), partial="pro_rata") == [4, 3, 3]  # 3.5, 3.5, 3
    assert given_to(10, entries(5, 9, 9), partial="pro_rata") == [2, 4, 4]  # 2.17, 3.91, 3.91
    assert given_to(2, entries(1, 1, 1), partial="pro_rata") == [1, 1, 0]
    assert whys(2, entries(1, 1, 1), partial="pro_rata") == ["full", "full", "no_share"]


def test_who_would_get_too_small_a_part_leaves_last_first() -> None:
    part = {"partial": "pro_rata", "minimum_share": HALF}
    assert given_to(100, entries(100, 100, 100), **part) == [50, 50, 0]
    assert statuses(100, entries(100, 100, 100), reserve=True, **part) == ["partial", "partial", "reserve"]
    assert given_to(49, entries(100, 100), **part) == [0, 0]
    assert given_to(100, entries(100, 0, 100), **part) == [50, 0, 50]


def test_rounding_never_leaves_a_part_below_its_least() -> None:
    # Of 3 cents half is 1.5: the least part is 2, and the others share what remains.
    found = given_to(104, entries(3, 199), partial="pro_rata", minimum_share=HALF)
    assert found == [2, 102]
    assert given_to(102, entries(3, 200), partial="pro_rata", minimum_share=HALF) == [2, 100]
    assert given_to(101, entries(3, 200), partial="pro_rata", minimum_share=HALF) == [3, 0]


def test_a_quota_keeps_money_for_its_own() -> None:
    asked = entries(40, 40, 40, young="c")
    assert given_to(100, asked) == [40, 40, 0]
    assert given_to(100, asked, quotas=young(HALF)) == [40, 0, 40]
    assert given_to(100, asked, quotas=young(Fraction(20, 100))) == [40, 40, 0]
    assert whys(100, asked, quotas=young(HALF)) == ["full", "too_little", "full"]


def test_what_a_quota_cannot_use_goes_back() -> None:
    assert given_to(100, entries(40, 40, 20, young="c"), quotas=young(HALF)) == [40, 40, 20]
    assert given_to(100, entries(40, 60, young=""), quotas=young(HALF)) == [40, 60]
    # 50 are kept, the two young ask for 30 each: one is served, 20 return to the others.
    assert given_to(100, entries(50, 20, 30, 30, young="cd"), quotas=young(HALF)) == [50, 20, 30, 0]
    assert given_to(100, entries(10, 60, 60, young="a"), quotas=young(HALF)) == [10, 60, 0]


def test_the_first_of_a_quota_use_what_is_kept() -> None:
    assert given_to(100, entries(50, 50, 50, young="a"), quotas=young(HALF)) == [50, 50, 0]
    assert given_to(100, entries(80, 50, young="a"), quotas=young(HALF)) == [80, 0]


def test_two_quotas_and_who_belongs_to_both() -> None:
    both = (KeptShare("young", Fraction(30, 100)), KeptShare("far", Fraction(30, 100)))
    asked = [
        Entry("a", 50),
        Entry("b", 30, frozenset({"young"})),
        Entry("c", 30, frozenset({"far"})),
        Entry("d", 40),
    ]
    assert given_to(100, asked, quotas=both, stops=False) == [0, 30, 30, 40]
    one_for_both = [Entry("a", 60), Entry("b", 30, frozenset({"young", "far"}))]
    assert given_to(100, one_for_both, quotas=both) == [60, 30]


def test_stop_ends_only_those_who_have_no_other_money() -> None:
    asked = entries(60, 50, 30, 5, young="cd")
    assert given_to(100, asked, quotas=young(Fraction(40, 100))) == [60, 0, 30, 5]
    asked = entries(60, 50, 45, 5, 1, young="cd")
    assert given_to(100, asked, quotas=young(Fraction(40, 100))) == [60, 0, 0, 0, 0]
    asked = entries(60, 10, 50, 5, young="c")
    # c needs 50 and 40 are kept: it cannot be served, so nothing is kept any more and b is.
    assert given_to(100, asked, quotas=young(Fraction(40, 100)))[:3] == [60, 10, 0]


def test_quotas_of_equal_shares() -> None:
    asked = entries(100, 100, 100, young="c")
    assert given_to(90, asked, partial="pro_rata") == [30, 30, 30]
    assert given_to(90, asked, partial="pro_rata", quotas=young(HALF)) == [23, 22, 45]
    assert given_to(90, asked, partial="pro_rata", quotas=young(THIRD)) == [30, 30, 30]
    assert given_to(90, entries(100, 100, 10, young="c"), partial="pro_rata", quotas=young(HALF)) == [40, 40, 10]
    least = {"partial": "pro_rata", "minimum_share": HALF, "quotas": young(HALF)}
    assert given_to(100, entries(60, 200, 80, young="c"), **least) == [50, 0, 50]


def test_the_policy_of_a_call() -> None:
    plain = Policy.model_validate(small.policy())
    assert MoneyPolicy.of(plain) == MoneyPolicy("none", Fraction(0), stops=True, reserve=False)
    quota = {"id": "young", "label": small.text("q"), "share": 12.5, "when": "true"}
    rich = Policy.model_validate(
        small.policy(
            partial={"kind": "if_left", "minimum_share": 60},
            beyond="skip",
            reserve={"months": 12},
            quotas=[quota],
        )
    )
    found = MoneyPolicy.of(rich)
    assert (found.partial, found.minimum_share, found.stops, found.reserve) == ("if_left", Fraction(3, 5), False, True)
    assert found.quotas == (KeptShare("young", Fraction(1, 8)),)
    silent = Policy.model_validate(small.policy(partial="unknown", beyond="unknown", reserve="unknown"))
    assert MoneyPolicy.of(silent) == MoneyPolicy()


many = settings(max_examples=200, deadline=None)
amounts = st.lists(st.integers(0, 400), max_size=9)
members = st.lists(st.sets(st.sampled_from(("young", "far"))), min_size=9, max_size=9)
shares = st.integers(0, 100).map(lambda percent: Fraction(percent, 100))
QUOTAS = (KeptShare("young", Fraction(30, 100)), KeptShare("far", Fraction(20, 100)))


@st.composite
def policies(draw: st.DrawFn) -> MoneyPolicy:
    kinds: list[Literal["none", "if_left", "pro_rata"]] = ["none", "if_left", "pro_rata"]
    return MoneyPolicy(
        draw(st.sampled_from(kinds)),
        draw(shares),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.sampled_from(((), QUOTAS))),
    )


def lined_up(cents: list[int], kinds: list[set[str]]) -> list[Entry]:
    return [Entry(f"e{at}", amount, frozenset(kinds[at])) for at, amount in enumerate(cents)]


@many
@given(st.integers(0, 2000), amounts, members, policies())
def test_never_more_than_there_is_nor_than_is_asked(
    budget: int, cents: list[int], kinds: list[set[str]], policy: MoneyPolicy
) -> None:
    asked = lined_up(cents, kinds)
    found = allocate(budget, asked, policy)
    assert awarded(found) <= budget
    assert [award.id for award in found] == [entry.id for entry in asked]
    for award, entry in zip(found, asked, strict=True):
        assert 0 <= award.cents <= entry.cents
        if policy.partial == "none":
            assert award.cents in (0, entry.cents)
        if 0 < award.cents < entry.cents:
            assert award.cents >= entry.cents * policy.minimum_share
            assert award.status == "partial"
        if award.cents == 0:
            assert award.status in ("reserve", "unfunded")
        assert (award.status == "funded") is (award.cents == entry.cents > 0)


@many
@given(st.integers(0, 2000), amounts, shares)
def test_equal_shares_use_the_pool_to_the_cent(budget: int, cents: list[int], least: Fraction) -> None:
    asked = lined_up(cents, [set()] * len(cents))
    found = allocate(budget, asked, MoneyPolicy("pro_rata", least))
    staying = [entry for entry, award in zip(asked, found, strict=True) if award.cents]
    if sum(cents) <= budget:
        assert awarded(found) == sum(cents)
    elif staying and least > 0:
        assert awarded(found) == min(budget, sum(entry.cents for entry in staying))
    elif least == 0:
        assert awarded(found) == budget
    parts = {award.id: award.cents for award in found}
    again = allocate(budget, asked[::-1], MoneyPolicy("pro_rata"))
    if least == 0:
        assert {award.id: award.cents for award in again} == parts


@many
@given(st.integers(0, 2000), amounts, st.booleans())
def test_the_line_is_a_cut_unless_somebody_is_skipped(budget: int, cents: list[int], reserve: bool) -> None:
    asked = lined_up([amount + 1 for amount in cents], [set()] * len(cents))
    got = [award.cents > 0 for award in allocate(budget, asked, MoneyPolicy(reserve=reserve))]
    assert got == sorted(got, reverse=True)


@many
@given(st.integers(0, 2000), amounts, members, st.booleans())
def test_a_quota_gets_what_is_kept_or_all_that_it_can_use(
    budget: int, cents: list[int], kinds: list[set[str]], stops: bool
) -> None:
    """Where parts may be as small as a cent, nothing is lost on amounts that do not fit."""
    asked = lined_up(cents, [kind & {"young"} for kind in kinds])
    kept = (KeptShare("young", Fraction(30, 100)),)
    found = allocate(budget, asked, MoneyPolicy("if_left", stops=stops, quotas=kept))
    of_quota = [(award.cents, entry.cents) for award, entry in zip(found, asked, strict=True) if entry.quotas]
    got, wanted = sum(one for one, _ in of_quota), sum(one for _, one in of_quota)
    assert got >= min(budget * 30 // 100, wanted)
    assert awarded(found) == min(budget, sum(cents))


@many
@given(st.integers(0, 2000), amounts, members)
def test_nothing_stays_kept_for_nobody(budget: int, cents: list[int], kinds: list[set[str]]) -> None:
    """Who was skipped could not have been served with what is left."""
    asked = lined_up(cents, kinds)
    assume(asked)
    found: tuple[Award, ...] = allocate(budget, asked, MoneyPolicy("none", stops=False, quotas=QUOTAS))
    left = budget - awarded(found)
    for award, entry in zip(found, asked, strict=True):
        if award.cents == 0 and entry.cents:
            assert entry.cents > left


@pytest.mark.parametrize("kind", ["none", "if_left", "pro_rata"])
def test_no_entries_no_awards(kind: Any) -> None:
    assert allocate(100, [], MoneyPolicy(kind)) == ()
