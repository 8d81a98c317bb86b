"""Row 8: every page of an owner with a result, in process: time on the server, questions to the database."""

import tempfile
import time
from collections.abc import Iterator
from typing import Any, cast

from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import event

from benchmarks.engines.check_ups import answers_of, bound_pack
from benchmarks.paths import RULES, SCRATCH
from benchmarks.report import Detail, Line, Report
from cip.assessment.actions import save_answers
from cip.assessment.stored import Section
from cip.database.migrate import upgrade
from cip.database.work import open_work
from cip.kernel.clock import now
from cip.kernel.settings import read_settings
from cip.parties.access import SYSTEM
from cip.web.app import create_app
from cip.web.state import EXTENSION, State

ROUNDS = 9
LIMIT_MS = 50.0
MOST_QUERIES = 15
FIRM = "forty"
FILLED_IN = {"area_id": "T", "code": "M01"}
PAPERS = (".pdf", ".docx", ".xlsx", ".csv", ".json")


def report() -> Report:
    """The slowest page and the one with most queries; all of them behind."""
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
        database = f"sqlite:///{folder}/bench.db"
        given = {"CIP_ENV": "development", "CIP_VAR": folder, "CIP_DATABASE_URL": database, "CIP_RULES": str(RULES)}
        upgrade(database)
        app = create_app(read_settings(given))
        app.config["WTF_CSRF_ENABLED"] = False
        state = cast("State", app.extensions[EXTENSION])
        try:
            found = dict(_measured(app, state))
        finally:
            state.close()
    slowest, busiest = max(found, key=lambda page: found[page][0]), max(found, key=lambda page: found[page][1])
    taken, asked = found[slowest][0], found[busiest][1]
    rows = tuple((page, f"{ms:.1f}", str(queries)) for page, (ms, queries) in sorted(found.items()))
    limit, most = f"at most {LIMIT_MS:g} ms", f"at most {MOST_QUERIES} queries"
    return Report(
        (
            Line(8, f"slowest of {len(found)} pages ({slowest})", f"{taken:.1f} ms", limit, taken <= LIMIT_MS),
            Line(8, f"page with most queries ({busiest})", str(asked), most, asked <= MOST_QUERIES),
        ),
        (Detail("Pages of an owner", "A firm of 40 that answered everything, on SQLite, least of nine.", HEAD, rows),),
    )


HEAD = ("page", "ms", "queries")


def _measured(app: Flask, state: State) -> Iterator[tuple[str, tuple[float, int]]]:
    client = app.test_client()
    base = client.post("/it/check-up").headers["Location"].split("/")
    _answer(state, base[3])
    client.post(f"/it/check-up/{base[3]}/result")
    queries: list[str] = []
    event.listen(state.database.engine, "before_cursor_execute", lambda *given: queries.append(given[2]))
    for page, address in _pages(app, base[3]):
        if client.get(address).status_code != 200:
            continue
        queries.clear()
        client.get(address)
        asked = len(queries)
        yield page, (min(_milliseconds(client, address) for _ in range(ROUNDS)), asked)


def _answer(state: State, check_up_id: str) -> None:
    file = answers_of(bound_pack(), FIRM).as_file()
    changes = {
        (cast("Section", section), str(key)): value
        for section, entries in file.items()
        if isinstance(entries, dict)
        for key, value in entries.items()
    }
    with open_work(state.database, actor=SYSTEM, now=now()) as work:
        save_answers(work, check_up_id, changes, "bench")


def _pages(app: Flask, check_up_id: str) -> Iterator[tuple[str, str]]:
    """Every page of the site that a person opens, with the address for this owner."""
    filled_in: dict[str, Any] = {**FILLED_IN, "language": "it", "check_up_id": check_up_id}
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            known = rule.arguments <= set(filled_in) and "GET" in (rule.methods or ())
            if known and "language" in rule.arguments and not rule.rule.endswith(PAPERS):
                address = url_for(rule.endpoint, **{name: filled_in[name] for name in rule.arguments})
                yield rule.endpoint, address


def _milliseconds(client: FlaskClient, address: str) -> float:
    start = time.process_time()
    client.get(address)
    return (time.process_time() - start) * 1e3
