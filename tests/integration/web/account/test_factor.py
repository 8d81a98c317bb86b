"""The second factor: asked for where data of many lie, each code once, recovery codes for who lost the app."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from pyotp import TOTP

from cip.database.work import open_reading
from cip.parties.reads.secrets import secrets_of_person
from cip.parties.standing import PLATFORM_ID
from cip.web.state import actor, state_of
from tests.integration.web.account.acting import BODY, FIRM, PASSWORD, label, look, press, with_password
from tests.integration.web.conftest import Clock
from tests.integration.web.owner import Owner
from tests.integration.web.people import Belonging, Someone, mails_in
from tests.integration.web.test_safety import tables

KEY = re.compile(r'class="cip-account-key" translate="no">([A-Z2-7 ]+)<')
SEALED = re.compile(r'name="sealed" value="([^"]+)"')
CODES = re.compile(r"<li><code>([0-9A-Z-]{14})</code></li>")
STAFF: list[Belonging] = [("body", BODY, "staff"), ("firm", FIRM, "collaborator")]


class App:
    """The authenticator app of somebody."""

    def __init__(self, clock: Clock, key: str) -> None:
        self.clock, self.maker = clock, TOTP(key.replace(" ", ""))

    def code(self, later: int = 0) -> str:
        """The code of this moment, or of some steps later."""
        return self.maker.at(self.clock.now + timedelta(seconds=30 * later))


def set_up(browser: Owner, clock: Clock) -> tuple[App, list[str]]:
    """Set the second factor up; the app and the recovery codes."""
    page = look(browser, "second-factor/new").text
    key, sealed = KEY.search(page), SEALED.search(page)
    assert key is not None
    assert sealed is not None
    app = App(clock, key[1])
    answer = press(browser, "second-factor/new", sealed=unescape(sealed[1]), code=app.code())
    assert answer.status_code == 200
    return app, CODES.findall(answer.text)


def standing(browser: Owner) -> tuple[bool, int]:
    """Whether this browser's session is strong, and how many memberships count in it."""
    with browser.client:
        browser.client.get("/it/")
        found = actor().standing
        assert found is not None
        return found.strong, len(found.counted)


@pytest.fixture
def consultant(site: Flask) -> Someone:
    return with_password(site, STAFF)


@pytest.fixture
def enrolled(consultant: Someone, clock: Clock) -> tuple[Someone, App, list[str]]:
    """Somebody of a body with a second factor; the clock stands later."""
    app, codes = set_up(consultant.browser(strong=False), clock)
    clock.now += timedelta(minutes=5)
    return consultant, app, codes


def entering(someone: Someone, following: str = "") -> Owner:
    """A browser in which the password was given, and no second factor yet."""
    browser = Owner(someone.site)
    answer = someone.sign_in_by_password(browser, PASSWORD, following)
    assert answer.status_code == 303
    assert "/account/second-factor" in answer.headers["Location"]
    return browser


def test_who_has_no_factor_yet_is_sent_to_set_it_up_and_acts_for_firms_meanwhile(
    consultant: Someone, clock: Clock
) -> None:
    browser = entering(consultant)
    assert standing(browser) == (False, 1)
    assert "Accendetela adesso" in look(browser).text
    _app, codes = set_up(browser, clock)
    assert len(set(codes)) == 10
    assert standing(browser) == (True, 2)
    assert [mail.values["what"] for mail in mails_in(consultant.site)] == ["second_factor"]


@pytest.mark.parametrize("role", [("platform", PLATFORM_ID, "admin"), ("body", BODY, "manager")])
def test_a_role_beyond_firms_counts_only_with_the_factor(site: Flask, role: Belonging, clock: Clock) -> None:
    browser = entering(with_password(site, [role]))
    assert standing(browser) == (False, 0)
    set_up(browser, clock)
    assert standing(browser) == (True, 1)


def test_who_has_a_factor_does_nothing_before_giving_it(enrolled: tuple[Someone, App, list[str]]) -> None:
    someone, app, _codes = enrolled
    browser = entering(someone, following="/it/account/email")
    assert standing(browser) == (False, 0)
    for path in ("", "password", "email", "close", "data.json", "second-factor/new", "fresh"):
        answer = look(browser, path)
        assert answer.status_code == 303, path
        assert "/account/second-factor?next=" in answer.headers["Location"], path
    before = tables(someone.site)
    for path in ("password", "email", "close", "second-factor/off", "second-factor/codes", "sessions/end-others", ""):
        assert press(browser, path, new="otto mucche in volo", email="x@example.org", name="X").status_code == 303
    assert tables(someone.site) == before
    answer = press(browser, "second-factor", code=app.code(), next="/it/account/email")
    assert answer.headers["Location"] == "/it/account/email"
    assert standing(browser) == (True, 2)


def test_a_code_works_once_and_so_does_every_earlier_one(enrolled: tuple[Someone, App, list[str]]) -> None:
    someone, app, _codes = enrolled
    code, earlier = app.code(), app.code(-1)
    assert press(entering(someone), "second-factor", code=code).status_code == 303
    for used in (code, earlier):
        browser = entering(someone)
        assert press(browser, "second-factor", code=used).status_code == 422
        assert standing(browser) == (False, 0)
    assert press(browser, "second-factor", code=app.code(1)).status_code == 303


def test_the_first_code_is_used_up_by_setting_up(consultant: Someone, clock: Clock) -> None:
    app, _codes = set_up(consultant.browser(strong=False), clock)
    assert press(entering(consultant), "second-factor", code=app.code()).status_code == 422


