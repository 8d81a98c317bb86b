"""Parts of an award: they add up to the cent, a smaller report lowers the last, and what each waits for."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.incentives.payment_checks import lowered_by_report
from cip.incentives.payments import Netting, PartOfAward, PartState, netting_of, still_to_come
from cip.incentives.progress import NOTHING_YET, Progress
from cip.incentives.tranches import follows, parts_of, payable_cents, waits_for
from cip.kernel.money import euros, half_up
from cip.kernel.texts import Reason, Text
from cip.rulebook.shapes.call import Tranche

WORDS = Text(it="x", en="x")


def tranche(id: str, share: float, **more: object) -> Tranche:
    return Tranche(id=id, label=WORDS, share=share, when=WORDS, **more)  # type: ignore[arg-type]


SEVENTY = (
    tranche("first", 70.0, asks=("accepted",)),
    tranche("balance", 30.0, asks=("accepted", "monitoring_meeting", "report_accepted"), use_months=6),
)
THIRDS = (tranche("advance", 33.33), tranche("interim", 33.33), tranche("balance", 33.34))
LUMP = (tranche("all", 100.0, asks=("accepted",)),)


@pytest.mark.parametrize(
    ("rules", "cents", "parts"),
    [
        (SEVENTY, 100_000, [70_000, 30_000]),
        (SEVENTY, 1, [1, 0]),
        (SEVENTY, 333, [233, 100]),
        (THIRDS, 100, [33, 34, 33]),
        (LUMP, 99_999, [99_999]),
    ],
)
def test_parts_add_up_to_the_award(rules: tuple[Tranche, ...], cents: int, parts: list[int]) -> None:
    assert [part.cents for part in parts_of(rules, cents)] == parts


@given(st.lists(st.integers(1, 9_999), max_size=6), st.integers(1, 10**12))
def test_whatever_the_shares_no_cent_is_lost(cuts: list[int], cents: int) -> None:
    edges = [0, *sorted(set(cuts)), 10_000]
    shares = [float(Fraction(b - a, 100)) for a, b in pairwise(edges)]
    parts = parts_of([tranche(f"p{n}", share) for n, share in enumerate(shares)], cents)
    assert sum(part.cents for part in parts) == cents
    assert all(part.cents >= 0 for part in parts)
    assert parts[-1].up_to == cents


def test_shares_that_are_not_the_whole_are_refused() -> None:
    with pytest.raises(ValueError, match="100"):
        parts_of((tranche("first", 70.0),), 100)


def test_half_a_cent_goes_up() -> None:
    assert [half_up(Fraction(n, 2)) for n in (1, 2, 3)] == [1, 1, 2]


def test_a_smaller_report_lowers_the_balance_and_never_below_nothing() -> None:
    first, balance = parts_of(SEVENTY, 100_000)
    cut = Progress("accepted", 90_000, date(2027, 1, 1), 6)
    assert payable_cents(first, 100_000, NOTHING_YET, 0) == 70_000
    assert payable_cents(balance, 100_000, cut, 70_000) == 20_000
    assert payable_cents(balance, 100_000, Progress("accepted", 70_000), 70_000) == 0
    assert payable_cents(balance, 100_000, Progress("accepted", 60_000), 70_000) == 0
    # More proved than awarded pays no cent more.
    assert payable_cents(balance, 100_000, Progress("accepted", 120_000), 70_000) == 30_000
    # What was set against a debt lowers the next part, not the last one.
    assert payable_cents(first, 100_000, NOTHING_YET, 10_000) == 60_000
    assert payable_cents(balance, 100_000, cut, 70_001) == 19_999


def test_a_part_that_the_report_makes_smaller_says_so() -> None:
    first, balance = parts_of(SEVENTY, 100_000)
    cut = Progress("accepted", 90_050)
    (told,) = lowered_by_report(balance, 20_050, 100_000, cut)
    assert told.values == {"accepted": euros(90_050), "whole": euros(30_000), "cents": euros(20_050)}
    assert not lowered_by_report(first, 70_000, 100_000, cut), "this one is paid whole"
    assert not lowered_by_report(balance, 20_000, 100_000, Progress("accepted", 100_000)), "a debt, not the report"
    assert not lowered_by_report(balance, 20_000, 100_000, NOTHING_YET)


def test_a_part_that_comes_back_after_a_later_one_is_paid_whole_again() -> None:
    first, balance = parts_of(SEVENTY, 10_000)
    proved = Progress("accepted", 10_000)
    assert payable_cents(first, 10_000, proved, 3_000) == 4_000
    assert payable_cents(first, 10_000, proved, 3_000, balance.up_to) == 7_000
    # With a debt that was set off before: 10 of 100.
    assert payable_cents(first, 10_000, proved, 4_000, balance.up_to) == 6_000


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_never_more_than_the_award_less_what_was_paid(cents: int, proved: int, settled: int) -> None:
    progress, paid = Progress("accepted", proved), min(settled, cents)
    for part in parts_of(SEVENTY, cents):
        due = payable_cents(part, cents, progress, paid)
        assert 0 <= due <= cents - paid
        paid += due
    assert paid == max(min(settled, cents), min(cents, proved))


def test_what_a_part_waits_for_is_said() -> None:
    first, balance = parts_of(SEVENTY, 100_000)
    assert [one.rule for one in waits_for(first, "notified", NOTHING_YET, False)] == ["tranche.award"]
    assert waits_for(first, "accepted", NOTHING_YET, False) == ()
    asked = {one.rule for one in waits_for(balance, "accepted", NOTHING_YET, False)}
    assert asked == {"tranche.report", "tranche.meeting", "tranche.use"}
    met = date(2027, 1, 1)
    assert waits_for(balance, "accepted", Progress("accepted", 1, met, 6), False) == ()
    short = waits_for(balance, "accepted", Progress("accepted", 1, met, 5), False)
    assert [one.it for one in short] == ["Servono 6 mesi di uso dimostrato: oggi sono 5."]
    still_open = waits_for(balance, "accepted", Progress("open", None, met, 6), False)
    assert [one.rule for one in still_open] == ["tranche.report"]


def test_a_condition_in_words_is_confirmed_by_a_person() -> None:
    (part,) = parts_of((tranche("all", 100.0),), 100)
    assert [one.rule for one in waits_for(part, "accepted", NOTHING_YET, False)] == ["tranche.condition"]
    assert waits_for(part, "accepted", NOTHING_YET, True) == ()


def test_parts_are_paid_in_their_order() -> None:
    parts = parts_of(THIRDS, 300)
    assert follows(parts, parts[0], ()) == ()
    assert follows(parts, parts[2], {"advance"})[0].rule == "tranche.order"
    assert follows(parts, parts[2], {"advance", "interim"}) == ()


def shown(state: PartState, cents: int, *rules: str, offset: int = 0) -> PartOfAward:
    because = tuple(Reason(f"payment.{rule}", WORDS) for rule in rules)
    return PartOfAward(
        part=parts_of(LUMP, 100)[0], award_id="a", state=state, cents=cents, withholding=None, offset=offset, cup=None,
        because=because, holds=(), payment=None, paid_on=None, came_back="",
    )  # fmt: skip


def test_a_debt_is_set_against_the_next_part_that_is_being_paid_only() -> None:
    later = shown("waiting", 30)
    assert netting_of([]).cents == 0
    assert netting_of([shown("paid", 70), later]).cents == 0
    assert netting_of([shown("on_its_way", 70), later]).cents == 0
    assert netting_of([shown("payable", 70), later]).cents == 70
    assert netting_of([shown("paid", 70), shown("nothing", 0), shown("held", 30, "owes", "account")]).cents == 30
    assert netting_of([shown("paid", 70), shown("held", 20, "lowered", "owes")]).cents == 20
    # Anything else that holds the part holds this too; what goes to INPS is not the firm's.
    assert netting_of([shown("held", 70, "owes", "durc"), shown("payable", 30)]).cents == 0
    assert netting_of([shown("held", 70, "breach")]).cents == 0
    assert netting_of([shown("held", 70, "owes", offset=20)]).cents == 50


def test_what_may_still_come_is_what_the_parts_come_to() -> None:
    assert still_to_come(30, [shown("paid", 70), shown("waiting", 10)]) == 10
    assert still_to_come(30, [shown("paid", 70), shown("waiting", 40)]) == 30, "never more than is held for the award"
    assert still_to_come(30, []) == 30, "the call does not say how it pays"


def test_the_tax_goes_with_what_is_set_off() -> None:
    taxed = Netting(96, 4, 100)
    assert [taxed.tax(cents) for cents in (0, 11, 12, 13, 96)] == [0, 0, 1, 1, 4]
    # With 50 for INPS the tax on the rest stays for the payment of the rest.
    assert Netting(46, 4, 100).tax(46) == 2
    assert Netting(100, 0, 100).tax(100) == 0
