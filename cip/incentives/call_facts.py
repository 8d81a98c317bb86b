"""The facts of an application as a call declares them: read from plain data, refused in one sentence where wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from cip.incentives.bounds import exact
from cip.kernel.days import parse_day
from cip.kernel.errors import RefusalError
from cip.rulebook.diagnostics import did_you_mean, listed
from cip.rulebook.shapes.base import UNKNOWN
from cip.rulebook.shapes.call import CallFact

FactValue = bool | Fraction | str | date | tuple[str, ...]
NUMBERS = ("whole", "number", "percent", "cents")
WHOLE = ("whole", "cents")
MOST = 10**15
"""No fact of an application is larger, whatever it counts."""
_LONGEST = 60
_PERCENT = 100.0


class FactError(RefusalError):
    """A fact that the call does not have, or a value that it does not accept; `fact` is its id."""

    def __init__(self, fact: str, sentence: str) -> None:
        super().__init__(sentence)
        self.fact = fact


@dataclass(frozen=True)
class Facts:
    """What is stated, by fact id; what is left out is unknown."""

    values: Mapping[str, FactValue] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """The facts as plain data, as `read_facts` accepts them."""
        return {key: plain(value) for key, value in self.values.items()}


def plain(value: FactValue | None) -> object:
    """A value as JSON writes it; None where it is unknown."""
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def least_of(fact: CallFact) -> Fraction:
    """The least that a number fact can be: as declared, else nothing."""
    return exact(fact.min) if fact.min is not None else Fraction(0)


def most_of(fact: CallFact) -> Fraction | None:
    """The most that a number fact can be, None where the call does not say."""
    if fact.max is None and fact.type == "percent":
        return exact(_PERCENT)
    return None if fact.max is None else exact(fact.max)


def read_facts(declared: Mapping[str, CallFact], raw: Mapping[str, object]) -> Facts:
    """The facts of an application, in the order of the call; null and `unknown` are unknown. Raises FactError."""
    for key in raw:
        if key not in declared:
            near = did_you_mean(str(key), declared) or f"; known: {listed(declared, most=40)}"
            raise FactError(str(key), f'facts: there is no fact "{shortened(key)}"{near}')
    values: dict[str, FactValue] = {}
    for key, fact in declared.items():
        given = raw.get(key)
        if given is not None and given != UNKNOWN:
            values[key] = _value(fact, given)
    return Facts(values)


def shortened(value: object) -> str:
    """A value as a sentence on one line can show it."""
    text = "".join(letter if letter.isprintable() else " " for letter in str(value))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def shown(value: object) -> str:
    """A value in a sentence, words in quotes."""
    if isinstance(value, dict | list):
        return "a map" if isinstance(value, dict) else "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{shortened(value)}"' if isinstance(value, str) else shortened(value)


def _refuse(fact: CallFact, raw: object, accepted: str, near: str = "") -> FactError:
    return FactError(fact.id, f"facts.{fact.id}: {shown(raw)} is not accepted{near}; accepted: {accepted}, unknown")


def _value(fact: CallFact, raw: object) -> FactValue:
    if fact.type in NUMBERS:
        return _number(fact, raw)
    if fact.type == "yes_no":
        return _answer(fact, raw)
    if fact.type == "day":
        return _day(fact, raw)
    return _several(fact, raw) if fact.type == "several" else _word(fact, raw)


def _number(fact: CallFact, raw: object) -> Fraction:
    whole, least, most = fact.type in WHOLE, least_of(fact), most_of(fact)
    up_to = f" to {_written(most)}" if most is not None else " on"
    accepted = f"{'whole numbers' if whole else 'numbers'} from {_written(least)}{up_to}"
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not abs(raw) <= MOST:
        raise _refuse(fact, raw, accepted)
    value = exact(raw)
    if (whole and value.denominator != 1) or not least <= value <= (MOST if most is None else most):
        raise _refuse(fact, raw, accepted)
    return value


def _written(value: Fraction) -> str:
    return str(plain(value))


def _answer(fact: CallFact, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    if raw not in ("yes", "no"):
        raise _refuse(fact, raw, "yes, no")
    return raw == "yes"


def _day(fact: CallFact, raw: object) -> date:
    if isinstance(raw, date):
        return raw
    try:
        return parse_day(raw) if isinstance(raw, str) else date.fromisoformat("")
    except ValueError:
        raise _refuse(fact, raw, "days as YYYY-MM-DD") from None


def _word(fact: CallFact, raw: object) -> str:
    options = [option.id for option in fact.options]
    text = str(raw) if isinstance(raw, str) or (isinstance(raw, int) and not isinstance(raw, bool)) else ""
    if options and text not in options:
        raise _refuse(fact, raw, listed(options, most=40), did_you_mean(text, options))
    if not text:
        raise _refuse(fact, raw, "a code, in quotes")
    return text


def _several(fact: CallFact, raw: object) -> tuple[str, ...]:
    options = [option.id for option in fact.options]
    chosen = [raw] if isinstance(raw, str) else raw
    if not isinstance(chosen, list | tuple):
        raise _refuse(fact, raw, f"a list of {listed(options, most=40)}")
    for item in chosen:
        if item not in options:
            raise _refuse(fact, item, listed(options, most=40), did_you_mean(str(item), options))
    return tuple(option for option in options if option in chosen)
