"""The queries of the papers' tables: the demonstration's mailbox, whose calendar an address is."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cip.documents.mails.letters import read_letter
from cip.documents.mails.words import Letter
from cip.documents.records import CalendarFeedRow, DemoMailRow
from cip.kernel.canonical import sha256_of

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class DemoMail:
    """A mail that a demonstration kept instead of sending it."""

    id: str
    kept_at: datetime
    address: str
    letter: Letter


def demo_mails(session: Session) -> Sequence[DemoMail]:
    """The newest mails, newest first."""
    query = select(DemoMailRow).order_by(DemoMailRow.kept_at.desc(), DemoMailRow.id).limit(MOST_SHOWN)
    return [
        DemoMail(row.id, row.kept_at, row.address, read_letter(json.loads(row.letter)))
        for row in session.scalars(query)
    ]


def calendar_owner(session: Session, secret: str) -> str | None:
    """The id of the person whose calendar has this secret address, None if there is none (any more)."""
    return session.scalar(select(CalendarFeedRow.person_id).where(CalendarFeedRow.digest == sha256_of(secret)))


def calendar_made_at(session: Session, person_id: str) -> datetime | None:
    """Since when a person's calendar has its address, None if it has none."""
    return session.scalar(select(CalendarFeedRow.made_at).where(CalendarFeedRow.person_id == person_id))
