"""Everybody whom a visitor of a demonstration can be: address, password, and the code of this moment."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template
from pyotp import TOTP

from cip.kernel.sealing import unseal
from cip.parties.reads.secrets import secrets_of_email
from cip.parties.second_factor import SEALED_AS, STEP_SECONDS, step_of
from cip.web.account.keys import secret_key
from cip.web.demo import demo
from cip.web.demo.spec import PersonSpec, SharedSpec, WorldSpec, read_worlds
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
    codes = _codes([one.email for one in described.everybody])
    shared = described.shared
    groups = [(world.key, world.territory, _visitors(world.people, codes, world)) for world in described.worlds]
    groups.append(("shared", shared.committee.name, _visitors(shared.people, codes, shared)))
    seconds = STEP_SECONDS - int(now().timestamp()) % STEP_SECONDS
    return render_template("demo/people.html", groups=groups, password=described.password, seconds=seconds)


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


def _visitors(
    people: Mapping[str, PersonSpec], codes: dict[str, str | None], where: WorldSpec | SharedSpec
) -> list[Visitor]:
    there = [one for one in people.values() if one.email in codes]
    return [Visitor(one.name, one.email, _what(where, one), codes[one.email]) for one in there]


def _what(where: WorldSpec | SharedSpec, one: PersonSpec) -> str:
    """What somebody is, in a few words: their role, and where."""
    if isinstance(where, WorldSpec) and one.firm is not None:
        role = _("Titolare") if one.firm == "owner" else _("Collabora nell'impresa")
        return f"{role}: {where.firm.name}"
    role = _("Responsabile") if one.role == "manager" else _("Lavora nell'ente")
    if isinstance(where, SharedSpec):
        return f"{role}: {where.committee.name}"
    if one.body is None:
        return _("Valuta le domande di un bando, da fuori dell'ente")
    return f"{role}: {where.bodies[one.body].name}"
