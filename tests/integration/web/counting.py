"""How often the database is asked: a page that asks once for each of its questions shows up."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask import Flask

from cip.web.state import EXTENSION

MOST_QUERIES = 15


@contextmanager
def counted(site: Flask) -> Iterator[list[str]]:
    """The statements that the database gets."""
    seen: list[str] = []
    engine = site.extensions[EXTENSION].database.engine

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
