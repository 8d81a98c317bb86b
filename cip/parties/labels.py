"""The labels by which rows name who did something (`person:ID`, with `/mandate:ID` under a mandate), read. Pure."""

import re

_LABEL = re.compile(r"person:([0-9a-f]{32})(?:/mandate:([0-9a-f]{32}))?", re.ASCII)


def person_of_label(label: str) -> str | None:
    """The person that a label names; None for a guest, the system or the clock."""
    found = _LABEL.fullmatch(label)
    return found[1] if found else None


def mandate_of_label(label: str) -> str | None:
    """The mandate under which the person of a label acted; None where they acted for themselves or their firm."""
    found = _LABEL.fullmatch(label)
    return found[2] if found else None
