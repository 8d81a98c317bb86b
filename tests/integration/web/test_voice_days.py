"""The last day of a survey: it stands in calendars, and the housekeeping closes what is past it."""

from datetime import date, timedelta

from flask import Flask

from cip.cli.tidying import house_rounds
from cip.database.work import open_work
from cip.parties.access import SYSTEM
from cip.parties.actions.second_factor import turn_on_factor
from cip.web.state import state_of
from tests.integration.web.conftest import Clock
from tests.integration.web.people import Someone
from tests.integration.web.test_voice import Cast, cast, opened, send

__all__ = ["cast"]

LAST = date(2026, 12, 10)


def days(cast: Cast, someone: Someone) -> list[tuple[str, date]]:
    """The days of surveys in somebody's calendar."""
    browser = someone.browser()
    page = browser.client.post("/it/account/calendar", data={"csrf_token": browser.token()})
    path = page.text.partition("/it/calendar/")[2].partition(".ics")[0]
    text = cast.site.test_client().get(f"/it/calendar/{path}.ics").text.replace("\r\n ", "")
    events = text.split("BEGIN:VEVENT")[1:]
    found = [dict(line.partition(":")[::2] for line in event.splitlines() if ":" in line) for event in events]
    return [
        (one["SUMMARY"], date.fromisoformat(one["DTSTART;VALUE=DATE"]))
        for one in found
        if "questionario" in one["SUMMARY"]
    ]


def test_the_last_day_stands_in_the_calendars_of_the_firm_and_of_the_consultancy(cast: Cast) -> None:
    survey, _codes = opened(cast)
    state = state_of(cast.site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        turn_on_factor(work, cast.carla.id, sealed_secret="s" * 40, step=1, code_digests=[])
    expected = [("Ultimo giorno del questionario di Forno Ada", LAST)]
    assert days(cast, cast.ada) == days(cast, cast.bruno) == days(cast, cast.carla) == expected
    assert days(cast, cast.eve) == []
    cast.post(cast.carla, f"/{survey.id}/close")
    assert days(cast, cast.ada) == []


def test_the_housekeeping_closes_what_nobody_can_answer_any_more(site: Flask, cast: Cast, clock: Clock) -> None:
    survey, codes = opened(cast)
    for code in codes:
        assert send(site, survey, code, needs=["N04"]).status_code == 303
    state = state_of(site)
    rounds = house_rounds(state.settings, state.database, clock)
    clock.now = clock.now.replace(month=12, day=10)
    rounds.go()
    assert cast.survey().published is None, "its last day is not over"
    clock.now += timedelta(days=1)
    rounds.go()
    found = cast.survey()
    assert found.published is not None
    assert (found.published.answers, found.closed_on) == (6, date(2026, 12, 11))
    assert cast.count("survey_answers") == 0
