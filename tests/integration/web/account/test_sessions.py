"""Who is signed in: one session a browser, which ends by itself, by hand, and when a role changes."""

from datetime import timedelta

import pytest
from flask import Flask

from cip.database.work import open_work
from cip.parties.access import SYSTEM
from cip.parties.actions.end_sessions import end_sessions
from cip.parties.standing import PLATFORM_ID
from cip.web.state import state_of
from tests.integration.web.account.acting import BODY, FIRM, PASSWORD, hash_of, label, look, without_token
from tests.integration.web.conftest import Clock
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone, make_person
from tests.integration.web.test_safety import tables


@pytest.fixture
def owner_of_firm(site: Flask) -> Someone:
    return make_person(site, "Ada", [("firm", FIRM, "owner")], password_hash=hash_of(PASSWORD))


def test_a_person_signs_in_by_password_and_out(site: Flask, owner_of_firm: Someone) -> None:
    browser = Owner(site)
    answer = browser.client.post(
        "/it/account/sign-in",
        data={"csrf_token": browser.token(), "email": f" {owner_of_firm.email.upper()}", "password": PASSWORD},
    )
    assert answer.status_code == 303
    assert label(browser) == f"person:{owner_of_firm.id}"
    assert browser.client.post("/it/account/sign-out", data={"csrf_token": browser.token()}).status_code == 303
    assert label(browser) == "anonymous"


def test_a_wrong_password_signs_nobody_in(site: Flask, owner_of_firm: Someone) -> None:
    browser = Owner(site)
    pages = []
    for email in (owner_of_firm.email, "nobody@example.org"):
        data = {"csrf_token": browser.token(), "email": email, "password": PASSWORD + "!"}
        answer = browser.client.post("/it/account/sign-in", data=data)
        assert answer.status_code == 422
        pages.append(without_token(answer.text).replace(email, ""))
    assert pages[0] == pages[1]
    assert label(browser) == "anonymous"


def test_a_person_keeps_what_the_browser_holds_as_a_guest(owner: Owner, site: Flask, owner_of_firm: Someone) -> None:
    owner_of_firm.sign_in(owner.client)
    assert owner.get().status_code == 200
    assert label(owner) == f"person:{owner_of_firm.id}"


@pytest.mark.parametrize(
    ("memberships", "idle", "absolute"),
    [
        ([("firm", FIRM, "owner")], timedelta(days=7), timedelta(days=30)),
        ([("platform", PLATFORM_ID, "admin")], timedelta(minutes=30), timedelta(hours=8)),
        ([("firm", FIRM, "owner"), ("body", BODY, "staff")], timedelta(minutes=30), timedelta(hours=8)),
    ],
)
def test_a_session_ends_idle_and_in_any_case(
    site: Flask, clock: Clock, memberships: list[tuple[str, str, str]], idle: timedelta, absolute: timedelta
) -> None:
    someone = make_person(site, "Ada", memberships)  # type: ignore[arg-type]
    begun = clock.now
    browser = someone.browser()
    step = idle - timedelta(minutes=2)
    while clock.now + step < begun + absolute:
        clock.now += step
        assert label(browser) == f"person:{someone.id}"
    clock.now = begun + absolute
    assert label(browser) == "anonymous", "over in any case"
    browser = someone.browser()
    clock.now += idle
    assert label(browser) == "anonymous", "over without a page"


def test_all_sessions_end_together(site: Flask, owner_of_firm: Someone, clock: Clock) -> None:
    browsers = [owner_of_firm.browser(), owner_of_firm.browser()]
    with open_work(state_of(site).database, actor=SYSTEM, now=clock.now) as work:
        assert end_sessions(work, owner_of_firm.id) == 2
    assert [label(browser) for browser in browsers] == ["anonymous", "anonymous"]
    assert label(owner_of_firm.browser()) == f"person:{owner_of_firm.id}"


def test_pages_change_nothing_but_when_somebody_was_seen_once_a_minute(
    site: Flask, owner_of_firm: Someone, clock: Clock
) -> None:
    browser = owner_of_firm.browser()
    label(browser)
    before = tables(site)
    clock.now += timedelta(seconds=59)
    for path in ("", "password", "email", "close", "second-factor/new", "fresh", "data.json"):
        look(browser, path)
    assert tables(site) == before
    clock.now += timedelta(seconds=1)
    look(browser)
    after = tables(site)
    assert [name for name in before if before[name] != after[name]] == ["web_sessions"]
    look(browser, "email")
    assert tables(site) == after
