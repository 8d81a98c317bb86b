"""A fresh firm that joins, for each test."""

from pathlib import Path

import pytest

from cip.database.engine import Database
from tests.integration.agreement.joiners import Joiners, make_joiners
from tests.integration.parties.cast import make_cast


@pytest.fixture
def joiners(database: Database, tmp_path: Path) -> Joiners:
    """See Joiners."""
    return make_joiners(make_cast(database), tmp_path / "files")
