"""A mandate counts for what, whom and when it says, and not a moment after it was revoked."""

from datetime import date, timedelta

import pytest

from cip.database.work import open_reading
from cip.parties.access import ANONYMOUS, Actor, person, roles_on_firm
from cip.parties.actions.ask_for_help import (
    AskedAlreadyError,
    NotThatStepError,
    answer_request,
    ask_for_help,
    confirm_help,
    withdraw_request,
)
from cip.parties.actions.give_mandate import BadMandateError, give_mandate
from cip.parties.actions.open_body import close_body, open_body, set_territories
from cip.parties.actions.revoke_mandate import revoke_mandate
from cip.parties.reads import (
    find_help_request,
    mandates_given,
    mandates_held,
    mandates_of,
    memberships_of,
    requests_to_body,
    territories_of,
    territories_of_kind,
)
from cip.parties.standing import Scope, Standing
from tests.integration.parties.cast import Cast

DAY = date(2026, 11, 21)
BOTH = ["ada@example.org", "carla@example.org"]


def given(cast: Cast, *scopes: Scope, to_day: date | None = None, from_day: date = DAY, who: str | None = None) -> str:
    with cast.work() as work:
        return give_mandate(
            work,
            cast.firm,
            cast.body,
            scopes=scopes,
            from_day=from_day,
            to_day=to_day,
            person_id=who,
            given_by=cast.ada,
        )


def actor(cast: Cast, who: str, on: date = DAY, *, strong: bool = True) -> Actor:
    with open_reading(cast.database) as session:
        memberships = tuple(memberships_of(session, who))
        mandates = tuple(mandates_of(session, [cast.body], who, on))
    return person(Standing(who, "s" * 32, strong, True, memberships, mandates), on)


def test_people_of_the_body_act_for_the_firm_by_its_scopes(cast: Cast) -> None:
    given(cast, "check_up")
    for who in (cast.carla, cast.dario):
        assert roles_on_firm(actor(cast, who), cast.firm) == {"consultant"}
        assert roles_on_firm(actor(cast, who), cast.firm, "survey") == frozenset()
    assert roles_on_firm(actor(cast, cast.dario, strong=False), cast.firm) == frozenset()
    assert roles_on_firm(ANONYMOUS, cast.firm) == frozenset()
    assert cast.mails("mandate_given") == BOTH


def test_in_person_it_is_for_that_person(cast: Cast) -> None:
    given(cast, "check_up", who=cast.dario)
    assert roles_on_firm(actor(cast, cast.dario), cast.firm) == {"consultant"}
    assert roles_on_firm(actor(cast, cast.carla), cast.firm) == frozenset()
    assert cast.mails("mandate_given") == sorted([*BOTH, "dario@example.org"])


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (9, True), (10, False)])
def test_from_the_first_day_to_the_last(cast: Cast, days: int, may: bool) -> None:
    given(cast, "check_up", to_day=DAY + timedelta(days=9))
    on = DAY + timedelta(days=days)
    assert bool(roles_on_firm(actor(cast, cast.dario, on), cast.firm)) is may


def test_revoked_means_at_once(cast: Cast) -> None:
    mandate = given(cast, "check_up")
    with cast.work() as work:
        revoke_mandate(work, mandate)
        revoke_mandate(work, mandate)
    assert roles_on_firm(actor(cast, cast.dario), cast.firm) == frozenset()
    assert cast.mails("mandate_revoked") == BOTH
    with open_reading(cast.database) as session:
        assert [one.mandate.revoked for one in mandates_given(session, cast.firm)] == [True]
        assert [one.firm_name for one in mandates_held(session, cast.body)] == ["Forno Ada"]


def test_mandates_that_nobody_could_use_are_refused(cast: Cast) -> None:
    with cast.work() as work:
        union = open_body(work, "union", "Sindacato Prova")
    with pytest.raises(BadMandateError):
        given(cast)
    with pytest.raises(BadMandateError):
        given(cast, "survey", to_day=DAY - timedelta(days=1), from_day=DAY - timedelta(days=5))
    with pytest.raises(BadMandateError):
        given(cast, "survey", from_day=DAY + timedelta(days=5), to_day=DAY + timedelta(days=4))
    with pytest.raises(BadMandateError):
        given(cast, "survey", who=cast.bruno)
    with pytest.raises(BadMandateError), cast.work() as work:
        give_mandate(work, cast.firm, union, scopes=["survey"], from_day=DAY, given_by=cast.ada)
    assert cast.mails("mandate_given") == []


