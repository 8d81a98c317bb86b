"""Which text holds: in force, a proposal, expired; when the law steps in."""

import pytest

from tests.unit.agreement.leave.books import FULL_TIME, ask, one, said, with_text

VALUES: dict[str, object] = {"min_unit_minutes": 60}


def _ask(requested_on: str, day: str, **head: object) -> tuple[str, bool, str]:
    book = with_text(VALUES, **head)
    found = ask(book, agreement="mine", worker=FULL_TIME, requests=[one(day, 60, requested_on)])
    return found.status, found.answers[0].allowed, said(found.answers[0].because)


def test_a_proposal_that_is_named_is_applied_and_says_so() -> None:
    status, allowed, words = _ask("2026-03-01", "2026-03-10", nature="design", effective_from="unknown")
    assert (status, allowed) == ("proposal", True)
    assert "non obbliga nessuno" in words


def test_an_invented_text_says_so() -> None:
    assert "inventato per la dimostrazione" in _ask("2026-03-01", "2026-03-10", nature="invented")[2]


def test_before_its_first_day_the_law_holds() -> None:
    status, allowed, words = _ask("2026-03-01", "2026-03-10", effective_from="2026-03-11")
    assert (status, allowed) == ("proposal", False)
    assert "vale dal 11/03/2026" in words


@pytest.mark.parametrize(
    ("after", "requested_on", "status", "allowed"),
    [
        ("stop", "2026-03-01", "in_force", True),
        ("stop", "2026-03-02", "expired", False),
        ("keep_until_renewal", "2026-03-02", "in_force", True),
        ("unknown", "2026-03-02", "expired", True),
    ],
)
def test_case_10_after_its_end(after: str, requested_on: str, status: str, allowed: bool) -> None:
    found = _ask(requested_on, "2026-03-10", expires_on="2026-03-01", after_expiry=after)
    assert found[:2] == (status, allowed)


def test_a_text_that_does_not_speak_of_hours_leaves_the_law() -> None:
    book = with_text({"available": False} | VALUES)
    found = ask(book, agreement="mine", worker=FULL_TIME, requests=[one("2026-03-10", 240), one("2026-03-11", 60)])
    assert [answer.allowed for answer in found.answers] == [True, False]
    assert "non regola il congedo a ore" in said(found.answers[0].because)


def test_no_text_gives_hours_before_2013() -> None:
    book = with_text(VALUES, effective_from="2010-01-01")
    file = {"agreement": "mine", "worker": FULL_TIME, "child": {"born": "2011-01-01"}}
    found = ask(book, **file, requests=[one("2012-12-31", 60), one("2013-01-01", 60, "2012-12-01")])
    assert [(answer.allowed, answer.unit_minutes) for answer in found.answers] == [(False, None), (True, 60)]


def test_nothing_said_of_an_agreement_counts_by_the_law_and_says_so() -> None:
    found = ask(worker=FULL_TIME, requests=[one("2026-03-10", 240)])
    assert (found.agreement.id, found.answers[0].allowed) == ("statute", True)
    assert "Non sappiamo se un accordo vale" in said(found.answers[0].because)


def test_days_after_the_law_that_we_know_say_so() -> None:
    found = ask(worker=FULL_TIME, requests=[one("2026-04-30", 240), one("2026-05-04", 240)])
    assert ["Conosciamo le leggi fino al 30/04/2026" in said(item.because) for item in found.answers] == [False, True]
