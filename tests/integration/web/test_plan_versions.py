"""The plan's way through the pages: workers heard, agreed, printed, signed on paper and in the system."""

import re
from datetime import timedelta
from io import BytesIO

import docx
import pytest
from flask import Flask

from tests.integration.web.conftest import Clock
from tests.integration.web.owner import Owner
from tests.integration.web.planning import HEARD, M01, agree, ready, words


def test_cost_evidence_and_reason_are_kept(owner: Owner) -> None:
    owner.post("/plan", {"add": "M01"})
    sent = {**M01, "M01-evidence": "Il foglio degli orari", "M01-state": "dropped", "M01-reason": "Costa troppo"}
    assert owner.post("/plan", sent).status_code == 303
    page = words(owner.get("/plan"))
    assert 'value="1250,50"' in page
    assert "1.250,50\N{NO-BREAK SPACE}€" in page
    assert "Il foglio degli orari" in page
    assert "Costa troppo" in page
    assert "Clausole di accordi: " in page
    assert "T1 Orario flessibile" in page


def test_a_form_drawn_before_there_were_costs_leaves_them(owner: Owner) -> None:
    ready(owner)
    owner.post("/plan", {"M01-state": "in_use", "M01-owner": "banco", "M01-start": "2026-12-01"})
    assert 'value="1250,50"' in owner.get("/plan").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"M01-cost": "molto"}, "Scrivete una spesa in euro"),
        ({"M01-cost": "-5"}, "Scrivete una spesa in euro"),
        ({"M01-cost": "1.2.3"}, "Scrivete una spesa in euro"),
        ({"M01-cost": "99999999"}, "controllate gli zeri"),
        ({"M01-state": "dropped"}, "Scrivete perché la lasciate"),
        ({"M01-state": "agreed"}, "quando concordate tutto il piano"),
        ({"M01-evidence": "x" * 301}, "al massimo 300"),
        ({"M01-reason": "x" * 301}, "al massimo 300"),
    ],
)
def test_mistakes_are_named(owner: Owner, changes: dict[str, str], said: str) -> None:
    owner.post("/plan", {"add": "M01"})
    answer = owner.post("/plan", {**M01, **changes})
    assert answer.status_code == 422
    assert said in words(answer)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("0", "0"), ("250", "250"), ("1 250", "1250"), ("12,5", "12,50"), ("12.50", "12,50"), ("€ 7", "7")],
)
def test_amounts_are_read_as_people_write_them(owner: Owner, typed: str, shown: str) -> None:
    owner.post("/plan", {"add": "M01"})
    assert owner.post("/plan", {**M01, "M01-cost": typed}).status_code == 303
    assert f'name="M01-cost" value="{shown}"' in owner.get("/plan").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"on": "2027-01-01"}, "deve ancora venire"),
        ({"on": "ieri"}, "Scrivete un giorno"),
        ({"ways": ["vote"]}, "Scegliete tra le risposte"),
        ({"signers": "a\nb\nc\nd\ne"}, "Al massimo 4 righe"),
        ({"signers": "x" * 81}, "di 80 caratteri"),
        ({"said": "x" * 1001}, "al massimo 1000"),
    ],
)
def test_mistakes_in_the_hearing_are_named_and_not_saved(owner: Owner, changes: dict[str, object], said: str) -> None:
    answer = owner.post("/plan/heard", {**HEARD, **changes})
    assert answer.status_code == 422
    assert said in words(answer)
    assert "Vanno bene." not in owner.get("/plan/heard").text


def test_what_is_missing_stands_in_a_list_with_links(owner: Owner) -> None:
    owner.post("/plan", {"add": ["M01", "M17"]})
    owner.post("/plan", M01)
    page = words(owner.get("/plan/agree"))
    assert "Mancano ancora 3 cose" in page
    assert "mancano chi la segue, inizio, spesa prevista" in page
    assert "prima serve M16" in page
    assert f'href="{owner.base}/plan/heard"' in page
    assert "plan?measure=M17#M17-owner" in page
    assert "Concordate il piano così" not in page
    answer = owner.post("/plan/agree")
    assert answer.status_code == 409
    assert "Mancano ancora 3 cose" in answer.text
    opened = owner.get("/plan?measure=M17").text
    assert re.search(r'<details class="cip-question cip-plan" name="plan" open>\s*<summary><h2 id="M17">', opened)


def test_a_version_is_frozen_and_a_later_change_shows(owner: Owner) -> None:
    ready(owner)
    version = agree(owner)
    page = words(owner.get(version))
    assert "Piano, versione 1" in page
    assert "Stato: concordata, da firmare." in page
    assert "Anna Verdi, RSA" in page
    assert "Potete stampare e firmare su carta" in page
    assert "concordata" in words(owner.get("/plan"))
    owner.post("/plan", {**M01, "M01-state": "agreed", "M01-owner": "banco"})
    assert "Dopo questa versione il piano è cambiato" in words(owner.get(version))
    assert "chi la segue: prima «cassa», ora «banco»" in words(owner.get("/plan/agree"))
    second = agree(owner)
    assert second != version
    assert "C'è una versione più nuova" in words(owner.get(version))
    assert "superata da una versione più nuova" in words(owner.get(version))
    assert "Il piano dice le stesse cose della versione 2" in words(owner.get("/plan/agree"))
    assert agree(owner) == second


