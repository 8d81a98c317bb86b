"""Unions say, take back, see and visit; the firm answers; what changed is looked at, and nothing changes by itself."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from cip.agreement.actions.adherence_work import NotThatMoveError, OddDayError
from cip.agreement.actions.attest_clause import (
    BadAnswerError,
    answer_attestation,
    attest_clause,
    withdraw_attestation,
)
from cip.agreement.actions.raise_rechecks import SettledAlreadyError, raise_rechecks, settle_recheck
from cip.agreement.actions.union_work import NotThereError
from cip.agreement.actions.visit_firm import give_up_visit, note_sighting, note_visit, plan_visit
from cip.agreement.attestations import BadStatementError, Saying, voices_of
from cip.agreement.clauses import ClauseResult, ClauseStatus
from cip.agreement.reads.attestations import (
    ATTESTATION,
    marks_on,
    sightings_on,
    statements_on,
    statements_on_all,
    visits_ahead,
    visits_on,
)
from cip.agreement.reads.unions import JOINED_FIRM, firms_of_unions, joined_firm, unions_for
from cip.agreement.records import AdherenceRow
from cip.agreement.union_firms import JoinedFirm
from cip.database.engine import Database
from cip.database.locks import lock
from cip.database.work import Session, open_reading
from cip.kernel.texts import Reason, Text
from cip.parties.access import Actor, NotYoursError, load_for, person
from cip.parties.actions.add_member import add_member
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.open_body import close_body, open_body, set_territories
from cip.parties.reads import mandates_of, memberships_of
from cip.parties.standing import Membership, Standing
from cip.rulebook.agreements import AgreementBook
from tests.integration.agreement.joiners import DAY, make_joiners
from tests.integration.agreement.unions import Unions, make_unions
from tests.integration.parties.cast import make_cast
from tests.unit.agreement.books import book as small_book


@pytest.fixture
def unions(database: Database, tmp_path: Path) -> Unions:
    """See Unions."""
    return make_unions(make_joiners(make_cast(database), tmp_path))


CLAUSE = {
    **{key: {"it": "x", "en": "x"} for key in ("title", "text", "deadline", "proof", "met_by")},
    "id": "B-02",
    "who": ["firm"],
    "check": {"kind": "in_force"},
    "basis": "x",
    "confidence": "invented",
}


def book() -> AgreementBook:
    """The small book with one clause."""
    whole = small_book()
    content = whole.model_dump(mode="json", by_alias=True)
    return AgreementBook.model_validate({**content, "clauses": [CLAUSE]}, strict=False)


def look(unions: Unions, status: ClauseStatus, days: int = 0) -> None:
    """Somebody looks at the clause: it stands so."""
    day = DAY + timedelta(days=days)
    result = ClauseResult("B-02", "now", status, (Reason("r", Text(it="x", en="x")),), Text(it="x", en="x"))
    with unions.joiners.on(day) as work:
        raise_rechecks(work, unions.adherence, [result], book(), on=day)


def withdraw(unions: Unions, statement: str, days: int = 1) -> None:
    """Take a statement back some days later."""
    day = DAY + timedelta(days=days)
    with unions.joiners.on(day) as work:
        withdraw_attestation(work, statement, "no_longer_so", on=day)


def test_two_unions_differ_and_both_stand(unions: Unions) -> None:
    first, second = unions.say("uno"), unions.say("due", "disputes")
    voice = voices_of(unions.statements, DAY)["B-02"]
    assert [one.id for one in voice.attests] == [first]
    assert [one.id for one in voice.disputes] == [second]
    assert voice.differ
    assert unions.joiners.cast.mails("clause_disputed") == ["ada@example.org"]


def test_a_newer_statement_of_one_union_takes_the_place_of_its_own_only(unions: Unions) -> None:
    unions.say("due")
    first = unions.say("uno")
    again = unions.say("uno", on=DAY + timedelta(days=1))
    assert unions.rechecks == [], "it attests the clause anew"
    last = unions.say("uno", "asks", on=DAY + timedelta(days=2))
    by_id = {one.id: one for one in unions.statements}
    assert [by_id[one].withdrawn_because for one in (first, again, last)] == ["replaced", "replaced", None]
    voice = voices_of(unions.statements, DAY + timedelta(days=2))["B-02"]
    assert (len(voice.attests), len(voice.asks)) == (1, 1)
    assert [one.source for one in unions.rechecks] == [f"statement:{again}"]


def test_taking_back_leaves_a_recheck_and_changes_nothing_else(unions: Unions) -> None:
    look(unions, "met")
    statement = unions.say()
    withdraw(unions, statement)
    (recheck,) = unions.rechecks
    assert (recheck.cause, recheck.open, recheck.clause_id) == ("withdrawn", True, "B-02")
    with open_reading(unions.joiners.cast.database) as session:
        assert marks_on(session, unions.adherence)["B-02"].status == "met"
    assert unions.joiners.cast.mails("statement_withdrawn") == ["ada@example.org"]
    with pytest.raises(NotThatMoveError):
        withdraw(unions, statement, days=2)


def test_a_dispute_that_is_taken_back_leaves_nothing_to_look_at(unions: Unions) -> None:
    withdraw(unions, unions.say(verdict="disputes"))
    assert unions.rechecks == []


def test_nobody_chooses_to_be_replaced(unions: Unions) -> None:
    statement = unions.say()
    with pytest.raises(ValueError, match="replaced"), unions.joiners.on(DAY) as work:
        withdraw_attestation(work, statement, "replaced", on=DAY)


def test_the_firm_answers_once_and_who_asked_is_told(unions: Unions) -> None:
    statement = unions.say(verdict="asks")
    assert unions.joiners.cast.mails("clause_asked") == ["ada@example.org"]
    with unions.joiners.on(DAY) as work:
        answer_attestation(work, statement, "will_keep", promised_on=DAY + timedelta(days=10), on=DAY)
    (said,) = unions.statements
    assert (said.state(DAY), said.answer, said.waits(DAY)) == ("answered", "will_keep", False)
    assert unions.joiners.cast.mails("clause_answered") == ["unionuno@example.org"]
    with pytest.raises(NotThatMoveError), unions.joiners.on(DAY) as work:
        answer_attestation(work, statement, "no_case", on=DAY)


def test_an_answer_fits_what_was_said(unions: Unions) -> None:
    attested, disputed = unions.say("uno"), unions.say("due", "disputes")
    with pytest.raises(NotThatMoveError), unions.joiners.on(DAY) as work:
        answer_attestation(work, attested, "kept_now", on=DAY)
    for promised in (None, DAY - timedelta(days=1)):
        with pytest.raises(BadAnswerError), unions.joiners.on(DAY) as work:
            answer_attestation(work, disputed, "will_keep", promised_on=promised, on=DAY)
    with pytest.raises(BadAnswerError), unions.joiners.on(DAY) as work:
        answer_attestation(work, disputed, "kept_now", promised_on=DAY, on=DAY)


def test_a_denied_clause_is_looked_at_again_once(unions: Unions) -> None:
    statement = unions.say()
    look(unions, "met")
    look(unions, "not_met", days=3)
    look(unions, "not_met", days=4)
    (recheck,) = unions.rechecks
    assert (recheck.cause, recheck.source) == ("contradiction", f"statement:{statement}")
    assert (recheck.status_before, recheck.status_after) == ("met", "not_met")
    (said,) = unions.statements
    assert said.withdrawn_on is None, "what the union said is the union's to take back"
    with open_reading(unions.joiners.cast.database) as session:
        assert marks_on(session, unions.adherence)["B-02"].since == DAY + timedelta(days=3)


def test_somebody_looks_once_and_says_what_holds(unions: Unions) -> None:
    withdraw(unions, unions.say())
    (recheck,) = unions.rechecks
    day = DAY + timedelta(days=2)
    with unions.joiners.on(day) as work:
        settle_recheck(work, recheck.id, "holds", looker="union", body_id=unions.body["due"], on=day)
    (settled,) = unions.rechecks
    assert (settled.outcome, settled.looker, settled.body_id) == ("holds", "union", unions.body["due"])
    with pytest.raises(SettledAlreadyError), unions.joiners.on(day) as work:
        settle_recheck(work, recheck.id, "unclear", looker="firm", on=day)


@pytest.mark.parametrize("who", ["lontano", "somebody else's"])
def test_only_a_union_of_the_place_and_its_own_people_say_something(unions: Unions, who: str) -> None:
    if who not in unions.body:
        unions.body[who], unions.person[who] = unions.body["uno"], unions.person["due"]
    with pytest.raises(NotThereError):
        unions.say(who)
    assert unions.statements == []


def test_nobody_says_anything_once_the_joining_or_the_union_has_ended(unions: Unions) -> None:
    with unions.joiners.cast.work() as work:
        close_body(work, unions.body["due"])
    with pytest.raises(NotThereError):
        unions.say("due")
    statement = unions.say("uno")
    end(unions)
    with pytest.raises(NotThereError):
        unions.say("uno", "disputes")
    withdraw(unions, statement)


def test_who_is_on_the_firms_side_is_no_union_there(unions: Unions) -> None:
    cast = unions.joiners.cast
    unions.say("uno")
    with cast.work() as work:
        firm = unions.joiners.firm
        add_member(work, unions.person["uno"], party_kind="firm", party_id=firm, role="collaborator")
        consultancy = open_body(work, "consultancy", "Studio di prova")
        add_member(work, unions.person["due"], party_kind="body", party_id=consultancy, role="staff")
    mandate(unions, consultancy)
    for who in ("uno", "due"):
        with pytest.raises(NotThereError):
            unions.say(who, "disputes")
    for do in (note_visit, plan_visit):
        with pytest.raises(NotThereError):
            act(unions, do, DAY)
    with open_reading(cast.database) as session:
        member, (statement,) = stored(unions, session, "uno"), statements_on(session, unions.adherence)
        assert unions_for(session, member, found(session, unions)) == ()
        assert unions_for(session, stored(unions, session, "due"), found(session, unions)) == ()
        with pytest.raises(NotYoursError):
            load_for(session, member, JOINED_FIRM, unions.adherence, action="read")
        with pytest.raises(NotYoursError):
            load_for(session, member, ATTESTATION, statement.id, action="withdraw", parent=unions.adherence)


def mandate(unions: Unions, body_id: str) -> None:
    """The firm lets a body see its workers' survey."""
    cast = unions.joiners.cast
    with cast.work() as work:
        give_mandate(work, unions.joiners.firm, body_id, scopes=["survey"], from_day=DAY, given_by=None)


