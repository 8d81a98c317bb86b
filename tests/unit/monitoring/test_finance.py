"""Money by cell of a plan: each source of a call counts once, where it hangs, and few firms are told to nobody."""

import pytest

from cip.incentives.plan_finance import PlanTable, report_of, table_of
from cip.kernel.texts import Text
from cip.monitoring.finance import MoneyLine, plan_money
from cip.monitoring.overview import PlanSeen
from cip.monitoring.plan_versions import CellRoom, moved_cells, too_small
from cip.monitoring.told import told_cells
from tests.unit.incentives.plans import plan_of_milan

TABLE = table_of(plan_of_milan())
CELL = ("cip", "dgr_1081")


def line(number: int, source: str = "pilot") -> MoneyLine:
    """A source of the call with this number: 100 euro times it, of which a half is awarded."""
    return MoneyLine(
        call_id=f"c{number}", call_title="Bando", alliance_id="cip", source_id=source, label=Text(it="x", en="x"),
        budget=10_000 * number, awarded=5_000 * number, due=300 * number, paid=2_000 * number, recovered=100 * number,
    )  # fmt: skip


def test_each_source_counts_once_where_it_hangs() -> None:
    money = [line(1), line(1, "other"), line(2), line(3)]
    hung = {("c1", "pilot"): CELL, ("c2", "pilot"): ("agency", "dgr_1576"), ("c3", "pilot"): ("cip", "nothing")}
    found = plan_money(TABLE, money, hung)
    assert found.loose == [money[1], money[3]]
    whole, cip = found.along(), found.of(*CELL)
    assert cip is not None
    assert (whole.planned, whole.sums.budget, whole.left) == (90_332_910, 30_000, 90_302_910)
    assert (cip.sums.awarded, cip.sums.due, cip.sums.paid, cip.sums.recovered) == (5_000, 300, 2_000, 100)
    assert (cip.sums.left, cip.left) == (5_000, 21_842_200 - 10_000)
    assert found.along(line_id="cip").planned == 37_260_000
    assert found.along(source_id="dgr_1576").sums.budget == 20_000
    assert found.of("training", "dgr_1576") is None


@pytest.mark.parametrize(("firms", "awarded", "hidden"), [(0, 5_000, None), (4, None, "few_firms"), (5, 5_000, None)])
def test_what_few_firms_were_awarded_is_told_to_nobody(firms: int, awarded: int | None, hidden: str | None) -> None:
    seen = PlanSeen(report_of(TABLE), plan_money(TABLE, [line(1)], {("c1", "pilot"): CELL}), None)
    told = next(one for one in told_cells(seen, {CELL: firms}) if (one.line, one.source) == CELL)
    assert (told.budget_cents, told.planned_cents) == (10_000, 21_842_200)
    assert (told.awarded_cents, told.hidden) == (awarded, hidden)
    assert ((told.due_cents, told.paid_cents, told.recovered_cents) == (None, None, None)) == (hidden is not None)


def test_a_smaller_cell_and_every_change_is_named() -> None:
    rooms = [CellRoom(CELL, 10, 10), CellRoom(("cip", "gone"), 5, 5), CellRoom(("cip", "free"), 5, 0)]
    assert too_small(rooms, {CELL: 10}) == [CellRoom(("cip", "gone"), 0, 5)]
    assert too_small(rooms[:1], {CELL: 9}) == [CellRoom(CELL, 9, 10)]
    after = {**TABLE.cells, CELL: 1, ("training", "dgr_1576"): 2}
    del after["agency", "cofinancing"]
    changed = moved_cells(TABLE, PlanTable(sources={}, lines={}, cells=after))
    assert changed == [
        (CELL, 21_842_200, 1),
        (("training", "dgr_1576"), None, 2),
        (("agency", "cofinancing"), 1_400_000, None),
    ]
