"""A firm finds the bodies of its place and sector, and why each fits."""

from cip.parties.matching import EVERYWHERE, Match, Territory, match, plain_place

LOCAL = Territory("local", "Cantù", EVERYWHERE)
SHOPS = Territory("shops", "CANTU'", "shop")
ALL = Territory("all", EVERYWHERE, EVERYWHERE)
OFFICES = Territory("offices", EVERYWHERE, "office")
ELSEWHERE = Territory("elsewhere", "Bollate", "shop")
EACH = (OFFICES, ELSEWHERE, ALL, LOCAL, SHOPS)


def test_place_and_sector_come_first() -> None:
    assert match(["Cantu"], "shop", EACH) == [
        Match("shops", "Cantu", "shop"),
        Match("local", "Cantu", None),
        Match("all", None, None),
    ]


def test_a_firm_of_which_nothing_is_known_finds_who_works_everywhere() -> None:
    assert match([], None, EACH) == [Match("all", None, None)]


def test_a_body_stands_once_by_its_best_territory() -> None:
    both = (Territory("one", EVERYWHERE, EVERYWHERE), Territory("one", "Bollate", "shop"), ALL)
    assert match(["Bollate"], "shop", both) == [Match("one", "Bollate", "shop"), Match("all", None, None)]


def test_any_seat_counts() -> None:
    assert match(["Rho", "bollate"], "shop", [ELSEWHERE]) == [Match("elsewhere", "bollate", "shop")]


def test_order_of_territories_changes_nothing() -> None:
    assert match(["Cantù"], "office", EACH) == match(["Cantù"], "office", tuple(reversed(EACH)))


def test_names_are_compared_as_people_write_them() -> None:
    assert plain_place("  SANT'Agata  ") == plain_place("Sant’agata") == "santagata"
    assert plain_place("Cantù") == plain_place("Cantu'") != plain_place("Canzo")
