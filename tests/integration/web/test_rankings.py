"""The pages of a ranking: the office makes, approves, publishes it; the firm reads why; everybody replays it."""

import csv
import io
import json
import re
from collections.abc import Mapping
from datetime import date

import pytest
from click.testing import CliRunner
from flask import Flask
from werkzeug.test import TestResponse

from cip.cli.rank import replay_bundle
from cip.incentives.actions.record_aid import record_aid, record_link
from cip.incentives.actions.reserve_room import TiesChangedError
from cip.incentives.declared import Known
from cip.incentives.panel_words import PanelWords
from cip.incentives.publication import PublishedRanking
from cip.parties.reads import find_firm
from cip.web.account.keys import secret_key
from cip.web.state import state_of
from tests.integration.incentives.ranks import PERSON_CODE, Ranks, fill_room, make_ranks
from tests.integration.web.counting import MOST_QUERIES, counted
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone, mails_in


@pytest.fixture
def ranks(site: Flask) -> Ranks:
    with site.app_context():
        key = secret_key()
    found = make_ranks(state_of(site).database, key=key)
    found.calling.now = state_of(site).clock()
    return found


def person(site: Flask, ranks: Ranks, name: str) -> Owner:
    return Someone(site, ranks.calling.people[name], "").browser()


def path(ranks: Ranks, rest: str = "") -> str:
    return f"/it/office/{ranks.calling.body}/calls/{ranks.call_id}/ranking{rest}"


def post(who: Owner, address: str, data: Mapping[str, object] | None = None) -> TestResponse:
    return who.client.post(address, data={**(data or {}), "csrf_token": who.token()})


def publish(site: Flask, ranks: Ranks) -> str:
    """Through the pages: Olga makes it, Piero approves and publishes; the version's id."""
    olga, piero = person(site, ranks, "olga"), person(site, ranks, "piero")
    assert post(olga, path(ranks, "/make")).status_code == 303
    found = ranks.newest.id
    act = {"act_number": "12/2026", "act_on": "2026-11-21"}
    assert post(piero, path(ranks, f"/{found}/approve"), act).status_code == 303
    assert post(piero, path(ranks, f"/{found}/publish")).status_code == 303
    return found


def test_the_office_makes_approves_and_publishes(site: Flask, ranks: Ranks) -> None:
    olga, piero = person(site, ranks, "olga"), person(site, ranks, "piero")
    assert "Fate la graduatoria" in olga.client.get(path(ranks)).text
    assert post(olga, path(ranks, "/make")).status_code == 303
    found = ranks.newest.id
    page = olga.client.get(path(ranks)).text
    assert "La deve approvare" in page
    assert "Qui finiscono i soldi" in page or "cip-rank-cut" not in page
    assert "=Impresa 2" in page
    act = {"act_number": "12/2026", "act_on": "2026-11-21"}
    assert post(olga, path(ranks, f"/{found}/approve"), act).status_code == 409
    assert post(piero, path(ranks, f"/{found}/approve"), {}).status_code == 422
    for day in ("2026-11-20", "2026-11-22"):
        odd = post(piero, path(ranks, f"/{found}/approve"), {**act, "act_on": day})
        assert odd.status_code == 422
        assert "Scrivete un giorno da quando la graduatoria è fatta fino a oggi." in odd.text
    assert post(piero, path(ranks, f"/{found}/publish")).status_code == 409
    assert post(piero, path(ranks, f"/{found}/approve"), act).status_code == 303
    assert post(piero, path(ranks, f"/{found}/publish")).status_code == 303
    assert "Pubblicata il" in piero.client.get(path(ranks)).text
    mails = [mail for mail in mails_in(site) if mail.template == "ranking_published"]
    assert len(mails) == len(ranks.application)


def test_an_award_beyond_the_room_for_aid_is_said_and_nothing_is_published(site: Flask, ranks: Ranks) -> None:
    olga, piero = person(site, ranks, "olga"), person(site, ranks, "piero")
    assert post(olga, path(ranks, "/make")).status_code == 303
    found, act = ranks.newest.id, {"act_number": "12/2026", "act_on": "2026-11-21"}
    assert post(piero, path(ranks, f"/{found}/approve"), act).status_code == 303
    winner = ranks.number_of(next(one["id"] for one in ranks.newest.told["awards"] if one["cents"]))
    fill_room(ranks, ranks.firm[winner], date(2026, 11, 21))
    answer = post(piero, path(ranks, f"/{found}/publish"))
    assert answer.status_code == 409
    assert f"=Impresa {winner}: il contributo è " in answer.text
    assert "nello spazio de minimis restano" in answer.text
    # Perhaps another firm said what is not so: from here the office gets at it.
    assert f'href="{path(ranks).removesuffix("/ranking")}/aid-entries"' in answer.text
    assert ranks.newest.state == "approved"


