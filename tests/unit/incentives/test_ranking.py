"""Places, ties and exclusions, and the properties that no call may break, tried on random calls."""

from datetime import timedelta
from fractions import Fraction
from hashlib import sha256
from typing import Any

import pytest

from cip.incentives.bound_call import BoundCall
from cip.incentives.rank_results import Applicant, RankResult
from cip.incentives.ranking import RankError, by_points, judge_all, rank, rank_judged
from cip.incentives.ties import TieError
from tests.unit.incentives import small_calls as small

A_AND_B = small.grid(
    small.criterion("A", small.formula("n"), 50, group="G"), small.criterion("B", small.formula("m"), 50, group="G")
)
FACTS = [small.fact("n", min=0, max=100), small.fact("m", min=0, max=100), small.fact("workers", min=1, max=99)]


def call(*ties: Any, **more: Any) -> BoundCall:
    chain = [*ties, small.tie("draw")]
    return small.bound(**{"facts": FACTS, "grid": A_AND_B, "policy": small.policy(ties=chain)} | more)


def one(bound: BoundCall, identifier: str, n: int = 1, m: int = 1, **more: Any) -> Applicant:
    return small.applicant(bound, identifier, n=n, m=m, **more)


def order(result: RankResult) -> list[str]:
    return [row.id for row in result.ranking]


def ties(result: RankResult) -> dict[str, list[str]]:
    return {row.id: [step.by for step in row.tie_break] for row in result.ranking}


def test_the_higher_total_comes_first() -> None:
    bound = call()
    found = rank(bound, [one(bound, "low", 1), one(bound, "high", 9), one(bound, "middle", 5)])
    assert order(found) == ["high", "middle", "low"]
    assert [row.rank for row in found.ranking] == [1, 2, 3]
    assert [row.total for row in found.ranking] == [10, 6, 2]
    assert ties(found) == {"high": [], "middle": [], "low": []}
    assert found.ranking[0].because[0].it == "Totale: 10 punti."
    assert dict(found.ranking[0].because[0].inputs) == {"total": 10}


def test_ties_by_points_of_criteria_and_groups() -> None:
    bound = call(small.tie("points", of=["B"]))
    found = rank(bound, [one(bound, "a", 6, 4), one(bound, "b", 4, 6), one(bound, "c", 1, 1)])
    assert order(found) == ["b", "a", "c"]
    assert ties(found) == {"b": ["points"], "a": ["points"], "c": []}
    step = found.ranking[0].tie_break[0].as_json()
    assert step == {
        "by": "points",
        "of": ["B"],
        "value": 6,
        "it": "A parità di totale conta: points. Qui 6.",
        "en": "With equal totals this counts: points. Here 6.",
    }
    lowest = call(small.tie("points", of=["B"], first="low"))
    assert order(rank(lowest, [one(lowest, "a", 6, 4), one(lowest, "b", 4, 6)])) == ["a", "b"]
    grouped = call(small.tie("points", of=["G"]))
    with pytest.raises(TieError):
        rank(grouped, [one(grouped, "a", 6, 4), one(grouped, "b", 4, 6)])


def test_ties_by_a_number_that_nobody_needs_to_state() -> None:
    bound = call(small.tie("number", number="workers", first="low"))
    asked = [one(bound, "a", workers=5), one(bound, "b", workers=3), one(bound, "c")]
    found = rank(bound, asked)
    assert order(found) == ["b", "a", "c"]
    assert [row.tie_break[0].as_json()["value"] for row in found.ranking] == [3, 5, None]
    assert found.ranking[2].tie_break[0].as_json()["number"] == "workers"
    assert found.ranking[2].tie_break[0].as_json()["it"] == ("A parità di totale conta: number. Qui un dato non noto.")
    high = call(small.tie("number", number="workers"))
    asked = [one(high, "a", workers=5), one(high, "b", workers=3), one(high, "c"), one(high, "d", workers=2)]
    assert order(rank(high, asked)) == ["a", "b", "d", "c"]
    divided = call(small.tie("number", number="10 / (workers - 3)", first="low"))
    asked = [one(divided, "a", workers=3), one(divided, "b", workers=13)]
    assert order(rank(divided, asked)) == ["b", "a"]
    highest = call(small.tie("number", number="10 / (workers - 3)"))
    asked = [one(highest, "a", workers=3), one(highest, "b", workers=2)]
    assert order(rank(highest, asked)) == ["b", "a"]


