"""Housekeeping of agreements: the clauses of every joining are looked at, so that a change of law is noticed."""

from datetime import datetime
from functools import lru_cache

from cip.agreement.actions.raise_rechecks import raise_rechecks
from cip.agreement.reads import binding_on
from cip.assessment.actions.look_at_clauses import results_of_joining
from cip.cli.options import find_rules
from cip.cli.packs import load_bound
from cip.database.engine import Database
from cip.database.packs import read_pack
from cip.database.work import open_reading, open_work
from cip.kernel.clock import today
from cip.kernel.settings import Settings
from cip.parties.access import SYSTEM
from cip.rulebook.packs import Pack, PackError


def look_at_clauses(settings: Settings, database: Database, moment: datetime) -> None:
    """Look at each joining in a Work of its own."""
    on = today(moment)
    with open_reading(database) as session:
        joined = binding_on(session, on)
    book = load_bound(find_rules(settings.rules), None, on).pack.content.agreements if joined else None
    if book is None:
        return
    kept = lru_cache(maxsize=8)(_kept)
    for adherence in joined:
        # Packs are read and clauses judged before anything is locked: on SQLite one writer makes all others wait.
        with open_reading(database) as session:
            results = results_of_joining(
                session, book, adherence, moment, on, pinned=lambda _session, sha256: kept(database, sha256)
            )
        if not results:
            continue
        with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
            raise_rechecks(work, adherence.id, results, book, on=on)


def _kept(database: Database, sha256: str) -> Pack:
    with open_reading(database) as session:
        canonical = read_pack(session, sha256)
    if canonical is None:
        raise PackError(f"the pack {sha256} was never kept")
    return Pack.from_canonical(canonical)
