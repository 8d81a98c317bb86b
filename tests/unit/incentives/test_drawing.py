"""The draw of evaluators: balanced, within exclusions, repeatable, and moving nothing that need not move."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cip.incentives.drawing import Asked, Draw, NoDrawError, draw, in_drawn_order, seed_of

APPLICATIONS = frozenset(f"a{n:02}" for n in range(30))
PEOPLE = frozenset(f"p{n}" for n in range(5))


def asked(excluded: frozenset[tuple[str, str]] = frozenset(), held: frozenset[tuple[str, str]] = frozenset()) -> Asked:
    return Asked(APPLICATIONS, PEOPLE, 2, "seed", excluded, held)


def pairs(found: Draw) -> frozenset[tuple[str, str]]:
    return frozenset((person, one) for one, some in found.seats.items() for person in some)


def test_everybody_has_as_many_files() -> None:
    found = draw(asked())
    assert set(found.loads.values()) == {12}
    assert all(len(set(some)) == 2 for some in found.seats.values())
    assert found.balanced
    assert found.new == pairs(found)


def test_the_same_question_gives_the_same_draw_and_another_seed_another() -> None:
    again = Asked(frozenset(sorted(APPLICATIONS, reverse=True)), frozenset(sorted(PEOPLE, reverse=True)), 2, "seed")
    assert draw(again).seats == draw(asked()).seats
    assert again.digest == asked().digest
    other = Asked(APPLICATIONS, PEOPLE, 2, "other")
    assert draw(other).seats != draw(asked()).seats
    assert other.digest != asked().digest


def test_the_draw_of_a_seed_is_known_for_ever() -> None:
    # Drawn once and written down: a change of these seats would change draws that were recorded.
    found = draw(Asked(frozenset("abcd"), frozenset("xyz"), 2, seed_of("0" * 64, 1)))
    assert found.seats == {"a": ("x", "z"), "b": ("x", "y"), "c": ("y", "z"), "d": ("y", "z")}


def test_an_excluded_person_never_gets_the_file() -> None:
    excluded = frozenset(("p0", one) for one in sorted(APPLICATIONS)[:20])
    found = draw(asked(excluded))
    assert not pairs(found) & excluded
    assert max(found.loads.values()) - min(found.loads.values()) <= 3
    assert found.loads["p0"] == 10, "whoever may have but ten files has all of them"


def test_an_application_without_enough_people_is_refused_in_words() -> None:
    excluded = frozenset((person, "a00") for person in sorted(PEOPLE)[:4])
    with pytest.raises(NoDrawError, match="Name more evaluators") as refused:
        draw(asked(excluded))
    assert refused.value.short == {"a00": 1}
    assert refused.value.reason.en.startswith("1 applications cannot have 2")


def test_nobody_to_draw_for_and_nobody_needed() -> None:
    assert draw(Asked(frozenset(), PEOPLE, 2, "seed")).seats == {}
    with pytest.raises(ValueError, match="at least one"):
        draw(Asked(APPLICATIONS, PEOPLE, 0, "seed"))


def test_an_exclusion_moves_only_the_seat_that_it_frees() -> None:
    first = draw(asked())
    gone = sorted(pairs(first))[0]
    second = draw(asked(frozenset({gone}), pairs(first)))
    assert pairs(first) - pairs(second) == {gone}
    assert len(second.new) == 1
    assert {one for _person, one in second.new} == {gone[1]}


def test_a_chain_of_hands_evens_the_loads() -> None:
    # p0 may have everything, p1 only "a" and "b", p2 only "b": the greedy choice alone can end uneven.
    excluded = frozenset({("p1", "c"), ("p1", "d"), ("p2", "a"), ("p2", "c"), ("p2", "d")})
    for seed in map(str, range(40)):
        found = draw(Asked(frozenset("abcd"), frozenset({"p0", "p1", "p2"}), 1, seed, excluded))
        assert sorted(found.loads.values()) == [1, 1, 2], seed


def test_pseudonyms_follow_the_order_of_the_draw() -> None:
    assert in_drawn_order(["b", "a", "c"], "s") == in_drawn_order(["c", "b", "a"], "s")
    assert sorted(in_drawn_order(APPLICATIONS, "s")) == sorted(APPLICATIONS)


@st.composite
def questions(pick: st.DrawFn) -> Asked:
    people = [f"p{n}" for n in range(pick(st.integers(2, 5)))]
    files = [f"a{n}" for n in range(pick(st.integers(1, 6)))]
    every = list(itertools.product(people, files))
    excluded = frozenset(pick(st.sets(st.sampled_from(every), max_size=len(every) // 3)))
    held = frozenset(pick(st.sets(st.sampled_from(every), max_size=2)))
    return Asked(
        frozenset(files), frozenset(people), pick(st.integers(1, 2)), str(pick(st.integers(0, 99))), excluded, held
    )


def squares(loads: dict[str, int]) -> int:
    return sum(load * load for load in loads.values())


def fairest(question: Asked) -> int | None:
    """By trying everything: the least sum of squared loads of all draws that keep what is held."""
    best: int | None = None
    choices = []
    for one in sorted(question.applications):
        may = [p for p in sorted(question.evaluators) if (p, one) not in question.excluded]
        keeps = {p for p in may if (p, one) in question.held}
        need = max(question.needed, len(keeps))
        choices.append([some for some in itertools.combinations(may, need) if keeps <= set(some)])
    for seats in itertools.product(*choices):
        loads = dict.fromkeys(question.evaluators, 0)
        for person in itertools.chain(*seats):
            loads[person] += 1
        best = squares(loads) if best is None else min(best, squares(loads))
    return best


@settings(max_examples=150, deadline=None)
@given(questions())
def test_no_draw_is_fairer(question: Asked) -> None:
    best = fairest(question)
    try:
        found = draw(question)
    except NoDrawError:
        assert best is None
        return
    assert squares(dict(found.loads)) == best
    assert not pairs(found) & question.excluded
    assert (question.held - question.excluded) <= pairs(found)
