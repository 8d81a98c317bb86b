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
from cip.agreement.reads.committees import (
    committee_of,
    disputes_of,
    disputes_of_adherence,
    meetings_of_committee,
    notes_of,
    parties_joined,
    questions_of,
    reviews_of,
    seats_of_committee,
    yearly_of_adherence,
)
from cip.rulebook.agreements import AgreementBook

LOOK_BACK = timedelta(days=365)
"""Terms of answers are looked at over the last year: an old delay does not stand against a committee for ever."""


def committee_facts(
    session: Session, book: AgreementBook, agreement_id: str, on: date, now: datetime
) -> dict[str, FactValue]:
    """The facts of the subjects `committee` and `parties` of an agreement on a day, the same for every firm; `now` is
    the moment up to which open questions have waited.
    """
    committee = committee_of(session, agreement_id)
    seats = seats_of_committee(session, committee.body_id) if committee else []
    meetings = meetings_of_committee(session, committee.body_id) if committee else []
    facts = facts_of(seats, meetings, notes_of(session, agreement_id), on)
    agreement = book.by_id.get(agreement_id)
    joined = [one.from_day for one in parties_joined(session, agreement_id) if one.from_day <= on]
    disputes = [one for one in disputes_of(session, agreement_id) if one.opened_on > on - LOOK_BACK or one.open]
    found: dict[str, FactValue | None] = {
        "agreement_signed_on": agreement.signed_on if agreement is not None else None,
        "new_party_listed_on": max(joined, default=None),
        "committee_answer_days": first_answer_days(disputes, on),
        "questions_answered_hours": slowest_hours(questions_of(session, agreement_id), now - LOOK_BACK, now),
        "law_reviewed_on": max(
            (one.reviewed_on for one in reviews_of(session, agreement_id) if one.reviewed_on <= on), default=None
        ),
    }
    return facts | {name: value for name, value in found.items() if value is not None}


def firm_facts(session: Session, adherence: Adherence, on: date) -> dict[str, FactValue]:
    """The facts that the committee keeps of one joining: disputes about it (H-02), its yearly numbers (F-05), whether
    it attended a monitoring meeting (F-06). That there was no dispute is known only where there is a committee.
    """
    disputes = [one for one in disputes_of_adherence(session, adherence.id) if one.opened_on <= on]
    counted = [one for one in disputes if one.state != "withdrawn"]
    facts: dict[str, FactValue] = facts_of_firm(notes_of(session, adherence.agreement_id), adherence.id, on)
    if counted or committee_of(session, adherence.agreement_id) is not None:
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
