"""A mandate ends before its last day."""

from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.clock import today
from cip.parties.actions.tell_of_mandate import tell_of_mandate
from cip.parties.records import MandateRow


def revoke_mandate(work: Work, mandate_id: str) -> None:
    """End a mandate from this moment, whoever of the two ends it; asked again, nothing happens. The same people as for
    a new one get a mail. Raises RowGoneError.
    """
    row = lock(work.session, MandateRow, mandate_id)
    if row.revoked_at is not None:
        return
    row.revoked_at = work.now
    work.session.flush()
    tell_of_mandate(work, row, "mandate_revoked", {"on": today(work.now).isoformat()})
