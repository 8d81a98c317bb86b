"""What the actions of unions share: the joining, held; whether the union works there; mails to both sides.

The row of the joining is held first: of two who say, answer or take back at once, the second sees what the first did.
"""

from collections.abc import Mapping
from datetime import date

from cip.agreement.adherence import AdherenceState
from cip.agreement.reads.unions import covers, is_on_firms_side, joined_firm
from cip.agreement.records import AdherenceRow
from cip.agreement.union_firms import JoinedFirm
from cip.database import outbox
from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.parties.reads import find_body, find_firm, membership_in
from cip.parties.reads.belonging import heads_of
from cip.parties.reads.people import language_of

LIVE: tuple[AdherenceState, ...] = ("signed", "lodged", "leaving")


class NotThereError(RefusalError):
    """The joining has ended, or the union does not work where the firm is, or the person is none of its people, or is
    on the firm's side as well.
    """

    def __init__(self) -> None:
        super().__init__("This union has nothing to say of this joining now.")


def hold_joined(work: Work, adherence_id: str) -> tuple[AdherenceRow, JoinedFirm]:
    """The row of a joining that was signed, held, and the firm as unions know it. Raises RowGoneError, NotThereError
    for a draft.
    """
    row = lock(work.session, AdherenceRow, adherence_id)
    firm = joined_firm(work.session, adherence_id)
    if firm is None:
        raise NotThereError
    return row, firm


def hold_for_union(work: Work, adherence_id: str, body_id: str, person_id: str) -> tuple[AdherenceRow, JoinedFirm]:
    """The same for a union that works where the firm is, while it is joined. Raises RowGoneError, NotThereError."""
    row, firm = hold_joined(work, adherence_id)
    body = find_body(work.session, body_id)
    takes_part = body is not None and body.kind == "union" and body.closed_at is None
    works_there = takes_part and firm.live and covers(work.session, body_id, firm)
    if not works_there or membership_in(work.session, person_id, body_id) is None:
        raise NotThereError
    if is_on_firms_side(work.session, person_id, firm.firm_id, today(work.now)):
        raise NotThereError
    return row, firm


def tell_firm(work: Work, row: AdherenceRow, body_id: str, template: str, values: Mapping[str, str]) -> None:
    """One mail to each person who answers for the firm."""
    firm, body = find_firm(work.session, row.firm_id), find_body(work.session, body_id)
    if firm is None or body is None:  # pragma: no cover - the joining and the statement refer to them
        return
    for head in heads_of(work.session, "firm", firm.id):
        language = language_of(work.session, head.person_id)
        link = f"/{language}/firm/{firm.id}/agreement/{row.id}/statements"
        whole = {"firm": firm.name, "body": body.name, **values, "link": link}
        outbox.put(work, "mail", {"template": template, "to": head.email, "language": language, "values": whole})


def tell_maker(work: Work, row: AdherenceRow, body_id: str, person_id: str, clause_id: str, on: date) -> None:
    """A mail to who made a statement, while they are of the union: the firm has answered."""
    firm, member = find_firm(work.session, row.firm_id), membership_in(work.session, person_id, body_id)
    if firm is None or member is None:
        return
    language = language_of(work.session, person_id)
    link = f"/{language}/union/firms/{row.id}#c-{clause_id}"
    values = {"firm": firm.name, "clause": clause_id, "on": on.isoformat(), "link": link}
    order = {"template": "clause_answered", "to": member.email, "language": language, "values": values}
    outbox.put(work, "mail", order)
