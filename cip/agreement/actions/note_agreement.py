"""What the committee and the parties note of their agreement: the list, the deposit, shared services, later parties."""

from datetime import date

from sqlalchemy import select

from cip.agreement.committee import DAY_KINDS, NoteKind, PartySide
from cip.agreement.records import AgreementNoteRow, AgreementPartyRow
from cip.database.locks import lock, lock_words
from cip.database.work import Work
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError


class PartyKnownError(RefusalError):
    """The party is one already, or it left before it came."""

    def __init__(self) -> None:
        super().__init__("This party takes part already, or it has left already.")


def note_agreement(
    work: Work,
    agreement_id: str,
    kind: NoteKind,
    said: date | bool,
    *,
    reference: str = "",
    adherence_id: str | None = None,
) -> str:
    """Note a day (when the list was published, when the text was deposited), or yes or no; its id. The newest note of a
    kind counts; a deposit that turns out not to be is noted as no. Raises ValueError for a day of what is no day, for
    an attendance without its firm.
    """
    is_day = isinstance(said, date)
    if is_day and kind not in DAY_KINDS:
        raise ValueError(f"{kind} is yes or no")
    if not is_day and kind in ("list_published", "monitoring_attended"):
        raise ValueError(f"{kind} has a day")
    if (kind == "monitoring_attended") != (adherence_id is not None):
        raise ValueError("a firm attends, and nothing else is noted of one firm")
    row = AgreementNoteRow(
        id=work.new_id(),
        agreement_id=agreement_id,
        kind=kind,
        on_day=said if isinstance(said, date) else None,
        yes=said if isinstance(said, bool) else None,
        reference=reference,
        adherence_id=adherence_id,
        noted_on=today(work.now),
        noted_by=work.actor.label,
        noted_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def join_party(
    work: Work,
    agreement_id: str,
    name: str,
    side: PartySide,
    *,
    from_day: date,
    reference: str = "",
) -> str:
    """A party joins an agreement later than its signing (H-04), from a day on; its id. Raises PartyKnownError."""
    lock_words(work.session, f"parties of {agreement_id}")
    p = AgreementPartyRow.__table__.columns
    known = select(p.to_day).where(p.agreement_id == agreement_id, p.name == name)
    if any(last is None or last >= from_day for last in work.session.scalars(known)):
        raise PartyKnownError
    row = AgreementPartyRow(
        id=work.new_id(), agreement_id=agreement_id, name=name, side=side, from_day=from_day, reference=reference
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def end_party(work: Work, agreement_id: str, party_id: str, *, to_day: date) -> None:
    """Write the last day of a party that joined later. Raises RowGoneError, PartyKnownError."""
    row = lock(work.session, AgreementPartyRow, party_id)
    if row.agreement_id != agreement_id or row.to_day is not None or to_day < row.from_day:
        raise PartyKnownError
    row.to_day = to_day
    work.session.flush()
