"""One's own data, and the end of an account."""

import json

import pytest
from flask import Flask

from cip.parties.actions.close_account import CLOSED_NAME
from cip.parties.standing import PLATFORM_ID
from tests.integration.web.account.acting import BODY, FIRM, PASSWORD, kept_people, label, look, press, with_password
from tests.integration.web.owner import Owner
from tests.integration.web.people import Belonging, make_person
from tests.integration.web.test_safety import tables


def test_own_data_are_told_without_secrets_and_without_others(site: Flask) -> None:
    ada = with_password(site)
    make_person(site, "Somebody Else", [("firm", FIRM, "owner")])
    answer = look(ada.browser(), "data.json")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="cip-account.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    told = json.loads(answer.text)
    assert told["person"]["email"] == ada.email
    assert [one["party_id"] for one in told["memberships"]] == [FIRM]
    assert [one["browser"] for one in told["sessions"]] == ["Test"]
    assert "argon2" not in answer.text
    assert "digest" not in answer.text
    assert "Somebody Else" not in answer.text


@pytest.mark.parametrize(
    "role", [("firm", FIRM, "owner"), ("body", BODY, "manager"), ("platform", PLATFORM_ID, "admin")]
)
def test_the_last_who_answers_for_a_party_stays(site: Flask, role: Belonging) -> None:
    browser = with_password(site, [role]).browser()
    before = tables(site)
    answer = press(browser, "close")
    assert answer.status_code == 422
    assert "prima indicatene un" in answer.text
    assert tables(site) == before
    with_password(site, [role], name="Bice")
    assert press(browser, "close").status_code == 303


def test_a_closed_account_leaves_no_name_and_nobody_enters_it(site: Flask) -> None:
    ada = with_password(site)
    browser, other = ada.browser(), ada.browser()
    assert look(browser, "close").status_code == 200
    assert press(browser, "close").status_code == 303
    assert (label(browser), label(other)) == ("anonymous", "anonymous")
    [person] = kept_people(site)
    assert (person.id, person.name, person.has_password) == (ada.id, CLOSED_NAME, False)
    assert ada.email not in repr(tables(site)["people"])
    assert ada.sign_in_by_password(Owner(site), PASSWORD).status_code == 422
    again = make_person(site, "Ada", email=ada.email)
    assert again.id != ada.id, "the address is free"
