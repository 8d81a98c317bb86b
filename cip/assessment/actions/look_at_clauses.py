"""The clauses of what a firm joined are looked at: what changed for the worse, or by law, is to be checked again."""

from datetime import date, datetime

from cip.agreement.actions.adherence_work import hold_joining, hold_joinings
from cip.agreement.actions.raise_rechecks import raise_rechecks
from cip.agreement.adherence import Adherence
from cip.agreement.clauses import ClauseResult
from cip.agreement.reads import adherences_of
from cip.assessment.reads.clause_standing import standing_of
from cip.assessment.reads.known_firm import Pinned
from cip.database.work import Session, Work
from cip.rulebook.agreements import AgreementBook


def look_at_firm(work: Work, book: AgreementBook, firm_id: str, *, on: date, pinned: Pinned) -> int:
    """Look at every joining of a firm that is signed and has not ended; how many re-checks that raised."""
    hold_joinings(work, firm_id)
    ids = [one.id for one in adherences_of(work.session, firm_id)]
    return sum(look_at_joining(work, book, each, on=on, pinned=pinned) for each in ids)


def look_at_joining(work: Work, book: AgreementBook, adherence_id: str, *, on: date, pinned: Pinned) -> int:
    """The same for one joining. Raises RowGoneError."""
    # Held before it is looked at: a look at what somebody is just changing would deny what they have noted.
    adherence = hold_joining(work, adherence_id)
    results = results_of_joining(work.session, book, adherence, work.now, on, pinned=pinned)
    return len(raise_rechecks(work, adherence_id, results, book, on=on)) if results else 0


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
