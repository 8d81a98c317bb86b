"""The legal clock: days that run and that do not, the last day, the two effects of a notice."""

from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.agreement.days import is_working_day, national_holidays
from cip.incentives.legal_clock import (
    PARAMETERS,
    Pause,
    TermError,
    Terms,
    clarification_pause,
    clock_of,
    last_day,
    length_of,
    next_working_day,
    notice_pause,
    read_terms,
)
from cip.rulebook.loading import read_law

FREE = national_holidays()
START = date(2026, 3, 2)
NOTICE = Terms(days=30, notice_days=10, notice_suspends=True)
RULES = Path(__file__).parents[3] / "rules"
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def test_nothing_pauses() -> None:
    clock = clock_of(START, 30, [], date(2026, 3, 12), FREE)
    assert (clock.elapsed, clock.running, clock.paused, clock.left) == (10, 10, 0, 20)
    # The thirtieth day after 2 March is 1 April.
    assert clock.due == date(2026, 4, 1)
    assert not clock.late


def test_last_day_on_a_holiday_moves() -> None:
    # 6 April 2026 is Easter Monday, the day before a Sunday.
    assert last_day(date(2026, 3, 6), 30, FREE) == date(2026, 4, 7)
    assert next_working_day(date(2026, 8, 15), FREE) == date(2026, 8, 17)


def test_clarification_stands_still_until_the_answer() -> None:
    pause = clarification_pause(date(2026, 3, 10), date(2026, 3, 30), date(2026, 3, 16))
    clock = clock_of(START, 30, [pause], date(2026, 3, 20), FREE)
    # Day 11 to 16 do not run: the day of asking still does, the day of the answer does not.
    assert (clock.running, clock.paused) == (12, 6)
    assert clock.due == date(2026, 4, 7)


def test_clarification_without_answer_ends_with_its_term() -> None:
    pause = clarification_pause(date(2026, 3, 10), date(2026, 3, 20), None)
    assert clock_of(START, 30, [pause], date(2026, 3, 20), FREE).paused_by == "clarification"
    assert clock_of(START, 30, [pause], date(2026, 3, 21), FREE).paused_by is None


def test_late_answer_does_not_lengthen_the_pause() -> None:
    assert clarification_pause(date(2026, 3, 10), date(2026, 3, 20), date(2026, 4, 9)).last == date(2026, 3, 20)


def test_notice_suspends_ten_days_after_remarks() -> None:
    pause = notice_pause(date(2026, 3, 10), date(2026, 3, 12), NOTICE, FREE)
    assert (pause.first, pause.last, pause.restarts) == (date(2026, 3, 11), date(2026, 3, 22), False)
    clock = clock_of(START, 30, [pause], date(2026, 3, 25), FREE)
    assert (clock.running, clock.paused, clock.lost) == (11, 12, 0)


def test_notice_without_remarks_suspends_its_own_days() -> None:
    assert notice_pause(date(2026, 3, 10), None, NOTICE, FREE).last == date(2026, 3, 20)


def test_older_notice_begins_again() -> None:
    older = Terms(days=30, notice_days=10, notice_suspends=False)
    pause = notice_pause(date(2019, 3, 10), None, older, FREE)
    clock = clock_of(date(2019, 3, 1), 30, [pause], date(2019, 3, 25), FREE)
    assert (clock.lost, clock.paused, clock.running) == (9, 10, 5)
    assert clock.due == date(2019, 4, 19)


def test_notice_needs_its_days() -> None:
    with pytest.raises(TermError):
        notice_pause(START, None, Terms(days=30), FREE)


def test_concluded_clock_stands() -> None:
    clock = clock_of(START, 30, [], date(2026, 12, 1), FREE, ended_on=date(2026, 3, 12))
    assert (clock.elapsed, clock.ended, clock.late) == (10, True, False)
    assert "concluso" in clock.line.it


