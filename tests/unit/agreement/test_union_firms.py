"""What becomes of a result on its way to a union: its status and its term, nothing of why."""

from dataclasses import replace
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
    rechecks_shown,
    spoken_of,
    status_shown,
    union_clauses,
    veil_of,
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
    marks = {
        "C-01": Mark("C-01", "met", date(2026, 10, 1)),
        "C-05": Mark("C-05", "met", DAY),
        "A-01": Mark("A-01", "unknown", date(2026, 10, 1)),
    }
    seen = [Sighting("1", "C-01", "cgil", "paper", date(2026, 11, 1)), Sighting("2", "C-01", "uil", "register", DAY)]
    return Known(marks, seen, voices_of([replace(SAID, clause_id="C-01")], DAY), rechecks)


def test_reasons_stay_behind(book: AgreementBook) -> None:
    (clause,) = union_clauses(book, [result("C-01")], known())
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
    assert (clause.status, clause.by, clause.rechecks) == (None, None, ())
    assert count_statuses([clause.status]) == {"met": 0, "not_met": 0, "unknown": 0, "not_due": 0, "settled": 0}


HOURS = ("B-02", "B-03", "B-04", "B-05", "B-08", "B-09", "B-10", "B-11", "B-12", "B-13", "B-14", "B-15", "B-18")
WHOLE = [*HOURS, "C-03", "C-04", "C-08", "C-09", "D-03"]


def test_which_clauses_tell_of_one_person_follows_from_the_marks_of_the_rules(book: AgreementBook) -> None:
    """A new clause that falls due with somebody's request belongs here: mark its facts (`of_one_person`)."""
    assert [one.id for one in book.clauses if veil_of(book, one.id) == "whole"] == WHOLE
    assert [one.id for one in book.clauses if veil_of(book, one.id) == "partly"] == ["C-05"]
    unmarked = tuple(fact.model_copy(update={"of_one_person": False}) for fact in book.facts)
    bare = AgreementBook(**{**{name: getattr(book, name) for name in AgreementBook.model_fields}, "facts": unmarked})
    assert {veil_of(bare, one) for one in (*WHOLE, "C-05")} == {"none"}


@pytest.mark.parametrize("clause_id", WHOLE)
def test_a_firm_where_somebody_asked_looks_like_one_where_nobody_did(book: AgreementBook, clause_id: str) -> None:
    again = Recheck("r", "a", clause_id, "contradiction", "s", "met", "not_met", DAY)
    every: tuple[ClauseStatus, ...] = ("met", "not_due", "unknown", "not_met")
    asked = {
        repr(union_clauses(book, [result(clause_id, status)], replace(known(*rechecks), marks=mark)))
        for status in every
        for rechecks in ((), (again,))
        for mark in ({}, {clause_id: Mark(clause_id, status, DAY)})
    }
    assert len(asked) == 1


def test_kept_and_not_due_are_one_where_a_clause_may_be_due_for_another_reason(book: AgreementBook) -> None:
    told = {repr(union_clauses(book, [result("C-05", status)], known())) for status in ("met", "not_due")}
    assert len(told) == 1
    (clause,) = union_clauses(book, [result("C-05")], known())
    assert (clause.status, clause.since, clause.by) == ("settled", None, None)
    assert [status_shown(book, "C-05", one) for one in ("not_met", "unknown")] == ["not_met", "unknown"]


def test_a_recheck_that_follows_from_papers_of_one_person_stays_with_the_firm(book: AgreementBook) -> None:
    denied = Recheck("r", "a", "B-12", "contradiction", "s", "met", "not_met", DAY)
    shown = rechecks_shown(book, [denied, replace(denied, cause="withdrawn"), replace(denied, clause_id="C-05")])
    assert [(one.clause_id, one.cause, one.status_before) for one in shown] == [
        ("B-12", "withdrawn", None),
        ("C-05", "contradiction", None),
    ]
    plain = replace(denied, clause_id="C-01")
    assert rechecks_shown(book, [plain]) == (plain,)
    assert rechecks_shown(book, [replace(denied, clause_id="Z-01")]) == (), "of a clause that is gone nobody can tell"


def test_only_what_the_firm_owes_is_said_of_it(book: AgreementBook) -> None:
    said = {clause_id: spoken_of(book.clause_of[clause_id]) for clause_id in ("B-02", "B-09", "A-09", "F-07", "H-06")}
    assert said == {"B-02": True, "B-09": False, "A-09": False, "F-07": False, "H-06": False}
    assert not any(spoken_of(one) for one in book.clauses if one.id.startswith("G-"))


def test_what_a_clause_is_judged_by_is_the_same_for_every_firm(book: AgreementBook) -> None:
    every = {clause.id: grounds_of(book, clause.id) for clause in book.clauses}
    assert every["A-01"] == ("place",)
    assert "answers" in every["B-17"]
    assert all(every.values()), "each clause says from what"


def test_letters_keep_their_order_and_the_newest_sighting_counts(book: AgreementBook) -> None:
    clauses = union_clauses(book, [result("A-01"), result("C-01"), result("A-02")], known())
    assert {letter: [one.id for one in ones] for letter, ones in by_letter(clauses).items()} == {
        "A": ["A-01", "A-02"],
        "C": ["C-01"],
    }
    assert last_seen(known().sightings)["C-01"].id == "2"


FIRM = JoinedFirm("a", "f", "Officina dei Prati", ("Valfinta",), "workshop", "demo-2026", DAY, None, live=True)


def sheet(book: AgreementBook, clauses: tuple[UnionClause, ...]) -> list[str]:
    """The sentences of the sheet."""
    agreement = book.by_id["demo-2026"]
    made_of = VerificationSheet(FIRM, agreement, book, clauses, "Sindacato Uno", DAY, "it")
    return list(verification_sheet(made_of).lines)


def test_the_sheet_shows_what_to_see_and_leaves_what_is_not_due_or_not_of_the_firm(book: AgreementBook) -> None:
    results = [result("C-01"), result("C-02", "not_due"), result("D-03"), result("F-07"), result("C-05")]
    said = "\n".join(sheet(book, union_clauses(book, results, known())))
    assert SECRET not in said
    assert "inventato per la dimostrazione" in said
    assert said.count("Rispettata") == 2, "of C-01, and of C-05 beside not being due"
    assert "Rispettata o oggi non dovuta" in said
    assert said.count("da vedere") == 1, "D-03 tells of one person"
    for clause_id, there in (("C-01", True), ("C-02", False), ("D-03", True), ("F-07", False)):
        assert (f"{clause_id} " in said) == there, clause_id
    assert "visto il 21/11/2026" in said


def test_the_sheet_of_a_firm_without_clauses_is_still_whole(book: AgreementBook) -> None:
    assert "Foglio di verifica" in sheet(book, ())
