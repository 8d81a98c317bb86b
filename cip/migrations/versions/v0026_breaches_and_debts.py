"""Breaches, what is taken back of an award, debts with their interest."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

TABLES = (
    "breaches",
    "breach_moves",
    "revocations",
    "recoveries",
    "interest_rates",
    "debt_instalments",
)
APPEND_ONLY = ("breach_moves", "recoveries", "interest_rates", "debt_instalments")


def upgrade() -> None:
    """Create the tables; what is written once neither changes nor goes."""
    _breaches()
    _breach_moves()
    _revocations()
    _recoveries()
    _interest_rates()
    _debt_instalments()
    for table in APPEND_ONLY:
        append_only.refuse_updates(table)
        append_only.refuse_deletes(table)


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    tables = tuple(reversed(TABLES))
    audit_tables.record_drop(*tables, act=f"downgrade {revision}")
    for table in tables:
        op.drop_table(table)


def _breaches() -> None:
    op.create_table(
        "breaches",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("clause_id", sa.String(length=40), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.String(length=4000), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("found_by", sa.String(length=80), nullable=False),
        sa.Column("repair_by", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state IN ('found', 'dropped') OR repair_by IS NOT NULL", name=op.f("ck_breaches_warned_with_a_term")
        ),
        sa.CheckConstraint(
            "state IN ('found', 'warned', 'repaired', 'confirmed', 'prepared', 'decided', 'dropped')",
            name=op.f("ck_breaches_state_known"),
        ),
        sa.CheckConstraint("length(clause_id) BETWEEN 0 AND 40", name=op.f("ck_breaches_clause_id_length")),
        sa.CheckConstraint("length(facts) BETWEEN 1 AND 4000", name=op.f("ck_breaches_facts_length")),
        sa.CheckConstraint("length(found_by) BETWEEN 1 AND 80", name=op.f("ck_breaches_found_by_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_breaches_id_length")),
        sa.CheckConstraint("length(measure) BETWEEN 0 AND 40", name=op.f("ck_breaches_measure_length")),
        sa.CheckConstraint("repair_by IS NULL OR repair_by > found_on", name=op.f("ck_breaches_repaired_after_found")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_breaches_award_id_awards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaches")),
    )
    op.create_index(op.f("ix_breaches_award_id"), "breaches", ["award_id"], unique=False)


def _breach_moves() -> None:
    op.create_table(
        "breach_moves",
        sa.Column("breach_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=False),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_person", sa.String(length=32), nullable=True),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "action IN ('warn', 'repair', 'confirm', 'drop', 'prepare', 'send_back', 'decide')",
            name=op.f("ck_breach_moves_action_known"),
        ),
        sa.CheckConstraint(
            "from_state IN ('found', 'warned', 'repaired', 'confirmed', 'prepared', 'decided', 'dropped')",
            name=op.f("ck_breach_moves_from_state_known"),
        ),
        sa.CheckConstraint(
            "to_state IN ('found', 'warned', 'repaired', 'confirmed', 'prepared', 'decided', 'dropped')",
            name=op.f("ck_breach_moves_to_state_known"),
        ),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_breach_moves_by_label_length")),
        sa.CheckConstraint("length(reason) BETWEEN 0 AND 1000", name=op.f("ck_breach_moves_reason_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_breach_moves_seq_from_one")),
        sa.ForeignKeyConstraint(["breach_id"], ["breaches.id"], name=op.f("fk_breach_moves_breach_id_breaches")),
        sa.ForeignKeyConstraint(["by_person"], ["people.id"], name=op.f("fk_breach_moves_by_person_people")),
        sa.PrimaryKeyConstraint("breach_id", "seq", name=op.f("pk_breach_moves")),
    )


def _revocations() -> None:
    op.create_table("revocations", *_revocations_columns(), *_revocations_rules())
    op.create_index(op.f("ix_revocations_award_id"), "revocations", ["award_id"], unique=False)
    op.create_index(op.f("ix_revocations_breach_id"), "revocations", ["breach_id"], unique=False)


def _revocations_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("breach_id", sa.String(length=32), nullable=False),
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("grounds", sa.String(length=4000), nullable=False),
        sa.Column("because", sa.String(length=50000), nullable=False),
        sa.Column("paid_cents", sa.BigInteger(), nullable=False),
        sa.Column("owed_cents", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        sa.Column("prepared_by", sa.String(length=32), nullable=False),
        sa.Column("sent_back_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("act", sa.String(length=80), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
    ]


def _revocations_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "(decided_by IS NULL) = (decided_on IS NULL) AND (decided_by IS NULL) = (due_on IS NULL) AND "
            "(decided_by IS NULL OR act <> '')",
            name=op.f("ck_revocations_decided_is_whole"),
        ),
        sa.CheckConstraint("kind IN ('time', 'unproved', 'whole')", name=op.f("ck_revocations_kind_known")),
        sa.CheckConstraint("days >= 1 AND days <= 365", name=op.f("ck_revocations_days_range")),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> prepared_by", name=op.f("ck_revocations_two_people")),
        sa.CheckConstraint(
            "decided_by IS NULL OR sent_back_on IS NULL", name=op.f("ck_revocations_decided_or_sent_back")
        ),
        sa.CheckConstraint("length(act) BETWEEN 0 AND 80", name=op.f("ck_revocations_act_length")),
        sa.CheckConstraint("length(because) BETWEEN 2 AND 50000", name=op.f("ck_revocations_because_length")),
        sa.CheckConstraint("length(grounds) BETWEEN 1 AND 4000", name=op.f("ck_revocations_grounds_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_revocations_id_length")),
        sa.CheckConstraint("owed_cents <= paid_cents", name=op.f("ck_revocations_owes_no_more_than_paid")),
        sa.CheckConstraint("paid_cents >= 0 AND owed_cents >= 0", name=op.f("ck_revocations_cents_not_below_zero")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_revocations_award_id_awards")),
        sa.ForeignKeyConstraint(["breach_id"], ["breaches.id"], name=op.f("fk_revocations_breach_id_breaches")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_revocations_decided_by_people")),
        sa.ForeignKeyConstraint(["prepared_by"], ["people.id"], name=op.f("fk_revocations_prepared_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revocations")),
    ]


def _recoveries() -> None:
    op.create_table(
        "recoveries",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("against_award_id", sa.String(length=32), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "(kind = 'netted') = (against_award_id IS NOT NULL)", name=op.f("ck_recoveries_netted_against_another")
        ),
        sa.CheckConstraint(
            "kind IN ('owed', 'netted', 'refunded', 'interest', 'interest_paid')", name=op.f("ck_recoveries_kind_known")
        ),
        sa.CheckConstraint(
            "against_award_id IS NULL OR against_award_id <> award_id", name=op.f("ck_recoveries_not_against_itself")
        ),
        sa.CheckConstraint("cents >= 1", name=op.f("ck_recoveries_cents_of_something")),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_recoveries_by_label_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_recoveries_id_length")),
        sa.CheckConstraint("length(reference) BETWEEN 0 AND 120", name=op.f("ck_recoveries_reference_length")),
        sa.ForeignKeyConstraint(
            ["against_award_id"], ["awards.id"], name=op.f("fk_recoveries_against_award_id_awards")
        ),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_recoveries_award_id_awards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recoveries")),
    )
    op.create_index(op.f("ix_recoveries_award_id"), "recoveries", ["award_id"], unique=False)


def _interest_rates() -> None:
    op.create_table(
        "interest_rates",
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_interest_rates_by_label_length")),
        sa.CheckConstraint("length(source) BETWEEN 1 AND 500", name=op.f("ck_interest_rates_source_length")),
        sa.CheckConstraint("rate >= 0 AND rate <= 5000", name=op.f("ck_interest_rates_rate_range")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_interest_rates_seq_from_one")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_interest_rates_call_id_calls")),
        sa.PrimaryKeyConstraint("call_id", "seq", name=op.f("pk_interest_rates")),
    )


def _debt_instalments() -> None:
    op.create_table(
        "debt_instalments",
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint("cents >= 1", name=op.f("ck_debt_instalments_cents_of_something")),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_debt_instalments_by_label_length")),
        sa.CheckConstraint("n >= 1 AND n <= 60", name=op.f("ck_debt_instalments_n_range")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_debt_instalments_seq_from_one")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_debt_instalments_award_id_awards")),
        sa.PrimaryKeyConstraint("award_id", "seq", "n", name=op.f("pk_debt_instalments")),
    )
