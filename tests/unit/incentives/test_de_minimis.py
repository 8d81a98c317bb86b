"""The room for de minimis aid: window by window and day by day, exactly at the limit, what counts and what does not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.incentives.de_minimis import REGIMES, Aid, AidFile, DeMinimisResult, Regime, Reserved, room, window_of
from cip.incentives.undertaking import Tie
from cip.kernel.days import add_months
from cip.rulebook.parameters import ParameterError
from tests.unit.incentives.laws import shipped_law, with_value

ON = date(2026, 11, 22)
LIMIT = 30_000_000
OLD_LIMIT = 20_000_000
DAY = timedelta(days=1)


def found(*aids: Aid, on: date = ON, links: tuple[Tie, ...] = (), new: int | None = 0) -> DeMinimisResult:
    return room(AidFile("a", aids, links, new), shipped_law(), on)


@pytest.mark.parametrize(
    ("on", "first"),
    [
        (date(2023, 12, 31), date(2021, 1, 1)),
        (date(2023, 1, 1), date(2021, 1, 1)),
        (date(2022, 6, 15), date(2020, 1, 1)),
        (date(2014, 1, 1), date(2012, 1, 1)),
        (date(2024, 1, 1), date(2021, 1, 2)),
        (date(2024, 2, 29), date(2021, 3, 1)),
        (date(2024, 3, 1), date(2021, 3, 2)),
        (date(2027, 2, 28), date(2024, 2, 29)),
        (date(2027, 3, 1), date(2024, 3, 2)),
        (date(2026, 12, 31), date(2024, 1, 1)),
        (date(2030, 12, 31), date(2028, 1, 1)),
    ],
)
def test_the_window(on: date, first: date) -> None:
    window = window_of(shipped_law(), on)
    assert (window.first, window.last) == (first, on)


@pytest.mark.parametrize(("on", "limit"), [(date(2023, 12, 31), OLD_LIMIT), (date(2024, 1, 1), LIMIT)])
def test_the_limit_by_day(on: date, limit: int) -> None:
    assert found(on=on).limit == limit


@pytest.mark.parametrize("on", [date(2013, 12, 31), date(2031, 1, 1)])
def test_a_day_without_a_limit_has_no_answer(on: date) -> None:
    with pytest.raises(ParameterError):
        found(on=on)


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2023, 11, 22), False),
        (date(2023, 11, 23), True),
        (ON, True),
        (ON + DAY, False),
        (date(2020, 1, 1), False),
    ],
)
def test_aid_of_the_same_day_three_years_earlier_is_out(day: date, counts: bool) -> None:
    result = found(Aid("a", day, 500))
    assert result.used == (500 if counts else 0)
    assert result.headroom == LIMIT - result.used
    rule = "de_minimis.counted" if counts else "de_minimis.not_counted"
    assert rule in [reason.rule for reason in result.because]


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2020, 12, 31), False),
        (date(2021, 1, 1), True),
        (date(2023, 6, 15), True),
        (date(2023, 6, 16), False),
    ],
)
def test_until_2023_the_calendar_year_and_the_two_before_count(day: date, counts: bool) -> None:
    assert found(Aid("a", day, 500), on=date(2023, 6, 15)).used == (500 if counts else 0)


@pytest.mark.parametrize(
    ("used", "new", "fits", "headroom"),
    [
        (0, LIMIT, True, LIMIT),
        (0, LIMIT + 1, False, LIMIT),
        (LIMIT - 1, 1, True, 1),
        (LIMIT - 1, 2, False, 1),
        (LIMIT, 0, True, 0),
        (LIMIT, 1, False, 0),
        (LIMIT + 1, 0, False, 0),
        (LIMIT + 1, 1, False, 0),
    ],
)
def test_exactly_at_the_limit_fits(used: int, new: int, fits: bool, headroom: int) -> None:
    result = found(Aid("a", ON, used), new=new)
    assert (result.fits, result.headroom, result.used) == (fits, headroom, used)
    first = result.because[0]
    assert first.rule == "de_minimis.fits"
    assert ("non ci sta" in first.it) is not fits
    assert first.inputs["new"] == new
    assert first.inputs["headroom"] == headroom


def test_without_a_new_aid_only_the_room_is_told() -> None:
    result = found(Aid("a", ON, 500), new=None)
    assert (result.fits, result.headroom) == (None, LIMIT - 500)
    assert result.because[0].rule == "de_minimis.room"
    assert result.because[0].inputs == {"used": 500, "limit": LIMIT, "headroom": LIMIT - 500}


@pytest.mark.parametrize("regime", REGIMES)
def test_aid_under_other_rules_is_not_counted_and_told(regime: Regime) -> None:
    result = found(Aid("a", ON, 500, regime))
    assert result.used == (500 if regime == "general" else 0)
    told = [reason for reason in result.because if reason.rule == "de_minimis.other_regime"]
    assert len(told) == (0 if regime == "general" else 1)
    assert all("da verificare" in reason.it for reason in told)


def test_before_2024_the_law_of_cumulation_is_not_known() -> None:
    result = found(Aid("a", date(2023, 5, 5), 500, "agri"), on=date(2023, 6, 1))
    (told,) = [reason for reason in result.because if reason.rule == "de_minimis.other_regime"]
    assert "source" not in told.inputs
    (later,) = [reason for reason in found(Aid("a", ON, 5, "agri")).because if reason.rule == "de_minimis.other_regime"]
    assert "source" in later.inputs


def test_aid_of_tied_firms_counts_in_full_and_of_others_not() -> None:
    tie = Tie("b", "a", "majority", date(2026, 1, 1))
    early = Aid("b", date(2024, 5, 1), 7)
    result = found(Aid("a", ON, 1), early, Aid("c", ON, 100), links=(tie,))
    assert result.used == 8
    assert result.as_json()["counted"] == [
        {"date": "2024-05-01", "cents": 7, "firm": "b"},
        {"date": "2026-11-22", "cents": 1, "firm": "a"},
    ]
    assert "c" not in result.undertaking.firms


def test_the_undertaking_is_told() -> None:
    alone, together = found(), found(links=(Tie("b", "a", "majority"),))
    (said_alone,) = [reason for reason in alone.because if reason.rule == "de_minimis.undertaking"]
    (said_together,) = [reason for reason in together.because if reason.rule == "de_minimis.undertaking"]
    assert said_alone.en.startswith("On 22 Nov 2026 no other firm counts together with a.")
    assert said_together.en.startswith("On 22 Nov 2026 these firms count as one: a, b.")


def test_ties_through_persons_are_told_by_day() -> None:
    tie = Tie("b", "a", "natural_person")
    until, since = date(2023, 12, 31), date(2024, 1, 1)
    aid = Aid("b", date(2023, 5, 1), 7)
    before, after = found(aid, on=until, links=(tie,)), found(aid, on=since, links=(tie,))
    assert (before.used, after.used) == (0, 7)
    assert "de_minimis.tie_left_out" in [reason.rule for reason in before.because]
    assert "de_minimis.tie" in [reason.rule for reason in after.because]


def test_the_output_has_the_agreed_keys() -> None:
    shown = found(new=5).as_json()
    assert list(shown) == ["limit", "window", "used", "headroom", "fits", "counted", "because"]
    assert shown["window"] == {"from": "2023-11-23", "to": "2026-11-22"}
    assert shown["fits"] is True


def test_what_is_reserved_takes_room_and_is_no_aid() -> None:
    kept = (Reserved("b", 100, ON), Reserved("c", 5, ON))
    file = AidFile("a", (Aid("a", ON, 10),), (Tie("a", "b", "control"),), LIMIT - 110, kept)
    result = room(file, shipped_law(), ON)
    assert (result.used, result.reserved, result.headroom, result.fits) == (10, 100, LIMIT - 110, True)
    over = room(AidFile("a", file.aids, file.links, LIMIT - 109, kept), shipped_law(), ON)
    assert over.fits is False
    assert [reason.inputs["amount"] for reason in result.because if reason.rule == "de_minimis.reserved"] == [100]


def test_what_is_not_said_is_told() -> None:
    silent = room(AidFile("a"), shipped_law(), ON)
    assert {"de_minimis.aids_not_said", "de_minimis.links_not_said"} <= {reason.rule for reason in silent.because}
    said = {reason.rule for reason in found().because}
    assert not {"de_minimis.aids_not_said", "de_minimis.links_not_said"} & said


def test_the_numbers_are_the_laws() -> None:
    law = with_value("de_minimis_general", 5)
    assert room(AidFile("a", (), (), 500), law, ON).fits is True
    assert room(AidFile("a", (), (), 501), law, ON).fits is False
    two_years = with_value("de_minimis_rolling_years", 2)
    assert window_of(two_years, ON).first == date(2024, 11, 23)


DAYS = st.dates(date(2023, 1, 1), date(2030, 12, 31))
AIDS = st.lists(
    st.builds(Aid, st.sampled_from("abc"), DAYS, st.integers(0, LIMIT), st.sampled_from(REGIMES)), max_size=6
)
LINKS = st.lists(st.builds(Tie, st.sampled_from("abc"), st.sampled_from("abc"), st.just("majority")), max_size=3)
GRANTS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@given(AIDS, LINKS, GRANTS, st.builds(Aid, st.sampled_from("abc"), DAYS, st.integers(0, LIMIT)))
def test_another_aid_never_raises_the_room(aids: list[Aid], links: list[Tie], on: date, more: Aid) -> None:
    before = found(*aids, on=on, links=tuple(links))
    after = found(*aids, more, on=on, links=tuple(links))
    assert after.headroom <= before.headroom
    assert before.fits or not after.fits


@given(AIDS, LINKS, GRANTS)
def test_order_changes_nothing(aids: list[Aid], links: list[Tie], on: date) -> None:
    forth = found(*aids, on=on, links=tuple(links)).as_json()
    assert forth == found(*reversed(aids), on=on, links=tuple(reversed(links))).as_json()


@given(GRANTS, st.integers(0, 4 * 366))
def test_every_rolling_three_years_day_by_day(on: date, back: int) -> None:
    day = on - timedelta(days=back)
    counts = found(Aid("a", day, 1), on=on).used == 1
    assert counts is (add_months(on, -36) < day <= on)


@given(GRANTS, AIDS)
def test_what_fills_the_room_fits_and_a_cent_more_does_not(on: date, aids: list[Aid]) -> None:
    headroom = found(*aids, on=on).headroom
    used = found(*aids, on=on).used
    assert found(*aids, on=on, new=headroom).fits is (used <= LIMIT)
    assert found(*aids, on=on, new=headroom + 1).fits is False
