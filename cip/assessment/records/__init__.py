"""The tables of the check-up: itself, its holders, its answers as events, its results as snapshots, the versions of
its plan, what was erased.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cip.assessment.evidence import LONGEST_EVIDENCE_NOTE, PROVABLE_SECTIONS
from cip.assessment.plan_versions import SIGNATURE_KINDS
from cip.assessment.records.reviews import (
    ConsultancyNoteRow,
    MeetingRow,
    NarrativeRow,
    NumbersLinkRow,
    VerifiedResultRow,
)
from cip.assessment.stored import STORED_SECTIONS
from cip.database.base import Base, Digest, Id, exact_length, length_between, one_of

__all__ = [
    "AnswerEventRow",
    "CheckUpRow",
    "ConsultancyNoteRow",
    "ErasedCheckUpRow",
    "EvidenceRow",
    "HolderRow",
    "MeetingRow",
    "NarrativeRow",
    "NumbersLinkRow",
    "PlanSignatureRow",
    "PlanVersionRow",
    "ResumeCodeRow",
    "SnapshotRow",
    "VerifiedResultRow",
]

STAGES = ("T0", "T1", "T2")
LANGUAGES = ("it", "en")
# Moves with every save, verified with the chains of the check-up itself: no entry in the audit.
_OWN_CHAIN = {"audit": False}


class CheckUpRow(Base):
    """One run of the questionnaire.

    `last_seq`, `last_number` and the heads remember where its two chains end, so that a removed last row shows and a
    save needs no search; they move only under the row's lock. `previous_id` is the check-up that this one follows; no
    foreign key, for that one may be erased before.
    """

    __tablename__ = "check_ups"
    __table_args__ = (
        exact_length("id", 32),
        exact_length("guest_digest", 64),
        one_of("stage", STAGES),
        one_of("language", LANGUAGES),
        # What nobody has claimed must have its last day: that is what its guest was told.
        CheckConstraint("guest_digest IS NULL OR expires_on IS NOT NULL", name="guest_expires"),
        exact_length("previous_id", 32),
        CheckConstraint("(stage = 'T0') = (previous_id IS NULL)", name="previous_of_later"),
        CheckConstraint("kept_on IS NULL OR expires_on IS NOT NULL", name="kept_expires"),
        # What a firm has taken over no longer belongs to the browser that began it.
        CheckConstraint("firm_id IS NULL OR guest_digest IS NULL", name="firm_or_guest"),
        CheckConstraint("last_seq >= 0", name="last_seq_counts"),
        exact_length("events_head", 64),
        CheckConstraint("last_number >= 0", name="last_number_counts"),
        exact_length("snapshots_head", 64),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    pack_sha256: Mapped[Digest] = mapped_column(ForeignKey("packs.sha256"))
    guest_digest: Mapped[Digest | None]
    stage: Mapped[str] = mapped_column(String(2))
    language: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime]
    expires_on: Mapped[date | None] = mapped_column(index=True)
    last_seq: Mapped[int] = mapped_column(info=_OWN_CHAIN)
    events_head: Mapped[Digest] = mapped_column(info=_OWN_CHAIN)
    last_number: Mapped[int] = mapped_column(info=_OWN_CHAIN)
    snapshots_head: Mapped[Digest] = mapped_column(info=_OWN_CHAIN)
    previous_id: Mapped[Id | None] = mapped_column(unique=True)
    kept_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    firm_id: Mapped[Id | None] = mapped_column(ForeignKey("firms.id"), index=True)
    validated_at: Mapped[datetime | None]


class HolderRow(Base):
    """A browser that resumed a check-up begun in another one. The one that began it stands in `check_ups`."""

    __tablename__ = "check_up_holders"
    __table_args__ = (exact_length("guest_digest", 64),)

    check_up_id: Mapped[Id] = mapped_column(ForeignKey("check_ups.id"), primary_key=True)
    guest_digest: Mapped[Digest] = mapped_column(primary_key=True)
    added_at: Mapped[datetime]


class ResumeCodeRow(Base):
    """The digest of the code that resumes a check-up; a new code replaces the old one."""

    __tablename__ = "resume_codes"
    __table_args__ = (exact_length("digest", 64),)

    check_up_id: Mapped[Id] = mapped_column(ForeignKey("check_ups.id"), primary_key=True)
    digest: Mapped[Digest] = mapped_column(unique=True)
    made_at: Mapped[datetime]


class AnswerEventRow(Base):
    """One answer given, changed or (value NULL) withdrawn, or (section `life`) what happened to the check-up itself.
    Append-only by triggers, chained per check-up.
    """

    __tablename__ = "answer_events"
    __table_args__ = (
        CheckConstraint("seq >= 1", name="seq_counts"),
        one_of("section", STORED_SECTIONS),
        length_between("question_id", 1, 80),
        length_between("value", 1, 10_000),
        # A withdrawn answer is written in one way only, else the same state would have two digests.
        CheckConstraint("value <> 'null'", name="value_not_json_null"),
        length_between("actor", 1, 80),
        length_between("source", 1, 200),
        exact_length("prev_digest", 64),
        exact_length("digest", 64),
    )

    check_up_id: Mapped[Id] = mapped_column(ForeignKey("check_ups.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    section: Mapped[str]
    question_id: Mapped[str]
    value: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]
    actor: Mapped[str]
    source: Mapped[str]
    prev_digest: Mapped[Digest]
    digest: Mapped[Digest]


class SnapshotRow(Base):
    """One result as shown, with all that replays it. Append-only by triggers, chained per check-up by `number`."""

    __tablename__ = "snapshots"
    __table_args__ = (
        UniqueConstraint("check_up_id", "number"),
        exact_length("id", 32),
        CheckConstraint("number >= 1", name="number_counts"),
        CheckConstraint("last_seq >= 0", name="last_seq_counts"),
        length_between("engine_version", 1, 40),
        length_between("answers", 2, 1_000_000),
        length_between("result", 2, 10_000_000),
        exact_length("result_sha256", 64),
        exact_length("prev_digest", 64),
        exact_length("digest", 64),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    check_up_id: Mapped[Id] = mapped_column(ForeignKey("check_ups.id"))
    number: Mapped[int]
    on_day: Mapped[date]
    last_seq: Mapped[int]
    pack_sha256: Mapped[Digest] = mapped_column(ForeignKey("packs.sha256"))
    engine_version: Mapped[str]
    answers: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text)
    result_sha256: Mapped[Digest]
    at: Mapped[datetime]
    prev_digest: Mapped[Digest]
    digest: Mapped[Digest]


class PlanVersionRow(Base):
    """One version of a plan as it was agreed. Append-only by triggers, chained per check-up by `number`; the last link
    stands among the events of the check-up's life.
    """

    __tablename__ = "plan_versions"
    __table_args__ = (
        UniqueConstraint("check_up_id", "number"),
        # What a signature names, so that it can hang on a version of its own check-up only.
        UniqueConstraint("check_up_id", "id"),
        exact_length("id", 32),
        CheckConstraint("number >= 1", name="number_counts"),
        CheckConstraint("last_seq >= 0", name="last_seq_counts"),
        length_between("content", 2, 1_000_000),
        exact_length("sha256", 64),
        length_between("made_by", 1, 80),
        exact_length("prev_digest", 64),
        exact_length("digest", 64),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    check_up_id: Mapped[Id] = mapped_column(ForeignKey("check_ups.id"))
    number: Mapped[int]
    on_day: Mapped[date]
    last_seq: Mapped[int]
    pack_sha256: Mapped[Digest] = mapped_column(ForeignKey("packs.sha256"))
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[Digest] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    prev_digest: Mapped[Digest]
    digest: Mapped[Digest]


class PlanSignatureRow(Base):
    """One signature under a version. Append-only by triggers, chained per check-up by `number`.

    No foreign key to the person or the file: either may be erased while the check-up stays, and then the digest of the
    sheet and the name that was signed remain.
    """

    __tablename__ = "plan_signatures"
    __table_args__ = (
        UniqueConstraint("check_up_id", "number"),
        # A person signs a version once, and the same sheet comes back once.
        UniqueConstraint("version_id", "person_id"),
        UniqueConstraint("version_id", "file_sha256"),
        ForeignKeyConstraint(["check_up_id", "version_id"], ["plan_versions.check_up_id", "plan_versions.id"]),
        exact_length("id", 32),
        CheckConstraint("number >= 1", name="number_counts"),
        one_of("kind", SIGNATURE_KINDS),
        length_between("name", 1, 200),
        exact_length("person_id", 32),
        exact_length("file_id", 32),
        exact_length("file_sha256", 64),
        CheckConstraint("(kind = 'in_system') = (person_id IS NOT NULL)", name="person_signs_in_system"),
        CheckConstraint("(kind = 'paper') = (file_id IS NOT NULL)", name="paper_has_file"),
        CheckConstraint("(file_id IS NULL) = (file_sha256 IS NULL)", name="file_is_whole"),
        length_between("made_by", 1, 80),
        exact_length("prev_digest", 64),
        exact_length("digest", 64),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    check_up_id: Mapped[Id] = mapped_column(ForeignKey("check_ups.id"))
    version_id: Mapped[Id] = mapped_column(index=True)
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str]
    day: Mapped[date]
    person_id: Mapped[Id | None]
    file_id: Mapped[Id | None] = mapped_column(index=True)
    file_sha256: Mapped[Digest | None]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    prev_digest: Mapped[Digest]
    digest: Mapped[Digest]


class ErasedCheckUpRow(Base):
    """What remains of an erased check-up: its id, the day, and a digest over where its chains ended. Append-only; the
    triggers of the other tables let rows go only when their check-up stands here.
    """

    __tablename__ = "erased_check_ups"
    __table_args__ = (exact_length("check_up_id", 32), exact_length("digest", 64))

    check_up_id: Mapped[Id] = mapped_column(primary_key=True)
    on_day: Mapped[date]
    digest: Mapped[Digest]


class EvidenceRow(Base):
    """What proves an answer or a measure of the plan: a file, or that a consultant saw it on a day.

    Never deleted but with its check-up: who takes one back says why. The engine does not read it.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        exact_length("id", 32),
        one_of("section", PROVABLE_SECTIONS),
        length_between("question_id", 1, 80),
        CheckConstraint("(file_id IS NULL) <> (seen_on IS NULL)", name="file_or_seen"),
        length_between("note", 1, LONGEST_EVIDENCE_NOTE),
        CheckConstraint("valid_until >= true_from", name="until_after_from"),
        length_between("added_by", 1, 80),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_because IS NULL)",
            name="withdrawn_whole",
        ),
        length_between("withdrawn_because", 1, LONGEST_EVIDENCE_NOTE),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    check_up_id: Mapped[Id] = mapped_column(ForeignKey("check_ups.id"), index=True)
    section: Mapped[str]
    question_id: Mapped[str]
    file_id: Mapped[Id | None] = mapped_column(ForeignKey("files.id"), unique=True)
    seen_on: Mapped[date | None]
    note: Mapped[str | None]
    true_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_because: Mapped[str | None]
