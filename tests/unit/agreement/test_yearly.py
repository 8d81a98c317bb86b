"""Yearly numbers: what is under the limit never leaves the firm (F-05), and no subtraction brings it back."""

from dataclasses import asdict, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.agreement.yearly import FIELDS, Cell, Field, YearlyData, cells_of, impossible, least_firms, newest, summary
from cip.kernel.texts import MissingReasonError

LIMIT = 5


def sent(firm: str, cells: dict[Field, Cell], *, year: int = 2025, number: int = 1) -> YearlyData:
    return YearlyData(f"{firm}{number}", firm, firm, year, number, cells, date(2026, 1, 10), "person:x")


def test_few_are_hidden_none_included() -> None:
    for few in range(LIMIT):
        cell = cells_of({"women": few}, LIMIT)["women"]
        assert (cell.said, cell.low, cell.high) == ("few", 0, LIMIT - 1)
    assert cells_of({"women": LIMIT}, LIMIT)["women"].low == LIMIT


def test_nearly_all_are_hidden_for_it_tells_who_did_not() -> None:
    cell = cells_of({"women": 20, "men": 10, "agile_work": 27}, LIMIT)["agile_work"]
    assert (cell.said, cell.low, cell.high) == ("most", 26, 30)
    assert cells_of({"women": 20, "men": 10, "agile_work": 25}, LIMIT)["agile_work"].said == "count"


def test_a_part_does_not_tell_a_hidden_whole() -> None:
    cell = cells_of({"women": 3, "men": 40, "part_time": 38}, LIMIT)["part_time"]
    assert (cell.said, cell.low, cell.high) == ("most", 36, 44)


def test_hours_of_few_people_are_hidden() -> None:
    few = cells_of({"hourly_leave_women": 2, "hourly_leave_men": 9, "hourly_leave_hours": 40}, LIMIT)
    many = cells_of({"hourly_leave_women": 8, "hourly_leave_men": 9, "hourly_leave_hours": 40}, LIMIT)
    assert few["hourly_leave_hours"].said == "hidden"
    assert (many["hourly_leave_hours"].low, many["hourly_leave_hours"].high) == (40, 40)


def test_what_was_not_said_is_unsaid_not_zero() -> None:
    assert {cell.said for cell in cells_of({}, LIMIT).values()} == {"unsaid"}


@pytest.mark.parametrize(("numbers", "limit"), [({"women": -1}, 5), ({"women": 100_001}, 5), ({"women": 1}, 1)])
def test_odd_numbers_are_refused(numbers: dict[Field, int | None], limit: int) -> None:
    with pytest.raises(ValueError, match=r"limit|negative"):
        cells_of(numbers, limit)


def test_a_part_larger_than_its_whole_is_told() -> None:
    assert impossible({"women": 3, "men": 2, "hourly_leave_women": 4, "part_time": 6, "welfare": 5}) == (
        "hourly_leave_women",
        "part_time",
    )


def test_a_cell_has_its_rule() -> None:
    with pytest.raises(MissingReasonError):
        Cell("few", 0, 4, "")


@given(
    st.fixed_dictionaries(
        {"women": st.integers(0, 30), "men": st.integers(0, 30)},
        optional={field: st.integers(0, 40) for field in FIELDS if field not in ("women", "men")},
    )
)
def test_two_firms_that_differ_only_under_the_limit_send_the_same(numbers: dict[Field, int | None]) -> None:
    cells = cells_of(numbers, LIMIT)
    for field in FIELDS:
        value = numbers.get(field)
        if value is None or value >= LIMIT or field == "hourly_leave_hours":
            continue
        for other in range(LIMIT):
            again = cells_of({**numbers, field: other}, LIMIT)
            assert again == cells, "the cells tell which of the few it was"


@given(st.lists(st.integers(0, 60), min_size=2, max_size=6))
def test_sums_hold_the_truth_and_come_from_cells_alone(values: list[int]) -> None:
    data = [sent(str(n), cells_of({"welfare": value}, LIMIT)) for n, value in enumerate(values)]
    found = summary(data, 2025, 2)
    assert found is not None
    one = found["welfare"]
    assert one is not None
    assert one.high is not None
    assert one.low <= sum(values) <= one.high
    assert one.high - one.low == (LIMIT - 1) * sum(value < LIMIT for value in values)
    assert found["women"] is None


def test_fewer_firms_than_the_floor_give_no_sum() -> None:
    few = [sent("a", cells_of({"welfare": 9}, LIMIT)), sent("b", cells_of({"welfare": 9}, LIMIT))]
    assert summary(few, 2025, least_firms(None)) is None
    again = sent("a", cells_of({}, LIMIT), number=2)
    assert summary([*few, again], 2025, least_firms(None)) is None
    twice = replace(few[0], id="z", adherence_id="another joining of a")
    assert summary([*few, twice], 2025, least_firms(None)) is None, "a firm that joined twice is one firm"


@pytest.mark.parametrize(("limit", "least"), [(None, 3), (2, 3), (5, 5), (10, 10)])
def test_the_floor_is_the_limit_and_three_firms_at_least(limit: int | None, least: int) -> None:
    assert least_firms(limit) == least


@given(st.integers(1, 8), st.integers(1, 8), st.one_of(st.none(), st.integers(2, 8)))
def test_no_firm_finds_another_by_taking_its_own_away(senders: int, sayers: int, limit: int | None) -> None:
    data = [
        sent(str(n), cells_of({"women": 40} if n >= sayers else {"women": 40, "welfare": 9 + n}, LIMIT))
        for n in range(senders)
    ]
    found = summary(data, 2025, least_firms(limit))
    for field in ("women", "welfare"):
        one = found[field] if found is not None else None
        assert one is None or one.firms - 1 >= 2, "of a sum without one's own cells several firms are left"


def test_the_newest_sending_of_a_year_counts() -> None:
    old, new = sent("a", cells_of({"welfare": 9}, LIMIT)), sent("a", cells_of({"welfare": 8}, LIMIT), number=2)
    assert newest([new, old]) == {("a", 2025): new}
    assert asdict(replace(new, number=3))["number"] == 3
