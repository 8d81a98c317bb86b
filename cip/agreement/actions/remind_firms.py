"""Whoever belongs to a firm that joined is reminded by mail of its duties and of the agreement's end, each once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cip.agreement.adherence import Adherence
from cip.agreement.changes import SOON
from cip.agreement.duties import duties_of
from cip.agreement.lives import life_of
from cip.agreement.reads.adherence import binding
from cip.database import outbox
from cip.database.work import Work
from cip.kernel.canonical import sha256_of
from cip.parties.firms import Firm
from cip.parties.reads import find_firm, find_person, members_of
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement

DAYS_BEFORE = 3
"""So many days before its last one a duty is reminded."""
DAYS_AFTER = 30
"""A term that is over for longer is no news: it was told, or the firm joined before there were reminders."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of a firm, whoever reads it: the template, its values but for the link and the agreement's name."""

    template: str
    values: Mapping[str, str]


def remind_firms(work: Work, book: AgreementBook, *, on: date) -> int:
    """Put the mails of the day into the outbox; how many reminders there are. One that was sent is not sent again."""
    told = 0
    for one in binding(work.session):
        agreement, firm = book.by_id.get(one.agreement_id), find_firm(work.session, one.firm_id)
        if agreement is None or firm is None or firm.closed_at is not None:
            continue
        for reminder in reminders_of(one, agreement, book, on):
            _tell(work, one, agreement, firm, reminder)
            told += 1
    return told


def reminders_of(one: Adherence, agreement: Agreement, book: AgreementBook, on: date) -> Iterator[Reminder]:
    """What a firm is to be reminded of on a day."""
    for duty in duties_of(one, agreement, on):
        if duty.days_left is None or duty.due is None or not -DAYS_AFTER <= duty.days_left <= DAYS_BEFORE:
            continue
        template = "duty_due" if duty.days_left >= 0 else "duty_late"
        yield Reminder(template, {"clause": duty.clause, "until": duty.due.isoformat()})
    life = life_of(agreement, book, on)
    if life.status == "in_force" and life.last is not None and life.last - on <= SOON:
        yield Reminder("agreement_ends", {"until": life.last.isoformat()})


def _tell(work: Work, one: Adherence, agreement: Agreement, firm: Firm, reminder: Reminder) -> None:
    for member in members_of(work.session, firm.id):
        person = find_person(work.session, member.person_id)
        if person is None or person.closed_at is not None:
            continue
        values = {
            "firm": firm.name,
            "agreement": agreement.name.in_language(person.language),
            "link": f"/{person.language}/firm/{firm.id}/agreement/{one.id}",
            **reminder.values,
        }
        mail = {"template": reminder.template, "to": person.email, "language": person.language, "values": values}
        what = "/".join(reminder.values.values())
        key = f"{reminder.template}/{one.id}/{what}/{person.id}"
        outbox.put(work, "mail", mail, id=sha256_of(key)[:32])
