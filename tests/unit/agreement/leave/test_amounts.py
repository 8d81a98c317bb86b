"""One or many: no sentence says `1 giorni`."""

import re

import pytest

from cip.agreement.leave import amounts
from tests.unit.agreement.leave.books import FULL_TIME, KNOWN, ask, one, said, with_text

ONE_OF_MANY = re.compile(r"\b1 (giorni|mesi|volte|giornate|days|months|times|whole days|calendar days|working days)\b")


@pytest.mark.parametrize(
    ("amount", "it", "en"),
    [
        (amounts.days(1), "1 giorno", "1 day"),
        (amounts.days(0), "0 giorni", "0 days"),
        (amounts.days_in(1, "working_day"), "1 giorno lavorativo", "1 working day"),
        (amounts.days_in(2, "calendar_day"), "2 giorni di calendario", "2 calendar days"),
        (amounts.months(1), "1 mese", "1 month"),
        (amounts.months(1.5), "1,5 mesi", "1.5 months"),
        (amounts.times(1), "1 volta", "1 time"),
        (amounts.whole_days(1), "1 giornata intera", "1 whole day"),
    ],
)
def test_an_amount_agrees_with_its_number(amount: amounts.Amount, it: str, en: str) -> None:
    assert (amount.words.it, amount.words.en) == (it, en)


@pytest.mark.parametrize("unit", ["calendar_day", "working_day"])
@pytest.mark.parametrize(("asked_on", "minutes"), [("2026-03-09", 480), ("2026-03-06", 480), ("2026-03-11", 60)])
def test_no_sentence_says_one_of_many(unit: str, asked_on: str, minutes: int) -> None:
    values = {"min_unit_minutes": 60, "notice_days": 1, "notice_unit": unit, "monthly_whole_days": True}
    child, history = {"born": "2023-01-10"}, KNOWN | {"maternity_ended": "none"}
    for more in ({}, {"notice_urgent_days": 1, "notice_urgent_unit": unit}):
        found = ask(
            with_text(values | more),
            agreement="mine",
            worker=FULL_TIME,
            child=child,
            history=history,
            requests=[one("2026-03-10", minutes, asked_on)],
        )
        words = said(found.answers[0].because) + "".join(said(counter.because) for counter in found.counters)
        assert not ONE_OF_MANY.search(words)
        assert "-1" not in words


def test_the_number_stays_among_the_inputs() -> None:
    answer = ask(agreement="none", worker=FULL_TIME, requests=[one("2026-03-10", 240)]).answers[0]
    notice = next(reason for reason in answer.because if reason.rule == "leave.notice")
    assert notice.inputs == {"given": 9, "needed": 2}
