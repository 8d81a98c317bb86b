"""A firm takes over what a guest began: from then on it is the firm's alone, and its chains still verify."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from cip.assessment.actions import (
    adopt_check_up,
    erase_family,
    keep_check_up,
    merge_firms,
    note_on_firm,
    purge_expired,
    resume_check_up,
    save_answers,
    start_check_up,
    start_next_check_up,
)
from cip.assessment.bound import bind
from cip.assessment.reads import (
    CHECK_UP,
    chain_faults_of_all,
    check_ups_of_firm,
    events_after,
    find_check_up,
    has_code,
    notes_on,
    who_wrote,
)
from cip.assessment.stored import StoredCheckUp
from cip.database.locks import RowGoneError
from cip.database.packs import keep_pack
from cip.database.work import open_reading, open_work
from cip.parties.access import Actor, NotYoursError, guest, load_for, person
from cip.parties.actions.ask_for_help import ask_for_help
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.merge_parties import CannotMergeError
from cip.parties.actions.register_firm import FirmDetails, NewSeat, register_firm
from cip.parties.reads import (
    find_firm,
    mandates_given,
    mandates_of,
    members_of,
    memberships_of,
    requests_of_firm,
    seats_of,
)
from cip.parties.standing import Standing
from cip.voice.vault import Vault
from tests.integration.parties.cast import GARAGE, Cast, make_cast
from tests.integration.worlds import NOW, World
from tests.unit.assessment.firms import the_pack

TODAY = NOW.date()
CODE = "1" * 64
VAULT = Vault("a key of at least thirty-two characters")
PHONE = guest("the secret of the owner's phone", TODAY)
LATER = TODAY + timedelta(days=60)


@pytest.fixture
def cast(world: World) -> Cast:
    """The cast, beside the guest's check-up."""
    return make_cast(world.database)


def member(cast: Cast, who: str, on: date = TODAY) -> Actor:
    with open_reading(cast.database) as session:
        memberships = tuple(memberships_of(session, who))
        mandates = tuple(mandates_of(session, [cast.body], who, on))
    return person(Standing(who, "s" * 32, True, True, memberships, mandates), on)


def check_up(world: World, check_up_id: str | None = None) -> StoredCheckUp:
    with open_reading(world.database) as session:
        assert list(chain_faults_of_all(session)) == []
        found = find_check_up(session, check_up_id or world.check_up_id)
    assert found is not None
    return found


def may(world: World, actor: Actor, check_up_id: str | None = None) -> bool:
    try:
        with open_reading(world.database) as session:
            load_for(session, actor, CHECK_UP, check_up_id or world.check_up_id, action="answer")
    except NotYoursError:
        return False
    return True


def adopted(world: World, cast: Cast) -> list[str]:
    with world.work() as work:
        return adopt_check_up(work, world.check_up_id, cast.firm, on_day=TODAY)


def kept_and_resumed(world: World) -> None:
    with world.work() as work:
        keep_check_up(work, world.check_up_id, code_digest=CODE, on_day=TODAY, until=LATER)
    with world.work() as work:
        resume_check_up(work, code_digest=CODE, guest_digest=str(PHONE.guest_digest), today=TODAY)


def following(world: World, from_id: str) -> str:
    pack = the_pack()
    with world.work() as work:
        keep_pack(work, pack.sha256, pack.id, pack.canonical)
        bound = bind(pack, TODAY)
        return start_next_check_up(work, from_id, bound=bound, language="it", expires_on=LATER, kept_until=LATER).id


def test_it_is_the_firms_and_no_browsers_any_more(world: World, cast: Cast) -> None:
    kept_and_resumed(world)
    assert may(world, PHONE)
    assert adopted(world, cast) == [world.check_up_id]
    found = check_up(world)
    assert (found.firm_id, found.guest_digest, found.expires_on, found.kept_on) == (cast.firm, None, None, None)
    assert not may(world, world.guest)
    assert not may(world, PHONE)
    assert may(world, member(cast, cast.ada))
    assert may(world, member(cast, cast.bruno))
    assert not may(world, member(cast, cast.dario))
    with open_reading(world.database) as session:
        assert not has_code(session, world.check_up_id)
        last = {event.question_id: event.value for event in events_after(session, world.check_up_id)}
    assert last == {"kept": None, "holders": "0", "adopted": f'{{"firm":"{cast.firm}"}}'}


def test_it_no_longer_expires(world: World, cast: Cast) -> None:
    adopted(world, cast)
    with world.work() as work:
        assert purge_expired(work, date(2040, 1, 1)) == []
    assert check_up(world).firm_id == cast.firm


def test_the_whole_family_moves(world: World, cast: Cast) -> None:
    second = following(world, world.check_up_id)
    assert adopted(world, cast) == [world.check_up_id, second]
    assert check_up(world, second).firm_id == cast.firm
    third = following(world, second)
    found = check_up(world, third)
    assert (found.firm_id, found.guest_digest, found.expires_on) == (cast.firm, None, None)
    assert not may(world, world.guest, third)
    with world.work() as work:
        assert len(erase_family(work, second, TODAY)) == 3


