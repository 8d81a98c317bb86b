"""How a firm stands towards the clauses of an agreement today: the one place where pages and reminders get it from."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from cip.agreement.adherence import Adherence
from cip.agreement.clauses import ClauseResult, Tally, evaluate, tally
from cip.agreement.facts import FactValue
from cip.agreement.reads.committee_facts import committee_facts, firm_facts
from cip.assessment.answer_file import AnswerFileError, read_answers
from cip.assessment.bound import bind
from cip.assessment.clauses import answer_reader
from cip.assessment.reads.clause_facts import Pinned, clause_facts_of, newest_result
from cip.assessment.reads.of_firm import FirmCheckUp, check_ups_of_firm
from cip.assessment.reads.snapshots import latest_snapshot
from cip.parties.reads import seats_of
from cip.rulebook.agreements import AgreementBook, checks_of
from cip.rulebook.shapes import checks
from cip.rulebook.shapes.agreement import Agreement

Answer = Callable[[str], bool | None]


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

    Answers are those of the newest result, so that what somebody is typing changes nothing here.
    """
    facts: dict[str, FactValue] = committee_facts(session, book, agreement.id, on, now)
    facts |= clause_facts_of(session, firm_id, adherence, pinned)
    if adherence is not None:
        facts = firm_facts(session, adherence, on) | facts
    newest = newest_result(check_ups_of_firm(session, firm_id))
    answer = _answers(session, newest, on, pinned)
    results = evaluate(book, agreement, on, facts, answer, places_of_firm(session, firm_id))
    return ClauseStanding(agreement, on, results, newest.result_on if newest else None)


def reads_answers(book: AgreementBook) -> frozenset[str]:
    """The clauses whose checks look at answers of the check-up: a union sees how they stand, not why."""
    return frozenset(
        clause.id for clause in book.clauses if any(isinstance(part, checks.AnswerCheck) for part in checks_of(clause))
    )


def places_of_firm(session: Session, firm_id: str) -> tuple[str, ...] | None:
    """Municipalities of the firm's seats, codes and names; None while it has told none."""
    seats = seats_of(session, firm_id)
    found = [place for seat in seats for place in (seat.municipality_code, seat.municipality) if place]
    return tuple(found) or None


def _answers(session: Session, newest: FirmCheckUp | None, on: date, pinned: Pinned) -> Answer:
    """Reads conditions over the answers of a result; all are unknown where there is none, or where it cannot be read
    any more.
    """
    snapshot = latest_snapshot(session, newest.check_up.id) if newest is not None else None
    if snapshot is None:
        return lambda _text: None
    pack = pinned(session, snapshot.pack_sha256)
    given: Mapping[str, object] = json.loads(snapshot.answers)
    try:
        return answer_reader(pack, read_answers(bind(pack, on), given), on)
    except AnswerFileError:
        return lambda _text: None
