"""What a union, or the committee of an agreement, gets to see of a firm of its own: how clauses stand, what was said,
who joined and when. Never answers, notes, names, surveys, money. Every page, table and paper that they can open is
read.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from cip.database.outbox import OutboxRow
from cip.database.work import open_reading
from cip.documents.paper import Tagged
from cip.documents.printing import Printable, paper_for
from cip.web.state import state_of
from tests.integration.web import conftest
from tests.integration.web.doors import DOORS
from tests.integration.web.owner import TOKEN
from tests.integration.web.two_worlds import SHARED, Populated, filled, may_pass, of_rule, populate, shared_committee
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)

LINK = re.compile(r'href="(/it/[^"#]*)')
# Everybody's pages hold nothing of a firm that the test of two worlds does not look at.
# Calls are everybody's, and the law publishes who gets money above a threshold, with the tax code.
ELSEWHERE = re.compile(r"/it/(agreements|calls|cards|glossary|guides|measures|papers|privacy|sources|demo|leave)\b")
AREAS = re.compile(r"/it/(union|committee)\b")
PUBLIC = frozenset(("public", "static", "entrance", "demo", "worker", "adviser", "calls", "receipts", "data"))
MOST = 600


@pytest.fixture(autouse=True)
def papers_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of a PDF the document that it is made of."""

    def document(_pool: object, printable: Printable) -> bytes:
        text = printable.fragment if isinstance(printable, Tagged) else paper_for(printable).document
        return f"%PDF {text}".encode()

    monkeypatch.setattr(conftest.PaperOnly, "render", document)


@dataclass(frozen=True)
class Visitor:
    """Somebody who is not of the firm: a browser, and the addresses of all that they might open."""

    name: str
    client: FlaskClient
    starts: tuple[str, ...]


def secrets_of(world: Populated) -> frozenset[str]:
    """What stays in a firm: words and names, what a measure costs, the premium that it paid."""
    spec = world.seeded.spec
    euros, cents = divmod(spec.firm.cost, 100)
    return spec.kept_in_the_firm | {f"{euros},{cents:02}"}


def addresses(site: Flask, world: Populated, wanted: Callable[[str], bool]) -> Iterator[str]:
    """Every address that is opened (not sent to) whose route is wanted, with the ids of a world."""
    for rule in site.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and "language" in rule.arguments and wanted(rule.endpoint):
            shared = {name: SHARED[name] for name in rule.arguments if name in SHARED}
            own = {name: of_rule(rule, name, world) for name in filled(rule, (world,))}
            with site.test_request_context():
                yield site.url_for(rule.endpoint, **dict[str, Any](shared | own))


def of_somebody(endpoint: str) -> bool:
    """Whether a route is none of everybody's."""
    return endpoint.partition(".")[0] not in PUBLIC


def text_of(answer: TestResponse) -> str:
    """What somebody reads in an answer: a page, a table, a paper, or the parts of one that is packed."""
    data = answer.get_data()
    if data.startswith(b"PK"):
        packed = ZipFile(BytesIO(data))
        data = b"".join(packed.read(name) for name in packed.namelist())
    return html.unescape(data.decode("utf-8", "replace"))


def everything(visitor: Visitor) -> Mapping[str, str]:
    """What a visitor reads, by address: from where they start, through every link that leads on."""
    found: dict[str, str] = {}
    waiting = list(dict.fromkeys(visitor.starts))
    known = set(waiting)
    while waiting:
        address = waiting.pop()
        answer = visitor.client.get(address)
        if answer.status_code in (302, 303) and answer.headers["Location"].startswith("/it/"):
            leads_to = [answer.headers["Location"]]
        elif answer.status_code == 200:
            found[address] = text_of(answer)
            leads_to = LINK.findall(found[address]) if "html" in (answer.mimetype or "") else []
        else:
            leads_to = []
        fresh = [one for one in leads_to if one not in known and not ELSEWHERE.match(one)]
        known |= set(fresh)
        waiting += fresh
        assert len(found) < MOST, "the pages do not end"
    return found