def stored(unions: Unions, session: Session, who: str) -> Actor:
    """Somebody signed in with both factors, with all that is stored of them."""
    mine = memberships_of(session, unions.person[who])
    bodies = [one.party_id for one in mine if one.body_kind == "consultancy"]
    given = mandates_of(session, bodies, unions.person[who], DAY)
    return person(Standing(unions.person[who], "s" * 32, True, True, tuple(mine), tuple(given)), DAY)


def found(session: Session, unions: Unions) -> JoinedFirm:
    """The firm as unions know it."""
    firm = joined_firm(session, unions.adherence)
    assert firm is not None
    return firm


def test_before_the_joining_nothing_holds_and_of_others_clauses_nothing_is_said(unions: Unions) -> None:
    saying = Saying("attests", ("visit",), DAY - timedelta(days=1), DAY)
    for field, of_firm in (("joined", True), ("clause", False)):
        with pytest.raises(BadStatementError) as refusal:
            act(unions, attest_clause, "B-02", saying, agreement_ends=None, of_firm=of_firm)
        assert refusal.value.field == field
    assert unions.statements == []


def end(unions: Unions) -> None:
    """The joining ends."""
    with unions.joiners.on(DAY) as work:
        row = lock(work.session, AdherenceRow, unions.adherence)
        row.state, row.ended_on, row.ended_because = "ended", DAY, "expired"


