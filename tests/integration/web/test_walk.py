"""The walk: what a page saves, what it refuses, what comes back, what the result stores."""

import json
from datetime import timedelta

import pytest
from flask import Flask

from cip.assessment.reads import current_answers, events_after, snapshots_of
from cip.assessment.replaying import replay
from cip.assessment.stored import AnswerEvent, StoredSnapshot
from cip.database.work import open_reading
from cip.documents.pool import PdfPool
from cip.web.packs import Packs
from cip.web.state import EXTENSION, State
from tests.integration.web.conftest import Clock
from tests.integration.web.owner import Owner
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)


def state(owner: Owner) -> State:
    found: State = owner.site.extensions[EXTENSION]
    return found


def answers(owner: Owner) -> dict[str, dict[str, object]]:
    with open_reading(state(owner).database) as session:
        stored = current_answers(session, owner.check_up_id)
    return {**stored.file, "notes": dict(stored.notes)}  # type: ignore[dict-item]


def events(owner: Owner) -> list[AnswerEvent]:
    with open_reading(state(owner).database) as session:
        return events_after(session, owner.check_up_id)


def snapshots(owner: Owner) -> list[StoredSnapshot]:
    with open_reading(state(owner).database) as session:
        return snapshots_of(session, owner.check_up_id)


def test_the_start_button_leads_to_the_profile(site: Flask) -> None:
    owner = Owner(site)
    answer = owner.start()
    assert answer.status_code == 303
    assert answer.headers["Location"] == owner.base + "/profile"
    assert "Riprendete il vostro check-up" in owner.client.get("/it/").text


class TestProfile:
    """The facts of the firm."""

    def test_saves_every_kind_of_answer_as_the_rules_read_it(self, owner: Owner) -> None:
        answer = owner.profile()
        assert answer.status_code == 303
        assert answer.headers["Location"] == owner.base + "/profile/hours"
        facts = answers(owner)["facts"]
        assert facts["workers"] == 7
        assert facts["opening_hours"] == 45.5
        assert facts["single_cover"] == "no"
        assert facts["representation"] == ["none"]
        assert {event.source for event in events(owner)} == {"profile"}

    def test_saving_the_same_again_writes_nothing(self, owner: Owner) -> None:
        owner.profile()
        before = len(events(owner))
        owner.profile()
        assert len(events(owner)) == before

    def test_an_empty_number_is_unknown_and_a_radio_left_alone_is_open(self, owner: Owner) -> None:
        owner.post("/profile", {"workers": "", "ccnl": " "})
        assert answers(owner)["facts"] == {"workers": "unknown", "ccnl": "unknown"}
        assert "2 «non lo so»" in owner.get().text

    def test_a_code_may_be_written_small_and_with_spaces(self, owner: Owner) -> None:
        owner.post("/profile", {"ccnl": "c 011"})
        assert answers(owner)["facts"]["ccnl"] == "C011"

    @pytest.mark.parametrize(
        ("name", "typed", "sentence"),
        [
            ("workers", "0", "Scrivete un numero intero da 1 a 4999."),
            ("workers", "sette", "Scrivete un numero intero da 1 a 4999."),
            ("workers", "7,5", "Scrivete un numero intero da 1 a 4999."),
            ("opening_hours", "169", "Scrivete un numero da 0 a 168."),
            ("away_share", "-1", "Scrivete un numero da 0 a 100."),
            ("ccnl", "XX", "Il codice non ha la forma giusta"),
            ("ccnl", "x" * 61, "È troppo lungo"),
            ("sector", "bank", "Scegliete una delle risposte."),
            ("shifts", "maybe", "Scegliete una delle risposte."),
            ("representation", ["", "rsa", "none"], "toglietela, oppure"),
            ("representation", ["", "king"], "Scegliete tra le risposte."),
        ],
    )
    def test_a_mistake_is_named_and_the_rest_is_saved(
        self, owner: Owner, name: str, typed: object, sentence: str
    ) -> None:
        owner.profile()
        before = answers(owner)["facts"].get(name)
        answer = owner.profile(**{name: typed, "firms_in_reach": "3"})
        assert answer.status_code == 422
        assert answer.text.count(sentence.replace("'", "&#39;")) == 2, "in the summary and beside the field"
        assert f'href="#q-{name}"' in answer.text
        assert f'id="q-{name}"' in answer.text
        assert f'id="{name}-error"' in answer.text
        assert "accepted:" not in answer.text
        assert answer.text.count("Da correggere:") >= 1
        assert answers(owner)["facts"].get(name) == before
        assert answers(owner)["facts"]["firms_in_reach"] == 3
        if isinstance(typed, str) and name in ("workers", "opening_hours", "ccnl"):
            assert f'value="{typed}"' in answer.text, "what was typed is still there"

    def test_mistakes_stand_in_the_order_of_the_page(self, owner: Owner) -> None:
        page = owner.profile(workers="x", opening_hours="169", seats="99").text
        places = [page.index(f'href="#q-{name}"') for name in ("workers", "seats", "opening_hours")]
        assert places == sorted(places)

    def test_a_question_that_others_settle_is_shown_with_the_reason(self, owner: Owner) -> None:
        owner.profile(opening_hours="0")
        page = owner.get("/profile/hours").text
        assert "Lo sappiamo già:" in page
        assert "Non ci sono ore di apertura da coprire." in page
        assert 'name="single_cover"' not in page

    def test_a_question_that_appears_is_announced(self, owner: Owner) -> None:
        owner.profile(opening_hours="0")
        owner.get()
        owner.profile(opening_hours="40")
        page = owner.get().text
        assert "C'è una domanda nuova:" in page
        assert "In qualche ora di apertura" in page

    def test_facts_that_nobody_asks_are_not_taken(self, owner: Owner) -> None:
        owner.post("/profile", {"ateco": "47.71", "band": "d", "nothing": "1"})
        assert answers(owner)["facts"] == {}


