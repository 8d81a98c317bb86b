"""Fresh voices for each test."""

import pytest

from cip.database.engine import Database
from cip.voice.vault import Vault
from tests.integration.parties.cast import make_cast
from tests.integration.voice.voices import Voices


@pytest.fixture
def voices(database: Database) -> Voices:
    """A firm with a consultancy that runs its surveys: see Voices."""
    made = Voices(make_cast(database), Vault("a key of at least thirty-two characters"))
    made.mandate(made.cast.firm)
    return made
