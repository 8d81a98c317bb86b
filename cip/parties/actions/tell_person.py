"""Somebody is told by mail, in their language, with a page to open; once under a key."""

from collections.abc import Mapping

from cip.database import outbox
from cip.database.work import Work
from cip.kernel.canonical import sha256_of
from cip.parties.reads import find_person


def tell_person(
    work: Work, person_id: str, template: str, values: Mapping[str, str | int], path: str, *, key: str
) -> int:
    """One mail with the page at `path` below the language; 1, or 0 where the account is closed or gone."""
    person = find_person(work.session, person_id)
    if person is None or person.closed_at is not None:
        return 0
    mail = {
        "template": template,
        "to": person.email,
        "language": person.language,
        "values": {**values, "link": f"/{person.language}/{path}"},
    }
    outbox.put(work, "mail", mail, id=sha256_of(f"{template}/{key}/{person_id}")[:32])
    return 1
