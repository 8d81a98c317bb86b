"""The clauses of what a firm joined are looked at: what changed for the worse, or by law, is to be checked again."""

from datetime import date, datetime

from cip.agreement.actions.raise_rechecks import raise_rechecks
from cip.agreement.adherence import Adherence
from cip.agreement.clauses import ClauseResult
from cip.agreement.reads import adherences_of
from cip.assessment.reads.clause_facts import Pinned
from cip.assessment.reads.clause_standing import standing_of
from cip.database.work import Session, Work
from cip.rulebook.agreements import AgreementBook


def look_at_firm(work: Work, book: AgreementBook, firm_id: str, *, on: date, pinned: Pinned) -> int:
    """Look at every joining of a firm that is signed and has not ended; how many re-checks that raised."""
    return sum(look_at_joining(work, book, one, on=on, pinned=pinned) for one in adherences_of(work.session, firm_id))


def look_at_joining(work: Work, book: AgreementBook, adherence: Adherence, *, on: date, pinned: Pinned) -> int:
    """The same for one joining. Raises RowGoneError."""
    results = results_of_joining(work.session, book, adherence, work.now, on, pinned=pinned)
    return len(raise_rechecks(work, adherence.id, results, book, on=on)) if results else 0


def results_of_joining(
    session: Session, book: AgreementBook, adherence: Adherence, now: datetime, on: date, *, pinned: Pinned
) -> tuple[ClauseResult, ...]:
    """How the clauses of a joining stand; nothing for a draft, for one that has ended, and for an agreement that the
    rules no longer hold.
    """
    agreement = book.by_id.get(adherence.agreement_id)
    if agreement is None or not adherence.live:
        return ()
    return standing_of(session, book, agreement, adherence.firm_id, now, on, pinned=pinned, adherence=adherence).results