def test_in_english_too(owner: Owner) -> None:
    ready(owner)
    version = agree(owner)
    owner.language = "en"
    assert "agreed, to be signed" in owner.get(version).text
    owner.post("/plan", {**M01, "M01-owner": "counter", "M01-state": "agreed"})
    assert "who looks after it: was “cassa”, now “counter”" in owner.get("/plan/agree").text
    assert "What proves it" in owner.get("/plan").text


def test_the_sheet_can_be_taken_away(owner: Owner) -> None:
    ready(owner)
    version = agree(owner)
    answer = owner.get(f"{version}.pdf")
    assert answer.mimetype == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    document = docx.Document(BytesIO(owner.get(f"{version}.docx").data))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Piano di conciliazione" in text
    assert "impronta" in text
    assert len(document.inline_shapes) == 1, "the code"


def test_the_code_tells_number_and_day_and_nothing_of_the_firm(owner: Owner, site: Flask) -> None:
    ready(owner)
    page = owner.get(agree(owner)).text
    found = re.search(r"sha256 ([0-9a-f]{64})", page)
    assert found is not None
    stranger = Owner(site)
    told = stranger.client.get(f"/it/plan/{found[1]}")
    assert told.status_code == 200
    assert "versione 1" in told.text
    assert "21 novembre 2026" in told.text
    for secret in (owner.check_up_id, "cassa", "M01", "Anna Verdi", "Vanno bene"):
        assert secret not in told.text
    for wrong in ("0" * 64, found[1].upper(), "x", found[1][:12]):
        assert stranger.client.get(f"/it/plan/{wrong}").status_code == 404


def test_a_closed_check_up_keeps_its_versions_and_takes_none(owner: Owner) -> None:
    ready(owner)
    version = agree(owner)
    assert owner.post("/close").status_code == 303
    assert owner.get(version).status_code == 200
    assert owner.get("/plan/heard").status_code == 200
    assert "Concordate il piano così" not in owner.get("/plan/agree").text
    assert owner.post("/plan/heard", {**HEARD, "said": "Altro."}).status_code == 409


def test_what_changed_is_shown_with_the_steps_of_both_check_ups(owner: Owner, clock: Clock) -> None:
    ready(owner)
    owner.profile()
    owner.post("/area/T", {"T1": "1"})
    owner.conclude()
    assert "serve un secondo check-up" in owner.get("/plan/effect").text
    clock.now += timedelta(days=60)
    again = owner.post("/again")
    owner.check_up_id = again.headers["Location"].split("/")[3]
    owner.post("/area/T", {"T1": "3"})
    owner.post("/already", {"in_use": ["", "M01"], "M01": "2026-12"})
    owner.conclude()
    page = words(owner.get("/plan/effect"))
    assert "dal gradino 1 al gradino 3. Non sappiamo se è per questa misura." in page
    assert "In uso dal 1º dicembre 2026" in page
    assert re.search(r"<td>1</td>\s*<td>3</td>", page)


def test_own_data_holds_versions_and_signatures(owner: Owner) -> None:
    ready(owner)
    agree(owner)
    kept = owner.get("/data.json").json
    assert kept is not None
    assert [version["number"] for version in kept["plan_versions"]] == [1]
    assert kept["plan_versions"][0]["content"]["plan"]["M01"]["owner"] == "cassa"
    assert kept["plan_signatures"] == []
    assert "assemblea" in owner.get("/data.csv").text


def test_a_stranger_finds_nothing(owner: Owner, site: Flask) -> None:
    ready(owner)
    version = agree(owner)
    other = Owner(site)
    other.start()
    own = other.check_up_id
    other.check_up_id = owner.check_up_id
    for path in (
        "/plan/heard",
        "/plan/agree",
        "/plan/effect",
        version,
        f"{version}.pdf",
        f"{version}.docx",
        f"{version}/sign",
    ):
        assert other.get(path).status_code == 404, path
    for path in ("/plan/heard", "/plan/agree", f"{version}/sign", f"{version}/sign-on-paper"):
        assert other.post(path).status_code == 404, path
    other.check_up_id = own
    assert other.get(version).status_code == 404, "a version under another check-up"


def test_a_guest_prints_and_does_not_sign(owner: Owner) -> None:
    ready(owner)
    version = agree(owner)
    assert owner.get(f"{version}/sign").status_code == 404
    assert owner.post(f"{version}/sign", {"agree": "yes"}).status_code == 404
    assert owner.post(f"{version}/sign-on-paper").status_code == 404
