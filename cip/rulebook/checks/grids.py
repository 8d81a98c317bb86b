"""The numbers of a grid: steps and levels rise, nothing gives more than it may, minimums can be reached."""

from collections.abc import Iterator, Sequence

from cip.rulebook.call_expressions import Path, criteria_of
from cip.rulebook.diagnostics import Diagnostic
from cip.rulebook.shape_check import Entry
from cip.rulebook.shapes import grid as g
from cip.rulebook.shapes.call import Call


def check_grid(entry: Entry[Call]) -> Iterator[Diagnostic]:
    """Mistakes of the numbers of a call's grid; none where it has no grid."""
    grid = entry.item.grid
    if not isinstance(grid, g.Grid):
        return
    if grid.minimum is not None and grid.minimum > grid.most:
        yield entry.diagnostic("E205", "grid", "minimum", found=f"{grid.minimum:g}", expected=f"at most {grid.most:g}")
    for path, item in criteria_of(grid):
        if item.minimum is not None and item.minimum > item.points:
            expected = f"at most the criterion's {item.points:g}"
            yield entry.diagnostic("E205", *path, "minimum", found=f"{item.minimum:g}", expected=expected)
        yield from _rule(entry, (*path, "rule"), item)
    if grid.bonus is not None and grid.bonus.cap > grid.most:
        yield entry.diagnostic(
            "E205", "grid", "bonus", "cap", found=f"{grid.bonus.cap:g}", expected=f"at most {grid.most:g}"
        )


def _rule(entry: Entry[Call], path: Path, item: g.Criterion | g.SubCriterion) -> Iterator[Diagnostic]:
    rule = item.rule
    if isinstance(rule, g.Steps):
        yield from _rising(entry, (*path, "rows"), "from", [row.start for row in rule.rows])
        yield from _at_most(entry, (*path, "rows"), "points", [row.points for row in rule.rows], item.points)
    elif isinstance(rule, g.Judged):
        scores = [level.score for level in rule.levels]
        yield from _rising(entry, (*path, "levels"), "score", scores)
        yield from _at_most(entry, (*path, "levels"), "score", scores, item.points)
    elif isinstance(rule, g.Sum):
        yield from _at_most(entry, (*path, "of"), "points", [row.points for row in rule.of], item.points)


def _rising(entry: Entry[Call], path: Path, key: str, numbers: Sequence[float]) -> Iterator[Diagnostic]:
    for index in range(1, len(numbers)):
        if numbers[index] <= numbers[index - 1]:
            problem = f"write the rows in rising order: {numbers[index]:g} follows {numbers[index - 1]:g}"
            yield entry.diagnostic("E208", *path, index, key, problem=problem)


def _at_most(entry: Entry[Call], path: Path, key: str, numbers: Sequence[float], most: float) -> Iterator[Diagnostic]:
    for index, number in enumerate(numbers):
        if number > most:
            expected = f"at most the criterion's {most:g}"
            yield entry.diagnostic("E205", *path, index, key, found=f"{number:g}", expected=expected)
