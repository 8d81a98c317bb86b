"""The pages of what firms answer: an award is accepted or given up, the list goes down, an appeal is decided."""

import re
from collections.abc import Mapping

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from cip.database.work import open_work
from cip.incentives.awards import StoredAward
from cip.parties.access import SYSTEM
from cip.parties.actions.add_member import add_member
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.open_body import open_body
from cip.web.account.keys import secret_key
from cip.web.state import state_of
from tests.integration.incentives.answering import award, awards, notified
from tests.integration.incentives.ranks import Ranks, make_ranks
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone, make_person
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)


@pytest.fixture
def ranks(site: Flask) -> Ranks:
    """More firms than the money is enough for; those in the ranking were told."""
    with site.app_context():
        key = secret_key()
    found = make_ranks(state_of(site).database, firms=12, key=key, cents=1_150_000)
    found.calling.now = state_of(site).clock()
    notified(found)
    return found


def owner(site: Flask, ranks: Ranks, one: StoredAward) -> Owner:
    number = next(number for number, firm_id in ranks.firm.items() if firm_id == one.firm_id)
    return Someone(site, ranks.owner[number], "").browser()


def officer(site: Flask, ranks: Ranks, name: str) -> Owner:
    return Someone(site, ranks.calling.people[name], "").browser()


def consultant(site: Flask, firm_id: str) -> Owner:
    """Somebody with a mandate of a firm for applications, and for nothing else."""
    state = state_of(site)
    someone = make_person(site, "Carla Consulente", email="carla@example.org")
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        body = open_body(work, "consultancy", "Studio Carla")
        add_member(work, someone.id, party_kind="body", party_id=body, role="staff")
        give_mandate(work, firm_id, body, scopes=("application",), from_day=state.clock().date(), given_by=None)
    return someone.browser()


def post(who: Owner, address: str, data: Mapping[str, object] | None = None) -> TestResponse:
    return who.client.post(address, data={**(data or {}), "csrf_token": who.token()})


def own(one: StoredAward, rest: str = "") -> str:
    return f"/it/firm/{one.firm_id}/awards/{one.id}{rest}"


def call(ranks: Ranks, rest: str) -> str:
    return f"/it/office/{ranks.calling.body}/calls/{ranks.call_id}/{rest}"


def test_the_owner_reads_each_obligation_and_accepts_all_of_them(site: Flask, ranks: Ranks) -> None:
    one = awards(ranks)[0]
    ada = owner(site, ranks, one)
    assert "Rispondete entro" in ada.client.get(f"/it/firm/{one.firm_id}/awards").text
    page = ada.client.get(own(one)).text
    assert "Accettate o rinunciate entro il" in page
    assert "Avete un contributo: accettate" in ada.client.get(f"/it/firm/{one.firm_id}").text
    assert ada.client.get(own(one, "/letter")).status_code == 409, "this one was told past the letters"
    boxes = re.findall(r'name="agreed" value="(\w+)"', page)
    seen = re.findall(r'name="seen" value="(\w+)"', page)[0]
    assert "F-04" in page
    assert len(boxes) == 6
    assert post(ada, own(one, "/accept"), {"seen": seen, "agreed": boxes[1:]}).status_code == 422
    assert post(ada, own(one, "/accept"), {"seen": "0" * 64, "agreed": boxes}).status_code == 409
    assert post(ada, own(one, "/accept"), {"seen": seen, "agreed": boxes}).status_code == 303
    assert award(ranks, one.id).state == "accepted"
    page = ada.client.get(own(one)).text
    assert "Impronta del testo" in page
    assert re.search(r"Accettati il [^.<]*, ore \d\d:\d\d\.", page), "nobody reads seconds"
    assert "Non viene pagato" not in page
    assert post(ada, own(one, "/accept"), {"seen": seen, "agreed": boxes}).status_code == 409


