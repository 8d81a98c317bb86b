"""De minimis aid beside other aid on the same costs."""

from datetime import date
from fractions import Fraction

import pytest

from cip.incentives.cumulation import cumulate
from cip.kernel.errors import RefusalError
from cip.rulebook.parameters import ParameterError
from tests.unit.incentives.laws import shipped_law

ON = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("costs", "other", "highest", "left"),
    [
        (1_000, 0, "0.5", 500),
        (1_000, 499, "0.5", 1),
        (1_000, 500, "0.5", 0),
        (1_000, 501, "0.5", 0),
        (999, 0, "0.5", 499),
        (1_000, 0, "1", 1_000),
        (1_000, 0, "0", 0),
        (0, 0, "1", 0),
    ],
)
def test_up_to_the_highest_intensity(costs: int, other: int, highest: str, left: int) -> None:
    result = cumulate(costs, other, Fraction(highest), shipped_law(), ON)
    assert result.cents == left
    assert result.from_memory is True
    assert "da verificare" in result.because[0].it
    assert result.because[0].inputs["room"] == left


@pytest.mark.parametrize(
    ("costs", "other", "highest"), [(-1, 0, "0.5"), (0, -1, "0.5"), (0, 0, "1.01"), (0, 0, "-0.01")]
)
def test_what_cannot_be_is_refused(costs: int, other: int, highest: str) -> None:
    with pytest.raises(RefusalError):
        cumulate(costs, other, Fraction(highest), shipped_law(), ON)


def test_before_2024_the_rule_is_not_known() -> None:
    with pytest.raises(ParameterError):
        cumulate(1, 0, Fraction(1), shipped_law(), date(2023, 12, 31))
