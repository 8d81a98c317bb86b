"""Codes are read as people paste them; a wrong digit is refused."""

import pytest

from cip.kernel.errors import RefusalError
from cip.parties.firm_codes import (
    WrongCodeError,
    read_ateco,
    read_ccnl,
    read_municipality,
    read_tax_code,
    read_vat,
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("00000039990", "00000039990"),
        (" 000 0003 9990 ", "00000039990"),
        ("rccmnl83s18d969h", "RCCMNL83S18D969H"),
        ("RCC MNL 83S18 D969H", "RCCMNL83S18D969H"),
    ],
)
def test_tax_codes_of_firms_and_of_sole_traders(typed: str, read: str) -> None:
    assert read_tax_code(typed) == read


@pytest.mark.parametrize("typed", ["", "00000039991", "RCCMNL83S18D969X", "RCCMNL83S18D96", "abc", "0" * 20])
def test_wrong_tax_codes(typed: str) -> None:
    with pytest.raises(WrongCodeError) as refused:
        read_tax_code(typed)
    assert refused.value.code == "tax_code"
    assert isinstance(refused.value, RefusalError)


@pytest.mark.parametrize("typed", ["00000039990", "IT00000039990", "it 000 000 399 90"])
def test_vat_numbers_as_pasted(typed: str) -> None:
    assert read_vat(typed) == "00000039990"


@pytest.mark.parametrize("typed", ["00000039991", "RCCMNL83S18D969H", "0000003999", "", "IT"])
def test_wrong_vat_numbers(typed: str) -> None:
    with pytest.raises(WrongCodeError):
        read_vat(typed)


def test_every_single_wrong_digit_of_a_vat_number_is_noticed() -> None:
    right = "00000039990"
    for place in range(11):
        for digit in "0123456789":
            changed = right[:place] + digit + right[place + 1 :]
            if changed != right:
                with pytest.raises(WrongCodeError):
                    read_vat(changed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("47.11.10", "47.11.10"), ("471110", "47.11.10"), ("47", "47"), ("47.1", "47.1"), ("4711", "47.11")],
)
def test_ateco_codes(typed: str, read: str) -> None:
    assert read_ateco(typed) == read


@pytest.mark.parametrize("typed", ["", "4", "47.11.10.1", "47111011", "AA.11", "47.", "٤٧", "47..11", "4711.10"])
def test_wrong_ateco_codes(typed: str) -> None:
    with pytest.raises(WrongCodeError):
        read_ateco(typed)


def test_ccnl_and_municipality() -> None:
    assert (read_ccnl("h011"), read_municipality("015 146")) == ("H011", "015146")
    for wrong in ("1011", "H01", "H0111", "H01!"):
        with pytest.raises(WrongCodeError):
            read_ccnl(wrong)
    for wrong in ("15146", "0151466", "MILANO"):
        with pytest.raises(WrongCodeError):
            read_municipality(wrong)
