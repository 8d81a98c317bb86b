"""The score of one application: every kind of rule, unknown facts under each policy, minimums, bonus and limits."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from cip.incentives.bound_call import BoundCall
from cip.incentives.grid import CriterionScore, GridScore, score
from cip.incentives.weights import most_total, weights_of
from cip.kernel.texts import MissingReasonError
from tests.unit.incentives import small_calls as small

FACTS = [
    small.fact("n", min=0, max=100),
    small.fact("m", min=0, max=100),
    small.fact("part", "number", min=0, max=1),
    small.fact("yes", "yes_no"),
    small.fact("no", "yes_no"),
    small.fact("size", "choice", options=("a", "b", "c")),
    small.fact("tools", "several", options=("x", "y")),
    small.fact("since", "day"),
]


def call(*criteria: Any, **more: Any) -> BoundCall:
    return small.bound(facts=FACTS, grid=small.grid(*criteria, **more))


def one(rule: Any, points: float = 10, **more: Any) -> BoundCall:
    return call(small.criterion("A", rule, points, **more))


def scored(bound: BoundCall, scores: Any = None, **facts: Any) -> GridScore:
    given = small.applicant(bound, scores=scores, **facts)
    return score(bound, given.facts, given.scores)


def points(bound: BoundCall, scores: Any = None, **facts: Any) -> list[float]:
    return [float(criterion.points) for criterion in scored(bound, scores, **facts).criteria]


def said(found: CriterionScore) -> list[str]:
    return [reason.it for reason in found.because]


STEPS = small.steps("n", (2, 4), (5, 10))


@pytest.mark.parametrize(("n", "wanted"), [(0, 0), (1, 0), (2, 4), (4, 4), (5, 10), (100, 10)])
def test_steps(n: int, wanted: float) -> None:
    assert points(one(STEPS), n=n) == [wanted]


def test_steps_say_which_is_reached() -> None:
    assert said(scored(one(STEPS), n=4).criteria[0]) == ["Il valore è 4. Raggiunge la soglia 2: 4 punti su 10."]
    assert said(scored(one(STEPS), n=1).criteria[0]) == ["Il valore è 1. La prima soglia è 2: nessun punto."]


@pytest.mark.parametrize(
    ("n", "m", "wanted"),
    [(1, 2, 5), (2, 2, 10), (5, 2, 10), (0, 2, 0), (1, 3, 3.33), (2, 3, 6.67), (0, 0, 0), (3, 0, 0)],
)
def test_shares(n: int, m: int, wanted: float) -> None:
    assert points(one(small.share("n", "m")), n=n, m=m) == [wanted]


def test_a_share_of_nothing_says_so() -> None:
    assert said(scored(one(small.share("n", "m")), n=3, m=0).criteria[0]) == ["Il confronto è con zero: nessun punto."]
    assert said(scored(one(small.share("n", "m")), n=3, m=4).criteria[0]) == ["Sono 3 su 4: 7,5 punti su 10."]


SUM = small.summed(("yes", 3), ("n >= 5", 4), ("size == 'b'", 5))


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({"yes": True, "n": 5, "size": "a"}, 7),
        ({"yes": False, "n": 4, "size": "a"}, 0),
        ({"yes": True, "n": 5, "size": "b"}, 10),
    ],
)
def test_sums(facts: dict[str, object], wanted: float) -> None:
    assert points(one(SUM), **facts) == [wanted]


def test_sums_name_the_rows_that_count() -> None:
    assert said(scored(one(SUM), yes=True, n=5, size="a").criteria[0]) == ["row 0: 3 punti.", "row 1: 4 punti."]
    nothing = scored(one(SUM), yes=False, n=1, size="a").criteria[0]
    assert said(nothing) == ["Nessuna delle condizioni è rispettata: nessun punto."]
    assert dict(nothing.because[0].inputs) == {"yes": False, "n": 1, "size": "a"}


@pytest.mark.parametrize(("n", "wanted"), [(0, 0), (3, 1.5), (30, 10)])
def test_numbers_stay_within_the_criterion(n: int, wanted: float) -> None:
    assert points(one(small.formula("n / 2")), n=n) == [wanted]
    assert points(one(small.formula("0 - n")), n=n) == [0]


def test_a_formula_that_divides_by_zero_gives_nothing() -> None:
    found = scored(one(small.formula("10 / n")), n=0).criteria[0]
    assert found.points == 0
    assert said(found) == ["Il calcolo divide per zero: nessun punto."]
    assert said(scored(one(small.formula("10 / n")), n=2).criteria[0]) == ["Il calcolo dà 5 punti su 10."]
    assert points(one(small.steps("10 / n", (0, 3))), n=0) == [0]
    assert points(one(small.steps("10 / n", (0, 3))), n=2) == [3]


JUDGED = small.judged(0, 4, 10, spread=3)


def test_the_mean_of_what_people_gave() -> None:
    assert points(one(JUDGED), {"A": {"p": 4, "q": 10}}) == [7]
    assert points(one(JUDGED), {"A": {"p": 4, "q": 5, "r": 5}}) == [4.67]
    found = scored(one(JUDGED), {"A": {"q": 5, "p": 4}}).criteria[0]
    assert dict(found.input) == {"p": 4, "q": 5}
    assert said(found) == ["Valutazioni: 2. La media dà 4,5 punti su 10."]


def test_what_people_agreed_on_is_no_mean_of_one() -> None:
    found = scored(one(JUDGED), {"A": {"consensus": 8}}).criteria[0]
    assert found.points == 8
    assert said(found) == ["Deciso insieme da chi valuta: 8 punti su 10."]
    assert said(scored(one(JUDGED), {"A": {"consensus": 8, "p": 8}}).criteria[0])[0].startswith("Valutazioni: 2.")


def test_scores_far_apart_are_noted() -> None:
    assert len(scored(one(JUDGED), {"A": {"p": 4, "q": 6.9}}).criteria[0].because) == 1
    far = scored(one(JUDGED), {"A": {"p": 4, "q": 7}}).criteria[0]
    assert said(far)[1] == "Distanza tra la valutazione più alta e la più bassa: 3. Serve un confronto."
    alone = one(small.judged(0, 10, spread=0))
    assert len(scored(alone, {"A": {"p": 4}}).criteria[0].because) == 1


def test_nobody_scored() -> None:
    assert scored(one(JUDGED)).blocked == ("A",)
    assert scored(one(JUDGED, not_answered="worst")).blocked == ("A",)
    assert scored(call(small.criterion("A", JUDGED), not_answered="zero")).blocked == ("A",)
    zero = scored(one(JUDGED, not_answered="zero"))
    assert not zero.blocked
    assert zero.total == 0
    out = scored(one(JUDGED, not_answered="exclude"))
    assert not out.blocked
    assert out.total == 0
    assert said(out.criteria[0]) == ["Manca la valutazione.", "Questo criterio non conta."]
    assert scored(one(JUDGED), {"A": {}}).blocked == ("A",)


@pytest.mark.parametrize(
    ("rule", "facts", "least"),
    [
        (STEPS, {}, 0),
        (small.steps("n", (0, 4), (5, 10)), {}, 4),
        (small.steps("max(n, m)", (2, 4), (5, 10)), {"n": 3}, 4),
        (small.share("n", "m"), {"m": 4}, 0),
        (small.share("n", "m"), {"n": 2}, 0),
        (small.share("n + 2", "m"), {"m": 4}, 5),
        (SUM, {"yes": True}, 3),
        (SUM, {"n": 7}, 4),
        (small.summed(("n < 5", 4), ("n >= 5", 6)), {}, 4),
        (small.summed(("part < 0.5", 4), ("part >= 0.5", 6)), {}, 4),
        (small.summed(("size == 'a'", 4), ("size == 'b'", 6), ("size == 'c'", 5)), {}, 4),
        (small.summed(("size == 'a'", 4), ("size == 'b'", 6)), {}, 0),
        (small.summed(("yes", 4), ("not yes", 6)), {}, 4),
        (small.summed(("'x' in tools", 4), ("not ('x' in tools)", 6)), {}, 4),
        (small.summed(("years_between(since, on) < 2", 4), ("years_between(since, on) >= 2", 6)), {}, 0),
        (small.formula("n + 3"), {}, 3),
        (small.formula("5 if yes else 2"), {}, 2),
        (small.formula("5 if known(n) else 2"), {}, 2),
    ],
)
def test_what_nobody_stated_scores_as_the_worst_that_it_can_be(
    rule: Any, facts: dict[str, object], least: float
) -> None:
    found = scored(one(rule), **facts).criteria[0]
    assert found.points == least
    assert found.because[0].it.startswith("Non sappiamo: ") or found.points == 2


def test_the_worst_is_said_with_the_facts_that_are_missing() -> None:
    found = scored(one(SUM), yes=True).criteria[0]
    assert said(found) == ["Non sappiamo: n, size. Conta il valore peggiore possibile: 3 punti."]
    assert dict(found.input) == {"yes": True, "n": None, "size": None}


def test_what_cannot_matter_is_not_missing() -> None:
    found = scored(one(small.formula("min(n, 100) * 0 + 3"))).criteria[0]
    assert found.points == 3
    assert said(found) == ["Il calcolo dà 3 punti su 10."]


@pytest.mark.parametrize("where", ["grid", "criterion"])
def test_other_policies_for_what_nobody_stated(where: str) -> None:
    def with_policy(policy: str) -> BoundCall:
        rule = small.formula("n + 3")
        if where == "grid":
            return call(small.criterion("A", rule), small.criterion("B", small.formula("m")), not_answered=policy)
        own = small.criterion("A", rule, not_answered=policy)
        return call(own, small.criterion("B", small.formula("m")))

    assert points(with_policy("worst"), m=6) == [3, 6]
    assert points(with_policy("zero"), m=6) == [0, 6]
    assert said(scored(with_policy("zero"), m=6).criteria[0]) == ["Non sappiamo: n. Nessun punto."]
    assert scored(with_policy("block"), m=6).blocked == ("A",)
    assert scored(with_policy("worst"), m=6).blocked == ()
    assert points(with_policy("exclude"), m=6) == [0, 12]


def test_a_criterion_left_out_leaves_its_weight_to_the_others() -> None:
    bound = call(
        small.criterion("A", small.formula("n"), 20, not_answered="exclude"),
        small.criterion("B", small.formula("m"), 10),
        small.criterion("C", small.formula("part"), 10),
    )
    found = scored(bound, m=7, part=1)
    assert [float(one.points) for one in found.criteria] == [0, 14, 2]
    assert [float(one.own) for one in found.criteria] == [0, 7, 1]
    assert found.total == 16
    assert said(found.criteria[1])[1] == "Un criterio non conta, quindi gli altri pesano di più: da 7 a 14 punti."
    assert len(said(scored(bound, n=2, m=7, part=1).criteria[1])) == 1


def test_points_are_rounded_half_up_to_cents_and_add_up() -> None:
    bound = call(small.criterion("A", small.share("n", "m")), small.criterion("B", small.share("n", "m"), 20))
    found = scored(bound, n=1, m=7)
    assert [one.points for one in found.criteria] == [Fraction(143, 100), Fraction(286, 100)]
    assert found.total == Fraction(429, 100)
    assert points(one(small.formula("n / 8")), n=1) == [0.13]
    assert scored(bound, n=1, m=7).criteria[0].as_json()["points"] == 1.43
    assert scored(bound, n=7, m=7).criteria[0].as_json()["points"] == 10


SUB = (
    small.criterion("A1", small.formula("n"), 4, minimum=2),
    small.criterion("A2", small.judged(0, 5, 10), 10, minimum=4),
)


def test_parts_that_add_up() -> None:
    bound = one(small.parts("sum", *SUB), 12)
    assert points(bound, {"A2": {"p": 6}}, n=3) == [9]
    assert points(bound, {"A2": {"p": 10}}, n=4) == [12]
    found = scored(bound, {"A2": {"p": 6}}, n=3).criteria[0]
    assert said(found)[-1] == "I punti delle parti si sommano: 9 punti su 12."
    assert dict(found.input) == {"n": 3, "A2.p": 6}
    assert dict(found.parts) == {"A1": 3, "A2": 6}
    assert scored(bound, n=3).blocked == ("A2",)


def test_parts_of_which_the_mean_counts() -> None:
    bound = one(small.parts("mean", *SUB), 20)
    assert points(bound, {"A2": {"p": 5}}, n=4) == [15]  # whole and half: three quarters
    assert points(bound, {"A2": {"p": 0}}, n=1) == [2.5]
    assert said(scored(bound, {"A2": {"p": 5}}, n=4).criteria[0])[-1] == "Conta la media delle parti: 15 punti su 20."


def test_a_part_left_out_leaves_its_share_to_the_others() -> None:
    free = [small.criterion("A1", small.formula("n"), 4, not_answered="exclude"), SUB[1]]
    assert points(one(small.parts("sum", *free), 14), {"A2": {"p": 5}}) == [7]
    assert points(one(small.parts("mean", *free), 14), {"A2": {"p": 5}}) == [7]
    inherits = [small.criterion("A1", small.formula("n"), 4), SUB[1]]
    bound = one(small.parts("sum", *inherits), 14, not_answered="exclude")
    assert points(bound, {"A2": {"p": 5}}) == [7]
    only = one(small.parts("sum", free[0]), 14)
    assert (points(only), scored(only).blocked) == ([0], ())


def test_minimums() -> None:
    bound = call(
        small.criterion("A", small.parts("sum", *SUB), 14, minimum=7),
        small.criterion("B", small.formula("m"), 10, minimum=1),
        minimum=12,
    )

    def below(n: int, p: float, m: int) -> list[str]:
        return [reason.rule for reason in scored(bound, {"A2": {"p": p}}, n=n, m=m).below]

    assert below(4, 10, 10) == []
    assert below(2, 10, 0) == ["B"]
    assert below(1, 10, 1) == ["A1"]
    assert below(4, 3, 10) == ["A2"]
    assert below(2, 4, 6) == ["A"]
    assert below(3, 4, 5) == []
    assert below(3, 4, 4) == ["total"]
    found = scored(bound, {"A2": {"p": 4}}, n=3, m=4)
    assert [reason.it for reason in found.below] == ["Totale: 11 punti. Il minimo è 12."]
    assert [reason.it for reason in scored(bound, {"A2": {"p": 10}}, n=2, m=0).below] == ["B: 0 punti. Il minimo è 1."]


def test_a_criterion_that_does_not_count_has_no_minimum() -> None:
    bound = one(small.formula("n"), minimum=5, not_answered="exclude")
    assert scored(bound).below == ()
    assert len(scored(bound, n=4).below) == 1
    assert scored(bound, n=5).below == ()


BONUS = {
    "cap": 5,
    "lines": [
        {"id": "X", "label": small.text("x"), "when": "yes", "points": 3, "proof": small.text("p")},
        {"id": "Y", "label": small.text("y"), "when": "n >= 5", "points": 3, "proof": small.text("p")},
    ],
}


def test_the_bonus_and_its_cap() -> None:
    bound = call(small.criterion("A", small.formula("m"), 100), bonus=BONUS)
    assert points(bound, m=50, yes=True, n=1) == [50, 3, 0]
    assert points(bound, m=50, yes=True, n=5) == [50, 3, 2]
    assert points(bound, m=96, yes=True, n=5) == [96, 3, 1]
    assert points(bound, m=99, yes=True, n=5) == [99, 1, 0]
    assert points(bound, m=50, n=5) == [50, 0, 3]
    found = scored(bound, m=50, yes=True, n=5)
    assert found.total == 55
    for line in found.criteria[1:]:
        assert line.is_bonus
        assert line.declared_weight == line.effective_weight == 0
    assert said(found.criteria[1]) == ["La condizione è rispettata: 3 punti in più."]
    assert said(found.criteria[2]) == ["La condizione è rispettata. Con i limiti conta così: 2 punti su 3."]
    unknown = scored(bound, m=50, n=1).criteria
    assert said(unknown[1]) == ["Non sappiamo: yes. Nessun punto in più."]
    assert said(unknown[2]) == ["La condizione non è rispettata: nessun punto in più."]
    assert dict(unknown[2].input) == {"n": 1}


def test_the_total_is_never_more_than_the_most() -> None:
    bound = call(
        small.criterion("A", small.formula("n"), 60), small.criterion("B", small.formula("m"), 60), bonus=BONUS
    )
    found = scored(bound, n=60, m=50, yes=True)
    assert [float(one.points) for one in found.criteria] == [60, 40, 0, 0]
    assert [float(one.own) for one in found.criteria] == [60, 50, 0, 0]
    assert found.total == 100
    assert said(found.criteria[1])[1] == "Il totale non può superare 100. Qui conta così: 40 punti."
    assert len(said(scored(bound, n=60, m=40, yes=True).criteria[1])) == 1


def test_factors_change_what_a_criterion_adds() -> None:
    bound = call(small.criterion("A", small.formula("n"), 50), small.criterion("B", small.formula("m"), 50))
    facts = small.applicant(bound, n=10, m=20).facts
    assert score(bound, facts, {}, factors={"A": Fraction(11, 10)}).total == 31
    assert score(bound, facts, {}, factors={"B": Fraction(0)}).total == 10
    assert score(bound, facts, {}).total == 30


def test_a_rule_may_read_what_is_asked_for_and_the_law() -> None:
    law = {"limit": small.parameter((None, None, 3))}
    rule = small.summed(("requested_cents <= 5000", 4), ("n >= limit", 6))
    bound = small.bound(law, grid=small.grid(small.criterion("A", rule)))
    facts = bound.read_facts({"n": 3})
    assert score(bound, facts, {}, 5000).total == 10
    assert score(bound, facts, {}, 5001).total == 6
    found = score(bound, facts, {}).criteria[0]
    assert found.points == 6
    assert said(found) == ["Non sappiamo: somma chiesta. Conta il valore peggiore possibile: 6 punti."]
    assert dict(found.input) == {"requested_cents": None, "n": 3, "limit": 3}
    ended = {"limit": small.parameter((None, date(2026, 8, 31), 3), (small.ON, None, None))}
    no_law = small.bound(ended, grid=small.grid(small.criterion("A", rule)))
    assert score(no_law, facts, {}, 5000).total == 4


def test_without_a_grid_there_are_no_points() -> None:
    for none in ("none", "unknown"):
        assert score(small.bound(grid=none), small.bound().read_facts({}), {}) == GridScore(Fraction(0))
        assert weights_of(small.bound(grid=none)) == ()
        assert most_total(small.bound(grid=none)) == 0


def test_own_points_of_groups_parts_and_criteria() -> None:
    bound = call(
        small.criterion("A", small.parts("sum", *SUB), 14, group="G"), small.criterion("B", small.formula("m"))
    )
    found = scored(bound, {"A2": {"p": 6}}, n=3, m=2)
    assert found.own_points(("A",), {}) == 9
    assert found.own_points(("A1", "B"), {}) == 5
    assert found.own_points(("G", "B"), {"G": ("A",)}) == 11
    assert found.own_points(("G", "A"), {"G": ("A",)}) == 9
    assert found.own_points(("nothing",), {}) == 0


def test_equal_answers_are_computed_once_and_no_others() -> None:
    bound = call(small.criterion("A", STEPS), small.criterion("B", small.steps("m", (1, 5))))
    assert points(bound, n=2, m=1) == [4, 5]
    assert points(bound, n=2, m=0) == [4, 0]
    assert points(bound, n=5, m=1) == [10, 5]
    assert points(bound, n=2, m=1) == [4, 5]


def test_a_score_without_a_reason_cannot_be_built() -> None:
    with pytest.raises(MissingReasonError):
        CriterionScore("A", Fraction(1), Fraction(1), Fraction(1), {}, ())


def test_the_shape_that_is_printed() -> None:
    found = scored(one(STEPS), n=4).criteria[0].as_json()
    assert found == {
        "id": "A",
        "points": 4,
        "declared_weight": 100,
        "effective_weight": 100,
        "input": {"n": 4},
        "because": [
            {
                "rule": "A",
                "it": "Il valore è 4. Raggiunge la soglia 2: 4 punti su 10.",
                "en": "The value is 4. It reaches the step of 2: 4 points of 10.",
                "inputs": {"n": 4},
            }
        ],
    }
