"""Random firms of 3-9 workers that answer the survey, with a taste for the cases that give people away."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from cip.voice.rules import ONE, SEVERAL, Asked
from cip.voice.tally import Chosen

NEEDS = tuple(f"N{number:02}" for number in range(1, 16))
SURVEY = (
    Asked("needs", SEVERAL, NEEDS, 5),
    Asked("weigh_most", SEVERAL, NEEDS, 2),
    Asked("how_often", ONE, ("never", "once", "weekly", "daily")),
    Asked("what_did", SEVERAL, ("relative", "leave", "holiday", "unpaid", "service", "gave_up"), 6),
    Asked("whom_to_ask", ONE, ("yes", "no")),
    Asked("share", ONE, ("yes", "perhaps", "no")),
)


@dataclass(frozen=True)
class InventedFirm:
    """A firm: its headcount and the sheets of those who answered."""

    headcount: int
    sheets: tuple[Chosen, ...]


def sheet(random: Random, asked: tuple[Asked, ...] = SURVEY) -> Chosen:
    """One person's answers; about one question in twelve is left out."""
    out: dict[str, tuple[str, ...]] = {}
    for question in asked:
        if random.random() < 1 / 12:
            continue
        most = 1 if question.kind == ONE else random.randint(0, question.limit)
        out[question.id] = tuple(random.sample(question.options, min(most, len(question.options))))
    return out


def invented_firm(random: Random) -> InventedFirm:
    """A firm of 3-9 workers: all answer alike, all but one, two camps, or as each likes; some do not answer."""
    headcount = random.randint(3, 9)
    answers = headcount if random.random() < 0.5 else random.randint(1, headcount)
    shape = random.choice(("alike", "but_one", "camps", "free", "free"))
    first, second = sheet(random), sheet(random)
    sheets: dict[str, Callable[[int], Chosen]] = {
        "alike": lambda place: first,
        "but_one": lambda place: second if place == 0 else first,
        "camps": lambda place: random.choice((first, second)),
        "free": lambda place: sheet(random),
    }
    return InventedFirm(headcount, tuple(sheets[shape](place) for place in range(answers)))
