"""The tables of the decision on awards: checks that were made, who prepared and who approved, codes of the register,
files that came from it, letters with their protocol numbers. No row ever changes or goes.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Digest, Id, exact_length, length_between, one_of
from cip.incentives.register_codes import CODE_KINDS, CODE_SOURCES, LONGEST_CODE

LABEL = 80
LONGEST_ACT, LONGEST_WHY, LONGEST_RESULTS, LONGEST_LETTER = 80, 1_000, 200_000, 200_000
FIRST_YEAR, LAST_YEAR, LAST_NUMBER = 2000, 2200, 99_999_999


class AwardCheckRow(Base):
    """The last checks of an award as they were made for a day: results as canonical JSON, and whether all are met."""

    __tablename__ = "award_checks"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        length_between("results", 2, LONGEST_RESULTS),
        length_between("by_label", 1, LABEL),
        UniqueConstraint("award_id", "seq"),
        UniqueConstraint("id", "award_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"))
    seq: Mapped[int]
    on_day: Mapped[date]
    results: Mapped[str] = mapped_column(Text)
    in_order: Mapped[bool]
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))


class AwardPreparationRow(Base):
    """Somebody prepared the decision on an award, with the checks of that day; it may be sent back and done anew."""

    __tablename__ = "award_preparations"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        ForeignKeyConstraint(["check_id", "award_id"], ["award_checks.id", "award_checks.award_id"]),
        length_between("prepared_label", 1, LABEL),
        UniqueConstraint("award_id", "seq"),
        UniqueConstraint("id", "award_id", "prepared_by"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"))
    seq: Mapped[int]
    check_id: Mapped[Id]
    prepared_by: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    prepared_label: Mapped[str] = mapped_column(String(LABEL))
    prepared_at: Mapped[datetime]


class AwardApprovalRow(Base):
    """Somebody else than who prepared it approved an award, with the act that says so and the checks of its day.
    `aid_id` is the aid that was recorded with it, where the call gives aid.
    """

    __tablename__ = "award_approvals"
    __table_args__ = (
        ForeignKeyConstraint(
            ["preparation_id", "award_id", "preparer"],
            ["award_preparations.id", "award_preparations.award_id", "award_preparations.prepared_by"],
        ),
        ForeignKeyConstraint(["check_id", "award_id"], ["award_checks.id", "award_checks.award_id"]),
        CheckConstraint("approved_by <> preparer", name="two_people"),
        length_between("act_number", 1, LONGEST_ACT),
        length_between("approved_label", 1, LABEL),
    )

    award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"), primary_key=True)
    preparation_id: Mapped[Id]
    preparer: Mapped[Id]
    check_id: Mapped[Id]
    approved_by: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    approved_label: Mapped[str] = mapped_column(String(LABEL))
    approved_at: Mapped[datetime]
    act_number: Mapped[str] = mapped_column(String(LONGEST_ACT))
    act_on: Mapped[date]
    aid_id: Mapped[Id | None] = mapped_column(ForeignKey("aids.id"))


class RegisterImportRow(Base):
    """A file of the national register was read: its digest, and line by line what became of it (canonical JSON)."""

    __tablename__ = "register_imports"
    __table_args__ = (
        exact_length("id", 32),
        exact_length("sha256", 64),
        length_between("report", 2, LONGEST_RESULTS),
        length_between("by_label", 1, LABEL),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"), index=True)
    sha256: Mapped[Digest]
    report: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))


class RegisterCodeRow(Base):
    """A code of the register or a CUP, of a call or of one of its awards. A later one of a kind counts instead of an
    earlier one; who types it says why.
    """

    __tablename__ = "register_codes"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        one_of("kind", CODE_KINDS),
        one_of("source", CODE_SOURCES),
        CheckConstraint("kind <> 'car' OR award_id IS NULL", name="car_is_of_the_call"),
        CheckConstraint("kind IN ('car', 'cup') OR award_id IS NOT NULL", name="cor_is_of_an_award"),
        CheckConstraint("(source = 'file') = (import_id IS NOT NULL)", name="file_is_named"),
        length_between("code", 1, LONGEST_CODE),
        length_between("reason", 0, LONGEST_WHY),
        length_between("by_label", 1, LABEL),
        UniqueConstraint("call_id", "seq"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    award_id: Mapped[Id | None] = mapped_column(ForeignKey("awards.id"), index=True)
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(LONGEST_CODE), index=True)
    on_day: Mapped[date]
    source: Mapped[str] = mapped_column(String(10))
    import_id: Mapped[Id | None] = mapped_column(ForeignKey("register_imports.id"))
    reason: Mapped[str] = mapped_column(String(LONGEST_WHY))
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))


class AwardLetterRow(Base):
    """The decision letter of an award with its protocol number, given once and unique in its office; what it says is
    kept (canonical JSON), so that it reads the same for good.
    """

    __tablename__ = "award_letters"
    __table_args__ = (
        CheckConstraint(f"protocol_year BETWEEN {FIRST_YEAR} AND {LAST_YEAR}", name="year_range"),
        CheckConstraint(f"protocol_number BETWEEN 1 AND {LAST_NUMBER}", name="number_range"),
        length_between("content", 2, LONGEST_LETTER),
        exact_length("sha256", 64),
        length_between("made_label", 1, LABEL),
        UniqueConstraint("body_id", "protocol_year", "protocol_number"),
    )

    award_id: Mapped[Id] = mapped_column(ForeignKey("award_approvals.award_id"), primary_key=True)
    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"))
    protocol_year: Mapped[int]
    protocol_number: Mapped[int]
    protocol_on: Mapped[date]
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[Digest]
    made_at: Mapped[datetime]
    made_label: Mapped[str] = mapped_column(String(LABEL))
