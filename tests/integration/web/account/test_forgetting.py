"""What signing in has left behind goes, and what still counts stays."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from cip.cli.tidying import house_rounds
from cip.database.work import open_reading
from cip.parties.records import SignInLinkRow, WebSessionRow
from cip.web.state import state_of
from tests.integration.web.account.acting import label, press, with_password
from tests.integration.web.conftest import Clock
from tests.integration.web.owner import Owner


def left(site: Flask) -> tuple[int, int]:
    """How many links and sessions are kept."""
    with open_reading(state_of(site).database) as session:
        counts = [session.scalar(select(func.count()).select_from(row)) or 0 for row in (SignInLinkRow, WebSessionRow)]
    return counts[0], counts[1]


def test_old_links_and_sessions_go_once_an_hour(site: Flask, clock: Clock) -> None:
    someone = with_password(site)
    rounds = house_rounds(state_of(site).settings, state_of(site).database, clock)
    press(Owner(site), "ask-link", email=someone.email)
    assert press(someone.browser(), "sign-out").status_code == 303
    clock.now += timedelta(days=1)
    rounds.go()
    assert left(site) == (1, 1)
    clock.now += timedelta(days=31)
    current = someone.browser()
    rounds.go()
    assert left(site) == (0, 1)
    assert label(current) == f"person:{someone.id}"