def test_ties_by_amount_and_time() -> None:
    bound = call(small.tie("amount", first="low"), small.tie("time"))
    later = small.AT + timedelta(microseconds=1)
    asked = [
        one(bound, "whole"),
        one(bound, "less", requested=9_000),
        one(bound, "more", requested=99_000),
        one(bound, "late", at=later),
    ]
    with pytest.raises(TieError):
        rank(bound, asked)  # who asks for more than is computed asks for what is computed
    found = rank(bound, [asked[0], asked[1], asked[3]])
    assert order(found) == ["less", "whole", "late"]
    assert ties(found) == {"less": ["amount"], "whole": ["amount", "time"], "late": ["time"]}
    step = found.ranking[2].tie_break[0].as_json()
    assert step["value"] == later.isoformat()
    assert step["it"] == "A parità di totale conta: time. Qui 20/08/2026, 12:00:00.000001."
    assert found.ranking[0].tie_break[0].as_json()["value"] == 9_000
    high = call(small.tie("amount"))
    assert order(rank(high, [one(high, "a", requested=1), one(high, "b", requested=2)])) == ["b", "a"]
    with pytest.raises(TieError, match=r'"a": submitted_at is missing'):
        rank(bound, [one(bound, "a", at=None)])


def ticket(seed: str, identifier: str) -> str:
    return sha256(f"{seed}\n{identifier}".encode()).hexdigest()


def test_the_draw_is_public_and_needs_its_seed_only_for_a_tie() -> None:
    bound = call()
    asked = [one(bound, name) for name in "abcdef"]
    found = rank(bound, asked, "a seed")
    assert order(found) == sorted("abcdef", key=lambda name: ticket("a seed", name))
    assert ties(found) == {name: ["draw"] for name in "abcdef"}
    assert found.ranking[0].tie_break[0].as_json()["value"] == ticket("a seed", found.ranking[0].id)
    assert order(rank(bound, asked, "another")) == sorted("abcdef", key=lambda name: ticket("another", name))
    with pytest.raises(TieError, match="give a `seed` for the public draw"):
        rank(bound, asked)
    assert order(rank(bound, [one(bound, "a", 1), one(bound, "b", 2)])) == ["b", "a"]


def test_who_is_excluded_ties_with_nobody() -> None:
    bound = call(eligibility=[small.rule("some", "workers < 50")])
    found = rank(bound, [one(bound, "a"), one(bound, "b", workers=50)])
    assert order(found) == ["a"]
    assert [row.id for row in found.excluded] == ["b"]


def test_a_stated_fact_that_breaks_a_rule_excludes_and_one_left_out_does_not() -> None:
    bound = call(eligibility=[small.rule("some", "workers < 50"), small.rule("few", "n < 5")])
    found = rank(bound, [one(bound, "out", 9, workers=50), one(bound, "known", 2, workers=3), one(bound, "unknown", 3)])
    assert order(found) == ["unknown", "known"]
    (out,) = found.excluded
    assert [reason.it for reason in out.reasons] == ["not some", "not few"]
    assert set(out.as_json()) == {"id", "reasons"}
    assert [reason.it for reason in found.ranking[0].because] == [
        "Totale: 4 punti.",
        "Requisito ancora da verificare: some. Non esclude la domanda.",
    ]
    assert len(found.ranking[1].because) == 1


