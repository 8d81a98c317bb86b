"""The outbox: put in the commit it belongs to, taken by one, tried again after growing pauses, emptied once sent."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cip.database import outbox
from cip.database.engine import Database
from cip.database.outbox import MOST_TRIES, PAUSES, Message, OutboxRow
from cip.database.work import Work, open_reading, open_work
from cip.kernel.mails import BadAddressError, UnknownTopicError, WrongValuesError
from cip.kernel.moments import NaiveDatetimeError
from cip.parties.access import SYSTEM
from tests.integration.worlds import NOW

LEASE = timedelta(minutes=5)
ANNA, BERTA = "a" * 32, "b" * 32
ORDER: dict[str, Any] = {
    "template": "plan_to_sign",
    "to": "anna@example.org",
    "language": "it",
    "values": {"firm": "Officina di prova", "link": "/it/secret"},
}


def put(database: Database, at: datetime = NOW, **options: Any) -> str:
    with open_work(database, actor=SYSTEM, now=at) as work:
        return outbox.put(work, "mail", ORDER, **options)


def take(database: Database, at: datetime = NOW, worker: str = ANNA) -> Message | None:
    with open_work(database, actor=SYSTEM, now=at) as work:
        return outbox.take(work, worker, LEASE)


def taken(database: Database, at: datetime = NOW, worker: str = ANNA) -> Message:
    message = take(database, at, worker)
    assert message is not None
    return message


def fail(database: Database, message: Message, at: datetime, worker: str = ANNA, *, final: bool = False) -> bool:
    with open_work(database, actor=SYSTEM, now=at) as work:
        return outbox.mark_failed(work, message, worker, "TimeoutError", final=final)


def sent(database: Database, message: Message, at: datetime = NOW) -> None:
    with open_work(database, actor=SYSTEM, now=at) as work:
        outbox.mark_sent(work, message.id)


def row(database: Database, id: str) -> OutboxRow:
    with open_reading(database) as session:
        found = session.get(OutboxRow, id)
        assert found is not None
        return found


def do(database: Database, act: Callable[[Work], Any], at: datetime = NOW) -> Any:
    with open_work(database, actor=SYSTEM, now=at) as work:
        return act(work)


def test_a_message_comes_with_its_commit_and_only_with_it(database: Database) -> None:
    def roll_back() -> None:
        with open_work(database, actor=SYSTEM, now=NOW) as work:
            outbox.put(work, "mail", ORDER)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        roll_back()
    assert take(database) is None
    id = put(database)
    message = taken(database)
    assert (message.id, message.topic, message.tries, message.due_at) == (id, "mail", 1, NOW)
    assert row(database, id).template == "plan_to_sign"


def test_what_could_never_be_sent_is_not_stored(database: Database) -> None:
    wrong: list[tuple[str, dict[str, Any], type[Exception]]] = [
        ("mail", {**ORDER, "to": "anna"}, BadAddressError),
        ("letter", ORDER, UnknownTopicError),
        ("follow_up", {"check_up_id": ANNA}, WrongValuesError),
        ("follow_up", {"check_up_id": ANNA, "months": "6"}, WrongValuesError),
        ("follow_up", {"check_up_id": ANNA, "months": 6, "day": "1/6/2027"}, WrongValuesError),
        ("follow_up", {"check_up_id": ANNA, "months": 6, "day": 20270601}, WrongValuesError),
        ("follow_up", {"check_up_id": ANNA, "months": 6, "day": "2027-06-01", "to": ANNA}, WrongValuesError),
    ]
    for topic, payload, error in wrong:
        with pytest.raises(error), open_work(database, actor=SYSTEM, now=NOW) as work:
            outbox.put(work, topic, payload)
    with pytest.raises(NaiveDatetimeError):
        put(database, due=datetime(2026, 12, 1))  # noqa: DTZ001 - naive on purpose
    with open_reading(database) as session:
        assert outbox.count_by_state(session) == {}


def test_due_later_waits_for_its_moment(database: Database) -> None:
    put(database, due=date(2026, 12, 1))
    morning = datetime(2026, 12, 1, 7, 0, tzinfo=UTC)  # eight in Rome
    assert take(database, morning - timedelta(seconds=1)) is None
    assert taken(database, morning).due_at == morning


def test_what_was_due_before_it_was_put_is_due_now(database: Database) -> None:
    put(database, due=NOW - timedelta(days=3))
    assert taken(database).due_at == NOW


def test_an_id_is_put_once_also_after_it_was_sent(database: Database) -> None:
    assert put(database, id=BERTA) == put(database, id=BERTA) == BERTA
    with open_reading(database) as session:
        assert outbox.count_by_state(session) == {"pending": 1}
    sent(database, taken(database))
    assert put(database, id=BERTA) == BERTA
    assert take(database) is None

    def twice(work: Work) -> None:
        for _ in range(2):
            outbox.put(work, "mail", ORDER, id=ANNA)

    do(database, twice)
    with open_reading(database) as session:
        assert outbox.count_by_state(session) == {"pending": 1, "sent": 1}


def test_nobody_else_gets_what_is_taken_until_the_lease_is_over(database: Database) -> None:
    id = put(database)
    taken(database)
    assert take(database, worker=BERTA) is None
    assert take(database, NOW + LEASE - timedelta(seconds=1), BERTA) is None
    again = taken(database, NOW + LEASE, BERTA)
    assert (again.id, again.tries) == (id, 2)


def test_once_sent_nothing_of_it_is_left(database: Database) -> None:
    id = put(database)
    sent(database, taken(database), NOW + timedelta(seconds=2))
    found = row(database, id)
    assert (found.state, found.payload, found.taken_by, found.error) == ("sent", None, None, None)
    assert found.done_at == NOW + timedelta(seconds=2)
    with database.engine.connect() as connection:
        everything = str(connection.execute(sa.text("SELECT * FROM outbox")).all())
    assert "anna" not in everything
    assert "secret" not in everything
    assert take(database, NOW + timedelta(days=400)) is None


def test_pauses_grow_until_it_is_dead(database: Database) -> None:
    id, at = put(database), NOW
    for pause in PAUSES:
        assert fail(database, taken(database, at), at) is False
        assert take(database, at + pause - timedelta(seconds=1)) is None
        at += pause
    assert fail(database, taken(database, at), at) is True
    found = row(database, id)
    assert (found.state, found.tries, found.error) == ("dead", MOST_TRIES, "TimeoutError")
    assert take(database, at + timedelta(days=30)) is None
    assert at - NOW < timedelta(days=4)
    assert list(PAUSES) == sorted(PAUSES)


def test_dead_messages_are_listed_and_tried_again(database: Database) -> None:
    id = put(database)
    assert fail(database, taken(database), NOW, final=True) is True
    with open_reading(database) as session:
        (dead,) = outbox.dead_messages(session)
    assert (dead.id, dead.template, dead.tries, dead.error, dead.retryable) == (
        id, "plan_to_sign", 1, "TimeoutError", True,
    )  # fmt: skip
    later = NOW + timedelta(days=2)
    assert do(database, lambda work: outbox.retry(work, id), later) is True
    assert do(database, lambda work: outbox.retry(work, id), later) is False
    again = taken(database, later)
    # All its tries again, and the moment it bears is still its own.
    assert (again.id, again.tries, again.due_at) == (id, 1, NOW)


def test_dead_messages_are_emptied_in_the_end(database: Database) -> None:
    id = put(database)
    fail(database, taken(database), NOW, final=True)
    assert do(database, lambda work: outbox.empty_dead(work, NOW)) == 0
    assert do(database, lambda work: outbox.empty_dead(work, NOW + timedelta(seconds=1))) == 1
    assert row(database, id).payload is None
    assert do(database, lambda work: outbox.retry(work, id)) is False


def test_what_a_backup_brought_back_is_set_aside(database: Database) -> None:
    """The statement that README gives to whoever puts a backup back."""
    # By the clock of the database, so long ago and far ahead.
    old = datetime(2020, 1, 1, tzinfo=UTC)
    due, held, later = put(database, old), put(database, old), put(database, old, due=date(2200, 1, 1))
    taken(database, old)
    aside = (
        "UPDATE outbox SET state = 'dead', done_at = due_at, taken_until = NULL, taken_by = NULL "
        "WHERE state = 'pending' AND due_at <= CURRENT_TIMESTAMP"
    )
    with database.engine.begin() as connection:
        connection.execute(sa.text(aside))
    assert [row(database, id).state for id in (due, held, later)] == ["dead", "dead", "pending"]
    assert do(database, lambda work: outbox.retry(work, due)) is True
    readme = " ".join((Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8").split())
    assert f"`{aside}`" in readme


def test_what_kills_its_workers_is_given_up(database: Database) -> None:
    id, at = put(database), NOW
    for _ in range(MOST_TRIES):
        taken(database, at)
        assert do(database, partial(outbox.bury, now=at), at) == 0
        at += LEASE
    assert take(database, at) is None
    assert do(database, lambda work: outbox.bury(work, at), at) == 1
    assert (row(database, id).state, row(database, id).error) == ("dead", "WorkerDied")


def test_a_late_worker_spoils_nothing(database: Database) -> None:
    """Ours took so long that another has taken it: our failure is nothing to them, our success is."""
    id = put(database)
    ours = taken(database)
    later = NOW + LEASE
    theirs = taken(database, later, BERTA)
    assert fail(database, ours, later) is False
    assert fail(database, ours, later, final=True) is False, "nothing was written, so nothing died"
    assert (row(database, id).taken_by, row(database, id).state) == (BERTA, "pending")
    sent(database, ours, later)
    assert row(database, id).state == "sent"
    assert fail(database, theirs, later, BERTA, final=True) is False
    assert row(database, id).state == "sent"


def test_the_longest_waiting_comes_first(database: Database) -> None:
    later = put(database, NOW + timedelta(seconds=5))
    first = put(database)
    moment = NOW + timedelta(seconds=9)
    assert [taken(database, moment).id, taken(database, moment).id] == [first, later]


FULL: dict[str, Any] = {
    "id": ANNA, "topic": "mail", "template": "x", "payload": "{}", "made_at": NOW, "due_at": NOW, "next_at": NOW,
    "tries": 0, "state": "pending", "taken_until": None, "taken_by": None, "done_at": None, "error": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"id": "a"}, "id_length"),
        ({"topic": "letter"}, "topic_known"),
        ({"template": ""}, "template_length"),
        ({"payload": ""}, "payload_length"),
        ({"state": "lost", "done_at": NOW}, "state_known"),
        ({"state": "sent", "done_at": NOW}, "sent_is_empty"),
        ({"payload": None}, "pending_is_full"),
        ({"state": "dead"}, "done_has_a_moment"),
        ({"done_at": NOW}, "done_has_a_moment"),
        ({"tries": -1}, "tries_count"),
        ({"taken_by": BERTA}, "lease_is_whole"),
        ({"taken_until": NOW}, "lease_is_whole"),
        ({"state": "dead", "done_at": NOW, "taken_by": BERTA, "taken_until": NOW}, "lease_of_pending"),
        ({"due_at": NOW - timedelta(seconds=1)}, "due_after_made"),
        ({"taken_by": "b", "taken_until": NOW}, "taken_by_length"),
        ({"error": ""}, "error_length"),
    ],
)
def test_the_database_refuses_odd_rows(database: Database, change: dict[str, Any], constraint: str) -> None:
    with (
        pytest.raises(IntegrityError, match=f"ck_outbox_{constraint}"),
        open_work(database, actor=SYSTEM, now=NOW) as work,
    ):
        work.session.add(OutboxRow(**{**FULL, **change}))
    do(database, lambda work: work.session.add(OutboxRow(**FULL)))
