"""What committees and parties keep, as facts of the clauses: values by the ids of `clauses.yaml`; what is not known is
left out, never no.
"""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from cip.agreement.adherence import Adherence
from cip.agreement.committee import facts_of, facts_of_firm
from cip.agreement.disputes import Dispute, longest_days
from cip.agreement.facts import FactValue
from cip.agreement.questions import slowest_hours
from cip.agreement.reads.committees import yearly_of_adherence
from cip.agreement.reads.registers import Register, registers_of
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement

LOOK_BACK = timedelta(days=365)
"""Terms of answers are looked at over the last year: an old delay does not stand against a committee for ever."""


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
    disputes = [one for one in register.disputes if one.opened_on > on - LOOK_BACK or one.open]
    found: dict[str, FactValue | None] = {
        "agreement_signed_on": agreement.signed_on if agreement is not None else None,
        "new_party_listed_on": max((day for day in register.joined if day <= on), default=None),
        "committee_answer_days": first_answer_days(disputes, on),
        "questions_answered_hours": slowest_hours(register.questions, now - LOOK_BACK, now),
        "law_reviewed_on": max((day for day in register.reviewed if day <= on), default=None),
    }
    return facts | {name: value for name, value in found.items() if value is not None}


def firm_facts(
    session: Session, adherence: Adherence, on: date, register: Register | None = None
) -> dict[str, FactValue]:
    """The facts that the committee keeps of one joining: disputes about it (H-02), its yearly numbers (F-05), whether
    it attended a monitoring meeting (F-06). That there was no dispute is known only where there is a committee.
    `register` is the one of its agreement, where it was read already.
    """
    kept = register or registers_of(session, [adherence.agreement_id])[adherence.agreement_id]
    counted = [
        one
        for one in kept.disputes
        if one.adherence_id == adherence.id and one.opened_on <= on and one.state != "withdrawn"
    ]
    facts: dict[str, FactValue] = facts_of_firm(kept.notes, adherence.id, on)
    if counted or kept.body_id is not None:
        facts["dispute_opened"] = bool(counted)
    longest = longest_days(counted, on)
    if longest is not None:
        facts["dispute_days"] = longest
    sent = [one.sent_on for one in yearly_of_adherence(session, adherence.id) if one.sent_on <= on]
    # Sent here they cannot be anything but numbers, the small groups hidden.
    return facts | ({"yearly_data_on": max(sent), "yearly_data_numbers_only": True} if sent else {})


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
