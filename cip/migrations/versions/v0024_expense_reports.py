"""Expense reports, the time for which measures are kept, the meeting before the balance."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

TABLES = (
    "expense_reports",
    "report_moves",
    "expense_lines",
    "expense_proofs",
    "expense_judgements",
    "expense_requests",
    "expense_settlements",
    "use_notes",
    "monitoring_meetings",
)
APPEND_ONLY = ("report_moves", "expense_judgements", "expense_settlements", "use_notes")


def upgrade() -> None:
    """Create the tables; what is written once neither changes nor goes."""
    _expense_reports()
    _report_moves()
    _expense_lines()
    _expense_proofs()
    _expense_judgements()
    _expense_requests()
    _expense_settlements()
    _use_notes()
    _monitoring_meetings()
    for table in APPEND_ONLY:
        append_only.refuse_updates(table)
        append_only.refuse_deletes(table)


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    tables = tuple(reversed(TABLES))
    audit_tables.record_drop(*tables, act=f"downgrade {revision}")
    for table in tables:
        op.drop_table(table)


def _expense_reports() -> None:
    op.create_table(
        "expense_reports",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("begun_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'sent', 'completing', 'completed', 'accepted', 'cut', 'reopened')",
            name=op.f("ck_expense_reports_state_known"),
        ),
        sa.CheckConstraint("length(begun_by) BETWEEN 1 AND 80", name=op.f("ck_expense_reports_begun_by_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_expense_reports_id_length")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_expense_reports_award_id_awards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense_reports")),
        sa.UniqueConstraint("award_id", name=op.f("uq_expense_reports_award_id")),
    )


def _report_moves() -> None:
    op.create_table(
        "report_moves",
        sa.Column("report_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=False),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "action IN ('send', 'ask', 'answer', 'lapse', 'accept', 'cut', 'reopen')",
            name=op.f("ck_report_moves_action_known"),
        ),
        sa.CheckConstraint(
            "from_state IN ('draft', 'sent', 'completing', 'completed', 'accepted', 'cut', 'reopened')",
            name=op.f("ck_report_moves_from_state_known"),
        ),
        sa.CheckConstraint(
            "to_state IN ('draft', 'sent', 'completing', 'completed', 'accepted', 'cut', 'reopened')",
            name=op.f("ck_report_moves_to_state_known"),
        ),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_report_moves_by_label_length")),
        sa.CheckConstraint("length(reason) BETWEEN 0 AND 1000", name=op.f("ck_report_moves_reason_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_report_moves_seq_from_one")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["expense_reports.id"], name=op.f("fk_report_moves_report_id_expense_reports")
        ),
        sa.PrimaryKeyConstraint("report_id", "seq", name=op.f("pk_report_moves")),
    )


def _expense_lines() -> None:
    op.create_table("expense_lines", *_expense_lines_columns(), *_expense_lines_rules())
    op.create_index(op.f("ix_expense_lines_report_id"), "expense_lines", ["report_id"], unique=False)
    op.create_index(
        "ix_expense_lines_same_invoice", "expense_lines", ["supplier_code", "number_key", "issued_on"], unique=False
    )


def _expense_lines_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("report_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("number_key", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("supplier_code", sa.String(length=16), nullable=False),
        sa.Column("supplier", sa.String(length=160), nullable=False),
        sa.Column("net_cents", sa.BigInteger(), nullable=False),
        sa.Column("vat_cents", sa.BigInteger(), nullable=False),
        sa.Column("claimed_cents", sa.BigInteger(), nullable=False),
        sa.Column("cup", sa.String(length=15), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("put_at", MOMENT, nullable=False),
        sa.Column("put_by", sa.String(length=80), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("removed_by", sa.String(length=80), nullable=True),
    ]


def _expense_lines_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "(kind <> 'measure' AND claimed_cents >= 1 AND number_key <> '' AND issued_on IS NOT NULL AND"
            " supplier_code <> '' AND supplier <> '') OR"
            " (kind = 'measure' AND claimed_cents = 0 AND net_cents = 0 AND vat_cents = 0 AND"
            " number = '' AND number_key = '' AND issued_on IS NULL AND"
            " supplier_code = '' AND supplier = '' AND cup = '')",
            name=op.f("ck_expense_lines_invoice_or_none"),
        ),
        sa.CheckConstraint("kind IN ('cost', 'measure')", name=op.f("ck_expense_lines_kind_known")),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by IS NULL)", name=op.f("ck_expense_lines_removed_is_whole")
        ),
        sa.CheckConstraint("claimed_cents <= 10000000000", name=op.f("ck_expense_lines_claims_not_too_much")),
        sa.CheckConstraint(
            "claimed_cents <= net_cents + vat_cents", name=op.f("ck_expense_lines_claims_no_more_than_the_invoice")
        ),
        sa.CheckConstraint("length(category) BETWEEN 1 AND 40", name=op.f("ck_expense_lines_category_length")),
        sa.CheckConstraint("length(cup) BETWEEN 0 AND 15", name=op.f("ck_expense_lines_cup_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_expense_lines_id_length")),
        sa.CheckConstraint("length(note) BETWEEN 0 AND 500", name=op.f("ck_expense_lines_note_length")),
        sa.CheckConstraint("length(number) BETWEEN 0 AND 40", name=op.f("ck_expense_lines_number_length")),
        sa.CheckConstraint("length(number_key) BETWEEN 0 AND 40", name=op.f("ck_expense_lines_number_key_length")),
        sa.CheckConstraint("length(put_by) BETWEEN 1 AND 80", name=op.f("ck_expense_lines_put_by_length")),
        sa.CheckConstraint("length(removed_by) BETWEEN 1 AND 80", name=op.f("ck_expense_lines_removed_by_length")),
        sa.CheckConstraint("length(supplier) BETWEEN 0 AND 160", name=op.f("ck_expense_lines_supplier_length")),
        sa.CheckConstraint(
            "length(supplier_code) BETWEEN 0 AND 16", name=op.f("ck_expense_lines_supplier_code_length")
        ),
        sa.CheckConstraint("net_cents >= 0 AND vat_cents >= 0", name=op.f("ck_expense_lines_sums_not_below_zero")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["expense_reports.id"], name=op.f("fk_expense_lines_report_id_expense_reports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense_lines")),
    ]


def _expense_proofs() -> None:
    op.create_table(
        "expense_proofs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("line_id", sa.String(length=32), nullable=False),
        sa.Column("file_id", sa.String(length=32), nullable=False),
        sa.Column("put_at", MOMENT, nullable=False),
        sa.Column("put_by", sa.String(length=80), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("removed_by", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by IS NULL)", name=op.f("ck_expense_proofs_removed_is_whole")
        ),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_expense_proofs_id_length")),
        sa.CheckConstraint("length(put_by) BETWEEN 1 AND 80", name=op.f("ck_expense_proofs_put_by_length")),
        sa.CheckConstraint("length(removed_by) BETWEEN 1 AND 80", name=op.f("ck_expense_proofs_removed_by_length")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_expense_proofs_file_id_files")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["expense_lines.id"], name=op.f("fk_expense_proofs_line_id_expense_lines")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense_proofs")),
        sa.UniqueConstraint("file_id", name=op.f("uq_expense_proofs_file_id")),
    )
    op.create_index(op.f("ix_expense_proofs_line_id"), "expense_proofs", ["line_id"], unique=False)


def _expense_judgements() -> None:
    op.create_table(
        "expense_judgements",
        sa.Column("line_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("full_claim", sa.BigInteger(), nullable=False),
        sa.Column("admitted", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint("admitted = full_claim OR reason <> ''", name=op.f("ck_expense_judgements_cut_with_why")),
        sa.CheckConstraint(
            "admitted >= 0 AND admitted <= full_claim", name=op.f("ck_expense_judgements_within_the_claim")
        ),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_expense_judgements_by_label_length")),
        sa.CheckConstraint("length(reason) BETWEEN 0 AND 1000", name=op.f("ck_expense_judgements_reason_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_expense_judgements_seq_from_one")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["expense_lines.id"], name=op.f("fk_expense_judgements_line_id_expense_lines")
        ),
        sa.PrimaryKeyConstraint("line_id", "seq", name=op.f("pk_expense_judgements")),
    )


def _expense_requests() -> None:
    op.create_table(
        "expense_requests",
        sa.Column("report_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.String(length=80), nullable=False),
        sa.Column("answer", sa.String(length=1000), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "(answered_on IS NULL) = (answer IS NULL) AND (answered_on IS NULL) = (answered_by IS NULL)",
            name=op.f("ck_expense_requests_answer_is_whole"),
        ),
        sa.CheckConstraint(
            "answered_on IS NULL OR answered_on <= due_on", name=op.f("ck_expense_requests_answered_in_term")
        ),
        sa.CheckConstraint("due_on > asked_on", name=op.f("ck_expense_requests_has_a_term")),
        sa.CheckConstraint("length(answer) BETWEEN 1 AND 1000", name=op.f("ck_expense_requests_answer_length")),
        sa.CheckConstraint("length(answered_by) BETWEEN 1 AND 80", name=op.f("ck_expense_requests_answered_by_length")),
        sa.CheckConstraint("length(asked_by) BETWEEN 1 AND 80", name=op.f("ck_expense_requests_asked_by_length")),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 1000", name=op.f("ck_expense_requests_reason_length")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["expense_reports.id"], name=op.f("fk_expense_requests_report_id_expense_reports")
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_expense_requests")),
    )


def _expense_settlements() -> None:
    op.create_table(
        "expense_settlements",
        sa.Column("report_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("accepted_cents", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.String(length=200000), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint("accepted_cents >= 0", name=op.f("ck_expense_settlements_accepted_not_below_zero")),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_expense_settlements_by_label_length")),
        sa.CheckConstraint("length(content) BETWEEN 2 AND 200000", name=op.f("ck_expense_settlements_content_length")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_expense_settlements_digest_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_expense_settlements_seq_from_one")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["expense_reports.id"], name=op.f("fk_expense_settlements_report_id_expense_reports")
        ),
        sa.PrimaryKeyConstraint("report_id", "seq", name=op.f("pk_expense_settlements")),
    )


def _use_notes() -> None:
    op.create_table(
        "use_notes",
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("seasonal", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_label", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR (started_on IS NOT NULL AND ended_on >= started_on)",
            name=op.f("ck_use_notes_ends_later"),
        ),
        sa.CheckConstraint("length(by_label) BETWEEN 1 AND 80", name=op.f("ck_use_notes_by_label_length")),
        sa.CheckConstraint("length(measure) BETWEEN 1 AND 40", name=op.f("ck_use_notes_measure_length")),
        sa.CheckConstraint("length(source) BETWEEN 1 AND 500", name=op.f("ck_use_notes_source_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_use_notes_seq_from_one")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_use_notes_award_id_awards")),
        sa.PrimaryKeyConstraint("award_id", "seq", name=op.f("pk_use_notes")),
    )


def _monitoring_meetings() -> None:
    op.create_table(
        "monitoring_meetings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("award_id", sa.String(length=32), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("minutes", sa.String(length=4000), nullable=False),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("invited_by", sa.String(length=80), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "(state = 'invited') = (closed_on IS NULL)", name=op.f("ck_monitoring_meetings_closed_with_its_end")
        ),
        sa.CheckConstraint("state <> 'held' OR minutes <> ''", name=op.f("ck_monitoring_meetings_held_with_minutes")),
        sa.CheckConstraint("state IN ('invited', 'held', 'absent')", name=op.f("ck_monitoring_meetings_state_known")),
        sa.CheckConstraint(
            "(closed_on IS NULL) = (closed_by IS NULL)", name=op.f("ck_monitoring_meetings_closed_is_whole")
        ),
        sa.CheckConstraint(
            "closed_on IS NULL OR closed_on >= on_day", name=op.f("ck_monitoring_meetings_closed_after_its_day")
        ),
        sa.CheckConstraint("length(closed_by) BETWEEN 1 AND 80", name=op.f("ck_monitoring_meetings_closed_by_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_monitoring_meetings_id_length")),
        sa.CheckConstraint(
            "length(invited_by) BETWEEN 1 AND 80", name=op.f("ck_monitoring_meetings_invited_by_length")
        ),
        sa.CheckConstraint("length(minutes) BETWEEN 0 AND 4000", name=op.f("ck_monitoring_meetings_minutes_length")),
        sa.CheckConstraint("length(place) BETWEEN 1 AND 200", name=op.f("ck_monitoring_meetings_place_length")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_monitoring_meetings_award_id_awards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_meetings")),
    )
    op.create_index(op.f("ix_monitoring_meetings_award_id"), "monitoring_meetings", ["award_id"], unique=False)
