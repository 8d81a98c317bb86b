"""Puts the worlds into a database, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from cip.assessment.bound import BoundPack
from cip.cli.packs import load_bound
from cip.cli.worlds.acting import Stage
from cip.cli.worlds.agreement import Joining, seed_joining, seed_looks
from cip.cli.worlds.aid import seed_aid
from cip.cli.worlds.applicants import Applying
from cip.cli.worlds.awards import seed_late_award
from cip.cli.worlds.calls import RULE, Office, open_now, open_past, seed_open_call, seed_past_call
from cip.cli.worlds.closed import seed_closed_award
from cip.cli.worlds.committee import SharedCast, seed_committee, seed_matters
from cip.cli.worlds.firm import seed_check_up, seed_parties, told
from cip.cli.worlds.money import seed_money
from cip.cli.worlds.papers import papers_of
from cip.cli.worlds.people import Cast, seed_cast
from cip.cli.worlds.programme import seed_programme
from cip.cli.worlds.voice import seed_voice
from cip.database.engine import Database
from cip.database.work import open_reading
from cip.files.stored import Shelf
from cip.incentives.declared import Known
from cip.kernel.clock import today
from cip.kernel.passwords import hash_password
from cip.parties.reads import firm_by_tax_code
from cip.rulebook.call_packs import CallPack
from cip.rulebook.calls import load_call_packs
from cip.rulebook.programmes import read_programmes
from cip.rulebook.reading import read_yaml
from cip.web.demo.spec import SharedSpec, WorldSpec, read_worlds

ANSWERS = Path(__file__).parent.parent / "demo" / "officina-fantasia.yaml"


@dataclass(frozen=True)
class SeededWorld:
    """A world in the database: `ids` by the names of the arguments in addresses (`adviser.secret`: of the
    routes of that area alone), `people` by their names, `shared` those who belong to no world.
    """

    spec: WorldSpec
    ids: Mapping[str, str]
    people: Mapping[str, str]
    shared: Mapping[str, str]


def seed_worlds(
    database: Database,
    rules: Path,
    secret_key: str,
    shelf: Shelf,
    moment: datetime,
    *,
    most_applicants: int | None = None,
) -> tuple[SeededWorld, ...]:
    """Seed every world that is not there yet, and what they share; those that were seeded now. `shelf` is where files
    are kept. `most_applicants`: no more invented firms than so many apply to a call (None: as described).
    """
    described = read_worlds()
    bound = load_bound(rules, None, today(moment))
    document, _ = read_yaml(ANSWERS.read_bytes(), ANSWERS.name)
    file = cast("Mapping[str, Any]", document.value if document else {})
    stage = Stage(database, moment)
    with open_reading(database) as session:
        known = {world.key: firm_by_tax_code(session, world.firm.tax_code) for world in described.worlds}
    missing = [world for world in described.worlds if known[world.key] is None]
    if not missing:
        return ()
    # One hash for all: a demonstration must not take seconds of Argon2 to start.
    keys = Keys(hash_password(described.password), secret_key)
    book = bound.pack.content.agreements
    shared = SharedCast({}, {})
    if book is not None:
        shared = seed_committee(stage, described.shared, book, keys.kept, secret_key, shelf, bound.on)
    calls = load_call_packs(rules).packs
    seeder = _Seeder(stage, bound, file, rules, shelf, keys, described.shared, shared, calls, most_applicants)
    return tuple(seeder.seed(world) for world in missing)


@dataclass(frozen=True)
class Keys:
    """The hash of everybody's password, and the key under which secrets are sealed."""

    kept: str
    secret_key: str


