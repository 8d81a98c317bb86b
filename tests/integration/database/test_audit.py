"""Every write leaves an entry in the commit it belongs to; nothing past it; nothing in clear; sealed afterwards."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

import cip.migrations.tables  # noqa: F401 - every table, as the entries say what each holds
from cip.assessment.actions import erase_check_up, keep_check_up, save_answers
from cip.database.audit.digests import object_id, row_digest
from cip.database.audit.faults import anchor_faults
from cip.database.audit.rows import AuditEntryRow, AuditHeadRow, AuditSaltRow
from cip.database.audit.scope import EXEMPT, audited, covered_columns
from cip.database.audit.sealing import drop_anchor, seal, waits
from cip.database.audit.watching import BulkWriteError, forget_past
from cip.database.base import Base
from cip.database.engine import Database
from cip.database.work import open_reading, open_work
from cip.parties.access import SYSTEM
from cip.parties.records import FirmCountRow, PersonRow, WebSessionRow
from tests.integration.database.audited import (
    MANDATE,
    NOW,
    PERSON,
    body,
    count_of,
    entries,
    faults,
    fill,
    firm,
    person,
    person_in,
    sealed,
    working,
)
from tests.integration.worlds import World

FIRST = f"{1:032x}"


def facts(database: Database, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(entry[name] for name in names) for entry in entries(database)]


def test_says_who_under_which_mandate_did_what(database: Database) -> None:
    with working(database, "account.change_name") as work:
        work.session.add(person(1))
    with open_work(database, actor=SYSTEM, now=NOW + timedelta(days=1)) as work:
        person_in(work, 1).name = "Ada Mutata"
    with working(database) as work:
        work.session.delete(person_in(work, 1))
    assert facts(database, "kind", "object_id", "actor", "mandate_id", "act", "at") == [
        ("people", FIRST, f"person:{PERSON}", MANDATE, "account.change_name", NOW),
        ("people", FIRST, "system", None, "unnamed", NOW + timedelta(days=1)),
        ("people", FIRST, f"person:{PERSON}", MANDATE, "test.write", NOW),
    ]
    (_, created), (before, changed), (last, gone) = facts(database, "before", "after")
    assert entries(database)[0]["before"] is None
    assert gone is None
    assert (created, changed) == (before, last)
    assert created != changed
    assert faults(database) == []


def test_nothing_that_a_person_is_stands_in_clear(database: Database) -> None:
    fill(database)
    with database.engine.connect() as connection:
        text = repr(entries(database)) + repr(connection.execute(sa.select(AuditSaltRow.__table__)).all())
    for word in ("Ada", "example.org", "Ditta", "Ente", "9000000000"):
        assert word not in text


def test_guessing_what_somebody_was_does_not_work_once_the_row_is_gone(database: Database) -> None:
    with working(database) as work:
        work.session.add(person(1))
    with open_reading(database) as session:
        salt = session.scalar(sa.select(AuditSaltRow.salt)) or ""
        row = session.execute(sa.select(*covered_columns(PersonRow.__table__))).mappings().one()
        known = {**row}
    assert row_digest(salt, "people", known) == entries(database)[0]["after"], "with the salt a guess could be tried"
    with working(database) as work:
        work.session.delete(person_in(work, 1))
    with open_reading(database) as session:
        assert session.scalar(sa.select(AuditSaltRow.salt)) is None
    assert row_digest("", "people", known) not in {entry["before"] for entry in entries(database)}


def test_a_row_that_stays_can_forget_what_it_was(database: Database) -> None:
    with working(database) as work:
        work.session.add(person(1))
    with open_reading(database) as session:
        old = session.scalar(sa.select(AuditSaltRow.salt))
    with working(database) as work:
        row = person_in(work, 1)
        row.name, row.email = "gone", "gone@invalid"
        forget_past(work.session, row)
    with open_reading(database) as session:
        assert session.scalar(sa.select(AuditSaltRow.salt)) != old
    assert len(entries(database)) == 2
    assert faults(database) == []


def test_many_changes_of_one_row_are_one_entry(database: Database) -> None:
    with working(database) as work:
        row = person(1)
        work.session.add(row)
        for name in ("Ada Una", "Ada Due", "Ada Tre"):
            row.name = name
            work.session.flush()
    assert facts(database, "before") == [(None,)]
    assert faults(database) == []


def test_what_was_taken_back_leaves_no_entry(database: Database) -> None:
    with working(database) as work:
        work.session.add(person(1))
    with working(database) as work:
        row = person_in(work, 1)
        row.name = "Ada Mutata"
        work.session.flush()
        row.name = "Ada Esempio 1"
        work.session.add(person(2))
        work.session.flush()
        work.session.delete(person_in(work, 2))
    assert len(entries(database)) == 1
    assert faults(database) == []


def test_a_savepoint_that_was_rolled_back_leaves_no_entry(database: Database) -> None:
    with working(database) as work:
        work.session.add(person(1))
        with pytest.raises(IntegrityError), work.session.begin_nested():
            work.session.add(person(2, email="ada.1@example.org"))
        with work.session.begin_nested():
            work.session.add(person(3))
        with pytest.raises(BulkWriteError):
            work.session.execute(sa.update(PersonRow).values(name="Ada"))
    assert facts(database, "object_id") == [(FIRST,), (f"{3:032x}",)]
    assert faults(database) == []


def test_what_fails_leaves_no_entry(database: Database) -> None:
    def fail() -> None:
        with working(database) as work:
            work.session.add(person(1))
            work.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert entries(database) == []


def test_a_row_that_is_removed_and_comes_back_keeps_its_story(database: Database) -> None:
    with working(database) as work:
        work.session.add(person(1))
    with working(database) as work:
        work.session.delete(person_in(work, 1))
        work.session.flush()
        work.session.add(person(1, name="Ada Nuova"))
    with working(database) as work:
        work.session.delete(person_in(work, 1))
    with working(database) as work:
        work.session.add(person(1))
    assert [(before is None, after is None) for before, after in facts(database, "before", "after")] == [
        (True, False),
        (False, False),
        (False, True),
        (True, False),
    ]
    assert faults(database) == []


def test_keys_of_several_columns_and_keys_that_change(database: Database) -> None:
    with working(database) as work:
        work.session.add(firm(1))
        work.session.flush()
        work.session.add(count_of(1))
    with working(database) as work:
        row = work.session.scalars(sa.select(FirmCountRow)).one()
        row.on_day = date(2026, 2, 1)
    names = [name for (kind, name) in facts(database, "kind", "object_id") if kind == "firm_counts"]
    january, february = f"{FIRST}/awu/2026-01-01", f"{FIRST}/awu/2026-02-01"
    assert names[0] == january
    assert sorted(names[1:]) == [january, february]
    assert faults(database) == []


def test_a_slash_in_a_key_is_no_border() -> None:
    assert object_id(["Bolzano/Bozen", "x"]) == "Bolzano%2FBozen/x"
    assert object_id(["a", "b/c"]) != object_id(["a/b", "c"])


def test_columns_that_move_all_the_time_leave_no_entry(database: Database) -> None:
    with working(database) as work:
        work.session.add(person(1))
        work.session.flush()
        work.session.add(
            WebSessionRow(
                id="d" * 32,
                digest="e" * 64,
                person_id=FIRST,
                browser="Firefox",
                made_at=NOW,
                seen_at=NOW,
                fresh_at=NOW,
            )
        )
    before = len(entries(database))
    with working(database) as work:
        row = work.session.get(WebSessionRow, "d" * 32)
        assert row is not None
        row.seen_at = NOW + timedelta(hours=1)
    assert len(entries(database)) == before
    assert faults(database) == []


def test_saving_answers_pays_nothing(world: World) -> None:
    before, statements = entries(world.database), []
    sa.event.listen(
        world.database.engine, "before_cursor_execute", lambda *given: statements.append(given[2]), named=False
    )
    with world.work() as work:
        save_answers(work, world.check_up_id, {("facts", "workers"): 7}, "page:profile")
    assert entries(world.database)[: len(before)] == entries(world.database)
    assert not any("audit" in statement for statement in statements if not statement.startswith("SELECT audit_entries"))


def test_the_life_of_a_check_up_is_audited_and_its_erasure_leaves_digests_only(world: World) -> None:
    with world.work() as work:
        keep_check_up(work, world.check_up_id, code_digest="a" * 64, on_day=NOW.date(), until=date(2028, 1, 1))
    with world.work() as work:
        keep_check_up(work, world.check_up_id, code_digest="b" * 64, on_day=NOW.date(), until=date(2028, 1, 1))
    assert faults(world.database) == []
    with world.work() as work:
        erase_check_up(work, world.check_up_id, NOW.date())
    assert faults(world.database) == []
    last = {kind: after for kind, after in facts(world.database, "kind", "after")}  # noqa: C416 - rows are no pairs
    assert last["check_ups"] is None
    assert last["resume_codes"] is None
    with open_reading(world.database) as session:
        assert {row.kind for row in session.scalars(sa.select(AuditSaltRow))} == {"erased_check_ups"}


@pytest.mark.parametrize(
    "statement",
    [
        sa.update(PersonRow).values(name="Ada"),
        sa.delete(PersonRow),
        sa.insert(PersonRow).values(id=FIRST),
        sa.update(PersonRow.__table__).values(name="Ada"),  # type: ignore[arg-type]
    ],
)
def test_statements_past_the_session_are_refused(database: Database, statement: Any) -> None:
    with working(database) as work:
        work.session.add(person(1))
    with pytest.raises(BulkWriteError, match="people is audited"), working(database) as work:
        work.session.execute(statement)
    with pytest.raises(BulkWriteError), working(database) as work:
        work.session.connection().execute(statement)
    with pytest.raises(BulkWriteError), working(database) as work:
        work.session.bulk_save_objects([person(2)])
    assert len(entries(database)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET act = 'x'",
        "UPDATE audit_entries SET act = 'x', chain_seq = 1, prev_digest = digest, digest = :digest",
        "UPDATE audit_entries SET at = at",
        "DELETE FROM audit_entries",
    ],
)
@pytest.mark.parametrize("after_sealing", [False, True])
def test_the_database_refuses_changes_of_entries(database: Database, statement: str, after_sealing: bool) -> None:
    fill(database)
    if after_sealing:
        sealed(database)
    with pytest.raises(IntegrityError, match="append-only"), working(database) as work:
        work.session.execute(sa.text(statement), {"digest": "0" * 64} if ":digest" in statement else {})
    if database.engine.dialect.name == "postgresql":
        with pytest.raises(IntegrityError, match="append-only"), working(database) as work:
            work.session.execute(sa.text("TRUNCATE audit_entries"))


def test_a_seal_is_put_once_and_stays(database: Database) -> None:
    fill(database)
    count = len(entries(database))
    assert sealed(database, at_most=5) == 5
    with open_reading(database) as session:
        assert waits(session)
    assert sealed(database) == count - 5
    assert sealed(database) == 0
    assert facts(database, "chain_seq") == [(number,) for number in range(1, count + 1)]
    assert faults(database) == []
    with pytest.raises(IntegrityError, match="append-only"), working(database) as work:
        work.session.execute(sa.text("UPDATE audit_entries SET chain_seq = chain_seq + 100"))
    with open_reading(database) as session:
        assert not waits(session)
        head = session.get(AuditHeadRow, 1)
        assert head is not None
        assert (head.chain_seq, head.digest) == facts(database, "chain_seq", "digest")[-1]


def test_saving_and_sealing_at_once_lose_nothing(database: Database) -> None:
    with working(database) as work:
        work.session.add_all(person(number) for number in range(4))

    def save(number: int) -> None:
        with working(database) as work:
            # Two rows, all of them contended: their stories must come out in the order of the commits.
            for each in sorted({number % 4, (number + 1) % 4}):
                person_in(work, each).name = f"Ada {number}"
                work.session.flush()
            work.session.add(body(number))

    with ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(save, number) for number in range(40)]
        sealers = [pool.submit(sealed, database, 7) for _ in range(20)]
        for job in jobs:
            job.result()
        for sealer in sealers:
            sealer.result()
    sealed(database)
    assert len(entries(database)) == 4 + 40 * 3
    assert sorted(facts(database, "chain_seq")) == [(number,) for number in range(1, 125)]
    assert faults(database) == []


def test_the_end_of_the_chain_is_kept_outside_once_a_day(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "audit_anchor.jsonl"

    def anchored(day: date) -> bool:
        with open_reading(database) as session:
            return drop_anchor(session, path, day)

    assert not anchored(NOW.date()), "nothing is sealed yet"
    fill(database)
    sealed(database, 3)
    assert [anchored(NOW.date()), anchored(NOW.date())] == [True, False]
    sealed(database)
    assert anchored(NOW.date() + timedelta(days=1))
    assert path.stat().st_mode & 0o077 == 0
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    assert [line["chain_seq"] for line in lines] == [3, len(entries(database))]
    with open_reading(database) as session:
        assert list(anchor_faults(session, path)) == []
    path.write_text(path.read_text(encoding="utf-8").replace('"chain_seq": 3', '"chain_seq": 4') + "torn", "utf-8")
    with open_reading(database) as session:
        found = [str(fault) for fault in anchor_faults(session, path)]
    assert found == [
        "audit_anchor.jsonl, 2026-11-21: the chain no longer goes through its link 4",
        "audit_anchor.jsonl, line 5: it cannot be read",
    ]


@pytest.mark.parametrize(
    "torn", ['\n{"day": "2026-11-21", "chain_seq": 9, "dig', '\n{"day": "2026-11-21"}\n', '\n"2026-11-21"\n', "\nNaN\n"]
)
def test_a_torn_line_is_no_anchor_of_its_day(database: Database, tmp_path: Path, torn: str) -> None:
    path = tmp_path / "audit_anchor.jsonl"
    fill(database)
    sealed(database)
    path.write_text(torn, "utf-8")
    with open_reading(database) as session:
        assert drop_anchor(session, path, NOW.date())
        assert not drop_anchor(session, path, NOW.date())
        assert len(list(anchor_faults(session, path))) == 1, "the torn line itself is named"
    assert json.loads(path.read_text(encoding="utf-8").splitlines()[-1])["chain_seq"] == len(entries(database))


def test_an_end_that_was_anchored_is_not_anchored_again(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "audit_anchor.jsonl"
    fill(database)
    sealed(database, 3)
    with open_reading(database) as session:
        assert drop_anchor(session, path, NOW.date())
        assert not drop_anchor(session, path, NOW.date() + timedelta(days=1))
    sealed(database)
    with open_reading(database) as session:
        assert not drop_anchor(session, path, NOW.date()), "one a day"
        assert drop_anchor(session, path, NOW.date() + timedelta(days=1))


def test_every_exemption_is_a_table_with_a_reason() -> None:
    assert set(EXEMPT) <= set(Base.metadata.tables)
    assert all(len(reason) > 20 for reason in EXEMPT.values())


def test_nothing_is_written_that_the_session_does_not_see() -> None:
    """A relationship would fill columns while the session sends, a cascade in the database would delete past it."""
    for mapper in Base.registry.mappers:
        table: Any = mapper.local_table
        if audited(table.name):
            assert not list(mapper.relationships), table.name
            assert not mapper.inherits, table.name
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            assert key.ondelete is None or not audited(table.name), key
            assert key.onupdate is None, key


def test_seal_refuses_nothing_when_nothing_waits(database: Database) -> None:
    with working(database) as work:
        assert seal(work) == 0
    assert entries(database) == []
    assert isinstance(AuditEntryRow.__table__, sa.Table)
