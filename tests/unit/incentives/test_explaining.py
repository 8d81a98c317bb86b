"""A score explained: what gave the points, and what would have given more, a better place, or money."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cip.incentives.bound_call import BoundCall
from cip.incentives.bundle import read_applicants
from cip.incentives.explaining import Explanation, explain
from cip.incentives.ranking import rank
from tests.unit.incentives import small_calls as small
from tests.unit.incentives.random_calls import random_call
from tests.unit.incentives.test_grid import FACTS, STEPS, SUM

EURO = "\N{NO-BREAK SPACE}€"


def call(*rules: Any, **more: Any) -> BoundCall:
    criteria = [small.criterion(f"C{at}", rule) for at, rule in enumerate(rules)]
    frame = {"minimum": more.pop("minimum", None)}
    return small.bound(facts=FACTS, grid=small.grid(*criteria, **frame), **more)


def explained(bound: BoundCall, *others: dict[str, Any], scores: Any = None, **facts: Any) -> Explanation:
    asked = [small.applicant(bound, "me", scores=scores, **facts)]
    asked += [small.applicant(bound, f"o{at}", scores=scores, **other) for at, other in enumerate(others)]
    return explain(bound, asked, rank(bound, asked, "s"), "s").of("me")


def nearest(rule: Any, scores: Any = None, **facts: Any) -> str:
    return explained(call(rule), scores=scores, **facts).criteria[0].nearest.it


def test_the_next_step_of_a_ladder() -> None:
    assert nearest(STEPS, n=0) == "n: con 2 invece di 0, 4 punti in più."
    assert nearest(STEPS, n=2) == "n: con 5 invece di 2, 6 punti in più."
    assert nearest(STEPS, n=5) == "I punti sono già il massimo."
    assert nearest(small.steps("n", (40, 4)), n=1) == "n: con 40 invece di 1, 4 punti in più."


def test_one_more_of_a_share() -> None:
    assert nearest(small.share("n", "m"), n=3, m=4) == "n: con 4 invece di 3, 2,5 punti in più."
    assert nearest(small.share("n", "m"), n=4, m=4) == "I punti sono già il massimo."
    assert nearest(small.share("n", "m"), n=4, m=0) == "Nessun dato, cambiato da solo, avrebbe dato più punti."


def test_a_condition_that_is_not_met() -> None:
    assert nearest(SUM, yes=False, n=9, size="a") == "yes: con sì invece di no, 3 punti in più."
    assert nearest(small.summed(("size == 'b'", 5)), size="a") == "size: con b invece di a, 5 punti in più."
    assert nearest(small.summed(("'x' in tools", 5)), tools=["y"]) == "tools: con x, y invece di y, 5 punti in più."
    assert nearest(small.summed(("'x' in tools", 5)), tools=[]) == "tools: con x invece di nessuno, 5 punti in più."
    assert nearest(small.summed(("years_between(since, on) > 1", 5)), since="2026-01-01") == (
        "Nessun dato, cambiato da solo, avrebbe dato più punti."
    )


def test_what_nobody_stated() -> None:
    assert nearest(STEPS) == "n: non lo sappiamo. Con 2, 4 punti in più."
    assert nearest(small.share("n", "m")) == "Non sappiamo: n, m. Con questi dati, fino a 10 punti in più."


def test_a_better_mean() -> None:
    rule = small.judged(0, 4, 10)
    assert nearest(rule, {"C0": {"p": 4, "q": 5}}) == "C0: con una media di 10 invece di 4,5, 5,5 punti in più."
    assert nearest(rule, {"C0": {"p": 3}}) == "C0: con una media di 4 invece di 3, 1 punto in più."
    assert nearest(rule, {"C0": {"p": 10}}) == "I punti sono già il massimo."


def test_a_part_that_could_be_better() -> None:
    rule = small.parts("sum", small.criterion("X", STEPS, 10), small.criterion("Y", small.judged(0, 5), 5))
    found = explained(call(rule), scores={"Y": {"p": 5}}, n=0).criteria[0]
    assert found.nearest.it == "n: con 2 invece di 0, 4 punti in più."
    assert [(source.id, source.value.it if source.value else None) for source in found.sources] == [("n", "0")]


def test_where_each_fact_comes_from() -> None:
    facts = [small.fact("n", min=0, **{"from": "check_up.workers"}), small.fact("m")]
    bound = small.bound(facts=facts, grid=small.grid(small.criterion("A", small.formula("n + m"))))
    asked = [small.applicant(bound, "me", n=3)]
    (row,) = explain(bound, asked, rank(bound, asked)).of("me").criteria
    assert [(one.id, one.label.it, one.taken_from) for one in row.sources] == [
        ("n", "n", "check_up.workers"),
        ("m", "m", None),
    ]
    assert row.sources[1].value is None
    assert (row.label.it, row.what.it, row.most, row.score.points) == ("A", "what", Fraction(10), Fraction(3))


@pytest.mark.parametrize("start", ["check_up.workers", "size.turnover"])
def test_nobody_is_told_to_be_smaller(start: str) -> None:
    facts = [small.fact("n", min=0, **{"from": start}), small.fact("m", min=0)]
    rules = {"alone": small.formula("5 - n"), "beside": small.formula("5 - n + m")}
    criteria = [small.criterion(name, rule) for name, rule in rules.items()]
    bound = small.bound(facts=facts, grid=small.grid(*criteria))
    asked = [small.applicant(bound, "me", n=3, m=0), small.applicant(bound, "other", n=0, m=0)]
    found = explain(bound, asked, rank(bound, asked, "s"), "s").of("me")
    assert [row.nearest.it for row in found.criteria] == [
        "Questi punti dipendono da quanto è grande l'impresa.",
        "m: con 1 invece di 0, 1 punto in più.",
    ]
    assert not [reason.it for reason in found.because if reason.it.startswith("n:")]


def test_the_way_to_the_place_above() -> None:
    bound = call(STEPS, small.share("m", "9"))
    found = explained(bound, {"n": 5, "m": 0}, {"n": 0, "m": 9}, n=2, m=2)
    assert found.rank == 3
    assert found.to_place == Fraction(378, 100)
    assert found.place is not None
    assert found.place.criterion == "C0"
    assert found.place.points == 6
    assert [reason.it for reason in found.because] == [
        "Per salire di un posto: ancora 3,78 punti.",
        "n: con 5 invece di 2, 6 punti in più.",
        "Questo cambiamento bastava per salire.",
        "La domanda è finanziata per intero.",
    ]
    first = explained(bound, {"n": 0, "m": 0}, n=2, m=2)
    assert (first.rank, first.to_place, first.place) == (1, None, None)
    assert first.because[0].it == "È il primo posto."


def test_a_tie_with_the_place_above() -> None:
    bound = call(STEPS, policy=small.policy(ties=[small.tie("number", number="m"), small.tie("draw")]))
    found = explained(bound, {"n": 2, "m": 5}, n=2, m=1)
    assert found.to_place == 0
    assert found.because[0].it == "Il posto prima ha lo stesso totale: ha deciso lo spareggio."


def test_the_way_to_the_money() -> None:
    bound = call(STEPS, small.share("m", "9"), funding=[small.line(10_000)])
    found = explained(bound, {"n": 5, "m": 0}, {"n": 2, "m": 3}, n=2, m=2)
    assert found.rank == 3
    assert found.to_money == Fraction(378, 100)
    assert found.money is not None
    assert found.money.points == 6
    assert [reason.it for reason in found.because][-3:] == [
        "Per arrivare all'ultima domanda finanziata: ancora 3,78 punti.",
        "n: con 5 invece di 2, 6 punti in più.",
        "Questo cambiamento bastava per avere più fondi.",
    ]
    broke = call(STEPS, funding=[small.line(0)])
    nothing = explained(broke, n=2)
    assert (nothing.to_money, nothing.money) == (None, None)
    assert nothing.because[-1].it == "Mancano i fondi: nessuna domanda finanziata è più in alto."


def test_the_way_to_the_minimum() -> None:
    found = explained(call(STEPS, minimum=9), {"n": 5}, n=2)
    assert found.rank is None
    assert found.to_minimum == 5
    assert found.minimum is not None
    assert found.minimum.points == 6
    assert [reason.it for reason in found.because] == [
        "Totale: 4 punti. Il minimo è 9.",
        "Per il minimo: ancora 5 punti.",
        "n: con 5 invece di 2, 6 punti in più.",
        "Questo cambiamento bastava per avere un posto.",
    ]
    far = explained(call(STEPS, minimum=50), n=2)
    assert far.minimum is None
    assert far.to_minimum == 46


def test_who_breaks_a_condition_is_told_which() -> None:
    bound = call(STEPS, eligibility=[small.rule("few", "m < 5")])
    found = explained(bound, n=2, m=9)
    assert [reason.it for reason in found.because] == ["not few"]


def test_a_call_without_a_grid_explains_the_place_alone() -> None:
    bound = small.bound(facts=FACTS, grid="none", policy=small.policy(order="first_come", ties=[]))
    found = explained(bound, n=2)
    assert found.criteria == ()
    assert [reason.it for reason in found.because] == ["È il primo posto.", "La domanda è finanziata per intero."]


def test_only_what_was_ranked_can_be_explained() -> None:
    bound = call(STEPS)
    asked = [small.applicant(bound, "me", n=1)]
    with pytest.raises(KeyError):
        explain(bound, asked, rank(bound, asked)).of("other")


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**9))
def test_what_is_said_to_be_enough_is_enough(number: int) -> None:
    made = random_call(number, most=5)
    bound = BoundCall(made.pack, small.ON)
    asked = read_applicants(bound, made.entries)
    result = rank(bound, asked, made.seed)
    explainer = explain(bound, asked, result, made.seed)
    for one in asked:
        found = explainer.of(one.id)
        assert len(found.criteria) == len(made.pack.call.grid.criteria)  # type: ignore[union-attr]
        for change in (found.place, found.money, found.minimum):
            if change is not None:
                assert change.points > 0
                if found.to_place is not None and change is found.place:
                    assert change.points >= found.to_place
                if found.to_minimum is not None and change is found.minimum:
                    assert change.points >= found.to_minimum
