"""One PDF at a time on a machine, whichever process asks."""

import subprocess
import sys
from pathlib import Path

import pytest

from cip.documents.pool import BusyError, PdfPool
from cip.documents.turns import turn
from cip.kernel.errors import RefusalError
from tests.unit.documents.papers import report_of

HOLD = """
import sys
from pathlib import Path
from cip.documents.turns import turn
with turn(Path(sys.argv[1])) as ours:
    print(ours, flush=True)
    sys.stdin.read()
"""


def test_the_second_one_goes_on_at_once_and_the_next_has_its_turn(tmp_path: Path) -> None:
    lock = tmp_path / "var" / "pdf.lock"
    with turn(lock) as first, turn(lock) as second:
        assert (first, second) == (True, False)
    with turn(lock) as again:
        assert again
    assert lock.stat().st_mode & 0o777 == 0o600
    assert lock.parent.stat().st_mode & 0o777 == 0o700


def test_without_a_file_it_is_always_ours() -> None:
    with turn(None) as first, turn(None) as second:
        assert first
        assert second


def test_a_process_that_dies_gives_its_turn_back(tmp_path: Path) -> None:
    lock = tmp_path / "pdf.lock"
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", HOLD, str(lock)], stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        with PdfPool(turns=lock) as pool, pytest.raises(BusyError, match="in a moment"):
            pool.render(report_of("empty"))
        other.kill()
        other.wait()
    with turn(lock) as ours:
        assert ours


def test_the_turn_is_given_back_when_a_paper_fails(tmp_path: Path) -> None:
    lock = tmp_path / "pdf.lock"
    with PdfPool(turns=lock, seconds=0.01) as pool, pytest.raises(RefusalError, match="in time"):
        pool.render(report_of("empty"))
    with turn(lock) as ours:
        assert ours
