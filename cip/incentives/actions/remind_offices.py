"""What the clock does for offices: their people are reminded by mail before a code of the register (COR) lapses, for
the act of its award must be told to the register by a day. A mail names the call and how many awards, never a firm.
"""

from collections.abc import Sequence
from datetime import date

from cip.database.work import Work
from cip.incentives.aid_law import Law
from cip.incentives.clarifying import reminder_days
from cip.incentives.reads.calls import call_of
from cip.incentives.reads.register_days import RegisterDay, register_days
from cip.parties.actions.tell_person import tell_person
from cip.parties.reads import members_of

TEMPLATE = "register_due"


def remind_offices(work: Work, law: Law, *, on: date) -> int:
    """Remind the people of each office, once a day and call, of codes that lapse soon; how many mails. `law`: that of
    the day, beside what each call cites itself.
    """
    due: dict[str, list[RegisterDay]] = {}
    for one in register_days(work.session, law):
        if reminder_days(one.until, on):
            due.setdefault(one.call_id, []).append(one)
    return sum(_remind(work, call_id, found, on) for call_id, found in due.items())


def _remind(work: Work, call_id: str, found: Sequence[RegisterDay], on: date) -> int:
    call = call_of(work.session, call_id)
    until = min(one.until for one in found).isoformat()
    values: dict[str, str | int] = {"call": call.title, "count": len(found), "until": until}
    page, key = f"office/{call.body_id}/calls/{call_id}/awards", f"{call_id}/{on.isoformat()}"
    people = [member.person_id for member in members_of(work.session, call.body_id)]
    return sum(tell_person(work, person_id, TEMPLATE, values, page, key=key) for person_id in people)
