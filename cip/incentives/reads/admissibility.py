"""The formal checks: one application whole, all of a call in a few queries, what firms are asked."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from cip.incentives.admissibility import Judged
from cip.incentives.admissibility_states import CheckState
from cip.incentives.clarifying import Answer, Clarification, ClarificationFile, Item
from cip.incentives.dossier import Admission, CheckStep, Decision, Dossier, Ground, Notice, ProcedureTerm
from cip.incentives.reads.applications import applications_of_call, standing_submission
from cip.incentives.records import (
    AdmissibilityCheckRow,
    AdmissibilityDecisionRow,
    AdmissibilityJudgementRow,
    AdmissibilityStepRow,
    ApplicationRow,
    ClarificationAnswerRow,
    ClarificationFileRow,
    ClarificationItemRow,
    ClarificationRow,
    NoticeRemarkRow,
    ProcedureTermRow,
    RefusalNoticeRow,
    SubmissionRow,
    SubmissionWithdrawalRow,
)
from cip.kernel.texts import Text
from cip.parties.reads.acting import firm_names

_K = AdmissibilityCheckRow.__table__.columns
_T = AdmissibilityStepRow.__table__.columns
_J = AdmissibilityJudgementRow.__table__.columns
_D = AdmissibilityDecisionRow.__table__.columns
_C = ClarificationRow.__table__.columns
_I = ClarificationItemRow.__table__.columns
_F = ClarificationFileRow.__table__.columns
_W = ClarificationAnswerRow.__table__.columns
_N = RefusalNoticeRow.__table__.columns
_R = NoticeRemarkRow.__table__.columns
_P = ProcedureTermRow.__table__.columns
_A = ApplicationRow.__table__.columns
_S = SubmissionRow.__table__.columns
_B = SubmissionWithdrawalRow.__table__.columns
# What was checked of a submission that was taken back says nothing of the one that came after it.
_SENT_AT = (
    select(_S.submitted_at)
    .outerjoin(SubmissionWithdrawalRow, _B.submission_id == _S.id)
    .where(_S.application_id == _A.id, _B.at.is_(None))
    .correlate(ApplicationRow.__table__)
    .scalar_subquery()
)


def dossier_of(session: Session, application_id: str) -> Dossier | None:
    """The check of an application that counts; None if nothing of it was sent, or it was taken back."""
    sent = standing_submission(session, application_id)
    if sent is None:
        return None
    only = _A.id == application_id
    check = session.execute(select(*_K).where(_K.application_id == application_id)).one_or_none()
    # What was checked of an earlier submission says nothing of this one.
    current = check if check is not None and check.submission_id == sent.id else None
    state: CheckState = current.state if current is not None else "received"
    return Dossier(
        sent,
        firm_names(session, [sent.firm_id]).get(sent.firm_id, ""),
        state,
        current.officer_id if current is not None else None,
        steps_of(session, application_id),
        tuple(_judged(session, only).get(application_id, ())),
        next(iter(_clarifications(session, only, _C.asked_at >= _SENT_AT)), None),
        next(iter(reversed(_notices(session, only, _N.noticed_at >= _SENT_AT))), None),
        tuple(_decisions(session, only).get(application_id, ())),
    )


def admitted(session: Session, call_id: str) -> dict[str, Admission]:
    """How each application that counts left admissibility, by its id: status, facts, reasons. Who ranks or evaluates
    takes those with `admitted`; one that is not decided yet stands here too, with the state that it is in.
    """
    sent = {one.application_id: one for one in applications_of_call(session, call_id)}
    only = _A.call_id == call_id
    checks = {row.application_id: row for row in session.execute(select(*_K).where(_K.call_id == call_id))}
    judged, decided = _judged(session, only), _decisions(session, only)
    asked = {one.application_id: one for one in _clarifications(session, only, _C.asked_at >= _SENT_AT)}
    found = {}
    for id, one in sent.items():
        check = checks.get(id)
        state: CheckState = check.state if check is not None and check.submission_id == one.id else "received"
        dossier = Dossier(one, "", state, judged=tuple(judged.get(id, ())), clarification=asked.get(id))
        last = decided.get(id, ())[-1:] if state == "refused" else ()
        reasons = tuple(ground.reason for decision in last for ground in decision.grounds)
        found[id] = Admission(id, state, dossier.facts, reasons, one)
    return found


def open_checks(session: Session, call_id: str) -> tuple[int, ...]:
    """The numbers of the applications of a call that nobody decided yet: while there is one, nothing is evaluated."""
    checks = {
        row.submission_id: row.state
        for row in session.execute(select(_K.submission_id, _K.state).where(_K.call_id == call_id))
    }
    return tuple(
        one.number
        for one in applications_of_call(session, call_id)
        if checks.get(one.id) not in ("admitted", "refused")
    )


def steps_of(session: Session, application_id: str) -> tuple[CheckStep, ...]:
    """What happened to the check of an application, oldest first."""
    query = select(
        _T.seq, _T.action, _T.from_state, _T.to_state, _T.on_day.label("on"), _T.at, _T.by_label.label("by"), _T.reason
    )
    rows = session.execute(query.where(_T.application_id == application_id).order_by(_T.seq))
    return tuple(CheckStep(**row._mapping) for row in rows)


def find_clarification(session: Session, clarification_id: str) -> Clarification | None:
    """A request to complete an application, None if there is none."""
    return next(iter(_clarifications(session, _C.id == clarification_id)), None)


def waiting_clarifications(session: Session, firm_id: str | None = None) -> Sequence[Clarification]:
    """The requests of all calls (to a firm, where one is given) that nobody answered and whose check still waits for
    the answer.
    """
    waiting = select(_K.application_id).where(_K.state == "asked")
    firm = () if firm_id is None else (_A.firm_id == firm_id,)
    return _clarifications(session, _A.id.in_(waiting), _W.clarification_id.is_(None), *firm)


def files_of_clarification(session: Session, clarification_id: str) -> Sequence[ClarificationFile]:
    """The files handed in for a request and not taken back, oldest first."""
    query = select(_F.id, _F.clarification_id, _F.document_id, _F.file_id, _F.put_at, _F.put_by)
    held = query.where(_F.clarification_id == clarification_id, _F.removed_at.is_(None))
    return [ClarificationFile(**row._mapping) for row in session.execute(held.order_by(_F.put_at, _F.id))]


def find_notice(session: Session, notice_id: str) -> Notice | None:
    """A refusal that was announced, None if there is none."""
    return next(iter(_notices(session, _N.id == notice_id)), None)


def waiting_notices(session: Session) -> Sequence[Notice]:
    """The notices of all calls that nobody answered and whose check still waits."""
    waiting = select(_K.application_id).where(_K.state == "noticed")
    return [one for one in _notices(session, _A.id.in_(waiting)) if one.remarks_on is None]


def term_of_call(session: Session, call_id: str) -> ProcedureTerm | None:
    """The term that a regulation sets for a call, None where nobody noted one: then the law's own holds."""
    query = select(_P.days, _P.complex_case, _P.source).where(_P.call_id == call_id).order_by(_P.seq.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else ProcedureTerm(**row._mapping)


def _judged(session: Session, *conditions: ColumnElement[bool]) -> dict[str, list[Judged]]:
    columns = (_J.application_id, _J.row_id, _J.seq, _J.verdict, _J.reason, _J.source, _J.facts, _J.on_day, _J.by_label)
    query = select(*columns).join(ApplicationRow, _A.id == _J.application_id).where(*conditions, _J.at >= _SENT_AT)
    found: dict[str, list[Judged]] = {}
    for row in session.execute(query.order_by(_J.application_id, _J.seq)):
        facts = json.loads(row.facts)
        one = Judged(row.row_id, row.seq, row.verdict, row.reason, row.source, facts, row.on_day, row.by_label)
        found.setdefault(row.application_id, []).append(one)
    return found


def _decisions(session: Session, *conditions: ColumnElement[bool]) -> dict[str, list[Decision]]:
    query = select(*_D).join(ApplicationRow, _A.id == _D.application_id).where(*conditions, _D.at >= _SENT_AT)
    found: dict[str, list[Decision]] = {}
    for row in session.execute(query.order_by(_D.application_id, _D.seq)):
        found.setdefault(row.application_id, []).append(_decision(row))
    return found


def _decision(row: Row[Any]) -> Decision:
    told = json.loads(row.content)
    return Decision(
        row.seq,
        row.decision,
        told["facts"],
        read_grounds(told["grounds"]),
        tuple(one["answer"] for one in told["remarks"]),
        told["note"],
        row.digest,
        row.on_day,
        row.by_label,
    )


def _clarifications(session: Session, *conditions: ColumnElement[bool]) -> list[Clarification]:
    """With their items and answers, oldest first: two queries, however many."""
    answer = (_W.facts, _W.files, _W.note, _W.digest, _W.answered_at, _W.by_label)
    query: Select[Any] = (
        select(*_C, _A.firm_id, _A.call_id, *answer)
        .join(ApplicationRow, _A.id == _C.application_id)
        .join(ClarificationAnswerRow, _W.clarification_id == _C.id, isouter=True)
        .where(*conditions)
        .order_by(_C.asked_at, _C.id)
    )
    rows = session.execute(query).all()
    items = _items(session, [row.id for row in rows]) if rows else {}
    return [_clarification(row, items.get(row.id, ())) for row in rows]


def _items(session: Session, ids: Iterable[str]) -> Mapping[str, tuple[Item, ...]]:
    query = select(_I.clarification_id, _I.kind, _I.item_id, _I.note).where(_I.clarification_id.in_(sorted(ids)))
    rows = session.execute(query.order_by(_I.clarification_id, _I.number)).all()
    return {
        id: tuple(Item(row.kind, row.item_id, row.note) for row in group)
        for id, group in groupby(rows, key=lambda row: row.clarification_id)
    }


def _clarification(row: Row[Any], items: tuple[Item, ...]) -> Clarification:
    answer = None
    if row.digest is not None:
        files = {id: tuple(held) for id, held in json.loads(row.files).items()}
        answer = Answer(json.loads(row.facts), files, row.note, row.digest, row.answered_at, row.by_label)
    return Clarification(
        row.id,
        row.application_id,
        row.firm_id,
        row.call_id,
        row.reason,
        row.asked_on,
        row.due_on,
        row.asked_by,
        items,
        answer,
    )


def _notices(session: Session, *conditions: ColumnElement[bool]) -> list[Notice]:
    """With their remarks, oldest first: two queries, however many."""
    query: Select[Any] = (
        select(*_N, _A.firm_id, _A.call_id).join(ApplicationRow, _A.id == _N.application_id).where(*conditions)
    )
    rows = session.execute(query.order_by(_N.noticed_at, _N.id)).all()
    remarks: dict[str, list[tuple[str, date]]] = {}
    if rows:
        said = select(_R.notice_id, _R.text, _R.on_day).where(_R.notice_id.in_(sorted(row.id for row in rows)))
        for row in session.execute(said.order_by(_R.notice_id, _R.number)):
            remarks.setdefault(row.notice_id, []).append((row.text, row.on_day))
    return [_notice(row, remarks.get(row.id, [])) for row in rows]


def _notice(row: Row[Any], remarks: Sequence[tuple[str, date]]) -> Notice:
    return Notice(
        row.id,
        row.application_id,
        row.firm_id,
        row.call_id,
        read_grounds(json.loads(row.reasons)),
        row.noticed_on,
        row.due_on,
        row.noticed_by,
        tuple(text for text, _day in remarks),
        remarks[0][1] if remarks else None,
    )


def read_grounds(stored: Sequence[Mapping[str, str]]) -> tuple[Ground, ...]:
    """Grounds as `stored_grounds` wrote them."""
    return tuple(Ground(one["row"], Text(it=one["it"], en=one["en"]), one["said"], one["source"]) for one in stored)


def stored_grounds(grounds: Iterable[Ground]) -> list[dict[str, str]]:
    """Grounds as JSON values."""
    return [
        {"row": one.row_id, "it": one.label.it, "en": one.label.en, "said": one.said, "source": one.source}
        for one in grounds
    ]
