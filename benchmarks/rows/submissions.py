"""Row 14: 150 applications a second are sent over the wire, each by another person of another firm, whatever became of
those before: gunicorn with two sync workers, on SQLite and on PostgreSQL.

Ten seconds long; a whole minute with CIP_LONG=1. The machine also carries who sends, and PostgreSQL itself.
"""

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.calls.firms import Applicant, applicants
from benchmarks.calls.office import CallOfOffice, open_call
from benchmarks.calls.pack import opened
from benchmarks.calls.stock import Stock, stock_of
from benchmarks.paths import SCRATCH
from benchmarks.postgres import postgres
from benchmarks.report import Line, Report
from benchmarks.web.arrivals import Answer, Offered, ask_all, moments, offer
from benchmarks.web.cookies import Browser, browser
from benchmarks.web.server import HOST, NotServingError, serving
from benchmarks.web.site import KEY, settings_of, site
from benchmarks.web.visitor import Fields, Visitor
from cip.database.engine import open_database
from cip.kernel.clock import now
from cip.kernel.ids import new_id

ROW = 14
A_SECOND = 150.0
SECONDS = 60 if os.environ.get("CIP_LONG") else 10
WARM_UP, WARM_UP_A_SECOND = 20, 10.0
READ_SOON, READERS = 10, 4
"""Every so many-th reads its receipt at once, while the others send; the rest afterwards, so many at a time."""
SEED = "arrivals"
MARKER = re.compile(rb"Segno-\d{6}")
LED = re.compile(rb"(?im)^location: (?:http://[^/\s]+)?(/\S+)")
OK, GOOD = 200, range(200, 400)
WHAT = f"{A_SECOND:g} submissions/s offered for {SECONDS} s"


@dataclass(frozen=True, slots=True)
class Sender:
    """A person of a firm with a signed-off application, and their browser."""

    who: Applicant
    browser: Browser

    @property
    def path(self) -> str:
        """The address of the application."""
        return f"/it/firm/{self.who.firm_id}/applications/{self.who.application_id}"

    def submission(self, port: int) -> bytes:
        """The form that sends the application, as it goes over the wire."""
        fields: Fields = [("csrf_token", self.browser.token), ("key", new_id()), ("declare", "yes")]
        return Visitor(port, self.browser.cookie).request_bytes(f"{self.path}/submit", fields)

    def reading(self, port: int) -> bytes:
        """The request for the receipt."""
        head = (f"GET {self.path}/receipt HTTP/1.1", f"Host: {HOST}:{port}", f"Cookie: {self.browser.cookie}")
        return "\r\n".join((*head, "Connection: close", "", "")).encode()

    def read_by(self, page: Answer) -> bool:
        """Whether the receipt came and names this firm."""
        return page.status == OK and self.who.marker.encode() in page.raw

    def foreign(self, *answers: Answer) -> bool:
        """Whether something of another firm came: its name, or the address of its receipt."""
        names = set().union(*(MARKER.findall(answer.raw) for answer in answers))
        led = set().union(*(LED.findall(answer.raw) for answer in answers))
        return bool(names - {self.who.marker.encode()} or led - {f"{self.path}/receipt".encode()})


@dataclass(frozen=True)
class Found:
    """What became of the offered submissions on one database."""

    sent: Offered
    lost: int
    unanswered: int
    unread: int
    wrong: int
    gapless: bool

    @property
    def whole(self) -> bool:
        """Whether everybody was answered, and everything is there once."""
        return self.gapless and not (self.lost or self.unanswered or self.unread or self.wrong)

    @property
    def slow(self) -> tuple[float, float, float]:
        """p50, p95 and p99 in milliseconds, each from the moment at which it was due."""
        taken = sorted(answer.seconds for answer in self.sent.answers)
        p50, p95, p99 = (1e3 * taken[int(len(taken) * share)] for share in (0.5, 0.95, 0.99))
        return p50, p95, p99

    @property
    def rate(self) -> float:
        """Answers a second, from the first moment to the last answer."""
        return len(self.sent.answers) / self.sent.seconds


def report() -> Report:
    """What was lost, whose pages were seen, how long people waited."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
        lines += _lines("SQLite", Path(folder), f"sqlite:///{folder}/bench.db")
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder, postgres(Path(folder)) as url:
        lines += _lines("PostgreSQL", Path(folder), url)
    return Report(tuple(lines))


def _lines(database: str, folder: Path, url: str) -> Iterator[Line]:
    what, budget = f"{WHAT}, {database}", "0 lost, 0 pages of others"
    try:
        found = _measured(folder, url)
    except NotServingError as error:
        yield Line(ROW, what, f"failed: {error}", budget, False)
        return
    measured = f"{found.lost} lost, {found.wrong} pages of others, {found.unanswered} refused or without an answer"
    for name, there in ((f"{found.unread} receipts not read", found.unread), ("numbers with holes", not found.gapless)):
        measured += f", {name}" if there else ""
    yield Line(ROW, what, measured, budget, found.whole)
    p50, p95, p99 = found.slow
    yield Line(ROW, f"{what}: answered", f"{found.rate:.0f}/s", "", None)
    yield Line(ROW, f"{what}: wait from the moment due", f"p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f} ms", "", None)


def _measured(folder: Path, url: str) -> Found:
    count = round(A_SECOND * SECONDS)
    moment = now()
    opens, closes = moment - timedelta(days=10), moment + timedelta(days=10)
    with site(folder, url) as ours:
        call = open_call(ours.state.database, opened(opens, closes), KEY, opens, closes)
        who = applicants(call, count + WARM_UP, moment, ours.rules)
        senders = [Sender(one, browser(ours.app, one.secret)) for one in who]
    with serving(folder, settings_of(folder, url)) as port:
        warm, senders = senders[:WARM_UP], senders[WARM_UP:]
        offer(port, [one.submission(port) for one in warm], moments(WARM_UP, WARM_UP_A_SECOND, "warm"))
        sent, pages = _offered(port, senders)
    return _judged(url, call, senders, sent, pages)


def _offered(port: int, senders: Sequence[Sender]) -> tuple[Offered, list[Answer]]:
    """The answers to the forms, and every receipt page in the order of the senders."""
    when = moments(len(senders), A_SECOND, SEED)
    sent = offer(
        port,
        [one.submission(port) for one in senders],
        when,
        after={place: one.reading(port) for place, one in enumerate(senders) if place % READ_SOON == 0},
    )
    later = [place for place in range(len(senders)) if place % READ_SOON]
    read = ask_all(port, [senders[place].reading(port) for place in later], READERS)
    pages = {**sent.followed, **dict(zip(later, read, strict=True))}
    return sent, [pages[place] for place in range(len(senders))]


def _judged(url: str, call: CallOfOffice, senders: Sequence[Sender], sent: Offered, pages: Sequence[Answer]) -> Found:
    database = open_database(url)
    try:
        stock: Stock = stock_of(database, call.call_id)
    finally:
        database.dispose()
    good = [answer.status in GOOD for answer in sent.answers]
    whole = [stock.whole(one.who.application_id) for one in senders]
    there = [one.who.application_id in stock.submissions for one in senders]
    return Found(
        sent,
        lost=sum((taken or held) and not kept for taken, held, kept in zip(good, there, whole, strict=True)),
        unanswered=sum(not taken for taken in good),
        unread=sum(taken and not one.read_by(page) for one, taken, page in zip(senders, good, pages, strict=True)),
        wrong=sum(one.foreign(answer, page) for one, answer, page in zip(senders, sent.answers, pages, strict=True)),
        gapless=stock.gapless,
    )
