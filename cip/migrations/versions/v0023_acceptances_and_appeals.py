"""What firms answer to awards and rankings: obligations that they agreed to, appeals."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
APPEND_ONLY = ("award_acceptances", "appeal_moves")


def upgrade() -> None:
    """Create the tables."""
    _award_acceptances()
    _appeals()
    _appeal_moves()
    for table in APPEND_ONLY:
        append_only.refuse_updates(table)
        append_only.refuse_deletes(table)


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    audit_tables.record_drop("appeal_moves", "appeals", "award_acceptances", act=f"downgrade {revision}")
    for table in (
        "appeal_moves",
        "appeals",
        "award_acceptances",
    ):
        op.drop_table(table)


def _award_acceptances() -> None:
    op.create_table(
        "award_acceptances",
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("promises", sa.Text(), nullable=False),
        sa.Column("promises_sha256", sa.String(length=64), nullable=False),
        sa.Column("pack_sha256", sa.String(length=64), nullable=False),
        sa.Column("accepted_at", MOMENT, nullable=False),
        sa.Column("accepted_by", sa.String(length=32), nullable=False),
        sa.Column("accepted_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "length(accepted_label) BETWEEN 1 AND 80", name=op.f("ck_award_acceptances_accepted_label_length")
        ),
        sa.CheckConstraint("length(promises) BETWEEN 2 AND 100000", name=op.f("ck_award_acceptances_promises_length")),
        sa.CheckConstraint("length(promises_sha256) = 64", name=op.f("ck_award_acceptances_promises_sha256_length")),
        sa.ForeignKeyConstraint(["accepted_by"], ["people.id"], name=op.f("fk_award_acceptances_accepted_by_people")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_award_acceptances_award_id_awards")),
        sa.ForeignKeyConstraint(["pack_sha256"], ["packs.sha256"], name=op.f("fk_award_acceptances_pack_sha256_packs")),
        sa.PrimaryKeyConstraint("award_id", name=op.f("pk_award_acceptances")),
    )


def _appeals() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("ranking_id", sa.String(length=32), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("said", sa.String(length=4000), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("filed_at", MOMENT, nullable=False),
        sa.Column("filed_by", sa.String(length=32), nullable=False),
        sa.Column("filed_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "state IN ('filed', 'admitted', 'accepted', 'partly', 'rejected', 'withdrawn')",
            name=op.f("ck_appeals_state_known"),
        ),
        sa.CheckConstraint("way IN ('review', 'court', 'head')", name=op.f("ck_appeals_way_known")),
        sa.CheckConstraint("length(filed_label) BETWEEN 1 AND 80", name=op.f("ck_appeals_filed_label_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_appeals_id_length")),
        sa.CheckConstraint("length(said) BETWEEN 1 AND 4000", name=op.f("ck_appeals_said_length")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_appeals_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_appeals_call_id_calls")),
        sa.ForeignKeyConstraint(["filed_by"], ["people.id"], name=op.f("fk_appeals_filed_by_people")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_appeals_firm_id_firms")),
        sa.ForeignKeyConstraint(
            ["ranking_id"], ["ranking_publications.ranking_id"], name=op.f("fk_appeals_ranking_id_ranking_publications")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint(
            "application_id", "ranking_id", "way", name=op.f("uq_appeals_application_id_ranking_id_way")
        ),
    )
    op.create_index("ix_appeals_call_id_state", "appeals", ["call_id", "state"], unique=False)
    op.create_index(op.f("ix_appeals_firm_id"), "appeals", ["firm_id"], unique=False)


def _appeal_moves() -> None:
    op.create_table("appeal_moves", *_appeal_moves_columns(), *_appeal_moves_rules())
    op.create_index("uq_appeal_moves_seq", "appeal_moves", ["appeal_id", "seq"], unique=True)


def _appeal_moves_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("appeal_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("to_state", sa.String(length=12), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_person", sa.String(length=32), nullable=True),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("change_id", sa.String(length=32), nullable=True),
    ]


def _appeal_moves_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "(to_state IN ('accepted', 'partly')) = (change_id IS NOT NULL)",
            name=op.f("ck_appeal_moves_accepted_changes"),
        ),
        sa.CheckConstraint(
            "action IN ('file', 'admit', 'accept', 'accept_partly', 'reject', 'withdraw')",
            name=op.f("ck_appeal_moves_action_known"),
        ),
        sa.CheckConstraint(
            "to_state IN ('filed', 'admitted', 'accepted', 'partly', 'rejected', 'withdrawn')",
            name=op.f("ck_appeal_moves_to_state_known"),
        ),
        sa.CheckConstraint(
            "to_state NOT IN ('accepted', 'partly', 'rejected') OR length(reason) > 0",
            name=op.f("ck_appeal_moves_says_why"),
        ),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_appeal_moves_by_label_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_appeal_moves_id_length")),
        sa.CheckConstraint("length(reason) BETWEEN 0 AND 1000", name=op.f("ck_appeal_moves_reason_length")),
        sa.CheckConstraint("length(reference) BETWEEN 0 AND 80", name=op.f("ck_appeal_moves_reference_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_appeal_moves_seq_from_one")),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeals.id"], name=op.f("fk_appeal_moves_appeal_id_appeals")),
        sa.ForeignKeyConstraint(["by_person"], ["people.id"], name=op.f("fk_appeal_moves_by_person_people")),
        sa.ForeignKeyConstraint(
            ["change_id"], ["ranking_changes.id"], name=op.f("fk_appeal_moves_change_id_ranking_changes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_moves")),
    ]
