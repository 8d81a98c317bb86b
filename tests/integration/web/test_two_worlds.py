"""Nobody of one world ever gets at anything of the other: every route, everybody, every mix of ids.

The door that each route goes through (kind and action) stands in `doors.py`; a route without a row fails. What an actor
may do there comes from the permission table and from what that actor is in its world, written down here once more.
"""

import itertools
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.integration.web.doors import DOORS, SECRET, Door
from tests.integration.web.owner import TOKEN
from tests.integration.web.test_safety import tables
from tests.integration.web.two_worlds import (
    Populated,
    administrator,
    may_pass,
    mixes,
    populate,
    private,
    shared_committee,
)
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)

METHODS = ("GET", "POST")
REFUSED = (403, 404)
# Who joined an agreement is public (clause A-09): the name of the firm, and nothing else.
PUBLIC_LISTS = ("public.agreement_firms", "public.agreement_firms_csv")
# Who gets money above a threshold is public too (D.Lgs. 33/2013 art. 26-27), on the pages of a ranking and as open
# data: the name and the tax code of the firm.
PUBLIC_AWARDS = ("data.awards_json", "data.awards_csv")
PUBLIC_RANKINGS = ("calls.ranking", "calls.ranking_csv", "calls.ranking_json", "calls.ranking_act", *PUBLIC_AWARDS)


@dataclass(frozen=True)
class Knock:
    """One request: who, at which route, with ids of which worlds."""

    endpoint: str
    method: str
    actor: str
    worlds: tuple[str, ...]
    home: str

    @property
    def at_home(self) -> bool:
        """Whether every id in the address is of the actor's own world."""
        return all(world == self.home for world in self.worlds)


@dataclass
class Count:
    """How many requests were made, and how many were let in."""

    made: int = 0
    let_in: int = 0
    leaks: list[str] = field(default_factory=list)


def routes(site: Flask) -> Iterator[tuple[Rule, str]]:
    """Every route with each of the methods that pages use."""
    for rule in site.url_map.iter_rules():
        for method in METHODS:
            if method in (rule.methods or ()):
                yield rule, method


def may(knock: Knock) -> bool | None:
    """Whether the table lets the actor in; None where the route is about nobody's thing."""
    door = DOORS[f"{knock.method} {knock.endpoint}"]
    if not door:
        return None
    return may_pass(knock.actor, door) and (knock.at_home or knock.actor == "administrator")


def actors(
    site: Flask, worlds: tuple[Populated, ...], homes: tuple[Populated, ...]
) -> Iterator[tuple[str, str, FlaskClient]]:
    """Everybody of some worlds and who belongs to none: name, the world they are of, and their browser."""
    for world in homes:
        for name, browser in world.browsers.items():
            yield name, world.key, browser
    # The committee of the agreement of both firms: what it may open of its own stands in test_seen_by_others.py.
    for name, browser in shared_committee(site, worlds).items():
        yield f"shared {name}", "", browser
    yield "administrator", "", administrator(site)
    yield "anonymous", "", site.test_client()


def knock_at(site: Flask, client: FlaskClient, rule: Rule, method: str, arguments: Mapping[str, str]) -> TestResponse:
    """Ask; a form carries a token of this browser and nothing else."""
    with site.test_request_context():
        address = site.url_for(rule.endpoint, **dict[str, Any](arguments))
    if method == "GET":
        return client.get(address)
    return client.post(address, data={"csrf_token": token(client)})


@cache
def token(client: FlaskClient) -> str:
    """The token that the forms of this browser carry; asked once, for nobody signs in or out meanwhile."""
    found = TOKEN.search(client.get("/it/account/sign-in").text) or TOKEN.search(client.get("/it/").text)
    assert found is not None
    return found[1]


def judge(knock: Knock, answer: TestResponse, others: frozenset[str]) -> str | None:
    """What is wrong with an answer; None if it is as it should be."""
    name = f"{knock.method} {knock.endpoint} by {knock.actor} of {knock.home} with ids of {knock.worlds}"
    if answer.status_code >= 500:
        return f"{name}: {answer.status_code}"
    # What a person's own world says they may read; all else may not even stand in an error page or a redirect.
    told = answer.get_data() + str(answer.headers).encode()
    seen = sorted(marker for marker in others if marker.encode() in told)
    if seen:
        return f"{name}: shows {seen[:3]}"
    expected = may(knock)
    if expected is None:
        return None
    refused = answer.status_code in REFUSED or _asks_to_sign_in(answer)
    if expected == refused:
        return f"{name}: {'refused' if refused else 'let in'} with {answer.status_code}"
    return None


