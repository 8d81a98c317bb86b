"""Rows are locked in one place, so that every lock reads afresh and none of them stops a foreign key."""

import re
from pathlib import Path

import pytest

CIP = Path(__file__).parents[3] / "cip"
RAW = re.compile(r"with_for_update|advisory|\bFOR (NO KEY )?UPDATE\b")
LOCKS = "database/locks.py"
# Reads what is about to change for the audit, of any table, below the mapped rows and inside a flush.
AUDIT = "database/audit/stored.py"


def raw_locks(text: str) -> list[str]:
    """The words in a module's text (comments left out) that lock something by themselves."""
    return [found.group() for line in text.splitlines() for found in RAW.finditer(line.split("#")[0])]


@pytest.mark.parametrize("line", ["row = s.get(R, 1, with_for_update=True)", 'text("SELECT 1 FOR UPDATE")'])
def test_the_test_finds_one(line: str) -> None:
    assert raw_locks(line)
    assert not raw_locks(f"# {line}")


def test_nothing_locks_beside_the_helper() -> None:
    found = {
        str(path.relative_to(CIP))
        for path in CIP.rglob("*.py")
        if "migrations" not in path.parts and raw_locks(path.read_text(encoding="utf-8"))
    }
    assert found == {LOCKS, AUDIT} | MIGRATING


# Takes the lock under which the installation is brought up to date: before there are sessions and Works.
MIGRATING = {"database/migrate.py"}
