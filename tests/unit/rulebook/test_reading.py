"""YAML without surprises: what a scalar means, what is refused and where; nothing makes the reader fall over."""

import json
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cip.rulebook.reading import DEPTH_LIMIT, Document, read_yaml


def read(content: str | bytes) -> Document:
    document, found = read_yaml(content.encode() if isinstance(content, str) else content, "f.yaml")
    assert document is not None
    assert found == []
    return document


def mistakes(content: str | bytes) -> list[tuple[str, int, int]]:
    _, found = read_yaml(content.encode() if isinstance(content, str) else content, "f.yaml")
    return [(item.code, item.line, item.column) for item in found]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        *((word, word) for word in ("yes", "no", "on", "off", "y", "n", "Yes", "NO", "True", "FALSE", "TRUE")),
        ("null", None),
        ("~", None),
        ("", None),
        ("Null", "Null"),
        ("0", 0),
        ("-3", -3),
        ("+3", 3),
        ("12", 12),
        ("012", "012"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("1.50", 1.5),
        ("-0.5", -0.5),
        ("1.5e3", 1500.0),
        ("1e-07", 1e-07),
        (".5", ".5"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1.0e999", "1.0e999"),
        ("9" * 39, int("9" * 39)),
        ("9" * 40, "9" * 40),
        ("9" * 5000, "9" * 5000),
        ("2026-01-31", date(2026, 1, 31)),
        ("2024-02-29", date(2024, 2, 29)),
        ("'2026-01-31'", "2026-01-31"),
        ("2026-01-31T10:00", "2026-01-31T10:00"),
        ("'true'", "true"),
        ('"12"', "12"),
        ("'no'", "no"),
        ("<<", "<<"),
        ("|\n  one\n  two", "one\ntwo"),
        (">\n  one\n  two", "one two"),
        ("R&D", "R&D"),
        ("perché", "perché"),
    ],
)
def test_a_scalar_means_what_it_looks_like(text: str, value: object) -> None:
    found = read(f"key: {text}").value
    assert found == {"key": value}
    assert isinstance(found, dict)
    assert type(found["key"]) is type(value)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    plain = "a: 1\nb:\n  - x\n  - {c: no}\n"
    for text in (plain.encode(), b"\xef\xbb\xbf" + plain.encode(), plain.replace("\n", "\r\n").encode()):
        document = read(text)
        assert document.value == {"a": 1, "b": ["x", {"c": "no"}]}
        assert document.position(("b", 1, "c")) == (4, 9)


def test_json_goes_through_the_same_reader() -> None:
    value = {"facts": {"workers": 7, "share": 0.25, "tiny": 1e-07, "single": False}, "on": "2026-01-10", "l": [1, None]}
    for text in (json.dumps(value), json.dumps(value, indent=2), json.dumps(value, separators=(",", ":"))):
        assert read(text).value == value
    assert read(json.dumps({"name": "perché"})).value == {"name": "perché"}
    assert mistakes('{"a": 1, "a": 2}') == [("E102", 1, 10)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", ("E102", 3, 1)),
        ("a: {b: 1, b: 2}\n", ("E102", 1, 11)),
        ('a: 1\n"a": 2\n', ("E102", 2, 1)),
        ("a:\n\t- b\n", ("E101", 2, 1)),
        ("a: b: c\n", ("E101", 1, 5)),
        ("one\ntwo: 1\n", ("E101", 2, 4)),
        ("a: 1\ntwo\nb: 1\n", ("E101", 2, 1)),
        ('a: "b\nc: d\ne: f\n', ("E101", 1, 4)),
        ("a: [b\nc: d\n", ("E101", 1, 4)),
        ("a: }\n", ("E101", 1, 4)),
        ("a: @b\n", ("E101", 1, 4)),
        ('a: "\\d"\n', ("E101", 1, 5)),
        ("a: è\x07\n", ("E101", 1, 5)),
        ("a: &x 1\nb: *x\n", ("E103", 2, 4)),
        ("a: &x 1\n", ("E103", 1, 4)),
        ("a: *x\n", ("E103", 1, 4)),
        ("a: 2026-13-01\n", ("E105", 1, 4)),
        ("? [a]\n: 1\n", ("E106", 1, 3)),
        ("a: !!binary x\n", ("E107", 1, 4)),
        ("a: !own x\n", ("E107", 1, 4)),
        ("", ("E108", 1, 1)),
        ("# only this\n", ("E108", 1, 1)),
        ("---\n", None),
    ],
)
def test_what_is_refused_is_named_at_its_place(text: str, expected: tuple[str, int, int] | None) -> None:
    assert mistakes(text) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"\xff", 1, 1),
        ("a: è".encode() + b"\xe8", 1, 5),
        (b"\xef\xbb\xbfa: 1\nb: \xff", 2, 4),
        (b"\xff\xfea\x00", 1, 1),
    ],
)
def test_bytes_that_are_not_utf8_are_named_at_their_place(content: bytes, line: int, column: int) -> None:
    assert mistakes(content) == [("E104", line, column)]


