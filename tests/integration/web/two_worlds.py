"""Two complete worlds and everybody in them, for tests that knock at every door with every key."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from cip.cli.worlds import SeededWorld
from cip.database.work import open_reading, open_work
from cip.files.stored import shelf_for
from cip.incentives.reads import files_of_application, standing_submission
from cip.incentives.reads.awards import award_of_application
from cip.parties.access import SYSTEM
from cip.parties.actions.add_member import add_member
from cip.parties.actions.add_person import add_person
from cip.parties.permissions import Role, allowed
from cip.parties.reads.account import sessions_of
from cip.parties.reads.belonging import membership_in
from cip.parties.standing import PLATFORM_ID
from cip.web.state import state_of
from tests.integration.seeded import seed_few
from tests.integration.web.committees import AGREEMENTS, seat_committee
from tests.integration.web.doors import HANGS_ON, Door
from tests.integration.web.noticed import announce, appeal, batch
from tests.integration.web.people import Someone

CALLS_OF_ALL = ("applying", "calls", "receipts")
# Arguments of addresses that belong to nobody: the same value in every world.
SHARED: Mapping[str, str] = {
    "language": "it",
    "debt_step": "refund",
    "ruling": "decide",
    "breach_step": "find",
    "area_id": "T",
    "group": "hours",
    "code": "M01",
    "filename": "cip.css",
    "card_id": "already_paid",
    "paper_id": "our_rules_sheet",
    "section": "indicators",
    "question_id": "T3",
    "agreement_id": "demo-2026",
    "rule_id": "pilot-2026",
    "plan_id": "milano-2014-2016",
    "award_paper": "warning",
    "aid_verdict": "set_aside",
    "indicator_id": "families",
    "due_id": "assembly",
    "plan_line": "cip",
    "plan_source": "dgr_1081",
    "month": "2015-09",
    "action": "start_admissibility",
    "clause_id": "B-01",
    "fact_id": "part_timers_may_ask",
    "duty": "committee",
    "step": "size",
    "part": "firm",
    "document_id": "check_up_report",
    "paper": "form",
    "row_id": "rule-size",
    "letter": "request",
    "place": "1",
    # The number of an application in a ranking: every ranking has a first. What was noted of one, and is not there.
    "entry": "0001",
    "change_id": "0" * 32,
    # Secrets of addresses: whoever has one has what it opens, so only one that nobody has is tried with everybody.
    "secret": "x" * 43,
    "token": "x" * 43,
    "feed": "x" * 43,
    "digest": "0" * 64,
}

# What a world's people are to the things of that world, by what these hang on.
STANDING: Mapping[str, Mapping[str, Role]] = {
    # Of the sessions that addresses may name, the owner's is tried.
    "owner": {"firm": "owner", "person": "self"},
    "collaborator": {"firm": "collaborator"},
    "manager": {"firm": "consultant", "body": "manager"},
    "consultant": {"firm": "consultant", "body": "staff"},
    "former_consultant": {},
    "union": {"firm": "union"},
    "officer": {"office": "staff"},
    "head": {"office": "manager"},
    # Of the batches that addresses may name, one that the cashier paid is tried.
    "cashier": {"office": "staff", "bank_file": "self"},
    # Of the reviews that addresses may name, one of the first evaluator's is tried.
    "evaluator": {"panel": "evaluator", "review": "evaluator"},
    "second_evaluator": {"panel": "evaluator"},
    "third_evaluator": {"panel": "evaluator"},
    "association": {"association": "association"},
    "committee": {"committee": "manager", "agreement": "committee"},
}
ADMIN: Mapping[str, Role] = {"body": "admin", "platform": "admin"}

FIRST = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Populated:
    """A world of the demonstration with a signed-in browser for everybody in it."""

    seeded: SeededWorld
    ids: Mapping[str, str]
    browsers: Mapping[str, FlaskClient]

    @property
    def key(self) -> str:
        return self.seeded.spec.key

    @property
    def markers(self) -> frozenset[str]:
        return self.seeded.spec.markers

    @property
    def public_names(self) -> frozenset[str]:
        """What the list of who joined (clause A-09) tells everybody."""
        return frozenset({self.seeded.spec.firm.name})


def populate(site: Flask) -> tuple[Populated, ...]:
    """Seed the worlds and sign everybody in, second factor included."""
    state = state_of(site)
    seeded = seed_few(state.database, str(site.secret_key), shelf_for(state.settings), state.clock())
    return tuple(
        _with_committee(site, world, agreement_id) for world, agreement_id in zip(seeded, AGREEMENTS, strict=True)
    )


def _with_committee(site: Flask, world: SeededWorld, agreement_id: str) -> Populated:
    found = seat_committee(site, world, agreement_id)
    # Under its bare name, so that the name is known as one that is filled; `of_rule` takes that of the area.
    bare = {name.partition(".")[2]: id for name, id in found.ids.items()}
    ids = {**bare, **_ids(site, world), **found.ids}
    return Populated(world, ids, {**_browsers(site, world), "committee": found.browser})


def _ids(site: Flask, world: SeededWorld) -> dict[str, str]:
    """What the arguments of addresses stand for: `membership_id` in general, `body.membership_id` in a blueprint."""
    state = state_of(site)
    firm_id, body_id, people = world.ids["firm_id"], world.ids["body_id"], world.people
    with open_reading(state.database) as session:
        colleague = membership_in(session, people["collaborator"], firm_id)
        adviser = membership_in(session, people["consultant"], body_id)
        handed_in = files_of_application(session, world.ids["application_id"])
        sent = standing_submission(session, world.ids["application_id"])
        award = award_of_application(session, world.ids["application_id"])
    assert sent is not None
    assert award is not None
    assert colleague is not None
    assert adviser is not None
    Someone(site, people["owner"], "").sign_in(site.test_client())
    with open_reading(state.database) as session:
        (opened,) = sessions_of(session, people["owner"], seen_after=FIRST, made_after=FIRST)
    own = {"membership_id": colleague.id, "body.membership_id": adviser.id, "session_id": opened.id}
    # A firm begins to apply to the call that is open; its files hang on what it sent to the one that is over.
    own |= {"applying.call_id": world.ids["open.call_id"], "entry_id": handed_in[0].id}
    own |= {"receipts.code": sent.receipt_code}
    own |= {"award_id": award.id, "appeal_id": appeal(site, world), "batch_id": batch(site, world)}
    return {"notice_id": announce(site, world), **world.ids, **own}


def _browsers(site: Flask, world: SeededWorld) -> dict[str, FlaskClient]:
    found = {}
    for name, person_id in world.people.items():
        client = site.test_client()
        Someone(site, person_id, world.spec.people[name].email).sign_in(client)
        found[name] = client
    return found


def shared_committee(site: Flask, worlds: tuple[Populated, ...]) -> dict[str, FlaskClient]:
    """Browsers of the people of the one committee of the agreement that both firms joined, by their names."""
    found = {}
    for name, person_id in worlds[0].seeded.shared.items():
        found[name] = site.test_client()
        Someone(site, person_id, "").sign_in(found[name])
    return found


def administrator(site: Flask) -> FlaskClient:
    """Somebody who administers the installation and belongs to no world."""
    state = state_of(site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        person_id = add_person(work, email="admin@example.org", name="Amministra Prova", language="it")
        add_member(work, person_id, party_kind="platform", party_id=PLATFORM_ID, role="admin")
    client = site.test_client()
    Someone(site, person_id, "admin@example.org").sign_in(client)
    return client


def filled(rule: Rule, worlds: tuple[Populated, ...]) -> list[str]:
    """The arguments of a route that each world fills. Fails for one that no world does."""
    unknown = set(rule.arguments) - set(SHARED) - set(worlds[0].ids)
    assert not unknown, f"{rule}: give these arguments a value in cip/cli/worlds or SHARED: {sorted(unknown)}"
    return sorted(set(rule.arguments) - set(SHARED))


def private(rule: Rule, worlds: tuple[Populated, ...]) -> list[str]:
    """The arguments of a route that name something of somebody."""
    return [name for name in filled(rule, worlds) if name not in _published(rule)]


def _published(rule: Rule) -> frozenset[str]:
    """A call that an office published is everybody's: firms of any world read it and may apply to it. So are the totals
    of a programme.
    """
    area = rule.endpoint.partition(".")[0]
    if area in CALLS_OF_ALL:
        return frozenset({"call_id"}) & rule.arguments
    return frozenset({"programme_id"}) & rule.arguments if area == "data" else frozenset()


def mixes(rule: Rule, worlds: tuple[Populated, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    """Every way to fill a route's private arguments from the worlds: the worlds they came from (one key for each
    argument, none for a route without), and all arguments.
    """
    names = private(rule, worlds)
    shared = {name: SHARED[name] for name in rule.arguments if name in SHARED}
    shared |= {name: of_rule(rule, name, worlds[0]) for name in _published(rule)}
    for chosen in itertools.product(worlds, repeat=len(names)):
        ids = {name: of_rule(rule, name, world) for name, world in zip(names, chosen, strict=True)}
        yield tuple(world.key for world in chosen), shared | ids


def of_rule(rule: Rule, name: str, world: Populated) -> str:
    """What an argument of a route stands for in a world."""
    return world.ids.get(f"{rule.endpoint.partition('.')[0]}.{name}") or world.ids[name]


def may_pass(actor: str, door: Door) -> bool:
    """Whether somebody of a world passes a door to the things of that same world, by the permission table."""
    return all(allowed(kind, action, _roles_on(actor, kind)) for kind, action in door)


def _roles_on(actor: str, kind: str) -> frozenset[Role]:
    stands = ADMIN if actor == "administrator" else STANDING.get(actor, {})
    return frozenset(role for where, role in stands.items() if where == HANGS_ON[kind])
