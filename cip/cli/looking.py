"""Housekeeping of the agreements: the clauses of every joining are looked at, so that a change of the law is noticed."""

from datetime import datetime

from cip.agreement.reads import binding_on
from cip.assessment.actions.look_at_clauses import look_at_joining
from cip.cli.options import find_rules
from cip.cli.packs import load_bound
from cip.database.engine import Database
from cip.database.packs import read_pack
from cip.database.work import Session, open_reading, open_work
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
    for adherence in joined:
        with open_work(database, actor=SYSTEM, now=moment, act="tidy") as work:
            look_at_joining(work, book, adherence, on=on, pinned=_kept)


def _kept(session: Session, sha256: str) -> Pack:
    canonical = read_pack(session, sha256)
    if canonical is None:
        raise PackError(f"the pack {sha256} was never kept")
    return Pack.from_canonical(canonical)
