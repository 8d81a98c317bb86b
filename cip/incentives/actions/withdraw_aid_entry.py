"""An entry for State aid is withdrawn: it stays, and counts no more."""

from cip.database.locks import lock_words
from cip.database.work import Work
from cip.incentives.reads.state_aid_entries import find_entry
from cip.incentives.records import AidWithdrawalRow


def withdraw_entry(work: Work, firm_id: str, entry_id: str) -> bool:
    """Withdraw an entry of a firm; False if it is not there, not of this firm, or was withdrawn before."""
    lock_words(work.session, f"aid entries {firm_id}")
    entry = find_entry(work.session, entry_id)
    if entry is None or entry.firm_id != firm_id:
        return False
    by = work.actor.label
    row = AidWithdrawalRow(entry_id=entry_id, entry_kind=entry.kind, firm_id=firm_id, at=work.now, by_label=by)
    work.session.add(row)
    work.session.flush()
    return True
