"""A worker sends what is put, tries again what fails, gives up what cannot succeed, and turns follow-ups into mails."""

import logging
import smtplib
import socket
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from cip.assessment.plan import PlannedMeasure
from cip.database import outbox
from cip.database.engine import Database
from cip.database.outbox import MOST_TRIES, OutboxRow
from cip.database.work import open_reading, open_work
from cip.documents.reads import demo_mails
from cip.jobs import DemoPost, Office, SmtpPost, Worker, follow_ups, post_for, topics_of
from cip.jobs.posting import NoEncryptionError, Parcel
from cip.kernel.errors import RefusalError
from cip.kernel.ids import new_id
from cip.kernel.mail_server import MailServer
from cip.kernel.settings import Settings, read_settings
from cip.parties.access import SYSTEM
from cip.parties.actions.add_member import add_member
from cip.parties.actions.add_person import add_person
from cip.parties.actions.register_firm import FirmDetails, register_firm
from tests.faults.sink import open_sink
from tests.integration.worlds import NOW, World

BASE = "https://cip.example.org"
ORDER: dict[str, Any] = {
    "template": "plan_to_sign",
    "to": "anna@example.org",
    "language": "en",
    "values": {"firm": "Officina di prova", "link": "/en/plan"},
}
DAY = date(2027, 6, 1)
MORNING = datetime(2027, 6, 1, 6, 0, tzinfo=UTC)


@dataclass
class Bench:
    """A post that keeps what it gets, or fails with `error`; a clock that a test moves; a worker between both."""

    database: Database
    now: datetime = NOW
    error: Exception | None = None
    sent: list[Parcel] = field(default_factory=list)
    sender: str = "posta@example.org"
    sender_name: str = "CIP"

    def send(self, parcel: Parcel) -> None:
        if self.error is not None:
            raise self.error
        self.sent.append(parcel)

    @property
    def worker(self) -> Worker:
        return Worker(self.database, topics_of(Office(self, BASE)), lambda: self.now)

    def put(self, topic: str = "mail", payload: dict[str, Any] = ORDER, **options: Any) -> str:
        with open_work(self.database, actor=SYSTEM, now=self.now) as work:
            return outbox.put(work, topic, payload, **options)

    def row(self, id: str) -> OutboxRow:
        with open_reading(self.database) as session:
            return session.get_one(OutboxRow, id)


@pytest.fixture
def bench(database: Database) -> Bench:
    return Bench(database)


def test_sends_what_was_put_and_nothing_else(bench: Bench) -> None:
    assert bench.worker.work_one() is None
    id = bench.put()
    assert [bench.worker.work_one(), bench.worker.work_one()] == ["sent", None]
    (parcel,) = bench.sent
    assert (parcel.id, parcel.to, parcel.letter.subject) == (id, "anna@example.org", "The plan is ready to be signed")
    assert parcel.message["Message-ID"] == f"<{id}@example.org>"
    assert f"{BASE}/en/plan" in parcel.message.as_string()
    assert bench.row(id).state == "sent"


