"""Everything that keeps a call from being published is said, and nothing else is."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from cip.incentives.calls import CallSettings, OfficeCall
from cip.incentives.publishing import blocks_of, unknowns_of
from cip.rulebook.call_packs import CallPack
from cip.rulebook.calls import load_call_packs

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
TINY = Path(__file__).parents[1] / "rulebook/tiny"
GOOD = OfficeCall(
    id="c" * 32,
    body_id="b" * 32,
    rule_id="small",
    stored_state="rehearsed",
    settings=CallSettings("Bando", NOW + timedelta(days=1), NOW + timedelta(days=9), {"main": 100}, "Ufficio"),
    created_at=NOW,
    changed_at=NOW,
    changed_by="olga",
)


@dataclass(frozen=True)
class Weight:
    id: str
    declared: Fraction
    effective: Fraction


@pytest.fixture(scope="module")
def small() -> CallPack:
    return load_call_packs(TINY).packs["small"]


def changed(pack: CallPack, **call: object) -> CallPack:
    content = pack.content.model_copy(update={"call": pack.call.model_copy(update=call)})
    return CallPack.of(content)


def said(
    pack: CallPack,
    call: OfficeCall = GOOD,
    *,
    weights: tuple[Weight, ...] = (),
    rehearsed: bool = True,
    publisher: str = "piero",
) -> list[str]:
    found = blocks_of(call, pack, weights, rehearsed=rehearsed, publisher=publisher, now=NOW)
    return [reason.rule.removeprefix("publishing.") for reason in found]


def with_settings(**changes: object) -> OfficeCall:
    return replace(GOOD, settings=replace(GOOD.settings, **changes))  # type: ignore[arg-type]


def test_a_whole_call_is_published(small: CallPack) -> None:
    assert said(small) == []


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        (with_settings(opens_at=None), "no_dates"),
        (with_settings(closes_at=None), "no_dates"),
        (with_settings(opens_at=NOW), "opens_past"),
        (with_settings(cents_by_line={}), "no_budget"),
        (with_settings(cents_by_line={"main": 0}), "no_budget"),
        (with_settings(contact=""), "no_contact"),
    ],
)
def test_what_the_office_left_out(small: CallPack, call: OfficeCall, rule: str) -> None:
    assert said(small, call) == [rule]


def test_who_prepared_and_what_was_not_rehearsed(small: CallPack) -> None:
    assert said(small, publisher="olga") == ["same_person"]
    assert said(small, rehearsed=False) == ["not_rehearsed"]


@pytest.mark.parametrize(("effective", "blocked"), [("30.5", False), ("29.5", False), ("30.51", True), ("29.49", True)])
def test_a_weight_may_be_half_a_point_off_and_no_more(small: CallPack, effective: str, blocked: bool) -> None:
    weight = Weight("A1", Fraction(30), Fraction(effective))
    assert said(small, weights=(weight,)) == (["weight_apart"] if blocked else [])


def test_policies_that_no_new_call_has(small: CallPack) -> None:
    policy, about = small.call.policy, small.call.about
    assert said(changed(small, policy=policy.model_copy(update={"order": "first_come"}))) == ["first_come"]
    assert said(changed(small, policy=policy.model_copy(update={"ties": policy.ties[:-1]}))) == ["no_draw"]
    assert said(changed(small, policy=policy.model_copy(update={"ties": ()}))) == ["no_draw"]
    assert said(changed(small, about=about.model_copy(update={"nature": "historic"}))) == ["historic"]


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        ({"territory": "unknown"}, ["territory"]),
        ({"grid": "unknown"}, ["grid"]),
        ({"amounts": "unknown"}, ["amounts"]),
        ({"tranches": "unknown"}, ["tranches"]),
        ({"answer": "unknown"}, ["answer"]),
        ({"most_share": "unknown"}, ["most_share"]),
    ],
)
def test_each_unknown_is_found(small: CallPack, change: dict[str, object], paths: list[str]) -> None:
    found = unknowns_of(changed(small, **change))
    assert [reason.values["path"] for reason in found] == paths
    assert said(changed(small, **change)) == ["unknown"]


def test_unknowns_deep_inside_are_found(small: CallPack) -> None:
    call = small.call
    line = call.funding[0].model_copy(update={"cents": "unknown"})
    rule = call.eligibility[0].model_copy(update={"confidence": "unknown"})
    policy = call.policy.model_copy(update={"reserve": "unknown", "beyond": "unknown", "partial": "unknown"})
    assert not isinstance(call.grid, str)
    first = call.grid.criteria[0].model_copy(update={"weight_known": False})
    grid = call.grid.model_copy(update={"criteria": (first, *call.grid.criteria[1:])})
    pack = changed(small, funding=(line,), eligibility=(rule,), policy=policy, grid=grid)
    assert [reason.values["path"] for reason in unknowns_of(pack)] == [
        "funding.main.cents",
        "eligibility.few.confidence",
        "grid.criteria.A1.weight_known",
        "policy.partial",
        "policy.beyond",
        "policy.reserve",
    ]


def test_what_the_office_sets_is_no_longer_unknown(small: CallPack) -> None:
    line = small.call.funding[0].model_copy(update={"cents": "unknown"})
    pack = GOOD.settings.applied_to(changed(small, funding=(line,)))
    assert unknowns_of(pack) == ()
    assert [line.cents for line in pack.call.funding] == [100]


def test_every_template_of_the_past_keeps_its_unknowns() -> None:
    packs = load_call_packs(Path(__file__).parents[3] / "rules").packs
    historic = [pack for pack in packs.values() if pack.call.about.nature == "historic"]
    assert historic
    for pack in historic:
        assert unknowns_of(pack), pack.id
    assert unknowns_of(packs["pilot-2026"]) == ()


def test_settings_without_dates_leave_the_window_alone(small: CallPack) -> None:
    settings = CallSettings("Bando", None, NOW, {"main": 7, "gone": 9})
    pack = settings.applied_to(small)
    assert pack.call.window == small.call.window
    assert [line.cents for line in pack.call.funding] == [7]
