"""The pages of a committee, and what firms and unions bring before it."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from cip.agreement.reads.committees import yearly_of_adherence
from cip.database.outbox import OutboxRow
from cip.database.work import open_reading, open_work
from cip.parties.access import SYSTEM
from cip.parties.actions.second_factor import turn_on_factor
from cip.web.state import state_of
from tests.integration.web.committee_table import Table, make_table
from tests.integration.web.people import Someone
from tests.integration.worlds import ON_BOTH
from tests.unit.files.samples import PDF

pytestmark = pytest.mark.parametrize("database_kind", ON_BOTH, indirect=True)

DAY = "2026-11-21"
DISPUTE = {"clause": "B-02", "ground": "clause_not_kept", "statement": "Il minimo di un'ora non si usa."}
TOLD = "Il minimo di un&#39;ora non si usa."


@pytest.fixture
def table(site: Flask) -> Table:
    return make_table(site)


def mails(table: Table, template: str) -> int:
    with open_reading(state_of(table.site).database) as session:
        return len(session.scalars(select(OutboxRow).where(OutboxRow.template == template)).all())


def test_a_committee_finds_its_page_and_nobody_else_does(table: Table) -> None:
    answer = table.manager.client.get("/it/committee")
    assert answer.headers["Location"] == table.base
    assert "Forno Tavolo" in table.get(table.base)
    for other in (table.owner, table.union):
        assert other.client.get(table.base).status_code in (303, 404)


def test_the_owner_opens_a_dispute_and_the_committee_closes_it(table: Table) -> None:
    assert table.post(table.brought.replace("/committee", "/disputes"), DISPUTE, table.owner) == 303
    (dispute,) = table.disputes
    assert "Controversia sulla clausola B-02" in table.get(table.base)
    page = f"{table.base}/disputes/{dispute.id}"
    assert TOLD in table.get(page)
    assert "ispettorato del lavoro restano sempre aperti" in table.get(page)
    assert table.post(f"{page}/settle", {"outcome": "agreed", "on_day": DAY}) == 409, "nobody was heard yet"
    assert table.post(f"{page}/hear", {"on_day": DAY}) == 303
    assert table.post(f"{page}/settle", {"on_day": DAY}) == 422
    assert table.post(f"{page}/settle", {"outcome": "advice", "on_day": DAY, "note": "Vale un'ora."}) == 303
    assert "Il comitato ha dato un parere" in table.get(table.brought, table.owner)
    assert "Vale un&#39;ora." in table.get(table.brought, table.owner)
    assert table.post(f"{page}/hear", {"on_day": DAY}) == 409
    assert (mails(table, "dispute_opened"), mails(table, "dispute_settled")) == (3, 3)


def test_a_union_sees_that_there_is_a_dispute_and_not_what_the_firm_wrote(table: Table) -> None:
    table.post(table.brought.replace("/committee", "/disputes"), DISPUTE, table.owner)
    page = table.get(table.brought, table.union)
    assert "B-02" in page
    assert TOLD not in page
    assert "Domande al comitato" not in page
    (dispute,) = table.disputes
    path = table.brought.replace("/committee", f"/disputes/{dispute.id}/withdraw")
    assert table.post(path, by=table.union) == 404
    assert table.post(path, by=table.owner) == 303
    assert table.disputes[0].state == "withdrawn"


def test_a_union_opens_its_own_and_the_firm_does_not_read_it(table: Table) -> None:
    assert table.post(table.brought.replace("/committee", "/disputes"), DISPUTE, table.union) == 303
    assert table.disputes[0].body_id == table.union_id
    assert TOLD in table.get(table.brought, table.union)
    assert TOLD not in table.get(table.brought, table.owner)
    assert table.post(table.brought.replace("/committee", "/disputes"), DISPUTE, table.union) == 422
    other = make_table(table.site)
    assert other.union.client.get(table.brought).status_code == 200, "it works in the same place"
    assert TOLD not in table.get(table.brought, other.union)


@pytest.mark.parametrize("wrong", [{"clause": "Z-99"}, {"ground": "odd"}, {"clause": ""}])
def test_a_dispute_names_a_clause_and_a_ground(table: Table, wrong: dict[str, str]) -> None:
    assert table.post(table.brought.replace("/committee", "/disputes"), {**DISPUTE, **wrong}, table.owner) == 422
    assert table.disputes == []


def test_seats_show_whether_the_sides_are_equal(table: Table) -> None:
    for side, name in (("employers", "Botteghe"), ("union", "Sindacato Uno"), ("public", "Provincia")):
        data = {"side": side, "organisation": name, "from_day": DAY}
        assert table.post(f"{table.base}/seats", data) == 303
        assert table.post(f"{table.base}/seats", data) == 422
    assert "Le parti sono pari." in table.get(f"{table.base}/seats")
    page = table.get(f"{table.base}/seats")
    address = page.partition('/end"')[0].rpartition('action="')[2] + "/end"
    assert table.post(address, by=table.staff) == 404
    assert table.post(address) == 303
    assert table.post(address) == 409


def test_minutes_are_a_file_or_a_reference(table: Table) -> None:
    held = {"kind": "committee", "held_on": DAY, "decided": "Si è letta la clausola B-02."}
    assert table.post(f"{table.base}/meetings", held) == 422
    assert table.post(f"{table.base}/meetings", {**held, "held_on": "2027-01-01", "minutes_ref": "1/2026"}) == 422
    assert table.post(f"{table.base}/meetings", {**held, "minutes_ref": "1/2026"}, table.staff) == 303
    data = {**held, "kind": "assembly", "csrf_token": table.manager.token(), "file": (BytesIO(PDF), "verbale.pdf")}
    answer = table.manager.client.post(f"{table.base}/meetings", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303
    page = table.get(f"{table.base}/meetings")
    assert "Dove si trova: 1/2026" in page
    address = page.partition("/minutes")[0].rpartition('href="')[2] + "/minutes"
    assert table.manager.client.get(address).data == PDF
    assert table.owner.client.get(address).status_code in (303, 404)
    assert table.manager.client.get(f"{table.base}/meetings/{'0' * 32}/minutes").status_code == 404


def test_questions_wait_and_are_answered_once(table: Table) -> None:
    asked = table.brought.replace("/committee", "/questions")
    assert table.post(asked, {}, table.owner) == 422
    assert table.post(asked, {"question": "Quante ore al giorno?"}, table.owner) == 303
    assert table.post(asked, {"question": "Io?"}, table.union) == 404
    assert table.post(f"{table.base}/questions", {"asker": "worker", "asked_on": DAY, "text": "E i nonni?"}) == 303
    assert table.post(f"{table.base}/questions", {"asker": "worker", "asked_on": "2027-01-01", "text": "E?"}) == 422
    page = table.get(f"{table.base}/questions")
    address = page.partition("Quante ore al giorno?")[2].partition('/answer"')[0].rpartition('action="')[2] + "/answer"
    assert table.post(address, {}) == 422
    assert table.post(address, {"answer": "Almeno una."}) == 303
    assert table.post(address, {"answer": "Due."}) == 409
    assert "Almeno una." in table.get(table.brought, table.owner)


def test_joinings_get_their_number(table: Table) -> None:
    page, lodge = f"{table.base}/firms", f"{table.base}/firms/{table.adherence_id}/lodge"
    assert "senza protocollo" in table.get(page)
    assert table.post(lodge, {"number": "", "day": DAY}) == 422
    assert table.post(lodge, {"number": "7", "day": "2020-01-01"}) == 422
    assert table.post(lodge, {"number": "7/2026", "day": DAY}) == 303
    assert "protocollo 7/2026" in table.get(page)
    attended = lodge.replace("lodge", "attended")
    for day, status in (("", 422), ("2027-01-01", 422), (DAY, 303)):
        assert table.post(attended, {"attended_on": day}) == status
    assert "Incontro di verifica (F-06)" in table.get(page)
    assert table.post(f"{table.base}/firms/{'0' * 32}/lodge", {"number": "7", "day": DAY}) == 404


def test_what_is_noted_of_the_agreement(table: Table) -> None:
    page = f"{table.base}/register"
    for data, status in (
        ({"kind": "deposited", "said": "yes"}, 422),
        ({"kind": "deposited", "said": "yes", "on_day": DAY, "reference": "ricevuta 1"}, 303),
        ({"kind": "list_published", "said": "no"}, 422),
        ({"kind": "list_published", "said": "yes", "on_day": "2027-01-01"}, 422),
        ({"kind": "plans_kept", "said": "no"}, 303),
    ):
        assert table.post(page, data) == status, data
    assert "ricevuta 1" in table.get(page)
    party = {"name": "Comune Inventato", "side": "public", "from_day": DAY, "paper": "delibera 3"}
    assert table.post(f"{table.base}/parties", party, table.staff) == 404
    assert table.post(f"{table.base}/parties", party) == 303
    assert table.post(f"{table.base}/parties", party) == 422
    shown = table.get(page)
    address = shown.partition('/end"')[0].rpartition('action="')[2] + "/end"
    assert (table.post(address), table.post(address)) == (303, 409)


def test_a_review_says_something_of_each_clause(table: Table) -> None:
    page = f"{table.base}/review"
    shown = table.get(page)
    asked = sorted({part.partition('"')[0] for part in shown.split('id="verdict-')[1:] if part[4:5] == '"'})
    assert "Conosciamo le leggi fino al" in shown
    if "Che cosa è cambiato dal" in shown:
        assert "Prima annotate la riunione" in shown or not asked
    table.post(f"{table.base}/meetings", {"kind": "committee", "held_on": DAY, "minutes_ref": "1/2026"})
    shown = table.get(page)
    asked = sorted({part[:4] for part in shown.split('name="verdict-')[1:]})
    meeting = shown.partition('<option value="')[2].partition('"')[0]
    assert asked, "the law of the demonstration has changed since its agreement was signed"
    some = {f"verdict-{clause}": "kept" for clause in asked[1:]}
    assert table.post(page, {"meeting_id": meeting, **some}) == 422
    assert table.post(page, {"meeting_id": meeting, **some, f"verdict-{asked[0]}": "to_bargain"}) == 303
    assert "Dall'ultima revisione non risulta cambiato niente" in table.get(page).replace("&#39;", "'")
    assert table.post(page, {"meeting_id": meeting}) == 422


def test_yearly_numbers_hide_the_few_before_they_are_kept(table: Table) -> None:
    path = f"/it/firm/{table.firm_id}/agreement/{table.adherence_id}/yearly"
    for wrong in ({}, {"women": "tre"}, {"women": "3", "men": "1", "part_time": "9"}, {"women": "3", "year": "2025"}):
        assert table.post(path, {"year": "2026", **wrong}, table.owner) == 422, wrong
    assert table.post(path, {"year": "2026", "women": "12", "men": "3"}, table.owner) == 303
    assert "meno di 5" in table.get(path, table.owner)
    with open_reading(state_of(table.site).database) as session:
        (sent,) = yearly_of_adherence(session, table.adherence_id)
    assert (sent.cells["men"].said, sent.cells["women"].low) == ("few", 12)
    assert table.union.client.get(path).status_code == 404
    shown = table.get(f"{table.base}/yearly")
    assert "Servono i numeri di almeno 5 imprese" in shown
    assert "Forno Tavolo" in shown


def test_the_page_of_changes_is_for_everybody(table: Table) -> None:
    guest = table.site.test_client()
    page = guest.get("/it/agreements/demo-2026/changes").text
    assert "Accordo di prova 2023" in page
    assert "inventato per la dimostrazione" in page
    assert "Prima" in guest.get("/it/agreements/demo-2023/changes?on=2024-07-01").text
    for nobody in ("statute", "nothing"):
        assert guest.get(f"/it/agreements/{nobody}/changes").status_code == 404


def test_terms_stand_in_the_calendar_without_any_firm(table: Table) -> None:
    table.post(table.brought.replace("/committee", "/disputes"), DISPUTE, table.owner)
    state = state_of(table.site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        turn_on_factor(work, table.manager_id, sealed_secret="s" * 40, step=1, code_digests=[])
    browser = Someone(table.site, table.manager_id, "").browser()
    page = browser.client.post("/it/account/calendar", data={"csrf_token": browser.token()})
    feed = page.text.partition("/it/calendar/")[2].partition(".ics")[0]
    text = table.site.test_client().get(f"/it/calendar/{feed}.ics").text.replace("\r\n ", "")
    assert "Termine di una controversia" in text
    assert "Forno Tavolo" not in text
