"""The numbers that papers show, with their unit in words: 9 giorni, 80 %, 16 ore."""

from collections.abc import Mapping

from cip.kernel.texts import Text
from cip.kernel.texts import shown as figure

_COUNTED: Mapping[str, tuple[Text, Text]] = {
    "EUR": (Text(it="euro", en="euro"), Text(it="euro", en="euros")),
    "days": (Text(it="giorno", en="day"), Text(it="giorni", en="days")),
    "hours": (Text(it="ora", en="hour"), Text(it="ore", en="hours")),
    "minutes": (Text(it="minuto", en="minute"), Text(it="minuti", en="minutes")),
    "months": (Text(it="mese", en="month"), Text(it="mesi", en="months")),
    "percent": (Text(it="%", en="%"), Text(it="%", en="%")),
    "places": (Text(it="posto", en="place"), Text(it="posti", en="places")),
    "services": (Text(it="servizio", en="service"), Text(it="servizi", en="services")),
    "times": (Text(it="volta", en="time"), Text(it="volte", en="times")),
    "weeks": (Text(it="settimana", en="week"), Text(it="settimane", en="weeks")),
    "workers": (Text(it="persona", en="person"), Text(it="persone", en="people")),
}
"""The units of the facts of clauses, for one and for many."""


def unit_words(unit: str | None) -> Text:
    """A unit beside a field, for many; empty where a fact has none; one that is not known stands as it is."""
    if unit is None:
        return Text(it="", en="")
    found = _COUNTED.get(unit)
    return found[1] if found is not None else Text(it=unit, en=unit)


def counted_words(count: float, unit: str | None) -> Text:
    """A number with its unit: 1 giorno, 9 giorni, 80 %; the number alone where a fact has no unit.

    >>> counted_words(9, "days").it, counted_words(80, "percent").en, counted_words(1, None).it
    ('9 giorni', '80 %', '1')
    """
    one = _COUNTED.get(unit or "") if count == 1 else None
    words = one[0] if one is not None else unit_words(unit)
    return Text(it=f"{figure(count, 'it')} {words.it}".strip(), en=f"{figure(count, 'en')} {words.en}".strip())
