"""The pages that guests do not have, each with something to show, opened by who may."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from cip.parties.permissions import allowed
from tests.integration.web.doors import DOORS, HANGS_ON, Door
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone
from tests.integration.web.two_worlds import SHARED, Populated, administrator, filled, may_pass, of_rule, populate

# Lists that belong to nobody but who is signed in: who has something in them.
LISTS = {area: area for area in ("owner", "consultant", "union", "committee", "evaluator")}
LISTS |= {"body": "manager", "office": "head"}
# Of people's pages, those that a guest may open too, in the world of the guests.
GUESTS = frozenset(("public", "entrance", "account", "static"))
# What was handed in comes back as it was: no pages.
FILES = frozenset(
    (
        "owner.proof_file",
        "owner.signed_form",
        "owner.report_proof",
        "office.report_proof",
        "committee.minutes",
        "office.check_document",
        "owner.asked_document",
        "applying.file",
    )
)


@dataclass(frozen=True)
class Peopled:
    """The first of the two worlds, and an administrator."""

    site: Flask
    world: Populated
    administrator: FlaskClient
    newcomer: Owner

    def pages(self, language: str) -> dict[str, tuple[Owner, str]]:
        """Who opens which address, by the name of the route."""
        found = {}
        for rule in self.site.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and is_for_people(rule.endpoint) and rule.endpoint not in FILES:
                with self.site.test_request_context():
                    address = self.site.url_for(rule.endpoint, **dict[str, Any](self._arguments(rule, language)))
                found[f"people {rule.endpoint}"] = (self._browser(rule.endpoint), address)
        found["people owner.adopt"] = (self.newcomer, f"/{language}/firm/adopt/{self.newcomer.check_up_id}")
        return found

    def _arguments(self, rule: Rule, language: str) -> Mapping[str, str]:
        named = {name: self.world.ids.get(f"{_area(rule.endpoint)}.{name}") for name in rule.arguments}
        shared = {name: named[name] or SHARED[name] for name in rule.arguments if name in SHARED}
        own = {name: of_rule(rule, name, self.world) for name in filled(rule, (self.world,))}
        return {**shared, **own, "language": language}

    def _browser(self, endpoint: str) -> Owner:
        door = DOORS[f"GET {endpoint}"]
        browsers = {**self.world.browsers, "administrator": self.administrator}
        name = next((who for who in browsers if may_pass(who, door)), "") if door else LISTS.get(_area(endpoint), "")
        owner = Owner(self.site)
        if name:
            owner.client = browsers[name]
        return owner


def is_for_people(endpoint: str) -> bool:
    """Whether a route's page shows something only to who is signed in (or to who got a code)."""
    door = DOORS.get(f"GET {endpoint}", Door())
    return _area(endpoint) not in GUESTS and not (_area(endpoint) == "firm" and may_hold(door))


def may_hold(door: Door) -> bool:
    """Whether a guest who holds the check-up passes."""
    return all(HANGS_ON[kind] == "firm" and allowed(kind, action, frozenset({"holder"})) for kind, action in door)


def make_people(site: Flask) -> Peopled:
    """Populate both worlds; the first is looked at."""
    world, *_others = populate(site)
    newcomer = Owner(site)
    newcomer.start()
    Someone(site, world.seeded.people["owner"], "").sign_in(newcomer.client)
    return Peopled(site, world, administrator(site), newcomer)


def _area(endpoint: str) -> str:
    return endpoint.partition(".")[0]
