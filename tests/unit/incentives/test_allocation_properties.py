"""What no allocation may do, on random budgets, amounts and policies."""

from fractions import Fraction
from typing import Literal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cip.incentives.allocation import Award, Entry, KeptShare, MoneyPolicy, allocate, awarded

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


def one_of(kind: set[str]) -> set[str]:
    """One quota at most."""
    return set(sorted(kind)[:1])


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
    asked = lined_up(cents, [one_of(kind) for kind in kinds])
    found = allocate(budget, asked, MoneyPolicy("if_left", stops=stops, quotas=QUOTAS))
    for quota in QUOTAS:
        pairs = [
            (award.cents, entry.cents) for award, entry in zip(found, asked, strict=True) if quota.id in entry.quotas
        ]
        got, wanted = sum(one for one, _ in pairs), sum(one for _, one in pairs)
        assert got >= min(int(budget * quota.share), wanted)
    assert awarded(found) == min(budget, sum(cents))


@many
@given(st.integers(0, 2000), amounts, members)
def test_nothing_stays_kept_for_nobody(budget: int, cents: list[int], kinds: list[set[str]]) -> None:
    """Who was skipped could not have been served with what is left."""
    asked = lined_up(cents, [one_of(kind) for kind in kinds])
    assume(asked)
    found: tuple[Award, ...] = allocate(budget, asked, MoneyPolicy("none", stops=False, quotas=QUOTAS))
    left = budget - awarded(found)
    for award, entry in zip(found, asked, strict=True):
        if award.cents == 0 and entry.cents:
            assert entry.cents > left
