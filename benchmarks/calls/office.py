"""An office with one officer and one published call; the steps of the call up to its ranking."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from cip.database.engine import Database
from cip.database.packs import keep_pack
from cip.database.work import Work, open_work
from cip.incentives.actions.move_call import SEED_PURPOSE, hold_call, record_move, reveal_seed
from cip.incentives.records import CallRow
from cip.kernel.canonical import sha256_of
from cip.kernel.sealing import seal
from cip.parties.actions.add_member import add_member
from cip.parties.actions.add_person import add_person
from cip.parties.actions.open_body import open_body
from cip.rulebook.call_packs import CallPack

SEED = "the seed of the benchmark"


@dataclass(frozen=True)
class Somebody:
    """Who does a work: a person by id."""

    person_id: str

    @property
    def label(self) -> str:
        """What rows record."""
        return f"person:{self.person_id}"


@dataclass(frozen=True)
class CallOfOffice:
    """A call that is open from `opens` to `closes`, its office, its officer and the key that seals its seed."""

    database: Database
    pack: CallPack
    key: str
    body_id: str
    officer_id: str
    call_id: str

    def work(self, now: datetime) -> AbstractContextManager[Work]:
        """A Work of the officer."""
        return open_work(self.database, actor=Somebody(self.officer_id), now=now, act="benchmark")

    def to_ranking(self, now: datetime) -> str:
        """Bring it to its ranking, whatever the steps between would ask for; the seed of its draw."""
        with self.work(now) as work:
            call = hold_call(work, self.call_id)
            for step in ("start_admissibility", "start_evaluation", "start_ranking"):
                record_move(work, call, step)
                call = hold_call(work, self.call_id)
            return reveal_seed(work, self.call_id, self.key)


def open_call(database: Database, pack: CallPack, key: str, opens: datetime, closes: datetime) -> CallOfOffice:
    """An office and its call, published when it opened."""
    with open_work(database, actor=Somebody("system"), now=opens, act="benchmark") as work:
        body = open_body(work, "office", "Provincia di Prova")
        officer = add_person(work, email="officer@example.org", name="Ufficio Prova", language="it")
        add_member(work, officer, party_kind="body", party_id=body, role="manager")
        keep_pack(work, pack.sha256, pack.id, pack.canonical)
        work.session.flush()
        row = CallRow(
            id=work.new_id(),
            body_id=body,
            rule_id=pack.id,
            title="Bando di prova",
            contact="",
            state="open",
            zone="Europe/Rome",
            opens_at=opens,
            closes_at=closes,
            budget="{}",
            pack_sha256=pack.sha256,
            seed_sha256=sha256_of(SEED),
            seed_sealed=seal(key, SEED.encode(), purpose=SEED_PURPOSE),
            created_at=opens,
            changed_at=opens,
            changed_by=officer,
            published_at=opens,
        )
        work.session.add(row)
        work.session.flush()
        return CallOfOffice(database, pack, key, body, officer, row.id)
