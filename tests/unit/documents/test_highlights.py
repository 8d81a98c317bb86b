"""What an owner reads first: what to do this month in its order, level and score in words, the gate of the duties."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cip.assessment.answer_file import read_answers
from cip.assessment.answers import DutyAnswer
from cip.assessment.bound import bind
from cip.assessment.engine import check_up_bound
from cip.assessment.explaining import Explainer
from cip.assessment.results import CheckUp, ListName
from cip.documents.citing import Citer
from cip.documents.describing import Describer
from cip.documents.highlights import MOST_THINGS, duties_gate, headline, range_words, things_to_do
from cip.documents.measures import split_reasons
from cip.documents.parts import DutyPart, LevelName, MeasurePart, OpenQuestion, Thing
from cip.kernel.texts import Language
from tests.unit.documents.papers import ON, PART, held_firm, report_of, the_pack

STATUSES: tuple[DutyAnswer, ...] = ("yes", "no", "unknown", "no_case")
LISTS: tuple[ListName, ...] = ("now", "soon", "later")


def describer(file: Mapping[str, object], language: Language = "it") -> Describer:
    """All that the words of a firm with these answers are made from."""
    bound = bind(the_pack(), ON)
    answers = read_answers(bound, file)
    cite = Citer(the_pack().content.law, ON, language)
    return Describer(the_pack(), answers, check_up_bound(bound, answers), language, cite, Explainer(the_pack()))


@lru_cache(maxsize=8)
def of_firm(firm: str, language: Language = "it") -> Describer:
    return describer({"part": PART, "held": held_firm(), "empty": {}}[firm], language)


def of_result(check_up: CheckUp, language: Language = "it") -> Describer:
    return replace(of_firm("part", language), check_up=check_up)


parts_of_firm = report_of("part")
duties = st.lists(st.sampled_from(STATUSES), min_size=5, max_size=5).map(
    lambda statuses: [
        replace(duty, status=status) for duty, status in zip(parts_of_firm.duties, statuses, strict=False)
    ]
)
measures = st.lists(st.sampled_from(LISTS), min_size=6, max_size=6).map(
    lambda lists: [replace(part, list=name) for part, name in zip(parts_of_firm.measures, lists, strict=False)]
)
questions = st.integers(0, 4).map(lambda count: list(parts_of_firm.unknown[:count]))
gains = st.lists(st.sampled_from([0.0, 2.5]), min_size=6, max_size=6)


def rank(thing: Thing, moving: set[str]) -> int:
    if thing.kind == "measure":
        return 1 if thing.id in moving else 3
    return {"duty": 0, "question": 2}[thing.kind]


@given(duties, measures, questions, gains)
@settings(max_examples=200, deadline=None)
def test_denied_duties_come_first_then_what_moves_the_firm_then_questions(
    duties: list[DutyPart], measures: list[MeasurePart], unknown: list[OpenQuestion], gains: list[float]
) -> None:
    gain_of = {part.code: gain for part, gain in zip(measures, gains, strict=True)}
    check_up = of_firm("part").check_up
    results = tuple(
        replace(item, parts={**item.parts, "gain": gain_of.get(item.id, 0.0)}) for item in check_up.measures
    )
    found = things_to_do(of_result(replace(check_up, measures=results)), duties, measures, unknown)
    ranks = [rank(thing, {code for code, gain in gain_of.items() if gain}) for thing in found]
    assert ranks == sorted(ranks)
    denied = [duty.id for duty in duties if duty.status == "no"]
    ready = [part.code for part in measures if part.list == "now"]
    sized = [question.id for question in unknown if question.narrows is not None]
    assert [thing.id for thing in found if thing.kind == "duty"] == denied
    assert {thing.id for thing in found if thing.kind == "measure"} <= set(ready)
    assert {thing.id for thing in found if thing.kind == "question"} <= set(sized)
    assert len(found) == max(len(denied), min(MOST_THINGS, len(denied) + len(ready) + len(sized)))
    by_place = {code: place for place, code in enumerate([*denied, *ready, *sized])}
    for _rank, group in groupby(found, lambda thing: rank(thing, {code for code, gain in gain_of.items() if gain})):
        places = [by_place[thing.id] for thing in group]
        assert places == sorted(places), "within its kind, each keeps the place that it had"


def test_a_question_that_moves_no_point_is_nothing_to_do() -> None:
    idle = [replace(question, narrows=None) for question in parts_of_firm.unknown]
    assert things_to_do(of_firm("part"), [], [], idle) == ()


def level(number: int) -> LevelName:
    return LevelName(number, f"nome{number}", "", "0")


@pytest.mark.parametrize(
    ("reached", "possible", "italian", "english"),
    [
        (2, 2, "Livello 2, nome2", "Level 2, nome2"),
        (2, 3, "Livello 2, nome2 (forse 3)", "Level 2, nome2 (maybe 3)"),
        (2, 5, "Livello 2, nome2 (forse fino al 5)", "Level 2, nome2 (maybe up to 5)"),
    ],
)
def test_the_level_is_said_with_the_one_that_is_possible(
    reached: int, possible: int, italian: str, english: str
) -> None:
    assert headline(of_firm("part"), level(reached), level(possible)) == italian
    assert headline(of_firm("part", "en"), level(reached), level(possible)) == english


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (None, None, "Nessuna area si può valutare, quindi non c'è un punteggio."),
        (42.5, 42.5, "Il punteggio è 42,5 su 100."),
        (0.0, 100.0, "Il punteggio è almeno 0 su 100. Con le risposte che mancano può arrivare a 100."),
        (41.2, 63.0, "Il punteggio è almeno 41,2 su 100. Con le risposte che mancano può arrivare a 63."),
    ],
)
def test_the_score_is_said_as_a_number_a_range_or_not_at_all(
    low: float | None, high: float | None, expected: str
) -> None:
    assert range_words(of_result(replace(of_firm("part").check_up, low=low, high=high))) == expected


class TestDutiesGate:
    """A duty answered no is named once: by the result, or else beside it."""

    def test_it_is_silent_while_no_duty_is_denied(self) -> None:
        for firm in ("held", "empty"):
            found = of_firm(firm)
            assert duties_gate(found, found.check_up) is None

    def test_it_speaks_where_the_score_holds_the_level_anyway(self) -> None:
        found = describer({"facts": {"workers": 7}, "duties": {"l104_permits": "no", "risk_assessment": "no"}})
        named = duties_gate(found, found.check_up)
        assert named is not None
        gate, reason = named
        assert gate.kind == "no_duty_denied"
        assert reason.inputs == {"risk_assessment": "no", "l104_permits": "no"}
        for duty in ("l104_permits", "risk_assessment"):
            assert the_pack().duties[duty].name.it in reason.it

    def test_it_is_silent_where_the_result_names_it(self) -> None:
        file = {**held_firm(), "duties": {"risk_assessment": "no"}}
        found = describer(file)
        assert "duties" in {held.gate for held in found.check_up.held_by}
        assert duties_gate(found, found.check_up) is None


@pytest.mark.parametrize("firm", ["part", "held"])
def test_the_reasons_of_a_measure_are_told_with_it_or_elsewhere_none_is_lost(firm: str) -> None:
    found = of_firm(firm).check_up
    assert found.measures
    for measure in found.measures:
        own, elsewhere = split_reasons(measure.because)
        assert own
        assert sorted(map(measure.because.index, (*own, *elsewhere))) == list(range(len(measure.because)))
        assert {reason.rule for reason in elsewhere} == {f"measures.{measure.id}.{part}" for part in ("cost", "clause")}
        assert not {reason.rule for reason in own} & {reason.rule for reason in elsewhere}


def test_a_reason_that_an_agreement_gives_is_told_with_the_measure() -> None:
    because = of_firm("part").check_up.measures[0].because
    clause = next(reason for reason in because if reason.rule.endswith(".clause"))
    supported = replace(clause, given_inputs={"demo-2026.C-01": "not_met"})
    assert split_reasons([clause]) == ((), (clause,))
    assert split_reasons([supported]) == ((supported,), ())