@dataclass(frozen=True)
class _Seeder:
    stage: Stage
    bound: BoundPack
    file: Mapping[str, Any]
    rules: Path
    shelf: Shelf
    keys: Keys
    described: SharedSpec
    shared: SharedCast
    calls: Mapping[str, CallPack]
    most_applicants: int | None

    def seed(self, world: WorldSpec) -> SeededWorld:
        """One world, from its people to what its union says."""
        stage, bound = self.stage, self.bound
        with stage.system() as work:
            who = seed_cast(work, world, self.keys.kept, self.keys.secret_key)
        ids = {**self.shared.ids, **seed_parties(stage, world, who, bound.on)}
        # Months ago the firm had neither check-up nor joining: it applied with papers.
        ids |= self._past_call(world, who, ids["firm_id"])
        joining = self._joining(world, who, ids["firm_id"])
        joined = seed_joining(joining) if joining is not None else {}
        day = joining.day if joining is not None else None
        ids |= seed_check_up(stage, world, who, ids["firm_id"], bound, told(self.file, world, day), self.shelf)
        ids |= seed_aid(stage, who.people["owner"], ids["firm_id"], Known(world.firm.tax_code, world.firm.name))
        ids |= seed_voice(stage, world, who, ids["firm_id"], bound, rules=self.rules, secret_key=self.keys.secret_key)
        if joining is not None and joined:
            ids |= joined | seed_matters(joining, joined["adherence_id"]) | seed_looks(joining, joined["adherence_id"])
            self._late_award(world, who, ids)
        ids |= self._open_call(world, who, ids["firm_id"])
        ids |= self._programme(who, ids)
        return SeededWorld(world, ids, who.people, self.shared.people)

    def _past_call(self, world: WorldSpec, who: Cast, firm_id: str) -> dict[str, str]:
        """A call that is over; nothing under rules that have no such call."""
        office = self._office(world, who)
        if office is None:
            return {}
        if world.calls.closed:
            seed_closed_award(office, world.calls.closed, self.stage.moment)
        call_id = open_past(office, world.calls.past, self.stage.moment)
        applicants = min(world.calls.applicants, self.most_applicants or world.calls.applicants)
        past = office.with_call(call_id)
        return {"call_id": call_id, **seed_past_call(past, firm_id, applicants), **seed_money(past, firm_id)}

    def _late_award(self, world: WorldSpec, who: Cast, ids: Mapping[str, str]) -> None:
        """Having joined, the firm may have the award that it won months ago."""
        office = self._office(world, who)
        if office is not None and "call_id" in ids:
            seed_late_award(office.with_call(ids["call_id"]), ids["firm_id"])

    def _open_call(self, world: WorldSpec, who: Cast, firm_id: str) -> dict[str, str]:
        """A call that is open now; nothing under rules that have no such call."""
        office = self._office(world, who)
        if office is None:
            return {}
        call_id = open_now(office, world.calls.open, self.stage.moment)
        return {"open.call_id": call_id, **seed_open_call(office.with_call(call_id), firm_id)}

    def _programme(self, who: Cast, ids: Mapping[str, str]) -> dict[str, str]:
        """The programme that the office follows; nothing under rules that have none."""
        programme = next(iter(read_programmes(self.rules).values()), None)
        if programme is None or "office.body_id" not in ids:
            return {}
        calls = [ids[name] for name in ("call_id", "open.call_id") if name in ids]
        return seed_programme(self.stage, who.people["officer"], ids["office.body_id"], programme, calls)

    def _office(self, world: WorldSpec, who: Cast) -> Office | None:
        template = self.calls.get(RULE)
        if template is None:
            return None
        return Office(self._applying(world, template), who, template, self.keys.secret_key)

    def _applying(self, world: WorldSpec, template: CallPack) -> Applying:
        book, agreement = self.bound.pack.content.agreements, self.described.agreement
        return Applying(self.stage, world, self.bound, book, agreement, template, self.file, self.shelf, self.keys.kept)

    def _joining(self, world: WorldSpec, who: Cast, firm_id: str) -> Joining | None:
        book = self.bound.pack.content.agreements
        agreement = book.by_id.get(self.described.agreement) if book is not None else None
        if book is None or agreement is None:
            return None
        papers = papers_of(self.rules, world.firm.joining.papers, self.bound.on)
        committee = self.shared.people["committee"]
        return Joining(self.stage, world, who, firm_id, committee, self.bound, book, agreement, papers, self.shelf)
