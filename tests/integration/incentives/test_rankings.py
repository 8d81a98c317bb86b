"""Rankings are made, approved by a second person, published, made again with their difference; on both databases."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from cip.cli.ranking_faults import ranking_faults
from cip.database.engine import Database
from cip.database.work import open_reading
from cip.incentives.actions.move_call import NotYetError, WrongCallStateError, move_call
from cip.incentives.actions.rank_call import (
    NewChange,
    NoReasonError,
    NoSuchApplicationError,
    NothingNewError,
    NotNewestError,
    OddActDayError,
    OtherPersonError,
    approve_ranking,
    make_ranking,
    note_change,
    undo_change,
)
from cip.incentives.bundle import replay
from cip.incentives.reads import call_of
from cip.incentives.reads.rankable import rankable_of
from cip.incentives.reads.rankings import (
    awarded_in_year,
    changes_of_call,
    entrants_of,
    entry_of,
    published_ranking,
    rankings_of_call,
)
from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.clock import today
from tests.integration.incentives.calling import KEY, NOW
from tests.integration.incentives.ranks import Ranks, make_ranks


@pytest.fixture
def ranks(database: Database) -> Ranks:
    """See Ranks."""
    return make_ranks(database)


def note(ranks: Ranks, new: NewChange, who: str = "olga") -> str:
    with ranks.calling.work(who) as work:
        return note_change(work, ranks.call_id, new)


def first(ranks: Ranks) -> int:
    """The number of the application in the first place."""
    return ranks.number_of(ranks.newest.told["ranking"][0]["id"])


def test_a_version_stores_all_that_replays_it_and_opens_the_draw(ranks: Ranks) -> None:
    ranks.make()
    found = ranks.newest
    assert (found.version, found.state, found.reason, found.moved) == (1, "made", "", None)
    assert sha256_of(found.bundle) == found.bundle_sha256
    assert canonical_json(replay(found.bundle).as_json()) == found.result
    assert found.digest == found.told["digest"]
    call = ranks.calling.call(ranks.call_id)
    assert call.seed is not None
    assert sha256_of(call.seed) == call.seed_sha256
    assert found.given["seed"] == call.seed
    assert found.pack_sha256 == call.pack_sha256
    assert len(found.told["ranking"]) + len(found.told["excluded"]) == len(ranks.application)


def test_the_bundle_names_nobody(ranks: Ranks) -> None:
    ranks.make()
    bundle = ranks.newest.bundle
    secret = (*ranks.firm.values(), *ranks.application.values(), *ranks.owner.values(), "=Impresa")
    assert not [one for one in secret if one in bundle]
    with open_reading(ranks.database) as session:
        entrants = entrants_of(session, ranks.newest.id)
        assert {one.application_id for one in entrants.values()} == set(ranks.application.values())
        assert entry_of(session, ranks.newest.id, ranks.application[3]) == "0003"
        assert entrants["0003"].firm_name == "=Impresa 3"


def test_nothing_is_ranked_before_its_state(database: Database) -> None:
    ranks = make_ranks(database, firms=2)
    ranks.calling.now = NOW
    early = ranks.calling.published()
    with pytest.raises(WrongCallStateError), ranks.calling.work() as work:
        make_ranking(work, early, key=KEY)


def test_what_is_not_checked_stops_the_ranking(ranks: Ranks) -> None:
    with ranks.calling.work("system") as work:
        work.session.execute(
            text("UPDATE admissibility_checks SET state = 'checking' WHERE application_id = :id"),
            {"id": ranks.application[2]},
        )
    with pytest.raises(NotYetError) as error:
        ranks.make()
    assert "ancora da controllare: 1" in error.value.because[0].it


def test_its_maker_does_not_approve_it_and_nobody_approves_twice(ranks: Ranks) -> None:
    made = ranks.make("olga")
    with pytest.raises(OtherPersonError):
        ranks.approve(made, "olga")
    ranks.approve(made, "piero")
    assert ranks.newest.approval is not None
    assert ranks.newest.approval.act_number == "12/2027"
    with pytest.raises(NotNewestError):
        ranks.approve(made, "piero")


def test_an_approval_needs_the_number_of_its_act(ranks: Ranks) -> None:
    made = ranks.make()
    with pytest.raises(NoReasonError), ranks.calling.work("piero") as work:
        approve_ranking(work, made, act_number=" ", act_on=today(work.now))


@pytest.mark.parametrize("days", [-1, 1])
def test_an_act_is_no_older_than_its_ranking_and_not_to_come(ranks: Ranks, days: int) -> None:
    made = ranks.make()
    with pytest.raises(OddActDayError), ranks.calling.work("piero") as work:
        approve_ranking(work, made, act_number="12/2027", act_on=today(work.now) + timedelta(days=days))
    assert ranks.newest.state == "made"


def test_only_what_is_approved_is_published_and_the_firms_are_told(ranks: Ranks) -> None:
    made = ranks.make()
    with pytest.raises(NotNewestError):
        ranks.publish(made)
    ranks.approve(made)
    with open_reading(ranks.database) as session:
        assert published_ranking(session, ranks.call_id) is None
    ranks.publish(made)
    with open_reading(ranks.database) as session:
        found = published_ranking(session, ranks.call_id)
        assert found is not None
        assert found.state == "published"
        mails = [json.loads(row[0]) for row in session.execute(text("SELECT payload FROM outbox"))]
    told = [mail for mail in mails if mail.get("template") == "ranking_published"]
    assert len(told) == len(ranks.application)
    assert all(mail["values"]["link"].endswith("/outcome") for mail in told)


def test_money_is_given_only_after_an_approved_ranking(ranks: Ranks) -> None:
    made = ranks.make()
    with pytest.raises(NotYetError), ranks.calling.work() as work:
        move_call(work, ranks.call_id, "allocate")
    ranks.approve(made)
    with ranks.calling.work() as work:
        move_call(work, ranks.call_id, "allocate")
    assert ranks.calling.call(ranks.call_id).stored_state == "allocated"


def test_a_waiver_makes_a_version_with_its_difference_and_the_older_one_stays(ranks: Ranks) -> None:
    old = ranks.published()
    gone = first(ranks)
    note(ranks, NewChange("waiver", ranks.application[gone], "Rinuncia del 3 marzo"))
    new = ranks.make("piero", reason="Rinuncia di una domanda")
    found = ranks.newest
    assert (found.id, found.version, found.state) == (new, 2, "made")
    assert found.moved is not None
    left = next(move for move in found.moved["moves"] if move["how"] == "left")
    assert ranks.number_of(left["id"]) == gone
    assert all(move["because"] for move in found.moved["moves"])
    with open_reading(ranks.database) as session:
        assert [(one.version, one.id) for one in rankings_of_call(session, ranks.call_id)] == [(2, new), (1, old)]
        published = published_ranking(session, ranks.call_id)
        assert published is not None
        assert published.id == old


def test_another_version_needs_a_reason_and_something_new(ranks: Ranks) -> None:
    ranks.make()
    with pytest.raises(NoReasonError):
        ranks.make()
    with pytest.raises(NothingNewError):
        ranks.make(reason="Senza motivo")


def test_a_version_that_is_not_the_one_seen_is_not_made(ranks: Ranks) -> None:
    ranks.make()
    note(ranks, NewChange("waiver", ranks.application[1], "Rinuncia"))
    with pytest.raises(NothingNewError), ranks.calling.work() as work:
        make_ranking(work, ranks.call_id, key=KEY, reason="Rinuncia", seen_digest="0" * 64)


def test_a_correction_replaces_a_fact_and_can_be_undone(ranks: Ranks) -> None:
    ranks.make()
    number = ranks.number_of(ranks.newest.told["ranking"][-1]["id"])
    noted = note(ranks, NewChange("correction", ranks.application[number], "Errore", facts={"commitment_months": 120}))
    with open_reading(ranks.database) as session:
        call = call_of(session, ranks.call_id)
        assert rankable_of(session, call).entries[ranks.application[number]]["facts"]["commitment_months"] == 120
    with ranks.calling.work() as work:
        undo_change(work, ranks.call_id, noted, "Scritto per sbaglio")
    with open_reading(ranks.database) as session:
        call = call_of(session, ranks.call_id)
        assert rankable_of(session, call).changes == ()
        assert [one.kind for one in changes_of_call(session, ranks.call_id)] == ["correction", "undo"]
    with pytest.raises(NoSuchApplicationError), ranks.calling.work() as work:
        undo_change(work, ranks.call_id, noted, "Ancora")
    with pytest.raises(NothingNewError):
        ranks.make(reason="Niente di nuovo")


def test_an_appeal_lets_in_who_was_left_out(ranks: Ranks) -> None:
    with ranks.calling.work("system") as work:
        work.session.execute(
            text("UPDATE admissibility_checks SET state = 'refused' WHERE application_id = :id"),
            {"id": ranks.application[2]},
        )
    ranks.make()
    assert "0002" not in ranks.newest.applications
    note(ranks, NewChange("appeal", ranks.application[2], "Sentenza", reference="TAR 1/2027", readmitted=True))
    ranks.make(reason="Ricorso accolto")
    assert "0002" in ranks.newest.applications


def test_changes_are_of_applications_of_the_call_and_say_why(ranks: Ranks) -> None:
    with pytest.raises(WrongCallStateError):
        note(ranks, NewChange("waiver", ranks.application[1], "Prima della graduatoria"))
    ranks.make()
    with pytest.raises(NoSuchApplicationError):
        note(ranks, NewChange("waiver", "x" * 32, "Chi è?"))
    with pytest.raises(NoReasonError):
        note(ranks, NewChange("waiver", ranks.application[1], " "))


FORBIDDEN = (
    "UPDATE rankings SET digest = digest",
    "UPDATE ranking_entries SET entry_id = entry_id",
    "UPDATE ranking_approvals SET act_number = act_number",
    "UPDATE ranking_publications SET published_at = published_at",
    "UPDATE ranking_changes SET reason = reason",
    "DELETE FROM ranking_publications",
    "DELETE FROM ranking_entries",
    "DELETE FROM ranking_changes",
    "DELETE FROM ranking_approvals",
    "DELETE FROM rankings",
)


def test_no_row_changes_or_goes(ranks: Ranks) -> None:
    ranks.published()
    note(ranks, NewChange("waiver", ranks.application[1], "Rinuncia"))
    for statement in FORBIDDEN:
        with pytest.raises(DatabaseError, match="append-only"), ranks.calling.work() as work:
            work.session.execute(text(statement))


def test_the_database_knows_that_two_people_are_needed(ranks: Ranks) -> None:
    made = ranks.make()
    olga = ranks.calling.people["olga"]
    row = {"id": made, "olga": olga, "at": ranks.calling.now.isoformat(), "on": today(ranks.calling.now).isoformat()}
    for maker in (olga, ranks.calling.people["piero"]):
        with pytest.raises(DatabaseError), ranks.calling.work() as work:
            work.session.execute(
                text(
                    "INSERT INTO ranking_approvals (ranking_id, maker, approved_by, approved_label, approved_at,"
                    " act_number, act_on) VALUES (:id, :maker, :olga, 'x', :at, '1', :on)"
                ),
                {**row, "maker": maker},
            )


def test_verifying_replays_every_version(ranks: Ranks) -> None:
    ranks.published()
    with open_reading(ranks.database) as session:
        assert list(ranking_faults(session)) == []


def test_what_other_rankings_of_the_year_gave_counts_for_names(ranks: Ranks) -> None:
    ranks.published()
    with open_reading(ranks.database) as session:
        call = call_of(session, ranks.call_id)
        assert awarded_in_year(session, call, 2027) == {}
        other = call_of(session, ranks.call_id)
        given = awarded_in_year(session, replace(other, id="z" * 32), 2027)
    assert sum(given.values()) == ranks.newest.told["budget"]["awarded"]
    with open_reading(ranks.database) as session:
        assert awarded_in_year(session, replace(call, id="z" * 32), 2026) == {}
