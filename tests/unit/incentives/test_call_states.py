"""The table of a call's states, tried whole: every state, every move, every role; and the clock."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from cip.incentives.call_states import (
    MOVES,
    STATES,
    TRANSITIONS,
    CallMove,
    CallState,
    diagram,
    due_moves,
    moves,
    state_at,
    transition,
)

OPENS = datetime(2027, 3, 1, 8, tzinfo=UTC)
CLOSES = datetime(2027, 4, 1, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)
OFFICE = {"manager", "staff"}
# What is expected, written by hand beside the table: state -> move -> next.
EXPECTED: dict[CallState, dict[CallMove, CallState]] = {
    "draft": {"change": "draft", "rehearse": "rehearsed", "annul": "annulled"},
    "rehearsed": {"change": "draft", "rehearse": "rehearsed", "annul": "annulled", "publish": "published"},
    "published": {"annul": "annulled", "open": "open"},
    "open": {"close": "closed", "note_outage": "open"},
    "closed": {"note_outage": "open", "start_admissibility": "admissibility"},
    "admissibility": {"start_evaluation": "evaluation"},
    "evaluation": {"start_ranking": "ranking"},
    "ranking": {"allocate": "allocated"},
    "allocated": {},
    "annulled": {},
}
CLOCK = {"open", "close"}
ROLES = ("manager", "staff", "system", "admin", "owner", "consultant", "union", "committee", "self", "officer")


@pytest.mark.parametrize(("state", "action"), [*product(STATES, MOVES)])
def test_a_move_leads_where_it_should_and_nowhere_else(state: CallState, action: CallMove) -> None:
    row = transition(state, action)
    assert (row.next if row else None) == EXPECTED[state].get(action)


@pytest.mark.parametrize(("state", "role"), [*product(STATES, ROLES)])
def test_only_the_office_presses_and_only_the_clock_opens_and_closes(state: CallState, role: str) -> None:
    wanted = set(EXPECTED[state])
    expected = wanted & CLOCK if role == "system" else wanted - CLOCK if role in OFFICE else set()
    assert set(moves(state, {role})) == expected


def test_no_row_stands_twice_and_every_state_is_reached() -> None:
    pairs = [(row.state, row.action) for row in TRANSITIONS]
    assert len(pairs) == len(set(pairs))
    assert {row.next for row in TRANSITIONS} | {"draft"} == set(STATES)


def test_what_ends_a_call_asks_why_and_publishing_has_its_list() -> None:
    guards = {(row.state, row.action): row.guard for row in TRANSITIONS}
    assert {guard for (_state, action), guard in guards.items() if action == "annul"} == {"with_reason"}
    assert guards["rehearsed", "publish"] == "nothing_blocks"
    assert guards["closed", "note_outage"] == "lost_hours"


@pytest.mark.parametrize(
    ("stored", "now", "state", "due"),
    [
        ("published", OPENS - SECOND, "published", ()),
        ("published", OPENS, "open", ("open",)),
        ("published", CLOSES, "open", ("open",)),
        ("published", CLOSES + SECOND, "closed", ("open", "close")),
        ("open", CLOSES - SECOND, "open", ()),
        ("open", CLOSES, "open", ()),
        ("open", CLOSES + timedelta(microseconds=1), "closed", ("close",)),
        ("open", CLOSES + SECOND, "closed", ("close",)),
        ("closed", CLOSES + SECOND, "closed", ()),
        ("draft", CLOSES + SECOND, "draft", ()),
        ("rehearsed", OPENS, "rehearsed", ()),
        ("annulled", OPENS, "annulled", ()),
        ("evaluation", CLOSES + SECOND, "evaluation", ()),
    ],
)
def test_the_clock_opens_and_closes_to_the_second(
    stored: CallState, now: datetime, state: CallState, due: tuple[CallMove, ...]
) -> None:
    assert state_at(stored, OPENS, CLOSES, now) == state
    assert due_moves(stored, OPENS, CLOSES, now) == due


def test_the_diagram_shows_each_change_of_state() -> None:
    lines = diagram().splitlines()
    assert lines[:2] == ["stateDiagram-v2", "    [*] --> draft"]
    assert "    rehearsed --> published: publish [nothing_blocks]" in lines
    assert len(lines) == 2 + sum(row.next != row.state for row in TRANSITIONS)
