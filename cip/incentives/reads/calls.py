"""Calls: those of an office, those that everybody may read, what was published, and the history of each."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Select, Table, func, select
from sqlalchemy.orm import Session

from cip.database.packs import read_pack
from cip.incentives.call_states import CallState
from cip.incentives.calls import CallSettings, CallStep, OfficeCall, StoredRehearsal
from cip.incentives.outages import CallOutage
from cip.incentives.records import CallMoveRow, CallOutageRow, CallRow, RehearsalRow
from cip.rulebook.call_packs import CallPack

_C = cast("Table", CallRow.__table__).c
_M = cast("Table", CallMoveRow.__table__).c
_O = cast("Table", CallOutageRow.__table__).c
_R = cast("Table", RehearsalRow.__table__).c
# Packs that were read: what stands under a sha256 never changes.
_PACKS: dict[str, CallPack] = {}
_MOST_PACKS = 16


class NotPublishedError(LookupError):
    """A call that was not published has no content of its own yet: it follows its template."""


def find_call(session: Session, call_id: str) -> OfficeCall | None:
    """A call, None if there is none."""
    return next(iter(_calls(session, _columns().where(_C.id == call_id))), None)


def call_of(session: Session, call_id: str) -> OfficeCall:
    """A call that is there. Raises LookupError if not."""
    found = find_call(session, call_id)
    if found is None:
        raise LookupError(f"there is no call {call_id}")
    return found


def calls_of_body(session: Session, body_id: str) -> Sequence[OfficeCall]:
    """The calls of an office, the newest first, drafts and annulled ones too."""
    return _calls(session, _columns().where(_C.body_id == body_id).order_by(_C.created_at.desc(), _C.id))


def public_calls(session: Session) -> Sequence[OfficeCall]:
    """The calls that were published, whatever followed, by their opening, the latest first."""
    published = _columns().where(_C.published_at.is_not(None))
    return _calls(session, published.order_by(_C.opens_at.desc(), _C.id))


def public_call(session: Session, call_id: str) -> OfficeCall | None:
    """A call that everybody may read, None if it was not published or there is none."""
    found = find_call(session, call_id)
    return found if found is not None and found.public else None


def open_calls(session: Session, now: datetime) -> Sequence[OfficeCall]:
    """The calls that take applications at this moment, the first to close first."""
    running = _columns().where(_C.state.in_(("published", "open")), _C.opens_at <= now, _C.closes_at >= now)
    return _calls(session, running.order_by(_C.closes_at, _C.id))


def calls_to_move(session: Session, now: datetime) -> Sequence[OfficeCall]:
    """The calls whose opening or closing has come and is not stored yet."""
    waiting = _columns().where(_C.state.in_(("published", "open"))).order_by(_C.id)
    return [call for call in _calls(session, waiting) if call.state_at(now) != call.stored_state]


def pack_of_call(session: Session, call: OfficeCall) -> CallPack:
    """What was published, as kept in the database: rules, form, grid, dates and budget. Raises NotPublishedError."""
    if call.pack_sha256 is None:
        raise NotPublishedError(f"the call {call.id} was not published")
    return _pack(session, call.pack_sha256)


def _pack(session: Session, sha256: str) -> CallPack:
    known = _PACKS.get(sha256)
    if known is None:
        text = read_pack(session, sha256)
        if text is None:  # pragma: no cover - a foreign key keeps it
            raise NotPublishedError(f"there is no pack {sha256}")
        if len(_PACKS) >= _MOST_PACKS:
            _PACKS.pop(next(iter(_PACKS)), None)
        known = _PACKS[sha256] = CallPack.from_canonical(text)
    return known


def moves_of_call(session: Session, call_id: str) -> Sequence[CallStep]:
    """The moves of a call, oldest first."""
    rows = session.execute(select(*_M).where(_M.call_id == call_id).order_by(_M.seq))
    return [CallStep(**_renamed(row, by_label="by")) for row in rows]


def outages_of_call(session: Session, call_id: str) -> Sequence[CallOutage]:
    """The outages that were noted of a call, oldest first."""
    rows = session.execute(select(*_O).where(_O.call_id == call_id).order_by(_O.seq))
    return [CallOutage(**row._mapping) for row in rows]


def rehearsals_of_call(session: Session, call_id: str) -> Sequence[StoredRehearsal]:
    """The rehearsals of a call, the latest first."""
    rows = session.execute(select(*_R).where(_R.call_id == call_id).order_by(_R.seq.desc()))
    return [StoredRehearsal(**row._mapping) for row in rows]


def find_rehearsal(session: Session, call_id: str, sha256: str) -> StoredRehearsal | None:
    """The latest rehearsal of a call with exactly this content, None if there was none."""
    query = select(*_R).where(_R.call_id == call_id, _R.pack_sha256 == sha256).order_by(_R.seq.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else StoredRehearsal(**row._mapping)


def drifted_calls(session: Session) -> Sequence[OfficeCall]:
    """The calls whose stored state is not the one that their last move led to: changed past the actions."""
    last = select(_M.call_id, func.max(_M.seq).label("seq")).group_by(_M.call_id).subquery()
    newest = select(_M.call_id, _M.to_state).join(last, (last.c.call_id == _M.call_id) & (last.c.seq == _M.seq))
    reached = {row.call_id: row.to_state for row in session.execute(newest)}
    found = _calls(session, _columns().order_by(_C.id))
    return [call for call in found if call.stored_state != reached.get(call.id, "draft")]


def _columns() -> Select[Any]:
    return select(*(column for column in _C if column.name not in ("seed_sealed", "zone")))


def _calls(session: Session, query: Select[Any]) -> Sequence[OfficeCall]:
    return [_call(row) for row in session.execute(query)]


def _call(row: Row[Any]) -> OfficeCall:
    budget: dict[str, int] = json.loads(row.budget)
    return OfficeCall(
        id=row.id,
        body_id=row.body_id,
        rule_id=row.rule_id,
        stored_state=cast("CallState", row.state),
        settings=CallSettings(row.title, row.opens_at, row.closes_at, budget, row.contact),
        created_at=row.created_at,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        pack_sha256=row.pack_sha256,
        seed_sha256=row.seed_sha256,
        seed=row.seed,
        published_at=row.published_at,
    )


def _renamed(row: Row[Any], **names: str) -> dict[str, Any]:
    return {names.get(key, key): value for key, value in row._mapping.items()}
