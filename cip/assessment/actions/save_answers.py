"""Answers are saved: one event for each that really changes."""

import re
from collections.abc import Mapping

from sqlalchemy import insert

from cip.assessment.reads.answers import held_values
from cip.assessment.records import AnswerEventRow, CheckUpRow
from cip.assessment.stored import ALL_SECTIONS, AnswerEvent, Section
from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.canonical import canonical_json
from cip.kernel.errors import RefusalError

LONGEST_VALUE = 10_000
_QUESTION_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,79}", re.ASCII)


class AnswerTooLongError(RefusalError):
    """An answer has more characters (as JSON) than the database keeps."""

    def __init__(self, question_id: str) -> None:
        super().__init__(f"The answer to {question_id} is too long: at most {LONGEST_VALUE} characters.")
        self.question_id = question_id


def save_answers(work: Work, check_up_id: str, changes: Mapping[tuple[Section, str], object], source: str) -> int:
    """Write one event for each of `changes` that differs from the current answer, all or none; returns how many.

    `changes` maps (section, question id) to a JSON value, None withdraws; `source` is the page or import it came from
    (never an address of the network).

    Whether a question exists and takes the value is the caller's to check against the pack. Raises RowGoneError if the
    check-up is gone, AnswerTooLongError, ValueError or TypeError for an id, section or value that cannot be stored.
    """
    wanted = {_checked(question): _as_json(question[1], value) for question, value in changes.items()}
    check_up = lock(work.session, CheckUpRow, check_up_id)
    # Read under the lock: of two pages saved at once the second compares with what the first one wrote.
    held = held_values(work.session, check_up_id, wanted.keys())
    events: list[AnswerEvent] = []
    for (section, question_id), value in wanted.items():
        if held.get((section, question_id)) == value:
            continue
        event = AnswerEvent(
            check_up_id=check_up_id,
            seq=check_up.last_seq + 1,
            section=section,
            question_id=question_id,
            value=value,
            at=work.now,
            actor=work.actor.label,
            source=source,
            prev_digest=check_up.events_head,
            digest="",
        ).sealed()
        check_up.last_seq, check_up.events_head = event.seq, event.digest
        events.append(event)
    if events:
        work.session.execute(insert(AnswerEventRow), [event.columns() for event in events])
    return len(events)


def _checked(question: tuple[Section, str]) -> tuple[Section, str]:
    section, question_id = question
    if section not in ALL_SECTIONS or not _QUESTION_ID.fullmatch(question_id):
        raise ValueError(f"no answer can be stored under {section!r}, {question_id!r}")
    return question


def _as_json(question_id: str, value: object) -> str | None:
    if value is None:
        return None
    text = canonical_json(value)
    # A lone surrogate is legal in a Python text and in no database.
    text.encode()
    if len(text) > LONGEST_VALUE:
        raise AnswerTooLongError(question_id)
    return text
