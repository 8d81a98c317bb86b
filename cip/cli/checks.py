"""Housekeeping of formal checks and awards: terms that are over are written down, firms and
offices are reminded of those that end soon.
"""

from datetime import datetime

from cip.cli.options import find_rules
from cip.database.engine import Database
from cip.database.work import open_reading, open_work
from cip.incentives.actions.remind_awards import remind_of_awards
from cip.incentives.actions.remind_clarifications import let_terms_pass, remind_firms_asked
from cip.incentives.actions.remind_offices import remind_offices
from cip.incentives.reads.acceptances import notified_awards
from cip.incentives.reads.admissibility import waiting_clarifications, waiting_notices
from cip.incentives.reads.award_terms import award_terms
from cip.incentives.reads.register_days import codes_wait
from cip.kernel.clock import today
from cip.kernel.settings import Settings
from cip.parties.access import SYSTEM
from cip.rulebook.law import read_law


def keep_checks(settings: Settings, database: Database, moment: datetime) -> None:
    """Let terms pass, then remind the firms of the others. Asks a few questions where nothing waits for a firm."""
    on = today(moment)
    with open_reading(database) as session:
        waits = bool(waiting_clarifications(session) or waiting_notices(session))
        coded = codes_wait(session)
        awarded = bool(notified_awards(session) or award_terms(session))
    if waits:
        with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
            let_terms_pass(work, on=on)
        with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
            remind_firms_asked(work, on=on)
    if coded:
        law = read_law(find_rules(settings.rules)).parameters
        with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
            remind_offices(work, law, on=on)
    if awarded:
        with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
            remind_of_awards(work, on=on)