class TestHiddenAnswers:
    """What is put aside stays and comes back."""

    def test_a_step_put_aside_is_named_and_returns_by_itself(self, owner: Owner) -> None:
        owner.profile()
        owner.post("/area/T", {"T1": "3", "T1.proof": "4"})
        owner.profile(single_cover="yes")
        page = owner.get().text
        assert "Una risposta messa da parte:" in page
        assert "T1 Orario flessibile" in page
        assert "torna se cambiate la risposta a" in page
        assert f'href="{owner.base}/profile/hours#q-single_cover"' in page
        area = owner.get("/area/T").text
        assert 'name="T1"' not in area
        assert "gradino 3, è messa da parte" in area
        owner.post("/area/T", {"T2": "1"})
        assert answers(owner)["indicators"]["T1"] == {"step": 3, "count": 4}
        owner.profile(single_cover="no")
        assert "Una risposta è tornata:" in owner.get().text
        assert 'id="T1-3" name="T1" value="3" checked' in owner.get("/area/T").text

    def test_what_depends_on_a_changed_answer_is_listed(self, owner: Owner) -> None:
        owner.profile()
        assert "Che cosa dipende" not in owner.get().text, "first answers change nothing"
        owner.profile(workers="3")
        assert "Che cosa dipende dalle risposte cambiate" in owner.get().text
        assert "Che cosa dipende dalle risposte cambiate" not in owner.get().text, "said once"

    def test_a_hidden_fact_cannot_be_overwritten(self, owner: Owner) -> None:
        owner.profile(single_cover="yes", opening_hours="0")
        owner.profile(opening_hours="0", single_cover="no")
        assert answers(owner)["facts"]["single_cover"] == "yes"

    def test_a_reason_that_the_profile_denies_is_taken_back_and_named(self, owner: Owner) -> None:
        owner.profile()
        owner.post("/area/C", {"C3": "na:no_fathers_24_months"})
        owner.profile(father_cases_24m="2")
        assert "C3" not in answers(owner)["indicators"]
        page = owner.get().text
        assert "non va d'accordo con risposte date prima" in page
        assert "C3 " in page
        assert any(event.question_id == "C3" and event.value is None for event in events(owner)), "history keeps it"

    def test_counts_above_the_workers_are_taken_back_and_named(self, owner: Owner) -> None:
        owner.profile()
        owner.post("/already", {"N04": "6"})
        owner.profile(workers="3")
        assert answers(owner)["needs"] == {}
        assert "Chiusure scolastiche" in owner.get().text


