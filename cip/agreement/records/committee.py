"""The tables of committees: which body, seats, meetings, disputes with their steps, reviews, questions, notes, parties
that join later, and the yearly numbers of firms. Except for seats, parties and questions, rows are written once.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from cip.agreement.committee import MEETING_KINDS, NOTE_KINDS, PARTY_SIDES, SIDES
from cip.agreement.disputes import GROUNDS, OPENERS, OUTCOMES, STEP_KINDS
from cip.agreement.questions import ASKERS
from cip.agreement.reviews import VERDICTS
from cip.database.base import Base, Id, exact_length, length_between, one_of

AGREEMENT, LABEL, LINE, LONG = 80, 80, 200, 2_000


class CommitteeBodyRow(Base):
    """A body is the committee of one agreement (an id of the rules)."""

    __tablename__ = "committee_bodies"
    __table_args__ = (length_between("agreement_id", 1, AGREEMENT),)

    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"), primary_key=True)
    agreement_id: Mapped[str] = mapped_column(String(AGREEMENT), index=True)


class CommitteeSeatRow(Base):
    """A seat that an organisation holds from a day to a day."""

    __tablename__ = "committee_seats"
    __table_args__ = (
        exact_length("id", 32),
        one_of("side", SIDES),
        length_between("organisation", 1, LINE),
        CheckConstraint("to_day IS NULL OR to_day >= from_day", name="ends_after_start"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"), index=True)
    side: Mapped[str] = mapped_column(String(10))
    organisation: Mapped[str] = mapped_column(String(LINE))
    from_day: Mapped[date]
    to_day: Mapped[date | None]


class CommitteeMeetingRow(Base):
    """A meeting that was held; its minutes are a file of ours or a paper, named by its reference."""

    __tablename__ = "committee_meetings"
    __table_args__ = (
        exact_length("id", 32),
        one_of("kind", MEETING_KINDS),
        length_between("decided", 0, LONG),
        length_between("minutes_ref", 0, LINE),
        length_between("noted_by", 1, LABEL),
        CheckConstraint("file_id IS NOT NULL OR length(minutes_ref) > 0", name="has_minutes"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    held_on: Mapped[date]
    decided: Mapped[str] = mapped_column(Text)
    minutes_ref: Mapped[str] = mapped_column(String(LINE))
    file_id: Mapped[Id | None] = mapped_column(ForeignKey("files.id"))
    noted_by: Mapped[str] = mapped_column(String(LABEL))
    noted_at: Mapped[datetime]


class DisputeRow(Base):
    """A dispute as it was opened; what happened then stands in its steps."""

    __tablename__ = "agreement_disputes"
    __table_args__ = (
        exact_length("id", 32),
        length_between("agreement_id", 1, AGREEMENT),
        exact_length("clause_id", 4),
        one_of("ground", GROUNDS),
        length_between("statement", 0, LONG),
        one_of("opened_by", OPENERS),
        CheckConstraint("opened_by = 'committee' OR adherence_id IS NOT NULL", name="party_has_an_adherence"),
        CheckConstraint("(opened_by = 'union') = (body_id IS NOT NULL)", name="union_is_named"),
        length_between("made_by", 1, LABEL),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    agreement_id: Mapped[str] = mapped_column(String(AGREEMENT), index=True)
    adherence_id: Mapped[Id | None] = mapped_column(ForeignKey("adherences.id"), index=True)
    clause_id: Mapped[str | None] = mapped_column(String(4))
    ground: Mapped[str] = mapped_column(String(20))
    statement: Mapped[str] = mapped_column(Text)
    opened_by: Mapped[str] = mapped_column(String(10))
    body_id: Mapped[Id | None] = mapped_column(ForeignKey("bodies.id"))
    opened_on: Mapped[date]
    made_by: Mapped[str] = mapped_column(String(LABEL))
    made_at: Mapped[datetime]


class DisputeStepRow(Base):
    """A step of a dispute: written once."""

    __tablename__ = "agreement_dispute_steps"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_counts"),
        one_of("kind", STEP_KINDS),
        one_of("outcome", OUTCOMES),
        CheckConstraint("(kind = 'settled') = (outcome IS NOT NULL)", name="settled_has_an_outcome"),
        length_between("note", 0, LONG),
        length_between("made_by", 1, LABEL),
    )

    dispute_id: Mapped[Id] = mapped_column(ForeignKey("agreement_disputes.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(10))
    on_day: Mapped[date]
    outcome: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(LABEL))
    made_at: Mapped[datetime]


class CommitteeReviewRow(Base):
    """The clauses were looked at in a meeting, with the law as it was known up to a day."""

    __tablename__ = "committee_reviews"
    __table_args__ = (
        exact_length("id", 32),
        length_between("agreement_id", 1, AGREEMENT),
        length_between("made_by", 1, LABEL),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    agreement_id: Mapped[str] = mapped_column(String(AGREEMENT), index=True)
    meeting_id: Mapped[Id] = mapped_column(ForeignKey("committee_meetings.id"))
    reviewed_on: Mapped[date]
    law_known_to: Mapped[date]
    made_by: Mapped[str] = mapped_column(String(LABEL))
    made_at: Mapped[datetime]


class ReviewedClauseRow(Base):
    """What a review said of one clause."""

    __tablename__ = "committee_reviewed_clauses"
    __table_args__ = (exact_length("clause_id", 4), one_of("verdict", VERDICTS))

    review_id: Mapped[Id] = mapped_column(ForeignKey("committee_reviews.id"), primary_key=True)
    clause_id: Mapped[str] = mapped_column(String(4), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(12))


class CommitteeQuestionRow(Base):
    """A question, and its answer once there is one."""

    __tablename__ = "committee_questions"
    __table_args__ = (
        exact_length("id", 32),
        length_between("agreement_id", 1, AGREEMENT),
        one_of("asker", ASKERS),
        CheckConstraint("asker = 'firm' OR adherence_id IS NULL", name="only_firms_are_named"),
        length_between("text", 1, LONG),
        length_between("answer", 1, LONG),
        length_between("answered_by", 1, LABEL),
        CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)",
            name="answer_is_whole",
        ),
        CheckConstraint("answered_at IS NULL OR answered_at >= asked_at", name="answered_after_asked"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    agreement_id: Mapped[str] = mapped_column(String(AGREEMENT), index=True)
    asker: Mapped[str] = mapped_column(String(10))
    adherence_id: Mapped[Id | None] = mapped_column(ForeignKey("adherences.id"), index=True)
    asked_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[str | None] = mapped_column(String(LABEL))


class AgreementNoteRow(Base):
    """Something noted once of an agreement (its deposit, the public list) or of a firm in it (that it attended)."""

    __tablename__ = "agreement_notes"
    __table_args__ = (
        exact_length("id", 32),
        length_between("agreement_id", 1, AGREEMENT),
        one_of("kind", NOTE_KINDS),
        CheckConstraint("(on_day IS NULL) <> (yes IS NULL)", name="day_or_word"),
        CheckConstraint("(kind = 'monitoring_attended') = (adherence_id IS NOT NULL)", name="firm_attends"),
        length_between("reference", 0, LINE),
        length_between("noted_by", 1, LABEL),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    agreement_id: Mapped[str] = mapped_column(String(AGREEMENT), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    on_day: Mapped[date | None]
    yes: Mapped[bool | None]
    reference: Mapped[str] = mapped_column(String(LINE))
    adherence_id: Mapped[Id | None] = mapped_column(ForeignKey("adherences.id"))
    noted_on: Mapped[date]
    noted_by: Mapped[str] = mapped_column(String(LABEL))
    noted_at: Mapped[datetime]


class AgreementPartyRow(Base):
    """A party that joined the agreement after it was signed, until it left."""

    __tablename__ = "agreement_parties"
    __table_args__ = (
        exact_length("id", 32),
        length_between("agreement_id", 1, AGREEMENT),
        length_between("name", 1, LINE),
        one_of("side", PARTY_SIDES),
        CheckConstraint("to_day IS NULL OR to_day >= from_day", name="ends_after_start"),
        length_between("reference", 0, LINE),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    agreement_id: Mapped[str] = mapped_column(String(AGREEMENT), index=True)
    name: Mapped[str] = mapped_column(String(LINE))
    side: Mapped[str] = mapped_column(String(10))
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    reference: Mapped[str] = mapped_column(String(LINE))


class YearlyDataRow(Base):
    """The numbers of a firm for a year as they left it: cells, the small ones hidden. Each sending is a row."""

    __tablename__ = "agreement_yearly_data"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year_range"),
        CheckConstraint("number >= 1", name="number_counts"),
        length_between("cells", 2, 4_000),
        length_between("made_by", 1, LABEL),
        Index("uq_agreement_yearly_data_sending", "adherence_id", "year", "number", unique=True),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    adherence_id: Mapped[Id] = mapped_column(ForeignKey("adherences.id"))
    year: Mapped[int]
    number: Mapped[int]
    cells: Mapped[str] = mapped_column(Text)
    sent_on: Mapped[date]
    made_by: Mapped[str] = mapped_column(String(LABEL))
    made_at: Mapped[datetime]
