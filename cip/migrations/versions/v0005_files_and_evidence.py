"""Files that people hand in; evidence of answers and measures."""

import sqlalchemy as sa
from alembic import op

from cip.migrations import append_only

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the two tables; evidence goes only with its check-up."""
    _files()
    _evidence()
    append_only.refuse_deletes_unless_erased("evidence", "check_up_id")


def downgrade() -> None:
    """Drop them; the bytes of the files stay on the disk, and the next start removes them."""
    op.drop_table("evidence")
    op.drop_table("files")


def _files() -> None:
    op.create_table(
        "files",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("owner_key", sa.String(80), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("scanned_at", MOMENT, nullable=True),
        sa.Column("finding", sa.String(), nullable=True),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        _length("id", 32, "files"),
        _between("owner_key", 3, 80, "files"),
        sa.CheckConstraint(
            "(state = 'erased' AND name = '') OR (state <> 'erased' AND length(name) BETWEEN 1 AND 120)",
            name=op.f("ck_files_name_until_erased"),
        ),
        sa.CheckConstraint(
            "kind IN ('pdf', 'jpg', 'png', 'docx', 'xlsx', 'odt', 'ods')", name=op.f("ck_files_kind_known")
        ),
        sa.CheckConstraint("size BETWEEN 1 AND 10485760", name=op.f("ck_files_size_allowed")),
        _length("sha256", 64, "files"),
        sa.CheckConstraint("state IN ('quarantined', 'clean', 'refused', 'erased')", name=op.f("ck_files_state_known")),
        _between("finding", 1, 200, "files"),
        sa.CheckConstraint("state <> 'refused' OR scanned_at IS NOT NULL", name=op.f("ck_files_refused_scanned")),
        sa.CheckConstraint(
            "removed_at IS NULL OR state IN ('refused', 'erased')", name=op.f("ck_files_removed_not_in_use")
        ),
    )
    op.create_index(op.f("ix_files_owner_key"), "files", ["owner_key"])
    op.create_index("ix_files_state_removed_at", "files", ["state", "removed_at"])


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("check_up_id", sa.String(32), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(32), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("true_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.Column("withdrawn_because", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("file_id", name=op.f("uq_evidence_file_id")),
        sa.ForeignKeyConstraint(["check_up_id"], ["check_ups.id"], name=op.f("fk_evidence_check_up_id_check_ups")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_evidence_file_id_files")),
        _length("id", 32, "evidence"),
        sa.CheckConstraint(
            "section IN ('facts', 'indicators', 'duties', 'in_use', 'plan')", name=op.f("ck_evidence_section_known")
        ),
        _between("question_id", 1, 80, "evidence"),
        sa.CheckConstraint("(file_id IS NULL) <> (seen_on IS NULL)", name=op.f("ck_evidence_file_or_seen")),
        _between("note", 1, 1000, "evidence"),
        sa.CheckConstraint("valid_until >= true_from", name=op.f("ck_evidence_until_after_from")),
        _between("added_by", 1, 80, "evidence"),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_because IS NULL)",
            name=op.f("ck_evidence_withdrawn_whole"),
        ),
        _between("withdrawn_because", 1, 1000, "evidence"),
    )
    op.create_index(op.f("ix_evidence_check_up_id"), "evidence", ["check_up_id"])


def _length(column: str, length: int, table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) = {length}", name=op.f(f"ck_{table}_{column}_length"))


def _between(column: str, low: int, high: int, table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) BETWEEN {low} AND {high}", name=op.f(f"ck_{table}_{column}_length"))
