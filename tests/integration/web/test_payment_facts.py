"""The table of the facts that payments wait for: each row on its own, nothing lost that was typed, one rule."""

from datetime import date, timedelta

from flask import Flask

from cip.database.work import open_reading
from cip.incentives.awards import StoredAward
from cip.incentives.payment_checks import PaymentFact
from cip.incentives.reads.payments import facts_of_awards
from cip.web.state import state_of
from tests.integration.incentives.paying import FIRST, Paying
from tests.integration.web.counting import MOST_QUERIES, counted
from tests.integration.web.test_payments import path, paying, person, post

__all__ = ["paying"]


def key(award: StoredAward, rest: str) -> str:
    return f"{award.id}.{FIRST}.{rest}"


def facts(paying: Paying, award: StoredAward) -> list[PaymentFact]:
    with open_reading(paying.database) as session:
        return facts_of_awards(session, [award.id])[award.id]


def expire(site: Flask, paying: Paying) -> date:
    """The DURC of every award holds no more; the day on which we stand then."""
    paying.awarding.ranks.calling.now += timedelta(days=125)
    assert state_of(site).database is paying.database
    return paying.awarding.ranks.calling.now.date()


def test_the_table_shows_what_is_missing_and_is_linked_while_something_is(site: Flask, paying: Paying) -> None:
    olga, table = person(site, paying, "olga"), path(paying, "/facts")
    assert "non manca nessuna verifica" in olga.client.get(table).text
    assert "/payments/facts" not in olga.client.get(path(paying)).text
    expire(site, paying)
    olga = person(site, paying, "olga")
    assert "/payments/facts" in olga.client.get(path(paying)).text
    with counted(site) as queries:
        page = olga.client.get(table).text
    assert len(queries) <= 4 * MOST_QUERIES
    assert all(f'name="{key(award, "durc")}"' in page for award in paying.awards)
    assert key(paying.awards[0], "insurance") not in page, "only what is missing"


def test_each_row_is_taken_or_refused_on_its_own(site: Flask, paying: Paying) -> None:
    (good, bad), table = paying.awards, path(paying, "/facts")
    on = expire(site, paying)
    olga, before = person(site, paying, "olga"), len(facts(paying, bad))
    tomorrow, end = on + timedelta(days=1), on + timedelta(days=30)
    common = {"on_day": on.isoformat(), "source.durc": "DURC online"}
    first = {**common, key(good, "durc"): "yes", key(good, "durc.to"): end.isoformat()}
    second = {key(bad, "durc"): "no", key(bad, "source"): "visto <allo> sportello"}
    answer = post(olga, table, **first, **second, **{key(bad, "day"): tomorrow.isoformat()})
    assert answer.status_code == 422
    assert "1 riga è salvata" in answer.text
    assert f'href="#{key(bad, "day")}"' in answer.text
    assert key(good, "durc") not in answer.text
    # What was typed stands in the row that was refused, and nothing of it was recorded.
    assert f'value="{tomorrow.isoformat()}"' in answer.text
    assert "visto &lt;allo&gt; sportello" in answer.text
    assert '<option value="no" selected>' in answer.text
    assert len(facts(paying, bad)) == before
    said = facts(paying, good)[-1]
    assert (said.kind, said.value, said.on_day, said.source) == ("durc", "yes", on, "DURC online")
    assert said.valid_to == end
    # The same again: what is known is not written over, and who wants to change it learns where.
    again = post(olga, table, **first)
    assert again.status_code == 422
    assert "già scritto" in again.text
    assert f'name="{key(good, "durc")}"' in again.text
    assert facts(paying, good)[-1] == said
    assert post(olga, table, **common, **second).status_code == 303
    assert facts(paying, bad)[-1].source == "visto <allo> sportello"


def test_a_row_says_what_it_lacks_and_another_office_s_award_is_no_row(site: Flask, paying: Paying) -> None:
    one, other = paying.awards
    on, table = expire(site, paying), path(paying, "/facts")
    olga = person(site, paying, "olga")
    nothing = post(olga, table, on_day="", **{key(one, "durc"): "yes", key(other, "durc.to"): on.isoformat()})
    assert nothing.status_code == 422
    assert "Scrivete il giorno, qui o in alto." in nothing.text
    assert "Dite da dove viene il dato" in nothing.text
    assert f'href="#{key(other, "durc")}"' in nothing.text, "an end without an answer is not lost"
    long = post(olga, table, **{"on_day": on.isoformat(), "source.durc": "x" * 201, key(one, "durc"): "yes"})
    assert long.status_code == 422
    assert 'href="#source.durc"' in long.text
    stranger = {"on_day": on.isoformat(), "source.durc": "x", f"{'0' * 32}.{FIRST}.durc": "yes"}
    assert post(olga, table, **stranger).status_code == 422
    assert all(found.on_day < on for award in (one, other) for found in facts(paying, award))
