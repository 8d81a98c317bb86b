"""The clauses of a check-up: of which agreements, from which answers, and what they do to the order of measures."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given

from cip.agreement.checks import FactValue
from cip.agreement.clauses import ClauseResult
from cip.assessment.agreements import concerning_firm, may_join
from cip.assessment.answer_file import AnswerFileError, read_answers
from cip.assessment.answers import Answers
from cip.assessment.bound import bind
from cip.assessment.clauses import answer_reader
from cip.assessment.engine import check_up, check_up_bound
from cip.assessment.path import Walk
from cip.assessment.replaying import replay, result_text
from cip.assessment.results import CheckUp
from cip.kernel.canonical import canonical_json
from cip.rulebook.agreements import answer_texts
from cip.rulebook.packs import Pack
from tests.unit.assessment.firms import bytes_of, firms, many, the_pack

ON = date(2026, 11, 21)
HERE = "999001"
"""A town of the invented territory, where the invented trial agreement is in force."""
DEMO = "demo-2026"


def answers_of(file: Mapping[str, object]) -> Answers:
    return read_answers(bind(the_pack(), ON), dict(file))


def result_of(file: Mapping[str, object], facts: Mapping[str, Mapping[str, FactValue]] | None = None) -> CheckUp:
    return check_up(the_pack(), answers_of(file), ON, facts)


def clause(result: CheckUp, code: str, agreement: str = DEMO) -> ClauseResult:
    return next(item for item in result.clauses if (item.agreement, item.id) == (agreement, code))


def firm(indicators: Mapping[str, object] | None = None, **facts: object) -> dict[str, object]:
    return {"facts": {"workers": 7, "municipality": HERE, **facts}, "indicators": dict(indicators or {})}


# Which agreements -----------------------------------------------------------------------------------------------------


def test_a_file_without_municipality_and_contract_has_no_clauses() -> None:
    assert result_of({}).clauses == ()
    assert result_of({"facts": {"workers": 7}, "indicators": {"R2": 3, "T1": 0}}).as_json()["clauses"] == []


def test_every_clause_of_the_agreement_of_the_municipality_is_there_in_order() -> None:
    found = result_of(firm())
    book = the_pack().content.agreements
    assert book is not None
    assert [(item.agreement, item.id) for item in found.clauses] == [
        (DEMO, identifier) for identifier in book.clause_of if identifier in book.by_id[DEMO].obligations
    ]
    assert clause(found, "A-01").status == "met"


def test_no_clause_is_known_elsewhere() -> None:
    assert result_of(firm(municipality="015146")).clauses == ()


def test_a_national_contract_brings_its_own_clauses_and_no_points() -> None:
    book = the_pack().content.agreements
    assert book is not None
    national = next(item for item in book.agreements if item.level == "national" and item.sectors != ("all",))
    found = result_of({"facts": {"workers": 7, "ccnl": national.sectors[0]}})
    assert {item.agreement for item in found.clauses} == {national.id}
    assert all(measure.parts["clause"] == 0.0 for measure in found.measures)


def test_a_design_is_never_there() -> None:
    book = the_pack().content.agreements
    assert book is not None
    designs = {item.id for item in book.agreements if item.nature == "design"}
    places = {town.code for each in book.territories for version in each.versions for town in version.municipalities}
    assert designs
    for place in sorted(places):
        found = concerning_firm(bind(the_pack(), ON), Answers(facts={"municipality": place}))
        assert not designs & {item.agreement.id for item in found}


# What answers tell of the joining -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("joining", "status"),
    [
        ({"step": 3, "date": "2026-10-05"}, "unknown"),
        ({"step": 3, "date": "2026-11-18"}, "not_due"),
        (3, "unknown"),
        (2, "not_due"),
        ("unknown", "unknown"),
    ],
)
def test_the_day_of_joining_starts_the_terms(joining: object, status: str) -> None:
    found = clause(result_of(firm({"R2": joining})), "A-05")
    assert found.status == status
    assert found.by == (date(2026, 11, 28) if joining == {"step": 3, "date": "2026-11-18"} else None)


def test_who_says_to_have_joined_has_joined_the_only_one_there_is() -> None:
    bound = bind(the_pack(), ON)
    for step, how in ((3, "joined"), (2, "open")):
        found = concerning_firm(bound, answers_of(firm({"R2": step})))
        assert [(item.agreement.id, item.how) for item in found] == [(DEMO, how)]


def test_facts_of_papers_are_added_by_agreement() -> None:
    facts: Mapping[str, Mapping[str, FactValue]] = {
        DEMO: {"joined_on": date(2026, 5, 5), "committee_told_on": date(2026, 5, 12)},
        "other": {"joined_on": False},
    }
    found = clause(result_of(firm(), facts), "A-05")
    assert (found.status, found.decided_on) == ("met", date(2026, 5, 12))
    assert clause(result_of({"facts": {"workers": 7}}, facts), "A-05").status == "met"
    assert clause(result_of(firm()), "A-05").status == "unknown"


# Points ---------------------------------------------------------------------------------------------------------------


def test_a_measure_that_keeps_a_missing_clause_gets_its_points_and_says_so() -> None:
    missing, there = result_of(firm({"T1": 1, "R2": 2})), result_of(firm({"T1": 1, "R2": 2}, municipality="015146"))
    assert clause(missing, "C-01").status == "not_met"
    one, other = ({m.id: m for m in found.measures}["M01"] for found in (missing, there))
    assert (one.parts["clause"], other.parts["clause"]) == (10.0, 0.0)
    assert one.priority == other.priority + 10.0
    reason = next(reason for reason in one.because if reason.rule == "measures.M01.clause")
    assert "C-01" in reason.it
    assert "inventato per la dimostrazione" in reason.it
    assert reason.inputs == {f"{DEMO}.C-01": "not_met"}


def test_many_missing_clauses_are_counted_after_the_first_three() -> None:
    book = the_pack().content.agreements
    assert book is not None
    denied = {fact.id: False for fact in book.facts if fact.type != "number"}
    file = {**firm({"C2": 0}, leave_cases_24m=1), "in_use": {"M44": "2026-01-05"}}
    found = result_of(file, {DEMO: {**denied, "joined_on": date(2026, 1, 5), "hours_asked": True}})
    measure = next(item for item in found.measures if item.id == "M18")
    (reason,) = (reason for reason in measure.because if reason.rule == "measures.M18.clause")
    assert len(reason.inputs) > 4
    assert f" e altre {len(reason.inputs) - 3}, «" in reason.it
    assert f" and {len(reason.inputs) - 3} more, “" in reason.en
    assert measure.parts["clause"] == 10.0


def test_points_are_given_for_missing_clauses_alone() -> None:
    found = result_of(firm({"T1": 0, "T5": 0, "K4": 0, "R2": 1, "C2": 0}))
    book = the_pack().content.agreements
    assert book is not None
    missing = {code for item in found.clauses if item.status == "not_met" for code in book.clause_of[item.id].measures}
    assert missing
    for measure in found.measures:
        assert measure.parts["clause"] == (10.0 if measure.id in missing else 0.0)


@given(firms)
@many
def test_parts_add_up_and_clauses_are_what_the_book_says(answers: Answers) -> None:
    found = check_up(the_pack(), answers, ON)
    for measure in found.measures:
        assert measure.priority == pytest.approx(sum(measure.parts.values()))
        assert measure.parts["clause"] in (0.0, 10.0)
    assert bool(found.clauses) == bool(concerning_firm(bind(the_pack(), ON), answers))


@given(firms)
@many
def test_clauses_do_not_depend_on_who_was_looked_at_before(answers: Answers) -> None:
    fresh = Pack.from_canonical(the_pack().canonical) if answers.facts.get("municipality") == HERE else the_pack()
    assert bytes_of(check_up(fresh, answers, ON)) == bytes_of(check_up(the_pack(), answers, ON))


def test_a_result_is_replayed_to_the_same_bytes() -> None:
    file = canonical_json(firm({"T1": 1, "R2": {"step": 3, "date": "2026-10-05"}}))
    stored = result_text(the_pack(), file, ON)
    assert replay(Pack.from_canonical(the_pack().canonical), file, ON, stored) is None
    assert '"clauses":[{"agreement":"demo-2026"' in stored


# Answers behind clauses -----------------------------------------------------------------------------------------------


def test_conditions_read_steps_facts_and_what_is_not_known() -> None:
    answer = answer_reader(the_pack(), answers_of(firm({"T1": 2})), ON)
    assert answer("T1 >= 2") is True
    assert answer("T1 >= 3") is False
    assert answer("T5 >= 2") is None
    assert answer("workers >= 20") is False
    assert answer('"rsa" in representation') is None
    assert answer("single_cover") is None
    assert answer("agreement_in_area") is True
    assert answer("what_no_model_knows == 2") is None


def test_a_condition_takes_a_fact_as_it_counts() -> None:
    answer = answer_reader(the_pack(), answers_of({"facts": {"opening_hours": 0, "single_cover": "yes"}}), ON)
    assert answer("single_cover") is False


@given(firms)
@many
def test_every_condition_of_the_catalogue_can_be_asked(answers: Answers) -> None:
    book = the_pack().content.agreements
    assert book is not None
    answer = answer_reader(the_pack(), answers, ON)
    assert {answer(text) for text in answer_texts(book)} <= {True, False, None}


# Is there an agreement in the area? -----------------------------------------------------------------------------------


def test_the_municipality_answers_whether_there_is_an_agreement() -> None:
    bound = bind(the_pack(), ON)
    answers = answers_of(firm())
    assert may_join(bound, answers)
    question = next(item for item in Walk(bound, answers).facts() if item.fact.id == "agreement_in_area")
    assert (question.derived, question.value) == ("yes", None)
    assert question.because is not None
    assert "agreement_in_area" not in {item.id for item in check_up_bound(bound, answers).unknown}


@pytest.mark.parametrize("said", ["yes", "no", "unknown"])
def test_elsewhere_the_owners_answer_counts(said: str) -> None:
    bound = bind(the_pack(), ON)
    answers = answers_of(firm(municipality="015146", agreement_in_area=said))
    result = {item.id: item.status for item in check_up_bound(bound, answers).indicators}["R2"]
    assert result == ("not_applicable" if said == "no" else "unknown")


def test_what_we_know_wins_over_a_no() -> None:
    bound = bind(the_pack(), ON)
    answers = answers_of(firm(agreement_in_area="no"))
    question = next(item for item in Walk(bound, answers).facts() if item.fact.id == "agreement_in_area")
    assert question.derived == "yes"
    assert {item.id: item.status for item in check_up_bound(bound, answers).indicators}["R2"] == "unknown"


def test_a_mark_that_there_is_none_is_refused_with_what_denies_it() -> None:
    with pytest.raises(AnswerFileError, match="municipality is 999001"):
        answers_of(firm({"R2": {"not_applicable": "no_agreement_in_area"}}))
