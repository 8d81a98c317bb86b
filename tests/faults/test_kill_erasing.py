"""kill -9 of the server while an owner erases: a check-up is there whole, or gone and on the list
outside the database, and everything verifies afterwards.

Few kills run with every change, many with `make long`.
"""

import http.client
import json
import os
import random
import re
import shutil
import sqlite3
import threading
import time
from contextlib import closing, suppress

import pytest

from tests.faults.server import Browser, Page, Server

FEW, MANY = 1, 60
LONGEST_ERASURE = 0.08
PATIENCE = 20


class Leaving:
    """An owner with a check-up of two answers and a result, who takes everything back."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.browser = Browser(server.port)
        started = self.browser.post("/it/check-up", {"csrf_token": self.browser.get("/it/").token})
        found = re.search(r"/check-up/([0-9a-f]{32})", started.location)
        assert found, started.location
        self.check_up = found[1]
        self.base = f"/it/check-up/{self.check_up}"
        self.typed = f"parole che nessun altro scrive {self.check_up[::-1]}"
        area = f"{self.base}/area/T"
        token = self.browser.get(area).token
        for path, fields in ((area, {"T1": "2", "T2": "1", "T1.note": self.typed}), (f"{self.base}/result", {})):
            assert self.browser.post(path, {"csrf_token": token, **fields}).status == http.client.SEE_OTHER
        self.form = self.browser.get(f"{self.base}/erase")
        self.said: Page | None = None

    def erase(self) -> None:
        """Press the button; `said` stays None if the server dies before it answers."""
        with suppress(OSError, http.client.HTTPException):
            self.said = self.browser.post(f"{self.base}/erase", {"csrf_token": self.form.token})

    def begin_to_erase(self) -> threading.Thread:
        """Press the button and do not wait."""
        pressing = threading.Thread(target=self.erase)
        pressing.start()
        return pressing


def tables_with(server: Server, check_up: str) -> dict[str, int]:
    """In how many rows of each table an id stands, in any column."""
    found: dict[str, int] = {}
    with closing(sqlite3.connect(server.var / "cip.sqlite")) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 - names of the file itself
            count = sum(any(check_up in str(value) for value in row) for row in rows)
            found |= {name: count} if count else {}
    return found


def listed(server: Server) -> list[str]:
    """The ids on the list of what was erased."""
    lines = (server.var / "erased.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line)["id"] for line in lines if line]


def files_with(server: Server, text: str) -> list[str]:
    """The files of the folder in whose bytes a text stands, free pages and logs of the database among them."""
    files = (path for path in server.var.rglob("*") if path.is_file() and path.name.startswith(("cip.", "erased")))
    return [path.name for path in files if text.encode() in path.read_bytes()]


def assert_gone(server: Server, owner: Leaving) -> None:
    """Only the trace is left, once in the database and on the list, and what the audit keeps: ids and digests under a
    salt. The page is like one that never was.
    """
    left = tables_with(server, owner.check_up)
    assert left.pop("erased_check_ups") == 1
    assert set(left) <= {"audit_entries", "audit_salts"}
    assert files_with(server, owner.typed) == []
    assert listed(server).count(owner.check_up) == 1
    assert owner.browser.get(owner.base).status == http.client.NOT_FOUND


def assert_verified(server: Server) -> None:
    verified = server.verify()
    assert verified.returncode == 0, verified.stdout + verified.stderr


def wait_until_committed(server: Server, check_up: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while "erased_check_ups" not in tables_with(server, check_up):
        assert time.monotonic() < deadline, "the erasure never came to its commit"
        time.sleep(0.01)


def test_a_kill_between_the_commit_and_the_list_leaves_nothing_alive(server: Server) -> None:
    owner = Leaving(server)
    path = server.var / "erased.jsonl"
    path.unlink(missing_ok=True)
    os.mkfifo(path)  # whoever opens it to write waits for a reader: the erasure stands still right there
    pressing = owner.begin_to_erase()
    wait_until_committed(server, owner.check_up)
    server.kill()
    pressing.join()
    path.unlink()
    assert owner.said is None
    server.start()
    assert_gone(server, owner)
    assert_verified(server)


def test_a_kill_after_the_answer_leaves_nothing_alive_also_when_a_backup_is_put_back(server: Server) -> None:
    owner = Leaving(server)
    database, backup = server.var / "cip.sqlite", server.var / "backup.sqlite"
    # README: the audit's anchors of the same day are put back with a backup.
    anchors = server.var / "audit_anchor.jsonl"
    then = anchors.read_bytes() if anchors.exists() else None
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)
    owner.erase()
    server.kill()
    assert owner.said is not None
    assert owner.said.status == http.client.SEE_OTHER
    server.start()
    assert_gone(server, owner)
    server.kill()
    for left in server.var.glob("cip.sqlite*"):
        left.unlink()
    shutil.copy(backup, database)
    anchors.unlink(missing_ok=True)
    if then is not None:
        anchors.write_bytes(then)
    assert "answer_events" in tables_with(server, owner.check_up), "the backup brings it back"
    assert files_with(server, owner.typed) == [database.name]
    server.start()
    assert_gone(server, owner)
    assert_verified(server)


def _kill_while_erasing(server: Server, chance: random.Random) -> None:
    owner = Leaving(server)
    whole = tables_with(server, owner.check_up)
    pressing = owner.begin_to_erase()
    time.sleep(chance.uniform(0.0, LONGEST_ERASURE))
    server.kill()
    pressing.join()
    server.start()
    if owner.said is None and "check_ups" in tables_with(server, owner.check_up):
        assert tables_with(server, owner.check_up) == whole, "half a check-up was erased"
        assert owner.browser.get(owner.base).status == http.client.OK
    else:
        assert_gone(server, owner)
    assert_verified(server)


def _run_kills(server: Server, count: int) -> None:
    chance = random.Random(20261121)
    for _kill in range(count):
        _kill_while_erasing(server, chance)


def test_a_kill_while_erasing_leaves_all_or_nothing(server: Server) -> None:
    _run_kills(server, FEW)


@pytest.mark.long
def test_many_kills_while_erasing_leave_all_or_nothing(server: Server) -> None:
    _run_kills(server, MANY)
