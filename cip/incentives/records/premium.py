"""The tables of the premium: what the office saw proved, each premium with the award it rests on, and its proofs."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Id, exact_length, length_between, one_of
from cip.incentives.premium import LONGEST_PROOF, NOTED, PROOF_KINDS

LABEL = 80
_LIVE = text("ended_at IS NULL")


class PremiumNoteRow(Base):
    """What the office noted of an indicator of an award, with the document that it saw; the newest counts."""

    __tablename__ = "premium_notes"
    __table_args__ = (
        one_of("indicator", NOTED),
        CheckConstraint("value >= 0", name="value_counted"),
        CheckConstraint("indicator = 'award.workers_reached' OR value <= 1", name="yes_or_no"),
        length_between("document", 1, LONGEST_PROOF),
        length_between("by_label", 1, LABEL),
        CheckConstraint("seq >= 1", name="seq_from_one"),
    )

    award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    indicator: Mapped[str] = mapped_column(String(40))
    value: Mapped[int] = mapped_column(Integer)
    document: Mapped[str] = mapped_column(String(LONGEST_PROOF))
    seen_on: Mapped[date]
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))


class PremiumRow(Base):
    """A premium: the award it is, and the first award it rests on. While it stands, there is one for a firm and one
    for a first award, and it is at most its share of it.
    """

    __tablename__ = "premiums"
    __table_args__ = (
        exact_length("award_id", 32),
        CheckConstraint("cents >= 1", name="cents_given"),
        CheckConstraint("most_share BETWEEN 1 AND 100", name="most_share_percent"),
        CheckConstraint("cents * 100 <= first_cents * most_share", name="share_of_first"),
        CheckConstraint("award_id <> first_award_id", name="another_award"),
        length_between("by_label", 1, LABEL),
        Index("uq_premiums_first_award_id", "first_award_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("uq_premiums_firm_id", "firm_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    )

    award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"), primary_key=True)
    first_award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"))
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"))
    cents: Mapped[int] = mapped_column(BigInteger)
    first_cents: Mapped[int] = mapped_column(BigInteger)
    # In percent, as the call said when the premium was granted.
    most_share: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))
    # It was given up before it was paid: the firm has not had it.
    ended_at: Mapped[datetime | None]


class PremiumProofRow(Base):
    """One proof of one fact of a premium; `line` is the line of the amount that it stands behind, empty for points."""

    __tablename__ = "premium_proofs"
    __table_args__ = (
        length_between("fact", 1, 80),
        length_between("word", 1, 40),
        length_between("value", 1, 40),
        length_between("line", 0, 80),
        one_of("kind", PROOF_KINDS),
        length_between("reference", 1, LONGEST_PROOF),
        CheckConstraint("seq >= 1", name="seq_from_one"),
    )

    award_id: Mapped[Id] = mapped_column(ForeignKey("premiums.award_id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    fact: Mapped[str] = mapped_column(String(80))
    word: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(String(40))
    line: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str] = mapped_column(String(LONGEST_PROOF))
    on_day: Mapped[date | None]
