"""What committees and parties keep, as facts of the clauses: values by the ids of `clauses.yaml`; what is not known is
left out, never no.
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from cip.agreement.adherence import Adherence
from cip.agreement.committee import facts_of, facts_of_firm
from cip.agreement.disputes import Dispute, longest_days
from cip.agreement.duties import number_on
from cip.agreement.facts import FactValue
from cip.agreement.questions import slowest_hours
from cip.agreement.reads.registers import Register, registers_of
from cip.kernel.days import add_months
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement

LOOK_BACK = "yearly_months"
"""The parameter of an agreement that says over how many months terms of answers are looked at: an old delay does not
stand against a committee for ever. Where the text does not say, nothing is left out.
"""


def committee_facts(
    session: Session, book: AgreementBook, agreement_id: str, on: date, now: datetime
) -> dict[str, FactValue]:
    """The facts of the subjects `committee` and `parties` of an agreement on a day, the same for every firm; `now` is
    the moment up to which open questions have waited.
    """
    return register_facts(registers_of(session, [agreement_id])[agreement_id], book.by_id.get(agreement_id), on, now)


def register_facts(register: Register, agreement: Agreement | None, on: date, now: datetime) -> dict[str, FactValue]:
    """The same from a register that was read; None for an agreement that the rules do not hold."""
    facts = facts_of(register.seats, register.meetings, register.notes, on)
    disputes = _looked_at(register.disputes, agreement, on)
    found: dict[str, FactValue | None] = {
        "agreement_signed_on": agreement.signed_on if agreement is not None else None,
        "new_party_listed_on": max((day for day in register.joined if day <= on), default=None),
        "committee_answer_days": first_answer_days(disputes, on),
        "questions_answered_hours": slowest_hours(register.questions, _moment(agreement, on, now), now),
        "law_reviewed_on": max((day for day in register.reviewed if day <= on), default=None),
    }
    return facts | {name: value for name, value in found.items() if value is not None}


def firm_facts(
    session: Session, adherence: Adherence, agreement: Agreement | None, on: date, register: Register | None = None
) -> dict[str, FactValue]:
    """The facts that the committee keeps of one joining: disputes about it (H-02), its yearly numbers (F-05), whether
    it attended a monitoring meeting (F-06). That there was no dispute is known only where there is a committee.
    `agreement` is the text that was joined, None if the rules do not hold it; `register` is the one of that agreement,
    where it was read already, with this joining. Disputes are looked at as far back as for the committee itself.
    """
    kept = register or registers_of(session, [adherence.agreement_id], [adherence.id])[adherence.agreement_id]
    counted = [
        one
        for one in _looked_at(kept.disputes, agreement, on)
        if one.adherence_id == adherence.id and one.opened_on <= on and one.state != "withdrawn"
    ]
    facts: dict[str, FactValue] = facts_of_firm(kept.notes, adherence.id, on)
    if counted or kept.body_id is not None:
        facts["dispute_opened"] = bool(counted)
    longest = longest_days(counted, on)
    if longest is not None:
        facts["dispute_days"] = longest
    sent = [day for day in kept.sent.get(adherence.id, ()) if day <= on]
    # Sent here they cannot be anything but numbers, the small groups hidden.
    return facts | ({"yearly_data_on": max(sent), "yearly_data_numbers_only": True} if sent else {})


def _since(agreement: Agreement | None, on: date) -> date:
    months = number_on(agreement, LOOK_BACK, on) if agreement is not None else None
    return date.min if months is None else add_months(on, -months)


def _looked_at(disputes: Iterable[Dispute], agreement: Agreement | None, on: date) -> list[Dispute]:
    """Those that are open, and those that were opened in the months that count."""
    since = _since(agreement, on)
    return [one for one in disputes if one.open or one.opened_on > since]


def _moment(agreement: Agreement | None, on: date, now: datetime) -> datetime:
    """From which moment on questions count, `now` being a moment of the day `on`."""
    since = _since(agreement, on)
    return datetime.min.replace(tzinfo=now.tzinfo) if since == date.min else now - (on - since)


def first_answer_days(disputes: list[Dispute], on: date) -> int | None:
    """After how many days the committee first answered who came to it: the longest of the disputes, those that still
    wait as long as they do already; None where nobody came. Withdrawn before an answer counts for nothing.
    """
    waited = [(_answered_on(one, on) - one.opened_on).days for one in disputes if _counts(one, on)]
    return max(waited, default=None)


def _counts(dispute: Dispute, on: date) -> bool:
    answered = bool(dispute.steps) and dispute.steps[0].kind != "withdrawn"
    return dispute.opened_on <= on and (answered or dispute.open)


def _answered_on(dispute: Dispute, on: date) -> date:
    return min(on, dispute.steps[0].on_day) if dispute.steps else on
