"""Every route and method with check-ups that have something everywhere: headers, caches, nothing changed by looking."""

import re

import pytest
from flask import Flask

from cip.web.security import HEADERS
from tests.integration.web.owner import Owner
from tests.integration.web.rich import Rich, pages, sent
from tests.integration.web.routes import addresses, of_check_up
from tests.integration.web.test_safety import OUR_MODULE, STRICT, kept, tables
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)

# An address that holds a code is told to nobody; the page that shows one neither.
REFERRERS = {
    "public.resume_code": "strict-origin",
    "the code": "no-referrer",
    "account.link": "strict-origin",
    "account.welcome": "strict-origin",
    "account.choose_password": "strict-origin",
    "account.confirm": "strict-origin",
}
INLINE = re.compile(r'\sstyle\s*=|\son[a-z]+\s*=\s*"|<style|javascript:', re.IGNORECASE)
ELSEWHERE = re.compile(r'(?:src|href|action|poster|data|srcset)="(?:https?:)?//', re.IGNORECASE)


def test_every_answer_to_every_method_bears_the_headers(site: Flask, rich: Rich) -> None:
    seen = 0
    for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"):
        routes = addresses(site, "GET", rich.owner.check_up_id) | addresses(site, "POST", rich.owner.check_up_id)
        for endpoint, address in {**routes, "nothing": "/nothing", "missing file": "/static/nothing.css"}.items():
            answer = rich.owner.client.open(address, method=method)
            seen += 1
            for name, value in HEADERS.items():
                expected = value
                if name == "Referrer-Policy" and method in ("GET", "HEAD"):
                    expected = REFERRERS.get(endpoint, value)
                assert answer.headers.get(name) == expected, (method, endpoint, name)
            policy = answer.headers["Content-Security-Policy"].split("; ")
            assert set(STRICT) <= set(policy), (method, endpoint)
            if not address.startswith("/static/") or answer.status_code >= 400:
                assert answer.headers["Cache-Control"] == "no-store", (method, endpoint)
            assert "Server" not in answer.headers, (method, endpoint)
    assert seen > 500


def test_pages_that_answer_a_form_bear_them_too(site: Flask, rich: Rich) -> None:
    for item in sent(rich):
        data = {"csrf_token": rich.owner.token(), "seq": str(rich.owner.last_seq()), **item.data}
        answer = rich.owner.client.post(item.address("it"), data=data)
        assert answer.status_code == item.status, item.name
        assert answer.headers["Cache-Control"] == "no-store", item.name
        expected = REFERRERS.get(item.name, HEADERS["Referrer-Policy"])
        assert answer.headers["Referrer-Policy"] == expected, item.name
        assert set(STRICT) <= set(answer.headers["Content-Security-Policy"].split("; ")), item.name


def test_looking_twice_changes_nothing(site: Flask, rich: Rich) -> None:
    before = kept(site)
    looked = {name: item for language in ("it", "en") for name, item in pages(site, rich, language).items()}
    for method in ("GET", "HEAD"):
        for name, (owner, address) in looked.items():
            assert owner.client.open(address, method=method).status_code < 500, name
        for endpoint, address in addresses(site, "GET", rich.owner.check_up_id).items():
            assert rich.owner.client.open(address, method=method).status_code < 500, endpoint
    assert kept(site) == before


def test_what_an_address_says_changes_nothing(site: Flask, rich: Rich) -> None:
    """Fields of every form, sent in the address of a page: they stay unread."""
    before = kept(site)
    fields = {
        "workers": "40",
        "T1": "0",
        "go": "next",
        "confirm": "1",
        "code": "AAAA",
        "state": "dropped",
        "add": "M30",
    }
    for endpoint, address in addresses(site, "GET", rich.owner.check_up_id).items():
        assert rich.owner.client.get(address, query_string=fields).status_code < 500, endpoint
    assert kept(site) == before


def test_nobody_writes_where_no_token_came_along(site: Flask, rich: Rich) -> None:
    before = tables(site)
    posts = addresses(site, "POST", rich.owner.check_up_id)
    assert len(posts) > 15
    for endpoint, address in posts.items():
        for headers in ({}, {"X-CSRFToken": "forged"}, {"Origin": "https://elsewhere.example"}):
            answer = rich.owner.client.post(address, data={"workers": "9"}, headers=headers)
            assert answer.status_code == 400, (endpoint, headers)
        as_json = rich.owner.client.post(address, json={"workers": 9})
        assert as_json.status_code == 400, endpoint
    assert tables(site) == before


def test_another_guest_finds_nothing_on_any_route(site: Flask, rich: Rich) -> None:
    other = Owner(site)
    other.start()
    before = tables(site)
    token = other.token()
    routes = 0
    for check_up_id in (rich.owner.check_up_id, rich.closed, rich.newcomer.check_up_id):
        for method in ("GET", "HEAD", "POST"):
            for endpoint, address in addresses(site, "POST" if method == "POST" else "GET", check_up_id).items():
                if of_check_up(endpoint):
                    routes += 1
                    answer = other.client.open(address, method=method, data={"csrf_token": token})
                    assert answer.status_code == 404, (method, endpoint)
    assert routes > 200
    assert tables(site) == before


def test_no_page_holds_a_style_a_script_or_an_address_of_others(site: Flask, rich: Rich) -> None:
    for language in ("it", "en"):
        for name, (owner, address) in pages(site, rich, language).items():
            answer = owner.client.get(address, follow_redirects=True)
            if answer.mimetype == "application/pdf":
                continue
            text = answer.text
            assert "<script" not in OUR_MODULE.sub("", text), name
            assert not INLINE.search(text), (name, INLINE.search(text))
            assert not ELSEWHERE.search(text), (name, ELSEWHERE.search(text))
