"""After answers, papers or a signature of a firm: its clauses are looked at in the same Work."""

from cip.assessment.actions.look_at_clauses import look_at_firm
from cip.database.work import Work
from cip.web.state import state, today


def look_again(work: Work, firm_id: str | None) -> None:
    """Look at the clauses of everything that a firm joined; nothing for a check-up that belongs to no firm yet."""
    on, packs = today(), state().packs
    book = packs.newest_on(on).content.agreements
    if firm_id is not None and book is not None:
        look_at_firm(work, book, firm_id, on=on, pinned=packs.pinned)
