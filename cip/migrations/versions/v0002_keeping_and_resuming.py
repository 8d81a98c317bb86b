"""Check-ups are kept, resumed in other browsers, followed by a second and third one, and closed; tries are counted."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

from cip.migrations import append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SECTIONS = ("facts", "indicators", "duties", "needs", "in_use", "notes")
MORE_SECTIONS = (*SECTIONS, "reasons", "practices", "plan", "sites", "life")


def upgrade() -> None:
    """Add columns and sections to the tables of 0001 and create three new ones."""
    with op.batch_alter_table("check_ups") as batch:
        batch.add_column(sa.Column("previous_id", sa.String(32), nullable=True))
        batch.add_column(sa.Column("kept_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("closed_at", MOMENT, nullable=True))
        batch.drop_constraint(op.f("ck_check_ups_stage_known"), type_="check")
        batch.create_check_constraint(op.f("ck_check_ups_stage_known"), _one_of("stage", ("T0", "T1", "T2")))
        batch.create_check_constraint(op.f("ck_check_ups_previous_id_length"), "length(previous_id) = 32")
        batch.create_check_constraint(op.f("ck_check_ups_previous_of_later"), "(stage = 'T0') = (previous_id IS NULL)")
        batch.create_check_constraint(op.f("ck_check_ups_kept_expires"), "kept_on IS NULL OR expires_on IS NOT NULL")
        batch.create_unique_constraint(op.f("uq_check_ups_previous_id"), ["previous_id"])
    _sections(MORE_SECTIONS)
    _triggers_again()
    _holders()
    _resume_codes()
    _throttles()


def downgrade() -> None:
    """Drop the new tables and columns. Raises CommandError if rows are there that the tables of 0001 cannot hold."""
    _refuse_if_any("check_ups", sa.column("stage") != "T0")
    _refuse_if_any("answer_events", sa.column("section").not_in(SECTIONS))
    for table in ("check_up_holders", "resume_codes", "throttles"):
        op.drop_table(table)
    _sections(SECTIONS)
    with op.batch_alter_table("check_ups") as batch:
        batch.drop_constraint(op.f("uq_check_ups_previous_id"), type_="unique")
        for name in ("previous_id_length", "previous_of_later", "kept_expires", "stage_known"):
            batch.drop_constraint(op.f(f"ck_check_ups_{name}"), type_="check")
        batch.create_check_constraint(op.f("ck_check_ups_stage_known"), _one_of("stage", ("T0",)))
        for column in ("previous_id", "kept_on", "closed_at"):
            batch.drop_column(column)
    _triggers_again()


def _sections(sections: tuple[str, ...]) -> None:
    with op.batch_alter_table("answer_events") as batch:
        batch.drop_constraint(op.f("ck_answer_events_section_known"), type_="check")
        batch.create_check_constraint(op.f("ck_answer_events_section_known"), _one_of("section", sections))


def _triggers_again() -> None:
    """SQLite rebuilt both tables, and their triggers went with the old ones; PostgreSQL has kept them."""
    if op.get_bind().dialect.name == "sqlite":
        append_only.refuse_updates("answer_events")
        append_only.refuse_deletes_unless_erased("answer_events", "check_up_id")
        append_only.refuse_deletes_unless_erased("check_ups", "id")


def _refuse_if_any(table: str, condition: sa.ColumnElement[bool]) -> None:
    found = op.get_bind().scalar(sa.select(sa.func.count()).select_from(sa.table(table)).where(condition))
    if found:
        raise CommandError(f"{found} rows of {table} have no place in the tables of 0001")


def _holders() -> None:
    op.create_table(
        "check_up_holders",
        sa.Column("check_up_id", sa.String(32), nullable=False),
        sa.Column("guest_digest", sa.String(64), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("check_up_id", "guest_digest", name=op.f("pk_check_up_holders")),
        sa.ForeignKeyConstraint(
            ["check_up_id"], ["check_ups.id"], name=op.f("fk_check_up_holders_check_up_id_check_ups")
        ),
        _length("guest_digest", 64, "check_up_holders"),
    )


def _resume_codes() -> None:
    op.create_table(
        "resume_codes",
        sa.Column("check_up_id", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("check_up_id", name=op.f("pk_resume_codes")),
        sa.UniqueConstraint("digest", name=op.f("uq_resume_codes_digest")),
        sa.ForeignKeyConstraint(["check_up_id"], ["check_ups.id"], name=op.f("fk_resume_codes_check_up_id_check_ups")),
        _length("digest", 64, "resume_codes"),
    )


def _throttles() -> None:
    op.create_table(
        "throttles",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttles")),
        _length("key", 64, "throttles"),
        sa.CheckConstraint("count >= 1", name=op.f("ck_throttles_count_counts")),
    )
    op.create_index(op.f("ix_throttles_ends_at"), "throttles", ["ends_at"])


def _one_of(column: str, choices: tuple[str, ...]) -> str:
    words = ", ".join(f"'{choice}'" for choice in choices)
    return f"{column} IN ({words})"


def _length(column: str, length: int, table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) = {length}", name=op.f(f"ck_{table}_{column}_length"))
