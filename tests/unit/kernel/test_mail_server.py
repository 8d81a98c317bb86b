"""Where mails go out: read from the settings or refused in one sentence that quotes no password."""

import pytest

from cip.kernel.errors import RefusalError
from cip.kernel.mail_server import BASE_URL, MailServer, read_base_url, read_mail_server
from cip.kernel.settings import read_settings

FROM = {"CIP_MAIL_FROM": "posta@example.org"}


def test_none_without_a_server() -> None:
    assert read_mail_server({}) is None
    assert read_settings({}).mail is None
    assert read_settings({}).base_url == BASE_URL
    assert read_settings({"CIP_DEMO": "1"}).demo is False


@pytest.mark.parametrize(
    ("url", "sender", "expected"),
    [
        ("smtp://mail.example.org", "posta@example.org", ("mail.example.org", 25, False, "", "posta@example.org")),
        ("smtps://mail.example.org", "<a@b.it>", ("mail.example.org", 465, True, "", "a@b.it")),
        ("smtp://127.0.0.1:2525/", "CIP Lombardia <a@b.it>", ("127.0.0.1", 2525, False, "CIP Lombardia", "a@b.it")),
    ],
)
def test_reads_server_and_sender(url: str, sender: str, expected: tuple[object, ...]) -> None:
    found = read_mail_server({"CIP_MAIL_URL": url, "CIP_MAIL_FROM": sender})
    assert found is not None
    assert (found.host, found.port, found.tls, found.sender_name, found.sender) == expected


def test_user_and_password_are_decoded_and_never_shown() -> None:
    settings = read_settings({"CIP_MAIL_URL": "smtps://anna%40b.it:p%2Fw%3A1@mail.example.org:4650", **FROM})
    assert settings.mail is not None
    assert (settings.mail.user, settings.mail.password, settings.mail.port) == ("anna@b.it", "p/w:1", 4650)
    assert "p/w" not in repr(settings)
    assert "anna" not in repr(settings)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_this_machine_needs_no_tls(host: str) -> None:
    assert MailServer(host, 25, False, "", "a@b.it").loopback
    assert not MailServer("mail.example.org", 25, False, "", "a@b.it").loopback


@pytest.mark.parametrize(
    "url",
    ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://h:99999", "smtp://h/x", "smtp://h?x=hidden"],
)
def test_odd_servers_are_one_sentence(url: str) -> None:
    with pytest.raises(RefusalError, match="CIP_MAIL_URL must be") as refusal:
        read_mail_server({"CIP_MAIL_URL": url, **FROM})
    assert "hidden" not in str(refusal.value)


@pytest.mark.parametrize("sender", ["", "posta", "a@b.it, c@d.it", "A <a@b.it>\r\nBcc: c@d.it", "<a@b.it> <c@d.it>"])
def test_a_server_needs_a_sender(sender: str) -> None:
    with pytest.raises(RefusalError, match="CIP_MAIL_FROM must be"):
        read_mail_server({"CIP_MAIL_URL": "smtp://mail.example.org", "CIP_MAIL_FROM": sender})


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("https://cip.example.org/", "https://cip.example.org"),
        ("https://cip.example.org:8443", "https://cip.example.org:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
    ],
)
def test_public_address(url: str, read: str) -> None:
    assert read_base_url({"CIP_BASE_URL": url}) == read


@pytest.mark.parametrize(
    "url",
    [
        "http://cip.example.org",
        "cip.example.org",
        "https://",
        "https://cip.example.org/app",
        "https://a:b@cip.example.org",
        "https://cip.example.org?x",
        "ftp://127.0.0.1",
        "https://[x",
    ],
)
def test_odd_public_addresses_are_one_sentence(url: str) -> None:
    with pytest.raises(RefusalError, match="CIP_BASE_URL must"):
        read_base_url({"CIP_BASE_URL": url})
