"""What the law says on State aid on a day, read from its parameters: no number of it stands in Python.

`law` is the parameters by key: all of `rules/law/`, or those that a call's pack cites.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from cip.rulebook.parameters import ParameterError, row_on, value_on
from cip.rulebook.shapes.law import Parameter

Law = Mapping[str, Parameter]

LIMIT = "de_minimis_general"
CALENDAR_YEARS = "de_minimis_fiscal_years"
ROLLING_YEARS = "de_minimis_rolling_years"
PERSON_LINKS = "de_minimis_natural_person_links"
UNDERTAKING = "de_minimis_single_undertaking"
EXCEED = "de_minimis_exceed"
CUMULATION = "de_minimis_cumulation"
TWO_YEARS = "sme_two_year_rule"
PARTNER_FROM, PARTNER_TO = "sme_partner", "sme_partner_to"
LINKED = "sme_linked"
PUBLIC = "sme_public_25"
DURC_DAYS = "durc_validity"
INSURANCE = "catnat_insurance_due"
CLASSES = ("micro", "small", "medium")
"""The classes that have limits, from the smallest; what is beyond the last one is large."""
_INSURED = ("micro", "small", "medium", "large", "food_and_tourism", "fisheries")

_CENTS = 100

AID_LAW_KEYS: frozenset[str] = frozenset(
    {LIMIT, CALENDAR_YEARS, ROLLING_YEARS, PERSON_LINKS, UNDERTAKING, EXCEED, CUMULATION, TWO_YEARS}
    | {PARTNER_FROM, PARTNER_TO, LINKED, PUBLIC, DURC_DAYS}
    | {f"sme_{name}{part}" for name in CLASSES for part in ("", "_turnover", "_balance")}
    | {f"{INSURANCE}_{name}" for name in _INSURED}
)
"""Every parameter that size, de minimis and standing read: what a pack must cite to answer with them."""


def number_on(law: Law, key: str, on: date) -> Fraction:
    """A number of the law, exactly as it is written. Raises ParameterError where there is none that day."""
    value = value_on(law, key, on).value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ParameterError(f'"{key}" is no number on {on.isoformat()}')
    return Fraction(str(value))


def whole_on(law: Law, key: str, on: date) -> int:
    """A whole number of the law. Raises ParameterError."""
    value = number_on(law, key, on)
    if value.denominator != 1:
        raise ParameterError(f'"{key}" is no whole number on {on.isoformat()}')
    return value.numerator


def cents_on(law: Law, key: str, on: date) -> int:
    """A sum of the law, which writes euros, in cents. Raises ParameterError."""
    value = number_on(law, key, on) * _CENTS
    if value.denominator != 1:
        raise ParameterError(f'"{key}" is no whole number of cents on {on.isoformat()}')
    return value.numerator


def share_on(law: Law, key: str, on: date) -> Fraction:
    """A percentage of the law as a share of one. Raises ParameterError."""
    return number_on(law, key, on) / _CENTS


def flag_on(law: Law, key: str, on: date) -> bool:
    """Whether something holds. Raises ParameterError where the law does not say."""
    value = value_on(law, key, on).value
    if not isinstance(value, bool):
        raise ParameterError(f'"{key}" is neither true nor false on {on.isoformat()}')
    return value


def has_value_on(law: Law, key: str, on: date) -> bool:
    """Whether the law has a value of a key that day: a row `none` has not. Raises ParameterError for an unknown key."""
    parameter = law.get(key)
    if parameter is None:
        raise ParameterError(f'there is no parameter "{key}"')
    row = row_on(parameter, on)
    return row is not None and row.value is not None


def source_on(law: Law, key: str, on: date) -> str:
    """The act and article of the value in force. Raises ParameterError."""
    return value_on(law, key, on).source
