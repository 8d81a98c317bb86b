"""One whole life of the money, by role, from the published ranking to the last euro: a firm is paid and proves what it
did, one breaks its promise and owes, one gives up and the next in line follows; at the end a premium.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from cip.cli.verify import verify_everything
from cip.incentives.actions.bank_accounts import review_account
from cip.incentives.actions.look_before_payment import NewFact, record_payment_fact
from cip.incentives.actions.record_aid import record_standing
from cip.incentives.payment_checks import PaymentFactKind, PaymentFactValue
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.payments import account_of_firm
from cip.web.state import state_of
from tests.browser.life import GRANT, Firm, Life, made_life
from tests.browser.premium_life import TITLE as PREMIUM
from tests.browser.premium_life import coded, open_premium, rank_premium, verified_at_the_end
from tests.browser.steps import choose, follow, go, press, sees, unfold
from tests.unit.files.samples import PDF

ACT, LETTER = "31/2027", "901"
IN_USE = "2026-12-05"
PROTOCOL = re.compile("90[1-3]/2027")
OFFICE_IBAN, FIRM_IBAN = "IT40S0542811101000000123456", "IT60X0542811101000000123456"


@pytest.fixture
def life(browser: Browser, tmp_path: Path, axe_source: str) -> Iterator[Life]:
    with made_life(browser, tmp_path, axe_source) as made:
        yield made


def test_one_whole_life_of_the_money(life: Life) -> None:
    the_office_awards(life)
    the_firms_answer(life)
    the_next_in_line_follows(life)
    the_first_part_is_paid(life)
    one_breaks_its_promise(life)
    the_other_proves_what_it_did(life)
    the_balance_is_paid(life)
    the_books_say_so(life)
    a_premium_rests_on_what_is_proved(life)
    the_award_is_closed(life)


def _table(name: str, lines: Sequence[str]) -> FilePayload:
    """A table as a file to be handed in."""
    return {"name": name, "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}


def _paper(name: str) -> FilePayload:
    """A document as a file to be handed in."""
    return {"name": name, "mimeType": "application/pdf", "buffer": PDF}


def _plain(cell: Locator) -> str:
    """What a cell says, with spaces that may break."""
    return cell.inner_text().replace("\N{NO-BREAK SPACE}", " ")


def the_office_awards(life: Life) -> None:
    officer = life.desk("officer")
    follow(officer, "Contributi")
    sees(officer, "Manca il CAR della misura", *(firm.name for firm in life.firms[:3]))
    life.look(officer)
    the_register_gives_its_codes(life, officer)
    what_was_found_out(life, officer, life.firms[0])
    for firm in life.firms[1:3]:
        found_out(life, firm)
    officer.goto(f"{life.scene.call}/awards")
    for firm in life.firms[:3]:
        choose(officer, "award", firm.award_id)
    press(officer, "Fate le verifiche di oggi")
    for firm in life.firms[:3]:
        choose(officer, "award", firm.award_id)
    press(officer, "Preparate le decisioni")
    sees(officer, "da approvare", "Preparata da Gino Bozza.")
    who_prepared_does_not_approve(life, officer)
    head = life.desk("head", "/awards")
    for firm in life.firms[:3]:
        choose(head, "award", firm.award_id)
    head.fill("#act_number", ACT)
    head.fill("#act_on", life.day.isoformat())
    press(head, "Approvate quelli scelti")
    letters_leave(life, officer)
    assert [life.state_of(firm) for firm in life.firms[:3]] == ["notified"] * 3


def the_register_gives_its_codes(life: Life, officer: Page) -> None:
    """What is to be registered is carried out, codes are carried back."""
    follow(officer, "Registro nazionale degli aiuti")
    life.look(officer)
    with officer.expect_download() as found:
        officer.get_by_role("link", name="Aiuti da registrare (CSV)").click()
    table = found.value.path().read_text(encoding="utf-8-sig")
    cases = [row["pratica"] for row in csv.DictReader(io.StringIO(table), delimiter=";")]
    assert sorted(cases) == sorted(firm.award_id for firm in life.firms[:3])
    day = life.day.isoformat()
    lines = ["pratica;tipo;codice;data", f";CAR;CAR-77;{day}"]
    for number, case in enumerate(cases, 1):
        lines += [f"{case};COR;900000{number};{day}", f"{case};VERCOR;800000{number};{day}"]
        lines.append(f"{case};CUP;G17H2700000000{number};{day}")
    officer.set_input_files(
        "#answer", {"name": "codici.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    )
    press(officer, "Leggete i codici")
    sees(officer, "10 codici registrati.")


def what_was_found_out(life: Life, officer: Page, firm: Firm) -> None:
    """DURC and insurance, as they were found out."""
    officer.goto(f"{life.scene.call}/awards")
    follow(officer, f"Aprite {firm.name}")
    for kind in ("durc", "catastrophe_insurance"):
        unfold(officer, "Scrivere un esito ricevuto")
        choose(officer, "kind", kind)
        choose(officer, "value", "yes")
        officer.fill("#valid_from", life.day.isoformat())
        officer.fill("#source", "esito inventato di prova")
        press(officer, "Salvate e rifate le verifiche")
    sees(officer, "in regola")


def found_out(life: Life, firm: Firm) -> None:
    """The same beside the pages."""
    with life.do("officer") as work:
        law = pack_of_call(work.session, call_of(work.session, life.scene.office.call_id)).content.law.parameters
        for kind in ("durc", "catastrophe_insurance"):
            record_standing(work, firm.id, kind, "yes", start=life.day, end=None, source="esito inventato", law=law)


def looked_at(life: Life, firm: Firm, part: str, kinds: Sequence[PaymentFactKind]) -> None:
    """What is looked at before a payment, beside the pages."""
    with life.do("officer") as work:
        for kind in kinds:
            value: PaymentFactValue = "no" if kind == "capital_goods" else "yes"
            record_payment_fact(work, firm.award_id, part, NewFact(kind, value, life.day, "verifica inventata"))


def who_prepared_does_not_approve(life: Life, officer: Page) -> None:
    follow(officer, f"Aprite {life.firms[0].name}")
    sees(officer, "L'avete preparata voi: la approva un'altra persona dell'ufficio.")
    expect(officer.get_by_role("button", name="Approvate il contributo")).to_have_count(0)
    life.look(officer, "prepared")


def letters_leave(life: Life, officer: Page) -> None:
    officer.goto(f"{life.scene.call}/awards")
    follow(officer, "Lettere")
    sees(officer, "bozza, senza numero", *(firm.name for firm in life.firms[:3]))
    life.look(officer)
    officer.fill("#protocol_number", LETTER)
    officer.fill("#protocol_on", life.day.isoformat())
    press(officer, "Date i numeri")
    officer.goto(f"{life.scene.call}/awards")
    for firm in life.firms[:3]:
        choose(officer, "award", firm.award_id)
    press(officer, "Avvisate le imprese")
    follow(officer, f"Aprite {life.firms[0].name}")
    sees(officer, f"numero {ACT}")
    expect(officer.locator("main")).to_contain_text(PROTOCOL)
    life.look(officer, "told")


def the_firms_answer(life: Life) -> None:
    """Two firms accept and say where to pay them, the third gives up."""
    life.later(2)
    first, second, third = life.firms[:3]
    phone = it_accepts(life, first)
    life.look(phone, "accepted")
    it_writes_its_account(life, first, phone)
    phone = it_accepts(life, second)
    it_writes_its_account(life, second, phone)
    phone = life.phone(third)
    unfold(phone, "Rinunciate al contributo")
    phone.fill("#reason", "I lavori sono rimandati di un anno.")
    choose(phone, "sure", "yes")
    press(phone, "Sì, rinunciate")
    sees(phone, "Avete rinunciato. Ciò che non era pagato è tornato al bando.")
    assert [life.state_of(firm) for firm in life.firms[:3]] == ["accepted", "accepted", "waived"]


def it_accepts(life: Life, firm: Firm) -> Page:
    """An owner reads the letter, forgets an obligation, then agrees to every one."""
    phone = life.scene.page(firm.owner)
    phone.goto(f"/it/firm/{firm.id}")
    follow(phone, "Avete un contributo: accettate o rinunciate entro il")
    if firm is life.firms[0]:
        life.look(phone)
        follow(phone, "Leggete la lettera del contributo")
        sees(phone, firm.name, "3.000")
        expect(phone.locator("main")).to_contain_text(PROTOCOL)
        life.look(phone)
        phone.goto(firm.award)
    labels = phone.locator("#agreed label")
    expect(labels).to_have_count(6)
    for label in labels.all()[1:]:
        label.click()
    press(phone, "Accettate il contributo")
    sees(phone, "Per accettare segnate ogni impegno.")
    phone.locator("#agreed label").first.click()
    press(phone, "Accettate il contributo")
    sees(phone, "accettato", "Mantenete gli impegni e tenete le prove")
    return phone


def it_writes_its_account(life: Life, firm: Firm, phone: Page) -> None:
    follow(phone, "Scrivete il conto su cui essere pagati")
    phone.fill("#holder", firm.name)
    phone.fill("#iban", "IT60X0542811101000000123457")
    press(phone, "Salvate")
    sees(phone, "Questo IBAN non torna: controllatelo cifra per cifra.")
    phone.fill("#iban", FIRM_IBAN)
    press(phone, "Salvate")
    sees(phone, "da verificare")
    life.look(phone)


def the_next_in_line_follows(life: Life) -> None:
    """What the third firm gave up goes to the first of the reserve list."""
    life.later(1)
    officer = life.desk("officer", "/awards")
    follow(officer, "Lista di riserva")
    sees(officer, life.firms[3].name, "3.000 €")
    life.look(officer)
    officer.fill("#reason", "Una impresa ha rinunciato.")
    press(officer, "Iniziate questi contributi")
    followed = next(award for award in life.awards() if award.firm_id == life.firms[3].id)
    assert (followed.state, followed.cents) == ("reserved", GRANT)
    officer.goto(f"{life.scene.call}/awards")
    sees(officer, life.firms[3].name)


def the_first_part_is_paid(life: Life) -> None:
    """Two firms get 70 percent, by three people of the office and the bank."""
    life.later(4)
    the_office_has_an_account(life)
    officer = life.desk("officer", "/payments")
    sees(officer, "Adesso non c'è nulla da pagare.")
    follow(officer, life.firms[0].name)
    what_is_looked_at_on_the_day(officer, "first")
    the_account_is_checked(officer)
    sees(officer, "da pagare")
    life.look(officer)
    looked_at(life, life.firms[1], "first", ("durc", "insurance", "tax_debt", "business", "capital_goods"))
    with life.do("officer") as work:
        account = account_of_firm(work.session, life.firms[1].id)
        assert account is not None
        review_account(work, account.id, "seen", "telefonata inventata")
    paid(life, officer, "first", life.firms[:2], 201_600)
    phone = life.phone(life.firms[0])
    sees(phone, "Già pagato, ritenuta compresa", "2.100 €", "pagata")


def the_office_has_an_account(life: Life) -> None:
    officer = life.desk("officer")
    follow(officer, "Pagamenti")
    follow(officer, "Scrivete il conto")
    officer.fill("#holder", "Tesoreria inventata")
    officer.fill("#iban", OFFICE_IBAN)
    life.look(officer)
    press(officer, "Salvate")
    sees(officer, "Un'altra persona dell'ufficio lo deve verificare.")
    head = life.desk("head", "/payments")
    head.fill("#how", "convenzione di tesoreria inventata")
    press(head, "Sì, il conto è giusto")
    sees(head, "verificato")


def what_is_looked_at_on_the_day(officer: Page, part: str) -> None:
    """What the office found out for a payment, each with its source."""
    for kind in ("durc", "insurance", "tax_debt", "business", "capital_goods"):
        unfold(officer, "Scrivete una verifica o una decisione")
        choose(officer, "part", part)
        choose(officer, "kind", kind)
        choose(officer, "value", "no" if kind == "capital_goods" else "yes")
        officer.fill("#source", "verifica inventata")
        go(officer, officer.get_by_role("button", name="Salvate la verifica", exact=True))


def the_account_is_checked(officer: Page) -> None:
    choose(officer, "outcome", "seen")
    officer.fill("#how", "telefonata inventata")
    press(officer, "Salvate la verifica dell'IBAN")


def paid(life: Life, officer: Page, part: str, firms: list[Firm], cents: int) -> None:
    """Prepared, approved, sent, and what the bank says; each firm gets so many cents, without the tax kept back."""
    officer.goto(f"{life.scene.call}/payments")
    for firm in firms:
        choose(officer, "part", f"{firm.award_id}.{part}")
    life.look(officer)
    press(officer, "Mettete insieme i pagamenti")
    press(officer, "Preparate il gruppo")
    sees(officer, "L'avete preparato voi: lo approva un'altra persona.")
    the_payer_is_no_approver(life, officer)
    head = life.desk("head", "/payments")
    follow(head, "Gruppo ")
    press(head, "Approvate il gruppo")
    sees(head, "L'avete preparato o approvato voi: lo paga una terza persona.")
    cashier = life.desk("cashier", "/payments")
    follow(cashier, "Gruppo ")
    press(cashier, "Pagate: fate il file per la banca")
    life.look(cashier)
    with cashier.expect_download() as found:
        cashier.get_by_role("link", name="Bonifici SEPA").click()
    orders = ElementTree.fromstring(found.value.path().read_bytes())  # noqa: S314  # our own file
    ids = [one.text for one in orders.iter() if one.tag.endswith("}EndToEndId")]
    sums = [one.text for one in orders.iter() if one.tag.endswith("}InstdAmt")]
    assert sums == [f"{cents / 100:.2f}"] * len(firms)
    rows = [f"{life.day};-{euros};{one};contributo" for one, euros in zip(ids, sums, strict=True)]
    follow(officer, "Pagamenti")
    follow(officer, "Estratti conto della banca")
    officer.set_input_files("#file", _table("estratto.csv", ["data;importo;end_to_end;descrizione", *rows]))
    press(officer, "Importate")
    sees(officer, "Non c'è nessuna riga da sistemare.")
    life.look(officer)
    officer.goto(cashier.url)
    sees(officer, "eseguito", "La banca ha risposto per ogni pagamento")


def the_payer_is_no_approver(life: Life, officer: Page) -> None:
    """Whoever prepared sends what the page does not offer: nothing changes."""
    address = officer.url.partition("?")[0]
    token = officer.locator("input[name=csrf_token]").first.get_attribute("value")
    answer = officer.request.post(f"{address}/approve", form={"csrf_token": str(token)})
    assert answer.status == 422
    assert "sono tre persone" in answer.text()


def one_breaks_its_promise(life: Life) -> None:
    """The second firm is warned, does not repair, and owes what it was paid; it gives a part back."""
    life.later(30)
    firm = life.firms[1]
    officer = life.desk("officer")
    follow(officer, "Violazioni e revoche")
    life.look(officer)
    follow(officer, firm.name)
    officer.select_option("#clause", "G-06")
    officer.fill("#facts", "Alla visita la misura promessa non era più in uso.")
    press(officer, "Rilevate")
    officer.fill("#days", "10")
    press(officer, "Avvisate l'impresa")
    sees(officer, "contestata, termine in corso", "Il termine corre fino al")
    phone = life.scene.page(firm.owner)
    phone.goto(f"/it/firm/{firm.id}")
    follow(phone, "Un impegno non è rispettato: rimediate entro il")
    sees(phone, "Alla visita la misura promessa non era più in uso.")
    life.look(phone, "warned")
    life.later(15)
    officer = life.desk("officer", f"/breaches/{firm.award_id}")
    unfold(officer, "Confermate: non ha rimediato")
    officer.fill("#why-confirm", "Passato il termine, nulla è cambiato.")
    press(officer, "Confermate: non ha rimediato")
    choose(officer, "kind", "whole")
    officer.fill("#grounds", "Clausola essenziale non rispettata.")
    officer.fill("#days", "30")
    press(officer, "Preparate la revoca")
    sees(officer, "L'avete preparata voi: la decide un'altra persona.", "Pagati 2.100 €, da restituire 2.100 €")
    life.look(officer)
    head = life.desk("head", f"/breaches/{firm.award_id}")
    head.fill("#act", "44/2027")
    press(head, "Decidete la revoca")
    sees(head, "44/2027")
    assert life.state_of(firm) == "revoked"
    it_gives_a_part_back(life, firm)


def it_gives_a_part_back(life: Life, firm: Firm) -> None:
    life.later(7)
    officer = life.desk("officer")
    follow(officer, "Recuperi")
    sees(officer, "2.100 €", "attende il pagamento entro il")
    life.look(officer)
    follow(officer, firm.name)
    unfold(officer, "Segnate che l'impresa ha restituito")
    officer.fill("#cents-refund", "500")
    officer.fill("#on-refund", life.day.isoformat())
    officer.fill("#reference-refund", "bonifico inventato 7")
    press(officer, "Segnate che l'impresa ha restituito")
    sees(officer, "1.600 €")
    life.look(officer)
    phone = life.scene.page(firm.owner)
    phone.goto(f"/it/firm/{firm.id}")
    follow(phone, "Restituite il contributo entro il")
    sees(phone, "Già restituito", "500 €", "1.600 €")
    life.look(phone, "owing")


def the_other_proves_what_it_did(life: Life) -> None:
    """The first firm writes its report; the office cuts a line, with the reason; they meet."""
    life.later(60)
    firm = life.firms[0]
    phone = life.phone(firm)
    follow(phone, "La relazione, le misure, l'incontro")
    for number, (category, euros) in enumerate((("advice", "1500"), ("tools", "1000"), ("cover", "500")), 1):
        it_writes_a_line(life, phone, number, category, euros)
    sees(phone, "Prova 1")
    life.look(phone, "written")
    press(phone, "Mandate la relazione")
    sees(phone, "Per ora nulla. L'ufficio guarda le voci una per una.")
    officer = life.desk("officer")
    follow(officer, "Relazioni e tempo mantenuto")
    life.look(officer)
    follow(officer, firm.name)
    for number, admitted, reason in ((1, "1500", ""), (2, "1000", ""), (3, "300", "Due ore sono di un altro mese.")):
        the_office_judges_a_line(officer, number, admitted, reason)
    the_office_notes_the_use(officer)
    life.look(officer, "judged")
    press(officer, "Chiudete: accolti 2.800 €")
    sees(officer, "accolta in parte")
    they_meet(life, firm, officer)


def it_writes_a_line(life: Life, phone: Page, number: int, category: str, euros: str) -> None:
    choose(phone, "category", category)
    phone.fill("#number", f"{number}/A")
    phone.fill("#issued_on", life.day.isoformat())
    phone.fill("#supplier", "Fornitore inventato")
    phone.fill("#supplier_code", "00743110157")
    phone.fill("#net", euros)
    phone.fill("#vat", "0")
    phone.fill("#claimed", euros)
    hint = phone.locator("#cup-hint").inner_text()
    cup = re.search("G17H[0-9]{11}", hint)
    assert cup is not None, hint
    phone.fill("#cup", cup[0])
    press(phone, "Aggiungete la voce")
    if number == 1:
        phone.set_input_files("#file-1", _paper("fattura.pdf"))
        press(phone, "Caricate")


def the_office_judges_a_line(officer: Page, number: int, admitted: str, reason: str) -> None:
    line = officer.locator(".cip-report-lines > li", has_text=f"Fattura {number}/A")
    line.get_by_label("Quanto si ammette, in euro").fill(admitted)
    line.get_by_label("Perché, se tagliate").fill(reason)
    go(officer, line.get_by_role("button", name="Salvate il controllo"))


def the_office_notes_the_use(officer: Page) -> None:
    """Since when the measure of the plan is in use: the office saw it."""
    unfold(officer, "Annotate da quando è in uso")
    choose(officer, "measure", "M01")
    officer.fill("#started_on", IN_USE)
    officer.fill("#source", "visita inventata")
    press(officer, "Annotate")
    sees(officer, "in uso", "visita inventata")


def they_meet(life: Life, firm: Firm, officer: Page) -> None:
    officer.fill("#on_day", (life.day + timedelta(days=3)).isoformat())
    officer.fill("#place", "Sede dell'ufficio inventato")
    press(officer, "Invitate l'impresa")
    phone = life.scene.page(firm.owner)
    phone.goto(f"/it/firm/{firm.id}")
    follow(phone, "Venite all'incontro sul contributo")
    sees(phone, "Sede dell'ufficio inventato", "Accolti 2.800 € su 3.000 €")
    sees(phone, "tagliata", "Due ore sono di un altro mese.")
    life.look(phone, "cut")
    life.later(3)
    officer = life.desk("officer", f"/reports/{firm.award_id}")
    choose(officer, "came", "held")
    officer.fill("#minutes", "Misure viste in uso. Nessun rilievo.")
    press(officer, "Salvate l'incontro")
    sees(officer, "Misure viste in uso.")


def the_balance_is_paid(life: Life) -> None:
    """What the report proves, less what was paid before."""
    firm = life.firms[0]
    looked_at(life, firm, "balance", ("durc", "tax_debt"))
    paid(life, life.desk("officer"), "balance", [firm], 67_200)
    phone = life.phone(firm)
    sees(phone, "2.800 €", "pagata", "Tutto è pagato.")
    life.look(phone, "paid")
    follow(phone, "La scheda del vostro percorso")
    life.look(phone)


def a_premium_rests_on_what_is_proved(life: Life) -> None:
    """The office notes what it saw, a consultant verified the rest; half of what was paid is the most."""
    firm, pilot = life.firms[0], life.scene.office
    officer = life.desk("officer", f"/awards/{firm.award_id}")
    follow(officer, "Prove per il premio")
    choose(officer, "indicator", "award.workers_reached")
    officer.fill("#value", "4")
    officer.fill("#document", "verbale inventato 4, con le firme")
    officer.fill("#seen_on", life.day.isoformat())
    press(officer, "Salvate la prova")
    sees(officer, "verbale inventato 4, con le firme")
    life.look(officer)
    verified_at_the_end(life, firm)
    open_premium(life)
    found_out(life, firm)
    it_applies_for_the_premium(life, firm)
    rank_premium(life)
    award_id = next(one.id for one in life.awards() if one.firm_id == firm.id)
    coded(life, award_id)
    officer = life.desk("officer", f"/awards/{award_id}")
    press(officer, "Preparate la decisione")
    head = life.desk("head", f"/awards/{award_id}")
    head.fill("#act_number", "60/2027")
    head.fill("#act_on", life.day.isoformat())
    press(head, "Approvate il contributo")
    sees(head, "1.400 €", "60/2027")
    follow(head, "Prove per il premio")
    sees(head, "Questo contributo è un premio.", "verbale inventato 4, con le firme")
    life.look(head, "premium")
    life.scene.office = pilot


def it_applies_for_the_premium(life: Life, firm: Firm) -> None:
    phone = life.scene.page(firm.owner)
    phone.goto(f"/it/firm/{firm.id}/applications")
    follow(phone, PREMIUM)
    sees(phone, "2.800 €", "1.400 €", "dai contributi già avuti")
    life.look(phone)
    press(phone, "Preparate la domanda")
    application = phone.url.partition("?")[0]
    phone.goto(f"{application}/documents")
    while (missing := phone.locator(".cip-joining").filter(has=phone.locator(".cip-chip-no"))).count():
        one = missing.first
        one.locator("input[type=file]").set_input_files(_paper("prove.pdf"))
        go(phone, one.locator("button"))
    phone.goto(f"{application}/check")
    phone.get_by_text("Ho letto tutta la domanda e do l'ok.").click()
    press(phone, "Date l'ok")
    phone.get_by_text("Dichiaro che i dati sono veri.").click()
    press(phone, "Inviate la domanda")
    sees(phone, "Ricevuta della domanda")


def the_award_is_closed(life: Life) -> None:
    """A year after the measure began nothing is left to do: what the report cut goes back to its source."""
    life.later(130)
    firm = life.firms[0]
    officer = life.desk("officer", f"/awards/{firm.award_id}")
    press(officer, "Chiudete il contributo")
    assert life.state_of(firm) == "closed"
    life.look(officer, "closed")
    phone = life.phone(firm)
    sees(phone, "concluso", "Il contributo è concluso. Non c'è altro da fare.")
    the_whole_verifies(life)


def the_whole_verifies(life: Life) -> None:
    found = verify_everything(state_of(life.scene.site).settings)
    assert found.faults == []


def the_books_say_so(life: Life) -> None:
    """What the pages of money add up to is what was paid, and every check of the whole is clean."""
    officer = life.desk("officer")
    follow(officer, "Conti")
    lines = officer.locator("tbody tr").all()
    rows = {one.locator("th").inner_text(): _plain(one.locator("td").last) for one in lines}
    assert rows["Messo a bando"] == "9.000 €"
    assert (rows["di cui pagato alle imprese"], rows["di cui trattenuto come ritenuta"]) == ("4.704 €", "196 €")
    assert rows["Spese accettate"] == "2.800 €"
    assert (rows["Da restituire"], rows["Recuperato"]) == ("1.600 €", "500 €")
    life.look(officer)
    follow(officer, "Contributo per contributo")
    life.look(officer)
    follow(officer, "Conti del bando")
    follow(officer, "Movimenti")
    life.look(officer)
    the_whole_verifies(life)
