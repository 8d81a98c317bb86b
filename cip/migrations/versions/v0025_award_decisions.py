"""The decision on awards: last checks, who prepared and approved, codes of the register and its files, letters."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "register_imports",
    "award_checks",
    "register_codes",
    "award_preparations",
    "award_approvals",
    "award_letters",
)


def upgrade() -> None:
    """Create the tables."""
    _register_imports()
    _award_checks()
    _register_codes()
    _award_preparations()
    _award_approvals()
    _award_letters()
    for table in TABLES:
        append_only.refuse_updates(table)
        append_only.refuse_deletes(table)


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    audit_tables.record_drop(*reversed(TABLES), act=f"downgrade {revision}")
    for table in reversed(TABLES):
        op.drop_table(table)


def _register_imports() -> None:
    op.create_table(
        "register_imports",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_register_imports_by_label_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_register_imports_id_length")),
        sa.CheckConstraint("length(report) BETWEEN 2 AND 200000", name=op.f("ck_register_imports_report_length")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_register_imports_sha256_length")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_register_imports_call_id_calls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_imports")),
    )
    op.create_index(op.f("ix_register_imports_call_id"), "register_imports", ["call_id"], unique=False)


def _award_checks() -> None:
    op.create_table(
        "award_checks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.Column("in_order", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_award_checks_by_label_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_award_checks_id_length")),
        sa.CheckConstraint("length(results) BETWEEN 2 AND 200000", name=op.f("ck_award_checks_results_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_award_checks_seq_from_one")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_award_checks_award_id_awards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_checks")),
        sa.UniqueConstraint("award_id", "seq", name=op.f("uq_award_checks_award_id_seq")),
        sa.UniqueConstraint("id", "award_id", name=op.f("uq_award_checks_id_award_id")),
    )


def _register_codes() -> None:
    op.create_table("register_codes", *_register_codes_columns(), *_register_codes_rules())
    op.create_index(op.f("ix_register_codes_award_id"), "register_codes", ["award_id"], unique=False)
    op.create_index(op.f("ix_register_codes_code"), "register_codes", ["code"], unique=False)


def _register_codes_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("award_id", sa.String(length=32), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("import_id", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
    ]


def _register_codes_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("(source = 'file') = (import_id IS NOT NULL)", name=op.f("ck_register_codes_file_is_named")),
        sa.CheckConstraint("kind <> 'car' OR award_id IS NULL", name=op.f("ck_register_codes_car_is_of_the_call")),
        sa.CheckConstraint("kind IN ('car', 'cor', 'vercor', 'cup')", name=op.f("ck_register_codes_kind_known")),
        sa.CheckConstraint(
            "kind IN ('car', 'cup') OR award_id IS NOT NULL", name=op.f("ck_register_codes_cor_is_of_an_award")
        ),
        sa.CheckConstraint("source IN ('typed', 'file')", name=op.f("ck_register_codes_source_known")),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_register_codes_by_label_length")),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 30", name=op.f("ck_register_codes_code_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_register_codes_id_length")),
        sa.CheckConstraint("length(reason) BETWEEN 0 AND 1000", name=op.f("ck_register_codes_reason_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_register_codes_seq_from_one")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_register_codes_award_id_awards")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_register_codes_call_id_calls")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["register_imports.id"], name=op.f("fk_register_codes_import_id_register_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_codes")),
        sa.UniqueConstraint("call_id", "seq", name=op.f("uq_register_codes_call_id_seq")),
    ]


def _award_preparations() -> None:
    op.create_table(
        "award_preparations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.String(length=32), nullable=False),
        sa.Column("prepared_by", sa.String(length=32), nullable=False),
        sa.Column("prepared_label", sa.String(length=80), nullable=False),
        sa.Column("prepared_at", MOMENT, nullable=False),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_award_preparations_id_length")),
        sa.CheckConstraint(
            "length(prepared_label) BETWEEN 1 AND 80", name=op.f("ck_award_preparations_prepared_label_length")
        ),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_award_preparations_seq_from_one")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_award_preparations_award_id_awards")),
        sa.ForeignKeyConstraint(
            ["check_id", "award_id"],
            ["award_checks.id", "award_checks.award_id"],
            name=op.f("fk_award_preparations_check_id_award_id_award_checks"),
        ),
        sa.ForeignKeyConstraint(["prepared_by"], ["people.id"], name=op.f("fk_award_preparations_prepared_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_preparations")),
        sa.UniqueConstraint("award_id", "seq", name=op.f("uq_award_preparations_award_id_seq")),
        sa.UniqueConstraint(
            "id", "award_id", "prepared_by", name=op.f("uq_award_preparations_id_award_id_prepared_by")
        ),
    )


def _award_approvals() -> None:
    op.create_table(
        "award_approvals",
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("preparation_id", sa.String(length=32), nullable=False),
        sa.Column("preparer", sa.String(length=32), nullable=False),
        sa.Column("check_id", sa.String(length=32), nullable=False),
        sa.Column("approved_by", sa.String(length=32), nullable=False),
        sa.Column("approved_label", sa.String(length=80), nullable=False),
        sa.Column("approved_at", MOMENT, nullable=False),
        sa.Column("act_number", sa.String(length=80), nullable=False),
        sa.Column("act_on", sa.Date(), nullable=False),
        sa.Column("aid_id", sa.String(length=32), nullable=True),
        sa.CheckConstraint("approved_by <> preparer", name=op.f("ck_award_approvals_two_people")),
        sa.CheckConstraint("length(act_number) BETWEEN 1 AND 80", name=op.f("ck_award_approvals_act_number_length")),
        sa.CheckConstraint(
            "length(approved_label) BETWEEN 1 AND 80", name=op.f("ck_award_approvals_approved_label_length")
        ),
        sa.ForeignKeyConstraint(["aid_id"], ["aids.id"], name=op.f("fk_award_approvals_aid_id_aids")),
        sa.ForeignKeyConstraint(["approved_by"], ["people.id"], name=op.f("fk_award_approvals_approved_by_people")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_award_approvals_award_id_awards")),
        sa.ForeignKeyConstraint(
            ["check_id", "award_id"],
            ["award_checks.id", "award_checks.award_id"],
            name=op.f("fk_award_approvals_check_id_award_id_award_checks"),
        ),
        sa.ForeignKeyConstraint(
            ["preparation_id", "award_id", "preparer"],
            ["award_preparations.id", "award_preparations.award_id", "award_preparations.prepared_by"],
            name=op.f("fk_award_approvals_preparation_id_award_id_preparer_award_preparations"),
        ),
        sa.PrimaryKeyConstraint("award_id", name=op.f("pk_award_approvals")),
    )


def _award_letters() -> None:
    op.create_table(
        "award_letters",
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("protocol_year", sa.Integer(), nullable=False),
        sa.Column("protocol_number", sa.Integer(), nullable=False),
        sa.Column("protocol_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(content) BETWEEN 2 AND 200000", name=op.f("ck_award_letters_content_length")),
        sa.CheckConstraint("length(made_label) BETWEEN 1 AND 80", name=op.f("ck_award_letters_made_label_length")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_award_letters_sha256_length")),
        sa.CheckConstraint("protocol_number BETWEEN 1 AND 99999999", name=op.f("ck_award_letters_number_range")),
        sa.CheckConstraint("protocol_year BETWEEN 2000 AND 2200", name=op.f("ck_award_letters_year_range")),
        sa.ForeignKeyConstraint(
            ["award_id"], ["award_approvals.award_id"], name=op.f("fk_award_letters_award_id_award_approvals")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_award_letters_body_id_bodies")),
        sa.PrimaryKeyConstraint("award_id", name=op.f("pk_award_letters")),
        sa.UniqueConstraint(
            "body_id",
            "protocol_year",
            "protocol_number",
            name=op.f("uq_award_letters_body_id_protocol_year_protocol_number"),
        ),
    )
    # ### end Alembic commands ###
