"""A check-up is started, by a guest or in a firm."""

from datetime import date

from cip.assessment.actions.appending import append_life
from cip.assessment.records import CheckUpRow
from cip.assessment.stored import chain_start
from cip.database.packs import is_kept
from cip.database.work import Work
from cip.kernel.texts import Language


def start_check_up(
    work: Work,
    *,
    pack_sha256: str,
    guest_digest: str | None = None,
    language: Language,
    expires_on: date | None = None,
    firm_id: str | None = None,
) -> str:
    """Start a check-up (stage T0) pinned to a kept pack; its new id. Either for the guest whose secret has
    `guest_digest`, and then `expires_on` is the last day it is kept while nobody claims it, or for a firm.

    Raises LookupError if the pack was not kept first (`cip.database.packs.keep_pack`), ValueError if it is for neither
    or for both.
    """
    if (firm_id is None) == (guest_digest is None) or (guest_digest is None) != (expires_on is None):
        raise ValueError("a check-up is begun by a guest, with a last day, or in a firm, without one")
    if not is_kept(work.session, pack_sha256):
        raise LookupError(f"the pack {pack_sha256} is not kept")
    check_up_id = work.new_id()
    start = chain_start(check_up_id, pack_sha256, "T0", work.now)
    row = CheckUpRow(
        id=check_up_id,
        pack_sha256=pack_sha256,
        guest_digest=guest_digest,
        stage="T0",
        language=language,
        created_at=work.now,
        expires_on=expires_on,
        last_seq=0,
        events_head=start,
        last_number=0,
        snapshots_head=start,
        firm_id=firm_id,
    )
    work.session.add(row)
    work.session.flush()
    if firm_id is not None:
        append_life(work, row, {"adopted": {"firm": firm_id}}, "start")
        work.session.flush()
    return check_up_id
