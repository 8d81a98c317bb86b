"""State aid: aid received, ties, closed years, standing checks, withdrawals, room kept for calls."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

TABLES = (
    "aids",
    "firm_links",
    "standing_facts",
    "size_years",
    "size_ties",
    "aid_withdrawals",
    "aid_reservations",
    "aid_reservation_ends",
)


def upgrade() -> None:
    """Create the tables; no row of them changes or goes."""
    _aids()
    _firm_links()
    _standing_facts()
    _size_years()
    _size_ties()
    _aid_withdrawals()
    _aid_reservations()
    _aid_reservation_ends()
    for table in TABLES:
        append_only.refuse_updates(table)
        append_only.refuse_deletes(table)


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    tables = tuple(reversed(TABLES))
    audit_tables.record_drop(*tables, act=f"downgrade {revision}")
    for table in tables:
        op.drop_table(table)


def _aid_withdrawals() -> None:
    op.create_table(
        "aid_withdrawals",
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("entry_kind", sa.String(length=10), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "entry_kind IN ('aid', 'link', 'standing', 'year', 'size_tie')",
            name=op.f("ck_aid_withdrawals_entry_kind_known"),
        ),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_aid_withdrawals_by_label_length")),
        sa.CheckConstraint("length(entry_id) = 32", name=op.f("ck_aid_withdrawals_entry_id_length")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_aid_withdrawals_firm_id_firms")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_aid_withdrawals")),
    )
    op.create_index(op.f("ix_aid_withdrawals_firm_id"), "aid_withdrawals", ["firm_id"], unique=False)


def _aids() -> None:
    op.create_table(
        "aids",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("holder_code", sa.String(length=16), nullable=False),
        sa.Column("holder_name", sa.String(length=200), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("regime", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("regime IN ('general', 'sgei', 'agri', 'fish', 'other')", name=op.f("ck_aids_regime_known")),
        sa.CheckConstraint("source IN ('declared', 'register')", name=op.f("ck_aids_source_known")),
        sa.CheckConstraint("cents BETWEEN 1 AND 10000000000000", name=op.f("ck_aids_cents_range")),
        sa.CheckConstraint("length(holder_code) BETWEEN 11 AND 16", name=op.f("ck_aids_holder_code_length")),
        sa.CheckConstraint("length(holder_name) BETWEEN 1 AND 200", name=op.f("ck_aids_holder_name_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_aids_id_length")),
        sa.CheckConstraint("length(recorded_by) BETWEEN 1 AND 80", name=op.f("ck_aids_recorded_by_length")),
        sa.CheckConstraint("length(reference) BETWEEN 1 AND 80", name=op.f("ck_aids_reference_length")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_aids_firm_id_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aids")),
    )
    op.create_index(op.f("ix_aids_firm_id"), "aids", ["firm_id"], unique=False)
    op.create_index(op.f("ix_aids_holder_code"), "aids", ["holder_code"], unique=False)


def _firm_links() -> None:
    op.create_table(
        "firm_links",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("a_code", sa.String(length=16), nullable=False),
        sa.Column("a_name", sa.String(length=200), nullable=False),
        sa.Column("b_code", sa.String(length=16), nullable=False),
        sa.Column("b_name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "kind IN ('majority', 'control', 'agreement', 'natural_person')", name=op.f("ck_firm_links_kind_known")
        ),
        sa.CheckConstraint("a_code <> b_code", name=op.f("ck_firm_links_two_firms")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_firm_links_ends_after_start")),
        sa.CheckConstraint("length(a_code) BETWEEN 11 AND 16", name=op.f("ck_firm_links_a_code_length")),
        sa.CheckConstraint("length(a_name) BETWEEN 1 AND 200", name=op.f("ck_firm_links_a_name_length")),
        sa.CheckConstraint("length(b_code) BETWEEN 11 AND 16", name=op.f("ck_firm_links_b_code_length")),
        sa.CheckConstraint("length(b_name) BETWEEN 1 AND 200", name=op.f("ck_firm_links_b_name_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_firm_links_id_length")),
        sa.CheckConstraint("length(recorded_by) BETWEEN 1 AND 80", name=op.f("ck_firm_links_recorded_by_length")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_firm_links_firm_id_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_links")),
    )
    op.create_index(op.f("ix_firm_links_a_code"), "firm_links", ["a_code"], unique=False)
    op.create_index(op.f("ix_firm_links_b_code"), "firm_links", ["b_code"], unique=False)
    op.create_index(op.f("ix_firm_links_firm_id"), "firm_links", ["firm_id"], unique=False)


def _size_ties() -> None:
    op.create_table(
        "size_ties",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("share", sa.Integer(), nullable=True),
        sa.Column("awu_hundredths", sa.Integer(), nullable=True),
        sa.Column("turnover", sa.BigInteger(), nullable=True),
        sa.Column("balance", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("(kind = 'linked') = (share IS NULL)", name=op.f("ck_size_ties_share_unless_linked")),
        sa.CheckConstraint(
            "kind <> 'public' OR (awu_hundredths IS NULL AND turnover IS NULL AND balance IS NULL)",
            name=op.f("ck_size_ties_public_has_no_figures"),
        ),
        sa.CheckConstraint("kind IN ('partner', 'linked', 'public')", name=op.f("ck_size_ties_kind_known")),
        sa.CheckConstraint("awu_hundredths BETWEEN 0 AND 100000000", name=op.f("ck_size_ties_awu_range")),
        sa.CheckConstraint("balance BETWEEN 0 AND 10000000000000", name=op.f("ck_size_ties_balance_range")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_size_ties_id_length")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name=op.f("ck_size_ties_name_length")),
        sa.CheckConstraint("length(recorded_by) BETWEEN 1 AND 80", name=op.f("ck_size_ties_recorded_by_length")),
        sa.CheckConstraint("share BETWEEN 0 AND 10000", name=op.f("ck_size_ties_share_range")),
        sa.CheckConstraint("turnover BETWEEN 0 AND 10000000000000", name=op.f("ck_size_ties_turnover_range")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_size_ties_firm_id_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_size_ties")),
    )
    op.create_index(op.f("ix_size_ties_firm_id"), "size_ties", ["firm_id"], unique=False)


def _size_years() -> None:
    op.create_table(
        "size_years",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("awu_hundredths", sa.Integer(), nullable=True),
        sa.Column("turnover", sa.BigInteger(), nullable=True),
        sa.Column("balance", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("awu_hundredths BETWEEN 0 AND 100000000", name=op.f("ck_size_years_awu_range")),
        sa.CheckConstraint("balance BETWEEN 0 AND 10000000000000", name=op.f("ck_size_years_balance_range")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_size_years_id_length")),
        sa.CheckConstraint("length(recorded_by) BETWEEN 1 AND 80", name=op.f("ck_size_years_recorded_by_length")),
        sa.CheckConstraint("length(source) BETWEEN 1 AND 200", name=op.f("ck_size_years_source_length")),
        sa.CheckConstraint("turnover BETWEEN 0 AND 10000000000000", name=op.f("ck_size_years_turnover_range")),
        sa.CheckConstraint("year BETWEEN 1970 AND 2100", name=op.f("ck_size_years_year_range")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_size_years_firm_id_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_size_years")),
    )
    op.create_index(op.f("ix_size_years_firm_id"), "size_years", ["firm_id"], unique=False)


def _standing_facts() -> None:
    op.create_table(
        "standing_facts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("value", sa.String(length=8), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "kind IN ('durc', 'catastrophe_insurance', 'chamber_fee', 'business_register', 'no_aid_to_return', "
            "'no_delocalisation', 'gender_certificate', 'aid_list_complete')",
            name=op.f("ck_standing_facts_kind_known"),
        ),
        sa.CheckConstraint("value IN ('yes', 'no', 'not_due')", name=op.f("ck_standing_facts_value_known")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_standing_facts_id_length")),
        sa.CheckConstraint("length(recorded_by) BETWEEN 1 AND 80", name=op.f("ck_standing_facts_recorded_by_length")),
        sa.CheckConstraint("length(source) BETWEEN 1 AND 200", name=op.f("ck_standing_facts_source_length")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_standing_facts_ends_after_start")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_standing_facts_firm_id_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_facts")),
    )
    op.create_index(op.f("ix_standing_facts_firm_id"), "standing_facts", ["firm_id"], unique=False)


def _aid_reservations() -> None:
    op.create_table(
        "aid_reservations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("firm_code", sa.String(length=16), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("reserved_at", MOMENT, nullable=False),
        sa.Column("reserved_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("cents BETWEEN 1 AND 10000000000000", name=op.f("ck_aid_reservations_cents_range")),
        sa.CheckConstraint("length(firm_code) BETWEEN 11 AND 16", name=op.f("ck_aid_reservations_firm_code_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_aid_reservations_id_length")),
        sa.CheckConstraint("length(reserved_by) BETWEEN 1 AND 80", name=op.f("ck_aid_reservations_reserved_by_length")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_aid_reservations_call_id_calls")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_aid_reservations_firm_id_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aid_reservations")),
    )
    op.create_index(op.f("ix_aid_reservations_call_id"), "aid_reservations", ["call_id"], unique=False)
    op.create_index(op.f("ix_aid_reservations_firm_code"), "aid_reservations", ["firm_code"], unique=False)
    op.create_index(op.f("ix_aid_reservations_firm_id"), "aid_reservations", ["firm_id"], unique=False)


def _aid_reservation_ends() -> None:
    op.create_table(
        "aid_reservation_ends",
        sa.Column("reservation_id", sa.String(length=32), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint("how IN ('released', 'granted')", name=op.f("ck_aid_reservation_ends_how_known")),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_aid_reservation_ends_by_label_length")),
        sa.ForeignKeyConstraint(
            ["reservation_id"],
            ["aid_reservations.id"],
            name=op.f("fk_aid_reservation_ends_reservation_id_aid_reservations"),
        ),
        sa.PrimaryKeyConstraint("reservation_id", name=op.f("pk_aid_reservation_ends")),
    )
    # ### end Alembic commands ###
