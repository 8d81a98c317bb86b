"""A firm applies page by page: the one-minute check, the prefilled form, documents, the second person, sending once,
the receipt that anybody can check, withdrawing.
"""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from cip.database.packs import keep_pack
from cip.database.work import open_reading, open_work
from cip.incentives.application import Application
from cip.incentives.reads import applications_of_firm, find_application, submissions_of
from cip.incentives.records import CallRow
from cip.kernel.canonical import sha256_of
from cip.kernel.ids import new_id
from cip.parties.access import SYSTEM
from cip.parties.actions.add_member import add_member
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.open_body import open_body
from cip.parties.actions.register_firm import FirmDetails, NewSeat, add_seat, register_firm
from cip.parties.actions.revoke_mandate import revoke_mandate
from cip.web.state import state_of
from tests.integration.incentives.applying import opened, pilot
from tests.integration.web.conftest import NOW, Clock
from tests.integration.web.people import Someone, mails_in, make_person
from tests.integration.worlds import ON_BOTH
from tests.unit.files.samples import PDF

pytestmark = pytest.mark.parametrize("database_kind", ON_BOTH, indirect=True)

DAY = NOW.date()
OPENS, CLOSES = NOW - timedelta(days=10), NOW + timedelta(days=10)


class Cast:
    """A firm with its owner Ada and Bruno who works there; Carla of a consultancy with a mandate; Eve, a stranger; a
    call that is open.
    """

    def __init__(self, site: Flask) -> None:
        state = state_of(site)
        self.site = site
        self.ada, self.bruno, self.eve = (make_person(site, name) for name in ("Ada Rossi", "Bruno Verdi", "Eva Neri"))
        pack = opened(pilot(), OPENS, CLOSES)
        with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
            self.firm = register_firm(work, FirmDetails("Forno Ada"), tax_code="00000089995", owner_id=self.ada.id)
            add_member(work, self.bruno.id, party_kind="firm", party_id=self.firm, role="collaborator")
            add_seat(work, self.firm, NewSeat("Negozio", "Valfinta", "999001"))
            body = open_body(work, "consultancy", "Ente Prova")
            self.mandate = give_mandate(
                work, self.firm, body, scopes=["application"], from_day=DAY, given_by=self.ada.id
            )
            office = open_body(work, "office", "Provincia Prova")
            keep_pack(work, pack.sha256, pack.id, pack.canonical)
            self.call = new_id()
            work.session.add(
                CallRow(
                    id=self.call,
                    body_id=office,
                    rule_id=pack.id,
                    title="Bando di prova",
                    contact="",
                    state="open",
                    zone="Europe/Rome",
                    opens_at=OPENS,
                    closes_at=CLOSES,
                    budget="{}",
                    pack_sha256=pack.sha256,
                    seed_sha256=sha256_of("seed"),
                    seed_sealed="sealed",
                    created_at=OPENS,
                    changed_at=OPENS,
                    changed_by=self.ada.id,
                    published_at=OPENS,
                )
            )
        self.carla = make_person(site, "Carla Bianchi", [("body", body, "staff")])

    @property
    def base(self) -> str:
        return f"/it/firm/{self.firm}/applications"

    @property
    def own(self) -> str:
        """The path of the firm's one application."""
        return f"{self.base}/{self.held().id}"

    def held(self) -> Application:
        """The firm's application."""
        with open_reading(state_of(self.site).database) as session:
            return applications_of_firm(session, self.firm)[0]

    def get(self, who: Someone, path: str) -> TestResponse:
        """Open a page."""
        return who.browser().client.get(path)

    def read(self, who: Someone, path: str) -> str:
        """The words of a page that opens."""
        answer = self.get(who, path)
        assert answer.status_code == 200, (path, answer.status_code)
        return unescape(answer.text)

    def post(self, who: Someone, path: str, headers: Any = None, **data: object) -> TestResponse:
        """Send a form."""
        browser = who.browser()
        return browser.client.post(path, data={"csrf_token": browser.token(), **data}, headers=headers or {})

    def start(self, who: Someone | None = None) -> str:
        """Begin to apply; the path of the application."""
        answer = self.post(who or self.ada, f"{self.base}/calls/{self.call}")
        assert answer.status_code == 303
        return self.own

    def ready(self) -> str:
        """An application that Ada filled in and Bruno gave his ok to."""
        own = self.start()
        self.post(self.ada, f"{own}/answers/firm", seq="1", **{"f-workers": "7", "f-seat_in_territory": "yes"})
        assert self.sign(self.bruno).status_code == 303
        return own

    def digest(self, who: Someone) -> str:
        """The digest that the page of the check shows in its form."""
        found = re.search(r'name="digest" value="([0-9a-f]{64})"', self.get(who, f"{self.own}/check").text)
        return found[1] if found else "0" * 64

    def sign(self, who: Someone) -> TestResponse:
        """Give the ok."""
        return self.post(who, f"{self.own}/sign", agree="yes", digest=self.digest(who))

    def send(self, who: Someone, key: str | None = None) -> TestResponse:
        """Send it."""
        return self.post(who, f"{self.own}/submit", declare="yes", key=key or new_id())

    def numbers(self) -> list[int]:
        """The numbers of what was sent."""
        with open_reading(state_of(self.site).database) as session:
            return [one.number for one in submissions_of(session, self.held().id)]


