"""Headers, cookies, forged requests, other people's check-ups, and pages that change nothing."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from cip.web.state import EXTENSION
from tests.integration.web.owner import Owner
from tests.integration.web.routes import addresses, of_check_up

STRICT = (
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "script-src 'self'",
    "font-src 'self'",
)
NOBODY = "f" * 32


def tables(site: Flask) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the database."""
    engine = site.extensions[EXTENSION].database.engine
    with engine.connect() as connection:
        # As the driver gives it: to find out what each column is takes longer than most tests.
        return {
            name: sorted((tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')), key=repr)  # noqa: S608 - names of the database itself
            for name in sa.inspect(connection).get_table_names()
        }


def kept(site: Flask) -> dict[str, list[tuple[object, ...]]]:
    """Everything that somebody said or asked for: all but how many documents a check-up gave this hour."""
    return {name: rows for name, rows in tables(site).items() if name != "throttles"}


@pytest.fixture
def concluded(owner: Owner) -> Owner:
    """An owner with some answers and a stored result."""
    owner.profile()
    owner.post("/area/T", {"T1": "3", "T1.proof": "4", "T2": "unknown"})
    owner.conclude()
    return owner


def test_every_answer_bears_the_headers(site: Flask, concluded: Owner) -> None:
    pages = addresses(site, "GET", concluded.check_up_id)
    pages |= {"missing": "/it/nothing", "broken address": "/nothing", "wrong method": "/it/check-up"}
    for endpoint, address in pages.items():
        answer = concluded.client.get(address)
        policy = answer.headers["Content-Security-Policy"].split("; ")
        assert set(STRICT) <= set(policy), endpoint
        assert not any("unsafe" in part or "*" in part for part in policy), endpoint
        assert answer.headers["X-Content-Type-Options"] == "nosniff", endpoint
        # An address that holds a code is told to nobody, not even to this site.
        referrer = "strict-origin" if endpoint in HOLDS_A_CODE else "same-origin"
        assert answer.headers["Referrer-Policy"] == referrer, endpoint
        assert "camera=()" in answer.headers["Permissions-Policy"], endpoint
        assert "Strict-Transport-Security" not in answer.headers, endpoint
        expected = "public, max-age=86400" if endpoint == "static" else "no-store"
        assert answer.headers["Cache-Control"] == expected, endpoint


HOLDS_A_CODE = (
    "public.resume_code",
    "account.link",
    "account.welcome",
    "account.choose_password",
    "account.confirm",
)
OUR_MODULE = re.compile(r'<script type="module" src="/static/js/[a-z-]+\.js\?v=[0-9a-f]{12}"></script>')


def test_pages_hold_our_modules_alone_and_no_inline_style(site: Flask, concluded: Owner) -> None:
    for endpoint, address in addresses(site, "GET", concluded.check_up_id).items():
        answer = concluded.client.get(address)
        if answer.mimetype == "text/html":
            assert "<script" not in OUR_MODULE.sub("", answer.text), endpoint
            assert not re.search(r'\sstyle="|\son[a-z]+="|<style', answer.text), endpoint
            assert not re.search(r'(?:src|href|action)="(?:https?:)?//', answer.text), endpoint


def test_behind_tls_the_cookie_is_bound_to_the_host(site: Flask) -> None:
    answer = site.test_client().get("/it/", base_url="https://cip.example.org")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-cip=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie.split("; ")
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000", "we speak for this host, not for others"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_plain_http_serves_loopback_without_the_prefix(site: Flask, host: str) -> None:
    answer = site.test_client().get("/it/", base_url=f"http://{host}")
    assert answer.status_code == 200
    assert answer.headers["Set-Cookie"].startswith("cip=")
    assert "Secure" not in answer.headers["Set-Cookie"]
    assert "HttpOnly" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    "host", ["192.168.1.5", "cip.example.org", "127.0.0.1.example.org:80", "localhost.example.org"]
)
def test_plain_http_refuses_every_other_host(site: Flask, host: str) -> None:
    answer = site.test_client().get("/en/", base_url=f"http://{host}")
    assert answer.status_code == 400
    assert "secure connection" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_every_form_needs_its_token(site: Flask, concluded: Owner) -> None:
    before = tables(site)
    for endpoint, address in addresses(site, "POST", concluded.check_up_id).items():
        for token in ({}, {"csrf_token": "forged"}):
            answer = concluded.client.post(address, data={"workers": "9", "T1": "0", **token})
            assert answer.status_code == 400, endpoint
            assert "troppo a lungo" in answer.text, endpoint
    assert tables(site) == before


def test_a_token_of_another_browser_is_refused(site: Flask, concluded: Owner) -> None:
    token = Owner(site).token()
    answer = concluded.client.post(concluded.base + "/profile", data={"workers": "9", "csrf_token": token})
    assert answer.status_code == 400


def test_no_page_changes_anything(site: Flask, concluded: Owner) -> None:
    before = kept(site)
    for method in ("GET", "HEAD", "OPTIONS"):
        for endpoint, address in addresses(site, "GET", concluded.check_up_id).items():
            assert concluded.client.open(address, method=method).status_code < 500, endpoint
    assert kept(site) == before


def test_another_browser_sees_what_is_not_there(site: Flask, concluded: Owner) -> None:
    other = Owner(site)
    other.start()
    before = tables(site)
    for method in ("GET", "POST"):
        token = {"csrf_token": other.token()}
        theirs = addresses(site, method, concluded.check_up_id)
        nobodys = addresses(site, method, NOBODY)
        for endpoint in filter(of_check_up, theirs):
            found = other.client.open(theirs[endpoint], method=method, data=token)
            missing = other.client.open(nobodys[endpoint], method=method, data=token)
            assert found.status_code == missing.status_code == 404, (method, endpoint)
            assert found.text.replace(concluded.check_up_id, NOBODY) == missing.text, (method, endpoint)
    assert tables(site) == before


@pytest.mark.parametrize("check_up_id", ["x", "0" * 31, "A" * 32, "%00" * 8, "..%2f..", "' OR 1=1 --"])
def test_an_address_that_cannot_exist_is_not_found(site: Flask, owner: Owner, check_up_id: str) -> None:
    assert owner.client.get(f"/it/check-up/{check_up_id}").status_code == 404


def test_without_the_cookie_a_check_up_is_not_found(site: Flask, concluded: Owner) -> None:
    assert site.test_client().get(concluded.base).status_code == 404


def test_the_database_never_sees_the_secret(site: Flask, concluded: Owner) -> None:
    with concluded.client.session_transaction() as session:
        secret = session["guest"]
    assert secret not in repr(tables(site))


def test_a_request_that_is_too_large_is_refused_in_words(owner: Owner) -> None:
    answer = owner.post("/area/T", {"T1.note": "x" * 300_000})
    assert answer.status_code == 413
    assert "troppo lungo" in answer.text


@pytest.mark.parametrize(("language", "words"), [("it", "Qualcosa si è rotto"), ("en", "Something broke")])
def test_a_failure_shows_a_page_and_no_detail(
    site: Flask, owner: Owner, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("cip.web.firm.hub.parts", fail)
    owner.language = language
    answer = owner.get()
    assert answer.status_code == 500
    assert words in answer.text
    assert "secret detail" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("language", "words"), [("it", "Questa pagina non c'è"), ("en", "This page is not here")])
def test_a_missing_page_leads_back_home(site: Flask, language: str, words: str) -> None:
    answer = site.test_client().get(f"/{language}/nothing")
    assert answer.status_code == 404
    assert words.replace("'", "&#39;") in answer.text
    assert f'href="/{language}/"' in answer.text


def test_a_page_opened_the_wrong_way_says_so(site: Flask) -> None:
    answer = site.test_client().get("/it/check-up")
    assert answer.status_code == 405
    assert "Qui non si arriva" in answer.text


class TestStatic:
    """Files of the pages."""

    @pytest.fixture
    def client(self, site: Flask) -> FlaskClient:
        """Any browser."""
        return site.test_client()

    def test_a_versioned_file_is_kept_for_ever_and_is_compressed(self, client: FlaskClient) -> None:
        page = client.get("/it/").text
        address = re.search(r'href="(/static/vendor/[^"]+\.css\?v=[^"]+)"', page)
        assert address is not None
        answer = client.get(address[1], headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "immutable" in answer.headers["Cache-Control"]
        assert len(answer.data) < 100_000
        again = client.get(address[1], headers={"Accept-Encoding": "gzip", "If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304

    def test_icons_are_only_those_in_use(self, client: FlaskClient) -> None:
        answer = client.get("/static/icons.svg")
        assert answer.mimetype == "image/svg+xml"
        assert len(answer.data) < 12_000

    @pytest.mark.parametrize(
        "name",
        [
            "../app.py",
            "%2e%2e/app.py",
            "vendor/../../app.py",
            "nothing.css",
            "vendor",
            "cip.css%00",
            "a" * 300,
            "cip.css/",
        ],
    )
    def test_nothing_else_is_served(self, client: FlaskClient, name: str) -> None:
        answer = client.get(f"/static/{name}")
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "no-store"
