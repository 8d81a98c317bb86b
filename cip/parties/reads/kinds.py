"""How people, firms and bodies are found, and what an actor is to them; importing this makes `load_for` know them."""

from sqlalchemy.orm import Session

from cip.parties.access import Actor, Kind, register_kind, roles_on_body, roles_on_firm
from cip.parties.firms import Firm
from cip.parties.people import Person
from cip.parties.permissions import Role
from cip.parties.reads.parties import Body, find_body, find_firm
from cip.parties.reads.people import find_person
from cip.parties.standing import PLATFORM_ID


def _firm_roles(_session: Session, actor: Actor, firm: Firm) -> frozenset[Role]:
    return roles_on_firm(actor, firm.id)


def _body_roles(_session: Session, actor: Actor, body: Body) -> frozenset[Role]:
    return roles_on_body(actor, body.id)


def _person_roles(_session: Session, actor: Actor, person: Person) -> frozenset[Role]:
    own = actor.standing is not None and actor.standing.person_id == person.id
    return frozenset({"self"}) if own else frozenset()


def _platform(_session: Session, platform_id: str) -> str | None:
    return platform_id if platform_id == PLATFORM_ID else None


def _platform_roles(_session: Session, actor: Actor, _platform_id: str) -> frozenset[Role]:
    return frozenset({"admin"}) if actor.standing is not None and actor.standing.is_admin else frozenset()


FIRM: Kind[Firm] = register_kind(Kind("firm", find_firm, _firm_roles))
BODY: Kind[Body] = register_kind(Kind("body", find_body, _body_roles))
PERSON: Kind[Person] = register_kind(Kind("person", find_person, _person_roles))
PLATFORM: Kind[str] = register_kind(Kind("platform", _platform, _platform_roles))
