"""The pages of the formal check: the office's list, checklist and forms; what the firm is asked, answers and keeps."""

import re
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from cip.incentives.actions.decide_admissibility import announce_refusal
from cip.parties.actions.add_member import add_member
from cip.parties.actions.give_mandate import give_mandate
from cip.web.state import state_of
from tests.integration.incentives.checking import FREE, GOOD, NOW, ON, Filing, make_filing
from tests.integration.web.conftest import Clock
from tests.integration.web.counting import MOST_QUERIES, counted
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone, mails_in
from tests.unit.files.samples import PDF


@pytest.fixture
def filing(site: Flask) -> Filing:
    return make_filing(state_of(site).database)


def browser(site: Flask, person_id: str) -> Owner:
    return Someone(site, person_id, "").browser()


def office_path(filing: Filing, path: str = "") -> str:
    return f"/it/office/{filing.office}/calls/{filing.call_id}/applications/{filing.application_id}{path}"


def post(who: Owner, path: str, data: Mapping[str, object] | None = None) -> TestResponse:
    return who.client.post(path, data={**(data or {}), "csrf_token": who.token()})


def confirm_all(who: Owner, filing: Filing) -> None:
    page = who.client.get(office_path(filing)).text
    rows = re.findall(r'name="row" value="([^"]+)"', page)
    assert post(who, office_path(filing, "/confirm"), {"row": rows}).status_code == 303


def ask(who: Owner, filing: Filing, *, document: bool = True) -> str:
    """Ask for the number of workers and a document; the id of the request."""
    items = ["fact:workers", *(["document:joining_form"] if document else [])]
    data = {
        "items": items,
        "note-fact-workers": "Il numero non torna.",
        "note-document-joining_form": "Manca la seconda pagina.",
        "reason": "Serve per controllare la dimensione.",
        "days": "10",
    }
    answer = post(who, office_path(filing, "/request"), data)
    assert answer.status_code == 303, answer.text
    clarification = filing.dossier().clarification
    assert clarification is not None
    return clarification.id


def test_from_the_list_to_the_decision(site: Flask, filing: Filing) -> None:
    olga = browser(site, filing.officer)
    found = olga.client.get(f"/it/office/{filing.office}/calls/{filing.call_id}/applications")
    assert "Forno Ada" in found.text
    assert "da prendere in carico" in found.text
    assert post(olga, office_path(filing, "/take")).status_code == 303
    page = olga.client.get(office_path(filing)).text
    assert "Termine" not in page or "termine di 30 giorni" in page
    assert "Da 1 a 49 addetti" in page
    confirm_all(olga, filing)
    assert post(olga, office_path(filing, "/admit"), {"note": "Tutto a posto."}).status_code == 303
    assert filing.dossier().state == "admitted"
    ada = browser(site, filing.cast.ada)
    own = ada.client.get(f"/it/firm/{filing.cast.firm}/checks/{filing.application_id}").text
    assert "La domanda è ammessa" in own
    assert "Tutto a posto." in own
    # Who of the office did it stays inside the office.
    assert "Olga" not in own


def test_row_is_judged_with_why(site: Flask, filing: Filing) -> None:
    olga = browser(site, filing.officer)
    post(olga, office_path(filing, "/take"))
    path = office_path(filing, "/rows/rule-size")
    assert "Addetti" in olga.client.get(path).text or "addetti" in olga.client.get(path).text
    wrong = post(olga, path, {"verdict": "not_met"})
    assert wrong.status_code == 422
    assert "Scrivete da dove lo sapete" in wrong.text
    given = {"verdict": "not_met", "reason": "Sono 60.", "source": "Libro unico", "fact-workers": "60"}
    assert post(olga, path, given).status_code == 303
    assert filing.dossier().facts["workers"] == 60
    against = {"verdict": "met", "reason": "Va bene.", "source": "Telefonata", "fact-workers": "60"}
    assert "dice il contrario" in post(olga, path, against).text
    assert post(olga, path, {**against, "fact-workers": "molti"}).status_code == 422


def test_firm_completes_what_is_asked(site: Flask, filing: Filing, monkeypatch: pytest.MonkeyPatch) -> None:
    olga, ada = browser(site, filing.officer), browser(site, filing.cast.ada)
    post(olga, office_path(filing, "/take"))
    asked = ask(olga, filing)
    told = [mail for mail in mails_in(site) if mail.template == "clarification_asked"]
    assert {mail.values["link"] for mail in told} == {f"/it/firm/{filing.cast.firm}/requests/{asked}"}
    path = f"/it/firm/{filing.cast.firm}/requests/{asked}"
    page = ada.client.get(path).text
    assert "Manca la seconda pagina." in page
    assert 'name="fact-workers"' in page
    assert 'name="fact-plan_signed"' not in page
    assert post(ada, path, {"fact-workers": "8", "fact-plan_signed": "no"}).status_code == 404
    assert post(ada, path, {"fact-workers": "otto"}).status_code == 422
    assert "Non avete cambiato" in post(ada, path, {"fact-workers": "7"}).text
    file = {"document": "joining_form", "file": (BytesIO(PDF), "adesione.pdf")}
    assert post(ada, f"{path}/files", file).status_code == 303
    assert "adesione.pdf" in ada.client.get(path).text
    other = {"document": "signed_plan", "file": (BytesIO(PDF), "piano.pdf")}
    assert post(ada, f"{path}/files", other).status_code == 404
    assert post(ada, path, {"fact-workers": "8", "note": "Una persona nuova."}).status_code == 303
    receipt = ada.client.get(path).text
    clarification = filing.dossier().clarification
    assert clarification is not None
    assert clarification.answer is not None
    assert clarification.answer.digest in receipt
    assert "<del>7</del>" in receipt
    assert "<ins>8</ins>" in receipt
    assert 'data-label="Com\'è nella risposta"' in receipt, "on a phone each value says which it is"
    assert "<ins>8</ins>" in olga.client.get(office_path(filing)).text
    assert olga.client.get(office_path(filing, "/documents/joining_form/1")).status_code in (200, 409)
    assert post(ada, path, {"fact-workers": "9"}).status_code == 409