def test_a_false_entry_of_another_firm_stops_nothing_for_long(site: Flask, ranks: Ranks) -> None:
    olga, piero = person(site, ranks, "olga"), person(site, ranks, "piero")
    assert post(olga, path(ranks, "/make")).status_code == 303
    found, act = ranks.newest.id, {"act_number": "12/2026", "act_on": "2026-11-21"}
    assert post(piero, path(ranks, f"/{found}/approve"), act).status_code == 303
    winner = ranks.number_of(next(one["id"] for one in ranks.newest.told["awards"] if one["cents"]))
    liar = next(number for number in ranks.firm if number != winner)
    with ranks.calling.work("system") as work:
        whose, own = (find_firm(work.session, ranks.firm[number]) for number in (winner, liar))
        assert whose is not None
        assert own is not None
        victim = Known(whose.tax_code, whose.name)
        on = date(2026, 11, 21)
        record_aid(work, own.id, victim, granted_on=on, cents=30_000_000, regime="general", source="register")
        tie = record_link(work, own.id, Known(own.tax_code, own.name), victim, "control", None, None)
    assert post(piero, path(ranks, f"/{found}/publish")).status_code == 409
    told = path(ranks).removesuffix("/ranking") + "/aid-entries"
    page = olga.client.get(told).text
    assert page.count("non confermato") == 2
    nothing = post(olga, f"{told}/{tie}/set_aside")
    assert nothing.status_code == 422
    assert f'href="#reason-{tie}-set_aside"' in nothing.text
    assert post(olga, f"{told}/{'0' * 32}/set_aside", {"reason": "x"}).status_code == 404
    assert post(olga, f"{told}/{tie}/set_aside", {"reason": "Il registro non lo dice."}).status_code == 303
    assert "Il registro non lo dice." in piero.client.get(told).text
    assert post(piero, path(ranks, f"/{found}/publish")).status_code == 303


