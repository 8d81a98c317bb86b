"""Answers of firms too small for results of their own, pooled by sector and area. Pure.

Only surveys without results of their own come in, each once: else the rest would follow by subtraction. A pool is
released as a whole and never grows: later surveys wait for the next one, so two releases never differ by a single firm.

Whoever has several firms, or knows what was answered in them, subtracts these from the pool. So firms that people have
in common are one group, and what is said holds for the rest whatever two groups are taken out: "few" and "most" reach
further by as many people as the two largest groups have. Which numbers are said then depends on nothing but the sizes
of the groups and the sums themselves, so that the choice of what is said tells nothing either.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cip.voice.cells import Cell, Counts, hidden
from cip.voice.labels import label
from cip.voice.rules import Asked, Protection
from cip.voice.tally import summed
from cip.voice.waves import Before, Movement, same_options

Waiting = Literal["pool_answers", "pool_firms", "pool_share", "pool_known"]
COLLUDING = 2
"""Of so many groups in a pool one attacker may know all answers."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one firm's survey brings into a pool. Firms of one `group` (all with a group of their own where it is empty)
    count as one.
    """

    firm: str
    answers: int
    counts: Mapping[str, Counts]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """A pool as published, with the answers of each firm in it (known to the system alone)."""

    firms: Mapping[str, int]
    answers: int
    cells: Mapping[str, tuple[Cell, ...]]
    asked: Sequence[Asked]


def groups_by_people(people: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The group of each firm, from the people of each: firms that anybody has in common, also by way of a third firm,
    are of one group. Its name is the first of its firms.
    """
    group = {firm: firm for firm in people}
    first: dict[str, str] = {}
    for firm in sorted(people):
        for person in people[firm]:
            one, other = group[first.setdefault(person, firm)], group[firm]
            low, high = min(one, other), max(one, other)
            group = {name: low if found == high else found for name, found in group.items()}
    return group


def group_sizes(members: Sequence[Contribution]) -> list[int]:
    """How many answers each group has, the largest first."""
    sizes = Counter[str]()
    for member in members:
        sizes[member.group or member.firm] += member.answers
    return sorted(sizes.values(), reverse=True)


def known_people(members: Sequence[Contribution]) -> int:
    """Of how many people one attacker may know the answers: of the two largest groups, and the attacker's own."""
    return sum(group_sizes(members)[:COLLUDING]) + 1


def waits_for(members: Sequence[Contribution], protection: Protection) -> Waiting | None:
    """The rule that holds a pool back; None where it may be released."""
    sizes = group_sizes(members)
    answers = sum(sizes)
    if answers < protection.pool_answers:
        return "pool_answers"
    if len(sizes) < protection.pool_firms:
        return "pool_firms"
    if sizes[0] * 100 > protection.pool_share * answers:
        return "pool_share"
    # Below this nothing but "few or most" could be said of any number.
    return "pool_known" if answers < 2 * (protection.few + known_people(members) - 1) - 1 else None


def release(
    members: Sequence[Contribution], asked: Sequence[Asked], protection: Protection, earlier: Sequence[Release] = ()
) -> Release | None:
    """The pool published, or None while a rule holds it back. Each firm comes in once (ValueError otherwise)."""
    firms = {member.firm: member.answers for member in members}
    if len(firms) != len(members):
        raise ValueError("a firm comes into a pool once")
    if waits_for(members, protection) is not None:
        return None
    answers, known = sum(firms.values()), known_people(members)
    counts = summed(asked, [member.counts for member in members])
    cells = {
        question.id: tuple(hidden(answers, "panel") for _ in counts[question.id])
        if question.panel and answers < protection.panel
        else pooled_cells(
            question,
            counts[question.id],
            answers,
            protection,
            known,
            _before(question, firms, earlier, protection.waves + known),
        )
        for question in asked
    }
    return Release(firms, answers, cells, asked)


def pooled_cells(
    asked: Asked, counts: Counts, answers: int, protection: Protection, known: int, before: Sequence[Before] = ()
) -> tuple[Cell, ...]:
    """The cells of a question of a pool. "Few" and "most" are said as the ranges that they are here."""
    cells = label(asked, counts, answers, protection, before, known=known)
    return tuple(
        Cell("between", cell.low, cell.high, "known") if cell.said in ("few", "most") else cell for cell in cells
    )


def _before(question: Asked, firms: Mapping[str, int], earlier: Sequence[Release], unseen: int) -> list[Before]:
    """Earlier releases that share a firm with this one: who is in both is supposed to have said the same again, but for
    so many whom nothing shows: who was replaced, and who is known to the attacker and answers otherwise.
    """
    out = []
    for then in earlier:
        cells = same_options(question, then.asked, then.cells)
        if cells is None or not firms.keys() & then.firms.keys():
            continue
        changes = [firms.get(firm, 0) - then.firms.get(firm, 0) for firm in firms.keys() | then.firms.keys()]
        came = sum(change for change in changes if change > 0)
        out.append(Before(cells, Movement(came + unseen, came - sum(changes) + unseen)))
    return out
