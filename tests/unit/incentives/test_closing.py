"""What still stands in the way of closing an award, one thing at a time."""

from dataclasses import replace
from datetime import date

import pytest

from cip.incentives.closing import Closing, in_the_way_of_closing
from cip.incentives.kept_time import KeptMeasure
from cip.incentives.payments import PartOfAward, PartState
from cip.incentives.tranches import parts_of
from cip.kernel.texts import Text
from cip.rulebook.shapes.call import Tranche

ON = date(2028, 3, 1)
WORDS = Text(it="Saldo", en="Balance")
(PART,) = parts_of([Tranche(id="all", label=WORDS, share=100.0, when=WORDS)], 100)
OVER = KeptMeasure(
    measure="M01", started_on=date(2027, 3, 1), ended_on=None, keep_until=ON, months=12, seasonal=False,
    today="in_use", source="plan",
)  # fmt: skip
ENDED = replace(OVER, ended_on=date(2027, 9, 1), today="ended")
SEASON = replace(OVER, months=None, seasonal=True)


def part(state: PartState) -> PartOfAward:
    return PartOfAward(
        part=PART, award_id="a", state=state, cents=0, withholding=None, offset=0, cup=None, because=(), holds=(),
        payment=None, paid_on=None, came_back="",
    )  # fmt: skip


READY = Closing(
    state="accepted", on=ON, parts=(part("paid"), part("nothing")), left=0, owed=0, asks_report=True,
    report_settled=True, open_breach=False, breaches=0, measures=(OVER,),
)  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"left": 30},
        {"parts": None},
        {"measures": ()},
        {"asks_report": False, "report_settled": False},
        {"measures": (replace(OVER, keep_until=None, months=None),)},
        {"measures": (SEASON,)},
        # It ended early, and that was looked at.
        {"measures": (ENDED,), "breaches": 1},
    ],
)
def test_what_is_done_can_be_closed(changes: dict[str, object]) -> None:
    assert in_the_way_of_closing(replace(READY, **changes)) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"state": "closed"}, "close.state"),
        ({"parts": (part("paid"), part("payable"))}, "close.part"),
        ({"parts": (part("on_its_way"),)}, "close.part"),
        ({"parts": None, "left": 1}, "close.unpaid"),
        ({"owed": 1}, "close.debt"),
        ({"report_settled": False}, "close.report"),
        ({"open_breach": True, "breaches": 1}, "close.breach"),
        ({"on": date(2028, 2, 29)}, "close.kept"),
        ({"measures": (replace(OVER, keep_until=None),)}, "close.unknown"),
        ({"measures": (replace(SEASON, keep_until=None),)}, "close.unknown"),
        ({"measures": (ENDED,)}, "close.ended"),
    ],
)
def test_each_thing_that_is_missing_is_said(changes: dict[str, object], rule: str) -> None:
    (found,) = in_the_way_of_closing(replace(READY, **changes))  # type: ignore[arg-type]
    assert found.rule == rule
    assert found.it.endswith(".")
    assert found.en.endswith(".")
