"""The pages of payments: the owner's account, the office's checks, three people and the bank's file, the statement."""

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask

from cip.database.work import open_reading
from cip.incentives.awards import StoredAward
from cip.incentives.bank_accounts import masked
from cip.incentives.reads.tranches import tranches_of_awards
from cip.kernel.money import plain_euros
from cip.web.account.keys import secret_key
from cip.web.state import EXTENSION, state_of
from tests.integration.incentives.calling import SECOND
from tests.integration.incentives.paying import FIRST, IBANS, Paying, make_paying
from tests.integration.web.counting import MOST_QUERIES, counted
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone


@pytest.fixture
def paying(site: Flask) -> Paying:
    with site.app_context():
        key = secret_key()
    found = make_paying(state_of(site).database, key=key)
    calling = found.awarding.ranks.calling
    calling.now += SECOND

    def tick() -> datetime:
        """The site's clock goes on where the office's stood: what comes later counts."""
        calling.now += SECOND
        return calling.now

    site.extensions[EXTENSION] = replace(state_of(site), clock=tick)
    return found


def person(site: Flask, paying: Paying, name: str) -> Owner:
    return Someone(site, paying.awarding.ranks.calling.people[name], "").browser()


def path(paying: Paying, rest: str = "") -> str:
    return f"/it/office/{paying.body_id}/calls/{paying.call_id}/payments{rest}"


def post(who: Owner, address: str, **data: object):  # type: ignore[no-untyped-def]
    return who.client.post(address, data={**data, "csrf_token": who.token()})


def named(page: str, name: str) -> str:
    """The id that a form of a page sends under a name."""
    found = re.search(rf'name="{name}" value="([0-9a-f]{{32}})"', page)
    assert found, f"no {name} on the page"
    return found[1]


def test_three_people_pay_and_the_statement_settles(site: Flask, paying: Paying) -> None:
    olga, piero, rita = (person(site, paying, name) for name in ("olga", "piero", "rita"))
    award = paying.awards[0]
    on = paying.today.isoformat()
    page = olga.client.get(path(paying)).text
    assert "Da pagare" in page
    # How many awards there are does not change how often the database is asked.
    asked = [_asked(site, paying, paying.awards[:count]) for count in (1, 2)]
    assert asked[0] == asked[1] <= 2 * MOST_QUERIES
    assert f"{award.id}.{FIRST}" in page
    assert post(olga, path(paying, "/draft"), pays_on=on).status_code == 422
    drafted = post(olga, path(paying, "/draft"), pays_on=on, part=f"{award.id}.{FIRST}")
    assert drafted.status_code == 303
    found = re.search(r"/batches/([0-9a-f]{32})", drafted.headers["Location"])
    assert found
    batch = f"/batches/{found[1]}"
    assert post(olga, path(paying, f"{batch}/prepare")).status_code == 303
    refused = post(olga, path(paying, f"{batch}/approve"))
    assert refused.status_code == 422
    assert "sono tre persone" in refused.text
    assert post(piero, path(paying, f"{batch}/approve")).status_code == 303
    assert post(piero, path(paying, f"{batch}/send")).status_code == 422
    assert post(rita, path(paying, f"{batch}/send")).status_code == 303
    _only_the_payer_sees(olga, piero, rita, paying, batch)
    _the_statement_settles(olga, paying, found[1])
    for rest in ("", batch, "/statements", f"/awards/{award.id}"):
        with counted(site) as queries:
            assert olga.client.get(path(paying, rest)).status_code == 200
        assert len(queries) <= 4 * MOST_QUERIES, rest


def _the_statement_settles(olga: Owner, paying: Paying, batch_id: str) -> None:
    on = paying.today.isoformat()
    (payment,) = paying.payments(batch_id)
    rows = [f"{on};-{plain_euros(payment.transferred)};{payment.end_to_end};x", f"{on};-1,23;;bollo"]
    table = "\n".join(["data;importo;end_to_end;descrizione", *rows])
    told = post(olga, path(paying, "/statements"), file=(io.BytesIO(table.encode()), "conto.csv"))
    assert told.status_code == 303
    page = olga.client.get(path(paying, "/statements")).text
    assert "bollo" in page
    line = named(page, "line_id")
    assert post(olga, path(paying, "/statements/match"), line_id=line).status_code == 422
    assert post(olga, path(paying, "/statements/match"), line_id=line, why="bollo").status_code == 303
    assert "pagato" in olga.client.get(path(paying)).text
    odd = post(olga, path(paying, "/statements"), file=(io.BytesIO(b"<!DOCTYPE x><x/>"), "x.xml"))
    assert odd.status_code == 422


