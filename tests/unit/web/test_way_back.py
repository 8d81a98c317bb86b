"""Whoever is refused goes back to the page that sent the form; an office finds first what is to be done now."""

import pytest
from flask import Flask

from cip.web.errors import came_from
from cip.web.office.links import links_for


@pytest.mark.parametrize(
    ("method", "sent_by", "back"),
    [
        ("POST", "http://localhost/page?at=2", "/page?at=2"),
        ("POST", "http://localhost/page", "/page"),
        ("POST", "http://localhost/do", None),
        ("POST", "http://localhost/nowhere", None),
        ("POST", "http://elsewhere.example/page", None),
        ("POST", "", None),
        ("GET", "http://localhost/page", None),
    ],
)
def test_a_form_leads_back_to_its_own_page_and_to_no_other_site(method: str, sent_by: str, back: str | None) -> None:
    app = Flask("made")
    app.add_url_rule("/page", "page", lambda: "")
    app.add_url_rule("/do", "do", lambda: "", methods=["POST"])
    headers = {"Referer": sent_by} if sent_by else {}
    with app.test_request_context("/do", method=method, headers=headers):
        assert came_from() == back


def test_money_comes_first_once_it_is_given_out() -> None:
    before, after = ([link.endpoint for link in links_for(state)] for state in ("ranking", "allocated"))
    assert before.index("office.ranking") < before.index("office.awards")
    assert after[:4] == ["office.awards", "office.payments", "office.payment_facts", "office.reports"]
    assert after.index("office.money") < after.index("office.ranking")
