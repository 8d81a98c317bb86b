"""What runs for a firm after its award is known, and the firm is reminded before it ends; on both databases."""

import json
from collections.abc import Callable, Sequence
from datetime import timedelta

import sqlalchemy as sa

from cip.agreement.days import national_holidays
from cip.database.engine import Database
from cip.database.outbox import OutboxRow
from cip.database.work import Session, open_reading
from cip.incentives.actions.follow_award import close_meeting, invite_to_meeting
from cip.incentives.actions.follow_breach import (
    Found,
    NewRevocation,
    confirm_breach,
    decide_revocation,
    find_breach_now,
    prepare_revocation,
    warn_of_breach,
)
from cip.incentives.actions.recover import plan_debt
from cip.incentives.actions.remind_awards import remind_of_awards
from cip.incentives.actions.remind_offices import remind_offices
from cip.incentives.actions.reserve_awards import record_award_move
from cip.incentives.actions.settle_report import ask_to_complete
from cip.incentives.actions.write_report import answer_request
from cip.incentives.clarifying import REMIND_BEFORE
from cip.incentives.reads.acceptances import due_answer, due_answers
from cip.incentives.reads.award_terms import award_terms
from cip.incentives.reads.register_days import codes_wait, register_days
from tests.integration.incentives.answering import notified, pay, working
from tests.integration.incentives.awarding import Awarding, rules
from tests.integration.incentives.following import Following, make_following
from tests.integration.incentives.ranks import make_ranks

FREE = national_holidays()


def mails(database: Database, template: str) -> list[dict[str, object]]:
    """What the mails of a template that wait to be sent say."""
    with open_reading(database) as session:
        kept = session.scalars(sa.select(OutboxRow.payload).where(OutboxRow.topic == "mail"))
        found = [json.loads(one) for one in kept if one]
    return [one["values"] for one in found if one["template"] == template]


def kinds(following: Following) -> list[str]:
    with open_reading(following.database) as session:
        found = award_terms(session)
        assert award_terms(session, [following.award.firm_id]) == found
        assert award_terms(session, [following.other.firm_id]) == []
    return sorted(one.kind for one in found)


def test_a_firm_is_reminded_of_what_runs_for_it_until_it_is_done(database: Database) -> None:
    following = make_following(database)
    id = following.award.id
    following.cost(100)
    following.send()
    with following.office() as work:
        breach_id = find_breach_now(work, id, Found("G-06", "", "La misura non si usa più."))
        warn_of_breach(work, breach_id, 20, FREE)
        ask_to_complete(work, id, "Manca una fattura.", 30, FREE)
        meeting_id = invite_to_meeting(work, id, following.day, "Sede")
    assert kinds(following) == ["meeting", "request", "warning"]
    with open_reading(database) as session:
        days = {one.kind: one.until for one in award_terms(session)}
    with following.office("system") as work:
        for day in days.values():
            assert remind_of_awards(work, on=day - timedelta(days=REMIND_BEFORE[0])) == 1
        assert remind_of_awards(work, on=days["request"] + timedelta(days=1)) == 0
    with following.firm() as work:
        answer_request(work, id, "Ecco la fattura.")
    with following.office(days=40) as work:
        close_meeting(work, id, meeting_id, "held", "Visto.")
        confirm_breach(work, breach_id, "Nessun rimedio.")
        prepare_revocation(work, breach_id, NewRevocation("whole", "Clausola essenziale caduta.", 30))
    assert kinds(following) == []
    with following.office("piero") as work:
        decide_revocation(work, breach_id, "55/2027", FREE)
    assert kinds(following) == ["debt"]
    with following.office() as work:
        plan_debt(work, id, 3, following.day)
    assert kinds(following) == ["debt", "debt", "debt"]


def test_the_days_of_all_firms_are_read_in_bulk(database: Database) -> None:
    following = make_following(database)
    pay(following.ranks, following.other.id, following.other.cents // 2)
    asked = []
    for one in (following.award, following.other):
        with following.office() as work:
            breach_id = find_breach_now(work, one.id, Found("G-06", "", "La misura non si usa più."))
            warn_of_breach(work, breach_id, 20, FREE)
        with following.office(days=40) as work:
            confirm_breach(work, breach_id, "Nessun rimedio.")
            prepare_revocation(work, breach_id, NewRevocation("whole", "Clausola essenziale caduta.", 30))
        with following.office("piero") as work:
            decide_revocation(work, breach_id, "55/2027", FREE)
        asked.append(questions(database, award_terms))
    assert [found for found, _count in asked] == [1, 2]
    assert asked[0][1] == asked[1][1], "the second debt asks no more of the database"


def test_the_days_to_answer_are_read_in_bulk(database: Database) -> None:
    ranks = make_ranks(database)
    waiting = notified(ranks)
    with open_reading(database) as session:
        expected = {one.id: due_answer(session, one) for one in waiting}
        assert {due.award_id: due.until for due in due_answers(session)} == expected
        assert due_answers(session, []) == []
        assert [due.award_id for due in due_answers(session, [waiting[0].firm_id])] == [waiting[0].id]
    many, before = questions(database, due_answers)
    with working(ranks, waiting[0]) as work:
        record_award_move(work, waiting[0].id, "accept", by="test")
    fewer, after = questions(database, due_answers)
    assert (many - fewer, before - after) == (1, 0)


def questions(database: Database, read: Callable[[Session], Sequence[object]]) -> tuple[int, int]:
    """How much a reading finds, and how many statements it sends."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    with open_reading(database) as session:
        read(session)
        sa.event.listen(database.engine, "before_cursor_execute", note)
        try:
            found = len(read(session))
        finally:
            sa.event.remove(database.engine, "before_cursor_execute", note)
    return found, len(seen)


def test_an_office_is_reminded_of_a_code_that_lapses_until_there_is_an_act(made: Awarding) -> None:
    law = rules().law or {}
    with open_reading(made.database) as session:
        assert codes_wait(session)
        days = register_days(session, law)
    # 20 days from the registration, which was the day before (D.M. 115/2017 art. 9 c.5).
    until = made.today + timedelta(days=19)
    assert {(one.until, one.award_id) for one in days} == {(until, award.id) for award in made.awards[:2]}
    with made.ranks.calling.work("system") as work:
        assert remind_offices(work, law, on=until - timedelta(days=REMIND_BEFORE[0])) == 2
        assert remind_offices(work, law, on=until + timedelta(days=1)) == 0
    told = mails(made.database, "register_due")
    assert len(told) == 2
    assert {(one["count"], one["until"]) for one in told} == {(2, until.isoformat())}
    for award in made.awards[:2]:
        made.prepare(award.id)
        made.approve(award.id)
    with open_reading(made.database) as session:
        assert not codes_wait(session)
        assert register_days(session, law) == []
