"""Stage 6: a condition that is false whatever a firm answers makes what it guards dead weight.

Only what is certain is reported: numbers and parameters count as unknown, choices and the band are tried one by one.
"""

from collections.abc import Iterator
from itertools import product
from math import prod

from cip.rulebook.checks.expressions import expressions_of
from cip.rulebook.diagnostics import Diagnostic
from cip.rulebook.expressions import nodes as n
from cip.rulebook.expressions.interpreting import Environment, truth
from cip.rulebook.expressions.parsing import ExpressionError, parse_condition
from cip.rulebook.expressions.scope import Name, Scope, Type, name_of_column, option_column
from cip.rulebook.loading import ModelFolder
from cip.rulebook.shapes import model

_TRIED_AT_MOST = 512
_GUARDED = {
    "derived": "derived value",
    "not_applicable": "reason",
    "reachable": "reachable step",
    "variants": "variant",
    "doubts": "doubt",
}


def check_reachability(folder: ModelFolder, scope: Scope) -> Iterator[Diagnostic]:
    """Conditions that no firm can meet. A reason's `denied` may be one: then nothing contradicts it."""
    for entry, within, text in expressions_of(folder):
        if within[-1] == "denied":
            continue
        try:
            condition = parse_condition(text, scope)
        except ExpressionError:
            continue
        bands = entry.item.sizes if isinstance(entry.item, model.Measure) else model.BANDS
        if never_true(condition, scope, bands):
            kind = _GUARDED.get(str(within[0]), type(entry.item).__name__.lower())
            yield entry.diagnostic("E603", *within, kind=kind)


def never_true(condition: n.Condition, scope: Scope, bands: tuple[str, ...] = model.BANDS) -> bool:
    """Whether a condition is false for every choice and every one of `bands`, whatever else is answered."""
    if _looks_at_knowledge(condition):
        return False
    columns = n.columns_read(condition)
    names = [scope.names[name] for name in dict.fromkeys(map(name_of_column, columns)) if name in scope.names]
    choices = {name.id: _options(name, bands) for name in names if name.type is Type.CHOICE and name.options}
    if prod(map(len, choices.values())) > _TRIED_AT_MOST:
        return False
    for chosen in product(*choices.values()):
        environment: Environment = dict.fromkeys(columns)
        for name, option in zip(choices, chosen, strict=True):
            own = (option_column(name, other) for other in scope.names[name].options)
            environment |= {column: float(column == option_column(name, option)) for column in own}
        if truth(condition, environment) is not False:
            return False
    return True


def _options(name: Name, bands: tuple[str, ...]) -> tuple[str, ...]:
    return bands if name.id == "band" else name.options


def _looks_at_knowledge(node: n.Node) -> bool:
    """Whether a condition asks what is known: leaving answers open then proves nothing."""
    if isinstance(node, n.Known | n.Decided | n.Surely):
        return True
    return any(_looks_at_knowledge(child) for child in n.children(node))
