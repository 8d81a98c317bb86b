"""What State aid reads of the law, and how it refuses what is not there."""

from datetime import date
from fractions import Fraction

import pytest

from cip.incentives import aid_law
from cip.rulebook.parameters import ParameterError
from tests.unit.incentives.laws import shipped_law, with_value

ON = date(2026, 3, 2)


def test_every_key_is_in_the_shipped_law() -> None:
    assert aid_law.AID_LAW_KEYS - shipped_law().keys() == set()


def test_numbers_are_exact_and_sums_are_cents() -> None:
    law = shipped_law()
    assert aid_law.number_on(law, "sme_micro", ON) == 10
    assert aid_law.whole_on(law, "durc_validity", ON) == 120
    assert aid_law.cents_on(law, "de_minimis_general", ON) == 30_000_000
    assert aid_law.share_on(law, "sme_partner", ON) == Fraction(1, 4)
    assert aid_law.flag_on(law, "de_minimis_natural_person_links", ON) is True
    assert aid_law.source_on(law, "de_minimis_general", ON) == "Reg. (UE) 2023/2831 art. 3"
    assert aid_law.number_on(law, "wila_contribution_art1", ON) == Fraction(7, 2)


def test_what_is_no_number_no_truth_or_no_sum_is_refused() -> None:
    law = shipped_law()
    with pytest.raises(ParameterError, match="no number"):
        aid_law.number_on(law, "de_minimis_natural_person_links", ON)
    with pytest.raises(ParameterError, match="no number"):
        aid_law.number_on(law, "de_minimis_cumulation", ON)
    with pytest.raises(ParameterError, match="no whole number"):
        aid_law.whole_on(law, "wila_contribution_art1", ON)
    with pytest.raises(ParameterError, match="neither true nor false"):
        aid_law.flag_on(law, "sme_micro", ON)
    with pytest.raises(ParameterError, match="no parameter"):
        aid_law.has_value_on(law, "nothing", ON)


def test_a_row_that_says_none_has_no_value() -> None:
    law = shipped_law()
    assert aid_law.has_value_on(law, "de_minimis_fiscal_years", date(2023, 12, 31)) is True
    assert aid_law.has_value_on(law, "de_minimis_fiscal_years", date(2024, 1, 1)) is False
    assert aid_law.has_value_on(with_value("sme_micro", 1, date(2030, 1, 1)), "sme_micro", ON) is False
