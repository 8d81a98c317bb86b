"""Two works at once on the joinings of one firm: they wait in one order, and each sees what the other has done."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from cip.agreement.actions.adherence_work import WrongStateError
from cip.agreement.actions.leave_adherence import end_what_is_over, leave_adherence, renew_adherence
from cip.agreement.actions.prove import Says, ShownBy, note_proof, prove_route
from cip.agreement.actions.sign_adherence import fix_form, note_duty, sign_adherence_in_system
from cip.agreement.reads.attestations import marks_on, rechecks_on
from cip.assessment.actions.look_at_clauses import look_at_firm, look_at_joining
from cip.database.work import Work, open_reading
from cip.rulebook.agreements import AgreementBook
from tests.integration.agreement.joiners import DAY, Joiners
from tests.integration.parties.test_lock_order import latched
from tests.unit.agreement.books import book

LATER = date(2026, 12, 5)


def clause(clause_id: str, check: dict[str, Any]) -> dict[str, Any]:
    """A clause of the firm with one check."""
    words = {key: {"it": "x", "en": "x"} for key in ("title", "text", "deadline", "proof", "met_by")}
    return {**words, "id": clause_id, "who": ["firm"], "check": check, "basis": "x", "confidence": "invented"}


def with_clauses() -> AgreementBook:
    """Two agreements that one firm may join, each with a clause that a paper shows."""
    content = book({"id": "other", "obligations": ["E-04"]}, now={"obligations": ["B-02"]})
    told: dict[str, Any] = {"kind": "true", "fact": "told"}
    clauses = [clause("B-02", told), clause("E-04", told)]
    return AgreementBook.model_validate(
        {**content.model_dump(mode="json", by_alias=True), "clauses": clauses}, strict=False
    )


def at_once(
    joiners: Joiners, day: date, one: tuple[str, Callable[[Work], object]], two: tuple[str, Callable[[Work], object]]
) -> list[object]:
    """What two works at once return, or the refusal that they end with; each stops at its first lock of what it names
    until the other has come to its own.
    """

    def run(name: str, action: Callable[[Work], object]) -> object:
        threading.current_thread().name = name
        try:
            with joiners.on(day) as work:
                return action(work)
        except WrongStateError as refused:
            return type(refused)

    with latched(joiners.cast.database, one=one[0], two=two[0]), ThreadPoolExecutor(2) as pool:
        running = [pool.submit(run, "one", one[1]), pool.submit(run, "two", two[1])]
        return [each.result(30) for each in running]


def renewal(joiners: Joiners, joined: str) -> tuple[AgreementBook, str, str]:
    """The book with what renews a joining, the draft of that, and its fixed form."""
    following = book({"id": "next", "renews": "now", "effective_from": "2026-12-01", "expires_on": "open"})
    with joiners.on(LATER) as work:
        draft = renew_adherence(work, following, joined, on=LATER)
        prove_route(work, draft, "full_ccnl", ShownBy(reference="H011"), on=LATER)
        return following, draft, fix_form(work, following, draft, on=LATER)


def test_renewing_while_the_renewal_is_signed(joiners: Joiners) -> None:
    joined = joiners.joined()
    following, draft, sha256 = renewal(joiners, joined)
    found, _signed = at_once(
        joiners,
        LATER,
        ("FROM adherences", lambda work: renew_adherence(work, following, joined, on=LATER)),
        ("advisory", lambda work: sign_adherence_in_system(work, following, draft, sha256, "Ada", on=LATER)),
    )
    assert found in (draft, WrongStateError)
    assert (joiners.now(joined).ended_because, joiners.now(draft).state) == ("renewed", "signed")


@pytest.mark.parametrize("stop", [("FROM adherences", "advisory"), ("advisory", "FROM adherences")])
def test_what_the_housekeeping_ended_keeps_its_day(joiners: Joiners, stop: tuple[str, str]) -> None:
    joined = joiners.joined(DAY - timedelta(days=100))
    last = LATER - timedelta(days=10)
    with joiners.on(DAY - timedelta(days=100)) as work:
        leave_adherence(work, joiners.book, joined, last, on=DAY - timedelta(days=100))
    following, draft, sha256 = renewal(joiners, joined)
    at_once(
        joiners,
        LATER,
        (stop[0], lambda work: end_what_is_over(work, following, on=LATER)),
        (stop[1], lambda work: sign_adherence_in_system(work, following, draft, sha256, "Ada", on=LATER)),
    )
    assert (joiners.now(joined).ended_because, joiners.now(joined).ended_on) == ("left", last)
    assert joiners.now(draft).state == "signed"


def test_a_firm_with_two_joinings_notes_on_both_at_once(joiners: Joiners) -> None:
    joiners.book = with_clauses()
    old, new = joiners.joined(DAY - timedelta(days=1)), joiners.joined(DAY, "other")

    def noting(adherence_id: str) -> Callable[[Work], object]:
        def act(work: Work) -> int:
            note_duty(work, adherence_id, "workers", DAY, on=DAY)
            return look_at_firm(work, joiners.book, joiners.firm, on=DAY, pinned=no_pack)

        return act

    assert at_once(joiners, DAY, ("FROM adherences", noting(old)), ("FROM adherences", noting(new))) == [0, 0]
    assert [joiners.now(one).workers_told_on for one in (old, new)] == [DAY, DAY]


def no_pack(*_asked: object) -> Any:
    """Nobody answered anything, so no pack is asked for."""
    raise AssertionError("no pack is needed")


def test_who_looks_waits_for_who_is_noting(joiners: Joiners) -> None:
    joiners.book = with_clauses()
    joined = joiners.joined()
    with joiners.on(DAY) as work:
        note_proof(work, joiners.book, joined, "told", Says(yes_no=False), ShownBy(), on=DAY)

    def look() -> None:
        with joiners.on(DAY) as other:
            look_at_joining(other, joiners.book, joined, on=DAY, pinned=no_pack)

    looker = threading.Thread(target=look)
    with joiners.on(DAY) as work:
        note_proof(work, joiners.book, joined, "told", Says(yes_no=True), ShownBy(), on=DAY)
        look_at_firm(work, joiners.book, joiners.firm, on=DAY, pinned=no_pack)
        looker.start()
        time.sleep(0.4)
    looker.join(20)
    with open_reading(joiners.cast.database) as session:
        assert list(rechecks_on(session, joined)) == []
        assert marks_on(session, joined)["B-02"].status == "met"
