"""The financial plan of 2014-2016: its totals are reproduced, and each of its contradictions is reported."""

from decimal import Decimal

import pytest

from cip.incentives.plan_finance import (
    Finding,
    PlanReport,
    PlanTable,
    Said,
    Statement,
    Subject,
    report_of,
    share,
    table_of,
)
from cip.kernel.texts import Text
from cip.rulebook.shapes.finance import Finance
from tests.unit.incentives.plans import plan_of_milan


@pytest.fixture
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


def test_each_contradiction_of_the_plan_is_told_in_both_languages(report: PlanReport) -> None:
    told = {f"{one.reason.rule} {one.what.en}": one for one in report.findings}
    assert [f"{one.reason.rule} {one.what.en}" for one in report.findings] == [
        "plan.source_differs Former regional act 1576",
        "plan.source_differs Former regional act 1081",
        "plan.premium_differs Premium",
        "plan.text_sources_differ Sources in the text, all together",
        "plan.share_differs Co-financing of Alliances and Network",
    ]
    sources = told["plan.text_sources_differ Sources in the text, all together"]
    assert sources.reason.en == (
        "Sources in the text, all together: the document says €825,021.32 (text), €903,329.10 (sum of the cells)."
    )
    assert sources.reason.given_inputs == {"text_1": 82_502_132, "cells_2": 90_332_910}
    assert [(one.where, one.cents) for one in sources.said] == [("text", 82_502_132), ("cells", 90_332_910)]
    premium = told["plan.premium_differs Premium"]
    assert premium.reason.it.startswith("Premialità: il documento dice 108.000")
    assert [one.where for one in premium.said] == ["text", "text"]
    differs = told["plan.share_differs Co-financing of Alliances and Network"]
    assert differs.said == ()
    assert (differs.reason.it, differs.reason.en) == (
        "Cofinanziamento di Alleanze e Rete: il testo dice 25,88 %, dalla tabella viene 25,89 %.",
        "Co-financing of Alliances and Network: the text says 25.88%, the table gives 25.89%.",
    )


def test_the_table_says_each_thing_as_the_plan_does() -> None:
    plan = plan_of_milan()
    table = table_of(plan)
    assert [table.name_of("line", one.id) for one in plan.lines] == [one.label for one in plan.lines]
    assert [table.name_of("source", one.id) for one in plan.sources] == [one.label for one in plan.sources]
    assert (table.name_of("total", "").en, table.name_of("premium", "").en) == ("Total cost", "Premium")
    assert (table.total, sum(table.line_totals.values())) == (90_332_910, 90_332_910)
    assert table.source_totals == {"dgr_1576": 21_503_710, "dgr_1081": 45_442_200, "cofinancing": 23_387_000}
    assert [(one.about, one.of, one.cents, one.quote) for one in table.statements] == [
        (one.about, one.of or "", one.cents, one.quote) for one in plan.statements
    ]
    assert [(one.of, str(one.percent), bool(one.quote)) for one in table.shares] == [("cofinancing", "25.88", True)]
    undeclared = plan.lines[0].model_copy(update={"declared": None})
    assert list(table_of(plan.model_copy(update={"lines": (undeclared, *plan.lines[1:])})).line_totals) == [
        one.id for one in plan.lines[1:]
    ]


@pytest.mark.parametrize(
    ("about", "of", "what"), [("total", "", "Costo complessivo"), ("line", "r", "riga"), ("source", "a", "fonte")]
)
def test_a_sum_of_the_text_that_is_one_cent_off_is_told_where_it_stands(about: Subject, of: str, what: str) -> None:
    table = PlanTable(
        sources={"a": Text(it="fonte", en="source"), "b": Text(it="altra", en="other")},
        lines={"r": Text(it="riga", en="row"), "s": Text(it="altra", en="other")},
        cells={("r", "a"): 5, ("s", "b"): 4},
        total=9, line_totals={"r": 5}, source_totals={"a": 5},
        statements=[Statement(about, of, 8, "otto")],
    )  # fmt: skip
    [found] = report_of(table).findings
    assert (found.reason.rule, found.what.it) == (f"plan.{about}_differs", what)
    right = 9 if about == "total" else 5
    assert found.said == (Said("cells", right), Said("declared", right), Said("text", 8, "otto"))


def test_the_sources_of_the_text_make_the_total_only_where_it_names_all() -> None:
    table = PlanTable(
        sources={"a": Text(it="fonte", en="source"), "b": Text(it="altra", en="other")},
        lines={"r": Text(it="riga", en="row")}, cells={("r", "a"): 5, ("r", "b"): 4},
        statements=[Statement("source", "a", 5, "cinque"), Statement("line", "r", 9, "nove")],
    )  # fmt: skip
    assert report_of(table).findings == []


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
    assert str(share(0, 0)) == "0.00"
    assert [str(share(cents, 800)) for cents in (1, 3, 8, 800)] == ["0.13", "0.38", "1.00", "100.00"]
    assert str(share(1, 3)) == "33.33"


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
