"""The office's pages of awards: checks, codes, the register's files, two people, letters, what is refused and why."""

import io
import re
from collections.abc import Mapping

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from cip.incentives.actions.reserve_awards import record_award_move
from cip.web.account.keys import secret_key
from cip.web.state import state_of
from tests.integration.incentives.awarding import Awarding
from tests.integration.incentives.ranks import make_ranks
from tests.integration.web.counting import MOST_QUERIES, counted
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone, mails_in

ACT = {"act_number": "31/2027", "act_on": "2027-01-15"}


@pytest.fixture
def awarding(site: Flask) -> Awarding:
    """Awards of a ranking that was published just now; two of them have what the checks ask."""
    with site.app_context():
        ranks = make_ranks(state_of(site).database, key=secret_key())
    ranks.published()
    found = Awarding(ranks)
    for number, award in enumerate(found.awards[:2], 1):
        found.in_order(award.id, number)
    return found


@pytest.fixture
def on_the_day(site: Flask, awarding: Awarding, clock: object) -> Awarding:
    """The clock of the site stands where the ranking was published."""
    clock.now = awarding.ranks.calling.now  # type: ignore[attr-defined]
    return awarding


def person(site: Flask, awarding: Awarding, name: str) -> Owner:
    return Someone(site, awarding.ranks.calling.people[name], "").browser()


def path(awarding: Awarding, rest: str = "") -> str:
    return f"/it/office/{awarding.ranks.calling.body}/calls/{awarding.call_id}/awards{rest}"


def post(who: Owner, address: str, data: Mapping[str, object] | None = None) -> TestResponse:
    return who.client.post(address, data={**(data or {}), "csrf_token": who.token()})


def test_two_people_take_awards_from_the_checks_to_the_notice(site: Flask, on_the_day: Awarding) -> None:
    olga, piero = person(site, on_the_day, "olga"), person(site, on_the_day, "piero")
    ids = [award.id for award in on_the_day.awards[:3]]
    assert "verifiche ancora da fare" in olga.client.get(path(on_the_day)).text
    passed_over = post(olga, path(on_the_day, "/prepare"), {"award": ids})
    assert passed_over.status_code == 200
    assert "Fatto per 2 contributi." in passed_over.text
    assert "Il codice non c'è ancora" in passed_over.text.replace("&#39;", "'")
    assert post(olga, path(on_the_day, "/approve"), {"award": ids[:2]}).status_code == 422
    own = post(olga, path(on_the_day, "/approve"), {"award": ids[:2], **ACT})
    assert "serve un'altra persona" in own.text.replace("&#39;", "'")
    assert post(piero, path(on_the_day, "/approve"), {"award": ids[:2], **ACT}).status_code == 303
    letters = piero.client.get(path(on_the_day, "/letters")).text
    assert letters.count('class="cip-letter"') == 2
    assert "Bozza: la lettera non ha ancora un numero di protocollo." in letters
    numbers = {"protocol_number": "40", "protocol_on": "2027-01-15"}
    assert post(olga, path(on_the_day, "/letters"), {**numbers, "protocol_number": "x"}).status_code == 422
    assert post(olga, path(on_the_day, "/letters"), numbers).status_code == 303
    letters = piero.client.get(path(on_the_day, "/letters")).text
    assert "40/2027" in letters
    assert "41/2027" in letters
    assert post(olga, path(on_the_day, "/notify"), {"award": ids[:2]}).status_code == 303
    assert [on_the_day.award(id).state for id in ids] == ["notified", "notified", "reserved"]
    mails = [mail for mail in mails_in(site) if mail.template == "award_letter"]
    assert len(mails) == 2
    page = olga.client.get(path(on_the_day, f"/{ids[0]}")).text
    assert "numero 31/2027" in page
    assert "40/2027" in page
    letter = piero.client.get(path(on_the_day, f"/{ids[0]}/letter")).text
    assert "D.Lgs. 104/2010" in letter
    assert "9000001" in letter
    accepted_and_revoked(piero, on_the_day, ids[0])


def accepted_and_revoked(piero: Owner, on_the_day: Awarding, id: str) -> None:
    """The same award goes on: it is not closed before its time, and once revoked nobody waits for its report."""
    with on_the_day.ranks.calling.work("system") as work:
        record_award_move(work, id, "accept", by="test")
    page = piero.client.get(path(on_the_day, f"/{id}")).text
    assert "La relazione sulle spese non è chiusa." in page
    assert "/close" not in page
    refused = post(piero, path(on_the_day, f"/{id}/close"))
    assert refused.status_code == 409
    assert "non è ancora pagata" in refused.text
    with on_the_day.ranks.calling.work("system") as work:
        record_award_move(work, id, "revoke", by="test", reason="Misura non tenuta.")
    assert "2 lettere sono già partite." in piero.client.get(path(on_the_day, "/letters")).text
    reports = piero.client.get(path(on_the_day).replace("/awards", "/reports")).text
    assert "contributo revocato" in reports
    assert "Con la revoca la relazione non serve più." in reports


