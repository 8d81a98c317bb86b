"""The housekeeping of a server: what expired goes though nobody visits."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa
from flask import Flask

from cip.cli import tidying
from cip.cli.tidying import EVERY_SECONDS, Rounds, erase_expired, file_rounds, house_rounds, keep_tidy
from cip.database.audit.sealing import waits
from cip.database.throttles import ThrottleRow, count_try
from cip.database.work import open_reading, open_work
from cip.parties.access import SYSTEM
from cip.web.state import state_of
from tests.integration.web.conftest import Clock
from tests.integration.web.counting import counted
from tests.integration.web.owner import Owner
from tests.integration.web.test_safety import tables


def left(site: Flask) -> int:
    return len(tables(site)["check_ups"])


def test_only_what_is_over_goes_and_is_listed(site: Flask, owner: Owner, clock: Clock, tmp_path: Path) -> None:
    state = state_of(site)
    rounds = house_rounds(state.settings, state.database, clock)
    clock.now += timedelta(days=90)
    rounds.go()
    assert left(site) == 1
    clock.now += timedelta(days=1)
    rounds.go()
    assert left(site) == 0
    assert owner.check_up_id in state.settings.erased_list.read_text(encoding="utf-8")
    log = tmp_path / "cip.sqlite-wal"
    assert not log.exists() or log.stat().st_size == 0


def test_it_asks_six_questions_where_nothing_is_due(site: Flask, owner: Owner, clock: Clock) -> None:
    state = state_of(site)
    rounds = [make(state.settings, state.database, clock) for make in (house_rounds, file_rounds)]
    for each in rounds:
        each.go()
    with counted(site) as seen:
        for each in rounds:
            each.go()
    # Two of the audit, one of what expired, one of closed accounts, one of calls that open or close, one of the disk.
    assert len([statement for statement in seen if statement.startswith("SELECT")]) == 6
    assert not any(statement.startswith(("DELETE", "INSERT", "UPDATE")) for statement in seen)


def test_it_goes_on_by_itself_until_all_are_gone(
    site: Flask, owner: Owner, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "AT_ONCE", 2)
    for _ in range(4):
        Owner(site).start()
    state = state_of(site)
    kept = keep_tidy(state.settings, state.database, clock, every=0.05)
    try:
        assert left(site) == 5
        clock.now += timedelta(days=91)
        for _ in range(200):
            if not left(site):
                break
            time.sleep(0.05)
        assert left(site) == 0, "and nobody has asked for a page"
    finally:
        kept.end()


def wait_until(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return true()


def all_sealed(site: Flask) -> bool:
    with open_reading(state_of(site).database) as session:
        return not waits(session)


def test_a_failure_does_not_end_it_and_says_no_content(
    site: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    state, tried = state_of(site), []

    def fail(*_given: object) -> int:
        tried.append(1)
        raise OSError("what somebody typed")

    monkeypatch.setattr(tidying, "erase_expired", fail)
    with caplog.at_level(logging.ERROR):
        kept = keep_tidy(state.settings, state.database, clock, every=0.01)
        assert wait_until(lambda: len(tried) > 2)
        kept.end()
    assert "erasing failed: OSError" in caplog.text
    assert "typed" not in caplog.text


@pytest.mark.parametrize("broken", ["append_erased", "empty_log", "scan_pending", "clear_shelf", "forget_sign_ins"])
def test_whatever_fails_the_audit_is_sealed_and_the_rest_done(
    site: Flask, owner: Owner, clock: Clock, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    state = state_of(site)

    def fail(*_given: object, **_named: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tidying, broken, fail)
    monkeypatch.setattr(tidying, "anything_to_forget", lambda *_given: True)
    with open_work(state.database, actor=SYSTEM, now=clock()) as work:
        count_try(work, "k" * 64, 5, clock.now + timedelta(days=1))
    clock.now += timedelta(days=91)
    for make in (house_rounds, file_rounds):
        make(state.settings, state.database, clock).go()
    assert left(site) == 0
    with open_reading(state.database) as session:
        assert session.scalars(sa.select(ThrottleRow)).all() == []
    # Sealing comes first, so what the erasure itself wrote is sealed one round later.
    house_rounds(state.settings, state.database, clock).go()
    assert all_sealed(site)


def test_a_seal_that_fails_stops_nothing_else(
    site: Flask, owner: Owner, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = state_of(site)

    def fail(*_given: object) -> int:
        raise OSError

    monkeypatch.setattr(tidying, "seal", fail)
    clock.now += timedelta(days=91)
    house_rounds(state.settings, state.database, clock).go()
    assert left(site) == 0


def test_a_scanner_that_takes_its_time_does_not_hold_up_the_sealing(
    site: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, free, asked = state_of(site), Event(), Event()

    def wait(*_given: object, **_named: object) -> int:
        asked.set()
        return int(free.wait(30))

    monkeypatch.setattr(tidying, "scan_pending", wait)
    kept = keep_tidy(state.settings, state.database, clock, every=0.05)
    try:
        assert asked.wait(10)
        Owner(site).start()
        assert wait_until(lambda: all_sealed(site))
    finally:
        free.set()
        kept.end()


def test_hourly_duties_are_done_whenever_rounds_fall(site: Flask, clock: Clock) -> None:
    state, done = state_of(site), list[str]()
    rounds = Rounds(
        state.settings,
        state.database,
        clock,
        always={"always": lambda *_given: done.append("a")},
        hourly={"hourly": lambda *_given: done.append("h")},
    )
    rounds.go()
    assert done == ["a", "h"], "a process that never lives for an hour does them too"
    start = clock.now
    # Rounds that take longer than they should: none of them falls in the seventh minute of an hour.
    for minutes in (13, 37, 59):
        clock.now = start + timedelta(minutes=minutes)
        rounds.go()
    assert done.count("h") == 1
    clock.now = start + timedelta(minutes=64)
    rounds.go()
    assert done.count("h") == 2
    clock.now = start - timedelta(days=1)
    rounds.go()
    assert done.count("h") == 3, "a clock that was put back holds nothing up"


def test_an_hourly_duty_that_failed_is_tried_next_round(site: Flask, clock: Clock) -> None:
    state, tried = state_of(site), list[int]()

    def fail_once(*_given: object) -> None:
        tried.append(1)
        if len(tried) == 1:
            raise OSError

    rounds = Rounds(state.settings, state.database, clock, always={}, hourly={"hourly": fail_once})
    for _ in range(3):
        rounds.go()
        clock.now += timedelta(seconds=EVERY_SECONDS)
    assert len(tried) == 2


def test_erasing_goes_on_until_none_is_left(
    site: Flask, owner: Owner, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "AT_ONCE", 2)
    for _ in range(3):
        Owner(site).start()
    clock.now += timedelta(days=91)
    assert erase_expired(state_of(site).settings, state_of(site).database, clock()) == 4
    assert left(site) == 0


def test_tries_of_a_day_go_though_nothing_expired(site: Flask, owner: Owner, clock: Clock) -> None:
    state = state_of(site)
    with open_work(state.database, actor=SYSTEM, now=clock()) as work:
        count_try(work, "k" * 64, 5, clock.now + timedelta(hours=5))
    rounds = house_rounds(state.settings, state.database, clock)
    rounds.go()
    with open_reading(state.database) as session:
        assert session.get(ThrottleRow, "k" * 64) is not None
    clock.now += timedelta(hours=5)
    rounds.go()
    with open_reading(state.database) as session:
        assert session.get(ThrottleRow, "k" * 64) is None
    assert left(site) == 1
