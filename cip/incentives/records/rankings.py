"""The tables of rankings: each version with all that replays it, which application each entry is, what changed between
two versions, who approved it, when it was published. No row ever changes or goes.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Digest, Id, exact_length, length_between, one_of
from cip.incentives.rankings import CHANGE_KINDS, LONGEST_ACT, LONGEST_REASON

LABEL = 80
LONGEST_TEXT = 50_000_000


class RankingRow(Base):
    """A version of the ranking of a call: the bundle (canonical JSON) that `cip replay` makes the result from.

    The first has no difference to tell; every later one says why it was made, and what moved.
    """

    __tablename__ = "rankings"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("version >= 1", name="version_counts"),
        length_between("engine_version", 1, 40),
        length_between("bundle", 2, LONGEST_TEXT),
        exact_length("bundle_sha256", 64),
        length_between("result", 2, LONGEST_TEXT),
        exact_length("digest", 64),
        length_between("reason", 0, LONGEST_REASON),
        CheckConstraint("(version = 1) = (difference IS NULL)", name="later_ones_differ"),
        CheckConstraint("version = 1 OR length(reason) > 0", name="later_ones_have_a_reason"),
        length_between("made_label", 1, LABEL),
        UniqueConstraint("call_id", "version"),
        UniqueConstraint("id", "made_by"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    version: Mapped[int]
    pack_sha256: Mapped[Digest] = mapped_column(ForeignKey("packs.sha256"))
    engine_version: Mapped[str] = mapped_column(String(40))
    bundle: Mapped[str] = mapped_column(Text)
    bundle_sha256: Mapped[Digest]
    result: Mapped[str] = mapped_column(Text)
    digest: Mapped[Digest]
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    difference: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    made_label: Mapped[str] = mapped_column(String(LABEL))


class RankingEntryRow(Base):
    """Which application an entry of a bundle is: bundles name nobody."""

    __tablename__ = "ranking_entries"
    __table_args__ = (length_between("entry_id", 1, 40), UniqueConstraint("ranking_id", "application_id"))

    ranking_id: Mapped[Id] = mapped_column(ForeignKey("rankings.id"), primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    application_id: Mapped[Id] = mapped_column(ForeignKey("applications.id"), index=True)


class RankingApprovalRow(Base):
    """Somebody else than its maker approved a version, with the act that says so."""

    __tablename__ = "ranking_approvals"
    __table_args__ = (
        ForeignKeyConstraint(["ranking_id", "maker"], ["rankings.id", "rankings.made_by"]),
        CheckConstraint("approved_by <> maker", name="two_people"),
        length_between("act_number", 1, LONGEST_ACT),
        length_between("approved_label", 1, LABEL),
    )

    ranking_id: Mapped[Id] = mapped_column(primary_key=True)
    maker: Mapped[Id]
    approved_by: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    approved_label: Mapped[str] = mapped_column(String(LABEL))
    approved_at: Mapped[datetime]
    act_number: Mapped[str] = mapped_column(String(LONGEST_ACT))
    act_on: Mapped[date]


class RankingPublicationRow(Base):
    """An approved version was published."""

    __tablename__ = "ranking_publications"
    __table_args__ = (length_between("published_label", 1, LABEL),)

    ranking_id: Mapped[Id] = mapped_column(ForeignKey("ranking_approvals.ranking_id"), primary_key=True)
    published_by: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    published_label: Mapped[str] = mapped_column(String(LABEL))
    published_at: Mapped[datetime]


class RankingChangeRow(Base):
    """What the next version is made with: a waiver, an appeal that was accepted, a correction; or one of them undone.

    `content` is canonical JSON: facts, scores and amount as they are from now on (`cip.incentives.rankings`).
    """

    __tablename__ = "ranking_changes"
    __table_args__ = (
        exact_length("id", 32),
        one_of("kind", CHANGE_KINDS),
        CheckConstraint("seq >= 1", name="seq_counts"),
        CheckConstraint("(kind = 'undo') = (undoes IS NOT NULL)", name="undo_names_what"),
        length_between("content", 2, 20_000),
        length_between("reason", 1, LONGEST_REASON),
        length_between("reference", 0, LONGEST_ACT),
        length_between("noted_label", 1, LABEL),
        UniqueConstraint("call_id", "seq"),
        UniqueConstraint("undoes"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    application_id: Mapped[Id] = mapped_column(ForeignKey("applications.id"), index=True)
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    undoes: Mapped[Id | None] = mapped_column(ForeignKey("ranking_changes.id"))
    content: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    reference: Mapped[str] = mapped_column(String(LONGEST_ACT))
    noted_at: Mapped[datetime]
    noted_by: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    noted_label: Mapped[str] = mapped_column(String(LABEL))
