"""A look at the measures of a plan is due: whoever belongs to the firm on that day is told by mail.

Half a year passes between the order and the day. So an order names no person and no address: who is told, and whether
there is still something to look at, is asked when the day has come.
"""

from collections.abc import Mapping
from typing import Any

from cip.assessment.reads import find_check_up, newest_after, open_looks
from cip.database import outbox
from cip.database.work import Work
from cip.kernel.canonical import sha256_of
from cip.kernel.clock import today
from cip.kernel.days import parse_day
from cip.parties.reads import find_firm, find_person
from cip.parties.reads.belonging import members_of


def turn_follow_up(work: Work, message_id: str, payload: Mapping[str, Any]) -> int:
    """Put a mail into the outbox for each person of the firm; how many. None if the check-up is gone or belongs to no
    firm, or if nothing waits to be looked at on that day. A check-up that was followed by another one left it its plan:
    the mail leads there, and whoever was told of that look already is not told again.
    """
    months, due = int(payload["months"]), parse_day(str(payload["day"])) if "day" in payload else None
    check_up_id = newest_after(work.session, str(payload["check_up_id"]))
    check_up = find_check_up(work.session, check_up_id)
    firm = find_firm(work.session, check_up.firm_id) if check_up and check_up.firm_id else None
    if firm is None or firm.closed_at is not None:
        return 0
    if not open_looks(work.session, check_up_id, months, today(work.now), due):
        return 0
    # Two check-ups may have ordered the same look: one before it was followed, one when its plan was signed anew.
    look = message_id if due is None else f"{check_up_id}/{months}/{due.isoformat()}"
    told = 0
    for member in members_of(work.session, firm.id):
        person = find_person(work.session, member.person_id)
        if person is None or person.closed_at is not None:
            continue
        values = {"firm": firm.name, "months": months, "link": f"/{person.language}/check-up/{check_up_id}/plan"}
        mail = {"template": "follow_up_due", "to": person.email, "language": person.language, "values": values}
        outbox.put(work, "mail", mail, id=sha256_of(f"{look}/{person.id}")[:32])
        told += 1
    return told
