"""Money that came back goes down the reserve list as it was seen; appeals change the list; both databases."""

from threading import Barrier, Thread

import pytest

from cip.database.engine import Database
from cip.database.work import open_reading
from cip.incentives.actions.appeal import (
    LateAppealError,
    NothingChangesError,
    SecondAppealError,
    WrongAppealStateError,
    admit_appeal,
    decide_appeal,
    file_appeal,
    withdraw_appeal,
)
from cip.incentives.actions.decide_award import release_award
from cip.incentives.actions.move_call import NotYetError
from cip.incentives.actions.rank_call import NewChange, OtherPersonError
from cip.incentives.actions.roll_down import ListChangedError, award_from_reserve
from cip.incentives.actions.waive_award import waive_award
from cip.incentives.awards import StoredAward
from cip.incentives.reads.acceptances import find_appeal, steps_of_appeal
from cip.incentives.reads.rankings import entry_of
from cip.incentives.reads.roll_down import ReserveList, reserve_list
from cip.kernel.clock import today
from cip.monitoring.reads.open_awards import decided_awards
from tests.integration.incentives.answering import awards, free, notified, tell, working
from tests.integration.incentives.ranks import Ranks, make_ranks


@pytest.fixture
def ranks(database: Database) -> Ranks:
    """More firms than the money is enough for."""
    return make_ranks(database, firms=12, cents=1_150_000)


