"""What tells who a firm is, taken out of the texts that are judged. Pure.

It takes out what the system knows (names, codes, places) and what looks like an address, a number to call or a code. A
text can still give a firm away by what it tells: the pages say so.
"""

import re
from collections.abc import Iterable

HIDDEN = "[…]"
SHORTEST = 4
"""A shorter word would be found in too many others."""
_FORMS = re.compile(
    r"\b(?:s\.?\s?r\.?\s?l\.?\s?s?\.?|s\.?\s?p\.?\s?a\.?|s\.?\s?n\.?\s?c\.?|s\.?\s?a\.?\s?s\.?|soc(?:ietà|\.)?|coop(?:erativa|\.)?"
    r"|ditta|impresa|di|e|figli|fratelli|f\.?lli)(?=\W|$)",
    re.IGNORECASE,
)
_LOOKS = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE),
    re.compile(r"\b[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]\b", re.IGNORECASE),
    re.compile(r"(?<!\d)(?:IT)?\d{11}(?!\d)", re.IGNORECASE),
    re.compile(r"(?<![\d.,])\+?(?:\d[ ./-]?){8,14}\d(?!\d)"),
)


def masked(text: str, known: Iterable[str]) -> str:
    """The text without what is known of the firm, and without what looks like an address, a telephone or a tax code."""
    for pattern in _LOOKS:
        text = pattern.sub(HIDDEN, text)
    for words in sorted({form for one in known for form in _forms(one)}, key=lambda one: (-len(one), one)):
        text = re.sub(rf"(?<!\w){_loose(words)}(?!\w)", HIDDEN, text, flags=re.IGNORECASE)
    return text


def _forms(name: str) -> Iterable[str]:
    """A name as it stands, and without its legal form: `Forno Ada S.r.l.` is also `Forno Ada`."""
    whole = " ".join(name.split())
    core = " ".join(_FORMS.sub(" ", whole).split()).strip(" .,-")
    return [one for one in (whole, core) if len(one) >= SHORTEST]


def _loose(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in words.split())
