"""The attacker of the model (5.3), who also knows the rules by heart.

Known to the attacker: the headcount, everything published, one worker's own answers, and how publishing works. A worker
is re-identified when every set of answers that fits has the same value for them. The published numbers are counts, so
what fits is a set of counts, and the others cannot be told apart: a value is known of each of them exactly when all of
the others chose an option, or none did, in everything that fits. Stricter than the definition: an answer "did not
choose" counts as a value too, and whoever answered is supposed to be known.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product

from cip.voice import labels, waves
from cip.voice.cells import Cell
from cip.voice.rules import ONE, Asked, Protection

Counts = tuple[int, ...]
Cells = tuple[Cell, ...]
Publish = Callable[[Asked, Counts, int], Cells]

RULES = Protection(minimum=5, few=3, pool_answers=10, pool_firms=3, pool_share=50, panel=30, waves=4)


def question(kind: str, options: int, limit: int = 1) -> Asked:
    """A question of `options` counts; for `one` the last of them is "did not answer"."""
    return Asked("q", kind, tuple(f"o{place}" for place in range(options)), limit)


@cache
def parts(total: int, places: int) -> tuple[Counts, ...]:
    """Every way to share `total` people among `places` options."""
    if places == 1:
        return ((total,),)
    return tuple((first, *rest) for first in range(total + 1) for rest in parts(total - first, places - 1))


def possible(asked: Asked, answers: int) -> Iterable[Counts]:
    """Every set of counts that so many people can give."""
    if asked.kind == ONE:
        return parts(answers, len(asked.options))
    every = product(range(answers + 1), repeat=len(asked.options))
    return (counts for counts in every if sum(counts) <= asked.limit * answers)


def groups(asked: Asked, answers: int, publish: Publish) -> dict[Cells, list[Counts]]:
    """All possible counts by what would be published of them: a group is what fits one publication."""
    out: dict[Cells, list[Counts]] = defaultdict(list)
    for counts in possible(asked, answers):
        out[publish(asked, counts, answers)].append(counts)
    return dict(out)


def owns(asked: Asked) -> Iterator[Counts]:
    """Every answer that the attacker may have given."""
    size = len(asked.options)
    if asked.kind == ONE:
        yield from (tuple(int(place == chosen) for place in range(size)) for chosen in range(size))
        return
    yield from (own for own in product((0, 1), repeat=size) if sum(own) <= asked.limit)


def known_of_others(asked: Asked, fits: Iterable[Counts], own: Counts, others: int) -> set[int]:
    """The options of which the attacker knows every value of the others. None where nothing fits that own answer."""
    low = [others + 1] * len(own)
    high = [-1] * len(own)
    for counts in fits:
        rest = [count - mine for count, mine in zip(counts, own, strict=True)]
        if min(rest) < 0 or max(rest) > others or (asked.kind != ONE and sum(rest) > asked.limit * others):
            continue
        low = [min(pair) for pair in zip(low, rest, strict=True)]
        high = [max(pair) for pair in zip(high, rest, strict=True)]
    return {place for place in range(len(own)) if high[place] == 0 or low[place] == others}


def found_by_anybody(asked: Asked, fits: list[Counts], answers: int) -> bool:
    """Whether somebody, inside the survey or outside it, learns a value of others from one publication."""
    nothing = tuple(0 for _ in asked.options)
    if known_of_others(asked, fits, nothing, answers):
        return True
    return any(known_of_others(asked, fits, own, answers - 1) for own in owns(asked))


def alone(asked: Asked, counts: Counts, answers: int) -> Cells:
    """The publication of a first survey."""
    return labels.label(asked, counts, answers, RULES)


def after(first: Cells, moved: waves.Movement, rules: Protection = RULES) -> Publish:
    """The publication of a survey after an earlier one."""

    def publish(asked: Asked, counts: Counts, answers: int) -> Cells:
        return labels.label(asked, counts, answers, rules, [waves.Before(first, moved)])

    return publish
