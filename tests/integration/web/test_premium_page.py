"""The office reads what is proved for a premium, and notes what it saw with a document."""

import re
from html import unescape

import pytest
from flask import Flask

from cip.cli.worlds.premium import decided_premium
from cip.web.state import state_of
from tests.integration.incentives.awarding import make_awarded
from tests.integration.incentives.calling import templates
from tests.integration.web import test_applying
from tests.integration.web.people import Someone
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)


def test_what_is_missing_is_said_and_a_document_proves_it(site: Flask) -> None:
    made = make_awarded(state_of(site).database, state="approved", count=1)
    one = next(award for award in made.awards if award.held)
    olga = Someone(site, made.ranks.calling.people["olga"], "").browser()
    address = f"/it/office/{made.ranks.calling.body}/calls/{made.call_id}/awards/{one.id}"
    assert "Prove per il premio" in olga.client.get(address).text
    page = olga.client.get(f"{address}/premium").text
    assert "Manca un check-up T2 verificato" in page
    assert page.count(">non provato<") == 7
    data = {
        "csrf_token": olga.token(),
        "indicator": "award.workers_reached",
        "value": "4",
        "document": "Verbale 4/2027",
    }
    data["seen_on"] = state_of(site).clock().date().isoformat()
    for wrong, said in (
        ({"document": " "}, "Scrivete quale documento"),
        ({"value": "quattro"}, "Scrivete solo cifre"),
        ({"indicator": "award.shared_service"}, "Qui scrivete 1 per sì"),
        ({"seen_on": "2027-12-31"}, "Scrivete un giorno già passato"),
    ):
        refused = olga.client.post(f"{address}/premium", data={**data, **wrong})
        assert refused.status_code == 422
        assert said in refused.text
    assert olga.client.post(f"{address}/premium", data=data).status_code == 303
    page = olga.client.get(f"{address}/premium").text
    assert "Persone raggiunte: 4" in page
    assert "Verbale 4/2027" in page
    assert page.count(">non provato<") == 6
    reserved = next(award for award in made.awards if not award.held)
    other = address.replace(one.id, reserved.id)
    assert "non è ancora concesso" in olga.client.get(f"{other}/premium").text
    assert olga.client.post(f"{other}/premium", data=data).status_code == 409


def test_no_form_asks_for_what_must_be_proved(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    premium = decided_premium(templates()["premium-2026"], templates()["pilot-2026"])
    monkeypatch.setattr(test_applying, "pilot", lambda: premium)
    cast = test_applying.Cast(site)
    own = cast.start()
    parts = set(re.findall(rf'href="({own}/answers/[a-z_]+)', cast.read(cast.ada, own)))
    pages = [unescape(cast.read(cast.ada, part)) for part in sorted(parts)]
    shown = "".join(pages)
    assert "Qui contano solo i fatti provati" in shown
    assert "Manca un check-up T2 verificato" in shown
    for fact in ("measures_in_use", "workers_reached_proved", "premium_had", "months_added"):
        assert f'name="f-{fact}"' not in shown
    assert 'name="f-workers"' in shown
    # What is sent all the same is not taken for a proof.
    page = next(part for part in parts if "Persone raggiunte" in cast.read(cast.ada, part))
    cast.post(cast.ada, page, seq="1", **{"f-workers_reached_proved": "7"})
    assert "workers_reached_proved" not in cast.held().answers
