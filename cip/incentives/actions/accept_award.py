"""The firm accepts its award: every obligation of the call, in the words that it read, within the term."""

from collections.abc import Collection
from dataclasses import dataclass

from cip.database.locks import lock
from cip.database.work import Work
from cip.incentives.acceptance import promises_of, promises_text
from cip.incentives.actions.move_call import hold_call
from cip.incentives.actions.prepare_call import person_of
from cip.incentives.actions.reserve_awards import WrongAwardStateError, record_award_move
from cip.incentives.awards import StoredAward
from cip.incentives.calls import OfficeCall
from cip.incentives.reads.acceptances import due_answer
from cip.incentives.reads.awards import award_of
from cip.incentives.reads.calls import pack_of_call
from cip.incentives.records import AwardAcceptanceRow, AwardRow
from cip.kernel.canonical import sha256_of
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError


class NotAllAgreedError(RefusalError):
    """An obligation was not ticked, or is not one of the call."""

    def __init__(self) -> None:
        super().__init__("Agree to each obligation, or do not accept.")


class TooLateError(RefusalError):
    """The term for accepting is over."""

    def __init__(self) -> None:
        super().__init__("The term for accepting this award is over.")


@dataclass(frozen=True, slots=True)
class HeldAward:
    """An award that is held, with its call, until the Work ends."""

    award: StoredAward
    call: OfficeCall


def hold_award_and_call(work: Work, award_id: str) -> HeldAward:
    """Hold the call of an award, then the award itself, both as they stand now. Raises LookupError, RowGoneError."""
    call = hold_call(work, award_of(work.session, award_id).call_id)
    lock(work.session, AwardRow, award_id)
    return HeldAward(award_of(work.session, award_id), call)


def accept_award(work: Work, award_id: str, *, agreed: Collection[str], seen_sha256: str) -> None:
    """Accept an award. `agreed`: the ids of the obligations that were ticked; `seen_sha256`: that of the words as they
    were shown (`promises_text`).

    Raises WrongAwardStateError, NotAllAgreedError, TooLateError.
    """
    held = hold_award_and_call(work, award_id)
    until = due_answer(work.session, held.award)
    if held.award.state != "notified" or until is None:
        raise WrongAwardStateError
    if today(work.now) > until:
        raise TooLateError
    pack = pack_of_call(work.session, held.call)
    promises = promises_of(pack.call)
    text = promises_text(promises)
    if set(agreed) != {one.id for one in promises} or sha256_of(text) != seen_sha256:
        raise NotAllAgreedError
    record_award_move(work, award_id, "accept", person=person_of(work))
    work.session.add(
        AwardAcceptanceRow(
            award_id=award_id,
            promises=text,
            promises_sha256=seen_sha256,
            pack_sha256=held.call.pack_sha256 or pack.sha256,
            accepted_at=work.now,
            accepted_by=person_of(work),
            accepted_label=work.actor.label,
        )
    )
    work.session.flush()
