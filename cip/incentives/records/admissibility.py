"""The tables of the formal check: where it stands, steps, judgements, requests with their answers, notices, decisions.

Only where a check stands and the files of an answer that is being prepared ever change; the rest is written once.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Digest, Id, exact_length, length_between, one_of
from cip.incentives.admissibility import JUDGEMENTS
from cip.incentives.admissibility_states import DECIDED, MOVES, STATES
from cip.incentives.clarifying import ITEM_KINDS, LONGEST_NOTE, LONGEST_REASON

LABEL, ROW, LINE, LONG, LONGEST_JSON = 80, 100, 200, 2_000, 100_000
STATUSES = ("met", "not_met", "unknown")


class AdmissibilityCheckRow(Base):
    """Where the check of one application stands, of which submission, and who works on it. The steps say how it came
    there. An application that nobody took up has none.
    """

    __tablename__ = "admissibility_checks"
    __table_args__ = (one_of("state", STATES), Index("ix_admissibility_checks_call_id_state", "call_id", "state"))

    application_id: Mapped[Id] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    submission_id: Mapped[Id] = mapped_column(ForeignKey("submissions.id"))
    state: Mapped[str] = mapped_column(String(10))
    officer_id: Mapped[Id | None] = mapped_column(ForeignKey("people.id"))


class AdmissibilityStepRow(Base):
    """A step of a check: written once."""

    __tablename__ = "admissibility_steps"
    __table_args__ = (
        CheckConstraint("seq >= 1", name="seq_from_one"),
        one_of("action", MOVES),
        one_of("from_state", STATES),
        one_of("to_state", STATES),
        length_between("reason", 0, LONG),
        length_between("by_label", 1, LABEL),
    )

    application_id: Mapped[Id] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    action: Mapped[str] = mapped_column(String(10))
    from_state: Mapped[str] = mapped_column(String(10))
    to_state: Mapped[str] = mapped_column(String(10))
    on_day: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))


class AdmissibilityJudgementRow(Base):
    """What an officer said of one row of the checklist, beside what the system saw then; `facts` is canonical JSON of
    what the officer found out. Another judgement of the row is another line.
    """

    __tablename__ = "admissibility_judgements"
    __table_args__ = (
        CheckConstraint("seq >= 1", name="seq_from_one"),
        length_between("row_id", 1, ROW),
        one_of("automatic", STATUSES),
        one_of("verdict", JUDGEMENTS),
        length_between("reason", 0, LONGEST_REASON),
        length_between("source", 0, LINE),
        # Who says something else than the system says why and from where.
        CheckConstraint(
            "verdict = automatic OR (length(reason) > 0 AND length(source) > 0)", name="overruled_with_why"
        ),
        length_between("facts", 2, LONGEST_JSON),
        length_between("by_label", 1, LABEL),
    )

    application_id: Mapped[Id] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    row_id: Mapped[str] = mapped_column(String(ROW))
    automatic: Mapped[str] = mapped_column(String(10))
    verdict: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(LINE))
    facts: Mapped[str] = mapped_column(Text)
    on_day: Mapped[date]
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))


class ClarificationRow(Base):
    """A request to complete an application: there is one at most."""

    __tablename__ = "clarifications"
    __table_args__ = (
        exact_length("id", 32),
        length_between("reason", 1, LONGEST_REASON),
        CheckConstraint("due_on > asked_on", name="has_a_term"),
        length_between("asked_by", 1, LABEL),
        UniqueConstraint("application_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    application_id: Mapped[Id] = mapped_column(ForeignKey("applications.id"))
    reason: Mapped[str] = mapped_column(Text)
    asked_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str] = mapped_column(String(LABEL))


class ClarificationItemRow(Base):
    """One thing that is asked: a fact or a document of the call."""

    __tablename__ = "clarification_items"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_counts"),
        one_of("kind", ITEM_KINDS),
        length_between("item_id", 1, LABEL),
        length_between("note", 1, LONGEST_NOTE),
        UniqueConstraint("clarification_id", "kind", "item_id"),
    )

    clarification_id: Mapped[Id] = mapped_column(ForeignKey("clarifications.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(10))
    item_id: Mapped[str] = mapped_column(String(LABEL))
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE))


class ClarificationFileRow(Base):
    """A file handed in for a document that was asked; taken back before the answer, its line stays and its bytes go."""

    __tablename__ = "clarification_files"
    __table_args__ = (
        exact_length("id", 32),
        length_between("document_id", 1, LABEL),
        length_between("put_by", 1, LABEL),
        length_between("removed_by", 1, LABEL),
        CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name="removed_is_whole"),
        CheckConstraint("removed_at >= put_at", name="removed_after_put"),
        UniqueConstraint("file_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    clarification_id: Mapped[Id] = mapped_column(ForeignKey("clarifications.id"), index=True)
    document_id: Mapped[str] = mapped_column(String(LABEL))
    file_id: Mapped[Id] = mapped_column(ForeignKey("files.id"))
    put_at: Mapped[datetime]
    put_by: Mapped[str] = mapped_column(String(LABEL))
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str | None] = mapped_column(String(LABEL))


class ClarificationAnswerRow(Base):
    """What the firm answered, as it was sent: canonical JSON under its digest."""

    __tablename__ = "clarification_answers"
    __table_args__ = (
        length_between("facts", 2, LONGEST_JSON),
        length_between("files", 2, LONGEST_JSON),
        length_between("note", 0, LONGEST_REASON),
        exact_length("digest", 64),
        length_between("by_label", 1, LABEL),
    )

    clarification_id: Mapped[Id] = mapped_column(ForeignKey("clarifications.id"), primary_key=True)
    facts: Mapped[str] = mapped_column(Text)
    files: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    digest: Mapped[Digest]
    answered_on: Mapped[date]
    answered_at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))


class RefusalNoticeRow(Base):
    """A refusal that was announced, with its reasons (canonical JSON) and the last day for remarks."""

    __tablename__ = "refusal_notices"
    __table_args__ = (
        exact_length("id", 32),
        length_between("reasons", 2, LONGEST_JSON),
        CheckConstraint("due_on > noticed_on", name="has_a_term"),
        length_between("noticed_by", 1, LABEL),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    application_id: Mapped[Id] = mapped_column(ForeignKey("applications.id"), index=True)
    reasons: Mapped[str] = mapped_column(Text)
    noticed_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    noticed_at: Mapped[datetime]
    noticed_by: Mapped[str] = mapped_column(String(LABEL))


class NoticeRemarkRow(Base):
    """One remark of the firm on a notice."""

    __tablename__ = "notice_remarks"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_counts"),
        length_between("text", 1, LONG),
        length_between("by_label", 1, LABEL),
    )

    notice_id: Mapped[Id] = mapped_column(ForeignKey("refusal_notices.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    on_day: Mapped[date]
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))


class AdmissibilityDecisionRow(Base):
    """A decision as it was taken: facts, reasons and answers to remarks as canonical JSON under its digest."""

    __tablename__ = "admissibility_decisions"
    __table_args__ = (
        CheckConstraint("seq >= 1", name="seq_from_one"),
        one_of("decision", DECIDED),
        length_between("content", 2, 3 * LONGEST_JSON),
        exact_length("digest", 64),
        length_between("by_label", 1, LABEL),
    )

    application_id: Mapped[Id] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    decision: Mapped[str] = mapped_column(String(10))
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[Digest]
    on_day: Mapped[date]
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))


class ProcedureTermRow(Base):
    """The term of a call's procedure where a regulation sets another than the law; the last line counts."""

    __tablename__ = "procedure_terms"
    __table_args__ = (
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint("days BETWEEN 1 AND 1000", name="days_range"),
        length_between("source", 1, LINE),
        length_between("by_label", 1, LABEL),
    )

    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    days: Mapped[int]
    complex_case: Mapped[bool]
    source: Mapped[str] = mapped_column(String(LINE))
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))
