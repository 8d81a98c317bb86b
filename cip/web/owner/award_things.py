"""What a firm has to do for its awards: answer, say where to be paid, complete, come, repair, give back."""

from collections.abc import Collection, Iterator

from flask import url_for

from cip.database.work import Session
from cip.incentives.awards import StoredAward
from cip.incentives.reads import awards_of_firm
from cip.incentives.reads.acceptances import due_answer
from cip.incentives.reads.expenses import report_of
from cip.incentives.reads.monitoring_meetings import meeting_of
from cip.incentives.reads.payments import account_of_firm
from cip.incentives.reads.recoveries import breaches_of_award, debt_of
from cip.parties.permissions import Role
from cip.web.owner.next_thing import NextThing
from cip.web.state import today


def award_things(
    session: Session, firm_id: str, roles: Collection[Role], award: StoredAward | None = None
) -> Iterator[NextThing]:
    """What the awards of a firm, or this one of them, ask of it now; the account only of who answers for the firm."""
    held = awards_of_firm(session, firm_id) if award is None else [award]
    if "owner" in roles:
        yield from _account(session, firm_id, held)
    for one in held:
        yield from _things(session, one)


def _things(session: Session, award: StoredAward) -> Iterator[NextThing]:
    """What one award asks of its firm, beside the account to be paid to."""
    until = due_answer(session, award)
    if until is not None:
        address = url_for("owner.award", firm_id=award.firm_id, award_id=award.id)
        yield NextThing("award", address, until, today() > until)
    address = url_for("owner.report", firm_id=award.firm_id, award_id=award.id)
    if award.state == "accepted":
        yield from _following(session, award, address)
    debt = debt_of(session, award.id)
    if debt is not None and not debt.settled:
        yield NextThing("debt", address, debt.due_on, debt.late(today()))


def _account(session: Session, firm_id: str, held: Collection[StoredAward]) -> Iterator[NextThing]:
    """An account is asked for once an award is accepted, and again where the office did not take it."""
    if not any(award.state == "accepted" for award in held):
        return
    account = account_of_firm(session, firm_id)
    if account is None or account.outcome == "refused":
        yield NextThing("account", url_for("owner.bank_account", firm_id=firm_id))


def _following(session: Session, award: StoredAward, address: str) -> Iterator[NextThing]:
    for breach in breaches_of_award(session, award.id):
        if breach.state == "warned" and breach.repair_by is not None:
            yield NextThing("repair", address, breach.repair_by, today() > breach.repair_by)
    report = report_of(session, award.id)
    if report is not None and report.state == "completing" and report.request is not None:
        yield NextThing("complete", address, report.request.due_on, not report.request.open(today()))
    meeting = meeting_of(session, award.id)
    if meeting is not None and meeting.state == "invited":
        yield NextThing("meeting", address, meeting.on_day, today() > meeting.on_day)
