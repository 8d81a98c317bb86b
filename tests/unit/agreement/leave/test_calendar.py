"""Sundays, free Saturdays and holidays: said in the answer, never a reason to refuse; the last day before an age."""

import pytest

from tests.unit.agreement.leave.books import FULL_TIME, KNOWN, ask, one, said

RULE = "leave.no_working_day"


@pytest.mark.parametrize(
    ("day", "week", "words"),
    [
        ("2026-03-08", 5, "È domenica"),
        ("2026-12-25", 5, "È un giorno festivo"),
        ("2026-04-06", 6, "It is a public holiday"),
        ("2026-03-07", 5, "È sabato"),
        ("2026-03-07", None, "È sabato"),
        ("2026-03-07", 6, None),
        ("2026-03-10", 5, None),
        ("2026-12-07", 5, None),
    ],
)
def test_a_day_without_work_is_named_and_nothing_refused(day: str, week: int | None, words: str | None) -> None:
    worker = {"weekly_minutes": 480 * (week or 5), "days_per_week": week}
    requests = [one(day, 240)]
    answer = ask(agreement="none", worker=worker, child={"born": "2025-01-10"}, history=KNOWN, requests=requests)
    (found,) = answer.answers
    assert found.allowed
    assert (found.because[0].rule == RULE) is (words is not None)
    assert (RULE in {reason.rule for reason in found.because}) is (words is not None)
    if words:
        assert words in said(found.leading)
        assert "INPS circ. 152/2015" in found.law


@pytest.mark.parametrize(
    ("born", "day", "allowed", "last"),
    [
        ("2013-12-20", "2027-12-17", True, "19/12/2027"),
        ("2013-12-20", "2027-12-20", False, "19/12/2027"),
        ("2012-02-29", "2026-02-27", True, "28/02/2026"),
        ("2012-02-29", "2026-03-02", False, "28/02/2026"),
        ("2012-03-01", "2026-02-27", True, "28/02/2026"),
        ("2013-01-01", "2026-03-10", True, "31/12/2026"),
    ],
)
def test_the_answer_names_the_last_day(born: str, day: str, allowed: bool, last: str) -> None:
    answer = ask(agreement="none", worker=FULL_TIME, child={"born": born}, requests=[one(day, 240)]).answers[0]
    assert answer.allowed is allowed
    assert f"ultimo giorno {'è' if allowed else 'era'} il {last}" in said(answer.because)
    assert "14 anni" in said(answer.because)
