"""Codes of an app: RFC 6238's own examples, the step before and after, nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from pyotp import TOTP

from cip.parties.second_factor import address_for_app, in_groups, matching_step, step_of

# RFC 6238, appendix B: the secret of the SHA-1 examples in base 32, the last six of its eight digits.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_examples_of_the_standard(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert matching_step(SECRET, code, moment) == seconds // 30
    assert matching_step(SECRET, f" {code[:3]} {code[3:]} ", moment) == seconds // 30


def test_one_step_early_or_late_is_taken_and_two_are_not() -> None:
    moment = datetime(2026, 11, 21, 9, 30, 15, tzinfo=UTC)
    step = step_of(moment)
    for around, expected in ((-2, None), (-1, step - 1), (0, step), (1, step + 1), (2, None)):
        code = TOTP(SECRET).at(moment + timedelta(seconds=30 * around))
        assert matching_step(SECRET, code, moment) == expected


@pytest.mark.parametrize("code", ["", "28708", "2870822", "28708a", "٢٨٧٠٨٢", "000000"])
def test_what_is_no_code_matches_nothing(code: str) -> None:
    assert matching_step(SECRET, code, datetime.fromtimestamp(59, UTC)) is None


def test_what_the_app_is_told() -> None:
    address = address_for_app(SECRET, "ada@example.org")
    assert address == f"otpauth://totp/CIP:ada%40example.org?secret={SECRET}&issuer=CIP"
    assert in_groups(SECRET).split(" ")[0] == "GEZD"
