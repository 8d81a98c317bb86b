"""Who gets how much: in turn or in equal shares, quotas, the reserve list; nothing is ever given twice or lost."""

from fractions import Fraction
from typing import Any

import pytest

from cip.incentives.allocation import Entry, KeptShare, MoneyPolicy, allocate
from cip.rulebook.shapes.call import Policy
from tests.unit.incentives import small_calls as small

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def entries(*cents: int, young: str = "") -> list[Entry]:
    """Entries a, b, c... asking for cents; those named in `young` belong to that quota."""
    return [
        Entry(letter, amount, frozenset({"young"} if letter in young else ()))
        for letter, amount in zip("abcdefghij", cents, strict=False)
    ]


def given_to(budget: int | None, asked: list[Entry], **policy: Any) -> list[int]:
    return [award.cents for award in allocate(budget, asked, MoneyPolicy(**policy))]


def statuses(budget: int | None, asked: list[Entry], **policy: Any) -> list[str]:
    return [award.status for award in allocate(budget, asked, MoneyPolicy(**policy))]


def whys(budget: int | None, asked: list[Entry], **policy: Any) -> list[str]:
    return [award.why for award in allocate(budget, asked, MoneyPolicy(**policy))]


def young(share: Fraction) -> tuple[KeptShare, ...]:
    return (KeptShare("young", share),)


def test_in_order_until_the_money_ends() -> None:
    assert given_to(100, entries(40, 60, 1)) == [40, 60, 0]
    assert statuses(100, entries(40, 60, 1)) == ["funded", "funded", "unfunded"]
    assert given_to(99, entries(40, 60, 1)) == [40, 0, 0]
    assert whys(99, entries(40, 60, 1)) == ["full", "too_little", "below_line"]
    assert [award.available for award in allocate(99, entries(40, 60, 1), MoneyPolicy())] == [99, 59, 59]


def test_skip_looks_at_the_next() -> None:
    assert given_to(99, entries(40, 60, 1, 59, 58), stops=False) == [40, 0, 1, 0, 58]
    assert whys(99, entries(40, 60, 1), stops=False) == ["full", "too_little", "full"]


def test_a_reserve_list_is_for_those_who_are_due_something() -> None:
    assert statuses(50, entries(40, 60, 0, 5), reserve=True) == ["funded", "reserve", "unfunded", "reserve"]
    assert whys(50, entries(40, 60, 0), reserve=True) == ["full", "too_little", "nothing_due"]
    assert statuses(50, entries(40, 60), reserve=False) == ["funded", "unfunded"]


def test_an_amount_of_nothing_stops_nobody() -> None:
    assert given_to(100, entries(0, 100)) == [0, 100]
    assert given_to(0, entries(0, 1)) == [0, 0]


def test_without_a_known_budget_nobody_gets_anything() -> None:
    assert statuses(None, entries(5, 0), reserve=True) == ["unfunded", "unfunded"]
    assert whys(None, entries(5, 0)) == ["no_budget", "nothing_due"]


def test_the_rest_goes_to_the_next_in_part_if_it_is_large_enough() -> None:
    part = {"partial": "if_left", "minimum_share": Fraction(60, 100)}
    assert given_to(100, entries(40, 100, 5), **part) == [40, 60, 0]
    assert statuses(100, entries(40, 100, 5), **part) == ["funded", "partial", "unfunded"]
    assert whys(100, entries(40, 100, 5), **part) == ["full", "rest", "below_line"]
    assert given_to(99, entries(40, 100, 5), **part) == [40, 0, 0]
    assert given_to(99, entries(40, 100, 5), stops=False, **part) == [40, 0, 5]
    assert given_to(99, entries(40, 99, 5), **part) == [40, 0, 0]  # 59.4 cents are the least
    assert given_to(100, entries(40, 100, 5), partial="if_left") == [40, 60, 0]
    assert given_to(40, entries(40, 100, 5), partial="if_left") == [40, 0, 0]
    assert statuses(40, entries(40, 100), partial="if_left", reserve=True) == ["funded", "reserve"]


