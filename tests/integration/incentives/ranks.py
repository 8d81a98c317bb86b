"""A call whose applications are checked and need nobody's score, ready to be ranked: the pilot call without the two
criteria that people judge. What comes before is written past the actions, which have tests of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache

from cip.database.engine import Database
from cip.database.work import Work, open_reading
from cip.incentives.actions.publish_call import publish_call
from cip.incentives.actions.rank_call import approve_ranking, make_ranking, publish_ranking
from cip.incentives.making import entry_id
from cip.incentives.rankings import StoredRanking
from cip.incentives.reads.rankings import latest_ranking
from cip.incentives.records import AdmissibilityCheckRow, ApplicationRow, SignOffRow, SubmissionRow
from cip.incentives.rehearsal import sample_applications
from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.clock import today
from cip.parties.actions.add_person import add_person
from cip.parties.actions.register_firm import FirmDetails, register_firm
from cip.rulebook.call_packs import CallPack
from cip.rulebook.shapes.grid import Grid, Judged
from tests.integration.incentives.calling import CLOSES, KEY, NOW, Calling, make_calling, templates

PERSON_CODE = "RSSMRA80A01F205X"


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


def make_ranks(database: Database, *, firms: int = 8, key: str = KEY) -> Ranks:
    """The office in a fresh database; `key` seals the word of the draw. Firm 1 is a natural person."""
    calling = make_calling(database)
    calling.template = plain_call()
    call_id = calling.start()
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


def _apply(work: Work, ranks: Ranks, number: int, facts: Mapping[str, object]) -> None:
    owner = add_person(work, email=f"titolare{number}@example.org", name=f"Titolare {number}", language="it")
    code = PERSON_CODE if number == 1 else _company(number)
    ranks.owner[number] = owner
    ranks.firm[number] = register_firm(work, FirmDetails(f"=Impresa {number}"), tax_code=code, owner_id=owner)
    ids = {name: work.new_id() for name in ("application", "sign_off", "submission")}
    ranks.application[number] = ids["application"]
    at, label = NOW + timedelta(days=20), f"person:{owner}"
    told = {"facts": {name: {"value": value} for name, value in facts.items()}, "documents": [], "texts": {}}
    content = canonical_json(told)
    rows = (
        ApplicationRow(
            id=ids["application"],
            call_id=ranks.call_id,
            firm_id=ranks.firm[number],
            state="submitted",
            version=1,
            answers="{}",
            requested=None,
            started_at=at,
            started_by=label,
            changed_at=at,
            changed_by=label,
        ),
        SignOffRow(
            id=ids["sign_off"],
            application_id=ids["application"],
            version=1,
            digest=sha256_of(content),
            seq=1,
            verdict="signed_off",
            kind="alone",
            at=at,
            by_person=owner,
            by_label=label,
        ),
        SubmissionRow(
            id=ids["submission"],
            application_id=ids["application"],
            call_id=ranks.call_id,
            firm_id=ranks.firm[number],
            version=1,
            number=number,
            content=content,
            digest=sha256_of(content),
            requested=None,
            sign_off_id=ids["sign_off"],
            submitted_at=at,
            by_person=owner,
            by_label=label,
            idempotency_key=work.new_id(),
            receipt_code=work.new_id(),
        ),
        AdmissibilityCheckRow(
            application_id=ids["application"],
            call_id=ranks.call_id,
            submission_id=ids["submission"],
            state="admitted",
        ),
    )
    for row in rows:
        work.session.add(row)
        work.session.flush()


def _company(number: int) -> str:
    """A tax code of a company, with its check digit."""
    code = f"{number:010}"
    odd = sum(int(digit) for digit in code[0::2])
    even = sum(sum(divmod(2 * int(digit), 10)) for digit in code[1::2])
    return code + str(-(odd + even) % 10)
