"""What an office reads of a programme: numbers with their rows, money, open data; on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cip.database.engine import Database
from cip.database.work import Session, open_reading
from cip.incentives.publication import Beneficiary, CallTold, told_ranking
from cip.incentives.reads.money import lines_of_call
from cip.incentives.reads.rankings import entrants_of, published_ranking
from cip.monitoring.actions.follow_programme import follow_programme
from cip.monitoring.actions.note_progress import Held, OddEntryError, Value, note_held, note_value
from cip.monitoring.indicators import actuals_of
from cip.monitoring.open_awards import open_awards
from cip.monitoring.programme import Scope
from cip.monitoring.reads import entries_of, find_followed, followed_of_body, meeting_notes_of
from cip.monitoring.reads.evidence import rows_of
from cip.monitoring.reads.money import money_of_programme
from cip.monitoring.reads.open_awards import decided_awards
from cip.monitoring.timetable import slots_of
from tests.integration.incentives.answering import accept, award, notified
from tests.integration.incentives.ranks import Ranks, make_ranks
from tests.unit.monitoring.programmes import plan

LONG_AFTER = date(2030, 1, 1)


@pytest.fixture
def ranks(database: Database) -> Ranks:
    """See Ranks."""
    return make_ranks(database)


@contextmanager
def reading(ranks: Ranks) -> Iterator[Session]:
    with open_reading(ranks.database) as session:
        yield session


def value_of(ranks: Ranks, indicator: str, scope: Scope = Scope()) -> int | None:  # noqa: B008 - frozen
    """An actual of the office, in whole units."""
    with reading(ranks) as session:
        rows = rows_of(session, plan(), ranks.calling.body, LONG_AFTER)
        found = {one.indicator.id: one.actual for one in actuals_of(plan(), rows, (), scope)}
    actual = found[indicator]
    return None if actual is None else actual // 100


def follow(ranks: Ranks) -> str:
    with ranks.calling.work("olga") as work:
        return follow_programme(work, ranks.calling.body, plan().id, date(2027, 3, 9))


def test_applications_and_awards_count_and_only_what_a_firm_holds(ranks: Ranks) -> None:
    assert value_of(ranks, "smes") == len(ranks.application)
    assert value_of(ranks, "smes", Scope(alliance_id="concilia-milano")) == 0
    assert value_of(ranks, "trials") == 0
    first, second = notified(ranks)[:2]
    assert value_of(ranks, "trials") == 0
    accept(ranks, first)
    assert value_of(ranks, "trials") == 1
    accept(ranks, second)
    assert value_of(ranks, "trials") == 2


def test_people_reached_are_those_of_the_applications_behind_held_awards(ranks: Ranks) -> None:
    assert value_of(ranks, "workers") == 0
    held = [one for one in notified(ranks) if award(ranks, one.id).held]
    with reading(ranks) as session:
        rows = rows_of(session, plan(), ranks.calling.body, LONG_AFTER)["workers_reached"]
    assert {row.firm_id for row in rows} <= {one.firm_id for one in held}
    assert rows
    assert value_of(ranks, "workers") == sum(row.amount for row in rows)


def test_another_office_reads_nothing_of_these_firms(ranks: Ranks) -> None:
    with reading(ranks) as session:
        rows = rows_of(session, plan(), "0" * 32, LONG_AFTER)
    assert not any(rows.values())


def test_the_money_is_that_of_the_ledger(ranks: Ranks) -> None:
    notified(ranks)
    with reading(ranks) as session:
        found = money_of_programme(session, plan(), ranks.calling.body)
        lines = lines_of_call(session, ranks.call_id)
    assert [(one.budget, one.awarded, one.paid) for one in found] == [
        (line.budget, line.awarded, line.paid + line.withheld) for line in lines
    ]
    assert sum(one.awarded for one in found) > 0


def test_an_office_follows_a_programme_once_and_moves_its_month(ranks: Ranks) -> None:
    start = Barrier(4)

    def press(_n: int) -> str:
        start.wait()
        return follow(ranks)

    with ThreadPoolExecutor(4) as pool:
        (first,) = set(pool.map(press, range(4)))
    with ranks.calling.work("piero") as work:
        assert follow_programme(work, ranks.calling.body, plan().id, date(2027, 6, 1)) == first
    with reading(ranks) as session:
        assert [one.first_month for one in followed_of_body(session, ranks.calling.body)] == [date(2027, 6, 1)]


def test_what_is_written_by_hand_fits_its_indicator_and_never_changes(ranks: Ranks) -> None:
    programme_id = follow(ranks)
    odd = [("families", 150), ("smes", 100), ("cofinancing_share", 10_001), ("neighbours", 200), ("nothing", 100)]
    for indicator, hundredths in odd:
        with pytest.raises(OddEntryError), ranks.calling.work("olga") as work:
            note_value(work, programme_id, plan(), written(indicator, hundredths))
    with ranks.calling.work("olga") as work:
        note_value(work, programme_id, plan(), written("families", 4_200))
    with reading(ranks) as session:
        assert [(one.hundredths, one.evidence) for one in entries_of(session, programme_id)] == [(4_200, "schede")]
    with pytest.raises(DBAPIError), ranks.calling.work("olga") as work:
        work.session.execute(text("UPDATE indicator_entries SET hundredths = 1"))


def written(indicator: str, hundredths: int) -> Value:
    return Value(indicator, None, hundredths, date(2027, 3, 1), "schede", "relazione")


def test_a_meeting_is_held_and_taken_back(ranks: Ranks) -> None:
    programme_id = follow(ranks)
    with pytest.raises(OddEntryError), ranks.calling.work("olga") as work:
        note_held(work, programme_id, plan(), Held("assembly", "2014-10", date(2027, 3, 5), "prot. 1"))
    for held_on, state in ((date(2027, 3, 5), "held"), (None, "overdue")):
        with ranks.calling.work("olga") as work:
            note_held(work, programme_id, plan(), Held("assembly", "2014-09", held_on, "prot. 1"))
        with reading(ranks) as session:
            followed = find_followed(session, programme_id)
            assert followed is not None
            slots = slots_of(plan(), followed, meeting_notes_of(session, programme_id))
        assert next(one for one in slots if one.due.id == "assembly").state_on(date(2027, 5, 1)) == state


def test_open_data_has_decided_awards_above_the_threshold_and_no_natural_person(ranks: Ranks) -> None:
    with reading(ranks) as session:
        assert opened(ranks, session, threshold=0) == []
    decided = notified(ranks)
    with reading(ranks) as session:
        every = opened(ranks, session, threshold=0)
        none = opened(ranks, session, threshold=10**12)
    assert none == []
    assert len(every) == len(decided)
    persons = [one for one in every if one["recipientOrganization"] is None]
    assert [one["recipientPseudonym"] for one in persons] == ["0001"] * len(persons)
    assert all(one["amountAwarded"] == f"{int(str(one['amountAwardedCents'])) / 100:.2f}" for one in every)


def opened(ranks: Ranks, session: Session, threshold: int) -> list[dict[str, object]]:
    """What is published of the call's awards with a threshold in cents."""
    found = published_ranking(session, ranks.call_id)
    if found is None:
        return []
    names = {
        entry: Beneficiary(one.firm_name, "PERSONA" if one.firm_id == ranks.firm[1] else "01234567890")
        for entry, one in entrants_of(session, found.id).items()
    }
    told = CallTold("https://x", ranks.call_id, "Bando", "pilot-2026", "Ufficio", "Contatto", ("Legge",), "ranking",
                    "https://x", None, None, threshold)  # fmt: skip
    who = {one.firm_id: names[entry] for entry, one in entrants_of(session, found.id).items()}
    awards = open_awards(told_ranking(found, told, names), decided_awards(session, ranks.call_id), who)
    return [one.model_dump(mode="json") for one in awards]