@pytest.mark.parametrize(("by_rule", "complex_case", "length"), [(None, False, 30), (90, False, 90), (180, True, 180)])
def test_length(by_rule: int | None, complex_case: bool, length: int) -> None:
    terms = Terms(days=30, by_rule=90, by_rule_complex=180)
    assert length_of(terms, by_rule, complex_case=complex_case) == length


@pytest.mark.parametrize(("by_rule", "complex_case"), [(91, False), (181, True), (0, False)])
def test_length_beyond_the_law(by_rule: int, complex_case: bool) -> None:
    with pytest.raises(TermError):
        length_of(Terms(days=30, by_rule=90, by_rule_complex=180), by_rule, complex_case=complex_case)


def test_terms_of_the_law() -> None:
    law = {key: entry.item for key, entry in read_law(RULES)[0].parameters.items()}
    terms = read_terms(law, date(2026, 11, 22))
    assert terms.days == 30
    assert (terms.by_rule, terms.by_rule_complex) == (90, 180)
    assert (terms.notice_days, terms.notice_suspends, terms.notice_in_ranking) == (10, True, False)
    assert (terms.appeal_days, terms.extraordinary_days) == (60, 120)
    assert terms.source("default_term").startswith("L. 241/1990")
    assert read_terms(law, date(2020, 7, 16)).notice_suspends is False
    assert read_terms(law, date(2020, 7, 17)).notice_suspends is True


def test_call_that_cites_nothing() -> None:
    terms = read_terms({}, START)
    assert terms == Terms()
    assert terms.source(PARAMETERS["days"]) == ""
    assert length_of(terms, None) is None


def test_line_tells_everything() -> None:
    pause = clarification_pause(date(2026, 3, 10), date(2026, 3, 20), None)
    line = clock_of(START, 30, [pause], date(2026, 3, 18), FREE).line
    assert line.it == (
        "Inizio 02/03/2026, termine di 30 giorni: 8 contati, 8 sospesi. Ultimo giorno 13/04/2026, ora il termine è "
        "sospeso."
    )
    assert line.en.startswith("Start 02 Mar 2026, term of 30 days: 8 counted, 8 suspended.")


@st.composite
def pauses(draw: st.DrawFn) -> list[Pause]:
    """A few pauses, apart or over each other, some of which make the term begin again."""
    found = []
    for _number in range(draw(st.integers(0, 4))):
        first = START + timedelta(days=draw(st.integers(1, 200)))
        length = draw(st.integers(0, 60))
        found.append(Pause("notice", first, first + timedelta(days=length), draw(st.booleans())))
    return found


@given(found=pauses(), length=st.integers(1, 180), after=st.integers(0, 400))
def test_every_day_is_counted_once(found: list[Pause], length: int, after: int) -> None:
    clock = clock_of(START, length, found, START + timedelta(days=after), FREE)
    assert clock.running + clock.paused + clock.lost == clock.elapsed == after
    covered = {START + timedelta(days=step) for step in range(1, after + 1)}
    still = {day for day in covered if any(pause.first <= day <= pause.last for pause in found)}
    assert clock.paused == len(still)


@given(found=pauses(), length=st.integers(1, 180))
def test_due_day_is_when_the_days_are_over(found: list[Pause], length: int) -> None:
    standing = [Pause(pause.kind, pause.first, pause.last) for pause in found]
    clock = clock_of(START, length, standing, START, FREE)
    counted = (START + timedelta(days=step) for step in range(1, 1_000))
    running = (day for day in counted if not any(pause.holds(day) for pause in standing))
    full = next(islice(running, length - 1, None))
    assert clock_of(START, length, standing, full, FREE).running == length
    assert clock.due == next_working_day(full, FREE)
    assert not clock_of(START, length, standing, clock.due, FREE).late
    assert clock_of(START, length, standing, clock.due + timedelta(days=1), FREE).late


@given(day=DAYS)
def test_next_working_day_is_the_first(day: date) -> None:
    found = next_working_day(day, FREE)
    between = (day + timedelta(days=step) for step in range((found - day).days))
    assert is_working_day(found, FREE)
    assert not any(is_working_day(one, FREE) for one in between)