@pytest.fixture
def cast(site: Flask) -> Cast:
    """See Cast."""
    return Cast(site)


def test_the_open_calls_come_with_the_one_minute_check(cast: Cast) -> None:
    listed = cast.read(cast.ada, cast.base)
    assert "Bando di prova" in listed
    assert "Manca ancora qualche dato per dirlo." in listed
    page = cast.read(cast.ada, f"{cast.base}/calls/{cast.call}")
    # The seat is known from the firm's data, with its origin; what is not known is not taken for a no.
    assert "dai dati dell'impresa" in page
    assert "non si sa ancora" in page
    assert "Sono le stesse regole del controllo finale." in page
    assert "Conta il momento in cui il nostro server riceve l'invio" in page


def test_who_has_no_mandate_for_applications_sees_none(cast: Cast) -> None:
    assert cast.get(cast.eve, cast.base).status_code == 404
    assert cast.get(cast.carla, cast.base).status_code == 200
    with open_work(state_of(cast.site).database, actor=SYSTEM, now=NOW) as work:
        revoke_mandate(work, cast.mandate)
    assert cast.get(cast.carla, cast.base).status_code == 404


def test_anybody_checks_alone_and_nothing_is_kept(cast: Cast, site: Flask) -> None:
    path = f"/it/calls/{cast.call}/check"
    assert "Non conserviamo le risposte." in unescape(site.test_client().get(path).text)
    browser = cast.eve.browser()
    answer = browser.client.post(path, data={"csrf_token": browser.token(), "f-workers": "60"})
    page = unescape(answer.text)
    assert answer.status_code == 200
    assert "Con questi dati la domanda non sarebbe ammessa." in page
    assert "Avete 50 addetti o più." in page
    wrong = browser.client.post(path, data={"csrf_token": browser.token(), "f-workers": "sette"})
    assert wrong.status_code == 422


def test_a_form_is_filled_from_what_is_known_and_says_from_where(cast: Cast) -> None:
    own = cast.start()
    page = cast.read(cast.ada, f"{own}/answers/firm")
    assert "Sappiamo: sì, dai dati dell'impresa." in page
    assert re.search(r'name="f-seat_in_territory" value="yes" checked', page)


def test_what_is_known_keeps_its_origin_and_another_answer_says_what_changes(cast: Cast) -> None:
    own = cast.start()
    cast.post(cast.ada, f"{own}/answers/firm", seq="1", **{"f-workers": "7", "f-seat_in_territory": "yes"})
    assert dict(cast.held().answers) == {"workers": 7}
    cast.post(cast.ada, f"{own}/answers/firm", seq="2", **{"f-workers": "7", "f-seat_in_territory": "no"})
    assert dict(cast.held().answers) == {"workers": 7, "seat_in_territory": False}
    page = cast.read(cast.ada, f"{own}/answers/firm")
    assert "era «sì» (dai dati dell'impresa), voi scrivete «no»" in page
    assert "Sede nel territorio: prima «va bene», ora «non va bene»." in page


