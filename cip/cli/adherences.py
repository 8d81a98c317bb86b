"""Housekeeping of joinings: what is over ends, and firms are reminded of what is due."""

from datetime import datetime

from cip.agreement.actions.leave_adherence import end_what_is_over
from cip.agreement.actions.remind_firms import remind_firms
from cip.agreement.reads import binding
from cip.cli.options import find_rules
from cip.cli.packs import load_bound
from cip.database.engine import Database
from cip.database.work import open_reading, open_work
from cip.kernel.clock import today
from cip.kernel.settings import Settings
from cip.parties.access import SYSTEM


def keep_adherences(settings: Settings, database: Database, moment: datetime) -> None:
    """End the joinings that are over, then remind the firms of the others. Asks one question where nobody joined."""
    on = today(moment)
    with open_reading(database) as session:
        joined = bool(binding(session))
    book = load_bound(find_rules(settings.rules), None, on).pack.content.agreements if joined else None
    if book is None:
        return
    with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
        end_what_is_over(work, book, on=on)
    with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
        remind_firms(work, book, on=on)
