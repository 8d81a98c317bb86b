"""How many clauses a firm keeps, and how many it would keep with the measures that it chose. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from cip.agreement.clauses import ClauseResult, tally
from cip.rulebook.shapes.agreement import Clause


@dataclass(frozen=True, slots=True)
class Promise:
    """Of `due` clauses of an agreement `met` are kept today and `kept` would be once the measures are in use; `gained`
    are those that the measures bring, `open` those that nothing chosen so far reaches.
    """

    agreement: str
    due: int
    met: int
    kept: int
    gained: tuple[str, ...]
    open: tuple[str, ...]


def promise_of(
    agreement: str, results: Iterable[ClauseResult], catalogue: Mapping[str, Clause], measures: Collection[str]
) -> Promise:
    """What the measures bring. A clause is gained where it is due, not met or unknown, and names one of the measures:
    the measure fulfils it once it is in use and proved, not before.
    """
    found = tuple(results)
    lacking = [one.id for one in found if one.status in ("not_met", "unknown")]
    gained = tuple(code for code in lacking if set(catalogue[code].measures) & set(measures))
    counted = tally(found)
    left = tuple(code for code in lacking if code not in gained)
    return Promise(agreement, counted.due, counted.met, counted.met + len(gained), gained, left)


def serving(results: Iterable[ClauseResult], catalogue: Mapping[str, Clause]) -> dict[str, tuple[str, ...]]:
    """For each measure the clauses that are due and not met, or not known, and that it would fulfil."""
    found: dict[str, tuple[str, ...]] = {}
    for one in results:
        for measure in catalogue[one.id].measures if one.status in ("not_met", "unknown") else ():
            found[measure] = (*found.get(measure, ()), one.id)
    return found
