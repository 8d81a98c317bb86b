"""The days of a joining stand in the calendars of who belongs to the firm, until they are done or over."""

from datetime import date

from tests.integration.web.people import Someone
from tests.integration.web.test_joining import Cast, cast

__all__ = ["cast"]

TERM, ENDS = date(2026, 12, 1), date(2028, 12, 31)


def days(cast: Cast, someone: Someone) -> list[tuple[str, date]]:
    """The days of joinings in somebody's calendar."""
    browser = someone.browser()
    page = browser.client.post("/it/account/calendar", data={"csrf_token": browser.token()})
    path = page.text.partition("/it/calendar/")[2].partition(".ics")[0]
    text = cast.site.test_client().get(f"/it/calendar/{path}.ics").text.replace("\r\n ", "")
    events = text.split("BEGIN:VEVENT")[1:]
    found = [dict(line.partition(":")[::2] for line in event.splitlines() if ":" in line) for event in events]
    return [
        (one["SUMMARY"].partition(":")[0], date.fromisoformat(one["DTSTART;VALUE=DATE"]))
        for one in found
        if "Accordo di prova" in one["SUMMARY"]
    ]


def test_terms_notice_and_end_stand_in_the_calendar(cast: Cast) -> None:
    path = cast.joined()
    committee, workers = "Ultimo giorno per la copia al comitato", "Ultimo giorno per informare chi lavora"
    end = ("Finisce l'accordo", ENDS)
    assert days(cast, cast.ada) == days(cast, cast.bruno) == [(committee, TERM), (workers, TERM), end]
    assert days(cast, cast.eve) == []
    assert cast.post(cast.ada, f"{path}/told/committee", committee_day="2026-11-21").status_code == 303
    assert cast.post(cast.ada, f"{path}/leave", leaves_on="2027-02-21", agree="yes").status_code == 303
    left = ("Ultimo giorno nell'accordo", date(2027, 2, 21))
    assert days(cast, cast.ada) == [(workers, TERM), left, end]