class TestArea:
    """One page, one form."""

    def test_each_kind_of_answer_is_stored_in_its_form(self, owner: Owner) -> None:
        owner.profile(extra_hours="no")
        form = {
            "T1": "3",
            "T1.proof": "4",
            "T2": "unknown",
            "T3": "na:no_extra_hours",
            "T4": "4",
            "T4.proof": "2026-01-31",
            "T4.note": "due righe\r\nper noi",
            "T5": "0",
            "T5.proof": "",
        }
        answer = owner.post("/area/T", {**form, "go": "next"})
        assert answer.headers["Location"] == owner.base + "/area/L"
        stored = answers(owner)
        assert stored["indicators"] == {
            "T1": {"step": 3, "count": 4},
            "T2": "unknown",
            "T3": {"not_applicable": "no_extra_hours"},
            "T4": {"step": 4, "date": "2026-01-31"},
            "T5": 0,
        }
        assert stored["notes"] == {"T4": "due righe\nper noi"}
        page = owner.get("/area/T").text
        for checked in ("T1-3", "T2-unknown", "T3-na:no_extra_hours", "T4-4", "T5-0"):
            assert f'id="{checked}"' in page
            assert "checked" in page.split(f'id="{checked}"')[1].split(">")[0]
        assert 'value="2026-01-31"' in page
        assert "due righe" in page

    def test_only_what_changed_becomes_an_event(self, owner: Owner) -> None:
        owner.post("/area/T", {"T1": "3", "T2": "1"})
        before = len(events(owner))
        owner.post("/area/T", {"T1": "3", "T2": "2"})
        assert [(event.question_id, event.value) for event in events(owner)[before:]] == [("T2", "2")]

    def test_i_do_not_know_settles_the_question(self, owner: Owner) -> None:
        owner.post("/area/W", {"W1": "unknown", "W2": "unknown", "W3": "1"})
        page = owner.get().text
        card = page.split("/area/W")[1].split("</li>")[0]
        assert "Completa" in card
        assert "3 di 3, 2 «non lo so»" in " ".join(card.split())

    @pytest.mark.parametrize(
        ("form", "anchor", "sentence", "kept"),
        [
            ({"T1": "3", "T1.proof": "0"}, "T1.proof", "almeno un caso", 3),
            ({"T1": "3", "T1.proof": "molti"}, "T1.proof", "numero intero da 0 in su", 3),
            ({"T4": "3", "T4.proof": "2026-12-01"}, "T4.proof", "un giorno fino a oggi", 3),
            ({"T4": "3", "T4.proof": "31/2/2026"}, "T4.proof", "un giorno che esiste", 3),
            ({"T1": "7"}, "q-T1", "Scegliete una delle risposte", None),
            ({"T1.proof": "4"}, "q-T1", "Scegliete anche il gradino", None),
            ({"T2": "na:single_cover"}, "q-T2", "Scegliete una delle risposte", None),
            ({"T5": "1", "T5.note": "x" * 1001}, "T5.note", "al massimo 1000 caratteri", 1),
        ],
    )
    def test_a_mistake_is_named_and_the_step_is_saved(
        self, owner: Owner, form: dict[str, str], anchor: str, sentence: str, kept: int | None
    ) -> None:
        answer = owner.post("/area/T", form)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert f'href="#{anchor}"' in answer.text
        assert f'id="{anchor}"' in answer.text
        code = next(iter(form))[:2]
        assert answers(owner)["indicators"].get(code) == kept

    def test_a_day_may_be_written_the_italian_way(self, owner: Owner) -> None:
        owner.post("/area/T", {"T4": "3", "T4.proof": "31.1.2026"})
        assert answers(owner)["indicators"]["T4"] == {"step": 3, "date": "2026-01-31"}

    def test_the_question_speaks_of_the_firm(self, owner: Owner) -> None:
        owner.profile(sector="office")
        assert "In ufficio si può entrare o uscire" in owner.get("/area/T").text
        owner.profile(sector="workshop")
        assert "In laboratorio o in cantiere" in owner.get("/area/T").text

    def test_without_cases_a_lower_step_is_enough(self, owner: Owner) -> None:
        owner.profile(leave_cases_24m="0")
        assert "a voi basta il gradino 2" in owner.get("/area/C").text

    def test_law_stands_beside_the_question_with_its_dates(self, owner: Owner) -> None:
        page = owner.get("/area/C").text
        assert "Che cosa dà già la legge" in page
        assert "D.Lgs. 151/2001" in page
        assert "Letto il" in page

    @pytest.mark.parametrize(
        ("go", "path"), [("next", "/area/L"), ("previous", "/profile/codes"), ("hub", ""), ("x", "")]
    )
    def test_the_button_says_where_to_go(self, owner: Owner, go: str, path: str) -> None:
        assert owner.post("/area/T", {"T1": "1", "go": go}).headers["Location"] == owner.base + path

    def test_an_area_that_is_not_there_is_not_found(self, owner: Owner) -> None:
        assert owner.get("/area/Z").status_code == 404
        assert owner.post("/area/Z", {"T1": "1"}).status_code == 404


