"""Applications: drafts, edits, files, sign-offs, what was sent, what was withdrawn."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    _applications()
    _application_edits()
    _application_files()
    _sign_offs()
    _submissions()
    _submission_withdrawals()
    for table in ("application_edits", "sign_offs", "submissions", "submission_withdrawals"):
        append_only.refuse_updates(table)
        append_only.refuse_deletes(table)


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    tables = (
        "submission_withdrawals",
        "submissions",
        "sign_offs",
        "application_files",
        "application_edits",
        "applications",
    )
    audit_tables.record_drop(*tables, act=f"downgrade {revision}")
    for table in tables:
        op.drop_table(table)


def _applications() -> None:
    op.create_table("applications", *_applications_columns(), *_applications_rules())
    op.create_index(op.f("ix_applications_firm_id"), "applications", ["firm_id"], unique=False)


def _applications_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("requested", sa.BigInteger(), nullable=True),
        sa.Column("check_up_id", sa.String(length=32), nullable=True),
        sa.Column("snapshot_id", sa.String(length=32), nullable=True),
        sa.Column("plan_version_id", sa.String(length=32), nullable=True),
        sa.Column("adherence_id", sa.String(length=32), nullable=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("started_by", sa.String(length=80), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
    ]


def _applications_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "state IN ('draft', 'ready', 'submitted', 'withdrawn')", name=op.f("ck_applications_state_known")
        ),
        sa.CheckConstraint("changed_at >= started_at", name=op.f("ck_applications_changed_after_start")),
        sa.CheckConstraint("length(adherence_id) = 32", name=op.f("ck_applications_adherence_id_length")),
        sa.CheckConstraint("length(answers) BETWEEN 2 AND 100000", name=op.f("ck_applications_answers_length")),
        sa.CheckConstraint("length(changed_by) BETWEEN 1 AND 80", name=op.f("ck_applications_changed_by_length")),
        sa.CheckConstraint("length(check_up_id) = 32", name=op.f("ck_applications_check_up_id_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_applications_id_length")),
        sa.CheckConstraint("length(plan_version_id) = 32", name=op.f("ck_applications_plan_version_id_length")),
        sa.CheckConstraint("length(snapshot_id) = 32", name=op.f("ck_applications_snapshot_id_length")),
        sa.CheckConstraint("length(started_by) BETWEEN 1 AND 80", name=op.f("ck_applications_started_by_length")),
        sa.CheckConstraint(
            "plan_version_id IS NULL OR check_up_id IS NOT NULL", name=op.f("ck_applications_plan_of_check_up")
        ),
        sa.CheckConstraint("requested BETWEEN 0 AND 10000000000000", name=op.f("ck_applications_requested_range")),
        sa.CheckConstraint(
            "snapshot_id IS NULL OR check_up_id IS NOT NULL", name=op.f("ck_applications_snapshot_of_check_up")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_applications_version_counts")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_applications_call_id_calls")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_applications_firm_id_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("call_id", "firm_id", name=op.f("uq_applications_call_id_firm_id")),
    ]


def _application_edits() -> None:
    op.create_table(
        "application_edits",
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=80), nullable=False),
        sa.Column("before_sha256", sa.String(length=64), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(before_sha256) = 64", name=op.f("ck_application_edits_before_sha256_length")),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_application_edits_by_label_length")),
        sa.CheckConstraint("length(field) BETWEEN 1 AND 80", name=op.f("ck_application_edits_field_length")),
        sa.CheckConstraint("length(value) BETWEEN 1 AND 4000", name=op.f("ck_application_edits_value_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_application_edits_seq_counts")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_application_edits_version_counts")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_application_edits_application_id_applications")
        ),
        sa.PrimaryKeyConstraint("application_id", "seq", name=op.f("pk_application_edits")),
    )


def _application_files() -> None:
    op.create_table(
        "application_files",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("document_id", sa.String(length=80), nullable=False),
        sa.Column("file_id", sa.String(length=32), nullable=False),
        sa.Column("put_at", MOMENT, nullable=False),
        sa.Column("put_by", sa.String(length=80), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("removed_by", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by IS NULL)", name=op.f("ck_application_files_removed_is_whole")
        ),
        sa.CheckConstraint(
            "length(document_id) BETWEEN 1 AND 80", name=op.f("ck_application_files_document_id_length")
        ),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_application_files_id_length")),
        sa.CheckConstraint("length(put_by) BETWEEN 1 AND 80", name=op.f("ck_application_files_put_by_length")),
        sa.CheckConstraint("length(removed_by) BETWEEN 1 AND 80", name=op.f("ck_application_files_removed_by_length")),
        sa.CheckConstraint("removed_at >= put_at", name=op.f("ck_application_files_removed_after_put")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_application_files_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_application_files_file_id_files")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_files")),
        sa.UniqueConstraint("file_id", name=op.f("uq_application_files_file_id")),
    )
    op.create_index(op.f("ix_application_files_application_id"), "application_files", ["application_id"], unique=False)


def _sign_offs() -> None:
    op.create_table("sign_offs", *_sign_offs_columns(), *_sign_offs_rules())


def _sign_offs_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=14), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_person", sa.String(length=32), nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
    ]


def _sign_offs_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("kind IN ('second_person', 'alone')", name=op.f("ck_sign_offs_kind_known")),
        sa.CheckConstraint(
            "verdict <> 'sent_back' OR note IS NOT NULL", name=op.f("ck_sign_offs_sent_back_has_a_note")
        ),
        sa.CheckConstraint("verdict IN ('signed_off', 'sent_back')", name=op.f("ck_sign_offs_verdict_known")),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_sign_offs_by_label_length")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_sign_offs_digest_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_sign_offs_id_length")),
        sa.CheckConstraint("length(note) BETWEEN 1 AND 500", name=op.f("ck_sign_offs_note_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_sign_offs_seq_counts")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_sign_offs_version_counts")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_sign_offs_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["by_person"], ["people.id"], name=op.f("fk_sign_offs_by_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_offs")),
        sa.UniqueConstraint("application_id", "seq", name=op.f("uq_sign_offs_application_id_seq")),
    ]


def _submissions() -> None:
    op.create_table("submissions", *_submissions_columns(), *_submissions_rules())
    op.create_index(op.f("ix_submissions_firm_id"), "submissions", ["firm_id"], unique=False)


def _submissions_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("requested", sa.BigInteger(), nullable=True),
        sa.Column("sign_off_id", sa.String(length=32), nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=False),
        sa.Column("by_person", sa.String(length=32), nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.Column("mandate_id", sa.String(length=32), nullable=True),
        sa.Column("idempotency_key", sa.String(length=32), nullable=False),
        sa.Column("receipt_code", sa.String(length=32), nullable=False),
    ]


def _submissions_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_submissions_by_label_length")),
        sa.CheckConstraint("length(content) BETWEEN 2 AND 200000", name=op.f("ck_submissions_content_length")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_submissions_digest_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_submissions_id_length")),
        sa.CheckConstraint("length(idempotency_key) = 32", name=op.f("ck_submissions_idempotency_key_length")),
        sa.CheckConstraint("length(receipt_code) = 32", name=op.f("ck_submissions_receipt_code_length")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_submissions_number_counts")),
        sa.CheckConstraint("requested BETWEEN 0 AND 10000000000000", name=op.f("ck_submissions_requested_range")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_submissions_version_counts")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_submissions_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["by_person"], ["people.id"], name=op.f("fk_submissions_by_person_people")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_submissions_call_id_calls")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_submissions_firm_id_firms")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandates.id"], name=op.f("fk_submissions_mandate_id_mandates")),
        sa.ForeignKeyConstraint(["sign_off_id"], ["sign_offs.id"], name=op.f("fk_submissions_sign_off_id_sign_offs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("application_id", "version", name=op.f("uq_submissions_application_id_version")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_submissions_call_id_number")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_submissions_idempotency_key")),
        sa.UniqueConstraint("receipt_code", name=op.f("uq_submissions_receipt_code")),
    ]


def _submission_withdrawals() -> None:
    op.create_table(
        "submission_withdrawals",
        sa.Column("submission_id", sa.String(length=32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_person", sa.String(length=32), nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_submission_withdrawals_by_label_length")),
        sa.ForeignKeyConstraint(["by_person"], ["people.id"], name=op.f("fk_submission_withdrawals_by_person_people")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_submission_withdrawals_submission_id_submissions")
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_submission_withdrawals")),
    )
