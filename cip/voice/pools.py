"""Answers of firms too small for results of their own, pooled by sector and area. Pure.

Only surveys without results of their own come in, each once: else the rest would follow by subtraction. A pool is
released as a whole and never grows: later surveys wait for the next one, so two releases never differ by a single firm.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cip.voice.cells import Cell, Counts, hidden
from cip.voice.labels import label
from cip.voice.rules import Asked, Protection
from cip.voice.tally import summed
from cip.voice.waves import Before, Movement, same_options

Waiting = Literal["pool_answers", "pool_firms", "pool_share"]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one firm's survey brings into a pool."""

    firm: str
    answers: int
    counts: Mapping[str, Counts]


@dataclass(frozen=True, slots=True)
class Release:
    """A pool as published, with the answers of each firm in it (known to the system alone)."""

    firms: Mapping[str, int]
    answers: int
    cells: Mapping[str, tuple[Cell, ...]]
    asked: Sequence[Asked]


def waits_for(members: Sequence[Contribution], protection: Protection) -> Waiting | None:
    """The rule that holds a pool back; None where it may be released."""
    answers = sum(member.answers for member in members)
    if answers < protection.pool_answers:
        return "pool_answers"
    if len({member.firm for member in members}) < protection.pool_firms:
        return "pool_firms"
    largest = max(sum(m.answers for m in members if m.firm == member.firm) for member in members)
    return "pool_share" if largest * 100 > protection.pool_share * answers else None


def release(
    members: Sequence[Contribution], asked: Sequence[Asked], protection: Protection, earlier: Sequence[Release] = ()
) -> Release | None:
    """The pool published, or None while a rule holds it back. Each firm comes in once (ValueError otherwise)."""
    firms = {member.firm: member.answers for member in members}
    if len(firms) != len(members):
        raise ValueError("a firm comes into a pool once")
    if waits_for(members, protection) is not None:
        return None
    answers = sum(firms.values())
    counts = summed(asked, [member.counts for member in members])
    cells = {
        question.id: tuple(hidden(answers, "panel") for _ in counts[question.id])
        if question.panel and answers < protection.panel
        else label(question, counts[question.id], answers, protection, _before(question, firms, earlier))
        for question in asked
    }
    return Release(firms, answers, cells, asked)


def _before(question: Asked, firms: Mapping[str, int], earlier: Sequence[Release]) -> list[Before]:
    """Earlier releases that share a firm with this one: who is in both is supposed to have said the same again."""
    out = []
    for then in earlier:
        cells = same_options(question, then.asked, then.cells)
        if cells is None or not firms.keys() & then.firms.keys():
            continue
        changes = [firms.get(firm, 0) - then.firms.get(firm, 0) for firm in firms.keys() | then.firms.keys()]
        came = sum(change for change in changes if change > 0)
        out.append(Before(cells, Movement(came, came - sum(changes))))
    return out
