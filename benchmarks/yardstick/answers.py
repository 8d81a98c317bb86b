"""Answers to the yardstick's questions as records; about 3 % are missing."""

import random
from collections.abc import Callable

from benchmarks.yardstick.pack import YardstickPack
from benchmarks.yardstick.reference import Answers

MISSING = 0.03
SCALE_STEPS = 5
NUMBER_LIMIT = 120


def respondents(pack: YardstickPack, count: int, seed: int = 11) -> list[Answers]:
    """Some respondents, None where unanswered; the same in every environment."""
    draw = random.Random(seed)
    kinds: dict[str, Callable[[], float]] = {
        "bool": lambda: draw.random() < 0.75,
        "scale": lambda: draw.randrange(SCALE_STEPS),
        "number": lambda: draw.randrange(NUMBER_LIMIT),
    }

    def answer(kind: str) -> float | None:
        return None if draw.random() < MISSING else float(kinds[kind]())

    return [{question: answer(kind) for question, kind in pack.kinds.items()} for _ in range(count)]
