"""What every request needs: settings, database, packs and the clock; who asks; in which session."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from flask import Flask, current_app, g, session

from cip.database.engine import Database
from cip.database.work import Session, Work, open_reading, open_work
from cip.documents.pool import PdfPool
from cip.kernel import clock, ids
from cip.kernel.settings import Settings
from cip.parties.access import ANONYMOUS, Actor, guest, guest_digest
from cip.rulebook.guides import NO_GUIDES, GuideBook
from cip.web.packs import Packs

EXTENSION = "cip"
# In the session: the id of the check-up that this browser started or opened last.
LAST_STARTED = "check_up"
_GUEST = "guest"


@dataclass(frozen=True)
class State:
    """What belongs to the whole process."""

    settings: Settings
    database: Database
    packs: Packs
    guides: Mapping[str, GuideBook]
    pdf: PdfPool
    clock: Callable[[], datetime]

    def close(self) -> None:
        """End what runs beside the pages: connections, the maker of PDF."""
        self.pdf.close()
        self.database.dispose()


def state() -> State:
    """The state of the application that answers this request."""
    return state_of(current_app)


def state_of(app: Flask) -> State:
    """The state of an application, also outside a request."""
    return cast("State", app.extensions[EXTENSION])


def guide_book(model_id: str) -> GuideBook:
    """The guides of a model; an empty book for one that has none, or that the folder of rules no longer holds."""
    return state().guides.get(model_id, NO_GUIDES)


def now() -> datetime:
    """The one moment of this request."""
    if "now" not in g:
        g.now = state().clock()
    return cast("datetime", g.now)


def today() -> date:
    """The Italian calendar day of this request."""
    return clock.today(now())


def actor() -> Actor:
    """Who asks: the guest whose secret is in the signed cookie, or nobody in particular."""
    secret = session.get(_GUEST)
    return guest(secret, today()) if isinstance(secret, str) else ANONYMOUS


def become_guest() -> str:
    """Give this browser a secret if it has none; the digest, which is all that the database will know."""
    if not isinstance(session.get(_GUEST), str):
        session[_GUEST] = ids.new_secret()
        # So long as the answers are kept, the browser that gave them can come back to them.
        session.permanent = True
    return guest_digest(session[_GUEST])


def reading() -> AbstractContextManager[Session]:
    """A session that can only read."""
    return open_reading(state().database)


def working() -> AbstractContextManager[Work]:
    """The one Work of this request."""
    return open_work(state().database, actor=actor(), now=now())
