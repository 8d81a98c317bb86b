"""The bodies and the people of a world."""

from collections.abc import Mapping
from dataclasses import dataclass

from cip.database.work import Work
from cip.kernel.canonical import sha256_of
from cip.kernel.ids import new_code
from cip.kernel.sealing import seal
from cip.parties.actions.add_member import add_member
from cip.parties.actions.add_person import add_person
from cip.parties.actions.open_body import open_body, set_territories
from cip.parties.actions.second_factor import turn_on_factor
from cip.parties.second_factor import ALPHABET, SEALED_AS, SECRET_LENGTH
from cip.parties.standing import BodyKind
from cip.web.demo.spec import BodyName, PersonSpec, WorldSpec

_KINDS: Mapping[BodyName, BodyKind] = {
    "consultancy": "consultancy",
    "other_consultancy": "consultancy",
    "union": "union",
    "office": "office",
    "association": "association",
    "committee": "committee",
}


@dataclass(frozen=True, slots=True)
class Cast:
    """The ids of the bodies and of the people of a world, by their names in its description."""

    bodies: Mapping[BodyName, str]
    people: Mapping[str, str]


def seed_cast(work: Work, world: WorldSpec, kept: str, secret_key: str) -> Cast:
    """Open the bodies of a world and give everybody in it an account with the password hash `kept`; who needs a second
    factor has one.
    """
    bodies = {name: open_body(work, _KINDS[name], body.name) for name, body in world.bodies.items()}
    for name, body in world.bodies.items():
        set_territories(work, bodies[name], [(world.territory, sector) for sector in body.sectors])
    return Cast(bodies, seed_people(work, world.people, bodies, kept, secret_key))


def seed_people(
    work: Work, described: Mapping[str, PersonSpec], bodies: Mapping[BodyName, str], kept: str, secret_key: str
) -> dict[str, str]:
    """Accounts with the password hash `kept`, members of their bodies; the ids by name."""
    people = {
        who: add_person(work, email=one.email, name=one.name, language="it", password_hash=kept)
        for who, one in described.items()
    }
    for who, one in described.items():
        if one.body is not None and one.role is not None:
            add_member(work, people[who], party_kind="body", party_id=bodies[one.body], role=one.role)
        if one.body is not None or one.judges:
            _second_factor(work, people[who], secret_key)
    return people


def _second_factor(work: Work, person_id: str, secret_key: str) -> None:
    secret = new_code(ALPHABET, SECRET_LENGTH)
    sealed = seal(secret_key, secret.encode(), purpose=SEALED_AS)
    spare = sha256_of(new_code(ALPHABET, SECRET_LENGTH))
    turn_on_factor(work, person_id, sealed_secret=sealed, step=0, code_digests=[spare])
