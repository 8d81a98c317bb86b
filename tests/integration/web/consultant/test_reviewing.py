"""Both answers are kept, validation locks, a change reopens what it touches and nothing else."""

import json
import re
from collections.abc import Mapping

import pytest
import sqlalchemy as sa
from flask import Flask

from cip.assessment.actions import CheckUpValidatedError, withdraw_evidence
from cip.assessment.reads import chain_faults_of_all, current_answers, evidence_of, find_check_up, latest_verified
from cip.assessment.reviewing import Question, Review, holding
from cip.cli.verify import all_faults
from cip.database.work import open_reading
from cip.web.state import state_of
from tests.integration.web.consultant.desk import Desk, make_desk, work_of


@pytest.fixture
def desk(site: Flask) -> Desk:
    found = make_desk(site)
    found.owner.profile()
    found.owner.post("/area/T", {"T1": "3", "T1.proof": "4", "T2": "3", "T2.proof": "2", "T4": "1"})
    found.owner.post("/duties", {"risk_assessment": "yes"})
    found.owner.conclude()
    return found


def reviews(desk: Desk) -> Mapping[Question, Review]:
    with open_reading(state_of(desk.site).database) as session:
        return holding(current_answers(session, desk.check_up_id))


def review_time(desk: Desk) -> None:
    status, text = desk.post(
        f"{desk.base}/review/T",
        {
            "T1.verdict": "same",
            "T1.seen": "2026-11-20",
            "T2.verdict": "other",
            "T2.value": "2",
            "T2.why": "La data del ritorno non è scritta.",
            "T4.verdict": "none",
            "go": "",
        },
    )
    assert status == 303, text


def verified(desk: Desk) -> dict[str, object]:
    with open_reading(state_of(desk.site).database) as session:
        found = latest_verified(session, desk.check_up_id)
    assert found is not None
    return {**json.loads(found.result), "answers": json.loads(found.answers), "number": found.number}


def test_both_answers_are_kept_and_shown_to_both(desk: Desk) -> None:
    review_time(desk)
    assert set(reviews(desk)) == {("indicators", "T1"), ("indicators", "T2")}
    with open_reading(state_of(desk.site).database) as session:
        stored = current_answers(session, desk.check_up_id)
    assert stored.file["indicators"]["T2"] == {"step": 3, "count": 2}
    for text in (desk.get(f"{desk.base}/review/T"), desk.owner.get("/review").text):
        assert "La data del ritorno non è scritta." in text
        assert "gradino 3" in text
        assert "gradino 2" in text
        assert "20 novembre 2026" in text
    assert "IRENE di prova" in desk.owner.get("/review").text
    assert "<form" not in desk.owner.get("/review").text.split("<main", 1)[1].split("</main", 1)[0]


def test_another_answer_needs_a_reason(desk: Desk) -> None:
    status, text = desk.post(f"{desk.base}/review/T", {"T2.verdict": "other", "T2.value": "2", "T1.verdict": "same"})
    assert status == 422
    assert "perché la vostra risposta è diversa" in text
    assert set(reviews(desk)) == {("indicators", "T1")}


def test_confirming_what_the_firm_never_said_is_no_answer(desk: Desk) -> None:
    status, text = desk.post(f"{desk.base}/review/T", {"T5.verdict": "same"})
    assert status == 422
    assert "non ha risposto" in text
    assert not reviews(desk)


def test_what_changed_while_the_consultant_looked_is_not_confirmed(desk: Desk) -> None:
    drawn = str(desk.owner.last_seq())
    desk.owner.post("/area/T", {"T1": "0"})
    status, text = desk.post(f"{desk.base}/review/T", {"seq": drawn, "T1.verdict": "same", "T2.verdict": "same"})
    assert status == 422
    assert "mentre la guardavate" in text
    assert set(reviews(desk)) == {("indicators", "T2")}


def test_an_answer_that_the_rules_deny_is_refused(desk: Desk) -> None:
    status, _text = desk.post(
        f"{desk.base}/review/profile", {"workers.verdict": "other", "workers.value": "0", "workers.why": "Nessuno."}
    )
    assert status == 422
    assert not reviews(desk)


