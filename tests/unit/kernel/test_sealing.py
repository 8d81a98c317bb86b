"""Sealed: readable by who has the key, for the same purpose, unchanged."""

import pytest

from cip.kernel.sealing import SealBrokenError, seal, unseal

KEY = "a key of the tests, long enough for all"


def test_what_was_sealed_is_read_again() -> None:
    assert unseal(KEY, seal(KEY, b"\x00secret")) == b"\x00secret"


def test_it_shows_nothing_and_never_repeats() -> None:
    first, second = seal(KEY, b"secret"), seal(KEY, b"secret")
    assert first != second
    assert "secret" not in first
    assert first.isascii()


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: "A" + t[1:], lambda _t: "", lambda _t: "à"])
def test_what_was_changed_is_refused(spoil) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SealBrokenError):
        unseal(KEY, spoil(seal(KEY, b"secret")))


def test_another_key_and_another_purpose_are_refused() -> None:
    sealed = seal(KEY, b"secret", purpose="factor")
    with pytest.raises(SealBrokenError):
        unseal(KEY + "!", sealed, purpose="factor")
    with pytest.raises(SealBrokenError):
        unseal(KEY, sealed)
