"""A firm gives a consultancy a mandate, and takes it back."""

from collections.abc import Iterable
from datetime import date

from cip.database import outbox
from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.kernel.texts import LANGUAGES
from cip.parties.belonging import Member
from cip.parties.reads.belonging import heads_of, membership_in
from cip.parties.reads.parties import find_body, find_firm
from cip.parties.reads.people import find_person
from cip.parties.records import BodyRow, FirmRow, MandateRow
from cip.parties.standing import Scope, scopes_text


class BadMandateError(RefusalError, ValueError):
    """A mandate that could not be used: for nothing, for no day, to nobody who advises firms."""


def give_mandate(
    work: Work,
    firm_id: str,
    body_id: str,
    *,
    scopes: Iterable[Scope],
    from_day: date,
    to_day: date | None = None,
    person_id: str | None = None,
    given_by: str | None,
) -> str:
    """Let a consultancy (or one person of it) act for a firm, from `from_day` to `to_day`, both included; its id. The
    body's managers, that person and the firm's owners get a mail.

    Raises BadMandateError if nothing is in `scopes`, the last day is before the first or over, the body is no
    consultancy that still takes part, or the person does not belong to it; RowGoneError.
    """
    wanted = scopes_text(scopes)
    firm = lock(work.session, FirmRow, firm_id)
    body = lock(work.session, BodyRow, body_id)
    if not wanted:
        raise BadMandateError("A mandate says what it is for.")
    if to_day is not None and to_day < max(from_day, today(work.now)):
        raise BadMandateError("The last day of a mandate is not before its first one, nor over.")
    _refuse_others(work, firm, body, person_id)
    row = MandateRow(
        id=work.new_id(),
        firm_id=firm_id,
        body_id=body_id,
        person_id=person_id,
        scopes=wanted,
        from_day=from_day,
        to_day=to_day,
        given_by=given_by,
        given_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    days = {"from_day": from_day.isoformat(), "to_day": to_day.isoformat() if to_day else ""}
    _tell(work, row, "mandate_given", days)
    return row.id


def _refuse_others(work: Work, firm: FirmRow, body: BodyRow, person_id: str | None) -> None:
    if body.kind != "consultancy" or body.closed_at is not None or firm.closed_at is not None:
        raise BadMandateError("Only a consultancy that takes part gets a mandate.")
    if person_id is not None and membership_in(work.session, person_id, body.id) is None:
        raise BadMandateError("The person does not belong to this body.")


def revoke_mandate(work: Work, mandate_id: str) -> None:
    """End a mandate from this moment, whoever of the two ends it; asked again, nothing happens. The same people as for
    a new one get a mail. Raises RowGoneError.
    """
    end_mandate(work, lock(work.session, MandateRow, mandate_id))


def end_mandate(work: Work, row: MandateRow) -> None:
    """End a mandate that is loaded, if it has not ended."""
    if row.revoked_at is not None:
        return
    row.revoked_at = work.now
    work.session.flush()
    _tell(work, row, "mandate_revoked", {"on": today(work.now).isoformat()})


def _tell(work: Work, row: MandateRow, template: str, days: dict[str, str]) -> None:
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
        language = language_of(work, person_id)
        values = {"firm": firm.name, "body": body.name, "link": f"/{language}/{path}", **days}
        outbox.put(work, "mail", {"template": template, "to": email, "language": language, "values": values})


def _addressed(member: Member, path: str) -> tuple[str, str]:
    return member.email, path


def language_of(work: Work, person_id: str) -> str:
    """The language in which a person gets mails."""
    person = find_person(work.session, person_id)
    return person.language if person is not None else LANGUAGES[0]
