"""A person's calendar: an address shown once, that others' days never reach, that ends when its owner says so."""

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask import Flask
from icalendar import Calendar

from cip.assessment.actions.adopt_check_up import adopt_check_up
from cip.database.work import Work, open_work
from cip.documents.calendar import CalendarEvent
from cip.parties.access import SYSTEM
from cip.parties.actions.add_member import add_member
from cip.parties.actions.close_account import close_account
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.leave_party import leave_party
from cip.parties.actions.open_body import open_body
from cip.parties.actions.register_firm import FirmDetails, register_firm
from cip.parties.actions.revoke_mandate import revoke_mandate
from cip.parties.actions.second_factor import turn_on_factor
from cip.parties.reads import memberships_of
from cip.parties.reads.mandates import mandates_given
from cip.web import calendar as sources
from cip.web.state import state_of
from tests.integration.web.conftest import Clock
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone, make_person
from tests.integration.web.test_safety import tables
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)

ADDRESS = re.compile(r"http://[^/]+(/it/calendar/[A-Za-z0-9_-]{43}\.ics)")
LAST = date(2027, 3, 31)


@dataclass
class Life:
    """Anna owns a firm that gave a consultancy a mandate; Carla advises there, with a second factor."""

    site: Flask
    anna: Someone
    carla: Someone
    firm_id: str
    body_id: str

    def work(self) -> AbstractContextManager[Work]:
        """A Work on the site's database."""
        state = state_of(self.site)
        return open_work(state.database, actor=SYSTEM, now=state.clock())

    def path(self, person: Someone) -> str:
        """A new address of a person's calendar."""
        browser = person.browser()
        page = browser.client.post("/it/account/calendar", data={"csrf_token": browser.token()})
        assert page.status_code == 200
        found = ADDRESS.search(page.text)
        assert found
        return found[1]

    def gone(self, path: str) -> bool:
        """Whether nothing stands at an address."""
        return self.site.test_client().get(path).status_code == 404

    def days(self, path: str) -> list[tuple[str, date]]:
        """What stands in a calendar."""
        answer = self.site.test_client().get(path)
        assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
        assert answer.headers["Cache-Control"] == "no-store"
        calendar = Calendar.from_ical(answer.data)
        assert isinstance(calendar, Calendar)
        return [(str(event["summary"]), event.decoded("dtstart")) for event in calendar.events]


