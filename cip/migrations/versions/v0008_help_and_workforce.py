"""Firms ask consultancies for help; the table of a firm's people by sex, contract and age band."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import audit_tables

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    _help_requests()
    _workforce_counts()


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    audit_tables.record_drop("workforce_counts", "help_requests", act=f"downgrade {revision}")
    op.drop_table("workforce_counts")
    op.drop_table("help_requests")


def _help_requests() -> None:
    op.create_table(
        "help_requests",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("mandate_id", sa.String(length=32), nullable=True),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_help_requests_id_length")),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'refused', 'withdrawn', 'confirmed')",
            name=op.f("ck_help_requests_state_known"),
        ),
        sa.CheckConstraint("length(place) BETWEEN 1 AND 120", name=op.f("ck_help_requests_place_length")),
        sa.CheckConstraint("length(note) BETWEEN 1 AND 1000", name=op.f("ck_help_requests_note_length")),
        sa.CheckConstraint("length(answer) BETWEEN 1 AND 1000", name=op.f("ck_help_requests_answer_length")),
        sa.CheckConstraint(
            "(state = 'open') = (answered_at IS NULL)", name=op.f("ck_help_requests_answered_has_a_moment")
        ),
        sa.CheckConstraint(
            "(state = 'confirmed') = (mandate_id IS NOT NULL)", name=op.f("ck_help_requests_confirmed_by_mandate")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_help_requests_body_id_bodies")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_help_requests_firm_id_firms")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_help_requests_made_by_people")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandates.id"], name=op.f("fk_help_requests_mandate_id_mandates")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_help_requests_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_requests")),
    )
    op.create_index(op.f("ix_help_requests_body_id"), "help_requests", ["body_id"], unique=False)
    op.create_index(op.f("ix_help_requests_firm_id"), "help_requests", ["firm_id"], unique=False)


def _workforce_counts() -> None:
    op.create_table(
        "workforce_counts",
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("sex", sa.String(length=10), nullable=False),
        sa.Column("contract", sa.String(length=20), nullable=False),
        sa.Column("age_band", sa.String(length=10), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("sex IN ('woman', 'man', 'unsaid')", name=op.f("ck_workforce_counts_sex_known")),
        sa.CheckConstraint(
            "contract IN ('permanent', 'fixed_term', 'apprentice', 'other')",
            name=op.f("ck_workforce_counts_contract_known"),
        ),
        sa.CheckConstraint(
            "age_band IN ('under_30', 'from_30', 'from_45', 'from_55')",
            name=op.f("ck_workforce_counts_age_band_known"),
        ),
        sa.CheckConstraint("people BETWEEN 1 AND 4999", name=op.f("ck_workforce_counts_people_range")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_workforce_counts_firm_id_firms")),
        sa.PrimaryKeyConstraint("firm_id", "on_day", "sex", "contract", "age_band", name=op.f("pk_workforce_counts")),
    )
