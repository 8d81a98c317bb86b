"""A dispute is opened before the committee, heard, settled or withdrawn (clause H-02). Courts stay open meanwhile."""

from dataclasses import dataclass
from datetime import date

from cip.agreement.actions.adherence_work import NotThatMoveError, need_running
from cip.agreement.actions.tell_committee import tell_of_dispute
from cip.agreement.disputes import Dispute, Ground, Move, Opener, Outcome, next_state
from cip.agreement.reads.committees import disputes_of, find_dispute
from cip.agreement.records import DisputeRow, DisputeStepRow
from cip.database.locks import lock, lock_words
from cip.database.work import Work
from cip.kernel.errors import RefusalError


class DisputeOpenError(RefusalError):
    """The same party has brought the same matter before the committee already."""

    def __init__(self) -> None:
        super().__init__("This dispute is before the committee already.")


@dataclass(frozen=True, slots=True)
class Opening:
    """A dispute to be opened: of which agreement and adherence (None: about the text), which clause, on what ground,
    by whom (`body_id`: the union's body), with a statement for the committee.
    """

    agreement_id: str
    adherence_id: str | None
    clause_id: str | None
    ground: Ground
    opened_by: Opener
    body_id: str | None = None
    statement: str = ""


def open_dispute(work: Work, opening: Opening, *, on: date) -> str:
    """Bring a dispute before the committee; its id. The committee and the firm are told by mail. About a joining that
    nobody signed, or that has ended, none begins; those that run go on. Raises DisputeOpenError, RowGoneError,
    WrongStateError, ValueError if a firm or a union names no adherence.
    """
    if opening.opened_by != "committee" and opening.adherence_id is None:
        raise ValueError("a firm or a union disputes about an adherence")
    if opening.adherence_id is not None:
        need_running(work, opening.adherence_id, "dispute", on)
    lock_words(work.session, f"disputes of {opening.agreement_id}")
    if any(_same(opening, one) for one in disputes_of(work.session, opening.agreement_id)):
        raise DisputeOpenError
    row = DisputeRow(
        id=work.new_id(),
        agreement_id=opening.agreement_id,
        adherence_id=opening.adherence_id,
        clause_id=opening.clause_id,
        ground=opening.ground,
        statement=opening.statement,
        opened_by=opening.opened_by,
        body_id=opening.body_id if opening.opened_by == "union" else None,
        opened_on=on,
        made_by=work.actor.label,
        made_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    tell_of_dispute(work, _found(work, row.id), "dispute_opened", on=on)
    return row.id


def hear_dispute(work: Work, dispute_id: str, *, on: date, note: str = "") -> None:
    """The parties were heard on a day; may happen more than once. Raises NotThatMoveError, RowGoneError."""
    _lock(work, dispute_id)
    move: Move = "hear_again" if _found(work, dispute_id).state == "heard" else "hear"
    _step(work, dispute_id, move, on=on, note=note)


def settle_dispute(work: Work, dispute_id: str, outcome: Outcome, *, on: date, note: str = "") -> None:
    """Close a dispute that was heard: an agreement of the parties, an advice of the committee, or none. The parties are
    told by mail. Raises NotThatMoveError, RowGoneError.
    """
    _lock(work, dispute_id)
    _step(work, dispute_id, "settle", on=on, outcome=outcome, note=note)
    tell_of_dispute(work, _found(work, dispute_id), "dispute_settled", on=on)


def withdraw_dispute(work: Work, dispute_id: str, by: Opener, *, on: date) -> None:
    """Take a dispute back: only the side that opened it may. Raises NotThatMoveError, RowGoneError."""
    _lock(work, dispute_id)
    if _found(work, dispute_id).opened_by != by:
        raise NotThatMoveError
    _step(work, dispute_id, "withdraw", on=on)


def _same(opening: Opening, other: Dispute) -> bool:
    asked = (opening.adherence_id, opening.clause_id, opening.opened_by, opening.body_id)
    return other.open and asked == (other.adherence_id, other.clause_id, other.opened_by, other.body_id)


def _lock(work: Work, dispute_id: str) -> None:
    # Two who press at once: the second one waits here, and then reads the step of the first.
    lock(work.session, DisputeRow, dispute_id)


def _found(work: Work, dispute_id: str) -> Dispute:
    found = find_dispute(work.session, dispute_id)
    if found is None:  # pragma: no cover - it was locked or written a line above
        raise LookupError(dispute_id)
    return found


def _step(work: Work, dispute_id: str, move: Move, *, on: date, outcome: Outcome | None = None, note: str = "") -> None:
    dispute = _found(work, dispute_id)
    state = next_state(dispute, move)
    last = dispute.steps[-1].on_day if dispute.steps else dispute.opened_on
    if state is None or on < last:
        raise NotThatMoveError
    work.session.add(
        DisputeStepRow(
            dispute_id=dispute_id,
            number=len(dispute.steps) + 1,
            kind=state,
            on_day=on,
            outcome=outcome,
            note=note,
            made_by=work.actor.label,
            made_at=work.now,
        )
    )
    work.session.flush()
