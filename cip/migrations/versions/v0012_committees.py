"""Committees of agreements: seats, meetings, disputes, reviews, questions, notes, later parties, yearly numbers."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

from cip.migrations import append_only, audit_tables

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


KINDS = ("consultancy", "union", "office", "association", "municipality", "provider")
MORE_KINDS = (*KINDS, "committee")
NOTE_KINDS = ("list_published", "deposit_wanted", "deposited", "plans_kept", "party_asked", "monitoring_attended")
# In the order in which they may be dropped.
TABLES = (
    "committee_reviewed_clauses",
    "committee_reviews",
    "committee_questions",
    "agreement_dispute_steps",
    "agreement_disputes",
    "agreement_yearly_data",
    "committee_meetings",
    "committee_seats",
    "committee_bodies",
    "agreement_parties",
    "agreement_notes",
)
WRITTEN_ONCE = (
    "committee_reviewed_clauses",
    "committee_reviews",
    "agreement_dispute_steps",
    "agreement_disputes",
    "agreement_yearly_data",
    "committee_meetings",
    "agreement_notes",
)


def upgrade() -> None:
    """Create the tables, and the kind of body that a committee is."""
    _kinds(MORE_KINDS)
    _agreement_notes()
    _agreement_parties()
    _committee_bodies()
    _committee_meetings()
    _committee_seats()
    _agreement_disputes()
    _agreement_dispute_steps()
    _agreement_yearly_data()
    _committee_questions()
    _committee_reviews()
    _committee_reviewed_clauses()
    for table in WRITTEN_ONCE:
        append_only.refuse_updates(table)
        append_only.refuse_deletes(table)


def downgrade() -> None:
    """Drop them; the audit says that their rows went.

    Raises CommandError if a body is a committee: there is no such kind in the tables before.
    """
    bodies = sa.table("bodies", sa.column("kind"))
    if op.get_bind().scalar(sa.select(sa.func.count()).select_from(bodies).where(bodies.c.kind == "committee")):
        raise CommandError("some bodies are committees, and the tables before know no such kind")
    audit_tables.record_drop(*TABLES, act=f"downgrade {revision}")
    for table in TABLES:
        op.drop_table(table)
    _kinds(KINDS)


def _kinds(kinds: tuple[str, ...]) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("bodies") as batch:
        batch.drop_constraint(op.f("ck_bodies_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_bodies_kind_known"), f"kind IN ({words})")


def _agreement_notes() -> None:
    op.create_table(
        "agreement_notes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("agreement_id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("yes", sa.Boolean(), nullable=True),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("adherence_id", sa.String(length=32), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.String(length=80), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            f"kind IN ({', '.join(repr(kind) for kind in NOTE_KINDS)})",
            name=op.f("ck_agreement_notes_kind_known"),
        ),
        sa.CheckConstraint("(on_day IS NULL) <> (yes IS NULL)", name=op.f("ck_agreement_notes_day_or_word")),
        sa.CheckConstraint(
            "length(agreement_id) BETWEEN 1 AND 80", name=op.f("ck_agreement_notes_agreement_id_length")
        ),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_agreement_notes_id_length")),
        sa.CheckConstraint("length(noted_by) BETWEEN 1 AND 80", name=op.f("ck_agreement_notes_noted_by_length")),
        sa.CheckConstraint("length(reference) BETWEEN 0 AND 200", name=op.f("ck_agreement_notes_reference_length")),
        sa.CheckConstraint(
            "(kind = 'monitoring_attended') = (adherence_id IS NOT NULL)", name=op.f("ck_agreement_notes_firm_attends")
        ),
        sa.ForeignKeyConstraint(
            ["adherence_id"], ["adherences.id"], name=op.f("fk_agreement_notes_adherence_id_adherences")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_notes")),
    )
    op.create_index(op.f("ix_agreement_notes_agreement_id"), "agreement_notes", ["agreement_id"], unique=False)


def _agreement_parties() -> None:
    op.create_table(
        "agreement_parties",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("agreement_id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "side IN ('union', 'employers', 'public', 'other')", name=op.f("ck_agreement_parties_side_known")
        ),
        sa.CheckConstraint(
            "length(agreement_id) BETWEEN 1 AND 80", name=op.f("ck_agreement_parties_agreement_id_length")
        ),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_agreement_parties_id_length")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name=op.f("ck_agreement_parties_name_length")),
        sa.CheckConstraint("length(reference) BETWEEN 0 AND 200", name=op.f("ck_agreement_parties_reference_length")),
        sa.CheckConstraint("to_day IS NULL OR to_day >= from_day", name=op.f("ck_agreement_parties_ends_after_start")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_parties")),
    )
    op.create_index(op.f("ix_agreement_parties_agreement_id"), "agreement_parties", ["agreement_id"], unique=False)


def _committee_bodies() -> None:
    op.create_table(
        "committee_bodies",
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("agreement_id", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "length(agreement_id) BETWEEN 1 AND 80", name=op.f("ck_committee_bodies_agreement_id_length")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_committee_bodies_body_id_bodies")),
        sa.PrimaryKeyConstraint("body_id", name=op.f("pk_committee_bodies")),
    )
    op.create_index(op.f("ix_committee_bodies_agreement_id"), "committee_bodies", ["agreement_id"], unique=False)


def _committee_meetings() -> None:
    op.create_table(
        "committee_meetings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=False),
        sa.Column("minutes_ref", sa.String(length=200), nullable=False),
        sa.Column("file_id", sa.String(length=32), nullable=True),
        sa.Column("noted_by", sa.String(length=80), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('steering', 'committee', 'assembly')", name=op.f("ck_committee_meetings_kind_known")
        ),
        sa.CheckConstraint(
            "file_id IS NOT NULL OR length(minutes_ref) > 0", name=op.f("ck_committee_meetings_has_minutes")
        ),
        sa.CheckConstraint("length(decided) BETWEEN 0 AND 2000", name=op.f("ck_committee_meetings_decided_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_committee_meetings_id_length")),
        sa.CheckConstraint(
            "length(minutes_ref) BETWEEN 0 AND 200", name=op.f("ck_committee_meetings_minutes_ref_length")
        ),
        sa.CheckConstraint("length(noted_by) BETWEEN 1 AND 80", name=op.f("ck_committee_meetings_noted_by_length")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_committee_meetings_body_id_bodies")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_committee_meetings_file_id_files")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_meetings")),
    )
    op.create_index(op.f("ix_committee_meetings_body_id"), "committee_meetings", ["body_id"], unique=False)


def _committee_seats() -> None:
    op.create_table(
        "committee_seats",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.CheckConstraint("side IN ('employers', 'union', 'public')", name=op.f("ck_committee_seats_side_known")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_committee_seats_id_length")),
        sa.CheckConstraint(
            "length(organisation) BETWEEN 1 AND 200", name=op.f("ck_committee_seats_organisation_length")
        ),
        sa.CheckConstraint("to_day IS NULL OR to_day >= from_day", name=op.f("ck_committee_seats_ends_after_start")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_committee_seats_body_id_bodies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_seats")),
    )
    op.create_index(op.f("ix_committee_seats_body_id"), "committee_seats", ["body_id"], unique=False)


def _opened() -> list[sa.CheckConstraint]:
    name = "ck_agreement_disputes_"
    known = "opened_by IN ('firm', 'union', 'committee')"
    party = "opened_by = 'committee' OR adherence_id IS NOT NULL"
    union = "(opened_by = 'union') = (body_id IS NOT NULL)"
    named = {"opened_by_known": known, "party_has_an_adherence": party, "union_is_named": union}
    return [sa.CheckConstraint(check, name=op.f(name + what)) for what, check in named.items()]


def _agreement_disputes() -> None:
    op.create_table(
        "agreement_disputes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("agreement_id", sa.String(length=80), nullable=False),
        sa.Column("adherence_id", sa.String(length=32), nullable=True),
        sa.Column("clause_id", sa.String(length=4), nullable=True),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.String(length=10), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        *_opened(),
        sa.CheckConstraint(
            "ground IN ('clause_not_kept', 'attestation', 'meaning_of_text', 'duty_of_parties', 'other')",
            name=op.f("ck_agreement_disputes_ground_known"),
        ),
        sa.CheckConstraint(
            "length(agreement_id) BETWEEN 1 AND 80", name=op.f("ck_agreement_disputes_agreement_id_length")
        ),
        sa.CheckConstraint("length(clause_id) = 4", name=op.f("ck_agreement_disputes_clause_id_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_agreement_disputes_id_length")),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 80", name=op.f("ck_agreement_disputes_made_by_length")),
        sa.CheckConstraint("length(statement) BETWEEN 0 AND 2000", name=op.f("ck_agreement_disputes_statement_length")),
        sa.ForeignKeyConstraint(
            ["adherence_id"], ["adherences.id"], name=op.f("fk_agreement_disputes_adherence_id_adherences")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_agreement_disputes_body_id_bodies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_disputes")),
    )
    op.create_index(op.f("ix_agreement_disputes_adherence_id"), "agreement_disputes", ["adherence_id"], unique=False)
    op.create_index(op.f("ix_agreement_disputes_agreement_id"), "agreement_disputes", ["agreement_id"], unique=False)


def _agreement_yearly_data() -> None:
    op.create_table(
        "agreement_yearly_data",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("adherence_id", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.CheckConstraint("length(cells) BETWEEN 2 AND 4000", name=op.f("ck_agreement_yearly_data_cells_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_agreement_yearly_data_id_length")),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 80", name=op.f("ck_agreement_yearly_data_made_by_length")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_agreement_yearly_data_number_counts")),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_agreement_yearly_data_year_range")),
        sa.ForeignKeyConstraint(
            ["adherence_id"], ["adherences.id"], name=op.f("fk_agreement_yearly_data_adherence_id_adherences")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_yearly_data")),
    )
    op.create_index(
        "uq_agreement_yearly_data_sending", "agreement_yearly_data", ["adherence_id", "year", "number"], unique=True
    )


def _committee_questions() -> None:
    op.create_table(
        "committee_questions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("agreement_id", sa.String(length=80), nullable=False),
        sa.Column("asker", sa.String(length=10), nullable=False),
        sa.Column("adherence_id", sa.String(length=32), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "asker = 'firm' OR adherence_id IS NULL", name=op.f("ck_committee_questions_only_firms_are_named")
        ),
        sa.CheckConstraint("asker IN ('firm', 'worker', 'union')", name=op.f("ck_committee_questions_asker_known")),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)",
            name=op.f("ck_committee_questions_answer_is_whole"),
        ),
        sa.CheckConstraint(
            "answered_at IS NULL OR answered_at >= asked_at", name=op.f("ck_committee_questions_answered_after_asked")
        ),
        sa.CheckConstraint(
            "length(agreement_id) BETWEEN 1 AND 80", name=op.f("ck_committee_questions_agreement_id_length")
        ),
        sa.CheckConstraint("length(answer) BETWEEN 1 AND 2000", name=op.f("ck_committee_questions_answer_length")),
        sa.CheckConstraint(
            "length(answered_by) BETWEEN 1 AND 80", name=op.f("ck_committee_questions_answered_by_length")
        ),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_committee_questions_id_length")),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 2000", name=op.f("ck_committee_questions_text_length")),
        sa.ForeignKeyConstraint(
            ["adherence_id"], ["adherences.id"], name=op.f("fk_committee_questions_adherence_id_adherences")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_questions")),
    )
    op.create_index(op.f("ix_committee_questions_adherence_id"), "committee_questions", ["adherence_id"], unique=False)
    op.create_index(op.f("ix_committee_questions_agreement_id"), "committee_questions", ["agreement_id"], unique=False)


def _committee_reviews() -> None:
    op.create_table(
        "committee_reviews",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("agreement_id", sa.String(length=80), nullable=False),
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("law_known_to", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "length(agreement_id) BETWEEN 1 AND 80", name=op.f("ck_committee_reviews_agreement_id_length")
        ),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_committee_reviews_id_length")),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 80", name=op.f("ck_committee_reviews_made_by_length")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["committee_meetings.id"], name=op.f("fk_committee_reviews_meeting_id_committee_meetings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_reviews")),
    )
    op.create_index(op.f("ix_committee_reviews_agreement_id"), "committee_reviews", ["agreement_id"], unique=False)


def _agreement_dispute_steps() -> None:
    op.create_table(
        "agreement_dispute_steps",
        sa.Column("dispute_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(kind = 'settled') = (outcome IS NOT NULL)", name=op.f("ck_agreement_dispute_steps_settled_has_an_outcome")
        ),
        sa.CheckConstraint(
            "kind IN ('heard', 'settled', 'withdrawn')", name=op.f("ck_agreement_dispute_steps_kind_known")
        ),
        sa.CheckConstraint(
            "outcome IN ('agreed', 'advice', 'no_agreement')", name=op.f("ck_agreement_dispute_steps_outcome_known")
        ),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 80", name=op.f("ck_agreement_dispute_steps_made_by_length")),
        sa.CheckConstraint("length(note) BETWEEN 0 AND 2000", name=op.f("ck_agreement_dispute_steps_note_length")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_agreement_dispute_steps_number_counts")),
        sa.ForeignKeyConstraint(
            ["dispute_id"],
            ["agreement_disputes.id"],
            name=op.f("fk_agreement_dispute_steps_dispute_id_agreement_disputes"),
        ),
        sa.PrimaryKeyConstraint("dispute_id", "number", name=op.f("pk_agreement_dispute_steps")),
    )


def _committee_reviewed_clauses() -> None:
    op.create_table(
        "committee_reviewed_clauses",
        sa.Column("review_id", sa.String(length=32), nullable=False),
        sa.Column("clause_id", sa.String(length=4), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('kept', 'changed', 'to_bargain')", name=op.f("ck_committee_reviewed_clauses_verdict_known")
        ),
        sa.CheckConstraint("length(clause_id) = 4", name=op.f("ck_committee_reviewed_clauses_clause_id_length")),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["committee_reviews.id"],
            name=op.f("fk_committee_reviewed_clauses_review_id_committee_reviews"),
        ),
        sa.PrimaryKeyConstraint("review_id", "clause_id", name=op.f("pk_committee_reviewed_clauses")),
    )
    # ### end Alembic commands ###
