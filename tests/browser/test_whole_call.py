"""One whole call, by role, from the draft to the published ranking: the officer prepares, the head publishes, a firm
applies on a phone beside thirty others, the office checks, three people judge, the ranking is published and replayed.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from cip.cli.rank import replay_bundle
from tests.browser.conftest import DESK
from tests.browser.scene import Scene, made_scene
from tests.browser.steps import follow, go, press, sees
from tests.unit.files.samples import PDF

# 1 December at 9 and 15 January at 12 by the Italian clock.
PREPARED = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OPENS = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
CLOSES = datetime(2027, 1, 15, 11, 0, tzinfo=UTC)
TITLE = "Bando intero di prova"
SENT = OPENS + timedelta(days=9)
OTHERS = 31
SUM_CENTS = 6_000_000
# What the owner says of the plan beside what was known of it.
MEASURES = {"new_structural_measures": "3", "needs_expressed": "12", "needs_answered": "9", "workers_reached": "15"}
WORDS = (
    "Da marzo si entra tra le 8 e le 9; la capofficina tiene il foglio orari firmato.",
    "Un'altra officina può copiare il foglio orari e la regola dei cambi.",
)
EVALUATORS = ("evaluator", "second_evaluator", "third_evaluator")
REASONS = (
    "Chi, quando e come si prova stanno scritti, e il foglio orari è già stato provato.",
    "La regola dei cambi è descritta passo per passo: un'altra officina la può copiare.",
    "Insieme: chi e quando ci sono, la prova pure; manca il confronto con chi lavora.",
)


@dataclass
class Firm:
    """The firm of the phone; `application` is the address of its application's page."""

    id: str
    owner: str
    name: str
    application: str = ""


@pytest.fixture
def scene(browser: Browser, tmp_path: Path, axe_source: str) -> Iterator[Scene]:
    with made_scene(browser, tmp_path, PREPARED, axe_source) as made:
        yield made


def test_one_whole_call_from_draft_to_published_ranking(scene: Scene, tmp_path: Path) -> None:
    the_office_prepares_and_publishes(scene)
    firm = the_call_is_open_and_firms_apply(scene)
    the_deadline_passes(scene)
    the_office_checks(scene, firm)
    three_people_judge(scene, firm)
    the_ranking_is_published(scene, firm, tmp_path)


def the_office_prepares_and_publishes(scene: Scene) -> None:
    officer = scene.sit("officer", viewport=DESK)
    officer.goto(scene.desk)
    follow(officer, "Preparate un bando")
    follow(officer, "Bando pilota 2026")
    officer.fill("#title", TITLE)
    for name, value in (("opens_day", "2026-12-01"), ("closes_day", "2027-01-15")):
        officer.fill(f"#{name}", value)
    officer.fill("#opens_hour", "9:00")
    officer.fill("#closes_hour", "12:00")
    officer.fill("#cents-pilot", "60.000")
    officer.fill("#contact", "Ufficio inventato, 02 000 0000")
    press(officer, "Salvate")
    sees(officer, TITLE, "bozza", "60.000 €", "proposta")
    scene.begun(officer.url.partition("?")[0].rpartition("/")[2])
    follow(officer, "Prova del bando")
    officer.fill("#size", "40")
    press(officer, "Fate la prova")
    sees(officer, "40 domande", "I pesi effettivi sono quelli dichiarati", "Vale per il bando com'è adesso.")
    officer.goto(scene.call)
    follow(officer, "Pubblicazione")
    sees(officer, "serve una seconda persona")
    expect(officer.get_by_role("button", name="Pubblicate il bando")).to_have_count(0)
    head = scene.sit("head", viewport=DESK)
    head.goto(f"{scene.call}/publishing")
    digest = head.locator(".cip-digests code").inner_text()
    press(head, "Pubblicate il bando")
    sees(head, "pubblicato, non ancora aperto", digest)
    everybody = scene.page()
    everybody.goto("/it/calls")
    follow(everybody, TITLE)
    sees(
        everybody, "pubblicato, non ancora aperto", "1º dicembre 2026, ore 09:00", "15 gennaio 2027, ore 12:00", digest
    )
    sees(everybody, "60.000 €", "Somma decisa dall'ente")
    assert re.fullmatch("[0-9a-f]{64}", digest)


