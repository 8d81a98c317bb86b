"""Nothing changes by GET: every route, everybody of two worlds, the digests of all tables before and after.

`test_two_worlds` looks at every route too and compares once at the end; this one names the route, and is long.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from cip.kernel.canonical import sha256_of
from cip.web.state import state_of
from tests.integration.web.conftest import Clock
from tests.integration.web.two_worlds import SHARED, Populated, administrator, populate

# All that a page may move by being looked at: when a session was last seen, and how many documents were made.
MOVES: Mapping[str, tuple[str, ...]] = {"web_sessions": ("seen_at",), "throttles": ("key", "count", "ends_at")}
# Secrets of links and feeds, which nobody knows, and what no world holds: these lead nowhere.
NOBODYS = "0" * 32
LONG_AGO = timedelta(minutes=2)


def digests(site: Flask, *, left_out: Mapping[str, tuple[str, ...]] = MOVES) -> dict[str, str]:
    """The digest of every table in the database, without the columns that are left out."""
    tables = sa.MetaData()
    with state_of(site).database.engine.connect() as connection:
        tables.reflect(connection)
        found = {}
        for name, table in tables.tables.items():
            columns = [column for column in table.columns if column.name not in left_out.get(name, ())]
            rows: Iterable[Any] = connection.execute(sa.select(*columns)) if columns else ()
            found[name] = sha256_of("\n".join(sorted(repr(tuple(row)) for row in rows)))
    return found


def looks(site: Flask) -> Iterator[Rule]:
    """Every route that can be looked at."""
    return (rule for rule in site.url_map.iter_rules() if "GET" in (rule.methods or ()))


def browsers(site: Flask, worlds: tuple[Populated, ...]) -> dict[str, FlaskClient]:
    """Everybody of both worlds, the administrator, and somebody who is not signed in."""
    everybody = {f"{name} of {world.key}": each for world in worlds for name, each in world.browsers.items()}
    return {**everybody, "administrator": administrator(site), "nobody": site.test_client()}


def addresses(site: Flask, rule: Rule, worlds: tuple[Populated, ...]) -> set[str]:
    """The route with the ids of the one world, and with those of the other."""
    with site.test_request_context():
        return {
            site.url_for(rule.endpoint, **dict[str, Any]((name, known.get(name, NOBODYS)) for name in rule.arguments))
            for known in ({**SHARED, **world.ids} for world in worlds)
        }


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.long
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nobody_changes_anything_by_looking(
    site: Flask, clock: Clock, show: Callable[[str], None], method: str
) -> None:
    worlds = populate(site)
    everybody = browsers(site, worlds)
    before, made, routes = digests(site), 0, 0
    changed: list[str] = []
    for rule in looks(site):
        # Long enough for a session to be seen anew on every page.
        clock.now += LONG_AGO
        routes += 1
        for address in addresses(site, rule, worlds):
            for browser in everybody.values():
                browser.open(address, method=method)
                made += 1
        after = digests(site)
        changed += [f"{rule.endpoint} changes {name}" for name in after if after[name] != before[name]]
        before = after
    show(f"change by {method}: {made} requests by {len(everybody)} actors on {routes} routes, {len(changed)} changes")
    assert changed == []


def test_what_is_left_out_is_what_moves(site: Flask, clock: Clock) -> None:
    """The test of the test: a session that is seen again shows, unless it is left out."""
    worlds = populate(site)
    browser = worlds[0].browsers["owner"]
    whole, without = digests(site, left_out={}), digests(site)
    clock.now += LONG_AGO
    assert browser.get("/it/account/calendar").status_code == 200
    assert {name for name, digest in digests(site, left_out={}).items() if digest != whole[name]} == {"web_sessions"}
    assert digests(site) == without