def test_a_recovery_code_works_once_however_it_is_written(enrolled: tuple[Someone, App, list[str]]) -> None:
    someone, _app, codes = enrolled
    assert press(entering(someone), "second-factor", code=f" {codes[3].lower()} ").status_code == 303
    browser = entering(someone)
    assert press(browser, "second-factor", code=codes[3]).status_code == 422
    assert press(browser, "second-factor", code=codes[4].replace("-", "")).status_code == 303
    assert "con 8 codici di riserva" in look(browser).text
    assert [mail.values["what"] for mail in mails_in(someone.site)].count("recovery_codes") == 2
    kept = repr(tables(someone.site))
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept], "only digests are kept"


def test_codes_of_somebody_else_prove_nothing(enrolled: tuple[Someone, App, list[str]], clock: Clock) -> None:
    someone, _app, _codes = enrolled
    other = with_password(someone.site, STAFF, name="Bice")
    app, codes = set_up(other.browser(strong=False), clock)
    clock.now += timedelta(minutes=5)
    for code in (app.code(), codes[0]):
        assert press(entering(someone), "second-factor", code=code).status_code == 422


def test_five_wrong_codes_and_no_more(enrolled: tuple[Someone, App, list[str]], clock: Clock) -> None:
    someone, app, _codes = enrolled
    browser = entering(someone)
    wrong = str((int(app.code()) + 500_000) % 1_000_000).zfill(6)
    assert [press(browser, "second-factor", code=wrong).status_code for _each in range(6)] == [422] * 5 + [429]
    assert press(entering(someone), "second-factor", code=app.code()).status_code == 429, "in another browser neither"
    clock.now += timedelta(minutes=15)
    assert press(entering(someone), "second-factor", code=app.code()).status_code == 303


def test_the_secret_is_sealed(enrolled: tuple[Someone, App, list[str]]) -> None:
    someone, app, _codes = enrolled
    with open_reading(state_of(someone.site).database) as session:
        secrets = secrets_of_person(session, someone.id)
    assert secrets is not None
    assert secrets.totp_secret is not None
    assert app.maker.secret not in secrets.totp_secret
    assert app.maker.secret not in repr(tables(someone.site))
    assert "totp_secret" not in repr(secrets)


def test_another_key_of_the_site_leaves_the_recovery_codes(enrolled: tuple[Someone, App, list[str]]) -> None:
    someone, app, codes = enrolled
    someone.site.secret_key = "another key of the tests, long enough"
    assert press(entering(someone), "second-factor", code=app.code()).status_code == 422
    assert press(entering(someone), "second-factor", code=codes[0]).status_code == 303


def test_what_the_page_offered_to_one_is_not_taken_from_another(site: Flask, clock: Clock) -> None:
    first, second = (with_password(site, STAFF, name=name).browser(strong=False) for name in ("Ada", "Bice"))
    page = look(first, "second-factor/new").text
    key, sealed = KEY.search(page), SEALED.search(page)
    assert key is not None
    assert sealed is not None
    for offered in (unescape(sealed[1]), "forged", ""):
        answer = press(second, "second-factor/new", sealed=offered, code=App(clock, key[1]).code())
        assert answer.status_code == 303
    assert standing(second) == (False, 1)
    clock.now += timedelta(minutes=9)
    assert press(first, "second-factor/new", sealed=unescape(sealed[1]), code="000000").status_code == 422
    clock.now += timedelta(minutes=30)
    assert look(first, "second-factor/new").status_code == 303, "the session went, and what was offered with it"


def test_turning_it_off_and_new_codes_want_the_factor_and_a_fresh_password(
    enrolled: tuple[Someone, App, list[str]], clock: Clock
) -> None:
    someone, app, codes = enrolled
    browser = entering(someone)
    press(browser, "second-factor", code=app.code())
    assert press(browser, "second-factor/off").headers["Location"] == "/it/account", "a body asks for it"
    assert standing(browser) == (True, 2)
    new = CODES.findall(press(browser, "second-factor/codes").text)
    assert len(new) == 10
    assert not set(new) & set(codes)
    clock.now += timedelta(minutes=10)
    for path in ("second-factor/off", "second-factor/codes", "second-factor/new"):
        assert "/account/fresh" in press(browser, path).headers["Location"]
    assert press(entering(someone), "second-factor", code=codes[0]).status_code == 422, "the old ones are void"


def test_a_firm_turns_it_off_again(site: Flask, clock: Clock) -> None:
    someone = with_password(site)
    browser, other = someone.browser(strong=False), someone.browser(strong=False)
    set_up(browser, clock)
    assert label(other) == "anonymous", "every other session ends"
    clock.now += timedelta(minutes=1)
    another = entering(someone)
    assert press(browser, "second-factor/off").status_code == 303
    assert label(another) == "anonymous"
    assert standing(browser) == (True, 1)
    plain = Owner(site)
    someone.sign_in_by_password(plain, PASSWORD)
    assert standing(plain) == (False, 1)


def test_setting_up_writes_nothing_before_the_first_code(consultant: Someone) -> None:
    browser = consultant.browser(strong=False)
    before = tables(consultant.site)
    first, second = (KEY.search(look(browser, "second-factor/new").text) for _each in range(2))
    assert first is not None
    assert second is not None
    assert first[1] != second[1]
    assert tables(consultant.site) == before
