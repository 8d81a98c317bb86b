"""What can be typed into a field, and what is made of it."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form

from cip.web.fields import (
    AnswerField,
    ChoiceField,
    CodeField,
    DayField,
    LineField,
    NoteField,
    NumberField,
    SeveralField,
)
from cip.web.firm.already import MonthField


class Answers(Form):
    """One field of each sort."""

    whole = NumberField(whole=True, refusal=lambda: "a whole number, please")
    number = NumberField(whole=False, refusal=lambda: "a number, please")
    day = DayField()
    code = CodeField()
    month = MonthField()
    note = NoteField()
    line = LineField(most=80)
    short = AnswerField()
    choice = ChoiceField(choices=("yes", "no"))
    several = SeveralField(choices=("a", "b", "c"))


def typed(name: str, *values: str) -> tuple[object, list[str]]:
    """What a field makes of what was sent, and what it says."""
    with Flask("test").test_request_context("/en/"):
        form = Answers(MultiDict([(name, value) for value in values]))
        form.validate()
        field = form[name]
        return field.data, [str(error) for error in field.errors]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("whole", "7", 7),
        ("whole", " 1.234 ", 1234),
        ("whole", "1 234", 1234),
        ("whole", "-3", -3),
        ("whole", "", None),
        ("whole", "   ", None),
        ("number", "7,5", 7.5),
        ("number", "7.5", 7.5),
        ("number", "45", 45),
        ("number", "45,0", 45),
        ("day", "2026-01-31", "2026-01-31"),
        ("day", "31/1/2026", "2026-01-31"),
        ("day", "31.01.2026", "2026-01-31"),
        ("day", "", None),
        ("code", " c011 ", "C011"),
        ("note", " a\r\nb ", "a\nb"),
        ("note", "a\x0bb\x00\ufffe\tc", "a b\tc"),
        ("note", "\x00", None),
        ("code", "c\x00 0\x0b11", "C011"),
        ("line", "a\tb\r\nc\x0bd\x85", "a b c d"),
        ("short", "a\n\x00b\x0c c", "a b c"),
        ("day", "1970-01-01", "1970-01-01"),
        ("day", "31/12/2100", "2100-12-31"),
        ("month", "1970-1", "1970-01-01"),
        ("month", "12/2100", "2100-12-01"),
        ("choice", "yes", "yes"),
        ("choice", "", None),
    ],
)
def test_reads_what_people_write(name: str, text: str, value: object) -> None:
    found, errors = typed(name, text)
    assert errors == []
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("whole", "7,5", "a whole number, please"),
        ("whole", "seven", "a whole number, please"),
        ("whole", "٣", "a whole number, please"),
        ("whole", "1e3", "a whole number, please"),
        ("whole", "9" * 40, "a whole number, please"),
        ("number", "nan", "a number, please"),
        ("number", "1,2,3", "a number, please"),
        ("day", "2026-02-30", "Write a day that exists"),
        ("day", "tomorrow", "Write a day that exists"),
        ("day", "9999-12-31", "a year between 1970 and 2100"),
        ("day", "31/12/1969", "a year between 1970 and 2100"),
        ("month", "0000-01", "a year between 1970 and 2100"),
        ("month", "1/2101", "a year between 1970 and 2100"),
        ("month", "2026-13", "Write month and year"),
        ("code", "x" * 61, "at most 60 characters"),
        ("note", "x" * 1001, "at most 1000 characters"),
        ("choice", "maybe", "Choose one of the answers"),
    ],
)
def test_refuses_in_the_words_of_the_page(name: str, text: str, sentence: str) -> None:
    found, errors = typed(name, text)
    assert found is None
    assert len(errors) == 1
    assert sentence in errors[0]


def test_boxes_keep_the_order_of_the_choices_and_refuse_others() -> None:
    assert typed("several", "", "c", "a") == (["a", "c"], [])
    assert typed("several", "") == (None, [])
    assert typed("several", "a", "x")[1] == ["Choose among the answers."]


@pytest.mark.parametrize("name", ["whole", "number", "day", "code", "note", "choice"])
def test_a_field_that_is_sent_twice_is_refused_also_with_equal_values(name: str) -> None:
    for values in (("", ""), ("1", "1"), ("yes", "no")):
        found, errors = typed(name, *values)
        assert found is None
        assert errors == ["This answer came twice: give it again."]
