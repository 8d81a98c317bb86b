"""The table of the files."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Digest, Id, exact_length, length_between, one_of
from cip.files.accepted import LARGEST_FILE, TYPES
from cip.files.names import LONGEST_NAME
from cip.files.stored import STATES


class FileRow(Base):
    """One file that was handed in. Its bytes lie under its id in the folder of files, never in the database.

    An erased one keeps its line, so that what is still on the disk, also after a backup was put back, is known to go.
    """

    __tablename__ = "files"
    __table_args__ = (
        exact_length("id", 32),
        length_between("owner_key", 3, 80),
        CheckConstraint(
            f"(state = 'erased' AND name = '') OR (state <> 'erased' AND length(name) BETWEEN 1 AND {LONGEST_NAME})",
            name="name_until_erased",
        ),
        one_of("kind", tuple(TYPES)),
        CheckConstraint(f"size BETWEEN 1 AND {LARGEST_FILE}", name="size_allowed"),
        exact_length("sha256", 64),
        one_of("state", STATES),
        length_between("finding", 1, 200),
        CheckConstraint("state <> 'refused' OR scanned_at IS NOT NULL", name="refused_scanned"),
        CheckConstraint("removed_at IS NULL OR state IN ('refused', 'erased')", name="removed_not_in_use"),
        Index("ix_files_state_removed_at", "state", "removed_at"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    owner_key: Mapped[str] = mapped_column(String(80), index=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(8))
    size: Mapped[int]
    sha256: Mapped[Digest]
    state: Mapped[str] = mapped_column(String(12))
    received_at: Mapped[datetime]
    scanned_at: Mapped[datetime | None]
    finding: Mapped[str | None]
    removed_at: Mapped[datetime | None]
