"""An open call and a firm that applies to it, on any database: who does what is named by its person."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cip.database.engine import Database
from cip.database.packs import keep_pack
from cip.database.work import Work, open_reading, open_work
from cip.incentives.actions.save_application import SavedApplication, save_application
from cip.incentives.actions.sign_application import sign_off
from cip.incentives.actions.start_application import start_application
from cip.incentives.actions.submit_application import submit_application
from cip.incentives.application import Application, Submission, Values
from cip.incentives.prefill import Known
from cip.incentives.prepared import Prepared
from cip.incentives.reads import find_application
from cip.incentives.reads.prepared import RulesOfDay, prepared, preparing
from cip.incentives.records import CallRow
from cip.kernel.canonical import sha256_of
from cip.kernel.ids import new_id
from cip.parties.actions.open_body import open_body
from cip.rulebook.call_packs import CallPack
from cip.rulebook.calls import load_call_packs
from tests.integration.parties.cast import Cast, make_cast

RULES = Path(__file__).parents[3] / "rules"
OPENS = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
CLOSES = datetime(2026, 11, 30, 11, 0, tzinfo=UTC)
DURING = datetime(2026, 11, 21, 9, 30, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Somebody:
    """Who does a work: a person by id, under a mandate or not."""

    person_id: str
    mandate_id: str | None = None

    @property
    def label(self) -> str:
        """What rows record."""
        return f"person:{self.person_id}" + (f"/mandate:{self.mandate_id}" if self.mandate_id else "")


def _no_pack(_session: object, sha256: str) -> object:
    raise LookupError(sha256)


NO_RULES = RulesOfDay(_no_pack, None)  # type: ignore[arg-type]  # the firm has no check-up: nothing is read


@cache
def pilot() -> CallPack:
    """The pilot call with its own dates and no document that a firm without a check-up lacks."""
    return opened(load_call_packs(RULES, only="pilot-2026").packs["pilot-2026"], OPENS, CLOSES)


def opened(pack: CallPack, opens: datetime, closes: datetime) -> CallPack:
    """The pack as an office publishes it; documents that the system attaches may come later."""
    later = tuple(one.model_copy(update={"later": True}) for one in pack.call.documents)
    content = pack.content.model_copy(update={"call": pack.call.model_copy(update={"documents": later})})
    return CallPack.of(content).with_settings(opens=opens, closes=closes, cents_by_line={})


@dataclass
class Applying:
    """The bakery of Ada and Bruno, and a call that is open from OPENS to CLOSES."""

    database: Database
    cast: Cast
    call_id: str
    office: str
    pack: CallPack = field(default_factory=pilot)
    now: datetime = DURING

    @contextmanager
    def work(self, person_id: str | None = None, now: datetime | None = None) -> Iterator[Work]:
        """A Work of a person of the firm (Ada, where nobody is named)."""
        who = Somebody(person_id or self.cast.ada)
        with open_work(self.database, actor=who, now=now or self.now) as work:
            yield work

    def start(self, firm_id: str | None = None) -> str:
        """Begin to apply; the id of the application."""
        with self.work() as work:
            return start_application(work, self.call_id, firm_id or self.cast.firm, Known(on=self.now.date()))

    def save(
        self, application_id: str, mine: Values, person_id: str | None = None, drawn: int = 10**6
    ) -> SavedApplication:
        """Save answers."""
        with self.work(person_id) as work:
            return save_application(work, application_id, mine, drawn=drawn)

    def application(self, application_id: str) -> Application:
        """As it stands."""
        with open_reading(self.database) as session:
            found = find_application(session, application_id)
        assert found is not None
        return found

    def prepared(self, application_id: str) -> Prepared:
        """With all that belongs to it."""
        with open_reading(self.database) as session:
            found = find_application(session, application_id)
            assert found is not None
            return prepared(session, found, self.now, NO_RULES)

    def sign(self, application_id: str, person_id: str | None = None, now: datetime | None = None) -> str:
        """Sign off what would be sent now (Bruno, where nobody is named)."""
        digest = self.prepared(application_id).digest
        with self.work(person_id or self.cast.bruno, now) as work:
            who = person_id or self.cast.bruno
            return sign_off(work, application_id, preparing(self.now, NO_RULES), person_id=who, digest=digest)

    def send(
        self, application_id: str, *, key: str | None = None, now: datetime | None = None, person_id: str | None = None
    ) -> Submission:
        """Send it (Ada, an owner, where nobody is named)."""
        who = person_id or self.cast.ada
        with self.work(who, now) as work:
            return submit_application(
                work,
                application_id,
                key=key or new_id(),
                person_id=who,
                is_owner=who == self.cast.ada,
            )

    def ready(self) -> str:
        """An application that Ada answered and Bruno signed off."""
        application_id = self.start()
        self.save(application_id, {"workers": 7, "commitment_months": 24})
        self.sign(application_id)
        return application_id


def make_applying(database: Database, *, opens: datetime = OPENS, closes: datetime = CLOSES) -> Applying:
    """See Applying."""
    cast = make_cast(database)
    pack = pilot() if (opens, closes) == (OPENS, CLOSES) else opened(pilot(), opens, closes)
    with cast.work() as work:
        office = open_body(work, "office", "Provincia Prova")
        keep_pack(work, pack.sha256, pack.id, pack.canonical)
        call_id = new_id()
        work.session.add(
            CallRow(
                id=call_id,
                body_id=office,
                rule_id=pack.id,
                title="Bando di prova",
                contact="",
                state="open",
                zone="Europe/Rome",
                opens_at=opens,
                closes_at=closes,
                budget="{}",
                pack_sha256=pack.sha256,
                seed_sha256=sha256_of("seed"),
                seed_sealed="sealed",
                created_at=opens,
                changed_at=opens,
                changed_by=cast.ada,
                published_at=opens,
            )
        )
    return Applying(database, cast, call_id, office, pack)
