"""What the criteria of a grid weigh: as the call declares it, and as its structure makes it."""

from dataclasses import dataclass
from fractions import Fraction

from cip.incentives.bound_call import BoundCall
from cip.incentives.bounds import ZERO, exact, truth
from cip.incentives.points import most_points

WHOLE = Fraction(100)


@dataclass(frozen=True, slots=True)
class Weight:
    """A criterion's weights in points of 100: `declared` is its points over those of all criteria; `effective` the
    most points that it can add to the total over the most that the total can be.
    """

    id: str
    declared: Fraction
    effective: Fraction


def weights_of(bound: BoundCall) -> tuple[Weight, ...]:
    """The weights of every criterion of a call, in its order; none where it has no grid."""
    grid = bound.grid
    if grid is None:
        return ()
    declared = {item.id: exact(item.points) for item in grid.criteria}
    most = {item.id: most_points(bound, item) for item in grid.criteria}
    whole = sum(declared.values(), ZERO)
    total = most_total(bound)
    return tuple(
        Weight(name, WHOLE * declared[name] / whole, WHOLE * min(most[name], total) / total if total else ZERO)
        for name in declared
    )


def most_total(bound: BoundCall) -> Fraction:
    """The most that a total can be: all criteria and the bonus, never above the grid's most."""
    grid = bound.grid
    if grid is None:
        return ZERO
    found = sum((most_points(bound, item) for item in grid.criteria), ZERO)
    if grid.bonus is not None:
        open_to_all = bound.nothing_stated
        lines = (line for line in grid.bonus.lines if truth(bound.conditions[line.when], open_to_all) is not False)
        found += min(exact(grid.bonus.cap), sum((exact(line.points) for line in lines), ZERO))
    return min(exact(grid.most), found)
