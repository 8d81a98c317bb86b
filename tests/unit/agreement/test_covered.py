"""Every clause of the catalogue is kept by one invented firm and broken by another; printed."""

from collections.abc import Callable

from tests.unit.agreement.covered import BREAKS, KEEPS, coverage, found, the_book


def test_each_clause_is_kept_by_one_firm_and_broken_by_another(show: Callable[[str], None]) -> None:
    covered = list(coverage(found()))
    show("\n".join(["clauses of the catalogue and the firms of the cases:", *(one.line for one in covered)]))
    assert len(covered) == 70
    assert [one.line for one in covered if not (one.met_by and one.broken_by)] == []
    assert [one.line for one in covered if one.met_by == one.broken_by] == []


def test_the_whole_firms_keep_and_break_nearly_everything_that_is_asked_of_them() -> None:
    stands = {name: {one.id: one.status for one in found()[name]} for name in (KEEPS, BREAKS)}
    due = [code for code, status in stands[KEEPS].items() if status != "not_due"]
    assert len(due) >= 64
    assert {stands[KEEPS][code] for code in due} == {"met"}
    broken = [code for code, status in stands[BREAKS].items() if status == "not_met"]
    assert len(broken) >= 63


def test_a_clause_that_nobody_breaks_is_seen() -> None:
    without = {name: tuple(one for one in all_of if one.id != "B-04") for name, all_of in found().items()}
    gone = next(one for one in coverage(without) if one.clause == "B-04")
    assert (gone.met_by, gone.broken_by) == ("", "")
    assert gone.line == "B-04  met by -, broken by -"
    assert [one.clause for one in coverage(found())] == [clause.id for clause in the_book().clauses]
