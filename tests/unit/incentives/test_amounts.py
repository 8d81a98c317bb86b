"""Amounts: lines that add up, ceilings, what is asked for, and facts that nobody stated."""

from typing import Any

import pytest

from cip.incentives.amounts import Amount, AmountRow, amount_of
from cip.incentives.bound_call import BoundCall
from cip.kernel.texts import MissingReasonError
from tests.unit.incentives import small_calls as small

FACTS = [
    small.fact("n", min=0, max=100),
    small.fact("m", min=1, max=9),
    small.fact("room", "cents", min=0),
    small.fact("small_firm", "yes_no"),
    small.fact("size", "choice", options=("a", "b")),
]


def call(*lines: str, caps: Any = (), **more: Any) -> BoundCall:
    return small.bound(facts=FACTS, amounts=small.amounts(*lines, caps=caps), grid="none", **more)


def amount(bound: BoundCall, requested: int | None = None, **facts: Any) -> Amount:
    return amount_of(bound, bound.read_facts(facts), requested)


def rows(found: Amount) -> list[tuple[str, int]]:
    return [(row.id, row.cents) for row in found.rows]


def test_the_lines_add_up() -> None:
    found = amount(call("120000", "min(n, 3) * 40000"), n=2)
    assert rows(found) == [("l0", 120_000), ("l1", 80_000)]
    assert (found.cents, found.computed_cents) == (200_000, 200_000)
    assert [reason.it for row in found.rows for reason in row.because] == [
        "line 0: 1.200\N{NO-BREAK SPACE}€.",
        "line 1: 800\N{NO-BREAK SPACE}€.",
    ]
    assert dict(found.rows[1].because[0].inputs) == {"n": 2}


def test_cents_are_whole_and_never_below_nothing() -> None:
    assert rows(amount(call("n / 2", "n / 3", "0 - n"), n=5)) == [("l0", 3), ("l1", 2), ("l2", 0)]
    assert rows(amount(call("n / 8"), n=3)) == [("l0", 0)]
    assert rows(amount(call("n / 8"), n=4)) == [("l0", 1)]


def test_a_line_that_divides_by_zero_adds_nothing() -> None:
    assert rows(amount(call("500 / n", "7"), n=0)) == [("l0", 0), ("l1", 7)]


def test_a_ceiling_takes_off_what_is_above_it() -> None:
    bound = call("n * 100", caps=[small.cap("most", "2000"), small.cap("less", "1500.9")])
    assert rows(amount(bound, n=10)) == [("l0", 1000), ("most", 0), ("less", 0)]
    assert rows(amount(bound, n=15)) == [("l0", 1500), ("most", 0), ("less", 0)]
    assert rows(amount(bound, n=16)) == [("l0", 1600), ("most", 0), ("less", -100)]
    assert rows(amount(bound, n=30)) == [("l0", 3000), ("most", -1000), ("less", -500)]
    found = amount(bound, n=30)
    assert found.cents == 1500
    assert [row.because[0].it for row in found.rows[1:]] == [
        "most: al massimo 20\N{NO-BREAK SPACE}€. Si tolgono 10\N{NO-BREAK SPACE}€.",
        "less: al massimo 15\N{NO-BREAK SPACE}€. Si tolgono 5\N{NO-BREAK SPACE}€.",
    ]
    assert amount(bound, n=1).rows[1].because[0].it == "most: al massimo 20\N{NO-BREAK SPACE}€. Non si toglie nulla."


def test_a_ceiling_may_apply_to_some_only() -> None:
    bound = call("n * 100", caps=[small.cap("few", "500", when="small_firm")])
    assert rows(amount(bound, n=9, small_firm=True)) == [("l0", 900), ("few", -400)]
    outside = amount(bound, n=9, small_firm=False)
    assert rows(outside) == [("l0", 900), ("few", 0)]
    assert outside.rows[1].because[0].it == "few: qui non si applica."
    assert dict(outside.rows[1].because[0].inputs) == {"small_firm": False}
    assert rows(amount(bound, n=9)) == [("l0", 900), ("few", -400)]