def the_call_is_open_and_firms_apply(scene: Scene) -> Firm:
    scene.come(SENT)
    everybody = scene.page()
    everybody.goto(scene.public)
    follow(everybody, "Potete partecipare? Guardate in un minuto")
    everybody.fill("#f-workers", "60")
    press(everybody, "Guardate che cosa dicono le regole")
    sees(everybody, "Con questi dati la domanda non sarebbe ammessa.", "Avete 50 addetti o più.")
    samples = scene.samples(OTHERS + 2)
    firm = Firm(*scene.settle(1, samples[0]), str(samples[0].name))
    scene.join_firm("collaborator", firm.id)
    phone = scene.page(firm.owner, scripts=True)
    the_owner_fills_in(scene, phone, firm)
    a_second_person_signs_off(scene, firm)
    the_owner_sends_once(phone, scene, firm)
    anybody_checks_the_receipt(scene, phone, firm)
    scene.apply(3, samples[2:])
    assert len(scene.sent()) == OTHERS + 1
    return firm


def the_owner_fills_in(scene: Scene, phone: Page, firm: Firm) -> None:
    phone.goto(f"/it/firm/{firm.id}/applications")
    follow(phone, TITLE)
    sees(
        phone, "Il controllo in un minuto", "Manca ancora qualche dato per dirlo.", "dal check-up del 10 novembre 2026"
    )
    press(phone, "Preparate la domanda")
    firm.application = phone.url.partition("?")[0]
    follow(phone, "La vostra impresa 1 risposta aperta")
    sees(phone, "Passo 1 di 6", "dal check-up del 10 novembre 2026")
    phone.get_by_text("Collina (zona inventata)").click()
    press(phone, "Salvate e continuate")
    phone.goto(f"{firm.application}/answers/plan")
    sees(phone, "Sappiamo: 1, dal Piano firmato il 10 novembre 2026.")
    for field, value in MEASURES.items():
        phone.fill(f"#f-{field}", value)
    press(phone, "Salvate e restate qui")
    scene.look(phone)
    sees(phone, "era «1» (dal Piano firmato il 10 novembre 2026), voi scrivete «3»", "passa da 1.000 € a 3.000 €")
    phone.goto(f"{firm.application}/answers/questions")
    phone.fill("#f-commitment_months", "24")
    press(phone, "Salvate e continuate")
    boxes = phone.locator("textarea")
    expect(boxes).to_have_count(len(WORDS))  # the list below does not wait for the next page, this does
    for box, words in zip(boxes.all(), WORDS, strict=True):
        box.fill(words)
    press(phone, "Salvate e continuate")
    sees(phone, "Dichiarazione sugli aiuti ricevuti", "manca", "Allegato da CIP, del 10 novembre 2026.")
    missing = phone.locator(".cip-joining").filter(has=phone.locator(".cip-chip-no"))
    expect(missing).to_have_count(1)
    missing.locator("input[type=file]").set_input_files(
        {"name": "aiuti.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    missing.locator("button").get_by_text("Caricate").click()
    sees(phone, "aiuti.pdf")
    expect(phone.locator(".cip-joining").filter(has=phone.locator(".cip-chip-no"))).to_have_count(0)
    phone.goto(f"{firm.application}/check")
    sees(phone, "L'ultima modifica è vostra: l'ok lo dà un'altra persona dell'impresa.", "Importo: 3.000 €")
    expect(phone.get_by_role("button", name="Inviate la domanda")).to_have_count(0)


def a_second_person_signs_off(scene: Scene, firm: Firm) -> None:
    colleague = scene.sit("collaborator")
    colleague.goto(f"{firm.application}/check")
    sees(colleague, WORDS[0], "voi scrivete «3»")
    scene.look(colleague)
    colleague.get_by_text("Ho letto tutta la domanda e do l'ok.").click()
    press(colleague, "Date l'ok")
    sees(colleague, "Bice Prova ha dato l'ok", "Invia chi rappresenta l'impresa")
    expect(colleague.get_by_role("button", name="Inviate la domanda")).to_have_count(0)


def the_owner_sends_once(phone: Page, scene: Scene, firm: Firm) -> None:
    phone.goto(f"{firm.application}/check")
    phone.get_by_text("Dichiaro che i dati sono veri.").click()
    phone.get_by_role("button", name="Inviate la domanda").dblclick()
    phone.wait_for_url("**/receipt*")
    sees(phone, "Ricevuta della domanda", "Numero della domanda: 1", "10 dicembre 2026, ore 09:00:00 (ora italiana")
    assert len(scene.sent()) == 1
    phone.goto(f"{firm.application}")
    sees(phone, "Inviata: domanda numero 1")


def anybody_checks_the_receipt(scene: Scene, phone: Page, firm: Firm) -> None:
    phone.goto(f"{firm.application}/receipt")
    digest = re.search(r"Impronta di tutta la domanda: ([0-9a-f]{64})", phone.locator("main").inner_text())
    assert digest is not None
    link = phone.get_by_role("link", name="La pagina pubblica di controllo").get_attribute("href")
    everybody = scene.page()
    everybody.goto(str(link))
    said = everybody.locator("main").inner_text()
    assert [line.strip() for line in said.splitlines() if line.strip()] == [
        "Controllo di una ricevuta",
        "Questa impronta è arrivata qui: 10 dicembre 2026, ore 09:00.",
        digest[1],
        "Confrontatela con quella della ricevuta. Se è uguale, ciò che sta sulla ricevuta è arrivato in quel momento.",
        "Questa pagina non dice di chi è e che cosa contiene.",
    ]


def the_deadline_passes(scene: Scene) -> None:
    scene.come(CLOSES - timedelta(seconds=30))
    late = Firm(*scene.settle(2, scene.samples(2)[1]), "")
    late.application = f"/it/firm/{late.id}/applications/{scene.prepare(late.id, late.owner)}"
    phone = scene.page(late.owner)
    phone.goto(f"{late.application}/check")
    phone.get_by_text("Ho letto tutta la domanda e do l'ok.").click()
    press(phone, "Date l'ok")
    phone.get_by_text("Dichiaro che i dati sono veri.").click()
    scene.come(CLOSES + timedelta(seconds=1))
    press(phone, "Inviate la domanda")
    sees(phone, "Il bando non prende domande in questo momento. La domanda non è partita.")
    assert len(scene.sent()) == OTHERS + 1
    phone.goto(f"/it/firm/{late.id}/applications")
    sees(phone, "non inviata", "Era pronta, ma nessuno l'ha inviata.")
    everybody = scene.page()
    everybody.goto(scene.public)
    sees(everybody, "chiuso")
    expect(everybody.get_by_role("link", name="Potete partecipare?")).to_have_count(0)


def the_office_checks(scene: Scene, firm: Firm) -> None:
    scene.come(CLOSES + timedelta(days=3))
    officer = scene.sit("officer", viewport=DESK)
    officer.goto(scene.call)
    go(officer, officer.locator("section").first.get_by_role("button").first)
    follow(officer, "Controllo delle domande")
    sees(officer, f"{OTHERS + 1} domande")
    follow(officer, "N. 1 ")
    press(officer, "Prendete in carico")
    go(officer, officer.get_by_role("button", name=re.compile("^Confermate")))
    sees(officer, "da controllare")
    follow(officer, "Chiedete di completare la domanda")
    scene.look(officer)
    officer.get_by_text("Persone con un contratto di lavoro: 18").click()
    officer.fill("#note-fact-workers", "Il prospetto di dicembre ne mostra una in meno.")
    officer.fill("#reason", "Il numero serve a controllare la fascia.")
    officer.fill("#days", "10")
    press(officer, "Inviate la richiesta")
    sees(officer, "Richiesta di completare", "L'impresa ha tempo fino al", "Si aspetta l'impresa.")
    the_owner_answers(scene, firm)
    scene.come(CLOSES + timedelta(days=6))
    officer = scene.sit("officer", viewport=DESK)
    officer.goto(f"{scene.call}/applications")
    follow(officer, "N. 1 ")
    check = officer.url.partition("?")[0]
    open_rows = officer.locator("li", has=officer.get_by_text("da controllare", exact=True)).locator("a")
    for address in [str(row.get_attribute("href")) for row in open_rows.all()]:
        officer.goto(address)
        officer.get_by_text("A posto", exact=True).click()
        officer.fill("#reason", "Visto il registro inventato.")
        officer.fill("#source", "registro inventato di prova")
        press(officer, "Salvate il controllo")
    officer.goto(check)
    scene.look(officer)
    press(officer, "Ammettete la domanda")
    scene.admit(scene.sent()[1:])
    officer.goto(scene.call)
    go(officer, officer.locator("section").first.get_by_role("button").first)
    sees(officer, "valutazione")


def the_owner_answers(scene: Scene, firm: Firm) -> None:
    scene.come(CLOSES + timedelta(days=5))
    phone = scene.page(firm.owner)
    phone.goto(firm.application)
    follow(phone, "A che punto è il controllo")
    follow(phone, "Rispondete alla richiesta")
    expect(phone.locator("main input[type=text]")).to_have_count(1)
    scene.look(phone)
    phone.fill("#fact-workers", "17")
    press(phone, "Inviate la risposta")


def three_people_judge(scene: Scene, firm: Firm) -> None:
    scene.come(CLOSES + timedelta(days=10))
    officer = scene.sit("officer", viewport=DESK)
    name_them(scene, officer)
    officer.goto(f"{scene.call}/draw")
    scene.look(officer)
    seed = officer.locator(".cip-judging-seed").inner_text()
    press(officer, "Fate il sorteggio")
    sees(officer, "Il sorteggio è fatto.", "Ogni domanda ha le sue persone.", f"Seme: {seed}")
    own = firm.application.rpartition("/")[2]
    first, second = (review for review in scene.reviews() if review.application_id == own)
    judge = scene.page(first.person_id)
    judge.goto("/it/evaluator")
    follow(judge, f"Domanda {first.file_number:02d}")
    sees(judge, "Prima di aprirla dite se avete un conflitto di interessi.", firm.name, "L. 241/1990")
    scene.look(judge)
    judge.get_by_text("Dichiaro di non avere conflitti").click()
    press(judge, "Aprite la domanda")
    sees(judge, *WORDS, "Nome, codici e indirizzi dell'impresa qui non compaiono.")
    assert firm.name not in judge.content()
    scene.look(judge)
    press(judge, "Consegnate i punteggi")
    sees(judge, "Scegliete un punteggio.")
    for item, score, why in (("B3", "10", REASONS[0]), ("E2", "3", REASONS[1])):
        judge.locator(f"#item-{item} ~ .cip-field label strong", has_text=re.compile(f"^{score}$")).click()
        judge.locator(f"[id='reason.{item}']").fill(why)
    press(judge, "Consegnate i punteggi")
    sees(judge, "I punteggi sono consegnati.", "Manca ancora qualcuno")
    scene.judge([second], {"B3": 4, "E2": 3})
    scene.judge([one for one in scene.reviews() if one.application_id != own])
    officer.goto(f"{scene.call}/evaluation")
    sees(officer, "punteggi lontani: serve un incontro")
    they_meet(scene, judge, second.person_id)
    officer.goto(scene.call)
    sees(officer, "Non manca nulla: potete passare al prossimo passo.")
    press(officer, "Iniziate la graduatoria")


def name_them(scene: Scene, officer: Page) -> None:
    officer.goto(f"{scene.call}/panel")
    for who in EVALUATORS:
        one = scene.office.applying.world.people[who]
        officer.fill("#name", one.name)
        officer.fill("#email", one.email)
        press(officer, "Nominate")
        sees(officer, "Nominata.")


def they_meet(scene: Scene, judge: Page, other: str) -> None:
    judge.reload()
    sees(judge, "punteggi lontani", REASONS[0])
    scene.look(judge)
    judge.fill("#met_on", "2027-01-25")
    judge.fill("[id='points.B3']", "8")
    judge.fill("[id='reason.B3']", REASONS[2])
    press(judge, "Proponete questi punteggi")
    sees(judge, "La proposta è scritta.", "Voi avete detto sì.")
    second = scene.page(other)
    second.goto(f"/it/evaluator/{scene.office.call_id}")
    sees(second, "serve un incontro")
    scene.look(second)
    go(second, second.locator("li", has_text="serve un incontro").locator("a"))
    sees(second, "Proposto nell'incontro", REASONS[2])
    press(second, "Sono d'accordo con questi punteggi")
    sees(second, "Avete detto sì alla proposta.", "Deciso insieme")


def the_ranking_is_published(scene: Scene, firm: Firm, folder: Path) -> None:
    scene.come(CLOSES + timedelta(days=15))
    officer = scene.sit("officer", viewport=DESK)
    officer.goto(scene.call)
    follow(officer, "Graduatoria")
    press(officer, "Fate la graduatoria")
    sees(officer, "da approvare", "La deve approvare un'altra persona dell'ufficio: chi l'ha fatta non può.", firm.name)
    head = scene.sit("head", viewport=DESK)
    head.goto(f"{scene.call}/ranking")
    scene.look(head)
    head.fill("#act_number", "17/2027")
    head.fill("#act_on", "2027-01-30")
    press(head, "Approvate la graduatoria")
    press(head, "Pubblicate la graduatoria")
    sees(head, "Pubblicata il 30 gennaio 2027, ore 12:00, con l'atto 17/2027.")
    places = everybody_reads_the_ranking(scene)
    digest = it_is_replayed(scene, head, folder)
    everybody = scene.page()
    everybody.goto(f"{scene.public}/ranking")
    sees(everybody, digest)
    the_owner_reads_why(scene, firm, places)
    head.goto(scene.call)
    press(head, "Assegnate i contributi")
    everybody.goto(scene.public)
    sees(everybody, "contributi assegnati")


def everybody_reads_the_ranking(scene: Scene) -> dict[str, dict[str, str]]:
    """The page, the table and the data say the same; the rows of the table by the number of the application."""
    page = scene.page()
    page.goto(scene.public)
    follow(page, "La graduatoria pubblicata")
    sees(page, "17/2027 del 30 gennaio 2027", "Ufficio inventato, 02 000 0000")
    table = page.request.get(f"{scene.public}/ranking.csv").text().lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")
    rows = list(csv.DictReader(io.StringIO(table)))
    told = page.request.get(f"{scene.public}/ranking.json").json()
    assert [row["application"] for row in rows] == [award["application"] for award in told["awards"]]
    assert len(rows) + len(told["excluded"]) == OTHERS + 1
    numbers = page.locator(".cip-rank-table tbody th").all_inner_texts()
    assert [text[-4:] for text in numbers] == [row["application"] for row in rows]
    paid = sum(int(award["amount_cents"]) for award in told["awards"])
    assert 0 < paid <= SUM_CENTS
    assert {award["status"] for award in told["awards"]} >= {"funded", "reserve"}
    last_paid = max(at for at, award in enumerate(told["awards"]) if award["amount_cents"])
    expect(page.get_by_text("Qui finiscono i soldi")).to_have_count(int(last_paid < len(rows) - 1))
    return {row["application"]: row for row in rows}


def it_is_replayed(scene: Scene, head: Page, folder: Path) -> str:
    head.goto(f"{scene.call}/ranking")
    link = head.get_by_role("link", name="File dei dati per rifarla").get_attribute("href")
    bundle = folder / "bundle.json"
    bundle.write_bytes(head.request.get(str(link)).body())
    ran = CliRunner().invoke(replay_bundle, [str(bundle), "--json"])
    assert ran.exit_code == 0, ran.output
    return str(json.loads(ran.output)["digest"])


def the_owner_reads_why(scene: Scene, firm: Firm, places: dict[str, dict[str, str]]) -> None:
    phone = scene.page(firm.owner)
    phone.goto(firm.application)
    expect(phone.get_by_text("Ritirate la domanda")).to_have_count(0)
    follow(phone, "L'esito della domanda")
    scene.look(phone)
    own = places["0001"]
    sees(phone, f"Posto {own['rank']} su {len(places)}", "60 giorni, fino al 31 marzo 2027.")
    lines = {row.get_attribute("id"): row.inner_text() for row in phone.locator(".cip-score-line").all()}
    assert sorted(str(line) for line in lines) == [
        f"c-{id}" for id in ["A1", "A2", "A3", "B1", "B2", "B3", "C1", "C2", "D1", "E1", "E2"]
    ]
    assert "Misure strutturali nuove nel Piano: 3 (detto dall'impresa nella domanda)" in lines["c-B1"]
    assert "Clausole rispettate o attestate: 5 (dall'accordo)" in lines["c-A1"]
    assert "Persone con un contratto di lavoro: 17 (detto dall'impresa in risposta all'ufficio)" in lines["c-C1"]
    assert "Deciso insieme da chi valuta: 8 punti su 10." in lines["c-B3"]
    assert "con 4 invece di 3, 3 punti in più" in lines["c-B1"]
    points = [row.locator(".cip-score-points strong").inner_text() for row in phone.locator(".cip-score-line").all()]
    assert sum(Decimal(one.replace(",", ".")) for one in points) == Decimal(own["points"])