def listed(ranks: Ranks, months: int = 0) -> ReserveList:
    """The reserve list as it stands, some months later."""
    moment = ranks.calling.now
    on = today(moment.replace(year=moment.year + months // 12))
    with open_reading(ranks.database) as session:
        found = reserve_list(session, ranks.calling.call(ranks.call_id), on)
    assert found is not None
    return found


def waive(ranks: Ranks, one: StoredAward) -> None:
    """Its firm gives an award up."""
    with working(ranks, one) as work:
        waive_award(work, one.id, reason="Lavori rimandati.")


def begin(ranks: Ranks, digest: str, who: str = "olga") -> None:
    """Somebody awards what was proposed."""
    with ranks.calling.work(who) as work:
        award_from_reserve(work, ranks.call_id, seen_digest=digest, reason="Scorrimento.")


def test_nobody_is_next_while_nothing_is_free_and_the_next_fits_after_a_waiver(ranks: Ranks) -> None:
    one = notified(ranks)[0]
    assert list(listed(ranks).proposal.waiting), "a list of nobody proves nothing"
    assert listed(ranks).proposal.free == free(ranks)
    before = listed(ranks).proposal.next
    waive(ranks, one)
    found = listed(ranks)
    assert found.proposal.free == free(ranks)
    assert found.proposal.next
    assert found.proposal.next != before
    assert all(entry.because[0].it and entry.because[0].en for entry in found.proposal.waiting)
    with pytest.raises(ListChangedError):
        begin(ranks, "0" * 64)
    begin(ranks, found.proposal.digest)
    fresh = {a.application_id: a for a in awards(ranks) if a.state == "reserved"}
    assert {found.who[entry.entry_id].application_id: entry.cents for entry in found.proposal.next} == {
        application_id: a.cents for application_id, a in fresh.items()
    }
    assert free(ranks) == found.proposal.left
    with pytest.raises(ListChangedError):
        begin(ranks, found.proposal.digest, "piero")


def test_what_the_office_let_go_is_not_proposed_again(ranks: Ranks) -> None:
    ranks.published()
    one = awards(ranks)[0]
    with ranks.calling.work("olga") as work:
        release_award(work, one.id, "L'impresa è cessata.")
    found = listed(ranks)
    line = [*found.proposal.next, *found.proposal.waiting]
    assert line
    assert one.application_id not in {found.who[entry.entry_id].application_id for entry in line}


def test_the_next_version_says_the_same_as_the_list(ranks: Ranks) -> None:
    waive(ranks, notified(ranks)[0])
    begin(ranks, listed(ranks).proposal.digest)
    with ranks.calling.work("system") as work:
        for one in awards(ranks):
            if one.state == "reserved":
                tell(work, one)
    before = {a.application_id: a.cents for a in awards(ranks) if a.live}
    decided = open_to_all(ranks)
    assert {one.state for one in decided} == {"waived", "notified"}
    version = ranks.make(reason="Una rinuncia.")
    ranks.approve(version)
    ranks.publish(version)
    assert {a.application_id: a.cents for a in awards(ranks) if a.live} == before
    assert open_to_all(ranks) == decided, "who gave up stays in the open data"


def open_to_all(ranks: Ranks) -> list[StoredAward]:
    """The awards that are told to everybody, those from the reserve list too."""
    with open_reading(ranks.database) as session:
        found = decided_awards(session, ranks.call_id)
        for name, one in found.items():
            assert entry_of(session, one.award.ranking_id, one.award.application_id) == name
        return sorted((one.award for one in found.values()), key=lambda award: award.id)


def test_a_list_is_valid_for_its_months(ranks: Ranks) -> None:
    waive(ranks, notified(ranks)[0])
    assert listed(ranks, 0).proposal.open
    late = listed(ranks, 24).proposal
    assert late.blocks == ("over",)
    assert not late.open


def appeal(ranks: Ranks, number: int, days: int = 1, way: str = "review") -> str:
    """The firm of an application asks for a review."""
    fake = _of(ranks, number)
    with working(ranks, fake, days) as work:
        return file_appeal(work, ranks.application[number], way=way, said="Mesi contati male.")  # type: ignore[arg-type]


def _of(ranks: Ranks, number: int) -> StoredAward:
    """Something that names the firm of an application."""
    return next(
        (a for a in awards(ranks) if a.firm_id == ranks.firm[number]),
        StoredAward(
            id="", call_id=ranks.call_id, body_id="", application_id=ranks.application[number],
            firm_id=ranks.firm[number], ranking_id="", state="reserved", cents=1, begun_at=ranks.calling.now,
            granted_on=None,
        ),
    )  # fmt: skip


def last(ranks: Ranks) -> int:
    """The number of the application at the end of the ranking."""
    return ranks.number_of(ranks.newest.told["ranking"][-1]["id"])


BETTER = NewChange("appeal", "", "", facts={"commitment_months": 120, "workers": 2, "clauses_kept": 20})


def test_an_appeal_has_its_term_and_another_person_decides_it(ranks: Ranks) -> None:
    notified(ranks)
    number = last(ranks)
    appeal_id = appeal(ranks, number, days=60)
    with pytest.raises(SecondAppealError):
        appeal(ranks, number)
    with pytest.raises(LateAppealError):
        appeal(ranks, number, days=61, way="court")
    other = appeal(ranks, number, days=120, way="head")
    with working(ranks, _of(ranks, number)) as work:
        withdraw_appeal(work, other)
    with ranks.calling.work("olga") as work:
        admit_appeal(work, appeal_id)
    with pytest.raises(OtherPersonError), ranks.calling.work("olga") as work:
        decide_appeal(work, appeal_id, "reject", reason="I mesi sono giusti.")
    with pytest.raises(NothingChangesError), ranks.calling.work("piero") as work:
        decide_appeal(work, appeal_id, "accept", reason="I mesi erano 120.")
    with ranks.calling.work("piero") as work:
        decide_appeal(work, appeal_id, "reject", reason="I mesi sono giusti.", reference="Prot. 3")
    with pytest.raises(WrongAppealStateError), ranks.calling.work("piero") as work:
        decide_appeal(work, appeal_id, "reject", reason="Di nuovo.")
    with open_reading(ranks.database) as session:
        found = find_appeal(session, appeal_id)
        steps = steps_of_appeal(session, appeal_id)
    assert found is not None
    assert found.state == "rejected"
    assert not found.waits
    assert [(step.seq, step.to_state) for step in steps] == [(1, "filed"), (2, "admitted"), (3, "rejected")]


def accepted(ranks: Ranks, number: int) -> str:
    """An appeal that was accepted; its id."""
    appeal_id = appeal(ranks, number)
    with ranks.calling.work("piero") as work:
        admit_appeal(work, appeal_id)
        decide_appeal(work, appeal_id, "accept", reason="I mesi erano 120.", change=BETTER)
    return appeal_id


def test_an_accepted_appeal_changes_the_next_version_which_says_why_each_firm_moved(ranks: Ranks) -> None:
    notified(ranks)
    number, before = last(ranks), {row["id"]: row["rank"] for row in ranks.newest.told["ranking"]}
    accepted(ranks, number)
    assert listed(ranks).proposal.blocks == ("changed",)
    ranks.make(reason="Un ricorso accolto.")
    after = {row["id"]: row["rank"] for row in ranks.newest.told["ranking"]}
    with open_reading(ranks.database) as session:
        entry = entry_of(session, ranks.newest.id, ranks.application[number])
    assert after[entry] < before[entry], "an appeal that moves nobody proves nothing"
    assert ranks.newest.moved is not None
    told = {move["id"]: move["because"] for move in ranks.newest.moved["moves"]}
    assert {id for id in after if after[id] != before[id]} <= told.keys()
    assert all(told.values())


def test_a_waiver_and_an_appeal_on_the_same_place_are_decided_one_after_the_other(ranks: Ranks) -> None:
    waive(ranks, notified(ranks)[0])
    number, digest = last(ranks), listed(ranks).proposal.digest
    appeal_id = appeal(ranks, number)
    with ranks.calling.work("piero") as work:
        admit_appeal(work, appeal_id)
    before, gate, refused = free(ranks), Barrier(2), list[Exception]()

    def award_it() -> None:
        gate.wait()
        try:
            begin(ranks, digest)
        except (NotYetError, ListChangedError) as error:
            refused.append(error)

    def decide_it() -> None:
        gate.wait()
        with ranks.calling.work("piero") as work:
            decide_appeal(work, appeal_id, "accept", reason="I mesi erano 120.", change=BETTER)

    threads = [Thread(target=award_it), Thread(target=decide_it)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    fresh = [a for a in awards(ranks) if a.state == "reserved"]
    assert bool(refused) == (not fresh), "the place was taken in whole, or kept for the next version"
    assert free(ranks) == before - sum(a.cents for a in fresh) >= 0
    version = ranks.make(reason="Un ricorso accolto.")
    ranks.approve(version)
    given = {award["id"]: award["cents"] for award in ranks.newest.told["awards"]}
    try:
        ranks.publish(version)
    except NotYetError:
        assert free(ranks) < sum(given.values())
    assert free(ranks) >= 0
