"""What the actions on adherences share: their locks, the row, the book's agreement, the refusals.

Held in this order: the words `adherences <firm>`, then rows of adherences, then those of files. Whoever changes a
joining holds the words of its firm first, for what follows may touch the other joinings of the firm: clauses are looked
at again, and a renewal ends what it renews. What only unions do holds one row of an adherence and no words.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from cip.agreement.adherence import Adherence, AdherenceState, ClauseProof, Move, states_of
from cip.agreement.joining import Missing
from cip.agreement.reads.adherence import as_adherence, proofs_of
from cip.agreement.records import AdherenceRow
from cip.database.locks import lock, lock_words
from cip.database.work import Work
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Reason
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement


class NotJoinableError(RefusalError):
    """Nobody joins this agreement now, or not this firm; `because` says why."""

    def __init__(self, because: Sequence[Reason]) -> None:
        super().__init__(" ".join(reason.en for reason in because) or "This agreement cannot be joined.")
        self.because = tuple(because)


class NotReadyError(RefusalError):
    """Something is missing before a joining can be signed; `missing` says what."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(" ".join(one.because.en for one in missing) or "The joining is not complete.")
        self.missing = tuple(missing)


class WrongStateError(RefusalError):
    """The joining is not in a state in which this can be done: somebody else was faster."""

    def __init__(self) -> None:
        super().__init__("This cannot be done with this joining any more.")


class NotThatMoveError(RefusalError):
    """A statement or a dispute is no longer where this leads on from: somebody was faster, or its term is over."""

    def __init__(self) -> None:
        super().__init__("This has moved on meanwhile: read it again.")


class OddDayError(RefusalError, ValueError):
    """A day that cannot be: of what was done or seen, in the future or before the joining; of what is planned, in the
    past; before the notice is over (`earliest` can be), or after the agreement's own end (`latest`).
    """

    def __init__(self, earliest: date | None = None, latest: date | None = None) -> None:
        super().__init__("This day cannot be.")
        self.earliest, self.latest = earliest, latest


class ProtocolTakenError(RefusalError):
    """Another number stands there already: the committee's, or one that was noted meanwhile."""

    def __init__(self) -> None:
        super().__init__("This joining has another protocol number already.")


class FormChangedError(RefusalError):
    """The form that somebody is about to sign is no longer the one that is fixed."""

    def __init__(self) -> None:
        super().__init__("The form changed meanwhile: print and sign the new one.")


def hold_joinings(work: Work, firm_id: str) -> None:
    """Hold what a firm joins, leaves and renews, and what is noted for that: before any row of it is held."""
    lock_words(work.session, f"adherences {firm_id}")


def hold_joining(work: Work, adherence_id: str) -> Adherence:
    """An adherence as it is now, held with the other joinings of its firm. Raises RowGoneError."""
    return as_adherence(_held(work, adherence_id))


def _held(work: Work, adherence_id: str) -> AdherenceRow:
    a = AdherenceRow.__table__.columns
    # Whose joining it is never changes, so it is read before anything is held.
    firm_id = work.session.scalar(select(a.firm_id).where(a.id == adherence_id))
    if firm_id is not None:
        hold_joinings(work, firm_id)
    return lock(work.session, AdherenceRow, adherence_id)


def agreement_in(book: AgreementBook, agreement_id: str) -> Agreement:
    """An agreement of the book. Raises NotJoinableError for one that the rules no longer hold."""
    found = book.by_id.get(agreement_id)
    if found is None:
        raise NotJoinableError(())
    return found


def locked(work: Work, adherence_id: str, *states: AdherenceState) -> AdherenceRow:
    """The row of an adherence, locked with the other joinings of its firm and read afresh. Raises RowGoneError,
    WrongStateError if it is in none of these states.
    """
    row = _held(work, adherence_id)
    if row.state not in states:
        raise WrongStateError
    return row


def need_running(work: Work, adherence_id: str, move: Move, on: date) -> Adherence:
    """An adherence about which something new comes before its committee, held. Raises RowGoneError, WrongStateError if
    nobody signed it, or it has ended.
    """
    adherence = as_adherence(locked(work, adherence_id, *states_of(move)))
    if not adherence.runs(on):
        raise WrongStateError
    return adherence


def whole(work: Work, row: AdherenceRow) -> tuple[Adherence, Sequence[ClauseProof]]:
    """A row as a noun, with its proofs."""
    return as_adherence(row), proofs_of(work.session, row.id)
