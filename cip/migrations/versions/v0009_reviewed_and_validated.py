"""Consultants review and validate check-ups, tell what they saw, keep notes and log meetings; numbers by a link."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

from cip.migrations import append_only, audit_tables

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SECTIONS = (
    "facts", "indicators", "duties", "needs", "in_use", "notes", "reasons", "practices", "plan", "sites", "life",
)  # fmt: skip
# The columns of `check_ups` that the audit does not look at.
SILENT = ("last_seq", "events_head", "last_number", "snapshots_head")
MORE_SECTIONS = (*SECTIONS[:-1], "reviews", "life")


def upgrade() -> None:
    """Create the tables, the column of `check_ups` and the section of `answer_events`."""
    _consultancy_notes()
    _meetings()
    _narratives()
    _numbers_links()
    _verified_results()
    op.add_column("check_ups", sa.Column("validated_at", MOMENT, nullable=True))
    _sections(MORE_SECTIONS)
    for table in ("verified_results", "narratives"):
        append_only.refuse_updates(table)
        append_only.refuse_deletes_unless_erased(table, "check_up_id")
    append_only.refuse_updates("meetings")
    append_only.refuse_deletes("meetings")


def downgrade() -> None:
    """Drop them; the audit says that they went.

    Raises CommandError if somebody was reviewed: there is no place for that in the tables before.
    """
    events = sa.table("answer_events", sa.column("section"))
    reviewed = sa.select(sa.func.count()).select_from(events).where(events.c.section == "reviews")
    if op.get_bind().scalar(reviewed):
        raise CommandError("some check-ups were reviewed, and what was said has no place in the tables before")
    act = f"downgrade {revision}"
    tables = ("verified_results", "narratives", "numbers_links", "consultancy_notes", "meetings")
    audit_tables.record_drop(*tables, act=act)
    audit_tables.record_loss("check_ups", "validated_at", act=act, silent=SILENT)
    _sections(SECTIONS)
    with op.batch_alter_table("check_ups") as batch:
        batch.drop_column("validated_at")
    if op.get_bind().dialect.name == "sqlite":
        append_only.refuse_deletes_unless_erased("check_ups", "id")
    for table in tables:
        op.drop_table(table)


def _sections(sections: tuple[str, ...]) -> None:
    words = ", ".join(f"'{section}'" for section in sections)
    with op.batch_alter_table("answer_events") as batch:
        batch.drop_constraint(op.f("ck_answer_events_section_known"), type_="check")
        batch.create_check_constraint(op.f("ck_answer_events_section_known"), f"section IN ({words})")
    # SQLite rebuilt the table, and its triggers went with the old one; PostgreSQL has kept them.
    if op.get_bind().dialect.name == "sqlite":
        append_only.refuse_updates("answer_events")
        append_only.refuse_deletes_unless_erased("answer_events", "check_up_id")


def _consultancy_notes() -> None:
    op.create_table(
        "consultancy_notes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_consultancy_notes_id_length")),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 80", name=op.f("ck_consultancy_notes_made_by_length")),
        sa.CheckConstraint("length(text) BETWEEN 0 AND 4000", name=op.f("ck_consultancy_notes_text_length")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_consultancy_notes_body_id_bodies")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_consultancy_notes_firm_id_firms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultancy_notes")),
    )
    op.create_index(op.f("ix_consultancy_notes_body_id"), "consultancy_notes", ["body_id"], unique=False)
    op.create_index(op.f("ix_consultancy_notes_firm_id"), "consultancy_notes", ["firm_id"], unique=False)


def _meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("rules_changed", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('focus_group', 'meeting')", name=op.f("ck_meetings_kind_known")),
        sa.CheckConstraint("length(asked) BETWEEN 1 AND 4000", name=op.f("ck_meetings_asked_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_meetings_id_length")),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 80", name=op.f("ck_meetings_made_by_length")),
        sa.CheckConstraint("length(place) BETWEEN 1 AND 200", name=op.f("ck_meetings_place_length")),
        sa.CheckConstraint("length(rules_changed) BETWEEN 2 AND 40000", name=op.f("ck_meetings_rules_changed_length")),
        sa.CheckConstraint("length(said) BETWEEN 0 AND 8000", name=op.f("ck_meetings_said_length")),
        sa.CheckConstraint("people BETWEEN 0 AND 10000", name=op.f("ck_meetings_people_range")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_meetings_version_counts")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_meetings_body_id_bodies")),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_meetings")),
    )
    op.create_index(op.f("ix_meetings_body_id"), "meetings", ["body_id"], unique=False)


def _narratives() -> None:
    op.create_table(
        "narratives",
        sa.Column("check_up_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("length(content) BETWEEN 2 AND 60000", name=op.f("ck_narratives_content_length")),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 80", name=op.f("ck_narratives_made_by_length")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_narratives_number_counts")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_narratives_body_id_bodies")),
        sa.ForeignKeyConstraint(["check_up_id"], ["check_ups.id"], name=op.f("fk_narratives_check_up_id_check_ups")),
        sa.PrimaryKeyConstraint("check_up_id", "number", name=op.f("pk_narratives")),
    )


def _numbers_links() -> None:
    op.create_table(
        "numbers_links",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("check_up_id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_numbers_links_digest_length")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_numbers_links_id_length")),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 80", name=op.f("ck_numbers_links_made_by_length")),
        sa.ForeignKeyConstraint(["check_up_id"], ["check_ups.id"], name=op.f("fk_numbers_links_check_up_id_check_ups")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_numbers_links")),
        sa.UniqueConstraint("digest", name=op.f("uq_numbers_links_digest")),
    )
    op.create_index(op.f("ix_numbers_links_check_up_id"), "numbers_links", ["check_up_id"], unique=False)


def _verified_results() -> None:
    op.create_table(
        "verified_results",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("check_up_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("pack_sha256", sa.String(length=64), nullable=False),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("last_seq >= 0", name=op.f("ck_verified_results_last_seq_counts")),
        sa.CheckConstraint("length(answers) BETWEEN 2 AND 1000000", name=op.f("ck_verified_results_answers_length")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_verified_results_digest_length")),
        sa.CheckConstraint(
            "length(engine_version) BETWEEN 1 AND 40", name=op.f("ck_verified_results_engine_version_length")
        ),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_verified_results_id_length")),
        sa.CheckConstraint("length(made_by) BETWEEN 1 AND 80", name=op.f("ck_verified_results_made_by_length")),
        sa.CheckConstraint("length(result) BETWEEN 2 AND 10000000", name=op.f("ck_verified_results_result_length")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_verified_results_number_counts")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_verified_results_body_id_bodies")),
        sa.ForeignKeyConstraint(
            ["check_up_id"], ["check_ups.id"], name=op.f("fk_verified_results_check_up_id_check_ups")
        ),
        sa.ForeignKeyConstraint(["pack_sha256"], ["packs.sha256"], name=op.f("fk_verified_results_pack_sha256_packs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verified_results")),
        sa.UniqueConstraint("check_up_id", "number", name=op.f("uq_verified_results_check_up_id_number")),
    )
