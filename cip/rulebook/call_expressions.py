"""Every expression of a call, with its place and the type that it must have."""

from collections.abc import Iterator
from typing import Literal

from cip.rulebook.shapes import grid as g
from cip.rulebook.shapes.call import Amounts, Call, Policy

Path = tuple[str | int, ...]
Wanted = Literal["condition", "number"]
Placed = tuple[Path, str, Wanted]


def expressions_of_call(call: Call) -> Iterator[Placed]:
    """The place, the text and the type of every expression of a call."""
    for index, rule in enumerate(call.eligibility):
        yield ("eligibility", index, "when"), rule.when, "condition"
    for index, document in enumerate(call.documents):
        if document.when is not None:
            yield ("documents", index, "when"), document.when, "condition"
    if isinstance(call.grid, g.Grid):
        yield from _of_grid(call.grid)
    if isinstance(call.amounts, Amounts):
        yield from _of_amounts(call.amounts)
    yield from _of_policy(call.policy)
    for index, group in enumerate(call.groups):
        yield ("groups", index, "when"), group.when, "condition"


def _of_policy(policy: Policy) -> Iterator[Placed]:
    for index, quota in enumerate(policy.quotas):
        yield ("policy", "quotas", index, "when"), quota.when, "condition"
    for index, tie in enumerate(policy.ties):
        if tie.number is not None:
            yield ("policy", "ties", index, "number"), tie.number, "number"


def _of_amounts(amounts: Amounts) -> Iterator[Placed]:
    for index, line in enumerate(amounts.lines):
        yield ("amounts", "lines", index, "cents"), line.cents, "number"
    for index, cap in enumerate(amounts.caps):
        yield ("amounts", "caps", index, "cents"), cap.cents, "number"
        if cap.when is not None:
            yield ("amounts", "caps", index, "when"), cap.when, "condition"


def _of_grid(grid: g.Grid) -> Iterator[Placed]:
    for path, item in criteria_of(grid):
        yield from _of_rule((*path, "rule"), item.rule)
    for index, line in enumerate(grid.bonus.lines if grid.bonus else ()):
        yield ("grid", "bonus", "lines", index, "when"), line.when, "condition"


def criteria_of(grid: g.Grid) -> Iterator[tuple[Path, g.Criterion | g.SubCriterion]]:
    """The criteria of a grid and their parts, each with its place in the call."""
    for index, criterion in enumerate(grid.criteria):
        path: Path = ("grid", "criteria", index)
        yield path, criterion
        if isinstance(criterion.rule, g.Parts):
            for place, part in enumerate(criterion.rule.of):
                yield (*path, "rule", "of", place), part


def _of_rule(path: Path, rule: g.Rule) -> Iterator[Placed]:
    if isinstance(rule, g.Steps | g.NumberRule):
        yield (*path, "of"), rule.of, "number"
    elif isinstance(rule, g.Ratio):
        yield (*path, "of"), rule.of, "number"
        yield (*path, "over"), rule.over, "number"
    elif isinstance(rule, g.Sum):
        for index, row in enumerate(rule.of):
            yield (*path, "of", index, "when"), row.when, "condition"
