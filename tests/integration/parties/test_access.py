"""One door: what is not yours and what does not exist look the same."""

from datetime import date, timedelta

import pytest

from cip.assessment.actions import conclude_check_up, start_check_up
from cip.assessment.reads import CHECK_UP, SNAPSHOT, current_answers
from cip.database.work import open_reading
from cip.kernel.errors import RefusalError
from cip.parties.access import (
    ANONYMOUS,
    SYSTEM,
    Actor,
    Kind,
    NotYoursError,
    guest,
    known_kinds,
    load_for,
    register_kind,
)
from cip.parties.permissions import PERMISSIONS, Action, allowed
from tests.integration.worlds import World

DAY = date(2026, 11, 21)
OTHER = guest("the secret of browser B", DAY)


def refusal(world: World, actor: Actor, check_up_id: str, action: Action = "read") -> str:
    with open_reading(world.database) as session, pytest.raises(NotYoursError) as refused:
        load_for(session, actor, CHECK_UP, check_up_id, action=action)
    assert isinstance(refused.value, RefusalError)
    assert isinstance(refused.value, LookupError)
    return str(refused.value)


@pytest.mark.parametrize("action", ["read", "answer", "conclude", "keep", "continue", "close", "erase"])
def test_holder_may(world: World, action: Action) -> None:
    with open_reading(world.database) as session:
        found = load_for(session, world.guest, CHECK_UP, world.check_up_id, action=action)
    assert found.id == world.check_up_id


@pytest.mark.parametrize("action", ["read", "answer", "conclude", "keep", "continue", "close", "erase"])
@pytest.mark.parametrize("actor", [OTHER, ANONYMOUS], ids=["other", "anonymous"])
def test_nobody_else_may_and_learns_nothing(world: World, actor: Actor, action: Action) -> None:
    assert refusal(world, actor, world.check_up_id, action) == refusal(world, actor, "0" * 32, action)


@pytest.mark.parametrize(
    ("action", "may"),
    [("read", True), ("erase", True), ("answer", False), ("conclude", False), ("keep", False), ("close", False)],
)
def test_system_reads_and_erases_but_never_answers(world: World, action: Action, may: bool) -> None:
    with open_reading(world.database) as session:
        if may:
            assert load_for(session, SYSTEM, CHECK_UP, world.check_up_id, action=action).id == world.check_up_id
        else:
            with pytest.raises(NotYoursError):
                load_for(session, SYSTEM, CHECK_UP, world.check_up_id, action=action)


@pytest.mark.parametrize(
    "odd", ["", "x", "0" * 31, "0" * 33, "\x00" * 32, "A" * 32, "' OR 1=1 --", "0" * 32 + "\n", "٠" * 32]
)
def test_odd_ids_are_refused_like_any_other(world: World, odd: str) -> None:
    assert refusal(world, world.guest, odd) == refusal(world, world.guest, "0" * 32)


def test_claimed_check_up_is_no_longer_its_guests(world: World) -> None:
    from cip.assessment.records import CheckUpRow

    with world.work() as work:
        work.session.get_one(CheckUpRow, world.check_up_id).guest_digest = None
    refusal(world, world.guest, world.check_up_id)
    refusal(world, ANONYMOUS, world.check_up_id)


@pytest.mark.parametrize("action", ["read", "answer", "conclude", "keep", "continue", "close", "erase"])
def test_after_its_last_day_it_is_nobodys(world: World, action: Action) -> None:
    last = date(2027, 2, 19)
    for on, may in ((last, True), (last + timedelta(days=1), False)):
        actor = guest("the secret of browser A", on)
        if may:
            with open_reading(world.database) as session:
                load_for(session, actor, CHECK_UP, world.check_up_id, action=action)
        else:
            assert refusal(world, actor, world.check_up_id, action) == refusal(world, actor, "0" * 32, action)


def test_snapshot_needs_its_own_check_up(world: World) -> None:
    with world.work() as work:
        assert world.guest.guest_digest is not None
        second = start_check_up(
            work,
            pack_sha256=world.pack_sha256,
            guest_digest=world.guest.guest_digest,
            language="it",
            expires_on=DAY,
        )
        snapshot_id = conclude_check_up(
            work,
            world.check_up_id,
            answers=current_answers(work.session, world.check_up_id),
            on_day=DAY,
            pack_sha256=world.pack_sha256,
            engine_version="1",
            result="{}",
        )
    with open_reading(world.database) as session:
        found = load_for(session, world.guest, SNAPSHOT, snapshot_id, action="read", parent=world.check_up_id)
        assert found.id == snapshot_id
        for actor, parent in ((world.guest, second), (OTHER, world.check_up_id), (world.guest, "0" * 32)):
            with pytest.raises(NotYoursError):
                load_for(session, actor, SNAPSHOT, snapshot_id, action="read", parent=parent)
        with pytest.raises(ValueError, match="needs its parent"):
            load_for(session, world.guest, SNAPSHOT, snapshot_id, action="read")
        with pytest.raises(ValueError, match="has no parent"):
            load_for(session, world.guest, CHECK_UP, world.check_up_id, action="read", parent=second)


def test_every_kind_has_rows_and_every_row_its_kind() -> None:
    # All features are there once the application is imported.
    import cip.web.app  # noqa: F401

    assert {permission.kind for permission in PERMISSIONS} == known_kinds()


def test_what_is_no_row_is_refused() -> None:
    assert allowed("check_up", "read", frozenset({"holder"}))
    assert not allowed("check_up", "read", frozenset())
    assert not allowed("snapshot", "erase", frozenset({"holder", "system"}))
    assert not allowed("firm", "read", frozenset({"holder", "system"}))


def test_kind_is_registered_once() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        register_kind(Kind("check_up", CHECK_UP.load, CHECK_UP.roles))


def test_actor_is_a_guest_exactly_if_it_has_a_digest_and_a_day() -> None:
    digest = "d" * 64
    for wrong in (
        ("guest", None, DAY),
        ("guest", digest, None),
        ("anonymous", digest, None),
        ("system", digest, None),
        ("system", None, DAY),
    ):
        with pytest.raises(ValueError, match="a guest"):
            Actor(*wrong)
    assert (guest("a secret", DAY).label, SYSTEM.label, ANONYMOUS.label) == ("guest", "system", "anonymous")
    assert "secret" not in repr(guest("a secret", DAY))
    assert str(guest("a secret", DAY).guest_digest) not in repr(guest("a secret", DAY))
