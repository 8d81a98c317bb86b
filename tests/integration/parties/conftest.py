"""A fresh cast for each test."""

import pytest

from cip.database.engine import Database
from tests.integration.parties.cast import Cast, make_cast


@pytest.fixture
def cast(database: Database) -> Cast:
    """See Cast."""
    return make_cast(database)
