"""Stage 6: nothing waits for itself: questions that hide questions, measures that come before measures."""

from collections.abc import Iterator, Mapping

from cip.rulebook.diagnostics import Diagnostic
from cip.rulebook.expressions.nodes import columns_read
from cip.rulebook.expressions.parsing import ExpressionError, parse_condition
from cip.rulebook.expressions.scope import Scope, name_of_column
from cip.rulebook.loading import ModelFolder
from cip.rulebook.shape_check import Entry
from cip.rulebook.shapes import model

Edges = Mapping[str, Mapping[str, tuple[str | int, ...]]]
"""For each id, the ids it waits for, and the path at which it says so."""


def check_graph(folder: ModelFolder, scope: Scope) -> Iterator[Diagnostic]:
    """Circles among questions (visibility) and among measures (prerequisites), each reported once."""
    questions = {entry.item.id: entry for entry in _questions(folder)}
    for cycle in cycles(_visibility(folder, scope)):
        first, path = cycle.at
        yield questions[first].diagnostic("E601", *path, cycle=cycle.shown)
    measures = {entry.item.id: entry for entry in folder.measures}
    for cycle in cycles(_prerequisites(folder)):
        first, path = cycle.at
        yield measures[first].diagnostic("E602", *path, cycle=cycle.shown)


def _questions(folder: ModelFolder) -> list[Entry[model.Fact] | Entry[model.Indicator]]:
    return [*folder.facts, *folder.indicators]


def _visibility(folder: ModelFolder, scope: Scope) -> Edges:
    edges: dict[str, dict[str, tuple[str | int, ...]]] = {}
    for entry in _questions(folder):
        item = entry.item
        paths: list[tuple[tuple[str | int, ...], str]] = [(("applies",), item.applies)] if item.applies else []
        if isinstance(item, model.Fact):
            paths += [(("derived", i, "when"), derived.when) for i, derived in enumerate(item.derived)]
        own = edges.setdefault(item.id, {})
        for path, text in paths:
            for name in _names_read(text, scope):
                own.setdefault("workers" if name == "band" else name, path)
    return edges


def _names_read(text: str, scope: Scope) -> list[str]:
    try:
        return [name_of_column(column) for column in columns_read(parse_condition(text, scope))]
    except ExpressionError:
        return []


def _prerequisites(folder: ModelFolder) -> Edges:
    return {
        entry.item.id: {after.id: ("after", index) for index, after in enumerate(entry.item.after)}
        for entry in folder.measures
    }


class Cycle:
    """A circle of ids: `a -> b -> a`, and where its first edge is written."""

    def __init__(self, members: list[str], edges: Edges) -> None:
        start = members.index(min(members))
        self.members = members[start:] + members[:start]
        following = self.members[1] if len(self.members) > 1 else self.members[0]
        self.at = (self.members[0], edges[self.members[0]][following])

    @property
    def shown(self) -> str:
        """The circle in one line."""
        return " -> ".join([*self.members, self.members[0]])


def cycles(edges: Edges) -> list[Cycle]:
    """The circles found by one walk in depth; a node belongs to at most one reported circle."""
    state: dict[str, int] = {}
    found: list[Cycle] = []
    for start in edges:
        _walk(start, edges, state, [], found)
    return found


def _walk(node: str, edges: Edges, state: dict[str, int], path: list[str], found: list[Cycle]) -> None:
    if state.get(node) == 2 or node not in edges:
        return
    if state.get(node) == 1:
        found.append(Cycle(path[path.index(node) :], edges))
        return
    state[node] = 1
    for following in edges[node]:
        _walk(following, edges, state, [*path, node], found)
    state[node] = 2
