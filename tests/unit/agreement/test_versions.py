"""What changes between two days of an agreement, or between an agreement and its renewal."""

from datetime import date
from typing import Any

from cip.agreement.versions import Side, change_days, compare, latest_change
from tests.unit.agreement.books import book, rows

DAY = date(2026, 11, 21)
SOURCE = {"source": "Accordo inventato", "confidence": "invented"}


def steps(*values: tuple[str, str, object]) -> list[dict[str, Any]]:
    return [{"from": start, "to": end, "value": value, **SOURCE} for start, end, value in values]


RULES = book(
    now={
        "hourly_parental_leave": {
            "available": rows(True),
            "min_unit_minutes": steps(("2026-01-01", "2026-06-30", 120), ("2026-07-01", "open", 60)),
            "step_minutes": steps(("2026-01-01", "open", "unknown")),
        },
        "params": {"notify_committee_days": rows(10), "max_size": rows("none")},
        "obligations": ["A-03", "B-02"],
    }
)
NOW, OVER = RULES.by_id["now"], RULES.by_id["over"]


def test_two_days_of_a_text_differ_by_their_rows() -> None:
    found = compare(Side(NOW, date(2026, 6, 30)), Side(NOW, date(2026, 7, 1)))
    assert [(one.part, one.name, one.before.value, one.after.value) for one in found.differences] == [
        ("hourly", "min_unit_minutes", 120, 60)
    ]
    assert found.obligations == ()


def test_the_same_day_differs_in_nothing() -> None:
    found = compare(Side(NOW, DAY), Side(NOW, DAY))
    assert found.differences == ()
    assert found.same > 0


def test_a_renewal_shows_head_values_and_clauses() -> None:
    found = compare(Side(OVER, date(2025, 12, 31)), Side(NOW, date(2026, 1, 1)))
    named = {one.name: (one.before, one.after) for one in found.differences}
    assert named["expires_on"][0].value == date(2025, 12, 31)
    assert named["after_expiry"][1].value == "keep_until_renewal"
    assert named["min_unit_minutes"][0].kind == "missing"
    assert named["step_minutes"][1].kind == "unknown"
    assert named["max_size"][1].kind == "none"
    assert "notify_committee_days" not in named, "it is ten days in both"
    assert [(one.clause, one.added) for one in found.obligations] == [("A-05", False), ("A-06", False)]


def test_each_way_round_tells_the_same_differences() -> None:
    one = compare(Side(OVER, date(2025, 12, 31)), Side(NOW, DAY))
    other = compare(Side(NOW, DAY), Side(OVER, date(2025, 12, 31)))
    assert {item.name for item in one.differences} == {item.name for item in other.differences}
    assert one.same == other.same


def test_the_days_on_which_a_text_changes() -> None:
    assert change_days(NOW) == (date(2026, 1, 1), date(2026, 7, 1))
    assert latest_change(NOW, DAY) == date(2026, 7, 1)
    assert latest_change(NOW, date(2026, 6, 30)) is None
