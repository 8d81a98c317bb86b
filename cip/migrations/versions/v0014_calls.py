"""Calls of an office: each call, its moves, the outages that moved its deadline, its rehearsals."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables, call_locks

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    _calls()
    _call_moves()
    _call_outages()
    _rehearsals()
    for table in ("call_moves", "call_outages", "rehearsals"):
        append_only.refuse_updates(table)
        append_only.refuse_deletes(table)
    append_only.refuse_deletes("calls")
    call_locks.lock_published_calls()


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    tables = ("rehearsals", "call_outages", "call_moves", "calls")
    audit_tables.record_drop(*tables, act=f"downgrade {revision}")
    for table in tables:
        op.drop_table(table)
    call_locks.drop_function()


def _calls() -> None:
    op.create_table("calls", *_calls_columns(), *_calls_rules(), *_calls_lengths())
    op.create_index(op.f("ix_calls_body_id"), "calls", ["body_id"], unique=False)
    op.create_index(op.f("ix_calls_state"), "calls", ["state"], unique=False)


def _calls_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("rule_id", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("opens_at", MOMENT, nullable=True),
        sa.Column("closes_at", MOMENT, nullable=True),
        sa.Column("budget", sa.Text(), nullable=False),
        sa.Column("pack_sha256", sa.String(length=64), nullable=True),
        sa.Column("seed_sha256", sa.String(length=64), nullable=True),
        sa.Column("seed_sealed", sa.Text(), nullable=True),
        sa.Column("seed", sa.String(length=200), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
    ]


def _calls_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "(published_at IS NOT NULL AND opens_at IS NOT NULL AND closes_at IS NOT NULL) OR state "
            "IN ('draft', 'rehearsed', 'annulled')",
            name=op.f("ck_calls_public_is_published"),
        ),
        sa.CheckConstraint(
            "(published_at IS NULL) OR state NOT IN ('draft', 'rehearsed')", name=op.f("ck_calls_published_for_good")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'rehearsed', 'published', 'open', 'closed', 'admissibility', "
            "'evaluation', 'ranking', 'allocated', 'annulled')",
            name=op.f("ck_calls_state_known"),
        ),
        sa.CheckConstraint("zone IN ('Europe/Rome')", name=op.f("ck_calls_zone_known")),
        sa.CheckConstraint(
            "(published_at IS NULL) = (pack_sha256 IS NULL) AND (published_at IS NULL) = "
            "(seed_sha256 IS NULL) AND (published_at IS NULL) = (seed_sealed IS NULL)",
            name=op.f("ck_calls_published_whole"),
        ),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_calls_closes_after_opening")),
        sa.CheckConstraint("seed IS NULL OR published_at IS NOT NULL", name=op.f("ck_calls_seed_of_published")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_calls_body_id_bodies")),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name=op.f("fk_calls_changed_by_people")),
        sa.ForeignKeyConstraint(["pack_sha256"], ["packs.sha256"], name=op.f("fk_calls_pack_sha256_packs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
    ]


def _calls_lengths() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("length(contact) BETWEEN 0 AND 300", name=op.f("ck_calls_contact_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_calls_id_length")),
        sa.CheckConstraint("length(pack_sha256) = 64", name=op.f("ck_calls_pack_sha256_length")),
        sa.CheckConstraint("length(rule_id) BETWEEN 1 AND 80", name=op.f("ck_calls_rule_id_length")),
        sa.CheckConstraint("length(seed) BETWEEN 16 AND 200", name=op.f("ck_calls_seed_length")),
        sa.CheckConstraint("length(seed_sha256) = 64", name=op.f("ck_calls_seed_sha256_length")),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 160", name=op.f("ck_calls_title_length")),
    ]


def _call_moves() -> None:
    op.create_table(
        "call_moves",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=False),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "action IN ('change', 'rehearse', 'publish', 'annul', 'open', 'close', 'note_outage', "
            "'start_admissibility', 'start_evaluation', 'start_ranking', 'allocate')",
            name=op.f("ck_call_moves_action_known"),
        ),
        sa.CheckConstraint(
            "from_state IN ('draft', 'rehearsed', 'published', 'open', 'closed', 'admissibility', "
            "'evaluation', 'ranking', 'allocated', 'annulled')",
            name=op.f("ck_call_moves_from_state_known"),
        ),
        sa.CheckConstraint(
            "to_state IN ('draft', 'rehearsed', 'published', 'open', 'closed', 'admissibility', "
            "'evaluation', 'ranking', 'allocated', 'annulled')",
            name=op.f("ck_call_moves_to_state_known"),
        ),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_call_moves_by_label_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_call_moves_id_length")),
        sa.CheckConstraint("length(reason) BETWEEN 0 AND 1000", name=op.f("ck_call_moves_reason_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_call_moves_seq_from_one")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_call_moves_call_id_calls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_moves")),
    )
    op.create_index("uq_call_moves_seq", "call_moves", ["call_id", "seq"], unique=True)


def _call_outages() -> None:
    op.create_table(
        "call_outages",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("from_at", MOMENT, nullable=False),
        sa.Column("to_at", MOMENT, nullable=False),
        sa.Column("measured_by", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("closes_before", MOMENT, nullable=False),
        sa.Column("closes_after", MOMENT, nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("noted_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "(hours = 0) = (closes_after = closes_before)", name=op.f("ck_call_outages_hours_move_the_closing")
        ),
        sa.CheckConstraint("closes_after >= closes_before", name=op.f("ck_call_outages_never_earlier")),
        sa.CheckConstraint("hours BETWEEN 0 AND 24", name=op.f("ck_call_outages_hours_range")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_call_outages_id_length")),
        sa.CheckConstraint("length(measured_by) BETWEEN 1 AND 200", name=op.f("ck_call_outages_measured_by_length")),
        sa.CheckConstraint("length(note) BETWEEN 1 AND 1000", name=op.f("ck_call_outages_note_length")),
        sa.CheckConstraint("noted_at >= to_at", name=op.f("ck_call_outages_noted_after_end")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_call_outages_seq_from_one")),
        sa.CheckConstraint("to_at > from_at", name=op.f("ck_call_outages_ends_after_start")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_call_outages_call_id_calls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_outages")),
    )
    op.create_index("uq_call_outages_seq", "call_outages", ["call_id", "seq"], unique=True)


def _rehearsals() -> None:
    op.create_table(
        "rehearsals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("pack_sha256", sa.String(length=64), nullable=False),
        sa.Column("sample", sa.String(length=20), nullable=False),
        sa.Column("firms", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=200), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("sample IN ('invented', 'uploaded', 'archive')", name=op.f("ck_rehearsals_sample_known")),
        sa.CheckConstraint("firms BETWEEN 1 AND 100000", name=op.f("ck_rehearsals_firms_range")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_rehearsals_id_length")),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 80", name=op.f("ck_rehearsals_made_by_length")),
        sa.CheckConstraint("length(pack_sha256) = 64", name=op.f("ck_rehearsals_pack_sha256_length")),
        sa.CheckConstraint("length(report) BETWEEN 2 AND 5000000", name=op.f("ck_rehearsals_report_length")),
        sa.CheckConstraint("length(seed) BETWEEN 1 AND 200", name=op.f("ck_rehearsals_seed_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_rehearsals_seq_from_one")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_rehearsals_call_id_calls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsals")),
    )
    op.create_index("uq_rehearsals_seq", "rehearsals", ["call_id", "seq"], unique=True)
