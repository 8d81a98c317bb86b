"""Which passwords are taken: long ones that nobody tries first, of whatever they are composed."""

import pytest

from cip.parties.passwords import Weakness, weakness

ABOUT = ["Ada Rossi", "ada.rossi@officinafantasia.example", "Officina Fantasia"]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "short"),
        ("x7!kQ2#mZ9p", "short"),
        ("x7!kQ2#mZ9pw", None),
        ("a7 dGk2 " * 16, None),
        ("a7 dGk2 " * 16 + "x", "long"),
        ("quattro gatti in fila", None),
        ("il mio cane corre", None),
        ("àèìòù gatti e cani", None),
        ("381947561038", None),
        ("passwordpassword", "common"),
        ("Password2026!", "common"),
        ("qwertyuiop123", "common"),
        ("1q2w3e4r5t6y", "common"),
        ("aaaaaaaaaaaaaaa", "common"),
        ("abababababababababab", "common"),
        ("abcdefghijklmnop", "common"),
        ("123456789012", "common"),
        ("iloveyou123456", "common"),
        ("Juventus1234", "common"),
        ("forzanapoli1926", "common"),
        ("benvenuto2026", "common"),
        ("Conciliazione26", "common"),
        ("ada.rossi.2026!", "personal"),
        ("OfficinaFantasia1", "personal"),
        ("AdaRossi-Fantasia!", "personal"),
        ("rossi rossi rossi", "personal"),
    ],
)
def test_which_are_taken(password: str, why: Weakness | None) -> None:
    assert weakness(password, ABOUT) == why


def test_what_is_personal_to_one_is_not_to_another() -> None:
    assert weakness("guglielmo-tell-99", ["Guglielmo Tell"]) == "personal"
    assert weakness("guglielmo-tell-99", ["Ada"]) is None


def test_odd_letters_break_nothing() -> None:
    assert weakness("\x00" * 20) == "common"
    assert weakness("🐈 gatto 🐕 cane 🐟") is None
