"""The office prepares, rehearses, publishes and watches its calls; everybody reads what was published."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from io import BytesIO

import pytest
from flask import Flask, get_template_attribute
from werkzeug.test import TestResponse

from cip.database.work import open_reading, open_work
from cip.incentives.actions.move_call import hold_call
from cip.incentives.calls import OfficeCall
from cip.incentives.reads import calls_of_body, outages_of_call, rehearsals_of_call
from cip.incentives.rehearsal import sample_applications
from cip.kernel.canonical import sha256_of
from cip.parties.access import SYSTEM
from cip.parties.actions.add_member import add_member
from cip.parties.actions.add_person import add_person
from cip.parties.actions.open_body import open_body
from cip.web.call_words import CallTeller
from cip.web.office.days import call_days
from cip.web.state import call_packs, state_of
from tests.integration.incentives.calling import CLOSES, OPENS, SECOND, Calling, make_calling
from tests.integration.incentives.ranks import make_ranks, plain_call
from tests.integration.web.conftest import Clock
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone

FORM = {
    "title": "Bando di primavera",
    "opens_day": "2026-12-01",
    "opens_hour": "9:00",
    "closes_day": "2027-01-15",
    "closes_hour": "12:00",
    "cents-pilot": "80.000,50",
    "contact": "Ufficio di prova",
}
TRIAL = {"sample": "invented", "size": "12", "seed": "prova"}


@dataclass
class Desk:
    """The office with a browser for each of its people, at a clock that tests move."""

    site: Flask
    calling: Calling
    clock: Clock
    who: str = "olga"

    @property
    def base(self) -> str:
        return f"/it/office/{self.calling.body}"

    def at(self, moment: datetime) -> None:
        """Move the clock; whoever works signs in again."""
        self.clock.now = self.calling.now = moment

    def browser(self, who: str = "") -> Owner:
        person = self.calling.people[who or self.who]
        return Someone(self.site, person, f"{who or self.who}@example.org").browser()

    def get(self, path: str, who: str = "") -> str:
        answer = self.browser(who).client.get(path)
        assert answer.status_code == 200, answer.status_code
        return unescape(answer.text)

    def post(self, path: str, data: Mapping[str, object] | None = None, who: str = "") -> TestResponse:
        browser = self.browser(who)
        return browser.client.post(path, data={**(data or {}), "csrf_token": browser.token()})

    def call(self) -> OfficeCall:
        with open_reading(self.calling.database) as session:
            return calls_of_body(session, self.calling.body)[0]

    def new(self, **changes: str) -> str:
        """Begin a call from the pilot; its address."""
        answer = self.post(f"{self.base}/calls/new/pilot-2026", {**FORM, **changes})
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"].partition("?")[0]

    def published(self) -> str:
        page = self.new()
        assert self.post(f"{page}/rehearsal", dict(TRIAL)).status_code == 303
        assert self.post(f"{page}/publishing", who="piero").status_code == 303
        return page


@pytest.fixture
def desk(site: Flask, clock: Clock) -> Desk:
    return Desk(site, make_calling(state_of(site).database), clock)


def test_whoever_works_in_an_office_finds_its_calls(desk: Desk) -> None:
    assert desk.browser().client.get("/it/office").headers["Location"] == desk.base
    assert "Non c'è ancora nessun bando" in desk.get(desk.base)
    page = desk.get(f"{desk.base}/calls/new")
    assert page.index("Bando pilota 2026") < page.index("Conciliare conviene 2016")
    assert "12 dati non noti" in page
    assert Owner(desk.site).client.get(desk.base).status_code == 303


def test_from_draft_to_published_by_two_people(desk: Desk) -> None:
    page = desk.new()
    call = desk.call()
    assert (call.opens_at, call.closes_at, call.cents) == (OPENS, CLOSES, 8_000_050)
    assert "bozza" in desk.get(page)
    missing = desk.get(f"{page}/publishing", "piero")
    assert "Fate una prova di questo bando" in missing
    assert "Pubblicate il bando" not in missing
    answer = desk.post(f"{page}/publishing", who="piero")
    assert (answer.status_code, desk.call().stored_state) == (409, "draft")
    assert desk.post(f"{page}/rehearsal", dict(TRIAL)).status_code == 303
    assert "serve una seconda persona" in desk.get(f"{page}/publishing")
    assert desk.post(f"{page}/publishing").status_code == 409
    ready = desk.get(f"{page}/publishing", "piero")
    assert "Pubblicate il bando" in ready
    assert "80.000,50" in ready, "who fixes the money for good sees it on the page of the button"
    assert "Si chiude" in ready
    assert desk.post(f"{page}/publishing", who="piero").status_code == 303
    call = desk.call()
    shown = desk.get(page)
    for words in ("pubblicato, non ancora aperto", call.pack_sha256, call.seed_sha256, "Piero", "Olga", "80.000,50"):
        assert words is not None
        assert words in shown
    assert "Il bando è pubblicato: date" in desk.get(f"{page}/settings")
    assert desk.post(f"{page}/settings", dict(FORM, title="Altro")).status_code == 409


def test_the_rehearsal_is_kept_and_a_change_asks_for_another(desk: Desk) -> None:
    page = desk.new()
    assert desk.post(f"{page}/rehearsal", dict(TRIAL, size="9")).status_code == 422
    assert desk.post(f"{page}/rehearsal", dict(TRIAL, seed="")).status_code == 422
    assert desk.post(f"{page}/rehearsal", dict(TRIAL)).status_code == 303
    assert "Vale per il bando com'è adesso" in desk.get(f"{page}/rehearsal")
    assert desk.post(f"{page}/settings", dict(FORM, closes_hour="13:00")).status_code == 303
    assert "rifatela" in desk.get(f"{page}/rehearsal")
    assert desk.call().stored_state == "draft"
    desk.post(f"{page}/rehearsal", dict(TRIAL))
    assert "Le prove di prima" in desk.get(f"{page}/rehearsal")
    assert "rifatela" in desk.get(f"{page}/rehearsal?number=1")
    with open_reading(desk.calling.database) as session:
        first, second = rehearsals_of_call(session, desk.call().id)
    assert (first.firms, first.seed, first.sample) == (12, "prova", "invented")
    assert first.pack_sha256 != second.pack_sha256
    assert json.loads(first.report)


def test_a_rehearsal_takes_a_file_and_refuses_what_is_none(desk: Desk) -> None:
    page = desk.new()
    pack = desk.calling.template
    entries = [one.as_json() for one in sample_applications(pack, seed="x", size=11, on=CLOSES.date())]

    def upload(content: bytes) -> TestResponse:
        return desk.post(
            f"{page}/rehearsal", {"sample": "uploaded", "seed": "x", "file": (BytesIO(content), "domande.json")}
        )

    for wrong in (b"", b"{", b"[]", b'{"applications": []}', b'{"applications": [{"id": 3}]}', b"[" * 100_000):
        assert upload(wrong).status_code == 422
    odd = [{**entries[0], "facts": {"nobody_knows": 1}}]
    assert upload(json.dumps({"applications": odd}).encode()).status_code == 422
    assert upload(json.dumps({"applications": entries}).encode()).status_code == 303
    with open_reading(desk.calling.database) as session:
        (kept,) = rehearsals_of_call(session, desk.call().id)
    assert (kept.sample, kept.firms) == ("uploaded", 11)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"closes_day": "2027-03-28", "closes_hour": "2:30"}, "gli orologi vanno avanti"),
        ({"closes_day": "2027-10-31", "closes_hour": "2:30"}, "gli orologi tornano indietro"),
        ({"closes_hour": "25:00"}, "Scrivete un'ora che esiste"),
        ({"closes_hour": ""}, "Scrivete sia il giorno sia l'ora"),
        ({"closes_day": "2026-12-01", "closes_hour": "9:00"}, "deve chiudere dopo che ha aperto"),
        ({"title": ""}, "Scrivete il titolo"),
        ({"cents-pilot": "tanti"}, "Scrivete una somma in euro"),
        ({"cents-pilot": "1.00"}, "Scrivete una somma in euro"),
    ],
)
def test_what_is_typed_wrong_comes_back_as_it_was(desk: Desk, changes: dict[str, str], words: str) -> None:
    answer = desk.post(f"{desk.base}/calls/new/pilot-2026", {**FORM, **changes})
    assert answer.status_code == 422
    assert words in unescape(answer.text)
    assert 'value="Ufficio di prova"' in answer.text


def test_a_call_without_dates_and_money_is_a_draft_that_says_what_is_missing(desk: Desk) -> None:
    empty = dict.fromkeys(("opens_day", "opens_hour", "closes_day", "closes_hour", "cents-pilot", "contact"), "")
    page = desk.new(**empty)
    listed = desk.get(f"{page}/publishing", "piero")
    for words in ("Scrivete quando il bando apre", "Scrivete quanto c'è per la linea", "Scrivete a chi può"):
        assert words in listed


def test_a_template_of_the_past_can_be_rehearsed_and_lists_what_nobody_knows(desk: Desk) -> None:
    address = f"{desk.base}/calls/new/alliances-2014"
    answer = desk.post(address, {"title": "Prova", **{f"cents-{line}": "" for line in ("region",)}})
    page = answer.headers["Location"].partition("?")[0]
    assert "Dati che la fonte non dice" in desk.get(page)
    assert desk.post(f"{page}/rehearsal", dict(TRIAL)).status_code == 303
    assert "È un bando del passato" in desk.get(f"{page}/publishing", "piero")


def test_everybody_reads_a_published_call_and_can_check_its_digest(desk: Desk) -> None:
    draft = desk.new(title="Solo una bozza")
    page = desk.published()
    call_id = page.rsplit("/", 1)[1]
    guest = Owner(desk.site).client
    listed = guest.get("/it/calls").text
    assert "Bando di primavera" in listed
    assert "Solo una bozza" not in listed
    assert guest.get(f"/it/calls/{draft.rsplit('/', 1)[1]}").status_code == 404
    shown = guest.get(f"/it/calls/{call_id}").text
    for words in ("1º dicembre 2026, ore 09:00", "15 gennaio 2027, ore 12:00", "Europe/Rome", "Sorteggio pubblico"):
        assert words in shown
    assert "Olga" not in shown
    assert "Piero" not in shown
    rules = guest.get(f"/it/calls/{call_id}/rules.json")
    published = next(call for call in _calls(desk) if call.id == call_id)
    assert sha256_of(rules.text) == published.pack_sha256
    assert guest.get(f"/en/calls/{call_id}").status_code == 200


def _calls(desk: Desk) -> list[OfficeCall]:
    with open_reading(desk.calling.database) as session:
        return list(calls_of_body(session, desk.calling.body))


def test_the_pages_go_by_the_clock_to_the_second(desk: Desk) -> None:
    page = desk.published()
    for now, words in (
        (OPENS - SECOND, "pubblicato, non ancora aperto"),
        (OPENS, ">aperto<"),
        (CLOSES, ">aperto<"),
        (CLOSES + SECOND, ">chiuso<"),
    ):
        desk.at(now)
        assert words in desk.get(page)
        assert words in Owner(desk.site).client.get(f"/it/calls/{page.rsplit('/', 1)[1]}").text
    assert desk.call().stored_state == "published", "no page has stored anything"


def test_what_was_done_tells_when_the_call_opened_and_not_when_the_site_saw_it(desk: Desk) -> None:
    page = desk.published()
    desk.at(CLOSES + timedelta(days=3))
    with desk.calling.work() as work:
        hold_call(work, desk.call().id)
    assert desk.call().stored_state == "closed"
    public = Owner(desk.site).client.get(f"/it/calls/{page.rsplit('/', 1)[1]}").text
    history = public.partition('class="cip-history"')[2]
    for words, at in (("Aperto", "1º dicembre 2026, ore 09:00"), ("Chiuso", "15 gennaio 2027, ore 12:00")):
        assert f'<strong>{words}</strong> <span class="cip-quiet">{at}' in history


def test_an_outage_moves_the_closing_and_everybody_reads_why(desk: Desk) -> None:
    page = desk.published()
    outage = {
        "from_day": "2027-01-15",
        "from_hour": "10:00",
        "to_day": "2027-01-15",
        "to_hour": "11:30",
        "measured_by": "servizio di controllo",
        "note": "La linea era interrotta.",
    }
    assert "non si può annotare" in desk.get(f"{page}/outages")
    assert desk.post(f"{page}/outages", outage).status_code == 409, "not open yet"
    desk.at(CLOSES - timedelta(minutes=20))
    for wrong in (
        {"to_hour": "9:00"},
        {"to_hour": "11:59"},
        {"measured_by": ""},
        {"note": ""},
        {"from_day": "", "from_hour": ""},
    ):
        assert desk.post(f"{page}/outages", {**outage, **wrong}).status_code == 422
    assert desk.post(f"{page}/outages", outage).status_code == 303
    shown = Owner(desk.site).client.get(f"/it/calls/{page.rsplit('/', 1)[1]}").text
    for words in ("La chiusura si sposta di 2 ore", "15 gennaio 2027, ore 14:00", "La linea era interrotta"):
        assert words in shown
    desk.at(CLOSES + SECOND)
    assert ">aperto<" in desk.get(page)
    with open_reading(desk.calling.database) as session:
        assert len(outages_of_call(session, desk.call().id)) == 1


def test_annulling_before_the_opening_with_a_reason_and_never_after(desk: Desk) -> None:
    page = desk.published()
    assert desk.post(f"{page}/annul").status_code == 422
    desk.at(OPENS)
    assert "Annullate il bando" not in desk.get(page)
    assert desk.post(f"{page}/annul", {"reason": "Troppo tardi."}).status_code == 409
    desk.at(OPENS - SECOND)
    assert desk.post(f"{page}/annul", {"reason": "I soldi non ci sono più."}).status_code == 303
    shown = Owner(desk.site).client.get(f"/it/calls/{page.rsplit('/', 1)[1]}").text
    assert "Questo bando è stato annullato" in shown
    assert "I soldi non ci sono più." in shown


def test_the_next_step_is_offered_after_the_closing(desk: Desk) -> None:
    page = desk.published()
    step = f"{page}/steps/start_admissibility"
    assert desk.post(step).status_code == 409
    desk.at(CLOSES + SECOND)
    assert "Iniziate il controllo delle domande</button>" in desk.get(page)
    assert desk.post(f"{page}/steps/publish").status_code == 404
    assert desk.post(step).status_code == 303
    assert desk.call().stored_state == "admissibility"
    assert desk.browser().client.get(step).status_code == 405


def test_another_office_gets_at_nothing(desk: Desk) -> None:
    page = desk.published()
    other = Desk(desk.site, _other_office(desk), desk.clock)
    client = other.browser().client
    for path in ("", "/settings", "/rehearsal", "/publishing", "/outages"):
        assert client.get(page + path).status_code == 404
        assert client.get(page.replace(desk.base, other.base) + path).status_code == 404
    assert client.get(desk.base).status_code == 404
    for path in ("/settings", "/rehearsal", "/publishing", "/outages", "/annul", "/steps/start_admissibility"):
        assert other.post(page + path).status_code == 404


def _other_office(desk: Desk) -> Calling:
    with open_work(desk.calling.database, actor=SYSTEM, now=desk.clock.now) as work:
        body = open_body(work, "office", "Altra provincia")
        person = add_person(work, email="quinta@example.org", name="Quinta", language="it")
        add_member(work, person, party_kind="body", party_id=body, role="manager")
    return Calling(desk.calling.database, body, {"olga": person})


def test_openings_and_closings_stand_in_calendars_and_drafts_do_not(desk: Desk) -> None:
    desk.new()
    desk.published()
    standing = desk.calling.by("olga").standing
    assert standing is not None
    with desk.site.test_request_context("/it/"), open_reading(desk.calling.database) as session:
        found = list(call_days(session, standing))
    assert [event.start for event in found] == [OPENS, CLOSES]


def test_a_rehearsal_runs_on_the_applications_of_an_earlier_call(site: Flask, clock: Clock) -> None:
    database = state_of(site).database
    ranks = make_ranks(database, firms=4)
    templates = state_of(site).calls
    assert isinstance(templates, dict)
    templates["pilot-2026"] = plain_call()
    desk = Desk(site, ranks.calling, clock)
    desk.at(ranks.calling.now)
    day = {"opens_day": "2027-06-01", "closes_day": "2027-06-30"}
    page = desk.new(**day)
    assert "Domande di un bando di prima" in desk.get(f"{page}/rehearsal")
    wanted = {"sample": "archive", "seed": "prova"}
    assert desk.post(f"{page}/rehearsal", wanted).status_code == 422, "which one?"
    assert desk.post(f"{page}/rehearsal", {**wanted, "archive": "0" * 32}).status_code == 422
    assert desk.post(f"{page}/rehearsal", {**wanted, "archive": ranks.call_id}).status_code == 303
    with open_reading(database) as session:
        (kept,) = rehearsals_of_call(session, page.rsplit("/", 1)[1])
    assert (kept.sample, kept.firms) == ("archive", 4)


def test_a_call_tells_its_days_to_answer_and_the_most_of_its_premium(site: Flask) -> None:
    told = {}
    with site.test_request_context("/it/"):
        packs = call_packs()
        for id in ("premium-2026", "conciliamo-2019"):
            page = get_template_attribute("call_parts.html", "call_text")(packs[id].call, CallTeller(packs[id]))
            told[id] = " ".join(page.split())
    assert "risponde entro 30 giorni dall" in told["premium-2026"]
    assert "Il premio è al massimo il 50% del primo contributo." in told["premium-2026"]
    assert re.search(r"del primo contributo\.<span[^>]*>Proposta CIP 2026 \(\S", told["premium-2026"]), "with its mark"
    assert "Entro quando si risponde al contributo: dato non noto nella fonte." in told["conciliamo-2019"]
    assert "Il premio è" not in told["conciliamo-2019"]
