"""Whoever belongs to a firm is told by mail that its survey is closed."""

from datetime import date

from cip.database import outbox
from cip.database.work import Work
from cip.kernel.canonical import sha256_of
from cip.parties.reads import find_firm, find_person
from cip.parties.reads.belonging import members_of

_ID_LENGTH = 32


def tell_closed(work: Work, firm_id: str, survey_id: str, *, on: date) -> int:
    """Put a mail into the outbox for each person of the firm, one for each survey; how many. It says nothing of what
    was answered.
    """
    firm = find_firm(work.session, firm_id)
    told = 0
    for member in members_of(work.session, firm_id) if firm is not None and firm.closed_at is None else ():
        person = find_person(work.session, member.person_id)
        if firm is None or person is None or person.closed_at is not None:
            continue
        link = f"/{person.language}/firm/{firm_id}/voice/{survey_id}"
        values = {"firm": firm.name, "on": on.isoformat(), "link": link}
        mail = {"template": "survey_closed", "to": person.email, "language": person.language, "values": values}
        outbox.put(work, "mail", mail, id=sha256_of(f"survey_closed/{survey_id}/{person.id}")[:_ID_LENGTH])
        told += 1
    return told
