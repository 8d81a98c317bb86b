"""One review: an application as one evaluator judges it. Its states as a table, the scores, whether they lie far apart,
the final score. Pure.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Literal, get_args

from cip.kernel.texts import Text
from cip.parties.permissions import TABLE
from cip.rulebook.shapes.grid import Grid, Judged, Parts, ScoreLevel

ReviewState = Literal["assigned", "declared", "draft", "handed_in", "reopened", "closed", "recused", "removed"]
ReviewMove = Literal["declare_none", "declare_conflict", "score", "hand_in", "reopen", "wait", "close", "remove"]
# calibrated: the sample files are done and no link to the firm is known. complete: every item has points and a reason.
# all_in: everybody handed in. agreed_or_near: no scores lie far apart, or all agreed on what counts. reason: somebody
# says why. other_reopened: another review of the same application was opened again.
Guard = Literal["always", "calibrated", "complete", "all_in", "agreed_or_near", "reason", "other_reopened"]

STATES: tuple[ReviewState, ...] = get_args(ReviewState)
OPEN_STATES: tuple[ReviewState, ...] = ("assigned", "declared", "draft", "reopened")
"""Still to be handed in."""
IN_STATES: tuple[ReviewState, ...] = ("handed_in", "closed")
"""Handed in: its scores count."""
GONE_STATES: tuple[ReviewState, ...] = ("recused", "removed")
"""No longer this person's: they see nothing of it."""
CONSENSUS = "consensus"
"""The label of a score that the evaluators agreed on."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: in `state`, `action` by one of `roles` leads to `next` where the `guard` holds."""

    state: ReviewState
    action: ReviewMove
    roles: tuple[str, ...]
    guard: Guard
    next: ReviewState


# Who may is said in one place only.
_JUDGE, _OFFICE, _CLOCK = TABLE["review"]["answer"], TABLE["judged_file"]["settle"], ("system",)

TRANSITIONS: tuple[Transition, ...] = (
    Transition("assigned", "declare_none", _JUDGE, "calibrated", "declared"),
    Transition("declared", "score", _JUDGE, "always", "draft"),
    Transition("draft", "score", _JUDGE, "always", "draft"),
    Transition("draft", "hand_in", _JUDGE, "complete", "handed_in"),
    Transition("reopened", "score", _JUDGE, "always", "reopened"),
    Transition("reopened", "hand_in", _JUDGE, "complete", "handed_in"),
    Transition("handed_in", "reopen", _OFFICE, "all_in", "reopened"),
    Transition("handed_in", "close", _CLOCK, "agreed_or_near", "closed"),
    Transition("closed", "reopen", _OFFICE, "all_in", "reopened"),
    Transition("closed", "wait", _CLOCK, "other_reopened", "handed_in"),
    *(Transition(state, "declare_conflict", _JUDGE, "reason", "recused") for state in OPEN_STATES),
    *(Transition(state, "remove", _OFFICE, "reason", "removed") for state in (*OPEN_STATES, "handed_in")),
)


@dataclass(frozen=True, slots=True)
class Item:
    """What people judge: a criterion, or a part of one, with the levels that a score may have.

    `id` is the criterion's or the part's: a grid has them in one list. Two scores that lie `spread` points apart, or
    more, make their evaluators meet.
    """

    id: str
    criterion: str
    label: Text
    what: Text
    points: Fraction
    levels: tuple[ScoreLevel, ...]
    evaluators: int
    spread: Fraction

    @property
    def scores(self) -> tuple[Fraction, ...]:
        """The points that can be given, lowest first."""
        return tuple(sorted(exact(level.score) for level in self.levels))


@dataclass(frozen=True, slots=True)
class Given:
    """Points for an item and why."""

    points: Fraction
    reason: str


def exact(points: float) -> Fraction:
    """Points of the grid as an exact number: what is written in decimals, not what a float makes of it."""
    return Fraction(str(points))


def next_state(state: ReviewState, action: ReviewMove) -> ReviewState | None:
    """Where an action leads from a state; None if it is not possible there."""
    return next((row.next for row in TRANSITIONS if (row.state, row.action) == (state, action)), None)


def states_of(action: ReviewMove) -> tuple[ReviewState, ...]:
    """The states in which something can be done, whoever does it."""
    return tuple(dict.fromkeys(row.state for row in TRANSITIONS if row.action == action))


