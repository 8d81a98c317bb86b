"""People of a firm, and who acts for it under a mandate for applications, are told by mail; once each under a key."""

from collections.abc import Iterable, Mapping

from cip.database import outbox
from cip.database.work import Work
from cip.kernel.canonical import sha256_of
from cip.kernel.clock import today
from cip.parties.reads import find_firm, find_person, mandates_given, members_of


def tell_firm(work: Work, firm_id: str, template: str, values: Mapping[str, str | int], path: str, *, key: str) -> int:
    """One mail to each of them in their language, with the page at `path` below the firm; how many. A mail names the
    firm and the call, never what was said.
    """
    firm = find_firm(work.session, firm_id)
    told = 0
    for person_id in dict.fromkeys(_people(work, firm_id)):
        person = find_person(work.session, person_id)
        if firm is None or person is None or person.closed_at is not None:
            continue
        link = f"/{person.language}/firm/{firm_id}/{path}"
        mail = {
            "template": template,
            "to": person.email,
            "language": person.language,
            "values": {"firm": firm.name, "link": link, **values},
        }
        outbox.put(work, "mail", mail, id=sha256_of(f"{template}/{key}/{person_id}")[:32])
        told += 1
    return told


def _people(work: Work, firm_id: str) -> Iterable[str]:
    yield from (member.person_id for member in members_of(work.session, firm_id))
    for given in mandates_given(work.session, firm_id):
        mandate = given.mandate
        if "application" not in mandate.scopes or not mandate.in_force(today(work.now)):
            continue
        body = (member.person_id for member in members_of(work.session, mandate.body_id))
        yield from ((mandate.person_id,) if mandate.person_id is not None else body)
