"""Firms answer their awards: they accept each obligation in time, give up, or let the term pass; both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cip.database.engine import Database
from cip.database.work import open_reading
from cip.incentives.actions.accept_award import NotAllAgreedError, TooLateError
from cip.incentives.actions.follow_breach import Found, drop_breach, find_breach_now
from cip.incentives.actions.move_call import NotYetError
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.actions.remind_awards import remind_of_awards
from cip.incentives.actions.reserve_awards import WrongAwardStateError
from cip.incentives.actions.waive_award import BreachIsOpenError, NotProvedError, lapse_award, waive_award
from cip.incentives.clarifying import reminder_days
from cip.incentives.reads.acceptances import acceptance_of, due_answer, notified_awards
from cip.incentives.reads.rankings import changes_of_call
from cip.incentives.reads.state_aid_entries import aids_of
from cip.incentives.records import AidReservationEndRow, AidReservationRow
from tests.integration.incentives.answering import accept, award, free, notified, pay, prove, working
from tests.integration.incentives.awarding import make_awarded
from tests.integration.incentives.ranks import Ranks, make_ranks

DAYS = 30
"""What the pilot call says."""


@pytest.fixture
def ranks(database: Database) -> Ranks:
    """See Ranks."""
    return make_ranks(database)


def kept(ranks: Ranks, firm_id: str) -> list[int]:
    """The room for aid that the call keeps for a firm, in cents."""
    r, e = AidReservationRow, AidReservationEndRow
    query = select(r.cents).outerjoin(e, e.reservation_id == r.id).where(r.firm_id == firm_id)
    with open_reading(ranks.database) as session:
        return list(session.scalars(query.where(e.reservation_id.is_(None))))


def test_every_obligation_is_agreed_to_in_its_words_and_in_time(ranks: Ranks) -> None:
    one, other = notified(ranks)[:2]
    with pytest.raises(NotAllAgreedError):
        accept(ranks, one, but="keep_measures")
    with pytest.raises(TooLateError):
        accept(ranks, one, days=DAYS + 1)
    accept(ranks, one, days=DAYS)
    assert award(ranks, one.id).state == "accepted"
    with open_reading(ranks.database) as session:
        found = acceptance_of(session, one.id)
        assert found is not None
        assert due_answer(session, award(ranks, one.id)) is None
        assert due_answer(session, other) is not None
    assert {promise.clause for promise in found.agreed} >= {"F-04", "F-06", "G-01", "G-06"}
    with pytest.raises(WrongAwardStateError):
        accept(ranks, one, days=DAYS)


def test_who_gives_up_gives_money_and_room_back_and_the_ranking_learns_of_it(ranks: Ranks) -> None:
    one = notified(ranks)[0]
    before = free(ranks)
    with pytest.raises(NoReasonError), working(ranks, one) as work:
        waive_award(work, one.id, reason=" ")
    with working(ranks, one) as work:
        waive_award(work, one.id, reason="Lavori rimandati.")
    assert award(ranks, one.id).state == "waived"
    assert free(ranks) == before + one.cents
    assert kept(ranks, one.firm_id) == []
    with open_reading(ranks.database) as session:
        changes = changes_of_call(session, ranks.call_id)
    assert [(change.kind, change.application_id) for change in changes] == [("waiver", one.application_id)]
    with pytest.raises(WrongAwardStateError), working(ranks, one) as work:
        waive_award(work, one.id, reason="Di nuovo.")


def test_what_was_paid_stays_money_and_aid(ranks: Ranks) -> None:
    one = notified(ranks)[0]
    accept(ranks, one)
    pay(ranks, one.id, 1_234)
    before = free(ranks)
    with working(ranks, one, days=40) as work, pytest.raises(NotProvedError):
        waive_award(work, one.id, reason="Il primo acconto ci basta.")
    prove(ranks, one.id, 1_234)
    with ranks.calling.work("olga") as work:
        breach_id = find_breach_now(work, one.id, Found("G-06", "", "La misura non si usa più."))
    with working(ranks, one, days=40) as work, pytest.raises(BreachIsOpenError):
        waive_award(work, one.id, reason="Impresa in vendita.")
    with ranks.calling.work("olga") as work:
        drop_breach(work, breach_id, "Si usa ancora.")
    with working(ranks, one, days=40) as work:
        waive_award(work, one.id, reason="Impresa in vendita.")
    assert free(ranks) == before + one.cents - 1_234
    assert kept(ranks, one.firm_id) == [1_234]


def test_the_term_passes_only_once_it_is_over(ranks: Ranks) -> None:
    one = notified(ranks)[0]
    with pytest.raises(NotYetError), ranks.calling.work("piero") as work:
        lapse_award(work, one.id)
    ranks.calling.now = ranks.calling.now.replace(month=ranks.calling.now.month + 2)
    before = free(ranks)
    with ranks.calling.work("piero") as work:
        lapse_award(work, one.id, reference="Prot. 7")
    assert (award(ranks, one.id).state, free(ranks)) == ("lapsed", before + one.cents)


def test_firms_are_reminded_before_the_term_ends_and_only_while_they_have_not_answered(ranks: Ranks) -> None:
    one, other = notified(ranks)[:2]
    accept(ranks, one)
    with open_reading(ranks.database) as session:
        until = due_answer(session, other)
    assert until is not None
    days = [day for day in range(DAYS + 2) if reminder_days(until, until - timedelta(days=day))]
    assert days, "a reminder that never comes proves nothing"
    with ranks.calling.work("system") as work:
        waiting = len(notified_awards(work.session))
        assert remind_of_awards(work, on=until - timedelta(days=days[0])) == waiting
        assert remind_of_awards(work, on=until + timedelta(days=1)) == 0
        assert one.id not in notified_awards(work.session)


def test_aid_that_was_granted_is_taken_back_but_for_what_was_paid(database: Database) -> None:
    awarded = make_awarded(database, state="notified", count=2)
    told = [one for one in awarded.awards if one.state == "notified"]
    for one, paid in zip(told, (0, 777), strict=True):
        with open_reading(database) as session:
            assert [aid.cents for aid in aids_of(session, one.firm_id)] == [one.cents]
        if paid:
            pay(awarded.ranks, one.id, paid)
            prove(awarded.ranks, one.id, paid)
        with working(awarded.ranks, one) as work:
            waive_award(work, one.id, reason="Impresa in vendita.")
        with open_reading(database) as session:
            assert [aid.cents for aid in aids_of(session, one.firm_id)] == ([paid] if paid else [])
