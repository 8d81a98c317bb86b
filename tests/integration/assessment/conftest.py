"""What the tests of plans begin from."""

import pytest

from tests.integration.assessment.planning import with_plan
from tests.integration.worlds import World


@pytest.fixture
def planned(world: World) -> World:
    """A check-up on the real pack, with a plan that can be agreed."""
    return with_plan(world)
