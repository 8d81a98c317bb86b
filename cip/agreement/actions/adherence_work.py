"""What the actions on adherences share: their locks, the row, the book's agreement, the refusals.

Held in this order: the words `adherences <firm>` (who joins, leaves and renews waits for each other), then the row of
the adherence, then those of files.
"""

from collections.abc import Sequence
from datetime import date

from cip.agreement.adherence import Adherence, AdherenceState, ClauseProof
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


class OddDayError(RefusalError, ValueError):
    """A day that cannot be: in the future, before the joining, or before the notice is over."""

    def __init__(self, earliest: date | None = None) -> None:
        super().__init__("This day cannot be.")
        self.earliest = earliest


class FormChangedError(RefusalError):
    """The form that somebody is about to sign is no longer the one that is fixed."""

    def __init__(self) -> None:
        super().__init__("The form changed meanwhile: print and sign the new one.")


def hold_joinings(work: Work, firm_id: str) -> None:
    """Hold what a firm joins, leaves and renews."""
    lock_words(work.session, f"adherences {firm_id}")


def agreement_in(book: AgreementBook, agreement_id: str) -> Agreement:
    """An agreement of the book. Raises NotJoinableError for one that the rules no longer hold."""
    found = book.by_id.get(agreement_id)
    if found is None:
        raise NotJoinableError(())
    return found


def locked(work: Work, adherence_id: str, *states: AdherenceState) -> AdherenceRow:
    """The row of an adherence, locked and read afresh. Raises RowGoneError, WrongStateError if it is in none of these
    states.
    """
    row = lock(work.session, AdherenceRow, adherence_id)
    if row.state not in states:
        raise WrongStateError
    return row


def whole(work: Work, row: AdherenceRow) -> tuple[Adherence, Sequence[ClauseProof]]:
    """A row as a noun, with its proofs."""
    return as_adherence(row), proofs_of(work.session, row.id)
