"""Keeping a check-up, its code, and resuming it in another browser."""

import logging
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from cip.assessment.codes import code_digest
from cip.assessment.reads import chain_faults_of_all, find_check_up
from cip.assessment.stored import StoredCheckUp
from cip.database.work import open_reading
from cip.web.state import EXTENSION
from cip.web.tries import RESUME
from tests.integration.web.conftest import Clock
from tests.integration.web.owner import Owner
from tests.integration.web.routes import addresses, of_check_up
from tests.integration.web.test_safety import kept, tables

CODE = re.compile(r'class="cip-resume-code" translate="no">([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})<')
WRONG = "Con questo codice non si riprende nulla"
TODAY = date(2026, 11, 21)


def kept_code(owner: Owner) -> str:
    """Ask to keep the check-up; the code on the page."""
    answer = owner.post("/keep")
    assert answer.status_code == 200
    found = CODE.search(answer.text)
    assert found is not None
    return found[1]


def resume(browser: Owner, code: str, address: str | None = None) -> TestResponse:
    data = {"csrf_token": browser.token(), "code": code}
    environ = {} if address is None else {"REMOTE_ADDR": address}
    return browser.client.post(f"/{browser.language}/resume", data=data, environ_base=environ)


def stored(site: Flask, check_up_id: str) -> StoredCheckUp:
    with open_reading(site.extensions[EXTENSION].database) as session:
        check_up = find_check_up(session, check_up_id)
        assert list(chain_faults_of_all(session)) == []
    assert check_up is not None
    return check_up


@pytest.mark.parametrize(
    ("language", "words"), [("it", "Conservate e create il codice"), ("en", "Keep it and make the code")]
)
def test_the_page_asks_first_and_says_for_how_long(owner: Owner, language: str, words: str) -> None:
    owner.language = language
    page = owner.get("/keep").text
    assert words in page
    assert "730" in page
    assert "/erase" in page
    assert not CODE.search(page)


def test_keeping_gives_a_code_a_qr_an_address_and_a_letter(site: Flask, owner: Owner) -> None:
    answer = owner.post("/keep")
    page = answer.text
    found = CODE.search(page)
    assert found is not None
    assert f"http://localhost/it/resume/{found[1]}" in page
    assert '<svg role="img"' in page
    assert "style=" not in page
    letter = re.search(r'href="(mailto:[^"]+)"', page)
    assert letter is not None
    assert found[1] in unquote(letter[1])
    assert "20 novembre 2028" in page
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    check_up = stored(site, owner.check_up_id)
    assert (check_up.kept_on, check_up.expires_on) == (TODAY, TODAY + timedelta(days=730))
    assert not CODE.search(owner.get("/keep").text), "shown once"


