"""The formal check of applications: steps, judgements, requests and answers, notices, decisions, terms."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WRITTEN_ONCE = (
    "procedure_terms",
    "admissibility_decisions",
    "admissibility_judgements",
    "admissibility_steps",
    "clarifications",
    "clarification_items",
    "clarification_answers",
    "refusal_notices",
    "notice_remarks",
)


def upgrade() -> None:
    """Create the tables."""
    _procedure_terms()
    _admissibility_decisions()
    _admissibility_judgements()
    _admissibility_steps()
    _clarifications()
    _refusal_notices()
    _clarification_answers()
    _clarification_files()
    _clarification_items()
    _notice_remarks()
    _admissibility_checks()
    for table in WRITTEN_ONCE:
        append_only.refuse_updates(table)
        append_only.refuse_deletes(table)


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    tables = (
        "admissibility_checks",
        "notice_remarks",
        "clarification_items",
        "clarification_files",
        "clarification_answers",
        "refusal_notices",
        "clarifications",
        "admissibility_steps",
        "admissibility_judgements",
        "admissibility_decisions",
        "procedure_terms",
    )
    audit_tables.record_drop(*tables, act=f"downgrade {revision}")
    for table in tables:
        op.drop_table(table)


def _procedure_terms() -> None:
    op.create_table(
        "procedure_terms",
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("complex_case", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint("days BETWEEN 1 AND 1000", name=op.f("ck_procedure_terms_days_range")),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_procedure_terms_by_label_length")),
        sa.CheckConstraint("length(source) BETWEEN 1 AND 200", name=op.f("ck_procedure_terms_source_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_procedure_terms_seq_from_one")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_procedure_terms_call_id_calls")),
        sa.PrimaryKeyConstraint("call_id", "seq", name=op.f("pk_procedure_terms")),
    )


def _admissibility_decisions() -> None:
    op.create_table(
        "admissibility_decisions",
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "decision IN ('admitted', 'refused')", name=op.f("ck_admissibility_decisions_decision_known")
        ),
        sa.CheckConstraint(
            "length(by_label) BETWEEN 1 AND 80", name=op.f("ck_admissibility_decisions_by_label_length")
        ),
        sa.CheckConstraint(
            "length(content) BETWEEN 2 AND 300000", name=op.f("ck_admissibility_decisions_content_length")
        ),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_admissibility_decisions_digest_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_admissibility_decisions_seq_from_one")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_admissibility_decisions_application_id_applications")
        ),
        sa.PrimaryKeyConstraint("application_id", "seq", name=op.f("pk_admissibility_decisions")),
    )


def _admissibility_judgements() -> None:
    op.create_table(
        "admissibility_judgements",
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("row_id", sa.String(length=100), nullable=False),
        sa.Column("automatic", sa.String(length=10), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "automatic IN ('met', 'not_met', 'unknown')", name=op.f("ck_admissibility_judgements_automatic_known")
        ),
        sa.CheckConstraint("verdict IN ('met', 'not_met')", name=op.f("ck_admissibility_judgements_verdict_known")),
        sa.CheckConstraint(
            "length(by_label) BETWEEN 1 AND 80", name=op.f("ck_admissibility_judgements_by_label_length")
        ),
        sa.CheckConstraint("length(facts) BETWEEN 2 AND 100000", name=op.f("ck_admissibility_judgements_facts_length")),
        sa.CheckConstraint("length(reason) BETWEEN 0 AND 1000", name=op.f("ck_admissibility_judgements_reason_length")),
        sa.CheckConstraint("length(row_id) BETWEEN 1 AND 100", name=op.f("ck_admissibility_judgements_row_id_length")),
        sa.CheckConstraint("length(source) BETWEEN 0 AND 200", name=op.f("ck_admissibility_judgements_source_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_admissibility_judgements_seq_from_one")),
        sa.CheckConstraint(
            "verdict = automatic OR (length(reason) > 0 AND length(source) > 0)",
            name=op.f("ck_admissibility_judgements_overruled_with_why"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_admissibility_judgements_application_id_applications"),
        ),
        sa.PrimaryKeyConstraint("application_id", "seq", name=op.f("pk_admissibility_judgements")),
    )


def _admissibility_steps() -> None:
    op.create_table(
        "admissibility_steps",
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("from_state", sa.String(length=10), nullable=False),
        sa.Column("to_state", sa.String(length=10), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "action IN ('take', 'judge', 'ask', 'answer', 'lapse', 'notice', 'remark', 'admit', 'refuse', 'reopen')",
            name=op.f("ck_admissibility_steps_action_known"),
        ),
        sa.CheckConstraint(
            "from_state IN ('received', 'checking', 'asked', 'completed', 'noticed', 'remarked', 'admitted',"
            " 'refused')",
            name=op.f("ck_admissibility_steps_from_state_known"),
        ),
        sa.CheckConstraint(
            "to_state IN ('received', 'checking', 'asked', 'completed', 'noticed', 'remarked', 'admitted', 'refused')",
            name=op.f("ck_admissibility_steps_to_state_known"),
        ),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_admissibility_steps_by_label_length")),
        sa.CheckConstraint("length(reason) BETWEEN 0 AND 2000", name=op.f("ck_admissibility_steps_reason_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_admissibility_steps_seq_from_one")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_admissibility_steps_application_id_applications")
        ),
        sa.PrimaryKeyConstraint("application_id", "seq", name=op.f("pk_admissibility_steps")),
    )


def _clarifications() -> None:
    op.create_table(
        "clarifications",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("due_on > asked_on", name=op.f("ck_clarifications_has_a_term")),
        sa.CheckConstraint("length(asked_by) BETWEEN 1 AND 80", name=op.f("ck_clarifications_asked_by_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_clarifications_id_length")),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 1000", name=op.f("ck_clarifications_reason_length")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_clarifications_application_id_applications")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarifications")),
        sa.UniqueConstraint("application_id", name=op.f("uq_clarifications_application_id")),
    )
    op.create_index(op.f("ix_clarifications_due_on"), "clarifications", ["due_on"], unique=False)


def _refusal_notices() -> None:
    op.create_table(
        "refusal_notices",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("noticed_at", MOMENT, nullable=False),
        sa.Column("noticed_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("due_on > noticed_on", name=op.f("ck_refusal_notices_has_a_term")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_refusal_notices_id_length")),
        sa.CheckConstraint("length(noticed_by) BETWEEN 1 AND 80", name=op.f("ck_refusal_notices_noticed_by_length")),
        sa.CheckConstraint("length(reasons) BETWEEN 2 AND 100000", name=op.f("ck_refusal_notices_reasons_length")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_refusal_notices_application_id_applications")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal_notices")),
    )
    op.create_index(op.f("ix_refusal_notices_application_id"), "refusal_notices", ["application_id"], unique=False)
    op.create_index(op.f("ix_refusal_notices_due_on"), "refusal_notices", ["due_on"], unique=False)


def _clarification_answers() -> None:
    op.create_table(
        "clarification_answers",
        sa.Column("clarification_id", sa.String(length=32), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_clarification_answers_by_label_length")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_clarification_answers_digest_length")),
        sa.CheckConstraint("length(facts) BETWEEN 2 AND 100000", name=op.f("ck_clarification_answers_facts_length")),
        sa.CheckConstraint("length(files) BETWEEN 2 AND 100000", name=op.f("ck_clarification_answers_files_length")),
        sa.CheckConstraint("length(note) BETWEEN 0 AND 1000", name=op.f("ck_clarification_answers_note_length")),
        sa.ForeignKeyConstraint(
            ["clarification_id"],
            ["clarifications.id"],
            name=op.f("fk_clarification_answers_clarification_id_clarifications"),
        ),
        sa.PrimaryKeyConstraint("clarification_id", name=op.f("pk_clarification_answers")),
    )


def _clarification_files() -> None:
    op.create_table(
        "clarification_files",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("clarification_id", sa.String(length=32), nullable=False),
        sa.Column("document_id", sa.String(length=80), nullable=False),
        sa.Column("file_id", sa.String(length=32), nullable=False),
        sa.Column("put_at", MOMENT, nullable=False),
        sa.Column("put_by", sa.String(length=80), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("removed_by", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by IS NULL)", name=op.f("ck_clarification_files_removed_is_whole")
        ),
        sa.CheckConstraint(
            "length(document_id) BETWEEN 1 AND 80", name=op.f("ck_clarification_files_document_id_length")
        ),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_clarification_files_id_length")),
        sa.CheckConstraint("length(put_by) BETWEEN 1 AND 80", name=op.f("ck_clarification_files_put_by_length")),
        sa.CheckConstraint(
            "length(removed_by) BETWEEN 1 AND 80", name=op.f("ck_clarification_files_removed_by_length")
        ),
        sa.CheckConstraint("removed_at >= put_at", name=op.f("ck_clarification_files_removed_after_put")),
        sa.ForeignKeyConstraint(
            ["clarification_id"],
            ["clarifications.id"],
            name=op.f("fk_clarification_files_clarification_id_clarifications"),
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_clarification_files_file_id_files")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarification_files")),
        sa.UniqueConstraint("file_id", name=op.f("uq_clarification_files_file_id")),
    )
    op.create_index(
        op.f("ix_clarification_files_clarification_id"), "clarification_files", ["clarification_id"], unique=False
    )


def _clarification_items() -> None:
    op.create_table(
        "clarification_items",
        sa.Column("clarification_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("item_id", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint("kind IN ('fact', 'document')", name=op.f("ck_clarification_items_kind_known")),
        sa.CheckConstraint("length(item_id) BETWEEN 1 AND 80", name=op.f("ck_clarification_items_item_id_length")),
        sa.CheckConstraint("length(note) BETWEEN 1 AND 500", name=op.f("ck_clarification_items_note_length")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_clarification_items_number_counts")),
        sa.ForeignKeyConstraint(
            ["clarification_id"],
            ["clarifications.id"],
            name=op.f("fk_clarification_items_clarification_id_clarifications"),
        ),
        sa.PrimaryKeyConstraint("clarification_id", "number", name=op.f("pk_clarification_items")),
        sa.UniqueConstraint(
            "clarification_id", "kind", "item_id", name=op.f("uq_clarification_items_clarification_id_kind_item_id")
        ),
    )


def _notice_remarks() -> None:
    op.create_table(
        "notice_remarks",
        sa.Column("notice_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_notice_remarks_by_label_length")),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 2000", name=op.f("ck_notice_remarks_text_length")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_notice_remarks_number_counts")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["refusal_notices.id"], name=op.f("fk_notice_remarks_notice_id_refusal_notices")
        ),
        sa.PrimaryKeyConstraint("notice_id", "number", name=op.f("pk_notice_remarks")),
    )


def _admissibility_checks() -> None:
    op.create_table(
        "admissibility_checks",
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("submission_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("officer_id", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "state IN ('received', 'checking', 'asked', 'completed', 'noticed', 'remarked', 'admitted', 'refused')",
            name=op.f("ck_admissibility_checks_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_admissibility_checks_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_admissibility_checks_call_id_calls")),
        sa.ForeignKeyConstraint(["officer_id"], ["people.id"], name=op.f("fk_admissibility_checks_officer_id_people")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_admissibility_checks_submission_id_submissions")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_admissibility_checks")),
    )
    op.create_index("ix_admissibility_checks_call_id_state", "admissibility_checks", ["call_id", "state"], unique=False)
    # ### end Alembic commands ###
