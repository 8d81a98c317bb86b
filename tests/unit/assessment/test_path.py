"""Which questions are asked, in which words; what is put aside and comes back; what depends on an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.assessment.answers import Answers, StepAnswer
from cip.assessment.path import Walk, changes_between, dependents
from cip.rulebook.expressions.scope import FactValue
from tests.unit.assessment.firms import (
    firms,
    many,
    refused_marks_dropped,
    result_of,
    some_values,
    the_bound,
    the_pack,
    with_fact,
)

PACK = the_pack()
FACTS = [fact.id for fact in PACK.facts.values()]


def walk(firm: Answers) -> Walk:
    return Walk(the_bound(), firm)


def asked(firm: Answers) -> list[str]:
    return [question.fact.id for question in walk(firm).facts()]


def test_facts_are_asked_in_the_order_of_the_profile_without_those_that_come_later() -> None:
    assert asked(Answers()) == [fact.id for fact in PACK.facts.values() if fact.asked]
    assert "ateco" not in asked(Answers())


@pytest.mark.parametrize(("hours", "shown"), [(0, False), (1, True), (None, True)])
def test_a_question_is_hidden_only_where_its_condition_is_known_to_fail(hours: int | None, shown: bool) -> None:
    facts: dict[str, FactValue] = {} if hours is None else {"opening_hours": hours}
    assert ("single_cover" in asked(Answers(facts=facts))) is shown


def test_a_fact_that_follows_from_another_is_derived_with_its_reason() -> None:
    value, because = walk(Answers(facts={"opening_hours": 0})).derived()["single_cover"]
    assert value == "no"
    assert because.it
    assert because.en
    assert walk(Answers(facts={"opening_hours": 8})).derived() == {}


def test_a_derived_fact_counts_like_a_given_one() -> None:
    derived, given_no = Answers(facts={"opening_hours": 0}), Answers(facts={"opening_hours": 8, "single_cover": False})
    for firm in (derived, given_no):
        question = next(q for q in walk(firm).indicators("T") if q.indicator.id == "T1")
        assert question.allowed == ()
        assert question.status == "open"


def test_hidden_answers_stay_and_come_back() -> None:
    firm = Answers(facts={"opening_hours": 8, "single_cover": True}, steps={"T1": StepAnswer(3)})
    assert walk(firm).put_aside() == ("T1",)
    hidden = with_fact(firm, "opening_hours", 0)
    assert walk(hidden).put_aside() == ("single_cover",)
    assert {row.id: row.status for row in result_of(hidden).indicators}["T1"] == "known"
    back = with_fact(hidden, "opening_hours", 8)
    assert back == firm
    assert result_of(back) == result_of(firm)


@given(firms, st.data())
@many
def test_changing_a_fact_and_changing_it_back_changes_nothing(firm: Answers, data: st.DataObject) -> None:
    fact = data.draw(st.sampled_from(FACTS))
    one, other = (data.draw(st.sampled_from(some_values(PACK.facts[fact]))) for _ in range(2))
    firm = refused_marks_dropped(with_fact(firm, fact, one))
    aside = walk(with_fact(firm, fact, other))
    assert set(aside.put_aside()) <= set(firm.facts) | set(firm.steps)
    back = with_fact(with_fact(firm, fact, other), fact, one)
    assert walk(back).put_aside() == walk(firm).put_aside()


@given(firms)
@many
def test_what_is_put_aside_is_what_was_answered_and_does_not_count(firm: Answers) -> None:
    result = result_of(firm)
    out = {row.id for row in result.indicators if row.status == "not_applicable"}
    aside = set(walk(firm).put_aside())
    assert aside & set(PACK.indicators) == out & set(firm.steps)
    warned = {reason.rule.split(".")[1] for reason in result.warnings}
    assert aside <= warned


@given(firms)
@many
def test_the_walk_and_the_result_agree_on_what_applies_and_how_far_it_goes(firm: Answers) -> None:
    rows = {row.id: row for row in result_of(firm).indicators}
    for area in PACK.areas:
        for question in walk(firm).indicators(area):
            row = rows[question.indicator.id]
            assert (question.status == "not_applicable") == (row.status == "not_applicable")
            assert (question.status == "answered") == (row.status == "known")
            assert question.reachable == row.reachable


@given(firms)
@many
def test_a_reason_that_a_fact_proves_sets_itself_and_one_that_a_fact_denies_is_not_offered(firm: Answers) -> None:
    for area in PACK.areas:
        for question in walk(firm).indicators(area):
            if question.proved:
                assert question.status == "not_applicable"
                assert question.proved in question.allowed
            if not question.allowed:
                assert question.marked is None


PROVING: dict[str, tuple[str, FactValue, FactValue]] = {
    "T1.single_cover": ("single_cover", True, False),
    "T5.one_worker": ("workers", 1, 2),
    "L2.one_worker": ("workers", 1, 2),
    "L1.no_task_away": ("away_share", 0, 1),
    "C3.no_fathers_24_months": ("father_cases_24m", 0, 1),
    "S1.no_children_0_6": ("children_0_6_told", False, True),
    "S2.no_children_3_14": ("children_3_14_told", False, True),
    "S3.no_children_6_14": ("children_6_14_told", False, True),
    "R2.no_agreement_in_area": ("agreement_in_area", False, True),
}


@pytest.mark.parametrize("name", PROVING)
def test_a_fact_proves_or_denies_a_reason_not_to_apply(name: str) -> None:
    (code, reason), (fact, proof, denial) = name.split("."), PROVING[name]
    area = PACK.indicators[code].area
    proved, denied, unknown = (
        next(q for q in walk(Answers(facts=facts)).indicators(area) if q.indicator.id == code)
        for facts in ({fact: proof}, {fact: denial}, {})
    )
    assert (proved.status, proved.proved and proved.proved.id) == ("not_applicable", reason)
    assert (denied.status, denied.allowed) == ("open", ())
    assert (unknown.status, [r.id for r in unknown.allowed]) == ("open", [reason])


def test_the_only_reason_that_no_fact_proves_may_still_be_denied() -> None:
    for extra, allowed in ((True, []), (False, ["no_extra_hours"]), (None, ["no_extra_hours"])):
        facts: dict[str, FactValue] = {} if extra is None else {"extra_hours": extra}
        question = next(q for q in walk(Answers(facts=facts)).indicators("T") if q.indicator.id == "T3")
        assert [reason.id for reason in question.allowed] == allowed
        assert question.status == "open"


@pytest.mark.parametrize(
    ("code", "index"), [(i.id, n) for i in PACK.indicators.values() for n in range(len(i.variants))]
)
def test_every_wording_is_used_for_some_firm(code: str, index: int) -> None:
    indicator = PACK.indicators[code]
    wanted = indicator.variants[index].ask
    tried = (Answers(facts=facts) for facts in _facts_for_wordings())
    assert any(
        q.ask == wanted for firm in tried for q in walk(firm).indicators(indicator.area) if q.indicator.id == code
    )


def _facts_for_wordings() -> list[dict[str, FactValue]]:
    sectors: list[dict[str, FactValue]] = [{"sector": option.id} for option in PACK.facts["sector"].options]
    return [
        *sectors,
        *({**sector, "shifts": True} for sector in sectors),
        {"shifts": False},
        {"seats": 2},
        {"leave_cases_24m": 0},
        {"carers_told": False},
        {"bilateral_body": False},
        {"representation": ("none",)},
    ]


def test_without_any_fact_every_question_has_its_own_wording() -> None:
    for area in PACK.areas:
        for question in walk(Answers()).indicators(area):
            assert question.ask == question.indicator.ask


# What depends on an answer --------------------------------------------------------------------------------------------

DEPENDS: dict[str, set[str]] = {
    "opening_hours": {"single_cover", "T1", "M01"},
    "single_cover": {"T1", "M01"},
    "shifts": {"T4", "M06"},
    "extra_hours": {"T3"},
    "away_share": {"L1", "M11", "M12"},
    "leave_cases_24m": {"C1", "C2", "C4", "maternity_leave_granted"},
    "father_cases_24m": {"C3", "paternity_leave_granted"},
    "resignations_24m": {"resignations_validated"},
    "carers_told": {"C5"},
    "children_0_6_told": {"S1"},
    "children_3_14_told": {"S2"},
    "children_6_14_told": {"S3"},
    "agreement_in_area": {"R2", "M34"},
    "association": {"M44"},
    "ccnl": {"M04", "M36", "M37", "agreement_in_area", "R2", "M34"},
    "municipality": {"M27", "agreement_in_area", "R2", "M34"},
    "seats": {"L2"},
    "bilateral_body": {"E3"},
}


@pytest.mark.parametrize("fact", DEPENDS)
def test_a_fact_names_what_depends_on_it(fact: str) -> None:
    assert set(dependents(the_bound(), fact)) == DEPENDS[fact]


def test_the_number_of_workers_stands_behind_the_size_band() -> None:
    found = dependents(the_bound(), "workers")
    assert {"T5", "L2", "M01", "M14", "M33"} <= set(found)
    assert "workers" not in found


@pytest.mark.parametrize("fact", [fact.id for fact in PACK.facts.values() if fact.asked])
def test_every_fact_that_is_asked_has_something_that_depends_on_it(fact: str) -> None:
    assert dependents(the_bound(), fact)


def test_a_save_names_what_depends_on_each_answer_that_changed_and_on_no_other() -> None:
    before = Answers(facts={"opening_hours": 8, "single_cover": True, "shifts": True})
    after = Answers(facts={"opening_hours": 8, "single_cover": False, "extra_hours": True})
    found = changes_between(the_bound(), before, after)
    assert {fact: set(ids) for fact, ids in found.items()} == {
        "single_cover": {"T1", "M01"},
        "shifts": {"T4", "M06"},
        "extra_hours": {"T3"},
    }
    assert changes_between(the_bound(), after, after) == {}


@given(firms, st.data())
@many
def test_what_is_asked_otherwise_after_a_change_is_among_the_dependents(firm: Answers, data: st.DataObject) -> None:
    fact = data.draw(st.sampled_from(FACTS))
    after = with_fact(firm, fact, data.draw(st.sampled_from(some_values(PACK.facts[fact]))))
    named = dependents(the_bound(), fact)
    for area in PACK.areas:
        for old, new in zip(walk(firm).indicators(area), walk(after).indicators(area), strict=True):
            if (old.ask, old.status, old.reachable, old.allowed) != (new.ask, new.status, new.reachable, new.allowed):
                assert old.indicator.id in named


def test_what_depends_on_a_fact_through_another_is_named_too() -> None:
    """The opening hours decide single cover, and through it whether flexible hours apply: a page must say both."""
    assert "T1" in changes_between(
        the_bound(), Answers(facts={"opening_hours": 8}), Answers(facts={"opening_hours": 0})
    ).get("opening_hours", ())


def test_an_explicit_no_to_a_duty_is_never_hidden_by_a_fact() -> None:
    said = walk(Answers(facts={"father_cases_24m": 0}, duties={"paternity_leave_granted": "no"})).duties()
    silent = walk(Answers(facts={"father_cases_24m": 0})).duties()
    assert not {duty.duty.id: duty.no_case for duty in said}["paternity_leave_granted"]
    assert {duty.duty.id: duty.no_case for duty in silent}["paternity_leave_granted"]
