"""Links what was written into the hash chain, after the commits: no save waits for the head of the chain.

Until it is sealed (about a minute, while `cip run` or `cip work` runs) an entry is guarded only by agreeing with its
row and with the entry before. The end of the chain is also written to a file outside the database: at most once a day,
and on each day on which it differs from what the file says.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from sqlalchemy import BindParameter, Table, bindparam, select, update

from cip.database.audit.rows import HEAD, AuditEntryRow, AuditHeadRow
from cip.database.chain import digest_of
from cip.database.locks import lock
from cip.database.work import Session, Work
from cip.kernel.moments import moment_text

AT_ONCE = 1_000
_ENTRIES = cast("Table", AuditEntryRow.__table__)
_CONTENT = ("number", "actor", "mandate_id", "act", "kind", "object_id", "before", "after")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of the chain as it was on a day, kept outside the database."""

    day: date
    chain_seq: int
    digest: str


def waits(session: Session) -> bool:
    """True if an entry waits to be sealed."""
    return session.scalar(select(_ENTRIES.c.number).where(_ENTRIES.c.chain_seq.is_(None)).limit(1)) is not None


def seal(work: Work, at_most: int = AT_ONCE) -> int:
    """Link at most `at_most` waiting entries into the chain, by number; how many.

    Of several processes one seals at a time: they wait for the row that remembers the end, and nobody else does.
    Raises RowGoneError if that row was removed.
    """
    head = lock(work.session, AuditHeadRow, (HEAD,))
    query = select(_ENTRIES).where(_ENTRIES.c.chain_seq.is_(None)).order_by(_ENTRIES.c.number).limit(at_most)
    links: list[dict[str, object]] = []
    for row in work.session.execute(query).mappings():
        previous, head.chain_seq = head.digest, head.chain_seq + 1
        head.digest = digest_of(previous, entry_content({**row, "chain_seq": head.chain_seq}))
        links.append({"n": row["number"], "seq": head.chain_seq, "prev": previous, "own": head.digest})
    if links:
        linked = update(_ENTRIES).where(_ENTRIES.c.number == bindparam("n"))
        values: dict[str, BindParameter[object]] = {
            "chain_seq": bindparam("seq"),
            "prev_digest": bindparam("prev"),
            "digest": bindparam("own"),
        }
        work.session.connection().execute(linked.values(values), links)
    return len(links)


def entry_content(entry: Mapping[str, Any]) -> dict[str, object]:
    """What the digest of an entry covers: all of it but the two digests of the chain."""
    return {
        **{name: entry[name] for name in (*_CONTENT, "chain_seq")},
        "at": moment_text(entry["at"]),
    }


def drop_anchor(session: Session, path: Path, day: date) -> bool:
    """Write the end of the chain to the file of anchors, unless its last anchor says that end, one of this day stands
    there, or nothing is sealed; True if it was written. On disk when this returns; made for its owner alone.

    A line that cannot be read, torn by a crash or a full disk, counts as none. Raises OSError if it cannot be written.
    """
    head = session.get(AuditHeadRow, HEAD)
    if head is None or not head.chain_seq:
        return False
    anchor = Anchor(day, head.chain_seq, head.digest)
    if _stands(path, anchor):
        return False
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = json.dumps({"day": day.isoformat(), "chain_seq": anchor.chain_seq, "digest": anchor.digest})
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
        # Of processes that come here at once, the second one finds what the first has written.
        fcntl.flock(file, fcntl.LOCK_EX)
        if _stands(path, anchor):
            return False
        # The leading line end closes a line that was torn.
        file.write(f"\n{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    return True


def read_anchors(path: Path) -> Iterator[Anchor | int]:
    """The anchors, oldest first; the number of a line that cannot be read stands in its place."""
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            yield Anchor(date.fromisoformat(entry["day"]), int(entry["chain_seq"]), str(entry["digest"]))
        except (ValueError, TypeError, KeyError, OverflowError):
            yield number


def _stands(path: Path, anchor: Anchor) -> bool:
    """Whether an anchor of the same day is there, or the last one says the same end."""
    there = [each for each in read_anchors(path) if isinstance(each, Anchor)]
    same_end = bool(there) and (there[-1].chain_seq, there[-1].digest) == (anchor.chain_seq, anchor.digest)
    return same_end or any(each.day == anchor.day for each in there)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
