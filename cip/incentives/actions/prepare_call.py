"""A call is prepared: begun from a template, changed, rehearsed. Changed after that, it is a draft again."""

from dataclasses import dataclass

from sqlalchemy import func, select

from cip.database.work import Work
from cip.incentives.actions.move_call import WrongCallStateError, hold_call, record_move
from cip.incentives.call_states import PREPARED
from cip.incentives.calls import ZONE, CallSettings
from cip.incentives.records import CallRow, RehearsalRow
from cip.kernel.canonical import canonical_json
from cip.kernel.errors import RefusalError
from cip.parties.access import Actor


class NobodyPreparesError(RefusalError):
    """Only somebody who is signed in prepares a call, so that somebody else can publish it."""

    def __init__(self) -> None:
        super().__init__("Only a person can prepare a call.")


class ClosesTooSoonError(RefusalError, ValueError):
    """A call closes before it opens, or at the same moment."""

    def __init__(self) -> None:
        super().__init__("A call must close after it opens.")


@dataclass(frozen=True, slots=True)
class MadeRehearsal:
    """A rehearsal to be kept: of which content, on which firms, with which seed, and the report (JSON)."""

    pack_sha256: str
    sample: str
    firms: int
    seed: str
    report: str


def start_call(work: Work, body_id: str, rule_id: str, settings: CallSettings) -> str:
    """Begin a call of an office from a template; its id. Raises NobodyPreparesError, ClosesTooSoonError."""
    _in_order(settings)
    row = CallRow(
        id=work.new_id(),
        body_id=body_id,
        rule_id=rule_id,
        state="draft",
        zone=ZONE,
        created_at=work.now,
        changed_at=work.now,
        changed_by=person_of(work),
        **_columns(settings),
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def change_call(work: Work, call_id: str, settings: CallSettings) -> None:
    """Set what the office sets; nothing happens where it is what it was.

    Raises WrongCallStateError, NobodyPreparesError, ClosesTooSoonError.
    """
    _in_order(settings)
    call = hold_call(work, call_id)
    if call.stored_state not in PREPARED:
        raise WrongCallStateError
    if call.settings == settings:
        return
    changed = {**_columns(settings), "changed_at": work.now, "changed_by": person_of(work)}
    record_move(work, call, "change", also=changed)


def store_rehearsal(work: Work, call_id: str, made: MadeRehearsal) -> str:
    """Keep a rehearsal of the call; its id. Raises WrongCallStateError."""
    call = hold_call(work, call_id)
    record_move(work, call, "rehearse")
    last = work.session.scalar(select(func.max(RehearsalRow.seq)).where(RehearsalRow.call_id == call_id)) or 0
    row = RehearsalRow(
        id=work.new_id(),
        call_id=call_id,
        seq=last + 1,
        pack_sha256=made.pack_sha256,
        sample=made.sample,
        firms=made.firms,
        seed=made.seed,
        report=made.report,
        made_at=work.now,
        made_by=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def person_of(work: Work) -> str:
    """Who does this work. Raises NobodyPreparesError where it is not a person."""
    if not isinstance(work.actor, Actor) or work.actor.standing is None:
        raise NobodyPreparesError
    return work.actor.standing.person_id


def _in_order(settings: CallSettings) -> None:
    if settings.opens_at and settings.closes_at and settings.closes_at <= settings.opens_at:
        raise ClosesTooSoonError


def _columns(settings: CallSettings) -> dict[str, object]:
    return {
        "title": settings.title,
        "contact": settings.contact,
        "opens_at": settings.opens_at,
        "closes_at": settings.closes_at,
        "budget": canonical_json(dict(settings.cents_by_line or {})),
    }