def test_a_tie_recorded_meanwhile_publishes_nothing_and_is_no_failure(
    site: Flask, ranks: Ranks, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga, piero = person(site, ranks, "olga"), person(site, ranks, "piero")
    assert post(olga, path(ranks, "/make")).status_code == 303
    act = {"act_number": "12/2026", "act_on": "2026-11-21"}
    assert post(piero, path(ranks, f"/{ranks.newest.id}/approve"), act).status_code == 303

    def changed(*_given: object) -> None:
        raise TiesChangedError

    monkeypatch.setattr("cip.incentives.actions.rank_call.keep_awards", changed)
    assert post(piero, path(ranks, f"/{ranks.newest.id}/publish")).status_code == 409
    assert ranks.newest.state == "approved"


def test_the_pages_ask_little_of_the_database(site: Flask, ranks: Ranks) -> None:
    found = publish(site, ranks)
    olga = person(site, ranks, "olga")
    for rest in ("", f"/{found}", f"/{found}/entries/0002", f"/{found}/beside", f"/{found}/act", "/changes"):
        with counted(site) as queries:
            assert olga.client.get(path(ranks, rest)).status_code == 200, rest
        assert len(queries) <= 2 * MOST_QUERIES, rest


def test_office_and_firm_read_the_same_words(site: Flask, ranks: Ranks, monkeypatch: pytest.MonkeyPatch) -> None:
    found = publish(site, ranks)
    # Nobody judges in this call: what a panel would have written is put in its place.
    said = {"A1": (PanelWords(None, True, ("Chi valuta <ha scritto> perché.",)),)}
    for page in ("applying.outcome", "office.ranking"):
        monkeypatch.setattr(f"cip.web.{page}.words_of_panel", lambda *_given: said)
    office = person(site, ranks, "olga").client.get(path(ranks, f"/{found}/entries/0002")).text
    firm = outcome(site, ranks, 2).text
    lines = re.compile(r'<ol class="cip-score">.*?</ol>', re.DOTALL)
    assert lines.search(office)
    assert lines.search(office)[0] == lines.search(firm)[0]  # type: ignore[index]
    assert firm.count("Chi valuta &lt;ha scritto&gt; perché.") == 1


def test_a_score_says_where_each_fact_really_came_from(site: Flask, ranks: Ranks) -> None:
    publish(site, ranks)
    olga, piero = person(site, ranks, "olga"), person(site, ranks, "piero")
    page = outcome(site, ranks, 2).text
    assert re.search(r"Persone con un contratto di lavoro: <strong>\d+</strong>[^(]*\(dal check-up\)", page)
    # The call prefills it from the plan, but this firm stated it.
    measures = r"Misure strutturali nuove nel Piano: <strong>\d+</strong>[^(]*"
    assert re.search(rf"{measures}\(detto dall(&#39;|')impresa nella domanda\)", page)
    data = {
        "kind": "correction",
        "application": ranks.application[2],
        "why": "Errore",
        "fact": "new_structural_measures",
    }
    assert post(olga, path(ranks, "/changes"), {**data, "value": "7"}).status_code == 303
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', olga.client.get(path(ranks, "/changes")).text)
    assert digest
    assert post(piero, path(ranks, "/again"), {"digest": digest[1], "reason": "Errore"}).status_code == 303
    corrected = olga.client.get(path(ranks, f"/{ranks.newest.id}/entries/0002")).text
    assert re.search(rf"{measures}\(dal controllo dell(&#39;|')ufficio\)", corrected)


def outcome(site: Flask, ranks: Ranks, number: int) -> TestResponse:
    browser = Someone(site, ranks.owner[number], "").browser()
    return browser.client.get(f"/it/firm/{ranks.firm[number]}/applications/{ranks.application[number]}/outcome")


def test_the_firm_reads_nothing_before_and_its_terms_of_appeal_after(site: Flask, ranks: Ranks) -> None:
    assert "non è ancora pubblicata" in outcome(site, ranks, 2).text
    publish(site, ranks)
    number = ranks.number_of(ranks.newest.told["ranking"][0]["id"])
    page = outcome(site, ranks, number).text
    assert "Posto 1 su " in page
    assert "60 giorni, fino al" in page
    assert "D.Lgs. 104/2010" in page
    assert not [other for other in ranks.firm if other != number and f"=Impresa {other}" in page]


def test_another_firm_reads_nothing_of_it(site: Flask, ranks: Ranks) -> None:
    publish(site, ranks)
    stranger = Someone(site, ranks.owner[3], "").browser()
    address = f"/it/firm/{ranks.firm[2]}/applications/{ranks.application[2]}/outcome"
    assert stranger.client.get(address).status_code == 404


def test_nobody_reads_a_ranking_that_is_not_published(site: Flask, ranks: Ranks) -> None:
    ranks.make(key=key_of(site))
    for rest in ("ranking", "ranking.csv", "ranking.json", "ranking.pdf", "ranking/act"):
        assert site.test_client().get(f"/it/calls/{ranks.call_id}/{rest}").status_code == 404


def key_of(site: Flask) -> str:
    with site.app_context():
        return secret_key()


def test_open_data_fit_their_schema_and_hide_persons(site: Flask, ranks: Ranks) -> None:
    publish(site, ranks)
    client = site.test_client()
    answer = client.get(f"/it/calls/{ranks.call_id}/ranking.json")
    told = PublishedRanking.model_validate_json(answer.data)
    assert told.digest == ranks.newest.digest
    schema = client.get("/it/calls/ranking.schema.json").json
    assert schema is not None
    assert set(schema["properties"]) == set(json.loads(answer.data))
    assert "/it/calls/ranking.schema.json" in answer.headers["Link"]
    assert PERSON_CODE not in answer.text
    page = client.get(f"/it/calls/{ranks.call_id}/ranking").text
    assert PERSON_CODE not in page
    assert ranks.newest.digest in page
    paid = [award for award in told.awards if award.amount_cents > 100_000]
    named = [award.beneficiary for award in paid if award.application != "0001"]
    assert named
    assert all(name and name.startswith("=Impresa") for name in named)


def test_the_ways_to_give_the_money_are_named_by_letters(site: Flask, ranks: Ranks) -> None:
    found = publish(site, ranks)
    page = person(site, ranks, "olga").client.get(path(ranks, f"/{found}/beside")).text
    assert '<th scope="row">A · Come dice il bando</th>' in page
    assert '<th scope="col">A<span class="visually-hidden"> · Come dice il bando</span></th>' in page


def test_the_table_is_no_formula(site: Flask, ranks: Ranks) -> None:
    publish(site, ranks)
    text = site.test_client().get(f"/it/calls/{ranks.call_id}/ranking.csv").text
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}"))))
    assert any(row["beneficiary"].startswith("'=Impresa") for row in rows)
    assert {row["digest"] for row in rows} == {ranks.newest.digest}


