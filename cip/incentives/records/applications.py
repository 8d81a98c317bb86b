"""The tables of an application: itself, its edits, its files, who signed it off, what was sent, what was withdrawn."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Digest, Id, exact_length, length_between, one_of
from cip.incentives.application_states import SIGN_OFF_KINDS, SIGN_OFF_VERDICTS, STATES

LONGEST_ANSWERS = 100_000
LONGEST_CONTENT = 200_000
LONGEST_NOTE = 500
LONGEST_VALUE = 4_000
MOST_CENTS = 10**13


class ApplicationRow(Base):
    """A firm's application to one call. `version` counts its changes: a form drawn from an older one is stale.

    `answers` is the canonical JSON of what the firm itself said, by fact; the rest comes from what the system knows.
    The check-up, the plan and the joining are named without a foreign key: a check-up may be erased, and what was sent
    of it stands in the submission.
    """

    __tablename__ = "applications"
    __table_args__ = (
        exact_length("id", 32),
        one_of("state", STATES),
        CheckConstraint("version >= 1", name="version_counts"),
        length_between("answers", 2, LONGEST_ANSWERS),
        CheckConstraint(f"requested BETWEEN 0 AND {MOST_CENTS}", name="requested_range"),
        exact_length("check_up_id", 32),
        exact_length("snapshot_id", 32),
        exact_length("plan_version_id", 32),
        exact_length("adherence_id", 32),
        CheckConstraint("snapshot_id IS NULL OR check_up_id IS NOT NULL", name="snapshot_of_check_up"),
        CheckConstraint("plan_version_id IS NULL OR check_up_id IS NOT NULL", name="plan_of_check_up"),
        CheckConstraint("changed_at >= started_at", name="changed_after_start"),
        length_between("started_by", 1, 80),
        length_between("changed_by", 1, 80),
        UniqueConstraint("call_id", "firm_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    version: Mapped[int]
    answers: Mapped[str] = mapped_column(Text)
    requested: Mapped[int | None] = mapped_column(BigInteger)
    check_up_id: Mapped[Id | None]
    snapshot_id: Mapped[Id | None]
    plan_version_id: Mapped[Id | None]
    adherence_id: Mapped[Id | None]
    started_at: Mapped[datetime]
    started_by: Mapped[str] = mapped_column(String(80))
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(80))


class ApplicationEditRow(Base):
    """One change: who, when, which field, from which value (as a digest) to which, making the version `version`."""

    __tablename__ = "application_edits"
    __table_args__ = (
        CheckConstraint("seq >= 1", name="seq_counts"),
        CheckConstraint("version >= 1", name="version_counts"),
        length_between("field", 1, 80),
        exact_length("before_sha256", 64),
        length_between("value", 1, LONGEST_VALUE),
        length_between("by_label", 1, 80),
    )

    application_id: Mapped[Id] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    field: Mapped[str] = mapped_column(String(80))
    before_sha256: Mapped[Digest | None]
    value: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(80))


class ApplicationFileRow(Base):
    """A file handed in for one of the call's documents; taken back, its line stays and its bytes go."""

    __tablename__ = "application_files"
    __table_args__ = (
        exact_length("id", 32),
        length_between("document_id", 1, 80),
        length_between("put_by", 1, 80),
        length_between("removed_by", 1, 80),
        CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name="removed_is_whole"),
        CheckConstraint("removed_at >= put_at", name="removed_after_put"),
        UniqueConstraint("file_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    application_id: Mapped[Id] = mapped_column(ForeignKey("applications.id"), index=True)
    document_id: Mapped[str] = mapped_column(String(80))
    file_id: Mapped[Id] = mapped_column(ForeignKey("files.id"))
    put_at: Mapped[datetime]
    put_by: Mapped[str] = mapped_column(String(80))
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str | None] = mapped_column(String(80))


class SignOffRow(Base):
    """Somebody of the firm signed off exactly this version of an application, or sent it back with a note."""

    __tablename__ = "sign_offs"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("seq >= 1", name="seq_counts"),
        CheckConstraint("version >= 1", name="version_counts"),
        exact_length("digest", 64),
        one_of("verdict", SIGN_OFF_VERDICTS),
        one_of("kind", SIGN_OFF_KINDS),
        length_between("note", 1, LONGEST_NOTE),
        length_between("by_label", 1, 80),
        CheckConstraint("verdict <> 'sent_back' OR note IS NOT NULL", name="sent_back_has_a_note"),
        UniqueConstraint("application_id", "seq"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    application_id: Mapped[Id] = mapped_column(ForeignKey("applications.id"))
    seq: Mapped[int]
    version: Mapped[int]
    digest: Mapped[Digest]
    verdict: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(14))
    note: Mapped[str | None] = mapped_column(String(LONGEST_NOTE))
    at: Mapped[datetime]
    by_person: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    by_label: Mapped[str] = mapped_column(String(80))


class SignedContentRow(Base):
    """What was signed off, as canonical JSON: its digest stands in the sign-off. Sent is exactly this."""

    __tablename__ = "signed_contents"
    __table_args__ = (length_between("content", 2, LONGEST_CONTENT),)

    sign_off_id: Mapped[Id] = mapped_column(ForeignKey("sign_offs.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text)


class SubmissionRow(Base):
    """What was sent, as it was sent: canonical JSON under its digest. No row changes or goes.

    `number` counts within the call, `idempotency_key` is that of the form that was sent: the same form sent twice is
    one submission. `receipt_code` opens the public page, which tells the digest and the moment and nothing else.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("version >= 1", name="version_counts"),
        CheckConstraint("number >= 1", name="number_counts"),
        length_between("content", 2, LONGEST_CONTENT),
        exact_length("digest", 64),
        CheckConstraint(f"requested BETWEEN 0 AND {MOST_CENTS}", name="requested_range"),
        exact_length("idempotency_key", 32),
        exact_length("receipt_code", 32),
        length_between("by_label", 1, 80),
        UniqueConstraint("application_id", "version"),
        UniqueConstraint("call_id", "number"),
        UniqueConstraint("idempotency_key"),
        UniqueConstraint("receipt_code"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    application_id: Mapped[Id] = mapped_column(ForeignKey("applications.id"))
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), index=True)
    version: Mapped[int]
    number: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[Digest]
    requested: Mapped[int | None] = mapped_column(BigInteger)
    sign_off_id: Mapped[Id] = mapped_column(ForeignKey("sign_offs.id"))
    submitted_at: Mapped[datetime]
    by_person: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    by_label: Mapped[str] = mapped_column(String(80))
    mandate_id: Mapped[Id | None] = mapped_column(ForeignKey("mandates.id"))
    idempotency_key: Mapped[Id]
    receipt_code: Mapped[Id]


class SubmissionWithdrawalRow(Base):
    """A submission that the firm took back: it stays, and counts no more."""

    __tablename__ = "submission_withdrawals"
    __table_args__ = (length_between("by_label", 1, 80),)

    submission_id: Mapped[Id] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    at: Mapped[datetime]
    by_person: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    by_label: Mapped[str] = mapped_column(String(80))
