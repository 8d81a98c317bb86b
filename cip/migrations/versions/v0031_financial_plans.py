"""Versions of the financial plan of a programme, its cells, what hangs on them."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
APPEND_ONLY = ("financial_plans", "financial_attachments")


def upgrade() -> None:
    """Create the tables."""
    _financial_cells()
    _financial_plans()
    _financial_attachments()
    for table in APPEND_ONLY:
        append_only.refuse_updates(table)
        append_only.refuse_deletes(table)


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    audit_tables.record_drop("financial_attachments", "financial_plans", "financial_cells", act=f"downgrade {revision}")
    for table in (
        "financial_attachments",
        "financial_plans",
        "financial_cells",
    ):
        op.drop_table(table)


def _financial_cells() -> None:
    op.create_table(
        "financial_cells",
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("line_id", sa.String(length=64), nullable=False),
        sa.Column("source_id", sa.String(length=64), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("attached", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("attached <= cents", name=op.f("ck_financial_cells_attached_within")),
        sa.CheckConstraint("attached >= 0", name=op.f("ck_financial_cells_attached_never_below")),
        sa.CheckConstraint("length(line_id) BETWEEN 1 AND 64", name=op.f("ck_financial_cells_line_id_length")),
        sa.CheckConstraint("length(source_id) BETWEEN 1 AND 64", name=op.f("ck_financial_cells_source_id_length")),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["followed_programmes.id"],
            name=op.f("fk_financial_cells_programme_id_followed_programmes"),
        ),
        sa.PrimaryKeyConstraint("programme_id", "line_id", "source_id", name=op.f("pk_financial_cells")),
    )


def _financial_plans() -> None:
    op.create_table(
        "financial_plans",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("file_name", sa.String(length=160), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.Column("kept_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("kind IN ('rules', 'csv', 'xlsx')", name=op.f("ck_financial_plans_kind_known")),
        sa.CheckConstraint("length(content) BETWEEN 2 AND 500000", name=op.f("ck_financial_plans_content_length")),
        sa.CheckConstraint("length(file_name) BETWEEN 1 AND 160", name=op.f("ck_financial_plans_file_name_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_financial_plans_id_length")),
        sa.CheckConstraint("length(kept_by) BETWEEN 1 AND 80", name=op.f("ck_financial_plans_kept_by_length")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_financial_plans_sha256_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_financial_plans_seq_from_one")),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["followed_programmes.id"],
            name=op.f("fk_financial_plans_programme_id_followed_programmes"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_financial_plans")),
        sa.UniqueConstraint("programme_id", "seq", name=op.f("uq_financial_plans_programme_id_seq")),
    )


def _financial_attachments() -> None:
    op.create_table(
        "financial_attachments",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("call_source", sa.String(length=40), nullable=False),
        sa.Column("line_id", sa.String(length=64), nullable=True),
        sa.Column("source_id", sa.String(length=64), nullable=True),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("attached_at", MOMENT, nullable=False),
        sa.Column("attached_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "(line_id IS NULL) = (source_id IS NULL)", name=op.f("ck_financial_attachments_cell_is_whole")
        ),
        sa.CheckConstraint("cents >= 1", name=op.f("ck_financial_attachments_cents_from_one")),
        sa.CheckConstraint(
            "length(attached_by) BETWEEN 1 AND 80", name=op.f("ck_financial_attachments_attached_by_length")
        ),
        sa.CheckConstraint(
            "length(call_source) BETWEEN 1 AND 40", name=op.f("ck_financial_attachments_call_source_length")
        ),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_financial_attachments_id_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_financial_attachments_seq_from_one")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_financial_attachments_call_id_calls")),
        sa.ForeignKeyConstraint(
            ["programme_id", "line_id", "source_id"],
            ["financial_cells.programme_id", "financial_cells.line_id", "financial_cells.source_id"],
            name="fk_financial_attachments_cell",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["followed_programmes.id"],
            name=op.f("fk_financial_attachments_programme_id_followed_programmes"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_financial_attachments")),
        sa.UniqueConstraint("programme_id", "seq", name=op.f("uq_financial_attachments_programme_id_seq")),
    )
