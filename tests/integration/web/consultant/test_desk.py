"""Portfolio, notes, visit sheet, narrative, keying in, meetings."""

import csv
from datetime import date
from io import StringIO

import pytest
from flask import Flask

from cip.assessment.reads import current_answers, events_after
from cip.database.work import open_reading
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.open_body import open_body
from cip.web.state import state_of
from tests.integration.web.consultant.desk import Desk, make_desk, work_of
from tests.integration.web.owner import Owner
from tests.integration.web.people import make_person
from tests.integration.web.rich import pack_of

MEETING = {
    "on_day": "2026-11-10",
    "kind": "focus_group",
    "place": "Formaper, Milano",
    "people": "9",
    "asked": "Si capisce la domanda sulle ferie?",
    "said": "=SOMMA(A1) Non subito.",
    "rule1": "T4",
    "what1": "La domanda parla prima di ferie.",
    "why1": "Sei persone su nove pensavano ai turni.",
    "pack1": "",
}


@pytest.fixture
def desk(site: Flask) -> Desk:
    return make_desk(site)


def facts(desk: Desk) -> dict[str, dict[str, object]]:
    with open_reading(state_of(desk.site).database) as session:
        return dict(current_answers(session, desk.check_up_id).file)  # type: ignore[arg-type]


def test_portfolio_tells_where_each_firm_stands(desk: Desk) -> None:
    assert "Da iniziare" in desk.get("/it/consultant")
    desk.owner.profile()
    assert "In corso" in desk.get("/it/consultant")
    desk.owner.conclude()
    text = desk.get("/it/consultant")
    assert "Con risultato" in text
    assert "livello 1, detto dall'impresa" in text
    desk.post(f"{desk.base}/review/profile", {"workers.verdict": "same"})
    assert "In verifica" in desk.get("/it/consultant")
    desk.post(f"{desk.base}/validate", {"partly": "yes"})
    text = desk.get("/it/consultant")
    assert "Verificato" in text
    assert "livello verificato 1 · 1 risposta su " in text
    assert "Verificato" in desk.owner.client.get(f"/it/firm/{desk.firm_id}").text
    assert "Officina" in desk.get("/it/consultant?state=validated")
    assert 'data-filtered="Officina' not in desk.get("/it/consultant?state=none")


def test_notes_and_next_day_are_of_this_body_alone(site: Flask, desk: Desk) -> None:
    other = make_desk(site, "Bottega", "Secondo ente")
    with work_of(site) as work:
        give_mandate(
            work, desk.firm_id, other.body_id, scopes=["check_up"], from_day=date(2026, 1, 1), given_by=desk.boss.id
        )
    page = f"/it/consultant/firm/{desk.firm_id}"
    status, _text = desk.post(page, {"text": "Chiedere dei turni <b>", "next_on": "2026-12-03"})
    assert status == 303
    text = desk.get(page)
    assert "Chiedere dei turni &lt;b&gt;" in text
    assert "Prossimo incontro: 3 dicembre 2026." in text
    assert "3 dicembre 2026" in desk.get("/it/consultant")
    for path in (page, "/it/consultant"):
        theirs = other.get(path)
        assert "Officina Rossi" in theirs
        assert "Chiedere dei turni" not in theirs
        assert "3 dicembre" not in theirs
    assert desk.owner.client.get(page).status_code in (303, 404)


@pytest.mark.parametrize("data", [{}, {"text": "  "}, {"next_on": "2026-11-20"}, {"text": "x" * 4001}])
def test_an_odd_note_is_refused(desk: Desk, data: dict[str, object]) -> None:
    status, text = desk.post(f"/it/consultant/firm/{desk.firm_id}", data)
    assert status == 422
    assert "cip-errors" in text


def test_visit_sheet_begins_with_what_narrows_most(desk: Desk) -> None:
    desk.owner.profile()
    desk.owner.post("/area/T", {"T1": "3"})
    desk.owner.post("/duties", {"l104_permits": "no"})
    text = desk.get(f"{desk.base}/visit-sheet")
    assert text.count("Manca la risposta.") == 8
    assert "Altri gradini alti senza prova" in text
    assert "L.104" in text or "permessi" in text.lower()
    pdf = desk.consultant.client.get(f"{desk.base}/visit-sheet.pdf")
    assert pdf.mimetype == "application/pdf"


def test_narrative_keeps_versions_and_loses_nobody_elses_text(desk: Desk) -> None:
    desk.owner.profile()
    desk.owner.conclude()
    page = f"{desk.base}/narrative"
    assert desk.post(page, {"number": "0", "context": "Un'officina di sette persone."})[0] == 303
    # Two had the first version open: the second to save sees both texts.
    assert desk.post(page, {"number": "1", "context": "Prima mano.", "next_steps": "Scrivere le regole."})[0] == 303
    status, text = desk.post(page, {"number": "1", "context": "Seconda mano."})
    assert status == 409
    assert "Prima mano." in text
    assert "Seconda mano." in text
    assert 'name="number" value="2"' in text
    assert desk.post(page, {"number": "2", "context": "Le due mani."})[0] == 303
    text = desk.get(page)
    for words in ("Un&#39;officina di sette persone.", "Prima mano.", "Le due mani.", "Versione 3"):
        assert words in text
    report = desk.owner.get("/report").text
    assert "Relazione di chi ha accompagnato l&#39;impresa" in report
    assert "Le due mani." in report
    assert "Prima mano." not in report
    assert "IRENE di prova" in report
    assert "versione 3" in report


