"""Tax kept back from a payment (D.P.R. 600/1973 art. 28): whether, how much and why. Pure; whole cents.

Only a grant to a business is taxed so, and none for capital goods. Whether lump sums for services or for a new
organisation are, and what holds for cooperatives and other non-profits, is an open question: nothing is assumed.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from cip.incentives import payment_sentences as sentences
from cip.incentives.aid_law import Law, number_on, source_on
from cip.kernel.money import half_up
from cip.kernel.texts import Reason, Text, Value, require_reasons
from cip.rulebook.parameters import ParameterError

RATE = "withholding_rate"
Answer = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Recipient:
    """What was answered of a recipient and its grant; None is not known."""

    business: bool | None = None
    capital_goods: bool | None = None


@dataclass(frozen=True, slots=True)
class Withholding:
    """Whether tax is kept back from a sum, how many cents (none while that is not known), and why."""

    applies: Answer
    cents: int
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, "withholding")


def withholding_of(cents: int, who: Recipient, law: Law, on: date) -> Withholding:
    """What is kept back from a payment of so many cents on a day; the rate rounded half up to the cent."""
    try:
        rate, source = number_on(law, RATE, on), source_on(law, RATE, on)
    except ParameterError:
        return _answer("unknown", 0, sentences.LAW_UNKNOWN, what=sentences.RATE_OF_TAX, on=on)
    if who.business is False:
        return _answer("no", 0, sentences.NO_BUSINESS, source=source)
    if who.capital_goods is True:
        return _answer("no", 0, sentences.CAPITAL_GOODS, source=source)
    if who.business is None or who.capital_goods is None:
        return _answer("unknown", 0, sentences.WITHHOLDING_OPEN)
    kept = half_up(Fraction(cents) * rate / 100)
    return _answer("yes", kept, sentences.WITHHELD, rate=f"{float(rate):g}", source=source)


def _answer(applies: Answer, cents: int, sentence: Text, **values: Value) -> Withholding:
    return Withholding(applies, cents, (Reason("withholding", sentence, values),))
