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
from cip.rulebook.agreements import AgreementBook, checks_of
from cip.rulebook.shapes import checks

# From what a clause is judged, as the rules say it for every firm alike; never what it is in this one.
Ground = Literal[
    "answers", "adherence", "proof", "plan", "survey", "committee", "parties", "incentive", "text", "place"
]
# Letter D of the catalogue; holidays given to a colleague whose child needs constant care.
_CARE_AND_ILLNESS = "D-"
_GIFTS_FOR_CARE = ("C-08",)


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
    what it is shown. `since` is the day since which it is known to stand so, `by` the last day of a term of the firm.
    """

    id: str
    status: ClauseStatus | None
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
    named = (getattr(check, name, None) for name in ("fact", "after", "first", "then", "start", "end"))
    return [book.fact_of[fact].subject for fact in named if isinstance(fact, str) and fact in book.fact_of]


def of_one_person(book: AgreementBook, clause_id: str) -> bool:
    """Whether a clause is about care or illness and falls due with one person's request: that it is due at all would
    tell that somebody asked, and in a small firm who.
    """
    matter = clause_id.startswith(_CARE_AND_ILLNESS) or clause_id in _GIFTS_FOR_CARE
    return matter and book.clause_of[clause_id].due is not None


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
    person = of_one_person(book, result.id)
    mark = known.marks.get(result.id)
    same = mark is not None and mark.status == result.status and not person
    return UnionClause(
        id=result.id,
        status=None if person else result.status,
        since=mark.since if mark is not None and same else None,
        by=None if person else result.by,
        grounds=grounds_of(book, result.id),
        sightings=tuple(one for one in known.sightings if one.clause_id == result.id),
        voices=known.voices.get(result.id, ClauseVoices(result.id)),
        rechecks=tuple(veiled(one, person) for one in known.rechecks if one.clause_id == result.id),
    )


def veiled(recheck: Recheck, person: bool) -> Recheck:
    """A re-check that does not tell how a clause about one person stood."""
    return replace(recheck, status_before=None, status_after=None) if person else recheck


def by_letter(clauses: Iterable[UnionClause]) -> dict[str, list[UnionClause]]:
    """Clauses by chapter, in the order of the catalogue."""
    found: dict[str, list[UnionClause]] = {}
    for clause in clauses:
        found.setdefault(clause.letter, []).append(clause)
    return found


def count_statuses(clauses: Iterable[UnionClause]) -> dict[ClauseStatus, int]:
    """How many clauses stand how; those that tell of one person are not counted."""
    found: dict[ClauseStatus, int] = {"met": 0, "not_met": 0, "unknown": 0, "not_due": 0}
    for clause in clauses:
        if clause.status is not None:
            found[clause.status] += 1
    return found
