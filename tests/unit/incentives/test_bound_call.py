"""Facts read and refused, the day of the law, eligibility, and the cases of what nobody stated."""

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from cip.incentives.bound_call import BoundCall, day_of_call
from cip.incentives.bounds import Range, stated
from cip.incentives.call_facts import FactError, Facts
from cip.incentives.eligibility import Verdict, check_eligibility
from cip.incentives.worlds import MOST_WORLDS, worlds
from cip.kernel.texts import MissingReasonError
from tests.unit.incentives import small_calls as small

FACTS = [
    small.fact("n", min=1, max=49),
    small.fact("free"),
    small.fact("part", "number", max=2.5),
    small.fact("rate", "percent"),
    small.fact("sum", "cents"),
    small.fact("yes", "yes_no"),
    small.fact("size", "choice", options=("micro", "small")),
    small.fact("tools", "several", options=("x", "y")),
    small.fact("code", "code"),
    small.fact("since", "day"),
]


def call(*rules: Any, **more: Any) -> BoundCall:
    return small.bound(facts=FACTS, grid="none", eligibility=list(rules), **more)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ({"n": 7}, {"n": 7}),
        ({"n": 7.0}, {"n": 7}),
        ({"n": 1}, {"n": 1}),
        ({"n": 49}, {"n": 49}),
        ({"n": None}, {}),
        ({"n": "unknown"}, {}),
        ({"part": 0.1}, {"part": Fraction(1, 10)}),
        ({"part": 2.5}, {"part": Fraction(5, 2)}),
        ({"rate": 100}, {"rate": 100}),
        ({"sum": 10**15}, {"sum": 10**15}),
        ({"yes": "yes"}, {"yes": True}),
        ({"yes": "no"}, {"yes": False}),
        ({"yes": True}, {"yes": True}),
        ({"size": "micro"}, {"size": "micro"}),
        ({"tools": ["y", "x"]}, {"tools": ("x", "y")}),
        ({"tools": []}, {"tools": ()}),
        ({"tools": "x"}, {"tools": ("x",)}),
        ({"code": "47.10"}, {"code": "47.10"}),
        ({"code": 4710}, {"code": "4710"}),
        ({"since": "2026-01-31"}, {"since": date(2026, 1, 31)}),
        ({"since": date(2026, 1, 31)}, {"since": date(2026, 1, 31)}),
    ],
)
def test_facts_are_read(raw: dict[str, object], kept: dict[str, object]) -> None:
    assert dict(call().read_facts(raw).values) == kept


