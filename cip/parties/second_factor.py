"""Codes of an authenticator app (TOTP, RFC 6238: SHA-1, six digits, thirty seconds). Pure; ids draws the secrets."""

import hmac
from datetime import datetime
from typing import Final

from pyotp import TOTP

# Base 32, as apps read it; 32 characters are the 160 bits that the RFC recommends.
ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
SECRET_LENGTH: Final = 32
DIGITS: Final = 6
STEP_SECONDS: Final = 30
# A clock may be one step early or late, and hands are slow.
_AROUND: Final = (0, -1, 1)
ISSUER: Final = "CIP"
RECOVERY_CODES: Final = 10
# What the secret of an app is sealed for (`cip.kernel.sealing`).
SEALED_AS: Final = "second factor"


def matching_step(secret: str, code: str, moment: datetime) -> int | None:
    """The step of the clock that `code` belongs to at this moment, None if to none nearby."""
    digits = "".join(letter for letter in code if not letter.isspace())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    now = step_of(moment)
    maker = TOTP(secret)
    right = [now + around for around in _AROUND if hmac.compare_digest(maker.generate_otp(now + around), digits)]
    return right[0] if right else None


def step_of(moment: datetime) -> int:
    """The number of the thirty seconds that a moment lies in."""
    return int(moment.timestamp()) // STEP_SECONDS


def address_for_app(secret: str, email: str) -> str:
    """What the QR code says to the app."""
    return TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def in_groups(secret: str) -> str:
    """The secret as somebody types it: groups of four."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def recovery_salt(person_id: str) -> bytes:
    """What makes the same recovery code of two people two digests."""
    return f"cip recovery code of {person_id}".encode()
