"""A server seals the audit; what pages write names the page; `cip verify` reads it all."""

import json
import time
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask

from cip.cli import tidying
from cip.cli.tidying import keep_sealed, keep_tidy, seal_waiting
from cip.cli.verify import verify
from cip.database.audit.rows import AuditEntryRow
from cip.database.work import open_reading
from cip.web.state import state_of
from tests.integration.web.conftest import Clock
from tests.integration.web.counting import counted
from tests.integration.web.owner import Owner


def entries(site: Flask) -> list[AuditEntryRow]:
    with open_reading(state_of(site).database) as session:
        return list(session.scalars(sa.select(AuditEntryRow).order_by(AuditEntryRow.number)))


def anchors(site: Flask) -> list[dict[str, object]]:
    lines = state_of(site).settings.audit_anchors.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


def test_an_entry_names_the_page(site: Flask, owner: Owner) -> None:
    written = entries(site)
    assert {entry.kind for entry in written} >= {"check_ups"}
    named = {(entry.actor, entry.act) for entry in written if entry.object_id == owner.check_up_id}
    assert named == {("anonymous", "firm.start")} or named == {("guest", "firm.start")}


def test_a_server_seals_what_waits_and_anchors_the_day(site: Flask, owner: Owner, clock: Clock) -> None:
    state = state_of(site)
    assert seal_waiting(state.settings, state.database, clock()) == len(entries(site)) > 0
    assert [entry.chain_seq for entry in entries(site)] == list(range(1, len(entries(site)) + 1))
    anchored = state.settings.audit_anchors.read_text(encoding="utf-8").split("\n")
    assert len([line for line in anchored if line]) == 1
    with counted(site) as seen:
        assert seal_waiting(state.settings, state.database, clock()) == 0
    assert len([statement for statement in seen if statement.startswith("SELECT")]) == 2
    assert not any(statement.startswith(("DELETE", "INSERT", "UPDATE")) for statement in seen)


def test_the_day_is_anchored_though_nothing_waits(site: Flask, owner: Owner, clock: Clock) -> None:
    """Sealed late on the day of an anchor, and then nobody writes anything for days."""
    state = state_of(site)
    seal_waiting(state.settings, state.database, clock())
    Owner(site).start()
    seal_waiting(state.settings, state.database, clock())
    assert [anchor["chain_seq"] for anchor in anchors(site)] != [len(entries(site))]
    clock.now += timedelta(days=1)
    for _ in range(2):
        assert seal_waiting(state.settings, state.database, clock()) == 0
    assert anchors(site)[1:] == [
        {"day": "2026-11-22", "chain_seq": len(entries(site)), "digest": entries(site)[-1].digest}
    ]
    clock.now += timedelta(days=1)
    seal_waiting(state.settings, state.database, clock())
    assert len(anchors(site)) == 2, "the end is where it was"


def test_all_that_waits_is_sealed_at_once(
    site: Flask, owner: Owner, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "SEALED_AT_ONCE", 1)
    for _ in range(2):
        Owner(site).start()
    assert seal_waiting(state_of(site).settings, state_of(site).database, clock()) == len(entries(site)) > 2
    assert all(entry.chain_seq for entry in entries(site))


def test_a_process_without_pages_seals_too(site: Flask, clock: Clock) -> None:
    state = state_of(site)
    Owner(site).start()
    kept = keep_sealed(state.settings, state.database, clock, every=0.05)
    try:
        for _ in range(200):
            if all(entry.chain_seq for entry in entries(site)):
                break
            time.sleep(0.05)
        assert all(entry.chain_seq for entry in entries(site))
    finally:
        kept.end()


def test_it_goes_on_by_itself(site: Flask, clock: Clock) -> None:
    state = state_of(site)
    kept = keep_tidy(state.settings, state.database, clock, every=0.05)
    try:
        Owner(site).start()
        for _ in range(200):
            if entries(site) and all(entry.chain_seq for entry in entries(site)):
                break
            time.sleep(0.05)
        assert entries(site)
        assert all(entry.chain_seq for entry in entries(site))
    finally:
        kept.end()


def test_verify_counts_and_names(site: Flask, owner: Owner, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    state = state_of(site)
    seal_waiting(state.settings, state.database, clock() + timedelta(minutes=1))
    monkeypatch.setenv("CIP_VAR", str(state.settings.var))
    monkeypatch.setenv("CIP_DATABASE_URL", state.settings.database_url)
    whole = CliRunner().invoke(verify, ["--json"])
    assert whole.exit_code == 0, whole.output
    assert json.loads(whole.stdout)["audit_entries"] == len(entries(site))
    with state.database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE check_ups SET language = 'en'"))
    forged = CliRunner().invoke(verify, [])
    assert forged.exit_code == 1
    assert f"check_ups {owner.check_up_id}: it is not what entry" in forged.stdout
    lines = state.settings.audit_anchors.read_text(encoding="utf-8").replace('"digest": "', '"digest": "0')
    Path(state.settings.audit_anchors).write_text(lines, encoding="utf-8")
    assert "audit_anchor.jsonl, 2026" in CliRunner().invoke(verify, []).stdout
