"""A pack bound to a day: one program with the facts, conditions and formula, compiled once."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from types import CodeType
from weakref import WeakKeyDictionary

from cip.agreement.clauses import ClauseResult
from cip.agreement.concerning import Concerning
from cip.assessment.explaining import Explainer
from cip.assessment.formula import UNKNOWN, band_rules, if_surely, scoring_rules, tri
from cip.assessment.results import IndicatorResult
from cip.rulebook.agreements import answer_texts
from cip.rulebook.expressions import nodes as n
from cip.rulebook.expressions.parsing import ExpressionError, parse_condition
from cip.rulebook.expressions.program import Program, Rule
from cip.rulebook.expressions.scalar import ScalarFunction, compile_scalar, compile_source, load_code
from cip.rulebook.expressions.scope import name_of_column, option_column
from cip.rulebook.packs import JOINABLE, Pack, PackError
from cip.rulebook.parameters import row_on
from cip.rulebook.shapes import model

GIVEN = "given:"
PLACE, CONTRACT = "municipality", "ccnl"
"""The facts of the profile that hold the ISTAT code of the main seat and the CNEL code of the contract."""
TOTAL_ENDS = ("total_low", "total_high")
KEPT_REASONS = 8_192
"""The same sentence recurs from firm to firm; so many of a sort are kept for the process."""


@dataclass(frozen=True, slots=True)
class Involved:
    """The indicators and measures that a measure depends on, and the facts that its condition reads."""

    indicators: tuple[str, ...]
    measures: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A condition on its own: `function` gives its result (1, 0 or unknown) under the name HOLDS for its columns."""

    function: ScalarFunction
    columns: tuple[str, ...]


HOLDS = "holds"


def _reading(pack: Pack, text: str) -> Reading | None:
    try:
        program = Program((Rule(HOLDS, tri(parse_condition(text, pack.scope))),), {})
    except ExpressionError:
        return None
    return Reading(compile_scalar(program), program.inputs)


class BoundPack:
    """What `check_up` works with: the pack, the day, the weights of the day and the compiled functions."""

    def __init__(self, pack: Pack, on: date, codes: Mapping[str, CodeType] | None = None) -> None:
        self.pack = pack
        self.on = on
        self.weights = pack.weights_on(on)
        self._codes = codes
        self.indicator_results: dict[object, IndicatorResult] = {}
        self.decisions: dict[object, object] = {}
        self.trials: dict[str, object] = {}
        self.concerning: dict[object, tuple[Concerning, ...]] = {}
        self.clause_results: dict[object, tuple[ClauseResult, ...]] = {}
        self._readings: dict[str, Reading | None] = {}
        self._ends_after: dict[str, ScalarFunction] = {}

    @cached_property
    def program(self) -> Program:
        """Every rule: facts as they count, bands, the formula, and the conditions of duties, measures, questions and
        wordings.
        """
        rules = tuple(_rules(self.pack, self.weights))
        return Program(rules, _constants(self.pack, self.on, rules))

    @property
    def place(self) -> tuple[object, ...]:
        """All that days can differ in for these rules: their weights, and the numbers of the law that they read."""
        return self.weights.start, tuple(self.program.constants.items())

    def on_day(self, on: date) -> "BoundPack":
        """The same for another day of the same `place`: everything compiled or kept so far is shared."""
        _ = (
            self.evaluate,
            self.score,
            self.fact_columns,
            self.explainer,
            self.pack.opens,
            self.involved,
            self.conditions,
        )
        _ = self.scoring_inputs, self.compared_with
        other = copy(self)
        other.on = on
        return other

    @cached_property
    def scoring(self) -> Program:
        """Only what the score needs."""
        wanted = [*TOTAL_ENDS, "low", "high", *(f"x:{i}" for i in self.pack.indicators)]
        return self.program.for_outputs(wanted)

    @cached_property
    def codes(self) -> Mapping[str, CodeType]:
        """The compiled code of both functions, which a cache may keep."""
        return self._codes or {"all": compile_source(self.program), "score": compile_source(self.scoring)}

    @cached_property
    def evaluate(self) -> ScalarFunction:
        """All results for one record of columns."""
        return load_code(self.codes["all"])

    @cached_property
    def score(self) -> ScalarFunction:
        """The score alone, for questions such as 'how much would this answer narrow it'."""
        return load_code(self.codes["score"])

    def ends_after(self, fact: str) -> ScalarFunction:
        """The ends of the total once a fact is answered: only what reads the fact, on all inputs and results as they
        stood. A third of the time of scoring everything, and compiled when first asked for.
        """
        if fact not in self._ends_after:
            ends = self.program.for_outputs(TOTAL_ENDS).after(self.fact_columns[fact])
            self._ends_after[fact] = compile_scalar(ends)
        return self._ends_after[fact]

    def reading(self, text: str) -> "Reading | None":
        """A condition of a clause, compiled when first asked for; None where it reads what this pack does not know."""
        if text not in self._readings:
            self._readings[text] = _reading(self.pack, text)
        return self._readings[text]

    @cached_property
    def clause_texts(self) -> tuple[str, ...]:
        """The conditions over answers that the clauses of the pack's agreements read, each once."""
        book = self.pack.content.agreements
        return tuple(dict.fromkeys(answer_texts(book))) if book is not None else ()

    @cached_property
    def fact_columns(self) -> Mapping[str, tuple[str, ...]]:
        """For each fact, the input columns that carry it."""
        columns: dict[str, list[str]] = {fact: [] for fact in self.pack.facts}
        for column in self.program.inputs:
            name = name_of_column(column.removeprefix(GIVEN))
            if name in columns:
                columns[name].append(column)
        return {fact: tuple(found) for fact, found in columns.items()}

    @cached_property
    def scoring_inputs(self) -> frozenset[str]:
        """The input columns that the score reads."""
        return frozenset(self.scoring.inputs)

    @cached_property
    def reads_joinable(self) -> bool:
        """Whether a rule reads if there is an agreement that the firm may join."""
        return JOINABLE in self.program.inputs

    @cached_property
    def compared_with(self) -> Mapping[str, frozenset[float]]:
        """For each column, the constants that the score's comparisons set against it."""
        found: dict[str, set[float]] = {}
        for rule in self.scoring.rules:
            for column, constant in _comparisons(rule.body):
                found.setdefault(column, set()).add(constant)
        return {column: frozenset(constants) for column, constants in found.items()}

    @cached_property
    def explainer(self) -> Explainer:
        """Fills the pack's sentences."""
        return Explainer(self.pack)

    @cached_property
    def involved(self) -> Mapping[str, "Involved"]:
        """For each measure, what the decision on it looks at."""
        return {measure.id: self._involved(measure) for measure in self.pack.measures.values()}

    def _involved(self, measure: model.Measure) -> "Involved":
        before = [self.pack.measures[after.id] for after in measure.after]
        raised = [raises.indicator for item in (measure, *before) for raises in item.raises]
        codes = (measure.id, *(item.id for item in before), *self.pack.opens.get(measure.id, ()))
        return Involved(tuple(dict.fromkeys(raised)), codes, self.conditions.reads(measure.applies))

    @cached_property
    def conditions(self) -> "Conditions":
        """The parsed conditions, for explanations and for what a question depends on."""
        return Conditions(self.pack)


