"""Characters that nobody sees and files refuse."""

import sys

import pytest

from cip.kernel.characters import plain_text, plain_values


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Anna\x0bRossi", "Anna Rossi"),
        ("a\x0cb", "a b"),
        ("a\x00\x08\x1bb", "ab"),
        ("a\x7f\x80\x9fb", "ab"),
        ("a\ufffe\uffff\ufdd0\U0010ffffb", "ab"),
        ("a\ud800\udfffb", "ab"),
        ("a\r\nb\rc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("\tà 🙂 日本 e\u0301 \xa0\n", "\tà 🙂 日本 e\u0301 \xa0\n"),
    ],
)
def test_what_files_refuse_goes_and_the_rest_stays(text: str, plain: str) -> None:
    assert plain_text(text) == plain


def test_what_is_left_of_every_character_can_stand_in_xml() -> None:
    left = set(plain_text("".join(map(chr, range(sys.maxunicode + 1)))))
    assert not {letter for letter in left if ord(letter) < 0x20} - {"\t", "\n"}
    assert "".join(sorted(left)).encode()


def test_every_text_of_a_stored_value_is_cleaned() -> None:
    assert plain_values({"name": "a\x0bb", "more": ["\x00", 7, None, True]}) == {
        "name": "a b",
        "more": ["", 7, None, True],
    }