def test_a_form_without_its_number_overwrites_nobody(desk: Desk) -> None:
    page = f"{desk.base}/narrative"
    assert desk.post(page, {"number": "0", "seen": "Uno."})[0] == 303
    assert desk.post(page, {"seen": "Due."})[0] == 409


def test_keying_in_a_whole_form(desk: Desk) -> None:
    pack = pack_of(desk.site)
    codes = list(pack.indicators)
    data: dict[str, object] = {
        "workers": "7",
        "sector": "2",
        "opening_hours": "45,5",
        "single_cover": "2",
        "seats": "1",
    }
    data |= {"leave_cases_24m": "2", "carers_told": "s", "representation": "1", "ccnl": "h011"}
    data |= dict.fromkeys(codes, "2") | {"T1": "3 5", "T2": "?", "T4": "3 5/11/2026", "T5": ""}
    data |= dict.fromkeys(pack.duties, "1") | {"l104_permits": "3", "risk_assessment": "?"}
    status, text = desk.post(f"{desk.base}/key-in", data)
    assert status == 303, text
    file = facts(desk)
    assert file["facts"]["workers"] == 7
    assert file["facts"]["sector"] == "workshop"
    assert file["facts"]["single_cover"] == "no"
    assert file["indicators"]["T1"] == {"step": 3, "count": 5}
    assert file["indicators"]["L1"] == 2
    assert file["indicators"]["T2"] == "unknown"
    assert file["indicators"]["T4"] == {"step": 3, "date": "2026-11-05"}
    assert "T5" not in file["indicators"]
    assert file["duties"]["l104_permits"] == "no_case"
    assert file["duties"]["risk_assessment"] == "unknown"
    with open_reading(state_of(desk.site).database) as session:
        events = [event for event in events_after(session, desk.check_up_id) if event.section != "life"]
    assert {event.source for event in events} == {"paper"}
    assert {event.actor for event in events} == {f"person:{desk.adviser.id}/mandate:{desk.mandate_id}"}
    # What is stored stands in the fields as it would be keyed in, so that saving again changes nothing.
    again = desk.get(f"{desk.base}/key-in")
    assert 'id="T2" name="T2" value="?"' in again
    assert 'id="sector" name="sector" value="2"' in again


@pytest.mark.parametrize(
    ("name", "typed"),
    [("T1", "5"), ("T1", "x"), ("T1", "n7"), ("T4", "3 x"), ("workers", "0"), ("single_cover", "3"), ("sector", "9")],
)
def test_a_slip_of_the_hand_is_named_and_the_rest_is_kept(desk: Desk, name: str, typed: str) -> None:
    status, text = desk.post(f"{desk.base}/key-in", {"L2": "1", name: typed})
    assert status == 422
    assert f'href="#q-{name}"' in text
    assert f'value="{typed}"' in text
    assert facts(desk)["indicators"] == {"L2": 1}
    assert facts(desk)["facts"] == {}


def test_n_is_the_only_reason_or_names_one(desk: Desk) -> None:
    assert desk.post(f"{desk.base}/key-in", {"S1": "n"})[0] == 303
    assert facts(desk)["indicators"]["S1"] == {"not_applicable": "no_children_0_6"}
    # This practice always applies.
    assert desk.post(f"{desk.base}/key-in", {"T2": "n"})[0] == 422


def test_meetings_are_kept_version_by_version(desk: Desk) -> None:
    assert desk.post("/it/consultant/meetings/new", dict(MEETING))[0] == 303
    text = desk.get("/it/consultant/meetings")
    assert "La domanda parla prima di ferie." in text
    link = text.split('href="/it/consultant/meetings/')[2].split('"')[0]
    page = f"/it/consultant/meetings/{link}"
    status, _text = desk.post(page, {**MEETING, "version": "1", "people": "8"})
    assert status == 303
    status, text = desk.post(page, {**MEETING, "version": "1", "people": "7"})
    assert status == 409
    assert "Versione 2" in text
    assert "Versione 1" in desk.get(page)


