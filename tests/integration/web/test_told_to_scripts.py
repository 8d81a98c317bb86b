"""A script that saves gets a sentence for the open page, in its language, where a browser gets a page."""

from collections.abc import Mapping

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.integration.web.owner import Owner

JSON = {"Accept": "application/json"}
CLOSED = {"it": "Questo check-up è stato chiuso", "en": "This check-up was closed"}


def saved(owner: Owner, data: Mapping[str, str], headers: Mapping[str, str] = JSON) -> TestResponse:
    return owner.client.post(f"{owner.base}/area/T", data=data, headers=headers)


def check_told(answer: TestResponse, status: int, sentence: str, *, reload: bool) -> None:
    assert answer.status_code == status
    assert answer.content_type == "application/json"
    assert answer.json is not None
    assert set(answer.json) == {"error", "reload"}
    assert sentence in answer.json["error"]
    assert answer.json["reload"] is reload
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("language", ["it", "en"])
def test_of_a_check_up_that_was_closed(owner: Owner, language: str) -> None:
    assert owner.post("/close").status_code == 303
    owner.language = language
    token = owner.token()
    check_told(saved(owner, {"T1": "2", "csrf_token": token}), 409, CLOSED[language], reload=True)
    page = saved(owner, {"T1": "2", "csrf_token": token}, {"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (409, "text/html")
    assert "<h1" in page.text


def test_of_a_page_that_was_open_too_long(owner: Owner) -> None:
    check_told(saved(owner, {"T1": "2"}), 400, "rimasta aperta troppo a lungo e non salva più", reload=True)


def test_of_a_check_up_that_is_not_there(site: Flask, owner: Owner) -> None:
    other = Owner(site)
    other.start()
    other.check_up_id = owner.check_up_id
    check_told(saved(other, {"T1": "2", "csrf_token": other.token()}), 404, "non si può più aprire da qui", reload=True)


def test_of_what_is_too_long(owner: Owner) -> None:
    long = saved(owner, {"T1.note": "x" * 1_000_000, "csrf_token": owner.token()})
    check_told(long, 413, "Accorciate le note", reload=False)


def test_of_what_broke(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("on purpose")

    token = owner.token()
    monkeypatch.setattr("cip.web.firm.answering.save", broken)
    check_told(saved(owner, {"T1": "2", "csrf_token": token}), 500, "si è rotto da noi", reload=False)
