"""All that a union sees of a firm that joined: how clauses stand, what was seen, what unions say. Pure.

These fields are the whole of it. No answer, no reason that quotes one, no survey, no money, no people, no paper has a
field here, so no page can show one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from cip.agreement.attestations import ClauseVoices
from cip.agreement.clauses import ClauseResult, ClauseStatus
from cip.agreement.rechecks import Mark, Recheck
from cip.agreement.sightings import Sighting
from cip.rulebook.agreements import AgreementBook, checks_in, checks_of
from cip.rulebook.shapes import checks
from cip.rulebook.shapes.agreement import Clause

# From what a clause is judged, as the rules say it for every firm alike; never what it is in this one.
Ground = Literal[
    "answers", "adherence", "proof", "plan", "survey", "committee", "parties", "incentive", "text", "place"
]
# `settled`: kept, or not due today; which of the two would tell of one person's case.
UnionStatus = ClauseStatus | Literal["settled"]
# What of a clause is hidden: nothing; which of kept and not due it is; everything.
Veil = Literal["none", "partly", "whole"]
_SETTLED = ("met", "not_due")


@dataclass(frozen=True, slots=True)
class JoinedFirm:
    """A firm that joined, as a union knows it: `places` are the municipalities of its seats, `sector` the word of the
    profile. `live` is False once the joining has ended.
    """

    id: str
    firm_id: str
    name: str
    places: tuple[str, ...]
    sector: str | None
    agreement_id: str
    joined_on: date
    last_day: date | None
    live: bool


@dataclass(frozen=True, slots=True)
class UnionClause:
    """One clause as a union sees it. `status` is None where it would tell of one person's case: there a union judges by
    what it is shown. `since` is the day since which it is known to stand so, `by` the last day of a term of the firm;
    neither is told where anything is hidden.
    """

    id: str
    status: UnionStatus | None
    since: date | None
    by: date | None
    grounds: tuple[Ground, ...]
    sightings: tuple[Sighting, ...]
    voices: ClauseVoices
    rechecks: tuple[Recheck, ...]

    @property
    def letter(self) -> str:
        """The chapter of the catalogue."""
        return self.id.partition("-")[0]

    @property
    def seen_on(self) -> date | None:
        """When a union saw something of it last."""
        return max((one.seen_on for one in self.sightings), default=None)


def grounds_of(book: AgreementBook, clause_id: str) -> tuple[Ground, ...]:
    """From what a clause is judged, by the rules alone."""
    found: dict[Ground, None] = {}
    for check in checks_of(book.clause_of[clause_id]):
        for ground in _grounds(book, check):
            found[ground] = None
    return tuple(found)


def _grounds(book: AgreementBook, check: checks.Check) -> Iterable[Ground]:
    if isinstance(check, checks.AnswerCheck):
        return ("answers",)
    if isinstance(check, checks.TextCheck | checks.ForceCheck):
        return ("text",)
    if isinstance(check, checks.TerritoryCheck):
        return ("place",)
    return [book.fact_of[fact].subject for fact in _facts_read(book, check)]


def _facts_read(book: AgreementBook, check: checks.Check) -> list[str]:
    named = (getattr(check, name, None) for name in ("fact", "after", "first", "then", "start", "end"))
    return [fact for fact in named if isinstance(fact, str) and fact in book.fact_of]


def veil_of(book: AgreementBook, clause_id: str) -> Veil:
    """What of a clause unions must not see, from the facts that the rules mark as told of single people.

    `whole`: it is judged only if such a fact says so (somebody asked), or it is kept because such a fact says no.
    Then "not kept" tells that somebody asked, and so does any change. `partly`: it may be due for another reason too.
    """
    clause = book.clause_of[clause_id]
    if _kept_where_nobody_asked(book, clause.check):
        return "whole"
    if clause.due is None:
        return "none"
    if _needs_a_person(book, clause.due) or _kept_where_nobody_asked(book, clause.due):
        return "whole"
    return "partly" if any(_of_one_person(book, part) for part in checks_in(clause.due)) else "none"


def _of_one_person(book: AgreementBook, check: checks.Check) -> bool:
    """Whether a single check reads a fact that is told of single people."""
    return any(book.fact_of[fact].of_one_person for fact in _facts_read(book, check))


def _needs_a_person(book: AgreementBook, check: checks.Check) -> bool:
    """Whether a check cannot answer yes without a fact that is told of single people."""
    if isinstance(check, checks.AllCheck):
        return any(_needs_a_person(book, part) for part in check.of)
    if isinstance(check, checks.AnyCheck):
        return all(_needs_a_person(book, part) for part in check.of)
    return _of_one_person(book, check)


def _kept_where_nobody_asked(book: AgreementBook, check: checks.Check) -> bool:
    """Whether somewhere in a check the no of such a fact is a yes."""
    return any(
        _of_one_person(book, inner)
        for part in checks_in(check)
        if isinstance(part, checks.NotCheck)
        for inner in checks_in(part.of)
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of all clauses of one joining beside their status."""

    marks: Mapping[str, Mark]
    sightings: Sequence[Sighting]
    voices: Mapping[str, ClauseVoices]
    rechecks: Sequence[Recheck]


