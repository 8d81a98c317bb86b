"""The Italian day of a moment, which everybody asks in one place."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import cip
from cip.kernel import clock

HOME = Path(cip.__file__).parent


def test_after_midnight_in_italy_it_is_the_next_day() -> None:
    assert clock.today(datetime(2026, 11, 30, 23, 30, tzinfo=UTC)) == date(2026, 12, 1)
    assert clock.today(datetime(2026, 7, 1, 22, 0, tzinfo=UTC)) == date(2026, 7, 2)


def days_of_moments() -> Iterator[str]:
    """Where a moment is asked for its day in the offset that it happens to bear."""
    for path in sorted(HOME.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and not node.args and getattr(node.func, "attr", "") == "date":
                yield f"{path.relative_to(HOME).as_posix()}:{ast.unparse(node)}"
    for path in sorted(HOME.rglob("*.html")):
        for found in re.findall(r"[\w.]+\.date\(\)", path.read_text("utf-8")):
            yield f"{path.relative_to(HOME).as_posix()}:{found}"


def test_no_moment_is_asked_for_the_day_of_its_offset() -> None:
    assert list(days_of_moments()) == ["kernel/clock.py:(moment or now()).astimezone(ROME).date()"]