def test_the_agreements_end_bounds_a_statement(unions: Unions) -> None:
    with pytest.raises(BadStatementError):
        unions.say(on=DAY + timedelta(days=900))


def act(unions: Unions, do: Callable[..., object], *arguments: object, **named: object) -> None:
    """Something that the first union does."""
    who = {"body_id": unions.body["uno"], "person_id": unions.person["uno"], "on": DAY}
    with unions.joiners.on(DAY) as work:
        do(work, unions.adherence, *arguments, **{**who, **named})


def test_what_was_seen_is_noted_once_a_day(unions: Unions) -> None:
    for _ in range(2):
        act(unions, note_sighting, "B-02", "payslip_line", seen_on=DAY)
    act(unions, note_sighting, "B-02", "paper", seen_on=DAY)
    for odd in (DAY + timedelta(days=1), DAY - timedelta(days=1)):
        with pytest.raises(OddDayError):
            act(unions, note_sighting, "B-02", "paper", seen_on=odd)
    with open_reading(unions.joiners.cast.database) as session:
        found = sightings_on(session, unions.adherence)
    assert sorted((one.item, one.seen_on) for one in found) == [("paper", DAY), ("payslip_line", DAY)]


def test_a_visit_is_planned_moved_made_and_given_up(unions: Unions) -> None:
    def ahead() -> list[object]:
        with open_reading(unions.joiners.cast.database) as session:
            return [one.planned_on for one in visits_ahead(session, [unions.body["uno"]])]

    act(unions, plan_visit, DAY + timedelta(days=7))
    act(unions, plan_visit, DAY + timedelta(days=7))
    act(unions, plan_visit, DAY + timedelta(days=9))
    assert ahead() == [DAY + timedelta(days=9)]
    assert unions.joiners.cast.mails("visit_planned") == ["ada@example.org"] * 2
    act(unions, note_visit, DAY)
    assert ahead() == []
    act(unions, plan_visit, DAY + timedelta(days=20))
    act(unions, give_up_visit)
    act(unions, note_visit, DAY)
    with pytest.raises(OddDayError):
        act(unions, note_visit, DAY - timedelta(days=1))
    for odd in (DAY - timedelta(days=1), DAY + timedelta(days=400)):
        with pytest.raises(OddDayError):
            act(unions, plan_visit, odd)
    with open_reading(unions.joiners.cast.database) as session:
        assert sorted(one.state for one in visits_on(session, unions.adherence)) == ["given_up", "made", "made"]


