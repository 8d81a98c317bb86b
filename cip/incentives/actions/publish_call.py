"""A call is published: its content is kept under its sha256, the seed of the draw is fixed, nothing of it changes."""

from datetime import datetime

from sqlalchemy.orm import Session

from cip.database.packs import keep_pack
from cip.database.work import Work
from cip.incentives.actions.move_call import SEED_PURPOSE, NotYetError, WrongCallStateError, hold_call, record_move
from cip.incentives.actions.prepare_call import person_of
from cip.incentives.bound_call import BoundCall
from cip.incentives.calls import OfficeCall
from cip.incentives.publishing import blocks_of
from cip.incentives.reads.calls import find_rehearsal
from cip.incentives.weights import weights_of
from cip.kernel import clock
from cip.kernel.canonical import sha256_of
from cip.kernel.ids import new_secret
from cip.kernel.sealing import seal
from cip.kernel.texts import Reason
from cip.rulebook.call_packs import CallPack


def publishing_blocks(
    session: Session, call: OfficeCall, pack: CallPack, publisher: str, now: datetime
) -> tuple[Reason, ...]:
    """What still keeps this person from publishing a call with this content now; nothing where it can be done."""
    on = clock.today(call.closes_at or now)
    weights = weights_of(BoundCall(pack, on)) if pack.call.grid not in ("none", "unknown") else ()
    rehearsed = call.stored_state == "rehearsed" and find_rehearsal(session, call.id, pack.sha256) is not None
    return blocks_of(call, pack, weights, rehearsed=rehearsed, publisher=publisher, now=now)


def publish_call(work: Work, call_id: str, template: CallPack, key: str) -> OfficeCall:
    """Publish a call from its template of today's rules. `key` is the secret key of the settings: under it the seed of
    the public draw stays sealed until the ranking; its sha256 is published at once.

    Raises WrongCallStateError, NobodyPreparesError, NotYetError with everything that stands in the way.
    """
    call = hold_call(work, call_id)
    if call.stored_state not in ("draft", "rehearsed") or template.id != call.rule_id:
        raise WrongCallStateError
    pack = call.settings.applied_to(template)
    because = publishing_blocks(work.session, call, pack, person_of(work), work.now)
    if because:
        raise NotYetError(because)
    keep_pack(work, pack.sha256, pack.id, pack.canonical)
    seed = new_secret()
    fixed = {
        "pack_sha256": pack.sha256,
        "published_at": work.now,
        "seed_sha256": sha256_of(seed),
        "seed_sealed": seal(key, seed.encode(), purpose=SEED_PURPOSE),
    }
    record_move(work, call, "publish", also=fixed)
    return hold_call(work, call_id)