def test_what_is_wrong_is_said_and_the_rest_is_saved(cast: Cast) -> None:
    own = cast.start()
    answer = cast.post(
        cast.ada, f"{own}/answers/questions", seq="1", **{"f-commitment_months": "molti", "f-results_judged": "yes"}
    )
    assert answer.status_code == 422
    assert "Scrivete un numero" in unescape(answer.text)
    assert dict(cast.held().answers) == {"results_judged": True}


def test_a_script_saves_and_a_stale_form_shows_both_versions(cast: Cast) -> None:
    own = cast.start()
    script = {"Accept": "application/json"}
    saved = cast.post(cast.ada, f"{own}/answers/questions", script, seq="1", **{"f-commitment_months": "12"})
    assert saved.json == {**(saved.json or {}), "seq": 2, "mistakes": {}, "error": "", "fields": {}}
    cast.post(cast.bruno, f"{own}/answers/questions", seq="2", **{"f-commitment_months": "24"})
    refused = cast.post(cast.ada, f"{own}/answers/questions", script, seq="2", **{"f-commitment_months": "36"})
    assert refused.status_code == 409
    again = cast.post(cast.ada, f"{own}/answers/questions", seq="2", **{"f-commitment_months": "36"})
    assert again.status_code == 409
    assert "voi «36», salvato «24»" in unescape(again.text)
    assert dict(cast.held().answers)["commitment_months"] == 24
    # The page that shows both counts as drawn now: saved again, it stands.
    version = re.search(r'name="seq" value="(\d+)"', again.text)
    assert version is not None
    cast.post(cast.ada, f"{own}/answers/questions", seq=version[1], **{"f-commitment_months": "36"})
    assert dict(cast.held().answers)["commitment_months"] == 36


def test_a_form_that_does_not_say_what_it_showed_overwrites_nothing(cast: Cast) -> None:
    own = cast.start()
    cast.post(cast.bruno, f"{own}/answers/questions", seq="1", **{"f-commitment_months": "24"})
    for odd in ("", "99", "x"):
        answer = cast.post(cast.ada, f"{own}/answers/questions", seq=odd, **{"f-commitment_months": "36"})
        assert answer.status_code == 409


def test_documents_depend_on_the_case_and_files_are_looked_at(cast: Cast) -> None:
    own = cast.start()
    assert "forse serve: manca un dato" in cast.read(cast.ada, f"{own}/documents")
    cast.post(cast.ada, f"{own}/answers/questions", seq="1", **{"f-results_judged": "yes"})
    path = f"{own}/documents/results_rules"
    refused = cast.post(cast.ada, path, file=(BytesIO(b"no document"), "testo.pdf"))
    assert refused.status_code == 422
    taken = cast.post(cast.ada, path, file=(BytesIO(PDF), "testo.pdf"))
    assert taken.status_code == 303
    page = cast.read(cast.ada, f"{own}/documents")
    file = re.search(rf'href="({own}/files/[0-9a-f]+)"', page)
    assert file is not None
    assert cast.get(cast.ada, file[1]).data == PDF
    assert cast.get(cast.eve, file[1]).status_code == 404
    assert cast.post(cast.ada, f"{file[1]}/remove").status_code == 303
    assert cast.get(cast.ada, file[1]).status_code == 404


def test_who_changed_it_last_gives_no_ok_and_nothing_goes_without(cast: Cast) -> None:
    own = cast.start()
    cast.post(cast.ada, f"{own}/answers/firm", seq="1", **{"f-workers": "7"})
    assert "L'ultima modifica è vostra" in cast.read(cast.ada, f"{own}/check")
    digest = cast.digest(cast.bruno)
    assert cast.post(cast.ada, f"{own}/sign", agree="yes", digest=digest).status_code == 422
    assert cast.send(cast.ada).status_code == 422
    assert cast.post(cast.bruno, f"{own}/sign", digest=digest).status_code == 422
    assert cast.post(cast.bruno, f"{own}/sign", agree="yes", digest="0" * 64).status_code == 422
    assert cast.numbers() == []


