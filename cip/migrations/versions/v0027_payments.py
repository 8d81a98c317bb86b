"""Payments of awards, bank accounts and the bank's statements."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
APPEND_ONLY = (
    "bank_accounts",
    "bank_account_reviews",
    "payment_facts",
    "payment_holds",
    "payment_hold_ends",
    "payment_moves",
)


def upgrade() -> None:
    """Create the tables."""
    _bank_accounts()
    _bank_account_reviews()
    _payment_batches()
    _payment_facts()
    _payment_holds()
    _payment_orders()
    _payment_hold_ends()
    _payment_moves()
    for table in APPEND_ONLY:
        append_only.refuse_updates(table)
        append_only.refuse_deletes(table)
    # These go from state to state, and never go.
    for table in ("payment_batches", "payment_orders"):
        append_only.refuse_deletes(table)


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    audit_tables.record_drop(
        "payment_moves",
        "payment_hold_ends",
        "payment_orders",
        "payment_holds",
        "payment_facts",
        "payment_batches",
        "bank_account_reviews",
        "bank_accounts",
        act=f"downgrade {revision}",
    )
    for table in (
        "payment_moves",
        "payment_hold_ends",
        "payment_orders",
        "payment_holds",
        "payment_facts",
        "payment_batches",
        "bank_account_reviews",
        "bank_accounts",
    ):
        op.drop_table(table)


def _bank_accounts() -> None:
    op.create_table(
        "bank_accounts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=True),
        sa.Column("body_id", sa.String(length=32), nullable=True),
        sa.Column("holder", sa.String(length=70), nullable=False),
        sa.Column("sealed", sa.String(length=400), nullable=False),
        sa.Column("mask", sa.String(length=20), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("entered_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint("(firm_id IS NULL) <> (body_id IS NULL)", name=op.f("ck_bank_accounts_one_holder")),
        sa.CheckConstraint(
            "length(entered_label) BETWEEN 1 AND 80", name=op.f("ck_bank_accounts_entered_label_length")
        ),
        sa.CheckConstraint("length(holder) BETWEEN 1 AND 70", name=op.f("ck_bank_accounts_holder_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_bank_accounts_id_length")),
        sa.CheckConstraint("length(mask) BETWEEN 1 AND 20", name=op.f("ck_bank_accounts_mask_length")),
        sa.CheckConstraint("length(sealed) BETWEEN 1 AND 400", name=op.f("ck_bank_accounts_sealed_length")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_bank_accounts_body_id_bodies")),
        sa.ForeignKeyConstraint(["entered_by"], ["people.id"], name=op.f("fk_bank_accounts_entered_by_people")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_bank_accounts_firm_id_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_accounts")),
        sa.UniqueConstraint("id", "entered_by", name=op.f("uq_bank_accounts_id_entered_by")),
    )
    op.create_index(op.f("ix_bank_accounts_body_id"), "bank_accounts", ["body_id"], unique=False)
    op.create_index(op.f("ix_bank_accounts_firm_id"), "bank_accounts", ["firm_id"], unique=False)


def _bank_account_reviews() -> None:
    op.create_table(
        "bank_account_reviews",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_person", sa.String(length=32), nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint("outcome IN ('seen', 'refused')", name=op.f("ck_bank_account_reviews_outcome_known")),
        sa.CheckConstraint("by_person <> entered_by", name=op.f("ck_bank_account_reviews_two_people")),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_bank_account_reviews_by_label_length")),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 1000", name=op.f("ck_bank_account_reviews_reason_length")),
        sa.ForeignKeyConstraint(
            ["account_id", "entered_by"],
            ["bank_accounts.id", "bank_accounts.entered_by"],
            name=op.f("fk_bank_account_reviews_account_id_entered_by_bank_accounts"),
        ),
        sa.ForeignKeyConstraint(["by_person"], ["people.id"], name=op.f("fk_bank_account_reviews_by_person_people")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_bank_account_reviews")),
    )


def _payment_batches() -> None:
    op.create_table("payment_batches", *_payment_batches_columns(), *_payment_batches_rules())


def _payment_batches_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pays_on", sa.Date(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("prepared_by", sa.String(length=32), nullable=False),
        sa.Column("prepared_at", MOMENT, nullable=True),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        sa.Column("approved_at", MOMENT, nullable=True),
        sa.Column("sent_by", sa.String(length=32), nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("table_sha256", sa.String(length=64), nullable=True),
    ]


def _payment_batches_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "(approved_by IS NULL) = (approved_at IS NULL)", name=op.f("ck_payment_batches_approval_whole")
        ),
        sa.CheckConstraint("(sent_by IS NULL) = (sent_at IS NULL)", name=op.f("ck_payment_batches_sending_whole")),
        sa.CheckConstraint(
            "(sent_by IS NULL) = (table_sha256 IS NULL)", name=op.f("ck_payment_batches_table_with_sending")
        ),
        sa.CheckConstraint("approved_by <> prepared_by", name=op.f("ck_payment_batches_approver_did_not_prepare")),
        sa.CheckConstraint(
            "approved_by IS NULL OR prepared_at IS NOT NULL", name=op.f("ck_payment_batches_prepared_first")
        ),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_payment_batches_id_length")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_payment_batches_number_from_one")),
        sa.CheckConstraint("sent_by <> approved_by", name=op.f("ck_payment_batches_payer_did_not_approve")),
        sa.CheckConstraint("sent_by <> prepared_by", name=op.f("ck_payment_batches_payer_did_not_prepare")),
        sa.CheckConstraint(
            "sent_by IS NULL OR approved_by IS NOT NULL", name=op.f("ck_payment_batches_approved_first")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["bank_accounts.id"], name=op.f("fk_payment_batches_account_id_bank_accounts")
        ),
        sa.ForeignKeyConstraint(["approved_by"], ["people.id"], name=op.f("fk_payment_batches_approved_by_people")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_payment_batches_call_id_calls")),
        sa.ForeignKeyConstraint(["prepared_by"], ["people.id"], name=op.f("fk_payment_batches_prepared_by_people")),
        sa.ForeignKeyConstraint(["sent_by"], ["people.id"], name=op.f("fk_payment_batches_sent_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_batches")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_payment_batches_call_id_number")),
    ]


def _payment_facts() -> None:
    op.create_table(
        "payment_facts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("tranche_id", sa.String(length=40), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=10), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("cents", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "(kind = 'durc_offset' AND value = 'yes') = (cents IS NOT NULL)",
            name=op.f("ck_payment_facts_cents_of_offset"),
        ),
        sa.CheckConstraint(
            "(kind IN ('tax_debt', 'condition', 'durc_offset')) = (tranche_id IS NOT NULL)",
            name=op.f("ck_payment_facts_part_where_asked"),
        ),
        sa.CheckConstraint(
            "kind IN ('durc', 'insurance', 'tax_debt', 'condition', 'durc_offset', 'business', 'capital_goods')",
            name=op.f("ck_payment_facts_kind_known"),
        ),
        sa.CheckConstraint("value IN ('yes', 'no', 'not_due')", name=op.f("ck_payment_facts_value_known")),
        sa.CheckConstraint("cents >= 1", name=op.f("ck_payment_facts_cents_given")),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_payment_facts_by_label_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_payment_facts_id_length")),
        sa.CheckConstraint("length(source) BETWEEN 1 AND 200", name=op.f("ck_payment_facts_source_length")),
        sa.CheckConstraint("length(tranche_id) BETWEEN 1 AND 40", name=op.f("ck_payment_facts_tranche_id_length")),
        sa.CheckConstraint("valid_to >= on_day", name=op.f("ck_payment_facts_ends_after_start")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_payment_facts_award_id_awards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_facts")),
    )
    op.create_index(op.f("ix_payment_facts_award_id"), "payment_facts", ["award_id"], unique=False)


def _payment_holds() -> None:
    op.create_table(
        "payment_holds",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("tranche_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_person", sa.String(length=32), nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "kind IN ('check', 'account', 'doubt', 'dispute', 'breach')", name=op.f("ck_payment_holds_kind_known")
        ),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_payment_holds_by_label_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_payment_holds_id_length")),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 1000", name=op.f("ck_payment_holds_reason_length")),
        sa.CheckConstraint("length(tranche_id) BETWEEN 1 AND 40", name=op.f("ck_payment_holds_tranche_id_length")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_payment_holds_award_id_awards")),
        sa.ForeignKeyConstraint(["by_person"], ["people.id"], name=op.f("fk_payment_holds_by_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_holds")),
        sa.UniqueConstraint("id", "kind", "by_person", name=op.f("uq_payment_holds_id_kind_by_person")),
    )
    op.create_index(op.f("ix_payment_holds_award_id"), "payment_holds", ["award_id"], unique=False)


def _payment_orders() -> None:
    op.create_table("payment_orders", *_payment_orders_columns(), *_payment_orders_rules())
    op.create_index(op.f("ix_payment_orders_batch_id"), "payment_orders", ["batch_id"], unique=False)
    op.create_index(op.f("ix_payment_orders_firm_id"), "payment_orders", ["firm_id"], unique=False)
    op.create_index(
        "uq_payment_orders_live",
        "payment_orders",
        ["award_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'prepared', 'approved', 'sent')"),
        postgresql_where=sa.text("state IN ('draft', 'prepared', 'approved', 'sent')"),
    )
    op.create_index(
        "uq_payment_orders_part",
        "payment_orders",
        ["award_id", "tranche_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'prepared', 'approved', 'sent', 'executed')"),
        postgresql_where=sa.text("state IN ('draft', 'prepared', 'approved', 'sent', 'executed')"),
    )


def _payment_orders_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("batch_id", sa.String(length=32), nullable=False),
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("tranche_id", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("withheld", sa.BigInteger(), nullable=False),
        sa.Column("offset_cents", sa.BigInteger(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("end_to_end", sa.String(length=35), nullable=False),
        sa.Column("cup", sa.String(length=15), nullable=False),
        sa.Column("purpose", sa.String(length=140), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
    ]


def _payment_orders_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "state IN ('draft', 'prepared', 'approved', 'sent', 'executed', 'rejected', 'cancelled')",
            name=op.f("ck_payment_orders_state_known"),
        ),
        sa.CheckConstraint("cents >= 1", name=op.f("ck_payment_orders_cents_given")),
        sa.CheckConstraint("length(cup) BETWEEN 0 AND 15", name=op.f("ck_payment_orders_cup_length")),
        sa.CheckConstraint("length(end_to_end) BETWEEN 35 AND 35", name=op.f("ck_payment_orders_end_to_end_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_payment_orders_id_length")),
        sa.CheckConstraint("length(purpose) BETWEEN 1 AND 140", name=op.f("ck_payment_orders_purpose_length")),
        sa.CheckConstraint("length(tranche_id) BETWEEN 1 AND 40", name=op.f("ck_payment_orders_tranche_id_length")),
        sa.CheckConstraint("offset_cents >= 0", name=op.f("ck_payment_orders_offset_never_below")),
        sa.CheckConstraint("withheld + offset_cents <= cents", name=op.f("ck_payment_orders_within_the_sum")),
        sa.CheckConstraint("withheld >= 0", name=op.f("ck_payment_orders_withheld_never_below")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["bank_accounts.id"], name=op.f("fk_payment_orders_account_id_bank_accounts")
        ),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_payment_orders_award_id_awards")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["payment_batches.id"], name=op.f("fk_payment_orders_batch_id_payment_batches")
        ),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_payment_orders_firm_id_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_orders")),
        sa.UniqueConstraint("end_to_end", name=op.f("uq_payment_orders_end_to_end")),
    ]


def _payment_hold_ends() -> None:
    op.create_table(
        "payment_hold_ends",
        sa.Column("hold_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("set_by", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_person", sa.String(length=32), nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "kind NOT IN ('account', 'doubt') OR by_person <> set_by", name=op.f("ck_payment_hold_ends_another_person")
        ),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_payment_hold_ends_by_label_length")),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 1000", name=op.f("ck_payment_hold_ends_reason_length")),
        sa.ForeignKeyConstraint(["by_person"], ["people.id"], name=op.f("fk_payment_hold_ends_by_person_people")),
        sa.ForeignKeyConstraint(
            ["hold_id", "kind", "set_by"],
            ["payment_holds.id", "payment_holds.kind", "payment_holds.by_person"],
            name=op.f("fk_payment_hold_ends_hold_id_kind_set_by_payment_holds"),
        ),
        sa.PrimaryKeyConstraint("hold_id", name=op.f("pk_payment_hold_ends")),
    )


def _payment_moves() -> None:
    op.create_table(
        "payment_moves",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("order_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("from_state", sa.String(length=10), nullable=False),
        sa.Column("to_state", sa.String(length=10), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_person", sa.String(length=32), nullable=True),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "action IN ('prepare', 'approve', 'send', 'execute', 'reject', 'cancel')",
            name=op.f("ck_payment_moves_action_known"),
        ),
        sa.CheckConstraint(
            "from_state IN ('draft', 'prepared', 'approved', 'sent', 'executed', 'rejected', 'cancelled')",
            name=op.f("ck_payment_moves_from_state_known"),
        ),
        sa.CheckConstraint(
            "to_state IN ('draft', 'prepared', 'approved', 'sent', 'executed', 'rejected', 'cancelled')",
            name=op.f("ck_payment_moves_to_state_known"),
        ),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_payment_moves_by_label_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_payment_moves_id_length")),
        sa.CheckConstraint("length(reason) BETWEEN 0 AND 1000", name=op.f("ck_payment_moves_reason_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_payment_moves_seq_from_one")),
        sa.ForeignKeyConstraint(["by_person"], ["people.id"], name=op.f("fk_payment_moves_by_person_people")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["payment_orders.id"], name=op.f("fk_payment_moves_order_id_payment_orders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_moves")),
    )
    op.create_index("uq_payment_moves_seq", "payment_moves", ["order_id", "seq"], unique=True)
