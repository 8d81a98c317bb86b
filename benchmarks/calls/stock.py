"""What the database holds after everybody has sent: every submission, and the mail that tells of it."""

import json
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from cip.database.engine import Database
from cip.database.outbox import OutboxRow
from cip.database.work import open_reading
from cip.incentives.actions.submit_application import RECEIVED
from cip.incentives.reads import applications_of_call


@dataclass(frozen=True, slots=True)
class Stock:
    """By application: how many submissions it has, how many of them have exactly one receipt in the outbox. `gapless`:
    the numbers of the call run from one on without a hole.
    """

    submissions: Counter[str]
    told: Counter[str]
    gapless: bool

    def whole(self, application_id: str) -> bool:
        """Whether an application was sent once and its receipt waits to be mailed."""
        return self.submissions[application_id] == 1 and self.told[application_id] == 1


def stock_of(database: Database, call_id: str) -> Stock:
    """Count what is there now."""
    with open_reading(database) as session:
        sent = applications_of_call(session, call_id)
        orders = session.scalars(select(OutboxRow.payload).where(OutboxRow.template == RECEIVED)).all()
    mails = Counter(json.loads(order or "{}")["values"]["digest"] for order in orders)
    numbers = sorted(one.number for one in sent)
    return Stock(
        submissions=Counter(one.application_id for one in sent),
        told=Counter(one.application_id for one in sent if mails[one.digest] == 1),
        gapless=numbers == list(range(1, len(sent) + 1)),
    )
