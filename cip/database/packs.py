"""Rule packs kept in the database, once per sha256, so that a replay years later needs no old files."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Text, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from cip.database.base import Base, Digest, exact_length, length_between
from cip.database.chain import Fault
from cip.database.work import Work
from cip.kernel.canonical import sha256_of


class PackRow(Base):
    """A rule pack as canonical text. Rows never change and are never deleted (triggers see to it)."""

    __tablename__ = "packs"
    __table_args__ = (exact_length("sha256", 64), length_between("model_id", 1, 80))

    sha256: Mapped[Digest] = mapped_column(primary_key=True)
    model_id: Mapped[str]
    content: Mapped[str] = mapped_column(Text)
    stored_at: Mapped[datetime]


class WrongDigestError(ValueError):
    """A pack was offered under a sha256 that is not its own."""


def keep_pack(work: Work, sha256: str, model_id: str, content: str) -> bool:
    """Keep the canonical `content` of the pack `model_id` under its `sha256`; True if it was new.

    Raises WrongDigestError if `sha256` is not the digest of `content`.
    """
    if sha256_of(content) != sha256:
        raise WrongDigestError(f"the content of pack {model_id} does not have the digest {sha256}")
    if is_kept(work.session, sha256):
        return False
    row = {"sha256": sha256, "model_id": model_id, "content": content, "stored_at": work.now}
    # Two works may keep the same new pack at once; whoever comes second finds it there.
    kind = postgresql if work.session.get_bind().dialect.name == "postgresql" else sqlite
    insert = kind.insert(PackRow).values(row).on_conflict_do_nothing().returning(PackRow.sha256)
    return work.session.scalar(insert) is not None


def is_kept(session: Session, sha256: str) -> bool:
    """True if a pack with this sha256 is in the database."""
    return session.scalar(select(PackRow.sha256).where(PackRow.sha256 == sha256)) is not None


def read_pack(session: Session, sha256: str) -> str | None:
    """The canonical content of the pack with this sha256, None if it was never kept."""
    return session.scalar(select(PackRow.content).where(PackRow.sha256 == sha256))


def pack_faults(session: Session) -> Iterator[Fault]:
    """Every kept pack whose content no longer has the digest it is kept under."""
    for sha256 in session.scalars(select(PackRow.sha256).order_by(PackRow.sha256)).all():
        if sha256_of(read_pack(session, sha256) or "") != sha256:
            yield Fault(f"pack {sha256}", "its content was changed after it was written")


def count_packs(session: Session) -> int:
    """How many packs are kept."""
    return session.scalar(select(func.count()).select_from(PackRow)) or 0
