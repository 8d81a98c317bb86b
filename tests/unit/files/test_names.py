"""Names lose folders, marks that turn the writing, and what no computer takes; the ending must fit the content."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.files.accepted import TYPES, FileRefusedError
from cip.files.names import LONGEST_NAME, clean_name

PDF = TYPES["pdf"]


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("Verbale del 3 marzo.pdf", "Verbale del 3 marzo.pdf"),
        ("ACCORDO.PDF", "ACCORDO.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\Windows\\a.pdf", "a.pdf"),
        ("C:\\Users\\Anna\\orari.pdf", "orari.pdf"),
        ("/", "documento.pdf"),
        ("", "documento.pdf"),
        ("....", "documento.pdf"),
        (".pdf", "documento.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("fattura\u202efdp.pdf", "fatturafdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ('a"b<c>|?*.pdf', "a_b_c____.pdf"),
        ("con.pdf", "_con.pdf"),
        ("perche\u0301.pdf", "perch\u00e9.pdf"),
        ("orari dal 1. marzo", "orari dal 1. marzo.pdf"),
        ("a" * 500 + ".pdf", "a" * (LONGEST_NAME - 4) + ".pdf"),
    ],
)
def test_a_name_is_made_harmless(name: str, cleaned: str) -> None:
    assert clean_name(name, PDF) == cleaned


@pytest.mark.parametrize("name", ["a.exe", "a.pdf.exe", "foto.png", "a.docm", "a.html", "a.PDF.js"])
def test_an_ending_that_says_something_else_is_refused(name: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        clean_name(name, PDF)
    assert refused.value.why == "ending"


def test_both_endings_of_a_photo_fit() -> None:
    assert clean_name("a.JPEG", TYPES["jpg"]) == "a.jpeg"
    assert clean_name("a.jpg", TYPES["jpg"]) == "a.jpg"


@given(st.text(max_size=300))
def test_whatever_comes_in_the_result_is_one_plain_name(name: str) -> None:
    try:
        cleaned = clean_name(name, PDF)
    except FileRefusedError:
        return
    assert cleaned.endswith(".pdf")
    assert 5 <= len(cleaned) <= LONGEST_NAME + 1
    assert cleaned.isprintable()
    assert not set(cleaned) & set('/\\<>:"|?*\0')
    assert not cleaned.startswith(".")
    cleaned.encode()
