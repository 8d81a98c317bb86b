"""Somebody is asked by mail to join a party, accepts, or is no longer asked."""

from cip.database import outbox
from cip.database.locks import RowGoneError, lock
from cip.database.work import Work
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.kernel.mails import is_address
from cip.kernel.texts import Language
from cip.parties.actions.add_member import AlreadyMemberError, add_member
from cip.parties.actions.add_person import BadEmailError
from cip.parties.actions.holding import hold_parties
from cip.parties.actions.leave_party import change_role
from cip.parties.belonging import HEADS, INVITATION_LASTS, Invitation
from cip.parties.people import clean_email
from cip.parties.reads.belonging import invitation_by_digest, membership_in, open_invitations
from cip.parties.reads.parties import find_body, find_firm
from cip.parties.reads.people import person_by_email
from cip.parties.records import InvitationRow, PersonRow
from cip.parties.standing import PLATFORM_ID, ROLES_OF, MemberRole, PartyKind


class InvitationOverError(RefusalError):
    """The invitation was used, taken back, or is older than its seven days."""

    def __init__(self) -> None:
        super().__init__("This invitation is over: ask for another one.")


class OtherAddressError(RefusalError):
    """The invitation went to another address than the one of who is signed in."""

    def __init__(self) -> None:
        super().__init__("This invitation was sent to another address.")


def invite(
    work: Work,
    *,
    party_kind: PartyKind,
    party_id: str,
    role: MemberRole,
    email: str,
    digest: str,
    link: str,
    language: Language,
    made_by: str | None,
) -> str:
    """Ask who reads the mail of `email` to join a party in a role; the id of the invitation. `link` is the path with
    the secret, of which `digest` is kept; it holds for seven days. An earlier invitation of this address to the same
    party holds no more.

    Raises BadEmailError, AlreadyMemberError, RowGoneError if the party is gone or closed, ValueError if it knows no
    such role.
    """
    address = clean_email(email)
    if not is_address(address):
        raise BadEmailError
    if role not in ROLES_OF[party_kind] or (party_kind == "platform") != (party_id == PLATFORM_ID):
        raise ValueError(f"a {party_kind} has no {role} under this id")
    name = _name_of(work, party_kind, party_id)
    _make_room(work, party_id, address)
    until = work.now + INVITATION_LASTS
    row = InvitationRow(
        id=work.new_id(),
        digest=digest,
        party_kind=party_kind,
        party_id=party_id,
        role=role,
        email=address,
        made_by=made_by,
        made_at=work.now,
        expires_at=until,
    )
    work.session.add(row)
    work.session.flush()
    values = {"party": name, "link": link, "until": today(until).isoformat()}
    outbox.put(work, "mail", {"template": "invitation", "to": address, "language": language, "values": values})
    return row.id


def revoke_invitation(work: Work, invitation_id: str) -> None:
    """Take an invitation back; one that was accepted stays as it is. Raises RowGoneError."""
    row = lock(work.session, InvitationRow, invitation_id)
    if row.accepted_at is None and row.revoked_at is None:
        row.revoked_at = work.now
    work.session.flush()


def accept_invitation(work: Work, digest: str, person_id: str, *, but: str | None = None) -> Invitation:
    """Let a person join the party that the link with this secret's digest is for; the invitation. It must have been
    sent to the very address of the person. Who belongs to the party already gets the role of the invitation, unless
    that would take the last head away. The person is signed out everywhere, but in the session `but`.

    Raises InvitationOverError, OtherAddressError, RowGoneError if there is no such person.
    """
    found = invitation_by_digest(work.session, digest)
    if found is None:
        raise InvitationOverError
    person = lock(work.session, PersonRow, person_id)
    hold_parties(work, [found.party_id])
    row = lock(work.session, InvitationRow, found.id)
    now = invitation_by_digest(work.session, digest)
    if now is None or not now.waits(work.now):
        raise InvitationOverError
    if person.email != row.email:
        raise OtherAddressError
    _party_is_open(work, now)
    there = membership_in(work.session, person_id, now.party_id)
    if there is None:
        add_member(work, person_id, party_kind=now.party_kind, party_id=now.party_id, role=now.role, but=but)
    elif now.role == HEADS[now.party_kind]:
        change_role(work, there.id, now.role, but=but)
    row.accepted_at = work.now
    work.session.flush()
    return now


def _party_is_open(work: Work, invitation: Invitation) -> None:
    try:
        _name_of(work, invitation.party_kind, invitation.party_id)
    except RowGoneError as error:
        raise InvitationOverError from error


def _make_room(work: Work, party_id: str, address: str) -> None:
    """Hold the party; whoever belongs to it is not invited, and an earlier invitation of the address is over."""
    hold_parties(work, [party_id])
    person = person_by_email(work.session, address)
    if person is not None and membership_in(work.session, person.id, party_id) is not None:
        raise AlreadyMemberError
    for earlier in open_invitations(work.session, party_id, work.now):
        if earlier.email == address:
            revoke_invitation(work, earlier.id)


def _name_of(work: Work, party_kind: PartyKind, party_id: str) -> str:
    """What a party is called in a mail. Raises RowGoneError if it is gone or closed."""
    if party_kind == "platform":
        return "CIP"
    party = find_firm(work.session, party_id) if party_kind == "firm" else find_body(work.session, party_id)
    if party is None or party.closed_at is not None:
        raise RowGoneError("This no longer takes part.")
    return party.name
