"""Whoever leaves may do nothing more there; the last one who answers for a party stays."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from cip.database.work import open_reading
from cip.parties.access import Actor, person, roles_on_firm
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.leave_party import LastHeadError, change_role, leave_party
from cip.parties.actions.open_web_session import open_web_session
from cip.parties.reads import mandates_given, members_of
from cip.parties.reads.standings import signed_in
from tests.integration.parties.cast import NOW, Cast

DAY = date(2026, 11, 21)


def sign_in(cast: Cast, person_id: str, digest: str = "a" * 64, *, strong: bool = True) -> None:
    with cast.work() as work:
        open_web_session(work, person_id, digest=digest, browser="test", strong=strong)


def actor_of(cast: Cast, digest: str = "a" * 64) -> Actor | None:
    with open_reading(cast.database) as session:
        found = signed_in(session, digest, cast.now, DAY)
    return None if found is None else person(found.standing, DAY)


def test_the_last_owner_stays_until_another_one_is_named(cast: Cast) -> None:
    ada, bruno = cast.membership(cast.ada, cast.firm), cast.membership(cast.bruno, cast.firm)
    with pytest.raises(LastHeadError), cast.work() as work:
        leave_party(work, ada)
    with pytest.raises(LastHeadError), cast.work() as work:
        change_role(work, ada, "collaborator")
    with cast.work() as work:
        change_role(work, bruno, "owner")
        leave_party(work, ada)
    with open_reading(cast.database) as session:
        assert {one.person_id: one.role for one in members_of(session, cast.firm)} == {cast.bruno: "owner"}


def test_of_two_owners_who_leave_at_once_one_stays(cast: Cast) -> None:
    with cast.work() as work:
        change_role(work, cast.membership(cast.bruno, cast.firm), "owner")
    ids = [cast.membership(who, cast.firm) for who in (cast.ada, cast.bruno)]

    def leave(membership_id: str) -> bool:
        try:
            with cast.work() as work:
                leave_party(work, membership_id)
        except LastHeadError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(leave, ids)) == [False, True]


def test_a_role_that_changes_ends_the_sessions(cast: Cast) -> None:
    sign_in(cast, cast.bruno)
    assert actor_of(cast) is not None
    cast.now = NOW + timedelta(seconds=1)
    with cast.work() as work:
        change_role(work, cast.membership(cast.bruno, cast.firm), "owner")
    assert actor_of(cast) is None


def test_the_same_role_again_ends_nothing(cast: Cast) -> None:
    sign_in(cast, cast.bruno)
    with cast.work() as work:
        change_role(work, cast.membership(cast.bruno, cast.firm), "collaborator")
    assert actor_of(cast) is not None


def test_a_consultant_who_leaves_the_body_leaves_its_firms(cast: Cast) -> None:
    with cast.work() as work:
        in_person = give_mandate(
            work, cast.firm, cast.body, scopes=["check_up"], from_day=DAY, person_id=cast.dario, given_by=cast.ada
        )
        whole = give_mandate(work, cast.firm, cast.body, scopes=["survey"], from_day=DAY, given_by=cast.ada)
    sign_in(cast, cast.dario)
    before = actor_of(cast)
    assert before is not None
    assert roles_on_firm(before, cast.firm) == {"consultant"}
    assert before.for_firm(cast.firm, "check_up").label == f"person:{cast.dario}/mandate:{in_person}"
    cast.now = NOW + timedelta(seconds=1)
    with cast.work() as work:
        leave_party(work, cast.membership(cast.dario, cast.body))
    assert actor_of(cast) is None
    sign_in(cast, cast.dario, "b" * 64)
    after = actor_of(cast, "b" * 64)
    assert after is not None
    assert roles_on_firm(after, cast.firm) == frozenset()
    with open_reading(cast.database) as session:
        revoked = {one.id: one.mandate.revoked for one in mandates_given(session, cast.firm)}
    assert revoked == {in_person: True, whole: False}
