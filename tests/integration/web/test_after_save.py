"""The check-up as a save left it, put together without asking the database, is what the database holds."""

import pytest
from flask import Flask

from cip.assessment.merging import Question
from cip.web.firm.saving import save
from cip.web.firm.visit import Visit, open_visit
from cip.web.state import actor
from tests.integration.web.owner import Owner

CHANGES: list[dict[Question, object]] = [
    {("facts", "workers"): 7, ("indicators", "T1"): {"step": 3, "count": 4}, ("notes", "T1"): "a note"},
    {("indicators", "T1"): {"not_applicable": "single_cover"}, ("reasons", "T1"): "so"},
    {("facts", "workers"): None, ("notes", "T1"): None, ("duties", "risk_assessment"): "no"},
    {("facts", "workers"): 0, ("in_use", "M05"): "2025-09-01", ("needs", "N04"): 2},
    {},
]


@pytest.mark.parametrize("rounds", range(1, len(CHANGES) + 1))
def test_after_a_save(site: Flask, owner: Owner, rounds: int) -> None:
    owner.profile()
    cookie = owner.client.get_cookie("cip")
    assert cookie is not None
    with site.test_request_context("/it/", headers={"Cookie": f"cip={cookie.value}"}):
        assert actor().kind == "guest"
        for changes in CHANGES[:rounds]:
            visit: Visit = open_visit(owner.check_up_id, "answer")
            after = save(visit, changes, "test", seen=visit.stored).after
        stored = open_visit(owner.check_up_id, "read")
    assert after.stored == stored.stored
    assert after.answers == stored.answers
    assert after.walk.score == stored.walk.score