def asked(cast: Cast) -> str:
    with cast.work() as work:
        return ask_for_help(work, cast.firm, cast.body, place="Bollate", note="Da dove iniziamo?", made_by=cast.ada)


def state(cast: Cast, request: str) -> str:
    with open_reading(cast.database) as session:
        found = find_help_request(session, request)
    assert found is not None
    return found.state


def test_help_is_asked_accepted_and_confirmed_by_a_mandate(cast: Cast) -> None:
    request = asked(cast)
    assert cast.mails("help_request") == ["carla@example.org"]
    with cast.work() as work:
        answer_request(work, request, accept=True, answer="Volentieri", person_id=cast.dario)
    assert roles_on_firm(actor(cast, cast.dario), cast.firm) == frozenset()
    with cast.work() as work:
        confirm_help(work, request, scopes=["check_up"], from_day=DAY, to_day=None, given_by=cast.ada)
    assert roles_on_firm(actor(cast, cast.dario), cast.firm) == {"consultant"}
    assert roles_on_firm(actor(cast, cast.carla), cast.firm) == frozenset()
    assert state(cast, request) == "confirmed"


@pytest.mark.parametrize("answered", [True, False])
def test_a_mandate_closes_what_was_asked_of_the_same_body(cast: Cast, answered: bool) -> None:
    request = asked(cast)
    if answered:
        with cast.work() as work:
            answer_request(work, request, accept=True)
    with cast.work() as work:
        mandate = give_mandate(work, cast.firm, cast.body, scopes=["check_up"], from_day=DAY, given_by=cast.ada)
    with open_reading(cast.database) as session:
        found = find_help_request(session, request)
    assert found is not None
    assert (found.state, found.mandate_id, found.waits) == ("confirmed", mandate, False)
    assert found.answered_at is not None
    with pytest.raises(NotThatStepError), cast.work() as work:
        confirm_help(work, request, scopes=["check_up"], from_day=DAY, to_day=None, given_by=cast.ada)


def test_steps_of_a_request_are_taken_once(cast: Cast) -> None:
    request = asked(cast)
    with pytest.raises(AskedAlreadyError):
        asked(cast)
    with pytest.raises(NotThatStepError), cast.work() as work:
        confirm_help(work, request, scopes=["check_up"], from_day=DAY, to_day=None, given_by=cast.ada)
    with cast.work() as work:
        answer_request(work, request, accept=False, answer="Per ora no")
    for again in (True, False):
        with pytest.raises(NotThatStepError), cast.work() as work:
            answer_request(work, request, accept=again)
    with pytest.raises(NotThatStepError), cast.work() as work:
        withdraw_request(work, request)
    second = asked(cast)
    with cast.work() as work:
        withdraw_request(work, second)
    with open_reading(cast.database) as session:
        assert [one.id for one in requests_to_body(session, cast.body)] == [request]


def test_who_is_proposed_belongs_to_the_body(cast: Cast) -> None:
    request = asked(cast)
    with pytest.raises(BadMandateError), cast.work() as work:
        answer_request(work, request, accept=True, person_id=cast.bruno)
    assert state(cast, request) == "open"


def test_a_body_that_closes_ends_what_it_has(cast: Cast) -> None:
    given(cast, "check_up")
    request = asked(cast)
    with cast.work() as work:
        close_body(work, cast.body)
        close_body(work, cast.body)
    assert roles_on_firm(actor(cast, cast.dario), cast.firm) == frozenset()
    assert state(cast, request) == "refused"
    with pytest.raises(BadMandateError):
        given(cast, "survey")


def test_territories_are_written_whole(cast: Cast) -> None:
    for wanted in ({("Bollate", "*"), ("Rho", "shop")}, {("Rho", "shop"), ("*", "office")}):
        with cast.work() as work:
            set_territories(work, cast.body, wanted)
        with open_reading(cast.database) as session:
            found = territories_of(session, cast.body)
            assert found == territories_of_kind(session, "consultancy")
        assert {(one.municipality, one.sector) for one in found} == wanted
