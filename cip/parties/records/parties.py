"""Firms, bodies, who belongs to them, and who may act for whom."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Digest, Id, exact_length, length_between, one_of
from cip.parties.firms import ATECO_VERSIONS, COUNTERS
from cip.parties.standing import BODY_KINDS, MEMBER_ROLES, PARTY_KINDS


class FirmRow(Base):
    """A firm: one tax code. `merged_into` names the firm that took it over; `pseudonym` stands for it in statistics."""

    __tablename__ = "firms"
    __table_args__ = (
        exact_length("id", 32),
        length_between("name", 1, 200),
        length_between("tax_code", 11, 16),
        exact_length("vat", 11),
        length_between("ateco_code", 2, 10),
        one_of("ateco_version", ATECO_VERSIONS),
        CheckConstraint("(ateco_code IS NULL) = (ateco_version IS NULL)", name="ateco_with_version"),
        length_between("ccnl_code", 4, 10),
        exact_length("pseudonym", 32),
        CheckConstraint("merged_into IS NULL OR merged_into <> id", name="not_merged_into_itself"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    tax_code: Mapped[str] = mapped_column(String(16), unique=True)
    vat: Mapped[str | None] = mapped_column(String(11))
    ateco_code: Mapped[str | None] = mapped_column(String(10))
    ateco_version: Mapped[str | None] = mapped_column(String(4))
    ccnl_code: Mapped[str | None] = mapped_column(String(10))
    created_at: Mapped[datetime]
    pseudonym: Mapped[str] = mapped_column(String(32), unique=True)
    merged_into: Mapped[Id | None] = mapped_column(ForeignKey("firms.id"))
    closed_at: Mapped[datetime | None]


class FirmSeatRow(Base):
    """A place where the firm works, by municipality (ISTAT code of six digits, and its name as written)."""

    __tablename__ = "firm_seats"
    __table_args__ = (
        exact_length("id", 32),
        length_between("name", 1, 120),
        exact_length("municipality_code", 6),
        length_between("municipality", 1, 120),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    municipality_code: Mapped[str | None] = mapped_column(String(6))
    municipality: Mapped[str] = mapped_column(String(120))
    closed_on: Mapped[date | None]


class FirmCountRow(Base):
    """How many people a firm has by one of the five ways of counting, on a day; hundredths, as one of them counts
    fractions of a year.
    """

    __tablename__ = "firm_counts"
    __table_args__ = (
        one_of("counter", COUNTERS),
        CheckConstraint("hundredths BETWEEN 0 AND 100000000", name="hundredths_range"),
        length_between("source", 1, 200),
    )

    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), primary_key=True)
    counter: Mapped[str] = mapped_column(String(20), primary_key=True)
    on_day: Mapped[date] = mapped_column(primary_key=True)
    hundredths: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(200))


class BodyRow(Base):
    """A body that takes part: who advises, a union, the office, an association, a municipality, a provider."""

    __tablename__ = "bodies"
    __table_args__ = (
        exact_length("id", 32),
        one_of("kind", BODY_KINDS),
        length_between("name", 1, 200),
        length_between("tax_code", 11, 16),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    tax_code: Mapped[str | None] = mapped_column(String(16), unique=True)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class BodyTerritoryRow(Base):
    """Where a body works and for which sector: a municipality's name or `*`, a sector of the profile or `*`."""

    __tablename__ = "body_territories"
    __table_args__ = (length_between("municipality", 1, 120), length_between("sector", 1, 40))

    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"), primary_key=True)
    municipality: Mapped[str] = mapped_column(String(120), primary_key=True)
    sector: Mapped[str] = mapped_column(String(40), primary_key=True)


class MembershipRow(Base):
    """Somebody belongs to a party in a role, from a moment until it ends. `party_id` is a firm's, a body's, or (for the
    administrators of the installation) 32 zeros.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        exact_length("id", 32),
        one_of("party_kind", PARTY_KINDS),
        exact_length("party_id", 32),
        one_of("role", MEMBER_ROLES),
        CheckConstraint("ended_at IS NULL OR ended_at >= from_at", name="ends_after_start"),
        # In force at most once: a second click adds nobody twice.
        Index(
            "uq_memberships_in_force",
            "person_id",
            "party_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("people.id"), index=True)
    party_kind: Mapped[str] = mapped_column(String(10))
    party_id: Mapped[Id] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(String(20))
    from_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class InvitationRow(Base):
    """Somebody is asked by mail to join a party; the link's digest, until it is accepted, taken back or over."""

    __tablename__ = "invitations"
    __table_args__ = (
        exact_length("id", 32),
        exact_length("digest", 64),
        one_of("party_kind", PARTY_KINDS),
        exact_length("party_id", 32),
        one_of("role", MEMBER_ROLES),
        length_between("email", 3, 254),
        CheckConstraint("accepted_at IS NULL OR revoked_at IS NULL", name="accepted_or_revoked"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    digest: Mapped[Digest] = mapped_column(unique=True)
    party_kind: Mapped[str] = mapped_column(String(10))
    party_id: Mapped[Id] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(String(20))
    email: Mapped[str] = mapped_column(String(254))
    made_by: Mapped[Id | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class MandateRow(Base):
    """A firm lets a body (or one person of it) act for it: for what, from which day to which day, until revoked.

    `scopes` are words of `cip.parties.standing.SCOPES`, in their order, with a comma between.
    """

    __tablename__ = "mandates"
    __table_args__ = (
        exact_length("id", 32),
        length_between("scopes", 4, 120),
        CheckConstraint("to_day IS NULL OR to_day >= from_day", name="ends_after_start"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), index=True)
    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"), index=True)
    person_id: Mapped[Id | None] = mapped_column(ForeignKey("people.id"))
    scopes: Mapped[str] = mapped_column(String(120))
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    given_by: Mapped[Id | None] = mapped_column(ForeignKey("people.id"))
    given_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
