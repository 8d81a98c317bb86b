"""Clauses under random checks and facts: what is told more takes back nothing decided; nothing without a reason."""

from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cip.agreement.checks import FactValue
from cip.agreement.clauses import ClauseResult, evaluate
from tests.unit.agreement.small import DAYS, NUMBERS, ON, YES_NO, book_of

many = settings(max_examples=300, deadline=None)

_day_facts = st.sampled_from(DAYS)
_terms = st.builds(
    lambda param, unit: {"param": param, "unit": unit},
    st.sampled_from(["days", "months", "unread", "silent"]),
    st.sampled_from(["calendar_day", "working_day", "month", "hour"]),
)
_limits = st.one_of(
    st.sampled_from(["most", "unread", "silent"]).map(lambda name: {"param": name}),
    st.sampled_from(NUMBERS).map(lambda name: {"fact": name}),
    st.just({"law": "law_days", "at": "told_on"}),
)
_leaves = st.one_of(
    st.sampled_from(YES_NO).map(lambda fact: {"kind": "true", "fact": fact}),
    st.just({"kind": "answer", "when": "T1 >= 2"}),
    _day_facts.map(lambda fact: {"kind": "dated", "fact": fact}),
    st.builds(
        lambda fact, after, term: {"kind": "within", "fact": fact, "after": after, "at_most": term},
        _day_facts,
        _day_facts,
        _terms,
    ),
    st.builds(
        lambda first, then, strictly: {"kind": "order", "first": first, "then": then, "strictly": strictly},
        _day_facts,
        _day_facts,
        st.booleans(),
    ),
    st.builds(lambda fact, term: {"kind": "renewed", "fact": fact, "every": term}, _day_facts, _terms),
    st.builds(lambda start, term: {"kind": "lasting", "start": start, "at_least": term}, _day_facts, _terms),
    st.builds(
        lambda fact, how, limit: {"kind": "number", "fact": fact, "is": how, "limit": limit},
        st.sampled_from(NUMBERS),
        st.sampled_from(["at_least", "at_most", "more_than", "equal_to"]),
        _limits,
    ),
    st.sampled_from([{"kind": "in_territory"}, {"kind": "in_force"}, {"kind": "text", "hourly": "notice_days"}]),
    st.builds(lambda fact: {"kind": "after_law_change", "fact": fact, "keys": ["law_days"]}, _day_facts),
)
checks = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.builds(
            lambda kind, of: {"kind": kind, "of": of},
            st.sampled_from(["all", "any"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
        inner.map(lambda of: {"kind": "not", "of": of}),
    ),
    max_leaves=6,
)
_days = st.one_of(st.just(False), st.integers(-400, 200).map(lambda days: ON + timedelta(days=days)))
facts = st.fixed_dictionaries(
    {
        **dict.fromkeys(DAYS, _days),
        **dict.fromkeys(NUMBERS, st.integers(0, 60)),
        **dict.fromkeys(YES_NO, st.booleans()),
    }
)
told = st.frozensets(st.sampled_from([*DAYS, *NUMBERS, *YES_NO, "T1 >= 2", "places"]))


def _stand(
    check: Mapping[str, object],
    due: Mapping[str, object] | None,
    known: Mapping[str, FactValue],
    of: frozenset[str],
    on: date = ON,
) -> ClauseResult:
    """The clause where only the facts in `of` are told."""
    book = book_of(check, due)
    given = {name: value for name, value in known.items() if name in of}
    places = ("999001",) if "places" in of else None
    (result,) = evaluate(book, book.agreements[0], on, given, lambda _: True if "T1 >= 2" in of else None, places)
    return result


@given(checks, st.none() | checks, facts, told, told)
@many
def test_telling_more_never_takes_back_what_was_decided(
    check: dict[str, object],
    due: dict[str, object] | None,
    known: dict[str, FactValue],
    first: frozenset[str],
    more: frozenset[str],
) -> None:
    before, after = _stand(check, due, known, first), _stand(check, due, known, first | more)
    if before.status in ("met", "not_met"):
        assert after.status == before.status


@given(checks, st.none() | checks, facts, told)
@many
def test_every_result_has_reasons_in_both_languages_and_fitting_days(
    check: dict[str, object], due: dict[str, object] | None, known: dict[str, FactValue], of: frozenset[str]
) -> None:
    result = _stand(check, due, known, of)
    assert all(reason.it and reason.en and "{" not in reason.it + reason.en for reason in result.because)
    assert result.by is None or result.status == "not_due"
    assert result.decided_on is None or result.status in ("met", "not_met")


@given(checks, facts, told)
@many
def test_a_running_term_ends_in_the_future_or_today(
    check: dict[str, object], known: dict[str, FactValue], of: frozenset[str]
) -> None:
    result = _stand(check, None, known, of)
    assert result.by is None or result.by >= ON


@given(checks, facts, told)
@many
def test_the_same_facts_give_the_same_result(
    check: dict[str, object], known: dict[str, FactValue], of: frozenset[str]
) -> None:
    assert _stand(check, None, known, of) == _stand(check, None, known, of)
