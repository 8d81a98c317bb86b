"""Standing checks on a day: in force, expired, not known; the insurance by size, branch and day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cip.incentives.size import SizeClass
from cip.incentives.standing import (
    STANDING_KINDS,
    Branch,
    StandingFact,
    StandingKind,
    StandingValue,
    all_standing,
    insurance_due,
    insurance_on,
    last_day,
    standing_on,
)
from cip.rulebook.parameters import ParameterError
from tests.unit.incentives.laws import shipped_law, with_value

ON = date(2026, 3, 2)
DAY = timedelta(days=1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def fact(
    kind: StandingKind = "durc",
    value: StandingValue = "yes",
    start: date = ON,
    end: date | None = None,
    at: datetime = NOON,
) -> StandingFact:
    return StandingFact(kind, value, start, end, "INPS", at)


def test_a_durc_holds_the_days_that_the_law_says_after_its_own() -> None:
    issued = fact(start=date(2024, 1, 8))
    assert last_day(issued, shipped_law()) == date(2024, 5, 7)
    assert last_day(issued, with_value("durc_validity", 10)) == date(2024, 1, 18)
    assert last_day(fact(end=ON), shipped_law()) == ON
    assert last_day(fact("chamber_fee"), shipped_law()) is None


def test_before_the_law_a_durc_has_no_last_day() -> None:
    with pytest.raises(ParameterError):
        last_day(fact(start=date(2015, 6, 30)), shipped_law())


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [
        (ON, None, "in_force"),
        (ON + DAY, None, "unknown"),
        (ON - 120 * DAY, None, "in_force"),
        (ON - 121 * DAY, None, "expired"),
        (ON - 10 * DAY, ON, "in_force"),
        (ON - 10 * DAY, ON - DAY, "expired"),
    ],
)
def test_the_first_and_the_last_day_hold(start: date, end: date | None, status: str) -> None:
    assert standing_on([fact(start=start, end=end)], "durc", shipped_law(), ON).status == status


@pytest.mark.parametrize(
    ("value", "status", "holds"), [("yes", "in_force", True), ("no", "not_met", False), ("not_due", "not_due", True)]
)
@pytest.mark.parametrize("end", [None, ON + DAY])
def test_what_a_fact_says(value: StandingValue, status: str, holds: bool, end: date | None) -> None:
    check = standing_on([fact("chamber_fee", value, end=end)], "chamber_fee", shipped_law(), ON)
    assert (check.status, check.holds, check.until) == (status, holds, end)
    assert "INPS" in check.because[0].it
    assert check.because[0].rule == "standing.chamber_fee"


def test_what_is_not_known_or_expired_is_neither_yes_nor_no() -> None:
    assert standing_on([], "durc", shipped_law(), ON).holds is None
    expired = standing_on([fact(start=ON - 200 * DAY)], "durc", shipped_law(), ON)
    assert (expired.holds, expired.until) == (None, ON - 80 * DAY)


def test_the_later_fact_counts_then_the_one_recorded_later() -> None:
    old, new = fact(value="no", start=ON - DAY), fact(value="yes", start=ON)
    for facts in ([old, new], [new, old]):
        assert standing_on(facts, "durc", shipped_law(), ON).status == "in_force"
    mended = fact(value="no", at=NOON + timedelta(hours=1))
    for facts in ([mended, new], [new, mended]):
        assert standing_on(facts, "durc", shipped_law(), ON).status == "not_met"


def test_a_fact_of_another_kind_says_nothing() -> None:
    assert standing_on([fact("chamber_fee")], "durc", shipped_law(), ON).status == "unknown"


@pytest.mark.parametrize(
    ("size", "branch", "first"),
    [
        ("large", None, date(2025, 3, 31)),
        ("medium", None, date(2025, 10, 1)),
        ("small", None, date(2025, 12, 31)),
        ("micro", None, date(2025, 12, 31)),
        ("micro", "food_and_tourism", date(2026, 3, 31)),
        ("small", "food_and_tourism", date(2026, 3, 31)),
        ("medium", "food_and_tourism", date(2025, 10, 1)),
        ("large", "food_and_tourism", date(2025, 3, 31)),
        ("large", "fisheries", date(2026, 3, 31)),
        (None, "fisheries", date(2026, 3, 31)),
    ],
)
def test_from_when_the_insurance_is_due(size: SizeClass | None, branch: Branch | None, first: date) -> None:
    assert insurance_due(size, branch, shipped_law(), first) is True
    assert insurance_due(size, branch, shipped_law(), first - DAY) is False


def test_farms_never_need_it_and_an_unknown_size_may_matter() -> None:
    law = shipped_law()
    assert insurance_due("large", "farm", law, date(2030, 1, 1)) is False
    assert insurance_due(None, None, law, date(2025, 3, 30)) is False
    assert insurance_due(None, None, law, date(2025, 3, 31)) is None
    assert insurance_due(None, None, law, date(2025, 12, 31)) is True


def test_the_check_of_the_insurance() -> None:
    law = shipped_law()
    kind: StandingKind = "catastrophe_insurance"
    insured = fact(kind, start=ON)
    assert insurance_on([insured], "micro", None, law, ON).status == "in_force"
    assert insurance_on([], "micro", None, law, ON).status == "unknown"
    assert insurance_on([fact(kind, "no")], "micro", None, law, ON).status == "not_met"
    assert insurance_on([fact(kind, "not_due")], "micro", None, law, ON).status == "not_due"
    early = date(2025, 12, 30)
    assert insurance_on([], "micro", None, law, early).status == "not_due"
    assert insurance_on([fact(kind, "no", early)], "small", None, law, early).status == "not_due"
    assert insurance_on([], "micro", "farm", law, ON).status == "not_due"
    assert "agricole" in insurance_on([], "micro", "farm", law, ON).because[0].it
    fishing = insurance_on([], None, "fisheries", law, ON)
    assert (fishing.status, "D.L. 200/2025" in fishing.because[0].it) == ("not_due", True)
    assert insurance_on([], None, None, law, date(2025, 1, 1)).status == "not_due"
    assert insurance_on([], None, None, law, early).status == "unknown"


def test_every_check_stands_in_the_list() -> None:
    found = all_standing([fact()], "micro", "farm", shipped_law(), ON)
    assert tuple(found) == STANDING_KINDS
    assert (found["durc"].status, found["chamber_fee"].status) == ("in_force", "unknown")
    assert found["catastrophe_insurance"].status == "not_due"
