"""What the clock does for offices: their people are reminded by mail before a code of the register (COR) lapses, for
the act of its award must be told to the register by a day. A mail names the call and how many awards, never a firm.
"""

from collections.abc import Sequence
from datetime import date

from cip.database import outbox
from cip.database.work import Work
from cip.incentives.aid_law import Law
from cip.incentives.clarifying import reminder_days
from cip.incentives.reads.calls import call_of
from cip.incentives.reads.register_days import RegisterDay, register_days
from cip.kernel.canonical import sha256_of
from cip.parties.reads import find_person, members_of

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
    call, told = call_of(work.session, call_id), 0
    until = min(one.until for one in found).isoformat()
    for member in members_of(work.session, call.body_id):
        person = find_person(work.session, member.person_id)
        if person is None or person.closed_at is not None:
            continue
        link = f"/{person.language}/office/{call.body_id}/calls/{call_id}/awards"
        values = {"call": call.title, "count": len(found), "until": until, "link": link}
        mail = {"template": TEMPLATE, "to": person.email, "language": person.language, "values": values}
        outbox.put(work, "mail", mail, id=sha256_of(f"{TEMPLATE}/{call_id}/{on.isoformat()}/{person.id}")[:32])
        told += 1
    return told
