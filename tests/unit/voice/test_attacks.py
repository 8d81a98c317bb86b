"""Nobody is found in random firms; and as soon as one rule of protection is off, the same attacks find people."""

import sys
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from cip.voice import labels, pools, protection
from cip.voice.cells import Cell
from cip.voice.pools import Contribution, groups_by_people, waits_for
from cip.voice.protection import publish
from cip.voice.rules import Protection
from cip.voice.waves import movement
from tests.unit.voice.attacker import RULES
from tests.unit.voice.attacks import (
    attack_joining_or_leaving,
    attack_live,
    attack_pool,
    attack_single,
    attack_subtraction,
    attack_two_known_firms,
    closed,
    forget,
)
from tests.unit.voice.firms import NEEDS, SURVEY, InventedFirm, invented_firm

FEW, MANY, ALL = 60, 1_000, 10_000


def attack_all(firms: int, seed: int, rules: Protection = RULES, *, until_found: bool = False) -> Counter[str]:
    """Every attack on so many random firms: how many workers each finds, and how much was published to attack."""
    random = Random(seed)
    found: Counter[str] = Counter()
    for _ in range(firms):
        firm = invented_firm(random)
        found["one publication"] += attack_single(firm, rules)
        found["who joins or leaves"] += attack_joining_or_leaving(random, firm, rules)
        found["looking while it is open"] += attack_live(firm, rules, over=False)
        small = [replace(invented_firm(random), headcount=4) for _ in range(3)]
        rest = [InventedFirm(4, one.sheets[:4]) for one in small]
        found["subtracting a firm from a pool"] += attack_subtraction(firm, rest, rules, both=False)
        pooled, released = attack_pool(random, rules)
        found["a pool of firms"] += pooled
        found["(pools released)"] += released
        known, released = attack_two_known_firms(random, rules)
        found["who knows two firms of a pool"] += known
        found["(pools with two known firms)"] += released
        found["(firms with results)"] += firm.headcount >= 5 and len(firm.sheets) >= 5
        if until_found and workers_in(found):
            break
    return found


def workers_in(found: Counter[str]) -> int:
    """How many workers were found by all attacks together."""
    return sum(many for name, many in found.items() if not name.startswith("("))


