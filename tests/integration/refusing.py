"""How a database says no: every row that breaks a rule is refused under the name of that rule."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TypeVar

import pytest
from sqlalchemy.exc import DataError, IntegrityError

Table = TypeVar("Table")

# SQLite names of a key its columns only, and of a reference nothing.
_ON_SQLITE = {"fk_": "FOREIGN KEY", "uq_": "UNIQUE", "pk_": "UNIQUE"}
_LONGEST_NAME = 63
"""PostgreSQL cuts what is longer."""


def refused(constraint: str, insert: Callable[[], object]) -> None:
    """What `insert` writes is refused by this constraint."""
    with pytest.raises((IntegrityError, DataError)) as refusal:
        insert()
    said = str(refusal.value.orig)
    named = constraint[:_LONGEST_NAME] in said or _ON_SQLITE.get(constraint[:3], constraint) in said
    # A text that is longer than its column PostgreSQL refuses before it looks at any CHECK.
    assert named or "value too long" in said, f"{constraint}: {said}"


def refuses_each(
    subtests: pytest.Subtests,
    breaks: Iterable[tuple[Table, str, Mapping[str, object]]],
    insert: Callable[[Table, Mapping[str, object]], object],
) -> None:
    """Each of `breaks` (table, constraint, what is changed in a good row) is refused by its constraint."""
    for table, constraint, changes in breaks:
        with subtests.test(constraint, changes=changes):
            refused(constraint, partial(insert, table, changes))
