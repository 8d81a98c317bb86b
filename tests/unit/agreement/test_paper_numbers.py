"""What names a paper is a number: no name, no illness, no markup gets in."""

import pytest

from cip.agreement.paper_numbers import LONGEST_NUMBER, is_paper_number


@pytest.mark.parametrize(
    "text", ["socio 42", "H011", "1", "tessera inventata 41-V", "mandato inventato 17-C", "INPS.2026/1234", "7/26"]
)
def test_numbers_of_papers(text: str) -> None:
    assert is_paper_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Maria Rossi",
        "Maria Rossi tumore <b>x</b>",
        "Maria Rossi tumore 1",
        "Maria-Rossi.tumore/1",
        "maria1rossi2tumore3",
        "<b>1</b>",
        "n\u00b0 15",
        "1\n2",
        "\u0661",
        "1" * (LONGEST_NUMBER + 1),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    assert not is_paper_number(text)
