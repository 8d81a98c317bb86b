"""One worker: takes a message, handles it, marks it; in short transactions, and none while it sends."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from cip.database import outbox
from cip.database.engine import Database
from cip.database.outbox import Message
from cip.database.work import open_reading, open_work
from cip.jobs.posting import is_final
from cip.jobs.topics import Topic
from cip.kernel.failures import failure
from cip.kernel.ids import new_id
from cip.kernel.mails import BadMessageError, UnknownTopicError
from cip.parties.access import SYSTEM

# What the audit calls it.
ACT = "work"
Outcome = Literal["sent", "failed", "dead"]

# Longer than the slowest sending; who died holds a message back for so long.
LEASE = timedelta(minutes=5)
# After so long nobody asks any more for a message that could not be sent: its address goes.
DEAD_ARE_KEPT = timedelta(days=30)

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Worker:
    """Handles the messages of one database; any number of workers may do so at once, each under an id of its own."""

    database: Database
    topics: Mapping[str, Topic]
    clock: Callable[[], datetime]
    lease: timedelta = LEASE
    id: str = field(default_factory=new_id)

    def work_one(self) -> Outcome | None:
        """Handle the message that has waited longest; what became of it, None if nothing is due."""
        message = self._take()
        if message is None:
            return None
        try:
            topic = self._topic(message)
            if topic.turn is not None:
                with open_work(self.database, actor=SYSTEM, now=self.clock(), act="work") as work:
                    topic.turn(work, message)
                    outbox.mark_sent(work, message.id)
                return "sent"
            if topic.send is not None:
                topic.send(message)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong with one message, the others must go out
            return self._failed(message, error)
        with open_work(self.database, actor=SYSTEM, now=self.clock(), act="work") as work:
            outbox.mark_sent(work, message.id)
        return "sent"

    def tidy(self) -> None:
        """Give up what has killed its workers, and empty what died long ago."""
        moment = self.clock()
        with open_work(self.database, actor=SYSTEM, now=moment, act="work") as work:
            buried = outbox.bury(work, moment)
            outbox.empty_dead(work, moment - DEAD_ARE_KEPT)
        if buried:
            _LOG.error("messages given up, as their workers died each time: %d", buried)

    def _take(self) -> Message | None:
        moment = self.clock()
        # Asking first locks nothing, so that a worker with nothing to do is in nobody's way.
        with open_reading(self.database) as session:
            due = outbox.anything_due(session, moment)
        if not due:
            return None
        with open_work(self.database, actor=SYSTEM, now=moment, act="work") as work:
            return outbox.take(work, self.id, self.lease)

    def _topic(self, message: Message) -> Topic:
        if message.topic not in self.topics:
            raise UnknownTopicError(f"nobody handles messages of the topic {message.topic}")
        return self.topics[message.topic]

    def _failed(self, message: Message, error: Exception) -> Outcome:
        _LOG.warning("message %s was not sent: %s", message.id, failure(error))
        final = isinstance(error, BadMessageError) or is_final(error)
        with open_work(self.database, actor=SYSTEM, now=self.clock(), act="work") as work:
            dead = outbox.mark_failed(work, message, self.id, type(error).__name__, final=final)
        return "dead" if dead else "failed"
