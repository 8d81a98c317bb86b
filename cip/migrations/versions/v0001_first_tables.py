"""Kept packs, check-ups, their answers as events, their results as snapshots."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the five tables and the triggers that keep their rows."""
    _packs()
    _check_ups()
    _answer_events()
    _snapshots()
    _erased_check_ups()
    append_only.create_functions()
    for table in ("packs", "erased_check_ups"):
        append_only.refuse_updates(table)
        append_only.refuse_deletes(table)
    for table in ("answer_events", "snapshots"):
        append_only.refuse_updates(table)
        append_only.refuse_deletes_unless_erased(table, "check_up_id")
    append_only.refuse_deletes_unless_erased("check_ups", "id")


def downgrade() -> None:
    """Drop them all; their triggers go with them."""
    for table in ("snapshots", "answer_events", "check_ups", "packs", "erased_check_ups"):
        op.drop_table(table)
    append_only.drop_functions()


def _length(column: str, length: int, table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) = {length}", name=op.f(f"ck_{table}_{column}_length"))


def _between(column: str, low: int, high: int, table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) BETWEEN {low} AND {high}", name=op.f(f"ck_{table}_{column}_length"))


def _packs() -> None:
    op.create_table(
        "packs",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("model_id", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("stored_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_packs")),
        _length("sha256", 64, "packs"),
        _between("model_id", 1, 80, "packs"),
    )


def _check_ups() -> None:
    op.create_table(
        "check_ups",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("pack_sha256", sa.String(64), nullable=False),
        sa.Column("guest_digest", sa.String(64), nullable=True),
        sa.Column("stage", sa.String(2), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("events_head", sa.String(64), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("snapshots_head", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ups")),
        sa.ForeignKeyConstraint(["pack_sha256"], ["packs.sha256"], name=op.f("fk_check_ups_pack_sha256_packs")),
        _length("id", 32, "check_ups"),
        _length("guest_digest", 64, "check_ups"),
        sa.CheckConstraint("stage IN ('T0')", name=op.f("ck_check_ups_stage_known")),
        sa.CheckConstraint("language IN ('it', 'en')", name=op.f("ck_check_ups_language_known")),
        sa.CheckConstraint("guest_digest IS NULL OR expires_on IS NOT NULL", name=op.f("ck_check_ups_guest_expires")),
        sa.CheckConstraint("last_seq >= 0", name=op.f("ck_check_ups_last_seq_counts")),
        _length("events_head", 64, "check_ups"),
        sa.CheckConstraint("last_number >= 0", name=op.f("ck_check_ups_last_number_counts")),
        _length("snapshots_head", 64, "check_ups"),
    )
    op.create_index(op.f("ix_check_ups_expires_on"), "check_ups", ["expires_on"])


def _answer_events() -> None:
    op.create_table(
        "answer_events",
        sa.Column("check_up_id", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("prev_digest", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("check_up_id", "seq", name=op.f("pk_answer_events")),
        sa.ForeignKeyConstraint(["check_up_id"], ["check_ups.id"], name=op.f("fk_answer_events_check_up_id_check_ups")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_answer_events_seq_counts")),
        sa.CheckConstraint(
            "section IN ('facts', 'indicators', 'duties', 'needs', 'in_use', 'notes')",
            name=op.f("ck_answer_events_section_known"),
        ),
        _between("question_id", 1, 80, "answer_events"),
        _between("value", 1, 10_000, "answer_events"),
        sa.CheckConstraint("value <> 'null'", name=op.f("ck_answer_events_value_not_json_null")),
        _between("actor", 1, 80, "answer_events"),
        _between("source", 1, 200, "answer_events"),
        _length("prev_digest", 64, "answer_events"),
        _length("digest", 64, "answer_events"),
    )


def _snapshots() -> None:
    op.create_table(
        "snapshots",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("check_up_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("pack_sha256", sa.String(64), nullable=False),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("result_sha256", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("prev_digest", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
        sa.UniqueConstraint("check_up_id", "number", name=op.f("uq_snapshots_check_up_id_number")),
        sa.ForeignKeyConstraint(["check_up_id"], ["check_ups.id"], name=op.f("fk_snapshots_check_up_id_check_ups")),
        sa.ForeignKeyConstraint(["pack_sha256"], ["packs.sha256"], name=op.f("fk_snapshots_pack_sha256_packs")),
        _length("id", 32, "snapshots"),
        sa.CheckConstraint("number >= 1", name=op.f("ck_snapshots_number_counts")),
        sa.CheckConstraint("last_seq >= 0", name=op.f("ck_snapshots_last_seq_counts")),
        _between("engine_version", 1, 40, "snapshots"),
        _between("answers", 2, 1_000_000, "snapshots"),
        _between("result", 2, 10_000_000, "snapshots"),
        _length("result_sha256", 64, "snapshots"),
        _length("prev_digest", 64, "snapshots"),
        _length("digest", 64, "snapshots"),
    )


def _erased_check_ups() -> None:
    op.create_table(
        "erased_check_ups",
        sa.Column("check_up_id", sa.String(32), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("check_up_id", name=op.f("pk_erased_check_ups")),
        _length("check_up_id", 32, "erased_check_ups"),
        _length("digest", 64, "erased_check_ups"),
    )
