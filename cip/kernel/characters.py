"""Characters that no text of a person needs and that files refuse: they come with a paste, and nobody sees them."""

import re

from pydantic import JsonValue

# What other programs paste where a line ends or a word stops.
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_SPACES = re.compile("[\x0b\x0c]")
# Controls but tab and line feed, halves of surrogate pairs, and the code points that are no characters at all.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


def plain_text(text: str) -> str:
    r"""`text` without control characters and non-characters; line ends become \n, vertical tab and form feed a space.

    >>> plain_text("Anna\x0bRossi\x00")
    'Anna Rossi'
    """
    return _UNWANTED.sub("", _SPACES.sub(" ", _LINE_ENDS.sub("\n", text)))


def plain_values(value: JsonValue) -> JsonValue:
    """The same for every text in a stored value."""
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, dict):
        return {key: plain_values(item) for key, item in value.items()}
    return [plain_values(item) for item in value] if isinstance(value, list) else value
