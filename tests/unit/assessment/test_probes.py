"""Everything in the model can happen: measures, levels, lists, gates; and every answer can change something."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import pytest

from cip.assessment.answers import Answers, StepAnswer
from cip.assessment.path import Walk
from cip.assessment.results import CheckUp
from cip.assessment.wording import CLAUSES
from cip.rulebook.expressions.scope import FactValue
from cip.rulebook.shapes import model
from tests.unit.assessment.firms import (
    ON,
    STEPS,
    bytes_of,
    complete,
    refused_marks_dropped,
    result_of,
    seeded_firms,
    some_values,
    the_bound,
    the_pack,
    with_fact,
    with_step,
)
from tests.unit.assessment.test_recommendation import rows_of

PACK = the_pack()
GATES = {gate.id: gate for gate in PACK.content.gates}
FACTS = {
    "workers": 12,
    "leave_cases_24m": 1,
    "father_cases_24m": 1,
    "carers_told": True,
    "agreement_in_area": True,
    "away_share": 50,
}
"""A firm in band c in which every indicator applies and every ladder goes up to 4."""


@lru_cache(maxsize=1)
def many_results() -> tuple[CheckUp, ...]:
    """The results of many firms of all kinds."""
    return tuple(result_of(firm) for firm in seeded_firms(800, seed=44))


@pytest.mark.parametrize("code", PACK.measures)
def test_every_measure_is_proposed_to_some_firm(code: str) -> None:
    assert any(code in {measure.id for measure in result.measures} for result in many_results())


@pytest.mark.parametrize("code", PACK.measures)
def test_every_measure_could_fit_some_firm_and_is_refused_to_another(code: str) -> None:
    assert any(code in {item.id for item in result.could_fit} for result in many_results())
    assert any(code in {item.id for item in result.not_proposed} for result in many_results())


@pytest.mark.parametrize("name", ["now", "soon", "together", "later"])
def test_every_list_is_reached(name: str) -> None:
    assert any(measure.list == name for result in many_results() for measure in result.measures)


@pytest.mark.parametrize("name", ["now", "soon", "together"])
def test_every_list_can_be_full(name: str) -> None:
    most = {"now": 3, "soon": 3, "together": 2}[name]
    assert any(sum(measure.list == name for measure in result.measures) == most for result in many_results())


@pytest.mark.parametrize("band", model.BANDS)
def test_every_band_is_reached(band: str) -> None:
    assert any(result.band == band for result in many_results())


SENTENCES = {key: text for key, text in PACK.content.reasons.items() if key.startswith(("could_", "not_", "measure_"))}
# Without agreements in its rules a pack says the first; with them the engine says the others.
del SENTENCES["measure_no_clause"]
SENTENCES |= CLAUSES
for _of_papers in ("measure_clauses", "clauses_more"):  # several clauses are missing only where papers deny them
    del SENTENCES[_of_papers]


@pytest.mark.parametrize("sentence", sorted(SENTENCES))
def test_every_sentence_of_the_recommendation_is_said_to_some_firm(sentence: str) -> None:
    text = SENTENCES[sentence]
    rows = (row for result in many_results() for row in rows_of(result))
    assert any(reason.sentence == text for row in rows for reason in row.because)


# Levels and gates -----------------------------------------------------------------------------------------------------


def exemplary() -> Answers:
    """Everything at the top, proved, with a lasting measure in use: level 5."""
    return replace(complete(4, FACTS), in_use={"M01": ON.replace(year=2025)})


@pytest.mark.parametrize(("step", "level"), [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)])
def test_every_level_is_reached(step: int, level: int) -> None:
    result = result_of(replace(exemplary(), steps=dict.fromkeys(PACK.indicators, StepAnswer(step, count=1))))
    assert (result.level, result.level_by_score, result.held_by) == (level, level, ())


HOLDING: dict[str, tuple[Answers, str]] = {
    "duties": (replace(exemplary(), duties={"risk_assessment": "no"}), "not_met"),
    "written_rules": (with_step(exemplary(), "K2", 1), "not_met"),
    "listening": (with_step(exemplary(), "K1", 1), "not_met"),
    "leaves_area": (
        replace(exemplary(), steps={**exemplary().steps, **dict.fromkeys(("C1", "C2", "C4", "C5"), StepAnswer(0))}),
        "not_met",
    ),
    "structural_measure": (replace(exemplary(), in_use={}), "not_met"),
    "every_area": (
        replace(exemplary(), steps={**exemplary().steps, **dict.fromkeys(("W1", "W2", "W3"), StepAnswer(0))}),
        "not_met",
    ),
    "agreement": (with_step(exemplary(), "R2", 2), "not_met"),
    "listening_to_all": (with_step(exemplary(), "K1", 2), "not_met"),
    "proofs": (with_step(exemplary(), "T1", 3), "unknown"),
}


@pytest.mark.parametrize("gate", GATES)
def test_every_gate_can_hold_the_level_just_below_its_own(gate: str) -> None:
    firm, status = HOLDING[gate]
    result = result_of(firm)
    held = {item.gate: item for item in result.held_by}
    assert held[gate].status == status
    assert held[gate].because
    assert result.level == min(item.level for item in result.held_by) - 1
    assert result.level < result.level_by_score


@pytest.mark.parametrize("gate", GATES)
def test_every_gate_can_be_met(gate: str) -> None:
    assert gate not in {item.gate for item in result_of(exemplary()).held_by}


@pytest.mark.parametrize("gate", ["written_rules", "listening", "agreement", "listening_to_all"])
def test_an_unknown_step_holds_the_level_and_names_the_question_that_would_open_it(gate: str) -> None:
    code = GATES[gate].indicator or ""
    steps = {key: answer for key, answer in exemplary().steps.items() if key != code}
    held = {item.gate: item for item in result_of(replace(exemplary(), steps=steps)).held_by}
    assert held[gate].status == "unknown"
    assert held[gate].tell_us == (code,)


def test_an_area_that_answers_may_still_lift_is_an_unknown_gate_that_names_them() -> None:
    steps = {key: answer for key, answer in exemplary().steps.items() if not key.startswith("C")}
    held = {item.gate: item for item in result_of(replace(exemplary(), steps=steps)).held_by}
    assert held["leaves_area"].status == "unknown"
    assert set(held["leaves_area"].tell_us) == {"C1", "C2", "C3", "C4", "C5"}


def test_listening_in_the_smallest_firms_asks_one_step_less_and_while_the_size_is_unknown_asks_the_size() -> None:
    firm = with_step(exemplary(), "K1", 2)
    small, unknown = with_fact(firm, "workers", 4), replace(firm, facts={**FACTS, "workers": None})
    unknown = replace(unknown, facts={key: value for key, value in unknown.facts.items() if value is not None})
    assert "listening_to_all" not in {item.gate for item in result_of(small).held_by}
    held = {item.gate: item for item in result_of(unknown).held_by}
    assert (held["listening_to_all"].status, held["listening_to_all"].tell_us) == ("unknown", ("workers",))


def test_a_gate_on_an_indicator_that_does_not_apply_is_met() -> None:
    firm = refused_marks_dropped(with_fact(with_step(exemplary(), "R2", 0), "agreement_in_area", False))
    assert "agreement" not in {item.gate for item in result_of(firm).held_by}


@pytest.mark.parametrize(("day", "held"), [("2025-09-02", False), ("2025-09-03", True)])
def test_a_lasting_measure_counts_from_six_months_of_use(day: str, held: bool) -> None:
    """The check-up is of 2026-03-02."""
    from datetime import date

    result = result_of(replace(exemplary(), in_use={"M01": date.fromisoformat(day)}))
    assert ("structural_measure" in {item.gate for item in result.held_by}) is held


def test_a_seasonal_measure_in_use_does_not_open_the_gate_of_lasting_ones() -> None:
    periodic = next(code for code, measure in PACK.measures.items() if measure.kind == "P")
    result = result_of(replace(exemplary(), in_use={periodic: ON.replace(year=2020)}))
    assert "structural_measure" in {item.gate for item in result.held_by}


def test_a_gate_of_a_level_below_holds_every_level_above() -> None:
    result = result_of(with_step(exemplary(), "K2", 1))
    assert (result.level, result.level_by_score) == (2, 5)


# Every answer can change something ------------------------------------------------------------------------------------


def outputs(firm: Answers) -> str:
    """The whole result and the questions: wording, what may be marked, what applies; not the answers themselves."""
    walk = Walk(the_bound(), firm)
    questions = [
        (q.indicator.id, q.ask.it, q.status, q.reachable, tuple(r.id for r in q.allowed))
        for area in PACK.areas
        for q in walk.indicators(area)
    ]
    facts = [question.fact.id for question in walk.facts()]
    duties = [(question.duty.id, question.no_case) for question in walk.duties()]
    return f"{bytes_of(result_of(firm))}{questions}{facts}{duties}"


def bases() -> Iterator[Answers]:
    """Firms on which an answer may show its effect."""
    yield Answers()
    yield from (complete(step, {"workers": workers}) for workers in (3, 7, 12) for step in (0, 2, 4))
    yield from seeded_firms(30, seed=5)


def _tells_apart(fact: str) -> bool:
    values: tuple[FactValue, ...] = some_values(PACK.facts[fact])
    for base in bases():
        found = {outputs(refused_marks_dropped(with_fact(base, fact, value))) for value in values}
        if len(found) > 1:
            return True
    return False


@pytest.mark.parametrize("fact", [fact.id for fact in PACK.facts.values() if fact.asked])
def test_every_fact_that_is_asked_can_change_some_output(fact: str) -> None:
    """Two known values, or for codes known against unknown, give different outputs beside the open questions."""
    if _tells_apart(fact):
        return
    value = some_values(PACK.facts[fact])[0]
    assert any(_decides(base, with_fact(base, fact, value)) for base in bases()), fact


def _decides(before: Answers, after: Answers) -> bool:
    """Whether a measure finds its place by the answer alone."""
    places = [{item.id for item in result_of(firm).could_fit} for firm in (before, after)]
    return places[0] != places[1]


def test_only_facts_that_are_not_asked_change_nothing() -> None:
    silent = {fact.id for fact in PACK.facts.values() if not fact.asked}
    assert silent == {"ateco"}
    for fact in silent:
        assert not _tells_apart(fact)
        assert PACK.facts[fact].asked_later


@pytest.mark.parametrize("code", PACK.indicators)
def test_every_indicator_can_change_the_total_and_what_is_proposed(code: str) -> None:
    assert len({result_of(with_step(complete(2, FACTS), code, step)).low for step in STEPS}) == len(STEPS)
    assert any(len({proposed(with_step(base, code, step)) for step in STEPS}) > 1 for base in _settled()), code


def proposed(firm: Answers) -> frozenset[str]:
    return frozenset(measure.id for measure in result_of(firm).measures)


def _settled() -> Iterator[Answers]:
    """Firms whose other answers leave a measure's place to one indicator: nothing first, or what comes first in use."""
    more: dict[str, FactValue] = {**FACTS, "ccnl": "C011", "municipality": "015146", "association": True}
    more["firms_in_reach"] = 3
    first = {after.id for measure in PACK.measures.values() for after in measure.after if after.hard}
    for step in (2, 4):
        yield complete(step, more)
        yield replace(complete(step, more), in_use=dict.fromkeys(first, ON))


