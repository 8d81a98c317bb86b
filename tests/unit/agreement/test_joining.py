"""Joining an agreement, as nouns: the life of a text, whom it reaches, clocks, the form, what changed since."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest

from cip.agreement.adherence import (
    STATES,
    TRANSITIONS,
    Adherence,
    ClauseProof,
    Move,
    diagram,
    matters_text,
    moves,
    newest_proofs,
    read_matters,
    states_of,
)
from cip.agreement.changes import alerts_of, earliest_leaving, effects_until, leaving_days
from cip.agreement.duties import duties_of
from cip.agreement.facts import adherence_facts, route_proved
from cip.agreement.joining import form_of, missing_before_signing, read_form, refusal
from cip.agreement.lives import life_of
from cip.agreement.reach import concerned, in_territory, sharing
from cip.parties.firms import Firm, Seat
from tests.unit.agreement.books import DAY, INSIDE, OUTSIDE, book, rows

MOMENT = datetime(2026, 11, 21, 9, tzinfo=UTC)
FIRM = Firm("f" * 32, "Forno Ada", "00000039990", None, None, None, "H011", MOMENT, "p" * 32)
HERE, AWAY, NOWHERE = (
    Seat("s" * 32, "Negozio", "Valfinta", INSIDE),
    Seat("t" * 32, "Magazzino", "Milano", OUTSIDE),
    Seat("u" * 32, "Banco", "Boh"),
)
BOOK = book()
NOW, OVER, PROPOSAL, STATUTE = (BOOK.by_id[one] for one in ("now", "over", "proposal", "statute"))
DRAFT = Adherence(
    id="a" * 32,
    firm_id=FIRM.id,
    agreement_id="now",
    state="draft",
    started_on=DAY,
    started_by="person:x",
    route="membership",
    seat_name="Valfinta",
    seat_code=INSIDE,
    ccnl_code="H011",
    size_counted=7,
    declares_other_text=False,
)
JOINED = replace(DRAFT, state="signed", joined_on=DAY, signed_on=DAY)


def proof(
    fact_id: str = "membership_proved",
    number: str = "p",
    *,
    day: date | None = None,
    yes_no: bool | None = True,
    stated_no: bool = False,
    reference: str | None = "42",
    seen: bool = False,
) -> ClauseProof:
    """A proof of yes with the number of a paper."""
    own = number * 32, "a" * 32, 1, fact_id
    return ClauseProof(*own, day, None, yes_no, stated_no, reference, DAY, MOMENT, "person:x", None, seen)


@pytest.mark.parametrize(
    ("agreement", "on", "status"),
    [
        (STATUTE, DAY, "in_force"),
        (PROPOSAL, DAY, "proposal"),
        (NOW, date(2025, 12, 31), "not_yet"),
        (NOW, date(2026, 1, 1), "in_force"),
        (NOW, date(2028, 12, 31), "in_force"),
        (NOW, date(2029, 1, 1), "ultra"),
        (OVER, date(2025, 12, 31), "in_force"),
        (OVER, DAY, "expired"),
    ],
)
def test_an_agreement_has_a_life(agreement: object, on: date, status: str) -> None:
    life = life_of(agreement, BOOK, on)  # type: ignore[arg-type]
    assert life.status == status
    assert life.because[0].it
    assert "{" not in life.because[0].en


def test_what_goes_on_until_renewal_ends_with_the_renewal() -> None:
    renewed = book({"id": "next", "renews": "now", "effective_from": "2029-03-01", "expires_on": "open"})
    before, after = (life_of(renewed.by_id["now"], renewed, on) for on in (date(2029, 2, 28), date(2029, 3, 1)))
    assert (before.status, after.status, after.successor) == ("ultra", "expired", "next")


def test_days_that_nobody_read_leave_it_open() -> None:
    unread = book(now={"expires_on": "unknown"})
    assert life_of(unread.by_id["now"], unread, DAY).status == "unknown"
    silent = book(now={"after_expiry": "unknown"})
    assert life_of(silent.by_id["now"], silent, date(2030, 1, 1)).status == "unknown"


@pytest.mark.parametrize(
    ("seats", "holds"), [([HERE], True), ([AWAY, HERE], True), ([AWAY], False), ([], None), ([NOWHERE], False)]
)
def test_a_seat_in_the_territory(seats: list[Seat], holds: bool | None) -> None:
    assert in_territory(NOW, BOOK, seats, DAY).holds is holds


def test_how_agreements_concern_a_firm() -> None:
    found = {one.id: concerned(one, BOOK, FIRM, [HERE], DAY).concern for one in BOOK.agreements}
    assert found == {"statute": "law", "now": "open", "over": "closed", "proposal": "closed"}
    assert concerned(NOW, BOOK, FIRM, [AWAY], DAY).concern == "away"
    assert concerned(NOW, BOOK, FIRM, [], DAY).concern == "unknown"
    assert concerned(NOW, BOOK, FIRM, [AWAY], DAY, JOINED).concern == "joined"
    banks = book(now={"sectors": ["J241"]})
    assert concerned(banks.by_id["now"], banks, FIRM, [HERE], DAY).concern == "away"
    unnamed = replace(FIRM, ccnl_code=None)
    assert concerned(banks.by_id["now"], banks, unnamed, [HERE], DAY).concern == "unknown"


def test_two_texts_on_one_matter_do_not_stand_together() -> None:
    other = book({"id": "other", "name": {"it": "Altro", "en": "Other"}})
    held = [replace(JOINED, agreement_id="other")]
    assert sharing(other.by_id["now"], other, held, DAY) == {"other": frozenset({"hourly_leave"})}
    life, reasons = refusal(other.by_id["now"], other, held, DAY)
    assert life.status == "in_force"
    assert "Altro" in reasons[0].it
    welfare = book({"id": "other", "obligations": ["A-03", "E-04"]})
    assert refusal(welfare.by_id["now"], welfare, held, DAY)[1] == ()
    gone = [replace(JOINED, agreement_id="other", state="ended", ended_on=DAY - timedelta(days=1))]
    assert sharing(other.by_id["now"], other, gone, DAY) == {}


def test_nobody_joins_what_is_not_in_force() -> None:
    assert refusal(PROPOSAL, BOOK, [], DAY)[1]
    assert refusal(OVER, BOOK, [], DAY)[1]
    assert refusal(STATUTE, BOOK, [], DAY)[1]
    assert refusal(NOW, BOOK, [], DAY)[1] == ()


def test_each_thing_that_is_missing_is_said() -> None:
    bare = replace(DRAFT, route=None, seat_name=None, seat_code=None, size_counted=None, declares_other_text=None)
    missing = missing_before_signing(bare, [], NOW, BOOK, FIRM, [], DAY)
    assert [one.step for one in missing] == ["seat", "size", "route", "other_text"]
    assert missing_before_signing(DRAFT, [proof()], NOW, BOOK, FIRM, [], DAY) == ()
    large = replace(DRAFT, size_counted=51)
    (too_large,) = missing_before_signing(large, [proof()], NOW, BOOK, FIRM, [], DAY)
    assert "50" in too_large.because.it
    mandate = replace(DRAFT, route="mandate")
    (not_there,) = missing_before_signing(mandate, [proof("mandate_proved")], NOW, BOOK, FIRM, [], DAY)
    assert not_there.step == "route"
    moved = replace(DRAFT, seat_name="Milano", seat_code=OUTSIDE)
    assert [one.step for one in missing_before_signing(moved, [proof()], NOW, BOOK, FIRM, [], DAY)] == ["seat"]


def test_a_route_needs_something_that_shows_it() -> None:
    assert route_proved([proof()], "membership") is not None
    assert route_proved([proof(reference=None)], "membership") is None
    assert route_proved([proof(reference=None, seen=True)], "membership") is not None
    assert route_proved([proof(), proof(number="q", yes_no=False)], "membership") is None
    assert route_proved([proof()], "mandate") is None


def test_a_form_comes_back_as_it_was() -> None:
    said = replace(
        DRAFT, declares_other_text=True, other_text_on=date(2020, 5, 1), other_text_matters=("welfare", "bonus")
    )
    form = form_of(said, [proof()], FIRM, BOOK, DAY)
    assert read_form(form.content) == form
    assert form.version == 1
    assert form.sha256 != form_of(replace(said, size_counted=8), [proof()], FIRM, BOOK, DAY).sha256
    with pytest.raises(ValueError, match="misses"):
        form_of(replace(said, route=None), [proof()], FIRM, BOOK, DAY)


@pytest.mark.parametrize(
    ("told", "on", "status", "left"),
    [
        (None, DAY + timedelta(days=10), "running", 0),
        (None, DAY + timedelta(days=11), "late", -1),
        (DAY + timedelta(days=10), DAY + timedelta(days=30), "done", None),
        (DAY + timedelta(days=11), DAY + timedelta(days=30), "done_late", None),
    ],
)
def test_the_clocks_count_calendar_days(told: date | None, on: date, status: str, left: int | None) -> None:
    committee, workers = duties_of(replace(JOINED, committee_told_on=told), NOW, on)
    assert (committee.clause, committee.due, committee.status) == ("A-05", DAY + timedelta(days=10), status)
    assert committee.days_left == left
    assert (workers.clause, workers.due) == ("A-06", DAY + timedelta(days=15))


def test_a_text_without_a_term_has_no_clock() -> None:
    silent = book(now={"params": {"notify_committee_days": rows("unknown")}}).by_id["now"]
    assert [one.status for one in duties_of(JOINED, silent, DAY)] == ["unsaid", "unsaid"]
    assert duties_of(replace(JOINED, committee_told_on=DAY), silent, DAY)[0].status == "done"
    assert duties_of(DRAFT, NOW, DAY) == ()


def test_a_joining_binds_to_the_end_of_its_last_day() -> None:
    leaving = replace(JOINED, state="leaving", leaves_on=DAY + timedelta(days=5))
    assert [leaving.binds(DAY + timedelta(days=days)) for days in (-1, 0, 5, 6)] == [False, True, True, False]
    assert not DRAFT.binds(DAY)
    assert effects_until(leaving, []) == leaving.leaves_on
    assert effects_until(leaving, [DAY, DAY + timedelta(days=90)]) == DAY + timedelta(days=90)
    assert effects_until(JOINED, [DAY]) is None


def test_notice_is_counted_in_months() -> None:
    assert earliest_leaving(NOW, date(2026, 11, 30)) == date(2027, 2, 28)
    assert earliest_leaving(OVER, DAY) == DAY


def test_leaving_ends_with_the_agreement_at_the_latest() -> None:
    end = date(2028, 12, 31)
    assert leaving_days(NOW, BOOK, DAY) == (date(2027, 2, 21), end)
    assert leaving_days(NOW, BOOK, date(2028, 12, 1)) == (date(2029, 3, 1), date(2029, 3, 1)), "it may go on"
    assert leaving_days(NOW, BOOK, date(2029, 2, 1)) == (date(2029, 5, 1), None), "it goes on until it is renewed"
    assert leaving_days(OVER, BOOK, date(2025, 6, 1)) == (date(2025, 6, 1), date(2025, 12, 31))
    stops = NOW.model_copy(update={"after_expiry": "stop"})
    assert leaving_days(stops, BOOK, date(2028, 12, 1)) == (end, end)


def test_a_joining_runs_to_its_last_day_and_binds_in_years() -> None:
    leaving = replace(JOINED, state="leaving", leaves_on=date(2027, 3, 1))
    assert [leaving.runs(day) for day in (DAY, date(2027, 3, 1), date(2027, 3, 2))] == [True, True, False]
    assert not DRAFT.runs(DAY)
    assert [leaving.bound_in(year) for year in (2025, 2026, 2027, 2028)] == [False, True, True, False]
    assert not DRAFT.bound_in(2026)


def test_what_changed_is_shown_with_choices_and_nothing_happens() -> None:
    assert alerts_of(JOINED, NOW, BOOK, FIRM, [HERE], DAY) == ()
    (moved,) = alerts_of(JOINED, NOW, BOOK, FIRM, [AWAY], DAY)
    assert (moved.kind, moved.choices) == ("moved", ("seat", "end"))
    by_ccnl, other = replace(JOINED, route="full_ccnl"), replace(FIRM, ccnl_code="K511")
    (changed,) = alerts_of(by_ccnl, NOW, BOOK, other, [HERE], DAY)
    assert changed.kind == "ccnl_changed"
    assert "H011" in changed.because.it
    assert alerts_of(JOINED, NOW, BOOK, other, [HERE], DAY) == ()
    (two,) = alerts_of(
        replace(JOINED, declares_other_text=True, other_text_matters=("hourly_leave",)), NOW, BOOK, FIRM, [HERE], DAY
    )
    assert (two.kind, two.clause) == ("other_text", "A-07")
    assert alerts_of(DRAFT, NOW, BOOK, FIRM, [AWAY], DAY) == ()


@pytest.mark.parametrize(
    ("on", "kinds"), [(date(2028, 9, 1), []), (date(2028, 11, 1), ["ends_soon"]), (date(2029, 2, 1), ["ultra"])]
)
def test_the_end_of_an_agreement_is_told_before(on: date, kinds: list[str]) -> None:
    assert [alert.kind for alert in alerts_of(JOINED, NOW, BOOK, FIRM, [HERE], on)] == kinds


def test_a_renewed_agreement_offers_the_new_one() -> None:
    old = replace(JOINED, agreement_id="over", joined_on=date(2024, 1, 1))
    assert [alert.kind for alert in alerts_of(old, OVER, BOOK, FIRM, [HERE], DAY)] == ["over", "renew"]


def test_facts_leave_out_what_is_not_known() -> None:
    assert adherence_facts(None, []) == {}
    assert adherence_facts(DRAFT, []) == {"size_counted": 7, "other_text_declared": True}
    noted = proof("board_on", day=DAY, yes_no=None)
    never = proof("benefit_on", number="q", yes_no=None, stated_no=True)
    facts = adherence_facts(JOINED, [noted, never, replace(proof("hours", "r"), withdrawn_on=DAY)])
    assert facts["board_on"] == DAY
    assert facts["benefit_on"] is False
    assert "hours" not in facts
    assert (facts["joined_on"], facts["leaving_asked_on"], facts["on_public_list"]) == (DAY, False, True)
    assert "protocol_on" not in facts
    hidden = replace(JOINED, hidden_on=DAY, hidden_because="safety", objection_accepted=True)
    assert adherence_facts(hidden, [])["on_public_list"] is False
    assert adherence_facts(hidden, [])["list_objection_accepted"] is True


def test_the_newest_proof_counts_unless_it_was_taken_back() -> None:
    first, second = proof(), proof(number="q", yes_no=False)
    assert newest_proofs([first, second])["membership_proved"] is second
    assert newest_proofs([first, replace(second, withdrawn_on=DAY)])["membership_proved"] is first


def test_every_state_is_reached_and_left() -> None:
    reached = {row.next for row in TRANSITIONS} | {"draft"}
    assert reached == set(STATES)
    assert {row.state for row in TRANSITIONS if row.next != row.state} == set(STATES) - {"ended"}
    assert [move for move in get_args(Move) if not states_of(move)] == []
    assert "draft --> signed: sign_on_paper [ready]" in diagram()
    assert "leave" in moves("lodged", {"owner"})
    assert not {"leave", "object", "renew", "stay", "sign_in_system"} & set(moves("lodged", {"collaborator"}))
    assert moves("leaving", {"owner"}).count("stay") == 1
    for state in ("draft", "ended"):
        assert not {"dispute", "send_yearly"} & set(moves(state, {"owner", "union", "committee", "collaborator"}))
    assert "note_ground_gone" not in moves("lodged", {"owner"})
    assert "sign_in_system" not in moves("draft", {"consultant"})


def test_matters_keep_their_order() -> None:
    assert read_matters(matters_text(["bonus", "hourly_leave", "bonus"])) == ("hourly_leave", "bonus")
    assert matters_text([]) is None
    assert read_matters(None) == ()
