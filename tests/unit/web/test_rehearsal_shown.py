"""The chart of a rehearsal says the numbers of its table."""

import pytest

from cip.web.office.rehearsal_shown import weight_bar


@pytest.mark.parametrize(("share", "seen"), [(0.125, 12.5), (-0.02, -2.0), (0.0, 0.0), (None, None)])
def test_what_was_seen_is_shown_as_it_is(share: float | None, seen: float | None) -> None:
    found = weight_bar({"id": "A1", "declared": 20.0, "effective": 18.0, "share": share}, "Misure")
    assert (found.name, found.declared, found.effective, found.seen) == ("A1 Misure", 20.0, 18.0, seen)
