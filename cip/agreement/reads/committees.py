"""Committees and what they keep: seats, meetings, notes, parties, disputes, reviews, questions, yearly numbers."""

import json
from collections.abc import Collection, Sequence
from typing import cast

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session

from cip.agreement.committee import Committee, Joined, Meeting, Note, Seat
from cip.agreement.disputes import Dispute, Step
from cip.agreement.questions import Question
from cip.agreement.reads.adherence import as_adherence
from cip.agreement.records import (
    AdherenceRow,
    AgreementNoteRow,
    AgreementPartyRow,
    CommitteeBodyRow,
    CommitteeMeetingRow,
    CommitteeQuestionRow,
    CommitteeReviewRow,
    CommitteeSeatRow,
    DisputeRow,
    DisputeStepRow,
    ReviewedClauseRow,
    YearlyDataRow,
)
from cip.agreement.reviews import Review, Verdict
from cip.agreement.yearly import FIELDS, Cell, YearlyData
from cip.parties.reads import bodies_by_id, find_body

_A = cast("Table", AdherenceRow.__table__).c
_B = cast("Table", CommitteeBodyRow.__table__).c
_D = cast("Table", DisputeRow.__table__).c
_M = cast("Table", CommitteeMeetingRow.__table__).c
_N = cast("Table", AgreementNoteRow.__table__).c
_P = cast("Table", AgreementPartyRow.__table__).c
_Q = cast("Table", CommitteeQuestionRow.__table__).c
_R = cast("Table", CommitteeReviewRow.__table__).c
_S = cast("Table", CommitteeSeatRow.__table__).c
_T = cast("Table", DisputeStepRow.__table__).c
_V = cast("Table", ReviewedClauseRow.__table__).c
_Y = cast("Table", YearlyDataRow.__table__).c


def find_committee(session: Session, body_id: str) -> Committee | None:
    """The committee that a body is, None if it is none or has no agreement yet."""
    body = find_body(session, body_id)
    agreement_id = session.scalar(select(_B.agreement_id).where(_B.body_id == body_id))
    if body is None or agreement_id is None:
        return None
    return Committee(body_id, body.name, agreement_id, closed=body.closed_at is not None)


def committee_of(session: Session, agreement_id: str) -> Committee | None:
    """The committee of an agreement that takes part, None if it has none."""
    ids = session.scalars(select(_B.body_id).where(_B.agreement_id == agreement_id).order_by(_B.body_id)).all()
    found = [body for body in bodies_by_id(session, ids).values() if body.closed_at is None]
    return Committee(found[0].id, found[0].name, agreement_id) if found else None


def all_committees(session: Session) -> Sequence[Committee]:
    """The committees that take part, by body."""
    held = {row[0]: row[1] for row in session.execute(select(_B.body_id, _B.agreement_id).order_by(_B.body_id))}
    bodies = bodies_by_id(session, list(held))
    open_ones = [bodies[body_id] for body_id in held if bodies[body_id].closed_at is None]
    return [Committee(body.id, body.name, held[body.id]) for body in open_ones]


def agreements_of_bodies(session: Session, body_ids: Collection[str]) -> dict[str, str]:
    """The agreement of each of these bodies that is a committee."""
    rows = session.execute(select(_B.body_id, _B.agreement_id).where(_B.body_id.in_(sorted(body_ids))))
    return {row[0]: row[1] for row in rows}


def seats_of_committee(session: Session, body_id: str) -> Sequence[Seat]:
    """All seats, past ones too, by side and organisation."""
    query = select(*_S).where(_S.body_id == body_id).order_by(_S.side, _S.organisation, _S.from_day, _S.id)
    return [Seat(**row._mapping) for row in session.execute(query)]


def meetings_of_committee(session: Session, body_id: str) -> Sequence[Meeting]:
    """The meetings that were held, the latest first."""
    columns = (_M.id, _M.body_id, _M.kind, _M.held_on, _M.decided, _M.minutes_ref, _M.file_id, _M.noted_by)
    query = select(*columns).where(_M.body_id == body_id).order_by(_M.held_on.desc(), _M.id)
    return [Meeting(**row._mapping) for row in session.execute(query)]


def notes_of(session: Session, agreement_id: str) -> Sequence[Note]:
    """What was noted of an agreement, oldest first: of each kind the last one counts."""
    columns = (_N.id, _N.agreement_id, _N.kind, _N.on_day, _N.yes, _N.reference, _N.noted_on, _N.adherence_id)
    query = select(*columns).where(_N.agreement_id == agreement_id).order_by(_N.noted_on, _N.noted_at, _N.id)
    return [Note(**row._mapping) for row in session.execute(query)]


def parties_joined(session: Session, agreement_id: str) -> Sequence[Joined]:
    """The parties that joined an agreement after its signing, oldest first, those that left too."""
    query = select(*_P).where(_P.agreement_id == agreement_id).order_by(_P.from_day, _P.name, _P.id)
    return [Joined(**row._mapping) for row in session.execute(query)]