def test_no_transaction_is_open_while_it_sends(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else writes while a mail is under way: on SQLite that needs the one lock of writers."""
    bench.put()

    def send(_parcel: Parcel) -> None:
        bench.put()

    monkeypatch.setattr(bench, "send", send)
    assert bench.worker.work_one() == "sent"


def test_what_fails_is_tried_again_as_the_same_message(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    id = bench.put()
    bench.error = TimeoutError("anna@example.org does not answer")
    with caplog.at_level(logging.WARNING):
        assert bench.worker.work_one() == "failed"
    assert "TimeoutError" in caplog.text
    assert "anna" not in caplog.text
    assert (bench.row(id).error, bench.row(id).tries) == ("TimeoutError", 1)
    assert bench.worker.work_one() is None
    bench.error, bench.now = None, NOW + outbox.PAUSES[0]
    assert bench.worker.work_one() == "sent"
    assert bench.sent[0].message["Message-ID"] == f"<{id}@example.org>"
    assert bench.sent[0].message["Date"] == "Sat, 21 Nov 2026 09:30:15 +0000"


def test_a_failing_message_holds_up_no_other(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    first = bench.put()
    bench.now += timedelta(seconds=1)
    second = bench.put()

    def send(parcel: Parcel) -> None:
        if parcel.id == first:
            raise ConnectionResetError
        bench.sent.append(parcel)

    monkeypatch.setattr(bench, "send", send)
    assert [bench.worker.work_one() for _ in range(3)] == ["failed", "sent", None]
    assert [parcel.id for parcel in bench.sent] == [second]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (smtplib.SMTPRecipientsRefused({"anna@example.org": (550, b"unknown")}), "dead"),
        (smtplib.SMTPRecipientsRefused({"anna@example.org": (450, b"later")}), "failed"),
        (smtplib.SMTPDataError(554, b"spam"), "dead"),
        (smtplib.SMTPDataError(451, b"later"), "failed"),
        (smtplib.SMTPServerDisconnected("gone"), "failed"),
        (OSError("no route"), "failed"),
    ],
)
def test_what_is_refused_for_good_is_not_tried_again(bench: Bench, error: Exception, outcome: str) -> None:
    id = bench.put()
    bench.error = error
    assert bench.worker.work_one() == outcome
    assert bench.row(id).error == type(error).__name__


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        ('{"template":"gone","to":"a@b.it","language":"it","values":{}}', "UnknownTemplateError"),
        ('{"template":"plan_to_sign","to":"a@b.it","language":"it","values":{"firm":"F"}}', "WrongValuesError"),
        ('{"template":"plan_to_sign","to":"a","language":"it","values":{}}', "BadAddressError"),
        ("[]", "WrongValuesError"),
        ("no json", "WrongValuesError"),
    ],
)
def test_what_an_older_version_put_dies_by_a_clear_name(bench: Bench, payload: str, error: str) -> None:
    id = bench.put()
    with bench.database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE outbox SET payload = :payload"), {"payload": payload})
    assert bench.worker.work_one() == "dead"
    assert (bench.row(id).state, bench.row(id).error) == ("dead", error)
    assert bench.sent == []


def test_tidying_gives_up_and_empties(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    id, worker = bench.put(), new_id()
    for _ in range(MOST_TRIES):
        with open_work(bench.database, actor=SYSTEM, now=bench.now) as work:
            assert outbox.take(work, worker, timedelta(minutes=1)) is not None
        bench.now += timedelta(minutes=1)
    bench.worker.tidy()
    assert (bench.row(id).state, bench.row(id).error) == ("dead", "WorkerDied")
    assert bench.row(id).payload is not None
    bench.now += timedelta(days=31)
    bench.worker.tidy()
    assert bench.row(id).payload is None
    assert "given up" in caplog.text


def looks(monkeypatch: pytest.MonkeyPatch, *, open: bool = True) -> list[tuple[Any, ...]]:
    """Stands for the plan of a check-up, which has tests of its own; what it was asked."""
    asked: list[tuple[Any, ...]] = []

    def found(_session: object, *given: Any) -> tuple[PlannedMeasure, ...]:
        asked.append(given)
        return (PlannedMeasure("M01", "in_use"),) if open else ()

    monkeypatch.setattr(follow_ups, "open_looks", found)
    return asked


def in_firm(world: World) -> None:
    """The world's check-up belongs to a firm of two people, one of whom reads English."""
    with world.work() as work:
        anna = add_person(work, email="anna@example.org", name="Anna", language="it")
        berta = add_person(work, email="berta@example.org", name="Berta", language="en")
        details = FirmDetails(name="Officina di prova")
        firm_id = register_firm(work, details, tax_code="01234567897", owner_id=anna)
        add_member(work, berta, party_kind="firm", party_id=firm_id, role="collaborator")
    with world.database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE check_ups SET firm_id = :firm, guest_digest = NULL"), {"firm": firm_id})


def test_a_follow_up_tells_whoever_belongs_to_the_firm_that_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    bench, asked = Bench(world.database), looks(monkeypatch)
    in_firm(world)
    payload = {"check_up_id": world.check_up_id, "months": 6, "day": DAY.isoformat()}
    id = bench.put("follow_up", payload, due=DAY)
    assert bench.worker.work_one() is None
    bench.now = MORNING
    assert [bench.worker.work_one() for _ in range(4)] == ["sent", "sent", "sent", None]
    assert asked == [(world.check_up_id, 6, DAY, DAY)]
    told = {parcel.to: parcel.letter for parcel in bench.sent}
    assert {to: letter.link for to, letter in told.items()} == {
        "anna@example.org": f"/it/check-up/{world.check_up_id}/plan",
        "berta@example.org": f"/en/check-up/{world.check_up_id}/plan",
    }
    assert "6 mesi" in told["anna@example.org"].before[0]
    assert "Officina di prova" in told["berta@example.org"].before[0]
    # The order itself never held an address.
    assert bench.row(id).state == "sent"


def test_a_follow_up_that_fails_tells_nobody_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(world.database, now=MORNING)
    looks(monkeypatch)
    in_firm(world)
    bench.put("follow_up", {"check_up_id": world.check_up_id, "months": 6})

    def fail(*_given: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "mark_sent", fail)
        assert bench.worker.work_one() == "failed"
    with open_reading(world.database) as session:
        assert outbox.count_by_state(session) == {"pending": 1}, "its mails were taken back with it"
    bench.now += outbox.PAUSES[0]
    assert [bench.worker.work_one() for _ in range(4)] == ["sent", "sent", "sent", None]
    assert len(bench.sent) == 2


@pytest.mark.parametrize("gone", ["looks", "firm", "check-up"])
def test_a_follow_up_without_anything_to_look_at_tells_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    bench = Bench(world.database, now=MORNING)
    looks(monkeypatch, open=gone != "looks")
    if gone != "firm":
        in_firm(world)
    check_up_id = "0" * 32 if gone == "check-up" else world.check_up_id
    bench.put("follow_up", {"check_up_id": check_up_id, "months": 12})
    assert [bench.worker.work_one(), bench.worker.work_one()] == ["sent", None]
    assert bench.sent == []


def test_smtp_hands_over_one_mail_whole(bench: Bench) -> None:
    with open_sink() as sink:
        post = SmtpPost(MailServer("127.0.0.1", sink.port, False, "CIP", "posta@example.org"))
        worker = Worker(bench.database, topics_of(Office(post, BASE)), lambda: NOW)
        id = bench.put()
        assert worker.work_one() == "sent"
        sink.answer = "554 we do not want this"
        refused = bench.put()
        assert worker.work_one() == "dead"
    (mail,) = sink.received
    assert (mail.message_id, mail.to, mail.link) == (f"<{id}@example.org>", "anna@example.org", f"{BASE}/en/plan")
    assert bench.row(refused).error == "SMTPDataError"


def test_nothing_travels_in_the_clear_to_another_machine(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_sink() as sink:
        port, connect = sink.port, socket.create_connection
        monkeypatch.setattr(
            socket, "create_connection", lambda _address, *rest, **named: connect(("127.0.0.1", port), *rest, **named)
        )
        post = SmtpPost(MailServer("mail.example.org", port, False, "CIP", "posta@example.org", "anna", "hidden"))
        worker = Worker(bench.database, topics_of(Office(post, BASE)), lambda: NOW)
        id = bench.put()
        assert worker.work_one() == "failed"
    assert bench.row(id).error == NoEncryptionError.__name__
    assert sink.received == []


def settings(**given: str) -> Settings:
    return read_settings({"CIP_MAIL_FROM": "posta@example.org", **given})


def test_without_a_server_nothing_starts_but_development(bench: Bench) -> None:
    with pytest.raises(RefusalError, match="CIP_MAIL_URL must name the server"):
        post_for(settings(), bench.database, lambda: NOW)
    development = post_for(settings(CIP_ENV="development"), bench.database, lambda: NOW)
    assert isinstance(development, DemoPost)
    served = post_for(settings(CIP_MAIL_URL="smtp://127.0.0.1"), bench.database, lambda: NOW)
    assert isinstance(served, SmtpPost)


def test_a_demonstration_sends_nothing_whatever_server_is_named(bench: Bench) -> None:
    demo = replace(settings(CIP_MAIL_URL="smtp://127.0.0.1:1"), demo=True)
    post = post_for(demo, bench.database, lambda: NOW)
    worker = Worker(bench.database, topics_of(Office(post, BASE)), lambda: NOW)
    id = bench.put()
    assert worker.work_one() == "sent"
    with open_reading(bench.database) as session:
        (mail,) = demo_mails(session)
    assert (mail.id, mail.address, mail.letter.link) == (id, "anna@example.org", "/en/plan")
