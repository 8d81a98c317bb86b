"""How much one application can have, in whole cents: the lines of the call's rule, below every ceiling, each explained.

A line of which facts are unknown counts with the least that it can be. A ceiling that could be anything down to nothing
says nothing yet: it is left to the check before the grant, and the rows say so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from cip.incentives.bound_call import BoundCall, Given
from cip.incentives.bounds import HALF, ZERO, End, Range, hull, number, truth
from cip.incentives.call_facts import Facts
from cip.incentives.wording import AMOUNT, list_of, said
from cip.incentives.worlds import worlds
from cip.kernel.money import euros
from cip.kernel.texts import Input, Reason, Text, require_reasons
from cip.rulebook.expressions.nodes import Node
from cip.rulebook.shapes.call import Amounts, Cap

COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class AmountRow:
    """A line of the amount (what it adds) or a ceiling (what it takes off, below zero): the rows add up to the computed
    amount.
    """

    id: str
    cents: int
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, f"the row {self.id} of an amount")


@dataclass(frozen=True, slots=True)
class Amount:
    """What an application would get if there is money: the lower of what is computed and what it asks for, in cents.

    `computed_cents` is None where the source of the call does not say how amounts are computed.
    """

    cents: int
    computed_cents: int | None
    rows: tuple[AmountRow, ...]
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, "an amount")


def amount_of(bound: BoundCall, facts: Facts, requested: int | None = None) -> Amount:
    """The amount of an application that asks for some cents (None: for what is computed)."""
    amounts = bound.call.amounts
    if not isinstance(amounts, Amounts):
        asked = requested or 0
        reason = said(COMPUTED, AMOUNT["rule_unknown"], {"requested_cents": requested}, requested=euros(asked))
        return Amount(asked, None, (), (reason,))
    rows = tuple(_rows(bound, amounts, bound.given(facts, requested)))
    computed = sum(row.cents for row in rows)
    inputs: dict[str, Input] = {"computed_cents": computed, "requested_cents": requested}
    if requested is None:
        return Amount(computed, computed, rows, (said(COMPUTED, AMOUNT["computed"], inputs, computed=euros(computed)),))
    reason = said(COMPUTED, AMOUNT["requested"], inputs, computed=euros(computed), requested=euros(requested))
    return Amount(min(computed, requested), computed, rows, (reason,))


def _rows(bound: BoundCall, amounts: Amounts, given: Given) -> Iterator[AmountRow]:
    total = 0
    for line in amounts.lines:
        node = bound.numbers[line.cents]
        found = _cents(bound, given, line.cents)
        cents = _nearest(found.low) if found.total else 0
        total += cents
        missing = () if found.settled else bound.missing(given, node)
        sentence = AMOUNT["line_unknown" if missing else "line"]
        values = {"label": line.label, "cents": euros(cents)} | _facts(bound, missing)
        yield AmountRow(line.id, cents, (said(line.id, sentence, bound.inputs(given, node), **values),))
    for cap in amounts.caps:
        row = _cap(bound, cap, given, total)
        total += row.cents
        yield row


def _facts(bound: BoundCall, missing: tuple[str, ...]) -> dict[str, Text]:
    return {"facts": list_of(bound.label(name) for name in missing)} if missing else {}


def _cents(bound: BoundCall, given: Given, text: str) -> Range:
    """All that an expression may be, whatever the facts turn out to be."""
    node = bound.numbers[text]
    return hull(number(node, case) for case in worlds(given.view, bound.pack.facts, (node,)))


def _nearest(cents: End) -> int:
    """Whole cents, half up; never below nothing."""
    return max(0, floor(cents + HALF)) if isinstance(cents, Fraction) else 0


def _cap(bound: BoundCall, cap: Cap, given: Given, total: int) -> AmountRow:
    """What a ceiling takes off; one that may apply does, unless nobody knows how low it is."""
    nodes: list[Node] = [bound.numbers[cap.cents]]
    applies: bool | None = True
    if cap.when is not None:
        nodes.append(bound.conditions[cap.when])
        applies = truth(bound.conditions[cap.when], given.view)
    inputs = bound.inputs(given, *nodes)
    if applies is False:
        return AmountRow(cap.id, 0, (said(cap.id, AMOUNT["cap_idle"], inputs, label=cap.label),))
    limit = _cents(bound, given, cap.cents)
    missing = bound.missing(given, *nodes)
    if not limit.total or (not limit.settled and limit.low <= ZERO):
        known = _facts(bound, missing) or {"facts": Text(it="il limite", en="the limit")}
        return AmountRow(cap.id, 0, (said(cap.id, AMOUNT["cap_unknown"], inputs, label=cap.label, **known),))
    most = max(0, floor(limit.low))
    cut = max(0, total - most)
    sentence = AMOUNT["cap" if cut else "cap_kept"]
    return AmountRow(
        cap.id, -cut, (said(cap.id, sentence, inputs, label=cap.label, limit=euros(most), cut=euros(cut)),)
    )
