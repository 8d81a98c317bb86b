"""Invented applications for a rehearsal: drawn from the bounds of a call's facts and a recorded seed. Pure.

The same call and the same seed give the same sample on any machine: every number comes from sha256. Each firm has a
size and a will, which its facts lean on, so that a sample holds weak and strong firms and not only average ones.
"""

import ast
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from cip.incentives.prefill import SIZE_FACTS
from cip.rulebook.call_expressions import criteria_of
from cip.rulebook.call_packs import CallPack
from cip.rulebook.shapes.call import CallFact
from cip.rulebook.shapes.grid import Grid, Judged, Ratio, Steps

Value = str | int | float | bool | list[str]
Raw = dict[str, Value]
Refused = Callable[[Raw], Collection[str]]
"""The facts for which an application would be refused: they are drawn again, most of the time."""

_TRIES = 24
_YEAR = 365
_UNBOUNDED: Mapping[str, float] = {"whole": 10, "number": 10, "percent": 100, "cents": 50_000_000}
_SMALL = 2.2
"""The power that makes small firms more frequent than large ones, as they are."""
_SMALLER = 0.75
"""How much smaller a firm that is too large becomes with each attempt: bounds of facts may be far above the call's."""
_WILL, _OWN = 0.6, 0.4
"""How much of a fact comes from the firm's will, how much from chance: chosen so that neither decides alone."""
_NAMES = (
    "Forno", "Officina", "Bottega", "Vivaio", "Studio", "Trattoria", "Falegnameria", "Tipografia", "Sartoria",
    "Cartoleria", "Libreria", "Pastificio", "Carrozzeria", "Merceria", "Lavanderia", "Cantina", "Erboristeria",
)  # fmt: skip
_PLACES = (
    "Belcolle", "Acquachiara", "Montelieto", "Pratofiorito", "Roccabuona", "Valdoro", "Pontealto", "Serravento",
    "Campolungo", "Fontefresca", "Lagoverde", "Torrequieta", "Boscolieve", "Rivabella", "Pietrarossa",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """An invented application, in the shape of FILE of `cip rank`, with an invented name for the screens."""

    id: str
    name: str
    submitted_at: datetime
    facts: Raw
    requested: int | None
    scores: Mapping[str, Mapping[str, float]]

    def as_json(self) -> dict[str, object]:
        """One entry of `applications` of a FILE."""
        return {
            "id": self.id,
            "submitted_at": self.submitted_at.isoformat(),
            "facts": self.facts,
            "requested": self.requested,
            "scores": {name: dict(scores) for name, scores in self.scores.items()},
        }


def draw(*words: object) -> float:
    """A number from 0 (included) to 1 (excluded), always the same for the same words.

    >>> draw("seed", 1) == draw("seed", 1)
    True
    """
    digest = hashlib.sha256("\n".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:7], "big") / 2**56


def sample_of(pack: CallPack, *, seed: str, size: int, on: date, refused: Refused | None = None) -> list[Sample]:
    """`size` invented applications to a call, handed in during the ten days before `on`. Raises ValueError for a size
    that is not positive.

    `refused` tells which facts break an eligibility rule; they are drawn again up to 24 times, but for every tenth
    firm, so that the sample shows a refusal too.
    """
    if size < 1:
        raise ValueError("a sample has at least one application")
    return [_one(pack, f"{seed}\n{number}", number, on, refused) for number in range(1, size + 1)]


def _one(pack: CallPack, seed: str, number: int, on: date, refused: Refused | None) -> Sample:
    # Both are spread over the sample as well as drawn: even a small one then has firms of every sort.
    firm = _Firm(seed, on, draw(seed, "size") ** _SMALL, draw(seed, "will"), _reaches(pack), _landmarks(pack))
    drawn: Raw = {fact.id: firm.value(fact, 0) for fact in pack.call.facts}
    if refused is not None and number % 10:
        _make_fit(pack, firm, drawn, refused)
    minutes = int(draw(seed, "submitted") * 10 * 24 * 60)
    return Sample(
        id=f"P{number:03d}",
        name=_name(seed),
        submitted_at=datetime(on.year, on.month, on.day, 10, tzinfo=UTC) - timedelta(minutes=minutes),
        facts=_with_parts(pack, firm, drawn),
        requested=None,
        scores=dict(_scores(pack, firm)),
    )


def _make_fit(pack: CallPack, firm: "_Firm", drawn: Raw, refused: Refused) -> None:
    for attempt in range(1, _TRIES + 1):
        again = set(refused(_with_parts(pack, firm, drawn)))
        if not again:
            return
        for fact in pack.call.facts:
            if fact.id in again:
                drawn[fact.id] = firm.value(fact, attempt)


