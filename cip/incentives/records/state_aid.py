"""The tables of State aid: aid received, ties, closed years, standing checks, what was withdrawn, room kept for calls.

No row of them changes or goes: the database refuses it. What was wrong has a row in `aid_withdrawals` and counts no
more.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Id, exact_length, length_between, one_of
from cip.incentives.de_minimis import REGIMES
from cip.incentives.declared import (
    AID_SOURCES,
    AID_VERDICTS,
    ENTRY_KINDS,
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_NAME,
    LONGEST_REFERENCE,
    LONGEST_RULING,
    LONGEST_SOURCE,
    MOST_AWU_HUNDREDTHS,
    MOST_CENTS,
    RESERVATION_ENDS,
    SHARE_PARTS,
    SIZE_TIE_KINDS,
)
from cip.incentives.standing import STANDING_KINDS, STANDING_VALUES
from cip.incentives.undertaking import TIE_KINDS


def _figures() -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint(f"awu_hundredths BETWEEN 0 AND {MOST_AWU_HUNDREDTHS}", name="awu_range"),
        CheckConstraint(f"turnover BETWEEN 0 AND {MOST_CENTS}", name="turnover_range"),
        CheckConstraint(f"balance BETWEEN 0 AND {MOST_CENTS}", name="balance_range"),
    )


class AidRow(Base):
    """Aid that the firm, or one tied to it, was granted on a day: whole cents."""

    __tablename__ = "aids"
    __table_args__ = (
        exact_length("id", 32),
        length_between("holder_code", 11, 16),
        length_between("holder_name", 1, LONGEST_NAME),
        CheckConstraint(f"cents BETWEEN 1 AND {MOST_CENTS}", name="cents_range"),
        one_of("regime", REGIMES),
        one_of("source", AID_SOURCES),
        length_between("reference", 1, LONGEST_REFERENCE),
        length_between("recorded_by", 1, 80),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), index=True)
    holder_code: Mapped[str] = mapped_column(String(16), index=True)
    holder_name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    granted_on: Mapped[date]
    cents: Mapped[int] = mapped_column(BigInteger)
    regime: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(10))
    reference: Mapped[str | None] = mapped_column(String(LONGEST_REFERENCE))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class FirmLinkRow(Base):
    """Two firms, by tax code, tied from a day to a day; None is open. The firm that recorded it need not be of them: a
    chain passes through others.
    """

    __tablename__ = "firm_links"
    __table_args__ = (
        exact_length("id", 32),
        length_between("a_code", 11, 16),
        length_between("a_name", 1, LONGEST_NAME),
        length_between("b_code", 11, 16),
        length_between("b_name", 1, LONGEST_NAME),
        CheckConstraint("a_code <> b_code", name="two_firms"),
        one_of("kind", TIE_KINDS),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        length_between("recorded_by", 1, 80),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), index=True)
    a_code: Mapped[str] = mapped_column(String(16), index=True)
    a_name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    b_code: Mapped[str] = mapped_column(String(16), index=True)
    b_name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    kind: Mapped[str] = mapped_column(String(16))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class StandingFactRow(Base):
    """What a source says of a firm on one standing check, from a day to a day."""

    __tablename__ = "standing_facts"
    __table_args__ = (
        exact_length("id", 32),
        one_of("kind", STANDING_KINDS),
        one_of("value", STANDING_VALUES),
        CheckConstraint("valid_to >= valid_from", name="ends_after_start"),
        length_between("source", 1, LONGEST_SOURCE),
        length_between("recorded_by", 1, 80),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    value: Mapped[str] = mapped_column(String(8))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(LONGEST_SOURCE))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class SizeYearRow(Base):
    """The figures of a closed year of a firm; of several of one year the one recorded last counts."""

    __tablename__ = "size_years"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint(f"year BETWEEN {FIRST_YEAR} AND {LAST_YEAR}", name="year_range"),
        *_figures(),
        length_between("source", 1, LONGEST_SOURCE),
        length_between("recorded_by", 1, 80),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), index=True)
    year: Mapped[int]
    awu_hundredths: Mapped[int | None] = mapped_column(Integer)
    turnover: Mapped[int | None] = mapped_column(BigInteger)
    balance: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(String(LONGEST_SOURCE))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class SizeTieRow(Base):
    """A partner or linked firm with its yearly figures, or the share in public hands; shares in ten-thousandths."""

    __tablename__ = "size_ties"
    __table_args__ = (
        exact_length("id", 32),
        one_of("kind", SIZE_TIE_KINDS),
        length_between("name", 1, LONGEST_NAME),
        CheckConstraint(f"share BETWEEN 0 AND {SHARE_PARTS}", name="share_range"),
        CheckConstraint("(kind = 'linked') = (share IS NULL)", name="share_unless_linked"),
        CheckConstraint(
            "kind <> 'public' OR (awu_hundredths IS NULL AND turnover IS NULL AND balance IS NULL)",
            name="public_has_no_figures",
        ),
        *_figures(),
        length_between("recorded_by", 1, 80),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    share: Mapped[int | None] = mapped_column(Integer)
    awu_hundredths: Mapped[int | None] = mapped_column(Integer)
    turnover: Mapped[int | None] = mapped_column(BigInteger)
    balance: Mapped[int | None] = mapped_column(BigInteger)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class AidWithdrawalRow(Base):
    """An entry of one of the tables above was withdrawn; ids are never used twice."""

    __tablename__ = "aid_withdrawals"
    __table_args__ = (
        exact_length("entry_id", 32),
        one_of("entry_kind", ENTRY_KINDS),
        length_between("by_label", 1, 80),
    )

    entry_id: Mapped[Id] = mapped_column(primary_key=True)
    entry_kind: Mapped[str] = mapped_column(String(10))
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), index=True)
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(80))


class AidRulingRow(Base):
    """Somebody of an office said of an entry whether it counts, with the reason; of several the last counts."""

    __tablename__ = "aid_rulings"
    __table_args__ = (
        exact_length("entry_id", 32),
        one_of("entry_kind", ("aid", "link")),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        one_of("verdict", AID_VERDICTS),
        length_between("reason", 1, LONGEST_RULING),
        length_between("by_label", 1, 80),
    )

    # An entry of one of the two tables; ids are never used twice.
    entry_id: Mapped[Id] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    entry_kind: Mapped[str] = mapped_column(String(10))
    # The office in whose call it was said.
    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(LONGEST_RULING))
    at: Mapped[datetime]
    by_person: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    by_label: Mapped[str] = mapped_column(String(80))


class AidReservationRow(Base):
    """A call keeps room for aid that it means to grant to a firm on a day: whole cents."""

    __tablename__ = "aid_reservations"
    __table_args__ = (
        exact_length("id", 32),
        length_between("firm_code", 11, 16),
        CheckConstraint(f"cents BETWEEN 1 AND {MOST_CENTS}", name="cents_range"),
        length_between("reserved_by", 1, 80),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), index=True)
    firm_code: Mapped[str] = mapped_column(String(16), index=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"), index=True)
    cents: Mapped[int] = mapped_column(BigInteger)
    granted_on: Mapped[date]
    reserved_at: Mapped[datetime]
    reserved_by: Mapped[str] = mapped_column(String(80))


class AidReservationEndRow(Base):
    """How a reservation ended: its room was given back, or the aid was granted and is recorded as aid."""

    __tablename__ = "aid_reservation_ends"
    __table_args__ = (one_of("how", RESERVATION_ENDS), length_between("by_label", 1, 80))

    reservation_id: Mapped[Id] = mapped_column(ForeignKey("aid_reservations.id"), primary_key=True)
    how: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(80))
