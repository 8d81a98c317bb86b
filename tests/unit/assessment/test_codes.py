"""The code that resumes a check-up: forgiving of how it is typed, hard to mistake, kept as a digest only."""

import pytest

from cip.assessment.codes import ALPHABET, LENGTH, cleaned, code_digest, in_groups, is_code
from cip.kernel.ids import new_code

CODE = "25ACDEFGHJKU"


def test_no_two_characters_look_alike() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET)
    for alike in ("0OQ", "1IL", "2Z", "5S", "8B", "UV"):
        assert len(set(alike) & set(ALPHABET)) <= 1, alike
    # Too many to try at 1,000 in 15 minutes: a million years find one of a thousand codes with a chance below 1 %.
    tries = 1_000 * 4 * 24 * 366
    assert len(ALPHABET) ** LENGTH / 1_000 / tries > 1_000_000


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        "25AC-DEFG-HJKU",
        "25ac defg hjku",
        "  25ac–defg—hjku\n",
        "2.5.A.C.D.E.F.G.H.J.K.U",
        "Z5ACDEFGHJKU",
        "2SACDEFGHJKV",
        "２５ＡＣ－ＤＥＦＧ－ＨＪＫＵ",
    ],
)
def test_however_it_is_typed_it_is_the_same_code(typed: str) -> None:
    assert cleaned(typed) == CODE
    assert is_code(cleaned(typed))
    assert code_digest(typed) == code_digest(CODE)


@pytest.mark.parametrize(
    "typed", ["", "25AC-DEFG-HJK", "25AC-DEFG-HJKUU", "05AC-DEFG-HJKU", "٢5ACDEFGHJKU", "x" * 10_000]
)
def test_what_is_no_code_has_a_digest_of_its_own(typed: str) -> None:
    assert not is_code(cleaned(typed))
    assert code_digest(typed) != code_digest(CODE)


def test_shown_in_three_groups_and_read_back() -> None:
    assert in_groups(CODE) == "25AC-DEFG-HJKU"
    drawn = {new_code(ALPHABET, LENGTH) for _ in range(50)}
    assert len(drawn) == 50
    assert all(is_code(code) and cleaned(in_groups(code)) == code for code in drawn)


@pytest.mark.usefixtures("codes_as_in_earnest")
def test_digest_is_that_of_codes_on_paper() -> None:
    """A code printed today must still resume after every later change of this program."""
    assert code_digest(CODE) == "63d23d9a1a5e6fd8fc29926381e5982fc5cf1fd919e0db129e819db4d85584c2"
