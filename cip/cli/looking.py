"""Housekeeping of agreements: the clauses of every joining are looked at, so that a change of law is noticed."""

import logging
from datetime import date, datetime
from functools import lru_cache

from cip.agreement.actions.raise_rechecks import is_news
from cip.agreement.adherence import Adherence
from cip.agreement.reads import binding_on
from cip.assessment.actions.look_at_clauses import look_at_joining, results_of_joining
from cip.assessment.reads.known_firm import Pinned
from cip.cli.options import find_rules
from cip.cli.packs import load_bound
from cip.database.engine import Database
from cip.database.packs import read_pack
from cip.database.work import open_reading, open_work
from cip.kernel.clock import today
from cip.kernel.failures import failure
from cip.kernel.settings import Settings
from cip.parties.access import SYSTEM
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.packs import Pack, PackError

_LOG = logging.getLogger(__name__)


class Looking:
    """Looks at each joining once a day, and again under other rules; remembers which ones were looked at. One that goes
    wrong is logged and tried again next time, and stops no other.
    """

    def __init__(self) -> None:
        self._under: tuple[date, str] | None = None
        self._looked_at: set[str] = set()

    def __call__(self, settings: Settings, database: Database, moment: datetime) -> None:
        """Look at what was not looked at that day. Asks one question where there is nothing."""
        on = today(moment)
        with open_reading(database) as session:
            joined = binding_on(session, on)
        book = load_bound(find_rules(settings.rules), None, on).pack.content.agreements if joined else None
        if book is None:
            return
        if self._under != (on, book.sha256):
            self._under, self._looked_at = (on, book.sha256), set()
        kept = lru_cache(maxsize=8)(_kept)
        for adherence in joined:
            if adherence.id in self._looked_at:
                continue
            try:
                _look(database, book, adherence, moment, lambda _session, sha256: kept(database, sha256))
            except Exception as error:  # noqa: BLE001 - whatever goes wrong with one joining, the others are looked at
                _LOG.error("looking at the joining %s failed: %s", adherence.id, failure(error))
            else:
                self._looked_at.add(adherence.id)


def _look(database: Database, book: AgreementBook, adherence: Adherence, moment: datetime, pinned: Pinned) -> None:
    """Judge the clauses before anything is locked, as on SQLite one writer makes all others wait; only where that says
    anything new, hold the joining and judge them again.
    """
    on = today(moment)
    with open_reading(database) as session:
        results = results_of_joining(session, book, adherence, moment, on, pinned=pinned)
        news = bool(results) and is_news(session, adherence, results, book, on)
    if news:
        with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
            look_at_joining(work, book, adherence.id, on=on, pinned=pinned)


def _kept(database: Database, sha256: str) -> Pack:
    with open_reading(database) as session:
        canonical = read_pack(session, sha256)
    if canonical is None:
        raise PackError(f"the pack {sha256} was never kept")
    return Pack.from_canonical(canonical)
