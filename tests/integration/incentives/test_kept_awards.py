"""A published ranking keeps room for its awards, and the next one gives back what it does not need; both databases."""

import pytest
from sqlalchemy import select

from cip.database.engine import Database
from cip.database.work import open_reading
from cip.incentives.actions.move_call import NotYetError
from cip.incentives.actions.rank_call import NewChange, note_change
from cip.incentives.reads.rankings import entrants_of
from cip.incentives.records import AidReservationEndRow, AidReservationRow
from cip.kernel.clock import today
from tests.integration.incentives.ranks import Ranks, fill_room, make_ranks, room_now


@pytest.fixture
def ranks(database: Database) -> Ranks:
    """See Ranks."""
    return make_ranks(database)


def awards(ranks: Ranks) -> dict[str, int]:
    """What the newest version gives: cents by firm, of those that get something."""
    with open_reading(ranks.database) as session:
        who = entrants_of(session, ranks.newest.id)
    found = {who[one["id"]].firm_id: one["cents"] for one in ranks.newest.told["awards"] if one["cents"]}
    assert found, "a ranking that gives nothing proves nothing"
    return found


def kept(ranks: Ranks) -> dict[str, int]:
    """What the call keeps: cents by firm."""
    r, e = AidReservationRow, AidReservationEndRow
    query = select(r.firm_id, r.cents).outerjoin(e, e.reservation_id == r.id).where(r.call_id == ranks.call_id)
    with open_reading(ranks.database) as session:
        return {row.firm_id: row.cents for row in session.execute(query.where(e.reservation_id.is_(None)))}


def again(ranks: Ranks, firm_id: str) -> str:
    """A second version, approved, after a firm waived; its id."""
    number = next(number for number, one in ranks.firm.items() if one == firm_id)
    with ranks.calling.work("olga") as work:
        note_change(work, ranks.call_id, NewChange("waiver", ranks.application[number], "Rinuncia scritta."))
    ranking_id = ranks.make(reason="Una rinuncia.")
    ranks.approve(ranking_id)
    return ranking_id


def test_room_is_kept_with_the_publication_and_no_earlier(ranks: Ranks) -> None:
    ranking_id = ranks.make()
    ranks.approve(ranking_id)
    assert kept(ranks) == {}
    ranks.publish(ranking_id)
    assert kept(ranks) == awards(ranks)
    for firm_id, cents in awards(ranks).items():
        limit, left = room_now(ranks, firm_id, today(ranks.calling.now))
        assert limit - left == cents


def test_the_next_version_gives_back_what_it_does_not_need(ranks: Ranks) -> None:
    ranks.published()
    gone = next(iter(awards(ranks)))
    ranks.publish(again(ranks, gone))
    assert gone not in kept(ranks)
    assert kept(ranks) == awards(ranks)


def test_an_award_without_room_keeps_the_ranking_from_being_published(ranks: Ranks) -> None:
    ranking_id = ranks.make()
    ranks.approve(ranking_id)
    firm_id, cents = next(iter(awards(ranks).items()))
    fill_room(ranks, firm_id, today(ranks.calling.now), but=cents - 1)
    with pytest.raises(NotYetError) as caught:
        ranks.publish(ranking_id)
    assert [(reason.rule, reason.inputs["headroom"]) for reason in caught.value.because] == [
        ("ranking.no_room", cents - 1)
    ]
    assert "=Impresa " in caught.value.because[0].it
    assert kept(ranks) == {}, "nothing is kept of a ranking that was not published"
    ranks.publish(again(ranks, firm_id))
    assert kept(ranks) == awards(ranks)
