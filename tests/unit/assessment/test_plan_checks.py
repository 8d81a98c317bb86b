"""What a plan lacks before it can be agreed, and the order of measures that the rules ask for."""

from datetime import date

import pytest

from cip.assessment.plan import read_plan
from cip.assessment.plan_checks import lacks, out_of_order
from cip.assessment.plan_heard import WAYS, Heard, read_heard
from tests.unit.assessment.firms import the_pack

HEARD = Heard(("assembly",), date(2026, 11, 1), "Vanno bene gli orari.")
WHOLE = {"state": "proposed", "owner": "cassa", "start": "2026-12-01", "cost": 0}


def found(stored: dict[str, object], heard: Heard = HEARD, in_use: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    return [(lack.code, lack.what, lack.first) for lack in lacks(read_plan(stored), heard, the_pack(), in_use)]


def test_a_whole_plan_lacks_nothing() -> None:
    assert found({"M01": WHOLE}) == []


def test_an_empty_plan_lacks_measures_and_hearing() -> None:
    assert found({}, Heard()) == [("", "measures", ""), ("", "heard", "")]
    assert found({"M01": {**WHOLE, "state": "dropped"}}) == [("", "measures", "")]


@pytest.mark.parametrize("field", ["owner", "start", "cost"])
def test_each_field_is_asked(field: str) -> None:
    assert found({"M01": {key: value for key, value in WHOLE.items() if key != field}}) == [("M01", field, "")]


def test_a_cost_of_nothing_is_an_answer_and_a_missing_one_is_not() -> None:
    assert found({"M01": {**WHOLE, "cost": 0}}) == []
    assert found({"M01": {**WHOLE, "cost": None}}) == [("M01", "cost", "")]


@pytest.mark.parametrize(
    ("others", "in_use", "lack"),
    [
        ({}, (), [("M17", "first_missing", "M16")]),
        ({}, ("M16",), []),
        ({"M16": {**WHOLE, "start": "2026-12-01"}}, (), []),
        ({"M16": {**WHOLE, "start": "2026-12-02"}}, (), [("M17", "first_later", "M16")]),
        ({"M16": {**WHOLE, "start": "2026-12-02", "state": "in_use"}}, (), []),
        ({"M16": {**WHOLE, "state": "done"}}, (), []),
        ({"M16": {**WHOLE, "state": "dropped"}}, (), [("M17", "first_missing", "M16")]),
    ],
)
def test_what_a_measure_needs_first_is_there_or_comes_before(
    others: dict[str, object], in_use: tuple[str, ...], lack: list[tuple[str, str, str]]
) -> None:
    stored = {"M17": WHOLE, **others}
    assert found(stored, in_use=in_use) == lack
    order = out_of_order(read_plan(stored), the_pack(), in_use)
    assert [(item.code, item.what, item.first) for item in order] == lack


def test_the_reason_names_rule_days_and_both_measures() -> None:
    stored = {"M17": WHOLE, "M16": {**WHOLE, "start": "2027-01-02"}}
    (lack,) = out_of_order(read_plan(stored), the_pack(), ())
    assert lack.because.rule == "measures.M17.after"
    assert lack.because.inputs == {"first": "M16", "first_start": "2027-01-02", "start": "2026-12-01"}
    for text, day in ((lack.because.it, "02/01/2027"), (lack.because.en, "02 Jan 2027")):
        assert "M16" in text
        assert "M17" in text
        assert day in text


def test_a_soft_order_is_advice_only() -> None:
    assert the_pack().measures["M42"].after
    assert found({"M42": WHOLE}) == []


def test_a_measure_of_another_model_must_go() -> None:
    assert found({"M99": WHOLE}) == [("M99", "unknown", "")]


@pytest.mark.parametrize(
    "heard", [Heard(), Heard(("talk",), None, "Sì."), Heard(("talk",), date(2026, 1, 1)), Heard((), HEARD.on, "Sì.")]
)
def test_hearing_says_how_when_and_what(heard: Heard) -> None:
    assert found({"M01": WHOLE}, heard) == [("", "heard", "")]


def test_what_was_heard_reads_back() -> None:
    heard = Heard(WAYS, date(2026, 11, 1), "Detto.", ("Anna Verdi, RSA", "Luca Neri"))
    assert read_heard({"heard": heard.as_stored()}) == heard
    assert Heard().as_stored() is None


@pytest.mark.parametrize(
    "odd", [None, "x", 7, [], {"ways": "all", "on": "yesterday", "signers": [""]}, {"ways": ["x"]}]
)
def test_odd_hearing_counts_as_none(odd: object) -> None:
    assert read_heard({"heard": odd}) == Heard()
