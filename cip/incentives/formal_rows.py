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
from cip.rulebook.call_expressions import expressions_of_call
from cip.rulebook.call_packs import CallPack

_KEPT_CALLS = 32


@dataclass(frozen=True, slots=True)
class FactUse:
    """What a fact is read by: formal conditions; the grid and the order of applications, where it counts in points."""

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
    formal: set[str] = set()
    points: set[str] = set()
    for path, text, wanted in expressions_of_call(pack.call):
        node = bound.conditions[text] if wanted == "condition" else bound.numbers[text]
        if path[0] in ("eligibility", "documents"):
            formal.update(bound.reads(node))
        elif path[0] in ("grid", "policy"):
            points.update(bound.reads(node))
    return {fact: FactUse(fact in formal, fact in points) for fact in pack.facts}


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
