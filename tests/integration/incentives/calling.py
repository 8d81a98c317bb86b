"""An office of two people that opens calls, for the tests of calls."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cip.database.engine import Database
from cip.database.work import Work, open_reading, open_work
from cip.incentives.actions.move_call import hold_call, record_move
from cip.incentives.actions.prepare_call import MadeRehearsal, start_call, store_rehearsal
from cip.incentives.actions.publish_call import publish_call
from cip.incentives.call_states import CallMove
from cip.incentives.calls import CallSettings, OfficeCall
from cip.incentives.reads import call_of
from cip.kernel.clock import today
from cip.parties.access import SYSTEM, Actor, person
from cip.parties.actions.add_member import add_member
from cip.parties.actions.add_person import add_person
from cip.parties.actions.open_body import open_body
from cip.parties.standing import MemberRole, Membership, Standing
from cip.rulebook.call_packs import CallPack
from cip.rulebook.calls import load_call_packs

NOW = datetime(2026, 11, 21, 9, 30, 15, tzinfo=UTC)
OPENS, CLOSES = datetime(2026, 12, 1, 8, tzinfo=UTC), datetime(2027, 1, 15, 11, tzinfo=UTC)
STEPS: tuple[CallMove, ...] = ("start_admissibility", "start_evaluation", "start_ranking")
SECOND = timedelta(seconds=1)
KEY = "a key of the tests, long enough for all"
SETTINGS = CallSettings("Bando di prova", OPENS, CLOSES, {"pilot": 5_000_000}, "Ufficio di prova, 02 000 0000")
REPORT = MadeRehearsal("", "invented", 60, "prova", "{}")


@cache
def templates() -> dict[str, CallPack]:
    """The calls of the checkout's rules."""
    checked = load_call_packs(Path(__file__).parents[3] / "rules")
    assert checked.diagnostics == ()
    return dict(checked.packs)


@dataclass
class Calling:
    """An office (`body`) of Olga (manager) and Piero (staff), and a moment that tests move."""

    database: Database
    body: str
    people: dict[str, str]
    now: datetime = NOW
    template: CallPack = field(default_factory=lambda: templates()["pilot-2026"])

    def by(self, who: str) -> Actor:
        """Somebody of the office, with both factors."""
        role: MemberRole = "manager" if who == "olga" else "staff"
        member = Membership("m" * 32, "body", self.body, role, "office")
        return person(Standing(self.people[who], "s" * 32, True, True, (member,)), today(self.now))

    def work(self, who: str = "olga") -> AbstractContextManager[Work]:
        """A Work of somebody of the office, or of the machine."""
        actor = SYSTEM if who == "system" else self.by(who)
        return open_work(self.database, actor=actor, now=self.now, act="test")

    def start(self, settings: CallSettings = SETTINGS, template: str = "pilot-2026") -> str:
        """A draft of Olga's."""
        with self.work() as work:
            return start_call(work, self.body, template, settings)

    def call(self, call_id: str) -> OfficeCall:
        """The call as stored."""
        with open_reading(self.database) as session:
            return call_of(session, call_id)

    def rehearse(self, call_id: str) -> None:
        """Keep a rehearsal of exactly what the call says now."""
        pack = self.call(call_id).settings.applied_to(self.template)
        with self.work() as work:
            store_rehearsal(work, call_id, replace(REPORT, pack_sha256=pack.sha256))

    def publish(self, call_id: str, who: str = "piero") -> None:
        """Publish it by somebody."""
        with self.work(who) as work:
            publish_call(work, call_id, self.template, KEY)

    def published(self) -> str:
        """A call of Olga's that Piero published."""
        call_id = self.start()
        self.rehearse(call_id)
        self.publish(call_id)
        return call_id

    def to_ranking(self, call_id: str) -> None:
        """Bring a published call to its ranking, whatever the features between would still ask for."""
        self.now = CLOSES + SECOND
        with self.work() as work:
            hold_call(work, call_id)
            for step in STEPS:
                record_move(work, call_of(work.session, call_id), step)


def make_calling(database: Database) -> Calling:
    """The office in a fresh database."""
    with open_work(database, actor=SYSTEM, now=NOW) as work:
        body = open_body(work, "office", "Provincia di prova")
        people = {
            name: add_person(work, email=f"{name}@example.org", name=name.title(), language="it")
            for name in ("olga", "piero")
        }
        add_member(work, people["olga"], party_kind="body", party_id=body, role="manager")
        add_member(work, people["piero"], party_kind="body", party_id=body, role="staff")
    return Calling(database, body, people)
