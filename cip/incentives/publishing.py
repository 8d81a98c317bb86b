"""What still keeps a call from being published, each thing with its sentence. Pure.

Everything here is asked again in the very Work that publishes: the list on the page and the refusal are one.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Protocol

from cip.incentives.calls import OfficeCall
from cip.incentives.publishing_words import FIELDS, SAID
from cip.kernel.texts import Reason, Text, Value
from cip.rulebook.call_packs import CallPack
from cip.rulebook.shapes.base import UNKNOWN, Shape

MOST_WEIGHT_APART = Fraction(1, 2)
"""By how many points of 100 a declared weight may differ from what the criterion can really add."""
DRAW = "draw"


class WeightPair(Protocol):
    """A criterion's declared and effective weight, in points of 100 (`cip.incentives.weights`)."""

    @property
    def id(self) -> str:
        """The criterion."""
        ...

    @property
    def declared(self) -> Fraction:
        """What the grid says."""
        ...

    @property
    def effective(self) -> Fraction:
        """What its structure gives."""
        ...


def unknowns_of(pack: CallPack) -> tuple[Reason, ...]:
    """Everything that the call leaves `unknown`, in the order in which it is written; but for what a plan wants further
    money for, which decides nothing here.
    """
    found = dict.fromkeys(path for path in _unknown_paths(pack.call, ()) if path[0] != "uses")
    return tuple(_reason("unknown", where=_place(path), path=".".join(path)) for path in found)


def blocks_of(
    call: OfficeCall,
    pack: CallPack,
    weights: Sequence[WeightPair],
    *,
    rehearsed: bool,
    publisher: str,
    now: datetime,
) -> tuple[Reason, ...]:
    """What stands in the way of publishing this very content now by this person. `rehearsed`: this content was."""
    return (
        *_of_time_and_money(call, pack, now),
        *unknowns_of(pack),
        *_of_policy(pack),
        *(_weight(one) for one in weights if abs(one.declared - one.effective) > MOST_WEIGHT_APART),
        *(() if rehearsed else (_reason("not_rehearsed"),)),
        *((_reason("same_person"),) if publisher == call.changed_by else ()),
    )


def _of_time_and_money(call: OfficeCall, pack: CallPack, now: datetime) -> Iterator[Reason]:
    if call.opens_at is None or call.closes_at is None:
        yield _reason("no_dates")
    elif call.closes_at <= call.opens_at:  # pragma: no cover - the database refuses it too
        yield _reason("closes_first")
    elif call.opens_at <= now:
        yield _reason("opens_past")
    for line in pack.call.funding:
        cents = (call.settings.cents_by_line or {}).get(line.id)
        if not cents:
            yield _reason("no_budget", line=line.label)
    if not call.settings.contact:
        yield _reason("no_contact")


def _of_policy(pack: CallPack) -> Iterator[Reason]:
    policy = pack.call.policy
    if pack.call.about.nature == "historic":
        yield _reason("historic")
    if policy.order == "first_come":
        yield _reason("first_come")
    elif policy.order == "points" and (not policy.ties or policy.ties[-1].by != DRAW):
        yield _reason("no_draw")


def _weight(one: WeightPair) -> Reason:
    return _reason(
        "weight_apart", criterion=one.id, declared=float(round(one.declared, 1)), real=float(round(one.effective, 1))
    )


def _unknown_paths(shape: Shape, at: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name in type(shape).model_fields:
        value = getattr(shape, name)
        if name == "weight_known" and value is False:
            yield (*at, name)
        for key, one in _members(name, value):
            if isinstance(one, Shape):
                yield from _unknown_paths(one, (*at, *key))
            elif one == UNKNOWN and name != "id":
                yield (*at, *key)


def _members(name: str, value: object) -> Iterator[tuple[tuple[str, ...], object]]:
    if not isinstance(value, tuple):
        yield (name,), value
        return
    for number, one in enumerate(value, 1):
        yield (name, str(getattr(one, "id", number))), one


def _place(path: tuple[str, ...]) -> Text:
    """Where in a call something stands, in words: the innermost name that we have words for, and whose it is."""
    word = next((FIELDS[name] for name in reversed(path) if name in FIELDS), Text(it=path[-1], en=path[-1]))
    whose = next((name for name in reversed(path) if name not in FIELDS), "")
    return Text(it=f"{word.it} ({whose})", en=f"{word.en} ({whose})") if whose else word


def _reason(rule: str, **values: Value) -> Reason:
    return Reason(f"publishing.{rule}", SAID[rule], values)
