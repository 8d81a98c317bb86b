"""The tables of the audit take what an entry may say, and nothing else."""

from collections.abc import Mapping

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cip.database.audit.rows import AuditEntryRow, AuditHeadRow, AuditSaltRow
from cip.database.base import Base
from cip.database.engine import Database
from tests.integration.database.audited import NOW

GOOD: Mapping[type[Base], Mapping[str, object]] = {
    AuditEntryRow: {
        "number": 1,
        "at": NOW,
        "actor": "system",
        "mandate_id": "b" * 32,
        "act": "x",
        "kind": "people",
        "object_id": "a" * 32,
        "before": "0" * 64,
        "after": "1" * 64,
        "chain_seq": 1,
        "prev_digest": "2" * 64,
        "digest": "3" * 64,
    },
    AuditSaltRow: {"kind": "people", "object_id": "a" * 32, "salt": "5" * 32},
    AuditHeadRow: {"id": 1, "chain_seq": 0, "digest": "0" * 64},
}

BREAKS: list[tuple[type[Base], str, Mapping[str, object]]] = [
    (AuditEntryRow, "ck_audit_entries_actor_length", {"actor": ""}),
    (AuditEntryRow, "ck_audit_entries_mandate_id_length", {"mandate_id": "b"}),
    (AuditEntryRow, "ck_audit_entries_act_length", {"act": ""}),
    (AuditEntryRow, "ck_audit_entries_kind_length", {"kind": ""}),
    (AuditEntryRow, "ck_audit_entries_object_id_length", {"object_id": ""}),
    (AuditEntryRow, "ck_audit_entries_before_length", {"before": "0"}),
    (AuditEntryRow, "ck_audit_entries_after_length", {"after": "0"}),
    (AuditEntryRow, "ck_audit_entries_something_happened", {"before": None, "after": None}),
    (AuditEntryRow, "ck_audit_entries_chain_seq_counts", {"chain_seq": 0}),
    (AuditEntryRow, "ck_audit_entries_prev_digest_length", {"prev_digest": "0"}),
    (AuditEntryRow, "ck_audit_entries_digest_length", {"digest": "0"}),
    (AuditEntryRow, "ck_audit_entries_sealed_whole", {"chain_seq": None}),
    (AuditEntryRow, "ck_audit_entries_sealed_whole", {"digest": None}),
    (AuditSaltRow, "ck_audit_salts_kind_length", {"kind": ""}),
    (AuditSaltRow, "ck_audit_salts_object_id_length", {"object_id": ""}),
    (AuditSaltRow, "ck_audit_salts_salt_length", {"salt": "5"}),
    (AuditHeadRow, "ck_audit_head_one_row", {"id": 2}),
    (AuditHeadRow, "ck_audit_head_chain_seq_counts", {"chain_seq": -1}),
    (AuditHeadRow, "ck_audit_head_digest_length", {"digest": "0"}),
]

TWICE: list[tuple[type[Base], str, Mapping[str, object]]] = [
    (AuditEntryRow, "pk_audit_entries", {"chain_seq": 2}),
    (AuditEntryRow, "uq_audit_entries_chain_seq", {"number": 2}),
    (AuditSaltRow, "pk_audit_salts", {"salt": "6" * 32}),
    (AuditHeadRow, "pk_audit_head", {"chain_seq": 1}),
]


def insert(database: Database, row: type[Base], changes: Mapping[str, object]) -> None:
    with database.engine.begin() as connection:
        connection.execute(sa.insert(row).values(**{**GOOD[row], **changes}))


@pytest.fixture
def headless(database: Database) -> Database:
    """A database whose one head is out of the way."""
    with database.engine.begin() as connection:
        connection.execute(sa.delete(AuditHeadRow))
    return database


@pytest.mark.parametrize(("row", "constraint", "changes"), BREAKS)
def test_refuses(headless: Database, row: type[Base], constraint: str, changes: Mapping[str, object]) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        insert(headless, row, changes)
    insert(headless, row, {})


@pytest.mark.parametrize(("row", "constraint", "changes"), TWICE)
def test_refuses_twice(headless: Database, row: type[Base], constraint: str, changes: Mapping[str, object]) -> None:
    insert(headless, row, {})
    sqlite = headless.engine.dialect.name == "sqlite"
    with pytest.raises(IntegrityError, match="UNIQUE" if sqlite else constraint):
        insert(headless, row, changes)


@pytest.mark.parametrize("row", GOOD)
def test_every_column_says_whether_it_may_be_empty(headless: Database, row: type[Base]) -> None:
    for column in row.__table__.columns:
        if column.nullable:
            assert column.name in {"mandate_id", "before", "after", "chain_seq", "prev_digest", "digest"}
        elif column.name not in {"number", "id"}:  # left out, a database may count by itself
            with pytest.raises(IntegrityError):
                insert(headless, row, {column.name: None})


def test_every_constraint_is_tried() -> None:
    tried = {constraint for _, constraint, _ in (*BREAKS, *TWICE)}
    assert tried == {str(each.name) for row in GOOD for each in row.__table__.constraints}  # type: ignore[attr-defined]