@pytest.mark.parametrize("opener", ["[", "{a: ", "- ", "? "])
@pytest.mark.parametrize("levels", [DEPTH_LIMIT + 5, 3_000, 200_000])
def test_deep_nesting_is_refused_and_never_ends_the_process(opener: str, levels: int) -> None:
    """The C library calls itself once a level: unchecked, 200,000 brackets end the process without a word."""
    _, found = read_yaml((opener * levels).encode(), "f.yaml")
    assert [item.code for item in found] in (["E109"], ["E101"], ["E106"])
    if levels > 100_000:
        assert [item.code for item in found] == ["E109"]


def test_nesting_up_to_the_limit_is_accepted() -> None:
    assert mistakes("[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT) == []
    assert mistakes("[" * (DEPTH_LIMIT + 2) + "]" * (DEPTH_LIMIT + 2)) == [("E109", 1, DEPTH_LIMIT + 2)]


def test_many_brackets_side_by_side_are_not_deep() -> None:
    assert read("- [1]\n" * 10_000).value == [[1]] * 10_000


def test_a_position_is_that_of_the_value_the_key_or_the_nearest_parent() -> None:
    document = read("a:\n  - b: 1\n    c:\n  - d\n")
    assert document.position(("a", 0, "b")) == (2, 8)
    assert document.position(("a", 0, "b"), of_key=True) == (2, 5)
    assert document.position(("a", 0, "c")) == (3, 7)
    assert document.position(("a", 0, "missing")) == (2, 5)
    assert document.position(("a", 9)) == (2, 3)
    assert document.position(()) == (1, 1)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("a: xyz", 2),
        ("a: 'xyz'", 3),
        ('a: "xyz"', 3),
        ("a: 'x''z'", 0),
        ('a: "x\\tz"', 0),
        ("a: x\n  z", 0),
        ("a: |\n  x\n", 0),
    ],
)
def test_an_offset_counts_only_in_a_text_written_as_it_reads(text: str, offset: int) -> None:
    assert read(text).text_offset(("a",), 2) == offset


YAML_PIECES = st.lists(
    st.sampled_from(
        [
            *"[]{}:,-?#&*!|>'\"%@`\n \t\r~",
            "a",
            "è",
            "12",
            "2026-02-30",
            "1.5e400",
            "\x00",
            "\ufeff",
            "\u2028",
            "---",
            "<<",
            "\\x",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=700, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        YAML_PIECES.map(lambda text: text.encode()),
        st.text(max_size=60).map(lambda t: t.encode()),
    )
)
@example(b"&a [*a]")
@example(b"? *a\n")
@example(b"%YAML 9.9\n---\na")
@example(b"a: 1\n---\nb: 2")
@example(b"\xef\xbb\xbf")
@example(b"[" * 300_000)
@example(b"- " * 300_000)
def test_reading_never_raises(content: bytes) -> None:
    document, found = read_yaml(content, "f.yaml")
    assert document is not None or found
    for item in found:
        assert item.line >= 1
        assert item.column >= 1
        assert (
            item.line
            <= content.count(b"\n") + content.count(b"\r") + content.decode("utf-8", "replace").count("\u2028") + 3
        )
