"""The checklist of an application from its call: every rule asked again of the facts as they now stand. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from pydantic import JsonValue

from cip.incentives.admissibility import CheckRow, Filed, rows_of
from cip.incentives.bound_call import BoundCall, day_of_call
from cip.incentives.bounds import truth
from cip.incentives.call_facts import Facts
from cip.incentives.eligibility import check_eligibility
from cip.rulebook.call_packs import CallPack
from cip.rulebook.shapes.grid import Grid

_KEPT_CALLS = 32


@dataclass(frozen=True, slots=True)
class FactUse:
    """What a fact is read by: formal conditions, and the grid, for which it gives points."""

    formal: bool
    points: bool


def bound_to(pack: CallPack, sent_at: datetime) -> BoundCall:
    """A call bound to the day on which it reads the law; parsed once a call."""
    return _bound(_Pack(pack), day_of_call(pack, [sent_at]))


def read_known(pack: CallPack, sent_at: datetime, raw: Mapping[str, JsonValue]) -> Facts:
    """Facts as the rules read them; what is None is unknown. Raises FactError."""
    return bound_to(pack, sent_at).read_facts({id: value for id, value in raw.items() if value is not None})


def formal_rows(
    pack: CallPack, sent_at: datetime, raw: Mapping[str, JsonValue], requested: int | None, filed: Filed
) -> tuple[CheckRow, ...]:
    """The checklist of an application with these facts. Raises FactError for facts that the call does not know."""
    bound = bound_to(pack, sent_at)
    facts = read_known(pack, sent_at, raw)
    view = bound.given(facts, requested).view
    due = {
        document.id: True if document.when is None else truth(bound.conditions[document.when], view)
        for document in pack.call.documents
    }
    reads = {rule.id: _facts_of(bound, rule.when) for rule in pack.call.eligibility}
    verdicts = check_eligibility(bound, facts, requested)
    return rows_of(pack.call.eligibility, verdicts, pack.call.documents, due, filed, reads=reads)


def uses_of_facts(pack: CallPack) -> dict[str, FactUse]:
    """What each fact of a call is read by: who asks about one that gives points should know it."""
    bound = _bound(_Pack(pack), None)
    formal = {rule.when for rule in pack.call.eligibility}
    formal |= {document.when for document in pack.call.documents if document.when is not None}
    in_formal = {name for text in formal for name in bound.reads(bound.conditions[text])}
    graded = isinstance(pack.call.grid, Grid)
    others = [node for text, node in bound.conditions.items() if text not in formal]
    in_points = set(bound.reads(*others, *bound.numbers.values())) if graded else set()
    return {fact: FactUse(fact in in_formal, fact in in_points) for fact in pack.facts}


def _facts_of(bound: BoundCall, text: str) -> tuple[str, ...]:
    return tuple(name for name in bound.reads(bound.conditions[text]) if name in bound.pack.facts)


class _Pack:
    """A pack that equals another of the same content."""

    def __init__(self, pack: CallPack) -> None:
        self.pack = pack

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Pack) and other.pack.sha256 == self.pack.sha256

    def __hash__(self) -> int:
        return hash(self.pack.sha256)


@lru_cache(maxsize=_KEPT_CALLS)
def _bound(kept: _Pack, on: date | None) -> BoundCall:
    return BoundCall(kept.pack, on)
