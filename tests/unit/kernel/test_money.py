"""Amounts in words."""

import pytest

from cip.kernel.money import euros


@pytest.mark.parametrize(
    ("cents", "italian", "english"),
    [
        (0, "0\N{NO-BREAK SPACE}€", "€0"),
        (5, "0,05\N{NO-BREAK SPACE}€", "€0.05"),
        (125_050, "1.250,50\N{NO-BREAK SPACE}€", "€1,250.50"),
        (30_000_000, "300.000\N{NO-BREAK SPACE}€", "€300,000"),
        (-150, "-1,50\N{NO-BREAK SPACE}€", "-€1.50"),
    ],
)
def test_amounts_in_both_languages(cents: int, italian: str, english: str) -> None:
    assert (euros(cents).it, euros(cents).en) == (italian, english)
