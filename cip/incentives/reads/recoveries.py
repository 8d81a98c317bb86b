"""Breaches of an award, what was taken back, and what firms owe."""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import cast

from sqlalchemy import Select, Table, func, select
from sqlalchemy.orm import Session

from cip.database.chain import Fault
from cip.incentives.breach_states import OPEN
from cip.incentives.breaches import BreachStep, Revocation, StoredBreach
from cip.incentives.money import total
from cip.incentives.reads.money import shares_of
from cip.incentives.records import (
    AwardRow,
    AwardShareRow,
    BreachMoveRow,
    BreachRow,
    CallRow,
    InstalmentRow,
    InterestRateRow,
    RecoveryRow,
    RevocationRow,
)
from cip.incentives.recoveries import Debt, Instalment, Rate, Recovery

_B = cast("Table", BreachRow.__table__).c
_M = cast("Table", BreachMoveRow.__table__).c
_V = cast("Table", RevocationRow.__table__).c
_H = cast("Table", RecoveryRow.__table__).c
_I = cast("Table", InterestRateRow.__table__).c
_P = cast("Table", InstalmentRow.__table__).c
_W = cast("Table", AwardRow.__table__).c
_C = cast("Table", CallRow.__table__).c
_OF_BREACH = ("id", "award_id", "state", "clause_id", "measure", "facts", "found_on", "found_by", "repair_by")


def find_breach(session: Session, breach_id: str) -> StoredBreach | None:
    """A breach, None if there is none."""
    return next(iter(_breaches(session, _breach_columns().where(_B.id == breach_id))), None)


def breaches_of_award(session: Session, award_id: str) -> Sequence[StoredBreach]:
    """The breaches of an award, oldest first."""
    return _breaches(session, _breach_columns().where(_B.award_id == award_id).order_by(_B.found_at, _B.id))


def breaches_of_call(session: Session, call_id: str) -> Sequence[StoredBreach]:
    """The breaches of a call, the newest first."""
    query = _breach_columns().join(AwardRow, _W.id == _B.award_id).where(_W.call_id == call_id)
    return _breaches(session, query.order_by(_B.found_at.desc(), _B.id))


def open_breach(session: Session, award_id: str) -> bool:
    """Whether a breach of an award is open: nothing is paid meanwhile."""
    return any(one.open for one in breaches_of_award(session, award_id))


def open_breaches(session: Session, award_ids: Collection[str]) -> frozenset[str]:
    """Those of these awards of which a breach is open."""
    return frozenset(session.scalars(select(_B.award_id).where(_B.award_id.in_(award_ids), _B.state.in_(OPEN))))


def steps_of_breach(session: Session, breach_id: str) -> Sequence[BreachStep]:
    """The moves of a breach, oldest first."""
    names = ("seq", "action", "from_state", "to_state", "on_day", "by_person", "by_label", "reason")
    query = select(*(_M[name] for name in names)).where(_M.breach_id == breach_id).order_by(_M.seq)
    return [BreachStep(**row._mapping) for row in session.execute(query)]


def revocation_of(session: Session, breach_id: str) -> Revocation | None:
    """What is taken back because of a breach, the last that was prepared; None before."""
    query = select(*_V).where(_V.breach_id == breach_id, _V.sent_back_on.is_(None)).order_by(_V.id)
    row = session.execute(query.limit(1)).one_or_none()
    if row is None:
        return None
    return Revocation(
        id=row.id,
        breach_id=row.breach_id,
        award_id=row.award_id,
        kind=row.kind,
        grounds=row.grounds,
        paid=int(row.paid_cents),
        owed=int(row.owed_cents),
        because=tuple((one["rule"], one["it"], one["en"]) for one in json.loads(row.because)),
        days=row.days,
        prepared_on=row.prepared_on,
        prepared_by=row.prepared_by,
        decided_on=row.decided_on,
        act=row.act,
        due_on=row.due_on,
    )


def debt_of(session: Session, award_id: str) -> Debt | None:
    """What is owed for an award, None where nothing ever was."""
    return next(iter(_debts(session, select(_W.id).where(_W.id == award_id))), None)


def debts_of_call(session: Session, call_id: str) -> Sequence[Debt]:
    """The debts of a call, settled ones too, the oldest first."""
    return _debts(session, select(_W.id).where(_W.call_id == call_id))


