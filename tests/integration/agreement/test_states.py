"""Each action in each state of a joining: the table says where it may be done and where it leads, and so it is."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import get_args

import pytest

from cip.agreement.actions.adherence_work import WrongStateError
from cip.agreement.actions.forget_files import forget_files
from cip.agreement.actions.leave_adherence import (
    answer_objection,
    end_for_merger,
    end_what_is_over,
    leave_adherence,
    note_ground_gone,
    object_to_list,
    renew_adherence,
    stay_in_adherence,
)
from cip.agreement.actions.open_dispute import Opening, open_dispute
from cip.agreement.actions.prove import Says, ShownBy, note_proof, prove_route, withdraw_proof
from cip.agreement.actions.send_yearly import send_yearly
from cip.agreement.actions.sign_adherence import (
    fix_form,
    lodge_adherence,
    note_duty,
    sign_adherence_in_system,
    sign_adherence_on_paper,
)
from cip.agreement.actions.start_adherence import (
    choose_seat,
    count_size,
    declare_other_text,
    give_up_adherence,
    start_adherence,
)
from cip.agreement.adherence import STATES, TRANSITIONS, AdherenceState, Move
from cip.agreement.reads import proofs_of
from cip.database.work import Work
from cip.parties.actions.register_firm import NewSeat, add_seat, close_seat
from tests.integration.agreement.joiners import DAY, Joiners
from tests.unit.agreement.books import OUTSIDE, book

LATER, AFTER = date(2026, 12, 5), date(2029, 3, 1)
FOLLOWING = book(
    {"id": "next", "renews": "now", "effective_from": "2026-12-01", "expires_on": "open", "obligations": ["A-03"]}
)
Does = Callable[[Joiners, Work, str, date], object]


def made(joiners: Joiners, state: AdherenceState) -> str:
    """A joining in a state; the one that ended did so with its agreement, which was renewed."""
    if state == "draft":
        draft = joiners.draft()
        with joiners.on(DAY) as work:
            fix_form(work, joiners.book, draft, on=DAY)
        return draft
    joined = joiners.joined()
    with joiners.on(DAY) as work:
        if state == "lodged":
            lodge_adherence(work, joined, "2026/17", DAY, on=DAY)
        if state == "leaving":
            leave_adherence(work, joiners.book, joined, date(2027, 2, 21), on=DAY)
        if state == "ended":
            end_what_is_over(work, FOLLOWING, on=AFTER)
    return joined


def sign_here(joiners: Joiners, work: Work, one: str, day: date) -> None:
    sign_adherence_in_system(work, joiners.book, one, joiners.now(one).form_sha256 or "", "Ada", on=day)


def sign_paper(joiners: Joiners, work: Work, one: str, day: date) -> None:
    file = joiners.file(work, one)
    sha256 = joiners.now(one).form_sha256 or ""
    sign_adherence_on_paper(work, joiners.book, one, sha256, "Ada", min(day, LATER), file, on=day)


def move_away(joiners: Joiners, work: Work, one: str, day: date) -> None:
    close_seat(work, joiners.firm, joiners.seat, day)
    choose_it = add_seat(work, joiners.firm, NewSeat("Magazzino", "Milano", OUTSIDE))
    if joiners.now(one).state in ("draft", "signed", "lodged"):
        choose_seat(work, one, choose_it)
    note_ground_gone(work, joiners.book, one, on=day)


def dispute(_joiners: Joiners, work: Work, one: str, day: date) -> object:
    return open_dispute(work, Opening("now", one, "B-02", "clause_not_kept", "committee"), on=day)


def answer(joiners: Joiners, work: Work, one: str, day: date) -> None:
    if joiners.now(one).live:
        object_to_list(work, one, "safety", on=day)
    answer_objection(work, one, accepted=True)


def sign_the_next(joiners: Joiners, work: Work, one: str, day: date) -> None:
    draft = start_adherence(work, FOLLOWING, joiners.firm, "next", on=day, succeeds_id=one)
    count_size(work, draft, 7)
    choose_seat(work, draft, joiners.seat)
    prove_route(work, draft, "full_ccnl", ShownBy(reference="H011"), on=day)
    declare_other_text(work, draft, other=False)
    sha256 = fix_form(work, FOLLOWING, draft, on=day)
    sign_adherence_in_system(work, FOLLOWING, draft, sha256, "Ada", on=day)


DOES: Mapping[Move, Does] = {
    "prepare": lambda j, work, one, day: fix_form(work, j.book, one, on=day),
    "sign_in_system": sign_here,
    "sign_on_paper": sign_paper,
    "give_up": lambda _j, work, one, day: give_up_adherence(work, one, on=day),
    "lodge": lambda _j, work, one, day: lodge_adherence(work, one, "2026/17", DAY, on=day),
    "leave": lambda j, work, one, day: leave_adherence(work, j.book, one, date(2027, 4, 1), on=min(day, LATER)),
    "stay": lambda _j, work, one, day: stay_in_adherence(work, one, on=day),
    "end": lambda _j, work, _one, _day: end_what_is_over(work, FOLLOWING, on=AFTER),
    "renew": lambda _j, work, one, day: renew_adherence(work, FOLLOWING, one, on=day),
    "note_ground_gone": move_away,
    "dispute": dispute,
    "send_yearly": lambda _j, work, one, day: send_yearly(work, one, min(day, LATER).year, {}, limit=5),
    "choose_seat": lambda j, work, one, _day: choose_seat(work, one, j.seat),
    "declare": lambda _j, work, one, _day: count_size(work, one, 9),
    "prove": lambda j, work, one, day: note_proof(work, j.book, one, "hours", Says(number=3), ShownBy(), on=day),
    "withdraw_proof": lambda _j, work, one, day: withdraw_proof(work, one, proofs_of(work.session, one)[0].id, on=day),
    "note_duty": lambda _j, work, one, day: note_duty(work, one, "workers", DAY, on=day),
    "object": lambda _j, work, one, day: object_to_list(work, one, "safety", on=day),
    "answer_objection": answer,
    "give_way": sign_the_next,
    "merge": lambda j, work, _one, day: end_for_merger(work, j.firm, on=day),
    "forget_files": lambda _j, work, one, day: forget_files(work, one, ended_before=day),
}
# What goes on by itself passes over a joining of another state; what people do is refused.
BY_ITSELF: tuple[Move, ...] = ("end", "give_way", "merge")


def test_every_action_of_the_table_is_tried() -> None:
    assert set(DOES) == set(get_args(Move)) == {row.action for row in TRANSITIONS}


@pytest.mark.parametrize("action", sorted(DOES))
@pytest.mark.parametrize("state", STATES)
def test_an_action_is_done_where_the_table_has_it(joiners: Joiners, state: AdherenceState, action: Move) -> None:
    one = made(joiners, state)
    assert joiners.now(one).state == state
    leads = {row.next for row in TRANSITIONS if (row.state, row.action) == (state, action)}
    day = AFTER if state == "ended" else LATER
    if leads or action in BY_ITSELF:
        with joiners.on(day) as work:
            DOES[action](joiners, work, one, day)
    else:
        with pytest.raises(WrongStateError), joiners.on(day) as work:
            DOES[action](joiners, work, one, day)
    assert joiners.now(one).state in (leads or {state})
