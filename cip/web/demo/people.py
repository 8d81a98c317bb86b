"""Everybody whom a visitor of a demonstration can be: address, password, and the code of this moment."""

from dataclasses import dataclass

from flask import render_template
from pyotp import TOTP

from cip.kernel.sealing import unseal
from cip.parties.reads.secrets import secrets_of_email
from cip.parties.second_factor import SEALED_AS, STEP_SECONDS, step_of
from cip.web.account.keys import secret_key
from cip.web.demo import demo
from cip.web.demo.spec import PersonSpec, WorldSpec, read_worlds
from cip.web.language import gettext as _
from cip.web.state import now, reading


@dataclass(frozen=True, slots=True)
class Visitor:
    """One account: what it is in its world, and the code that its app would show now (None: it needs none)."""

    name: str
    email: str
    what: str
    code: str | None


@demo.get("/people")
def people() -> str:
    """The accounts of every world. Only a demonstration has this page, and only its accounts stand here."""
    described = read_worlds()
    codes = _codes([one.email for world in described.worlds for one in world.people.values()])
    worlds = [(world, _visitors(world, codes)) for world in described.worlds]
    seconds = STEP_SECONDS - int(now().timestamp()) % STEP_SECONDS
    return render_template("demo/people.html", worlds=worlds, password=described.password, seconds=seconds)


def _codes(addresses: list[str]) -> dict[str, str | None]:
    """The code of the moment of each address that has a second factor."""
    found: dict[str, str | None] = {}
    with reading() as session:
        for address in addresses:
            secrets = secrets_of_email(session, address)
            if secrets is not None:
                found[address] = _code(secrets.totp_secret) if secrets.totp_on else None
    return found


def _code(sealed: str | None) -> str | None:
    if sealed is None:
        return None
    secret = unseal(secret_key(), sealed, purpose=SEALED_AS).decode("ascii")
    return TOTP(secret).generate_otp(step_of(now()))


def _visitors(world: WorldSpec, codes: dict[str, str | None]) -> list[Visitor]:
    there = [one for one in world.people.values() if one.email in codes]
    return [Visitor(one.name, one.email, _what(world, one), codes[one.email]) for one in there]


def _what(world: WorldSpec, one: PersonSpec) -> str:
    """What somebody is, in a few words: their role, and where."""
    if one.firm is not None:
        role = _("Titolare") if one.firm == "owner" else _("Collabora nell'impresa")
        return f"{role}: {world.firm.name}"
    role = _("Responsabile") if one.role == "manager" else _("Lavora nell'ente")
    return f"{role}: {world.bodies[one.body].name}" if one.body else role