def assert_nobody_found(found: Counter[str], firms: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Print the figures; no attack found anybody, and there was something to attack."""
    with capsys.disabled():
        sys.stdout.write(f"\n{firms} random firms of 3-9 workers, workers found by attack:\n")
        for name in sorted(found):
            sys.stdout.write(f"  {name}: {found[name]}\n")
    assert workers_in(found) == 0
    assert found["(firms with results)"] > firms / 4
    assert found["(pools released)"] > firms / 20
    assert found["(pools with two known firms)"] > firms / 20


def test_no_worker_is_found_in_some_random_firms(capsys: pytest.CaptureFixture[str]) -> None:
    assert_nobody_found(attack_all(FEW, seed=1), FEW, capsys)


@pytest.mark.long
def test_no_worker_is_found_in_ten_thousand_random_firms(capsys: pytest.CaptureFixture[str]) -> None:
    assert_nobody_found(attack_all(ALL, seed=2), ALL, capsys)


OFF = {
    "at least five answers": replace(RULES, minimum=1),
    "few": replace(RULES, few=0),
}


FIGURES = [pytest.param(False, id="until somebody is found"), pytest.param(True, id="all", marks=pytest.mark.long)]


def say(capsys: pytest.CaptureFixture[str], rule: str, workers: int, everybody: bool) -> None:
    """Print a figure; somebody was found."""
    if everybody:
        with capsys.disabled():
            sys.stdout.write(f"\nwithout the rule `{rule}`: {workers} workers found in {MANY} firms\n")
    assert workers > 0


@pytest.mark.parametrize("everybody", FIGURES)
@pytest.mark.parametrize("rule", OFF)
def test_without_one_parameter_workers_are_found(
    rule: str, everybody: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    found = attack_all(MANY, seed=3, rules=OFF[rule], until_found=not everybody)
    say(capsys, rule, workers_in(found), everybody)


def _only_few(count: int, answers: int, few: int) -> Cell:
    return Cell("few", 0, few - 1, "few") if count < few else Cell("count", count, count, "counted")


def _only_most(count: int, answers: int, few: int) -> Cell:
    if count > answers - few:
        return Cell("most", answers - few + 1, answers, "most")
    return Cell("count", count, count, "counted")


REPLACED = {
    "most": ("by_size", _only_few),
    "few alone": ("by_size", _only_most),
    "hide the next smallest": ("protect_rest", lambda cells, counts, answers, few, known: cells),
    "room for choices": ("protect_capacity", lambda cells, answers, limit, known: cells),
    "waves": ("keep_earlier", lambda asked, cells, counts, answers, before, protection: cells),
}


@pytest.mark.parametrize("everybody", FIGURES)
@pytest.mark.parametrize("rule", REPLACED)
def test_without_one_rule_workers_are_found(
    rule: str, everybody: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name, without = REPLACED[rule]
    monkeypatch.setattr(labels, name, without)
    forget()
    found = attack_all(MANY, seed=4, until_found=not everybody)
    monkeypatch.undo()
    forget()
    say(capsys, rule, workers_in(found), everybody)


@pytest.mark.parametrize("everybody", FIGURES)
@pytest.mark.parametrize("rule", ["somebody is replaced", "two firms known"])
def test_without_one_supposition_workers_are_found(
    rule: str, everybody: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if rule == "somebody is replaced":
        monkeypatch.setattr(protection, "movement", lambda answers, heads, replaced: movement(answers, heads, 0))
    else:
        monkeypatch.setattr(pools, "known_people", lambda members: 1)
    random = Random(7)
    workers = 0
    for _ in range(MANY):
        if rule == "somebody is replaced":
            workers += attack_joining_or_leaving(random, invented_firm(random), RULES)
        else:
            workers += attack_two_known_firms(random, RULES)[0]
        if workers and not everybody:
            break
    say(capsys, rule, workers, everybody)


@pytest.mark.parametrize("everybody", FIGURES)
@pytest.mark.parametrize("rule", ["only after the closing date", "only firms without results of their own in a pool"])
def test_without_one_condition_workers_are_found(
    rule: str, everybody: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # A firm taken out of its pool is covered by what may be known of two firms: the rule of this test stands behind it.
    monkeypatch.setattr(pools, "known_people", lambda members: 1)
    random = Random(5)
    workers = 0
    for _ in range(MANY):
        firm = invented_firm(random)
        if rule == "only after the closing date":
            workers += attack_live(firm, RULES, over=True)
        else:
            rest = [InventedFirm(4, invented_firm(random).sheets[:4]) for _ in range(3)]
            workers += attack_subtraction(firm, rest, RULES, both=True)
        if workers and not everybody:
            break
    say(capsys, rule, workers, everybody)


@pytest.mark.parametrize("headcount", [4, 6, 9])
def test_a_firm_where_everybody_gave_the_same_answer(headcount: int) -> None:
    same = {"needs": NEEDS[:5], "weigh_most": NEEDS[:2], "how_often": ("daily",), "whom_to_ask": ("no",)}
    firm = InventedFirm(headcount, (same,) * headcount)
    published = publish(closed(firm), SURVEY, RULES, over=True)
    assert published.state == ("pooled" if headcount == 4 else "published")
    assert published.answers == (None if headcount == 4 else headcount)
    assert attack_single(firm, RULES) == 0
    if headcount > 4:
        said = [cell.said for cell in published.cells["needs"]]
        assert said == ["most"] * 5 + ["few"] * 10


def test_three_firms_and_half_the_answers_follow_from_the_other_rules() -> None:
    """With two firms taken out at least five answers are left, and as many as those two have: that needs three firms,
    and none has a half. So these two parameters are a second wall; switched off alone they change nothing.
    """
    alone = replace(RULES, pool_firms=1, pool_share=100)
    random = Random(6)
    for _ in range(MANY):
        members = [Contribution(str(i), random.randint(1, 4), {}) for i in range(random.randint(1, 12))]
        assert (waits_for(members, RULES) is None) == (waits_for(members, alone) is None)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((4, 4, 1), "pool_answers"),
        ((8, 8), "pool_firms"),
        ((9, 2, 2), "pool_share"),
        ((4, 3, 3), "pool_known"),
        ((4, 4, 4, 4, 4), "pool_known"),
        ((4, 4, 4, 4, 4, 1), None),
    ],
)
def test_a_pool_waits_for_answers_firms_and_shares(answers: tuple[int, ...], expected: str | None) -> None:
    members = [Contribution(str(i), many, {}) for i, many in enumerate(answers)]
    assert waits_for(members, RULES) == expected


def test_firms_with_a_person_in_common_are_one_group_also_by_way_of_a_third() -> None:
    people = {"a": ["ada"], "b": ["ada", "bruno"], "c": ["carla"], "d": ["bruno", "dora"], "e": ()}
    groups = groups_by_people(people)
    assert [groups[firm] for firm in "abcde"] == ["a", "a", "c", "a", "e"]


def test_firms_of_one_group_count_as_one() -> None:
    members = [Contribution(str(i), 3, {}, "one" if i < 3 else "") for i in range(8)]
    assert waits_for(members, RULES) == "pool_known"
    assert waits_for([replace(one, group="") for one in members], RULES) is None
    assert waits_for([replace(one, group="one" if i < 6 else "") for i, one in enumerate(members)], RULES) == (
        "pool_share"
    )
