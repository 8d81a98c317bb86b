"""Who evaluates which application: a balanced draw from a recorded seed. Pure: the same input gives the same draw on
any machine, in whatever order it comes.

Applications are taken in the order of SHA-256(seed, application). Each gets those of the evaluators that it may have
who hold the fewest files; SHA-256(seed, application, evaluator) decides between equals. Then seats change hands along
chains for as long as that makes the loads more equal: at the end no other draw under the same exclusions has fairer
loads (Harvey, Ladner, Lovasz, Tamir, "Semi-matchings for bipartite graphs", 2006: a load without such a chain is best).
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Reason, Text

Pair = tuple[str, str]
"""An evaluator and an application."""


class NoDrawError(RefusalError):
    """Applications that cannot have the evaluators that they need; `short` says which, with how many are left to each.

    `needed` is how many each must have.
    """

    def __init__(self, short: Mapping[str, int], needed: int) -> None:
        super().__init__(
            f"{len(short)} applications cannot have {needed} evaluators each: conflicts exclude the others. "
            "Name more evaluators."
        )
        self.short = dict(short)
        self.needed = needed

    @property
    def reason(self) -> Reason:
        """The same as a reason, in both languages."""
        said = Text(
            it="{count} domande non possono avere {needed} persone ciascuna. Nominate altre persone.",
            en="{count} applications cannot have {needed} people each. Name more people.",
        )
        return Reason("draw.too_few", said, {"count": len(self.short), "needed": self.needed})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a draw is about: each application gets `needed` of the evaluators, never one of the `excluded` pairs.
    `held` are seats that were drawn before: those still allowed stay as they are.
    """

    applications: frozenset[str]
    evaluators: frozenset[str]
    needed: int
    seed: str
    excluded: frozenset[Pair] = frozenset()
    held: frozenset[Pair] = frozenset()

    @property
    def digest(self) -> str:
        """The SHA-256 of everything that the draw rests on, so that it can be repeated."""
        return sha256_of(
            canonical_json(
                {
                    "applications": sorted(self.applications),
                    "evaluators": sorted(self.evaluators),
                    "needed": self.needed,
                    "seed": self.seed,
                    "excluded": sorted(map(list, self.excluded)),
                    "held": sorted(map(list, self.held)),
                }
            )
        )


@dataclass(frozen=True)
class Draw:
    """What was drawn: the evaluators of each application, and which of these seats are new."""

    seats: Mapping[str, tuple[str, ...]]
    new: frozenset[Pair]
    loads: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def balanced(self) -> bool:
        """Whether nobody has two files more than somebody else: only exclusions, or seats held before, prevent it."""
        return not self.loads or max(self.loads.values()) - min(self.loads.values()) <= 1


def seed_of(commitment: str, number: int) -> str:
    """The seed of a call's draw number `number`, from the digest of the call's own seed, which is published before the
    call opens: so nobody can try seeds until one pleases.
    """
    return sha256_of(f"evaluators\n{commitment}\n{number}")


def in_drawn_order(applications: Iterable[str], seed: str) -> list[str]:
    """Applications in the order in which the draw takes them; their pseudonyms count in it."""
    return sorted(applications, key=lambda one: (_ticket(seed, one), one))


def draw(asked: Asked) -> Draw:
    """Draw evaluators. Raises NoDrawError if an application has fewer evaluators that it may have than it needs,
    ValueError if it needs none.
    """
    if asked.needed < 1:
        raise ValueError("an application needs at least one evaluator")
    board = _Board(asked)
    short = {one: len(board.allowed(one)) for one in asked.applications if len(board.allowed(one)) < asked.needed}
    if short:
        raise NoDrawError(short, asked.needed)
    for application in in_drawn_order(asked.applications, asked.seed):
        board.fill(application)
    while board.improve():
        pass
    return board.result()


class _Board:
    """The seats while they are being given."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.people = sorted(asked.evaluators)
        self.seats: dict[str, set[str]] = {one: set() for one in asked.applications}
        for person, application in asked.held:
            if person in asked.evaluators and application in self.seats and (person, application) not in asked.excluded:
                self.seats[application].add(person)
        self.kept = frozenset((person, one) for one, some in self.seats.items() for person in some)
        self.loads = dict.fromkeys(self.people, 0)
        for person, _application in self.kept:
            self.loads[person] += 1
        self.of: dict[str, set[str]] = {person: set() for person in self.people}
        """The applications of each person whose seat may still change hands."""

    def allowed(self, application: str) -> list[str]:
        return [person for person in self.people if (person, application) not in self.asked.excluded]

    def fill(self, application: str) -> None:
        """Give the free seats of an application to those with the fewest files."""
        free = [person for person in self.allowed(application) if person not in self.seats[application]]
        free.sort(key=lambda person: (self.loads[person], _ticket(self.asked.seed, application, person), person))
        for person in free[: max(0, self.asked.needed - len(self.seats[application]))]:
            self._give(application, person)

    def improve(self) -> bool:
        """Move one seat, along the shortest chain, from somebody to somebody with at least two files fewer."""
        for person in sorted(self.people, key=lambda one: (-self.loads[one], _ticket(self.asked.seed, one), one)):
            chain = self._chain(person)
            if chain:
                for giver, application, taker in chain:
                    self._take(application, giver)
                    self._give(application, taker)
                return True
        return False

    def result(self) -> Draw:
        seats = {one: tuple(sorted(self.seats[one])) for one in sorted(self.seats)}
        pairs = frozenset((person, one) for one, some in seats.items() for person in some)
        return Draw(seats, pairs - self.kept, dict(self.loads))

    def _chain(self, start: str) -> list[tuple[str, str, str]]:
        """The handings over (from, application, to) that take one file from `start` and end with somebody who has at
        least two fewer; empty if there are none.
        """
        came: dict[str, tuple[str, str]] = {}
        queue, seen = deque([start]), {start}
        while queue:
            giver = queue.popleft()
            for application, taker in self._handings(giver):
                if taker in seen:
                    continue
                seen.add(taker)
                came[taker] = (giver, application)
                if self.loads[taker] <= self.loads[start] - 2:
                    return _back(came, start, taker)
                queue.append(taker)
        return []

    def _handings(self, giver: str) -> Iterable[Pair]:
        """Whatever somebody could hand over, and to whom."""
        for application in in_drawn_order(self.of[giver], self.asked.seed):
            for taker in sorted(self.allowed(application), key=lambda one: (self.loads[one], one)):
                if taker not in self.seats[application]:
                    yield application, taker

    def _give(self, application: str, person: str) -> None:
        self.seats[application].add(person)
        self.of[person].add(application)
        self.loads[person] += 1

    def _take(self, application: str, person: str) -> None:
        self.seats[application].remove(person)
        self.of[person].remove(application)
        self.loads[person] -= 1


def _back(came: Mapping[str, tuple[str, str]], start: str, end: str) -> list[tuple[str, str, str]]:
    chain = []
    while end != start:
        giver, application = came[end]
        chain.append((giver, application, end))
        end = giver
    return chain


def _ticket(*words: str) -> str:
    return sha256_of("\n".join(words))
