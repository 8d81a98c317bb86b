"""People and how they sign in. Of every secret only a digest is kept; of a password only its Argon2 hash."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Digest, Id, exact_length, length_between, one_of
from cip.parties.people import LINK_PURPOSES

LANGUAGES = ("it", "en")


class PersonRow(Base):
    """Somebody with an account. `totp_secret` is sealed (`cip.kernel.sealing`), `totp_last` the last step of the clock
    that was used, so that no code works twice. Sessions older than `sessions_since` no longer count.
    """

    __tablename__ = "people"
    __table_args__ = (
        exact_length("id", 32),
        length_between("email", 3, 254),
        CheckConstraint("email = lower(email)", name="email_lower"),
        length_between("name", 1, 120),
        one_of("language", LANGUAGES),
        length_between("password_hash", 20, 300),
        length_between("totp_secret", 20, 500),
        CheckConstraint("totp_secret IS NOT NULL OR totp_on_at IS NULL", name="totp_on_with_secret"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime]
    password_hash: Mapped[str | None] = mapped_column(String(300))
    password_at: Mapped[datetime | None]
    totp_secret: Mapped[str | None] = mapped_column(String(500))
    totp_on_at: Mapped[datetime | None]
    totp_last: Mapped[int | None]
    sessions_since: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class SignInLinkRow(Base):
    """A link that was mailed: it opens a page whose button does what `purpose` says, once, until `expires_at`."""

    __tablename__ = "sign_in_links"
    __table_args__ = (
        exact_length("digest", 64),
        one_of("purpose", LINK_PURPOSES),
        length_between("new_email", 3, 254),
        CheckConstraint("(purpose = 'confirm_email') = (new_email IS NOT NULL)", name="new_email_to_confirm"),
    )

    digest: Mapped[Digest] = mapped_column(primary_key=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("people.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    new_email: Mapped[str | None] = mapped_column(String(254))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class WebSessionRow(Base):
    """A browser in which somebody is signed in. `strong_at`: a second factor was given; `fresh_at`: the password (or
    the link) was given last; `seen_at` moves as pages are opened, at most once a minute.
    """

    __tablename__ = "web_sessions"
    __table_args__ = (exact_length("id", 32), exact_length("digest", 64), length_between("browser", 1, 80))

    id: Mapped[Id] = mapped_column(primary_key=True)
    digest: Mapped[Digest] = mapped_column(unique=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("people.id"), index=True)
    browser: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(info={"audit": False})
    fresh_at: Mapped[datetime]
    strong_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class RecoveryCodeRow(Base):
    """The digest of a code that stands in for a lost second factor, once."""

    __tablename__ = "recovery_codes"
    __table_args__ = (exact_length("digest", 64),)

    person_id: Mapped[Id] = mapped_column(ForeignKey("people.id"), primary_key=True)
    digest: Mapped[Digest] = mapped_column(primary_key=True)
    used_at: Mapped[datetime | None]
