"""A million respondents through OpenFisca: one formula a rule over numpy arrays, with its own cache of variables."""

import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.worker import Subject
from benchmarks.yardstick.columns import Columns, first_of, mismatches, read_columns
from benchmarks.yardstick.lowering import rail
from benchmarks.yardstick.pack import Tree, YardstickPack, make_pack, names

PERIOD = "2026"
_SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/", "and": "&", "or": "|"}

periods: Any = import_module("openfisca_core.periods")
entities: Any = import_module("openfisca_core.entities")
systems: Any = import_module("openfisca_core.taxbenefitsystems")
variables: Any = import_module("openfisca_core.variables")
builders: Any = import_module("openfisca_core.simulation_builder")


def subject(file: str) -> Subject:
    """All 199 results in OpenFisca's own float32."""
    pack = make_pack()
    columns = read_columns(pack, Path(file))
    start = time.perf_counter()
    system = _System(pack).system
    prepared_ms = (time.perf_counter() - start) * 1e3
    few = first_of(columns)
    wrong = mismatches(pack, few, _run(system, few, pack.outputs))
    rows = len(next(iter(columns.values())))
    return Subject(lambda: _run(system, columns, pack.outputs), rows, wrong, prepared_ms)


def _run(system: Any, columns: Columns, outputs: list[str]) -> dict[str, Any]:
    with np.errstate(all="ignore"):
        rows = len(next(iter(columns.values())))
        simulation = builders.SimulationBuilder().build_default_simulation(system, rows)
        for name, column in columns.items():
            simulation.set_input(name, PERIOD, column)
        return {name: simulation.calculate(name, PERIOD) for name in outputs}


class _System:
    """The pack as a system of variables; what a question is worth after visibility is a variable `e_...` of its own."""

    def __init__(self, pack: YardstickPack) -> None:
        self.pack = pack
        self.entity = entities.Entity("person", "persons", "", "")
        self.system = systems.TaxBenefitSystem([self.entity])
        for question in pack.questions:
            self.add(question, float)
        for question, tree in pack.visible.items():
            self.add(f"v_{question}", bool, self.formula(_source(rail(tree)), names(tree)))
            shown = self.formula(f"where(shown, {question}, nan)", [], {"shown": f"v_{question}", question: question})
            self.add(f"e_{question}", float, shown)
        for name, tree in pack.numbers.items():
            self.add(name, float, self.formula(_source(tree), names(tree)))
        for (measure, condition), (name, tree) in zip(pack.eligible.items(), pack.priority.items(), strict=True):
            self.add(measure, bool, self.formula(_source(rail(condition)), names(condition)))
            guarded = f"where({measure}, {_source(tree)}, nan)"
            self.add(name, float, self.formula(guarded, [*names(tree), measure]))

    def formula(self, source: str, reads: list[str], given: dict[str, str] | None = None) -> Callable[..., Any]:
        """A formula as a country package would write it: fetch what is read, return an array."""
        fetched = given or {name: f"e_{name}" if name in self.pack.visible else name for name in reads}
        lines = ["def formula(person, period):"]
        lines += [f"    {local} = person({name!r}, period)" for local, name in fetched.items()]
        space: dict[str, Any] = {"where": np.where, "minimum": np.minimum, "maximum": np.maximum}
        space["nan"] = np.float32(np.nan)
        exec("\n".join([*lines, f"    return {source}"]), space)  # noqa: S102 - our own texts
        made: Callable[..., Any] = space["formula"]
        return made

    def add(self, name: str, kind: type, formula: Callable[..., Any] | None = None) -> None:
        """Declare one variable."""
        told: dict[str, Any] = {
            "value_type": kind,
            "entity": self.entity,
            "definition_period": periods.DateUnit.YEAR,
            "label": name,
        }
        if kind is float:
            told["default_value"] = float("nan")
        if formula:
            told["formula"] = formula
        self.system.add_variable(type(name, (variables.Variable,), told))


def _source(tree: Tree) -> str:
    """numpy source; conditions come out of `rail` and need no third value."""
    kind = tree[0]
    if kind == "num":
        return repr(tree[1])
    if kind == "var":
        return str(tree[1])
    if kind == "wmean":
        points = " + ".join(f"where({name} == {name}, {name}, 0.0) * {weight!r}" for weight, name in tree[1])
        weights = " + ".join(f"({name} == {name}) * {weight!r}" for weight, name in tree[1])
        return f"({points}) / ({weights})"
    if kind == "if":
        no = f"where({_source(rail(tree[1], False))}, {_source(tree[3])}, nan)"
        return f"where({_source(rail(tree[1]))}, {_source(tree[2])}, {no})"
    left, right = _source(tree[-2]), _source(tree[-1])
    if kind in ("min", "max"):
        return f"{kind}imum({left}, {right})"
    if kind == "cmp" and tree[1] == "!=":
        return f"(({left} < {right}) | ({left} > {right}))"
    return f"({left} {tree[1] if kind == 'cmp' else _SIGNS[kind]} {right})"
