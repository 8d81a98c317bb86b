"""What the clock does for formal checks: reminders before a term ends, and terms that are over."""

from datetime import date

from cip.database.work import Work
from cip.incentives.actions.admissibility_work import WrongCheckStateError, hold_check
from cip.incentives.actions.tell_firm import tell_firm
from cip.incentives.clarifying import reminder_days
from cip.incentives.reads.admissibility import waiting_clarifications, waiting_notices
from cip.incentives.reads.calls import call_of


def remind_firms_asked(work: Work, *, on: date) -> int:
    """Remind firms of a request or a notice whose term ends soon, each once a day at most; how many were reminded."""
    told = 0
    for asked in waiting_clarifications(work.session):
        if reminder_days(asked.due_on, on):
            values = {"call": call_of(work.session, asked.call_id).title, "until": asked.due_on.isoformat()}
            key, path = f"{asked.id}/{on.isoformat()}", f"requests/{asked.id}"
            told += bool(tell_firm(work, asked.firm_id, "clarification_due", values, path, key=key))
    for notice in waiting_notices(work.session):
        if reminder_days(notice.due_on, on):
            values = {"call": call_of(work.session, notice.call_id).title, "until": notice.due_on.isoformat()}
            key, path = f"{notice.id}/{on.isoformat()}", f"notices/{notice.id}"
            told += bool(tell_firm(work, notice.firm_id, "refusal_announced_due", values, path, key=key))
    return told


def let_terms_pass(work: Work, *, on: date) -> int:
    """Write down the terms that are over, so that offices see them in their lists; how many."""
    waiting = [(one.application_id, one.due_on) for one in waiting_clarifications(work.session)]
    waiting += [(one.application_id, one.due_on) for one in waiting_notices(work.session)]
    passed = 0
    for application_id, due_on in waiting:
        if on <= due_on:
            continue
        try:
            hold_check(work, application_id, on)
            passed += 1
        except WrongCheckStateError:
            continue
    return passed
