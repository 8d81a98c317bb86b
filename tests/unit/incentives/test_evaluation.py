"""One review: its states, how far scores lie apart, what counts in the end, how far judgements agree."""

from fractions import Fraction
from itertools import pairwise

import pytest

from cip.incentives.evaluation import (
    CONSENSUS,
    GONE_STATES,
    OPEN_STATES,
    STATES,
    TRANSITIONS,
    Given,
    Item,
    ReviewMove,
    ReviewState,
    agreement,
    diagram,
    distance,
    evaluators_needed,
    exact,
    far_apart,
    final,
    items_of,
    moves,
    next_state,
    states_of,
)
from cip.incentives.panel_words import PanelWords, panel_words
from cip.kernel.texts import Text
from cip.rulebook.shapes.grid import Criterion, Grid, Judged, NumberRule, Parts, ScoreLevel, SubCriterion

WORDS = Text(it="parole", en="words")
LEVELS = tuple(ScoreLevel(score=n, text=WORDS) for n in (10, 0, 4))
JUDGED = Judged(kind="judged", levels=LEVELS, evaluators=2, spread=4)


def criterion(id: str, rule: Judged | Parts | NumberRule) -> Criterion:
    return Criterion(id=id, label=WORDS, what=WORDS, points=10, rule=rule)


GRID = Grid(
    version="1",
    most=100,
    criteria=(
        criterion("A1", NumberRule(kind="number", of="3")),
        criterion("B3", JUDGED),
        criterion(
            "E2",
            Parts(
                kind="parts",
                how="sum",
                of=(
                    SubCriterion(
                        id="told", label=WORDS, what=WORDS, points=5, rule=JUDGED.model_copy(update={"evaluators": 3})
                    ),
                    SubCriterion(id="auto", label=WORDS, what=WORDS, points=5, rule=NumberRule(kind="number", of="1")),
                ),
            ),
        ),
    ),
)
ITEMS = items_of(GRID)


def given(**scores: int) -> dict[str, Fraction]:
    return {id: Fraction(n) for id, n in scores.items()}


def test_what_people_judge_of_a_grid() -> None:
    assert [(item.id, item.criterion) for item in ITEMS] == [("B3", "B3"), ("told", "E2")]
    assert list(ITEMS[0].scores) == [0, 4, 10]
    assert evaluators_needed(ITEMS) == 3
    assert items_of("none") == ()
    assert evaluators_needed(()) == 0


def test_points_of_the_grid_are_exact() -> None:
    assert exact(0.1) == Fraction(1, 10)
    assert exact(2.0) == 2


@pytest.mark.parametrize(("gap", "far"), [(0, False), (3, False), (4, True), (10, True)])
def test_from_the_spread_on_people_meet(gap: int, far: bool) -> None:
    scores = {"x": given(B3=0), "y": given(B3=gap)}
    assert distance(ITEMS[0], scores) == gap
    assert bool(far_apart(ITEMS, scores)) is far


def test_the_distance_is_between_the_highest_and_the_lowest_of_all() -> None:
    scores = {"x": given(B3=4), "y": given(B3=0), "z": given(B3=10)}
    assert distance(ITEMS[0], scores) == 10
    assert distance(ITEMS[0], {"x": given(B3=4)}) == 0
    assert distance(ITEMS[0], {"x": given(B3=4), "y": {}}) == 0


def test_a_spread_of_nothing_asks_nobody_to_meet() -> None:
    free = Item("i", "i", WORDS, WORDS, Fraction(10), LEVELS, 2, Fraction(0))
    assert far_apart([free], {"x": {"i": Fraction(0)}, "y": {"i": Fraction(10)}}) == ()


def test_what_was_agreed_counts_alone() -> None:
    scores = {"x": given(B3=0) | {"told": Fraction(4)}, "y": given(B3=10) | {"told": Fraction(0)}}
    assert final(ITEMS, scores, {}) == {"B3": {"x": 0, "y": 10}, "told": {"x": 4, "y": 0}}
    assert final(ITEMS, scores, given(B3=4))["B3"] == {CONSENSUS: 4}


def test_an_item_that_somebody_left_open_has_no_final_score() -> None:
    assert final(ITEMS, {"x": given(B3=0), "y": {}}, {}) == {}
    assert final(ITEMS, {}, {}) == {}


def test_the_agreement_index() -> None:
    same = agreement(ITEMS, [given(B3=4), given(B3=4)])
    assert (same.pairs, same.near) == (1, 1)
    assert (same.share, same.apart) == (Fraction(100), Fraction(0))
    three = agreement(ITEMS, [given(B3=0), given(B3=3), given(B3=4)])
    assert (three.pairs, three.near, three.apart) == (3, 2, Fraction(80, 3))
    assert three.share == Fraction(200, 3)
    none = agreement(ITEMS, [given(B3=1)])
    assert (none.share, none.apart) == (None, Fraction(0))


def test_every_state_is_reached_and_handing_in_is_never_skipped() -> None:
    assert {row.next for row in TRANSITIONS} | {"assigned"} == set(STATES)
    before: tuple[ReviewState, ...] = ("assigned", "declared", "draft")
    assert all(next_state(state, "close") is None for state in before)
    for one, other in pairwise(("assigned", "declared", "draft", "handed_in", "closed")):
        assert any((row.state, row.next) == (one, other) for row in TRANSITIONS)


@pytest.mark.parametrize("state", GONE_STATES)
def test_who_is_gone_can_do_nothing(state: ReviewState) -> None:
    assert moves(state, {"evaluator", "manager", "system"}) == ()


def test_who_presses_what() -> None:
    assert moves("assigned", {"evaluator"}) == ("declare_none", "declare_conflict")
    assert moves("draft", {"evaluator"}) == ("score", "hand_in", "declare_conflict")
    assert moves("handed_in", {"evaluator"}) == ()
    assert moves("handed_in", {"staff"}) == ("reopen", "remove")


@pytest.mark.parametrize("action", ["score", "hand_in"])
def test_no_score_without_the_declaration(action: ReviewMove) -> None:
    assert "assigned" not in states_of(action)
    assert set(states_of(action)) < set(OPEN_STATES)


def test_the_diagram_has_every_way_that_leads_on() -> None:
    assert "draft --> handed_in: hand_in [complete]" in diagram()
    assert "draft --> draft" not in diagram()


def test_the_firm_reads_why_and_never_who_gave_what() -> None:
    def wrote(**reasons: str) -> dict[str, Given]:
        return {id: Given(Fraction(4), text) for id, text in reasons.items()}

    # Whoever is first in the list is not first in every item.
    handed = [wrote(B3="Zona larga.", told="Ascolto breve. "), wrote(B3="Aiuta tutti.", told="Voce piena.")]
    apart = panel_words(ITEMS, handed, {})
    assert apart["B3"] == (PanelWords(None, False, ("Aiuta tutti.", "Zona larga.")),)
    assert apart["E2"] == (PanelWords(WORDS, False, ("Ascolto breve.", "Voce piena.")),)
    assert panel_words(ITEMS, list(reversed(handed)), {}) == apart
    # Once they agreed there is one reason.
    agreed = panel_words(ITEMS, handed, wrote(B3="Ne abbiamo parlato."))
    assert agreed["B3"] == (PanelWords(None, True, ("Ne abbiamo parlato.",)),)
    assert panel_words(ITEMS, [{}, wrote(B3=" ")], {}) == {}
