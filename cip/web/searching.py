"""Looking for words in a list: capitals and accents need not be typed."""

import unicodedata
from collections.abc import Iterable

LONGEST_SEARCH = 60


def matches(wanted: str, texts: Iterable[str]) -> bool:
    """Whether every word that is looked for stands somewhere in the texts."""
    text = _plain(" ".join(texts))
    return all(word in text for word in _plain(wanted).split())


def _plain(text: str) -> str:
    """Small letters without accents: `flessibilita` finds `Flessibilità`."""
    split = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))