def test_duties_are_saved_and_a_case_that_did_not_happen_is_settled(owner: Owner) -> None:
    owner.profile(leave_cases_24m="0")
    page = owner.get("/duties").text
    assert 'name="maternity_leave_granted"' not in page
    assert "Nessun caso, secondo il profilo" in page
    owner.post("/duties", {"risk_assessment": "no", "l104_permits": "unknown", "first_year_rests": "no_case"})
    assert answers(owner)["duties"] == {
        "risk_assessment": "no",
        "l104_permits": "unknown",
        "first_year_rests": "no_case",
    }
    assert owner.post("/duties", {"risk_assessment": "never"}).status_code == 422


def test_an_explicit_answer_to_a_duty_can_be_changed_also_when_the_profile_says_no_case(owner: Owner) -> None:
    owner.profile(father_cases_24m="1")
    owner.post("/duties", {"paternity_leave_granted": "no"})
    owner.profile(father_cases_24m="0")
    page = owner.get("/duties").text
    assert 'id="paternity_leave_granted-no" name="paternity_leave_granted" value="no" checked' in page
    owner.post("/duties", {"paternity_leave_granted": "unknown"})
    assert answers(owner)["duties"]["paternity_leave_granted"] == "unknown"
    assert 'name="paternity_leave_granted"' not in owner.get("/duties").text, "the profile settles it again"
    assert 'duties#q-paternity_leave_granted"' not in owner.conclude()


def test_needs_and_measures_in_use_can_be_given_and_taken_back(owner: Owner) -> None:
    owner.profile()
    answer = owner.post("/already", {"respondents": "6", "N04": "3", "M05": "2025-09-01", "M01": "", "go": "hub"})
    assert answer.headers["Location"] == owner.base
    assert answers(owner)["needs"] == {"respondents": 6, "N04": 3}
    assert answers(owner)["in_use"] == {"M05": "2025-09-01"}
    assert "bisogni: 1, misure in uso: 1" in owner.get().text
    owner.post("/already", {"respondents": "", "N04": "", "M05": ""})
    assert answers(owner)["needs"] == answers(owner)["in_use"] == {}
    wrong = owner.post("/already", {"respondents": "2", "N04": "3", "M05": "2027-01-01"})
    assert wrong.status_code == 422
    assert "non più grande di quante persone" in wrong.text
    assert "un giorno fino a oggi" in wrong.text


