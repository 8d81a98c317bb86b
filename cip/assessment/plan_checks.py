"""What a plan still lacks before it can be agreed. Pure.

The order of measures comes from the rules: one that needs another first (`after`, hard) waits until that one is in use
or stands earlier in the plan.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from cip.assessment.plan import Plan, PlannedMeasure
from cip.assessment.plan_heard import Heard
from cip.assessment.plan_wording import plan_reason
from cip.kernel.texts import Input, Reason, Text, Value
from cip.rulebook.packs import Pack

What = Literal["measures", "owner", "start", "cost", "unknown", "first_missing", "first_later", "heard"]


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing: of a measure (`code`, empty for the plan as a whole), and for the order of measures
    the one that has to come `first`. `because` names the rule, what it read, and what to do.
    """

    what: What
    because: Reason
    code: str = ""
    first: str = ""


def lacks(plan: Plan, heard: Heard, pack: Pack, in_use: Collection[str]) -> tuple[Lack, ...]:
    """Everything that keeps the plan from being agreed, measure by measure; `in_use` are the measures that the firm
    answered as in use. Empty: it can be agreed.
    """
    found = [lack for item in plan.promised for lack in _of_measure(item, plan, pack, in_use)]
    if not plan.promised:
        found.append(Lack("measures", plan_reason("plan.measures", "lack", "measures", {"measures": 0})))
    if not heard.complete:
        said = {"ways": len(heard.ways), "day": bool(heard.on), "said": bool(heard.said)}
        found.append(Lack("heard", plan_reason("plan.heard", "lack", "heard", said)))
    return tuple(found)


def out_of_order(plan: Plan, pack: Pack, in_use: Collection[str]) -> tuple[Lack, ...]:
    """Only what is wrong with the order of the measures."""
    return tuple(lack for item in plan.promised for lack in _order(item, plan, pack, in_use))


def measure_text(pack: Pack, code: str) -> Text:
    """A measure in a sentence: its code with its name; a code that the pack does not have stands for itself."""
    found = pack.measures.get(code)
    return Text(it=f"{code} {found.name.it}", en=f"{code} {found.name.en}") if found else Text(it=code, en=code)


def _of_measure(item: PlannedMeasure, plan: Plan, pack: Pack, in_use: Collection[str]) -> Iterator[Lack]:
    if item.code not in pack.measures:
        yield _lack(item, pack, "unknown", "plan.unknown", {"pack": pack.id})
        return
    missing: tuple[tuple[What, bool], ...] = (
        ("owner", not item.owner),
        ("start", item.start is None),
        ("cost", item.cost is None),
    )
    for what, lacking in missing:
        if lacking:
            yield _lack(item, pack, what, f"plan.{what}", {"state": item.state})
    yield from _order(item, plan, pack, in_use)


def _order(item: PlannedMeasure, plan: Plan, pack: Pack, in_use: Collection[str]) -> Iterator[Lack]:
    rule = f"measures.{item.code}.after"
    for first in pack.needs_first.get(item.code, ()):
        there = plan.measure(first)
        if first in in_use or (there is not None and there.state in ("in_use", "done")):
            continue
        if there is None or not there.promised:
            yield _lack(item, pack, "first_missing", rule, {"first": first}, first)
        elif there.start and item.start and there.start > item.start:
            read = {"first": first, "first_start": there.start.isoformat(), "start": item.start.isoformat()}
            yield _lack(item, pack, "first_later", rule, read, first, first_start=there.start, start=item.start)


def _lack(
    item: PlannedMeasure,
    pack: Pack,
    what: What,
    rule: str,
    inputs: Mapping[str, Input],
    first: str = "",
    **values: Value,
) -> Lack:
    if first:
        values["first"] = measure_text(pack, first)
    values["measure"] = measure_text(pack, item.code)
    return Lack(what, plan_reason(rule, "lack", what, inputs, **values), item.code, first)