def test_everybody_gets_the_same_share() -> None:
    assert given_to(100, entries(100, 50, 50), partial="pro_rata") == [50, 25, 25]
    assert given_to(200, entries(100, 50, 50), partial="pro_rata") == [100, 50, 50]
    assert given_to(500, entries(100, 50, 50), partial="pro_rata") == [100, 50, 50]
    assert statuses(200, entries(100, 50, 0), partial="pro_rata") == ["funded", "funded", "unfunded"]
    assert statuses(100, entries(100, 50), partial="pro_rata") == ["partial", "partial"]
    assert whys(100, entries(100, 50), partial="pro_rata") == ["share", "share"]


def test_cents_left_over_go_to_the_largest_remainders() -> None:
    assert given_to(100, entries(100, 100, 100), partial="pro_rata") == [34, 33, 33]
    assert given_to(10, entries(7, 7, 6), partial="pro_rata") == [4, 3, 3]  # 3.5, 3.5, 3
    assert given_to(10, entries(5, 9, 9), partial="pro_rata") == [2, 4, 4]  # 2.17, 3.91, 3.91
    assert given_to(2, entries(1, 1, 1), partial="pro_rata") == [1, 1, 0]
    assert whys(2, entries(1, 1, 1), partial="pro_rata") == ["full", "full", "no_share"]


def test_who_would_get_too_small_a_part_leaves_last_first() -> None:
    part = {"partial": "pro_rata", "minimum_share": HALF}
    assert given_to(100, entries(100, 100, 100), **part) == [50, 50, 0]
    assert statuses(100, entries(100, 100, 100), reserve=True, **part) == ["partial", "partial", "reserve"]
    assert given_to(49, entries(100, 100), **part) == [0, 0]
    assert given_to(100, entries(100, 0, 100), **part) == [50, 0, 50]


def test_rounding_never_leaves_a_part_below_its_least() -> None:
    # Of 3 cents half is 1.5: the least part is 2, and the others share what remains.
    found = given_to(104, entries(3, 199), partial="pro_rata", minimum_share=HALF)
    assert found == [2, 102]
    assert given_to(102, entries(3, 200), partial="pro_rata", minimum_share=HALF) == [2, 100]
    assert given_to(101, entries(3, 200), partial="pro_rata", minimum_share=HALF) == [3, 0]


def test_a_quota_keeps_money_for_its_own() -> None:
    asked = entries(40, 40, 40, young="c")
    assert given_to(100, asked) == [40, 40, 0]
    assert given_to(100, asked, quotas=young(HALF)) == [40, 0, 40]
    assert given_to(100, asked, quotas=young(Fraction(20, 100))) == [40, 40, 0]
    assert whys(100, asked, quotas=young(HALF)) == ["full", "too_little", "full"]


def test_what_a_quota_cannot_use_goes_back() -> None:
    assert given_to(100, entries(40, 40, 20, young="c"), quotas=young(HALF)) == [40, 40, 20]
    assert given_to(100, entries(40, 60, young=""), quotas=young(HALF)) == [40, 60]
    # 50 are kept, the two young ask for 30 each: one is served, 20 return to the others.
    assert given_to(100, entries(50, 20, 30, 30, young="cd"), quotas=young(HALF)) == [50, 20, 30, 0]
    assert given_to(100, entries(10, 60, 60, young="a"), quotas=young(HALF)) == [10, 60, 0]


def test_the_first_of_a_quota_use_what_is_kept() -> None:
    assert given_to(100, entries(50, 50, 50, young="a"), quotas=young(HALF)) == [50, 50, 0]
    assert given_to(100, entries(80, 50, young="a"), quotas=young(HALF)) == [80, 0]


def test_two_quotas_and_who_belongs_to_both() -> None:
    both = (KeptShare("young", Fraction(30, 100)), KeptShare("far", Fraction(30, 100)))
    asked = [
        Entry("a", 50),
        Entry("b", 30, frozenset({"young"})),
        Entry("c", 30, frozenset({"far"})),
        Entry("d", 40),
    ]
    assert given_to(100, asked, quotas=both, stops=False) == [0, 30, 30, 40]
    one_for_both = [Entry("a", 60), Entry("b", 30, frozenset({"young", "far"}))]
    assert given_to(100, one_for_both, quotas=both) == [60, 30]


