"""The table of a firm's people adds up, or is none."""

from datetime import date

import pytest

from cip.parties.workforce import MOST, Box, SumsDifferError, Workforce

DAY = date(2026, 11, 21)
COUNTS: dict[Box, int] = {
    ("woman", "permanent", "from_30"): 4,
    ("man", "permanent", "from_55"): 2,
    ("unsaid", "apprentice", "under_30"): 1,
}


def test_sums_by_each_side() -> None:
    table = Workforce(DAY, 7, COUNTS)
    assert (table.of_sex("woman"), table.of_contract("permanent"), table.of_band("under_30")) == (4, 6, 1)
    assert table.boxes == 7


@pytest.mark.parametrize("workers", [6, 8, 0])
def test_other_sums_are_refused(workers: int) -> None:
    with pytest.raises(SumsDifferError) as refused:
        Workforce(DAY, workers, COUNTS)
    assert (refused.value.boxes, refused.value.workers) == (7, workers)


@pytest.mark.parametrize("count", [-1, MOST + 1])
def test_impossible_boxes_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="a box holds"):
        Workforce(DAY, count, {("man", "other", "from_45"): count})
