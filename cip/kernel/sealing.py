"""What must be readable again and by us alone: sealed under a key that is derived from the installation's secret key.

Fernet (AES-128-CBC with HMAC-SHA256) under HKDF-SHA256. Whoever has the database without the secret key reads nothing;
who changes the secret key makes what was sealed unreadable.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cip.kernel.errors import RefusalError


class SealBrokenError(RefusalError, ValueError):
    """What should be unsealed was changed, cut, or sealed under another key or for another purpose."""

    def __init__(self) -> None:
        super().__init__("What was sealed cannot be read: it was changed, or CIP_SECRET_KEY is another one.")


def seal(key: str, data: bytes, *, purpose: str = "cip") -> str:
    """`data` sealed under the secret key `key` (the one of the settings), readable with `unseal` and the same purpose
    only. ASCII, safe in addresses; twice the same data gives two texts.
    """
    # Without the moment that Fernet would add: what expires says so inside, by the clock of the request.
    return _fernet(key, purpose).encrypt_at_time(data, 0).decode("ascii")


def unseal(key: str, sealed: str, *, purpose: str = "cip") -> bytes:
    """What was sealed. Raises SealBrokenError."""
    try:
        return _fernet(key, purpose).decrypt(sealed.encode("ascii"))
    except (InvalidToken, UnicodeEncodeError) as error:
        raise SealBrokenError from error


@lru_cache(maxsize=16)
def _fernet(key: str, purpose: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"cip sealing {purpose}".encode()).derive(
        key.encode()
    )
    return Fernet(urlsafe_b64encode(derived))
