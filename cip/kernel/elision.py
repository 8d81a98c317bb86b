"""Italian days in a sentence: a day whose number begins with a vowel takes the short article (l'8, dall'11).

The interface texts are whole sentences with a place for the day (`dal %(day)s`), so the article can only be put right
once the day is there.
"""

import re
from gettext import NullTranslations
from typing import Any

_ARTICLES = r"\b(il|dal|del|al|nel|sul) "
_MONTHS = "(?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre)"
_IN_WORDS = re.compile(rf"{_ARTICLES}(?=(?:8|11) {_MONTHS}\b)", re.IGNORECASE)
_IN_WORDS_OR_FIGURES = re.compile(rf"{_ARTICLES}(?=(?:8|11)(?: {_MONTHS}\b|/\d))", re.IGNORECASE)


def elided(text: str, *, figures: bool = True) -> str:
    """An Italian sentence with the articles before its days put right; with `figures` false only before days whose
    month is in letters.

    >>> elided("dal 11 febbraio al 8 marzo 2026, entro il 1º aprile")
    "dall'11 febbraio all'8 marzo 2026, entro il 1º aprile"
    """
    return (_IN_WORDS_OR_FIGURES if figures else _IN_WORDS).sub(_short, text)


def _short(found: re.Match[str]) -> str:
    article = found[1]
    return {"il": "l'", "Il": "L'"}.get(article, f"{article}l'")


class Phrase(str):
    """An Italian sentence with places to fill: its articles are put right when it is filled."""

    __slots__ = ()

    def __mod__(self, values: Any) -> str:
        """The filled sentence."""
        return elided(super().__mod__(values))


class Italian(NullTranslations):
    """The Italian texts, which are the keys of the catalogues, as sentences that elide."""

    def gettext(self, message: str) -> str:
        """The text itself."""
        return _phrase(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The text for one or for many."""
        return _phrase(super().ngettext(msgid1, msgid2, n))


def _phrase(text: str) -> str:
    return Phrase(text) if "%(" in text else text
