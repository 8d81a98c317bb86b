"""What papers show of a clause is noted, and taken back; the route of joining with its proof."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from cip.agreement.actions.adherence_work import OddDayError, WrongStateError, locked
from cip.agreement.actions.start_adherence import unfix
from cip.agreement.adherence import MOST_PROOFS, Route, states_of
from cip.agreement.facts import PROVED_BY
from cip.agreement.paper_numbers import is_paper_number
from cip.agreement.records import AdherenceRow, ClauseProofRow
from cip.database.locks import lock
from cip.database.work import Work
from cip.files.actions import erase_file
from cip.kernel.errors import RefusalError
from cip.rulebook.agreements import AgreementBook

LARGEST_NUMBER = 1_000_000_000


class TooManyProofsError(RefusalError):
    """As much was noted for this joining as it holds."""

    def __init__(self) -> None:
        super().__init__(f"There are {MOST_PROOFS} notes already: no more can be added.")


class OddFactError(RefusalError, ValueError):
    """The clauses have no such fact, or it says something of another type."""

    def __init__(self) -> None:
        super().__init__("This cannot be noted for this clause.")


class OddReferenceError(RefusalError, ValueError):
    """What names the paper is no number of a paper, or the fact is told of single people and takes none."""

    def __init__(self) -> None:
        super().__init__("This is no number of a paper, or none is taken here.")


@dataclass(frozen=True, slots=True)
class Says:
    """What a proof says: exactly one of a day, a number, yes or no; `stated_no` of a day that did not come."""

    day: date | None = None
    number: int | None = None
    yes_no: bool | None = None
    stated_no: bool = False

    def fits(self, sort: str) -> bool:
        """Whether it says exactly one thing, and of this type of fact."""
        said = {"day": self.day is not None or self.stated_no, "number": self.number is not None}
        said["yes_no"] = self.yes_no is not None
        both = self.day is not None and self.stated_no
        return not both and [name for name, there in said.items() if there] == [sort]


@dataclass(frozen=True, slots=True)
class ShownBy:
    """What shows it: a file (received before, in this Work, into the room of the adherence), a paper that a consultant
    saw, the number of a paper; all may be left out.
    """

    file_id: str | None = None
    seen: bool = False
    reference: str | None = None


def note_proof(
    work: Work, book: AgreementBook, adherence_id: str, fact_id: str, says: Says, shown: ShownBy, *, on: date
) -> str:
    """Note what papers show of one fact of the clauses; its id. It stands above what was noted before of that fact.

    That the fact is one for the firm to prove, and that only a consultant says `seen`, is the caller's to check. Raises
    RowGoneError, WrongStateError if the joining has ended, TooManyProofsError, OddFactError, OddReferenceError,
    OddDayError for a day that is yet to come.
    """
    fact = book.fact_of.get(fact_id)
    if fact is None or not says.fits(fact.type):
        raise OddFactError
    if fact.of_one_person and shown.reference is not None:
        raise OddReferenceError
    row = locked(work, adherence_id, *states_of("prove"))
    return _note(work, row, fact_id, says, shown, on)


def prove_route(work: Work, adherence_id: str, route: Route, shown: ShownBy, *, on: date) -> str:
    """Choose the route by which a firm joins (clause A-03) and note its proof; the id of the proof. Of one that binds
    already the route changes only as a route that is proved.

    Raises RowGoneError, WrongStateError, TooManyProofsError, OddReferenceError, ValueError without any proof.
    """
    if not (shown.file_id or shown.seen or shown.reference):
        raise ValueError("a route is proved by a file, a paper that was seen, or a number")
    row = locked(work, adherence_id, *states_of("prove"))
    proof_id = _note(work, row, PROVED_BY[route], Says(yes_no=True), shown, on)
    row.route = route
    unfix(row)
    work.session.flush()
    return proof_id


def withdraw_proof(work: Work, adherence_id: str, proof_id: str, *, on: date) -> bool:
    """Take a proof back that was noted by mistake; False if it was taken back before. Its line stays, its file goes;
    what was noted before it of the same fact counts again. Also of a joining that has ended: its papers are the firm's.

    Raises RowGoneError, WrongStateError if the proof is another's.
    """
    adherence = locked(work, adherence_id, *states_of("withdraw_proof"))
    row = lock(work.session, ClauseProofRow, proof_id)
    if row.adherence_id != adherence_id:
        raise WrongStateError
    if row.withdrawn_on is not None:
        return False
    row.withdrawn_on, row.withdrawn_by = on, work.actor.label
    if row.file_id is not None:
        erase_file(work, row.file_id)
    if row.fact_id in PROVED_BY.values():
        unfix(adherence)
    work.session.flush()
    return True


def _note(work: Work, row: AdherenceRow, fact_id: str, says: Says, shown: ShownBy, on: date) -> str:
    if says.day is not None and says.day > on:
        raise OddDayError
    if says.number is not None and abs(says.number) > LARGEST_NUMBER:
        raise OddFactError
    if shown.reference is not None and not is_paper_number(shown.reference):
        raise OddReferenceError
    held = select(func.count()).select_from(ClauseProofRow).where(ClauseProofRow.adherence_id == row.id)
    before = work.session.scalar(held) or 0
    if before >= MOST_PROOFS:
        raise TooManyProofsError
    proof = ClauseProofRow(
        id=work.new_id(),
        adherence_id=row.id,
        seq=before + 1,
        fact_id=fact_id,
        day=says.day,
        number=says.number,
        yes_no=says.yes_no,
        stated_no=says.stated_no,
        reference=shown.reference,
        noted_on=on,
        noted_at=work.now,
        noted_by=work.actor.label,
        file_id=shown.file_id,
        seen=shown.seen,
    )
    work.session.add(proof)
    work.session.flush()
    return proof.id
