"""One request, one Work, one commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from cip.database.audit.watching import recorded
from cip.database.engine import Database
from cip.kernel import ids
from cip.kernel.moments import in_utc

# Session is named again here for packages that take one but may not import SQLAlchemy.
__all__ = ["Doer", "Session", "Work", "open_reading", "open_work"]

UNNAMED = "unnamed"


class Doer(Protocol):
    """Who does a work, as far as this storey cares: `cip.parties.access.Actor` is one."""

    @property
    def label(self) -> str:
        """What an event records as its actor; never a secret, never an address."""
        ...


@dataclass(frozen=True, slots=True)
class Work:
    """What an action gets: the session, who acts, the one moment it all happens at (UTC), the source of ids, and the
    name of what is being done (the page or the command).

    An action never commits: the `with open_work(...)` that surrounds it does, once. Every row written through the
    session leaves an entry in the audit (`cip.database.audit`) with that very commit.
    """

    session: Session
    actor: Doer
    now: datetime
    new_id: Callable[[], str]
    act: str = UNNAMED


@contextmanager
def open_work(
    database: Database, *, actor: Doer, now: datetime, new_id: Callable[[], str] = ids.new_id, act: str = UNNAMED
) -> Iterator[Work]:
    """The Work of one request: commits once when the block ends, rolls everything back and re-raises when it fails.
    `act` is what the audit says was done: the endpoint of the page, or the command (at most 80 characters).

    Raises NaiveDatetimeError if `now` has no offset. A commit inside the block ends the Work: whatever follows in it is
    refused by SQLAlchemy (InvalidRequestError).
    """
    moment = in_utc(now)
    with database.writing.begin() as session, recorded(session, actor=actor.label, act=act, now=moment):
        yield Work(session=session, actor=actor, now=moment, new_id=new_id, act=act)


@contextmanager
def open_reading(database: Database) -> Iterator[Session]:
    """A session for a page that only reads, all of it at one moment; the database refuses any write. Never commits."""
    with database.reading() as session:
        yield session
