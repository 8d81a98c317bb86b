"""Calls: what they cite is there, every expression has its type, numbers and policies fit together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cip.rulebook.agreement_loading import AgreementFolder
from cip.rulebook.call_expressions import Path, criteria_of, expressions_of_call
from cip.rulebook.call_packs import RESERVED, call_scope
from cip.rulebook.checks.expressions import at_expression
from cip.rulebook.checks.grids import check_grid
from cip.rulebook.checks.territories import check_territory_ref
from cip.rulebook.checks.texts import check_entry
from cip.rulebook.diagnostics import Diagnostic, did_you_mean
from cip.rulebook.expressions.nodes import columns_read
from cip.rulebook.expressions.parsing import ExpressionError, parse_condition, parse_number
from cip.rulebook.expressions.scope import Scope, name_of_column
from cip.rulebook.loading import LawFolder
from cip.rulebook.shape_check import Entry
from cip.rulebook.shapes.call import ANY_MEASURE, Amounts, Call
from cip.rulebook.shapes.grid import Grid

_NUMBERS = ("whole", "number", "percent", "cents")
_WHOLE = 100.0
_HAIR = 1e-9


@dataclass(frozen=True)
class CallSurroundings:
    """What a call may cite: law, clauses and territories, the other calls, the measures of models (None: not read)."""

    law: LawFolder
    agreements: AgreementFolder
    calls: frozenset[str]
    measures: frozenset[str] | None = None

    def scope_of(self, call: Call) -> Scope:
        """The names that the call's expressions may use."""
        return call_scope(call.facts, {key: entry.item for key, entry in self.law.parameters.items()})


def check_call(entry: Entry[Call], around: CallSurroundings) -> Iterator[Diagnostic]:
    """Every mistake of one call."""
    yield from _ids(entry)
    yield from _facts(entry, around)
    yield from _measures(entry, around)
    yield from _expressions(entry, around)
    yield from _cited(entry, around)
    yield from _policy(entry)
    yield from _shares(entry)
    yield from _after(entry)
    yield from _expenses(entry)
    yield from _window(entry)
    yield from check_grid(entry)
    yield from check_entry(entry)


def _ids(entry: Entry[Call]) -> Iterator[Diagnostic]:
    """Within each list an id stands once; criteria, parts and bonus lines share one list, as results do."""
    for one, places in _lists(entry.item):
        yield from _twice(entry, one, places)


def _lists(call: Call) -> Iterator[tuple[str, list[tuple[Path, str]]]]:
    tranches = () if isinstance(call.tranches, str) else call.tranches
    yield "funding line", _placed(("funding",), call.funding)
    yield "fact", _placed(("facts",), call.facts)
    yield "eligibility rule", _placed(("eligibility",), call.eligibility)
    yield "document", _placed(("documents",), call.documents)
    yield "tranche", _placed(("tranches",), tranches)
    yield "obligation", _placed(("obligations",), call.obligations)
    yield "category", _placed(("expenses", "categories"), call.expenses.categories if call.expenses else ())
    yield "group", _placed(("groups",), call.groups)
    yield "quota", _placed(("policy", "quotas"), call.policy.quotas)
    if isinstance(call.amounts, Amounts):
        yield (
            "amount",
            _placed(("amounts", "lines"), call.amounts.lines) + _placed(("amounts", "caps"), call.amounts.caps),
        )
    if isinstance(call.grid, Grid):
        bonus = call.grid.bonus.lines if call.grid.bonus else ()
        criteria: list[tuple[Path, str]] = [((*path, "id"), item.id) for path, item in criteria_of(call.grid)]
        yield "criterion", criteria + _placed(("grid", "bonus", "lines"), bonus)


def _placed(path: Path, items: Iterable[Any]) -> list[tuple[Path, str]]:
    """The ids of a list, each with its place."""
    return [((*path, index, "id"), item.id) for index, item in enumerate(items)]


def _twice(entry: Entry[Call], one: str, places: Iterable[tuple[tuple[str | int, ...], str]]) -> Iterator[Diagnostic]:
    first: dict[str, tuple[str | int, ...]] = {}
    for path, identifier in places:
        if identifier in first:
            line, _column = entry.document.position(first[identifier])
            yield entry.diagnostic("E302", *path, kind=one, id=identifier, first=f"line {line}")
        first.setdefault(identifier, path)