@pytest.fixture
def life(site: Flask) -> Life:
    """See Life."""
    anna, state = make_person(site, "Anna"), state_of(site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        body_id = open_body(work, "consultancy", "Istituto di prova")
        firm_id = register_firm(work, FirmDetails(name="Officina"), tax_code="01234567897", owner_id=anna.id)
        give_mandate(
            work, firm_id, body_id, scopes=["check_up"], from_day=date(2026, 11, 1), to_day=LAST, given_by=anna.id
        )
    carla = make_person(site, "Carla", [("body", body_id, "manager")])
    found = Life(site, anna, carla, firm_id, body_id)
    with found.work() as work:
        turn_on_factor(work, carla.id, sealed_secret="s" * 40, step=1, code_digests=[])
    return found


@pytest.fixture
def rich_firm(life: Life) -> str:
    """A check-up of Anna's firm with one measure in the plan, begun as a guest and taken over."""
    owner = Owner(life.site)
    owner.start()
    owner.profile()
    owner.conclude()
    owner.post("/plan", {"add": ["M01"]})
    planned = {"M01-state": "proposed", "M01-start": "2027-01-10", "M01-end": "2027-12-31"}
    assert owner.post("/plan", planned).status_code == 303
    with life.work() as work:
        adopt_check_up(work, owner.check_up_id, life.firm_id, on_day=work.now.date())
    return owner.check_up_id


def test_an_owner_and_a_consultant_see_the_same_last_day(life: Life) -> None:
    expected = [("Ultimo giorno dell'incarico di Officina a Istituto di prova", LAST)]
    for person in (life.anna, life.carla):
        assert life.days(life.path(person)) == expected
    links = [str(life.site.test_client().get(life.path(person)).data) for person in (life.anna, life.carla)]
    assert f"http://localhost/it/firm/{life.firm_id}/mandates" in links[0].replace("\\r\\n ", "")
    assert f"http://localhost/it/body/{life.body_id}/mandates" in links[1].replace("\\r\\n ", "")


def test_days_of_the_plan_are_named_in_the_language_of_the_address(life: Life, rich_firm: str) -> None:
    path = life.path(life.anna)
    said = dict(life.days(path))
    started = [summary for summary in said if summary.startswith("Inizia: ")]
    assert len(started) == 1
    assert "(Officina)" in started[0]
    assert said[started[0]] == date(2027, 1, 10)
    assert date(2027, 12, 31) in said.values()
    english = dict(life.days(path.replace("/it/", "/en/")))
    assert any(summary.startswith("Starts: ") for summary in english)
    assert sorted(english.values()) == sorted(said.values())
    # Of the firm alone: who advises it knows when the mandate ends, the plan they read after signing in.
    assert len(life.days(life.path(life.carla))) == 1


def test_the_same_days_are_the_same_bytes_whenever_they_are_asked_for(life: Life, clock: Clock) -> None:
    path = life.path(life.anna)
    first = life.site.test_client().get(path).data
    clock.now += timedelta(days=2)
    assert life.site.test_client().get(path).data == first


def test_the_address_is_shown_once_and_kept_as_a_digest(life: Life) -> None:
    path = life.path(life.anna)
    secret = path.split("/")[-1].removesuffix(".ics")
    assert secret not in str(tables(life.site))
    page = life.anna.browser().client.get("/it/account/calendar").text
    assert secret not in page
    assert "21 novembre 2026" in page


def test_a_new_address_ends_the_old_one_and_nobody_elses(life: Life) -> None:
    first, other = life.path(life.anna), life.path(life.carla)
    second = life.path(life.anna)
    assert first != second
    assert (life.gone(first), life.gone(second), life.gone(other)) == (True, False, False)


def test_an_address_that_is_taken_away_shows_nothing(life: Life) -> None:
    path, browser = life.path(life.anna), life.anna.browser()
    for _ in range(2):
        page = browser.client.post("/it/account/calendar/shut", data={"csrf_token": browser.token()})
        assert page.status_code == 200
    assert life.gone(path)
    assert "Avete un indirizzo" not in page.text


def test_who_leaves_sees_no_more_of_it(life: Life) -> None:
    path = life.path(life.carla)
    with life.work() as work:
        # Somebody must answer for the body.
        add_member(work, life.anna.id, party_kind="body", party_id=life.body_id, role="manager")
        (membership,) = memberships_of(work.session, life.carla.id)
        leave_party(work, membership.id)
    assert life.days(path) == []


def test_a_mandate_that_was_taken_back_has_no_last_day(life: Life) -> None:
    path = life.path(life.anna)
    with life.work() as work:
        (named,) = mandates_given(work.session, life.firm_id)
        revoke_mandate(work, named.id)
    assert life.days(path) == []


def test_without_a_second_factor_nothing_of_a_body_is_shown(life: Life) -> None:
    dora = make_person(life.site, "Dora", [("body", life.body_id, "staff")])
    assert life.days(life.path(dora)) == []


def test_a_closed_account_has_no_calendar(life: Life) -> None:
    dora = make_person(life.site, "Dora")
    path = life.path(dora)
    assert not life.gone(path)
    with life.work() as work:
        close_account(work, dora.id)
    assert life.gone(path)


@pytest.mark.parametrize("feed", ["A" * 43, "A" * 42, "x", "%00", "'%20OR%201=1", "..%2Faccount"])
def test_other_addresses_lead_nowhere(life: Life, feed: str) -> None:
    life.path(life.anna)
    assert life.gone(f"/it/calendar/{feed}.ics")


def test_nobody_signed_in_makes_no_address(life: Life, site: Flask) -> None:
    browser = Owner(site)
    before = tables(site)
    token = browser.token()
    for path in ("/it/account/calendar", "/it/account/calendar/shut"):
        assert browser.client.post(path, data={"csrf_token": token}).status_code == 303
    assert browser.client.get("/it/account/calendar").status_code == 303
    assert tables(site) == before


def test_looking_changes_nothing(life: Life) -> None:
    path = life.path(life.anna)
    before = tables(life.site)
    for _ in range(2):
        life.days(path)
    assert tables(life.site) == before


def test_every_feature_adds_days_of_its_own(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_sources", list(sources._sources))
    mine = sources.register_source("tests", lambda _session, standing: [CalendarEvent(standing.person_id, "Qui", LAST)])
    with pytest.raises(ValueError, match="registered twice"):
        sources.register_source("tests", mine)
    assert ("Qui", LAST) in life.days(life.path(life.anna))
