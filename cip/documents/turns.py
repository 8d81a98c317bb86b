"""One PDF at a time on the whole machine: whoever does not get the turn goes on at once with something else."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def turn(lock: Path | None) -> Iterator[bool]:
    """True inside if nobody else, in any process, holds the turn of this file; it is given back at the end, also when
    the process dies. Without a file it is always ours.
    """
    if lock is None:
        yield True
        return
    lock.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Opened anew each time: two openings of one process keep each other out like those of two.
    handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _taken(handle)
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
