"""kill -9 of `cip work` while it sends, and of whoever puts messages in: none is lost, none goes out without its
commit, and one that goes out again is the same message. Twenty kills run with every change, 200 with `make long`.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from cip.database import migrate
from tests.faults.outbox_kills import PAUSE, Figures, open_place
from tests.faults.sink import open_sink

FEW, MANY = 20, 200


def _run(folder: Path, kills: int) -> Figures:
    url = f"sqlite:///{folder / 'cip.sqlite'}"
    migrate.upgrade(url)
    with open_sink(PAUSE) as sink, open_place(url, sink, folder) as place:
        place.kill_workers(kills)
        place.finish()
        found = place.figures(kills)
        assert place.bytes_differ() == []
    return found


def _assert_whole(found: Figures) -> None:
    assert (found.lost, found.without_commit, found.forgotten, found.twice_with_other_id) == (0, 0, 0, 0), found
    assert found.committed >= found.acknowledged > 0


def test_kills_lose_nothing_and_send_nothing_uncommitted(tmp_path: Path, show: Callable[[str], None]) -> None:
    found = _run(tmp_path, FEW)
    show(str(found))
    _assert_whole(found)


@pytest.mark.long
def test_many_kills_lose_nothing_and_send_nothing_uncommitted(tmp_path: Path, show: Callable[[str], None]) -> None:
    found = _run(tmp_path, MANY)
    show(str(found))
    _assert_whole(found)
    # Else the kills never fell between the server's answer and the mark, and prove nothing about it.
    assert found.twice > 0