def test_stop_ends_only_those_who_have_no_other_money() -> None:
    asked = entries(60, 50, 30, 5, young="cd")
    assert given_to(100, asked, quotas=young(Fraction(40, 100))) == [60, 0, 30, 5]
    asked = entries(60, 50, 45, 5, 1, young="cd")
    assert given_to(100, asked, quotas=young(Fraction(40, 100))) == [60, 0, 0, 0, 0]
    asked = entries(60, 10, 50, 5, young="c")
    # c needs 50 and 40 are kept: it cannot be served, so nothing is kept any more and b is.
    assert given_to(100, asked, quotas=young(Fraction(40, 100)))[:3] == [60, 10, 0]


def test_quotas_of_equal_shares() -> None:
    asked = entries(100, 100, 100, young="c")
    assert given_to(90, asked, partial="pro_rata") == [30, 30, 30]
    assert given_to(90, asked, partial="pro_rata", quotas=young(HALF)) == [23, 22, 45]
    assert given_to(90, asked, partial="pro_rata", quotas=young(THIRD)) == [30, 30, 30]
    assert given_to(90, entries(100, 100, 10, young="c"), partial="pro_rata", quotas=young(HALF)) == [40, 40, 10]
    least = {"partial": "pro_rata", "minimum_share": HALF, "quotas": young(HALF)}
    assert given_to(100, entries(60, 200, 80, young="c"), **least) == [50, 0, 50]


def test_the_policy_of_a_call() -> None:
    plain = Policy.model_validate(small.policy())
    assert MoneyPolicy.of(plain) == MoneyPolicy("none", Fraction(0), stops=True, reserve=False)
    quota = {"id": "young", "label": small.text("q"), "share": 12.5, "when": "true"}
    rich = Policy.model_validate(
        small.policy(
            partial={"kind": "if_left", "minimum_share": 60},
            beyond="skip",
            reserve={"months": 12},
            quotas=[quota],
        )
    )
    found = MoneyPolicy.of(rich)
    assert (found.partial, found.minimum_share, found.stops, found.reserve) == ("if_left", Fraction(3, 5), False, True)
    assert found.quotas == (KeptShare("young", Fraction(1, 8)),)
    silent = Policy.model_validate(small.policy(partial="unknown", beyond="unknown", reserve="unknown"))
    assert MoneyPolicy.of(silent) == MoneyPolicy()


@pytest.mark.parametrize("kind", ["none", "if_left", "pro_rata"])
def test_no_entries_no_awards(kind: Any) -> None:
    assert allocate(100, [], MoneyPolicy(kind)) == ()


def test_money_that_serves_two_quotas_is_not_kept_twice() -> None:
    quotas = (KeptShare("young", Fraction(30, 100)), KeptShare("far", Fraction(20, 100)))
    both = frozenset({"young", "far"})
    asked = [Entry("a", 271), Entry("b", 130), Entry("c", 240, both), Entry("d", 290, frozenset({"young"}))]
    assert given_to(800, asked, stops=False, quotas=quotas) == [271, 130, 240, 0]


def test_who_takes_more_than_is_kept_takes_nothing_of_another_quota() -> None:
    quotas = (KeptShare("young", Fraction(10, 100)), KeptShare("far", Fraction(20, 100)))
    asked = [Entry("a", 50, frozenset({"young"})), Entry("b", 35), Entry("c", 20, frozenset({"far"}))]
    assert given_to(100, asked, stops=False, quotas=quotas) == [50, 0, 20]


def test_equal_shares_under_two_quotas() -> None:
    quotas = (KeptShare("young", Fraction(60, 100)), KeptShare("far", Fraction(40, 100)))
    young_one, far_one = frozenset({"young"}), frozenset({"far"})
    asked = [Entry("a", 300), Entry("b", 60, young_one | far_one), Entry("c", 60, young_one), Entry("d", 60, far_one)]
    assert given_to(100, asked, partial="pro_rata", quotas=quotas) == [30, 30, 30, 10]
    assert given_to(100, asked, partial="pro_rata", quotas=quotas[::-1]) == [20, 20, 40, 20]


def test_a_part_of_nothing_is_none() -> None:
    assert given_to(40, entries(40, 100, 30), partial="if_left", stops=False) == [40, 0, 0]
    assert whys(40, entries(40, 100, 30), partial="if_left", stops=False) == ["full", "too_little", "too_little"]
    assert given_to(41, entries(40, 100), partial="if_left") == [40, 1]
