"""Programmes that offices follow, what they write of them, meetings that were held."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
APPEND_ONLY = ("indicator_entries", "programme_meetings")


def upgrade() -> None:
    """Create the tables."""
    _followed_programmes()
    _indicator_entries()
    _programme_meetings()
    for table in APPEND_ONLY:
        append_only.refuse_updates(table)
        append_only.refuse_deletes(table)


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    audit_tables.record_drop(
        "programme_meetings", "indicator_entries", "followed_programmes", act=f"downgrade {revision}"
    )
    for table in (
        "programme_meetings",
        "indicator_entries",
        "followed_programmes",
    ):
        op.drop_table(table)


def _followed_programmes() -> None:
    op.create_table(
        "followed_programmes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("rule_id", sa.String(length=64), nullable=False),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("started_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_followed_programmes_id_length")),
        sa.CheckConstraint("length(rule_id) BETWEEN 1 AND 64", name=op.f("ck_followed_programmes_rule_id_length")),
        sa.CheckConstraint(
            "length(started_by) BETWEEN 1 AND 80", name=op.f("ck_followed_programmes_started_by_length")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_followed_programmes_body_id_bodies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followed_programmes")),
        sa.UniqueConstraint("body_id", "rule_id", name=op.f("uq_followed_programmes_body_id_rule_id")),
    )


def _indicator_entries() -> None:
    op.create_table(
        "indicator_entries",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.String(length=64), nullable=False),
        sa.Column("alliance_id", sa.String(length=64), nullable=True),
        sa.Column("hundredths", sa.BigInteger(), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(length=1000), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("noted_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("hundredths BETWEEN 0 AND 100000000000", name=op.f("ck_indicator_entries_hundredths_range")),
        sa.CheckConstraint(
            "length(alliance_id) BETWEEN 1 AND 64", name=op.f("ck_indicator_entries_alliance_id_length")
        ),
        sa.CheckConstraint("length(evidence) BETWEEN 1 AND 1000", name=op.f("ck_indicator_entries_evidence_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_indicator_entries_id_length")),
        sa.CheckConstraint(
            "length(indicator_id) BETWEEN 1 AND 64", name=op.f("ck_indicator_entries_indicator_id_length")
        ),
        sa.CheckConstraint("length(noted_by) BETWEEN 1 AND 80", name=op.f("ck_indicator_entries_noted_by_length")),
        sa.CheckConstraint("length(source) BETWEEN 1 AND 300", name=op.f("ck_indicator_entries_source_length")),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["followed_programmes.id"],
            name=op.f("fk_indicator_entries_programme_id_followed_programmes"),
        ),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_indicator_entries_seq_from_one")),
        sa.UniqueConstraint("programme_id", "seq", name=op.f("uq_indicator_entries_programme_id_seq")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_entries")),
    )


def _programme_meetings() -> None:
    op.create_table(
        "programme_meetings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("due_id", sa.String(length=64), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("meeting_id", sa.String(length=32), nullable=True),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("noted_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(due_id) BETWEEN 1 AND 64", name=op.f("ck_programme_meetings_due_id_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_programme_meetings_id_length")),
        sa.CheckConstraint("length(month) = 7", name=op.f("ck_programme_meetings_month_length")),
        sa.CheckConstraint("length(noted_by) BETWEEN 1 AND 80", name=op.f("ck_programme_meetings_noted_by_length")),
        sa.CheckConstraint("length(reference) BETWEEN 1 AND 300", name=op.f("ck_programme_meetings_reference_length")),
        sa.CheckConstraint(
            "meeting_id IS NULL OR held_on IS NOT NULL", name=op.f("ck_programme_meetings_meeting_has_its_day")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["committee_meetings.id"], name=op.f("fk_programme_meetings_meeting_id_committee_meetings")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["followed_programmes.id"],
            name=op.f("fk_programme_meetings_programme_id_followed_programmes"),
        ),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_programme_meetings_seq_from_one")),
        sa.UniqueConstraint("programme_id", "seq", name=op.f("uq_programme_meetings_programme_id_seq")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_meetings")),
    )
