"""The bank's statements: their lines, and which payment each line settled."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = ("statement_matches", "statement_lines", "statements")


def upgrade() -> None:
    """Create the tables."""
    _statements()
    _statement_lines()
    _statement_matches()
    for table in TABLES:
        append_only.refuse_updates(table)
        append_only.refuse_deletes(table)


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    audit_tables.record_drop(*TABLES, act=f"downgrade {revision}")
    for table in TABLES:
        op.drop_table(table)


def _statements() -> None:
    op.create_table(
        "statements",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint("kind IN ('camt053', 'csv')", name=op.f("ck_statements_kind_known")),
        sa.CheckConstraint("known >= 0", name=op.f("ck_statements_known_counted")),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_statements_by_label_length")),
        sa.CheckConstraint("length(file_name) BETWEEN 1 AND 120", name=op.f("ck_statements_file_name_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_statements_id_length")),
        sa.CheckConstraint("lines >= 0", name=op.f("ck_statements_lines_counted")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_statements_body_id_bodies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
    )
    op.create_index(op.f("ix_statements_body_id"), "statements", ["body_id"], unique=False)


def _statement_lines() -> None:
    op.create_table(
        "statement_lines",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("statement_id", sa.String(length=32), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("end_to_end", sa.String(length=35), nullable=False),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(length=140), nullable=False),
        sa.CheckConstraint("cents <> 0", name=op.f("ck_statement_lines_moves_something")),
        sa.CheckConstraint("length(end_to_end) BETWEEN 0 AND 35", name=op.f("ck_statement_lines_end_to_end_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_statement_lines_id_length")),
        sa.CheckConstraint("length(words) BETWEEN 0 AND 140", name=op.f("ck_statement_lines_words_length")),
        sa.CheckConstraint("n >= 1", name=op.f("ck_statement_lines_n_from_one")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_statement_lines_body_id_bodies")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_statement_lines_statement_id_statements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_lines")),
        sa.UniqueConstraint("body_id", "digest", name=op.f("uq_statement_lines_body_id_digest")),
        sa.UniqueConstraint("statement_id", "n", name=op.f("uq_statement_lines_statement_id_n")),
    )


def _statement_matches() -> None:
    op.create_table(
        "statement_matches",
        sa.Column("line_id", sa.String(length=32), nullable=False),
        sa.Column("order_id", sa.String(length=32), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'set_aside') = (order_id IS NULL)", name=op.f("ck_statement_matches_order_unless_set_aside")
        ),
        sa.CheckConstraint(
            "how = 'person' OR outcome <> 'set_aside'", name=op.f("ck_statement_matches_set_aside_by_a_person")
        ),
        sa.CheckConstraint("how IN ('by_itself', 'person')", name=op.f("ck_statement_matches_how_known")),
        sa.CheckConstraint(
            "outcome IN ('executed', 'rejected', 'set_aside')", name=op.f("ck_statement_matches_outcome_known")
        ),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_statement_matches_by_label_length")),
        sa.CheckConstraint("length(reason) BETWEEN 0 AND 1000", name=op.f("ck_statement_matches_reason_length")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["statement_lines.id"], name=op.f("fk_statement_matches_line_id_statement_lines")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["payment_orders.id"], name=op.f("fk_statement_matches_order_id_payment_orders")
        ),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_statement_matches")),
    )
    op.create_index(op.f("ix_statement_matches_order_id"), "statement_matches", ["order_id"], unique=False)
    # ### end Alembic commands ###
