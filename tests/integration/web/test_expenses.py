"""The pages of what follows an award: the firm's report, the office's cuts, a breach taken back by two, the debt."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from cip.incentives.actions.reserve_awards import record_award_move
from cip.incentives.awards import StoredAward
from cip.web.account.keys import secret_key
from cip.web.state import state_of
from tests.integration.incentives.answering import award, awards, notified, pay
from tests.integration.incentives.ranks import Ranks, make_ranks
from tests.integration.web.conftest import Clock
from tests.integration.web.test_awards import call, officer, own, owner, post

COST = {
    "category": "cover", "number": "12/A", "supplier": "Ditta di prova", "supplier_code": "00743110157",
    "net": "900,00", "vat": "198,00", "claimed": "900", "cup": "", "note": "",
}  # fmt: skip


@pytest.fixture
def ranks(site: Flask, clock: Clock) -> Ranks:
    """The awards of a ranking: the first one accepted and partly paid."""
    with site.app_context():
        key = secret_key()
    found = make_ranks(state_of(site).database, key=key)
    notified(found)
    one = awards(found)[0]
    with found.calling.work("system") as work:
        record_award_move(work, one.id, "accept", by="test")
    pay(found, one.id, one.cents * 7 // 10)
    clock.now = found.calling.now + timedelta(seconds=1)
    return found


@pytest.fixture
def one(ranks: Ranks) -> StoredAward:
    """The award that was accepted."""
    return awards(ranks)[0]


def day(clock: Clock, days: int = 0) -> str:
    """The day of the site, or one so many days later."""
    return (clock.now + timedelta(days=days)).date().isoformat()


def test_a_report_is_written_sent_cut_and_settled(site: Flask, ranks: Ranks, one: StoredAward, clock: Clock) -> None:
    ada, olga = owner(site, ranks, one), officer(site, ranks, "olga")
    page = own(one, "/report")
    assert "proposta" in ada.client.get(page).text
    odd = post(ada, f"{page}/lines", {**COST, "issued_on": day(clock, 9), "claimed": "x"})
    assert odd.status_code == 422
    assert "nel futuro" in odd.text
    cost = {**COST, "issued_on": day(clock)}
    assert "superare la fattura" in post(ada, f"{page}/lines", {**cost, "claimed": "5.000"}).text
    assert post(ada, f"{page}/lines", cost).status_code == 303
    assert (
        post(ada, f"{page}/lines", {**cost, "number": "13", "claimed": "100", "cup": "G17H03000130001"}).status_code
        == 303
    )
    shown = ada.client.get(page).text
    assert "manca il CUP" in shown
    assert "D.L. 13/2023" in shown
    (line_id, *_more) = re.findall(r'name="line" value="(\w+)"', shown)
    assert post(ada, f"{page}/proofs", {"line": line_id}).status_code == 422
    assert post(ada, f"{page}/lines/remove", {"line": "0" * 32}).status_code == 404
    assert post(ada, f"{page}/send").status_code == 303
    assert post(ada, f"{page}/lines", cost).status_code == 409

    office = call(ranks, f"reports/{one.id}")
    assert "la guarda l" in olga.client.get(call(ranks, "reports")).text
    lines = sorted(set(re.findall(r'name="line" value="(\w+)"', olga.client.get(office).text)))
    assert len(lines) == 2
    cut = {f"admitted-{lines[0]}": "50", "line": lines[0]}
    assert post(olga, f"{office}/line", cut).status_code == 422
    assert post(olga, f"{office}/settle").status_code == 409
    for line in lines:
        said = {"line": line, f"admitted-{line}": "50,00", f"reason-{line}": "Manca il CUP sulla fattura."}
        assert post(olga, f"{office}/line", said).status_code == 303
    assert "Si accolgono 100" in olga.client.get(office).text
    assert post(olga, f"{office}/settle").status_code == 303
    told = ada.client.get(page).text
    assert "Accolti 100" in told
    assert "Manca il CUP sulla fattura." in told
    assert post(officer(site, ranks, "piero"), f"{office}/reopen", {"why": "x"}).status_code == 404
    assert post(olga, f"{office}/reopen", {"why": "Chiarito."}).status_code == 303


def test_the_firm_completes_once_and_the_meeting_is_held(
    site: Flask, ranks: Ranks, one: StoredAward, clock: Clock
) -> None:
    ada, olga = owner(site, ranks, one), officer(site, ranks, "olga")
    page, office = own(one, "/report"), call(ranks, f"reports/{one.id}")
    post(ada, f"{page}/lines", {**COST, "issued_on": day(clock)})
    post(ada, f"{page}/send")
    assert post(olga, f"{office}/ask", {"reason": "Manca la prova.", "days": "400"}).status_code == 422
    assert post(olga, f"{office}/ask", {"reason": "Manca la prova.", "days": "10"}).status_code == 303
    assert "Si risponde una volta sola" in ada.client.get(page).text
    home = f"/it/firm/{one.firm_id}"
    assert "Completate la relazione sul contributo entro il" in ada.client.get(home).text
    assert post(ada, f"{page}/answer", {"answer": ""}).status_code == 422
    assert post(ada, f"{page}/answer", {"answer": "Caricata."}).status_code == 303
    assert "Completate la relazione" not in ada.client.get(home).text
    assert post(ada, f"{page}/answer", {"answer": "Ancora."}).status_code == 409
    assert post(olga, f"{office}/meeting", {"on_day": day(clock), "place": "Sala 1"}).status_code == 303
    assert "Sala 1" in ada.client.get(page).text
    assert post(olga, f"{office}/meeting/close", {"came": "held", "minutes": ""}).status_code == 422
    assert post(olga, f"{office}/meeting/close", {"came": "held", "minutes": "Presenti."}).status_code == 303
    assert "fatto" in olga.client.get(office).text


def test_a_breach_is_taken_back_by_two_people_and_the_debt_is_followed(
    site: Flask, ranks: Ranks, one: StoredAward, clock: Clock
) -> None:
    ada, olga, piero = owner(site, ranks, one), officer(site, ranks, "olga"), officer(site, ranks, "piero")
    office, debt = call(ranks, f"breaches/{one.id}"), call(ranks, f"debts/{one.id}")
    found = {"clause": "G-06", "measure": "", "facts": "La misura non si usa più."}
    assert post(olga, f"{office}/find", {**found, "facts": ""}).status_code == 422
    assert post(olga, f"{office}/find", found).status_code == 303
    assert post(olga, f"{office}/warn", {"days": "10"}).status_code == 303
    assert "Rimediate entro il" in ada.client.get(own(one, "/report")).text
    assert ada.client.get(own(one, "/report/warning.pdf")).data.startswith(b"%PDF")
    assert "non è finito" in post(olga, f"{office}/confirm", {"why": "Subito."}).text
    clock.now += timedelta(days=40)
    olga, piero = officer(site, ranks, "olga"), officer(site, ranks, "piero")
    assert post(olga, f"{office}/confirm", {"why": "Nessun rimedio."}).status_code == 303
    back = {"kind": "whole", "grounds": "Clausola caduta.", "days": "30"}
    assert "di che calcolare" in post(olga, f"{office}/prepare", {**back, "kind": "time"}).text
    assert post(olga, f"{office}/prepare", back).status_code == 303
    assert "serve un&#39;altra persona" in post(olga, f"{office}/decide", {"act": "9/2027"}).text
    assert post(piero, f"{office}/decide", {"act": "9/2027"}).status_code == 303
    assert award(ranks, one.id).state == "revoked"
    assert piero.client.get(f"{office}/revocation.pdf").data.startswith(b"%PDF")
    rate = call(ranks, "debts")
    assert "lo fissa l'ufficio" in olga.client.get(rate).text
    assert post(olga, f"{rate}/rate", {"rate": "2,5", "starts_on": day(clock)}).status_code == 422
    assert post(olga, f"{rate}/rate", {"rate": "2,5", "starts_on": day(clock), "source": "Atto 3"}).status_code == 303
    assert "2,5" in olga.client.get(rate).text
    assert post(olga, f"{debt}/refund", {"cents": "10", "on": day(clock), "reference": "b1"}).status_code == 303
    assert "Non è dovuto" in post(olga, f"{debt}/refund", {"cents": "99999", "on": day(clock)}).text
    assert post(olga, f"{debt}/plan", {"count": "3", "first": day(clock)}).status_code == 303
    assert post(olga, f"{debt}/interest", {"on": day(clock)}).status_code == 303
    assert "Le rate" in olga.client.get(debt).text
    assert piero.client.get(f"{office}/payment.pdf").data.startswith(b"%PDF")
    assert "Ancora da restituire" in owner(site, ranks, one).client.get(own(one, "/report")).text
