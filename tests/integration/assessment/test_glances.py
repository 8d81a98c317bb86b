"""Lists show the numbers of the newest results, and nothing where a result does not say them."""

from datetime import date

from cip.assessment.actions import adopt_check_up, conclude_check_up
from cip.assessment.reads import (
    Glance,
    check_ups_of_firm,
    check_ups_without_results,
    current_answers,
    glances_of,
    newest_of,
    verified_glances_of,
)
from cip.database.work import open_reading
from cip.kernel.canonical import canonical_json
from tests.integration.parties.cast import make_cast
from tests.integration.worlds import World

DAY = date(2026, 11, 21)


def conclude(world: World, result: dict[str, object]) -> None:
    with world.work() as work:
        conclude_check_up(
            work,
            world.check_up_id,
            answers=current_answers(work.session, world.check_up_id),
            on_day=DAY,
            pack_sha256=world.pack_sha256,
            engine_version="0.1.0",
            result=canonical_json(result),
        )


def glance(world: World) -> Glance | None:
    with open_reading(world.database) as session:
        return glances_of(session, [world.check_up_id]).get(world.check_up_id)


def test_the_newest_result_counts(world: World) -> None:
    assert glance(world) is None
    conclude(world, {"level": 1, "total": {"low": 3.0, "high": 99.9}})
    conclude(world, {"because": "Perché sì", "level": 3, "total": {"low": 32.4, "high": 50}})
    assert glance(world) == Glance(DAY, 3, 32.4, 50.0)
    with open_reading(world.database) as session:
        assert verified_glances_of(session, [world.check_up_id]) == {}
        assert glances_of(session, []) == {}


def test_what_a_result_does_not_say_is_no_number(world: World) -> None:
    conclude(world, {"total": {"low": 32.4}})
    assert glance(world) == Glance(DAY, None, 32.4, None)


def test_a_result_without_a_level_has_none_in_the_portfolio(world: World) -> None:
    cast = make_cast(world.database)
    conclude(world, {"total": {"low": 32.4, "high": 50.0}})
    with world.work() as work:
        adopt_check_up(work, world.check_up_id, cast.firm, on_day=DAY)
    with open_reading(world.database) as session:
        newest = newest_of(session, [cast.firm])[cast.firm]
        (listed,) = check_ups_of_firm(session, cast.firm)
        assert check_ups_without_results(session, cast.firm) == [listed.check_up]
    assert (newest.state, newest.level, newest.verified_level) == ("concluded", None, None)
    assert (listed.result_on, listed.level, listed.low, listed.high) == (DAY, None, 32.4, 50.0)
