"""What of an expense report is accepted: caps, the part that is covered, the award; exact to the cent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.incentives.expenses import (
    Category,
    ExpenseReport,
    Line,
    Request,
    Ruling,
    Settlement,
    duplicates,
    number_key,
    ruling_of,
    settle,
)
from cip.kernel.texts import Reason, Text
from cip.rulebook.shapes.call import ExpenseCap
from tests.integration.incentives.calling import templates

AT = datetime(2027, 1, 1, 8, tzinfo=UTC)
LABEL = Text(it="Voce", en="Item")
RULES = Ruling(100_000, (Category("tools", LABEL, 40_000), Category("other", LABEL)), Fraction(1))


def cost(category: str, claimed: int, admitted: int | None = None, id: str = "") -> Line:
    """A cost of which everything is admitted unless said."""
    return Line(
        id=id or f"{category}{claimed}", report_id="r", kind="cost", category=category, number="1", supplier="Ditta",
        net_cents=claimed, claimed_cents=claimed, put_at=AT, admitted=claimed if admitted is None else admitted,
        because="Perché no.",
    )  # fmt: skip


def measure(code: str, proved: int) -> Line:
    """A measure that was proved or not."""
    return Line(id=code, report_id="r", kind="measure", category=code, put_at=AT, admitted=proved, because="No.")


def spoken(reason: Reason) -> tuple[str, str]:
    """A reason in both languages, with plain spaces."""
    return reason.it.replace("\N{NO-BREAK SPACE}", " "), reason.en


def rules_of(found: Settlement) -> list[str]:
    """The rules that cut, in order."""
    return [reason.rule for reason in found.cuts]


def test_nothing_is_cut_below_every_limit() -> None:
    found = settle(RULES, [cost("tools", 40_000), cost("other", 60_000)])
    assert (found.accepted, found.cuts) == (100_000, ())


@pytest.mark.parametrize(("claimed", "accepted", "rule"), [(39_999, 39_999, []), (40_001, 40_000, ["expense.cap"])])
def test_a_cap_is_met_to_the_cent(claimed: int, accepted: int, rule: list[str]) -> None:
    found = settle(RULES, [cost("tools", claimed)])
    assert (found.accepted, rules_of(found)) == (accepted, rule)


def test_every_cut_names_its_rule_in_order() -> None:
    rules = Ruling(30_000, RULES.categories, Fraction(1, 2))
    found = settle(rules, [cost("tools", 50_000, 45_000), cost("other", 40_001)])
    assert rules_of(found) == ["expense.line", "expense.cap", "expense.share", "expense.award"]
    assert found.cuts[2].inputs == {"admitted": 80_001, "counted": 40_000}
    assert "450,00" not in found.cuts[0].it
    assert "Perché no." in found.cuts[0].it
    assert found.accepted == 30_000


def test_a_firm_reads_why_each_cent_does_not_count() -> None:
    rules = Ruling(30_000, RULES.categories, Fraction(1, 2))
    found = settle(rules, [cost("tools", 50_000, 45_000), cost("other", 40_001)])
    assert [spoken(one)[0] for one in found.cuts] == [
        "Della voce 1 (Ditta) di 500 € ne ammettiamo 450 €: Perché no.",
        "Categoria Voce: ammessi 450 €, il tetto è 400 €, quindi 50 € non contano.",
        "Il contributo copre il 50 % delle spese: di 800,01 € contano 400 €.",
        "Le spese che contano sono 400 €, il contributo è 300 €: non si accoglie di più.",
    ]
    assert [spoken(one)[1] for one in found.cuts] == [
        "Of the line 1 (Ditta), €500, we admit €450: Perché no.",
        "Category Item: €450 admitted, the cap is €400, so €50 do not count.",
        "The award covers 50% of costs: of €800.01, €400 count.",
        "The costs that count are €400, the award is €300: no more is accepted.",
    ]
    assert [one.given_inputs for one in found.cuts] == [
        {"claimed": 50_000, "admitted": 45_000}, {"admitted": 45_000, "cap": 40_000, "cut": 5_000},
        {"admitted": 80_001, "counted": 40_000}, {"counted": 40_000, "awarded": 30_000},
    ]  # fmt: skip
    assert found.by_category == {"tools": 40_000, "other": 40_001}
    nothing = replace(cost("tools", 500, 0), because="")
    assert spoken(settle(RULES, [nothing]).cuts[0])[0] == "Della voce 1 (Ditta) di 5 € ne ammettiamo 0 €: -"


def test_a_firm_reads_which_measures_were_not_proved() -> None:
    rules = Ruling(100_000, measures=("M01", "M02", "M03", "M01"))
    found = settle(rules, [measure("M01", 1), measure("M02", 0), measure("M03", 1)])
    assert [spoken(one) for one in found.cuts] == [
        ("Della misura M02 non abbiamo visto la prova: No.", "Of the measure M02 we have seen no proof: No."),
        (
            "Misure dimostrate: 2 su 3. Del contributo di 1.000 € contano 666,66 €.",
            "Measures proved: 2 of 3. Of the award of €1,000, €666.66 count.",
        ),
    ]
    assert [(one.rule, one.given_inputs) for one in found.cuts] == [
        ("expense.line", {"claimed": 1, "admitted": 0}), ("expense.measures", {"proved": 2, "funded": 3}),
    ]  # fmt: skip
    assert found.by_category == {"M01": 1, "M03": 1}


def test_a_share_that_is_no_whole_percent_is_said_as_it_is() -> None:
    found = settle(Ruling(100_000, RULES.categories, Fraction(665, 1_000)), [cost("other", 1_001)])
    assert (found.accepted, spoken(found.cuts[0])[1]) == (
        665,
        "The award covers 66.5% of costs: of €10.01, €6.65 count.",
    )


def test_a_request_may_be_answered_once_and_until_its_last_day() -> None:
    last = date(2027, 3, 1)
    asked = Request(reason="Manca la fattura.", asked_on=date(2027, 2, 1), due_on=last)
    assert [asked.open(last + timedelta(days=off)) for off in (-1, 0, 1)] == [True, True, False]
    assert not replace(asked, answer="Eccola.", answered_on=last).open(last)


def test_a_report_is_judged_when_each_line_was() -> None:
    seen, unseen = cost("tools", 5), replace(cost("tools", 7), admitted=None)
    report = ExpenseReport(id="r", award_id="a", state="sent", lines=(seen, unseen))
    assert (report.judged, report.claimed_cents) == (False, 12)
    assert replace(report, lines=(seen,)).judged
    assert not replace(report, lines=()).judged


def test_a_line_that_nobody_looked_at_or_of_no_category_settles_nothing() -> None:
    open_line = Line(id="x", report_id="r", kind="cost", category="tools", claimed_cents=5, put_at=AT)
    for line in (open_line, cost("nothing", 5), cost("tools", 5, 6)):
        with pytest.raises(ValueError, match=r"line"):
            settle(RULES, [line])


def test_a_lump_sum_counts_for_each_measure_alike() -> None:
    rules = Ruling(100_000, measures=("M01", "M02", "M03"))
    assert settle(rules, [measure("M01", 1), measure("M02", 1), measure("M03", 1)]).accepted == 100_000
    found = settle(rules, [measure("M01", 1), measure("M02", 0), measure("M03", 1)])
    assert (found.accepted, rules_of(found)) == (66_666, ["expense.line", "expense.measures"])
    assert settle(rules, [measure("M01", 1)]).accepted == 33_333
    assert settle(Ruling(100_000), []).accepted == 0


def test_the_pilot_call_caps_parts_of_the_award_and_others_give_lump_sums() -> None:
    found = ruling_of(templates()["pilot-2026"].call, 300_001, ())
    assert {one.id: one.cap for one in found.categories} == {
        "advice": 150_000, "tools": 150_000, "cover": None, "shared": None,
    }  # fmt: skip
    assert (found.awarded, found.share, found.lump) == (300_001, Fraction(1), False)
    assert [one.label.en for one in found.categories][:2] == ["Advice and training", "Tools and software"]
    lump = ruling_of(templates()["ate-lecco-2025"].call, 300_001, ["M01", "M02"])
    assert (lump.lump, lump.awarded, lump.measures) == (True, 300_001, ("M01", "M02"))


def test_a_call_may_cap_in_euro_and_cover_a_part_of_the_costs() -> None:
    call = templates()["pilot-2026"].call
    assert call.expenses is not None
    first, *others = call.expenses.categories
    fixed = first.model_copy(update={"cap": ExpenseCap(cents=12_345)})
    third = others[0].model_copy(update={"cap": ExpenseCap(percent=33.3)})
    told = call.expenses.model_copy(update={"categories": (fixed, third), "share": 70.5})
    found = ruling_of(call.model_copy(update={"expenses": told}), 100_001, ("M01",))
    assert [one.cap for one in found.categories] == [12_345, 33_300]
    assert (found.share, found.measures) == (Fraction(705, 1_000), ("M01",))


def test_the_same_invoice_is_found_however_it_is_written() -> None:
    on = date(2027, 1, 1)
    mine = Line(
        id="a", report_id="r", kind="cost", category="tools", number="12/A", issued_on=on, supplier_code="X", put_at=AT
    )
    others = [("a", "X", "12/A", on), ("b", "X", "12 a", on), ("c", "Y", "12/A", on), ("d", "X", "12/B", on)]
    others += [("e", "X", "12/A", on.replace(day=on.day + 1)), ("f", "X", "12/A", on.replace(year=on.year - 1))]
    assert duplicates([mine], others) == {"a": ("b", "e")}
    assert number_key(" 12 / a.") == "12A"


amounts = st.integers(1, 60_000)
lines = st.lists(
    st.tuples(st.sampled_from(["tools", "other"]), amounts, st.integers(0, 60_000)).map(
        lambda one: cost(one[0], one[1], min(one[1], one[2]))
    ),
    max_size=12,
)
rulings = st.builds(
    lambda awarded, cap, share: Ruling(
        awarded, (Category("tools", LABEL, cap), Category("other", LABEL)), Fraction(share, 100)
    ),
    st.integers(1, 200_000),
    st.integers(0, 100_000),
    st.integers(0, 100),
)


@given(rulings, lines, st.randoms(use_true_random=False))
def test_limits_hold_whatever_is_claimed_and_order_counts_for_nothing(
    rules: Ruling, claimed: Sequence[Line], random: object
) -> None:
    found = settle(rules, claimed)
    assert 0 <= found.accepted <= rules.awarded
    cap = rules.categories[0].cap
    assert cap is not None
    assert found.by_category["tools"] <= cap
    assert found.accepted <= sum(line.admitted or 0 for line in claimed)
    assert (found.accepted < sum(line.claimed_cents for line in claimed)) <= bool(found.cuts)
    mixed = list(claimed)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert settle(rules, mixed).accepted == found.accepted


@given(rulings, st.integers(-1, 1))
def test_the_award_is_never_passed_by_a_cent(rules: Ruling, edge: int) -> None:
    full = Ruling(rules.awarded, (Category("other", LABEL),))
    claimed = rules.awarded + edge
    if claimed < 1:
        return
    assert settle(full, [cost("other", claimed)]).accepted == min(claimed, rules.awarded)
