"""Rankings: the versions of a call, one of them with all that replays it, whose entry is whose, what changed since."""

import json
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, Table, select
from sqlalchemy.orm import Session

from cip.incentives.calls import OfficeCall
from cip.incentives.rankings import Approval, Change, Entrant, RankingGlance, StoredRanking
from cip.incentives.records import (
    ApplicationRow,
    CallRow,
    RankingApprovalRow,
    RankingChangeRow,
    RankingEntryRow,
    RankingPublicationRow,
    RankingRow,
)
from cip.parties.reads.acting import firm_names

_A = cast("Table", ApplicationRow.__table__).c
_C = cast("Table", CallRow.__table__).c
_R = cast("Table", RankingRow.__table__).c
_E = cast("Table", RankingEntryRow.__table__).c
_V = cast("Table", RankingApprovalRow.__table__).c
_P = cast("Table", RankingPublicationRow.__table__).c
_N = cast("Table", RankingChangeRow.__table__).c
# Whole rankings of a thousand applications are megabytes: lists of versions look at none of it.
_HEAVY = ("bundle", "result", "difference")
_LIGHT = tuple(column for column in _R if column.name not in _HEAVY)
_BESIDE = (_V.approved_by, _V.approved_label, _V.approved_at, _V.act_number, _V.act_on, _P.published_at)


def find_ranking(session: Session, ranking_id: str) -> StoredRanking | None:
    """A version with all that it holds, None if there is none."""
    return _first(session, _R.id == ranking_id)


def latest_ranking(session: Session, call_id: str) -> StoredRanking | None:
    """The newest version of a call, whatever became of it; None before the first."""
    return _first(session, _R.call_id == call_id)


def published_ranking(session: Session, call_id: str) -> StoredRanking | None:
    """The newest version that was published; None before."""
    return _first(session, _R.call_id == call_id, _P.published_at.is_not(None))


def is_published(session: Session, call_id: str) -> bool:
    """Whether everybody can read a ranking of a call."""
    query = select(_P.ranking_id).join(RankingRow, _R.id == _P.ranking_id).where(_R.call_id == call_id).limit(1)
    return session.scalar(query) is not None


def rankings_of_call(session: Session, call_id: str) -> Sequence[RankingGlance]:
    """The versions of a call, newest first, without what they hold."""
    query = _joined(select(*_LIGHT, *_BESIDE)).where(_R.call_id == call_id).order_by(_R.version.desc())
    return [_glance(row) for row in session.execute(query)]


def ranking_ids(session: Session) -> Sequence[str]:
    """Every version of every call, for verifying."""
    return list(session.scalars(select(_R.id).order_by(_R.call_id, _R.version)))


def entrants_of(session: Session, ranking_id: str) -> dict[str, Entrant]:
    """Whose each entry of a version is, by entry."""
    query = (
        select(_E.entry_id, _E.application_id, _A.firm_id)
        .join(ApplicationRow, _A.id == _E.application_id)
        .where(_E.ranking_id == ranking_id)
    )
    rows = session.execute(query).all()
    names = firm_names(session, {row.firm_id for row in rows})
    return {
        row.entry_id: Entrant(row.entry_id, row.application_id, row.firm_id, names.get(row.firm_id, "")) for row in rows
    }


def entry_of(session: Session, ranking_id: str, application_id: str) -> str | None:
    """Under which entry an application stands in a version, None if it does not."""
    query = select(_E.entry_id).where(_E.ranking_id == ranking_id, _E.application_id == application_id)
    return session.scalar(query)


def changes_of_call(session: Session, call_id: str) -> list[Change]:
    """What was noted for the versions of a call, oldest first, what was undone too."""
    query = select(*_N).where(_N.call_id == call_id).order_by(_N.seq)
    return [_change(row) for row in session.execute(query)]


def awarded_in_year(session: Session, call: OfficeCall, year: int) -> dict[str, int]:
    """By firm, the cents that the published rankings of the other calls of the same office gave by acts of a year."""
    in_year = _V.act_on.between(date(year, 1, 1), date(year, 12, 31))
    query = (
        select(_R.call_id, _R.id)
        .join(CallRow, _C.id == _R.call_id)
        .join(RankingApprovalRow, _V.ranking_id == _R.id)
        .join(RankingPublicationRow, _P.ranking_id == _R.id)
        .where(_C.body_id == call.body_id, _R.call_id != call.id, in_year)
        .order_by(_R.call_id, _R.version)
    )
    # The last version of each call is left: older ones are not read, a whole ranking is large.
    newest = {row.call_id: row.id for row in session.execute(query)}
    given: dict[str, int] = {}
    for ranking in filter(None, map(partial(find_ranking, session), newest.values())):
        who = entrants_of(session, ranking.id)
        for award in ranking.told["awards"]:
            firm_id = who[award["id"]].firm_id
            given[firm_id] = given.get(firm_id, 0) + int(award["cents"])
    return given


def _joined(query: Select[Any]) -> Select[Any]:
    approved = query.join(RankingApprovalRow, _V.ranking_id == _R.id, isouter=True)
    return approved.join(RankingPublicationRow, _P.ranking_id == _R.id, isouter=True)


def _first(session: Session, *conditions: ColumnElement[bool]) -> StoredRanking | None:
    query = _joined(select(*_R, *_BESIDE)).where(*conditions).order_by(_R.version.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else StoredRanking(**_kept(row))


def _glance(row: Row[Any]) -> RankingGlance:
    return RankingGlance(**_kept(row))


def _kept(row: Row[Any]) -> dict[str, Any]:
    """The columns of a version, with its approval as one value."""
    held = dict(row._mapping)
    by, label, at, number, on = (held.pop(column.name) for column in _BESIDE[:5])
    held["approval"] = None if by is None else Approval(by=by, label=label, at=at, act_number=number, act_on=on)
    return held


def _change(row: Row[Any]) -> Change:
    return Change(
        id=row.id,
        application_id=row.application_id,
        kind=row.kind,
        reason=row.reason,
        reference=row.reference,
        noted_at=row.noted_at,
        noted_label=row.noted_label,
        undoes=row.undoes,
        **json.loads(row.content),
    )