def test_below_a_minimum_there_is_no_place() -> None:
    criteria = A_AND_B | {"minimum": 5}
    bound = call(grid=criteria)
    found = rank(bound, [one(bound, "a", 3, 2), one(bound, "b", 2, 2)])
    assert order(found) == ["a"]
    printed = found.excluded[0].as_json()
    assert set(printed) == {"id", "reasons", "total", "criteria"}
    assert printed["total"] == 4
    assert found.as_json()["excluded"] == [printed]
    assert [row.award.id for row in found.awards] == ["a"]


def test_an_application_without_a_score_blocks_the_ranking_unless_it_is_out_anyway() -> None:
    rules = [small.rule("some", "workers < 50")]
    bound = call(grid=small.grid(small.criterion("A", small.judged(0, 10))), eligibility=rules)
    with pytest.raises(RankError, match='application "b" cannot be ranked: A: a score or fact'):
        rank(bound, [one(bound, "a", scores={"A": {"p": 4}}), one(bound, "b")])
    found = rank(bound, [one(bound, "a", scores={"A": {"p": 4}}), one(bound, "b", workers=60)])
    assert order(found) == ["a"]


def test_nobody_applies_twice() -> None:
    bound = call()
    with pytest.raises(RankError, match='"a" stands twice'):
        rank(bound, [one(bound, "b"), one(bound, "a", 2), one(bound, "a", 3)])


FIRST = small.policy(order="first_come", ties=[])


def test_first_come_first_served() -> None:
    bound = call(grid="none", policy=FIRST)
    asked = [one(bound, name, at=small.AT + timedelta(seconds=late)) for name, late in (("a", 2), ("b", 1), ("c", 3))]
    found = rank(bound, asked)
    assert order(found) == ["b", "a", "c"]
    assert [(row.total, row.criteria, row.tie_break) for row in found.ranking] == [(Fraction(0), (), ())] * 3
    assert found.ranking[0].because[0].it == "Conta l'ordine di arrivo: 20/08/2026, 12:00:01."
    with pytest.raises(TieError, match="submitted_at is missing"):
        rank(bound, [one(bound, "a", at=None)])


def test_who_arrives_at_the_same_instant_is_drawn_or_follows_the_code() -> None:
    bound = call(grid="none", policy=FIRST)
    asked = [one(bound, name) for name in "dacb"]
    assert order(rank(bound, asked)) == ["a", "b", "c", "d"]
    assert ties(rank(bound, asked))["a"] == ["id"]
    assert rank(bound, asked).ranking[0].tie_break[0].as_json() == {
        "by": "id",
        "value": "a",
        "it": "Arrivate nello stesso istante: conta il codice della domanda.",
        "en": "They arrived at the same instant: the application's code counts.",
    }
    assert order(rank(bound, asked, "s")) == sorted("abcd", key=lambda name: ticket("s", name))


def test_an_order_that_the_source_does_not_say() -> None:
    silent = small.policy(order="unknown", ties=[])
    with_grid, without = call(policy=silent), call(policy=silent, grid="none")
    assert (by_points(with_grid), by_points(without)) == (True, False)
    assert by_points(call()) is True
    assert by_points(call(policy=FIRST, grid="none")) is False
    found = rank(with_grid, [one(with_grid, "a", 1), one(with_grid, "b", 2)])
    assert order(found) == ["b", "a"]
    assert found.ranking[0].because[1].it == "La fonte non dice come si ordinano le domande: qui per punti."
    first = rank(without, [one(without, "a", at=small.AT + timedelta(1)), one(without, "b")])
    assert order(first) == ["b", "a"]
    assert first.ranking[0].because[1].en.endswith("here by arrival.")
    unknown_grid = call(grid="unknown")
    assert "con quali criteri" in rank(unknown_grid, [one(unknown_grid, "a")]).ranking[0].because[1].it


def test_a_chain_without_a_draw_still_needs_one_for_a_real_tie() -> None:
    bound = call(policy=small.policy(ties=[small.tie("points", of=["A"])]))
    asked = [one(bound, "a"), one(bound, "b")]
    with pytest.raises(TieError, match='"a" and "b" are equal at every step'):
        rank(bound, asked)
    assert order(rank(bound, asked, "s")) == sorted("ab", key=lambda name: ticket("s", name))


