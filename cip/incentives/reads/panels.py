"""The panels of calls: who judges, who did, which draws were made, which sample files there are."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from cip.incentives.judging import KeptDraw, Panel, Place, SampleFile, SampleItem, points
from cip.incentives.records import (
    CallRow,
    EvaluatorDrawRow,
    PanelPlaceRow,
    SampleFileRow,
    SampleItemRow,
    SampleScoreRow,
)

_C = CallRow.__table__.columns
_D = EvaluatorDrawRow.__table__.columns
_F = SampleFileRow.__table__.columns
_I = SampleItemRow.__table__.columns
_P = PanelPlaceRow.__table__.columns
_V = SampleScoreRow.__table__.columns


def find_panel(session: Session, call_id: str) -> Panel | None:
    """The panel of a call, None if there is no such call; a call whose people nobody named has an empty one."""
    body_id = session.scalar(select(_C.body_id).where(_C.id == call_id))
    if body_id is None:
        return None
    return Panel(call_id, body_id, tuple(_places(session, _columns().where(_P.call_id == call_id))))


def places_of_person(session: Session, person_id: str) -> Sequence[Place]:
    """The places that somebody has on panels now, the latest first."""
    mine = _columns().where(_P.person_id == person_id, _P.ended_at.is_(None))
    return sorted(_places(session, mine), key=lambda place: place.named_at, reverse=True)


def count_draws(session: Session, call_id: str) -> int:
    """How many draws of evaluators a call had."""
    return session.scalar(select(func.count()).select_from(EvaluatorDrawRow).where(_D.call_id == call_id)) or 0


def draws_of(session: Session, call_id: str) -> Sequence[KeptDraw]:
    """The draws of a call, the latest first."""
    query = select(_D.number, _D.seed, _D.asked_sha256, _D.needed, _D.made_at, _D.made_by)
    rows = session.execute(query.where(_D.call_id == call_id).order_by(_D.number.desc()))
    return [KeptDraw(**row._mapping) for row in rows]


def samples_of(session: Session, call_id: str) -> Sequence[SampleFile]:
    """The sample files of a call, in their order, with the scores that are right: for who made them, or has handed in
    their own (`samples_for`).
    """
    files = session.execute(select(_F.id, _F.number, _F.title).where(_F.call_id == call_id).order_by(_F.number)).all()
    items: dict[str, dict[str, SampleItem]] = {row.id: {} for row in files}
    query = select(_I.sample_id, _I.item, _I.text, _I.hundredths, _I.reason).where(_I.sample_id.in_(list(items)))
    for row in session.execute(query) if files else ():
        items[row.sample_id][row.item] = SampleItem(row.text, points(row.hundredths), row.reason)
    return [SampleFile(row.id, call_id, row.number, row.title, items[row.id]) for row in files]


def sample_titles(session: Session, call_id: str) -> dict[str, str]:
    """The titles of the sample files of a call by id, in their order."""
    rows = session.execute(select(_F.id, _F.title).where(_F.call_id == call_id).order_by(_F.number))
    return {row.id: row.title for row in rows}


def sample_texts(session: Session, sample_id: str) -> dict[str, str]:
    """What a sample file says on each item, and nothing of its scores."""
    query = select(_I.item, _I.text).where(_I.sample_id == sample_id)
    return {row.item: row.text for row in session.execute(query)}


def sample_scores(session: Session, place_id: str) -> dict[str, dict[str, tuple[Fraction, str]]]:
    """What one evaluator gave the sample files that they handed in: points and reason, by file and item."""
    query = select(_V.sample_id, _V.item, _V.hundredths, _V.reason).where(_V.place_id == place_id)
    found: dict[str, dict[str, tuple[Fraction, str]]] = {}
    for row in session.execute(query):
        found.setdefault(row.sample_id, {})[row.item] = (points(row.hundredths), row.reason)
    return found


def all_sample_scores(session: Session, call_id: str) -> dict[str, dict[str, dict[str, Fraction]]]:
    """What everybody gave the sample files of a call, for the office: points by file, place and item."""
    query = select(_V.sample_id, _V.place_id, _V.item, _V.hundredths).join(SampleFileRow, _F.id == _V.sample_id)
    found: dict[str, dict[str, dict[str, Fraction]]] = {}
    for row in session.execute(query.where(_F.call_id == call_id)):
        found.setdefault(row.sample_id, {}).setdefault(row.place_id, {})[row.item] = points(row.hundredths)
    return found


def samples_to_do(session: Session, call_id: str, place_id: str) -> list[str]:
    """The sample files that an evaluator has still to try, in their order."""
    done = select(_V.sample_id).where(_V.place_id == place_id)
    query = select(_F.id).where(_F.call_id == call_id, _F.id.not_in(done)).order_by(_F.number)
    return list(session.scalars(query))


def _columns() -> Select[Any]:
    columns = (_P.id, _P.call_id, _P.person_id, _P.number, _P.named_at, _P.named_by, _P.ended_at, _P.ended_because)
    return select(*columns).order_by(_P.number)


def _places(session: Session, query: Select[Any]) -> list[Place]:
    return [Place(**row._mapping) for row in session.execute(query)]
