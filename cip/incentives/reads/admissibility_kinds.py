"""How the formal check is found from both sides; importing this makes `load_for` know it.

The office reaches an application through the call that it answers; the firm reaches what it is asked, and nothing else
of the check.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cip.incentives.clarifying import Clarification
from cip.incentives.dossier import Notice
from cip.incentives.reads.admissibility import find_clarification, find_notice
from cip.incentives.reads.kinds import office_roles
from cip.incentives.records import ApplicationRow, CallRow, SubmissionRow, SubmissionWithdrawalRow
from cip.parties.access import Actor, Kind, register_kind, roles_on_firm
from cip.parties.permissions import Role

_A = ApplicationRow.__table__.columns
_B = CallRow.__table__.columns
_S = SubmissionRow.__table__.columns
_W = SubmissionWithdrawalRow.__table__.columns


@dataclass(frozen=True, slots=True)
class FiledApplication:
    """An application that was sent and counts, with the call and the office that it hangs on."""

    id: str
    firm_id: str
    call_id: str
    body_id: str


def find_filed(session: Session, application_id: str) -> FiledApplication | None:
    """An application that counts; None for a draft, one that was taken back, or none at all."""
    standing = (
        select(_S.application_id)
        .join(SubmissionWithdrawalRow, _W.submission_id == _S.id, isouter=True)
        .where(_S.application_id == application_id, _W.at.is_(None))
    )
    query = select(_A.id, _A.firm_id, _A.call_id, _B.body_id).join(CallRow, _B.id == _A.call_id)
    row = session.execute(query.where(_A.id == application_id, _A.id.in_(standing))).one_or_none()
    return None if row is None else FiledApplication(**row._mapping)


def _office_roles(_session: Session, actor: Actor, filed: FiledApplication) -> frozenset[Role]:
    return office_roles(actor, filed.body_id)


def _asked_roles(_session: Session, actor: Actor, asked: Clarification) -> frozenset[Role]:
    return roles_on_firm(actor, asked.firm_id, "application")


def _notice_roles(_session: Session, actor: Actor, notice: Notice) -> frozenset[Role]:
    return roles_on_firm(actor, notice.firm_id, "application")


FILED_APPLICATION: Kind[FiledApplication] = register_kind(
    Kind("filed_application", find_filed, _office_roles, parent=lambda filed: filed.call_id)
)
CLARIFICATION: Kind[Clarification] = register_kind(
    Kind("clarification", find_clarification, _asked_roles, parent=lambda asked: asked.firm_id)
)
REFUSAL_NOTICE: Kind[Notice] = register_kind(
    Kind("refusal_notice", find_notice, _notice_roles, parent=lambda notice: notice.firm_id)
)