def test_the_code_is_nowhere_but_on_the_page(site: Flask, owner: Owner, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        code = kept_code(owner)
        other = Owner(site)
        other.client.get(f"/it/resume/{code}")
        resume(other, code)
        resume(other, code[:-1])
    everything = repr(tables(site)) + caplog.text
    assert code not in everything
    assert code.replace("-", "") not in everything


@pytest.mark.parametrize(
    "change", [str, str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")]
)
def test_another_browser_resumes_however_the_code_is_typed(site: Flask, owner: Owner, change: object) -> None:
    owner.profile()
    code = kept_code(owner)
    other = Owner(site)
    assert other.client.get(owner.base).status_code == 404
    answer = resume(other, change(code))  # type: ignore[operator]
    assert answer.status_code == 303
    assert answer.headers["Location"] == owner.base
    page = other.client.get(owner.base + "/profile")
    assert page.status_code == 200
    assert 'value="7"' in page.text
    assert owner.base in other.client.get("/it/").text, "the home page knows it too"
    assert owner.get().status_code == 200, "the first browser keeps it"
    stored(site, owner.check_up_id)


def test_the_address_of_the_qr_changes_nothing_until_its_button_is_pressed(site: Flask, owner: Owner) -> None:
    code = kept_code(owner)
    before = tables(site)
    other = Owner(site)
    answer = other.client.get(f"/it/resume/{code}")
    assert answer.status_code == 200
    assert f'value="{code}"' in answer.text
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert tables(site) == before
    assert other.client.get(owner.base).status_code == 404
    assert resume(other, code).status_code == 303


def test_right_and_wrong_codes_have_the_same_page_before_the_button(site: Flask, owner: Owner) -> None:
    code = kept_code(owner)
    other = Owner(site)
    token = re.compile(r'name="csrf_token" value="[^"]+"')
    pages = [other.client.get(f"/it/resume/{each}").text.replace(each, "") for each in (code, "2222-3333-4444")]
    assert token.sub("", pages[0]) == token.sub("", pages[1])


def test_behind_tls_the_button_works_with_the_origin_alone(site: Flask, owner: Owner) -> None:
    code = kept_code(owner)
    client = site.test_client()
    base = {"base_url": "https://cip.example.org"}
    page = client.get(f"/it/resume/{code}", **base).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    data = {"csrf_token": token[1], "code": code}
    sent = client.post("/it/resume", data=data, headers={"Referer": "https://cip.example.org/"}, **base)
    assert sent.status_code == 303


@pytest.mark.parametrize("typed", ["", "2222-3333-4444", "x", "0" * 60, "<b>", "٢" * 12])
def test_every_wrong_code_gets_the_same_sentence(site: Flask, owner: Owner, typed: str) -> None:
    kept_code(owner)
    before = kept(site)
    other = Owner(site)
    answer = resume(other, typed)
    assert answer.status_code == 422
    assert WRONG in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "<title>Errore:" in answer.text
    assert "<b>" not in answer.text
    assert kept(site) == before
    with other.client.session_transaction() as session:
        assert "guest" not in session


def test_wrong_codes_cost_the_same_work(site: Flask, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []

    def counted(typed: str) -> str:
        worked.append(typed)
        return code_digest(typed)

    monkeypatch.setattr("cip.web.public.resume.code_digest", counted)
    for typed in (kept_code(owner), "2222-3333-4444", "x", ""):
        resume(Owner(site), typed)
    assert len(worked) == 4


def test_an_old_code_and_an_erased_check_up_resume_nothing(site: Flask, owner: Owner, clock: Clock) -> None:
    old = kept_code(owner)
    new = kept_code(owner)
    assert resume(Owner(site), old).status_code == 422
    clock.now += timedelta(days=731)
    assert resume(Owner(site), new).status_code == 422, "its last day is over"
    clock.now -= timedelta(days=731)
    owner.post("/erase")
    assert resume(Owner(site), new).status_code == 422


@pytest.mark.parametrize(("language", "words"), [("it", "Aspettate 15 minuti"), ("en", "Wait 15 minutes")])
def test_ten_tries_from_one_address_and_then_a_wait(
    site: Flask, owner: Owner, clock: Clock, language: str, words: str
) -> None:
    code = kept_code(owner)
    clock.now = clock.now.replace(minute=30, second=0)
    for _ in range(10):
        assert resume(Owner(site, language), "2222").status_code == 422
    answer = resume(Owner(site, language), code)
    assert answer.status_code == 429
    assert words in answer.text
    assert answer.headers["Retry-After"] == "900"
    assert resume(Owner(site), code, "192.0.2.7").status_code == 303, "others are not counted"
    clock.now += timedelta(minutes=15)
    assert resume(Owner(site, language), code).status_code == 303
    assert "127.0.0.1" not in repr(tables(site))
    assert "192.0.2.7" not in repr(tables(site))
    counts = len(tables(site)["throttles"])
    assert counts == 3, "what is over and what was right is gone; what started and the code count till the day is over"


def test_right_codes_are_no_tries_and_wrong_ones_stay_counted(site: Flask, owner: Owner) -> None:
    code = kept_code(owner)
    for _ in range(9):
        assert resume(Owner(site), "2222").status_code == 422
    for _ in range(12):
        assert resume(Owner(site), code).status_code == 303
    assert resume(Owner(site), "2222").status_code == 422
    assert resume(Owner(site), code).status_code == 429


def test_one_network_of_ipv6_counts_together(site: Flask) -> None:
    for number in range(10):
        assert resume(Owner(site), "2222", f"2001:db8::{number}").status_code == 422
    assert resume(Owner(site), "2222", "2001:db8::ffff:1").status_code == 429
    assert resume(Owner(site), "2222", "2001:db8:0:1::1").status_code == 422


def test_all_addresses_together_have_a_ceiling(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cip.web.public.resume.RESUME", replace(RESUME, from_all=3))
    ends = [resume(Owner(site), "2222", f"192.0.2.{number}").status_code for number in range(4)]
    assert ends == [422, 422, 422, 429]


def test_twenty_codes_a_day(site: Flask, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cip.web.firm.keep.code_digest", lambda code: code.ljust(64, "0"))
    for _ in range(20):
        assert owner.post("/keep").status_code == 200
    assert owner.post("/keep").status_code == 429


def test_the_next_check_up_and_closing_the_first(site: Flask, owner: Owner, clock: Clock) -> None:
    owner.profile()
    assert owner.post("/close").headers["Location"] == f"{owner.base}/result"
    assert owner.get("/result").status_code == 200, "its result was stored"
    refused = owner.profile(workers="9")
    assert refused.status_code == 409
    assert "Questo check-up è chiuso" in refused.text
    assert owner.post("/close").status_code == 303
    clock.now += timedelta(days=60)
    first = owner.check_up_id
    answer = owner.post("/again")
    assert answer.status_code == 303
    later = Owner(site)
    later.client, later.check_up_id = owner.client, answer.headers["Location"].rsplit("/", 1)[1]
    assert owner.post("/again").headers["Location"] == later.base, "asked again it is the same one"
    check_up = stored(site, later.check_up_id)
    assert (check_up.stage, check_up.previous_id) == ("T1", first)
    assert 'value="7"' in later.get("/profile").text
    assert later.profile(workers="9").status_code == 303
    third = later.post("/again").headers["Location"].rsplit("/", 1)[1]
    later.check_up_id = third
    assert later.post("/again").status_code == 409


def test_erasing_is_listed_outside_the_database(site: Flask, owner: Owner) -> None:
    owner.post("/erase")
    listed = site.extensions[EXTENSION].settings.erased_list.read_text(encoding="utf-8")
    assert owner.check_up_id in listed


@pytest.mark.parametrize("which", ["all", ""])
def test_a_series_goes_as_a_whole_or_one_by_one(site: Flask, owner: Owner, which: str) -> None:
    assert "Cancella tutto" in owner.get("/erase").text
    later = owner.post("/again").headers["Location"]
    page = owner.get("/erase").text
    assert "Cancella tutti i vostri check-up (2)" in page
    assert "Cancella solo questo" in page
    assert owner.post("/erase", {"which": which} if which else {}).status_code == 303
    assert owner.get().status_code == 404
    assert owner.client.get(later).status_code == (404 if which else 200)
    listed = site.extensions[EXTENSION].settings.erased_list.read_text(encoding="utf-8")
    assert listed.count('"digest"') == (2 if which else 1)


def test_privacy_says_the_numbers_of_the_settings(site: Flask) -> None:
    page = Owner(site).client.get("/it/privacy").text
    assert "Per 90 giorni" in page
    assert "per 730 giorni" in page


def test_the_expired_one_is_listed_by_who_starts(site: Flask, owner: Owner, clock: Clock) -> None:
    with site.extensions[EXTENSION].database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE check_ups SET expires_on = '2020-01-01'"))
    Owner(site).start()
    assert owner.check_up_id in site.extensions[EXTENSION].settings.erased_list.read_text(encoding="utf-8")


def everywhere_404(site: Flask, owner: Owner) -> None:
    data = {"csrf_token": owner.token()}
    for method in ("GET", "POST"):
        for endpoint, address in addresses(site, method, owner.check_up_id).items():
            if of_check_up(endpoint):
                assert owner.client.open(address, method=method, data=data).status_code == 404, (method, endpoint)


def test_after_its_last_day_nobody_finds_it_and_nothing_revives_it(site: Flask, owner: Owner, clock: Clock) -> None:
    owner.profile()
    owner.conclude()
    clock.now += timedelta(days=90)
    assert owner.get().status_code == 200, "its last day"
    clock.now += timedelta(days=1)
    before = tables(site)
    everywhere_404(site, owner)
    assert owner.base not in owner.client.get("/it/").text
    assert tables(site) == before


def test_after_its_last_day_the_one_that_resumed_it_loses_it_too(site: Flask, owner: Owner, clock: Clock) -> None:
    other = Owner(site)
    resume(other, kept_code(owner))
    other.check_up_id = owner.check_up_id
    clock.now += timedelta(days=730)
    assert other.get().status_code == 200
    clock.now += timedelta(days=1)
    everywhere_404(site, other)


def test_the_first_is_over_and_the_second_goes_with_all(site: Flask, owner: Owner, clock: Clock) -> None:
    clock.now += timedelta(days=60)
    later = Owner(site)
    later.client, later.check_up_id = owner.client, owner.post("/again").headers["Location"].rsplit("/", 1)[1]
    clock.now += timedelta(days=31)
    assert owner.get().status_code == 404
    assert later.get("/compare").status_code in (200, 302, 404)
    assert later.post("/erase", {"which": "all"}).status_code == 303
    assert tables(site)["check_ups"] == []


def test_what_was_erased_is_in_no_file(site: Flask, owner: Owner, database_kind: str, tmp_path: Path) -> None:
    marker = "una frase che nessuno deve ritrovare"
    owner.post("/area/T", {"T1": "2", "T1.note": marker})
    assert marker in repr(tables(site)), "it was saved"
    owner.post("/erase")
    assert marker not in repr(tables(site))
    assert [file.name for file in tmp_path.rglob("*") if file.is_file() and marker.encode() in file.read_bytes()] == []
    if database_kind == "sqlite":
        assert (tmp_path / "cip.sqlite-wal").stat().st_size == 0
