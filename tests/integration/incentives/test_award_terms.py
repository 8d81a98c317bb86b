"""What runs for a firm after its award is known, and the firm is reminded before it ends; on both databases."""

from datetime import timedelta

from cip.agreement.days import national_holidays
from cip.database.engine import Database
from cip.database.work import open_reading
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
from cip.incentives.actions.settle_report import ask_to_complete
from cip.incentives.actions.write_report import answer_request
from cip.incentives.clarifying import REMIND_BEFORE
from cip.incentives.reads.award_terms import award_terms
from tests.integration.incentives.following import Following, make_following

FREE = national_holidays()


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
