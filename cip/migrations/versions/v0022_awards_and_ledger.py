"""Awards of calls, and the ledger of their money."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables, ledger_rules

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
APPEND_ONLY = ("award_moves", "ledger_transactions", "ledger_legs")


def upgrade() -> None:
    """Create the tables."""
    _funding_lines()
    _ledger_transactions()
    _awards()
    _award_moves()
    _award_shares()
    _ledger_legs()
    for table in APPEND_ONLY:
        append_only.refuse_updates(table)
        append_only.refuse_deletes(table)
    ledger_rules.create_triggers()


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    audit_tables.record_drop(
        "ledger_legs",
        "award_shares",
        "award_moves",
        "awards",
        "ledger_transactions",
        "funding_lines",
        act=f"downgrade {revision}",
    )
    for table in (
        "ledger_legs",
        "award_shares",
        "award_moves",
        "awards",
        "ledger_transactions",
        "funding_lines",
    ):
        op.drop_table(table)
    ledger_rules.drop_functions()


def _funding_lines() -> None:
    op.create_table("funding_lines", *_funding_lines_columns(), *_funding_lines_rules())


def _funding_lines_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("source_id", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=False),
        sa.Column("available", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("committed", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("withheld", sa.BigInteger(), nullable=False),
        sa.Column("accepted", sa.BigInteger(), nullable=False),
        sa.Column("owed", sa.BigInteger(), nullable=False),
        sa.Column("recovered", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("interest_paid", sa.BigInteger(), nullable=False),
    ]


def _funding_lines_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("accepted >= 0", name=op.f("ck_funding_lines_accepted_never_below")),
        sa.CheckConstraint("available >= 0", name=op.f("ck_funding_lines_available_never_below")),
        sa.CheckConstraint(
            "budget = available + reserved + committed + due + paid + withheld",
            name=op.f("ck_funding_lines_budget_is_all"),
        ),
        sa.CheckConstraint("budget >= 0", name=op.f("ck_funding_lines_budget_never_below")),
        sa.CheckConstraint("committed >= 0", name=op.f("ck_funding_lines_committed_never_below")),
        sa.CheckConstraint("due >= 0", name=op.f("ck_funding_lines_due_never_below")),
        sa.CheckConstraint("interest >= 0", name=op.f("ck_funding_lines_interest_never_below")),
        sa.CheckConstraint("interest_paid >= 0", name=op.f("ck_funding_lines_interest_paid_never_below")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_funding_lines_id_length")),
        sa.CheckConstraint("length(source_id) BETWEEN 1 AND 40", name=op.f("ck_funding_lines_source_id_length")),
        sa.CheckConstraint("owed >= 0", name=op.f("ck_funding_lines_owed_never_below")),
        sa.CheckConstraint("paid >= 0", name=op.f("ck_funding_lines_paid_never_below")),
        sa.CheckConstraint("recovered >= 0", name=op.f("ck_funding_lines_recovered_never_below")),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_funding_lines_reserved_never_below")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_funding_lines_seq_from_one")),
        sa.CheckConstraint("withheld >= 0", name=op.f("ck_funding_lines_withheld_never_below")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_funding_lines_call_id_calls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_lines")),
        sa.UniqueConstraint("call_id", "source_id", name=op.f("uq_funding_lines_call_id_source_id")),
    ]


def _ledger_transactions() -> None:
    op.create_table(
        "ledger_transactions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_ledger_transactions_by_label_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_ledger_transactions_id_length")),
        sa.CheckConstraint("length(reason) BETWEEN 0 AND 1000", name=op.f("ck_ledger_transactions_reason_length")),
        sa.CheckConstraint("length(reference) BETWEEN 0 AND 120", name=op.f("ck_ledger_transactions_reference_length")),
        sa.CheckConstraint("length(what) BETWEEN 1 AND 20", name=op.f("ck_ledger_transactions_what_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_ledger_transactions_seq_from_one")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_ledger_transactions_call_id_calls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_transactions")),
        sa.UniqueConstraint("call_id", "seq", name=op.f("uq_ledger_transactions_call_id_seq")),
    )
    op.create_index("ix_ledger_transactions_call_id_on_day", "ledger_transactions", ["call_id", "on_day"], unique=False)


def _awards() -> None:
    op.create_table(
        "awards",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("ranking_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state IN ('reserved', 'prepared', 'approved', 'notified', 'accepted', 'released', "
            "'lapsed', 'waived', 'revoked', 'closed')",
            name=op.f("ck_awards_state_known"),
        ),
        sa.CheckConstraint("cents >= 1", name=op.f("ck_awards_cents_given")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_awards_id_length")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_awards_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_awards_call_id_calls")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_awards_firm_id_firms")),
        sa.ForeignKeyConstraint(["ranking_id"], ["rankings.id"], name=op.f("fk_awards_ranking_id_rankings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awards")),
        sa.UniqueConstraint("application_id", name=op.f("uq_awards_application_id")),
    )
    op.create_index("ix_awards_call_id_state", "awards", ["call_id", "state"], unique=False)
    op.create_index(op.f("ix_awards_firm_id"), "awards", ["firm_id"], unique=False)


def _award_moves() -> None:
    op.create_table(
        "award_moves",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=False),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_person", sa.String(length=32), nullable=True),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "action IN ('reserve', 'prepare', 'send_back', 'approve', 'release', 'notify', "
            "'accept', 'waive', 'lapse', 'revoke', 'close')",
            name=op.f("ck_award_moves_action_known"),
        ),
        sa.CheckConstraint(
            "from_state IN ('reserved', 'prepared', 'approved', 'notified', 'accepted', "
            "'released', 'lapsed', 'waived', 'revoked', 'closed')",
            name=op.f("ck_award_moves_from_state_known"),
        ),
        sa.CheckConstraint(
            "to_state IN ('reserved', 'prepared', 'approved', 'notified', 'accepted', "
            "'released', 'lapsed', 'waived', 'revoked', 'closed')",
            name=op.f("ck_award_moves_to_state_known"),
        ),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_award_moves_by_label_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_award_moves_id_length")),
        sa.CheckConstraint("length(reason) BETWEEN 0 AND 1000", name=op.f("ck_award_moves_reason_length")),
        sa.CheckConstraint("length(reference) BETWEEN 0 AND 80", name=op.f("ck_award_moves_reference_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_award_moves_seq_from_one")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_award_moves_award_id_awards")),
        sa.ForeignKeyConstraint(["by_person"], ["people.id"], name=op.f("fk_award_moves_by_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_moves")),
    )
    op.create_index("uq_award_moves_seq", "award_moves", ["award_id", "seq"], unique=True)


def _award_shares() -> None:
    op.create_table("award_shares", *_award_shares_columns(), *_award_shares_rules())
    op.create_index(op.f("ix_award_shares_line_id"), "award_shares", ["line_id"], unique=False)


def _award_shares_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("line_id", sa.String(length=32), nullable=False),
        sa.Column("ended", sa.String(length=10), nullable=True),
        sa.Column("granted", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("committed", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("withheld", sa.BigInteger(), nullable=False),
        sa.Column("accepted", sa.BigInteger(), nullable=False),
        sa.Column("owed", sa.BigInteger(), nullable=False),
        sa.Column("recovered", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("interest_paid", sa.BigInteger(), nullable=False),
    ]


def _award_shares_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("ended IN ('waived', 'revoked')", name=op.f("ck_award_shares_ended_known")),
        sa.CheckConstraint("accepted <= granted", name=op.f("ck_award_shares_accepted_within_the_grant")),
        sa.CheckConstraint("accepted >= 0", name=op.f("ck_award_shares_accepted_never_below")),
        sa.CheckConstraint(
            "committed + due + paid + withheld <= granted", name=op.f("ck_award_shares_within_the_grant")
        ),
        sa.CheckConstraint("committed >= 0", name=op.f("ck_award_shares_committed_never_below")),
        sa.CheckConstraint("due >= 0", name=op.f("ck_award_shares_due_never_below")),
        sa.CheckConstraint("granted >= 0", name=op.f("ck_award_shares_granted_never_below")),
        sa.CheckConstraint("interest >= 0", name=op.f("ck_award_shares_interest_never_below")),
        sa.CheckConstraint("interest_paid >= 0", name=op.f("ck_award_shares_interest_paid_never_below")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_award_shares_id_length")),
        sa.CheckConstraint("owed + recovered <= paid + withheld", name=op.f("ck_award_shares_owed_within_paid")),
        sa.CheckConstraint("owed >= 0", name=op.f("ck_award_shares_owed_never_below")),
        sa.CheckConstraint("paid >= 0", name=op.f("ck_award_shares_paid_never_below")),
        sa.CheckConstraint("recovered >= 0", name=op.f("ck_award_shares_recovered_never_below")),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_award_shares_reserved_never_below")),
        sa.CheckConstraint("withheld >= 0", name=op.f("ck_award_shares_withheld_never_below")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_award_shares_award_id_awards")),
        sa.ForeignKeyConstraint(["line_id"], ["funding_lines.id"], name=op.f("fk_award_shares_line_id_funding_lines")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_shares")),
        sa.UniqueConstraint("award_id", "line_id", name=op.f("uq_award_shares_award_id_line_id")),
    ]


def _ledger_legs() -> None:
    op.create_table(
        "ledger_legs",
        sa.Column("transaction_id", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.String(length=32), nullable=False),
        sa.Column("award_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('funds', 'available', 'reserved', 'committed', 'due', 'paid', 'withheld', "
            "'unproved', 'accepted', 'claims', 'owed', 'recovered', 'interest_claims', "
            "'interest', 'interest_paid')",
            name=op.f("ck_ledger_legs_kind_known"),
        ),
        sa.CheckConstraint("cents <> 0", name=op.f("ck_ledger_legs_moves_something")),
        sa.CheckConstraint("n >= 1", name=op.f("ck_ledger_legs_n_from_one")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_ledger_legs_award_id_awards")),
        sa.ForeignKeyConstraint(["line_id"], ["funding_lines.id"], name=op.f("fk_ledger_legs_line_id_funding_lines")),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["ledger_transactions.id"],
            name=op.f("fk_ledger_legs_transaction_id_ledger_transactions"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("transaction_id", "n", name=op.f("pk_ledger_legs")),
    )
    op.create_index(op.f("ix_ledger_legs_award_id"), "ledger_legs", ["award_id"], unique=False)
    op.create_index(op.f("ix_ledger_legs_line_id"), "ledger_legs", ["line_id"], unique=False)
    # ### end Alembic commands ###
