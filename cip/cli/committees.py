"""Housekeeping of committees: they are reminded of what is due."""

from datetime import datetime

from cip.agreement.actions.remind_committees import remind_committees
from cip.agreement.reads.committees import all_committees
from cip.cli.options import find_rules
from cip.cli.packs import load_bound
from cip.database.engine import Database
from cip.database.work import open_reading, open_work
from cip.kernel.clock import today
from cip.kernel.settings import Settings
from cip.parties.access import SYSTEM


def remind_committees_now(settings: Settings, database: Database, moment: datetime) -> None:
    """Remind each committee once a week. Asks one question where there is none."""
    on = today(moment)
    with open_reading(database) as session:
        there = bool(all_committees(session))
    book = load_bound(find_rules(settings.rules), None, on).pack.content.agreements if there else None
    if book is None:
        return
    with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
        remind_committees(work, book, on=on, now=moment)
