"""Seats, meetings and what the committee's register says of the clauses (F-07, A-09, H-06)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cip.agreement.committee import Meeting, Note, NoteKind, Seat, Side, balance, facts_of, facts_of_firm, rhythm

DAY = date(2026, 11, 21)


def seat(side: Side, *, start: date = date(2026, 1, 1), end: date | None = None) -> Seat:
    return Seat("s" * 32, "b" * 32, side, "Organizzazione", start, end)


def held(on: date, kind: str = "committee") -> Meeting:
    return Meeting("m" * 32, "b" * 32, kind, on, "", "verbale 1", None, "person:x")  # type: ignore[arg-type]


def note(kind: NoteKind, on: date | None = None, *, yes: bool | None = None, noted: date = DAY, id: str = "n") -> Note:
    return Note(id, "now", kind, on, yes, "", noted)


@pytest.mark.parametrize(
    ("sides", "kept"),
    [
        ([], None),
        (["employers", "union", "public"], True),
        (["employers", "union"], False),
        (["employers", "employers", "union", "public"], False),
        (["public"], False),
        (["employers", "employers", "union", "union", "public"], True),
    ],
)
def test_equal_numbers_and_a_public_body(sides: list[Side], kept: bool | None) -> None:
    assert balance([seat(side) for side in sides], DAY).kept is kept


def test_a_seat_counts_from_its_first_day_to_its_last() -> None:
    one = seat("union", start=DAY, end=DAY)
    assert [one.held(DAY + timedelta(days=n)) for n in (-1, 0, 1)] == [False, True, False]


def test_the_next_meeting_counts_from_the_last_one_of_the_committee() -> None:
    meetings = [held(date(2026, 3, 31)), held(date(2026, 6, 1), "assembly"), held(date(2026, 12, 1))]
    found = rhythm(meetings, 6, date(2026, 1, 1), DAY)
    assert (found.last, found.due, found.late) == (date(2026, 3, 31), date(2026, 9, 30), True)


def test_before_the_first_meeting_it_counts_from_the_first_day_of_the_agreement() -> None:
    found = rhythm([], 6, date(2026, 6, 1), DAY)
    assert (found.due, found.late) == (date(2026, 12, 1), False)


@pytest.mark.parametrize(("months", "since"), [(None, date(2026, 1, 1)), (6, None)])
def test_without_a_rhythm_or_a_beginning_nothing_is_due(months: int | None, since: date | None) -> None:
    assert rhythm([], months, since, DAY).due is None


def test_what_is_not_noted_is_no_fact() -> None:
    assert facts_of([], [], [], DAY) == {}


def test_the_newest_note_counts() -> None:
    notes = [
        note("deposited", date(2026, 1, 5), noted=date(2026, 1, 6), id="a"),
        note("deposited", yes=False, noted=date(2026, 2, 1), id="b"),
        note("deposit_wanted", yes=True, id="c"),
        note("list_published", date(2026, 11, 1), id="d"),
        note("plans_kept", yes=False, id="e"),
        note("party_asked", date(2026, 10, 3), id="f"),
    ]
    facts = facts_of([seat("union"), seat("employers"), seat("public")], [held(date(2026, 10, 1))], notes, DAY)
    assert facts == {
        "committee_balanced": True,
        "committee_met_on": date(2026, 10, 1),
        "deposited_on": False,
        "deposit_wanted": True,
        "list_published_on": date(2026, 11, 1),
        "running_plans_kept": False,
        "new_party_asked_on": date(2026, 10, 3),
    }


def test_a_firm_attended_when_it_last_did() -> None:
    days = [note("monitoring_attended", date(2026, month, 1)) for month in (3, 9)]
    mine = [replace(one, adherence_id="a") for one in days]
    assert facts_of_firm(mine, "a", DAY) == {"monitoring_attended_on": date(2026, 9, 1)}
    assert facts_of_firm(mine, "b", DAY) == {}
    assert facts_of([], [], mine, DAY) == {}


def test_what_is_noted_later_says_nothing_of_today() -> None:
    assert facts_of([], [], [note("deposit_wanted", yes=True, noted=DAY + timedelta(days=1))], DAY) == {}
