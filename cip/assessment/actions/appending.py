"""How events are written: chained to the last one, under the lock of their check-up."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from sqlalchemy import Table, insert

from cip.assessment.reads.holders import family_of
from cip.assessment.records import AnswerEventRow, CheckUpRow
from cip.assessment.stored import LIFE, AnswerEvent, Section, StoredAnswers
from cip.database.locks import RowGoneError, lock
from cip.database.work import Work
from cip.kernel.canonical import canonical_json
from cip.kernel.errors import RefusalError

# Plain SQL over the table, built once: the mapped way costs more than the database needs for the row.
_INSERT = insert(cast("Table", AnswerEventRow.__table__))

Change = tuple[tuple[Section, str], str | None]


class CheckUpClosedError(RefusalError):
    """The check-up was closed: it can be read, and nothing in it changes any more."""

    def __init__(self) -> None:
        super().__init__("This check-up is closed: it can be read, but no longer changed.")


class ChangedMeanwhileError(RefusalError):
    """Somebody saved something between the reading that a change rests on and the change: read again, decide anew."""

    def __init__(self) -> None:
        super().__init__("Somebody saved an answer a moment ago.")


def refuse_changed(check_up: CheckUpRow, seen: StoredAnswers | None) -> None:
    """Raise ChangedMeanwhileError if the (locked) check-up has events that came after what was `seen`."""
    if seen is not None and check_up.last_seq != seen.last_seq:
        raise ChangedMeanwhileError


def refuse_closed(check_up: CheckUpRow) -> None:
    """Raise CheckUpClosedError if the (locked) check-up was closed."""
    if check_up.closed_at is not None:
        raise CheckUpClosedError


class CheckUpValidatedError(RefusalError):
    """The check-up was validated: its answers change only after it is reopened, for everybody to see."""

    def __init__(self) -> None:
        super().__init__("This check-up is validated: reopen it before you change an answer.")


def refuse_validated(check_up: CheckUpRow) -> None:
    """Raise CheckUpValidatedError if the (locked) check-up is validated and was not reopened."""
    if check_up.validated_at is not None:
        raise CheckUpValidatedError


def append_events(work: Work, check_up: CheckUpRow, changes: Iterable[Change], source: str) -> int:
    """Write one event for each of `changes` (values are canonical JSON) to a check-up that is locked; how many."""
    events: list[AnswerEvent] = []
    for (section, question_id), value in changes:
        event = AnswerEvent(
            check_up_id=check_up.id,
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
        work.session.connection().execute(_INSERT, [event.columns() for event in events])
    return len(events)


def lock_family(work: Work, check_up_id: str) -> list[CheckUpRow]:
    """The check-ups of the same firm, oldest first and locked in this order, so that two works never wait for each
    other. Nothing joins or leaves them until the Work ends. Raises RowGoneError if `check_up_id` is gone.
    """
    # What was read before the lock may be old when it comes: a next check-up was started meanwhile, one was erased.
    # Each further round means that somebody else finished something, and a family has three at most.
    family = family_of(work.session, check_up_id)
    while True:
        rows = _lock_each(work, family, check_up_id)
        now = family_of(work.session, check_up_id)
        if now == [row.id for row in rows]:
            return rows
        family = now


def _lock_each(work: Work, family: Iterable[str], needed: str) -> list[CheckUpRow]:
    """The rows that are still there, locked. Raises RowGoneError if `needed` is not among them."""
    rows: list[CheckUpRow] = []
    for each in family:
        try:
            rows.append(lock(work.session, CheckUpRow, each))
        except RowGoneError:
            if each == needed:
                raise
    if needed not in {row.id for row in rows}:
        raise RowGoneError("This no longer exists: it was removed a moment ago.")
    return rows


def is_over(check_up: CheckUpRow, on_day: date) -> bool:
    """Whether the last day of a check-up is before `on_day`: it waits to be erased, and nobody gets it back."""
    return check_up.expires_on is not None and check_up.expires_on < on_day


def append_life(work: Work, check_up: CheckUpRow, happened: Mapping[str, object], source: str) -> None:
    """Write what happened to a check-up that is locked: `kept`, `holders`, `closed` with a JSON value each."""
    append_events(work, check_up, [((LIFE, what), canonical_json(value)) for what, value in happened.items()], source)