def test_money_follows_the_ranking() -> None:
    bound = call(funding=[small.line(15_000), small.line(10_000, "b")])
    found = rank(bound, [one(bound, "a", 1), one(bound, "b", 3), one(bound, "c", 2, requested=4_000)])
    assert [(row.award.id, row.award.cents, row.award.status) for row in found.awards] == [
        ("b", 10_000, "funded"),
        ("c", 4_000, "funded"),
        ("a", 10_000, "funded"),
    ]
    assert found.as_json()["budget"] == {
        "total": 25_000,
        "awarded": 24_000,
        "left": 1_000,
        "because": [
            {
                "rule": "budget",
                "it": "Fondi del bando: 250\N{NO-BREAK SPACE}€.",
                "en": "Money of the call: €250.",
                "inputs": {"money": 15_000, "b": 10_000},
            }
        ],
    }
    award = found.awards[0].as_json()
    assert set(award) == {"id", "cents", "status", "because"}
    assert [reason.rule for reason in found.awards[0].because] == ["award", "computed", "l0"]
    assert found.awards[0].because[0].it == ("Restavano 250\N{NO-BREAK SPACE}€: bastano per 100\N{NO-BREAK SPACE}€.")
    assert dict(found.awards[0].because[0].inputs) == {"wanted_cents": 10_000, "available_cents": 25_000}


def test_money_that_the_source_does_not_say() -> None:
    bound = call(funding=[small.line(15_000), small.line("unknown", "b")])
    found = rank(bound, [one(bound, "a", 1)])
    budget = found.as_json()["budget"]
    assert isinstance(budget, dict)
    assert (budget["total"], budget["awarded"], budget["left"]) == (None, 0, None)
    assert budget["because"][0]["it"] == "La fonte non dice quanti fondi ha questa linea: b."
    assert (found.awards[0].award.status, found.awards[0].award.cents) == ("unfunded", 0)


def test_policies_that_the_source_does_not_say_are_read_strictly_and_said() -> None:
    bound = call(policy=small.policy(partial="unknown", beyond="unknown"))
    found = rank(bound, [one(bound, "a", 1)])
    assert [reason.rule for reason in found.budget.because] == ["budget", "policy", "policy"]
    assert "una parte dell'importo" in found.budget.because[1].it
    assert "si scorre" in found.budget.because[2].it


def test_a_quota_is_for_those_who_surely_belong_to_it() -> None:
    quota = [{"id": "few", "label": small.text("few"), "share": 50, "when": "workers < 10"}]
    bound = call(funding=[small.line(20_000)], policy=small.policy(quotas=quota, ties=[small.tie("draw")]))
    asked = [one(bound, "a", 3, workers=20), one(bound, "b", 2), one(bound, "c", 1, workers=5)]
    found = rank(bound, asked)
    assert [row.award.cents for row in found.awards] == [10_000, 0, 10_000]


def test_judging_once_and_ranking_with_other_weights() -> None:
    bound = call()
    judged = judge_all(bound, [one(bound, "a", 5, 1), one(bound, "b", 1, 4)])
    assert order(rank_judged(bound, judged)) == ["a", "b"]
    assert order(rank_judged(bound, judged, factors={"A": Fraction(0)})) == ["b", "a"]
    assert order(rank(bound, [one(bound, "a", 5, 1), one(bound, "b", 1, 4)], factors={"A": Fraction(0)})) == ["b", "a"]


def test_the_printed_ranking_has_the_agreed_keys() -> None:
    bound = call()
    printed = rank(bound, [one(bound, "a", 5), one(bound, "b", 2)]).as_json()
    assert list(printed) == ["ranking", "excluded", "awards", "budget", "digest"]
    row = printed["ranking"][0]  # type: ignore[index]
    assert list(row) == ["rank", "id", "total", "criteria", "tie_break", "because"]
    assert [list(criterion) for criterion in row["criteria"]] == [
        ["id", "points", "declared_weight", "effective_weight", "input", "because"]
    ] * 2
