"""Reviews of the clauses by the committee after a change of the law (clause F-08). Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from cip.rulebook.agreements import AgreementBook, law_of_clause
from cip.rulebook.shapes.agreement import Agreement

Verdict = Literal["kept", "changed", "to_bargain"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Review:
    """A review in a meeting: what became of each clause that was looked at, and up to which day the law was known."""

    id: str
    agreement_id: str
    meeting_id: str
    reviewed_on: date
    law_known_to: date
    verdicts: Mapping[str, Verdict]
    made_by: str

    @property
    def answers_to(self) -> date:
        """The last day whose law it answers: a meeting noted later did not know what came after it."""
        return min(self.reviewed_on, self.law_known_to)


@dataclass(frozen=True, slots=True)
class LawChange:
    """A legal parameter got a new row: from which day, by which act, and which clauses rest on it."""

    key: str
    on: date
    source: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """What the committee has to look at: changes since its last review, up to the day to which the law is known, and
    the day by which (None where the agreement sets no term). `because`: clause F-08.
    """

    since: date | None
    law_known_to: date
    changes: tuple[LawChange, ...]
    due: date | None
    late: bool
    because: str = "F-08"


def law_changes(book: AgreementBook, agreement: Agreement, after: date | None, on: date) -> tuple[LawChange, ...]:
    """The rows of the law cited by the agreement or by its clauses that began after a day (None: since ever) and not
    later than `on`, oldest first. The first row of a parameter is a change too where it began after that day: a right
    that did not exist.
    """
    resting: dict[str, list[str]] = {key: [] for key in agreement.law}
    for clause_id in agreement.obligations:
        for key in law_of_clause(book.clause_of[clause_id]):
            resting.setdefault(key, []).append(clause_id)
    found = [
        LawChange(key, row.start, row.source, tuple(sorted(clauses)))
        for key, clauses in resting.items()
        if key in book.law.parameters
        for row in book.law.parameters[key].values
        if row.start is not None and (after is None or row.start > after) and row.start <= on
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.key)))


def alert(
    book: AgreementBook, agreement: Agreement, reviews: Iterable[Review], term_days: int | None, on: date
) -> Alert:
    """What waits for a review on a day. Before the first review changes count from the day of signing, else from the
    day on which the agreement took effect: the text was written with the law of that day.
    """
    since = reviewed_to(reviews, on) or agreement.signed_on or agreement.effective_from
    changes = law_changes(book, agreement, since, on) if since is not None else ()
    due = changes[0].on + timedelta(days=term_days) if changes and term_days is not None else None
    return Alert(since, book.law.about.law_known_to, changes, due, late=due is not None and due < on)


def reviewed_to(reviews: Iterable[Review], on: date) -> date | None:
    """Up to which day reviews answer changes of the law: a law that was not known then was not looked at.
    None where there was no review.
    """
    return max((one.answers_to for one in reviews if one.reviewed_on <= on), default=None)


def clauses_to_review(changes: Iterable[LawChange]) -> tuple[str, ...]:
    """The clauses that rest on what changed, each once, by id."""
    return tuple(sorted({clause for change in changes for clause in change.clauses}))


def missing_verdicts(asked: Collection[str], given: Mapping[str, Verdict]) -> tuple[str, ...]:
    """The clauses to review of which nothing was said."""
    return tuple(sorted(set(asked) - set(given)))


def standing_verdicts(reviews: Sequence[Review]) -> dict[str, tuple[Verdict, date]]:
    """Of each clause what the newest review said of it, and when."""
    found: dict[str, tuple[Verdict, date]] = {}
    for review in sorted(reviews, key=lambda one: (one.reviewed_on, one.id)):
        found |= {clause: (verdict, review.reviewed_on) for clause, verdict in review.verdicts.items()}
    return found
