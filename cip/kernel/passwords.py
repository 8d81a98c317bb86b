"""Passwords: their Argon2 hash, and nothing else of them is ever kept.

The parameters are the ones that OWASP's Password Storage Cheat Sheet gives for Argon2id (19 MiB, two passes, one lane):
some 30 ms of one processor, so that a burst of sign-ins cannot fill the machine's memory.
"""

from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# The hash of a text that nobody knows, with the same parameters: who is not known costs the same work.
_NOBODY: Final = "$argon2id$v=19$m=19456,t=2,p=1$VVNaaSyARvuzutavKsOZ3Q$ZALsshlyHd1SwMVFNTRyP3Qdry2IBfwoZOXIKl5UjHs"


def hash_password(password: str) -> str:
    """The hash to keep, with a salt of its own."""
    return _HASHER.hash(password)


def is_password(kept: str | None, password: str) -> bool:
    """Whether `password` is the one behind the hash `kept`. Exactly one hash is computed, also where `kept` is None."""
    try:
        _HASHER.verify(kept or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than those of today."""
    return _HASHER.check_needs_rehash(kept)
