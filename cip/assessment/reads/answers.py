"""The answers of a check-up: the events, and what they add up to."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from cip.assessment.records import AnswerEventRow
from cip.assessment.stored import CARRIED, AnswerEvent, Section, StoredAnswers, fold

COLUMNS = AnswerEventRow.__table__.columns
# Statements are built once, as plain SQL over the table: saving a page asks them, and has about a millisecond.
_OF_CHECK_UP = COLUMNS.check_up_id == bindparam("check_up_id")
_EVENTS_AFTER = select(*COLUMNS).where(_OF_CHECK_UP, COLUMNS.seq > bindparam("seq")).order_by(COLUMNS.seq)


def _last_of_each(*which: ColumnElement[bool]) -> Select[tuple[int, str, str, str | None, str]]:
    """Of each question only its last event: who changes an answer a hundred times must not wait for all of them."""
    columns = AnswerEventRow.__table__.alias("held").c
    last = select(func.max(COLUMNS.seq)).where(_OF_CHECK_UP, *which).group_by(COLUMNS.section, COLUMNS.question_id)
    return (
        select(columns.seq, columns.section, columns.question_id, columns.value, columns.source)
        .where(columns.check_up_id == bindparam("check_up_id"), columns.seq.in_(last))
        .order_by(columns.seq)
    )


_VALUES_UP_TO = _last_of_each(COLUMNS.seq <= bindparam("seq"))
_VALUES_OF = _last_of_each(COLUMNS.question_id.in_(bindparam("questions", expanding=True)))
# The most that the column holds on PostgreSQL: no check-up gets there.
_LAST = 2_147_483_647


def current_answers(session: Session, check_up_id: str) -> StoredAnswers:
    """What a check-up answers now; empty for one without events (or that does not exist)."""
    return answers_at(session, check_up_id, _LAST)


def answers_at(session: Session, check_up_id: str, seq: int) -> StoredAnswers:
    """What a check-up answered right after its event `seq`."""
    rows = session.execute(_VALUES_UP_TO, {"check_up_id": check_up_id, "seq": seq})
    return fold((row.seq, row.section, row.question_id, row.value, row.source) for row in rows)


def events_after(session: Session, check_up_id: str, seq: int = 0) -> list[AnswerEvent]:
    """The events of a check-up after `seq` (0: all), in order."""
    rows = session.execute(_EVENTS_AFTER, {"check_up_id": check_up_id, "seq": seq})
    return [AnswerEvent(**row._mapping) for row in rows]


def held_values(
    session: Session, check_up_id: str, questions: Collection[tuple[Section, str]]
) -> dict[tuple[Section, str], str]:
    """The current value (canonical JSON) of those of `questions` that have one."""
    return {question: held.value for question, held in held_answers(session, check_up_id, questions).items()}


@dataclass(frozen=True, slots=True)
class Held:
    """A current answer: its value (canonical JSON), and whether it was copied from an earlier check-up and nobody has
    saved it since.
    """

    value: str
    carried: bool


def held_answers(
    session: Session, check_up_id: str, questions: Collection[tuple[Section, str]]
) -> dict[tuple[Section, str], Held]:
    """The current answer to those of `questions` that have one."""
    wanted = sorted({question_id for _, question_id in questions})
    rows = session.execute(_VALUES_OF, {"check_up_id": check_up_id, "questions": wanted})
    last = {(row.section, row.question_id): row for row in rows}
    found = {question: row for question in questions if (row := last.get(question)) is not None}
    return {
        question: Held(row.value, row.source.startswith(CARRIED))
        for question, row in found.items()
        if row.value is not None
    }