def _asks_to_sign_in(answer: TestResponse) -> bool:
    return answer.status_code == 303 and "/account/" in answer.headers.get("Location", "")


def test_every_route_has_its_row(site: Flask) -> None:
    there = {f"{method} {rule.endpoint}" for rule, method in routes(site)}
    assert there - set(DOORS) == set(), "say in doors.py who may use these routes"
    assert set(DOORS) - there == set(), "these routes are gone: take them out of doors.py"


def test_every_private_route_has_a_door(site: Flask) -> None:
    worlds = populate(site)
    for rule, method in routes(site):
        if private(rule, worlds):
            door = DOORS[f"{method} {rule.endpoint}"]
            assert door or door is SECRET, f"{rule} names somebody's thing"


Everybody = list[tuple[str, str, FlaskClient]]


# The worlds are made alike, so what one keeps from the other is tried each time; the other way round too in `long`.
@pytest.mark.parametrize("homes", [1, pytest.param(2, marks=pytest.mark.long)], ids=["one", "both"])
def test_nobody_gets_at_the_other_world(site: Flask, homes: int, capsys: pytest.CaptureFixture[str]) -> None:
    worlds = populate(site)
    everybody = list(actors(site, worlds, worlds[:homes]))
    count = Count()
    before = unchanging(site)
    turn = itertools.count()
    # All that is only looked at first: nothing may have changed before the first form is sent.
    for rule, method in sorted(routes(site), key=lambda pair: pair[1]):
        for keys, arguments in mixes(rule, worlds):
            whole = homes > 1 or all(key == worlds[0].key for key in keys)
            door = DOORS[f"{method} {rule.endpoint}"]
            for actor, home, client in everybody if whole else likely(everybody, door, next(turn)):
                knock = Knock(rule.endpoint, method, actor, keys, home)
                if method == "POST" and may(knock) is not False:
                    continue  # it would change the world; what people may do is tried page by page
                answer = knock_at(site, client, rule, method, arguments)
                count.made += 1
                count.let_in += answer.status_code < 400
                # An administrator belongs to no world and may read what the table says, of all.
                others = _of_others(worlds, home) if home or not may(knock) else frozenset()
                wrong = judge(knock, answer, others - _public(worlds, rule))
                count.leaks += [wrong] if wrong else []
    with capsys.disabled():
        sys.stdout.write(f"\ntwo worlds: {count.made} requests, {count.let_in} let in, {len(count.leaks)} leaks\n")
    assert count.leaks == []
    assert unchanging(site) == before, "something changed by looking, or by a form that was refused"


def likely(everybody: Everybody, door: Door | None, turn: int) -> Everybody:
    """Who might get in with keys of another world: who opens such a door at home, whoever is not signed in, and one of
    all others in turn. They are all tried at home, and with all keys in `long`.
    """
    some = {"anonymous", "administrator", everybody[turn % len(everybody)][0]}
    return [one for one in everybody if not door or one[0] in some or may_pass(one[0], door)]


def unchanging(site: Flask) -> dict[str, list[tuple[object, ...]]]:
    """All tables but the counts of tries."""
    return {name: rows for name, rows in tables(site).items() if name != "throttles"}


def _of_others(worlds: tuple[Populated, ...], home: str) -> frozenset[str]:
    """The strings that somebody of a world must never see: those of all others. Who is of none may see none."""
    return frozenset(marker for world in worlds if world.key != home for marker in world.markers)


def _public(worlds: tuple[Populated, ...], rule: Rule) -> frozenset[str]:
    """The strings of all worlds that a page tells everybody."""
    there = rule.endpoint in (*PUBLIC_LISTS, *PUBLIC_RANKINGS)
    named = frozenset(name for world in worlds for name in world.public_names) if there else frozenset()
    codes = (
        frozenset(world.seeded.spec.firm.tax_code for world in worlds)
        if rule.endpoint in PUBLIC_RANKINGS
        else frozenset()
    )
    return named | codes
