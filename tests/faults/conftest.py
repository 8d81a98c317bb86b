"""A server of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.server import Server, free_port


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A running server on an empty folder; killed at the end."""
    running = Server(tmp_path, free_port())
    running.start()
    yield running
    running.kill()
