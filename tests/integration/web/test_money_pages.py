"""The office reads the accounts of its call: by source today and on a past day, transactions, awards, the table."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask

from cip.incentives.actions.move_money import Paper, move_money
from cip.incentives.money_events import Award, Pay
from cip.incentives.reads.awards import awards_of_call
from cip.incentives.reads.money import shares_of
from cip.kernel.clock import today
from cip.web.account.keys import secret_key
from cip.web.state import state_of
from tests.integration.incentives.ranks import Ranks, make_ranks
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone


@pytest.fixture
def ranks(site: Flask) -> Ranks:
    """A published ranking; one award is decided and half paid."""
    with site.app_context():
        key = secret_key()
    found = make_ranks(state_of(site).database, firms=3, key=key)
    found.calling.now = state_of(site).clock()
    found.published()
    return found


def spend(ranks: Ranks) -> tuple[int, int]:
    """Award the first and pay a hundred euro of it; its cents, and those of all."""
    with ranks.calling.work("olga") as work:
        awards = awards_of_call(work.session, ranks.call_id)
        (share,) = shares_of(work.session, [awards[0].id])[awards[0].id]
        whole = Award(share.id, share.line_id, share.reserved, awards[0].firm_id)
        paper = Paper(today(ranks.calling.now), "=CMD()", "-1+1")
        move_money(work, ranks.call_id, [awards[0].id], lambda *_held: [whole, Pay(share.id, 10_000)], paper)
    return awards[0].cents, sum(one.cents for one in awards)


def read(site: Flask, ranks: Ranks, rest: str = "") -> str:
    who: Owner = Someone(site, ranks.calling.people["olga"], "").browser()
    answer = who.client.get(f"/it/office/{ranks.calling.body}/calls/{ranks.call_id}/money{rest}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def euros(cents: int) -> str:
    whole, rest = divmod(cents, 100)
    return f"{whole:,}".replace(",", ".") + (f",{rest:02}" if rest else "")


def test_sums_by_source_today_and_before(site: Flask, ranks: Ranks) -> None:
    first, whole = spend(ranks)
    page = read(site, ranks)
    left = 5_000_000 - whole
    assert f"Oggi restano disponibili {euros(left)}" in page
    assert f"Pagato {euros(10_000)}" in page
    assert f"concesso e da pagare {euros(first - 10_000)}" in page
    before = (today(ranks.calling.now) - timedelta(days=1)).isoformat()
    assert "restavano disponibili 0" in read(site, ranks, f"?on={before}")
    assert "Scrivete un giorno" in read(site, ranks, "?on=ieri")


def test_transactions_are_read_with_day_paper_and_who(site: Flask, ranks: Ranks) -> None:
    spend(ranks)
    page = read(site, ranks, "/transactions")
    assert page.index("pagamento, 100") < page.index("contributo concesso") < page.index("somma messa a bando")
    assert "Scritto da Olga" in page
    assert "=Impresa" in page
    assert "Movimenti" in read(site, ranks, "/transactions?page=99999")


def test_every_award_has_its_sums(site: Flask, ranks: Ranks) -> None:
    first, _whole = spend(ranks)
    page = read(site, ranks, "/awards")
    assert page.count("=Impresa") >= 1
    assert euros(first) in page


def test_the_table_holds_every_leg_and_no_formula(site: Flask, ranks: Ranks) -> None:
    spend(ranks)
    rows = list(csv.DictReader(io.StringIO(read(site, ranks, "/transactions.csv").lstrip("\ufeff"))))
    assert rows[0]["what"] == "Somma messa a bando"
    assert {row["number"] for row in rows if row["reference"] == "'=CMD()"} == {row["number"] for row in rows[-4:]}
    assert rows[-1]["reason"] == "'-1+1"
    assert all(row["firm"].startswith("'=") for row in rows if row["firm"])
    assert sum(round(float(row["euros"]) * 100) for row in rows) == 0
    assert not any(cell[:1] in ("=", "+", "@") for row in rows for cell in row.values())


def test_before_the_ranking_is_published_there_is_nothing_to_read(site: Flask) -> None:
    with site.app_context():
        key = secret_key()
    found = make_ranks(state_of(site).database, firms=1, key=key)
    found.calling.now = state_of(site).clock()
    assert "si aprono quando pubblicate" in read(site, found)
    assert "Ancora nessuno" in read(site, found, "/transactions")
    assert "non ce ne sono ancora" in read(site, found, "/awards")