def _comparisons(node: n.Node) -> Iterator[tuple[str, float]]:
    """Each column that a comparison sets against a constant, with the constant."""
    if isinstance(node, n.Compare):
        sides = (node.left, node.right)
        constants = [side.value for side in sides if isinstance(side, n.Const)]
        yield from ((side.name, constant) for side in sides if isinstance(side, n.Var) for constant in constants)
    for child in n.children(node):
        yield from _comparisons(child)


class Conditions:
    """What each condition of the pack reads, as ids that a person knows."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._read: dict[str, tuple[str, ...]] = {}

    def reads(self, text: str | None) -> tuple[str, ...]:
        """Ids of facts and indicators that a condition reads; `band` counts as `workers`, parameters are left out."""
        if not text:
            return ()
        if text not in self._read:
            self._read[text] = _reads(self._pack, text)
        return self._read[text]


_BEHIND: Mapping[str, tuple[str, ...]] = {"band": ("workers",), JOINABLE: (PLACE, CONTRACT)}
"""The facts from which a name that nobody answers follows."""


def _reads(pack: Pack, text: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for column in n.columns_read(parse_condition(text, pack.scope)):
        name = name_of_column(column)
        for behind in _BEHIND.get(name, (name,)):
            if behind in pack.facts or behind in pack.indicators:
                found[behind] = None
    return tuple(found)


_bound: WeakKeyDictionary[Pack, dict[object, BoundPack]] = WeakKeyDictionary()


@lru_cache(maxsize=64)
def bind(pack: Pack, on: date) -> BoundPack:
    """The pack bound to a day, kept for the process. Days on which the rules read the same numbers share all that is
    compiled. Raises PackError where a needed number has no value then.
    """
    kept = _bound.setdefault(pack, {})
    weights = pack.weights_on(on)
    for known in kept.values():
        if known.weights is weights and known.program.constants == _constants(pack, on, known.program.rules):
            return known.on_day(on)
    bound = BoundPack(pack, on)
    kept[bound.place] = bound
    return bound


def _constants(pack: Pack, on: date, rules: tuple[Rule, ...]) -> dict[str, float]:
    """The numbers that rules read on a day, the day itself among them where one reads it."""
    read = {column for rule in rules for column in rule.reads()}
    constants = {"on": float(on.toordinal())} if "on" in read else {}
    for key, parameter in pack.content.law.parameters.items():
        if key not in read:
            continue
        row = row_on(parameter, on)
        if row is None or not isinstance(row.value, int | float):
            raise PackError(f'the rules of {pack.id} need "{key}", which has no value on {on.isoformat()}')
        constants[key] = float(row.value)
    return constants


def _rules(pack: Pack, weights: model.WeightsRow) -> Iterator[Rule]:
    others = [*scoring_rules(pack, weights), *_condition_rules(pack)]
    yield from band_rules(pack)
    yield from _fact_rules(pack, {column for rule in others for column in rule.reads()})
    yield from others


def _fact_rules(pack: Pack, read: set[str]) -> Iterator[Rule]:
    """Facts that are derived or hidden: what counts instead of what was given."""
    for fact in _in_order(pack):
        if not fact.applies and not fact.derived:
            continue
        if fact.applies:
            yield Rule(f"ask:{fact.id}", tri(parse_condition(fact.applies, pack.scope)))
        for column, values in _cells(fact, read):
            value: n.Number = n.Var(GIVEN + column)
            if fact.applies:
                value = if_surely(n.Not(n.Truth(f"ask:{fact.id}")), UNKNOWN, value)
            for derived in reversed(fact.derived):
                when = parse_condition(derived.when, pack.scope)
                value = if_surely(when, n.Const(values[derived.value]), value)
            yield Rule(column, value)


def _in_order(pack: Pack) -> list[model.Fact]:
    """Facts such that one that depends on another comes later."""
    waiting = dict(pack.facts)
    ordered: list[model.Fact] = []
    while waiting:
        ready = [fact for fact in waiting.values() if not (_depends(pack, fact) & set(waiting)) - {fact.id}]
        if not ready:
            raise PackError(f"the facts {sorted(waiting)} wait for each other")
        ordered += ready
        for fact in ready:
            del waiting[fact.id]
    return ordered


def _depends(pack: Pack, fact: model.Fact) -> set[str]:
    texts = [fact.applies or "", *(derived.when for derived in fact.derived)]
    return {name for text in texts if text for name in _reads(pack, text)}


def _cells(fact: model.Fact, read: set[str]) -> Iterator[tuple[str, dict[str, float]]]:
    """The columns of a fact and, for each value it may be derived to, the number in that column."""
    if fact.type == "yes_no":
        yield fact.id, {"yes": 1.0, "no": 0.0}
    elif fact.options:
        for option in fact.options:
            values = {other.id: float(other.id == option.id) for other in fact.options}
            yield option_column(fact.id, option.id), values
        yield f"{fact.id}?", {option.id: 1.0 for option in fact.options}
    elif fact.type == "code":
        yield from ((column, {}) for column in sorted(read) if name_of_column(column) == fact.id)
    else:
        numbers = {derived.value: float(derived.value) for derived in fact.derived}
        yield fact.id, numbers


def _condition_rules(pack: Pack) -> Iterator[Rule]:
    """Conditions outside the formula: reasons, wordings, cases of duties, sizes and conditions of measures."""
    for indicator in pack.indicators.values():
        yield from _indicator_conditions(pack, indicator)
    for fact in pack.facts.values():
        for index, doubt in enumerate(fact.doubts):
            yield Rule(f"doubt:{fact.id}:{index}", tri(parse_condition(doubt.when, pack.scope)))
    for duty in pack.duties.values():
        if duty.applies:
            yield Rule(f"case:{duty.id}", tri(parse_condition(duty.applies, pack.scope)))
    for measure in pack.measures.values():
        sized = n.Logic(False, tuple(n.Truth(option_column("band", band)) for band in measure.sizes))
        yield Rule(f"size:{measure.id}", n.Const(1.0) if len(measure.sizes) == len(model.BANDS) else tri(sized))
        if measure.applies:
            yield Rule(f"fits:{measure.id}", tri(parse_condition(measure.applies, pack.scope)))


def _indicator_conditions(pack: Pack, indicator: model.Indicator) -> Iterator[Rule]:
    for reason in indicator.not_applicable:
        if reason.when:
            yield Rule(f"proved:{indicator.id}:{reason.id}", tri(parse_condition(reason.when, pack.scope)))
        if reason.denied:
            yield Rule(f"denied:{indicator.id}:{reason.id}", tri(parse_condition(reason.denied, pack.scope)))
    for index, variant in enumerate(indicator.variants):
        yield Rule(f"variant:{indicator.id}:{index}", tri(parse_condition(variant.when, pack.scope)))
