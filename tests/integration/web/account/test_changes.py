"""What is weighty asks for the password once more, ends every other session, and is told by mail."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from tests.integration.web.account.acting import FIRM, PASSWORD, kept_people, label, look, press, with_password
from tests.integration.web.conftest import Clock
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone, mails_in, make_person
from tests.integration.web.test_safety import tables

NEW = "otto mucche sul tetto"


@pytest.fixture
def ada(site: Flask) -> Someone:
    return with_password(site)


def test_a_new_password_ends_every_other_session_and_every_link(ada: Someone, clock: Clock) -> None:
    press(Owner(ada.site), "ask-link", email=ada.email)
    old_link = mails_in(ada.site)[0].secret
    browser, other = ada.browser(), ada.browser()
    cookie = browser.client.get_cookie("cip")
    assert cookie is not None
    clock.now += timedelta(minutes=1)
    assert press(browser, "password", new=NEW).status_code == 303
    assert label(browser) == f"person:{ada.id}"
    assert label(other) == "anonymous"
    thief = Owner(ada.site)
    thief.client.set_cookie("cip", cookie.value)
    assert label(thief) == "anonymous", "the session got a new secret"
    assert press(Owner(ada.site), "link", secret=old_link).status_code == 410
    assert ada.sign_in_by_password(Owner(ada.site), PASSWORD).status_code == 422
    assert ada.sign_in_by_password(Owner(ada.site), NEW).status_code == 303
    notices = [mail for mail in mails_in(ada.site) if mail.template == "security_notice"]
    assert [mail.values["what"] for mail in notices] == ["password"]


@pytest.mark.parametrize("weak", ["", "breve", "password1234", "Ada Ada Ada Ada", "x" * 129])
def test_a_weak_password_is_not_taken_and_nothing_is_written(ada: Someone, weak: str) -> None:
    browser = ada.browser()
    before = tables(ada.site)
    answer = press(browser, "password", new=weak)
    assert answer.status_code == 422
    assert 'id="new-error"' in answer.text
    assert tables(ada.site) == before


def test_a_password_of_128_characters_works(ada: Someone) -> None:
    long = "a7 dGk2 " * 16
    assert press(ada.browser(), "password", new=long).status_code == 303
    assert ada.sign_in_by_password(Owner(ada.site), long).status_code == 303
    assert ada.sign_in_by_password(Owner(ada.site), long[:-1]).status_code == 422


def test_fields_tell_password_programs_what_they_are(ada: Someone) -> None:
    browser = ada.browser()
    assert 'autocomplete="current-password"' in look(Owner(ada.site), "sign-in").text
    assert 'autocomplete="username"' in look(Owner(ada.site), "sign-in").text
    assert 'autocomplete="new-password"' in look(browser, "password").text
    for page in (look(Owner(ada.site), "sign-in").text, look(browser, "password").text):
        assert "onpaste" not in page
        assert 'maxlength="128"' in page


@pytest.mark.parametrize("path", ["password", "email", "close", "second-factor/new"])
def test_after_ten_minutes_the_password_is_asked_for_once_more(ada: Someone, clock: Clock, path: str) -> None:
    browser = ada.browser()
    assert look(browser, path).status_code == 200
    clock.now += timedelta(minutes=10)
    answer = look(browser, path)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/it/account/fresh?next=/it/account/{path}"
    before = tables(ada.site)
    assert "/account/fresh" in press(browser, path, new=NEW, email="neu@example.org").headers["Location"]
    assert press(browser, "fresh", password="wrong").status_code == 422
    assert look(browser, path).status_code == 303
    assert {name: rows for name, rows in tables(ada.site).items() if name != "throttles"} == {
        name: rows for name, rows in before.items() if name != "throttles"
    }
    answer = press(browser, "fresh", password=PASSWORD, next=f"/it/account/{path}")
    assert answer.headers["Location"] == f"/it/account/{path}"
    assert look(browser, path).status_code == 200


def test_who_has_no_password_confirms_by_a_link(site: Flask, clock: Clock) -> None:
    someone = make_person(site, "Bice", [("firm", FIRM, "collaborator")])
    browser = someone.browser()
    clock.now += timedelta(minutes=10)
    assert look(browser, "email").status_code == 303
    press(browser, "fresh-link")
    [mail] = mails_in(site)
    assert press(browser, "link", secret=mail.secret).status_code == 303
    assert look(browser, "email").status_code == 200
    press(ada_browser := with_password(site, name="Ada").browser(), "fresh-link")
    assert len(mails_in(site)) == 1, "who has a password gives it"
    assert label(ada_browser).startswith("person:")


def test_tries_at_the_fresh_password_are_counted_with_those_of_signing_in(ada: Someone) -> None:
    browser = ada.browser()
    assert [press(browser, "fresh", password="wrong").status_code for _each in range(11)] == [422] * 10 + [429]
    assert ada.sign_in_by_password(Owner(ada.site), PASSWORD).status_code == 429


def test_another_address_is_confirmed_from_its_own_mailbox(ada: Someone, clock: Clock) -> None:
    browser, other = ada.browser(), ada.browser()
    clock.now += timedelta(minutes=1)
    assert press(browser, "email", email="Ada.Nuova@Example.org").status_code == 200
    [mail] = mails_in(ada.site)
    assert (mail.template, mail.to) == ("confirm_email", "ada.nuova@example.org")
    assert kept_people(ada.site)[0].email == ada.email, "nothing has changed yet"
    assert browser.client.get(mail.values["link"]).status_code == 200
    assert kept_people(ada.site)[0].email == ada.email, "a scanner of mails changes nothing"
    assert press(browser, "confirm", secret=mail.secret).status_code == 303
    assert kept_people(ada.site)[0].email == "ada.nuova@example.org"
    [notice] = [one for one in mails_in(ada.site) if one.template == "security_notice"]
    assert (notice.to, notice.values["what"]) == (ada.email, "email")
    assert (label(browser), label(other)) == (f"person:{ada.id}", "anonymous")
    assert press(browser, "confirm", secret=mail.secret).status_code == 410


def test_an_address_is_confirmed_only_where_who_asked_for_it_is_signed_in(ada: Someone) -> None:
    browser, victim = ada.browser(), Owner(ada.site)
    press(browser, "email", email="vittima@example.org")
    [mail] = mails_in(ada.site)
    other = with_password(ada.site, name="Bice").browser()
    for stranger in (victim, other):
        page = stranger.client.get(mail.values["link"])
        assert page.status_code == 200
        assert 'name="secret"' not in page.text
        assert f"/it/account/sign-in?next=/it/account/confirm/{mail.secret}" in page.text
        assert ada.email not in page.text, "whose account it is concerns nobody else"
        assert press(stranger, "confirm", secret=mail.secret).status_code == 403
    assert ada.email in {one.email for one in kept_people(ada.site)}
    # Who reads the mail in another browser of their own signs in there and comes back.
    following = ada.sign_in_by_password(victim, PASSWORD, mail.values["link"]).headers["Location"]
    assert following == mail.values["link"]
    confirming = victim.client.get(following).text
    assert ada.email in confirming
    assert 'name="secret"' in confirming
    assert press(victim, "confirm", secret=mail.secret).status_code == 303
    assert "vittima@example.org" in {one.email for one in kept_people(ada.site)}


@pytest.mark.parametrize("way", ["changed", "by link"])
def test_the_address_of_a_calendar_ends_with_the_password(ada: Someone, way: str) -> None:
    browser = ada.browser()
    found = re.search(r"/it/calendar/[\w-]{43}\.ics", press(browser, "calendar").text)
    assert found
    assert Owner(ada.site).client.get(found[0]).status_code == 200
    if way == "changed":
        assert press(browser, "password", new=NEW).status_code == 303
    else:
        press(browser, "ask-link", email=ada.email, what="set_password")
        [mail] = mails_in(ada.site)
        assert press(browser, "choose-password", secret=mail.secret, new=NEW).status_code == 303
    assert Owner(ada.site).client.get(found[0]).status_code == 404


def test_an_address_of_somebody_else_is_never_told_nor_taken(ada: Someone) -> None:
    taken = with_password(ada.site, name="Bice")
    pages = [press(ada.browser(), "email", email=email) for email in (taken.email, "free@example.org")]
    assert [page.status_code for page in pages] == [200, 200]
    [mail] = mails_in(ada.site)
    assert mail.to == "free@example.org"
    make_person(ada.site, "Carla", email="free@example.org")
    assert press(ada.browser(), "confirm", secret=mail.secret).status_code == 410


def test_a_password_by_link_signs_nobody_in_and_ends_every_session(ada: Someone) -> None:
    browser = ada.browser()
    press(Owner(ada.site), "ask-link", email=ada.email, what="set_password")
    [mail] = mails_in(ada.site)
    stranger = Owner(ada.site)
    assert stranger.client.get(mail.values["link"]).status_code == 200
    assert press(stranger, "choose-password", secret=mail.secret, new="breve").status_code == 422
    assert press(stranger, "choose-password", secret=mail.secret, new=NEW).status_code == 303
    assert (label(stranger), label(browser)) == ("anonymous", "anonymous")
    assert press(stranger, "choose-password", secret=mail.secret, new=PASSWORD).status_code == 410
    assert ada.sign_in_by_password(stranger, NEW).status_code == 303


def test_sessions_are_listed_and_ended_one_by_one_or_all_others(ada: Someone, clock: Clock) -> None:
    browser = ada.browser()
    second, third = ada.browser(), ada.browser()
    page = look(browser).text
    ends = [part.split('"')[0] for part in page.split("/account/sessions/")[1:]]
    ids = [end.removesuffix("/end") for end in ends if end.endswith("/end")]
    assert len(ids) == 3
    stranger = with_password(ada.site, name="Bice").browser()
    assert press(stranger, f"sessions/{ids[0]}/end").status_code == 404
    assert label(browser) == f"person:{ada.id}"
    clock.now += timedelta(minutes=2)
    assert press(browser, "sessions/end-others").status_code == 303
    assert [label(one) for one in (browser, second, third)] == [f"person:{ada.id}", "anonymous", "anonymous"]
    assert press(browser, f"sessions/{'0' * 32}/end").status_code == 404
    mine = next(one for one in ids if f"sessions/{one}/end" in look(browser).text)
    assert press(browser, f"sessions/{mine}/end").headers["Location"] == "/it/"
    assert label(browser) == "anonymous"


def test_name_and_language_are_changed(ada: Someone) -> None:
    browser = ada.browser()
    assert press(browser, "", name=" Ada \x00 Nuova ", language="en").status_code == 303
    [person] = kept_people(ada.site)
    assert (person.name, person.language) == ("Ada Nuova", "en")
    assert "Ada Nuova" in browser.client.get("/it/").text
    assert press(browser, "", name="", language="en").status_code == 422


def test_a_stranger_is_sent_to_sign_in_and_back(ada: Someone) -> None:
    browser = Owner(ada.site)
    for path in ("", "password", "email", "close", "data.json", "fresh", "second-factor", "second-factor/new"):
        answer = look(browser, path)
        assert answer.status_code == 303, path
        assert answer.headers["Location"].startswith("/it/account/sign-in?next=/it/account"), path
    answer = press(browser, "sign-in", email=ada.email, password=PASSWORD, next="/it/account/email")
    assert answer.headers["Location"] == "/it/account/email"
