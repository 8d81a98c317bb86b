"""The financial plan of 2014-2016: its totals are reproduced, and each of its contradictions is reported."""

from decimal import Decimal

import pytest

from cip.incentives.plan_finance import Finding, PlanReport, PlanTable, Statement, report_of, share, table_of
from cip.kernel.texts import Text
from cip.rulebook.shapes.finance import Finance
from tests.unit.incentives.plans import plan_of_milan


@pytest.fixture(scope="module")
def report() -> PlanReport:
    """The plan's report."""
    return report_of(table_of(plan_of_milan()))


def finding(report: PlanReport, rule: str, what: str = "") -> Finding:
    found = [one for one in report.findings if one.reason.rule == rule and what in one.what.it]
    assert len(found) == 1, found
    return found[0]


def test_the_totals_of_the_table_are_reproduced(report: PlanReport) -> None:
    assert report.total == 90_332_910
    assert report.lines == {
        "training": 2_000_000,
        "concilia_milano": 36_000_000,
        "cip": 37_260_000,
        "agency": 15_072_910,
    }
    assert report.sources == {"dgr_1576": 21_503_710, "dgr_1081": 45_442_200, "cofinancing": 23_387_000}
    assert report.share_of(report.lines["cip"]) == Decimal("41.25")


def test_every_contradiction_is_reported_and_none_is_settled(report: PlanReport) -> None:
    assert [one.cents for one in finding(report, "plan.premium_differs").said] == [10_800_000, 10_860_500]
    assert {one.cents for one in finding(report, "plan.source_differs", "1081").said} == {45_442_200, 45_442_222}
    assert {one.cents for one in finding(report, "plan.source_differs", "1576").said} == {21_503_710, 13_672_910}
    assert [one.cents for one in finding(report, "plan.text_sources_differ").said] == [82_502_132, 90_332_910]
    assert finding(report, "plan.share_differs").reason.given_inputs == {"said": "25.88", "found": "25.89"}
    assert len(report.findings) == 5


def test_a_contradiction_says_where_each_sum_stands(report: PlanReport) -> None:
    said = finding(report, "plan.source_differs", "1081")
    assert said.reason.it == (
        "Ex DGR 1081: il documento dice 454.422\N{NO-BREAK SPACE}€ (somma delle caselle), "
        "454.422\N{NO-BREAK SPACE}€ (totale scritto nella tabella), 454.422,22\N{NO-BREAK SPACE}€ (testo)."
    )
    assert "ex. DGR n. 1081/2013" in said.said[2].quote


def test_a_plan_that_adds_up_has_nothing_to_report() -> None:
    name = Text(it="x", en="x")
    table = PlanTable(
        sources={"a": name}, lines={"r": name}, cells={("r", "a"): 5}, line_totals={"r": 5}, total=5,
        statements=[Statement("source", "a", 5, "cinque")],
    )  # fmt: skip
    assert report_of(table).findings == []


@pytest.mark.parametrize("where", ["line_totals", "source_totals", "total"])
def test_a_total_that_is_one_cent_off_is_reported(where: str) -> None:
    name = Text(it="x", en="x")
    told = {"line_totals": {"r": 6}, "source_totals": {"a": 6}, "total": 6}
    table = PlanTable(sources={"a": name}, lines={"r": name}, cells={("r", "a"): 5}, **{where: told[where]})  # type: ignore[arg-type]
    assert len(report_of(table).findings) == 1


def test_a_share_of_nothing_is_nothing() -> None:
    assert share(0, 0) == Decimal(0)
    assert share(1, 3) == Decimal("33.33")


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValueError, match="extra"):
        Finance.model_validate({"sources": [], "lines": [], "colour": "red"})


@pytest.mark.parametrize(
    "changes",
    [
        {"declared": {"sources": {"east": 1}}},
        {"lines": [{"id": "r", "label": {"it": "x", "en": "x"}, "cells": {"east": 1}}]},
        {"shares": [{"id": "s", "of": "east", "percent": 1.0, "quote": "x"}]},
        {"statements": [{"id": "s", "about": "line", "of": "east", "cents": 1, "quote": "x"}]},
        {"statements": [{"id": "s", "about": "source", "of": "east", "cents": 1, "quote": "x"}]},
        {"sources": [{"id": "a", "label": {"it": "x", "en": "x"}}] * 2},
    ],
)
def test_a_plan_names_only_what_it_has(changes: dict[str, object]) -> None:
    label = {"it": "x", "en": "x"}
    whole = {"sources": [{"id": "a", "label": label}], "lines": [{"id": "r", "label": label, "cells": {"a": 1}}]}
    Finance.model_validate(whole)
    with pytest.raises(ValueError, match=r"no such|the same id"):
        Finance.model_validate({**whole, **changes})
