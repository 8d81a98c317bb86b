"""A firm joins an agreement page by page: what concerns it, the four questions, the form, the signature, clocks,
proofs, the public list, leaving.
"""

import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from cip.agreement.actions.forget_files import forget_files
from cip.agreement.actions.leave_adherence import end_for_merger
from cip.agreement.adherence import Adherence, ClauseProof
from cip.agreement.reads import adherences_of, proofs_of
from cip.database.work import open_reading, open_work
from cip.parties.access import SYSTEM
from cip.parties.actions.add_member import add_member
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.open_body import open_body
from cip.parties.actions.register_firm import FirmDetails, NewSeat, add_seat, change_firm, close_seat, register_firm
from cip.web.state import state_of
from tests.integration.web.conftest import NOW, Clock
from tests.integration.web.people import Someone, make_person
from tests.integration.worlds import ON_BOTH
from tests.unit.files.samples import PDF

pytestmark = pytest.mark.parametrize("database_kind", ON_BOTH, indirect=True)

DAY = NOW.date()
MARK = "inventato per la dimostrazione"


class Cast:
    """A firm in the invented territory with its owner and a collaborator; its consultant; a stranger."""

    def __init__(self, site: Flask) -> None:
        state = state_of(site)
        self.site = site
        self.ada = make_person(site, "Ada Rossi")
        with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
            self.firm = register_firm(work, FirmDetails("=Forno Ada"), tax_code="00000089995", owner_id=self.ada.id)
            self.seat = add_seat(work, self.firm, NewSeat("Negozio", "Valfinta", "999001"))
            body = open_body(work, "consultancy", "Ente Prova")
            give_mandate(work, self.firm, body, scopes=["check_up"], from_day=DAY, given_by=self.ada.id)
        self.carla = make_person(site, "Carla Bianchi", [("body", body, "staff")])
        self.bruno = make_person(site, "Bruno Verdi")
        with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
            add_member(work, self.bruno.id, party_kind="firm", party_id=self.firm, role="collaborator")
        self.eve = make_person(site, "Eva Neri")

    @property
    def base(self) -> str:
        return f"/it/firm/{self.firm}/agreement"

    def held(self) -> Adherence:
        """The firm's newest joining."""
        with open_reading(state_of(self.site).database) as session:
            return adherences_of(session, self.firm)[0]

    def get(self, who: Someone, path: str) -> TestResponse:
        """Open a page below the firm's agreements."""
        return who.browser().client.get(self.base + path)

    def read(self, who: Someone, path: str) -> str:
        """The words of a page that opens."""
        answer = self.get(who, path)
        assert answer.status_code == 200, (path, answer.status_code)
        return unescape(answer.text)

    def post(self, who: Someone, path: str, **data: object) -> TestResponse:
        """Send a form."""
        browser = who.browser()
        return browser.client.post(self.base + path, data={"csrf_token": browser.token(), **data})

    def draft(self, who: Someone | None = None) -> str:
        """Answer the four questions; the path of the joining."""
        who = who or self.ada
        begun = self.post(who, "/demo-2026/join")
        assert begun.status_code == 303, begun.text
        path = begun.headers["Location"].removeprefix(self.base)
        assert self.post(who, f"{path}/join/size", people="7").status_code == 303
        assert self.post(who, f"{path}/join/route", route="membership", reference="socio 42").status_code == 303
        assert self.post(who, f"{path}/join/other_text", other="no").status_code == 303
        return path

    def joined(self) -> str:
        """Sign in the system; the path of the joining."""
        path = self.draft()
        assert self.post(self.ada, f"{path}/form").status_code == 303
        signed = self.post(self.ada, f"{path}/sign", agree="yes", sha256=self.held().form_sha256)
        assert signed.status_code == 303, signed.text
        return path


@pytest.fixture
def cast(site: Flask) -> Cast:
    return Cast(site)


def test_the_list_says_what_concerns_the_firm_and_why(cast: Cast) -> None:
    page = cast.read(cast.ada, "")
    assert "Potete aderire" in page
    assert MARK in page
    assert "Avete una sede a Valfinta, nel suo territorio." in page
    assert "È una proposta da contrattare: non vincola nessuno." in page
    assert cast.get(cast.eve, "").status_code == 404