def test_home_says_what_is_asked_until_it_is_answered(site: Flask, filing: Filing) -> None:
    olga, ada = browser(site, filing.officer), browser(site, filing.cast.ada)
    words, home = "un bando vi chiede qualcosa", f"/it/firm/{filing.cast.firm}"
    assert words not in ada.client.get(home).text
    post(olga, office_path(filing, "/take"))
    asked = ask(olga, filing, document=False)
    assert words in ada.client.get(home).text
    post(ada, f"{home}/requests/{asked}", {"fact-workers": "9"})
    assert words not in ada.client.get(home).text


def test_file_is_taken_back(site: Flask, filing: Filing) -> None:
    olga, bruno = browser(site, filing.officer), browser(site, filing.cast.bruno)
    post(olga, office_path(filing, "/take"))
    path = f"/it/firm/{filing.cast.firm}/requests/{ask(olga, filing)}"
    assert "Scegliete un file" in post(bruno, f"{path}/files", {"document": "joining_form"}).text
    post(bruno, f"{path}/files", {"document": "joining_form", "file": (BytesIO(PDF), "adesione.pdf")})
    entry = re.search(r'name="entry" value="([^"]+)"', bruno.client.get(path).text)
    assert entry is not None
    assert post(bruno, f"{path}/files/remove", {"entry": "0" * 32}).status_code == 404
    assert post(bruno, f"{path}/files/remove", {"entry": entry[1]}).status_code == 303
    assert "adesione.pdf" not in bruno.client.get(path).text
    # Whoever only belongs to the firm prepares; who answers for it sends.
    assert post(bruno, path, {"fact-workers": "8"}).status_code == 404
    assert "La risposta la invia chi rappresenta" in bruno.client.get(path).text


def test_answer_after_the_term(site: Flask, filing: Filing, clock: Clock) -> None:
    olga, ada = browser(site, filing.officer), browser(site, filing.cast.ada)
    post(olga, office_path(filing, "/take"))
    path = f"/it/firm/{filing.cast.firm}/requests/{ask(olga, filing)}"
    clock.now = NOW + timedelta(days=30)
    olga, ada = browser(site, filing.officer), browser(site, filing.cast.ada)
    late = post(ada, path, {"fact-workers": "8"})
    assert late.status_code == 409
    assert "Si poteva rispondere fino al 1º dicembre 2026" in late.text
    assert "non si può più rispondere" in ada.client.get(path).text
    assert "Il termine per l'impresa è passato" in olga.client.get(office_path(filing)).text


def test_consultant_under_mandate(site: Flask, filing: Filing) -> None:
    olga, cast = browser(site, filing.officer), filing.cast
    post(olga, office_path(filing, "/take"))
    path = f"/it/firm/{cast.firm}/requests/{ask(olga, filing)}"
    assert browser(site, cast.carla).client.get(path).status_code == 404
    with filing.work() as work:
        give_mandate(work, cast.firm, cast.body, scopes=frozenset({"application"}), from_day=ON, given_by=cast.ada)
    carla = browser(site, cast.carla)
    assert carla.client.get(path).status_code == 200
    assert post(carla, path, {"fact-workers": "8"}).status_code == 303
    clarification = filing.dossier().clarification
    assert clarification is not None
    assert clarification.answer is not None
    assert "/mandate:" in clarification.answer.by


