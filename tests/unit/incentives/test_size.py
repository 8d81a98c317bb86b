"""The size of a firm: every limit from both sides, partners, linked firms, the rule of two years, what is unknown."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.incentives.size import (
    ORDER,
    ClosedYear,
    Figures,
    PartnerFirm,
    SizeClass,
    SizeFile,
    class_of,
    decimal,
    size_of,
)
from cip.rulebook.parameters import ParameterError
from tests.unit.incentives.laws import shipped_law, with_value

ON = date(2026, 3, 2)
MILLION = 100_000_000
SAMPLES: dict[SizeClass, Figures] = {
    "micro": Figures(Fraction(5), MILLION, MILLION),
    "small": Figures(Fraction(20), 5 * MILLION, 5 * MILLION),
    "medium": Figures(Fraction(100), 20 * MILLION, 20 * MILLION),
    "large": Figures(Fraction(300), 80 * MILLION, 80 * MILLION),
}


def years(*figures: Figures, first: int = 2020) -> tuple[ClosedYear, ...]:
    return tuple(ClosedYear(first + index, each) for index, each in enumerate(figures))


def sized(*classes: SizeClass) -> SizeClass | None:
    file = SizeFile(years(*(SAMPLES[each] for each in classes)), (), (), Fraction(0))
    return size_of(file, shipped_law(), ON).size


LIMITS: list[tuple[SizeClass, SizeClass, int, int, int]] = [
    ("micro", "small", 10, 2 * MILLION, 2 * MILLION),
    ("small", "medium", 50, 10 * MILLION, 10 * MILLION),
    ("medium", "large", 250, 50 * MILLION, 43 * MILLION),
]


@pytest.mark.parametrize(("within", "beyond", "awu", "turnover", "balance"), LIMITS)
def test_work_units_stay_below_their_limit(
    within: SizeClass, beyond: SizeClass, awu: int, turnover: int, balance: int
) -> None:
    law = shipped_law()
    assert class_of(Figures(awu - Fraction(1, 100), turnover, balance), law, ON) == within
    assert class_of(Figures(Fraction(awu), turnover, balance), law, ON) == beyond


@pytest.mark.parametrize(("within", "beyond", "awu", "turnover", "balance"), LIMITS)
def test_turnover_or_balance_within_its_limit_is_enough(
    within: SizeClass, beyond: SizeClass, awu: int, turnover: int, balance: int
) -> None:
    law, few = shipped_law(), Fraction(awu - 1)
    assert class_of(Figures(few, turnover, balance + 1), law, ON) == within
    assert class_of(Figures(few, turnover + 1, balance), law, ON) == within
    assert class_of(Figures(few, turnover + 1, balance + 1), law, ON) == beyond


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (Figures(None, MILLION, MILLION), None),
        (Figures(Fraction(5), None, None), None),
        (Figures(Fraction(5), MILLION, None), "micro"),
        (Figures(Fraction(5), None, MILLION), "micro"),
        (Figures(Fraction(5), 5 * MILLION, None), None),
        (Figures(Fraction(5), None, 5 * MILLION), None),
        (Figures(Fraction(20), 5 * MILLION, None), "small"),
        (Figures(Fraction(300), None, None), "large"),
        (Figures(None, 80 * MILLION, 80 * MILLION), "large"),
        (Figures(), None),
    ],
)
def test_what_is_not_known_leaves_the_class_open_only_where_it_matters(
    figures: Figures, expected: SizeClass | None
) -> None:
    assert class_of(figures, shipped_law(), ON) == expected


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (("micro",), "micro"),
        (("small", "micro"), "small"),
        (("micro", "small"), "micro"),
        (("micro", "small", "small"), "small"),
        (("micro", "small", "micro", "small"), "micro"),
        (("micro", "small", "medium"), "small"),
        (("micro", "medium", "small"), "small"),
        (("micro", "large", "medium"), "medium"),
        (("large", "small", "micro"), "small"),
        (("large", "micro", "small"), "small"),
        (("medium", "small", "small"), "small"),
        (("medium", "large", "small"), "medium"),
        (("medium", "small", "large"), "medium"),
        (("micro", "small", "medium", "medium"), "medium"),
        (("micro", "small", "small", "micro"), "small"),
        (("micro", "small", "small", "micro", "micro"), "micro"),
        (("small", "small", "small"), "small"),
    ],
)
def test_the_class_changes_after_two_years_in_a_row(listed: tuple[SizeClass, ...], expected: SizeClass) -> None:
    assert sized(*listed) == expected


def test_the_newest_year_alone_is_shown_beside() -> None:
    result = size_of(SizeFile(years(SAMPLES["micro"], SAMPLES["small"])), shipped_law(), ON)
    assert (result.size, result.newest) == ("micro", "small")
    (kept,) = [reason for reason in result.because if reason.rule == "size.kept"]
    assert kept.inputs["year"] == 2021
    assert "piccola impresa" in kept.it
    assert "2 anni di fila" in kept.it
    settled = size_of(SizeFile(years(SAMPLES["micro"])), shipped_law(), ON)
    assert not [reason for reason in settled.because if reason.rule == "size.kept"]


def test_the_steps_are_told() -> None:
    result = size_of(SizeFile(years(*(SAMPLES[each] for each in ("micro", "small", "medium")))), shipped_law(), ON)
    rules = [reason.rule for reason in result.because]
    assert rules[:4] == ["size.class", "size.start", "size.changed", "size.kept"]
    changed = result.because[2]
    assert changed.inputs["years"] == "2021, 2022"
    assert changed.inputs["size"] == "small firm"
    assert result.because[1].inputs["year"] == 2020
    assert rules.count("size.year") == 3


def test_the_numbers_are_the_laws() -> None:
    figures = SAMPLES["micro"]
    assert class_of(figures, with_value("sme_micro", 5), ON) == "small"
    assert class_of(figures, with_value("sme_micro", 6), ON) == "micro"
    one_year = with_value("sme_two_year_rule", 1)
    assert size_of(SizeFile(years(SAMPLES["micro"], SAMPLES["small"])), one_year, ON).size == "small"
    three = with_value("sme_two_year_rule", 3)
    two_years_beyond = SizeFile(years(SAMPLES["micro"], SAMPLES["small"], SAMPLES["small"]))
    assert size_of(two_years_beyond, three, ON).size == "micro"


def test_before_the_law_there_is_no_answer() -> None:
    with pytest.raises(ParameterError, match="sme_"):
        size_of(SizeFile(years(SAMPLES["micro"])), shipped_law(), date(2004, 12, 31))
    assert size_of(SizeFile(years(SAMPLES["micro"])), shipped_law(), date(2005, 1, 1)).size == "micro"


TEN = Figures(Fraction(10), 1_000, 1_001)


def partner(share: str, figures: Figures = TEN) -> PartnerFirm:
    return PartnerFirm(Fraction(share), figures)


@pytest.mark.parametrize(
    ("share", "awu", "turnover"),
    [("0.24", 1, 100), ("0.2499", 1, 100), ("0.25", Fraction(7, 2), 350), ("0.3", 4, 400), ("0.5", 6, 600)],
)
def test_partners_count_pro_rata_from_a_quarter_to_a_half(share: str, awu: Fraction, turnover: int) -> None:
    own = Figures(Fraction(1), 100, 100)
    result = size_of(SizeFile(years(own), (partner(share),)), shipped_law(), ON)
    assert (result.aggregated.awu, result.aggregated.turnover) == (awu, turnover)


def test_each_partner_is_told_with_its_share() -> None:
    file = SizeFile(years(SAMPLES["micro"]), (partner("0.3"), partner("0.125")))
    counted, left_out = [
        reason.en for reason in size_of(file, shipped_law(), ON).because if reason.rule == "size.partner"
    ]
    assert counted.startswith("A partner firm of 30% is added pro rata.")
    assert left_out.startswith("A share of 12.5% does not count: it counts from 25%.")


@pytest.mark.parametrize("share", ["0.5001", "0.51", "1"])
def test_a_partner_above_a_half_is_a_linked_firm_and_counts_in_full(share: str) -> None:
    own = Figures(Fraction(1), 100, 100)
    tied = partner(share)
    result = size_of(SizeFile(years(own), (partner("0.1"), tied)), shipped_law(), ON)
    assert result.aggregated == own.plus(tied.figures, Fraction(1))
    (said,) = [reason.en for reason in result.because if reason.rule == "size.linked"]
    assert "is linked: it is added in full" in said


def test_linked_firms_count_in_full_in_every_year() -> None:
    linked = (Figures(Fraction(30), 1_000, 2_000), Figures(Fraction(25), 10, 20))
    file = SizeFile(years(Figures(Fraction(1), 1, 1), Figures(Fraction(2), 2, 2)), (), linked)
    result = size_of(file, shipped_law(), ON)
    assert [year.figures.awu for year in result.years] == [56, 57]
    assert result.aggregated == Figures(Fraction(57), 1_012, 2_022)
    assert result.size == "medium"
    (said,) = [reason for reason in result.because if reason.rule == "size.linked"]
    assert said.inputs["count"] == 2


def test_partners_count_in_every_year() -> None:
    file = SizeFile(years(Figures(Fraction(1), 1, 1), Figures(Fraction(2), 2, 2)), (partner("0.5"),))
    result = size_of(file, shipped_law(), ON)
    assert [year.figures.awu for year in result.years] == [6, 7]


def test_an_unknown_figure_of_a_linked_firm_leaves_the_sum_unknown() -> None:
    result = size_of(SizeFile(years(SAMPLES["micro"]), (), (Figures(None, 1, 1),)), shipped_law(), ON)
    assert (result.size, result.aggregated.awu, result.aggregated.turnover) == (None, None, MILLION + 1)
    assert result.as_json()["aggregated"] == {"awu": None, "turnover": MILLION + 1, "balance": MILLION + 1}
    (unknown,) = [reason for reason in result.because if reason.rule == "size.unknown"]
    assert unknown.en == "The class of 2020 depends on figures that are missing: work units."


@pytest.mark.parametrize(("share", "large"), [("0.2499", False), ("0.25", True), ("0.26", True), ("1", True)])
def test_a_quarter_in_public_hands_is_no_sme(share: str, large: bool) -> None:
    result = size_of(SizeFile(years(SAMPLES["micro"]), (), (), Fraction(share)), shipped_law(), ON)
    assert result.size == ("large" if large else "micro")
    assert (result.because[0].rule == "size.public") is large
    assert result.newest == "micro"


def test_public_hands_settle_it_whatever_is_unknown() -> None:
    assert size_of(SizeFile((), public_share=Fraction(1)), shipped_law(), ON).size == "large"
    file = SizeFile(years(Figures()), public_share=Fraction(1, 4))
    assert size_of(file, shipped_law(), ON).size == "large"


def test_what_is_not_said_is_told() -> None:
    silent = size_of(SizeFile(years(SAMPLES["micro"])), shipped_law(), ON)
    assert {"size.ties_not_said", "size.public_not_said"} <= {reason.rule for reason in silent.because}
    half = size_of(SizeFile(years(SAMPLES["micro"]), ()), shipped_law(), ON)
    assert "size.ties_not_said" in {reason.rule for reason in half.because}
    full = size_of(SizeFile(years(SAMPLES["micro"]), (), (), Fraction(0)), shipped_law(), ON)
    assert not {"size.ties_not_said", "size.public_not_said"} & {reason.rule for reason in full.because}
    assert "size.linked" not in {reason.rule for reason in full.because}


def test_without_years_there_is_no_class() -> None:
    result = size_of(SizeFile(), shipped_law(), ON)
    assert (result.size, result.newest, result.aggregated) == (None, None, Figures())
    assert result.because[-1].rule == "size.no_years"


def test_money_is_whole_cents_and_half_a_cent_goes_up() -> None:
    file = SizeFile(years(Figures(Fraction(1), 0, 0)), (partner("0.25", Figures(Fraction("0.1"), 2, 5)),))
    shown = size_of(file, shipped_law(), ON).as_json()["aggregated"]
    assert shown == {"awu": 1.025, "turnover": 1, "balance": 1}
    assert isinstance(Figures(Fraction(3), 1, 1).as_json()["awu"], int)


@pytest.mark.parametrize(
    ("number", "italian"), [(Fraction(5), "5"), (Fraction("11.5"), "11,5"), (Fraction(1, 3), "0,3333")]
)
def test_numbers_as_people_write_them(number: Fraction, italian: str) -> None:
    assert decimal(number).it == italian


CLASSES = st.lists(st.sampled_from(ORDER), min_size=1, max_size=8)


@given(CLASSES)
def test_one_year_alone_never_changes_the_class(listed: list[SizeClass]) -> None:
    before = sized(*listed[:-1]) if len(listed) > 1 else listed[0]
    last_two = [ORDER.index(each) for each in listed[-2:]]
    assert before is not None
    here = ORDER.index(before)
    after = sized(*listed)
    if len(listed) > 1 and min(last_two) > here:
        assert after == ORDER[min(last_two)]
    elif len(listed) > 1 and max(last_two) < here:
        assert after == ORDER[max(last_two)]
    else:
        assert after == before


@given(st.fractions(Fraction(1, 4), Fraction(1, 2)), st.integers(1, 50), st.integers(0, 10**9))
def test_a_partner_scales_with_its_share(share: Fraction, times: int, turnover: int) -> None:
    own = Figures(Fraction(1), 0, 0)
    one = PartnerFirm(share, Figures(Fraction(1), turnover, 0))
    many = PartnerFirm(share, Figures(Fraction(times), turnover * times, 0))
    added_one = size_of(SizeFile(years(own), (one,)), shipped_law(), ON).aggregated
    added_many = size_of(SizeFile(years(own), (many,)), shipped_law(), ON).aggregated
    repeated = size_of(SizeFile(years(own), (one,) * times), shipped_law(), ON).aggregated
    assert added_many == repeated
    assert added_many.awu is not None
    assert added_one.awu is not None
    assert added_many.awu - 1 == (added_one.awu - 1) * times


@given(st.permutations([partner("0.3"), partner("0.25"), partner("0.5"), partner("0.1")]))
def test_the_order_of_partners_changes_nothing(partners: list[PartnerFirm]) -> None:
    result = size_of(SizeFile(years(SAMPLES["micro"]), tuple(partners)), shipped_law(), ON)
    assert result.aggregated.awu == 5 + 3 + Fraction(5, 2) + 5
