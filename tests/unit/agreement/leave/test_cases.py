"""The shipped cases pass, and a case that is wrong says where and what."""

from pathlib import Path

import pytest

from cip.agreement.leave.cases import check_leave_cases, run_leave_cases
from cip.rulebook.reading import Document, read_yaml
from tests.unit.agreement.leave.books import RULES, shipped

CASES = RULES / "agreements" / "cases"


def _document(text: str) -> Document:
    document, found = read_yaml(text.encode(), "agreements/cases/leave.yaml")
    assert document is not None
    assert not found
    return document


def _shipped() -> list[Document]:
    return [_document(file.read_text()) for file in sorted(Path(CASES).glob("*.yaml"))]


def test_the_shipped_cases_have_no_mistakes() -> None:
    assert check_leave_cases(_shipped()) == []


@pytest.mark.parametrize("outcome", run_leave_cases(shipped(), _shipped()), ids=lambda outcome: outcome.id)
def test_a_shipped_case_passes(outcome: object) -> None:
    assert outcome.differences == ()  # type: ignore[attr-defined]


def test_the_numbered_cases_of_the_page_on_agreements_are_there() -> None:
    ids = {outcome.id for outcome in run_leave_cases(shipped(), _shipped())}
    assert {f"case-{number}" for number in (1, 2, 4, 5, 6, 7, 8, 10, 14, 15)} <= {
        "-".join(x.split("-")[:2]) for x in ids
    }


CASE = """
leave:
  - id: one
    because: a test
    on: 2026-03-01
    file: {agreement: none, worker: {weekly_minutes: 2400, days_per_week: 5}, requests: [%s]}
    expect: %s
"""
HALF = "{day: 2026-03-10, minutes: 240, requested_on: 2026-03-01, same_day: []}"


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        ("{requests: [{allowed: false}]}", "requests.0.allowed: False is expected, found is True"),
        ("{requests: [{unit_minutes: 60}]}", "requests.0.unit_minutes: 60 is expected, found is 240"),
        ("{requests: [{clauses: [B-05]}]}", "requests.0.clauses: B-05 is expected"),
        ("{requests: [{says: [niente]}]}", 'requests.0.because: "niente" is expected'),
        ("{requests: [{}, {}]}", "2 requests are expected, 1 were found"),
        ("{counters: [{id: own, days: 7}]}", "counters.own.days: 7 is expected"),
        ("{agreement: {status: expired}}", "agreement.status: expired is expected, found is in_force"),
    ],
)
def test_a_difference_is_named(expect: str, difference: str) -> None:
    (outcome,) = run_leave_cases(shipped(), [_document(CASE % (HALF, expect))])
    assert outcome.place == "agreements/cases/leave.yaml:3:5"
    assert any(difference in line for line in outcome.differences)


def test_a_case_on_an_agreement_that_is_not_there_fails() -> None:
    text = (CASE % (HALF, "{}")).replace("agreement: none", "agreement: nowhere")
    (outcome,) = run_leave_cases(shipped(), [_document(text)])
    assert "there is no agreement" in outcome.differences[0]


def test_mistakes_of_a_case_have_their_place() -> None:
    found = check_leave_cases([_document(CASE % (HALF, "{requests: [{allowd: true}]}"))])
    assert str(found[0]).startswith("agreements/cases/leave.yaml:7:")
    assert "allowd" in found[0].text


def test_documents_of_other_cases_are_left_alone() -> None:
    assert run_leave_cases(shipped(), [_document("clauses: []")]) == []
