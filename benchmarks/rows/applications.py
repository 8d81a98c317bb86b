"""Row 13: what an office opens of a call with a thousand applications of a hundred answers each: the list, page by page
and filtered, and the ranking. In process, on SQLite and on PostgreSQL.
"""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import event

from benchmarks.calls.firms import Applicant, applicants, send_all
from benchmarks.calls.office import CallOfOffice, open_call
from benchmarks.calls.pack import opened
from benchmarks.calls.ranked import make_ranked
from benchmarks.paths import SCRATCH
from benchmarks.postgres import postgres
from benchmarks.report import Detail, Line, Report
from benchmarks.web.cookies import browser
from benchmarks.web.site import KEY, Site, site
from cip.incentives.actions.check_application import take_application
from cip.kernel.canonical import sha256_of
from cip.kernel.clock import now, today
from cip.kernel.ids import new_secret
from cip.parties.actions.open_web_session import open_web_session

ROW = 13
APPLICATIONS = 1_000
ANSWERS = 100
TAKEN = 300
VISITS = 60
LIMIT_MS = 300.0
MOST_QUERIES = 15
FILTERS = ("", "?page=2", "?page=11", "?page=20", "?state=received", "?who=nobody", "?q=Segno-0005", "?q=17")
OPENING = ("BEGIN", "PRAGMA")  # opens a transaction on SQLite, asks nothing
HEAD = ("page", "database", "p95, ms", "median, ms", "queries")
WHAT = f"list of {APPLICATIONS:,} applications x {ANSWERS} answers"
NOTE = "The office's pages about one call, in process, by the clock: each page of the list and filter in turn."


@dataclass(frozen=True)
class Visits:
    """What one page took: milliseconds of each visit, the most queries of one; nothing where it did not open."""

    database: str
    page: str
    taken: tuple[float, ...] = ()
    queries: int = 0

    @property
    def p95(self) -> float:
        """The slowest but one in twenty."""
        return sorted(self.taken)[int(len(self.taken) * 0.95)]

    @property
    def cells(self) -> tuple[str, ...]:
        """A row of the table behind the budgets."""
        if not self.taken:
            return (self.page, self.database, "not opened", "", "")
        middle = sorted(self.taken)[len(self.taken) // 2]
        return (self.page, self.database, f"{self.p95:.0f}", f"{middle:.0f}", str(self.queries))


def report() -> Report:
    """p95 and queries of the list on both databases; the ranking behind."""
    found: list[Visits] = []
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
        found += _measured("SQLite", Path(folder), f"sqlite:///{folder}/bench.db")
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder, postgres(Path(folder)) as url:
        found += _measured("PostgreSQL", Path(folder), url)
    lines = tuple(line for visits in found for line in _lines(visits))
    return Report(lines, (Detail("Pages of an office", NOTE, HEAD, tuple(visits.cells for visits in found)),))


def _lines(visits: Visits) -> Iterator[Line]:
    what, listed = f"{visits.page}, {visits.database}", visits.page == WHAT
    limit = f"p95 under {LIMIT_MS:g} ms" if listed else ""
    most = f"at most {MOST_QUERIES} queries" if listed else ""
    if not visits.taken:
        yield Line(ROW, what, "did not open", limit, False)
        return
    yield Line(ROW, what, f"p95 {visits.p95:.0f} ms", limit, visits.p95 < LIMIT_MS)
    yield Line(ROW, what, f"{visits.queries} queries", most, visits.queries <= MOST_QUERIES)


def _measured(database: str, folder: Path, url: str) -> Iterator[Visits]:
    """The pages on one database, which is filled first: the call took applications until yesterday."""
    moment = now()
    opens, closes, sent = moment - timedelta(days=20), moment - timedelta(days=1), moment - timedelta(days=5)
    with site(folder, url) as ours:
        call = open_call(ours.state.database, opened(opens, closes, ANSWERS), KEY, opens, closes)
        who = applicants(call, APPLICATIONS, sent, ours.rules)
        send_all(call, who, sent)
        _take_some(call, who)
        client, path = _officer(ours, call), f"/it/office/{call.body_id}/calls/{call.call_id}"
        yield _visited(ours, client, database, WHAT, [f"{path}/applications{query}" for query in FILTERS])
        ranking_id = make_ranked(call, now())
        pages = {"ranking": f"{path}/ranking", "version of the ranking": f"{path}/ranking/{ranking_id}"}
        for page, address in pages.items():
            yield _visited(ours, client, database, f"{page} of {APPLICATIONS:,}", [address])


def _take_some(call: CallOfOffice, who: list[Applicant]) -> None:
    for one in who[:TAKEN]:
        with call.work(now()) as work:
            take_application(work, one.application_id, call.officer_id, on=today())


def _officer(ours: Site, call: CallOfOffice) -> FlaskClient:
    """The officer's browser, in which a second factor was given."""
    secret = new_secret()
    with call.work(now()) as work:
        open_web_session(work, call.officer_id, digest=sha256_of(secret), browser="benchmark", strong=True)
    client = ours.app.test_client(use_cookies=False)
    client.environ_base["HTTP_COOKIE"] = browser(ours.app, secret).cookie
    return client


def _visited(ours: Site, client: FlaskClient, database: str, page: str, addresses: list[str]) -> Visits:
    queries: list[str] = []

    def count(*given: object) -> None:
        if not str(given[2]).startswith(OPENING):
            queries.append(str(given[2]))

    engine = ours.state.database.engine
    for address in addresses:
        if client.get(address).status_code != 200:
            return Visits(database, page)
    most, taken = 0, []
    event.listen(engine, "before_cursor_execute", count)
    for visit in range(VISITS):
        queries.clear()
        start = time.perf_counter()
        client.get(addresses[visit % len(addresses)])
        taken.append((time.perf_counter() - start) * 1e3)
        most = max(most, len(queries))
    event.remove(engine, "before_cursor_execute", count)
    return Visits(database, page, tuple(taken), most)
