"""Many ask for PDFs at once and odd things are typed: pages go on, and no log tells what anybody wrote."""

import fcntl
import http.client
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults.conftest import running
from tests.faults.server import Browser, Server

MARKER = "Ipazia"
ODD = f"{MARKER} \N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL} \u65e5\u672c \u202e]]> &#x0; {{{{7*7}}}}"
AT_ONCE = 10


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, read_rules: Path) -> Iterator[Server]:
    """One server for all: nothing is killed here."""
    with running(tmp_path_factory.mktemp("var"), read_rules) as started:
        yield started


@pytest.fixture
def owner(server: Server) -> tuple[Browser, str]:
    """A browser with a result, and the address of its check-up."""
    browser = Browser(server.port)
    started = browser.post("/it/check-up", {"csrf_token": browser.get("/it/").token})
    found = re.search(r"/it/check-up/[0-9a-f]{32}", started.location)
    assert found, started.location
    base = found[0]
    token = browser.get(f"{base}/profile").token
    assert browser.post(f"{base}/result", {"csrf_token": token}).status == http.client.SEE_OTHER
    return browser, base


def test_ten_pdfs_at_once_leave_a_worker_to_the_pages(server: Server, owner: tuple[Browser, str]) -> None:
    browser, base = owner
    ended: dict[str, list[float]] = {"200": [], "503": [], "home": []}
    began = threading.Barrier(AT_ONCE + 1)

    def pdf(_number: int) -> None:
        began.wait(10)
        status = Browser(server.port, dict(browser.cookies)).status(f"{base}/report.pdf")
        ended[str(status)].append(time.monotonic())

    with ThreadPoolExecutor(AT_ONCE) as pool:
        asking = [pool.submit(pdf, number) for number in range(AT_ONCE)]
        began.wait(10)
        time.sleep(0.1)
        assert Browser(server.port).get("/it/").status == http.client.OK
        ended["home"].append(time.monotonic())
        for each in asking:
            each.result(60)
    assert ended["200"], "one of them is made"
    assert ended["503"], "and the others are told at once"
    assert ended["home"][0] < min(ended["200"]), "the page did not wait for a PDF"


def test_while_another_program_has_the_turn_nobody_waits(server: Server, owner: tuple[Browser, str]) -> None:
    browser, base = owner
    with (server.var / "pdf.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert browser.status(f"{base}/report.pdf") == http.client.SERVICE_UNAVAILABLE
    assert browser.status(f"{base}/report.pdf") == http.client.OK


def test_no_log_tells_what_somebody_typed(server: Server, owner: tuple[Browser, str]) -> None:
    browser, base = owner
    page = browser.get(f"{base}/already")
    names = re.findall(r'name="([^"]+\.(?:name|what))"', page.text)
    seq = re.search(r'name="seq"[^>]*value="(\d+)"', page.text)
    fields = {"csrf_token": page.token, "seq": seq[1] if seq else "0"} | dict.fromkeys(names, ODD)
    assert names
    browser.post(f"{base}/already", fields)
    page = browser.get(f"{base}/sites")
    names = re.findall(r'name="(s1\.name|s2\.name)"', page.text)
    browser.post(f"{base}/sites", {"csrf_token": page.token, "seq": "99"} | dict.fromkeys(names, ODD))
    browser.post(f"{base}/result", {"csrf_token": page.token})
    assert MARKER in browser.get(f"{base}/data.html").text, "it was saved"
    for paper in ("report.pdf", "report-ua.pdf", "report.docx", "flexibility-plan.pdf", "leave-plan.docx"):
        browser.status(f"{base}/{paper}")
    browser.status(f"{base}/timeline.xlsx")
    log = server.log.read_text(encoding="utf-8", errors="replace")
    assert MARKER not in log
    assert "\N{WOMAN}" not in log
    assert MARKER.encode("unicode_escape").decode() not in log
