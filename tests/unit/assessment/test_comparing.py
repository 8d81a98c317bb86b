"""Why one check-up is not what the other was: every change has its cause, and the causes add up."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.assessment.answers import Answers, StepAnswer
from cip.assessment.comparing import CAUSES, Comparison, Side, compare
from cip.assessment.differences import flat, folded
from cip.rulebook.expressions.interpreting import rounded
from cip.rulebook.packs import Pack, PackContent
from tests.unit.assessment.firms import (
    ON,
    bytes_of,
    complete,
    firms,
    many,
    pairs,
    result_of,
    the_pack,
    with_fact,
    with_step,
)

LATER = date(2027, 3, 2)


@lru_cache(maxsize=8)
def changed_pack(name: str) -> Pack:
    """The real pack with one thing changed, as a next version would have it."""
    raw: dict[str, Any] = the_pack().content.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    _CHANGES[name](raw)
    return Pack.of(PackContent.model_validate_json(json.dumps(raw)))


def _weigh(raw: dict[str, Any]) -> None:
    weights = {item["id"]: item for item in raw["indicators"]}
    first, second = weights["T1"], weights["T2"]
    first["weight"], second["weight"] = first["weight"] + 5, second["weight"] - 5


def _drop_measure(raw: dict[str, Any]) -> None:
    raw["measures"] = [item for item in raw["measures"] if item["id"] != "M44"]
    for item in raw["measures"]:
        item["after"] = [after for after in item.get("after", []) if after["id"] != "M44"]


def _threshold(raw: dict[str, Any]) -> None:
    next(level for level in raw["levels"] if level["id"] == 2)["from"] = 30


def _new_words(raw: dict[str, Any]) -> None:
    raw["about"]["note"] = {"it": "Nota nuova.", "en": "A new note."}


_CHANGES: dict[str, Callable[[dict[str, Any]], None]] = {
    "weigh": _weigh,
    "drop": _drop_measure,
    "threshold": _threshold,
    "words": _new_words,
}
packs = st.sampled_from(["same", *_CHANGES]).map(lambda name: the_pack() if name == "same" else changed_pack(name))


def between(old: Answers, new: Answers, *, on: date = ON, pack: Pack | None = None) -> Comparison:
    return compare(Side(the_pack(), ON, old), Side(pack or the_pack(), on, new))


@given(firms, firms, st.sampled_from([ON, LATER]), packs)
@pairs
def test_the_steps_add_up_to_the_whole_change(old: Answers, new: Answers, on: date, pack: Pack) -> None:
    if pack.sha256 != the_pack().sha256:
        known = set(pack.measures)
        new = replace(new, in_use={code: day for code, day in new.in_use.items() if code in known})
    found = between(old, new, on=on, pack=pack)
    assert [step.cause for step in found.steps] == list(CAUSES)
    assert bytes_of(found.steps[0].before) == bytes_of(result_of(old))
    for first, second in zip(found.steps, found.steps[1:], strict=False):
        assert first.after is second.before
    assert found.steps[-1].after is found.after
    lows, highs = [step.low for step in found.steps], [step.high for step in found.steps]
    if None not in lows:
        assert rounded(sum(low or 0.0 for low in lows)) == found.low
        assert rounded(sum(high or 0.0 for high in highs)) == found.high


@given(firms, firms)
@pairs
def test_the_changed_answers_add_up_to_their_step_and_every_change_has_a_reason(old: Answers, new: Answers) -> None:
    found = between(old, new)
    answers, day, of_model = found.steps
    assert {item.question for item in found.answers} == {
        key for key in flat(old).keys() | flat(new).keys() if flat(old).get(key) != flat(new).get(key)
    }
    lows = [item.low for item in found.answers]
    if None not in lows and answers.low is not None:
        assert rounded(sum(low or 0.0 for low in lows)) == answers.low
    assert day.changes == of_model.changes == ()
    for change in answers.changes:
        assert change.before != change.after
        assert all(reason.it and reason.en and "{" not in reason.it + reason.en for reason in change.because)


@given(firms)
@many
def test_the_same_check_up_does_not_change(firm: Answers) -> None:
    found = between(firm, firm)
    assert (found.answers, found.done, found.new) == ((), (), ())
    assert not any(step.changes for step in found.steps)
    assert found.low in (None, 0.0)
    assert folded(flat(firm)) == firm


@given(firms, firms)
@pairs
def test_the_same_two_check_ups_compare_equally(old: Answers, new: Answers) -> None:
    assert between(old, new, on=LATER) == between(old, new, on=LATER)


def test_a_raised_step_is_named_with_its_points() -> None:
    firm = complete(1, {"workers": 7})
    found = between(firm, with_step(firm, "T1", 3))
    [answer] = found.answers
    assert answer.question == ("indicators", "T1")
    assert answer.low == found.low == found.steps[0].low
    assert answer.because.it.startswith("T1 ")
    assert "dal" not in answer.because.it.split(":")[0]
    assert "da gradino 1 a gradino 3" in answer.because.it
    area = next(change for change in found.steps[0].changes if change.kind == "area")
    assert area.id == "T"
    assert area.because == (answer.because,)


def test_a_denied_duty_that_is_mended_opens_the_level() -> None:
    firm = replace(complete(2, {"workers": 7}), duties={"l104_permits": "no"})
    found = between(firm, replace(firm, duties={"l104_permits": "yes"}))
    kinds = {(change.kind, change.id): change for change in found.steps[0].changes}
    assert kinds["duty", "l104_permits"].before == "no"
    assert "duties" in {change.id for change in found.steps[0].of("gate")}
    level = kinds["level", "level"]
    assert (level.before, level.after) == (1, 3)
    assert "da no a sì" in level.because[0].it


def test_months_of_use_that_pass_are_the_day_and_not_an_answer() -> None:
    firm = replace(complete(3, {"workers": 7}), in_use={"M42": ON})
    found = between(firm, firm, on=LATER)
    assert found.steps[0].changes == ()
    assert any("è ora in uso da almeno 6 mesi" in reason.it for reason in found.steps[1].because)
    assert [change.id for change in found.steps[1].of("gate")] == ["structural_measure"]
    assert found.after.level > found.before.level


def test_a_law_that_changes_between_the_days_is_named_with_its_source() -> None:
    rows = [(item, row) for item in the_pack().content.law.parameters.values() for row in item.values[1:]]
    parameter, row = next((item, row) for item, row in rows if row.start and row.start > ON)
    start = row.start
    assert start is not None
    before = Side(the_pack(), start - timedelta(days=1), Answers())
    found = compare(before, Side(the_pack(), start, Answers()))
    named = [reason for reason in found.steps[1].because if parameter.label.it in reason.it]
    assert [row.source in reason.it for reason in named] == [True]
    again = compare(replace(before, on=start - timedelta(days=2)), before)
    assert any("nessun valore di legge" in reason.it for reason in again.steps[1].because)
    assert [reason.sentence.en for reason in compare(before, before).steps[1].because] == [
        "The day is the same: {day}."
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("weigh", "nell'area pesava"),
        ("drop", "Dal modello escono misure: M44"),
        ("threshold", "Il livello 2 partiva da 20 punti, ora da 30"),
        ("words", "Il modello passa da"),
    ],
)
def test_another_model_is_a_cause_of_its_own(name: str, sentence: str) -> None:
    firm = with_step(complete(1, {"workers": 20}), "T1", 4)
    found = between(firm, firm, pack=changed_pack(name))
    assert found.steps[0].changes == found.steps[1].changes == ()
    reasons = [*found.steps[2].because, *(r for change in found.steps[2].changes for r in change.because)]
    assert any(sentence in reason.it for reason in reasons)
    assert bool(found.steps[2].changes) == (name != "words")


def test_an_answer_that_the_new_model_no_longer_asks_leaves_with_the_model() -> None:
    firm = replace(complete(1, {"workers": 20}), in_use={"M44": date(2025, 1, 1)})
    found = between(firm, replace(firm, in_use={}), pack=changed_pack("drop"))
    assert found.answers == ()
    assert found.steps[0].changes == ()


def test_what_was_done_since_and_what_is_still_open() -> None:
    firm = complete(1, {"workers": 20})
    found = between(firm, replace(with_fact(firm, "workers", 20), in_use={"M42": LATER}), on=LATER)
    assert found.done == ("M42",)
    assert "M42" not in found.still_open
    assert set(found.still_open) <= {measure.id for measure in found.before.measures}
    assert not set(found.still_open) & set(found.new)


def test_a_changed_proof_is_said_as_such() -> None:
    firm = complete(3, {"workers": 20}, proved=False)
    proved = replace(firm, steps={**firm.steps, "T1": StepAnswer(3, count=2)})
    [answer] = between(firm, proved).answers
    assert "è cambiata la prova" in answer.because.it
