"""The states of a dispute and its clock (H-02)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from cip.agreement.disputes import (
    DISPUTE_STATES,
    TRANSITIONS,
    Dispute,
    Opener,
    Step,
    clock,
    diagram,
    longest_days,
    moves,
    next_state,
)
from cip.parties.permissions import TABLE

DAY = date(2026, 11, 1)
MADE = Dispute("d" * 32, "now", "a" * 32, "f" * 32, "B-02", "clause_not_kept", "", "firm", None, DAY, "person:x")
ROLES = ("owner", "collaborator", "union", "committee", "consultant")


def step(kind: str, days: int, outcome: str | None = None) -> Step:
    return Step(1, kind, DAY + timedelta(days=days), outcome, "", "person:y")  # type: ignore[arg-type]


def disputed(steps: Sequence[Step] = (), by: Opener = "firm") -> Dispute:
    return replace(MADE, steps=tuple(steps), opened_by=by)


AT = {
    "opened": disputed(),
    "heard": disputed([step("heard", 3)]),
    "settled": disputed([step("heard", 3), step("settled", 9, "agreed")]),
    "withdrawn": disputed([step("withdrawn", 2)]),
}


@pytest.mark.parametrize("state", DISPUTE_STATES)
def test_the_last_step_says_where_it_stands(state: str) -> None:
    assert AT[state].state == state
    assert AT[state].open is (state in ("opened", "heard"))


def test_every_row_of_the_table_and_no_other_leads_on() -> None:
    rows = {(row.state, row.action): row.next for row in TRANSITIONS}
    for state, action in product(DISPUTE_STATES, {row.action for row in TRANSITIONS}):
        assert next_state(AT[state], action) == rows.get((state, action))


def test_only_the_committee_hears_and_settles() -> None:
    for role in ROLES:
        pressed = set(moves(AT["heard"], {role}))
        assert ("settle" in pressed) is (role == "committee")
        assert "settle" not in moves(AT["opened"], {role}), "nobody is settled unheard"
    assert TABLE["dispute"]["settle"] == ("committee",)


@pytest.mark.parametrize(("by", "role"), [("firm", "owner"), ("union", "union"), ("committee", "committee")])
def test_only_who_opened_it_withdraws_it(by: Opener, role: str) -> None:
    for state in ("opened", "heard"):
        one = replace(AT[state], opened_by=by)
        assert [r for r in ROLES if "withdraw" in moves(one, {r})] == [role]


@pytest.mark.parametrize("state", ["settled", "withdrawn"])
def test_nothing_can_be_done_with_a_closed_one(state: str) -> None:
    assert moves(AT[state], set(ROLES)) == ()


def test_the_term_counts_from_the_day_after_the_opening_to_the_end() -> None:
    last = DAY + timedelta(days=30)
    assert clock(MADE, 30, last).due == last
    assert not clock(MADE, 30, last).late
    assert clock(MADE, 30, last + timedelta(days=1)).late
    assert (clock(AT["settled"], 30, date(2027, 12, 31)).days, clock(AT["settled"], 30, last).late) == (9, False)


def test_without_a_term_nothing_is_late() -> None:
    found = clock(MADE, None, date(2030, 1, 1))
    assert (found.due, found.late) == (None, False)


def test_the_slowest_dispute_is_the_fact_and_a_withdrawn_one_is_none() -> None:
    on = DAY + timedelta(days=5)
    assert longest_days([AT["settled"], MADE], DAY + timedelta(days=20)) == 20
    assert longest_days([AT["settled"]], DAY + timedelta(days=20)) == 9
    assert longest_days([AT["withdrawn"]], on) is None
    assert longest_days([], on) is None


def test_the_diagram_holds_every_row() -> None:
    text = diagram()
    assert text.count("-->") == len(TRANSITIONS) + 1
    assert "heard --> settled: settle [outcome]" in text
