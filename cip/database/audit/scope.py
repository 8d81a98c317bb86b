"""What the audit covers: every table, but for those listed here with a reason, and every column not marked otherwise.

A column that moves all the time and matters to nobody is declared `mapped_column(info={"audit": False})`: a change of
it alone leaves no entry, and no digest covers it.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from sqlalchemy import Column, Table

# name of a table -> why no entry is written for its rows, and what guards them instead
EXEMPT: Mapping[str, str] = MappingProxyType(
    {
        "answer_events": "append-only, in a hash chain of its own per check-up; the hottest table of all",
        "snapshots": "append-only, in a hash chain of its own per check-up",
        "plan_versions": "append-only, in a hash chain of its own per check-up",
        "plan_signatures": "append-only, in a hash chain of its own per check-up",
        "packs": "append-only, kept under the digest of its content, which is verified",
        "check_up_holders": "its key would link the check-ups of one browser even after they are erased; each change "
        "is counted in the chain of its check-up",
        "throttles": "counts of tries under digests that name nobody; each goes within the hour after its stretch of "
        "time, at most a day",
        "audit_entries": "the audit itself: a hash chain",
        "audit_salts": "the audit itself: a wrong salt shows, as its row no longer has the digest of its entry",
        "audit_head": "the audit itself: the end of the chain, verified",
        "demo_mails": "only in a demonstration: what would have been mailed",
        "survey_tokens": "an entry with a moment for each code that is used would betray who answered when",
        "survey_answers": "an entry with a moment for each answer would betray whose it is",
        "survey_lines": "an entry with a moment for each line would betray whose it is",
        "funding_lines": "running sums of ledger legs, which are audited; verified against them",
        "award_shares": "running sums of ledger legs, which are audited; verified against them",
        "financial_cells": "the newest financial plan, and sums of what hangs on it: both audited, and verified",
        "outbox": "each message moves through its states by lease; a sent one is emptied",
    }
)


def audited(table: str) -> bool:
    """True if writes to the table of this name leave entries."""
    return table not in EXEMPT


@cache
def covered_columns(table: Table) -> Sequence[Column[object]]:
    """The columns that the digest of a row covers: the key, and all that are not marked `audit: False`."""
    return tuple(column for column in table.columns if column.primary_key or column.info.get("audit", True))