def test_an_empty_box_beside_counts_is_a_need_left_open_not_one_that_nobody_has(owner: Owner) -> None:
    owner.profile()
    owner.post("/already", {"respondents": "6", "N04": "3", "N05": "0", "N06": ""})
    assert answers(owner)["needs"] == {"respondents": 6, "N04": 3, "N05": 0, "N06": "unknown"}
    assert "bisogni: 2, misure in uso: 0" in owner.get().text
    assert 'name="N06" value="unknown"' not in owner.get("/already").text
    owner.post("/already", {"respondents": "6", "N04": "", "N05": "", "N06": ""})
    assert answers(owner)["needs"] == {"respondents": 6}


class TestResult:
    """Stored when asked for, shown as stored."""

    def test_there_is_none_before_the_button(self, owner: Owner) -> None:
        assert owner.get("/result").headers["Location"] == owner.base
        assert owner.get("/report").headers["Location"] == owner.base
        assert owner.get("/report.pdf").headers["Location"] == owner.base

    def test_an_empty_check_up_has_one_too(self, owner: Owner) -> None:
        page = owner.conclude()
        assert "Livello 1" in page
        assert "Con le risposte che mancano può arrivare a 100." in page

    def test_it_is_stored_so_that_it_replays(self, owner: Owner, packs: Packs) -> None:
        owner.profile()
        owner.post("/area/K", {"K1": "2", "K2": "2"})
        owner.conclude()
        (stored,) = snapshots(owner)
        pack = packs.current[0]
        assert stored.pack_sha256 == pack.sha256
        assert replay(pack, stored.answers, stored.on_day, stored.result) is None
        assert json.loads(stored.result)["on"] == "2026-11-21"

    def test_asking_twice_stores_once(self, owner: Owner) -> None:
        owner.profile()
        owner.conclude()
        owner.conclude()
        assert len(snapshots(owner)) == 1

    def test_after_a_change_the_old_one_stays_until_it_is_updated(self, owner: Owner, clock: Clock) -> None:
        owner.profile()
        first = owner.conclude()
        owner.post("/area/T", {"T1": "4", "T1.proof": "3"})
        clock.now += timedelta(days=2)
        page = owner.get("/result").text
        assert "Aggiornatelo per vedere che cosa cambia" in page
        assert "Il risultato è del 21 novembre 2026." in page
        assert "Dopo è cambiata 1 risposta." in page
        assert "esigenze di chi lavora" not in page.split("cip-level")[0]
        owner.post("/already", {"respondents": "7", "N04": "3"})
        for path in ("/result", "/plan", "/report"):
            page = owner.get(path).text
            assert "Dopo è cambiata 1 risposta." in page
            assert "Dopo sono cambiate anche le esigenze di chi lavora da voi." in page
        page = owner.get("/result").text
        assert "Aggiornatelo per vedere che cosa cambia" not in first
        assert "check-up del 21 novembre 2026" in page
        page = owner.conclude()
        assert "Aggiornatelo per vedere che cosa cambia" not in page
        assert "check-up del 23 novembre 2026" in page
        assert len(snapshots(owner)) == 2

    def test_it_shows_everything_that_an_owner_may_ask(self, owner: Owner, packs: Packs) -> None:
        owner.profile()
        for area in "TLCSEWKR":
            codes = [indicator.id for indicator in packs.current[0].of_area[area]]
            owner.post(f"/area/{area}", dict.fromkeys(codes[:-1], "2"))
        owner.post("/duties", {"risk_assessment": "no"})
        page = " ".join(owner.conclude().split())
        for words in (
            "Che cosa tiene il livello",
            "Tre cose da fare questo mese",
            "Obbligo di legge",
            "è la prima cosa da mettere a posto",
            "prova@example.org",
            *("Da fare subito", "Entro sei mesi", "Con altre imprese", "Più avanti"),
            "Perché non le altre? Tutti i motivi",
            "renderebbe più preciso",
            "Modello in proposta",
            "leggi conosciute fino al 30 aprile 2026",
            packs.current[0].sha256[:12],
            "Gli stessi numeri in una tabella",
        ):
            assert words in page, words
        assert page.count('class="cip-chart"') == 3
        assert "<title id=" in page
        assert f'href="{owner.base}/area/' in page, "open questions are links"

    def test_what_could_fit_links_to_the_question(self, owner: Owner) -> None:
        owner.conclude()
        assert f'href="{owner.base}/profile#q-workers"' in owner.get("/measure/M04").text

    def test_the_report_says_the_same(self, owner: Owner) -> None:
        owner.profile()
        owner.conclude()
        report = owner.get("/report")
        assert report.status_code == 200
        assert "Il vostro check-up del 21 novembre 2026" in report.text
        paper = owner.get("/report.pdf")
        assert paper.mimetype == "application/pdf"
        assert "filename=check-up-2026-11-21.pdf" in paper.headers["Content-Disposition"]
        assert paper.headers["Cache-Control"] == "no-store"