@dataclass(frozen=True, slots=True)
class _Firm:
    """What the facts of one invented firm lean on: its size and its will, from 0 to 1; its days lie in the year before
    `on`.
    """

    seed: str
    on: date
    size: float
    will: float
    reaches: Mapping[str, float]
    landmarks: Mapping[str, Sequence[float]]

    def value(self, fact: CallFact, attempt: int) -> Value:
        """An invented value within the bounds of the fact; another for each attempt."""
        chance = draw(self.seed, fact.id, attempt)
        match fact.type:
            case "yes_no":
                return chance < 0.35 + 0.5 * self.will if attempt == 0 else chance < 0.5
            case "choice":
                return fact.options[min(int(chance * len(fact.options)), len(fact.options) - 1)].id
            case "several":
                keep = 0.2 + 0.6 * self.will
                return [option.id for option in fact.options if draw(self.seed, fact.id, attempt, option.id) < keep]
            case "day":
                return (self.on - timedelta(days=1 + int(chance * _YEAR))).isoformat()
            case "code":
                return f"{int(chance * 89) + 10}.{int(draw(self.seed, fact.id, attempt, 'second') * 89) + 10}"
            case _:
                return self._number(fact, chance, attempt)

    def bounds(self, fact: CallFact) -> tuple[float, float]:
        """Between which numbers a fact is drawn."""
        low = fact.min if fact.min is not None else 0.0
        high = self.reaches.get(fact.id, low + _UNBOUNDED[fact.type]) if fact.max is None else fact.max
        return low, max(low, min(high, self.reaches.get(fact.id, high)))

    def _number(self, fact: CallFact, chance: float, attempt: int) -> Value:
        if fact.start in SIZE_FACTS:
            # A firm is of one size: a little chance, so that workers, turnover and balance do not follow one line.
            share = self.size * (0.8 + 0.4 * chance) if attempt == 0 else chance**_SMALL * _SMALLER**attempt
        else:
            share = _WILL * self.will + _OWN * chance if attempt == 0 else chance
        low, high = self.bounds(fact)
        value = low + (high - low) * min(share, 1.0)
        # A rule may ask for exactly one number, which hardly any draw would hit.
        known = [number for number in self.landmarks.get(fact.id, ()) if number >= low]
        if attempt and attempt % 3 == 0 and known:
            value = known[int(chance * len(known))]
        return int(value + 0.5) if fact.type in ("whole", "cents") else round(value, 1)


def _reaches(pack: CallPack) -> dict[str, float]:
    """How far facts are drawn whose bounds are wider than what the grid tells apart: a little beyond its last step."""
    grid = pack.call.grid
    rules = [item.rule for _path, item in criteria_of(grid)] if isinstance(grid, Grid) else []
    return {rule.of: max(row.start for row in rule.rows) * 1.25 for rule in rules if isinstance(rule, Steps)}


def _landmarks(pack: CallPack) -> dict[str, list[float]]:
    """The numbers that eligibility rules compare each fact with."""
    found: dict[str, list[float]] = {}
    for rule in pack.call.eligibility:
        for node in ast.walk(ast.parse(rule.when, mode="eval")):
            if isinstance(node, ast.Compare) and isinstance(node.left, ast.Name):
                numbers = [one.value for one in node.comparators if isinstance(one, ast.Constant)]
                known = (float(one) for one in numbers if isinstance(one, int | float) and not isinstance(one, bool))
                found.setdefault(node.left.id, []).extend(known)
    return found


def _with_parts(pack: CallPack, firm: _Firm, drawn: Raw) -> Raw:
    """The facts as drawn, but for those that a criterion sets against another: they are a share of it."""
    facts, grid = dict(drawn), pack.call.grid
    rules = [item.rule for _path, item in criteria_of(grid)] if isinstance(grid, Grid) else []
    for rule in (rule for rule in rules if isinstance(rule, Ratio)):
        fact, part, whole = pack.facts.get(rule.of), drawn.get(rule.of), facts.get(rule.over)
        if fact is not None and isinstance(part, int | float) and isinstance(whole, int | float):
            low, high = firm.bounds(fact)
            share = (part - low) / (high - low) if high > low else 1.0
            facts[rule.of] = int(whole * share + 0.5) if fact.type in ("whole", "cents") else round(whole * share, 1)
    return facts


def _scores(pack: CallPack, firm: _Firm) -> Iterator[tuple[str, dict[str, float]]]:
    """What invented evaluators give to each judged criterion or part: levels near the firm's will."""
    grid = pack.call.grid
    if not isinstance(grid, Grid):
        return
    for _path, item in criteria_of(grid):
        if not isinstance(item.rule, Judged):
            continue
        levels = sorted(level.score for level in item.rule.levels)
        share = 0.25 + 0.5 * firm.will + 0.25 * draw(firm.seed, item.id)
        at = min(int(share * len(levels)), len(levels) - 1)
        yield (
            item.id,
            {
                f"v{who + 1}": levels[_near(firm.seed, item.id, who, at, len(levels))]
                for who in range(item.rule.evaluators)
            },
        )


def _near(seed: str, name: str, who: int, at: int, count: int) -> int:
    step = int(draw(seed, name, who) * 4) - 1
    return min(max(at + (step if step in (-1, 1) else 0), 0), count - 1)


def _name(seed: str) -> str:
    first, second = _NAMES[int(draw(seed, "name") * len(_NAMES))], _PLACES[int(draw(seed, "place") * len(_PLACES))]
    return f"{first} {second}"
