"""The housekeeping of a server: what expired goes, whether anybody visits or not.

It runs beside the pages, never inside a request: no page that is only read changes anything, and no visitor waits.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread

from cip.assessment.actions import append_erased, purge_expired
from cip.assessment.reads import expired_check_ups
from cip.cli.options import find_rules
from cip.database.audit.sealing import AT_ONCE as SEALED_AT_ONCE
from cip.database.audit.sealing import drop_anchor, seal, waits
from cip.database.emptying import empty_log
from cip.database.engine import Database
from cip.database.throttles import forget_tries
from cip.database.work import open_reading, open_work
from cip.files.stored import shelf_for
from cip.jobs.shelving import clear_shelf, scan_pending, sweep_shelf
from cip.kernel.clock import today
from cip.kernel.failures import failure
from cip.kernel.settings import Settings, secret_key_for
from cip.parties.access import SYSTEM
from cip.parties.actions.forget_sign_ins import anything_to_forget, forget_sign_ins
from cip.rulebook.surveys import read_survey
from cip.voice.actions import close_due, purge_lines
from cip.voice.reads import surveys_due
from cip.voice.vault import Vault

EVERY_SECONDS = 60.0
AT_ONCE = 25
SWEEP_MINUTE = 7
LOOPBACK = "127.0.0.1"

_LOG = logging.getLogger(__name__)


def tidy(settings: Settings, database: Database, moment: datetime) -> int:
    """Erase some of the check-ups whose last day is over, and empty the log of the database of what was erased; how
    many went. Asks one indexed question if there is nothing to do.
    """
    on = today(moment)
    with open_reading(database) as session:
        due = bool(expired_check_ups(session, on, 1))
    gone = 0
    if due:
        with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
            erased = purge_expired(work, on, AT_ONCE)
            forget_tries(work)
        append_erased(settings.erased_list, erased)
        gone = len(erased)
    # Also what an owner erased while somebody read for long: see `cip.web.erasures`.
    empty_log(database, 0)
    _tend_files(settings, database, moment)
    if moment.minute == SWEEP_MINUTE:
        _forget_sign_ins(database, moment)
        _tend_surveys(settings, database, moment)
    return gone


def _forget_sign_ins(database: Database, moment: datetime) -> None:
    """Links and sessions that were over long ago go, once an hour."""
    with open_reading(database) as session:
        if not anything_to_forget(session, moment):
            return
    with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
        forget_sign_ins(work)


def _tend_surveys(settings: Settings, database: Database, moment: datetime) -> None:
    """Surveys whose last day is past close, the free lines of old ones go, once an hour."""
    with open_reading(database) as session:
        due = bool(surveys_due(session, today(moment), 1))
    if due:
        # The server has its key by now: it runs on the one of the settings, or on the one of its folder.
        vault = Vault(secret_key_for(settings, LOOPBACK))
        with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
            close_due(work, vault, on=today(moment), most=AT_ONCE)
    book = read_survey(find_rules(settings.rules))
    if book is not None:
        with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
            purge_lines(work, today(moment), book.structure.keep_days)


def _tend_files(settings: Settings, database: Database, moment: datetime) -> None:
    """New files are scanned, what is to go leaves the disk; once an hour also what a crash has left."""
    shelf = shelf_for(settings)
    scan_pending(database, shelf, lambda: moment)
    clear_shelf(database, shelf, moment)
    if moment.minute == SWEEP_MINUTE:
        sweep_shelf(database, shelf, moment)


def seal_waiting(settings: Settings, database: Database, moment: datetime) -> int:
    """Link what waits into the chain of the audit, and write its end to the file of anchors once a day; how many
    entries were linked. Asks one indexed question if none waits.
    """
    with open_reading(database) as session:
        if not waits(session):
            return 0
    linked, more = 0, SEALED_AT_ONCE
    while more == SEALED_AT_ONCE:
        with open_work(database, actor=SYSTEM, now=moment, act="seal") as work:
            more = seal(work, SEALED_AT_ONCE)
        linked += more
    with open_reading(database) as session:
        drop_anchor(session, settings.audit_anchors, today(moment))
    return linked


def keep_tidy(
    settings: Settings, database: Database, clock: Callable[[], datetime], every: float = EVERY_SECONDS
) -> Event:
    """Tidy up every so many seconds in a thread of this process, the first time at once, until the event that this
    gives back is set or the process ends.
    """
    stop = Event()

    def go_on() -> None:
        while not stop.is_set():
            try:
                while tidy(settings, database, clock()) == AT_ONCE and not stop.is_set():
                    pass
                seal_waiting(settings, database, clock())
            except Exception as error:  # noqa: BLE001 - a busy database must not end the housekeeping
                _LOG.error("tidying up failed: %s", failure(error))
            stop.wait(every)

    Thread(target=go_on, name="cip-tidy", daemon=True).start()
    return stop