def moves(state: ReviewState, roles: Collection[str]) -> tuple[ReviewMove, ...]:
    """What somebody in these roles may press on a review in this state."""
    pressed = (row.action for row in TRANSITIONS if row.state == state and set(row.roles) & set(roles))
    return tuple(dict.fromkeys(pressed))


def diagram() -> str:
    """The table as a diagram (Mermaid), which the docs show: what leads to another state."""
    lines = ["stateDiagram-v2", "    [*] --> assigned"]
    for row in (row for row in TRANSITIONS if row.next != row.state):
        guard = "" if row.guard == "always" else f" [{row.guard}]"
        lines.append(f"    {row.state} --> {row.next}: {row.action}{guard}")
    return "\n".join(lines) + "\n"


def items_of(grid: Grid | str) -> tuple[Item, ...]:
    """What people judge of a grid, in its order; nothing of a call without a grid."""
    return () if isinstance(grid, str) else tuple(_items(grid))


def _items(grid: Grid) -> Iterator[Item]:
    for criterion in grid.criteria:
        if isinstance(criterion.rule, Judged):
            points = exact(criterion.points)
            yield _item(criterion.id, criterion.id, criterion.label, criterion.what, points, criterion.rule)
        elif isinstance(criterion.rule, Parts):
            for part in criterion.rule.of:
                if isinstance(part.rule, Judged):
                    yield _item(part.id, criterion.id, part.label, part.what, exact(part.points), part.rule)


def _item(id: str, criterion: str, label: Text, what: Text, points: Fraction, rule: Judged) -> Item:
    return Item(id, criterion, label, what, points, rule.levels, rule.evaluators, exact(rule.spread))


def evaluators_needed(items: Iterable[Item]) -> int:
    """How many people judge each application: the most that any of its items asks for."""
    return max((item.evaluators for item in items), default=0)


def far_apart(items: Sequence[Item], scores: Mapping[str, Mapping[str, Fraction]]) -> tuple[Item, ...]:
    """The items about which people must meet. `scores` are by evaluator and item, all handed in."""
    return tuple(item for item in items if distance(item, scores) >= item.spread > 0)


def distance(item: Item, scores: Mapping[str, Mapping[str, Fraction]]) -> Fraction:
    """How far the highest score of an item lies from the lowest; 0 if fewer than two people scored it."""
    given = [of[item.id] for of in scores.values() if item.id in of]
    return max(given) - min(given) if len(given) > 1 else Fraction(0)


def final(
    items: Sequence[Item], scores: Mapping[str, Mapping[str, Fraction]], agreed: Mapping[str, Fraction]
) -> dict[str, dict[str, Fraction]]:
    """The scores that the ranking reads, by item and evaluator: where people agreed on one it alone counts, under the
    label `consensus`. An item that somebody left open is not there.
    """
    out: dict[str, dict[str, Fraction]] = {}
    for item in items:
        given = {person: of[item.id] for person, of in scores.items() if item.id in of}
        if item.id in agreed:
            out[item.id] = {CONSENSUS: agreed[item.id]}
        elif scores and len(given) == len(scores):
            out[item.id] = given
    return out


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far judgements agree: `pairs` compared, how many of them lie nearer than the grid's spread, and how far apart
    they lie on average, in percent of the points of their item.
    """

    pairs: int
    near: int
    apart: Fraction

    @property
    def share(self) -> Fraction | None:
        """The agreement index in percent: of the pairs, those that lie nearer than the spread; None without a pair."""
        return Fraction(100 * self.near, self.pairs) if self.pairs else None


def agreement(items: Iterable[Item], scores: Sequence[Mapping[str, Fraction]]) -> Agreement:
    """Compare every two of several people's scores, by item: for calibration one of them is the sample's own score.

    Index = 100 x pairs with |a - b| < spread / pairs; average distance = mean of 100 x |a - b| / points of the item.
    """
    pairs = near = 0
    apart = Fraction(0)
    for item in items:
        given = [of[item.id] for of in scores if item.id in of]
        for one, other in combinations(given, 2):
            gap = abs(one - other)
            pairs, near, apart = pairs + 1, near + (gap < item.spread), apart + 100 * gap / item.points
    return Agreement(pairs, near, apart / pairs if pairs else Fraction(0))
