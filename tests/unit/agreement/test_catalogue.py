"""The catalogue that ships: seventy clauses, each kept in one case, broken in another, and never broken by silence."""

import re
from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from cip.agreement.cases import clause_cases
from cip.agreement.clauses import evaluate
from cip.assessment.explaining import NEEDED
from cip.kernel.texts import Text
from cip.rulebook.agreement_loading import read_agreement_folder
from cip.rulebook.agreements import AgreementBook, checks_of
from cip.rulebook.checking import check_rules

ROOT = Path(__file__).resolve().parents[3] / "rules"
SIZES = {"A": 9, "B": 18, "C": 9, "D": 4, "E": 9, "F": 9, "G": 6, "H": 6}
IDS = [f"{section}-{number:02d}" for section, count in SIZES.items() for number in range(1, count + 1)]
DOUBTS = {
    "sector_or_cross_sector",
    "precedence",
    "partial_regulation",
    "unilateral_plan",
    "reference_average",
    "month_conversion",
    "deferral",
    "register_keeper",
    "workers_seat",
    "parents_only_benefits",
    "texts_missing",
}
TEXT_ALONE = {"A-01", "B-06", "B-07"}
"""Clauses that read no fact: the seat, and what only the text fixes."""


@cache
def book() -> AgreementBook:
    pack = check_rules(ROOT, NEEDED, only_model="cip-2026", with_cases=False).packs["cip-2026"]
    found = pack.content.agreements
    assert found is not None
    return found


@cache
def expected() -> dict[str, frozenset[str]]:
    """Every status that some case expects of a clause."""
    entries, mistakes = clause_cases(read_agreement_folder(ROOT).cases)
    assert not mistakes
    found: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for clause, wanted in entry.item.expect.items():
            found[clause].add(wanted.status)
    return {clause: frozenset(statuses) for clause, statuses in found.items()}


def test_the_seventy_clauses_and_the_eleven_doubts() -> None:
    assert len(IDS) == 70
    assert [clause.id for clause in book().clauses] == IDS
    assert {doubt.id for doubt in book().doubts} == DOUBTS


@pytest.mark.parametrize("clause", IDS)
def test_a_case_keeps_it_a_case_breaks_it_and_a_case_does_not_know(clause: str) -> None:
    assert {"met", "not_met", "unknown"} <= expected()[clause]


@pytest.mark.parametrize("clause", IDS)
def test_a_clause_about_a_case_is_not_due_without_one(clause: str) -> None:
    if book().clause_of[clause].due is not None:
        assert "not_due" in expected()[clause]


@pytest.mark.parametrize("clause", IDS)
def test_nothing_known_breaks_nothing(clause: str) -> None:
    agreement = book().by_id["demo-2026"]
    found = {item.id: item for item in evaluate(book(), agreement, date(2026, 11, 21), {}, lambda _text: None, None)}
    assert found[clause].status != "not_met"


@pytest.mark.parametrize("clause", IDS)
def test_a_clause_looks_at_papers_and_days(clause: str) -> None:
    facts = {name for check in checks_of(book().clause_of[clause]) for name in _facts(check)}
    assert facts or clause in TEXT_ALONE


def test_core_clauses_say_why() -> None:
    core = [clause for clause in book().clauses if clause.core]
    assert [clause.id for clause in core] == ["A-04", "A-06", "B-01", "B-02", "F-02", "F-04"]
    assert all(clause.note is not None for clause in core)


def test_what_has_no_published_source_says_so() -> None:
    for clause in book().clauses:
        if isinstance(clause.basis, Text) and clause.basis.en.startswith("Our proposal"):
            assert clause.confidence == "design", clause.id


def test_where_a_clause_comes_from_is_told_in_words_of_people() -> None:
    for clause in book().clauses:
        assert isinstance(clause.basis, Text), clause.id
        assert not re.search(r"\bT\d|\bdesign\b", clause.basis.it + clause.basis.en), clause.id


def test_measures_lead_to_the_clauses_that_they_keep() -> None:
    of = {measure: {clause.id for clause in book().clauses if measure in clause.measures} for measure in ("M18", "M44")}
    assert of["M18"] == {clause for clause in IDS if clause.startswith("B-")} - {"B-06", "B-07"}
    assert of["M44"] == {"A-03", "A-04", "A-05", "A-06", "A-07"}


def _facts(check: object) -> set[str]:
    names = ("fact", "after", "first", "then", "start", "end")
    return {value for name in names if isinstance(value := getattr(check, name, None), str)}
