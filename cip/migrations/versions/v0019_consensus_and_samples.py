"""What evaluators agree on after a meeting, and the sample files on which they try the grid."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

# In the order in which they may be dropped.
TABLES = (
    "sample_scores",
    "sample_items",
    "sample_files",
    "consensus_agreements",
    "consensus_scores",
    "consensus_meetings",
)


def upgrade() -> None:
    """Create the tables."""
    _consensus_meetings()
    _consensus_scores()
    _consensus_agreements()
    _sample_files()
    _sample_items()
    _sample_scores()
    for table in TABLES:
        append_only.refuse_updates(table)
        append_only.refuse_deletes(table)


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    audit_tables.record_drop(*TABLES, act=f"downgrade {revision}")
    for table in TABLES:
        op.drop_table(table)


def _consensus_meetings() -> None:
    op.create_table("consensus_meetings", *_consensus_meetings_columns(), *_consensus_meetings_rules())


def _consensus_meetings_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
    ]


def _consensus_meetings_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_consensus_meetings_id_length")),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 80", name=op.f("ck_consensus_meetings_made_by_length")),
        sa.CheckConstraint("length(note) BETWEEN 0 AND 4000", name=op.f("ck_consensus_meetings_note_length")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_consensus_meetings_number_counts")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_consensus_meetings_application_id_applications")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus_meetings")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_consensus_meetings_application_id_number")),
    ]


def _consensus_scores() -> None:
    op.create_table("consensus_scores", *_consensus_scores_columns(), *_consensus_scores_rules())


def _consensus_scores_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("consensus_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("hundredths", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    ]


def _consensus_scores_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("hundredths BETWEEN 0 AND 100000", name=op.f("ck_consensus_scores_hundredths_range")),
        sa.CheckConstraint("length(item) BETWEEN 1 AND 80", name=op.f("ck_consensus_scores_item_length")),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 2000", name=op.f("ck_consensus_scores_reason_length")),
        sa.ForeignKeyConstraint(
            ["consensus_id"],
            ["consensus_meetings.id"],
            name=op.f("fk_consensus_scores_consensus_id_consensus_meetings"),
        ),
        sa.PrimaryKeyConstraint("consensus_id", "item", name=op.f("pk_consensus_scores")),
    ]


def _consensus_agreements() -> None:
    op.create_table("consensus_agreements", *_consensus_agreements_columns(), *_consensus_agreements_rules())


def _consensus_agreements_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("consensus_id", sa.String(length=32), nullable=False),
        sa.Column("review_id", sa.String(length=32), nullable=False),
        sa.Column("agreed_at", MOMENT, nullable=False),
    ]


def _consensus_agreements_rules() -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(
            ["consensus_id"],
            ["consensus_meetings.id"],
            name=op.f("fk_consensus_agreements_consensus_id_consensus_meetings"),
        ),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_consensus_agreements_review_id_reviews")),
        sa.PrimaryKeyConstraint("consensus_id", "review_id", name=op.f("pk_consensus_agreements")),
    ]


def _sample_files() -> None:
    op.create_table("sample_files", *_sample_files_columns(), *_sample_files_rules())


def _sample_files_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
    ]


def _sample_files_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_sample_files_id_length")),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 80", name=op.f("ck_sample_files_made_by_length")),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 200", name=op.f("ck_sample_files_title_length")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_sample_files_number_counts")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_sample_files_call_id_calls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_files")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_sample_files_call_id_number")),
    ]


def _sample_items() -> None:
    op.create_table("sample_items", *_sample_items_columns(), *_sample_items_rules())


def _sample_items_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("sample_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("hundredths", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    ]


def _sample_items_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("hundredths BETWEEN 0 AND 100000", name=op.f("ck_sample_items_hundredths_range")),
        sa.CheckConstraint("length(item) BETWEEN 1 AND 80", name=op.f("ck_sample_items_item_length")),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 2000", name=op.f("ck_sample_items_reason_length")),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 4000", name=op.f("ck_sample_items_text_length")),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["sample_files.id"], name=op.f("fk_sample_items_sample_id_sample_files")
        ),
        sa.PrimaryKeyConstraint("sample_id", "item", name=op.f("pk_sample_items")),
    ]


def _sample_scores() -> None:
    op.create_table("sample_scores", *_sample_scores_columns(), *_sample_scores_rules())


def _sample_scores_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("sample_id", sa.String(length=32), nullable=False),
        sa.Column("place_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("hundredths", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
    ]


def _sample_scores_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("hundredths BETWEEN 0 AND 100000", name=op.f("ck_sample_scores_hundredths_range")),
        sa.CheckConstraint("length(item) BETWEEN 1 AND 80", name=op.f("ck_sample_scores_item_length")),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 2000", name=op.f("ck_sample_scores_reason_length")),
        sa.ForeignKeyConstraint(["place_id"], ["panel_places.id"], name=op.f("fk_sample_scores_place_id_panel_places")),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["sample_files.id"], name=op.f("fk_sample_scores_sample_id_sample_files")
        ),
        sa.PrimaryKeyConstraint("sample_id", "place_id", "item", name=op.f("pk_sample_scores")),
    ]
