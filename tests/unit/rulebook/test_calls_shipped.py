"""What the shipped calls promise: no figure without a source, proposals are marked, the past has its real sums."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
import yaml

from cip.rulebook.call_expressions import criteria_of, expressions_of_call
from cip.rulebook.call_packs import CallPack
from cip.rulebook.calls import load_call_packs
from cip.rulebook.shapes.call import Amounts, Call, EligibilityRule
from cip.rulebook.shapes.grid import Grid, Judged, NumberRule

ROOT = Path(__file__).resolve().parents[3] / "rules"
PROPOSALS = {"pilot-2026", "premium-2026"}
HISTORIC = {
    "alliances-2014", "ate-lecco-2025", "conciliamo-2019", "conciliare-conviene-2016", "conciliazienda-2014",
    "dote-firm-2011", "dote-person-2011", "regional-premium-2014",
}  # fmt: skip
WITHOUT_SUMS = {"alliances-2014", "conciliazienda-2014", "dote-firm-2011"}


@cache
def packs() -> Mapping[str, CallPack]:
    """The packs of the shipped calls."""
    checked = load_call_packs(ROOT)
    assert checked.diagnostics == ()
    return checked.packs


def call(identifier: str) -> Call:
    """One shipped call."""
    return packs()[identifier].call


def grid(identifier: str) -> Grid:
    """The grid of a call that has one."""
    found = call(identifier).grid
    assert isinstance(found, Grid)
    return found


def law(identifier: str, key: str) -> int:
    """The one number that a legal parameter has in the pack of a call of the past."""
    (row,) = packs()[identifier].content.law.parameters[key].values
    assert isinstance(row.value, int)
    return row.value


def cases(identifier: str) -> list[dict[str, object]]:
    """The cases of a call, as written."""
    found = yaml.safe_load((ROOT / "calls/cases" / f"{identifier}.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, list)
    return found


def numbers_in(identifier: str) -> set[str]:
    """Every number that the expressions of a call write."""
    return {
        number for _path, text, _wanted in expressions_of_call(call(identifier)) for number in re.findall(r"\d+", text)
    }


def test_the_files_that_ship() -> None:
    assert set(packs()) == PROPOSALS | HISTORIC
    assert {path.stem for path in (ROOT / "calls/cases").glob("*.yaml")} == set(packs())


@pytest.mark.parametrize("identifier", sorted(PROPOSALS | HISTORIC))
def test_a_call_says_what_it_is(identifier: str) -> None:
    about = call(identifier).about
    assert about.nature == ("proposal" if identifier in PROPOSALS else "historic")
    assert ("proposta" in about.mark.it) == (identifier in PROPOSALS)
    assert all(source.confidence in ("published", "proposal") for source in about.sources)
    assert (call(identifier).amounts == "unknown") == (identifier in WITHOUT_SUMS)


@pytest.mark.parametrize("identifier", sorted(HISTORIC))
def test_the_past_holds_only_what_is_published(identifier: str) -> None:
    item = call(identifier)
    assert {rule.confidence for rule in item.eligibility} <= {"published"}
    assert not isinstance(item.amounts, Amounts) or item.amounts.confidence == "published"
    assert (item.policy.partial, item.policy.beyond, item.policy.reserve) == ("unknown", "unknown", "unknown")


def test_conciliare_conviene_pays_what_the_law_tables_say_in_every_combination() -> None:
    """The cases and the published parameters were written apart: they must say the same."""
    name = "conciliare-conviene-2016"
    expected = {}
    for firms in range(1, 5):
        keys = [f"ats_conciliare_conviene_{min(firms, 3)}_{part}" for part in ("first", "further", "max")]
        first, further, most = (law(name, key) for key in keys)
        for deals in range(9):
            expected[firms, deals] = 100 * min(first + further * (deals - 1), most) if deals else 0
    written = {}
    for case in cases(name):
        facts, told = case.get("facts", {}), case["expect"]
        assert isinstance(facts, dict)
        assert isinstance(told, dict)
        if set(facts) == {"firms_together", "conventions"}:
            written[facts["firms_together"], facts["conventions"]] = told["cents"]
    assert written == expected


def test_conciliare_conviene_has_the_published_budget_shares_and_size() -> None:
    name = "conciliare-conviene-2016"
    item = call(name)
    assert [line.cents for line in item.funding] == [100 * law(name, "ats_conciliare_conviene_budget")]
    assert not isinstance(item.tranches, str)
    shares = [law(name, f"ats_conciliare_conviene_payment{end}") for end in ("", "_balance")]
    assert [tranche.share for tranche in item.tranches] == shares
    assert item.obligations[0].months == law(name, "ats_conciliare_conviene_months")
    assert item.eligibility[0].when == f"workers <= {law(name, 'ats_conciliare_conviene')}"
    assert (item.policy.order, item.grid) == ("first_come", "none")


def test_sums_of_other_calls_of_the_past_are_those_of_the_law_tables() -> None:
    lecco = {
        str(100 * law("ate-lecco-2025", f"ate_lecco_{key}")) for key in ("employer", "employer_collective", "worker")
    }
    assert numbers_in("ate-lecco-2025") == lecco | {"0"}
    assert numbers_in("dote-person-2011") == {str(100 * law("dote-person-2011", "dote_conciliazione_person"))}
    premium = law("regional-premium-2014", "rtc_premium_2014")
    assert {str(premium), str(100 - premium)} <= numbers_in("regional-premium-2014")


@pytest.mark.parametrize("line", ["micro", "small", "medium", "large"])
def test_conciliamo_has_the_published_lines(line: str) -> None:
    name = "conciliamo-2019"
    own, least, most = (law(name, f"conciliamo_{line}_{part}") for part in ("own_share", "min", "max"))
    assert {str(100 - own), str(100 * least), str(100 * most)} <= numbers_in(name)
    assert call(name).funding[0].cents == 100 * law(name, "conciliamo_call")


def test_the_bands_of_the_pilot_are_those_of_the_check_up() -> None:
    profile = yaml.safe_load((ROOT / "models/cip-2026/profile.yaml").read_text(encoding="utf-8"))
    tops = [band["to"] for band in profile["bands"][:3]]
    pilot = call("pilot-2026")
    (size,) = (rule for rule in pilot.eligibility if rule.id == "size")
    assert size.when == f"workers <= {tops[2]}"
    (band_a,) = pilot.policy.quotas
    assert band_a.when == f"workers <= {tops[0]}"
    smaller = next(item for item in grid("pilot-2026").criteria if item.id == "D1").rule
    assert isinstance(smaller, NumberRule)
    assert f"workers <= {tops[0]}" in smaller.of
    assert f"workers <= {tops[1]}" in smaller.of


def test_the_pilot_has_a_hundred_points_and_its_minimums() -> None:
    pilot = grid("pilot-2026")
    points = {item.id: item.points for item in pilot.criteria}
    assert points == {
        "A1": 15, "A2": 10, "A3": 5, "B1": 15, "B2": 10, "B3": 10, "C1": 10, "C2": 5, "D1": 10, "E1": 5, "E2": 5,
    }  # fmt: skip
    assert (sum(points.values()), pilot.most, pilot.minimum, pilot.not_answered) == (100, 100, 40, "worst")
    assert {item.id: item.minimum for item in pilot.criteria if item.minimum is not None} == {"B3": 4}
    assert pilot.bonus is not None
    assert (pilot.bonus.cap, [line.points for line in pilot.bonus.lines]) == (5, [2, 2, 1])


def test_the_pilot_joins_the_agreement_at_the_grant_and_the_rest_before() -> None:
    late = [rule.id for rule in call("pilot-2026").eligibility if rule.at == "grant"]
    assert late == ["agreement"]


@pytest.mark.parametrize("identifier", ["alliances-2014", "premium-2026", "regional-premium-2014"])
def test_weights_that_no_source_says_are_equal_and_marked(identifier: str) -> None:
    criteria = grid(identifier).criteria
    assert not any(criterion.weight_known for criterion in criteria)
    assert len({criterion.points for criterion in criteria}) == 1


@pytest.mark.parametrize("identifier", sorted(PROPOSALS | HISTORIC))
def test_every_score_that_people_give_has_an_example(identifier: str) -> None:
    found = call(identifier).grid
    judged = (
        []
        if isinstance(found, str)
        else [item.rule for _path, item in criteria_of(found) if isinstance(item.rule, Judged)]
    )
    assert all(level.example for rule in judged for level in rule.levels)


def test_each_condition_says_what_is_missing_in_words_of_its_own() -> None:
    for identifier in packs():
        rules: tuple[EligibilityRule, ...] = call(identifier).eligibility
        texts = [text.it for rule in rules for text in (rule.not_met, rule.unknown)]
        assert len(set(texts)) == len(texts), identifier
