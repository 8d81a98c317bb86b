"""The outbox: what is to be sent or done after a commit, written in that very commit.

So nothing is sent that was not committed, and nothing committed is lost: `cip work` takes each row under a lease, does
it outside of any transaction, and marks it. Whoever dies in between does it again, under the same id. Once a message is
sent its payload is emptied, for it may hold an address or a secret link: id, topic, template and moments stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, and_, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from cip.database.base import Base, Id, exact_length, length_between, one_of
from cip.database.locks import lock_free, lock_words
from cip.database.work import Work
from cip.kernel.canonical import canonical_json
from cip.kernel.clock import ROME
from cip.kernel.days import parse_day
from cip.kernel.mails import UnknownTopicError, WrongValuesError, read_order
from cip.kernel.moments import in_utc

TOPICS = ("mail", "follow_up")
STATES = ("pending", "sent", "dead")
# Pauses after the first failed try, the second and so on; after the last one the message is dead: about three days.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60, 24 * 60, 24 * 60))
MOST_TRIES = len(PAUSES) + 1
# What is due on a day is sent when people read their mail.
MORNING = time(8, 0, tzinfo=ROME)
LONGEST_ERROR = 80


class OutboxRow(Base):
    """One message. It is `pending` until `sent` or `dead`; `taken_until` and `taken_by` are the lease of the worker at
    it. `tries` counts how often it was taken, so that a message that kills its worker dies too. `error` is the
    class of the last failure, never its text.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        exact_length("id", 32),
        one_of("topic", TOPICS),
        length_between("template", 1, 40),
        length_between("payload", 2, 20_000),
        one_of("state", STATES),
        # What is sent holds nothing any more; what is pending must hold what to send.
        CheckConstraint("state <> 'sent' OR payload IS NULL", name="sent_is_empty"),
        CheckConstraint("state <> 'pending' OR payload IS NOT NULL", name="pending_is_full"),
        CheckConstraint("(state = 'pending') = (done_at IS NULL)", name="done_has_a_moment"),
        CheckConstraint("tries >= 0", name="tries_count"),
        CheckConstraint("(taken_until IS NULL) = (taken_by IS NULL)", name="lease_is_whole"),
        CheckConstraint("taken_by IS NULL OR state = 'pending'", name="lease_of_pending"),
        CheckConstraint("due_at >= made_at", name="due_after_made"),
        exact_length("taken_by", 32),
        length_between("error", 1, LONGEST_ERROR),
        Index("ix_outbox_state_next_at", "state", "next_at"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(40))
    template: Mapped[str | None] = mapped_column(String(40))
    payload: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    next_at: Mapped[datetime]
    tries: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    taken_until: Mapped[datetime | None]
    taken_by: Mapped[Id | None]
    done_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(LONGEST_ERROR))


@dataclass(frozen=True, slots=True)
class Message:
    """A message that a worker has taken: `payload` is its canonical JSON, `due_at` the moment it bears."""

    id: str
    topic: str
    payload: str
    due_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class DeadMessage:
    """A message that nobody tries any more; nothing of its content."""

    id: str
    topic: str
    template: str | None
    tries: int
    error: str | None
    made_at: datetime
    done_at: datetime
    retryable: bool


def put(
    work: Work,
    topic: str,
    payload: Mapping[str, Any],
    *,
    due: date | datetime | None = None,
    id: str | None = None,
) -> str:
    """Put a message into the outbox, in the commit of `work`; its id, which stays the same however often it is sent.

    `mail` takes `{template, to, language, values}` (see `cip.kernel.mails`), `follow_up` takes `{check_up_id, months,
    day}` (an ISO day; orders written before there was one have none). It is sent at once, or not before `due`: a moment
    with offset, or an Italian day (in the morning). With an `id` of the caller's (32 hexadecimal digits) a message is
    put once: if it is there already, sent or not, nothing happens.

    Raises BadMessageError (UnknownTopicError, UnknownTemplateError, WrongValuesError, BadAddressError, BadLinkError)
    for what could never be sent, NaiveDatetimeError for a moment without offset.
    """
    template = _template_of(topic, payload)
    if id is not None:
        # Two who put the same message at once wait for each other; the second one finds it.
        lock_words(work.session, f"message {id}")
        if work.session.get(OutboxRow, id) is not None:
            return id
    row = OutboxRow(
        id=id or work.new_id(),
        topic=topic,
        template=template,
        payload=canonical_json(dict(payload)),
        made_at=work.now,
        # What was due before it was put is due now.
        due_at=max(work.now, _moment(due)) if due is not None else work.now,
        next_at=work.now,
        tries=0,
        state="pending",
    )
    row.next_at = row.due_at
    work.session.add(row)
    # Sent now, so that a second put of the same id in this Work finds it, also where nothing flushes by itself.
    work.session.flush()
    return row.id


def anything_due(session: Session, now: datetime) -> bool:
    """Whether a worker would find something to take; asks without locking anything."""
    return session.scalar(select(OutboxRow.id).where(_free(now)).limit(1)) is not None


def take(work: Work, worker: str, lease: timedelta) -> Message | None:
    """The message that has waited longest, now leased to `worker` (an id) until `lease` has passed; None if nothing is
    due. Two workers never get the same one while the lease lasts: on PostgreSQL each skips what the other has locked,
    on SQLite the whole Work holds the write lock.
    """
    waiting = select(OutboxRow).where(_free(work.now)).order_by(OutboxRow.next_at, OutboxRow.id)
    row = lock_free(work.session, waiting)
    if row is None:
        return None
    row.taken_until, row.taken_by = work.now + lease, worker
    row.tries += 1
    work.session.flush()
    return Message(row.id, row.topic, row.payload or "", row.due_at, row.tries)


