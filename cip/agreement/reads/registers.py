"""What committees and parties keep of agreements, for the facts of clauses: each table is asked once, however many
agreements are looked at.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import Label, Table, case, literal, select
from sqlalchemy.orm import Session

from cip.agreement.committee import Meeting, Note, Seat
from cip.agreement.disputes import Dispute, Step
from cip.agreement.questions import Question
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
    YearlyDataRow,
)
from cip.parties.reads.seeking import open_bodies

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
_Y = cast("Table", YearlyDataRow.__table__).c
_STEP = [_T[name] for name in Step.__dataclass_fields__]


@dataclass(slots=True)
class Register:
    """What is kept of one agreement. `body_id` is its committee that takes part, None if it has none; `joined` and
    `reviewed` are the days on which parties joined after the signing and clauses were reviewed, `sent` those on which
    a joining sent its yearly numbers, of the joinings that were asked for.
    """

    body_id: str | None = None
    seats: list[Seat] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    joined: list[date] = field(default_factory=list)
    reviewed: list[date] = field(default_factory=list)
    sent: dict[str, list[date]] = field(default_factory=dict)


def registers_of(
    session: Session, agreement_ids: Iterable[str], adherence_ids: Collection[str] = ()
) -> dict[str, Register]:
    """The register of each of these agreements, by its id; an empty one where nothing is kept. `adherence_ids` are the
    joinings whose yearly numbers are asked for.
    """
    found = {one: Register() for one in agreement_ids}
    ids = sorted(found)
    _read_committees(session, found, ids)
    _read_notes(session, found, ids)
    _read_days(session, found, ids, adherence_ids)
    for dispute in _disputes(session, ids):
        found[dispute.agreement_id].disputes.append(dispute)
    asked = select(*_Q, _A.firm_id).outerjoin(AdherenceRow, _A.id == _Q.adherence_id)
    for row in session.execute(asked.where(_Q.agreement_id.in_(ids)).order_by(_Q.asked_at.desc(), _Q.id)):
        found[row.agreement_id].questions.append(Question(**row._mapping))
    return found


def _read_notes(session: Session, found: dict[str, Register], ids: Sequence[str]) -> None:
    columns = (_N.id, _N.agreement_id, _N.kind, _N.on_day, _N.yes, _N.reference, _N.noted_on, _N.adherence_id)
    query = select(*columns).where(_N.agreement_id.in_(ids)).order_by(_N.noted_on, _N.noted_at, _N.id)
    for row in session.execute(query):
        found[row.agreement_id].notes.append(Note(**row._mapping))


def _read_days(
    session: Session, found: dict[str, Register], ids: Sequence[str], adherence_ids: Collection[str]
) -> None:
    nobody = literal("")
    # Like `Review.answers_to`: a law that was not known was not looked at.
    answered = case((_R.law_known_to < _R.reviewed_on, _R.law_known_to), else_=_R.reviewed_on)
    parties = select(_P.agreement_id, literal("joined"), nobody, _P.from_day).where(_P.agreement_id.in_(ids))
    reviews = select(_R.agreement_id, literal("reviewed"), nobody, answered).where(_R.agreement_id.in_(ids))
    yearly = select(_A.agreement_id, literal("sent"), _Y.adherence_id, _Y.sent_on).join(
        YearlyDataRow, _Y.adherence_id == _A.id
    )
    asked = parties.union_all(reviews, yearly.where(_A.id.in_(sorted(adherence_ids)), _A.agreement_id.in_(ids)))
    for agreement_id, kind, adherence_id, day in session.execute(asked):
        register = found[agreement_id]
        days = register.sent.setdefault(adherence_id, []) if kind == "sent" else getattr(register, kind)
        days.append(day)


def _read_committees(session: Session, found: dict[str, Register], ids: Sequence[str]) -> None:
    query = select(_B.agreement_id, _B.body_id).where(_B.agreement_id.in_(ids), _B.body_id.in_(open_bodies()))
    held: dict[str, Register] = {}
    for agreement_id, body_id in session.execute(query.order_by(_B.body_id)):
        if found[agreement_id].body_id is None:
            found[agreement_id].body_id = body_id
            held[body_id] = found[agreement_id]
    if not held:
        return
    seats = select(*_S).where(_S.body_id.in_(held)).order_by(_S.side, _S.organisation, _S.from_day, _S.id)
    for row in session.execute(seats):
        held[row.body_id].seats.append(Seat(**row._mapping))
    columns = (_M.id, _M.body_id, _M.kind, _M.held_on, _M.decided, _M.minutes_ref, _M.file_id, _M.noted_by)
    for row in session.execute(select(*columns).where(_M.body_id.in_(held)).order_by(_M.held_on.desc(), _M.id)):
        held[row.body_id].meetings.append(Meeting(**row._mapping))


def _disputes(session: Session, ids: Sequence[str]) -> list[Dispute]:
    """Disputes with their steps, newest first; a dispute comes once for each of its steps."""
    heads = [_D[name] for name in Dispute.__dataclass_fields__ if name not in ("firm_id", "steps")]
    query = (
        select(*heads, _A.firm_id, *_labelled())
        .outerjoin(AdherenceRow, _A.id == _D.adherence_id)
        .outerjoin(DisputeStepRow, _T.dispute_id == _D.id)
        .where(_D.agreement_id.in_(ids))
        .order_by(_D.opened_on.desc(), _D.made_at.desc(), _D.id, _T.number)
    )
    said: dict[str, tuple[dict[str, Any], list[Step]]] = {}
    for row in session.execute(query):
        values = {name: value for name, value in row._mapping.items() if not name.startswith("step_")}
        _head, steps = said.setdefault(row.id, (values, []))
        if row.step_number is not None:
            steps.append(Step(**{column.name: row._mapping[f"step_{column.name}"] for column in _STEP}))
    return [Dispute(**head, steps=tuple(steps)) for head, steps in said.values()]


def _labelled() -> list[Label[Any]]:
    return [column.label(f"step_{column.name}") for column in _STEP]
