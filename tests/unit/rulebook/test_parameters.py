"""Dated parameters: the row of the day with its source, and a refusal that names key and day where there is none."""

from datetime import date

import pytest

from cip.assessment.explaining import NEEDED as REAL_NEEDED
from cip.rulebook.checking import check_rules
from cip.rulebook.parameters import DatedValue, ParameterError, row_on, value_on
from cip.rulebook.shapes.law import Parameter
from tests.unit.rulebook.folders import REAL, TINY, check

Parameters = dict[str, Parameter]


@pytest.fixture(scope="module")
def law() -> Parameters:
    return check_rules(REAL, REAL_NEEDED, with_cases=False).parameters


@pytest.fixture(scope="module")
def tiny_law() -> Parameters:
    return check(TINY).parameters


@pytest.mark.parametrize(("day", "age"), [(date(2025, 12, 31), 12), (date(2026, 1, 1), 14)])
def test_the_age_limit_of_parental_leave_changes_with_the_year_2026(law: Parameters, day: date, age: int) -> None:
    found = value_on(law, "parental_leave_age_limit", day)
    assert found.value == age
    assert found.source
    assert found.start is not None
    assert found.start <= day
    assert found.end is None or day <= found.end


def test_everything_known_about_a_value_comes_with_it(tiny_law: Parameters) -> None:
    found = value_on(tiny_law, "leave_days", date(2025, 12, 31))
    expected = DatedValue(
        key="leave_days",
        value=5,
        unit="days",
        start=date(2020, 1, 1),
        end=date(2025, 12, 31),
        source="L. 1/2020 art. 2",
        confidence="published",
        note=None,
    )
    assert found == expected
    assert found.as_json() == {
        "key": "leave_days",
        "value": 5,
        "unit": "days",
        "from": "2020-01-01",
        "to": "2025-12-31",
        "source": "L. 1/2020 art. 2",
        "confidence": "published",
    }


def test_both_days_of_an_interval_belong_to_it(tiny_law: Parameters) -> None:
    days = {date(2020, 1, 1): 5, date(2025, 12, 31): 5, date(2026, 1, 1): 10, date(9999, 12, 31): 10}
    assert {day: value_on(tiny_law, "leave_days", day).value for day in days} == days


def test_an_open_end_is_printed_as_none_and_a_text_as_its_pair(tiny_law: Parameters) -> None:
    printed = value_on(tiny_law, "leave_form", date(2030, 1, 1)).as_json()
    assert printed["to"] is None
    assert printed["value"] == {"it": "per scritto", "en": "in writing"}
    assert printed["unit"] is None


def test_true_stays_true(tiny_law: Parameters) -> None:
    assert value_on(tiny_law, "leave_by_the_hour", date(2022, 5, 5)).value is True


@pytest.mark.parametrize(
    ("key", "day", "words"),
    [
        ("leave_by_the_hour", date(2019, 12, 31), ["leave_by_the_hour", "2019-12-31", "2020-01-01", "2025-12-31"]),
        ("leave_by_the_hour", date(2026, 1, 1), ["leave_by_the_hour", "2026-01-01"]),
        ("leave_days", date(2019, 12, 31), ["leave_days", "2019-12-31"]),  # a row `none`: the law gave nothing
        ("leave_days", date(1900, 1, 1), ["leave_days", "1900-01-01"]),
    ],
)
def test_a_day_without_value_is_refused_by_key_and_day(
    tiny_law: Parameters, key: str, day: date, words: list[str]
) -> None:
    with pytest.raises(ParameterError) as refused:
        value_on(tiny_law, key, day)
    assert all(word in str(refused.value) for word in words), str(refused.value)


def test_a_row_of_none_is_a_row(tiny_law: Parameters) -> None:
    row = row_on(tiny_law["leave_days"], date(2019, 12, 31))
    assert row is not None
    assert row.value is None
    assert row.source == "nothing before L. 1/2020"
    assert row_on(tiny_law["leave_form"], date(2019, 12, 31)) is None


def test_an_unknown_key_is_refused_with_a_suggestion(law: Parameters) -> None:
    with pytest.raises(ParameterError, match=r'"parental_leave_age_limt".*did you mean "parental_leave_age_limit"'):
        value_on(law, "parental_leave_age_limt", date(2026, 1, 1))


def test_every_row_of_the_law_answers_on_its_own_days_with_its_own_value(law: Parameters) -> None:
    for key, parameter in law.items():
        for row in parameter.values:
            for day in filter(None, (row.start, row.end)):
                if row.value is None:
                    with pytest.raises(ParameterError):
                        value_on(law, key, day)
                else:
                    assert value_on(law, key, day).value == row.value, (key, day)
