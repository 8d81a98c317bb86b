"""The nouns of an application: states, merging of stale forms, the last second, what would be sent."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

import pytest
from pydantic import JsonValue

from cip.incentives.application import ApplicationEdit, answers_at, changed, digest_of_value, merge_form
from cip.incentives.application_content import (
    Attached,
    DocumentCase,
    FirmName,
    HandedIn,
    content_of,
    documents_of,
    missing_documents,
)
from cip.incentives.application_states import STATES, TRANSITIONS, diagram, moves, next_state, outcome_of, states_of
from cip.incentives.call_states import CallState
from cip.incentives.calls import CallSettings, OfficeCall
from cip.incentives.deadline import is_over, taken_in_time
from cip.incentives.local_times import moment_in_italy
from cip.incentives.prefill import Prefilled
from tests.unit.incentives.test_prefill import ON, PACK

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


def test_who_only_belongs_to_the_firm_signs_off_and_never_sends() -> None:
    assert "sign_off" in moves("draft", ["collaborator"])
    assert "submit" not in moves("ready", ["collaborator"])
    assert moves("submitted", ["owner"]) == ("withdraw",)
    assert "sign_off" not in moves("draft", ["consultant"])


def test_every_state_is_left_again_but_by_the_clock() -> None:
    assert {row.state for row in TRANSITIONS} == set(STATES)
    assert next_state("ready", "answer") == "draft"
    assert states_of("submit") == ("ready",)
    with pytest.raises(ValueError, match="nobody can submit"):
        next_state("draft", "submit")
    assert "ready --> submitted: submit [open_and_signed]" in diagram()


@pytest.mark.parametrize(
    ("state", "over", "outcome"),
    [("draft", False, "under_way"), ("draft", True, "not_sent"), ("ready", True, "not_sent")]
    + [("submitted", over, "sent") for over in (False, True)]
    + [("withdrawn", over, "withdrawn") for over in (False, True)],
)
def test_after_the_deadline_a_draft_was_not_sent(state: str, over: bool, outcome: str) -> None:
    assert outcome_of(state, over=over) == outcome  # type: ignore[arg-type]


def edit(seq: int, version: int, field: str, value: JsonValue) -> ApplicationEdit:
    return ApplicationEdit(seq, version, field, None, value, NOW, "person:x")


def test_the_answers_of_a_version_are_told_by_the_edits() -> None:
    edits = [edit(1, 2, "workers", 7), edit(2, 3, "workers", 8), edit(3, 4, "workers", None)]
    assert [answers_at(edits, version) for version in (1, 2, 3, 4)] == [{}, {"workers": 7}, {"workers": 8}, {}]


@pytest.mark.parametrize(
    ("drawn", "now", "mine", "saved", "kept", "conflicts"),
    [
        ({}, {}, {"a": 1}, {"a": 1}, [], []),
        ({"a": 1}, {"a": 2}, {"a": 1}, {}, ["a"], []),
        ({"a": 1}, {"a": 2}, {"a": 3}, {}, [], ["a"]),
        ({"a": 1}, {"a": 2}, {"a": 2}, {"a": 2}, [], []),
        ({"a": 1}, {}, {"a": 3}, {}, [], ["a"]),
    ],
)
def test_a_stale_form_never_wins_silently(
    drawn: Mapping[str, JsonValue],
    now: Mapping[str, JsonValue],
    mine: Mapping[str, JsonValue],
    saved: Mapping[str, JsonValue],
    kept: list[str],
    conflicts: list[str],
) -> None:
    merged = merge_form(drawn, now, mine)
    assert {name: value for (_, name), value in merged.changes.items()} == saved
    assert [name for _, name in merged.kept] == kept
    assert [one.question[1] for one in merged.conflicts] == conflicts


def test_only_what_differs_is_a_change() -> None:
    assert list(changed({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": None})) == [("b", 2, 3)]
    assert digest_of_value(None) is None
    assert digest_of_value(1) != digest_of_value("1")


def call(opens: datetime | None, closes: datetime | None, state: CallState = "open") -> OfficeCall:
    settings = CallSettings("Bando", opens, closes)
    return OfficeCall("c" * 32, "b" * 32, "pilot-2026", state, settings, NOW, NOW, "p" * 32)


# The clocks change on 28 March and on 31 October 2027.
NIGHTS = [
    NOW,
    datetime(2027, 3, 28, 0, 59, 59, 999999, tzinfo=UTC),
    datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
    datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
    datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
]


@pytest.mark.parametrize("closes", NIGHTS)
def test_both_moments_belong_to_the_call(closes: datetime) -> None:
    opens = closes - timedelta(days=20)
    found = call(opens, closes)
    assert [taken_in_time(found, opens + step) for step in (-INSTANT, timedelta(0), INSTANT)] == [False, True, True]
    assert [taken_in_time(found, closes + step) for step in (-INSTANT, timedelta(0), INSTANT)] == [True, True, False]
    assert [is_over(found, closes + step) for step in (timedelta(0), INSTANT)] == [False, True]


def test_the_hour_after_the_clocks_change_is_an_instant_like_any_other() -> None:
    noon = moment_in_italy(date(2027, 10, 31), time(12))
    found = call(NOW, noon)
    # 11:59:59 on the wall is 10:59:59 UTC that day, no longer 9:59:59.
    assert taken_in_time(found, datetime(2027, 10, 31, 10, 59, 59, tzinfo=UTC))
    assert not taken_in_time(found, datetime(2027, 10, 31, 11, 0, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("state", "taken"),
    [
        ("draft", False),
        ("published", True),
        ("open", True),
        ("closed", True),
        ("admissibility", False),
        ("annulled", False),
    ],
)
def test_what_came_in_time_counts_though_the_clock_stored_the_closing(state: CallState, taken: bool) -> None:
    assert taken_in_time(call(NOW, NOW + timedelta(days=1), state), NOW) is taken


def test_a_call_without_its_moments_takes_nothing() -> None:
    assert not taken_in_time(call(None, None), NOW)
    assert not is_over(call(None, None), NOW)
    assert is_over(call(NOW, NOW + timedelta(days=1), "annulled"), NOW)


def test_documents_depend_on_the_case() -> None:
    holds = {"gender_certificate_copy": True, "results_rules": False, "pooling_letter": None}
    cases = {one.document.id: one for one in documents_of(PACK, lambda name: holds.get(name, False), {})}
    assert cases["gender_certificate_copy"].missing
    assert not cases["results_rules"].missing
    # What is not known yet may be needed: it stops nobody.
    assert not cases["pooling_letter"].missing
    # The joining may come until the grant, the practice card never has to.
    assert not cases["joining_form"].missing
    assert not cases["practice_card"].missing
    assert {one.document.id for one in missing_documents(cases.values())} == {
        "check_up_report",
        "signed_plan",
        "aid_statement",
        "gender_certificate_copy",
    }


FIRM = FirmName("f" * 32, "Forno Ada", "00000089995")
PLAN = Attached("plan", "v" * 32, "e" * 64, ON)


def content(workers: int = 7, cases: tuple[DocumentCase, ...] = (), requested: int | None = None) -> str:
    facts = {"workers": Prefilled(workers, "check_up", ON)}
    return content_of("a" * 32, "c" * 32, FIRM, PACK, facts, {"B3": "parole"}, requested, 100_000, cases)


def test_the_content_is_the_same_for_the_same_and_another_for_any_change() -> None:
    case = documents_of(PACK, lambda _name: True, {"plan": PLAN})[1]
    filed = DocumentCase(case.document, True, None, (HandedIn("h" * 32, "i" * 32, "piano.pdf", "1" * 64),))
    told = {content(), content(8), content(requested=5), content(cases=(case,)), content(cases=(filed,))}
    assert len(told) == 5
    assert content() == content()
    # What nobody needs is left out, also where it was handed in; the name of a file is not part of it.
    assert content(cases=(DocumentCase(case.document, False, None, filed.files),)) == content()
    assert "piano.pdf" not in content(cases=(filed,))
