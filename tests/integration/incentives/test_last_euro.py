"""Nobody overspends, not even eight sessions in the same second: award, reservation, payment, room for State aid. The
naive way overspends in the same race, so that the race proves something. Ten runs with every change, 40 with
`make long`. SQLite lets one write at a time: this is about PostgreSQL.
"""

from collections.abc import Callable

import pytest

from tests.integration.incentives.last_euros import Figures, race_for_money, race_for_room, race_naively
from tests.integration.incentives.monies import Monies

MOVES, RUNS, MANY = ("award", "reserve", "pay", "room", "naive"), 10, 40

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)]


def _race(monies: Monies, what: str, runs: int) -> Figures:
    if what == "room":
        return race_for_room(monies, runs, monies.day)
    return race_naively(monies, runs) if what == "naive" else race_for_money(monies, what, runs)


def _assert_right(what: str, figures: Figures) -> None:
    if what == "naive":
        assert figures.overspent > 0, "the race proves nothing: even the naive way kept within"
    else:
        assert (figures.overspent, figures.worst) == (0, 0)
        # Who may not overspend may still spend nearly all: no try is smaller than what is left unspent.
        assert all(limit - spent < 2_000_000 for spent, limit in zip(figures.spent, figures.limits, strict=True))


@pytest.mark.parametrize("what", MOVES)
def test_the_last_euro_is_spent_once(monies: Monies, what: str, show: Callable[[str], None]) -> None:
    figures = _race(monies, what, RUNS)
    show(str(figures))
    _assert_right(what, figures)


@pytest.mark.long
@pytest.mark.parametrize("what", MOVES)
def test_the_last_euro_is_spent_once_in_many_runs(monies: Monies, what: str, show: Callable[[str], None]) -> None:
    figures = _race(monies, what, MANY)
    show(str(figures))
    _assert_right(what, figures)
