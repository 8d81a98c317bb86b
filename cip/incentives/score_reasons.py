"""What a reason for a score must be: written, long enough to say something, and nobody's earlier sentence again. Pure.

A reason repeats another text when most of its runs of three words stand there too: `COPIED` percent of them. Numbers,
signs and capitals do not count, so that changing a figure makes no new reason.
"""

import re
from collections.abc import Iterable
from typing import Literal

ReasonFault = Literal["missing", "short", "copied"]

SHORTEST_REASON = 40
"""Characters: about one short sentence."""
LONGEST_REASON = 2_000
COPIED = 80
_RUN = 3
_WORD = re.compile(r"[^\W\d_]+")


def reason_fault(reason: str, others: Iterable[str]) -> ReasonFault | None:
    """What is wrong with a reason, None if nothing is. `others` are what the same person wrote for other scores, and
    the sentences of the grid, which are no reasons.
    """
    text = " ".join(reason.split())
    if not text:
        return "missing"
    if len(text) < SHORTEST_REASON:
        return "short"
    return "copied" if any(repeats(text, other) for other in others) else None


def repeats(reason: str, other: str) -> bool:
    """Whether a reason is, but for a few words, another text or a part of it."""
    mine, theirs = _runs(reason), _runs(other)
    return bool(mine) and 100 * len(mine & theirs) >= COPIED * len(mine)


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return frozenset(tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)) if words)
