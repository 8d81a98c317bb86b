"""The sample file of a world's call: written by the officer, tried by everybody who judges."""

from collections.abc import Sequence
from fractions import Fraction

from cip.cli.worlds.acting import Stage
from cip.database.work import Work, open_reading
from cip.incentives.actions.try_samples import try_sample, write_sample
from cip.incentives.evaluation import Given, Item
from cip.incentives.judging import SampleItem
from cip.incentives.reads.calls import call_of
from cip.incentives.reads.evaluation import items_of_call

_TITLE = "Caso di prova inventato"
_TEXT = (
    "Una piccola officina inventata vuole entrate flessibili da marzo. "
    "Se ne occupa la capofficina, con un foglio orari."
)
_RIGHT = "Nel caso si legge chi se ne occupa e da quando, e il foglio orari è la prova: per {item} vale questo livello."
_SEEN = (
    "Il caso inventato nomina la capofficina e il mese, quindi per {item} basta il livello di mezzo.",
    "Leggo un compito preciso e una data; altro, sul criterio {item}, il testo inventato non racconta.",
    "Per {item} trovo il foglio orari come unica prova: mi sembra un livello intermedio e non di più.",
)


def try_one_sample(stage: Stage, call_id: str, officer: str, evaluators: Sequence[str]) -> str:
    """Write a sample file on a call's criteria and let everybody try it; its id."""
    with open_reading(stage.database) as session:
        items = items_of_call(session, call_of(session, call_id))
    with stage.of(officer) as work:
        right = {item.id: SampleItem(_TEXT, _middle(item, 0), _RIGHT.format(item=item.id)) for item in items}
        sample_id = write_sample(work, call_id, _TITLE, right)
    for number, person_id in enumerate(evaluators):
        with stage.of(person_id) as work:
            _try(work, call_id, sample_id, person_id, number, items)
    return sample_id


def _try(work: Work, call_id: str, sample_id: str, person_id: str, number: int, items: Sequence[Item]) -> None:
    given = {
        item.id: Given(_middle(item, number), _SEEN[(number + at) % len(_SEEN)].format(item=item.id))
        for at, item in enumerate(items)
    }
    try_sample(work, call_id, sample_id, person_id, given)


def _middle(item: Item, number: int) -> Fraction:
    """A level near the middle; every second person gives the next higher one."""
    scores = item.scores
    return scores[min(len(scores) - 1, len(scores) // 2 + number % 2)]
