"""Starts `cip work` and a committer as processes of their own, each forked from one that has imported everything: so a
kill costs milliseconds instead of the second that Python needs to start.

Run as a script it is that process: it reads `work` or `commit PREFIX` from its input, forks, and prints the child's id.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Nursery:
    """The parent of all that is killed."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.nursery"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def start(self, *words: str) -> int:
        """Start a child; its process id."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self) -> None:
        """End the parent; no child may be left."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def kill(child: int) -> None:
    """kill -9, and wait until it is gone."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    wait_for(child)


def wait_for(child: int, seconds: float = 60) -> None:
    """Wait until a child is gone."""
    deadline = time.monotonic() + seconds
    while _alive(child):
        assert time.monotonic() < deadline, "the process does not end"
        time.sleep(0.005)


def _alive(child: int) -> bool:
    try:
        os.kill(child, 0)
    except ProcessLookupError:
        return False
    return True


def _commit(prefix: str) -> None:
    """Put mails into the outbox again and again, three in a Work; every fourth Work is rolled back. What was committed
    is written down afterwards, in a journal that a kill does not empty.
    """
    from cip.database import outbox
    from cip.database.engine import open_database
    from cip.database.work import open_work
    from cip.kernel.clock import now
    from cip.parties.access import SYSTEM

    class RolledBack(Exception):
        """Nobody may ever see these mails."""

    database = open_database(os.environ["CIP_DATABASE_URL"])
    journal = os.open(os.environ["CIP_TEST_JOURNAL"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for number in range(200):
        names = [f"{prefix}x{number}x{part}" for part in range(3)]
        with contextlib.suppress(RolledBack), open_work(database, actor=SYSTEM, now=now()) as work:
            for name in names:
                values = {"firm": "Officina di prova", "link": f"/it/{name}"}
                order = {"template": "plan_to_sign", "to": f"{name}@example.org", "language": "it", "values": values}
                outbox.put(work, "mail", order)
            if number % 4 == 3:
                raise RolledBack
        if number % 4 != 3:
            os.write(journal, "".join(f"{name}\n" for name in names).encode())
        time.sleep(0.04)


def _children() -> Iterator[list[str]]:
    for line in sys.stdin:
        child = os.fork()
        if not child:
            yield line.split()
            return
        print(child, flush=True)  # noqa: T201 - the answer to whoever asked


def main() -> None:
    """The parent, and in each fork the child."""
    import cip.cli.main
    import cip.cli.work

    # Nobody waits for the children here: the system may forget them at once.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for words in _children():
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        devnull = os.open(os.devnull, os.O_RDWR)
        os.dup2(devnull, 0)
        os.dup2(devnull, 1)
        if words[0] == "commit":
            _commit(words[1])
        else:
            sys.argv = ["cip", *words]
            cip.cli.main.main()


if __name__ == "__main__":
    main()