def test_a_contract_that_holds_anyway_is_not_closed_and_says_who_rules_the_hours(cast: Cast) -> None:
    alone = cast.read(cast.ada, "")
    assert "Non sappiamo quale contratto nazionale applicate." in alone
    assert "L'impresa non ha aderito a «" in alone
    state = state_of(cast.site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        change_firm(work, cast.firm, FirmDetails("=Forno Ada", ccnl_code="J241"))
    page = cast.read(cast.ada, "")
    assert "Vale per il vostro contratto" in page
    assert page.index('id="contract"') < page.index('id="regime"') < page.index('id="others"')
    rules = page[page.index('id="regime"') : page.index('id="others"')]
    assert "Il contratto nazionale «" in rules
    assert "qui non le decidiamo" in rules


def test_one_answer_leads_to_the_next_and_nothing_is_skipped(cast: Cast) -> None:
    begun = cast.post(cast.bruno, "/demo-2026/join")
    path = begun.headers["Location"].removeprefix(cast.base)
    assert "Che cosa manca per firmare" in cast.read(cast.bruno, path)
    assert cast.post(cast.bruno, f"{path}/form").headers["Location"].endswith(path)
    after_seat = cast.post(cast.bruno, f"{path}/join/seat", seat=cast.seat)
    assert after_seat.headers["Location"].endswith("/join/size")
    wrong = cast.post(cast.bruno, f"{path}/join/size", people="tanti")
    assert wrong.status_code == 422
    assert "Scrivete un numero intero" in unescape(wrong.text)
    many = cast.post(cast.bruno, f"{path}/join/size", people="51")
    assert many.status_code == 422
    assert "L'accordo è per imprese fino a 50 persone: così non potete aderire." in unescape(many.text)
    assert cast.held().size_counted is None
    assert cast.post(cast.bruno, f"{path}/join/size", people="50").headers["Location"].endswith("/join/route")
    without = cast.post(cast.bruno, f"{path}/join/route", route="membership")
    assert without.status_code == 422
    assert "Serve una prova" in unescape(without.text)
    assert cast.post(cast.bruno, f"{path}/join/route", reference="1").status_code == 422
    assert cast.post(cast.bruno, f"{path}/join/route", route="full_ccnl", reference="H011").status_code == 303
    assert cast.post(cast.bruno, f"{path}/join/other_text", other="yes").status_code == 422
    done = cast.post(cast.bruno, f"{path}/join/other_text", other="yes", matters="welfare", since="1/5/2020")
    assert done.status_code == 303
    page = cast.read(cast.bruno, path)
    assert "50 persone" in page
    assert "H011" in page
    assert cast.held().other_text_matters == ("welfare",)


def test_only_the_owner_signs_and_with_a_fresh_password(cast: Cast, clock: Clock) -> None:
    path = cast.draft(cast.carla)
    assert cast.post(cast.carla, f"{path}/form").status_code == 303
    assert "Firma solo chi rappresenta l'impresa" in cast.read(cast.carla, f"{path}/sign")
    sha256 = cast.held().form_sha256
    page = cast.read(cast.ada, f"{path}/sign")
    told = (
        "3. A che cosa si impegna",
        "Ogni volta almeno 1 h, poi a scatti di 30 min.",
        "Firmate nel sistema",
        "impronta",
    )
    assert [page.rindex(words) for words in told] == sorted(page.rindex(words) for words in told)
    assert "Preparate il piano entro 60 giorni dal check-up." in page
    for who in (cast.carla, cast.bruno, cast.eve):
        assert cast.post(who, f"{path}/sign", agree="yes", sha256=sha256).status_code == 404
        assert cast.post(who, f"{path}/sign-on-paper", sha256=sha256).status_code == 404
        assert cast.post(who, f"{path}/give-up").status_code == 404
    assert cast.post(cast.ada, f"{path}/sign", sha256=sha256).status_code == 422
    assert cast.post(cast.ada, f"{path}/sign", agree="yes", sha256="0" * 64).status_code == 409
    browser = cast.ada.browser()
    clock.now += timedelta(hours=2)
    asked = browser.client.post(
        cast.base + path + "/sign", data={"csrf_token": browser.token(), "agree": "yes", "sha256": sha256}
    )
    assert asked.status_code in (302, 303)
    assert "/account/" in asked.headers["Location"]
    assert cast.held().state == "draft"


def test_what_follows_the_signature(cast: Cast, clock: Clock) -> None:
    path = cast.joined()
    assert cast.held().joined_on == DAY
    page = cast.read(cast.ada, f"{path}?done=signed")
    assert "L'adesione è firmata." in page
    assert "Da fare entro il 1º dicembre 2026." in page
    home = f"/it/firm/{cast.firm}"
    now = unescape(cast.ada.browser().client.get(home).text)
    assert "Mandate copia dell'adesione al comitato entro il 1º dicembre 2026" in now
    assert "Informate chi lavora da voi dell'adesione entro il 1º dicembre 2026" in now
    clock.now += timedelta(days=11)
    late = cast.read(cast.ada, path)
    assert "Il termine era il 1º dicembre 2026 e non risulta fatto." in late
    told = cast.post(cast.bruno, f"{path}/told/committee", committee_day="2026-12-02")
    assert told.status_code == 303
    now = unescape(cast.ada.browser().client.get(home).text)
    assert "Mandate copia" not in now
    assert "Informate chi lavora da voi dell'adesione: il termine era il 1º dicembre 2026" in now
    early = cast.post(cast.bruno, f"{path}/told/workers", workers_day="2026-11-20")
    assert early.status_code == 422
    assert "prima della firma" in unescape(early.text)
    assert cast.held().workers_told_on is None
    assert cast.post(cast.bruno, f"{path}/protocol", number="", protocol_day="2026-12-02").status_code == 422
    assert cast.post(cast.bruno, f"{path}/protocol", number="7/26", protocol_day="2026-12-02").status_code == 303
    done = cast.read(cast.carla, path)
    assert "Numero 7/26 del 2 dicembre 2026" in done
    assert "Il termine era il 1º dicembre 2026." in done


def test_a_form_comes_back_signed_on_paper(cast: Cast) -> None:
    path = cast.draft()
    cast.post(cast.ada, f"{path}/form")
    sha256 = cast.held().form_sha256
    bare = cast.post(cast.ada, f"{path}/sign-on-paper", sha256=sha256, name="", day="2026-11-22")
    assert bare.status_code == 422
    ahead = {"sha256": sha256, "name": "Ada Rossi", "day": "2026-11-22"}
    odd = cast.post(cast.ada, f"{path}/sign-on-paper", **ahead, file=(BytesIO(PDF), "modulo.pdf"))
    assert odd.status_code == 422
    whole = {**ahead, "day": "2026-11-21"}
    fake = cast.post(cast.ada, f"{path}/sign-on-paper", **whole, file=(BytesIO(b"<html>"), "modulo.pdf"))
    assert fake.status_code == 422
    good = cast.post(cast.ada, f"{path}/sign-on-paper", **whole, file=(BytesIO(PDF), "modulo.pdf"))
    assert good.status_code == 303, good.text
    assert cast.get(cast.bruno, f"{path}/signed-form").data == PDF
    assert cast.get(cast.eve, f"{path}/signed-form").status_code == 404
    assert "/signed-form" in cast.read(cast.ada, path)
    state = state_of(cast.site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        end_for_merger(work, cast.firm, on=DAY)
        forget_files(work, cast.held().id, ended_before=DAY + timedelta(days=1))
    assert cast.get(cast.ada, f"{path}/signed-form").status_code == 404
    assert "/signed-form" not in cast.read(cast.ada, path)


def test_the_papers_bear_the_mark_and_the_check_says_no_name(cast: Cast) -> None:
    path = cast.joined()
    for paper in ("form", "committee-letter", "workers-notice"):
        page = cast.read(cast.ada, f"{path}/paper/{paper}")
        assert MARK in page.lower()
        assert "=Forno Ada" in page
        assert cast.get(cast.ada, f"{path}/paper/{paper}.pdf").data.startswith(b"%PDF")
    assert cast.get(cast.ada, f"{path}/paper/leaving-letter").status_code == 404
    stranger = cast.eve.browser().client
    checked = stranger.get(f"/it/joining/{cast.held().form_sha256}")
    assert checked.status_code == 200
    assert "Ada" not in checked.text
    assert "Accordo di prova 2026" in checked.text
    assert stranger.get(f"/it/joining/{'0' * 64}").status_code == 404


def test_clauses_are_proved_one_fact_at_a_time(cast: Cast) -> None:
    path = cast.joined()
    page = cast.read(cast.carla, f"{path}/clauses")
    assert "non vuol dire no" in page
    before = cast.read(cast.carla, f"{path}/clauses/B-01")
    assert "Non si sa ancora" in before
    clause = f"{path}/clauses/B-01"
    assert cast.post(cast.bruno, f"{clause}/part_timers_may_ask").status_code == 422
    noted = cast.post(
        cast.bruno, f"{clause}/part_timers_may_ask", value="yes", file=(BytesIO(PDF), "regole.pdf"), seen="yes"
    )
    assert noted.status_code == 303, noted.text
    assert "Rispettata" in cast.read(cast.carla, clause)
    (proof,) = [one for one in _proofs(cast) if one.fact_id == "part_timers_may_ask"]
    assert not proof.seen
    assert cast.get(cast.ada, f"{path}/proofs/{proof.id}/file").data == PDF
    assert cast.get(cast.eve, f"{path}/proofs/{proof.id}/file").status_code == 404
    cast.post(cast.carla, f"{clause}/part_timers_may_ask", value="no", seen="yes")
    assert "documento visto" in cast.read(cast.ada, clause)
    assert "Non rispettata" in cast.read(cast.ada, clause)
    newest = _proofs(cast)[-1]
    assert newest.seen
    assert cast.post(cast.ada, f"{clause}/proofs/{newest.id}/withdraw").status_code == 303
    assert "Rispettata" in cast.read(cast.ada, clause)


def test_a_day_may_be_stated_not_to_be_and_odd_values_are_refused(cast: Cast) -> None:
    path = cast.joined()
    told = f"{path}/clauses/A-06/last_hired_on"
    assert cast.post(cast.ada, told).status_code == 422
    assert cast.post(cast.ada, told, value="2027-01-01").status_code == 422
    assert cast.post(cast.ada, told, not_yet="yes").status_code == 303
    assert "non è successo" in cast.read(cast.ada, f"{path}/clauses/A-06")
    assert cast.post(cast.ada, f"{path}/clauses/B-02/hours_least_minutes", value="-5").status_code == 422
    assert cast.post(cast.ada, f"{path}/clauses/A-06/committee_told_on", value="2026-11-21").status_code == 404
    assert cast.post(cast.ada, f"{path}/clauses/A-05/committee_told_on", value="2026-11-21").status_code == 404
    assert cast.get(cast.ada, f"{path}/clauses/Z-99").status_code == 404


def _proofs(cast: Cast) -> list[ClauseProof]:
    with open_reading(state_of(cast.site).database) as session:
        return list(proofs_of(session, cast.held().id))


def test_the_public_list_and_the_objection(cast: Cast) -> None:
    path = cast.joined()
    public = cast.eve.browser().client
    assert "=Forno Ada" in public.get("/it/agreements/demo-2026/firms").text
    assert "in attesa di protocollo" in public.get("/it/agreements/demo-2026/firms").text
    assert cast.post(cast.bruno, f"{path}/protocol", number="7/26", protocol_day=DAY.isoformat()).status_code == 303
    assert "in attesa di protocollo" not in public.get("/it/agreements/demo-2026/firms").text
    assert "non si aderisce con un modulo" in public.get("/it/agreements/abi-2016/firms").text
    rows = public.get("/it/agreements/demo-2026/firms.csv").text
    assert "'=Forno Ada,Valfinta,2026-11-21" in rows
    assert MARK in rows
    assert cast.post(cast.ada, f"{path}/list").status_code == 422
    assert cast.post(cast.bruno, f"{path}/list", ground="safety").status_code == 404
    assert cast.post(cast.ada, f"{path}/list", ground="safety").status_code == 303
    assert "Forno" not in public.get("/it/agreements/demo-2026/firms").text
    assert "Il comitato deve ancora rispondere" in cast.read(cast.ada, path)
    assert cast.post(cast.ada, f"{path}/list").status_code == 303
    assert cast.held().hidden_on is None


def test_leaving_keeps_its_notice_and_may_be_taken_back(cast: Cast) -> None:
    path = cast.joined()
    assert "preavviso è di 3 mesi" in cast.read(cast.ada, f"{path}/leave")
    early = cast.post(cast.ada, f"{path}/leave", leaves_on="2026-12-31", agree="yes")
    assert early.status_code == 422
    assert "il primo giorno possibile è il 21 febbraio 2027" in unescape(early.text)
    assert cast.post(cast.ada, f"{path}/leave", leaves_on="2027-02-21").status_code == 422
    assert cast.post(cast.bruno, f"{path}/leave", leaves_on="2027-02-21", agree="yes").status_code == 404
    assert cast.post(cast.ada, f"{path}/leave", leaves_on="2027-02-21", agree="yes").status_code == 303
    assert "Uscite il 21 febbraio 2027." in cast.read(cast.bruno, path)
    assert "21 febbraio 2027" in cast.read(cast.ada, f"{path}/paper/leaving-letter")
    assert cast.post(cast.ada, f"{path}/stay").status_code == 303
    assert cast.held().state == "signed"


def test_a_firm_that_moved_is_asked_what_to_do(cast: Cast) -> None:
    path = cast.joined()
    assert cast.post(cast.ada, f"{path}/end").status_code == 409
    state = state_of(cast.site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        close_seat(work, cast.firm, cast.seat, DAY)
        add_seat(work, cast.firm, NewSeat("Magazzino", "Milano", "015146"))
    page = cast.read(cast.ada, path)
    assert "Nessuna vostra sede è più nel territorio" in page
    assert cast.held().state == "signed"
    assert "L'adesione finisce il 21 febbraio 2027, dopo il preavviso." in page
    assert cast.post(cast.ada, f"{path}/end").status_code == 303
    assert (cast.held().state, cast.held().leaves_on) == ("leaving", date(2027, 2, 21)), "a move keeps the notice"
    assert cast.post(cast.ada, f"{path}/end").status_code == 409


def test_nobody_leaves_after_the_agreement_ends(cast: Cast) -> None:
    path = cast.joined()
    assert "finisce da solo il 31 dicembre 2028" in cast.read(cast.ada, f"{path}/leave")
    late = cast.post(cast.ada, f"{path}/leave", leaves_on="2029-01-01", agree="yes")
    assert late.status_code == 422
    assert "L'accordo finisce da solo il 31 dicembre 2028" in unescape(late.text)
    assert cast.post(cast.ada, f"{path}/leave", leaves_on="2028-12-31", agree="yes").status_code == 303


def test_a_protocol_is_corrected_by_who_saw_it(cast: Cast) -> None:
    path = cast.joined()

    def noted(number: str, seen: str = "") -> int:
        fields = {"number": number, "protocol_day": "2026-11-21", "instead_of": seen}
        return cast.post(cast.ada, f"{path}/protocol", **fields).status_code

    assert (noted("1/26"), noted("2/26"), noted("3/26", "1/26")) == (303, 409, 303)
    assert 'name="instead_of" value="3/26"' in cast.read(cast.ada, path)


def test_a_draft_brings_nothing_before_the_committee(cast: Cast) -> None:
    adherence_id = cast.draft().removeprefix("/")
    browser, matters = cast.ada.browser(), f"/it/adherences/{cast.firm}/{adherence_id}"
    assert browser.client.get(f"{matters}/committee").status_code == 404
    for address in (f"{matters}/disputes", f"{matters}/questions", f"{cast.base}/{adherence_id}/yearly"):
        data = {"clause": "B-02", "ground": "other", "question": "Quante?", "year": "2026", "women": "9"}
        assert browser.client.post(address, data={**data, "csrf_token": browser.token()}).status_code == 404, address


def test_a_draft_is_dropped_and_nothing_is_done_to_what_ended(cast: Cast) -> None:
    path = cast.draft()
    assert cast.post(cast.ada, f"{path}/give-up").status_code == 303
    assert cast.held().state == "ended"
    for act in ("join/size", "told/workers", "protocol", "give-up", "stay", "form"):
        sent = cast.post(cast.ada, f"{path}/{act}", people="3", number="1", protocol_day="2026-11-21")
        assert sent.status_code == 409, act
    assert cast.post(cast.ada, f"{path}/renew").status_code == 409
    assert cast.draft() != path


def test_a_proposal_and_an_unknown_agreement_are_not_joined(cast: Cast) -> None:
    assert cast.post(cast.ada, "/milano-proposal-2026/join").status_code == 409
    assert cast.post(cast.ada, "/no-such/join").status_code == 409
    assert cast.post(cast.eve, "/demo-2026/join").status_code == 404


@pytest.mark.parametrize("language", ["it", "en"])
def test_public_texts_show_marks_sources_and_what_is_unknown(site: Flask, language: str) -> None:
    client = site.test_client()
    listed = client.get(f"/{language}/agreements").text
    for name in re.findall(rf'href="(/{language}/agreements/[a-z0-9-]+)"', listed):
        page = client.get(name)
        assert page.status_code == 200, name
    proposal = unescape(client.get(f"/{language}/agreements/milano-proposal-2026").text)
    assert ("da contrattare" if language == "it" else "to be bargained") in proposal
    social = unescape(client.get(f"/{language}/agreements/social-cooperatives-milano-2025").text)
    assert ("non lo sappiamo" if language == "it" else "we do not know") in social
    assert client.get(f"/{language}/agreements/no-such").status_code == 404


def test_the_public_text_groups_its_values_and_names_contracts(site: Flask) -> None:
    client = site.test_client()
    page = unescape(client.get("/it/agreements/demo-2026").text)
    assert page.count("Accordo inventato per la dimostrazione") <= 2
    assert "Che cosa è cambiato" in page
    assert "80 %" in page
    assert page.index("Congedo parentale a ore") < page.index("16 ore")
    social = unescape(client.get("/it/agreements/professional-firms").text)
    assert re.search(r"<dd>[A-Z][^<]+ \(H442\)", social)
