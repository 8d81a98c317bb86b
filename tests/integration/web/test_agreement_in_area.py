"""A municipality that an agreement covers answers whether there is one; clauses are stored with the result."""

import json
from html import unescape

from flask import Flask

from cip.assessment.reads.snapshots import latest_snapshot
from cip.database.work import open_reading
from cip.web.state import EXTENSION, State
from tests.integration.web.owner import Owner


def test_the_page_says_that_it_knows_and_why(site: Flask) -> None:
    owner = Owner(site)
    owner.start()
    assert owner.profile(municipality="999001").status_code == 303
    state: State = site.extensions[EXTENSION]
    page = owner.get(f"/profile/{state.packs.current[0].group_of['agreement_in_area']}").text
    assert 'name="agreement_in_area"' not in page
    assert "Nel vostro comune è in vigore un accordo" in page


def test_a_result_keeps_the_clauses_that_its_answers_show(site: Flask) -> None:
    owner = Owner(site)
    owner.start()
    owner.profile(municipality="999001")
    owner.post("/area/T", {"T1": "1"})
    owner.post("/area/R", {"R2": "2"})
    owner.conclude()
    state: State = site.extensions[EXTENSION]
    with open_reading(state.database) as session:
        stored = latest_snapshot(session, owner.check_up_id)
    assert stored is not None
    clauses = {clause["id"]: clause["status"] for clause in json.loads(stored.result)["clauses"]}
    assert (clauses["A-01"], clauses["C-01"]) == ("met", "not_met")
    assert owner.get("/result").status_code == 200


def test_the_page_of_the_layers_says_which_text_rules_leave_by_the_hour(site: Flask) -> None:
    owner = Owner(site)
    owner.start()
    owner.profile(municipality="999001", ccnl="J241")
    owner.conclude()
    page = unescape(owner.get("/layers").text)
    said = page[page.index('id="regime"') :]
    assert "Il contratto nazionale «" in said
    assert "regola il congedo a ore." in said
    assert "Non sappiamo se l'impresa ha aderito" in said
    assert "qui non le decidiamo" in said
