"""Nobody is sent elsewhere: `next` is a page of ours or nothing."""

import pytest
from flask import Flask

from cip.web.account.where import checked
from tests.integration.web.account.acting import PASSWORD, press, with_password
from tests.integration.web.owner import Owner
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)

TRICKS = [
    "", "/", "//", "///", "//evil.example", "///evil.example", "////evil.example/it/", "/\\evil.example",
    "\\\\evil.example", "\\/evil.example", "https://evil.example", "http:evil.example", "http:/evil.example",
    "https:///evil.example", "HTTPS://evil.example/it/", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
    "data:text/html,x", "vbscript:x", "evil.example", "it/", "./it/", "../it/", "/it/../../evil",
    "/it//evil.example", "/it/\\evil.example", "/it/\r\nLocation: https://evil.example", "/it/\tx",
    "\t//evil.example", " //evil.example", "/it/ ", "/it/%0d%0aX: y", "/%2f/evil.example", "/it/@evil.example",
    "https://localhost@evil.example", "/it/account/email#x", "/fr/", "/it/nothing-here", "/static/cip.css",
    "/it/account/sign-out", "/it/?next=https://evil.example", "/it/account/email?x=//y", "/it/" + "a" * 600,
    "/it/é", "/it/account/../account/email", "?x", "#", "/it/account/./email", "。evil.example", "/it\x00/",
]  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
def test_tricks_lead_nowhere(site: Flask, trick: str) -> None:
    with site.test_request_context("/it/"):
        assert checked(trick) is None


@pytest.mark.parametrize("page", ["/it/", "/en/", "/it/account", "/it/account/email", "/it/glossary?q=congedo"])
def test_pages_of_ours_are_taken(site: Flask, page: str) -> None:
    with site.test_request_context("/it/"):
        assert checked(page) == page


def test_tricks_bring_who_signs_in_where_no_next_does(site: Flask) -> None:
    someone = with_password(site)
    assert len(TRICKS) >= 40
    plain = press(Owner(site), "sign-in", email=someone.email, password=PASSWORD).headers["Location"]
    assert plain.startswith("/it/")
    for trick in TRICKS[:45:3]:
        answer = press(Owner(site), "sign-in", email=someone.email, password=PASSWORD, next=trick)
        assert answer.headers["Location"] == plain, trick
        page = Owner(site).client.get("/it/account/sign-in", query_string={"next": trick})
        assert 'name="next"' not in page.text, trick