def test_stamp_duty_is_told_as_the_call_cites_it_and_never_collected(cast: Cast) -> None:
    page = cast.read(cast.ada, f"{cast.start()}/check")
    assert "Qui non si paga nulla" in page
    assert "La legge prevede 16 euro" in page
    assert "D.P.R. 642/1972" in page


def test_sent_back_with_a_note_that_everybody_there_reads(cast: Cast) -> None:
    own = cast.ready()
    assert cast.post(cast.bruno, f"{own}/send-back", note="").status_code == 422
    assert cast.post(cast.bruno, f"{own}/send-back", note="Mancano i mesi").status_code == 303
    assert "ha rimandato la domanda: «Mancano i mesi»" in cast.read(cast.ada, own)
    assert cast.held().state == "draft"


def test_sent_once_however_often_the_button_is_pressed(cast: Cast) -> None:
    cast.ready()
    key = new_id()
    assert cast.send(cast.ada, key).status_code == 303
    assert cast.send(cast.ada, key).status_code == 303
    assert cast.send(cast.ada).headers["Location"].endswith("/receipt")
    assert cast.numbers() == [1]
    assert [
        (one.to, one.values["number"]) for one in mails_in(cast.site) if one.template == "application_received"
    ] == [(cast.ada.email, "1")]


def test_who_only_works_there_does_not_send(cast: Cast) -> None:
    own = cast.ready()
    assert cast.post(cast.bruno, f"{own}/submit", declare="yes", key=new_id()).status_code == 404


def test_a_consultant_sends_with_the_owners_ok_and_every_act_is_marked(cast: Cast) -> None:
    own = cast.start(cast.carla)
    assert "Siete qui con un incarico" in cast.read(cast.carla, cast.base)
    cast.post(cast.carla, f"{own}/answers/firm", seq="1", **{"f-workers": "7"})
    assert cast.post(cast.carla, f"{own}/sign", agree="yes", digest="0" * 64).status_code == 404
    cast.sign(cast.bruno)
    assert "l'ok di chi rappresenta l'impresa" in unescape(cast.send(cast.carla).text)
    cast.sign(cast.ada)
    assert cast.send(cast.carla).status_code == 303
    with open_reading(state_of(cast.site).database) as session:
        sent = submissions_of(session, cast.held().id)[0]
    assert sent.mandate_id == cast.mandate
    assert "Ente Prova" in cast.read(cast.ada, own)


def test_the_receipt_is_a_page_a_paper_and_a_public_page(cast: Cast, site: Flask) -> None:
    own = cast.ready()
    assert cast.get(cast.ada, f"{own}/receipt").status_code == 404
    cast.send(cast.ada)
    page = cast.read(cast.ada, f"{own}/receipt")
    with open_reading(state_of(site).database) as session:
        sent = submissions_of(session, cast.held().id)[0]
    assert sent.digest in page
    assert "21 novembre 2026, ore 10:30:15 (ora italiana, UTC+01:00)" in page
    public = f"/it/receipts/{sent.receipt_code}"
    assert public in page
    told = unescape(site.test_client().get(public).text)
    assert sent.digest in told
    assert "21 novembre 2026, ore 10:30:15" in told
    for secret in ("Forno", "00000089995", "Bando di prova", self_number(sent.number)):
        assert secret not in told
    assert site.test_client().get(f"/it/receipts/{new_id()}").status_code == 404


def self_number(number: int) -> str:
    """How a receipt would name the number of an application."""
    return f"numero {number}"


