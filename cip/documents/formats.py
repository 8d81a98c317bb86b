"""Numbers, days and values as people of a language write them."""

from datetime import date
from typing import Literal

from babel.dates import format_date
from babel.numbers import format_decimal

from cip.documents.translation import translations
from cip.documents.units import UNITS, Unit
from cip.kernel.texts import Language, Text
from cip.rulebook.shapes.law import ParameterValue

Precision = Literal["year", "month"] | None

_LOCALES = {"it": "it_IT", "en": "en_GB"}
_SHORT_DAY = {"it": "d/M/y", "en": "d MMM y"}
_MONTH = {"it": "MMMM y", "en": "MMMM y"}


def number(value: float, language: Language) -> str:
    """At most one decimal, comma or point, no needless zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return text.replace(".", ",") if language == "it" else text


def interval(low: float, high: float, language: Language) -> str:
    """`32,4–50`, or one number where both ends are the same as printed."""
    first, last = number(low, language), number(high, language)
    return first if first == last else f"{first}–{last}"


def long_day(day: date, language: Language) -> str:
    """`21 novembre 2026`; the first of a month is `1º` in Italian."""
    words = format_date(day, "long", locale=_LOCALES[language])
    return words.replace("1 ", "1º ", 1) if language == "it" and day.day == 1 else words


def short_day(day: date, language: Language, precision: Precision = None) -> str:
    """`1/8/2022`; only the month or the year where no more is known."""
    if precision == "year":
        return str(day.year)
    pattern = _MONTH[language] if precision == "month" else _SHORT_DAY[language]
    return format_date(day, pattern, locale=_LOCALES[language])


def span(start: date | None, end: date | None, language: Language, precision: Precision = None) -> str:
    """From when to when, in words; an open end is left out."""
    _ = translations(language).gettext
    first = short_day(start, language, precision) if start else None
    last = short_day(end, language, precision) if end else None
    if first and last:
        return _("dal %(first)s al %(last)s") % {"first": first, "last": last}
    if first:
        return _("dal %(first)s") % {"first": first}
    if last:
        return _("fino al %(last)s") % {"last": last}
    return _("senza date")


def long_span(start: date | None, end: date | None, language: Language, precision: Precision = None) -> str:
    """From when to when, with the months in letters, as it stands in a sentence."""
    _ = translations(language).gettext

    def day(moment: date) -> str:
        return short_day(moment, language, precision) if precision else long_day(moment, language)

    if start and end:
        return _("dal %(first)s al %(last)s") % {"first": day(start), "last": day(end)}
    if start:
        return _("dal %(first)s") % {"first": day(start)}
    return _("fino al %(last)s") % {"last": day(end)} if end else _("da sempre")


def value(raw: ParameterValue, unit: str | None, language: Language) -> str:
    """A value of the law with its unit; a real gap says so."""
    _ = translations(language).gettext
    if raw is None:
        return _("nessun valore")
    if isinstance(raw, Text):
        return raw.in_language(language)
    if isinstance(raw, bool):
        return _("sì") if raw else _("no")
    shown = format_decimal(raw, locale=_LOCALES[language])
    if unit is None:
        return shown
    known = UNITS.get(unit, Unit(f"{{}} {unit}", f"{{}} {unit}"))
    return known.with_number(shown, one=raw == 1, italian=language == "it")
