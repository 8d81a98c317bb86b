"""A server of its own for every test."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.server import Server, free_port


@pytest.fixture(scope="session")
def read_rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the servers of these tests keep the rules that one of them has read."""
    return tmp_path_factory.mktemp("rules")


@pytest.fixture
def server(tmp_path: Path, read_rules: Path) -> Iterator[Server]:
    """A running server on an empty folder; killed at the end."""
    with running(tmp_path, read_rules) as started:
        yield started


@contextmanager
def running(folder: Path, cache: Path) -> Iterator[Server]:
    """A server that answers; killed at the end."""
    started = Server(folder, free_port(), cache)
    started.start()
    yield started
    started.kill()