def _facts(entry: Entry[Call], around: CallSurroundings) -> Iterator[Diagnostic]:
    for index, fact in enumerate(entry.item.facts):
        other = "the call itself" if fact.id in RESERVED else "a legal parameter"
        if fact.id in RESERVED or fact.id in around.law.declared:
            yield entry.diagnostic("E305", "facts", index, "id", id=fact.id, other=other)
        with_options = fact.type in ("choice", "several")
        if with_options and not fact.options:
            yield entry.diagnostic("E208", "facts", index, problem=f"a fact of type {fact.type} needs options")
        if fact.options and not with_options:
            yield entry.diagnostic(
                "E208", "facts", index, "options", problem=f"a fact of type {fact.type} has no options"
            )
        if fact.min is not None and fact.max is not None and fact.min > fact.max:
            problem = f"min {fact.min:g} is more than max {fact.max:g}"
            yield entry.diagnostic("E208", "facts", index, "min", problem=problem)
        for key in ("min", "max"):
            if getattr(fact, key) is not None and fact.type not in _NUMBERS:
                yield entry.diagnostic("E208", "facts", index, key, problem=f"a fact of type {fact.type} has no {key}")


def _measures(entry: Entry[Call], around: CallSurroundings) -> Iterator[Diagnostic]:
    """Facts that a plan makes true name the measures, and no other fact does."""
    for index, fact in enumerate(entry.item.facts):
        if (fact.start == ANY_MEASURE) != bool(fact.measures):
            problem = f"a fact from {ANY_MEASURE} names its `measures`, and no other fact has them"
            yield entry.diagnostic("E208", "facts", index, problem=problem)
        for place, code in enumerate(fact.measures):
            if around.measures is not None and code not in around.measures:
                near = did_you_mean(code, around.measures)
                yield entry.diagnostic(
                    "E301", "facts", index, "measures", place, kind="measure", id=code, suggestion=near
                )


def _expressions(entry: Entry[Call], around: CallSurroundings) -> Iterator[Diagnostic]:
    scope = around.scope_of(entry.item)
    read: set[str] = set()
    sound = True
    for path, text, wanted in expressions_of_call(entry.item):
        try:
            node = parse_condition(text, scope) if wanted == "condition" else parse_number(text, scope)
        except ExpressionError as error:
            sound = False
            if not (error.code == "E402" and around.law.may_hold(str(error.values.get("name")))):
                yield at_expression(entry, path, error)
            continue
        read |= {name_of_column(column) for column in columns_read(node)}
    for index, fact in enumerate(entry.item.facts):
        if sound and fact.start is None and fact.id not in read:
            yield entry.diagnostic("E316", "facts", index, "id", kind="fact", id=fact.id)


def _cited(entry: Entry[Call], around: CallSurroundings) -> Iterator[Diagnostic]:
    call = entry.item
    for index, key in enumerate(call.law):
        if not around.law.may_hold(key):
            near = did_you_mean(key, around.law.declared)
            yield entry.diagnostic("E301", "law", index, kind="parameter", id=key, suggestion=near)
    if around.agreements.there:
        for index, obligation in enumerate(call.obligations):
            if obligation.clause and not around.agreements.may_hold("clauses", obligation.clause):
                near = did_you_mean(obligation.clause, around.agreements.declared.get("clauses", ()))
                yield entry.diagnostic(
                    "E301", "obligations", index, "clause", kind="clause", id=obligation.clause, suggestion=near
                )
    yield from _cited_calls(entry, around)
    if not isinstance(call.territory, str):
        yield from check_territory_ref(entry, call.territory, around.agreements)


def _cited_calls(entry: Entry[Call], around: CallSurroundings) -> Iterator[Diagnostic]:
    """The premium that a call leads to, and the calls by which a plan's uses of money go out."""
    named: list[tuple[str, tuple[str | int, ...]]] = []
    if entry.item.premium is not None:
        named.append((entry.item.premium, ("premium",)))
    uses = enumerate(entry.item.uses)
    named += [(use.call, ("uses", index, "call")) for index, use in uses if use.call is not None]
    for call, path in named:
        if call not in around.calls:
            near = did_you_mean(call, around.calls)
            yield entry.diagnostic("E301", *path, kind="call", id=call, suggestion=near)