def visitors(site: Flask, worlds: tuple[Populated, ...]) -> Iterator[Visitor]:
    """The unions and the committees of both worlds, and the committee that both share; of all the ids of both."""
    starts = ("/it/", "/it/account", "/it/account/calendar", "/it/union", "/it/committee", "/it/body")
    every = (*starts, *(one for world in worlds for one in addresses(site, world, of_somebody)))
    for world in worlds:
        for name in ("union", "committee"):
            yield Visitor(f"{name} of {world.key}", world.browsers[name], every)
    for name, client in shared_committee(site, worlds).items():
        yield Visitor(name, client, (*every, *_of_shared(site, worlds)))


def _of_shared(site: Flask, worlds: tuple[Populated, ...]) -> tuple[str, ...]:
    """The pages of the committee of the agreement that both firms joined."""
    seeded = [Populated(one.seeded, {**one.ids, **one.seeded.ids}, one.browsers) for one in worlds]
    return tuple(one for world in seeded for one in addresses(site, world, lambda it: it.startswith("committee.")))


def calendar_of(visitor: Visitor) -> str:
    """The feed of days that a visitor may subscribe to."""
    found = TOKEN.search(visitor.client.get("/it/account/calendar").text)
    assert found is not None
    page = visitor.client.post("/it/account/calendar", data={"csrf_token": found[1]}).text
    feed = re.search(r'webcal://[^/"]+(/[^"<\s]+)', page)
    assert feed is not None, page
    return visitor.client.get(feed[1]).get_data(as_text=True).replace("\r\n ", "")


def test_unions_and_committees_read_nothing_of_what_stays_in_a_firm(site: Flask, show: Callable[[str], None]) -> None:
    worlds = populate(site)
    kept = {secret for world in worlds for secret in secrets_of(world)}
    names = [world.seeded.spec.firm.name for world in worlds]
    for visitor in visitors(site, worlds):
        read = everything(visitor)
        read = {**read, "the calendar": calendar_of(visitor)}
        show(f"{visitor.name}: {len(read)} pages, tables and papers read")
        assert [(at, secret) for at, text in read.items() for secret in kept if secret in text] == []
        own = [at for at, text in read.items() if AREAS.match(at) and any(name in text for name in names)]
        assert own, f"{visitor.name} has no page of any firm, so nothing was tried"


def test_each_of_these_secrets_is_written_where_the_firm_and_its_advisers_look(site: Flask) -> None:
    """Else looking for it elsewhere would prove nothing."""
    world = populate(site)[0]
    unseen = set(secrets_of(world))
    for name in ("owner", "consultant"):
        for address in addresses(site, world, lambda endpoint, who=name: may_open(endpoint, who)):  # type: ignore[misc]
            if not unseen:
                return
            read = text_of(world.browsers[name].get(address))
            unseen = {secret for secret in unseen if secret not in read}
    assert sorted(unseen) == []


def may_open(endpoint: str, who: str) -> bool:
    """Whether somebody passes the door of a page."""
    return endpoint != "static" and may_pass(who, DOORS[f"GET {endpoint}"])


def test_mails_to_unions_and_committees_tell_no_secret(site: Flask) -> None:
    worlds = populate(site)
    outside = {world.seeded.spec.people["union"].email for world in worlds}
    with open_reading(state_of(site).database) as session:
        mails = list(session.scalars(select(OutboxRow.payload).where(OutboxRow.topic == "mail")))
    told = [mail for mail in mails if mail and any(f'"{email}"' in mail for email in outside)]
    assert told, "no mail went to them, so nothing was tried"
    kept = {secret for world in worlds for secret in secrets_of(world)}
    assert [secret for mail in told for secret in kept if secret in mail] == []
