"""Which invented firm of the rules' cases keeps each clause of the catalogue, and which one breaks it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cip.agreement.cases import ClauseCase, clause_cases, results_of
from cip.agreement.clauses import ClauseResult
from cip.assessment.cases import clause_reader
from cip.assessment.explaining import NEEDED
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.checking import CheckedRules, check_rules

RULES = Path(__file__).parents[3] / "rules"
# Who keeps, and who breaks, what an agreement in force asks for; the others are asked where these owe nothing.
KEEPS, BREAKS = "keeps_everything", "breaks_everything"


@dataclass(frozen=True)
class Covered:
    """One clause: the case whose firm keeps it, and the case whose firm breaks it; empty where there is none."""

    clause: str
    met_by: str
    broken_by: str

    @property
    def line(self) -> str:
        """As it is printed."""
        return f"{self.clause}  met by {self.met_by or '-'}, broken by {self.broken_by or '-'}"


@cache
def checked_rules() -> CheckedRules:
    """The rules of the checkout with their cases."""
    return check_rules(RULES, NEEDED)


def the_book() -> AgreementBook:
    """The agreements of the checkout."""
    book = checked_rules().book
    assert book is not None, checked_rules().diagnostics
    return book


def cases() -> Mapping[str, ClauseCase]:
    """Every case of clauses, the two whole firms first."""
    entries, mistakes = clause_cases(checked_rules().agreements.cases)
    assert mistakes == []
    items = [entry.item for entry in entries]
    return {one.id: one for one in sorted(items, key=lambda one: one.id not in (KEEPS, BREAKS))}


@cache
def found() -> Mapping[str, tuple[ClauseResult, ...]]:
    """How the clauses stand in each case."""
    read = clause_reader(checked_rules())
    return {name: results_of(case, the_book(), read) for name, case in cases().items()}


def coverage(results: Mapping[str, tuple[ClauseResult, ...]]) -> Iterator[Covered]:
    """For each clause of the catalogue the first case that keeps it and the first that breaks it."""
    stands = {(one.id, one.status): name for name, all_of in reversed(list(results.items())) for one in all_of}
    for clause in the_book().clauses:
        yield Covered(clause.id, stands.get((clause.id, "met"), ""), stands.get((clause.id, "not_met"), ""))
