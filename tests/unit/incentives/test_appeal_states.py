"""The table of an appeal's states, tried whole; and until when an appeal may be brought."""

from datetime import date, timedelta
from itertools import product

import pytest

from cip.incentives.appeal_states import (
    APPEAL_MOVES,
    APPEAL_STATES,
    OPEN_APPEALS,
    AppealMove,
    AppealState,
    appeal_diagram,
    appeal_moves,
    appeal_transition,
)
from cip.incentives.appeals import APPEAL_WAYS, appeal_term, in_time
from tests.unit.incentives import laws

EXPECTED: dict[AppealState | None, dict[AppealMove, AppealState]] = {
    None: {"file": "filed"},
    "filed": {"admit": "admitted", "reject": "rejected", "withdraw": "withdrawn"},
    "admitted": {"accept": "accepted", "accept_partly": "partly", "reject": "rejected", "withdraw": "withdrawn"},
}


@pytest.mark.parametrize(("state", "move"), list(product((None, *APPEAL_STATES), APPEAL_MOVES)))
def test_every_move_in_every_state(state: AppealState | None, move: AppealMove) -> None:
    found = appeal_transition(state, move)
    assert (found.next if found else None) == EXPECTED.get(state, {}).get(move)


def test_who_may_do_what() -> None:
    assert appeal_moves("admitted", {"owner"}) == ("withdraw",)
    assert set(appeal_moves("filed", {"staff"})) == {"admit", "reject"}
    assert not appeal_moves("admitted", {"consultant", "collaborator"})
    for state in set(APPEAL_STATES) - set(OPEN_APPEALS):
        assert not appeal_moves(state, {"owner", "manager", "staff"})


def test_the_diagram_shows_every_row() -> None:
    assert "[*] --> filed: file [in_time]" in appeal_diagram()
    assert "admitted --> partly: accept_partly [other_person]" in appeal_diagram()


def test_the_law_gives_the_terms_and_the_last_day_counts() -> None:
    law, on = laws.shipped_law(), date(2027, 1, 15)
    terms = {way: appeal_term(law, way, on) for way in APPEAL_WAYS}
    assert {way: term.days for way, term in terms.items() if term} == {"review": 60, "court": 60, "head": 120}
    court = terms["court"]
    assert court is not None
    assert court.until == on + timedelta(days=60)
    assert in_time(court, court.until)
    assert not in_time(court, court.until + timedelta(days=1))
    assert appeal_term({}, "court", on) is None
    assert in_time(None, on)
