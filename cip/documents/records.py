"""The tables of the papers: mails that a demonstration kept instead of sending them, and addresses of calendars."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Digest, Id, exact_length, length_between, one_of

LANGUAGES = ("it", "en")


class DemoMailRow(Base):
    """A mail of a demonstration, under the id of its message; `letter` is what it says, as JSON."""

    __tablename__ = "demo_mails"
    __table_args__ = (
        exact_length("id", 32),
        length_between("address", 3, 254),
        one_of("language", LANGUAGES),
        length_between("letter", 2, 20_000),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    kept_at: Mapped[datetime] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    letter: Mapped[str] = mapped_column(Text)


class CalendarFeedRow(Base):
    """The digest of the secret address of a person's calendar; a new one replaces it, and the old one leads nowhere."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (exact_length("digest", 64),)

    person_id: Mapped[Id] = mapped_column(ForeignKey("people.id"), primary_key=True)
    digest: Mapped[Digest] = mapped_column(unique=True)
    made_at: Mapped[datetime]
