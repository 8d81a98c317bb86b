"""Applications, their edits, files, sign-offs and submissions."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from cip.incentives.application import (
    Application,
    ApplicationEdit,
    ApplicationFile,
    Draft,
    Listed,
    SignOff,
    Submission,
)
from cip.incentives.records import (
    ApplicationEditRow,
    ApplicationFileRow,
    ApplicationRow,
    SignedContentRow,
    SignOffRow,
    SubmissionRow,
    SubmissionWithdrawalRow,
)
from cip.parties.reads.acting import firm_names

_A = ApplicationRow.__table__.columns
_E = ApplicationEditRow.__table__.columns
_F = ApplicationFileRow.__table__.columns
_G = SignOffRow.__table__.columns
_S = SubmissionRow.__table__.columns
_W = SubmissionWithdrawalRow.__table__.columns
_SENT = tuple(column for column in _S if column.name != "idempotency_key")
_STANDING = _W.at.is_(None)


def find_application(session: Session, application_id: str) -> Application | None:
    """The application with this id, None if there is none. Tells nothing about who may see it: that is `load_for`."""
    row = session.execute(select(*_A).where(_A.id == application_id)).one_or_none()
    return None if row is None else _application(row)


def application_to(session: Session, call_id: str, firm_id: str) -> Application | None:
    """A firm's application to a call, None while it has none."""
    row = session.execute(select(*_A).where(_A.call_id == call_id, _A.firm_id == firm_id)).one_or_none()
    return None if row is None else _application(row)


def applications_of_firm(session: Session, firm_id: str) -> Sequence[Application]:
    """The applications of a firm, newest first."""
    query = select(*_A).where(_A.firm_id == firm_id).order_by(_A.started_at.desc(), _A.id)
    return [_application(row) for row in session.execute(query)]


def edits_of(session: Session, application_id: str) -> Sequence[ApplicationEdit]:
    """Every change of an application, oldest first."""
    query = select(_E.seq, _E.version, _E.field, _E.before_sha256, _E.value, _E.at, _E.by_label)
    ordered = query.where(_E.application_id == application_id).order_by(_E.seq)
    return [
        ApplicationEdit(**{**row._mapping, "value": None if row.value is None else json.loads(row.value)})
        for row in session.execute(ordered)
    ]


def files_of_application(session: Session, application_id: str) -> Sequence[ApplicationFile]:
    """The files that are handed in and not taken back, oldest first."""
    query = select(*_F).where(_F.application_id == application_id, _F.removed_at.is_(None))
    return [ApplicationFile(**row._mapping) for row in session.execute(query.order_by(_F.put_at, _F.id))]


def find_application_file(session: Session, id: str) -> ApplicationFile | None:
    """A file of an application, taken back or not; None if there is none."""
    row = session.execute(select(*_F).where(_F.id == id)).one_or_none()
    return None if row is None else ApplicationFile(**row._mapping)


def sign_offs_of(session: Session, application_id: str) -> Sequence[SignOff]:
    """What people of the firm said of its versions, oldest first."""
    query = select(*_G).where(_G.application_id == application_id).order_by(_G.seq)
    return [SignOff(**row._mapping) for row in session.execute(query)]


def signed_content(session: Session, sign_off_id: str) -> str | None:
    """What was signed off, as canonical JSON; None for what was sent back."""
    c = SignedContentRow.__table__.columns
    return session.scalar(select(c.content).where(c.sign_off_id == sign_off_id))


def submissions_of(session: Session, application_id: str) -> Sequence[Submission]:
    """Everything that was sent of one application, oldest first, withdrawn or not."""
    query = _submissions(_S.application_id == application_id).order_by(_S.number)
    return [_submission(row) for row in session.execute(query)]


def standing_submission(session: Session, application_id: str) -> Submission | None:
    """What counts of one application: sent and not withdrawn; None where nothing does."""
    row = session.execute(_submissions(_S.application_id == application_id, _STANDING)).one_or_none()
    return None if row is None else _submission(row)


def standing_submissions(session: Session, application_ids: Collection[str]) -> dict[str, Submission]:
    """What counts of each of these applications; one of which nothing does is left out."""
    query = _submissions(_S.application_id.in_(application_ids), _STANDING)
    return {row.application_id: _submission(row) for row in session.execute(query)}


def find_submission(session: Session, submission_id: str) -> Submission | None:
    """The submission with this id, None if there is none."""
    row = session.execute(_submissions(_S.id == submission_id)).one_or_none()
    return None if row is None else _submission(row)


def submission_of_key(session: Session, idempotency_key: str) -> Submission | None:
    """What the form with this key sent, None if it has sent nothing."""
    row = session.execute(_submissions(_S.idempotency_key == idempotency_key)).one_or_none()
    return None if row is None else _submission(row)


def submission_of_receipt(session: Session, receipt_code: str) -> Submission | None:
    """The submission of a receipt's code: the public page tells its digest and its moment and nothing else."""
    row = session.execute(_submissions(_S.receipt_code == receipt_code)).one_or_none()
    return None if row is None else _submission(row)


def applications_of_call(session: Session, call_id: str) -> list[Submission]:
    """What counts of a call: every submission that was not withdrawn, by number."""
    query = _submissions(_S.call_id == call_id, _STANDING).order_by(_S.number)
    return [_submission(row) for row in session.execute(query)]


def listed_of_call(session: Session, call_id: str) -> list[Listed]:
    """The submissions of a call by number, withdrawn ones too, without what they hold."""
    query = (
        select(
            *(_S.application_id, _S.firm_id, _S.number, _S.submitted_at, _S.requested, _S.digest),
            _W.at.label("withdrawn_at"),
        )
        .join(SubmissionWithdrawalRow, _W.submission_id == _S.id, isouter=True)
        .where(_S.call_id == call_id)
        .order_by(_S.number)
    )
    rows = session.execute(query).all()
    names = firm_names(session, {row.firm_id for row in rows})
    return [Listed(**row._mapping, firm_name=names.get(row.firm_id, "")) for row in rows]


def unsent_of_call(session: Session, call_id: str) -> list[Draft]:
    """The applications to a call that were begun and not sent, with whether this version was signed off."""
    query = select(*_A).where(_A.call_id == call_id, _A.state.in_(("draft", "ready"))).order_by(_A.started_at, _A.id)
    return [Draft(found, found.state == "ready") for found in map(_application, session.execute(query))]


def _application(row: Row[Any]) -> Application:
    return Application(**{**row._mapping, "answers": json.loads(row.answers)})


def _submissions(*conditions: ColumnElement[bool]) -> Select[Any]:
    taken_back = _W.at.label("withdrawn_at")
    joined = select(*_SENT, taken_back).join(SubmissionWithdrawalRow, _W.submission_id == _S.id, isouter=True)
    return joined.where(*conditions)


def _submission(row: Row[Any]) -> Submission:
    return Submission(**row._mapping)
