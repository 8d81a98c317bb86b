"""Those whom a mandate concerns are told that it was given or has ended."""

from cip.database import outbox
from cip.database.work import Work
from cip.parties.belonging import Member
from cip.parties.reads.belonging import heads_of, membership_in
from cip.parties.reads.parties import find_body, find_firm
from cip.parties.reads.people import language_of
from cip.parties.records import MandateRow


def tell_of_mandate(work: Work, row: MandateRow, template: str, days: dict[str, str]) -> None:
    """One mail to each person concerned, in their language, with the page of their side."""
    firm, body = find_firm(work.session, row.firm_id), find_body(work.session, row.body_id)
    if firm is None or body is None:  # pragma: no cover - both are locked or referred to
        return
    sides: dict[str, tuple[str, str]] = {}
    for one in heads_of(work.session, "body", body.id):
        sides[one.person_id] = _addressed(one, f"body/{body.id}/mandates")
    person = membership_in(work.session, row.person_id, body.id) if row.person_id else None
    if person is not None:
        sides[person.person_id] = _addressed(person, f"body/{body.id}/mandates")
    for one in heads_of(work.session, "firm", firm.id):
        sides[one.person_id] = _addressed(one, f"firm/{firm.id}/mandates")
    for person_id, (email, path) in sorted(sides.items()):
        language = language_of(work.session, person_id)
        values = {"firm": firm.name, "body": body.name, "link": f"/{language}/{path}", **days}
        outbox.put(work, "mail", {"template": template, "to": email, "language": language, "values": values})


def _addressed(member: Member, path: str) -> tuple[str, str]:
    return member.email, path
