"""How often one browser may ask for what costs most; counted in its signed session, so that no list of visitors is
kept.
"""

from dataclasses import dataclass

from flask import session


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in one stretch of time, under a name of the session."""

    name: str
    most: int


NEW_CHECK_UPS = Limit("started", 20)
PDFS = Limit("pdfs", 30)
CODES = Limit("codes", 20)


def within(limit: Limit, stretch: str) -> bool:
    """Count one more in a day or an hour; False, and nothing counted, if it would be too many."""
    kept = session.get(limit.name)
    count = kept[1] if isinstance(kept, list) and kept[0] == stretch else 0
    if count >= limit.most:
        return False
    session[limit.name] = [stretch, count + 1]
    return True
