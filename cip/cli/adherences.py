"""Housekeeping of joinings: what is over ends, firms are reminded of what is due, files go in the end."""

from datetime import datetime, timedelta

from cip.agreement.actions.forget_files import forget_files
from cip.agreement.actions.leave_adherence import end_what_is_over
from cip.agreement.actions.remind_firms import remind_firms
from cip.agreement.adherence import owner_key
from cip.agreement.reads import binding, ended_before
from cip.cli.options import find_rules
from cip.cli.packs import load_bound
from cip.database.engine import Database
from cip.database.work import open_reading, open_work
from cip.files.reads import keepers_of_files
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


def forget_joining_files(settings: Settings, database: Database, moment: datetime) -> None:
    """Erase the files of joinings that ended longer ago than check-ups are kept. Each in a Work of its own; asks two
    questions where there is none.
    """
    before = today(moment) - timedelta(days=settings.keep_days)
    with open_reading(database) as session:
        keepers = set(keepers_of_files(session, owner_key("")))
        due = [one for one in ended_before(session, before) if owner_key(one) in keepers]
    for adherence_id in due:
        with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
            forget_files(work, adherence_id, ended_before=before)
