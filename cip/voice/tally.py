"""From the single sheets of answers to counts; nothing else of a sheet is ever kept."""

from collections.abc import Iterable, Mapping, Sequence

from cip.voice.cells import Counts
from cip.voice.rules import ONE, Asked

Chosen = Mapping[str, Sequence[str]]
"""One person's answers: the options chosen, by question."""


def tally(asked: Sequence[Asked], sheets: Iterable[Chosen]) -> dict[str, Counts]:
    """How many chose each option. A question of the kind `one` has one count more, at the end: who left it out."""
    counts = {question.id: [0] * (len(question.options) + (question.kind == ONE)) for question in asked}
    for sheet in sheets:
        for question in asked:
            chosen = set(sheet.get(question.id, ()))
            places = [place for place, option in enumerate(question.options) if option in chosen]
            if question.kind == ONE:
                places = places[:1] or [len(question.options)]
            for place in places[: max(1, question.limit)]:
                counts[question.id][place] += 1
    return {identifier: tuple(found) for identifier, found in counts.items()}


def summed(asked: Sequence[Asked], tallies: Iterable[Mapping[str, Counts]]) -> dict[str, Counts]:
    """The counts of several firms together, question by question. A question that a firm was not asked adds nothing."""
    out = {question.id: [0] * (len(question.options) + (question.kind == ONE)) for question in asked}
    for counts in tallies:
        for identifier, row in out.items():
            for place, count in enumerate(counts.get(identifier, ())):
                row[place] += count
    return {identifier: tuple(found) for identifier, found in out.items()}
