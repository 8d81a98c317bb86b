"""Cases of clauses: what passes, what differs, and every mistake at its place."""

from collections.abc import Mapping
from datetime import date

import pytest

from cip.agreement.cases import Told, check_clause_cases, laid_over, run_clause_cases
from cip.kernel.errors import RefusalError
from cip.rulebook.reading import Document, read_yaml
from tests.unit.agreement.small import book_of

WITHIN = {
    "kind": "within",
    "fact": "told_on",
    "after": "started_on",
    "at_most": {"param": "days", "unit": "calendar_day"},
}
BOOK = book_of(WITHIN)
HEAD = "clauses:\n  - id: one\n    because: test\n    agreement: small\n    on: 2026-06-15\n"


def document(text: str, head: str = HEAD) -> Document:
    read, found = read_yaml((head + text).encode(), "agreements/cases/one.yaml")
    assert read is not None, found
    return read


def read(answers: Mapping[str, object], _on: date) -> Told:
    if "facts" not in answers and answers:
        raise RefusalError("no check-up is like this")
    return (lambda _text: True), ("999001",)


def differences(text: str, check: Mapping[str, object] = WITHIN) -> list[str]:
    (outcome,) = run_clause_cases(book_of(check), [document(text)], read)
    assert (outcome.id, outcome.place) == ("one", "agreements/cases/one.yaml:2")
    return list(outcome.differences)


@pytest.mark.parametrize(
    "text",
    [
        "    facts: {started_on: 2026-05-05, told_on: 2026-05-18}\n    expect: {A-05: not_met}",
        "    facts: {started_on: 2026-05-05, told_on: no}\n    expect: {A-05: not_met}",
        "    facts: {started_on: 2026-05-05, told_on: false}\n    expect: {A-05: not_met}",
        "    facts: {started_on: 2026-05-05, told_on: unknown}\n    expect: {A-05: unknown}",
        "    facts: {started_on: 2026-06-10}\n    expect: {A-05: {status: not_due, by: 2026-06-20}}",
        "    facts: {started_on: 2026-05-05, told_on: 2026-05-12}\n"
        "    expect: {A-05: {status: met, decided_on: 2026-05-12}}",
        "    facts: {started_on: 2026-05-05, told_on: 2026-05-18}\n    text: {days: 20}\n    expect: {A-05: met}",
        "    facts: {started_on: 2026-05-05, told_on: 2026-05-18}\n    text: {days: none}\n    expect: {A-05: not_due}",
    ],
)
def test_a_case_passes(text: str) -> None:
    assert differences(text) == []


def test_answers_and_seats_come_from_the_file_unless_seats_are_named() -> None:
    answer, territory = {"kind": "answer", "when": "T1 >= 2"}, {"kind": "in_territory"}
    file = "    answers: {facts: {workers: 7}}\n"
    assert differences(f"{file}    expect: {{A-05: met}}", answer) == []
    assert differences(f"{file}    expect: {{A-05: met}}", territory) == []
    assert differences(f'{file}    places: ["015146"]\n    expect: {{A-05: not_met}}', territory) == []


def test_a_difference_says_what_was_found_and_why() -> None:
    (found,) = differences("    facts: {started_on: 2026-05-05, told_on: 2026-05-18}\n    expect: {A-05: met}")
    assert found.startswith("A-05: expected met, found not_met (“told_on”: within 10 days from 5 May 2026")
    text = "    facts: {started_on: 2026-06-10}\n    expect: {A-05: {status: not_due, by: 2026-06-21}}"
    assert differences(text) == ["A-05.by: expected 2026-06-21, found 2026-06-20"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("    expect: {A-06: met}", "E301"),
        ("    facts: {told: 2026-05-05}\n    expect: {A-05: met}", "E301"),
        ("    facts: {told_on: 3}\n    expect: {A-05: met}", "E801"),
        ("    facts: {counted: yes}\n    expect: {A-05: met}", "E801"),
        ("    facts: {counted: 3.5}\n    expect: {A-05: met}", "E208"),
        ("    text: {dayz: 3}\n    expect: {A-05: met}", "E301"),
        ("    text: {days: [1]}\n    expect: {A-05: met}", "E208"),
        ("    answers: {T1: 2}\n    expect: {A-05: met}", "E801"),
        ("    expect: {A-05: kept}", "E204"),
        ("    expect: {A-05: {status: met, when: 3}}", "E201"),
        ("    expect: {}", "E206"),
    ],
)
def test_a_mistake_is_found(text: str, code: str) -> None:
    found = list(check_clause_cases(BOOK, [document(text)], read))
    assert code in {item.code for item in found}
    assert all(item.line > 2 for item in found)


def test_two_cases_have_two_names_and_agreements_that_are_there() -> None:
    case = "    expect: {A-05: met}\n"
    twice = document(case + HEAD.removeprefix("clauses:\n") + case)
    assert [item.code for item in check_clause_cases(BOOK, [twice], read)] == ["E302"]
    other = document(case, HEAD.replace("small", "smal"))
    (found,) = check_clause_cases(BOOK, [other], read)
    assert (found.code, 'did you mean "small"' in found.text) == ("E301", True)


def test_a_text_is_laid_over_in_all_its_parts() -> None:
    agreement = BOOK.agreements[0]
    text = {"notice_days": "none", "days": "unknown", "after_expiry": "unknown", "parties": [], "expires_on": "open"}
    found = laid_over(agreement, text)
    assert found.hourly_parental_leave.notice_days is not None
    assert found.hourly_parental_leave.notice_days[0].kind == "none"
    assert found.params["days"][0].kind == "unknown"
    assert (found.after_expiry, found.parties, found.expires_on) == ("unknown", (), None)
    assert found.params["months"] == agreement.params["months"]