def test_meetings_as_a_table_hold_no_formula(desk: Desk) -> None:
    desk.post("/it/consultant/meetings/new", dict(MEETING))
    answer = desk.consultant.client.get("/it/consultant/meetings.csv")
    rows = list(csv.reader(StringIO(answer.text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}"))))
    assert rows[1][5] == "'=SOMMA(A1) Non subito."
    assert rows[1][6] == "T4"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize(
    "wrong",
    [{"on_day": "2026-12-24"}, {"place": ""}, {"people": "x"}, {"asked": ""}, {"rule1": "T99"}, {"why1": ""}],
)
def test_an_odd_meeting_is_refused(desk: Desk, wrong: dict[str, object]) -> None:
    status, text = desk.post("/it/consultant/meetings/new", {**MEETING, **wrong})
    assert status == 422
    assert "cip-errors" in text
    assert "Non c'è ancora nessun incontro." in desk.get("/it/consultant/meetings")


def test_another_body_finds_no_meeting(site: Flask, desk: Desk) -> None:
    desk.post("/it/consultant/meetings/new", dict(MEETING))
    text = desk.get("/it/consultant/meetings")
    link = text.split('href="/it/consultant/meetings/')[2].split('"')[0]
    other = make_desk(site, "Bottega", "Secondo ente")
    assert other.consultant.client.get(f"/it/consultant/meetings/{link}").status_code == 404
    body, meeting = link.split("/")
    assert other.consultant.client.get(f"/it/consultant/meetings/{other.body_id}/{meeting}").status_code == 404
    assert desk.consultant.client.get(f"/it/consultant/meetings/{other.body_id}/{meeting}").status_code == 404
    assert other.post(f"/it/consultant/meetings/{link}", {**MEETING, "version": "1"})[0] == 404
    assert body == desk.body_id


def of_both(site: Flask, desk: Desk, other: Desk) -> Owner:
    """A browser of somebody who works for two consultancies."""
    return make_person(
        site, "Di due enti", [("body", desk.body_id, "staff"), ("body", other.body_id, "staff")]
    ).browser()


def test_of_two_consultancies_one_is_chosen(site: Flask, desk: Desk) -> None:
    other = make_desk(site, "Bottega", "Secondo ente")
    both = make_person(
        site, "Di due enti", [("body", desk.body_id, "staff"), ("body", other.body_id, "staff")]
    ).browser()
    page = "/it/consultant/meetings/new"
    text = both.client.get(page).text
    for body_id in (desk.body_id, other.body_id):
        assert f'name="body" value="{body_id}"' in text
    assert 'name="body"' not in desk.get(page), "who has one has nothing to choose"
    for wrong in ({}, {"body": "0" * 32}):
        status, text = desk.post(page, {**MEETING, **wrong}, by=both)
        assert status == 422
        assert "Scegliete per quale ente." in text
        assert "Le altre risposte sono salvate." not in text
    assert desk.post(page, {**MEETING, "body": other.body_id}, by=both)[0] == 303
    assert "La domanda parla prima di ferie." in other.get("/it/consultant/meetings")
    assert "La domanda parla prima di ferie." not in desk.get("/it/consultant/meetings")


def test_who_is_of_no_consultancy_is_drawn_no_form(site: Flask, desk: Desk) -> None:
    with work_of(site) as work:
        association = open_body(work, "association", "Artigiane e artigiani")
    stranger = make_person(site, "Di un'associazione", [("body", association, "staff")]).browser()
    assert stranger.client.get("/it/consultant/meetings/new").status_code == 404
    assert desk.post("/it/consultant/meetings/new", dict(MEETING), by=stranger)[0] == 404


def test_list_and_page_of_a_firm_show_the_notes_of_the_same_body(site: Flask, desk: Desk) -> None:
    other = make_desk(site, "Bottega", "Secondo ente")
    with work_of(site) as work:
        give_mandate(
            work, desk.firm_id, other.body_id, scopes=["check_up"], from_day=date(2026, 1, 1), given_by=desk.boss.id
        )
    both = make_person(
        site, "Di due enti", [("body", desk.body_id, "staff"), ("body", other.body_id, "staff")]
    ).browser()
    page = f"/it/consultant/firm/{desk.firm_id}"
    desk.post(page, {"text": "Del primo ente"})
    other.post(page, {"text": "Del secondo ente"})
    listed, opened = both.client.get("/it/consultant").text, both.client.get(page).text
    for words in ("Del primo ente", "Del secondo ente"):
        assert (words in listed) == (words in opened), words


def test_who_belongs_to_a_firm_is_not_led_to_it_as_its_consultant(site: Flask, desk: Desk) -> None:
    browser = make_person(
        site, "Di casa", [("body", desk.body_id, "staff"), ("firm", desk.firm_id, "collaborator")]
    ).browser()
    assert desk.firm_id not in browser.client.get("/it/consultant").text


def test_a_change_that_is_in_the_rules_already_needs_no_digest(desk: Desk) -> None:
    page = desk.get("/it/consultant/meetings/new")
    assert "sha256" not in page
    assert pack_of(desk.site).sha256 not in page
    assert desk.post("/it/consultant/meetings/new", {**MEETING, "here1": "yes"})[0] == 303
    assert pack_of(desk.site).sha256[:12] in desk.get("/it/consultant/meetings")
