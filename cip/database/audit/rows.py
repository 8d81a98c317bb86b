"""The tables of the audit."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Digest, Id, exact_length, length_between

LONGEST_OBJECT_ID = 300
# The one row of `audit_head`.
HEAD = 1


class AuditEntryRow(Base):
    """One row of some table was written: by whom, under which mandate, in which act, and what it was before and after,
    as digests (NULL: it was not there). Append-only by triggers; `chain_seq`, `prev_digest` and `digest` are set once,
    by the sealer, and link the entry into the chain.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        length_between("actor", 1, 80),
        exact_length("mandate_id", 32),
        length_between("act", 1, 80),
        length_between("kind", 1, 63),
        length_between("object_id", 1, LONGEST_OBJECT_ID),
        exact_length("before", 64),
        exact_length("after", 64),
        CheckConstraint("before IS NOT NULL OR after IS NOT NULL", name="something_happened"),
        CheckConstraint("chain_seq >= 1", name="chain_seq_counts"),
        exact_length("prev_digest", 64),
        exact_length("digest", 64),
        CheckConstraint(
            "(chain_seq IS NULL) = (prev_digest IS NULL) AND (chain_seq IS NULL) = (digest IS NULL)",
            name="sealed_whole",
        ),
        Index("ix_audit_entries_object", "kind", "object_id"),
        # A number is never given twice, so an entry that was removed is not replaced by the next one.
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    mandate_id: Mapped[Id | None]
    act: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(63))
    object_id: Mapped[str] = mapped_column(String(LONGEST_OBJECT_ID))
    before: Mapped[Digest | None]
    after: Mapped[Digest | None]
    chain_seq: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    prev_digest: Mapped[Digest | None]
    digest: Mapped[Digest | None]


class AuditSaltRow(Base):
    """The random salt in the digests of one row, as long as that row exists: once both are gone, nobody can try out
    names and addresses against the digests that remain.
    """

    __tablename__ = "audit_salts"
    __table_args__ = (
        length_between("kind", 1, 63),
        length_between("object_id", 1, LONGEST_OBJECT_ID),
        exact_length("salt", 32),
    )

    kind: Mapped[str] = mapped_column(String(63), primary_key=True)
    object_id: Mapped[str] = mapped_column(String(LONGEST_OBJECT_ID), primary_key=True)
    salt: Mapped[Id]


class AuditHeadRow(Base):
    """Where the chain ends: one row, moved by the sealer only; no save reads or locks it."""

    __tablename__ = "audit_head"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("chain_seq >= 0", name="chain_seq_counts"),
        exact_length("digest", 64),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    chain_seq: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[Digest]
