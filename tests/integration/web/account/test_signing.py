"""Signing in: by password, by a mailed link whose page has a button; the same answer and work for who is not known."""

import logging
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from cip.kernel import passwords
from cip.web.state import state_of
from tests.integration.web.account.acting import (
    BODY,
    FIRM,
    PASSWORD,
    kept_people,
    label,
    press,
    with_password,
    without_token,
)
from tests.integration.web.conftest import Clock
from tests.integration.web.owner import Owner
from tests.integration.web.people import mails_in, make_person
from tests.integration.web.test_safety import tables
from tests.integration.worlds import ON_BOTH

pytestmark = pytest.mark.parametrize("database_kind", ON_BOTH, indirect=True)

NOBODY = "nobody@example.org"


class CountingHasher:
    """Stands before the hasher and counts."""

    def __init__(self, hasher: object) -> None:
        self.hasher = hasher
        self.hashed = 0

    def __getattr__(self, name: str) -> object:
        if name in ("hash", "verify"):
            self.hashed += 1
        return getattr(self.hasher, name)


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> CountingHasher:
    counting = CountingHasher(passwords._HASHER)
    monkeypatch.setattr(passwords, "_HASHER", counting)
    return counting


def test_unknown_people_get_the_same_answer_for_the_same_work(site: Flask, hasher: CountingHasher) -> None:
    known = with_password(site)
    by_link = make_person(site, "Bice", [("firm", FIRM, "owner")])
    closed = with_password(site, name="Carla")
    browser = Owner(site)
    press(closed.browser(), "close")
    answers = set()
    for email in (known.email, by_link.email, closed.email, NOBODY, "no address", ""):
        hasher.hashed = 0
        answer = press(browser, "sign-in", email=email, password="x" * 12)
        assert answer.status_code == 422
        answers.add(without_token(answer.text).replace(f'value="{email}"', 'value=""'))
        assert hasher.hashed == 1, email
    assert len(answers) == 1
    hasher.hashed = 0
    assert press(browser, "sign-in", email=known.email, password=PASSWORD).status_code == 303
    assert hasher.hashed == 1


@pytest.mark.parametrize("what", ["sign_in", "set_password"])
def test_asking_for_a_link_tells_nobody_who_has_an_account(site: Flask, hasher: CountingHasher, what: str) -> None:
    known = with_password(site)
    browser = Owner(site)
    hasher.hashed = 0
    pages = [press(browser, "ask-link", email=email, what=what) for email in (known.email, NOBODY)]
    assert [page.status_code for page in pages] == [200, 200]
    assert without_token(pages[0].text).replace(known.email, "") == without_token(pages[1].text).replace(NOBODY, "")
    assert [(mail.template, mail.to) for mail in mails_in(site)] == [
        ("sign_in_link" if what == "sign_in" else "set_password", known.email)
    ]
    assert hasher.hashed == 0


def test_opening_a_link_signs_nobody_in_and_its_button_does_once(site: Flask) -> None:
    someone = make_person(site, "Ada", [("firm", FIRM, "owner")])
    browser = Owner(site)
    press(browser, "ask-link", email=someone.email)
    [mail] = mails_in(site)
    before = tables(site)
    for method in ("GET", "HEAD", "GET"):
        page = browser.client.open(mail.values["link"], method=method)
        assert page.status_code == 200
        assert page.headers["Referrer-Policy"] == "strict-origin"
    assert label(browser) == "anonymous"
    assert tables(site) == before
    assert press(browser, "link", secret=mail.secret).status_code == 303
    assert label(browser) == f"person:{someone.id}"
    other = Owner(site)
    assert press(other, "link", secret=mail.secret).status_code == 410
    assert other.client.get(mail.values["link"]).status_code == 410
    assert label(other) == "anonymous"


def test_a_link_is_over_after_a_quarter_of_an_hour(site: Flask, clock: Clock) -> None:
    someone = make_person(site, "Ada", [("firm", FIRM, "owner")])
    browser = Owner(site)
    press(browser, "ask-link", email=someone.email)
    [mail] = mails_in(site)
    assert mail.values["minutes"] == 15
    clock.now += timedelta(minutes=15)
    assert press(browser, "link", secret=mail.secret).status_code == 410


def test_a_link_does_only_what_it_was_made_for(site: Flask) -> None:
    someone = with_password(site)
    browser = Owner(site)
    press(browser, "ask-link", email=someone.email, what="set_password")
    [mail] = mails_in(site)
    assert press(browser, "link", secret=mail.secret).status_code == 410
    assert press(browser, "confirm", secret=mail.secret).status_code == 410
    assert press(browser, "choose-password", secret=mail.secret, new=PASSWORD + "!").status_code == 303


def test_who_works_for_a_body_never_signs_in_by_link(site: Flask) -> None:
    someone = with_password(site, [("body", BODY, "staff"), ("firm", FIRM, "owner")])
    browser = Owner(site)
    press(browser, "ask-link", email=someone.email, what="sign_in")
    press(browser, "new", email=someone.email, name="Somebody Else")
    assert [mail.template for mail in mails_in(site)] == ["set_password", "set_password"]


def test_a_link_holds_no_host_and_the_host_that_was_asked_plays_no_part(site: Flask) -> None:
    someone = make_person(site, "Ada", [("firm", FIRM, "owner")])
    browser = Owner(site)
    data = {"csrf_token": browser.token(), "email": someone.email}
    browser.client.post("/it/account/ask-link", data=data, headers={"X-Forwarded-Host": "evil.example"})
    [mail] = mails_in(site)
    assert mail.values["link"].startswith("/it/account/link/")


