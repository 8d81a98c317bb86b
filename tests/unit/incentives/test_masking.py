"""What tells who a firm is does not reach who judges it."""

import pytest

from cip.incentives.masking import HIDDEN, masked

KNOWN = ("Forno Ada S.r.l.", "00000039990", "Valfinta", "Ada Rossi", "io")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Al Forno Ada S.r.l. si entra alle sei.", f"Al {HIDDEN} si entra alle sei."),
        ("FORNO  ADA apre alle sei", f"{HIDDEN} apre alle sei"),
        ("Lo decide Ada Rossi.", f"Lo decide {HIDDEN}."),
        ("Il forno di Valfinta", f"Il forno di {HIDDEN}"),
        ("Partita 00000039990", f"Partita {HIDDEN}"),
        ("Altra IT12345678901", f"Altra {HIDDEN}"),
        ("Scrivete a info@forno.example.org", f"Scrivete a {HIDDEN}"),
        ("Vedete www.forno.example", f"Vedete {HIDDEN}"),
        ("Telefono +39 045 123 4567", f"Telefono {HIDDEN}"),
        ("RSSMRA80A01F205X", HIDDEN),
        ("Dal 2026-01-10 costa 1.500,00 euro, 12 mesi", "Dal 2026-01-10 costa 1.500,00 euro, 12 mesi"),
        ("Il fornaio ha adattato i turni io credo", "Il fornaio ha adattato i turni io credo"),
    ],
)
def test_what_is_known_and_what_looks_like_a_contact_is_hidden(text: str, shown: str) -> None:
    assert masked(text, KNOWN) == shown
