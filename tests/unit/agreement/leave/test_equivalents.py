"""How many hours make a day or a month, with part-time, and the whole days of a month."""

from fractions import Fraction

import pytest

from tests.unit.agreement.leave.books import ask, one, said, with_text

HALF = {"weekly_minutes": 1200, "days_per_week": 5, "part_time_share": 0.5}


def _drawn(found: object) -> Fraction:
    return next(item.drawn for item in found.counters if item.id == "couple_total")  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize(("pro_rata", "minutes", "days"), [(True, 87, "1/2"), (False, 87, "1/4"), ("none", 87, "1/4")])
def test_case_15_a_month_of_hours_in_part_time(pro_rata: object, minutes: int, days: str) -> None:
    book = with_text({"min_unit_minutes": 1, "minutes_per_month": 10440, "minutes_per_month_pro_rata": pro_rata})
    found = ask(book, agreement="mine", worker=HALF, requests=[one("2026-03-10", minutes)])
    assert _drawn(found) == Fraction(days)
    words = said(found.answers[0].because)
    assert ("87 h" in words) is (pro_rata is True)
    assert ("per intero" in words) is (pro_rata is not True)
    assert "B-07" in found.answers[0].clauses


def test_87_hours_are_one_month_only_pro_rata() -> None:
    for pro_rata, days in ((True, 30), (False, 15)):
        book = with_text({"min_unit_minutes": 1, "minutes_per_month": 10440, "minutes_per_month_pro_rata": pro_rata})
        requests = [one(f"2026-03-{day:02d}", 180) for day in range(3, 32)]
        found = ask(book, agreement="mine", worker=HALF, requests=requests)
        assert _drawn(found) == Fraction(180 * 29, 10440 // (2 if pro_rata else 1)) * 30 == days


@pytest.mark.parametrize(
    ("worker", "day"),
    [
        ({"weekly_minutes": 2250, "days_per_week": 5, "part_time_share": 1}, 450),
        ({"weekly_minutes": 1125, "days_per_week": 5, "part_time_share": 50}, 225),
        ({"weekly_minutes": 1125, "days_per_week": 2.5, "part_time_share": 50}, 450),
    ],
)
def test_a_day_in_minutes_shrinks_with_a_shorter_day_not_with_fewer_days(worker: dict[str, object], day: int) -> None:
    book = with_text({"min_unit_minutes": 1, "minutes_per_day": 450})
    found = ask(book, agreement="mine", worker=worker, requests=[one("2026-03-10", 225)])
    assert _drawn(found) == Fraction(225, day)


def test_an_unread_day_keeps_days_unknown() -> None:
    book = with_text({"min_unit_minutes": 60, "minutes_per_day": "unknown"})
    found = ask(book, agreement="mine", worker=HALF, child={"born": "2025-01-10"}, requests=[one("2026-03-10", 60)])
    assert found.answers[0].allowed
    assert _drawn(found) is None


@pytest.mark.parametrize(
    ("minutes", "allowed", "missing", "excess"),
    [((420, 360), False, "2 h", "5 h 30"), ((450, 450), True, "", ""), ((60,), False, "6 h 30", "1 h")],
)
def test_hours_of_a_month_make_whole_days(minutes: tuple[int, ...], allowed: bool, missing: str, excess: str) -> None:
    book = with_text({"min_unit_minutes": 60, "minutes_per_day": 450, "monthly_whole_days": True})
    worker = {"weekly_minutes": 2250, "days_per_week": 5, "part_time_share": 1}
    requests = [one(f"2026-03-{10 + index}", length) for index, length in enumerate(minutes)]
    answers = ask(book, agreement="mine", worker=worker, requests=requests).answers
    for answer in answers:
        assert answer.allowed is allowed
        assert "B-05" in answer.clauses
        if not allowed:
            assert f"Mancano {missing}, o sono di troppo {excess}" in said(answer.because)


def test_each_month_counts_alone_and_what_was_refused_does_not_count() -> None:
    book = with_text({"min_unit_minutes": 60, "minutes_per_day": 450, "monthly_whole_days": True})
    worker = {"weekly_minutes": 2250, "days_per_week": 5, "part_time_share": 1}
    requests = [
        one("2026-03-30", 450),
        one("2026-04-08", 60, "2026-03-01"),
        one("2026-03-31", 30),
    ]
    answers = ask(book, agreement="mine", worker=worker, requests=requests).answers
    assert [answer.allowed for answer in answers] == [True, False, False]
    assert answers[2].clauses == ("B-02",)
