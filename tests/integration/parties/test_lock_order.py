"""Two works that want the same rows the other way round: each waits for the other's first lock, so that an order that
is not the house's shows as a deadlock, without any luck.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from cip.database import outbox
from cip.database.engine import Database
from cip.database.locks import RowGoneError
from cip.database.outbox import OutboxRow
from cip.database.work import Work, open_reading
from cip.kernel.canonical import sha256_of
from cip.parties.actions.add_member import add_member
from cip.parties.actions.add_person import EmailTakenError, add_person
from cip.parties.actions.ask_for_help import NotThatStepError, answer_request, ask_for_help, confirm_help
from cip.parties.actions.close_account import close_account
from cip.parties.actions.forget_sign_ins import forget_sign_ins
from cip.parties.actions.give_mandate import BadMandateError, give_mandate
from cip.parties.actions.invite import accept_invitation, invite
from cip.parties.actions.leave_party import change_role, leave_party
from cip.parties.actions.links import LinkOverError, make_link, use_link
from cip.parties.actions.merge_parties import CannotMergeError, merge_parties
from cip.parties.actions.open_body import close_body
from cip.parties.actions.open_web_session import open_web_session
from cip.parties.actions.register_firm import FirmDetails, register_firm
from cip.parties.actions.second_factor import turn_off_factor
from cip.parties.actions.set_password import set_password
from cip.parties.reads import members_of
from tests.integration.parties.cast import GARAGE, NOW, Cast

DAY = date(2026, 11, 21)
SECRET = "a secret of a link"
# Long enough for the other thread to get to its own lock where nothing holds it back; where the order is right the
# second one waits in the database instead, and this much is lost.
PATIENCE = 0.6
LOCKS = (" FOR UPDATE", " FOR NO KEY UPDATE", "pg_advisory_xact_lock")
Action = Callable[[Work], object]


@dataclass(eq=False)
class Latch:
    """Each of two threads stops at its first statement that locks what `words` names, until the other one has come to
    its own, or patience is over.
    """

    words: dict[str, str]
    met: threading.Barrier = field(default_factory=lambda: threading.Barrier(2))
    passed: set[str] = field(default_factory=set)

    def __call__(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        who = threading.current_thread().name
        wanted = self.words.get(who)
        if wanted is None or who in self.passed:
            return
        if wanted in statement and any(lock in statement for lock in LOCKS):
            self.passed.add(who)
            try:
                self.met.wait(PATIENCE)
            except threading.BrokenBarrierError:
                return


@contextlib.contextmanager
def latched(database: Database, **words: str) -> Iterator[None]:
    latch = Latch(words)
    event.listen(database.engine, "after_cursor_execute", latch)
    try:
        yield
    finally:
        event.remove(database.engine, "after_cursor_execute", latch)


def both(cast: Cast, first: tuple[str, Action], second: tuple[str, Action]) -> list[object]:
    """What two works that run at once say: what they return, or the refusal that they end with. `first` and `second`
    name the table (or `advisory`) whose lock they stop at.
    """

    def run(name: str, action: Action) -> object:
        threading.current_thread().name = name
        try:
            with cast.work() as work:
                return action(work)
        except (RowGoneError, LinkOverError, CannotMergeError, EmailTakenError) as refused:
            return type(refused)

    with latched(cast.database, one=first[0], two=second[0]), ThreadPoolExecutor(2) as pool:
        running = [pool.submit(run, "one", first[1]), pool.submit(run, "two", second[1])]
        return [each.result(30) for each in running]


@pytest.fixture
def garage(cast: Cast) -> str:
    """A second firm, of Elsa alone."""
    elsa = cast.person("elsa")
    with cast.work() as work:
        return register_firm(work, FirmDetails("Officina"), tax_code=GARAGE, owner_id=elsa)


def invited(cast: Cast, work: Work, email: str, *, made_by: str | None = None) -> str:
    return invite(
        work,
        party_kind="firm",
        party_id=cast.firm,
        role="owner",
        email=email,
        digest=sha256_of(SECRET),
        link="/it/invitation/secret",
        language="it",
        made_by=made_by,
    )


def test_leaving_a_firm_while_it_is_merged(cast: Cast, garage: str) -> None:
    bruno = cast.membership(cast.bruno, cast.firm)
    left, merged = both(
        cast,
        ("memberships", lambda work: leave_party(work, bruno)),
        ("advisory", lambda work: merge_parties(work, cast.firm, garage)),
    )
    assert merged is None
    with open_reading(cast.database) as session:
        there = {one.person_id for one in members_of(session, garage)}
    assert (left is None) == (cast.bruno not in there)


def test_leaving_a_firm_while_accepting_another_role_there(cast: Cast) -> None:
    with cast.work() as work:
        # Bruno was invited, and joined another way meanwhile.
        leave_party(work, cast.membership(cast.bruno, cast.firm))
        invited(cast, work, "bruno@example.org")
        add_member(work, cast.bruno, party_kind="firm", party_id=cast.firm, role="collaborator")
    bruno = cast.membership(cast.bruno, cast.firm)
    left, accepted = both(
        cast,
        ("memberships", lambda work: leave_party(work, bruno)),
        ("advisory", lambda work: accept_invitation(work, sha256_of(SECRET), cast.bruno).party_id),
    )
    assert accepted == cast.firm
    # Whoever accepted first has another membership: the one that should end is over.
    assert left in (None, RowGoneError)


@pytest.mark.parametrize("change", ["password", "factor"])
def test_using_a_link_while_links_are_dropped(cast: Cast, change: str) -> None:
    with cast.work() as work:
        make_link(work, cast.bruno, "sign_in", SECRET)

    def dropped(work: Work) -> None:
        if change == "password":
            set_password(work, cast.bruno, "x" * 40)
        else:
            turn_off_factor(work, cast.bruno)

    used, done = both(
        cast,
        ("sign_in_links", lambda work: use_link(work, "sign_in", SECRET).person_id),
        ("people", dropped),
    )
    assert done is None
    assert used in (cast.bruno, LinkOverError)


def test_confirming_help_while_the_firm_is_merged(cast: Cast, garage: str) -> None:
    with cast.work() as work:
        request = ask_for_help(work, cast.firm, cast.body, place="Rho", note=None, made_by=cast.ada)
        answer_request(work, request, accept=True)

    def confirm(work: Work) -> None:
        confirm_help(work, request, scopes=["check_up"], from_day=DAY, to_day=None, given_by=cast.ada)

    def merge(work: Work) -> None:
        merge_parties(work, cast.firm, garage)

    def kindly(work: Work) -> object:
        try:
            confirm(work)
        except (NotThatStepError, BadMandateError):
            return "refused"
        return None

    confirmed, merged = both(cast, ("help_requests", kindly), ("firms", merge))
    assert merged is None
    assert confirmed in (None, "refused")


def test_inviting_while_leaving(cast: Cast) -> None:
    ada = cast.membership(cast.ada, cast.firm)

    def leave(work: Work) -> None:
        change_role(work, cast.membership(cast.bruno, cast.firm), "owner")
        leave_party(work, ada)

    invitation, left = both(
        cast,
        ("advisory", lambda work: invited(cast, work, "gina@example.org", made_by=cast.ada)),
        ("people", leave),
    )
    assert isinstance(invitation, str)
    assert left is None


def test_giving_a_mandate_while_the_firm_is_merged(cast: Cast, garage: str) -> None:
    def give(work: Work) -> object:
        try:
            return give_mandate(work, cast.firm, cast.body, scopes=["check_up"], from_day=DAY, given_by=cast.ada)
        except BadMandateError:
            return "refused"

    given, merged = both(cast, ("firms", give), ("people", lambda work: merge_parties(work, cast.firm, garage)))
    assert given is not None
    assert merged is None


def test_closing_a_body_while_somebody_leaves_it(cast: Cast) -> None:
    with cast.work() as work:
        mandate: dict[str, Any] = {"scopes": ["check_up"], "from_day": DAY, "given_by": cast.ada}
        for who in (cast.carla, cast.dario, None):
            give_mandate(work, cast.firm, cast.body, person_id=who, **mandate)
    closed, left = both(
        cast,
        ("bodies", lambda work: close_body(work, cast.body)),
        ("people", lambda work: close_account(work, cast.dario)),
    )
    assert (closed, left) == (None, None)


def test_forgetting_while_a_password_changes(cast: Cast) -> None:
    with cast.work() as work:
        make_link(work, cast.bruno, "sign_in", SECRET)
        open_web_session(work, cast.bruno, digest="d" * 64, browser="test")
    cast.now = NOW + timedelta(days=60)
    forgotten, changed = both(
        cast, ("sign_in_links", forget_sign_ins), ("people", lambda work: set_password(work, cast.bruno, "x" * 40))
    )
    assert forgotten in (0, 1, 2)
    assert changed is None


def test_two_clicks_make_one_account(cast: Cast) -> None:
    def join(work: Work) -> str:
        return add_person(work, email="gina@example.org", name="Gina", language="it")

    found = pair_at_once(cast, join)
    assert EmailTakenError in found
    assert sum(isinstance(each, str) for each in found) == 1


def test_the_same_message_put_by_two_is_one(cast: Cast) -> None:
    name = "5" * 32
    order = {
        "template": "security_notice",
        "to": "gina@example.org",
        "language": "it",
        "values": {"what": "password", "on": "2026-11-21", "link": "/it/account"},
    }
    assert pair_at_once(cast, lambda work: outbox.put(work, "mail", order, id=name)) == [name, name]
    with open_reading(cast.database) as session:
        assert session.get(OutboxRow, name) is not None


def pair_at_once(cast: Cast, action: Action) -> list[object]:
    """What two clicks say: on PostgreSQL both have asked before either writes, if nothing holds them back."""
    met = threading.Barrier(2)

    def run(_: int) -> object:
        try:
            with cast.work() as work:
                done = action(work)
                # Neither commits before the other has come as far, unless the database makes one wait.
                with contextlib.suppress(threading.BrokenBarrierError):
                    met.wait(PATIENCE)
                return done
        except EmailTakenError as refused:
            return type(refused)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, range(2)))
