"""How others keep a clause: in words, never of few firms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.agreement.clauses import ClauseStatus
from cip.agreement.compared import LEAST_FIRMS, NOTHING, compared, share_of

MET: dict[str, ClauseStatus] = {"C-01": "met"}
NOT: dict[str, ClauseStatus] = {"C-01": "not_met"}
OPEN: dict[str, ClauseStatus] = {"C-01": "unknown"}


@pytest.mark.parametrize(
    ("met", "known", "word"),
    [
        (10, 10, "nearly_all"),
        (9, 10, "nearly_all"),
        (6, 10, "most"),
        (5, 10, "half"),
        (1, 10, "few"),
        (0, 10, "hardly_any"),
    ],
)
def test_shares_are_words(met: int, known: int, word: str) -> None:
    assert share_of(met, known) == word


def test_too_few_firms_say_nothing() -> None:
    assert compared([MET] * (LEAST_FIRMS - 1), [], None) == NOTHING
    assert compared([MET] * LEAST_FIRMS, [], 8) == NOTHING
    assert compared([MET] * LEAST_FIRMS, [], 2).shares == {"C-01": "nearly_all"}


def test_the_own_sector_comes_first_and_all_are_taken_where_it_is_small() -> None:
    alike = compared([NOT] * 5, [MET] * 9, None)
    assert (alike.firms, alike.same_sector, alike.shares) == (5, True, {"C-01": "hardly_any"})
    every = compared([NOT] * 2, [MET] * 8, None)
    assert (every.firms, every.same_sector, every.shares) == (10, False, {"C-01": "most"})


def test_a_clause_known_of_few_is_left_out() -> None:
    assert compared([MET] * 4 + [OPEN] * 6, [], None).shares == {}


def test_clauses_that_tell_of_single_people_are_not_compared() -> None:
    firms: list[dict[str, ClauseStatus]] = [{"C-01": "met", "B-12": "not_met"}] * 9
    assert compared(firms, [], None, left_out={"B-12"}).shares == {"C-01": "nearly_all"}


@given(st.lists(st.sampled_from([MET, NOT, OPEN]), max_size=30), st.integers(0, 29))
def test_order_does_not_matter_and_one_firm_alone_is_never_told(firms: list[dict[str, ClauseStatus]], cut: int) -> None:
    found = compared(firms[:cut], firms[cut:], None)
    assert found.firms == 0 or found.firms >= LEAST_FIRMS
    assert compared(firms[:cut][::-1], firms[cut:][::-1], None) == found
