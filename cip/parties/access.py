"""The one door: `load_for` loads an object for an actor, or refuses without telling whether it exists.

Features register their Kinds (how an object is found and who holds it), so this package imports none of them.
"""

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, Literal, TypeVar

from cip.database.work import Session
from cip.kernel.canonical import sha256_of
from cip.kernel.errors import RefusalError
from cip.parties.permissions import Action, Role, allowed
from cip.parties.standing import MemberRole, Scope, Standing

Thing = TypeVar("Thing")

# The shape that `cip.kernel.ids.new_id` gives. Nothing else exists, and some of it (NUL) a database will not take.
_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)


class NotYoursError(RefusalError, LookupError):
    """There is no such object, or it is somebody else's: the sentence is the same, so nobody learns which."""

    def __init__(self) -> None:
        super().__init__("There is nothing here, or it is not yours.")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts in a request, on which Italian calendar day: what one may do ends with the last day of what one holds.

    A guest is known only by the digest of the secret in the browser. A person is signed in and has a standing, and may
    still hold what the same browser began as a guest. `mandate_id` is the mandate under which a person acts.
    """

    kind: Literal["guest", "person", "system", "anonymous"]
    guest_digest: str | None = field(default=None, repr=False)
    on: date | None = None
    standing: Standing | None = None
    mandate_id: str | None = None

    def __post_init__(self) -> None:
        if (self.kind == "person") != (self.standing is not None) or (self.mandate_id and self.kind != "person"):
            raise ValueError("a person, and only a person, has a standing and may have a mandate")
        if self.kind != "person" and (self.kind == "guest") != (self.guest_digest is not None):
            raise ValueError("a guest, and only a guest or a person, has a guest digest")
        if (self.kind in ("guest", "person")) != (self.on is not None):
            raise ValueError("a guest or a person, and nobody else, acts on a day")

    @property
    def label(self) -> str:
        """What events record as their actor: a guest stays unnamed there, a person is named by id, with the mandate."""
        if self.standing is None:
            return self.kind
        acts_under = f"/mandate:{self.mandate_id}" if self.mandate_id else ""
        return f"person:{self.standing.person_id}{acts_under}"

    def for_firm(self, firm_id: str, scope: Scope) -> "Actor":
        """The same actor acting for a firm: under the mandate of it, if that is what gives them their role there."""
        if self.standing is None or self.standing.in_firm(firm_id):
            return self
        mandate = self.standing.mandate_for(firm_id, scope)
        return replace(self, mandate_id=mandate.id) if mandate else self


ANONYMOUS = Actor("anonymous")
SYSTEM = Actor("system")


@dataclass(frozen=True, slots=True)
class Kind(Generic[Thing]):
    """A sort of object: its name in the permission table, how to load one by id, which roles an actor has on it and,
    where it hangs on another object, the id of that parent.
    """

    name: str
    load: Callable[[Session, str], Thing | None]
    roles: Callable[[Session, Actor, Thing], frozenset[Role]]
    parent: Callable[[Thing], str] | None = None


_kinds: dict[str, Kind[Any]] = {}


def guest_digest(secret: str) -> str:
    """The SHA-256 of a browser's secret, which is all that we keep of it."""
    return sha256_of(secret)


def guest(secret: str, on: date) -> Actor:
    """The guest who holds this browser secret, acting on this Italian calendar day."""
    return Actor("guest", guest_digest(secret), on)


def person(standing: Standing, on: date, guest_digest: str | None = None) -> Actor:
    """A signed-in person; `guest_digest` if the same browser holds check-ups that it began as a guest."""
    return Actor("person", guest_digest, on, standing)


_FIRM_ROLES: dict[MemberRole, Role] = {"owner": "owner", "collaborator": "collaborator"}
_BODY_ROLES: dict[MemberRole, Role] = {"manager": "manager", "staff": "staff"}


def roles_on_firm(actor: Actor, firm_id: str, scope: Scope = "check_up") -> frozenset[Role]:
    """What an actor is to a firm and to what hangs on it: a member, or a consultant with a mandate for `scope`.

    Never both: who belongs to the firm does not review it and draws no codes of its survey, whatever else they are.
    """
    if actor.standing is None:
        return frozenset()
    member = actor.standing.in_firm(firm_id)
    if member is not None:
        return frozenset({_FIRM_ROLES[member]})
    mandate = actor.standing.mandate_for(firm_id, scope)
    return frozenset() if mandate is None else frozenset({"consultant"})


def roles_on_body(actor: Actor, body_id: str) -> frozenset[Role]:
    """What an actor is to a body: its manager or staff, or an administrator of the installation."""
    if actor.standing is None:
        return frozenset()
    member = actor.standing.in_body(body_id)
    roles: set[Role] = {_BODY_ROLES[member]} if member is not None else set()
    return frozenset(roles | ({"admin"} if actor.standing.is_admin else set()))


def holds(actor: Actor, digest: str | None) -> bool:
    """True if the actor is the guest with this digest; compared in constant time."""
    if actor.guest_digest is None or digest is None:
        return False
    return hmac.compare_digest(actor.guest_digest, digest)


def register_kind(kind: Kind[Thing]) -> Kind[Thing]:
    """Make a Kind known and give it back. Raises ValueError if its name is taken."""
    if kind.name in _kinds:
        raise ValueError(f"the kind {kind.name} is registered twice")
    _kinds[kind.name] = kind
    return kind


def known_kinds() -> frozenset[str]:
    """The names of all Kinds that were registered so far."""
    return frozenset(_kinds)


def load_for(
    session: Session, actor: Actor, kind: Kind[Thing], id: str, *, action: Action, parent: str | None = None
) -> Thing:
    """The object of `kind` with this `id`, if `actor` may do `action` on it and it hangs on `parent`.

    Raises NotYoursError in every other case, ValueError if the kind hangs on a parent and none was named (or the other
    way round): an id in an address must never be taken without the id that it stands under.
    """
    if (kind.parent is None) != (parent is None):
        raise ValueError(f"the kind {kind.name} {'has no' if kind.parent is None else 'needs its'} parent")
    found = kind.load(session, id) if _ID.fullmatch(id) else None
    if found is None or (kind.parent is not None and kind.parent(found) != parent):
        raise NotYoursError
    permit(session, actor, kind, found, action=action)
    return found


def permit(session: Session, actor: Actor, kind: Kind[Thing], found: Thing, *, action: Action) -> None:
    """The second half of `load_for`, for what this very request has loaded through it: may `actor` do `action` on it?

    Raises NotYoursError if not.
    """
    roles = kind.roles(session, actor, found)
    if actor.kind == "system":
        roles |= {"system"}
    if not allowed(kind.name, action, roles):
        raise NotYoursError
