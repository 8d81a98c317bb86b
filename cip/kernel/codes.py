"""Codes of twelve characters that people copy by hand. Pure; `cip.kernel.ids` draws new ones."""

import hashlib
import unicodedata

LENGTH = 12
GROUP = 4
# No two that a hand or an eye takes for each other: neither 0 nor O, none of 1 I L, of 2 Z, 5 S, 8 B, U V only one.
ALPHABET = "23456789ACDEFGHJKMNPQRTUWXY"
# What somebody may read or write in place of a character that is there.
_MISREAD = str.maketrans({"S": "5", "Z": "2", "B": "8", "V": "U"})
# 27 to the power of 12 codes are too many to try one by one at this cost, even for who has the whole database: about
# 16 MB and some hundredths of a second each. No key of the server goes in, so that a code on paper outlives it.
_COST, _BLOCK, _AT_ONCE = 2**14, 8, 1


def cleaned(typed: str) -> str:
    """A code as typed, in the one form that counts: capitals without spaces and dashes, misread letters mended and
    full-width ones, as some keyboards write them, made plain.
    """
    plain = unicodedata.normalize("NFKC", typed[:200])
    letters = "".join(letter for letter in plain if letter.isalnum())
    return letters.upper().translate(_MISREAD)


def is_code(code: str) -> bool:
    """True if a cleaned text can be a code."""
    return len(code) == LENGTH and all(letter in ALPHABET for letter in code)


def in_groups(code: str) -> str:
    """A code as it is shown: `XXXX-XXXX-XXXX`."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def salted_digest(typed: str, salt: bytes) -> str:
    """The digest under which a code is kept (64 hexadecimal digits); the same work whatever was typed."""
    work = hashlib.scrypt(cleaned(typed).encode(), salt=salt, n=_COST, r=_BLOCK, p=_AT_ONCE, dklen=32)
    return work.hex()
