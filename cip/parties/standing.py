"""Where a person stands: in which parties, in which roles, for whom they may act. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

PartyKind = Literal["firm", "body", "platform"]
BodyKind = Literal["consultancy", "union", "office", "association", "municipality", "provider", "committee"]
# owner and collaborator: of a firm (the owner is its legal representative). manager and staff: of a body; the manager
# also invites and lets go. admin: of the installation.
MemberRole = Literal["owner", "collaborator", "manager", "staff", "admin"]
# What a mandate may be for: the check-up with its plan, the workers' survey, applications to calls. Each is asked
# for at its doors.
Scope = Literal["check_up", "survey", "application"]

PARTY_KINDS: tuple[PartyKind, ...] = get_args(PartyKind)
BODY_KINDS: tuple[BodyKind, ...] = get_args(BodyKind)
MEMBER_ROLES: tuple[MemberRole, ...] = get_args(MemberRole)
SCOPES: tuple[Scope, ...] = get_args(Scope)
ROLES_OF: dict[PartyKind, tuple[MemberRole, ...]] = {
    "firm": ("owner", "collaborator"),
    "body": ("manager", "staff"),
    "platform": ("admin",),
}
# The one installation stands where other memberships name their firm or body.
PLATFORM_ID = "0" * 32


@dataclass(frozen=True, slots=True)
class Membership:
    """A role in a party; `body_kind` is None for a firm and for the installation."""

    id: str
    party_kind: PartyKind
    party_id: str
    role: MemberRole
    body_kind: BodyKind | None = None


@dataclass(frozen=True, slots=True)
class Mandate:
    """A firm lets a body (or one person of it) act for it; in force from `from_day` to `to_day`, both included."""

    id: str
    firm_id: str
    body_id: str
    person_id: str | None
    scopes: frozenset[Scope]
    from_day: date
    to_day: date | None = None
    revoked: bool = False

    def in_force(self, on: date) -> bool:
        """Whether it may be acted on that day."""
        return not self.revoked and self.from_day <= on and (self.to_day is None or on <= self.to_day)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a signed-in person brings to a request: memberships in force, mandates in force that they may use.

    `strong` is True once a second factor was given in this session: without it no membership but those of firms counts.
    `fresh` is True while the password (or the mailed link) was given a short time ago.
    """

    person_id: str
    session_id: str
    strong: bool
    fresh: bool
    memberships: tuple[Membership, ...] = ()
    mandates: tuple[Mandate, ...] = ()

    @property
    def counted(self) -> tuple[Membership, ...]:
        """The memberships that count in this session."""
        return tuple(one for one in self.memberships if one.party_kind == "firm" or self.strong)

    @property
    def needs_second_factor(self) -> bool:
        """Whether some membership waits for the second factor."""
        return len(self.counted) < len(self.memberships)

    def in_firm(self, firm_id: str) -> MemberRole | None:
        """The person's role in a firm, None if they do not belong to it."""
        return next((m.role for m in self.counted if (m.party_kind, m.party_id) == ("firm", firm_id)), None)

    def in_body(self, body_id: str) -> MemberRole | None:
        """The person's role in a body, None if they do not belong to it."""
        return next((m.role for m in self.counted if (m.party_kind, m.party_id) == ("body", body_id)), None)

    def bodies(self, kind: BodyKind) -> tuple[str, ...]:
        """The bodies of a kind that the person belongs to."""
        return tuple(m.party_id for m in self.counted if m.body_kind == kind)

    @property
    def firms(self) -> tuple[str, ...]:
        """The firms that the person belongs to."""
        return tuple(m.party_id for m in self.counted if m.party_kind == "firm")

    @property
    def is_admin(self) -> bool:
        """Whether the person administers the installation."""
        return any(m.party_kind == "platform" for m in self.counted)

    def mandate_for(self, firm_id: str, scope: Scope) -> Mandate | None:
        """A mandate of the firm with this scope that this person may use: given to a consultancy of theirs, as a whole
        or to them in person.
        """
        mine = self.bodies("consultancy")
        given = (one for one in self.mandates if one.firm_id == firm_id)
        return next((one for one in given if _usable(one, scope, mine, self.person_id)), None)


def _usable(mandate: Mandate, scope: Scope, bodies: Iterable[str], person_id: str) -> bool:
    return scope in mandate.scopes and mandate.body_id in bodies and mandate.person_id in (None, person_id)


def scopes_text(scopes: Iterable[Scope]) -> str:
    """Scopes as one column keeps them: each once, in the order of SCOPES."""
    wanted = set(scopes)
    return ",".join(scope for scope in SCOPES if scope in wanted)


def read_scopes(text: str) -> frozenset[Scope]:
    """The scopes of a column."""
    known = set(text.split(","))
    return frozenset(scope for scope in SCOPES if scope in known)
