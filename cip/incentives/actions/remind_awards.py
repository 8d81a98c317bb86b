"""What the clock does for awards: firms that have not answered are reminded before the term ends."""

from datetime import date

from cip.database.work import Work
from cip.incentives.actions.tell_firm import tell_firm
from cip.incentives.clarifying import reminder_days
from cip.incentives.reads.acceptances import due_answer, notified_awards
from cip.incentives.reads.awards import award_of
from cip.incentives.reads.calls import call_of


def remind_of_awards(work: Work, *, on: date) -> int:
    """Remind firms of an award that they have still to accept, each once a day at most; how many were reminded."""
    told = 0
    for award_id in notified_awards(work.session):
        award = award_of(work.session, award_id)
        until = due_answer(work.session, award)
        if until is None or not reminder_days(until, on):
            continue
        values = {"call": call_of(work.session, award.call_id).title, "until": until.isoformat()}
        key = f"{award.id}/{on.isoformat()}"
        told += bool(tell_firm(work, award.firm_id, "award_due", values, f"awards/{award.id}", key=key))
    return told
