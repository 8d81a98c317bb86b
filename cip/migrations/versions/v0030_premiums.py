"""Premiums: what is proved of a first award, the premium that rests on it, and its proofs."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
LIVE = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Create the tables; notes and proofs neither change nor go, and no premium goes."""
    _premium_notes()
    _premiums()
    _premium_proofs()
    for table in ("premium_notes", "premium_proofs"):
        append_only.refuse_updates(table)
    for table in ("premium_notes", "premiums", "premium_proofs"):
        append_only.refuse_deletes(table)


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    audit_tables.record_drop("premium_proofs", "premiums", "premium_notes", act=f"downgrade {revision}")
    for table in ("premium_proofs", "premiums", "premium_notes"):
        op.drop_table(table)


def _premium_notes() -> None:
    op.create_table(
        "premium_notes",
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=300), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "indicator = 'award.workers_reached' OR value <= 1", name=op.f("ck_premium_notes_yes_or_no")
        ),
        sa.CheckConstraint(
            "indicator IN ('award.workers_reached', 'award.second_level_agreement', 'award.shared_service')",
            name=op.f("ck_premium_notes_indicator_known"),
        ),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_premium_notes_by_label_length")),
        sa.CheckConstraint("length(document) BETWEEN 1 AND 300", name=op.f("ck_premium_notes_document_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_premium_notes_seq_from_one")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_premium_notes_value_counted")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_premium_notes_award_id_awards")),
        sa.PrimaryKeyConstraint("award_id", "seq", name=op.f("pk_premium_notes")),
    )


def _premiums() -> None:
    op.create_table(
        "premiums",
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("first_award_id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("first_cents", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("award_id <> first_award_id", name=op.f("ck_premiums_another_award")),
        sa.CheckConstraint("cents * 100 <= first_cents * 50", name=op.f("ck_premiums_share_of_first")),
        sa.CheckConstraint("cents >= 1", name=op.f("ck_premiums_cents_given")),
        sa.CheckConstraint("length(award_id) = 32", name=op.f("ck_premiums_award_id_length")),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_premiums_by_label_length")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_premiums_award_id_awards")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_premiums_firm_id_firms")),
        sa.ForeignKeyConstraint(["first_award_id"], ["awards.id"], name=op.f("fk_premiums_first_award_id_awards")),
        sa.PrimaryKeyConstraint("award_id", name=op.f("pk_premiums")),
    )
    op.create_index(
        "uq_premiums_firm_id", "premiums", ["firm_id"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE
    )
    op.create_index(
        "uq_premiums_first_award_id",
        "premiums",
        ["first_award_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )


def _premium_proofs() -> None:
    op.create_table(
        "premium_proofs",
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(length=80), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("line", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('award', 'payment', 'plan', 'verified_check_up', 'use', 'document')",
            name=op.f("ck_premium_proofs_kind_known"),
        ),
        sa.CheckConstraint("length(fact) BETWEEN 1 AND 80", name=op.f("ck_premium_proofs_fact_length")),
        sa.CheckConstraint("length(line) BETWEEN 0 AND 80", name=op.f("ck_premium_proofs_line_length")),
        sa.CheckConstraint("length(reference) BETWEEN 1 AND 300", name=op.f("ck_premium_proofs_reference_length")),
        sa.CheckConstraint("length(value) BETWEEN 1 AND 40", name=op.f("ck_premium_proofs_value_length")),
        sa.CheckConstraint("length(word) BETWEEN 1 AND 40", name=op.f("ck_premium_proofs_word_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_premium_proofs_seq_from_one")),
        sa.ForeignKeyConstraint(["award_id"], ["premiums.award_id"], name=op.f("fk_premium_proofs_award_id_premiums")),
        sa.PrimaryKeyConstraint("award_id", "seq", name=op.f("pk_premium_proofs")),
    )
