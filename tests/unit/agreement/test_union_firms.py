"""What becomes of a result on its way to a union: its status and its term, nothing of why."""

from datetime import date
from pathlib import Path

import pytest

from cip.agreement.attestations import voices_of
from cip.agreement.clauses import ClauseResult, ClauseStatus
from cip.agreement.rechecks import Mark, Recheck
from cip.agreement.sightings import Sighting, last_seen
from cip.agreement.union_firms import (
    JoinedFirm,
    Known,
    UnionClause,
    by_letter,
    count_statuses,
    grounds_of,
    of_one_person,
    union_clauses,
)
from cip.assessment.explaining import NEEDED
from cip.documents.papers.verification_sheet import VerificationSheet, verification_sheet
from cip.kernel.texts import Reason, Text
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.checking import check_rules
from tests.unit.agreement.test_attestations import DAY, SAID

SECRET = "Tre persone in malattia da ottobre"


@pytest.fixture(scope="module")
def book() -> AgreementBook:
    """The agreements of the checkout."""
    checked = check_rules(Path(__file__).parents[3] / "rules", NEEDED, with_cases=False)
    found = next(iter(checked.packs.values())).content.agreements
    assert found is not None
    return found


def result(clause_id: str, status: ClauseStatus = "met") -> ClauseResult:
    """A result whose reason quotes an answer."""
    said = (Reason("r", Text(it=SECRET, en=SECRET)),)
    return ClauseResult(clause_id, "demo-2026", status, said, Text(it="x", en="x"), by=date(2026, 12, 24))


def known(*rechecks: Recheck) -> Known:
    """What is known beside."""
    marks = {"B-02": Mark("B-02", "met", date(2026, 10, 1)), "A-01": Mark("A-01", "unknown", date(2026, 10, 1))}
    seen = [Sighting("1", "B-02", "cgil", "paper", date(2026, 11, 1)), Sighting("2", "B-02", "uil", "register", DAY)]
    return Known(marks, seen, voices_of([SAID], DAY), rechecks)


def test_reasons_stay_behind(book: AgreementBook) -> None:
    (clause,) = union_clauses(book, [result("B-02")], known())
    assert SECRET not in repr(clause)
    assert (clause.status, clause.since, clause.by) == ("met", date(2026, 10, 1), date(2026, 12, 24))
    assert clause.seen_on == DAY
    assert [one.id for one in clause.voices.attests] == ["s1"]


def test_a_day_is_told_only_of_the_status_that_it_belongs_to(book: AgreementBook) -> None:
    (clause,) = union_clauses(book, [result("A-01")], known())
    assert clause.since is None


def test_clauses_of_one_person_tell_nothing(book: AgreementBook) -> None:
    again = Recheck("r", "a", "D-03", "contradiction", "s", "met", "not_met", DAY)
    told = {
        repr(union_clauses(book, [result("D-03", status)], known(again))) for status in ("met", "not_due", "unknown")
    }
    assert len(told) == 1, "how it stands would tell whether somebody asked"
    (clause,) = union_clauses(book, [result("D-03")], known(again))
    assert (clause.status, clause.by, clause.rechecks[0].status_before) == (None, None, None)
    assert [one.id for one in book.clauses if of_one_person(book, one.id)] == ["C-08", "D-03"]
    assert count_statuses([clause]) == {"met": 0, "not_met": 0, "unknown": 0, "not_due": 0}


def test_what_a_clause_is_judged_by_is_the_same_for_every_firm(book: AgreementBook) -> None:
    every = {clause.id: grounds_of(book, clause.id) for clause in book.clauses}
    assert every["A-01"] == ("place",)
    assert "answers" in every["B-17"]
    assert all(every.values()), "each clause says from what"


def test_letters_keep_their_order_and_the_newest_sighting_counts(book: AgreementBook) -> None:
    clauses = union_clauses(book, [result("A-01"), result("B-02"), result("A-02")], known())
    assert {letter: [one.id for one in ones] for letter, ones in by_letter(clauses).items()} == {
        "A": ["A-01", "A-02"],
        "B": ["B-02"],
    }
    assert last_seen(known().sightings)["B-02"].id == "2"


FIRM = JoinedFirm("a", "f", "Officina dei Prati", ("Valfinta",), "workshop", "demo-2026", DAY, None, live=True)


def sheet(book: AgreementBook, clauses: tuple[UnionClause, ...]) -> list[str]:
    """The sentences of the sheet."""
    agreement = book.by_id["demo-2026"]
    made_of = VerificationSheet(FIRM, agreement, book, clauses, "Sindacato Uno", DAY, "it")
    return list(verification_sheet(made_of).lines)


def test_the_sheet_shows_what_to_see_and_leaves_what_is_not_due_or_not_of_the_firm(book: AgreementBook) -> None:
    results = [result("B-02"), result("B-12", "not_due"), result("D-03"), result("F-07")]
    said = "\n".join(sheet(book, union_clauses(book, results, known())))
    assert SECRET not in said
    assert "inventato per la dimostrazione" in said
    assert said.count("Rispettata") == 1, "of B-02 alone"
    assert said.count("da vedere") == 1, "D-03 tells of one person"
    for clause_id, there in (("B-02", True), ("B-12", False), ("D-03", True), ("F-07", False)):
        assert (f"{clause_id} " in said) == there, clause_id
    assert "visto il 21/11/2026" in said


def test_the_sheet_of_a_firm_without_clauses_is_still_whole(book: AgreementBook) -> None:
    assert "Foglio di verifica" in sheet(book, ())
