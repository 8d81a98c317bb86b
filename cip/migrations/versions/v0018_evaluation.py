"""The evaluation of applications: the panel, draws, reviews with their declarations, moves and scores."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only, audit_tables

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

# In the order in which they may be dropped.
TABLES = (
    "review_scores",
    "declared_links",
    "conflict_declarations",
    "review_moves",
    "reviews",
    "judged_files",
    "evaluator_draws",
    "panel_places",
)
CHANGING = ("panel_places", "reviews")


def upgrade() -> None:
    """Create the tables."""
    _panel_places()
    _evaluator_draws()
    _judged_files()
    _reviews()
    _review_moves()
    _conflict_declarations()
    _declared_links()
    _review_scores()
    for table in TABLES:
        if table not in CHANGING:
            append_only.refuse_updates(table)
        append_only.refuse_deletes(table)


def downgrade() -> None:
    """Drop the tables; the audit says that their rows went."""
    audit_tables.record_drop(*TABLES, act=f"downgrade {revision}")
    for table in TABLES:
        op.drop_table(table)


def _panel_places() -> None:
    op.create_table("panel_places", *_panel_places_columns(), *_panel_places_rules())
    op.create_index(op.f("ix_panel_places_person_id"), "panel_places", ["person_id"], unique=False)
    op.create_index(
        "uq_panel_places_sitting",
        "panel_places",
        ["call_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _panel_places_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("named_at", MOMENT, nullable=False),
        sa.Column("named_by", sa.String(length=80), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(length=80), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=True),
    ]


def _panel_places_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_because IS NULL)",
            name=op.f("ck_panel_places_ended_whole"),
        ),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= named_at", name=op.f("ck_panel_places_ends_after_start")),
        sa.CheckConstraint(
            "length(ended_because) BETWEEN 1 AND 1000", name=op.f("ck_panel_places_ended_because_length")
        ),
        sa.CheckConstraint("length(ended_by) BETWEEN 1 AND 80", name=op.f("ck_panel_places_ended_by_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_panel_places_id_length")),
        sa.CheckConstraint("length(named_by) BETWEEN 1 AND 80", name=op.f("ck_panel_places_named_by_length")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_panel_places_number_counts")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_panel_places_call_id_calls")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_panel_places_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_places")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_panel_places_call_id_number")),
    ]


def _evaluator_draws() -> None:
    op.create_table("evaluator_draws", *_evaluator_draws_columns(), *_evaluator_draws_rules())


def _evaluator_draws_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("asked_sha256", sa.String(length=64), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
    ]


def _evaluator_draws_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("length(asked_sha256) = 64", name=op.f("ck_evaluator_draws_asked_sha256_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_evaluator_draws_id_length")),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 80", name=op.f("ck_evaluator_draws_made_by_length")),
        sa.CheckConstraint("length(result) BETWEEN 2 AND 5000000", name=op.f("ck_evaluator_draws_result_length")),
        sa.CheckConstraint("length(seed) = 64", name=op.f("ck_evaluator_draws_seed_length")),
        sa.CheckConstraint("needed BETWEEN 1 AND 9", name=op.f("ck_evaluator_draws_needed_range")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_evaluator_draws_number_counts")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_evaluator_draws_call_id_calls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluator_draws")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_evaluator_draws_call_id_number")),
    ]


def _judged_files() -> None:
    op.create_table("judged_files", *_judged_files_columns(), *_judged_files_rules())


def _judged_files_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
    ]


def _judged_files_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("number >= 1", name=op.f("ck_judged_files_number_counts")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_judged_files_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_judged_files_call_id_calls")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_judged_files")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_judged_files_call_id_number")),
    ]


def _reviews() -> None:
    op.create_table("reviews", *_reviews_columns(), *_reviews_rules())
    op.create_index(op.f("ix_reviews_call_id"), "reviews", ["call_id"], unique=False)
    op.create_index(op.f("ix_reviews_place_id"), "reviews", ["place_id"], unique=False)
    op.create_index(
        "uq_reviews_held",
        "reviews",
        ["application_id", "place_id"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('recused', 'removed')"),
        postgresql_where=sa.text("state NOT IN ('recused', 'removed')"),
    )


def _reviews_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("place_id", sa.String(length=32), nullable=False),
        sa.Column("draw_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("handed_in_at", MOMENT, nullable=True),
        sa.Column("handed_seq", sa.Integer(), nullable=True),
    ]


def _reviews_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "state IN ('assigned', 'declared', 'draft', 'handed_in', 'reopened', 'closed', 'recused', 'removed')",
            name=op.f("ck_reviews_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('assigned', 'declared', 'draft') OR handed_in_at IS NULL",
            name=op.f("ck_reviews_open_before_handing_in"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('handed_in', 'closed', 'reopened') OR handed_in_at IS NOT NULL",
            name=op.f("ck_reviews_in_after_handing_in"),
        ),
        sa.CheckConstraint("(handed_in_at IS NULL) = (handed_seq IS NULL)", name=op.f("ck_reviews_handed_in_whole")),
        sa.CheckConstraint("handed_seq >= 1", name=op.f("ck_reviews_handed_seq_counts")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_reviews_id_length")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_reviews_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_reviews_call_id_calls")),
        sa.ForeignKeyConstraint(["draw_id"], ["evaluator_draws.id"], name=op.f("fk_reviews_draw_id_evaluator_draws")),
        sa.ForeignKeyConstraint(["place_id"], ["panel_places.id"], name=op.f("fk_reviews_place_id_panel_places")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    ]


def _review_moves() -> None:
    op.create_table("review_moves", *_review_moves_columns(), *_review_moves_rules())


def _review_moves_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("review_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_state", sa.String(length=10), nullable=True),
        sa.Column("to_state", sa.String(length=10), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
    ]


def _review_moves_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "from_state IN ('assigned', 'declared', 'draft', 'handed_in', 'reopened', 'closed', 'recused', 'removed')",
            name=op.f("ck_review_moves_from_state_known"),
        ),
        sa.CheckConstraint(
            "to_state IN ('assigned', 'declared', 'draft', 'handed_in', 'reopened', 'closed', 'recused', 'removed')",
            name=op.f("ck_review_moves_to_state_known"),
        ),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 80", name=op.f("ck_review_moves_made_by_length")),
        sa.CheckConstraint("length(why) BETWEEN 0 AND 1000", name=op.f("ck_review_moves_why_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_review_moves_seq_from_one")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_moves_review_id_reviews")),
        sa.PrimaryKeyConstraint("review_id", "seq", name=op.f("pk_review_moves")),
    ]


def _conflict_declarations() -> None:
    op.create_table("conflict_declarations", *_conflict_declarations_columns(), *_conflict_declarations_rules())
    op.create_index(op.f("ix_conflict_declarations_review_id"), "conflict_declarations", ["review_id"], unique=False)


def _conflict_declarations_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("review_id", sa.String(length=32), nullable=False),
        sa.Column("conflict", sa.Boolean(), nullable=False),
        sa.Column("law", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
    ]


def _conflict_declarations_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "conflict = false OR length(why) > 0", name=op.f("ck_conflict_declarations_conflict_says_why")
        ),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_conflict_declarations_id_length")),
        sa.CheckConstraint("length(law) BETWEEN 1 AND 200", name=op.f("ck_conflict_declarations_law_length")),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 80", name=op.f("ck_conflict_declarations_made_by_length")),
        sa.CheckConstraint("length(why) BETWEEN 0 AND 1000", name=op.f("ck_conflict_declarations_why_length")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_conflict_declarations_review_id_reviews")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_declarations")),
    ]


def _declared_links() -> None:
    op.create_table("declared_links", *_declared_links_columns(), *_declared_links_rules())


def _declared_links_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("place_id", sa.String(length=32), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("law", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
    ]


def _declared_links_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("length(law) BETWEEN 1 AND 200", name=op.f("ck_declared_links_law_length")),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 80", name=op.f("ck_declared_links_made_by_length")),
        sa.CheckConstraint("length(why) BETWEEN 1 AND 1000", name=op.f("ck_declared_links_why_length")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_declared_links_application_id_applications")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["panel_places.id"], name=op.f("fk_declared_links_place_id_panel_places")
        ),
        sa.PrimaryKeyConstraint("place_id", "application_id", name=op.f("pk_declared_links")),
    ]


def _review_scores() -> None:
    op.create_table("review_scores", *_review_scores_columns(), *_review_scores_rules())


def _review_scores_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("review_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("hundredths", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
    ]


def _review_scores_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("hundredths BETWEEN 0 AND 100000", name=op.f("ck_review_scores_hundredths_range")),
        sa.CheckConstraint("length(item) BETWEEN 1 AND 80", name=op.f("ck_review_scores_item_length")),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 80", name=op.f("ck_review_scores_made_by_length")),
        sa.CheckConstraint("length(reason) BETWEEN 0 AND 2000", name=op.f("ck_review_scores_reason_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_review_scores_seq_from_one")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_scores_review_id_reviews")),
        sa.PrimaryKeyConstraint("review_id", "seq", name=op.f("pk_review_scores")),
    ]
