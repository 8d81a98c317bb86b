"""The number of a paper that shows something; never a sentence, so that no name and no illness gets in. Pure."""

import re

LONGEST_NUMBER = 30
_MOST_WORDS = 2
_WORDS = re.compile(r"[A-Za-z]{2,}", re.ASCII)
# Letters, digits, strokes, hyphens, points and spaces, with a digit somewhere.
_NUMBER = re.compile(rf"(?=.*[0-9])[A-Za-z0-9/. -]{{1,{LONGEST_NUMBER}}}", re.ASCII)


def is_paper_number(text: str) -> bool:
    """Whether a text is the number of a paper, such as `socio 42` or `INPS.2026/1234`: at most two words in it."""
    return bool(_NUMBER.fullmatch(text)) and len(_WORDS.findall(text)) <= _MOST_WORDS