def _asked(site: Flask, paying: Paying, awards: Sequence[StoredAward]) -> int:
    """How often the database is asked for the parts of awards."""
    with counted(site) as queries, open_reading(paying.database) as session:
        found = tranches_of_awards(session, paying.call_id, awards, paying.today)
    assert len(found) == len(awards)
    return len(queries)


def _only_the_payer_sees(olga: Owner, piero: Owner, rita: Owner, paying: Paying, batch: str) -> None:
    for who in (olga, piero):
        assert who.client.get(path(paying, f"{batch}/file.xml")).status_code == 404
        page = who.client.get(path(paying, batch)).text
        assert IBANS[0] not in page
        assert masked(IBANS[0]) in page
    files = [rita.client.get(path(paying, f"{batch}/file.{kind}")) for kind in ("xml", "csv", "xml")]
    assert [one.status_code for one in files] == [200, 200, 200]
    assert files[0].data == files[2].data
    assert IBANS[0].encode() in files[0].data
    assert IBANS[0] in files[1].text


def test_account_checks_and_holds_are_written_on_pages(site: Flask, paying: Paying) -> None:
    olga, piero = person(site, paying, "olga"), person(site, paying, "piero")
    award = paying.awards[0]
    ranks = paying.awarding.ranks
    number = next(number for number, firm_id in ranks.firm.items() if firm_id == award.firm_id)
    owner = Someone(site, ranks.owner[number], "").browser()
    account = f"/it/firm/{award.firm_id}/bank-account"
    assert post(owner, account, holder="Impresa", iban="IT00X").status_code == 422
    assert "fuori dall&#39;area SEPA" in post(owner, account, holder="X", iban="AE070331234567890123456").text
    assert post(owner, account, holder="Impresa", iban="SM86 U032 2509 8000 0000 0270 100").status_code == 303
    page = owner.client.get(account).text
    assert "SM86 U032 2509" in page
    assert "Prima parte" in page
    one = path(paying, f"/awards/{award.id}")
    shown = olga.client.get(one).text
    assert "deve ancora verificarlo" in shown
    assert "SM86U0322509800000000270100" not in shown
    assert masked("SM86U0322509800000000270100") in shown
    looked_at = named(shown, "account_id")
    # Another account comes in before the press: what was looked at is not what would be taken.
    assert post(owner, account, holder="Altri", iban="SM86 U032 2509 8000 0000 0270 100").status_code == 303
    seen = {"outcome": "seen", "how": "telefono"}
    assert post(olga, f"{one}/account", **seen, account_id=looked_at).status_code == 422
    newest = named(olga.client.get(one).text, "account_id")
    assert post(olga, f"{one}/account", **seen, account_id=newest).status_code == 303
    fact = {"part": FIRST, "kind": "durc", "value": "no", "on_day": paying.today.isoformat()}
    assert post(olga, f"{one}/fact", **fact).status_code == 422
    assert post(olga, f"{one}/fact", **fact, source="DURC online").status_code == 303
    assert "Il DURC non è regolare" in olga.client.get(path(paying)).text
    offset = {**fact, "kind": "durc_offset", "value": "yes", "source": "intervento sostitutivo"}
    assert post(olga, f"{one}/fact", **offset).status_code == 422
    assert post(olga, f"{one}/fact", **offset, cents="100,50").status_code == 303
    assert post(piero, f"{one}/hold", part=FIRST, hold="doubt", why="fattura strana").status_code == 303
    page = olga.client.get(one).text
    assert "fattura strana" in page
    hold = named(page, "hold_id")
    assert post(piero, f"{one}/lift", hold_id=hold, lifted="ok").status_code == 422
    assert post(olga, f"{one}/lift", hold_id=hold, lifted="chiarito").status_code == 303
    assert paying.first(award).state == "payable"
    _the_office_enters_its_account(olga, piero, paying)


def _the_office_enters_its_account(olga: Owner, piero: Owner, paying: Paying) -> None:
    assert post(olga, path(paying, "/account"), holder="Provincia", iban=IBANS[2]).status_code == 303
    entered = named(piero.client.get(path(paying)).text, "account_id")
    assert post(olga, path(paying, "/account/seen"), how="io", account_id=entered).status_code == 409
    assert post(piero, path(paying, "/account/seen"), how="tesoreria").status_code == 409, "which one was looked at?"
    assert post(piero, path(paying, "/account/seen"), how="tesoreria", account_id=entered).status_code == 303
