"""kill -9 of the server while an owner saves: at most the page being typed is lost, and everything verifies afterwards.

A save that was answered is in the database. A save that was cut off is either there whole or not at all. Few kills
run with every change,
hundreds with `make long`.
"""

import http.client
import json
import random
import re
import sqlite3
import threading
import time

import pytest

from tests.faults.server import Browser, Page, Server

FEW, MANY = 2, 150
SECONDS_TO_LIVE = 0.6


def _start_check_up(browser: Browser) -> str:
    home = browser.get("/it/")
    started = browser.post("/it/check-up", {"csrf_token": home.token})
    found = re.search(r"/check-up/([0-9a-f]{32})", started.location)
    assert found, started.location
    return found[1]


def _stored(server: Server, check_up: str) -> dict[str, str]:
    """The last answer to each question of the area, straight from the file."""
    with sqlite3.connect(server.var / "cip.sqlite") as connection:
        rows = connection.execute(
            "SELECT question_id, value FROM answer_events"
            " WHERE check_up_id = ? AND section = 'indicators' ORDER BY seq",
            (check_up,),
        ).fetchall()
    return {question: value for question, value in rows if value is not None}


class Owner:
    """Saves the same two answers of an area again and again, and remembers what was acknowledged."""

    def __init__(self, browser: Browser, check_up: str) -> None:
        self.browser = browser
        self.path = f"/it/check-up/{check_up}/area/T"
        self.acknowledged: int | None = None
        self.tried: int | None = None

    def save(self, step: int) -> Page:
        drawn = self.browser.get(self.path)
        self.tried = step
        fields = {"csrf_token": drawn.token, "seq": drawn.seq, "T1": str(step), "T2": str(step)}
        page = self.browser.post(self.path, fields)
        assert page.status in (http.client.SEE_OTHER, http.client.FOUND), page.status
        self.acknowledged = step
        return page

    def work_until_cut_off(self) -> None:
        step = 0
        try:
            while True:
                step = (step + 1) % 5
                self.save(step)
        except (OSError, http.client.HTTPException):
            return


def _kill_while_saving(server: Server, browser: Browser, check_up: str, chance: random.Random) -> None:
    owner = Owner(browser, check_up)
    owner.save(0)
    worker = threading.Thread(target=owner.work_until_cut_off)
    worker.start()
    time.sleep(chance.uniform(0.02, SECONDS_TO_LIVE))
    server.kill()
    worker.join()
    server.start()
    stored = _stored(server, check_up)
    kept = {json.loads(stored["T1"]), json.loads(stored["T2"])}
    assert len(kept) == 1, f"half a page was saved: {stored}"
    assert kept <= {owner.acknowledged, owner.tried}, f"stored {kept}, acknowledged {owner.acknowledged}"
    verified = server.verify()
    assert verified.returncode == 0, verified.stdout + verified.stderr


def _run_kills(server: Server, count: int) -> None:
    browser = Browser(server.port)
    check_up = _start_check_up(browser)
    chance = random.Random(20261121)
    for _kill in range(count):
        _kill_while_saving(server, browser, check_up, chance)


def test_a_kill_loses_at_most_the_page_being_typed(server: Server) -> None:
    _run_kills(server, FEW)


@pytest.mark.long
def test_many_kills_lose_at_most_the_page_being_typed(server: Server) -> None:
    _run_kills(server, MANY)
