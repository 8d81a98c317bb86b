"""What offices say of entries for State aid."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the table."""
    _aid_rulings()
    append_only.refuse_updates("aid_rulings")
    append_only.refuse_deletes("aid_rulings")


def downgrade() -> None:
    """Drop the table; the audit says that its rows went."""
    audit_tables.record_drop("aid_rulings", act=f"downgrade {revision}")
    op.drop_table("aid_rulings")


def _aid_rulings() -> None:
    op.create_table(
        "aid_rulings",
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_kind", sa.String(length=10), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_person", sa.String(length=32), nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint("entry_kind IN ('aid', 'link')", name=op.f("ck_aid_rulings_entry_kind_known")),
        sa.CheckConstraint("verdict IN ('confirmed', 'set_aside')", name=op.f("ck_aid_rulings_verdict_known")),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_aid_rulings_by_label_length")),
        sa.CheckConstraint("length(entry_id) = 32", name=op.f("ck_aid_rulings_entry_id_length")),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 500", name=op.f("ck_aid_rulings_reason_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_aid_rulings_seq_from_one")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_aid_rulings_body_id_bodies")),
        sa.ForeignKeyConstraint(["by_person"], ["people.id"], name=op.f("fk_aid_rulings_by_person_people")),
        sa.PrimaryKeyConstraint("entry_id", "seq", name=op.f("pk_aid_rulings")),
    )
    op.create_index(op.f("ix_aid_rulings_body_id"), "aid_rulings", ["body_id"], unique=False)
