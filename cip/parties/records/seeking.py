"""Firms that look for help, and the table of a firm's people by sex, contract and age band."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Id, exact_length, length_between, one_of
from cip.parties.help_requests import HELP_STATES
from cip.parties.workforce import AGE_BANDS, CONTRACTS, SEXES


class HelpRequestRow(Base):
    """A firm asks a consultancy for help. Accepting is no mandate yet: the owner confirms, then `mandate_id` is it."""

    __tablename__ = "help_requests"
    __table_args__ = (
        exact_length("id", 32),
        one_of("state", HELP_STATES),
        length_between("place", 1, 120),
        length_between("note", 1, 1_000),
        length_between("answer", 1, 1_000),
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered_has_a_moment"),
        CheckConstraint("(state = 'confirmed') = (mandate_id IS NOT NULL)", name="confirmed_by_mandate"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), index=True)
    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"), index=True)
    place: Mapped[str] = mapped_column(String(120))
    note: Mapped[str | None] = mapped_column(Text)
    made_by: Mapped[Id | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Text)
    # Who of the body would come; the mandate that the owner confirms names them, or the body as a whole.
    person_id: Mapped[Id | None] = mapped_column(ForeignKey("people.id"))
    mandate_id: Mapped[Id | None] = mapped_column(ForeignKey("mandates.id"))


class WorkforceCountRow(Base):
    """How many people a firm had in one box of the table on a day; a table of a day is written and replaced whole."""

    __tablename__ = "workforce_counts"
    __table_args__ = (
        one_of("sex", SEXES),
        one_of("contract", CONTRACTS),
        one_of("age_band", AGE_BANDS),
        CheckConstraint("people BETWEEN 1 AND 4999", name="people_range"),
    )

    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), primary_key=True)
    on_day: Mapped[date] = mapped_column(primary_key=True)
    sex: Mapped[str] = mapped_column(String(10), primary_key=True)
    contract: Mapped[str] = mapped_column(String(20), primary_key=True)
    age_band: Mapped[str] = mapped_column(String(10), primary_key=True)
    people: Mapped[int] = mapped_column(Integer)
