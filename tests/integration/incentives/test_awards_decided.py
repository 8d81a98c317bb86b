"""Awards from the reserve to the letter: last checks, two people, money and room, protocol numbers."""

import pytest

from cip.database.engine import Database
from tests.integration.incentives.awarding import make_awarded


def test_an_award_goes_from_reserved_to_notified(database: Database) -> None:
    made = make_awarded(database, "notified", count=2)
    states = [award.state for award in made.awards]
    assert states[:2] == ["notified", "notified"]