def test_what_a_firm_has_no_other_firm_takes(world: World, cast: Cast) -> None:
    with cast.work() as work:
        other = register_firm(work, FirmDetails("Officina"), tax_code=GARAGE, owner_id=cast.dario)
    adopted(world, cast)
    with pytest.raises(RowGoneError), world.work() as work:
        adopt_check_up(work, world.check_up_id, other, on_day=TODAY)
    with pytest.raises(RowGoneError), world.work() as work:
        adopt_check_up(work, world.check_up_id, "f" * 32, on_day=TODAY)
    assert check_up(world).firm_id == cast.firm


def test_what_is_over_is_taken_by_nobody(world: World, cast: Cast) -> None:
    with pytest.raises(RowGoneError), world.work() as work:
        adopt_check_up(work, world.check_up_id, cast.firm, on_day=date(2030, 1, 1))


def test_a_check_up_begins_in_a_firm(world: World, cast: Cast) -> None:
    with world.work() as work:
        inside = start_check_up(work, pack_sha256=world.pack_sha256, language="it", firm_id=cast.firm)
    found = check_up(world, inside)
    assert (found.firm_id, found.expires_on) == (cast.firm, None)
    with open_reading(world.database) as session:
        assert [one.check_up.id for one in check_ups_of_firm(session, cast.firm)] == [inside]
    for of_firm, of_guest in ((None, None), (cast.firm, "d" * 64), (None, "d" * 64)):
        with pytest.raises(ValueError, match="by a guest"), world.work() as work:
            start_check_up(work, pack_sha256=world.pack_sha256, language="it", firm_id=of_firm, guest_digest=of_guest)


def test_a_row_that_changed_its_firm_is_named(world: World, cast: Cast) -> None:
    adopted(world, cast)
    with cast.work() as work:
        other = register_firm(work, FirmDetails("Officina"), tax_code=GARAGE, owner_id=cast.dario)
        moved = sa.text("UPDATE check_ups SET firm_id = :other")
        work.session.connection().execute(moved, {"other": other})
    with open_reading(world.database) as session:
        assert [fault.problem for fault in chain_faults_of_all(session)] == [
            "it belongs to another firm than the one that took it over"
        ]


def test_every_answer_says_under_which_mandate(world: World, cast: Cast) -> None:
    with world.work() as work:
        save_answers(work, world.check_up_id, {("facts", "workers"): 7, ("facts", "sector"): "shop"}, "page")
    adopted(world, cast)
    with cast.work() as work:
        mandate = give_mandate(work, cast.firm, cast.body, scopes=["check_up"], from_day=TODAY, given_by=cast.ada)
    acting = member(cast, cast.dario).for_firm(cast.firm, "check_up")
    with open_work(world.database, actor=acting, now=NOW) as work:
        save_answers(work, world.check_up_id, {("facts", "workers"): 8}, "page")
    with open_reading(world.database) as session:
        wrote = [(one.actor, one.answers) for one in who_wrote(session, world.check_up_id)]
    assert wrote == [("guest", 2), (f"person:{cast.dario}/mandate:{mandate}", 1)]


def test_merged_firms(world: World, cast: Cast) -> None:
    adopted(world, cast)
    with cast.work() as work:
        stays = register_firm(
            work, FirmDetails("Officina"), tax_code=GARAGE, owner_id=cast.dario, seats=[NewSeat("Sede", "Rho")]
        )
        give_mandate(work, cast.firm, cast.body, scopes=["check_up"], from_day=TODAY, given_by=cast.ada)
        note_on_firm(work, cast.firm, body_id=cast.body, text="Richiamare a marzo", next_on=None)
        ask_for_help(work, cast.firm, cast.body, place="Rho", note=None, made_by=cast.ada)
    with cast.work() as work:
        assert merge_firms(work, cast.firm, stays, vault=VAULT, on=TODAY) == 1
    assert check_up(world).firm_id == stays
    assert may(world, member(cast, cast.ada))
    with open_reading(world.database) as session:
        gone = find_firm(session, cast.firm)
        assert gone is not None
        assert (gone.merged_into, gone.closed_at) == (stays, NOW.replace(microsecond=0))
        roles = {one.person_id: one.role for one in members_of(session, stays)}
        assert roles == {cast.dario: "owner", cast.ada: "collaborator", cast.bruno: "collaborator"}
        assert members_of(session, cast.firm) == []
        assert [one.mandate.revoked for one in mandates_given(session, cast.firm)] == [True]
        assert [one.state for one in requests_of_firm(session, cast.firm)] == ["withdrawn"]
        assert len(seats_of(session, stays)) == 1
        notes = notes_on(session, [cast.firm, stays], cast.body)
        assert {firm: [note.text for note in found] for firm, found in notes.items()} == {stays: ["Richiamare a marzo"]}
    for pair in ((cast.firm, stays), (stays, stays), (stays, cast.firm)):
        with pytest.raises(CannotMergeError), cast.work() as work:
            merge_firms(work, *pair, vault=VAULT, on=TODAY)
