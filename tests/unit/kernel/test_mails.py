"""What may be put into the outbox as a mail: everything else is refused before it is stored."""

from typing import Any

import pytest

from cip.kernel.mails import (
    BadAddressError,
    BadLinkError,
    BadMessageError,
    UnknownTemplateError,
    WrongValuesError,
    is_address,
    read_order,
)

VALUES = {"link": "/it/account/link/AbC-_1", "minutes": 15}
GOOD: dict[str, Any] = {"template": "sign_in_link", "to": "anna@example.org", "language": "it", "values": VALUES}
MANDATE = {"firm": "F", "body": "B", "from_day": "2026-11-21", "to_day": "", "link": "/it/"}


def test_a_good_order_is_read_as_it_is() -> None:
    order = read_order(GOOD)
    assert (order.template, order.to, order.language) == ("sign_in_link", "anna@example.org", "it")
    assert dict(order.values) == VALUES


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"template": "sign_in"}, UnknownTemplateError),
        ({"template": None}, UnknownTemplateError),
        ({"to": "anna"}, BadAddressError),
        ({"to": None}, BadAddressError),
        ({"language": "de"}, WrongValuesError),
        ({"values": None}, WrongValuesError),
        ({"values": {"link": "/it/"}}, WrongValuesError),
        ({"values": {**VALUES, "name": "Anna"}}, WrongValuesError),
        ({"values": {**VALUES, "minutes": "15"}}, WrongValuesError),
        ({"values": {**VALUES, "minutes": 0}}, WrongValuesError),
        ({"values": {**VALUES, "minutes": True}}, WrongValuesError),
        ({"values": {**VALUES, "link": 4}}, WrongValuesError),
        ({"values": {**VALUES, "link": "/" + "a" * 2_000}}, WrongValuesError),
        ({"template": "mandate_given", "values": {**MANDATE, "from_day": "21/11/2026"}}, WrongValuesError),
        ({"template": "mandate_given", "values": {**MANDATE, "from_day": ""}}, WrongValuesError),
        ({"template": "security_notice", "values": {"what": "x", "on": "2026-11-21", "link": "/"}}, WrongValuesError),
        ({"cc": "berta@example.org"}, WrongValuesError),
    ],
)
def test_anything_else_is_refused_by_its_class(change: dict[str, Any], error: type[BadMessageError]) -> None:
    with pytest.raises(error) as refusal:
        read_order({**GOOD, **change})
    # Errors are logged and shown in lists: they quote nothing.
    assert "anna" not in str(refusal.value).lower()


def test_only_the_end_of_a_mandate_may_be_open() -> None:
    assert read_order({**GOOD, "template": "mandate_given", "values": MANDATE}).values["to_day"] == ""


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "it/",
        "",
        "/it/ x",
        "/it/\r\nBcc: a@b.it",
        "/it/<b>",
    ],
)
def test_a_link_is_a_path_of_this_site(link: str) -> None:
    with pytest.raises(BadLinkError):
        read_order({**GOOD, "values": {**VALUES, "link": link}})


@pytest.mark.parametrize("link", ["/", "/it/", "/it/account/link/AbC-_1", "/it/plan?m=M01&x=%20#part-2"])
def test_paths_pass(link: str) -> None:
    assert read_order({**GOOD, "values": {**VALUES, "link": link}}).values["link"] == link


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("anna.rossi+cip@posta.example.org", True),
        ("a@b.it", True),
        ("anna@localhost", False),
        ("anna@example.org, berta@example.org", False),
        ("Anna <anna@example.org>", False),
        ("anna@example.org\r\nBcc: berta@example.org", False),
        ("anna@example.org\n", False),
        ("anna @example.org", False),
        ("@example.org", False),
        ("anna@-example.org", False),
        ("anna..r@example.org", False),
        ('"anna b"@example.org', False),
        ("ànna@example.org", False),
        ("a" * 65 + "@example.org", False),
        ("a@" + "b" * 250 + ".it", False),
    ],
)
def test_addresses_are_plain(text: str, good: bool) -> None:
    assert is_address(text) is good
