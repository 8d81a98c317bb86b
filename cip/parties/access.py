"""The one door: `load_for` loads an object for an actor, or refuses without telling whether it exists.

Features register their Kinds (how an object is found and who holds it), so this package imports none of them.
"""

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, Literal, TypeVar

from cip.database.work import Session
from cip.kernel.canonical import sha256_of
from cip.kernel.errors import RefusalError
from cip.parties.permissions import Action, Role, allowed

Thing = TypeVar("Thing")

# The shape that `cip.kernel.ids.new_id` gives. Nothing else exists, and some of it (NUL) a database will not take.
_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)


class NotYoursError(RefusalError, LookupError):
    """There is no such object, or it is somebody else's: the sentence is the same, so nobody learns which."""

    def __init__(self) -> None:
        super().__init__("There is nothing here, or it is not yours.")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts in a request; a guest is known only by the digest of the secret in the browser, and acts on a day: what
    one may do ends with the last day of what one holds.
    """

    kind: Literal["guest", "system", "anonymous"]
    guest_digest: str | None = field(default=None, repr=False)
    on: date | None = None

    def __post_init__(self) -> None:
        if (self.kind == "guest") != (self.guest_digest is not None) or (self.kind == "guest") != (self.on is not None):
            raise ValueError("a guest, and only a guest, has a guest digest and a day")

    @property
    def label(self) -> str:
        """What events record as their actor: a guest stays unnamed there."""
        return self.kind


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
