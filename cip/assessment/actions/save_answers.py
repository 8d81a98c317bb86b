"""Answers are saved: one event for each that really changes."""

import re
from collections.abc import Iterable, Mapping

from cip.assessment.actions.appending import append_events, refuse_changed, refuse_closed, refuse_validated
from cip.assessment.actions.follow_ups import put_follow_ups
from cip.assessment.reads.answers import Held, held_answers
from cip.assessment.records import CheckUpRow
from cip.assessment.stored import ALL_SECTIONS, ANSWER_SECTIONS, Section, StoredAnswers
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


def save_answers(
    work: Work,
    check_up_id: str,
    changes: Mapping[tuple[Section, str], object],
    source: str,
    *,
    seen: StoredAnswers | None = None,
) -> int:
    """Write one event for each of `changes` that differs from the current answer, all or none; returns how many.

    `changes` maps (section, question id) to a JSON value, None withdraws; `source` is the page or import it came from
    (never an address of the network).

    `seen` is what the caller had read when it decided on `changes`; no event may have come since.

    An answer copied from an earlier check-up is written again even with the same value: that confirms it.
    Whether a question exists and takes the value is the caller's to check against the pack. Raises RowGoneError if the
    check-up is gone, CheckUpClosedError if it was closed, CheckUpValidatedError if it is validated and a rule
    reads one of the answers, ChangedMeanwhileError if `seen` is no longer all,
    AnswerTooLongError, ValueError or TypeError for an id, section or value that cannot be stored.
    """
    wanted = {_checked(question): _as_json(question[1], value) for question, value in changes.items()}
    check_up = lock(work.session, CheckUpRow, check_up_id)
    refuse_closed(check_up)
    refuse_changed(check_up, seen)
    # Under the lock: of two pages saved at once the second compares with what the first one wrote.
    held = _read(seen, wanted) if seen else held_answers(work.session, check_up_id, wanted.keys())
    really = [(question, value) for question, value in wanted.items() if _differs(held.get(question), value)]
    if any(section in ANSWER_SECTIONS for (section, _question_id), _value in really):
        refuse_validated(check_up)
    written = append_events(work, check_up, really, source)
    moved = [question_id for (section, question_id), _value in really if section == "plan"]
    if moved:
        # A measure of a signed plan that starts on another day is looked at on another day.
        put_follow_ups(work, check_up_id, moved)
    return written


def _read(seen: StoredAnswers, questions: Iterable[tuple[Section, str]]) -> dict[tuple[Section, str], Held]:
    """The current answers, from what was read already."""
    found = {question: value for question in questions if (value := seen.value(*question)) is not None}
    return {question: Held(canonical_json(value), question in seen.carried) for question, value in found.items()}


def _differs(held: Held | None, value: str | None) -> bool:
    if held is None:
        return value is not None
    # Who saves a page with what was copied onto it confirms it: that is an answer of its own.
    return held.carried or held.value != value


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