def disputes_of(session: Session, agreement_id: str) -> Sequence[Dispute]:
    """The disputes of an agreement, newest first."""
    return _disputes(session, _D.agreement_id == agreement_id)


def disputes_of_adherence(session: Session, adherence_id: str) -> Sequence[Dispute]:
    """The disputes about an adherence, newest first."""
    return _disputes(session, _D.adherence_id == adherence_id)


def find_dispute(session: Session, dispute_id: str) -> Dispute | None:
    """The dispute with this id, None if there is none."""
    found = _disputes(session, _D.id == dispute_id)
    return found[0] if found else None


def reviews_of(session: Session, agreement_id: str) -> Sequence[Review]:
    """The reviews of an agreement's clauses, newest first."""
    columns = (_R.id, _R.agreement_id, _R.meeting_id, _R.reviewed_on, _R.law_known_to, _R.made_by)
    rows = session.execute(
        select(*columns).where(_R.agreement_id == agreement_id).order_by(_R.reviewed_on.desc(), _R.id)
    )
    heads = [row._mapping for row in rows]
    said: dict[str, dict[str, Verdict]] = {}
    for row in session.execute(select(*_V).where(_V.review_id.in_([head["id"] for head in heads]))) if heads else ():
        said.setdefault(row.review_id, {})[row.clause_id] = row.verdict
    return [Review(**head, verdicts=said.get(head["id"], {})) for head in heads]


def questions_of(session: Session, agreement_id: str) -> Sequence[Question]:
    """The questions to the committee of an agreement, newest first."""
    return _questions(session, _Q.agreement_id == agreement_id)


def questions_of_adherence(session: Session, adherence_id: str) -> Sequence[Question]:
    """What a firm asked, newest first."""
    return _questions(session, _Q.adherence_id == adherence_id)


def find_question(session: Session, question_id: str) -> Question | None:
    """The question with this id, None if there is none."""
    found = _questions(session, _Q.id == question_id)
    return found[0] if found else None


def yearly_of_agreement(session: Session, agreement_id: str) -> Sequence[YearlyData]:
    """What firms sent to the committee of an agreement for years in which they were joined, newest first."""
    query = select(AdherenceRow).where(_A.agreement_id == agreement_id)
    joined = {row.id: as_adherence(row) for row in session.scalars(query)}
    sent = _yearly(session, _A.agreement_id == agreement_id)
    return [one for one in sent if joined[one.adherence_id].bound_in(one.year)]


def yearly_of_adherence(session: Session, adherence_id: str) -> Sequence[YearlyData]:
    """What a firm sent, newest first."""
    return _yearly(session, _Y.adherence_id == adherence_id)


def _disputes(session: Session, condition: ColumnElement[bool]) -> list[Dispute]:
    columns = [column for column in _D if column.name != "made_at"]
    query = select(*columns, _A.firm_id).outerjoin(AdherenceRow, _A.id == _D.adherence_id).where(condition)
    rows = [row._mapping for row in session.execute(query.order_by(_D.opened_on.desc(), _D.made_at.desc(), _D.id))]
    columns = [column for column in _T if column.name != "made_at"]
    steps: dict[str, list[Step]] = {}
    of_them = select(*columns).where(_T.dispute_id.in_([row["id"] for row in rows])).order_by(_T.number)
    for row in session.execute(of_them) if rows else ():
        values = {key: value for key, value in row._mapping.items() if key != "dispute_id"}
        steps.setdefault(row.dispute_id, []).append(Step(**values))
    return [Dispute(**row, steps=tuple(steps.get(row["id"], ()))) for row in rows]


def _questions(session: Session, condition: ColumnElement[bool]) -> list[Question]:
    query = select(*_Q, _A.firm_id).outerjoin(AdherenceRow, _A.id == _Q.adherence_id).where(condition)
    rows = session.execute(query.order_by(_Q.asked_at.desc(), _Q.id))
    return [Question(**row._mapping) for row in rows]


def _yearly(session: Session, condition: ColumnElement[bool]) -> list[YearlyData]:
    columns = (_Y.id, _Y.adherence_id, _A.firm_id, _Y.year, _Y.number, _Y.cells, _Y.sent_on, _Y.made_by)
    query = select(*columns).join(AdherenceRow, _A.id == _Y.adherence_id).where(condition)
    rows = session.execute(query.order_by(_Y.year.desc(), _Y.number.desc(), _Y.id))
    return [YearlyData(**{**row._mapping, "cells": _cells(row.cells)}) for row in rows]


def _cells(text: str) -> dict[str, Cell]:
    stored = json.loads(text)
    return {field: Cell(**stored[field]) for field in FIELDS if field in stored}
