"""What unions say, see and have looked at again: statements on clauses, sightings, visits, re-checks, marks."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import audit_tables

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    _attestations()
    _clause_marks()
    _rechecks()
    _union_sightings()
    _union_visits()


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    tables = ("union_visits", "union_sightings", "rechecks", "clause_marks", "attestations")
    audit_tables.record_drop(*tables, act=f"downgrade {revision}")
    for table in tables:
        op.drop_table(table)


def _attestations() -> None:
    op.create_table("attestations", *_attestations_columns(), *_attestations_rules())
    op.create_index(op.f("ix_attestations_adherence_id"), "attestations", ["adherence_id"], unique=False)
    op.create_index(op.f("ix_attestations_body_id"), "attestations", ["body_id"], unique=False)
    op.create_index(
        "uq_attestations_standing",
        "attestations",
        ["adherence_id", "clause_id", "body_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_on IS NULL"),
        postgresql_where=sa.text("withdrawn_on IS NULL"),
    )


def _attestations_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("adherence_id", sa.String(length=32), nullable=False),
        sa.Column("clause_id", sa.String(length=4), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(length=20), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(length=80), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_because", sa.String(length=20), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=80), nullable=True),
    ]


def _attestations_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("(verdict = 'attests') = (reason IS NULL)", name=op.f("ck_attestations_reason_of_verdict")),
        sa.CheckConstraint(
            "answer <> 'will_keep' OR promised_on IS NOT NULL", name=op.f("ck_attestations_promise_has_a_day")
        ),
        sa.CheckConstraint(
            "answered_on IS NULL OR verdict <> 'attests'", name=op.f("ck_attestations_answers_a_question")
        ),
        sa.CheckConstraint(
            "promised_on IS NULL OR answer = 'will_keep'", name=op.f("ck_attestations_promise_of_answer")
        ),
        sa.CheckConstraint("verdict <> 'asks' OR answer_by IS NOT NULL", name=op.f("ck_attestations_asks_by_a_day")),
        sa.CheckConstraint(
            "verdict <> 'attests' OR answer_by IS NULL", name=op.f("ck_attestations_attests_asks_nothing")
        ),
        sa.CheckConstraint(
            "(answered_on IS NULL) = (answer IS NULL) AND (answered_on IS NULL) = (answered_by IS NULL)",
            name=op.f("ck_attestations_answer_is_whole"),
        ),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_because IS NULL) AND (withdrawn_on IS NULL) = (withdrawn_by IS NULL)",
            name=op.f("ck_attestations_withdrawn_whole"),
        ),
        sa.CheckConstraint("answer_by > made_on", name=op.f("ck_attestations_answer_after_asking")),
        sa.CheckConstraint("to_day >= from_day AND to_day >= made_on", name=op.f("ck_attestations_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["adherence_id"], ["adherences.id"], name=op.f("fk_attestations_adherence_id_adherences")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_attestations_body_id_bodies")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_attestations_made_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestations")),
        *_attestations_words(),
    ]


def _attestations_words() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "answer IN ('paper_ready', 'come_and_see', 'kept_now', 'will_keep', 'no_case', 'not_agreed')",
            name=op.f("ck_attestations_answer_known"),
        ),
        sa.CheckConstraint(
            "reason IN ('paper_missing', 'paper_old', 'not_applied', 'only_for_some', 'not_told',"
            " 'which_paper', 'since_when', 'for_whom', 'visit_wanted')",
            name=op.f("ck_attestations_reason_known"),
        ),
        sa.CheckConstraint("verdict IN ('attests', 'disputes', 'asks')", name=op.f("ck_attestations_verdict_known")),
        sa.CheckConstraint(
            "withdrawn_because IN ('mistake', 'no_longer_so', 'cannot_tell', 'replaced')",
            name=op.f("ck_attestations_withdrawn_because_known"),
        ),
        sa.CheckConstraint("length(answered_by) BETWEEN 1 AND 80", name=op.f("ck_attestations_answered_by_length")),
        sa.CheckConstraint("length(clause_id) = 4", name=op.f("ck_attestations_clause_id_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_attestations_id_length")),
        sa.CheckConstraint("length(scope) BETWEEN 5 AND 80", name=op.f("ck_attestations_scope_length")),
        sa.CheckConstraint("length(withdrawn_by) BETWEEN 1 AND 80", name=op.f("ck_attestations_withdrawn_by_length")),
    ]


def _clause_marks() -> None:
    op.create_table(
        "clause_marks",
        sa.Column("adherence_id", sa.String(length=32), nullable=False),
        sa.Column("clause_id", sa.String(length=4), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "status IN ('met', 'not_met', 'unknown', 'not_due')", name=op.f("ck_clause_marks_status_known")
        ),
        sa.CheckConstraint("length(clause_id) = 4", name=op.f("ck_clause_marks_clause_id_length")),
        sa.ForeignKeyConstraint(
            ["adherence_id"], ["adherences.id"], name=op.f("fk_clause_marks_adherence_id_adherences")
        ),
        sa.PrimaryKeyConstraint("adherence_id", "clause_id", name=op.f("pk_clause_marks")),
    )


def _rechecks() -> None:
    op.create_table("rechecks", *_rechecks_columns(), *_rechecks_rules())
    op.create_index("uq_rechecks_source", "rechecks", ["adherence_id", "clause_id", "cause", "source"], unique=True)
    op.create_index(
        "uq_rechecks_waiting",
        "rechecks",
        ["adherence_id", "clause_id", "cause"],
        unique=True,
        sqlite_where=sa.text("settled_on IS NULL"),
        postgresql_where=sa.text("settled_on IS NULL"),
    )


def _rechecks_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("adherence_id", sa.String(length=32), nullable=False),
        sa.Column("clause_id", sa.String(length=4), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("status_before", sa.String(length=10), nullable=True),
        sa.Column("status_after", sa.String(length=10), nullable=True),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("looker", sa.String(length=12), nullable=True),
        sa.Column("body_id", sa.String(length=32), nullable=True),
        sa.Column("settled_by", sa.String(length=80), nullable=True),
    ]


def _rechecks_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("body_id IS NULL OR looker = 'union'", name=op.f("ck_rechecks_body_of_union")),
        sa.CheckConstraint(
            "cause IN ('withdrawn', 'contradiction', 'law_change')", name=op.f("ck_rechecks_cause_known")
        ),
        sa.CheckConstraint("looker IN ('firm', 'consultant', 'union')", name=op.f("ck_rechecks_looker_known")),
        sa.CheckConstraint("outcome IN ('holds', 'does_not_hold', 'unclear')", name=op.f("ck_rechecks_outcome_known")),
        sa.CheckConstraint(
            "status_after IN ('met', 'not_met', 'unknown', 'not_due')", name=op.f("ck_rechecks_status_after_known")
        ),
        sa.CheckConstraint(
            "status_before IN ('met', 'not_met', 'unknown', 'not_due')", name=op.f("ck_rechecks_status_before_known")
        ),
        sa.CheckConstraint(
            "(settled_on IS NULL) = (outcome IS NULL) AND (settled_on IS NULL) = (looker IS NULL)"
            " AND (settled_on IS NULL) = (settled_by IS NULL)",
            name=op.f("ck_rechecks_settled_whole"),
        ),
        sa.CheckConstraint("length(clause_id) = 4", name=op.f("ck_rechecks_clause_id_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_rechecks_id_length")),
        sa.CheckConstraint("length(settled_by) BETWEEN 1 AND 80", name=op.f("ck_rechecks_settled_by_length")),
        sa.CheckConstraint("length(source) BETWEEN 1 AND 120", name=op.f("ck_rechecks_source_length")),
        sa.CheckConstraint("settled_on >= raised_on", name=op.f("ck_rechecks_settled_after_raising")),
        sa.ForeignKeyConstraint(["adherence_id"], ["adherences.id"], name=op.f("fk_rechecks_adherence_id_adherences")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_rechecks_body_id_bodies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rechecks")),
    ]


def _union_sightings() -> None:
    op.create_table(
        "union_sightings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("adherence_id", sa.String(length=32), nullable=False),
        sa.Column("clause_id", sa.String(length=4), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=20), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("noted_by", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "item IN ('paper', 'board_notice', 'register', 'payslip_line', 'place')",
            name=op.f("ck_union_sightings_item_known"),
        ),
        sa.CheckConstraint("length(clause_id) = 4", name=op.f("ck_union_sightings_clause_id_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_union_sightings_id_length")),
        sa.ForeignKeyConstraint(
            ["adherence_id"], ["adherences.id"], name=op.f("fk_union_sightings_adherence_id_adherences")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_union_sightings_body_id_bodies")),
        sa.ForeignKeyConstraint(["noted_by"], ["people.id"], name=op.f("fk_union_sightings_noted_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_union_sightings")),
    )
    op.create_index(
        "uq_union_sightings_of_day",
        "union_sightings",
        ["adherence_id", "clause_id", "body_id", "item", "seen_on"],
        unique=True,
    )


def _union_visits() -> None:
    op.create_table(
        "union_visits",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("adherence_id", sa.String(length=32), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("noted_by", sa.String(length=32), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("given_up_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_union_visits_id_length")),
        sa.CheckConstraint("made_on IS NULL OR given_up_on IS NULL", name=op.f("ck_union_visits_made_or_given_up")),
        sa.ForeignKeyConstraint(
            ["adherence_id"], ["adherences.id"], name=op.f("fk_union_visits_adherence_id_adherences")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_union_visits_body_id_bodies")),
        sa.ForeignKeyConstraint(["noted_by"], ["people.id"], name=op.f("fk_union_visits_noted_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_union_visits")),
    )
    op.create_index(
        "uq_union_visits_ahead",
        "union_visits",
        ["adherence_id", "body_id"],
        unique=True,
        sqlite_where=sa.text("made_on IS NULL AND given_up_on IS NULL"),
        postgresql_where=sa.text("made_on IS NULL AND given_up_on IS NULL"),
    )
