"""How other firms that joined the same agreement keep its clauses: in words, never of few firms, never a name. Pure.

Words instead of numbers, and a limit: who knows some of the others must not find out the rest by subtracting.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cip.agreement.clauses import ClauseStatus

Share = Literal["nearly_all", "most", "half", "few", "hardly_any"]
LEAST_FIRMS = 5
"""So many other firms at least, as many as answers of a survey (model 5.3); an agreement may ask for more."""
_BOUNDS: tuple[tuple[float, Share], ...] = ((0.9, "nearly_all"), (0.6, "most"), (0.4, "half"), (0.1, "few"))


@dataclass(frozen=True, slots=True)
class Compared:
    """How `firms` others keep each clause. `firms` is 0 where too few joined to say anything."""

    firms: int
    same_sector: bool
    shares: Mapping[str, Share]


NOTHING = Compared(0, False, {})


def compared(
    same_sector: Sequence[Mapping[str, ClauseStatus]],
    others: Sequence[Mapping[str, ClauseStatus]],
    limit: int | None,
    *,
    left_out: Collection[str] = (),
) -> Compared:
    """The shares among the firms of the same sector, else among all that joined; `others` holds the rest, `limit` is
    what the agreement asks for. A clause is counted only where it is due and known for enough firms; those `left_out`
    never, for they tell of single people.
    """
    least = max(LEAST_FIRMS, limit or 0)
    for firms, alike in ((same_sector, True), ((*same_sector, *others), False)):
        if len(firms) >= least:
            shares = _shares(firms, least)
            return Compared(len(firms), alike, {code: share for code, share in shares.items() if code not in left_out})
    return NOTHING


def _shares(firms: Iterable[Mapping[str, ClauseStatus]], least: int) -> dict[str, Share]:
    met: Counter[str] = Counter()
    known: Counter[str] = Counter()
    for firm in firms:
        for clause_id, status in firm.items():
            known[clause_id] += status in ("met", "not_met")
            met[clause_id] += status == "met"
    return {code: share_of(met[code], many) for code, many in sorted(known.items()) if many >= least}


def share_of(met: int, known: int) -> Share:
    """A share as one of five words."""
    return next((word for bound, word in _BOUNDS if met >= bound * known), "hardly_any")
