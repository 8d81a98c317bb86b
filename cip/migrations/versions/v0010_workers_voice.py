"""Surveys of workers: codes, answers and free lines with nothing in common but the survey; pools of firms."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

from cip.migrations import audit_tables

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None
_RELEASE = conv("fk_surveys_release_id_survey_releases")


def upgrade() -> None:
    """Create the tables."""
    _releases()
    _surveys()
    # Without row ids: the order of arrival would stand in them.
    op.create_table(
        "survey_tokens",
        sa.Column("survey_id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_survey_tokens_digest_length")),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name=op.f("fk_survey_tokens_survey_id_surveys")),
        sa.PrimaryKeyConstraint("survey_id", "digest", name=op.f("pk_survey_tokens")),
        sqlite_with_rowid=False,
    )
    _sealed("survey_answers")
    _sealed("survey_lines")


def downgrade() -> None:
    """Drop the tables; the audit says that the rows of two went, the others leave no entries."""
    audit_tables.record_drop("surveys", "survey_releases", act=f"downgrade {revision}")
    for table in ("survey_lines", "survey_answers", "survey_tokens", "surveys", "survey_releases"):
        op.drop_table(table)


def _releases() -> None:
    op.create_table(
        "survey_releases",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("area", sa.String(length=120), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=False),
        sa.Column("sealed_firms", sa.Text(), nullable=False),
        sa.CheckConstraint("answers >= 1", name=op.f("ck_survey_releases_answers_counts")),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_survey_releases_id_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_releases")),
    )


def _surveys() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("firm_id", sa.String(length=32), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("book", sa.String(length=64), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("codes_drawn", sa.Integer(), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("area", sa.String(length=120), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("protection", sa.Text(), nullable=False),
        sa.Column("protection_sha256", sa.String(length=64), nullable=False),
        sa.Column("sealed_counts", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("release_id", sa.String(length=32), nullable=True),
        sa.CheckConstraint("length(id) = 32", name=op.f("ck_surveys_id_length")),
        sa.CheckConstraint("length(protection_sha256) = 64", name=op.f("ck_surveys_protection_sha256_length")),
        sa.CheckConstraint("wave >= 1", name=op.f("ck_surveys_wave_counts")),
        sa.CheckConstraint("headcount BETWEEN 1 AND 4999", name=op.f("ck_surveys_headcount_range")),
        sa.CheckConstraint("codes_drawn >= 0", name=op.f("ck_surveys_codes_drawn_counts")),
        sa.CheckConstraint("closes_on >= opened_on", name=op.f("ck_surveys_closes_after_opening")),
        sa.CheckConstraint(
            "(closed_on IS NULL) = (sealed_counts IS NULL)", name=op.f("ck_surveys_counted_when_closed")
        ),
        sa.CheckConstraint("(closed_on IS NULL) = (published IS NULL)", name=op.f("ck_surveys_published_when_closed")),
        sa.CheckConstraint("length(sector) BETWEEN 1 AND 40", name=op.f("ck_surveys_sector_length")),
        sa.CheckConstraint("length(area) BETWEEN 1 AND 120", name=op.f("ck_surveys_area_length")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_surveys_body_id_bodies")),
        sa.ForeignKeyConstraint(["firm_id"], ["firms.id"], name=op.f("fk_surveys_firm_id_firms")),
        sa.ForeignKeyConstraint(["release_id"], ["survey_releases.id"], name=_RELEASE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
    )
    _indexes_of_surveys()


def _indexes_of_surveys() -> None:
    op.create_index(op.f("ix_surveys_release_id"), "surveys", ["release_id"], unique=False)
    op.create_index("uq_surveys_firm_id_wave", "surveys", ["firm_id", "wave"], unique=True)
    open_ones = sa.text("closed_on IS NULL")
    op.create_index(
        "uq_surveys_open_of_firm",
        "surveys",
        ["firm_id"],
        unique=True,
        sqlite_where=open_ones,
        postgresql_where=open_ones,
    )


def _sealed(table: str) -> None:
    op.create_table(
        table,
        sa.Column("survey_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.CheckConstraint("length(id) = 32", name=op.f(f"ck_{table}_id_length")),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name=op.f(f"fk_{table}_survey_id_surveys")),
        sa.PrimaryKeyConstraint("survey_id", "id", name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )
