"""The audit: an entry for every write, the salts of its digests, and the end of its chain."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# What the audit left out, and the columns that it did not look at, when it began.
EXEMPT = (
    "alembic_version",
    "answer_events",
    "audit_entries",
    "audit_head",
    "audit_salts",
    "check_up_holders",
    "demo_mails",
    "outbox",
    "packs",
    "snapshots",
    "throttles",
)
SILENT = {"check_ups": ("last_seq", "events_head", "last_number", "snapshots_head"), "web_sessions": ("seen_at",)}


def upgrade() -> None:
    """Create the three tables of the audit, and an entry for each row that is older than it."""
    _entries()
    _salts()
    _head()
    audit_tables.refuse_all_but_sealing()
    append_only.refuse_deletes("audit_entries")
    audit_tables.adopt(f"migration {revision}", exempt=EXEMPT, silent=SILENT)


def downgrade() -> None:
    """Drop the tables of the audit, and with them all that they say."""
    for table in ("audit_head", "audit_salts", "audit_entries"):
        op.drop_table(table)


def _entries() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("mandate_id", sa.String(32), nullable=True),
        sa.Column("act", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(63), nullable=False),
        sa.Column("object_id", sa.String(300), nullable=False),
        sa.Column("before", sa.String(64), nullable=True),
        sa.Column("after", sa.String(64), nullable=True),
        sa.Column("chain_seq", sa.BigInteger(), nullable=True),
        sa.Column("prev_digest", sa.String(64), nullable=True),
        sa.Column("digest", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint("chain_seq", name=op.f("uq_audit_entries_chain_seq")),
        _between("actor", 80, "audit_entries"),
        _length("mandate_id", 32, "audit_entries"),
        _between("act", 80, "audit_entries"),
        _between("kind", 63, "audit_entries"),
        _between("object_id", 300, "audit_entries"),
        _length("before", 64, "audit_entries"),
        _length("after", 64, "audit_entries"),
        sa.CheckConstraint("before IS NOT NULL OR after IS NOT NULL", name=op.f("ck_audit_entries_something_happened")),
        sa.CheckConstraint("chain_seq >= 1", name=op.f("ck_audit_entries_chain_seq_counts")),
        _length("prev_digest", 64, "audit_entries"),
        _length("digest", 64, "audit_entries"),
        sa.CheckConstraint(
            "(chain_seq IS NULL) = (prev_digest IS NULL) AND (chain_seq IS NULL) = (digest IS NULL)",
            name=op.f("ck_audit_entries_sealed_whole"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_entries_object", "audit_entries", ["kind", "object_id"])


def _salts() -> None:
    op.create_table(
        "audit_salts",
        sa.Column("kind", sa.String(63), nullable=False),
        sa.Column("object_id", sa.String(300), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("kind", "object_id", name=op.f("pk_audit_salts")),
        _between("kind", 63, "audit_salts"),
        _between("object_id", 300, "audit_salts"),
        _length("salt", 32, "audit_salts"),
    )


def _head() -> None:
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("chain_seq", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_one_row")),
        sa.CheckConstraint("chain_seq >= 0", name=op.f("ck_audit_head_chain_seq_counts")),
        _length("digest", 64, "audit_head"),
    )
    op.bulk_insert(head, [{"id": 1, "chain_seq": 0, "digest": "0" * 64}])


def _length(column: str, length: int, table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) = {length}", name=op.f(f"ck_{table}_{column}_length"))


def _between(column: str, most: int, table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) BETWEEN 1 AND {most}", name=op.f(f"ck_{table}_{column}_length"))
