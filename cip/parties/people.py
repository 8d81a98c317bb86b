"""People as plain values."""

from dataclasses import dataclass
from datetime import datetime

from cip.kernel.texts import Language

LINK_PURPOSES = ("sign_in", "set_password", "confirm_email")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, without any secret."""

    id: str
    email: str
    name: str
    language: Language
    created_at: datetime
    has_password: bool
    second_factor: bool
    closed_at: datetime | None = None