def test_money_that_is_given_up_goes_down_the_list_as_it_was_seen(site: Flask, ranks: Ranks) -> None:
    one = awards(ranks)[0]
    ada, olga = owner(site, ranks, one), officer(site, ranks, "olga")
    assert post(ada, own(one, "/waive"), {"reason": "Lavori rimandati."}).status_code == 422
    assert post(ada, own(one, "/waive"), {"reason": "Lavori rimandati.", "sure": "yes"}).status_code == 303
    page = ada.client.get(own(one)).text
    assert "Avete rinunciato." in page
    assert "Non viene pagato" in page
    page = olga.client.get(call(ranks, "reserve")).text
    digest = re.findall(r'name="digest" value="(\w+)"', page)[0]
    assert "Proposta:" in page
    assert post(olga, call(ranks, "reserve"), {"digest": digest}).status_code == 422
    assert post(olga, call(ranks, "reserve"), {"digest": digest, "reason": "Rinuncia."}).status_code == 303
    assert [a.state for a in awards(ranks)].count("reserved") == 1
    assert post(olga, call(ranks, "reserve"), {"digest": digest, "reason": "Rinuncia."}).status_code == 422


def test_who_does_not_answer_in_time_loses_the_award_by_an_act_of_the_office(
    site: Flask, ranks: Ranks, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, olga = awards(ranks)[0], officer(site, ranks, "olga")
    lapse = call(ranks, f"awards/{one.id}/lapse")
    assert post(olga, lapse).status_code == 409
    monkeypatch.setattr("cip.incentives.reads.acceptances.answer_days", lambda call: -1)
    assert "non ha risposto entro il" in olga.client.get(call(ranks, "reserve")).text
    assert post(olga, lapse).status_code == 303
    assert award(ranks, one.id).state == "lapsed"


def test_an_appeal_is_brought_and_decided_by_another_person(site: Flask, ranks: Ranks) -> None:
    number = ranks.number_of(ranks.newest.told["ranking"][-1]["id"])
    firm_id, application_id = ranks.firm[number], ranks.application[number]
    ada = Someone(site, ranks.owner[number], "").browser()
    address = f"/it/firm/{firm_id}/applications/{application_id}/appeals"
    assert "60 giorni" in ada.client.get(address).text
    assert post(ada, address, {"way": "review"}).status_code == 422
    assert post(ada, address, {"way": "review", "said": "Mesi contati male."}).status_code == 303
    assert post(ada, address, {"way": "review", "said": "Di nuovo."}).status_code == 422
    olga, piero = officer(site, ranks, "olga"), officer(site, ranks, "piero")
    listed = olga.client.get(call(ranks, "appeals")).text
    appeal_id = re.findall(r"/appeals/(\w{32})", listed)[0]
    page = call(ranks, f"appeals/{appeal_id}")
    assert "decide un'altra persona" in olga.client.get(page).text
    assert post(olga, f"{page}/admit").status_code == 303
    told = {"verdict": "accept", "why": "I mesi erano 60."}
    assert post(piero, f"{page}/decide", told).status_code == 422
    told |= {"fact": "commitment_months", "value": "60"}
    assert post(olga, f"{page}/decide", told).status_code == 422
    assert post(piero, f"{page}/decide", told).status_code == 303
    assert "I mesi erano 60." in ada.client.get(address).text
    assert "I mesi erano 60." in olga.client.get(call(ranks, "ranking/changes")).text
    assert post(ada, f"{address}/{appeal_id}/withdraw").status_code == 409


def test_each_role_has_its_own_file(site: Flask, ranks: Ranks) -> None:
    one = awards(ranks)[0]
    ada, olga, carla = owner(site, ranks, one), officer(site, ranks, "olga"), consultant(site, one.firm_id)
    file = f"/it/firm/{one.firm_id}/pilot/{one.id}"
    assert "Conto per i pagamenti" in ada.client.get(file).text
    assert "Conto per i pagamenti" in olga.client.get(call(ranks, f"awards/{one.id}/file")).text
    page = carla.client.get(file)
    assert page.status_code == 200
    assert "Conto per i pagamenti" not in page.text
    assert post(carla, own(one, "/waive"), {"reason": "No.", "sure": "yes"}).status_code == 404