def test_three_mails_a_quarter_of_an_hour_and_no_more(site: Flask, clock: Clock) -> None:
    someone = make_person(site, "Ada", [("firm", FIRM, "owner")])
    for email in (someone.email, NOBODY):
        asked = [press(Owner(site), "ask-link", email=email).status_code for _each in range(4)]
        assert asked == [200, 200, 200, 429]
    assert len(mails_in(site)) == 3
    clock.now += timedelta(minutes=15)
    assert press(Owner(site), "ask-link", email=someone.email).status_code == 200


def test_ten_wrong_passwords_and_nothing_is_hashed_any_more(
    site: Flask, hasher: CountingHasher, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    known = with_password(site)
    browser = Owner(site)
    for email in (known.email, NOBODY):
        hasher.hashed = 0
        with caplog.at_level(logging.WARNING, "cip"):
            tried = [press(browser, "sign-in", email=email, password="wrong").status_code for _each in range(11)]
        assert tried == [422] * 10 + [429]
        assert hasher.hashed == 10
    lines = [record.getMessage() for record in caplog.records if record.name == "cip.web.tries"]
    assert lines == (["refused: sign-in (password)"] * 10 + ["refused: password (too often)"]) * 2
    assert press(browser, "sign-in", email=known.email, password=PASSWORD).status_code == 429, "also with the right one"
    clock.now += timedelta(minutes=15)
    assert press(browser, "sign-in", email=known.email, password=PASSWORD).status_code == 303
    assert "192.0.2" not in repr(tables(site))


def test_one_network_does_not_try_all_accounts(site: Flask, hasher: CountingHasher) -> None:
    browser = Owner(site)
    data = {"csrf_token": browser.token(), "password": "wrong"}
    tried = [
        browser.client.post(
            "/it/account/sign-in", data={**data, "email": f"a{n}@example.org"}, environ_base={"REMOTE_ADDR": address}
        ).status_code
        for n, address in enumerate(["192.0.2.7"] * 31 + ["192.0.2.8"])
    ]
    assert tried == [422] * 30 + [429, 422]
    assert hasher.hashed == 31


def test_right_passwords_are_no_tries(site: Flask) -> None:
    known = with_password(site)
    for _each in range(12):
        assert press(Owner(site), "sign-in", email=known.email, password=PASSWORD).status_code == 303


def test_a_new_secret_at_every_sign_in_and_the_old_session_of_the_browser_ends(site: Flask) -> None:
    known = with_password(site)
    browser = Owner(site)
    secrets = []
    for _each in range(2):
        press(browser, "sign-in", email=known.email, password=PASSWORD)
        with browser.client.session_transaction() as cookie:
            secrets.append(cookie["account"])
    assert secrets[0] != secrets[1]
    old = Owner(site)
    with old.client.session_transaction() as cookie:
        cookie["account"] = secrets[0]
    assert label(old) == "anonymous"
    assert label(browser) == f"person:{known.id}"
    assert secrets[1] not in repr(tables(site)), "only its digest is kept"


def test_a_forged_or_planted_secret_is_nobody(site: Flask) -> None:
    browser = Owner(site)
    with browser.client.session_transaction() as cookie:
        cookie["account"] = "planted"
    assert label(browser) == "anonymous"
    press(browser, "sign-in", email=with_password(site).email, password=PASSWORD)
    with browser.client.session_transaction() as cookie:
        assert cookie["account"] != "planted"


def test_signing_out_in_one_browser_makes_its_old_cookie_worthless(site: Flask) -> None:
    known = with_password(site)
    browser = known.browser()
    cookie = browser.client.get_cookie("cip")
    assert cookie is not None
    press(browser, "sign-out")
    browser.client.set_cookie("cip", cookie.value)
    assert label(browser) == "anonymous"


def test_an_account_is_made_by_the_button_of_a_mailed_page_and_nothing_is_kept_before(site: Flask) -> None:
    browser = Owner(site)
    assert press(browser, "new", email=" Nuova@Example.org ", name="Nuova  Persona").status_code == 200
    [mail] = mails_in(site)
    assert (mail.template, mail.to) == ("sign_in_link", "nuova@example.org")
    assert "nuova" not in mail.values["link"].casefold()
    assert "nuova" not in repr(kept_people(site)).casefold()
    page = browser.client.get(mail.values["link"])
    assert page.status_code == 200
    assert "Nuova Persona" in page.text
    assert label(browser) == "anonymous"
    answer = press(browser, "welcome", token=mail.secret)
    assert answer.status_code == 303
    assert label(browser).startswith("person:")
    assert press(Owner(site), "welcome", token=mail.secret).status_code == 410


def test_a_page_for_guests_asks_no_table_of_accounts(site: Flask, owner: Owner) -> None:
    asked: list[str] = []
    engine = state_of(site).database.engine
    event.listen(engine, "before_cursor_execute", lambda _c, _cur, statement, *_rest: asked.append(statement))
    for path in ("/it/", "/it/account/sign-in", owner.base):
        assert owner.client.get(path).status_code == 200
    assert asked
    assert not [one for one in asked if "web_sessions" in one or "people" in one]


def test_a_wrong_form_never_shows_the_password_again(site: Flask) -> None:
    answer = press(Owner(site), "sign-in", email="a@example.org", password="il mio segreto")
    assert "il mio segreto" not in answer.text
