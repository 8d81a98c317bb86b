"""The housekeeping of a server: what expired goes though nobody visits."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from cip.cli import tidying
from cip.cli.tidying import keep_tidy, tidy
from cip.web.state import state_of
from tests.integration.web.conftest import Clock
from tests.integration.web.counting import counted
from tests.integration.web.owner import Owner
from tests.integration.web.test_safety import tables


def left(site: Flask) -> int:
    return len(tables(site)["check_ups"])


def test_only_what_is_over_goes_and_is_listed(site: Flask, owner: Owner, clock: Clock, tmp_path: Path) -> None:
    state = state_of(site)
    clock.now += timedelta(days=90)
    assert tidy(state.settings, state.database, clock()) == 0
    assert left(site) == 1
    clock.now += timedelta(days=1)
    assert tidy(state.settings, state.database, clock()) == 1
    assert left(site) == 0
    assert owner.check_up_id in state.settings.erased_list.read_text(encoding="utf-8")
    log = tmp_path / "cip.sqlite-wal"
    assert not log.exists() or log.stat().st_size == 0


def test_it_asks_two_questions_where_nothing_is_due(site: Flask, owner: Owner, clock: Clock) -> None:
    state = state_of(site)
    with counted(site) as seen:
        tidy(state.settings, state.database, clock())
    assert len([statement for statement in seen if statement.startswith("SELECT")]) == 2
    assert not any(statement.startswith(("DELETE", "INSERT", "UPDATE")) for statement in seen)


def test_it_goes_on_by_itself_until_all_are_gone(
    site: Flask, owner: Owner, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "AT_ONCE", 2)
    for _ in range(4):
        Owner(site).start()
    state = state_of(site)
    stop = keep_tidy(state.settings, state.database, clock, every=0.05)
    try:
        assert left(site) == 5
        clock.now += timedelta(days=91)
        for _ in range(200):
            if not left(site):
                break
            stop.wait(0.05)
        assert left(site) == 0, "and nobody has asked for a page"
    finally:
        stop.set()


def test_a_failure_does_not_end_it_and_says_no_content(
    site: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    state, tried = state_of(site), []

    def fail(*_given: object) -> int:
        tried.append(1)
        raise OSError("what somebody typed")

    monkeypatch.setattr(tidying, "tidy", fail)
    with caplog.at_level(logging.ERROR):
        stop = keep_tidy(state.settings, state.database, clock, every=0.01)
        for _ in range(200):
            if len(tried) > 2:
                break
            stop.wait(0.02)
        stop.set()
    assert len(tried) > 2
    assert "OSError" in caplog.text
    assert "typed" not in caplog.text
