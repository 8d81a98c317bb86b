"""How check-ups and their snapshots hang on their holders; importing this makes them known to `load_for`."""

from sqlalchemy.orm import Session

from cip.assessment.evidence import Evidence
from cip.assessment.meetings import Meeting
from cip.assessment.numbers import NumbersLink
from cip.assessment.plan_versions import PlanVersion
from cip.assessment.reads.check_ups import find_check_up
from cip.assessment.reads.evidence import find_evidence
from cip.assessment.reads.holders import is_holder
from cip.assessment.reads.meetings import find_meeting
from cip.assessment.reads.numbers_links import find_numbers_link
from cip.assessment.reads.plan_versions import find_plan_version
from cip.assessment.reads.snapshots import find_snapshot
from cip.assessment.stored import StoredCheckUp, StoredSnapshot
from cip.parties.access import Actor, Kind, holds, register_kind, roles_on_body, roles_on_firm
from cip.parties.permissions import Role
from cip.parties.reads.acting import still_acts


def _check_up_roles(session: Session, actor: Actor, check_up: StoredCheckUp) -> frozenset[Role]:
    # Erased within a minute after its last day; until then it is nobody's any more.
    if check_up.expires_on is not None and actor.on is not None and check_up.expires_on < actor.on:
        return frozenset()
    if check_up.firm_id is not None:
        return roles_on_firm(actor, check_up.firm_id)
    if holds(actor, check_up.guest_digest):
        return frozenset({"holder"})
    # Most browsers are those that began: only the others cost a query.
    resumed = actor.guest_digest is not None and is_holder(session, check_up.id, actor.guest_digest)
    return frozenset({"holder"}) if resumed else frozenset()


def _part_roles(session: Session, actor: Actor, part: StoredSnapshot | PlanVersion | Evidence) -> frozenset[Role]:
    """What hangs on a check-up is its holders' too."""
    check_up = find_check_up(session, part.check_up_id)
    return frozenset() if check_up is None else _check_up_roles(session, actor, check_up)


def _evidence_roles(session: Session, actor: Actor, evidence: Evidence) -> frozenset[Role]:
    """Who added it may take it back, so long as they are anything to the check-up."""
    roles = _part_roles(session, actor, evidence)
    added_it = actor.standing is not None and evidence.added_by_person == actor.standing.person_id
    return roles | {"self"} if roles and added_it else roles


def _numbers_link_roles(session: Session, actor: Actor, link: NumbersLink) -> frozenset[Role]:
    """Who has its secret, as long as it opens and who made it may still act for the firm; beside them those who may
    send it.
    """
    check_up = find_check_up(session, link.check_up_id)
    if check_up is None or check_up.closed_at is not None:
        return frozenset()
    theirs = _check_up_roles(session, actor, check_up) - {"holder"}
    if actor.on is None or not (link.opens(actor.on) and holds(actor, link.digest)):
        return theirs
    # A right that somebody lost must not live on in a link that they once made.
    alive = check_up.firm_id is not None and still_acts(session, link.made_by, check_up.firm_id, actor.on)
    return theirs | {"holder"} if alive else theirs


def _meeting_roles(_session: Session, actor: Actor, meeting: Meeting) -> frozenset[Role]:
    return roles_on_body(actor, meeting.body_id)


CHECK_UP: Kind[StoredCheckUp] = register_kind(Kind("check_up", find_check_up, _check_up_roles))
SNAPSHOT: Kind[StoredSnapshot] = register_kind(
    Kind("snapshot", find_snapshot, _part_roles, parent=lambda snapshot: snapshot.check_up_id)
)
PLAN_VERSION: Kind[PlanVersion] = register_kind(
    Kind("plan_version", find_plan_version, _part_roles, parent=lambda version: version.check_up_id)
)
EVIDENCE: Kind[Evidence] = register_kind(
    Kind("evidence", find_evidence, _evidence_roles, parent=lambda evidence: evidence.check_up_id)
)
NUMBERS_LINK: Kind[NumbersLink] = register_kind(
    Kind("numbers_link", find_numbers_link, _numbers_link_roles, parent=lambda link: link.check_up_id)
)
MEETING: Kind[Meeting] = register_kind(
    Kind("meeting", find_meeting, _meeting_roles, parent=lambda meeting: meeting.body_id)
)