def test_the_downloaded_bundle_replays_to_the_digest_on_the_page(site: Flask, ranks: Ranks, tmp_path: object) -> None:
    found = publish(site, ranks)
    bundle = person(site, ranks, "piero").client.get(path(ranks, f"/{found}/bundle.json"))
    assert bundle.headers["Content-Disposition"].startswith("attachment")
    file = f"{tmp_path}/bundle.json"
    with open(file, "wb") as out:
        out.write(bundle.data)
    ran = CliRunner().invoke(replay_bundle, [file, "--json"])
    assert ran.exit_code == 0, ran.output
    digest = json.loads(ran.output)["digest"]
    assert f"<code>{digest}</code>" in site.test_client().get(f"/it/calls/{ranks.call_id}/ranking").text


def test_the_bundle_is_for_the_office_only(site: Flask, ranks: Ranks) -> None:
    found = publish(site, ranks)
    owner = Someone(site, ranks.owner[2], "").browser()
    assert owner.client.get(path(ranks, f"/{found}/bundle.json")).status_code == 404


def test_the_annex_is_a_pdf_and_a_draft_until_it_is_approved(site: Flask, ranks: Ranks) -> None:
    ranks.make(key=key_of(site))
    olga = person(site, ranks, "olga")
    assert (
        "Bozza: la graduatoria non è ancora approvata." in olga.client.get(path(ranks, f"/{ranks.newest.id}/act")).text
    )
    assert olga.client.get(path(ranks, f"/{ranks.newest.id}/act.pdf")).data.startswith(b"%PDF")
    assert ranks.newest.digest in olga.client.get(path(ranks, f"/{ranks.newest.id}/act.csv")).text
    ranks.approve(ranks.newest.id)
    page = olga.client.get(path(ranks, f"/{ranks.newest.id}/act")).text
    assert "Bozza" not in page
    assert "12/2027" in page


def test_a_waiver_is_noted_its_difference_seen_and_the_version_made(site: Flask, ranks: Ranks) -> None:
    publish(site, ranks)
    piero = person(site, ranks, "piero")
    gone = ranks.newest.told["ranking"][0]["id"]
    data = {"kind": "waiver", "application": ranks.application[ranks.number_of(gone)], "why": "Rinuncia scritta"}
    assert post(piero, path(ranks, "/changes"), data).status_code == 303
    page = piero.client.get(path(ranks, "/changes")).text
    assert "Non è più in graduatoria" in page
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert digest
    assert post(piero, path(ranks, "/again"), {"digest": digest[1], "reason": ""}).status_code == 422
    made = post(piero, path(ranks, "/again"), {"digest": digest[1], "reason": "Rinuncia di una domanda"})
    assert made.status_code == 303
    assert (ranks.newest.version, ranks.newest.digest) == (2, digest[1])
    assert "Che cosa è cambiato rispetto" in piero.client.get(path(ranks, f"/{ranks.newest.id}")).text


def test_a_correction_takes_a_fact_as_people_write_it(site: Flask, ranks: Ranks) -> None:
    publish(site, ranks)
    olga = person(site, ranks, "olga")
    data = {"kind": "correction", "application": ranks.application[2], "why": "Errore", "fact": "durc_regular"}
    assert post(olga, path(ranks, "/changes"), {**data, "value": "forse"}).status_code == 422
    assert post(olga, path(ranks, "/changes"), data | {"fact": "", "value": ""}).status_code == 422
    assert post(olga, path(ranks, "/changes"), {**data, "value": "no"}).status_code == 303
    page = olga.client.get(path(ranks, "/changes")).text
    assert re.search(r"DURC[^<]*: no</li>", page)
    change = re.search(r"/changes/([0-9a-f]{32})/undo", page)
    assert change
    assert post(olga, path(ranks, f"/changes/{change[1]}/undo"), {"undo_reason": "Non era così"}).status_code == 303
    assert "la graduatoria è quella di adesso" in olga.client.get(path(ranks, "/changes")).text


def test_a_ranking_hangs_on_its_own_call(site: Flask, ranks: Ranks) -> None:
    found = publish(site, ranks)
    olga = person(site, ranks, "olga")
    other = ranks.calling.start()
    address = f"/it/office/{ranks.calling.body}/calls/{other}/ranking/{found}"
    assert olga.client.get(address).status_code == 404
    assert olga.client.get(path(ranks, f"/{found}/entries/9999")).status_code == 404


def test_pages_are_in_english_too(site: Flask, ranks: Ranks) -> None:
    found = publish(site, ranks)
    olga = person(site, ranks, "olga")
    for rest in ("", f"/{found}", f"/{found}/entries/0002", f"/{found}/beside", f"/{found}/act", "/changes"):
        assert olga.client.get(path(ranks, rest).replace("/it/", "/en/", 1)).status_code == 200
    assert "Ranking" in site.test_client().get(f"/en/calls/{ranks.call_id}/ranking").text
