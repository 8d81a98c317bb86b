"""The code of twelve characters that resumes a check-up in another browser. Pure; `cip.kernel.ids` draws new ones."""

from cip.kernel.codes import ALPHABET, GROUP, LENGTH, cleaned, in_groups, is_code, salted_digest

__all__ = ["ALPHABET", "GROUP", "LENGTH", "cleaned", "code_digest", "in_groups", "is_code"]

_SALT = b"cip resume code 1"


def code_digest(typed: str) -> str:
    """The digest under which a code is kept (64 hexadecimal digits); the same work whatever was typed."""
    return salted_digest(typed, _SALT)