def union_clauses(book: AgreementBook, results: Iterable[ClauseResult], known: Known) -> tuple[UnionClause, ...]:
    """The clauses for a union's page: of a result only its status and its term are taken, its reasons are left."""
    return tuple(_clause(book, result, known) for result in results)


def _clause(book: AgreementBook, result: ClauseResult, known: Known) -> UnionClause:
    open_to_see = veil_of(book, result.id) == "none"
    mark = known.marks.get(result.id)
    same = mark is not None and mark.status == result.status and open_to_see
    return UnionClause(
        id=result.id,
        status=status_shown(book, result.id, result.status),
        since=mark.since if mark is not None and same else None,
        by=result.by if open_to_see else None,
        grounds=grounds_of(book, result.id),
        sightings=tuple(one for one in known.sightings if one.clause_id == result.id),
        voices=known.voices.get(result.id, ClauseVoices(result.id)),
        rechecks=rechecks_shown(book, (one for one in known.rechecks if one.clause_id == result.id)),
    )


def status_shown(book: AgreementBook, clause_id: str, status: ClauseStatus) -> UnionStatus | None:
    """How a clause stands as far as a union may know; None where it may not."""
    veil = veil_of(book, clause_id)
    if veil == "whole":
        return None
    return "settled" if veil == "partly" and status in _SETTLED else status


def rechecks_shown(book: AgreementBook, rechecks: Iterable[Recheck]) -> tuple[Recheck, ...]:
    """The re-checks that unions see. That a clause about single people was denied is the firm's to know: a union sees
    there only what does not follow from the firm's papers, and never how the clause stood.
    """
    found = []
    for one in rechecks:
        veil = veil_of(book, one.clause_id) if one.clause_id in book.clause_of else "whole"
        if veil == "none":
            found.append(one)
        elif veil == "partly" or one.cause != "contradiction":
            found.append(replace(one, status_before=None, status_after=None))
    return tuple(found)


def spoken_of(clause: Clause) -> bool:
    """Whether a union can say of a firm that it keeps a clause: only of one that the firm owes. What workers, the
    parties, the committee or a public body owe is not the firm's to keep.
    """
    return "firm" in clause.who


def by_letter(clauses: Iterable[UnionClause]) -> dict[str, list[UnionClause]]:
    """Clauses by chapter, in the order of the catalogue."""
    found: dict[str, list[UnionClause]] = {}
    for clause in clauses:
        found.setdefault(clause.letter, []).append(clause)
    return found


def count_statuses(statuses: Iterable[UnionStatus | None]) -> dict[UnionStatus, int]:
    """How many clauses stand how; those that tell of one person are not counted."""
    found: dict[UnionStatus, int] = {"met": 0, "not_met": 0, "unknown": 0, "not_due": 0, "settled": 0}
    for status in statuses:
        if status is not None:
            found[status] += 1
    return found
