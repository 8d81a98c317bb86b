"""Who belongs to a party, who is asked to, and mandates with the names that pages show. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cip.parties.standing import Mandate, MemberRole, PartyKind

INVITATION_LASTS = timedelta(days=7)
# Who answers for a party: at least one of them stays.
HEADS: dict[PartyKind, MemberRole] = {"firm": "owner", "body": "manager", "platform": "admin"}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who belongs to a party, or once did (`ended_at`)."""

    id: str
    person_id: str
    name: str
    email: str
    party_kind: PartyKind
    party_id: str
    role: MemberRole
    from_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody is asked by mail to join a party; the secret of the link is nowhere."""

    id: str
    party_kind: PartyKind
    party_id: str
    role: MemberRole
    email: str
    made_at: datetime
    expires_at: datetime
    accepted_at: datetime | None = None
    revoked_at: datetime | None = None

    def waits(self, now: datetime) -> bool:
        """Whether it may still be accepted."""
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class NamedMandate:
    """A mandate with the names of its firm, its body and (if it was given in person) its person."""

    mandate: Mandate
    firm_name: str
    body_name: str
    person_name: str | None
    given_at: datetime
    revoked_at: datetime | None

    @property
    def id(self) -> str:
        """The mandate's id."""
        return self.mandate.id