def _policy(entry: Entry[Call]) -> Iterator[Diagnostic]:
    """First come, first served belongs to the past; points need a grid, and a chain of ties that ends in a draw."""
    call = entry.item
    policy, historic = call.policy, call.about.nature == "historic"
    if policy.order == "first_come":
        if not historic:
            yield entry.diagnostic("E318", "policy", "order")
        if call.grid != "none":
            yield entry.diagnostic("E208", "grid", problem="who takes whoever comes first has no grid: write `none`")
        return
    if policy.order == "unknown":
        yield from _ties(entry, historic)
        return
    if call.grid == "none":
        yield entry.diagnostic("E208", "grid", problem="an order by points needs a grid, or `unknown`")
    draws = [index for index, tie in enumerate(policy.ties) if tie.by == "draw"]
    if not historic and draws != [len(policy.ties) - 1]:
        yield entry.diagnostic("E208", "policy", problem="the chain of ties must end with one draw")
    elif draws and draws[0] != len(policy.ties) - 1:
        yield entry.diagnostic("E208", "policy", "ties", draws[0], problem="nothing can come after a draw")
    yield from _ties(entry, historic)


def _ties(entry: Entry[Call], historic: bool) -> Iterator[Diagnostic]:
    call = entry.item
    known: set[str] = set()
    if isinstance(call.grid, Grid):
        known = {item.id for _path, item in criteria_of(call.grid)}
        known |= {criterion.group for criterion in call.grid.criteria if criterion.group}
    for index, tie in enumerate(call.policy.ties):
        at = ("policy", "ties", index)
        if tie.by == "time" and not historic:
            yield entry.diagnostic("E318", *at, "by")
        if (tie.by == "points") != bool(tie.of):
            yield entry.diagnostic(
                "E208", *at, problem="only a tie by points names criteria or groups in `of`, and it must"
            )
        if (tie.by == "number") != (tie.number is not None):
            yield entry.diagnostic("E208", *at, problem="only a tie by number has one in `number`, and it must")
        for place, identifier in enumerate(tie.of):
            if call.grid != "unknown" and identifier not in known:
                near = did_you_mean(identifier, known)
                yield entry.diagnostic("E301", *at, "of", place, kind="criterion", id=identifier, suggestion=near)


def _shares(entry: Entry[Call]) -> Iterator[Diagnostic]:
    call = entry.item
    if not isinstance(call.tranches, str) and call.tranches:
        total = sum(tranche.share for tranche in call.tranches)
        if abs(total - _WHOLE) > _HAIR:
            yield entry.diagnostic("E306", "tranches", what="the tranches", found=f"{total:g}")
        for index, tranche in enumerate(call.tranches):
            for place, ask in enumerate(tranche.asks):
                if ask in tranche.asks[:place]:
                    yield entry.diagnostic("E208", "tranches", index, "asks", place, problem=f"{ask} stands here twice")
    kept = sum(quota.share for quota in call.policy.quotas)
    if kept > _WHOLE + _HAIR:
        yield entry.diagnostic("E208", "policy", "quotas", problem=f"the quotas keep {kept:g} % of the money")


def _after(entry: Entry[Call]) -> Iterator[Diagnostic]:
    """Every call says how long a firm has to answer; a premium, and no other call, its share of the first award."""
    call = entry.item
    if call.answer is None:
        yield entry.diagnostic("E202", key="answer")
    if call.reads_award and call.most_share is None:
        yield entry.diagnostic("E202", key="most_share")
    if call.most_share is not None and not call.reads_award:
        problem = "only a call with facts from an earlier `award.` has a share of it"
        yield entry.diagnostic("E208", "most_share", problem=problem)


def _expenses(entry: Entry[Call]) -> Iterator[Diagnostic]:
    """A cap is a sum or a part of the award; months that the firm promised are a whole number of the application."""
    for index, category in enumerate(entry.item.expenses.categories if entry.item.expenses else ()):
        cap = category.cap
        if cap is not None and (cap.percent is None) == (cap.cents is None):
            problem = "a cap is either `percent` or `cents`"
            yield entry.diagnostic("E208", "expenses", "categories", index, "cap", problem=problem)
    whole = {fact.id for fact in entry.item.facts if fact.type == "whole"}
    for index, obligation in enumerate(entry.item.obligations):
        if obligation.months_of is not None and obligation.months_of not in whole:
            near = did_you_mean(obligation.months_of, whole)
            yield entry.diagnostic(
                "E301", "obligations", index, "months_of", kind="fact", id=obligation.months_of, suggestion=near
            )


def _window(entry: Entry[Call]) -> Iterator[Diagnostic]:
    opens, closes = entry.item.window.opens, entry.item.window.closes
    if isinstance(opens, datetime) and isinstance(closes, datetime) and closes <= opens:
        yield entry.diagnostic("E208", "window", "closes", problem="the call closes before it opens")
