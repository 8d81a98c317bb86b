"""What waits for a committee, read at one moment."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from cip.agreement.calendar import CommitteeCalendar
from cip.agreement.committee import Committee, Note, balance, rhythm
from cip.agreement.days import is_working_day, national_holidays
from cip.agreement.disputes import clock
from cip.agreement.duties import number_on
from cip.agreement.questions import waiting
from cip.agreement.reads.adherence import binding_on
from cip.agreement.reads.committees import (
    disputes_of,
    meetings_of_committee,
    notes_of,
    questions_of,
    reviews_of,
    seats_of_committee,
)
from cip.agreement.reviews import alert
from cip.kernel.days import add_months
from cip.parties.reads.acting import firm_names
from cip.rulebook.agreements import AgreementBook


def calendar_of(
    session: Session, book: AgreementBook, committee: Committee, on: date, now: datetime
) -> CommitteeCalendar:
    """The calendar of a committee on a day. Terms are the agreement's of that day; of a dispute, of the day on which it
    was opened. Raises KeyError if the book does not hold the agreement.
    """
    agreement = book.by_id[committee.agreement_id]
    bound = binding_on(session, on, agreement_id=agreement.id)
    names = firm_names(session, [one.firm_id for one in bound])
    free = national_holidays()
    months = number_on(agreement, "committee_meets_months", on)
    meetings = meetings_of_committee(session, committee.body_id)
    disputes = disputes_of(session, agreement.id)
    asked = questions_of(session, agreement.id)
    hours = number_on(agreement, "answer_hours", on)
    return CommitteeCalendar(
        balance=balance(seats_of_committee(session, committee.body_id), on),
        rhythm=rhythm(meetings, months, agreement.effective_from, on),
        alert=alert(book, agreement, reviews_of(session, agreement.id), number_on(agreement, "review_days", on), on),
        list_due=_list_due(notes_of(session, agreement.id), number_on(agreement, "list_months", on)),
        disputes=[(one, clock(one, number_on(agreement, "dispute_days", one.opened_on), on)) for one in disputes],
        questions=[(one, waiting(one, hours, now, lambda day: is_working_day(day, free))) for one in asked],
        to_lodge=[(one, names.get(one.firm_id, "")) for one in bound if one.protocol_number is None],
        joined=len(bound),
    )


def _list_due(notes: Sequence[Note], months: int | None) -> date | None:
    """By when the public list is to be brought up to date again (A-09); None before the first time, or if the agreement
    does not say how often.
    """
    days = [note.on_day for note in notes if note.kind == "list_published" and note.on_day is not None]
    return add_months(max(days), months) if days and months is not None else None