def test_one_award_says_what_it_waits_for_and_refusals_are_reasons(site: Flask, on_the_day: Awarding) -> None:
    olga, piero = person(site, on_the_day, "olga"), person(site, on_the_day, "piero")
    ready, bare = on_the_day.awards[0].id, on_the_day.awards[2].id
    assert "Non ancora fatte." in olga.client.get(path(on_the_day, f"/{bare}")).text
    assert post(olga, path(on_the_day, f"/{bare}/check")).status_code == 303
    page = olga.client.get(path(on_the_day, f"/{bare}")).text
    assert "non lo sappiamo" in page
    assert "D.M. 115/2017" in page
    refused = post(olga, path(on_the_day, f"/{bare}/prepare"))
    assert refused.status_code == 409
    assert "DURC" in refused.text
    durc = {"kind": "durc", "value": "yes", "valid_from": "2027-01-10", "source": "INPS 1"}
    assert post(olga, path(on_the_day, f"/{bare}/standing"), durc).status_code == 303
    assert "INPS 1" in olga.client.get(path(on_the_day, f"/{bare}")).text
    assert post(olga, path(on_the_day, f"/{ready}/prepare")).status_code == 303
    assert "la approva un'altra persona" in olga.client.get(path(on_the_day, f"/{ready}")).text.replace("&#39;", "'")
    assert post(olga, path(on_the_day, f"/{ready}/approve"), ACT).status_code == 409
    nothing = post(piero, path(on_the_day, f"/{ready}/send-back"), {})
    assert nothing.status_code == 422
    # The list of what is wrong names the question and leads to it.
    assert '<a href="#back_reason">Perché: Scrivete perché la decisione torna indietro.</a>' in nothing.text
    assert post(piero, path(on_the_day, f"/{ready}/send-back"), {"back_reason": "Manca una firma"}).status_code == 303
    assert "Manca una firma" in olga.client.get(path(on_the_day, f"/{ready}")).text
    assert piero.client.get(path(on_the_day, f"/{ready}/letter")).status_code == 409
    assert post(olga, path(on_the_day, f"/{bare}/release"), {"release_reason": "Cessata"}).status_code == 303
    assert on_the_day.award(bare).state == "released"


def test_the_register_goes_out_and_comes_back_as_files(site: Flask, on_the_day: Awarding) -> None:
    olga = person(site, on_the_day, "olga")
    bare = on_the_day.awards[2].id
    out = olga.client.get(path(on_the_day, "/register.csv"))
    assert out.mimetype == "text/csv"
    assert bare in out.get_data().decode("utf-8-sig")
    content = f"pratica;tipo;codice;data\n{bare};COR;123;2027-01-14\nzzz;COR;9;2027-01-14\n"
    sent = {"answer": (io.BytesIO(content.encode()), "codici.csv")}
    assert post(olga, path(on_the_day, "/register"), sent).status_code == 303
    page = olga.client.get(path(on_the_day, "/register")).text
    assert "nessun contributo con questa pratica" in page
    assert "1 codice registrato." in page
    assert post(olga, path(on_the_day, "/register"), {"answer": (io.BytesIO(b"x"), "x.csv")}).status_code == 422
    assert post(olga, path(on_the_day, "/register"), {}).status_code == 422
    code = {"code_kind": "car", "code": "CAR9", "code_on": "2027-01-10"}
    again = post(olga, path(on_the_day, "/codes"), code)
    assert again.status_code == 422
    assert "C'è già il codice" in again.text.replace("&#39;", "'")
    assert post(olga, path(on_the_day, "/codes"), {**code, "code_reason": "Rifatta"}).status_code == 303
    own = {"code_kind": "cup", "code": "=1", "code_on": "2027-01-10"}
    assert post(olga, path(on_the_day, f"/{bare}/codes"), own).status_code == 422
    assert post(olga, path(on_the_day, f"/{bare}/codes"), {**own, "code": "G17H27"}).status_code == 303
    assert "G17H27" in olga.client.get(path(on_the_day, f"/{bare}")).text


def test_the_list_asks_no_more_for_more_awards(site: Flask, on_the_day: Awarding) -> None:
    olga = person(site, on_the_day, "olga")
    with counted(site) as asked:
        page = olga.client.get(path(on_the_day)).text
    assert sum(one.startswith("SELECT") for one in asked) <= MOST_QUERIES
    assert len(re.findall('name="award"', page)) == len(on_the_day.awards)
