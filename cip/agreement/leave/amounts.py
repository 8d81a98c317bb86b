"""Amounts in words, one or many, in both languages: a reason says `1 giorno` and keeps the number as what it read."""

from dataclasses import dataclass

from cip.kernel.texts import Text, shown

_Words = tuple[Text, Text]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and how it is said with its unit."""

    number: int | float
    words: Text


_DAYS: dict[str, _Words] = {
    "calendar_day": (
        Text(it="giorno di calendario", en="calendar day"),
        Text(it="giorni di calendario", en="calendar days"),
    ),
    "working_day": (Text(it="giorno lavorativo", en="working day"), Text(it="giorni lavorativi", en="working days")),
}
_DAY: _Words = (Text(it="giorno", en="day"), Text(it="giorni", en="days"))
_MONTH: _Words = (Text(it="mese", en="month"), Text(it="mesi", en="months"))
_TIME: _Words = (Text(it="volta", en="time"), Text(it="volte", en="times"))
_WHOLE_DAY: _Words = (Text(it="giornata intera", en="whole day"), Text(it="giornate intere", en="whole days"))


def unit_of_days(number: float, unit: str) -> Text:
    """The unit of a number of days, calendar or working, without the number."""
    one, many = _DAYS[unit]
    return one if number == 1 else many


def days_in(number: float, unit: str) -> Amount:
    """`2 giorni di calendario`, `1 giorno lavorativo`."""
    return _amount(number, _DAYS[unit])


def days(number: float) -> Amount:
    """`1 giorno`, `3 giorni`."""
    return _amount(number, _DAY)


def months(number: float) -> Amount:
    """`1 mese`, `3 mesi`."""
    return _amount(number, _MONTH)


def times(number: float) -> Amount:
    """`1 volta`, `2 volte`."""
    return _amount(number, _TIME)


def whole_days(number: float) -> Amount:
    """`1 giornata intera`, `2 giornate intere`."""
    return _amount(number, _WHOLE_DAY)


def _amount(number: float, words: _Words) -> Amount:
    unit = words[0] if number == 1 else words[1]
    return Amount(number, Text(it=f"{shown(number, 'it')} {unit.it}", en=f"{shown(number, 'en')} {unit.en}"))
