"""An award is closed by its office once nothing stands in the way, and changes no more; on both databases."""

import pytest
from sqlalchemy import select

from cip.database.engine import Database
from cip.database.outbox import OutboxRow
from cip.database.work import open_reading
from cip.incentives.actions.close_award import close_award
from cip.incentives.actions.follow_award import NewUse, close_meeting, invite_to_meeting, note_use
from cip.incentives.actions.look_before_payment import OddPaymentFactError, hold_part
from cip.incentives.actions.reserve_awards import WrongAwardStateError
from cip.incentives.actions.settle_report import judge_line, reopen_report, settle_report
from cip.incentives.actions.write_report import WrongReportStateError
from cip.incentives.award_checks import NotInOrderError
from cip.incentives.reads.awards import steps_of_award
from cip.incentives.reads.closing import why_not_closed
from cip.incentives.reads.money_faults import money_faults
from cip.incentives.reads.tranches import tranches_of
from cip.kernel.days import add_months
from tests.integration.incentives.following import Following, make_following


def missing(following: Following) -> set[str]:
    with open_reading(following.database) as session:
        return {one.rule for one in why_not_closed(session, following.now(), following.day)}


def test_an_award_is_closed_once_nothing_stands_in_the_way(database: Database) -> None:
    following = make_following(database)
    id, known = following.award.id, frozenset({"M01"})
    unpaid, left = following.held("committed"), following.paid
    with following.office() as work:
        note_use(work, id, NewUse(measure="M01", started_on=following.day, source="Foglio orari"), known)
        with pytest.raises(NotInOrderError):
            close_award(work, id)
    assert missing(following) == {"close.part", "close.report", "close.kept"}
    # What is proved is what was paid: the balance comes to nothing.
    following.cost(left)
    following.send()
    with following.office() as work:
        judge_line(work, id, following.report.lines[0].id, left)
        settle_report(work, id)
        meeting = invite_to_meeting(work, id, following.day, "Sede")
        close_meeting(work, id, meeting, "held", "Presenti tutti.")
    days = (add_months(following.day, 36) - following.day).days
    with following.office("piero", days=days) as work:
        close_award(work, id)
        with pytest.raises(WrongAwardStateError):
            close_award(work, id)
        with pytest.raises(WrongAwardStateError):
            note_use(work, id, NewUse(measure="M01", started_on=following.day, source="Foglio"), known)
        with pytest.raises(WrongReportStateError):
            reopen_report(work, id, "Una svista.")
        with pytest.raises(OddPaymentFactError):
            hold_part(work, id, "first", "doubt", "Per sicurezza.")
    assert (following.held("paid"), following.held("committed"), unpaid > 0) == (left, 0, True)
    with open_reading(database) as session:
        step = steps_of_award(session, id)[-1]
        assert (step.action, step.by_person) == ("close", following.ranks.calling.people["piero"])
        assert {one.state for one in tranches_of(session, id, following.day)} == {"nothing"}
        assert list(money_faults(session)) == []
        payloads = session.scalars(select(OutboxRow.payload).where(OutboxRow.template == "award_followed")).all()
        assert any(f'awards/{id}"' in str(payload) for payload in payloads)