def debts_open(session: Session, firm_ids: Collection[str] | None = None) -> Sequence[Debt]:
    """The debts of these firms (None: of all) of which something is still owed, the oldest first; asked in bulk."""
    s = cast("Table", AwardShareRow.__table__).c
    owing = select(_W.id).where(_W.id.in_(select(s.award_id).where(s.owed > 0)))
    return _debts(session, owing if firm_ids is None else owing.where(_W.firm_id.in_(firm_ids)))


def debt_faults(session: Session) -> Iterator[Fault]:
    """Debts of which the rows and the ledger tell different sums, and those of which there are no rows."""
    told = {one.award_id: one for one in _debts(session, select(_W.id))}
    s = cast("Table", AwardShareRow.__table__).c
    owing = select(s.award_id).where(s.owed + s.recovered + s.interest + s.interest_paid > 0).distinct()
    for award_id in sorted({*told, *session.scalars(owing)}):
        if award_id not in told:
            yield Fault(f"debt of award {award_id}", "the ledger holds one, and nothing says what happened to it")
        elif not told[award_id].adds_up:
            yield Fault(f"debt of award {award_id}", "what happened to it makes another sum than the ledger holds")


def rates_of_call(session: Session, call_id: str) -> tuple[Rate, ...]:
    """The rates of interest that the office entered for a call, in the order of entering."""
    return tuple(_rates(session, (call_id,)).get(call_id, ()))


def _breach_columns() -> Select[tuple[object, ...]]:
    return select(*(_B[name] for name in _OF_BREACH))


def _breaches(session: Session, query: Select[tuple[object, ...]]) -> list[StoredBreach]:
    return [StoredBreach(**row._mapping) for row in session.execute(query)]


def _debts(session: Session, awards: Select[tuple[str]]) -> list[Debt]:
    ids = awards.where(_W.id.in_(select(_H.award_id).where(_H.kind == "owed")))
    query = (
        select(_W.id, _W.call_id, _W.firm_id, _C.body_id, _V.due_on)
        .join(CallRow, _C.id == _W.call_id)
        .outerjoin(RevocationRow, (_V.award_id == _W.id) & _V.decided_on.is_not(None))
        .where(_W.id.in_(ids))
        .order_by(_V.due_on, _W.id)
    )
    rows = session.execute(query).all()
    shares = shares_of(session, [row.id for row in rows])
    happened, plans = _happened(session, [row.id for row in rows]), _plans(session, [row.id for row in rows])
    rates = _rates(session, [row.call_id for row in rows])
    return [
        Debt(
            award_id=row.id,
            call_id=row.call_id,
            body_id=row.body_id,
            firm_id=row.firm_id,
            owed=total(shares[row.id], "owed"),
            recovered=total(shares[row.id], "recovered"),
            interest=total(shares[row.id], "interest"),
            interest_paid=total(shares[row.id], "interest_paid"),
            due_on=row.due_on,
            happened=tuple(happened.get(row.id, ())),
            rates=tuple(rates.get(row.call_id, ())),
            plan=tuple(plans.get(row.id, ())),
        )
        for row in rows
    ]


def _happened(session: Session, award_ids: Collection[str]) -> dict[str, list[Recovery]]:
    names = ("id", "award_id", "kind", "cents", "on_day", "reference", "by_label", "against_award_id")
    query = select(*(_H[name] for name in names)).where(_H.award_id.in_(award_ids)).order_by(_H.at, _H.id)
    found: dict[str, list[Recovery]] = {}
    for row in session.execute(query):
        found.setdefault(row.award_id, []).append(Recovery(**row._mapping))
    return found


def _rates(session: Session, call_ids: Collection[str]) -> dict[str, list[Rate]]:
    query = select(_I.call_id, _I.starts_on, _I.rate, _I.source).where(_I.call_id.in_(call_ids)).order_by(_I.seq)
    found: dict[str, list[Rate]] = {}
    for row in session.execute(query):
        found.setdefault(row.call_id, []).append(Rate(row.starts_on, row.rate, row.source))
    return found


def _plans(session: Session, award_ids: Collection[str]) -> dict[str, list[Instalment]]:
    """The payment plan that holds, by award."""
    last = select(_P.award_id, func.max(_P.seq).label("seq")).group_by(_P.award_id).subquery()
    query = (
        select(_P.award_id, _P.due_on, _P.cents)
        .join(last, (last.c.award_id == _P.award_id) & (last.c.seq == _P.seq))
        .where(_P.award_id.in_(award_ids))
        .order_by(_P.n)
    )
    found: dict[str, list[Instalment]] = {}
    for row in session.execute(query):
        found.setdefault(row.award_id, []).append(Instalment(row.due_on, int(row.cents)))
    return found
