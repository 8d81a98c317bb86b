"""Known links exclude, each with its reason; what is no link excludes nobody."""

import pytest

from cip.incentives.conflicts import FirmLinks, PartyPeople, conflicts_of, tied

LINKS = FirmLinks(
    "firm", frozenset({"firm", "sister"}), frozenset({"advice"}), frozenset({"solo"}), frozenset({"union"})
)


def people(**parties: str) -> PartyPeople:
    return PartyPeople({party: frozenset({person}) for party, person in parties.items()})


@pytest.mark.parametrize(
    ("party", "rule"),
    [
        ("firm", "conflict.firm"),
        ("sister", "conflict.linked_firm"),
        ("advice", "conflict.consultancy"),
        ("union", "conflict.union"),
    ],
)
def test_each_link_excludes_with_its_reason(party: str, rule: str) -> None:
    (found,) = conflicts_of("me", LINKS, people(**{party: "me"}))
    assert found.rule == rule
    assert found.it != found.en
    assert conflicts_of("other", LINKS, people(**{party: "me"})) == ()


def test_a_mandate_in_person_excludes() -> None:
    assert [one.rule for one in conflicts_of("solo", LINKS, PartyPeople())] == ["conflict.mandate"]


def test_whoever_belongs_elsewhere_may_judge() -> None:
    assert conflicts_of("me", LINKS, people(office="me", other_union="me")) == ()


def test_all_reasons_are_said() -> None:
    assert len(conflicts_of("me", LINKS, people(firm="me", union="me"))) == 2


def test_whose_people_have_to_be_read() -> None:
    assert LINKS.parties == {"firm", "sister", "advice", "union"}
    assert FirmLinks("firm").parties == {"firm"}


def test_chains_of_ties_hang_together() -> None:
    webs = tied([("a", "b"), ("c", "b"), ("x", "y")])
    assert webs["a"] == webs["b"] == webs["c"] == {"a", "b", "c"}
    assert webs["x"] == {"x", "y"}
    assert tied([]) == {}
