"""A union plans a visit, makes it or gives it up; it notes what it saw."""

from datetime import date, timedelta

from sqlalchemy import select

from cip.agreement.actions.adherence_work import OddDayError
from cip.agreement.actions.union_work import hold_for_union, tell_firm
from cip.agreement.records import SightingRow, UnionVisitRow
from cip.agreement.sightings import AHEAD_DAYS, Item
from cip.database.locks import lock
from cip.database.work import Work


def note_sighting(
    work: Work,
    adherence_id: str,
    clause_id: str,
    item: Item,
    *,
    body_id: str,
    person_id: str,
    seen_on: date,
    on: date,
) -> str:
    """Note that a union saw something that shows a clause, on a day: not what stands in it. The id; noted twice, it is
    there once. Raises OddDayError for a day that is still to come or before the joining, NotThereError, RowGoneError.
    """
    _row, firm = hold_for_union(work, adherence_id, body_id, person_id)
    if not firm.joined_on <= seen_on <= on:
        raise OddDayError
    g = SightingRow.__table__.columns
    same = (g.adherence_id == adherence_id, g.clause_id == clause_id, g.body_id == body_id)
    there: str | None = work.session.scalar(select(g.id).where(*same, g.item == item, g.seen_on == seen_on))
    if there is not None:
        return there
    row = SightingRow(
        id=work.new_id(),
        adherence_id=adherence_id,
        clause_id=clause_id,
        body_id=body_id,
        item=item,
        seen_on=seen_on,
        noted_at=work.now,
        noted_by=person_id,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def plan_visit(work: Work, adherence_id: str, planned_on: date, *, body_id: str, person_id: str, on: date) -> str:
    """Plan a visit, or move the one that is ahead; its id. The firm is told. Raises OddDayError for a day that is past,
    before the joining or too far, NotThereError, RowGoneError.
    """
    row, firm = hold_for_union(work, adherence_id, body_id, person_id)
    if not max(on, firm.joined_on) <= planned_on <= on + timedelta(days=AHEAD_DAYS):
        raise OddDayError
    visit = _ahead(work, adherence_id, body_id)
    told = visit is not None and visit.planned_on == planned_on
    if visit is None:
        visit = _new(work, adherence_id, body_id, person_id, planned_on)
    visit.planned_on = planned_on
    work.session.flush()
    if not told:
        tell_firm(work, row, body_id, "visit_planned", {"on": planned_on.isoformat()})
    return visit.id


def note_visit(work: Work, adherence_id: str, made_on: date, *, body_id: str, person_id: str, on: date) -> str:
    """Note that a visit was made, the planned one or one that was not; its id. Raises OddDayError for a day that is
    still to come or before the joining, NotThereError, RowGoneError.
    """
    _row, firm = hold_for_union(work, adherence_id, body_id, person_id)
    if not firm.joined_on <= made_on <= on:
        raise OddDayError
    visit = _ahead(work, adherence_id, body_id) or _new(work, adherence_id, body_id, person_id, made_on)
    visit.made_on = made_on
    work.session.flush()
    return visit.id


def give_up_visit(work: Work, adherence_id: str, *, body_id: str, person_id: str, on: date) -> None:
    """Give up the visit that is ahead; nothing happens where there is none. Raises NotThereError, RowGoneError."""
    hold_for_union(work, adherence_id, body_id, person_id)
    visit = _ahead(work, adherence_id, body_id)
    if visit is not None:
        visit.given_up_on = on
        work.session.flush()


def _ahead(work: Work, adherence_id: str, body_id: str) -> UnionVisitRow | None:
    v = UnionVisitRow.__table__.columns
    query = select(v.id).where(v.adherence_id == adherence_id, v.body_id == body_id)
    found = work.session.scalar(query.where(v.made_on.is_(None), v.given_up_on.is_(None)))
    return None if found is None else lock(work.session, UnionVisitRow, found)


def _new(work: Work, adherence_id: str, body_id: str, person_id: str, planned_on: date) -> UnionVisitRow:
    row = UnionVisitRow(
        id=work.new_id(),
        adherence_id=adherence_id,
        body_id=body_id,
        planned_on=planned_on,
        noted_at=work.now,
        noted_by=person_id,
    )
    work.session.add(row)
    return row
