"""What committees and parties keep, as facts of the clauses: values by the ids of `clauses.yaml`; what is not known is
left out, never no.
"""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from cip.agreement.committee import facts_of
from cip.agreement.disputes import Dispute, longest_days
from cip.agreement.facts import FactValue
from cip.agreement.questions import slowest_hours
from cip.agreement.reads.committees import (
    committee_of,
    disputes_of,
    meetings_of_committee,
    notes_of,
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
    """The facts of the subjects `committee` and `parties` of an agreement on a day; `now` is the moment up to which
    open questions have waited.
    """
    committee = committee_of(session, agreement_id)
    seats = seats_of_committee(session, committee.body_id) if committee else []
    meetings = meetings_of_committee(session, committee.body_id) if committee else []
    facts = facts_of(seats, meetings, notes_of(session, agreement_id), on)
    agreement = book.by_id.get(agreement_id)
    if agreement is not None and agreement.signed_on is not None:
        facts["agreement_signed_on"] = agreement.signed_on
    disputes = [one for one in disputes_of(session, agreement_id) if one.opened_on > on - LOOK_BACK or one.open]
    slowest = longest_days(disputes, on)
    if slowest is not None:
        facts["dispute_days"] = slowest
    heard = first_answer_days(disputes, on)
    if heard is not None:
        facts["committee_answer_days"] = heard
    hours = slowest_hours(questions_of(session, agreement_id), now - LOOK_BACK, now)
    if hours is not None:
        facts["questions_answered_hours"] = hours
    reviewed = max(
        (one.reviewed_on for one in reviews_of(session, agreement_id) if one.reviewed_on <= on), default=None
    )
    if reviewed is not None:
        facts["law_reviewed_on"] = reviewed
    return facts


def first_answer_days(disputes: list[Dispute], on: date) -> int | None:
    """After how many days the committee first answered who came to it: the longest of the disputes, those that still
    wait as long as they do already; None where nobody came. Withdrawn before an answer counts for nothing.
    """
    waited = [(_answered_on(one, on) - one.opened_on).days for one in disputes if _counts(one, on)]
    return max(waited, default=None)


def yearly_facts(session: Session, adherence_id: str, on: date) -> dict[str, FactValue]:
    """The fact of clause F-05: when a firm last sent its numbers."""
    sent = [one.sent_on for one in yearly_of_adherence(session, adherence_id) if one.sent_on <= on]
    return {"yearly_data_on": max(sent)} if sent else {}


def _counts(dispute: Dispute, on: date) -> bool:
    answered = bool(dispute.steps) and dispute.steps[0].kind != "withdrawn"
    return dispute.opened_on <= on and (answered or dispute.open)


def _answered_on(dispute: Dispute, on: date) -> date:
    return min(on, dispute.steps[0].on_day) if dispute.steps else on
