"""A request that was let in and then waits writes nothing any more if its sender lost what they are meanwhile."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from cip.assessment.reads import evidence_of
from cip.assessment.records import CheckUpRow
from cip.database.locks import lock
from cip.database.work import Work, open_reading, open_work
from cip.parties.actions.add_member import add_member
from cip.parties.actions.leave_party import leave_party
from cip.parties.reads import members_of
from cip.parties.reads.belonging import membership_in
from cip.web.state import state_of
from tests.integration.web.consultant.desk import Desk, make_desk, work_of
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone, make_person

PATIENCE = 0.6


@pytest.fixture
def desk(site: Flask) -> Desk:
    return make_desk(site)


def add_seen(desk: Desk, token: str) -> TestResponse:
    """The consultant says that they saw the proof of an answer."""
    path = f"/it/check-up/{desk.check_up_id}/evidence/indicators/T1"
    data = {"csrf_token": token, "what": "seen", "seen_on": "2026-11-20"}
    return desk.consultant.client.post(path, data=data)


def kept(desk: Desk) -> int:
    with open_reading(state_of(desk.site).database) as session:
        return len(evidence_of(session, desk.check_up_id))


def just_before(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Let something happen between the reading of who asks and the Work of the next request."""
    real, pending = open_work, [happens]

    @contextmanager
    def later(*given: Any, **named: Any):  # type: ignore[no-untyped-def]
        if pending:
            pending.pop()()
        with real(*given, **named) as work:
            yield work

    monkeypatch.setattr("cip.web.state.open_work", later)


def test_a_mandate_that_was_revoked_since(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    token = desk.consultant.token()
    just_before(monkeypatch, desk.revoke)
    assert add_seen(desk, token).status_code == 404
    assert kept(desk) == 0


def test_a_body_that_was_left_since(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    token = desk.consultant.token()
    just_before(monkeypatch, lambda: take_out(desk, desk.adviser, desk.body_id))
    assert add_seen(desk, token).status_code == 404
    assert kept(desk) == 0


def test_a_firm_that_was_left_since(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    helper, browser = colleague(desk)
    path, seq = f"/it/check-up/{desk.check_up_id}/area/T", str(desk.owner.last_seq())
    form = {"T1": "2", "seq": seq, "csrf_token": browser.token()}
    just_before(monkeypatch, lambda: take_out(desk, helper, desk.firm_id))
    assert browser.client.post(path, data=form).status_code == 404
    assert str(desk.owner.last_seq()) == seq


def test_who_still_is_what_they_were_writes(desk: Desk) -> None:
    assert add_seen(desk, desk.consultant.token()).status_code == 303
    assert kept(desk) == 1


def test_who_leaves_by_this_very_request_may(desk: Desk) -> None:
    helper, browser = colleague(desk)
    answer = browser.client.post(f"/it/firm/{desk.firm_id}/leave", data={"csrf_token": browser.token()})
    assert answer.status_code == 303
    with open_reading(state_of(desk.site).database) as session:
        assert membership_in(session, helper.id, desk.firm_id) is None


@pytest.mark.parametrize("database_kind", [pytest.param("postgresql", marks=pytest.mark.postgres)])
class TestAtOnce:
    """Two threads, on the database that lets two write."""

    def test_a_save_that_waits_for_a_lock_sees_the_revocation(self, desk: Desk) -> None:
        token, waits = desk.consultant.token(), threading.Event()

        def at_lock(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if threading.current_thread().name == "late" and "check_ups" in statement and "FOR NO KEY" in statement:
                waits.set()

        def late() -> TestResponse:
            threading.current_thread().name = "late"
            return add_seen(desk, token)

        engine = state_of(desk.site).database.engine
        event.listen(engine, "before_cursor_execute", at_lock)
        with ThreadPoolExecutor(1) as pool:
            with work_of(desk.site) as work:
                lock(work.session, CheckUpRow, desk.check_up_id)
                saved = pool.submit(late)
                assert waits.wait(20)
                # Another Work: who revokes holds nothing of the check-up.
                desk.revoke()
            assert saved.result(30).status_code == 404
        assert kept(desk) == 0

    def test_a_revocation_waits_for_the_save_that_was_let_through(self, desk: Desk) -> None:
        token, held, go = desk.consultant.token(), threading.Event(), threading.Event()

        def at_share(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if "FROM mandates" in statement and "FOR SHARE" in statement:
                held.set()
                go.wait(20)

        event.listen(state_of(desk.site).database.engine, "after_cursor_execute", at_share)
        with ThreadPoolExecutor(2) as pool:
            saved = pool.submit(add_seen, desk, token)
            assert held.wait(20)
            revoked = pool.submit(desk.revoke)
            with pytest.raises(TimeoutError):
                revoked.result(PATIENCE)
            assert kept(desk) == 0, "not committed yet"
            go.set()
            assert saved.result(30).status_code == 303
            revoked.result(30)
        assert kept(desk) == 1

    def test_two_heads_who_take_each_other_out_at_once(self, desk: Desk) -> None:
        other, theirs = colleague(desk, role="owner")
        mine = desk.boss.browser()
        start = threading.Barrier(2)

        def take(browser: Owner, token: str, path: str) -> int:
            start.wait(20)
            return browser.client.post(path, data={"csrf_token": token}).status_code

        ways = [(mine, other), (theirs, desk.boss)]
        with ThreadPoolExecutor(2) as pool:
            jobs = [
                pool.submit(take, browser, browser.token(), f"/it/firm/{desk.firm_id}/people/{of(desk, gone)}/remove")
                for browser, gone in ways
            ]
            answers = [job.result(30) for job in jobs]
        assert answers.count(303) == 1, answers
        assert 500 not in answers
        with open_reading(state_of(desk.site).database) as session:
            assert len(members_of(session, desk.firm_id)) == 1


def colleague(desk: Desk, role: Any = "collaborator") -> tuple[Someone, Owner]:
    """Somebody more in the firm, with a browser."""
    someone = make_person(desk.site, "Bruno", [("firm", desk.firm_id, role)])
    return someone, someone.browser()


def of(desk: Desk, someone: Someone) -> str:
    """The membership of somebody in the firm."""
    return _membership(desk, someone, desk.firm_id)


def take_out(desk: Desk, someone: Someone, party_id: str) -> None:
    """End a membership; of a body's only head after another one came."""
    second = make_person(desk.site, "Una di più")
    with work_of(desk.site) as work:
        _second_head(work, desk, second, party_id)
        leave_party(work, _membership(desk, someone, party_id))


def _second_head(work: Work, desk: Desk, second: Someone, party_id: str) -> None:
    if party_id == desk.body_id:
        add_member(work, second.id, party_kind="body", party_id=party_id, role="manager")


def _membership(desk: Desk, someone: Someone, party_id: str) -> str:
    with open_reading(state_of(desk.site).database) as session:
        found = membership_in(session, someone.id, party_id)
    assert found is not None
    return found.id