def test_only_a_proof_that_was_seen_counts_and_steps_count_alike(desk: Desk) -> None:
    review_time(desk)
    assert desk.post(f"{desk.base}/validate", {"partly": "yes"})[0] == 303
    found = verified(desk)
    assert found["result"] == "verified"
    assert found["answers"]["seen"] == ["T1"]  # type: ignore[index]
    steps = {item["id"]: item["step"] for item in found["indicators"]}  # type: ignore[attr-defined]
    assert (steps["T1"], steps["T2"], steps["T4"]) == (3, 2, 1)
    assert found["unproved"] == []
    assert "Verificato da IRENE di prova" in desk.owner.get("/result").text
    with open_reading(state_of(desk.site).database) as session:
        assert list(all_faults(session)) == []


def test_a_date_of_the_firm_is_no_proof_for_the_verified_result(desk: Desk) -> None:
    desk.post(f"{desk.base}/review/T", {"T4.verdict": "same"})
    assert desk.post(f"{desk.base}/validate", {"partly": "yes"})[0] == 303
    assert verified(desk)["unproved"] == ["T1", "T2"]


def test_validating_needs_a_review(desk: Desk) -> None:
    status, text = desk.post(f"{desk.base}/validate", {"partly": "yes"})
    assert status == 422
    assert "guardate almeno una risposta" in text


def test_validating_a_part_is_said_and_confirmed(desk: Desk) -> None:
    review_time(desk)
    status, text = desk.post(f"{desk.base}/validate")
    assert status == 422
    assert "Non avete guardato tutte le risposte" in text
    assert "2 risposte su " in text
    assert desk.post(f"{desk.base}/validate", {"partly": "yes"})[0] == 303
    for page in (desk.get(f"{desk.base}/review"), desk.owner.get("/result").text, desk.owner.get("/review").text):
        assert re.search(r"2 risposte su \d\d guardate", page)
    assert "2 risposte su " in desk.get(f"/it/consultant/firm/{desk.firm_id}")
    with open_reading(state_of(desk.site).database) as session:
        told = session.execute(sa.text("SELECT payload FROM outbox WHERE template = 'check_up_validated'")).all()
    assert len(told) == 1
    assert desk.boss.email in told[0].payload


def test_validation_locks_and_a_change_reopens_only_what_it_touches(desk: Desk) -> None:
    review_time(desk)
    desk.post(f"{desk.base}/validate", {"partly": "yes"})
    refused = desk.owner.post("/area/T", {"T1": "1"})
    assert refused.status_code == 409
    assert "convalidato" in refused.text
    # A note is nobody's answer, and a page that changes nothing is no change.
    assert desk.owner.post("/area/T", {"T1.note": "Da rivedere"}).status_code == 303
    assert desk.post(f"{desk.base}/review/T", {"T1.verdict": "none"})[0] == 409
    assert desk.post(f"/it/check-up/{desk.check_up_id}/reopen", by=desk.owner)[0] == 303
    assert desk.owner.post("/area/T", {"T1": "1", "T1.proof": ""}).status_code == 303
    text = desk.get(f"{desk.base}/review/T")
    assert text.count("cambiata dopo") == 1
    assert "L&#39;impresa, 10:30" in text
    assert "confermata" not in text
    assert "risposta diversa" in text
    assert "Dopo la verifica è cambiata 1 risposta." in desk.get(f"{desk.base}/review")
    assert "Dopo la verifica è cambiata 1 risposta." in desk.owner.get("/review").text
    assert set(reviews(desk)) == {("indicators", "T2")}
    with open_reading(state_of(desk.site).database) as session:
        assert list(chain_faults_of_all(session)) == []
    # Validated anew, the changed answer counts as the firm gives it now.
    assert desk.post(f"{desk.base}/validate", {"partly": "yes"})[0] == 303
    again = verified(desk)
    assert again["number"] == 2
    assert again["answers"]["indicators"]["T1"] in (1, {"step": 1})  # type: ignore[index]


def test_the_firm_never_validates_itself(desk: Desk) -> None:
    review_time(desk)
    for path in ("/review", "/review/T", "/validate", "/key-in", "/narrative", "/visit-sheet"):
        for method in ("GET", "POST"):
            answer = desk.owner.client.open(
                desk.base + path, method=method, data={"csrf_token": desk.owner.token(), "seq": "0"}
            )
            assert answer.status_code in (303, 404, 405), (method, path)
            assert "/validate" not in answer.headers.get("Location", "")
    with open_reading(state_of(desk.site).database) as session:
        found = find_check_up(session, desk.check_up_id)
        assert found is not None
        assert found.validated_at is None


