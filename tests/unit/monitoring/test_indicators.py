"""Actuals, their rows, and what may leave the office."""

from datetime import date, timedelta

import pytest

from cip.documents.monitoring_words import actual_words
from cip.monitoring.indicators import Actual, Rows, actuals_of
from cip.monitoring.programme import EVERYTHING, Entry, Scope
from cip.monitoring.told import told_programme
from tests.unit.monitoring.programmes import ON, entry, plan, row


def one(
    identifier: str, rows: Rows | None = None, entries: tuple[Entry, ...] = (), scope: Scope = EVERYTHING
) -> Actual:
    """One indicator of the plan."""
    return next(one for one in actuals_of(plan(), rows or {}, entries, scope) if one.indicator.id == identifier)


def test_a_count_is_the_sum_of_its_rows_and_they_are_behind_it() -> None:
    rows: Rows = {"workers_reached": [row(1, amount=4), row(2, amount=9)]}
    found = one("workers", rows)
    assert (found.actual, found.target, len(found.rows), found.firms) == (1_300, 60_000, 2, 2)


def test_only_the_measures_that_the_indicator_names_count() -> None:
    rows = [row(1, measure="M25"), row(1, measure="M27"), row(2, measure="M01"), row(3, measure="M17")]
    in_use: Rows = {"measures_in_use": rows}
    assert one("services", in_use).actual == 200


def test_a_firm_has_one_flexibility_plan_however_many_measures_are_in_it() -> None:
    rows = [row(1, measure="M01"), row(1, ON - timedelta(days=9), measure="M04"), row(2, measure="M17")]
    found = one("flexibility_plans", {"firms_with_measures": rows})
    assert [(each.firm_id, each.measure) for each in found.rows] == [("firm1", "M04")]
    assert found.actual == 100


@pytest.mark.parametrize(
    ("scope", "firms"),
    [
        (Scope(), 3),
        (Scope(alliance_id="cip"), 2),
        (Scope(place="Lagofinto"), 1),
        (Scope(since=ON), 2),
        (Scope(until=ON - timedelta(days=1)), 1),
        (Scope(alliance_id="cip", place="Lagofinto"), 0),
    ],
)
def test_alliance_place_and_days_narrow_the_rows(scope: Scope, firms: int) -> None:
    rows = [row(1), row(2, ON - timedelta(days=1)), row(3, alliance="concilia-milano", place="Lagofinto")]
    assert one("smes", {"firms_applied": rows}, scope=scope).actual == firms * 100


def test_what_nobody_wrote_is_not_zero() -> None:
    found = one("families")
    assert (found.actual, found.share, found.known) == (None, None, "nothing_written")
    assert one("in_kind_share").known == "not_measured"


def test_of_each_alliance_the_last_day_counts_and_the_whole_wins() -> None:
    own = (
        entry(1, "families", 5_000, "cip"),
        entry(2, "families", 7_000, "cip"),
        entry(3, "families", 900, "cip", date(2026, 1, 1)),
        entry(4, "families", 2_000, "concilia-milano"),
    )
    assert one("families", entries=own).actual == 9_000
    assert one("families", entries=own, scope=Scope(until=date(2026, 2, 1))).actual == 900
    assert one("families", entries=(*own, entry(5, "families", 8_000))).actual == 8_000
    assert one("families", entries=own, scope=Scope(place="Valfinta")).known == "nothing_written"


def test_what_is_taken_back_does_not_count() -> None:
    own = (entry(1, "families", 5_000, "cip"), entry(2, "families", None, "cip"))
    assert one("families", entries=own).actual is None


def test_percentages_of_alliances_are_their_mean_and_one_yes_is_enough() -> None:
    shares = (entry(1, "cofinancing_share", 3_001, "cip"), entry(2, "cofinancing_share", 4_000, "concilia-milano"))
    assert one("cofinancing_share", entries=shares).actual == 3_501
    said = (entry(1, "neighbours", 0, "cip"), entry(2, "neighbours", 100, "concilia-milano"))
    assert one("neighbours", entries=said).actual == 100


@pytest.mark.parametrize(("firms", "office", "others"), [(0, "0", "0"), (1, "1", "<5"), (4, "4", "<5"), (5, "5", "5")])
def test_few_firms_are_a_number_for_the_office_only(firms: int, office: str, others: str) -> None:
    found = one("smes", {"firms_applied": [row(number) for number in range(firms)]})
    assert actual_words(found, "it", office=True) == office
    assert actual_words(found, "it", office=False) == others


def test_people_of_few_firms_are_not_told_and_not_called_fewer_than_five() -> None:
    found = one("workers", {"workers_reached": [row(1, amount=40), row(2, amount=7)]})
    assert actual_words(found, "it", office=True) == "47"
    assert actual_words(found, "en", office=False) == "fewer than 5 firms"


def test_what_everybody_reads_holds_no_small_number_anywhere() -> None:
    three = range(3)
    rows: Rows = {"firms_applied": [*map(row, three)], "workers_reached": [row(n, amount=1_234) for n in three]}
    told = told_programme(plan(), "Ufficio", ON.isoformat(), actuals_of(plan(), rows, ()))
    by_id = {each.id: each for each in told.indicators}
    assert (by_id["smes"].actual, by_id["smes"].hidden) == (None, "few_firms")
    assert "3702" not in told.model_dump_json()
    assert (by_id["trials"].actual, by_id["trials"].hidden) == (0, None)
