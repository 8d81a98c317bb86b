"""Plans are agreed version by version and signed."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create both tables, written once and erased with their check-up."""
    _versions()
    _signatures()
    for table in ("plan_versions", "plan_signatures"):
        append_only.refuse_updates(table)
        append_only.refuse_deletes_unless_erased(table, "check_up_id")


def downgrade() -> None:
    """Drop them."""
    op.drop_table("plan_signatures")
    op.drop_table("plan_versions")


def _versions() -> None:
    name = "plan_versions"
    op.create_table(
        name,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("check_up_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("pack_sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("prev_digest", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_versions")),
        sa.ForeignKeyConstraint(["check_up_id"], ["check_ups.id"], name=op.f("fk_plan_versions_check_up_id_check_ups")),
        sa.ForeignKeyConstraint(["pack_sha256"], ["packs.sha256"], name=op.f("fk_plan_versions_pack_sha256_packs")),
        sa.UniqueConstraint("check_up_id", "number", name=op.f("uq_plan_versions_check_up_id_number")),
        sa.UniqueConstraint("check_up_id", "id", name=op.f("uq_plan_versions_check_up_id_id")),
        sa.UniqueConstraint("sha256", name=op.f("uq_plan_versions_sha256")),
        _length("id", 32, name),
        sa.CheckConstraint("number >= 1", name=op.f("ck_plan_versions_number_counts")),
        sa.CheckConstraint("last_seq >= 0", name=op.f("ck_plan_versions_last_seq_counts")),
        _between("content", 2, 1_000_000, name),
        _length("sha256", 64, name),
        _between("made_by", 1, 80, name),
        _length("prev_digest", 64, name),
        _length("digest", 64, name),
    )


def _signatures() -> None:
    name = "plan_signatures"
    op.create_table(
        name,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("check_up_id", sa.String(32), nullable=False),
        sa.Column("version_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=True),
        sa.Column("file_id", sa.String(32), nullable=True),
        sa.Column("file_sha256", sa.String(64), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("prev_digest", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_signatures")),
        sa.ForeignKeyConstraint(
            ["check_up_id"], ["check_ups.id"], name=op.f("fk_plan_signatures_check_up_id_check_ups")
        ),
        sa.ForeignKeyConstraint(
            ["check_up_id", "version_id"],
            ["plan_versions.check_up_id", "plan_versions.id"],
            name=op.f("fk_plan_signatures_check_up_id_version_id_plan_versions"),
        ),
        sa.UniqueConstraint("check_up_id", "number", name=op.f("uq_plan_signatures_check_up_id_number")),
        sa.UniqueConstraint("version_id", "person_id", name=op.f("uq_plan_signatures_version_id_person_id")),
        sa.UniqueConstraint("version_id", "file_sha256", name=op.f("uq_plan_signatures_version_id_file_sha256")),
        *_signature_checks(name),
    )
    op.create_index(op.f("ix_plan_signatures_version_id"), name, ["version_id"])
    op.create_index(op.f("ix_plan_signatures_file_id"), name, ["file_id"])


def _signature_checks(name: str) -> list[sa.CheckConstraint]:
    return [
        _length("id", 32, name),
        sa.CheckConstraint("number >= 1", name=op.f("ck_plan_signatures_number_counts")),
        sa.CheckConstraint("kind IN ('paper', 'in_system')", name=op.f("ck_plan_signatures_kind_known")),
        _between("name", 1, 200, name),
        _length("person_id", 32, name),
        _length("file_id", 32, name),
        _length("file_sha256", 64, name),
        sa.CheckConstraint(
            "(kind = 'in_system') = (person_id IS NOT NULL)", name=op.f("ck_plan_signatures_person_signs_in_system")
        ),
        sa.CheckConstraint("(kind = 'paper') = (file_id IS NOT NULL)", name=op.f("ck_plan_signatures_paper_has_file")),
        sa.CheckConstraint("(file_id IS NULL) = (file_sha256 IS NULL)", name=op.f("ck_plan_signatures_file_is_whole")),
        _between("made_by", 1, 80, name),
        _length("prev_digest", 64, name),
        _length("digest", 64, name),
    ]


def _length(column: str, length: int, table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) = {length}", name=op.f(f"ck_{table}_{column}_length"))


def _between(column: str, low: int, high: int, table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) BETWEEN {low} AND {high}", name=op.f(f"ck_{table}_{column}_length"))
