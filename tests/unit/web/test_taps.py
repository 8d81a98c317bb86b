"""The open questions on the result, with their answers as buttons."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from cip.documents.parts import OpenQuestion, Report
from cip.web.firm.choices import NOT_APPLICABLE
from cip.web.firm.taps import MOST_TAPS, Tap, taps
from cip.web.firm.visit import Visit
from tests.unit.documents.papers import PART, report_for, report_of, the_pack
from tests.unit.web.visits import BASE, page, visit_of


def shown(visit: Visit, report: Report) -> tuple[Tap, ...]:
    with page(report.language):
        return taps(visit, report)


def asking(*identifiers: str) -> Report:
    """A report in which these questions would narrow the total."""
    questions = tuple(OpenQuestion(item, item, "5", "effetto", f"{item}?") for item in identifiers)
    return replace(report_of("empty"), unknown=questions)


def tap(identifier: str, file: Mapping[str, Mapping[str, object]] | None = None) -> Tap | None:
    found = shown(visit_of(file or {}), asking(identifier))
    return found[0] if found else None


@pytest.mark.parametrize("file", [{}, PART], ids=["empty", "part"])
def test_the_most_useful_questions_come_first_and_only_five(file: dict[str, dict[str, object]]) -> None:
    report = report_for(file)
    found = shown(visit_of(file), report)
    assert len(found) == MOST_TAPS
    useful = [question.id for question in report.narrowing]
    assert [item.id for item in found] == [item for item in useful if item in {tapped.id for tapped in found}]
    for item in found:
        assert item.ask
        assert item.effect
        assert item.url.startswith(BASE)
        assert item.typed == (item.options == ())


def test_what_was_answered_since_the_result_is_left_out_also_by_not_knowing() -> None:
    report = report_for({})
    first, second, third = (item.id for item in shown(visit_of({}), report)[:3])
    pack = the_pack()
    file: dict[str, dict[str, object]] = {"facts": {}, "indicators": {}}
    file["indicators" if first in pack.indicators else "facts"][first] = "unknown"
    file["indicators" if second in pack.indicators else "facts"][second] = "unknown"
    assert shown(visit_of(file), report)[0].id == third


def test_an_indicator_offers_its_five_steps_and_the_reasons_that_nobody_denies() -> None:
    free = tap("C3")
    assert free is not None
    steps, reasons = free.options[:5], free.options[5:]
    assert [value for value, _words in steps] == ["0", "1", "2", "3", "4"]
    assert [words for _value, words in steps] == [step.it for step in the_pack().indicators["C3"].steps]
    assert (NOT_APPLICABLE + "no_fathers_24_months") in [value for value, _words in reasons]
    assert all(words.startswith("Non si applica: ") for _value, words in reasons)
    denied = tap("C3", {"facts": {"father_cases_24m": 2}})
    assert denied is not None
    assert (NOT_APPLICABLE + "no_fathers_24_months") not in [value for value, _words in denied.options]


def test_an_indicator_that_does_not_apply_is_no_question() -> None:
    assert tap("C3", {"indicators": {"C3": {"not_applicable": "no_fathers_24_months"}}}) is None


@pytest.mark.parametrize("fact", [fact.id for fact in the_pack().facts.values() if fact.asked and not fact.applies])
def test_a_fact_is_tapped_typed_or_left_to_its_own_page(fact: str) -> None:
    declared = the_pack().facts[fact]
    found = tap(fact)
    match declared.type:
        case "yes_no":
            assert found is not None
            assert found.options == (("yes", "Sì"), ("no", "No"))
        case "choice":
            assert found is not None
            assert found.options == tuple((option.id, option.it) for option in declared.options)
        case "whole" | "percent" | "hours":
            assert found is not None
            assert found.typed
            assert found.options == ()
        case _:
            assert found is None


def test_a_fact_that_is_hidden_is_not_asked() -> None:
    assert tap("single_cover", {"facts": {"opening_hours": 40}}) is not None
    assert tap("single_cover", {"facts": {"opening_hours": 0}}) is None


def test_the_words_are_those_of_the_page() -> None:
    report = replace(asking("C3"), language="en")
    [found] = shown(visit_of({}), report)
    assert found.options[0][1] == the_pack().indicators["C3"].steps[0].en
    assert found.options[5][1].startswith("Does not apply: ")
