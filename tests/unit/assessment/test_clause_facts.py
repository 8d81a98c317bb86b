"""What check-up, plan and survey show of the clauses: days and yes or no; what is not there is left out."""

from dataclasses import replace
from datetime import date

import pytest

from cip.assessment.clause_facts import SignedPlan, check_up_facts, plan_facts, signed_plan, survey_facts
from tests.unit.assessment.test_plan_versions import signature, version

WHOLE = {"state": "agreed", "owner": "cassa", "start": "2026-12-01", "cost": 0, "evidence": "foglio dei turni"}


def facts(plan: dict[str, object], now: dict[str, object] | None = None) -> dict[str, object]:
    found = SignedPlan(version(plan=plan), date(2026, 11, 20), plan if now is None else now)
    return dict(plan_facts(found))


def test_nothing_is_said_of_what_is_not_there() -> None:
    assert plan_facts(None) == {}
    assert plan_facts(None, drafted=True) == {"plan_signed_on": False}
    assert check_up_facts(None) == {}
    assert survey_facts(None) == {}
    assert signed_plan(None, [], {}) is None
    assert signed_plan(version(), [], {}) is None


def test_the_first_signature_under_the_version_that_holds_is_its_day() -> None:
    held = version()
    later, sooner = signature(held, 1), replace(signature(held, 2), day=date(2026, 11, 2))
    other = replace(signature(version(2)), day=date(2026, 1, 1))
    found = signed_plan(held, [later, sooner, other], {})
    assert found is not None
    assert found.signed_on == date(2026, 11, 2)


def test_a_plan_is_complete_when_each_measure_has_who_when_cost_and_proof() -> None:
    assert facts({"M01": WHOLE})["plan_complete"] is True
    assert facts({})["plan_complete"] is False
    for missing in ("owner", "start", "cost", "evidence"):
        assert facts({"M01": {**WHOLE, missing: None}})["plan_complete"] is False, missing
    assert facts({"M01": WHOLE, "M09": {"state": "dropped"}})["plan_complete"] is True


@pytest.mark.parametrize(
    ("ways", "counts"),
    [(["delegate"], True), (["bilateral"], True), (["assembly", "talk"], True), (["survey", "talk"], False)],
)
def test_only_a_delegate_the_bilateral_body_or_an_assembly_hear_the_workers(ways: list[str], counts: bool) -> None:
    heard = {"ways": ways, "on": "2026-11-01", "said": "Bene."}
    assert facts({"M01": WHOLE, "heard": heard}).get("workers_heard_on") == (date(2026, 11, 1) if counts else None)


def test_the_measure_kept_least_gives_both_its_days() -> None:
    long = {**WHOLE, "state": "done", "start": "2025-01-10", "end": "2026-09-01"}
    short = {**WHOLE, "state": "done", "start": "2026-02-10", "end": "2026-11-01"}
    going = {**WHOLE, "state": "in_use", "start": "2026-01-10"}
    found = facts({"M01": WHOLE}, {"M01": going, "M02": long, "M03": short})
    assert found["measures_started_on"] == date(2026, 2, 10)
    assert found["measures_ended_on"] == date(2026, 11, 1)
    younger = {**going, "start": "2026-03-10"}
    found = facts({"M01": WHOLE}, {"M01": going, "M02": younger, "M04": {**WHOLE, "state": "proposed"}})
    assert found["measures_started_on"] == date(2026, 3, 10)
    assert "measures_ended_on" not in found
    assert "measures_started_on" not in facts({"M01": WHOLE})


def test_the_check_up_is_the_questionnaire_of_the_firm_and_the_survey_that_of_the_workers() -> None:
    day = date(2026, 3, 1)
    assert check_up_facts(day) == {"check_up_on": day, "firm_questionnaire_on": day}
    assert survey_facts(day) == {"workers_survey_on": day, "survey_protected": True}
