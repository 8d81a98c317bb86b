"""Cases of calls: those shipped pass, a wrong expectation is told, a mistake is a diagnostic."""

from functools import cache
from pathlib import Path

import pytest

from cip.incentives.cases import check_call_cases, run_call_cases
from cip.rulebook.agreement_loading import AgreementFolder, read_territories
from cip.rulebook.calls import CheckedCalls, check_calls
from cip.rulebook.loading import read_law
from cip.rulebook.reading import read_yaml

RULES = Path(__file__).parents[3] / "rules"


@cache
def shipped() -> CheckedCalls:
    law, mistakes = read_law(RULES)
    assert not mistakes
    territories = AgreementFolder()
    read_territories(RULES, territories)
    return check_calls(RULES, law, territories)


def with_case(text: str, call: str = "pilot-2026") -> CheckedCalls:
    """The shipped calls with these cases of one of them instead of their own."""
    checked = shipped()
    document, _ = read_yaml(text.encode(), f"calls/cases/{call}.yaml")
    assert document is not None
    folder = type(checked.folder)(calls=checked.folder.calls, declared=checked.folder.declared, cases=[document])
    return CheckedCalls((), checked.packs, folder)


def told(text: str, call: str = "pilot-2026") -> list[str]:
    (outcome,) = run_call_cases(with_case(text, call))
    return list(outcome.differences)


def test_the_shipped_cases_pass() -> None:
    assert not list(check_call_cases(shipped()))
    outcomes = list(run_call_cases(shipped()))
    assert len(outcomes) > 200
    assert [outcome for outcome in outcomes if outcome.differences] == []
    assert {outcome.place.split(":")[0] for outcome in outcomes} >= {"calls/cases/pilot-2026.yaml"}


ONE = """
- id: a
  because: "one clause of four"
  facts: {{clauses_due: 4, clauses_kept: 1, workers: 3}}
  scores: {{B3: {{p: 4, q: 6}}}}
  requested: 5
  expect: {expect}
"""


@pytest.mark.parametrize(
    ("expect", "differences"),
    [
        ("{criteria: {A1: 3.75, D1: 10}, cents: 0, computed: 0}", 0),
        ("{eligible: unknown, rules: {size: met, durc: unknown}}", 0),
        ("{below: [total], blocked: [E2], total: 18.75}", 0),
        ("{weights: {A1: 15, B3: 10}}", 0),
        ("{criteria: {A1: 3.76}}", 1),
        ("{eligible: false}", 1),
        ("{rules: {size: unknown}}", 1),
        ("{total: 19, below: []}", 2),
        ("{blocked: []}", 1),
        ("{weights: {A1: 14}}", 1),
        ("{cents: 5}", 1),
    ],
)
def test_one_application(expect: str, differences: int) -> None:
    assert len(told(ONE.format(expect=expect))) == differences


RANKED = """
- id: r
  because: "two of three"
  on: 2016-05-03
  applications:
    - {{id: b, submitted_at: "2016-05-02T09:00:00+02:00", facts: {{firms_together: 1, conventions: 1}}}}
    - {{id: a, submitted_at: "2016-05-02T10:00:00+02:00", facts: {{firms_together: 1, conventions: 2}}}}
    - {{id: c, submitted_at: "2016-05-02T11:00:00+02:00", facts: {{workers: 60}}}}
  expect: {expect}
"""


@pytest.mark.parametrize(
    ("expect", "differences"),
    [
        ("{order: [b, a], excluded: [c], totals: {a: 0}, tie_breaks: {a: []}}", 0),
        ("{awards: {a: {cents: 160000}, b: {status: funded}}, budget: {awarded: 280000}}", 0),
        ("{order: [a, b]}", 1),
        ("{excluded: []}", 1),
        ("{awards: {a: {cents: 1}}}", 1),
        ("{awards: {z: {cents: 1}}}", 1),
        ("{budget: {left: 0}}", 1),
        ("{totals: {a: 1}, tie_breaks: {a: [draw]}}", 2),
    ],
)
def test_a_ranking(expect: str, differences: int) -> None:
    assert len(told(RANKED.format(expect=expect), "conciliare-conviene-2016")) == differences


def test_what_cannot_be_ranked_is_a_difference() -> None:
    text = "- {id: r, because: x, applications: [{id: a}], expect: {order: [a]}}"
    assert told(text, "conciliare-conviene-2016") == [
        'application "a": submitted_at is missing, and this call needs the time of arrival'
    ]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (ONE.format(expect="{totl: 3}"), "E802", 'did you mean "total"'),
        (ONE.format(expect="{order: [a]}"), "E802", "order"),
        (RANKED.format(expect="{total: 3}"), "E802", "total"),
        ("- {id: a, because: x, facts: {workerz: 3}, expect: {}}", "E801", 'did you mean "workers"'),
        ("- {id: a, because: x, scores: {B3: {p: 11}}, expect: {}}", "E801", "11 is no score"),
        ("- {id: a, because: x, expect: {}}\n- {id: a, because: x, expect: {}}", "E302", "line 1"),
        ("- {id: a, because: x, fact: {}, expect: {}}", "E201", "fact"),
    ],
)
def test_mistakes_in_cases(text: str, code: str, words: str) -> None:
    call = "conciliare-conviene-2016" if "firms_together" in text else "pilot-2026"
    (found,) = check_call_cases(with_case(text, call))
    assert (found.code, words in found.text) == (code, True), str(found)


def test_cases_of_no_call() -> None:
    (found,) = check_call_cases(with_case("- {id: a, because: x, expect: {}}", "pilot-2027"))
    assert (found.code, 'did you mean "pilot-2026"' in found.text) == ("E301", True)
    assert list(run_call_cases(with_case("- {id: a, because: x, expect: {}}", "pilot-2027"))) == []