def test_a_ceiling_below_nothing_leaves_nothing() -> None:
    assert rows(amount(call("n * 100", caps=[small.cap("c", "200 - n * 100")]), n=9)) == [("l0", 900), ("c", -900)]


def test_a_line_of_unknown_facts_counts_with_the_least() -> None:
    found = amount(call("m * 100", "700 if small_firm else 300"))
    assert rows(found) == [("l0", 100), ("l1", 300)]
    assert found.rows[0].because[0].it == "line 0: 1\N{NO-BREAK SPACE}€, il meno possibile. Non sappiamo: m."
    assert rows(amount(call("100 if n < 5 else 300"), size="a")) == [("l0", 100)]
    assert rows(amount(call("0 * n + 4"))) == [("l0", 4)]
    assert amount(call("0 * n + 4")).rows[0].because[0].it == "line 0: 0,04\N{NO-BREAK SPACE}€."


def test_a_ceiling_that_could_be_nothing_is_checked_before_the_grant() -> None:
    bound = call("n * 100", caps=[small.cap("room", "room"), small.cap("band", "300 if size == 'a' else 500")])
    found = amount(bound, n=9)
    assert rows(found) == [("l0", 900), ("room", 0), ("band", -600)]
    assert found.rows[1].because[0].it == "room: non sappiamo room. Si controlla prima di concedere."
    assert rows(amount(bound, n=9, room=100, size="b")) == [("l0", 900), ("room", -800), ("band", 0)]
    assert rows(amount(bound, n=9, room=0, size="b")) == [("l0", 900), ("room", -900), ("band", 0)]
    divided = call("n * 100", caps=[small.cap("c", "1000 / n")])
    assert rows(amount(divided, n=0)) == [("l0", 0), ("c", 0)]
    assert amount(divided, n=0).rows[1].because[0].it == "c: non sappiamo il limite. Si controlla prima di concedere."


@pytest.mark.parametrize(("requested", "cents"), [(None, 900), (899, 899), (900, 900), (901, 900), (0, 0)])
def test_the_lower_of_what_is_computed_and_what_is_asked_for(requested: int | None, cents: int) -> None:
    found = amount(call("n * 100"), requested, n=9)
    assert (found.cents, found.computed_cents) == (cents, 900)
    assert dict(found.because[0].inputs) == {"computed_cents": 900, "requested_cents": requested}


def test_both_amounts_are_said() -> None:
    assert amount(call("n * 100"), n=9).because[0].it == "L'importo calcolato è 9\N{NO-BREAK SPACE}€."
    asked = amount(call("n * 100"), 500, n=9)
    assert asked.because[0].it == (
        "L'importo calcolato è 9\N{NO-BREAK SPACE}€. La domanda chiede 5\N{NO-BREAK SPACE}€: conta il minore."
    )


def test_a_rule_may_read_what_is_asked_for() -> None:
    assert amount(call("requested_cents / 2"), 501).computed_cents == 251
    assert amount(call("requested_cents / 2")).computed_cents == 0


def test_where_the_source_is_silent_what_is_asked_for_counts() -> None:
    bound = small.bound(amounts="unknown")
    assert (amount_of(bound, bound.read_facts({}), 700).cents, amount_of(bound, bound.read_facts({})).cents) == (700, 0)
    found = amount_of(bound, bound.read_facts({}), 700)
    assert (found.computed_cents, found.rows) == (None, ())
    assert "La fonte non dice" in found.because[0].it
    assert dict(found.because[0].inputs) == {"requested_cents": 700}


def test_no_amount_without_a_reason() -> None:
    with pytest.raises(MissingReasonError):
        AmountRow("l0", 1, ())
    with pytest.raises(MissingReasonError):
        Amount(1, 1, (), ())
