"""A consultant validates a check-up: its verified result is stored beside the self-declared one, its answers are
locked. Somebody who wants to change one reopens it, for everybody to see.
"""

from datetime import date

from cip.assessment.actions.appending import append_life, refuse_changed, refuse_closed, refuse_validated
from cip.assessment.actions.telling import tell_validated
from cip.assessment.coverage import Coverage
from cip.assessment.reads.verified import last_number
from cip.assessment.records import CheckUpRow, VerifiedResultRow
from cip.assessment.stored import StoredAnswers, is_canonical
from cip.assessment.verified import VALIDATED, VerifiedResult, verified_file
from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.canonical import canonical_json
from cip.kernel.errors import RefusalError
from cip.kernel.moments import moment_text


class NothingReviewedError(RefusalError):
    """Nobody has looked at a single answer: there is nothing to validate."""

    def __init__(self) -> None:
        super().__init__("No answer was reviewed yet: there is nothing to validate.")


def validate_check_up(
    work: Work,
    check_up_id: str,
    *,
    answers: StoredAnswers,
    body_id: str,
    on_day: date,
    pack_sha256: str,
    engine_version: str,
    result: str,
    coverage: Coverage,
) -> VerifiedResult:
    """Store `result` (canonical JSON of the verified check-up of `answers`, with that pack and engine, for `on_day`)
    in the name of the consultancy `body_id`, and lock the answers; the event says how many of them were looked at
    (`coverage`). The owners of the firm are told by mail.

    Whether the actor is a consultant of the firm is the caller's to check (`load_for`, action `validate`).

    Raises NothingReviewedError, RowGoneError, CheckUpClosedError, CheckUpValidatedError if it is validated already,
    ChangedMeanwhileError if something was saved since, ValueError if the pack is not the check-up's or the result is
    not canonical.
    """
    check_up = _ready(work, check_up_id, answers, pack_sha256, result)
    found = VerifiedResult(
        id=work.new_id(),
        check_up_id=check_up_id,
        number=last_number(work.session, check_up_id) + 1,
        on_day=on_day,
        last_seq=answers.last_seq,
        pack_sha256=pack_sha256,
        engine_version=engine_version,
        answers=canonical_json(verified_file(answers)),
        result=result,
        body_id=body_id,
        made_by=work.actor.label,
        at=work.now,
        digest="",
    ).sealed()
    work.session.add(VerifiedResultRow(**found.columns()))
    check_up.validated_at = work.now
    said = {"at": moment_text(work.now), "number": found.number, "digest": found.digest, **coverage.as_value()}
    append_life(work, check_up, {VALIDATED: said}, "validate")
    tell_validated(work, check_up, body_id, on_day)
    work.session.flush()
    return found


def _ready(work: Work, check_up_id: str, answers: StoredAnswers, pack_sha256: str, result: str) -> CheckUpRow:
    """The check-up, locked, with nothing against validating these answers."""
    if not is_canonical(result):
        raise ValueError("the result is not canonical JSON")
    check_up = lock(work.session, CheckUpRow, check_up_id)
    refuse_closed(check_up)
    refuse_validated(check_up)
    refuse_changed(check_up, answers)
    if not answers.reviews:
        raise NothingReviewedError
    if check_up.pack_sha256 != pack_sha256:
        raise ValueError(f"the check-up is pinned to the pack {check_up.pack_sha256}, not {pack_sha256}")
    return check_up
