"""Versions of a plan: what counts as a change, the table of states, amounts in words, effects without a cause."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.assessment.plan import read_plan
from cip.assessment.plan_effect import Taken, effects
from cip.assessment.plan_states import TRANSITIONS, diagram, in_force, moves, state_of_version
from cip.assessment.plan_versions import (
    PlanSignature,
    PlanVersion,
    changes_since,
    has_sha256,
    version_content,
)
from cip.kernel.canonical import sha256_of
from cip.kernel.money import euros
from cip.parties.permissions import TABLE, Action
from tests.unit.assessment.firms import the_pack

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
DAY = date(2026, 11, 21)
PLAN: dict[str, object] = {
    "M01": {"state": "agreed", "owner": "cassa", "start": "2026-12-01", "cost": 12_000},
    "M05": {"state": "dropped", "reason": "Troppo cara."},
    "heard": {"ways": ["talk"], "on": "2026-11-01", "said": "Bene."},
}
M01 = {"state": "agreed", "owner": "cassa", "start": "2026-12-01", "cost": 12_000}


def version(number: int = 1, plan: dict[str, object] = PLAN) -> PlanVersion:
    content = version_content("c" * 32, number, DAY, the_pack(), (6, 12), plan)
    return PlanVersion(
        id=f"{number:032x}",
        check_up_id="c" * 32,
        number=number,
        on_day=DAY,
        last_seq=4,
        pack_sha256=the_pack().sha256,
        content=content,
        sha256=sha256_of(content),
        made_at=AT,
        made_by="guest",
        prev_digest="0" * 64,
        digest="",
    ).sealed()


def signature(of: PlanVersion, number: int = 1) -> PlanSignature:
    return PlanSignature(
        id=f"{number:032x}",
        check_up_id=of.check_up_id,
        version_id=of.id,
        number=number,
        kind="in_system",
        name="Anna",
        day=DAY,
        person_id="p" * 32,
        file_id=None,
        file_sha256=None,
        made_at=AT,
        made_by="x",
        prev_digest="0" * 64,
        digest="",
    ).sealed()


def changed(plan: dict[str, object]) -> list[str]:
    return [change.because.it for change in changes_since(version(), plan, the_pack())]


def test_a_version_keeps_the_plan_as_it_was() -> None:
    found = version()
    assert has_sha256(found)
    assert not has_sha256(replace(found, content=found.content.replace("cassa", "banco")))
    assert found.stored_plan == PLAN
    assert found.follow_up_months == (6, 12)
    assert [item.code for item in found.plan.promised] == ["M01"]
    assert found.heard.said == "Bene."
    assert found.short == found.sha256[:12]


@pytest.mark.parametrize(
    "kept",
    [
        PLAN,
        {**PLAN, "M01": {**M01, "state": "in_use"}},
        {**PLAN, "M01": {**M01, "state": "done"}},
        {**PLAN, "M01": {**M01, "checked_6": {"on": "2027-06-01", "state": "in_use"}}},
        {**PLAN, "M05": {"state": "dropped", "reason": "Un'altra ragione."}},
        {key: value for key, value in PLAN.items() if key != "M05"},
    ],
)
def test_what_carries_the_agreement_out_is_no_change(kept: dict[str, object]) -> None:
    assert changed(kept) == []


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ({**PLAN, "M02": {"state": "proposed"}}, 'M02 Orario "scuola" a termine: è nuova nel piano.'),
        ({**PLAN, "M05": {"state": "proposed"}}, "era stata lasciata, ora è di nuovo"),
        ({"M05": PLAN["M05"], "heard": PLAN["heard"]}, "è uscita dal piano"),
        ({**PLAN, "M01": {**M01, "state": "dropped", "reason": "Costa."}}, "è stata lasciata. Motivo: Costa."),
        ({**PLAN, "M01": {**M01, "state": "dropped"}}, "è stata lasciata."),
        ({**PLAN, "M01": {**M01, "owner": "banco"}}, "chi la segue: prima «cassa», ora «banco»"),
        ({**PLAN, "M01": {**M01, "start": "2027-01-02"}}, "inizio: prima «01/12/2026», ora «02/01/2027»"),
        ({**PLAN, "M01": {**M01, "end": "2027-01-02"}}, "fine: prima «niente», ora «02/01/2027»"),
        ({**PLAN, "M01": {**M01, "cost": 0}}, "prima «120\N{NO-BREAK SPACE}€», ora «0\N{NO-BREAK SPACE}€»"),
        ({**PLAN, "M01": {**M01, "note": "Tra le 8."}}, "la vostra regola: prima «niente», ora «Tra le 8.»"),
        ({**PLAN, "M01": {**M01, "evidence": "Foglio"}}, "la prova: prima «niente», ora «Foglio»"),
        ({**PLAN, "heard": {"ways": ["survey"]}}, "L'ascolto di chi lavora da voi è cambiato."),
    ],
)
def test_a_change_is_told_in_words(plan: dict[str, object], said: str) -> None:
    (words,) = changed(plan)
    assert said in words
    (change,) = changes_since(version(), plan, the_pack())
    assert change.because.en


def test_the_old_word_of_a_state_is_no_change() -> None:
    old = version(plan={"M01": {**M01, "state": "planned"}})
    assert changes_since(old, {"M01": {**M01, "state": "proposed"}}, the_pack()) == ()


def test_a_version_goes_from_agreed_to_signed_and_gives_way_to_a_newer_signed_one() -> None:
    first, second = version(1), version(2)
    assert state_of_version(first, [first], []) == "agreed"
    assert state_of_version(first, [first, second], []) == "superseded"
    signed = [signature(first)]
    assert state_of_version(first, [first], signed) == "signed"
    assert state_of_version(first, [first, second], signed) == "signed", "a newer one that nobody signed takes nothing"
    assert state_of_version(second, [first, second], signed) == "agreed"
    assert in_force([first, second], signed) == first
    both = [*signed, signature(second, 2)]
    assert state_of_version(first, [first, second], both) == "superseded"
    assert in_force([first, second], both) == second
    assert in_force([first, second], []) is None


def test_buttons_come_from_the_table() -> None:
    assert moves("draft", {"holder"}) == ("edit", "agree")
    assert moves("draft", {"consultant"}) == ("edit",)
    assert moves("draft", {"collaborator"}) == ("edit",)
    assert moves("draft", set()) == ()
    assert moves("agreed", {"owner"}) == ("sign_on_paper", "sign_in_system")
    assert moves("agreed", {"owner"}, latest=False) == ()
    for role in ("holder", "consultant", "collaborator"):
        assert moves("agreed", {role}) == moves("signed", {role}) == ()
    assert moves("superseded", {"owner"}) == ()


def test_the_table_of_states_says_who_may_as_the_table_of_permissions_does() -> None:
    asked: dict[str, tuple[str, Action]] = {
        "edit": ("check_up", "answer"),
        "agree": ("check_up", "agree_plan"),
        "agree_newer": ("check_up", "agree_plan"),
        "sign_on_paper": ("plan_version", "sign"),
        "sign_in_system": ("plan_version", "sign"),
        "sign_newer": ("plan_version", "sign"),
    }
    assert {row.action: set(row.roles) for row in TRANSITIONS} == {
        move: set(TABLE[kind][action]) for move, (kind, action) in asked.items()
    }


def test_every_state_but_the_last_leads_on_and_the_diagram_has_every_row() -> None:
    states = {row.state for row in TRANSITIONS} | {row.next for row in TRANSITIONS}
    assert states == {"draft", "agreed", "signed", "superseded"}
    assert {row.state for row in TRANSITIONS} == states - {"superseded"}
    drawn = diagram()
    assert all(f"{row.state} --> {row.next}: {row.action}" in drawn for row in TRANSITIONS)


@given(st.integers(min_value=0, max_value=10**11))
def test_an_amount_says_the_same_in_both_languages(cents: int) -> None:
    text = euros(cents)
    plain = text.it.removesuffix("\N{NO-BREAK SPACE}€").replace(".", "").replace(",", ".")
    assert plain == text.en.removeprefix("€").replace(",", "")
    whole, _point, rest = plain.partition(".")
    assert int(whole) * 100 + int(rest or 0) == cents


def test_amounts_are_written_as_people_do() -> None:
    assert [euros(cents).it for cents in (0, 125_050, 100_000_000)] == [
        "0\N{NO-BREAK SPACE}€",
        "1.250,50\N{NO-BREAK SPACE}€",
        "1.000.000\N{NO-BREAK SPACE}€",
    ]
    assert euros(125_005).en == "€1,250.05"


def taken(stage: str, year: int, steps: dict[str, int], in_use: dict[str, date] | None = None) -> Taken:
    return Taken(stage, date(year, 11, 1), steps, in_use or {})


@pytest.mark.parametrize(
    ("state", "before", "after", "said"),
    [
        ("in_use", 1, 3, "dal gradino 1 al gradino 3. Non sappiamo se è per questa misura."),
        ("in_use", 3, 1, "dal gradino 3 al gradino 1. Guardate insieme"),
        ("in_use", 2, 2, "è rimasto al gradino 2"),
        ("agreed", 1, 3, "non era ancora in uso"),
        ("in_use", None, 3, "non abbiamo due risposte"),
    ],
)
def test_an_effect_says_what_moved_and_never_why(state: str, before: int | None, after: int, said: str) -> None:
    plan = read_plan({"M01": {"state": state, "start": "2026-12-01"}})
    first = {} if before is None else {"T1": before}
    (found,) = effects(plan, [taken("T0", 2026, first), taken("T1", 2027, {"T1": after})], the_pack())
    (effect,) = (each for each in found.effects if each.indicator == "T1")
    assert effect.steps == (before, after)
    assert said in effect.because.it
    assert effect.because.rule == "measures.M01.raises"
    assert found.since == (date(2026, 12, 1) if state == "in_use" else None)


def test_since_when_is_what_the_latest_check_up_answers() -> None:
    plan = read_plan({"M01": {"state": "agreed", "start": "2026-12-01"}, "M02": {"state": "dropped"}})
    answered = date(2026, 12, 15)
    series = [taken("T0", 2026, {"T1": 1}), taken("T1", 2027, {"T1": 2}, {"M01": answered})]
    (found,) = effects(plan, series, the_pack())
    assert found.since == answered
    assert "dal gradino 1 al gradino 2" in found.effects[0].because.it


def test_a_measure_that_began_after_the_last_check_up_moved_nothing_yet() -> None:
    plan = read_plan({"M01": {"state": "in_use", "start": "2028-01-01"}})
    (found,) = effects(plan, [taken("T0", 2026, {"T1": 1}), taken("T1", 2027, {"T1": 3})], the_pack())
    assert "non era ancora in uso" in found.effects[0].because.it
    assert effects(plan, [], the_pack())[0].effects[0].steps == ()
