"""The one source of identifiers and secrets."""

import secrets
import uuid


def new_id() -> str:
    """A fresh random identifier: 32 hexadecimal digits."""
    return uuid.uuid4().hex


def new_secret() -> str:
    """A secret for a browser, 256 bits, safe in cookies and addresses."""
    return secrets.token_urlsafe(32)


def new_code(alphabet: str, length: int) -> str:
    """A secret that people copy by hand: `length` characters of `alphabet`."""
    return "".join(secrets.choice(alphabet) for _ in range(length))
