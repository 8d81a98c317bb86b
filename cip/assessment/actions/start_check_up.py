"""A guest starts a check-up."""

from datetime import date

from cip.assessment.records import CheckUpRow
from cip.assessment.stored import chain_start
from cip.database.packs import is_kept
from cip.database.work import Work
from cip.kernel.texts import Language


def start_check_up(work: Work, *, pack_sha256: str, guest_digest: str, language: Language, expires_on: date) -> str:
    """Start a check-up (stage T0) pinned to a kept pack, for the guest whose secret has `guest_digest`; its new id.

    `expires_on` is the last day it is kept while nobody claims it. Raises LookupError if the pack was not kept first
    (`cip.database.packs.keep_pack`).
    """
    if not is_kept(work.session, pack_sha256):
        raise LookupError(f"the pack {pack_sha256} is not kept")
    check_up_id = work.new_id()
    start = chain_start(check_up_id, pack_sha256, "T0", work.now)
    work.session.add(
        CheckUpRow(
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
        )
    )
    work.session.flush()
    return check_up_id
