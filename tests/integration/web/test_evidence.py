"""The pages of evidence: add, list, keep, take back; who may; what was refused; nothing of it reaches the engine."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from cip.cli.tidying import file_rounds, house_rounds
from cip.files.accepted import LARGEST_FILE
from cip.files.stored import shelf_for
from cip.web import limits
from cip.web.state import state_of
from tests.integration.files.handing import on_disk
from tests.integration.web.conftest import Clock
from tests.integration.web.owner import Owner
from tests.integration.web.test_safety import tables
from tests.unit.files.samples import PDF, bomb, png


def add(
    owner: Owner, data: bytes = PDF, name: str = "verbale.pdf", about: str = "indicators/T1", **more: str
) -> TestResponse:
    fields = {"what": "file", "file": FileStorage(BytesIO(data), name), "csrf_token": owner.token(), **more}
    # Encoded here: the client itself would put a large body into a file of its own, and leave it open.
    boundary, body = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    return owner.client.post(f"{owner.base}/evidence/{about}", data=body, content_type=kind)


def added(owner: Owner, about: str = "indicators/T1", **more: str) -> str:
    """Add one; its id."""
    answer = add(owner, PDF, "verbale.pdf", about, **more)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].partition("#e-")[2]


def test_a_file_is_added_listed_and_kept(site: Flask, owner: Owner) -> None:
    evidence_id = added(owner, valid_until="31/12/2026", true_from="2026-01-01", note="Verbale dell'incontro")
    page = owner.get("/evidence").text
    for words in ("T1", "verbale.pdf", "Scade il 31 dicembre 2026", "Verbale dell&#39;incontro", "Vera dal 1º gennaio"):
        assert words in page
    answer = owner.get(f"/evidence/{evidence_id}/file")
    assert answer.data == PDF
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content_length == len(PDF)


def test_it_changes_no_answer_and_no_result(site: Flask, owner: Owner) -> None:
    owner.profile()
    owner.conclude()
    before = {name: tables(site)[name] for name in ("answer_events", "snapshots", "check_ups")}
    added(owner)
    assert before == {name: tables(site)[name] for name in before}
    assert "non corrisponde più" not in owner.get("/result").text


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.pdf", "Il file è vuoto"),
        (b"MZ" + b"\0" * 99, "a.pdf", "Questo tipo di file"),
        (png(), "a.pdf", "Il nome del file non corrisponde"),
        (PDF[:30], "a.pdf", "rovinato o incompleto"),
        (bomb(120), "a.docx", "troppo grande una volta aperto"),
        (PDF + b"\0" * LARGEST_FILE, "a.pdf", "al massimo 10 MB"),
    ],
    ids=["empty", "program", "wrong ending", "damaged", "bomb", "large"],
)
def test_a_refused_file_is_explained_and_nothing_is_kept(
    site: Flask, owner: Owner, data: bytes, name: str, words: str
) -> None:
    answer = add(owner, data, name, note="la nota resta")
    assert answer.status_code == 422
    assert words in answer.text
    assert "la nota resta" in answer.text
    assert tables(site)["evidence"] == tables(site)["files"] == []
    assert on_disk(shelf_for(state_of(site).settings)) == []


def test_far_too_much_is_refused_before_it_is_read(owner: Owner) -> None:
    answer = owner.client.post(
        f"{owner.base}/evidence/indicators/T1",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(4 * LARGEST_FILE)},
    )
    assert answer.status_code == 413
    assert "scegliete un file più piccolo" in answer.text


def test_only_pages_that_take_files_read_so_much(owner: Owner) -> None:
    assert owner.post("/area/T", {"file": (BytesIO(b"\0" * 300_000), "a.pdf")}).status_code == 413


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"true_from": "2026-02-01", "valid_until": "2026-01-01"}, "La scadenza viene prima"),
        ({"true_from": "30/2/2026"}, "Scrivete un giorno che esiste"),
        ({"note": "n" * 1_001}, "al massimo 1000 caratteri"),
        ({"what": "seen", "seen_on": "2026-01-01"}, "Scegliete una delle risposte"),
        ({"what": "odd"}, "Scegliete una delle risposte"),
    ],
)
def test_mistakes_stay_on_the_form(site: Flask, owner: Owner, fields: dict[str, str], words: str) -> None:
    answer = add(owner, PDF, "verbale.pdf", "indicators/T1", **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert tables(site)["files"] == []


def test_without_a_file_there_is_nothing_to_add(owner: Owner) -> None:
    answer = owner.post("/evidence/indicators/T1", {"what": "file"})
    assert answer.status_code == 422
    assert "Scegliete un file" in answer.text


@pytest.mark.parametrize("about", ["indicators/T99", "notes/T1", "facts/T1", "plan/T1", "indicators/..%2f"])
def test_a_question_that_is_not_there(owner: Owner, about: str) -> None:
    assert owner.get(f"/evidence/{about}").status_code == 404
    assert add(owner, about=about).status_code == 404


@pytest.mark.parametrize(
    "about", ["facts/workers", "indicators/T1", "duties/risk_assessment", "in_use/M05", "plan/M05"]
)
def test_every_kind_of_question_takes_evidence(owner: Owner, about: str) -> None:
    added(owner, about=about)
    assert "verbale.pdf" in owner.get(f"/evidence/{about}").text


def test_taking_back_needs_a_reason_and_erases_the_file(site: Flask, owner: Owner) -> None:
    evidence_id = added(owner)
    assert owner.post(f"/evidence/{evidence_id}/withdraw", {"why": " "}).status_code == 422
    assert owner.post(f"/evidence/{evidence_id}/withdraw", {"why": "foglio sbagliato"}).status_code == 303
    page = owner.get("/evidence").text
    assert "foglio sbagliato" in page
    assert "verbale.pdf" not in page
    assert on_disk(shelf_for(state_of(site).settings)) == []
    assert owner.get(f"/evidence/{evidence_id}/file").status_code == 409
    assert owner.get(f"/evidence/{evidence_id}/withdraw").status_code == 404


def test_a_closed_check_up_shows_it_and_takes_no_more(owner: Owner) -> None:
    evidence_id = added(owner)
    owner.profile()
    owner.conclude()
    assert owner.post("/close").status_code == 303
    assert add(owner).status_code == 409
    assert owner.post(f"/evidence/{evidence_id}/withdraw", {"why": "perché"}).status_code == 409
    assert owner.get(f"/evidence/{evidence_id}/file").data == PDF
    page = owner.get("/evidence").text
    assert "Questo check-up è chiuso" in page
    assert "Togliete questa prova" not in page


def test_nobody_else_gets_it_under_any_mix_of_ids(site: Flask, owner: Owner) -> None:
    evidence_id = added(owner)
    other = Owner(site)
    other.start()
    theirs = added(other)
    for path in (f"/evidence/{evidence_id}/file", f"/evidence/{evidence_id}/withdraw"):
        assert other.get(path).status_code == 404
        assert other.client.get(owner.base + path).status_code == 404
        assert other.post(path, {"why": "perché"}).status_code in (404, 405)
    assert owner.get(f"/evidence/{theirs}/file").status_code == 404
    assert owner.get(f"/evidence/{evidence_id}/file").status_code == 200


def test_erasing_the_check_up_erases_files_before_the_page_says_so(site: Flask, owner: Owner) -> None:
    added(owner)
    assert on_disk(shelf_for(state_of(site).settings)) != []
    assert owner.post("/erase").status_code == 303
    assert on_disk(shelf_for(state_of(site).settings)) == []
    assert tables(site)["evidence"] == []


def test_expired_with_its_check_up(site: Flask, owner: Owner, clock: Clock) -> None:
    added(owner)
    clock.now += timedelta(days=91)
    state = state_of(site)
    for rounds in (house_rounds, file_rounds):
        rounds(state.settings, state.database, clock).go()
    assert on_disk(shelf_for(state.settings)) == []


def test_how_many_a_day(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILES", limits.Limit("files", 2, daily=True))
    added(owner)
    added(owner)
    answer = add(owner)
    assert answer.status_code == 422
    assert "Riprovate domani" in answer.text


def test_the_way_there_stands_under_steps_three_and_four(owner: Owner) -> None:
    owner.post("/area/T", {"T1": "3", "T2": "1"})
    page = owner.get("/area/T").text
    assert re.findall(r"/evidence/indicators/(T\d)", page) == ["T1"]


def test_own_data_lists_it(owner: Owner) -> None:
    evidence_id = added(owner, note="Verbale dell'incontro")
    told = owner.get("/data.json").get_json()
    (one,) = told["evidence"]
    assert (one["id"], one["section"], one["question"], one["note"]) == (
        evidence_id,
        "indicators",
        "T1",
        "Verbale dell'incontro",
    )
    assert one["file"]["name"] == "verbale.pdf"
    assert one["file"]["size"] == len(PDF)
    page = owner.get("/data.html").text
    assert "verbale.pdf" in page