@pytest.mark.parametrize(
    ("code", "reason"), [(i.id, reason.id) for i in PACK.indicators.values() for reason in i.not_applicable]
)
def test_every_reason_not_to_apply_takes_its_indicator_out(code: str, reason: str) -> None:
    found = {row.id: row for row in result_of(Answers(not_applicable={code: reason})).indicators}
    assert found[code].status == "not_applicable"


@pytest.mark.parametrize("duty", PACK.duties)
def test_every_duty_can_hold_the_level(duty: str) -> None:
    assert result_of(replace(exemplary(), duties={duty: "no"})).level == 1


@pytest.mark.parametrize("need", PACK.needs)
def test_every_need_can_change_the_order_of_measures(need: str) -> None:
    from cip.assessment.answers import NeedsAnswer

    base = replace(complete(1, FACTS), needs=NeedsAnswer(5, {need: 0}))
    felt = replace(base, needs=NeedsAnswer(5, {need: 5}))
    assert [m.id for m in result_of(base).measures] != [m.id for m in result_of(felt).measures]


@pytest.mark.parametrize("code", PACK.measures)
def test_every_measure_in_use_is_taken_off_the_proposals(code: str) -> None:
    firm = replace(complete(1, FACTS), in_use={code: ON})
    assert code in {item.id for item in result_of(firm).not_proposed}
