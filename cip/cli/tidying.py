"""The housekeeping of a server: the audit is sealed, and what expired goes, whether anybody visits or not.

It runs beside the pages, never inside a request: no page that is only read changes anything, and no visitor waits. Each
duty stands for itself: what fails stops no other.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Event, Thread

from cip.assessment.actions import append_erased, purge_expired
from cip.assessment.reads import expired_check_ups
from cip.cli.adherences import forget_joining_files, keep_adherences
from cip.cli.backups.lists import list_closed_accounts
from cip.cli.call_clock import keep_calls
from cip.cli.checks import keep_checks
from cip.cli.committees import remind_committees_now
from cip.cli.looking import Looking
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
SECONDS_TO_END = 5.0
HOUR = timedelta(hours=1)
AT_ONCE = 25
LOOPBACK = "127.0.0.1"

Duty = Callable[[Settings, Database, datetime], object]

_LOG = logging.getLogger(__name__)


class Keeping:
    """Rounds that go on in threads of this process, each in one of its own, until they are ended or the process is."""

    def __init__(self, every: float, **rounds: "Rounds") -> None:
        self._stop = Event()
        self._every = every
        self._threads = [
            Thread(target=self._go_on, args=(each,), name=f"cip-{name}", daemon=True) for name, each in rounds.items()
        ]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """End them, and wait until the duties at hand are done, but not for long."""
        self._stop.set()
        for thread in self._threads:
            thread.join(SECONDS_TO_END)

    def _go_on(self, rounds: "Rounds") -> None:
        while not self._stop.is_set():
            rounds.go(self._stop.is_set)
            self._stop.wait(self._every)


class Rounds:
    """Duties by their names, done in turn in each round; the hourly ones in the first round, and whenever an hour has
    passed since they last went well. What fails is logged, without a word of content, and tried again next round.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Callable[[], datetime],
        *,
        always: Mapping[str, Duty],
        hourly: Mapping[str, Duty] | None = None,
    ) -> None:
        self._settings, self._database, self._clock = settings, database, clock
        self._always, self._hourly = always, hourly or {}
        self._done: dict[str, datetime] = {}

    def go(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Do one round; it ends after the duty at hand once somebody says stop."""
        for name, duty in (*self._always.items(), *self._hourly.items()):
            moment = self._clock()
            if stopped():
                return
            if self._is_due(name, moment) and self._does(name, duty, moment) and name in self._hourly:
                self._done[name] = moment

    def _is_due(self, name: str, moment: datetime) -> bool:
        last = self._done.get(name)
        # A clock that was put back must not hold the hourly duties up until it is that late again.
        return last is None or not last <= moment < last + HOUR

    def _does(self, name: str, duty: Duty, moment: datetime) -> bool:
        try:
            duty(self._settings, self._database, moment)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong with one duty, the others must be done
            _LOG.error("housekeeping, %s failed: %s", name, failure(error))
            return False
        return True


def seal_waiting(settings: Settings, database: Database, moment: datetime) -> int:
    """Link all that waits into the chain of the audit, and write its end to the file of anchors if that says another
    end, once a day; how many entries were linked. Asks two indexed questions if none waits.
    """
    with open_reading(database) as session:
        waiting, linked = waits(session), 0
    while waiting:
        with open_work(database, actor=SYSTEM, now=moment, act="seal") as work:
            some = seal(work, SEALED_AT_ONCE)
        linked, waiting = linked + some, some == SEALED_AT_ONCE
    with open_reading(database) as session:
        drop_anchor(session, settings.audit_anchors, today(moment))
    return linked


def erase_expired(settings: Settings, database: Database, moment: datetime) -> int:
    """Erase the check-ups whose last day is over, some in each commit; how many went. Asks one indexed question if
    there are none.
    """
    on, gone = today(moment), 0
    with open_reading(database) as session:
        due = bool(expired_check_ups(session, on, 1))
    while due:
        with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
            erased = purge_expired(work, on, AT_ONCE)
        append_erased(settings.erased_list, erased)
        gone, due = gone + len(erased), len(erased) == AT_ONCE
    return gone


def empty_the_log(_settings: Settings, database: Database, _moment: datetime) -> None:
    """Empty the log of the database of what was erased, also by an owner while somebody read for long: see
    `cip.web.erasures`.
    """
    empty_log(database, 0)


def forget_old_sign_ins(_settings: Settings, database: Database, moment: datetime) -> None:
    """Remove links and sessions that were over long ago."""
    with open_reading(database) as session:
        if not anything_to_forget(session, moment):
            return
    with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
        forget_sign_ins(work)


def forget_old_tries(_settings: Settings, database: Database, moment: datetime) -> None:
    """Remove the counts of tries whose stretch of time is over."""
    with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
        forget_tries(work)


def close_due_surveys(settings: Settings, database: Database, moment: datetime) -> None:
    """Close the surveys whose last day is past."""
    on = today(moment)
    with open_reading(database) as session:
        due = bool(surveys_due(session, on, 1))
    if not due:
        return
    # The server has its key by now: it runs on the one of the settings, or on the one of its folder.
    vault = Vault(secret_key_for(settings, LOOPBACK))
    while due:
        with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
            due = close_due(work, vault, on=on, most=AT_ONCE) == AT_ONCE


def forget_lines(settings: Settings, database: Database, moment: datetime) -> None:
    """Remove the free lines of old surveys."""
    book = read_survey(find_rules(settings.rules))
    if book is not None:
        with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
            purge_lines(work, today(moment), book.structure.keep_days)


class Scanning:
    """Has new files scanned, and remembers between the rounds which ones got no verdict."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._put_off: dict[str, datetime] = {}

    def __call__(self, settings: Settings, database: Database, _moment: datetime) -> None:
        """Scan what waits. The moments are those of the clock: the scanner takes its time."""
        scan_pending(database, shelf_for(settings), self._clock, put_off=self._put_off)


def clear_files(settings: Settings, database: Database, moment: datetime) -> None:
    """Take off the disk what is to go."""
    clear_shelf(database, shelf_for(settings), moment)


def sweep_files(settings: Settings, database: Database, moment: datetime) -> None:
    """Take off the disk what a crash or a backup has left."""
    sweep_shelf(database, shelf_for(settings), moment)


def house_rounds(settings: Settings, database: Database, clock: Callable[[], datetime]) -> Rounds:
    """What is done in the database; sealing comes first, as until then an entry of the audit can still be bent."""
    return Rounds(
        settings,
        database,
        clock,
        always={
            "sealing": seal_waiting,
            "erasing": erase_expired,
            "emptying the log": empty_the_log,
            "listing closed accounts": list_closed_accounts,
            "opening and closing calls": keep_calls,
        },
        hourly={
            "forgetting sign-ins": forget_old_sign_ins,
            "forgetting tries": forget_old_tries,
            "closing surveys": close_due_surveys,
            "forgetting lines": forget_lines,
            "keeping joinings": keep_adherences,
            "keeping formal checks": keep_checks,
            "forgetting files of joinings": forget_joining_files,
            "reminding committees": remind_committees_now,
            "looking at clauses": Looking(),
        },
    )


def file_rounds(settings: Settings, database: Database, clock: Callable[[], datetime]) -> Rounds:
    """What is done with the files that people handed in."""
    always: dict[str, Duty] = {"scanning": Scanning(clock), "clearing the shelf": clear_files}
    return Rounds(settings, database, clock, always=always, hourly={"sweeping the shelf": sweep_files})


def keep_tidy(
    settings: Settings, database: Database, clock: Callable[[], datetime], every: float = EVERY_SECONDS
) -> Keeping:
    """Tidy up every so many seconds, the first time at once. Files have a thread of their own: the scanner may take its
    time.
    """
    house, files = house_rounds(settings, database, clock), file_rounds(settings, database, clock)
    return Keeping(every, tidy=house, files=files)


def keep_sealed(
    settings: Settings, database: Database, clock: Callable[[], datetime], every: float = EVERY_SECONDS
) -> Keeping:
    """The same with nothing but the sealing, for a process that serves no pages."""
    return Keeping(every, seal=Rounds(settings, database, clock, always={"sealing": seal_waiting}))
