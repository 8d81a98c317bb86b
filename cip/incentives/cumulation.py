"""Cumulation: de minimis aid beside other aid for the same costs, as far as the law that we know says. Pure.

Money is whole cents, intensities are shares of one. The rule was written from memory and every result says so.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from cip.incentives import aid_sentences as sentences
from cip.incentives.aid_law import CUMULATION, Law
from cip.kernel.errors import RefusalError
from cip.kernel.money import euros
from cip.kernel.texts import Input, Reason, Value, require_reasons
from cip.rulebook.parameters import value_on

FROM_MEMORY = "from-memory"


@dataclass(frozen=True, slots=True)
class Cumulation:
    """How much aid the same costs may still take (cents), whether the rule is only from memory, and why."""

    cents: int
    from_memory: bool
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, "the cumulation of aid")


def cumulate(costs_cents: int, other_cents: int, highest: Fraction, law: Law, on: date) -> Cumulation:
    """What other aid leaves for de minimis aid on the same costs, up to the highest intensity that applies to them.

    Fractions of a cent are left out. Raises RefusalError for costs or aid below nothing or an intensity that is no
    share, ParameterError on a day of which the law says nothing.
    """
    if costs_cents < 0 or other_cents < 0 or not 0 <= highest <= 1:
        raise RefusalError("costs and aid are no less than 0, and an intensity is a share from 0 to 1")
    rule = value_on(law, CUMULATION, on)
    ceiling = int(costs_cents * highest)
    room = max(0, ceiling - other_cents)
    values: dict[str, Value] = {
        "costs": euros(costs_cents),
        "other": euros(other_cents),
        "room": euros(room),
        "source": rule.source,
    }
    inputs: dict[str, Input] = {"costs": costs_cents, "other": other_cents, "highest": str(highest), "room": room}
    from_memory = rule.confidence == FROM_MEMORY
    sentence = sentences.CUMULATION_FROM_MEMORY if from_memory else sentences.CUMULATION
    reason = Reason("de_minimis.cumulation", sentence, {**values, "source": rule.source}, inputs)
    return Cumulation(room, from_memory, (reason,))
