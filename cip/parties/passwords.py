"""Which passwords are taken. Pure: length, and not one of those that everybody tries first; no rule of composition.

Common passwords, words, names, keyboard rows, repeats and sequences are known to zxcvbn, offline. What it cannot know
stands here: words that Italians and this service put into passwords, and what the person is called.
"""

import re
from collections.abc import Iterable
from typing import Final, Literal

from zxcvbn import zxcvbn

Weakness = Literal["short", "long", "common", "personal"]

SHORTEST: Final = 12
LONGEST: Final = 128
# Of five steps, 0-4: 3 and 4 stand for 10**8 guesses and more, with the slow hash of ours behind them.
_STRONG_ENOUGH: Final = 3
# zxcvbn reads no further; what follows only adds to a password.
_READ: Final = 72
_SHORTEST_WORD: Final = 3
# What must be left of a password once names and words that anybody would guess are taken out.
_LEFT_OVER: Final = 4
_WORDS: Final = tuple(  # words are easier to read as one text
    "agosto amministrazione amore azienda azzurro benvenuto buongiorno cambiami calcio casa check checkup ciao cip "  # noqa: SIM905
    "conciliazione consulente conciliazioneinpratica dicembre ditta estate famiglia febbraio forza gennaio giugno "
    "impresa internet inter inverno irene italia juventus lavoro lazio luglio maggio mamma marzo milan milano napoli "
    "novembre officina ottobre parola password piano pratica primavera provincia roma segreta segreto settembre "
    "sindacato sportello torino ufficio utente vita welcome".split()
)
_LETTERS = re.compile(r"[^\W\d_]+")


def weakness(password: str, about: Iterable[str] = ()) -> Weakness | None:
    """Why a password is not taken, None if it is. `about` are texts about its person (name, address, firms)."""
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    known = _words_of(about)
    if _made_of_words(password, known):
        return "personal"
    if _made_of_words(password, _WORDS, most=2):
        return "common"
    guessed = zxcvbn(password[:_READ], user_inputs=[*known, *_WORDS])
    return "common" if int(guessed["score"]) < _STRONG_ENOUGH or len(set(password.casefold())) < 5 else None


def _words_of(texts: Iterable[str]) -> list[str]:
    found = {word.casefold() for text in texts for word in _LETTERS.findall(text)}
    return sorted((word for word in found if len(word) >= _SHORTEST_WORD), key=lambda word: (-len(word), word))


def _made_of_words(password: str, words: Iterable[str], most: int | None = None) -> bool:
    """Whether a password is one or more of these words (at most `most`) with hardly a letter beside those that anybody
    would guess.
    """
    found = [word for word in words if word in password.casefold()]
    rest = password.casefold()
    for word in [*found, *_WORDS]:
        rest = rest.replace(word, " ")
    few_enough = most is None or len(found) <= most
    return bool(found) and few_enough and len("".join(_LETTERS.findall(rest))) < _LEFT_OVER
