"""A call whose applications are checked and need nobody's score, ready to be ranked: the pilot call without the two
criteria that people judge. What comes before is written past the actions, which have tests of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

from cip.database.engine import Database
from cip.database.work import Work, open_reading
from cip.incentives.actions.publish_call import publish_call
from cip.incentives.actions.rank_call import approve_ranking, make_ranking, publish_ranking
from cip.incentives.actions.record_aid import record_aid
from cip.incentives.declared import Known
from cip.incentives.making import entry_id
from cip.incentives.rankings import StoredRanking
from cip.incentives.reads import call_of, pack_of_call
from cip.incentives.reads.rankings import latest_ranking
from cip.incentives.reads.state_aid import room_of
from cip.incentives.rehearsal import sample_applications
from cip.kernel.canonical import canonical_json
from cip.kernel.clock import today
from cip.parties.actions.add_person import add_person
from cip.parties.actions.register_firm import FirmDetails, register_firm
from cip.parties.reads import find_firm
from cip.rulebook.call_packs import CallPack
from cip.rulebook.shapes.grid import Grid, Judged
from tests.integration.incentives.calling import CLOSES, KEY, NOW, SETTINGS, Calling, make_calling, templates
from tests.integration.incentives.filed import Filed, file_application, let_in

PERSON_CODE = "RSSMRA80A01F205X"
SOURCES = {"workers": "check_up", "clauses_due": "agreement", "clauses_kept": "agreement"}
"""Where the facts came from that the firms did not state themselves."""


@cache
def plain_call() -> CallPack:
    """The pilot call without criteria that people judge."""
    pack = templates()["pilot-2026"]
    grid = pack.call.grid
    assert isinstance(grid, Grid)
    kept = tuple(one for one in grid.criteria if not isinstance(one.rule, Judged))
    call = pack.call.model_copy(
        update={"grid": grid.model_copy(update={"criteria": kept, "most": sum(one.points for one in kept)})}
    )
    return CallPack.of(pack.content.model_copy(update={"call": call}))


@dataclass
class Ranks:
    """An office (see Calling) with a call in the state `ranking`; firms and applications by number from 1."""

    calling: Calling
    call_id: str
    firm: dict[int, str] = field(default_factory=dict)
    owner: dict[int, str] = field(default_factory=dict)
    application: dict[int, str] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        """The database of the office."""
        return self.calling.database

    @property
    def newest(self) -> StoredRanking:
        """The newest version."""
        with open_reading(self.database) as session:
            found = latest_ranking(session, self.call_id)
        assert found is not None
        return found

    def make(self, who: str = "olga", reason: str = "", key: str = KEY) -> str:
        """Make the next version; its id."""
        with self.calling.work(who) as work:
            return make_ranking(work, self.call_id, key=key, reason=reason)

    def approve(self, ranking_id: str, who: str = "piero") -> None:
        """Approve a version by somebody."""
        with self.calling.work(who) as work:
            approve_ranking(work, ranking_id, act_number="12/2027", act_on=today(self.calling.now))

    def publish(self, ranking_id: str, who: str = "piero") -> None:
        """Publish an approved version."""
        with self.calling.work(who) as work:
            publish_ranking(work, ranking_id)

    def published(self) -> str:
        """A first version that Olga made, Piero approved and published."""
        ranking_id = self.make()
        self.approve(ranking_id)
        self.publish(ranking_id)
        return ranking_id

    def number_of(self, entry: str) -> int:
        """Whose an entry of a bundle is."""
        return next(number for number in self.application if entry_id(number) == entry)


def make_ranks(database: Database, *, firms: int = 8, key: str = KEY, cents: int = 5_000_000) -> Ranks:
    """The office in a fresh database; `key` seals the word of the draw. Firm 1 is a natural person. `cents`: the money
    of the call.
    """
    calling = make_calling(database)
    calling.template = plain_call()
    call_id = calling.start(replace(SETTINGS, cents_by_line={"pilot": cents}))
    calling.rehearse(call_id)
    with calling.work("piero") as work:
        publish_call(work, call_id, calling.template, key)
    ranks = Ranks(calling, call_id)
    with calling.work("system") as work:
        sample = sample_applications(plain_call(), seed="graduatoria", size=firms, on=today(CLOSES))
        for number, one in enumerate(sample, 1):
            _apply(work, ranks, number, one.facts)
    calling.to_ranking(call_id)
    return ranks


def room_now(ranks: Ranks, firm_id: str, on: date) -> tuple[int, int]:
    """The limit of a firm's aid on a day and what is left below it, in cents, as the office knows it."""
    with open_reading(ranks.database) as session:
        law = pack_of_call(session, call_of(session, ranks.call_id)).content.law.parameters
        found = room_of(session, firm_id, on, None, law)
    return found.limit, found.headroom


def fill_room(ranks: Ranks, firm_id: str, on: date, but: int = 0) -> None:
    """Record aid of a firm that leaves it only so many cents of room."""
    limit, _left = room_now(ranks, firm_id, on)
    with ranks.calling.work("system") as work:
        firm = find_firm(work.session, firm_id)
        assert firm is not None
        holder = Known(firm.tax_code, firm.name)
        record_aid(work, firm_id, holder, granted_on=on, cents=limit - but, regime="general", source="register")


def _apply(work: Work, ranks: Ranks, number: int, facts: Mapping[str, object]) -> None:
    owner = add_person(work, email=f"titolare{number}@example.org", name=f"Titolare {number}", language="it")
    code = PERSON_CODE if number == 1 else _company(number)
    ranks.owner[number] = owner
    ranks.firm[number] = register_firm(work, FirmDetails(f"=Impresa {number}"), tax_code=code, owner_id=owner)
    ranks.application[number] = work.new_id()
    stated = {
        name: {"value": value, "source": SOURCES.get(name, "declared"), "on": None} for name, value in facts.items()
    }
    told = {"facts": stated, "documents": [], "texts": {}}
    filed = Filed(ranks.call_id, ranks.firm[number], number, owner, NOW + timedelta(days=20), canonical_json(told))
    submission_id = file_application(work, ranks.application[number], filed)
    let_in(work, ranks.call_id, ranks.application[number], submission_id)


def _company(number: int) -> str:
    """A tax code of a company, with its check digit."""
    code = f"{number:010}"
    odd = sum(int(digit) for digit in code[0::2])
    even = sum(sum(divmod(2 * int(digit), 10)) for digit in code[1::2])
    return code + str(-(odd + even) % 10)
