"""Firms join agreements, and what was noted on the facts of their clauses."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import audit_tables

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "adherences",
        *_head(),
        *_signature(),
        *_life(),
        *_checks_of_signature(),
        *_checks_of_life(),
        *_checks_of_words(),
        *_keys(),
    )
    op.create_index("ix_adherences_agreement_id_state", "adherences", ["agreement_id", "state"], unique=False)
    op.create_index(op.f("ix_adherences_firm_id"), "adherences", ["firm_id"], unique=False)
    op.create_index(
        "uq_adherences_live",
        "adherences",
        ["firm_id", "agreement_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'ended'"),
        postgresql_where=sa.text("state <> 'ended'"),
    )
    op.create_table("clause_proofs", *_proof_columns(), *_proof_checks())
    op.create_index("ix_clause_proofs_adherence_id_fact_id", "clause_proofs", ["adherence_id", "fact_id"], unique=False)


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    audit_tables.record_drop("clause_proofs", "adherences", act=f"downgrade {revision}")
    for table in ("clause_proofs", "adherences"):
        op.drop_table(table)


def _head() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("agreement_id", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("started_by", sa.String(length=80), nullable=False),
        sa.Column("route", sa.String(length=12), nullable=True),
        sa.Column("seat_name", sa.String(length=120), nullable=True),
        sa.Column("seat_code", sa.String(length=6), nullable=True),
        sa.Column("ccnl_code", sa.String(length=10), nullable=True),
        sa.Column("size_counted", sa.Integer(), nullable=True),
        sa.Column("sector", sa.String(length=40), nullable=True),
        sa.Column("declares_other_text", sa.Boolean(), nullable=True),
        sa.Column("other_text_on", sa.Date(), nullable=True),
        sa.Column("other_text_matters", sa.String(length=120), nullable=True),
    ]


def _signature() -> list[sa.Column[object]]:
    return [
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("form_sha256", sa.String(length=64), nullable=True),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("signed_kind", sa.String(length=12), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_name", sa.String(length=200), nullable=True),
        sa.Column("signed_by_label", sa.String(length=80), nullable=True),
        sa.Column("signed_file_id", sa.String(length=32), nullable=True),
    ]


def _life() -> list[sa.Column[object]]:
    return [
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("protocol_number", sa.String(length=60), nullable=True),
        sa.Column("protocol_on", sa.Date(), nullable=True),
        sa.Column("lodged_by_label", sa.String(length=80), nullable=True),
        sa.Column("committee_told_on", sa.Date(), nullable=True),
        sa.Column("workers_told_on", sa.Date(), nullable=True),
        sa.Column("leaving_asked_on", sa.Date(), nullable=True),
        sa.Column("leaves_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.String(length=20), nullable=True),
        sa.Column("hidden_on", sa.Date(), nullable=True),
        sa.Column("hidden_because", sa.String(length=24), nullable=True),
        sa.Column("objection_accepted", sa.Boolean(), nullable=True),
        sa.Column("succeeds_id", sa.String(length=32), nullable=True),
    ]


def _checks_of_signature() -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint("signed_kind IN ('in_system', 'paper')", name=op.f("ck_adherences_signed_kind_known")),
        sa.CheckConstraint("state <> 'draft' OR signed_on IS NULL", name=op.f("ck_adherences_draft_is_unsigned")),
        sa.CheckConstraint(
            "state IN ('draft', 'ended') OR signed_on IS NOT NULL", name=op.f("ck_adherences_bound_is_signed")
        ),
        sa.CheckConstraint("(form IS NULL) = (form_sha256 IS NULL)", name=op.f("ck_adherences_form_is_whole")),
        sa.CheckConstraint("form IS NULL OR form_version >= 1", name=op.f("ck_adherences_form_is_counted")),
        sa.CheckConstraint(
            "(signed_on IS NULL) = (signed_kind IS NULL) AND (signed_on IS NULL) = (signed_name IS NULL)"
            " AND (signed_on IS NULL) = (signed_by_label IS NULL) AND (signed_on IS NULL) = (joined_on IS NULL)",
            name=op.f("ck_adherences_signature_is_whole"),
        ),
        sa.CheckConstraint("form_version >= 0", name=op.f("ck_adherences_form_version_counts")),
        sa.CheckConstraint("length(form) BETWEEN 2 AND 20000", name=op.f("ck_adherences_form_length")),
        sa.CheckConstraint("length(form_sha256) = 64", name=op.f("ck_adherences_form_sha256_length")),
        sa.CheckConstraint(
            "length(signed_by_label) BETWEEN 1 AND 80", name=op.f("ck_adherences_signed_by_label_length")
        ),
        sa.CheckConstraint("length(signed_name) BETWEEN 1 AND 200", name=op.f("ck_adherences_signed_name_length")),
        sa.CheckConstraint(
            "signed_on IS NULL OR (form IS NOT NULL AND route IS NOT NULL)", name=op.f("ck_adherences_signs_a_form")
        ),
    ]


def _checks_of_life() -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint("(state = 'ended') = (ended_on IS NOT NULL)", name=op.f("ck_adherences_ended_has_a_day")),
        sa.CheckConstraint(
            "ended_because IN ('given_up', 'left', 'expired', 'renewed', 'moved', 'ccnl_changed', 'merged')",
            name=op.f("ck_adherences_ended_because_known"),
        ),
        sa.CheckConstraint(
            "hidden_because IN ('particular_situation', 'safety', 'authority')",
            name=op.f("ck_adherences_hidden_because_known"),
        ),
        sa.CheckConstraint("route IN ('membership', 'full_ccnl', 'mandate')", name=op.f("ck_adherences_route_known")),
        sa.CheckConstraint("signed_file_id IS NULL OR signed_kind = 'paper'", name=op.f("ck_adherences_file_of_paper")),
        sa.CheckConstraint("state <> 'leaving' OR leaves_on IS NOT NULL", name=op.f("ck_adherences_leaving_has_a_day")),
        sa.CheckConstraint(
            "state <> 'lodged' OR protocol_number IS NOT NULL", name=op.f("ck_adherences_lodged_has_a_number")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'signed', 'lodged', 'leaving', 'ended')", name=op.f("ck_adherences_state_known")
        ),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (ended_because IS NULL)", name=op.f("ck_adherences_ended_has_a_reason")
        ),
        sa.CheckConstraint(
            "(hidden_on IS NULL) = (hidden_because IS NULL)", name=op.f("ck_adherences_hidden_has_a_reason")
        ),
        sa.CheckConstraint(
            "(leaving_asked_on IS NULL) = (leaves_on IS NULL)", name=op.f("ck_adherences_leaving_is_whole")
        ),
        sa.CheckConstraint(
            "(protocol_number IS NULL) = (protocol_on IS NULL)", name=op.f("ck_adherences_protocol_is_whole")
        ),
    ]


def _checks_of_words() -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint("leaves_on >= leaving_asked_on", name=op.f("ck_adherences_leaves_after_asking")),
        sa.CheckConstraint("length(agreement_id) BETWEEN 1 AND 80", name=op.f("ck_adherences_agreement_id_length")),
        sa.CheckConstraint("length(ccnl_code) BETWEEN 4 AND 10", name=op.f("ck_adherences_ccnl_code_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_adherences_id_length")),
        sa.CheckConstraint(
            "length(lodged_by_label) BETWEEN 1 AND 80", name=op.f("ck_adherences_lodged_by_label_length")
        ),
        sa.CheckConstraint("length(sector) BETWEEN 1 AND 40", name=op.f("ck_adherences_sector_length")),
        sa.CheckConstraint(
            "length(other_text_matters) BETWEEN 1 AND 120", name=op.f("ck_adherences_other_text_matters_length")
        ),
        sa.CheckConstraint(
            "length(protocol_number) BETWEEN 1 AND 60", name=op.f("ck_adherences_protocol_number_length")
        ),
        sa.CheckConstraint("length(seat_code) = 6", name=op.f("ck_adherences_seat_code_length")),
        sa.CheckConstraint("length(seat_name) BETWEEN 1 AND 120", name=op.f("ck_adherences_seat_name_length")),
        sa.CheckConstraint("length(started_by) BETWEEN 1 AND 80", name=op.f("ck_adherences_started_by_length")),
        sa.CheckConstraint("size_counted BETWEEN 0 AND 100000", name=op.f("ck_adherences_size_range")),
        sa.CheckConstraint(
            "objection_accepted IS NULL OR hidden_on IS NOT NULL", name=op.f("ck_adherences_answered_objection")
        ),
        sa.CheckConstraint("succeeds_id IS NULL OR succeeds_id <> id", name=op.f("ck_adherences_succeeds_another")),
    ]


def _keys() -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_adherences_firm_id_firms")),
        sa.ForeignKeyConstraint(["signed_file_id"], ["files.id"], name=op.f("fk_adherences_signed_file_id_files")),
        sa.ForeignKeyConstraint(["succeeds_id"], ["adherences.id"], name=op.f("fk_adherences_succeeds_id_adherences")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adherences")),
        sa.UniqueConstraint("signed_file_id", name=op.f("uq_adherences_signed_file_id")),
    ]


def _proof_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("adherence_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("yes_no", sa.Boolean(), nullable=True),
        sa.Column("stated_no", sa.Boolean(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(length=80), nullable=False),
        sa.Column("file_id", sa.String(length=32), nullable=True),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=80), nullable=True),
    ]


def _proof_checks() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "(CASE WHEN day IS NULL THEN 0 ELSE 1 END) + (CASE WHEN number IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN yes_no IS NULL THEN 0 ELSE 1 END) + (CASE WHEN stated_no THEN 1 ELSE 0 END) = 1",
            name=op.f("ck_clause_proofs_says_one_thing"),
        ),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_clause_proofs_withdrawn_whole")
        ),
        sa.CheckConstraint("file_id IS NULL OR NOT seen", name=op.f("ck_clause_proofs_file_or_seen")),
        sa.CheckConstraint("length(fact_id) BETWEEN 1 AND 80", name=op.f("ck_clause_proofs_fact_id_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_clause_proofs_id_length")),
        sa.CheckConstraint("length(noted_by) BETWEEN 1 AND 80", name=op.f("ck_clause_proofs_noted_by_length")),
        sa.CheckConstraint("length(reference) BETWEEN 1 AND 60", name=op.f("ck_clause_proofs_reference_length")),
        sa.CheckConstraint("length(withdrawn_by) BETWEEN 1 AND 80", name=op.f("ck_clause_proofs_withdrawn_by_length")),
        sa.CheckConstraint("number BETWEEN -1000000000 AND 1000000000", name=op.f("ck_clause_proofs_number_range")),
        sa.ForeignKeyConstraint(
            ["adherence_id"], ["adherences.id"], name=op.f("fk_clause_proofs_adherence_id_adherences")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_clause_proofs_file_id_files")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_clause_proofs_seq_counts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_proofs")),
        sa.UniqueConstraint("adherence_id", "seq", name=op.f("uq_clause_proofs_adherence_id_seq")),
        sa.UniqueConstraint("file_id", name=op.f("uq_clause_proofs_file_id")),
    ]
