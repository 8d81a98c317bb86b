"""Workplaces: what they add up to, and nothing where one of them leaves it open."""

import pytest

from cip.assessment.sites import Site, Together, sites_of, together
from cip.assessment.stored import fold

NORTH, SOUTH = Site("s1", "Via Nord", 4, False), Site("s2", "Via Sud", 3, True)


def test_workers_add_up_and_one_alone_anywhere_counts() -> None:
    assert together((NORTH, SOUTH)) == Together(2, 7, True)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Site("s2", "Via Sud"), Together(2, None, None)),
        (Site("s2", "Via Sud", 3), Together(2, 7, None)),
        (Site("s2", "Via Sud", None, True), Together(2, None, True)),
        (Site("s2", "Via Sud", 0, False), Together(2, 4, False)),
    ],
)
def test_what_is_unknown_somewhere_stays_unknown(other: Site, expected: Together) -> None:
    assert together((NORTH, other)) == expected


def test_one_workplace_says_nothing_that_the_profile_does_not() -> None:
    assert together((NORTH,)) is None


def test_only_what_the_profile_says_otherwise_differs() -> None:
    sums = Together(2, 7, True)
    assert sums.differs({"seats": 2, "workers": 7, "single_cover": True}) == ()
    assert sums.differs({"seats": 2, "workers": 8}) == ("workers", "single_cover")
    assert Together(2, None, None).differs({}) == ("seats",)
    assert [sums.value(fact) for fact in ("seats", "workers", "single_cover")] == [2, 7, "yes"]


def test_what_is_stored_reads_back() -> None:
    events = [(1, "sites", "s2", '{"name":"Via Sud","single_cover":true,"workers":3}', "sites")]
    assert sites_of(fold(events)) == (SOUTH,)
    assert SOUTH.as_stored() == {"name": "Via Sud", "workers": 3, "single_cover": True}
    assert Site("s3", "Via Est").as_stored() == {"name": "Via Est"}