def mark_sent(work: Work, id: str) -> None:
    """Remember that a message was sent, whoever sent it, and empty it."""
    _change(work, id, state="sent", payload=None, done_at=work.now, error=None)


def mark_failed(work: Work, message: Message, worker: str, error: str, *, final: bool) -> bool:
    """Give a message back after a failure of the class `error`, to be tried again after a pause that grows; True if
    this made it dead, because the failure is `final` or the tries are over. If somebody else has taken it meanwhile,
    because our lease was over, it is theirs: nothing happens, and it is False.
    """
    dead = final or message.tries >= MOST_TRIES
    kept: dict[str, Any] = {"error": error[:LONGEST_ERROR]}
    if dead:
        kept |= {"state": "dead", "done_at": work.now}
    else:
        kept |= {"next_at": work.now + PAUSES[message.tries - 1]}
    changed = _change(work, message.id, OutboxRow.taken_by == worker, **kept)
    return dead and changed


def bury(work: Work, now: datetime) -> int:
    """Declare dead what was taken as often as may be and never came back: it kills its workers. How many."""
    lost = and_(OutboxRow.state == "pending", OutboxRow.tries >= MOST_TRIES, OutboxRow.taken_until <= now)
    buried = (
        update(OutboxRow)
        .where(lost)
        .values(state="dead", done_at=now, taken_until=None, taken_by=None, error="WorkerDied")
    )
    return len(work.session.scalars(buried.returning(OutboxRow.id)).all())


def dead_messages(session: Session) -> list[DeadMessage]:
    """All dead messages, newest first."""
    rows = session.scalars(
        select(OutboxRow).where(OutboxRow.state == "dead").order_by(OutboxRow.done_at.desc(), OutboxRow.id)
    )
    return [
        DeadMessage(
            row.id, row.topic, row.template, row.tries, row.error, row.made_at, row.done_at, row.payload is not None
        )
        for row in rows
        if row.done_at is not None
    ]


def retry(work: Work, id: str) -> bool:
    """Try a dead message again from now, with all its tries; False if there is no dead one under this id, or if its
    content is gone.
    """
    dead = and_(OutboxRow.id == id, OutboxRow.state == "dead", OutboxRow.payload.is_not(None))
    again = (
        update(OutboxRow)
        .where(dead)
        .values(state="pending", tries=0, next_at=work.now, done_at=None, taken_until=None, taken_by=None)
    )
    return work.session.scalar(again.returning(OutboxRow.id)) is not None


def empty_dead(work: Work, before: datetime) -> int:
    """Empty the messages that died before a moment: nobody will send them, and addresses must not stay. How many."""
    old = and_(OutboxRow.state == "dead", OutboxRow.payload.is_not(None), OutboxRow.done_at < before)
    emptied = update(OutboxRow).where(old).values(payload=None).returning(OutboxRow.id)
    return len(work.session.scalars(emptied).all())


def count_by_state(session: Session) -> dict[str, int]:
    """How many messages are in each state."""
    found = session.execute(select(OutboxRow.state, func.count().label("number")).group_by(OutboxRow.state)).all()
    return {row.state: row.number for row in found}


def _template_of(topic: str, payload: Mapping[str, Any]) -> str | None:
    if topic == "mail":
        return read_order(payload).template
    if topic != "follow_up":
        raise UnknownTopicError(f"nobody handles messages of the topic {topic}")
    months = payload.get("months")
    if set(payload) - {"day"} != {"check_up_id", "months"} or type(months) is not int or not 0 < months < 1000:
        raise WrongValuesError("a follow-up has a check-up, the months after which it is due and its day")
    if "day" in payload and not _is_day(payload["day"]):
        raise WrongValuesError("the day of a follow-up is written as YYYY-MM-DD")
    return None


def _is_day(given: object) -> bool:
    try:
        return isinstance(given, str) and bool(parse_day(given))
    except ValueError:
        return False


def _moment(due: date | datetime) -> datetime:
    return in_utc(due if isinstance(due, datetime) else datetime.combine(due, MORNING))


def _free(now: datetime) -> Any:
    """Pending, due, with tries left, and in nobody's hands."""
    return and_(
        OutboxRow.state == "pending",
        OutboxRow.next_at <= now,
        OutboxRow.tries < MOST_TRIES,
        or_(OutboxRow.taken_until.is_(None), OutboxRow.taken_until <= now),
    )


def _change(work: Work, id: str, *conditions: Any, **values: Any) -> bool:
    """Change a pending message on these conditions, and end its lease; whether there was one to change."""
    changed = (
        update(OutboxRow)
        .where(OutboxRow.id == id, OutboxRow.state == "pending", *conditions)
        .values(taken_until=None, taken_by=None, **values)
    )
    return work.session.scalar(changed.returning(OutboxRow.id)) is not None


def silence(work: Work, *, drill: bool) -> int:
    """After a restore: nothing may go out that went out long ago. What is due dies, and can be tried again by hand; in
    a `drill` all that waits dies, and everything is emptied. How many messages died.
    """
    waiting = OutboxRow.state == "pending"
    which = waiting if drill else and_(waiting, OutboxRow.next_at <= work.now)
    buried = update(OutboxRow).where(which)
    gone = {"state": "dead", "done_at": work.now, "taken_until": None, "taken_by": None, "error": "restored"}
    died = len(work.session.scalars(buried.values(**gone).returning(OutboxRow.id)).all())
    if drill:
        work.session.execute(update(OutboxRow).where(OutboxRow.payload.is_not(None)).values(payload=None))
    return died
