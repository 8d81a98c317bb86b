"""What the fonts of the papers can draw: any other character becomes a visible mark, so that no PDF fails or lies.

The one way of words into a PDF, whoever makes it. The page on the screen keeps what was written.
"""

from functools import cache
from pathlib import Path
from unicodedata import category, normalize

from fontTools.ttLib import TTFont

from cip.documents.fonts import Fonts
from cip.kernel.characters import plain_text

MARKS = ("\N{WHITE VERTICAL RECTANGLE}", "[?]")
"""What stands for a character that no font has: the first that the fonts have."""
# Of what no font has: what only changes the letter before it, such as the tone of an emoji.
_CHANGES = frozenset({"Mn", "Me", "Sk"})
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"


def drawable(text: str, fonts: Fonts) -> str:
    """`text` in characters that the fonts have, in both weights; what is no letter of its own goes without a mark, and
    so do the marks of direction: a paper never shows words in another order than they are read.
    """
    composed = normalize("NFC", plain_text(text))
    known = characters(fonts)
    mark = next(mark for mark in MARKS if set(mark) <= known)
    return composed.translate({ord(letter): _instead(letter, known, mark) for letter in set(composed)})


def _instead(letter: str, known: frozenset[str], mark: str) -> str:
    kind = category(letter)
    if kind == "Cf" and letter != _SOFT_HYPHEN:
        return ""
    if letter in known or letter in "\n\t":
        return letter
    return "" if kind in _CHANGES else mark


def characters(fonts: Fonts) -> frozenset[str]:
    """What both weights can draw, with the first font or with the second."""
    return (_of(fonts.regular) | _of(fonts.fallback)) & (_of(fonts.bold) | _of(fonts.fallback_bold))


@cache
def _of(path: Path) -> frozenset[str]:
    with TTFont(path) as font:
        return frozenset(map(chr, font.getBestCmap()))
