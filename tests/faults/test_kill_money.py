"""kill -9 of whoever submits, awards or pays, of its connection and of PostgreSQL: what was told stays, nothing is half
done, and everything verifies. Five kills each run with every change, a hundred each with `make long`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.money_kills import WAYS, Cluster, Figures, kill_again_and_again, open_cluster

FEW, MANY = 5, 100
Show = Callable[[str], None]

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """One PostgreSQL for all of them."""
    with open_cluster() as opened:
        yield opened


def _assert_whole(found: Figures, kills: int) -> None:
    assert (found.lost, found.half, found.kills) == ([], [], kills)


@pytest.mark.parametrize("way", WAYS)
def test_a_kill_leaves_nothing_half_done(cluster: Cluster, way: str, tmp_path: Path, show: Show) -> None:
    found = kill_again_and_again(cluster, way, FEW, tmp_path)
    show(str(found))
    _assert_whole(found, FEW)


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
def test_many_kills_leave_nothing_half_done(cluster: Cluster, way: str, tmp_path: Path, show: Show) -> None:
    found = kill_again_and_again(cluster, way, MANY, tmp_path)
    show(str(found))
    _assert_whole(found, MANY)
    # Else no kill ever fell into a step, and the test proves nothing.
    assert found.done > 0
