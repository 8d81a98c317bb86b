"""What unions say of clauses: side by side, for a time, taken back without a trace in what holds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.agreement.attestations import (
    REASONS_FOR,
    SCOPES,
    TRANSITIONS,
    VERDICTS,
    Attestation,
    BadStatementError,
    Saying,
    check_saying,
    diagram,
    last_day,
    read_scopes,
    scopes_text,
    statement_moves,
    voices_of,
)

DAY = date(2026, 11, 21)
JOINED = DAY - timedelta(days=300)
SAID = Attestation("s1", "a", "B-02", "cgil", "attests", ("visit",), None, DAY, date(2027, 11, 20), None, DAY)
ASKED = replace(SAID, verdict="asks", reason="which_paper", answer_by=DAY + timedelta(days=15))
SAYING = Saying("attests", ("papers_seen",), DAY, date(2027, 11, 20))

days = st.integers(-400, 400).map(lambda away: DAY + timedelta(days=away))


@st.composite
def statements(draw: st.DrawFn) -> Attestation:
    made = draw(days)
    start = made - timedelta(days=draw(st.integers(0, 60)))
    verdict = draw(st.sampled_from(VERDICTS))
    withdrawn = draw(st.none() | st.integers(0, 300).map(lambda after: made + timedelta(days=after)))
    return Attestation(
        id=draw(st.uuids()).hex,
        adherence_id="a",
        clause_id=draw(st.sampled_from(["A-01", "B-02", "C-01"])),
        body_id=draw(st.sampled_from(["cgil", "cisl", "uil"])),
        verdict=verdict,
        scope=("visit",),
        reason=None if verdict == "attests" else REASONS_FOR[verdict][0],
        from_day=start,
        to_day=made + timedelta(days=draw(st.integers(0, 365))),
        answer_by=made + timedelta(days=15) if verdict == "asks" else None,
        made_on=made,
        withdrawn_on=withdrawn,
        withdrawn_because="mistake" if withdrawn else None,
    )


@given(st.lists(statements(), max_size=12), days)
def test_every_statement_that_holds_stands_under_its_own_verdict_and_no_other(
    said: Sequence[Attestation], on: date
) -> None:
    voices = voices_of(said, on)
    holding = {one.id for one in said if one.holds(on)}
    assert {one.id for voice in voices.values() for one in voice.all} == holding
    for clause_id, voice in voices.items():
        for verdict, group in zip(VERDICTS, (voice.attests, voice.disputes, voice.asks), strict=True):
            assert [one.verdict for one in group] == [verdict] * len(group)
            assert {one.clause_id for one in group} <= {clause_id}
        assert voice.differ == (len({one.verdict for one in voice.all}) > 1)


@given(st.lists(statements(), min_size=1, max_size=12), days)
def test_what_was_taken_back_never_counts(said: Sequence[Attestation], on: date) -> None:
    gone = [replace(one, withdrawn_on=on, withdrawn_because="mistake") for one in said]
    assert voices_of(gone, on) == {}
    kept = [one for one in said if one.withdrawn_on is None or one.withdrawn_on > on]
    assert voices_of(said, on) == voices_of(kept, on)


@given(statements(), days)
def test_a_state_says_whether_it_holds(said: Attestation, on: date) -> None:
    if on >= said.made_on:
        assert said.holds(on) == (said.state(on) in ("made", "answered") and said.from_day <= on)


def test_what_a_union_said_still_held_before_it_took_it_back() -> None:
    gone = replace(SAID, withdrawn_on=date(2027, 1, 1), withdrawn_because="no_longer_so")
    assert gone.holds(date(2026, 12, 31))
    assert not gone.holds(date(2027, 1, 1))


def test_states_follow_the_days() -> None:
    answered = replace(ASKED, answered_on=DAY + timedelta(days=3), answer="paper_ready")
    assert [answered.state(day) for day in (DAY, DAY + timedelta(days=3), date(2027, 11, 21))] == [
        "made",
        "answered",
        "expired",
    ]
    replaced_after_its_term = replace(SAID, withdrawn_on=date(2028, 1, 1), withdrawn_because="replaced")
    assert replaced_after_its_term.state(date(2028, 2, 1)) == "expired"


def test_who_asks_waits_until_the_day_and_then_the_answer_is_overdue() -> None:
    assert ASKED.waits(DAY)
    assert not ASKED.overdue(DAY + timedelta(days=15))
    assert ASKED.overdue(DAY + timedelta(days=16))
    assert not replace(ASKED, answered_on=DAY, answer="no_case").waits(DAY)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("scope", {"scope": ()}),
        ("reason", {"reason": "paper_old"}),
        ("reason", {"verdict": "disputes"}),
        ("reason", {"verdict": "disputes", "reason": "which_paper"}),
        ("from", {"from_day": DAY + timedelta(days=1)}),
        ("from", {"from_day": DAY - timedelta(days=366)}),
        ("joined", {"from_day": JOINED - timedelta(days=1)}),
        ("to", {"to_day": DAY - timedelta(days=1)}),
        ("to", {"to_day": date(2028, 1, 1)}),
        ("answer_by", {"answer_by": DAY + timedelta(days=5)}),
        ("answer_by", {"verdict": "asks", "reason": "for_whom"}),
        ("answer_by", {"verdict": "asks", "reason": "for_whom", "answer_by": DAY}),
        ("answer_by", {"verdict": "asks", "reason": "for_whom", "answer_by": DAY + timedelta(days=91)}),
    ],
)
def test_an_odd_statement_is_refused_by_its_field(field: str, changes: dict[str, object]) -> None:
    with pytest.raises(BadStatementError) as refusal:
        check_saying(replace(SAYING, **changes), on=DAY, agreement_ends=date(2027, 12, 31), joined_on=JOINED)  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_a_statement_may_hold_from_the_day_of_the_joining() -> None:
    check_saying(replace(SAYING, from_day=JOINED), on=DAY, agreement_ends=None, joined_on=JOINED)


def test_a_statement_without_an_end_of_the_agreement_lasts_less_than_three_years() -> None:
    check_saying(replace(SAYING, to_day=date(2029, 11, 20)), on=DAY, agreement_ends=None, joined_on=JOINED)
    with pytest.raises(BadStatementError):
        check_saying(replace(SAYING, to_day=date(2029, 11, 21)), on=DAY, agreement_ends=None, joined_on=JOINED)


def test_a_year_is_proposed_and_never_more_than_the_agreement() -> None:
    assert last_day(DAY, None) == date(2027, 11, 20)
    assert last_day(DAY, date(2026, 12, 31)) == date(2026, 12, 31)
    assert last_day(date(2024, 2, 29), None) == date(2025, 2, 27)


@given(st.sets(st.sampled_from(SCOPES), min_size=1))
def test_scopes_survive_their_column(scopes: set[str]) -> None:
    assert set(read_scopes(scopes_text(scopes))) == scopes  # type: ignore[arg-type]


def test_buttons_follow_the_table() -> None:
    assert statement_moves("made", "asks", {"owner"}) == ("answer",)
    assert statement_moves("made", "attests", {"owner"}) == ()
    assert statement_moves("answered", "disputes", {"union"}) == ("withdraw",)
    assert statement_moves("withdrawn", "disputes", {"union", "owner"}) == ()
    assert statement_moves("made", "disputes", {"collaborator", "consultant", "committee"}) == ()
    for row in TRANSITIONS:
        assert f"{row.state} --> {row.next}: {row.action}" in diagram()
