"""How an evidence stands on a day, and what it may hang on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cip.assessment.evidence import SOON, Evidence, Validity

ON = date(2026, 11, 21)
DAY = timedelta(days=1)
PLAIN = Evidence(
    "e" * 32, "c" * 32, "indicators", "T1", None, ON, None, None, None, "guest", datetime(2026, 11, 1, tzinfo=UTC)
)


@pytest.mark.parametrize(
    ("true_from", "valid_until", "stands"),
    [
        (None, None, "valid"),
        (ON, None, "valid"),
        (ON + DAY, None, "later"),
        (None, ON - DAY, "expired"),
        (None, ON, "expiring"),
        (None, ON + SOON, "expiring"),
        (None, ON + SOON + DAY, "valid"),
        (ON + DAY, ON + 2 * DAY, "later"),
        (None, date.max, "valid"),
    ],
)
def test_stands(true_from: date | None, valid_until: date | None, stands: Validity) -> None:
    assert replace(PLAIN, true_from=true_from, valid_until=valid_until).validity(ON) == stands


def test_what_was_taken_back_is_nothing_else() -> None:
    back = replace(PLAIN, valid_until=ON - DAY, withdrawn_at=datetime(2026, 11, 2, tzinfo=UTC))
    assert back.validity(ON) == "withdrawn"


@pytest.mark.parametrize(
    ("label", "person"),
    [("guest", None), ("system", None), ("person:abc", "abc"), ("person:abc/mandate:def", "abc")],
)
def test_who_added_it(label: str, person: str | None) -> None:
    assert replace(PLAIN, added_by=label).added_by_person == person
