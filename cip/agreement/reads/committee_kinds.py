"""How committees, the firms of their agreement, disputes and questions are found, and what an actor is to them;
importing this makes `load_for` know them.

A dispute hangs on two: the committee that hears it and the adherence that it is about. Each side reaches it by a Kind
of its own, so that an address names what it stands under and `load_for` checks the two together.
"""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from cip.agreement.committee import Committee
from cip.agreement.disputes import Dispute
from cip.agreement.matters import MatterFirm
from cip.agreement.questions import Question
from cip.agreement.reads.committees import (
    agreements_of_bodies,
    committee_of,
    find_committee,
    find_dispute,
    find_question,
)
from cip.agreement.reads.unions import union_roles_on
from cip.agreement.records import AdherenceRow
from cip.parties.access import Actor, Kind, register_kind, roles_on_body, roles_on_firm
from cip.parties.permissions import Role
from cip.parties.reads.seeking import named_firms

_A = cast("Table", AdherenceRow.__table__).c


@dataclass(frozen=True, slots=True)
class MemberFirm:
    """A joining as the committee of its agreement sees it; `body_id` is that committee, empty where there is none."""

    firm: MatterFirm
    body_id: str


@dataclass(frozen=True, slots=True)
class HeardDispute:
    """A dispute with the committee that hears it; empty where there is none."""

    dispute: Dispute
    body_id: str


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with the committee that answers it; empty where there is none."""

    question: Question
    body_id: str


def committee_roles(session: Session, actor: Actor, agreement_id: str) -> frozenset[Role]:
    """`committee` for whoever belongs to the committee of an agreement (with the second factor), else nothing."""
    mine = actor.standing.bodies("committee") if actor.standing is not None else ()
    held = agreement_id in agreements_of_bodies(session, mine).values() if mine else False
    return frozenset({"committee"}) if held else frozenset()


def party_roles(session: Session, actor: Actor, adherence: MatterFirm) -> frozenset[Role]:
    """What an actor is as a party to an adherence: of the firm, or of a union that works there."""
    firm: frozenset[Role] = roles_on_firm(actor, adherence.firm_id) & {"owner", "collaborator"}
    return firm or union_roles_on(session, actor, adherence.id)


def _committee_roles(_session: Session, actor: Actor, committee: Committee) -> frozenset[Role]:
    return roles_on_body(actor, committee.body_id) & {"manager", "staff"}


def _find_member(session: Session, adherence_id: str) -> MemberFirm | None:
    firm = _find_matter(session, adherence_id)
    return None if firm is None else MemberFirm(firm, _body_of(session, firm.agreement_id))


def _member_roles(session: Session, actor: Actor, member: MemberFirm) -> frozenset[Role]:
    return committee_roles(session, actor, member.firm.agreement_id)


def _find_matter(session: Session, adherence_id: str) -> MatterFirm | None:
    firms = named_firms().subquery()
    last = func.coalesce(_A.ended_on, _A.leaves_on).label("last_day")
    query = select(_A.id, _A.firm_id, firms.c.name, _A.agreement_id, _A.state, _A.joined_on, last, _A.protocol_number)
    # A joining that nobody signed is the firm's own affair: it is no party, nothing of it comes before the committee.
    signed = query.join(firms, firms.c.id == _A.firm_id).where(_A.id == adherence_id, _A.joined_on.is_not(None))
    row = session.execute(signed).one_or_none()
    return None if row is None else MatterFirm(**row._mapping)


def _find_heard(session: Session, dispute_id: str) -> HeardDispute | None:
    dispute = find_dispute(session, dispute_id)
    return None if dispute is None else HeardDispute(dispute, _body_of(session, dispute.agreement_id))


def _heard_roles(session: Session, actor: Actor, heard: HeardDispute) -> frozenset[Role]:
    return committee_roles(session, actor, heard.dispute.agreement_id)


def _find_asked(session: Session, question_id: str) -> AskedQuestion | None:
    question = find_question(session, question_id)
    return None if question is None else AskedQuestion(question, _body_of(session, question.agreement_id))


def _asked_roles(session: Session, actor: Actor, asked: AskedQuestion) -> frozenset[Role]:
    return committee_roles(session, actor, asked.question.agreement_id)


def _find_own(session: Session, dispute_id: str) -> Dispute | None:
    dispute = find_dispute(session, dispute_id)
    return dispute if dispute is not None and dispute.adherence_id is not None else None


def _own_roles(session: Session, actor: Actor, dispute: Dispute) -> frozenset[Role]:
    adherence = _find_matter(session, dispute.adherence_id or "")
    roles = party_roles(session, actor, adherence) if adherence is not None else frozenset()
    # Of what another union brought before the committee a union reads that it did, on the page of all disputes.
    mine = actor.standing is not None and dispute.body_id in actor.standing.bodies("union")
    return roles if mine else roles - {"union"}


def _body_of(session: Session, agreement_id: str) -> str:
    found = committee_of(session, agreement_id)
    return found.body_id if found is not None else ""


COMMITTEE: Kind[Committee] = register_kind(Kind("committee", find_committee, _committee_roles))
MEMBER_FIRM: Kind[MemberFirm] = register_kind(
    Kind("member_firm", _find_member, _member_roles, parent=lambda member: member.body_id)
)
DISPUTE: Kind[HeardDispute] = register_kind(Kind("dispute", _find_heard, _heard_roles, parent=lambda it: it.body_id))
COMMITTEE_QUESTION: Kind[AskedQuestion] = register_kind(
    Kind("committee_question", _find_asked, _asked_roles, parent=lambda it: it.body_id)
)
COMMITTEE_MATTER: Kind[MatterFirm] = register_kind(
    Kind("committee_matter", _find_matter, party_roles, parent=lambda adherence: adherence.firm_id)
)
"""An adherence that was signed, as far as a party brings it before the committee; no other field of it is loaded."""
OWN_DISPUTE: Kind[Dispute] = register_kind(
    Kind("own_dispute", _find_own, _own_roles, parent=lambda dispute: dispute.adherence_id or "")
)
