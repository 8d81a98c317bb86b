"""How a firm stands towards the clauses of an agreement today: the one place where pages and reminders get it from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from cip.agreement.adherence import Adherence, ClauseProof
from cip.agreement.clauses import ClauseResult, Tally, evaluate, tally
from cip.agreement.facts import adherence_facts
from cip.agreement.reads.adherence import proofs_of
from cip.agreement.reads.committee_facts import firm_facts, register_facts
from cip.agreement.reads.registers import registers_of
from cip.assessment.reads.known_firm import KnownFirm, Pinned, known_firm
from cip.rulebook.agreements import AgreementBook, checks_of
from cip.rulebook.shapes import checks
from cip.rulebook.shapes.agreement import Agreement

NOT_READ: Mapping[str, Sequence[ClauseProof]] = {}


@dataclass(frozen=True, slots=True)
class ClauseStanding:
    """Every clause of an agreement for a firm on a day. `answered_on` is the day of the check-up whose answers were
    read, None where the firm has no result yet.
    """

    agreement: Agreement
    on: date
    results: tuple[ClauseResult, ...]
    answered_on: date | None

    @property
    def tally(self) -> Tally:
        """How many clauses are due, met, not met and unknown."""
        return tally(self.results)

    def result(self, clause_id: str) -> ClauseResult | None:
        """One clause, where the agreement obliges to it."""
        return next((one for one in self.results if one.id == clause_id), None)


def standing_of(
    session: Session,
    book: AgreementBook,
    agreement: Agreement,
    firm_id: str,
    now: datetime,
    on: date,
    *,
    pinned: Pinned,
    adherence: Adherence | None = None,
) -> ClauseStanding:
    """The clauses of an agreement for a firm: `now` and `on` are the moment and the Italian day, `pinned` gives packs,
    `adherence` is the firm's joining of this agreement, where there is one.
    """
    known = known_firm(session, firm_id, on, pinned=pinned)
    return standings_of(session, book, known, [(agreement, adherence)], now, on)[0]


def standings_of(
    session: Session,
    book: AgreementBook,
    known: KnownFirm,
    asked: Sequence[tuple[Agreement, Adherence | None]],
    now: datetime,
    on: date,
    noted: Mapping[str, Sequence[ClauseProof]] = NOT_READ,
) -> list[ClauseStanding]:
    """The same for several agreements, in their order, each with the firm's joining of it, where there is one; `known`
    is what `known_firm` read of the firm for that day, `noted` the proofs of joinings, by id, that were read already.

    Of facts told twice the one that was noted for the joining wins: somebody looked at a paper and wrote its day. Next
    comes what the firm has here, last what the committee keeps of it.
    """
    registers = registers_of(
        session,
        [agreement.id for agreement, _adherence in asked],
        [adherence.id for _agreement, adherence in asked if adherence is not None],
    )
    found = []
    for agreement, adherence in asked:
        register = registers[agreement.id]
        facts = register_facts(register, agreement, on, now)
        proofs: Sequence[ClauseProof] = ()
        if adherence is not None:
            proofs = noted[adherence.id] if adherence.id in noted else proofs_of(session, adherence.id)
            facts = firm_facts(session, adherence, agreement, on, register) | facts
        facts |= {**known.facts, **adherence_facts(adherence, proofs)}
        results = evaluate(book, agreement, on, facts, known.answer, known.places)
        found.append(ClauseStanding(agreement, on, results, known.answered_on))
    return found


def reads_answers(book: AgreementBook) -> frozenset[str]:
    """The clauses whose checks look at answers of the check-up: a union sees how they stand, not why."""
    return frozenset(
        clause.id for clause in book.clauses if any(isinstance(part, checks.AnswerCheck) for part in checks_of(clause))
    )