def standing(unions: Unions, who: str, *, strong: bool = True) -> Actor:
    """Somebody of a union, signed in."""
    member = Membership("m" * 32, "body", unions.body[who], "staff", "union")
    return person(Standing(unions.person[who], "s" * 32, strong=strong, fresh=True, memberships=(member,)), DAY)


def sees(unions: Unions, who: str, *, strong: bool = True) -> bool:
    """Whether a union's person gets at the firm."""
    with open_reading(unions.joiners.cast.database) as session:
        try:
            load_for(session, standing(unions, who, strong=strong), JOINED_FIRM, unions.adherence, action="attest")
        except NotYoursError:
            return False
        return True


def test_who_sees_a_firm_is_who_works_where_it_is_with_both_factors(unions: Unions) -> None:
    assert [sees(unions, who) for who in ("uno", "due", "lontano")] == [True, True, False]
    assert not sees(unions, "uno", strong=False)
    with unions.joiners.cast.work() as work:
        set_territories(work, unions.body["due"], [("Valfinta", "workshop")])
    assert not sees(unions, "due"), "the firm is a shop"


def test_an_ended_joining_is_seen_by_who_said_something_of_it(unions: Unions) -> None:
    unions.say("uno")
    end(unions)
    assert [sees(unions, who) for who in ("uno", "due")] == [True, False]


def test_a_draft_is_the_firms_own_affair(unions: Unions) -> None:
    with unions.joiners.on(DAY) as work:
        row = lock(work.session, AdherenceRow, unions.adherence)
        row.state, row.ended_on, row.ended_because = "ended", DAY, "left"
    draft = unions.joiners.draft()
    with open_reading(unions.joiners.cast.database) as session:
        assert joined_firm(session, draft) is None
        assert firms_of_unions(session, [unions.body["uno"]]) == []


def test_lists_hold_what_the_door_lets_in(unions: Unions) -> None:
    unions.say("uno")
    with open_reading(unions.joiners.cast.database) as session:
        for who, expected in (("uno", [unions.adherence]), ("due", [unions.adherence]), ("lontano", [])):
            found = firms_of_unions(session, [unions.body[who]])
            assert [firm.id for firm in found] == expected
            assert all(unions_for(session, standing(unions, who), firm) == (unions.body[who],) for firm in found)
        assert len(statements_on_all(session, [unions.adherence])[unions.adherence]) == 1