def test_the_pdf_is_a_pdf(owner: Owner, monkeypatch: pytest.MonkeyPatch, database_kind: str) -> None:
    if database_kind != "sqlite":
        return  # the maker of PDF knows no database
    owner.profile()
    owner.conclude()
    with PdfPool() as pool:
        monkeypatch.setattr(type(state(owner).pdf), "render", lambda _self, report: pool.render(report))
        assert owner.get("/report.pdf").data.startswith(b"%PDF-")


def test_where_the_pdf_cannot_be_made_the_page_leads_to_the_report(
    owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cip.kernel.errors import RefusalError

    def refuse(_self: object, _report: object) -> bytes:
        raise RefusalError("too many")

    owner.conclude()
    monkeypatch.setattr(type(state(owner).pdf), "render", refuse)
    answer = owner.get("/report.pdf")
    assert answer.status_code == 503
    assert f'href="{owner.base}/report"' in answer.text


def test_two_pages_saved_at_once_leave_a_result_that_replays(owner: Owner, packs: Packs) -> None:
    """One page marks «not applicable», the other states the fact that denies it; neither saw the other."""
    from cip.assessment.actions import save_answers
    from cip.database.work import open_work
    from cip.parties.access import SYSTEM
    from tests.integration.web.conftest import NOW

    owner.profile()
    with open_work(state(owner).database, actor=SYSTEM, now=NOW) as work:
        changes = {("facts", "father_cases_24m"): 2, ("indicators", "C3"): {"not_applicable": "no_fathers_24_months"}}
        save_answers(work, owner.check_up_id, changes, "test")  # type: ignore[arg-type]
    assert owner.get().status_code == 200
    assert owner.get("/area/C").status_code == 200
    owner.conclude()
    (stored,) = snapshots(owner)
    assert "C3" not in json.loads(stored.answers)["indicators"]
    assert replay(packs.current[0], stored.answers, stored.on_day, stored.result) is None


def test_the_owner_can_erase_everything(owner: Owner) -> None:
    owner.profile()
    owner.conclude()
    assert "Non si torna indietro" in owner.get("/erase").text
    answer = owner.post("/erase")
    assert answer.headers["Location"] == "/it/erased"
    assert "è cancellato" in owner.client.get("/it/erased").text
    assert owner.get().status_code == 404
    assert "Riprendete" not in owner.client.get("/it/").text
    assert owner.post("/profile", {"workers": "3"}).status_code == 404


def test_one_browser_may_hold_several_check_ups(owner: Owner) -> None:
    first = owner.base
    owner.start()
    assert owner.base != first
    assert owner.client.get(first).status_code == 200
    assert owner.get().status_code == 200