def test_who_is_of_the_firm_and_of_the_body_does_not_review(site: Flask, desk: Desk) -> None:
    from cip.parties.actions.add_member import add_member
    from tests.integration.web.consultant.desk import work_of

    with work_of(site) as work:
        add_member(work, desk.adviser.id, party_kind="firm", party_id=desk.firm_id, role="collaborator")
    both = desk.adviser.browser()
    assert both.client.get(f"{desk.base}/review").status_code == 404
    assert both.client.get(f"/it/check-up/{desk.check_up_id}").status_code == 200


def test_an_ended_mandate_shows_nothing_at_the_next_request(desk: Desk) -> None:
    review_time(desk)
    paths = [desk.base + path for path in ("/review", "/review/T", "/visit-sheet", "/key-in", "/narrative")]
    paths += [f"/it/consultant/firm/{desk.firm_id}", f"/it/check-up/{desk.check_up_id}"]
    for path in paths:
        assert desk.consultant.client.get(path).status_code == 200, path
    assert "Officina Rossi" in desk.get("/it/consultant")
    desk.revoke()
    for path in paths:
        assert desk.consultant.client.get(path).status_code == 404, path
    assert "Officina Rossi" not in desk.get("/it/consultant")
    assert desk.post(f"{desk.base}/validate", {"partly": "yes"})[0] == 404


def test_a_consultant_of_another_body_finds_nothing(site: Flask, desk: Desk) -> None:
    other = make_desk(site, "Bottega Verdi", "Altro ente")
    for path in ("/review", "/review/T", "/visit-sheet", "/key-in", "/narrative"):
        assert other.consultant.client.get(desk.base + path).status_code == 404, path
    assert "Officina Rossi" not in other.get("/it/consultant")


def test_without_the_second_factor_nobody_gets_in(desk: Desk) -> None:
    weak = desk.adviser.browser(strong=False)
    answer = weak.client.get("/it/consultant")
    assert answer.status_code == 303
    assert "/account/" in answer.headers["Location"]


def test_the_firm_takes_all_of_it_away(desk: Desk) -> None:
    review_time(desk)
    desk.post(f"{desk.base}/validate", {"partly": "yes"})
    desk.post(f"{desk.base}/narrative", {"number": "0", "seen": "Gli orari cambiano spesso."})
    data = json.loads(desk.owner.get("/data.json").text)
    assert data["reviews"]["indicators.T2"]["reason"] == "La data del ritorno non è scritta."
    assert [item["result"]["result"] for item in data["verified_results"]] == ["verified"]
    assert data["narratives"][0]["parts"]["seen"] == "Gli orari cambiano spesso."
    assert desk.owner.get("/data").status_code == 200
    assert desk.owner.get("/data.csv").status_code == 200


def test_two_who_validate_at_once_validate_once(desk: Desk) -> None:
    review_time(desk)
    assert desk.post(f"{desk.base}/validate", {"partly": "yes"})[0] == 303
    assert desk.post(f"{desk.base}/validate", {"partly": "yes"})[0] == 303
    assert verified(desk)["number"] == 1


def test_the_proof_of_a_validated_answer_stays_until_the_check_up_is_reopened(desk: Desk) -> None:
    review_time(desk)
    path = f"/it/check-up/{desk.check_up_id}/evidence"
    seen = {"what": "seen", "seen_on": "2026-11-20"}
    for about in ("indicators/T3", "plan/M01"):
        assert desk.post(f"{path}/{about}", dict(seen))[0] == 303
    with open_reading(state_of(desk.site).database) as session:
        proof, planned = (
            next(one.id for one in evidence_of(session, desk.check_up_id) if one.section == section)
            for section in ("indicators", "plan")
        )
    assert desk.post(f"{desk.base}/validate", {"partly": "yes"})[0] == 303
    status, page = desk.post(f"{path}/{proof}/withdraw", {"why": "Non serve più."})
    assert status == 409
    assert f'href="/it/check-up/{desk.check_up_id}/reopen"' in page
    assert desk.consultant.client.get(f"{path}/{proof}/withdraw").status_code == 409
    with work_of(desk.site) as work, pytest.raises(CheckUpValidatedError):
        withdraw_evidence(work, desk.check_up_id, proof, "Non serve più.")
    assert desk.post(f"{path}/{planned}/withdraw", {"why": "Era un altro foglio."})[0] == 303, "the plan goes on"
    assert desk.post(f"/it/check-up/{desk.check_up_id}/reopen")[0] == 303
    assert desk.post(f"{path}/{proof}/withdraw", {"why": "Non serve più."})[0] == 303
