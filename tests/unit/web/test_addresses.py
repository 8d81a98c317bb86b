"""Which addresses count together."""

import pytest

from cip.web.addresses import network_of


@pytest.mark.parametrize(
    ("given", "network"),
    [
        ("8.8.4.4", "8.8.4.4"),
        (" 8.8.4.4 ", "8.8.4.4"),
        ("8.8.4.4:1000", "8.8.4.4"),
        ("::ffff:8.8.4.4", "8.8.4.4"),
        ("[::ffff:8.8.4.4]:80", "8.8.4.4"),
        ("2001:db8:1:2::7", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::7]:443", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::7]", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("[::1]:80", "::/64"),
        ("", "unknown"),
        (None, "unknown"),
        ("8.8.4.4:1000:1", "unknown"),
        ("300.1.1.1", "unknown"),
        ("\u0662.2.2.2", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_an_address_is_read_however_it_is_written(given: str | None, network: str) -> None:
    assert network_of(given) == network
