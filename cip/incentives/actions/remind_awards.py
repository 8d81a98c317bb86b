"""What the clock does for awards: firms are reminded by mail before a term of theirs ends, never of what it is."""

from datetime import date

from cip.database.work import Work
from cip.incentives.actions.tell_firm import tell_firm
from cip.incentives.clarifying import reminder_days
from cip.incentives.reads.acceptances import due_answers
from cip.incentives.reads.award_terms import award_terms
from cip.incentives.reads.calls import call_of


def remind_of_awards(work: Work, *, on: date) -> int:
    """Remind firms of an award that they have still to accept, and of what else they have to do for one, each once a
    day at most; how many were reminded.
    """
    told = 0
    for due in due_answers(work.session):
        if not reminder_days(due.until, on):
            continue
        values = {"call": due.call, "until": due.until.isoformat()}
        key = f"{due.award_id}/{on.isoformat()}"
        told += bool(tell_firm(work, due.firm_id, "award_due", values, f"awards/{due.award_id}", key=key))
    return told + _remind_of_terms(work, on)


def _remind_of_terms(work: Work, on: date) -> int:
    told = 0
    for term in award_terms(work.session):
        if reminder_days(term.until, on):
            values = {"call": call_of(work.session, term.call_id).title, "until": term.until.isoformat()}
            key, page = f"{term.kind}/{term.award_id}/{on.isoformat()}", f"awards/{term.award_id}/report"
            told += bool(tell_firm(work, term.firm_id, "award_term", values, page, key=key))
    return told
