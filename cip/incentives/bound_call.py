"""A call bound to a day: every expression parsed once, the law's numbers of that day, and the facts that it reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from cip.incentives import call_facts
from cip.incentives.bounds import UNBOUNDED, View, stated, truth
from cip.incentives.call_facts import Facts
from cip.incentives.worlds import columns_of
from cip.kernel import clock
from cip.kernel.texts import Input, Text
from cip.rulebook.call_expressions import expressions_of_call
from cip.rulebook.call_packs import ON, REQUESTED, CallPack
from cip.rulebook.expressions.nodes import Condition, Node, Number, columns_read
from cip.rulebook.expressions.parsing import parse_condition, parse_number
from cip.rulebook.expressions.scope import Type, name_of_column
from cip.rulebook.packs import parameter_type
from cip.rulebook.parameters import row_on
from cip.rulebook.shapes.call import Call
from cip.rulebook.shapes.grid import Grid

REQUESTED_LABEL = Text(it="somma chiesta", en="amount asked for")


def day_of_call(pack: CallPack, submitted: Iterable[datetime]) -> date | None:
    """The day on which a call reads the law: when it closes, else when it opens, else the newest arrival, in Rome."""
    window = pack.call.window
    known = [moment for moment in (window.closes, window.opens) if isinstance(moment, datetime)]
    newest = known[:1] or sorted(submitted)[-1:]
    return clock.today(newest[0]) if newest else None


@dataclass(frozen=True)
class Given:
    """The facts of one application with the amount that it asks for (cents; None: what is computed), as a view."""

    facts: Facts
    requested: int | None
    view: View


class BoundCall:
    """What the engine works with: the call, the day, the parsed expressions and the law's numbers of the day."""

    def __init__(self, pack: CallPack, on: date | None) -> None:
        self.pack = pack
        self.on = on
        self.conditions: dict[str, Condition] = {}
        self.numbers: dict[str, Number] = {}
        for _path, text, wanted in expressions_of_call(pack.call):
            if wanted == "condition":
                self.conditions[text] = parse_condition(text, pack.scope)
            else:
                self.numbers[text] = parse_number(text, pack.scope)
        self._reads: dict[int, tuple[Node, tuple[str, ...]]] = {}
        self.kept: dict[object, object] = {}
        """Results of pure functions over this call that recur from application to application."""

    @property
    def call(self) -> Call:
        """The call itself."""
        return self.pack.call

    @property
    def grid(self) -> Grid | None:
        """The call's grid; None where it has none, or its source does not say it."""
        return self.call.grid if isinstance(self.call.grid, Grid) else None

    def read_facts(self, raw: Mapping[str, object]) -> Facts:
        """The facts of an application. Raises FactError in one sentence."""
        return call_facts.read_facts(self.pack.facts, raw)

    def given(self, facts: Facts, requested: int | None = None) -> Given:
        """An application's facts as the rules see them; what is not stated counts as not stated."""
        numbers, truths = dict(self._law.numbers), dict(self._law.truths)
        for name, columns in self._columns.items():
            imagined = columns_of(self.pack.facts[name], facts.values.get(name), columns)
            numbers |= imagined.numbers
            truths |= imagined.truths
        if requested is not None:
            numbers[REQUESTED] = stated(requested)
        return Given(facts, requested, View(numbers, truths))

    def holds(self, text: str, facts: Facts, requested: int | None = None) -> bool | None:
        """Whether a condition that stands in the call holds for an application; None where that is not known.

        Raises KeyError for a text that is no condition of the call.
        """
        return truth(self.conditions[text], self.given(facts, requested).view)

    @cached_property
    def nothing_stated(self) -> View:
        """Every fact still open: what the rules may give to whoever applies."""
        view = self.given(Facts()).view
        return View(view.numbers, view.truths, unsettled=True)

    @cached_property
    def _columns(self) -> Mapping[str, tuple[str, ...]]:
        """The columns of each fact that an expression reads."""
        found: dict[str, dict[str, None]] = {}
        for node in (*self.conditions.values(), *self.numbers.values()):
            for column in columns_read(node):
                if name_of_column(column) in self.pack.facts:
                    found.setdefault(name_of_column(column), {})[column] = None
        return {name: tuple(columns) for name, columns in found.items()}

    @cached_property
    def _law(self) -> View:
        """The law's numbers of the day, the day itself, and an amount that nobody asked for."""
        numbers = {REQUESTED: UNBOUNDED._replace(low=stated(0).low), ON: UNBOUNDED}
        if self.on is not None:
            numbers[ON] = stated(self.on.toordinal())
        truths: dict[str, bool | None] = {}
        for key, parameter in self.pack.content.law.parameters.items():
            row = row_on(parameter, self.on) if self.on is not None else None
            value = row.value if row is not None else None
            if parameter_type(parameter) is Type.CONDITION:
                truths[key] = bool(value) if value is not None else None
            elif not isinstance(value, Text):
                numbers[key] = UNBOUNDED if value is None else stated(value)
        return View(numbers, truths)

    def reads(self, *rules: Node) -> tuple[str, ...]:
        """The facts, legal parameters and other names that some rules read, in order of first appearance."""
        return tuple(dict.fromkeys(name for rule in rules for name in self._read_by(rule)))

    def _read_by(self, rule: Node) -> tuple[str, ...]:
        """What one rule reads: looked up once, as trees never change (each is kept, so that its id stays its own)."""
        if id(rule) not in self._reads:
            self._reads[id(rule)] = rule, tuple(dict.fromkeys(map(name_of_column, columns_read(rule))))
        return self._reads[id(rule)][1]

    def is_stated(self, name: str, given: Given) -> bool:
        """Whether a name that rules read has a value for an application."""
        if name in self.pack.facts:
            return name in given.facts.values
        if name in self._law.truths:
            return self._law.truths[name] is not None
        return given.view.numbers[name].stated

    def missing(self, given: Given, *rules: Node) -> tuple[str, ...]:
        """The names among those that rules read which nobody stated."""
        return tuple(name for name in self.reads(*rules) if not self.is_stated(name, given))

    def label(self, name: str) -> Text:
        """What a name that rules read is called."""
        if name in self.pack.facts:
            return self.pack.facts[name].label
        parameter = self.pack.content.law.parameters.get(name)
        return parameter.label if parameter is not None else REQUESTED_LABEL

    def inputs(self, given: Given, *rules: Node) -> dict[str, Input]:
        """What rules read of an application, as data: None where it is unknown; lists as words with commas."""
        return {name: self._input(name, given) for name in self.reads(*rules)}

    def _input(self, name: str, given: Given) -> Input:
        if name in self.pack.facts:
            value = given.facts.values.get(name)
            found = ", ".join(value) if isinstance(value, tuple) else call_facts.plain(value)
            return found if isinstance(found, str | int | float | bool) else None
        if name == ON:
            return self.on.isoformat() if self.on is not None else None
        if name in self._law.truths:
            return self._law.truths[name]
        low = given.view.numbers[name]
        found = call_facts.plain(low.low) if low.stated and not isinstance(low.low, float) else None
        return found if isinstance(found, int | float) else None