def test_refusal_of_a_counter(site: Flask) -> None:
    counter = make_filing(
        state_of(site).database, procedure="counter", facts={**GOOD, "workers": 60}, state="admissibility"
    )
    olga, ada = browser(site, counter.officer), browser(site, counter.cast.ada)
    post(olga, office_path(counter, "/take"))
    confirm_all(olga, counter)
    judged = {"verdict": "not_met", "reason": "Sono 60.", "source": "Libro unico"}
    assert post(olga, office_path(counter, "/rows/rule-size"), judged).status_code == 303
    assert "prima del rifiuto si dà un preavviso" in olga.client.get(office_path(counter)).text
    assert post(olga, office_path(counter, "/refuse")).status_code == 409
    assert post(olga, office_path(counter, "/announce")).status_code == 303
    notice = counter.dossier().notice
    assert notice is not None
    path = f"/it/firm/{counter.cast.firm}/notices/{notice.id}"
    assert "Sono 60." in ada.client.get(path).text
    assert post(ada, path, {"remark-1": " "}).status_code == 422
    assert post(ada, path, {"remark-1": "Dieci sono a termine.", "remark-3": "Contate di nuovo."}).status_code == 303
    assert ada.client.get(f"{path}/letter.pdf").status_code == 200
    page = olga.client.get(office_path(counter)).text
    assert "Dieci sono a termine." in page
    wrong = post(olga, office_path(counter, "/refuse"), {"answer-1": "Contano anche loro."})
    assert "Rispondete a ogni osservazione" in wrong.text
    answers = {"answer-1": "Contano anche loro.", "answer-2": "Contate: 60."}
    assert post(olga, office_path(counter, "/refuse"), answers).status_code == 303
    own = f"/it/firm/{counter.cast.firm}/checks/{counter.application_id}"
    assert "non è ammessa" in ada.client.get(own).text
    assert ada.client.get(f"{own}/refusal.pdf").status_code == 200
    assert "Contano anche loro." in ada.client.get(path).text
    for letter in ("notice", "refusal"):
        assert olga.client.get(office_path(counter, f"/letters/{letter}.pdf")).status_code == 200
    assert olga.client.get(office_path(counter, "/letters/request.pdf")).status_code == 409


def test_only_who_answers_for_the_office_opens_again(site: Flask, filing: Filing) -> None:
    olga = browser(site, filing.officer)
    post(olga, office_path(filing, "/take"))
    confirm_all(olga, filing)
    post(olga, office_path(filing, "/admit"))
    assert post(olga, office_path(filing, "/reopen"), {"reason": "Errore."}).status_code == 404
    head = filing.cast.person("elsa")
    with filing.work() as work:
        add_member(work, head, party_kind="body", party_id=filing.office, role="manager")
    elsa = browser(site, head)
    assert post(elsa, office_path(filing, "/reopen"), {"reason": ""}).status_code == 422
    assert post(elsa, office_path(filing, "/reopen"), {"reason": "Documento di un'altra impresa."}).status_code == 303
    assert filing.dossier().state == "checking"


def test_term_of_a_regulation(site: Flask, filing: Filing) -> None:
    olga = browser(site, filing.officer)
    path = f"/it/office/{filing.office}/calls/{filing.call_id}/applications"
    assert post(olga, f"{path}/term", {"days": "x", "source": ""}).status_code == 422
    assert post(olga, f"{path}/term", {"days": "120", "source": "Regolamento"}).status_code == 422
    given = {"days": "120", "source": "Regolamento provinciale, art. 4", "complex": "yes"}
    assert post(olga, f"{path}/term", given).status_code == 303
    assert "120 giorni, per regolamento" in olga.client.get(path).text
    assert "termine di 120 giorni" in olga.client.get(office_path(filing)).text


def test_filters_say_what_they_found(site: Flask, filing: Filing) -> None:
    olga = browser(site, filing.officer)
    path = f"/it/office/{filing.office}/calls/{filing.call_id}/applications"
    assert "Nessuna domanda con questi filtri" in olga.client.get(f"{path}?state=refused").text
    assert "Forno Ada" in olga.client.get(f"{path}?state=received&who=nobody&q=ada&page=99999999").text
    assert olga.client.get(f"{path}?state=odd&who=%00&q=%27%22%25").status_code == 200


def test_list_costs_few_queries(site: Flask, filing: Filing) -> None:
    olga = browser(site, filing.officer)
    list_of_call = f"/it/office/{filing.office}/calls/{filing.call_id}/applications"
    post(olga, office_path(filing, "/take"))
    with counted(site) as asked:
        olga.client.get(list_of_call)
    assert len(_selects(asked)) <= MOST_QUERIES
    with counted(site) as asked:
        olga.client.get(office_path(filing))
    # One application alone reads also what its firm has elsewhere: ties and aid, what the office says of them, calls.
    assert len(_selects(asked)) <= MOST_QUERIES + 17


def _selects(asked: list[str]) -> list[str]:
    """What was read, without how a transaction begins: as the measured row of the benchmark counts."""
    return [one for one in asked if one.startswith("SELECT")]


def test_notice_of_somebody_else(site: Flask) -> None:
    counter = make_filing(state_of(site).database, procedure="counter", facts={**GOOD, "workers": 60})
    counter.take()
    olga = browser(site, counter.officer)
    confirm_all(olga, counter)
    post(olga, office_path(counter, "/rows/rule-size"), {"verdict": "not_met", "reason": "60.", "source": "Visura"})
    with counter.work() as work:
        notice_id = announce_refusal(work, counter.application_id, on=ON, free=FREE)
    assert olga.client.get(f"/it/firm/{counter.cast.firm}/notices/{notice_id}").status_code == 404
    assert (
        browser(site, counter.cast.dario).client.get(f"/it/firm/{counter.cast.firm}/notices/{notice_id}").status_code
        == 404
    )