@pytest.mark.parametrize(
    ("raw", "named", "words"),
    [
        ({"m": 7}, "m", 'there is no fact "m"'),
        ({"siz": "micro"}, "siz", 'did you mean "size"'),
        ({"n": 0}, "n", "whole numbers from 1 to 49, unknown"),
        ({"n": 50}, "n", "50 is not accepted"),
        ({"n": 7.5}, "n", "7.5 is not accepted"),
        ({"n": "7"}, "n", '"7" is not accepted'),
        ({"n": True}, "n", "true is not accepted"),
        ({"n": float("nan")}, "n", "nan is not accepted"),
        ({"n": [7]}, "n", "a list is not accepted"),
        ({"free": -1}, "free", "whole numbers from 0 on, unknown"),
        ({"free": 10**15 + 1}, "free", "is not accepted"),
        ({"part": 2.6}, "part", "numbers from 0 to 2.5, unknown"),
        ({"rate": 100.1}, "rate", "numbers from 0 to 100, unknown"),
        ({"sum": 1.5}, "sum", "1.5 is not accepted"),
        ({"yes": "maybe"}, "yes", "accepted: yes, no, unknown"),
        ({"yes": 1}, "yes", "1 is not accepted"),
        ({"size": "smal"}, "size", 'did you mean "small"'),
        ({"size": 3}, "size", "3 is not accepted"),
        ({"tools": ["z"]}, "tools", '"z" is not accepted'),
        ({"tools": 3}, "tools", "3 is not accepted"),
        ({"code": ""}, "code", "a code, in quotes"),
        ({"code": 47.1}, "code", "47.1 is not accepted"),
        ({"code": True}, "code", "true is not accepted"),
        ({"since": "31/01/2026"}, "since", "days as YYYY-MM-DD"),
        ({"since": 2026}, "since", "2026 is not accepted"),
        ({"since": "2026-02-30"}, "since", "is not accepted"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(raw: dict[str, object], named: str, words: str) -> None:
    with pytest.raises(FactError) as refused:
        call().read_facts(raw)
    assert refused.value.fact == named
    assert words in str(refused.value)


def test_facts_are_written_as_they_are_read() -> None:
    bound = call()
    raw: dict[str, object] = {"n": 7, "part": 0.1, "yes": True, "tools": ["x"], "since": "2026-01-31", "code": "1"}
    assert bound.read_facts(raw).as_json() == raw
    assert bound.read_facts(bound.read_facts(raw).as_json()) == bound.read_facts(raw)


def test_the_day_of_a_call() -> None:
    opens, closes = "2026-03-01T00:30:00+01:00", "2026-03-31T23:30:00+02:00"
    plain = small.pack()
    assert day_of_call(plain, []) is None
    moments = [datetime(2026, 5, 1, 12, tzinfo=UTC), datetime(2026, 5, 2, 22, 30, tzinfo=UTC)]
    assert day_of_call(plain, moments) == date(2026, 5, 3)
    assert day_of_call(small.pack(window={"opens": opens}), moments) == date(2026, 3, 1)
    assert day_of_call(small.pack(window={"opens": opens, "closes": closes}), moments) == date(2026, 3, 31)
    assert day_of_call(small.pack(window={"opens": "unknown", "closes": "unknown"}), moments) == date(2026, 5, 3)


def verdicts(bound: BoundCall, requested: int | None = None, **raw: object) -> list[str]:
    return [one.status for one in check_eligibility(bound, bound.read_facts(raw), requested)]


def test_each_rule_is_met_not_met_or_unknown() -> None:
    bound = call(small.rule("few", "n <= 10"), small.rule("there", "yes", at="grant"))
    assert verdicts(bound, n=10, yes=True) == ["met", "met"]
    assert verdicts(bound, n=11, yes=False) == ["not_met", "not_met"]
    assert verdicts(bound) == ["unknown", "unknown"]
    few, there = check_eligibility(bound, bound.read_facts({"n": 11}))
    assert (few.at, there.at) == ("application", "grant")
    assert [few.because[0].it, there.because[0].it] == ["not few", "tell there"]
    assert (few.because[0].rule, dict(few.because[0].inputs)) == ("few", {"n": 11})
    met = check_eligibility(bound, bound.read_facts({"n": 1}))[0]
    assert met.because[0].en == "Condition met: few."


def test_nobody_breaks_a_rule_without_stating_anything() -> None:
    assert verdicts(call(small.rule("never", "n > 60"))) == ["unknown"]
    assert verdicts(call(small.rule("never", "n > 60")), n=49) == ["not_met"]
    assert verdicts(call(small.rule("both", "n > 60 and yes")), yes=True) == ["not_met"]
    assert verdicts(call(small.rule("always", "n < 60"))) == ["met"]
    assert verdicts(call(small.rule("closed", "1 > 2"))) == ["not_met"]
    assert verdicts(call(small.rule("asked", "requested_cents >= 0 and n > 60"))) == ["unknown"]
    assert verdicts(call(small.rule("asked", "requested_cents > 5")), 5) == ["not_met"]
    assert verdicts(call(small.rule("asked", "requested_cents > 5"))) == ["unknown"]


def test_braces_in_the_words_of_a_call_are_only_letters() -> None:
    bound = call(small.rule("odd", "yes", not_met=small.text("{n} {")))
    assert check_eligibility(bound, bound.read_facts({"yes": False}))[0].because[0].it == "{n} {"


def test_a_verdict_without_a_reason_cannot_be_built() -> None:
    with pytest.raises(MissingReasonError):
        Verdict("a", "met", "grant", ())


def test_the_law_of_the_day() -> None:
    law = {
        "limit": small.parameter((None, date(2026, 8, 31), 3), (date(2026, 9, 1), None, 5)),
        "ended": small.parameter((None, date(2026, 8, 31), 3), (date(2026, 9, 1), None, None)),
        "open_to_all": small.parameter((None, None, True)),
        "closed_now": small.parameter((None, date(2026, 8, 31), True), (date(2026, 9, 1), None, None)),
    }
    rules = [small.rule(name, text) for name, text in (("a", "n <= limit"), ("b", "n <= ended"), ("c", "open_to_all"))]
    rules.append(small.rule("d", "closed_now"))

    def on(day: date | None) -> list[str]:
        bound = small.bound(law, on=day, facts=FACTS, grid="none", eligibility=rules)
        return verdicts(bound, n=4)

    assert on(date(2026, 9, 1)) == ["met", "unknown", "met", "unknown"]
    assert on(date(2026, 8, 31)) == ["not_met", "not_met", "met", "met"]
    assert on(None) == ["unknown"] * 4
    bound = small.bound(law, facts=FACTS, grid="none", eligibility=rules)
    given = bound.given(bound.read_facts({"n": 4}))
    nodes = [bound.conditions[rule["when"]] for rule in rules]
    assert bound.inputs(given, *nodes) == {"n": 4, "limit": 5, "ended": None, "open_to_all": True, "closed_now": None}
    assert bound.missing(given, *nodes) == ("ended", "closed_now")
    assert [bound.label(name).it for name in ("n", "limit", "requested_cents")] == ["n", "limit", "somma chiesta"]


def test_a_condition_of_the_call_for_some_facts() -> None:
    bound = call(small.rule("a", "size in ('micro', 'small')"), small.rule("b", "'x' in tools and code == '47'"))
    assert bound.holds("size in ('micro', 'small')", Facts({"size": "small"})) is True
    assert bound.holds("'x' in tools and code == '47'", Facts({"tools": ("x",), "code": "47"})) is True
    assert bound.holds("'x' in tools and code == '47'", Facts({"tools": ("y",)})) is False
    assert bound.holds("'x' in tools and code == '47'", Facts({"tools": ("x",)})) is None
    with pytest.raises(KeyError):
        bound.holds("n > 3", Facts())


def test_inputs_are_plain_data() -> None:
    bound = call(small.rule("a", "'x' in tools and years_between(since, on) > 1 and known(size) and part > 1"))
    given = bound.given(bound.read_facts({"tools": ["x", "y"], "since": "2020-01-01", "part": 1.5}))
    (node,) = bound.conditions.values()
    assert bound.inputs(given, node) == {
        "tools": "x, y", "since": "2020-01-01", "on": "2026-09-01", "size": None, "part": 1.5
    }  # fmt: skip


def cases(text: str, **raw: object) -> list[dict[str, object]]:
    bound = call(small.rule("a", text))
    view = bound.given(bound.read_facts(raw)).view
    found = worlds(view, bound.pack.facts, (bound.conditions[text],))
    out = []
    for case in found:
        columns: dict[str, object] = {key: one for key, one in case.numbers.items() if one != view.numbers[key]}
        out.append(columns | {key: one for key, one in case.truths.items() if one is not view.truths[key]})
    return out


def between(low: Any, high: Any) -> Range:
    return Range(Fraction(low), high if high == float("inf") else Fraction(high))


def test_cases_of_what_nobody_stated() -> None:
    assert cases("n > 5 and yes", n=3, yes=True) == [{}]
    assert cases("n > 5", n=3) == [{}]
    assert cases("n > 5") == [{"n": between(1, 4)}, {"n": between(5, 5)}, {"n": between(6, 49)}]
    assert cases("5 < n") == cases("n > 5")
    assert cases("n > 5.5") == [{"n": between(1, 5)}, {"n": between(6, 49)}]
    assert cases("n > 1") == [{"n": between(1, 1)}, {"n": between(2, 49)}]
    assert cases("n >= 49") == [{"n": between(1, 48)}, {"n": between(49, 49)}]
    assert cases("n > 50") == [{}]
    assert cases("n > free", free=7) == [{"n": between(1, 6)}, {"n": between(7, 7)}, {"n": between(8, 49)}]
    assert cases("n > free") == [{}]
    hair = Fraction(1, 10**9)
    assert cases("part < 1") == [
        {"part": between(0, 1 - hair)},
        {"part": between(1, 1)},
        {"part": between(1 + hair, "2.5")},
    ]
    assert cases("free > 3")[-1] == {"free": between(4, float("inf"))}
    assert cases("yes") == [{"yes": True}, {"yes": False}]
    assert cases("size == 'micro'") == [{"size=micro": True}, {"size=micro": False}]
    both = cases("size == 'micro' or size == 'small'")
    assert both == [{"size=micro": True, "size=small": False}, {"size=micro": False, "size=small": True}]
    codes = cases("code == '1' or code == '2'")
    assert len(codes) == 3
    assert codes[2] == {"code=1": False, "code=2": False}
    assert len(cases("'x' in tools and not ('y' in tools)")) == 4
    assert len(cases("yes and n > 5")) == 6


def test_too_many_cases_stay_a_range() -> None:
    many = " and ".join(f"n != {number}" for number in range(2, 20))
    assert len(cases(f"({many}) and yes")) == 2 * 20
    assert len(cases(f"({many}) and yes and size == 'micro' and 'x' in tools")) == 8 * 20
    assert len(cases(f"({many}) and yes and size == 'micro' and 'x' in tools and part < 1")) == 8 * 20
    assert MOST_WORLDS == 256


def test_what_is_imagined_stays_unstated() -> None:
    bound = call(small.rule("a", "n > 5 and yes"))
    view = bound.given(Facts()).view
    for case in worlds(view, bound.pack.facts, (bound.conditions["n > 5 and yes"],)):
        assert not case.numbers["n"].stated
        assert case.seen is view
    assert bound.given(bound.read_facts({"n": 3})).view.numbers["n"] == stated(3)
    assert bound.nothing_stated.unsettled