def test_withdrawn_taken_up_again_and_sent_with_another_number(cast: Cast) -> None:
    own = cast.ready()
    cast.send(cast.ada)
    assert cast.post(cast.bruno, f"{own}/withdraw").status_code == 404
    assert cast.post(cast.ada, f"{own}/withdraw").status_code == 303
    assert "Avete ritirato la domanda." in cast.read(cast.ada, own)
    assert cast.post(cast.ada, f"{own}/resume").status_code == 303
    cast.sign(cast.bruno)
    assert cast.send(cast.ada).status_code == 303
    assert cast.numbers() == [1, 2]


def test_after_the_closing_a_draft_is_shown_as_not_sent_with_why(cast: Cast, clock: Clock) -> None:
    own = cast.ready()
    clock.now = CLOSES + timedelta(seconds=1)
    assert "Era pronta, ma nessuno l'ha inviata." in cast.read(cast.ada, own)
    assert "non inviata" in cast.read(cast.ada, cast.base)
    assert cast.send(cast.ada).status_code == 422
    assert cast.post(cast.ada, f"{own}/answers/firm", seq="2", **{"f-workers": "9"}).status_code == 409


def test_the_last_moment_of_the_call_still_counts(cast: Cast, clock: Clock) -> None:
    cast.ready()
    clock.now = CLOSES
    assert cast.send(cast.ada).status_code == 303


def test_one_application_a_firm_and_call(cast: Cast) -> None:
    assert cast.start() == cast.start(cast.bruno)
    with open_reading(state_of(cast.site).database) as session:
        assert len(applications_of_firm(session, cast.firm)) == 1
        assert find_application(session, new_id()) is None


def test_the_page_of_a_call_leads_to_the_firms_own_check(cast: Cast, site: Flask) -> None:
    path = f"/it/calls/{cast.call}"
    own = f'href="{cast.base}/calls/{cast.call}"'
    assert own in cast.read(cast.ada, path)
    assert own not in site.test_client().get(path).text
    browser = cast.eve.browser()
    told = browser.client.post(f"{path}/check", data={"csrf_token": browser.token()}).text
    assert 'href="/it/firm"' in told.partition('id="then"')[2].partition("</section>")[0]


def test_an_amount_that_hangs_on_what_nobody_knows_says_so(cast: Cast) -> None:
    path, words = f"/it/calls/{cast.call}/check", "Importo, con i dati di adesso:"
    browser = cast.eve.browser()
    empty = browser.client.post(path, data={"csrf_token": browser.token()})
    assert words in unescape(empty.text)
    known = {"f-new_structural_measures": "1", "f-pooled_measures": "0", "f-hourly_leave_by_rule": "no"}
    whole = browser.client.post(path, data={"csrf_token": browser.token(), **known})
    assert words not in unescape(whole.text)


def test_what_is_unanswered_leads_to_its_question(cast: Cast) -> None:
    own = cast.start()
    page = cast.read(cast.ada, f"{own}/check")
    assert f'href="{own}/answers/questions#f-commitment_months"' in page
    assert 'id="f-commitment_months"' in cast.read(cast.ada, f"{own}/answers/questions")


def test_who_may_give_the_ok_is_named(cast: Cast) -> None:
    own = cast.start()
    cast.post(cast.ada, f"{own}/answers/firm", seq="1", **{"f-workers": "7"})
    assert "Può darlo: Bruno Verdi." in cast.read(cast.ada, f"{own}/check")


def test_the_home_says_what_is_to_be_sent_and_the_hub_what_comes_then(cast: Cast, clock: Clock) -> None:
    home, words = f"/it/firm/{cast.firm}", "Finite e inviate la domanda: il bando si chiude il 1º dicembre 2026"
    assert words not in cast.read(cast.ada, home)
    own = cast.ready()
    assert words in cast.read(cast.ada, home)
    cast.send(cast.ada)
    assert words not in cast.read(cast.ada, home)
    assert "E adesso?" in cast.read(cast.ada, own)
    assert "E adesso?" in cast.read(cast.ada, f"{own}/receipt")
    clock.now = CLOSES + timedelta(seconds=1)
    assert "Il bando si è chiuso:" in cast.read(cast.ada, own)
