"""Clauses are looked at: what was denied, or rests on changed law, is to be checked again; somebody says what holds."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from cip.agreement.actions.union_work import hold_joined
from cip.agreement.adherence import Adherence
from cip.agreement.attestations import voices_of
from cip.agreement.clauses import ClauseResult, owed_by_firm
from cip.agreement.reads.attestations import marks_on, rechecks_on, statements_on
from cip.agreement.rechecks import Alert, Found, Looker, Mark, Outcome, contradictions, law_changes, new_alerts
from cip.agreement.records import ClauseMarkRow, RecheckRow
from cip.database.locks import lock
from cip.database.work import Session, Work
from cip.kernel.errors import RefusalError
from cip.rulebook.agreements import AgreementBook


class SettledAlreadyError(RefusalError):
    """Somebody looked meanwhile."""

    def __init__(self) -> None:
        super().__init__("Somebody has looked at this meanwhile.")


def raise_rechecks(
    work: Work, adherence_id: str, results: Iterable[ClauseResult], book: AgreementBook, *, on: date
) -> Sequence[str]:
    """Compare how the clauses stand with how they stood and with what unions say; the ids of the re-checks that this
    raised. How they stand is noted for the next time; nothing else changes. Asked twice, it raises nothing new. Clauses
    that bind others than the firm are not its to check again.

    Raises RowGoneError, NotThereError for a joining that was never signed.
    """
    _row, firm = hold_joined(work, adherence_id)
    stand, marks = _stand(results, book), marks_on(work.session, adherence_id)
    alerts = _alerts(work.session, adherence_id, firm.joined_on, stand, book, on)
    raised = raise_alerts(work, adherence_id, alerts, on=on)
    for one in stand:
        _mark(work, adherence_id, one, marks.get(one.clause_id), on)
    work.session.flush()
    return raised


def is_news(
    session: Session, adherence: Adherence, results: Iterable[ClauseResult], book: AgreementBook, on: date
) -> bool:
    """Whether `raise_rechecks` would write anything now: for who asks before anything is held."""
    if adherence.joined_on is None:
        return False
    stand, marks = _stand(results, book), marks_on(session, adherence.id)
    if any(one.clause_id not in marks or marks[one.clause_id].status != one.status for one in stand):
        return True
    alerts = _alerts(session, adherence.id, adherence.joined_on, stand, book, on)
    return bool(new_alerts(alerts, rechecks_on(session, adherence.id)))


def _stand(results: Iterable[ClauseResult], book: AgreementBook) -> list[Found]:
    return [Found(one.id, one.status) for one in results if owed_by_firm(book.clause_of[one.id])]


def _alerts(
    session: Session, adherence_id: str, joined_on: date, stand: Sequence[Found], book: AgreementBook, on: date
) -> list[Alert]:
    marks, voices = marks_on(session, adherence_id), voices_of(statements_on(session, adherence_id), on)
    clauses = [book.clause_of[one.clause_id] for one in stand]
    return [*contradictions(stand, marks, voices), *law_changes(clauses, book.law, after=joined_on, on=on)]


def raise_alerts(work: Work, adherence_id: str, alerts: Iterable[Alert], *, on: date) -> Sequence[str]:
    """Write the alerts that were never raised; the joining is held. The ids of the re-checks."""
    raised = []
    for alert in new_alerts(alerts, rechecks_on(work.session, adherence_id)):
        row = RecheckRow(
            id=work.new_id(),
            adherence_id=adherence_id,
            clause_id=alert.clause_id,
            cause=alert.cause,
            source=alert.source,
            status_before=alert.status_before,
            status_after=alert.status_after,
            raised_on=on,
        )
        work.session.add(row)
        raised.append(row.id)
    work.session.flush()
    return raised


def _mark(work: Work, adherence_id: str, found: Found, before: Mark | None, on: date) -> None:
    if before is None:
        row = ClauseMarkRow(adherence_id=adherence_id, clause_id=found.clause_id, status=found.status, since=on)
        work.session.add(row)
    elif before.status != found.status:
        held = lock(work.session, ClauseMarkRow, (adherence_id, found.clause_id))
        held.status, held.since = found.status, on


def settle_recheck(
    work: Work, recheck_id: str, outcome: Outcome, *, looker: Looker, body_id: str | None = None, on: date
) -> None:
    """Note what somebody found who looked; statuses and statements stay as they are. `body_id` is the union, where one
    looked. Raises SettledAlreadyError, RowGoneError.
    """
    r = RecheckRow.__table__.columns
    adherence_id = work.session.scalar(select(r.adherence_id).where(r.id == recheck_id))
    if adherence_id is not None:
        hold_joined(work, adherence_id)
    row = lock(work.session, RecheckRow, recheck_id)
    if row.settled_on is not None:
        raise SettledAlreadyError
    row.outcome, row.looker, row.body_id = outcome, looker, body_id if looker == "union" else None
    row.settled_on, row.settled_by = on, work.actor.label
    work.session.flush()
