"""The single undertaking as a graph of dated ties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.incentives.undertaking import TIE_KINDS, Tie, TieKind, undertaking_of
from cip.rulebook.parameters import ParameterError
from tests.unit.incentives.laws import shipped_law

ON = date(2026, 3, 2)
DAY = timedelta(days=1)


def firms(firm: str, *ties: Tie, on: date = ON) -> set[str]:
    return set(undertaking_of(firm, ties, shipped_law(), on).firms)


def test_a_firm_without_ties_is_alone() -> None:
    found = undertaking_of("a", (), shipped_law(), ON)
    assert (found.firm, set(found.firms), dict(found.through), found.left_out) == ("a", {"a"}, {}, ())


@pytest.mark.parametrize("kind", ["majority", "control", "agreement"])
def test_a_tie_counts_either_way_round(kind: TieKind) -> None:
    tie = Tie("a", "b", kind)
    assert firms("a", tie) == firms("b", tie) == {"a", "b"}
    assert firms("a", tie, on=date(2015, 1, 1)) == {"a", "b"}


def test_chains_pass_through_firms_that_say_nothing() -> None:
    chain = [Tie("b", "a", "majority"), Tie("b", "c", "control"), Tie("d", "c", "agreement"), Tie("x", "y", "control")]
    assert firms("a", *chain) == {"a", "b", "c", "d"}
    assert firms("d", *chain) == {"a", "b", "c", "d"}
    assert firms("y", *chain) == {"x", "y"}


def test_a_ring_and_a_tie_with_itself_end() -> None:
    ring = [Tie("a", "b", "control"), Tie("b", "c", "control"), Tie("c", "a", "control"), Tie("a", "a", "control")]
    assert firms("a", *ring) == {"a", "b", "c"}


def test_the_tie_that_brought_a_firm_in_is_told() -> None:
    first, second = Tie("a", "b", "majority"), Tie("c", "b", "control")
    found = undertaking_of("a", [second, first], shipped_law(), ON)
    assert found.through == {"b": first, "c": second}


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        (None, None, True),
        (ON, None, True),
        (ON + DAY, None, False),
        (None, ON, True),
        (None, ON - DAY, False),
        (ON, ON, True),
    ],
)
def test_the_first_and_the_last_day_of_a_tie_count(start: date | None, end: date | None, counts: bool) -> None:
    assert firms("a", Tie("a", "b", "majority", start, end)) == ({"a", "b"} if counts else {"a"})


def test_ties_through_natural_persons_count_from_2024() -> None:
    person = Tie("a", "b", "natural_person")
    assert firms("a", person, on=date(2023, 12, 31)) == {"a"}
    assert firms("a", person, on=date(2024, 1, 1)) == {"a", "b"}


def test_a_chain_through_a_natural_person_is_cut_until_2023() -> None:
    chain = [Tie("a", "b", "majority"), Tie("b", "c", "natural_person"), Tie("c", "d", "majority")]
    assert firms("a", *chain, on=date(2023, 12, 31)) == {"a", "b"}
    assert firms("a", *chain, on=date(2024, 1, 1)) == {"a", "b", "c", "d"}


def test_what_was_left_out_is_told_if_it_touches_these_firms() -> None:
    near, far = Tie("b", "c", "natural_person"), Tie("x", "y", "natural_person")
    later = Tie("a", "z", "natural_person", date(2023, 12, 31))
    ties = [Tie("a", "b", "majority"), near, far, later]
    assert undertaking_of("a", ties, shipped_law(), date(2023, 12, 30)).left_out == (near,)
    assert undertaking_of("a", ties, shipped_law(), date(2024, 1, 1)).left_out == ()


def test_before_the_law_there_is_no_answer() -> None:
    with pytest.raises(ParameterError):
        undertaking_of("a", (), shipped_law(), date(2013, 12, 31))


NAMES = st.sampled_from("abcdef")
TIES = st.lists(st.builds(Tie, NAMES, NAMES, st.sampled_from(TIE_KINDS)), max_size=8)


@given(TIES)
def test_the_order_of_ties_changes_nothing(ties: list[Tie]) -> None:
    turned = [Tie(tie.b, tie.a, tie.kind) for tie in reversed(ties)]
    for firm in "abcdef":
        assert firms(firm, *ties) == firms(firm, *turned)
        forth = undertaking_of(firm, ties, shipped_law(), ON)
        back = undertaking_of(firm, list(reversed(ties)), shipped_law(), ON)
        assert forth == back


@given(TIES)
def test_undertakings_share_all_or_nothing(ties: list[Tie]) -> None:
    for one in "abcdef":
        for other in firms(one, *ties):
            assert firms(other, *ties) == firms(one, *ties)
