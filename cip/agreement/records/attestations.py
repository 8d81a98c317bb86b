"""The tables of unions: statements on clauses, what a union has seen, visits, re-checks, and how clauses stood last."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from cip.agreement.attestations import ANSWERS, REASONS, VERDICTS, WITHDRAWN_BECAUSE
from cip.agreement.rechecks import CAUSES, LONGEST_SOURCE, LOOKERS, OUTCOMES, STATUSES
from cip.agreement.sightings import ITEMS
from cip.database.base import Base, Id, exact_length, length_between, one_of

_STANDING = text("withdrawn_on IS NULL")
_WAITING = text("settled_on IS NULL")


class AttestationRow(Base):
    """What a union says of one clause; written once. Later only the firm's answer and the taking back are added. Of one
    union at most one for each clause is not taken back: a newer one takes the place of the older.
    """

    __tablename__ = "attestations"
    __table_args__ = (
        exact_length("id", 32),
        exact_length("clause_id", 4),
        one_of("verdict", VERDICTS),
        length_between("scope", 5, 80),
        one_of("reason", REASONS),
        CheckConstraint("(verdict = 'attests') = (reason IS NULL)", name="reason_of_verdict"),
        CheckConstraint("to_day >= from_day AND to_day >= made_on", name="ends_after_start"),
        CheckConstraint("verdict <> 'asks' OR answer_by IS NOT NULL", name="asks_by_a_day"),
        CheckConstraint("verdict <> 'attests' OR answer_by IS NULL", name="attests_asks_nothing"),
        CheckConstraint("answer_by > made_on", name="answer_after_asking"),
        one_of("answer", ANSWERS),
        CheckConstraint(
            "(answered_on IS NULL) = (answer IS NULL) AND (answered_on IS NULL) = (answered_by IS NULL)",
            name="answer_is_whole",
        ),
        CheckConstraint("answered_on IS NULL OR verdict <> 'attests'", name="answers_a_question"),
        CheckConstraint("promised_on IS NULL OR answer = 'will_keep'", name="promise_of_answer"),
        CheckConstraint("answer <> 'will_keep' OR promised_on IS NOT NULL", name="promise_has_a_day"),
        length_between("answered_by", 1, 80),
        one_of("withdrawn_because", WITHDRAWN_BECAUSE),
        CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_because IS NULL) AND (withdrawn_on IS NULL) = (withdrawn_by IS NULL)",
            name="withdrawn_whole",
        ),
        length_between("withdrawn_by", 1, 80),
        Index(
            "uq_attestations_standing",
            "adherence_id",
            "clause_id",
            "body_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    adherence_id: Mapped[Id] = mapped_column(ForeignKey("adherences.id"), index=True)
    clause_id: Mapped[str] = mapped_column(String(4))
    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(10))
    scope: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str | None] = mapped_column(String(20))
    from_day: Mapped[date]
    to_day: Mapped[date]
    answer_by: Mapped[date | None]
    made_on: Mapped[date]
    made_at: Mapped[datetime]
    made_by: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    answered_on: Mapped[date | None]
    answer: Mapped[str | None] = mapped_column(String(20))
    promised_on: Mapped[date | None]
    answered_by: Mapped[str | None] = mapped_column(String(80))
    withdrawn_on: Mapped[date | None]
    withdrawn_because: Mapped[str | None] = mapped_column(String(20))
    withdrawn_by: Mapped[str | None] = mapped_column(String(80))


class SightingRow(Base):
    """A union saw what shows a clause, on a day; not what stands in it."""

    __tablename__ = "union_sightings"
    __table_args__ = (
        exact_length("id", 32),
        exact_length("clause_id", 4),
        one_of("item", ITEMS),
        Index("uq_union_sightings_of_day", "adherence_id", "clause_id", "body_id", "item", "seen_on", unique=True),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    adherence_id: Mapped[Id] = mapped_column(ForeignKey("adherences.id"))
    clause_id: Mapped[str] = mapped_column(String(4))
    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"))
    item: Mapped[str] = mapped_column(String(20))
    seen_on: Mapped[date]
    noted_at: Mapped[datetime]
    noted_by: Mapped[Id] = mapped_column(ForeignKey("people.id"))


class UnionVisitRow(Base):
    """A visit of a union to a firm: planned for a day, then made, or given up."""

    __tablename__ = "union_visits"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("made_on IS NULL OR given_up_on IS NULL", name="made_or_given_up"),
        # One that is ahead at a time: planning anew moves it.
        Index(
            "uq_union_visits_ahead",
            "adherence_id",
            "body_id",
            unique=True,
            sqlite_where=text("made_on IS NULL AND given_up_on IS NULL"),
            postgresql_where=text("made_on IS NULL AND given_up_on IS NULL"),
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    adherence_id: Mapped[Id] = mapped_column(ForeignKey("adherences.id"))
    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"))
    planned_on: Mapped[date]
    noted_at: Mapped[datetime]
    noted_by: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    made_on: Mapped[date | None]
    given_up_on: Mapped[date | None]


class RecheckRow(Base):
    """A clause that somebody has to look at again, and what they found."""

    __tablename__ = "rechecks"
    __table_args__ = (
        exact_length("id", 32),
        exact_length("clause_id", 4),
        one_of("cause", CAUSES),
        length_between("source", 1, LONGEST_SOURCE),
        one_of("status_before", STATUSES),
        one_of("status_after", STATUSES),
        one_of("outcome", OUTCOMES),
        one_of("looker", LOOKERS),
        CheckConstraint(
            "(settled_on IS NULL) = (outcome IS NULL) AND (settled_on IS NULL) = (looker IS NULL)"
            " AND (settled_on IS NULL) = (settled_by IS NULL)",
            name="settled_whole",
        ),
        CheckConstraint("body_id IS NULL OR looker = 'union'", name="body_of_union"),
        CheckConstraint("settled_on >= raised_on", name="settled_after_raising"),
        length_between("settled_by", 1, 80),
        Index("uq_rechecks_source", "adherence_id", "clause_id", "cause", "source", unique=True),
        Index(
            "uq_rechecks_waiting",
            "adherence_id",
            "clause_id",
            "cause",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    adherence_id: Mapped[Id] = mapped_column(ForeignKey("adherences.id"))
    clause_id: Mapped[str] = mapped_column(String(4))
    cause: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(LONGEST_SOURCE))
    status_before: Mapped[str | None] = mapped_column(String(10))
    status_after: Mapped[str | None] = mapped_column(String(10))
    raised_on: Mapped[date]
    settled_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
    looker: Mapped[str | None] = mapped_column(String(12))
    body_id: Mapped[Id | None] = mapped_column(ForeignKey("bodies.id"))
    settled_by: Mapped[str | None] = mapped_column(String(80))


class ClauseMarkRow(Base):
    """How a clause stood when somebody looked, written when that changes: what a contradiction is found by."""

    __tablename__ = "clause_marks"
    __table_args__ = (exact_length("clause_id", 4), one_of("status", STATUSES))

    adherence_id: Mapped[Id] = mapped_column(ForeignKey("adherences.id"), primary_key=True)
    clause_id: Mapped[str] = mapped_column(String(4), primary_key=True)
    status: Mapped[str] = mapped_column(String(10))
    since: Mapped[date]
