"""People as plain values."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from cip.kernel.errors import RefusalError
from cip.kernel.texts import Language

LinkPurpose = Literal["sign_in", "set_password", "confirm_email"]
LINK_PURPOSES: tuple[LinkPurpose, ...] = get_args(LinkPurpose)
LONGEST_NAME = 120


class BadNameError(RefusalError, ValueError):
    """No name that could be shown."""

    def __init__(self) -> None:
        super().__init__(f"A name has from 1 to {LONGEST_NAME} characters.")


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


def clean_email(typed: str) -> str:
    """An address as it is kept and looked for: without spaces around it, in lower case."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def clean_name(typed: str) -> str:
    """A name as it is kept: one line, no control characters. Raises BadNameError if nothing or too much is left."""
    shown = "".join(letter for letter in typed if letter.isprintable() or letter.isspace())
    name = " ".join(shown.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise BadNameError
    return name
