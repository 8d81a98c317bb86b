"""Calls are prepared, published by a second person, opened and closed by the clock, and moved on by the office."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from cip.cli.call_clock import call_faults, keep_calls
from cip.database.engine import Database
from cip.database.packs import read_pack
from cip.database.work import open_reading
from cip.incentives.actions.move_call import (
    NotOpenError,
    NotYetError,
    NoWhyError,
    WrongCallStateError,
    annul_call,
    move_call,
    reveal_seed,
    stand_open,
)
from cip.incentives.actions.note_outage import MeasuredOutage, OddOutageError, note_outage
from cip.incentives.actions.prepare_call import ClosesTooSoonError, NobodyPreparesError, change_call, start_call
from cip.incentives.reads import (
    calls_to_move,
    drifted_calls,
    find_rehearsal,
    moves_of_call,
    open_calls,
    outages_of_call,
    pack_of_call,
    public_call,
    public_calls,
)
from cip.incentives.reads.calls import NotPublishedError
from cip.kernel.canonical import sha256_of
from cip.kernel.sealing import SealBrokenError
from cip.kernel.settings import read_settings
from tests.integration.incentives.calling import (
    CLOSES,
    KEY,
    NOW,
    OPENS,
    SECOND,
    SETTINGS,
    Calling,
    make_calling,
    templates,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def calling(database: Database) -> Calling:
    """See Calling."""
    return make_calling(database)


def rules(error: NotYetError) -> set[str]:
    return {reason.rule.removeprefix("publishing.") for reason in error.because}


def refused_with(calling: Calling, call_id: str, who: str = "piero") -> set[str]:
    with pytest.raises(NotYetError) as caught:
        calling.publish(call_id, who)
    return rules(caught.value)


def steps(calling: Calling, call_id: str) -> list[tuple[str, str, str]]:
    with open_reading(calling.database) as session:
        return [(step.action, step.from_state, step.to_state) for step in moves_of_call(session, call_id)]


def test_a_call_is_published_by_a_second_person_and_keeps_what_it_says(calling: Calling) -> None:
    call_id = calling.start()
    calling.rehearse(call_id)
    assert refused_with(calling, call_id, "olga") == {"same_person"}
    calling.publish(call_id)
    call = calling.call(call_id)
    assert (call.stored_state, call.published_at) == ("published", NOW)
    with open_reading(calling.database) as session:
        pack = pack_of_call(session, call)
        kept = read_pack(session, call.pack_sha256 or "")
    assert pack.canonical == kept
    assert pack.sha256 == call.pack_sha256 == SETTINGS.applied_to(calling.template).sha256
    assert (pack.call.window.opens, pack.call.window.closes) == (OPENS, CLOSES)
    assert [line.cents for line in pack.call.funding] == [5_000_000]
    assert call.cents == 5_000_000
    assert steps(calling, call_id) == [
        ("rehearse", "draft", "rehearsed"),
        ("publish", "rehearsed", "published"),
    ]


def test_what_is_missing_is_listed_whole(calling: Calling) -> None:
    call_id = calling.start(replace(SETTINGS, opens_at=None, cents_by_line={}, contact=""))
    assert refused_with(calling, call_id) == {"no_dates", "no_budget", "no_contact", "not_rehearsed"}


def test_a_call_is_published_before_it_opens(calling: Calling) -> None:
    call_id = calling.start()
    calling.rehearse(call_id)
    calling.now = OPENS
    assert refused_with(calling, call_id) == {"opens_past"}
    calling.now = OPENS - SECOND
    calling.publish(call_id)


@pytest.mark.parametrize("template", ["conciliare-conviene-2016", "alliances-2014", "dote-person-2011"])
def test_calls_of_the_past_are_never_published(calling: Calling, template: str) -> None:
    calling.template = templates()[template]
    call_id = calling.start(template=template)
    calling.rehearse(call_id)
    assert {"historic", "unknown"} <= refused_with(calling, call_id)


def test_any_change_after_a_rehearsal_asks_for_another(calling: Calling) -> None:
    call_id = calling.start()
    calling.rehearse(call_id)
    with calling.work() as work:
        change_call(work, call_id, SETTINGS)
    assert calling.call(call_id).stored_state == "rehearsed", "nothing was changed"
    with calling.work() as work:
        change_call(work, call_id, replace(SETTINGS, closes_at=CLOSES + HOUR))
    assert calling.call(call_id).stored_state == "draft"
    assert refused_with(calling, call_id) == {"not_rehearsed"}
    # Back to what was rehearsed: the rehearsal is of this content, but the call is a draft again.
    with calling.work() as work:
        change_call(work, call_id, SETTINGS)
    assert refused_with(calling, call_id) == {"not_rehearsed"}
    with open_reading(calling.database) as session:
        assert find_rehearsal(session, call_id, SETTINGS.applied_to(calling.template).sha256) is not None


def test_other_rules_than_those_rehearsed_are_not_published(calling: Calling) -> None:
    call_id = calling.start()
    calling.rehearse(call_id)
    about = calling.template.call.about.model_copy(
        update={"id": "pilot-2026", "note": calling.template.call.about.body}
    )
    changed = calling.template.call.model_copy(update={"about": about})
    calling.template = type(calling.template).of(calling.template.content.model_copy(update={"call": changed}))
    assert refused_with(calling, call_id) == {"not_rehearsed"}


def test_only_a_person_prepares_and_a_call_closes_after_it_opens(calling: Calling) -> None:
    with pytest.raises(NobodyPreparesError), calling.work("system") as work:
        start_call(work, calling.body, "pilot-2026", SETTINGS)
    with pytest.raises(ClosesTooSoonError):
        calling.start(replace(SETTINGS, closes_at=OPENS))


def test_a_published_call_is_changed_by_nobody(calling: Calling) -> None:
    call_id = calling.published()
    with pytest.raises(WrongCallStateError), calling.work() as work:
        change_call(work, call_id, replace(SETTINGS, title="Altro"))
    with pytest.raises(WrongCallStateError):
        calling.publish(call_id)


def test_drafts_are_nobodys_business(calling: Calling) -> None:
    draft, published = calling.start(), calling.published()
    with open_reading(calling.database) as session:
        assert [call.id for call in public_calls(session)] == [published]
        assert public_call(session, draft) is None
        with pytest.raises(NotPublishedError):
            pack_of_call(session, calling.call(draft))


# The clock


def test_the_clock_refuses_a_second_too_early_and_too_late_though_no_job_has_run(calling: Calling) -> None:
    call_id = calling.published()
    for now, opened in (
        (OPENS - SECOND, False),
        (OPENS, True),
        (CLOSES - SECOND, True),
        (CLOSES, True),
        (CLOSES + SECOND, False),
    ):
        calling.now = now
        with open_reading(calling.database) as session:
            assert [call.id for call in open_calls(session, now)] == ([call_id] if opened else [])
        with calling.work() as work:
            if opened:
                assert stand_open(work, call_id).id == call_id
            else:
                with pytest.raises(NotOpenError):
                    stand_open(work, call_id)
    assert calling.call(call_id).stored_state == "published", "nothing of this has stored anything"


def test_what_the_clock_does_is_stored_once(calling: Calling) -> None:
    call_id = calling.published()
    calling.now = CLOSES + SECOND
    with open_reading(calling.database) as session:
        assert [call.id for call in calls_to_move(session, calling.now)] == [call_id]
    for _twice in range(2):
        keep_calls(read_settings({}), calling.database, calling.now)
    assert steps(calling, call_id)[2:] == [("open", "published", "open"), ("close", "open", "closed")]
    with open_reading(calling.database) as session:
        assert list(calls_to_move(session, calling.now)) == []
        assert {step.by for step in moves_of_call(session, call_id)[2:]} == {"clock"}


# What ends it before


def test_a_call_is_annulled_before_it_opens_with_a_reason(calling: Calling) -> None:
    call_id = calling.published()
    with pytest.raises(NoWhyError), calling.work() as work:
        annul_call(work, call_id, "  ")
    with calling.work() as work:
        annul_call(work, call_id, "I soldi non ci sono più.")
    assert calling.call(call_id).stored_state == "annulled"
    with open_reading(calling.database) as session:
        assert moves_of_call(session, call_id)[-1].reason == "I soldi non ci sono più."
        assert public_call(session, call_id) is not None, "who has read it reads why it is gone"


def test_a_call_that_has_opened_is_not_annulled(calling: Calling) -> None:
    call_id = calling.published()
    calling.now = OPENS
    with pytest.raises(WrongCallStateError), calling.work() as work:
        annul_call(work, call_id, "Troppo tardi.")


# Outages


def outage(start: timedelta, end: timedelta) -> MeasuredOutage:
    return MeasuredOutage(CLOSES + start, CLOSES + end, "servizio di controllo", "Il sito non rispondeva.")


def test_an_outage_of_the_last_day_moves_the_closing(calling: Calling) -> None:
    call_id = calling.published()
    calling.now = CLOSES - SECOND
    with calling.work() as work:
        assert note_outage(work, call_id, outage(-3 * HOUR, -100 * timedelta(minutes=1))).hours == 2
    call = calling.call(call_id)
    assert (call.closes_at, call.stored_state) == (CLOSES + 2 * HOUR, "open")
    with open_reading(calling.database) as session:
        (noted,) = outages_of_call(session, call_id)
        assert pack_of_call(session, call).call.window.closes == CLOSES, "what was published stays"
    assert (noted.hours, noted.closes_before, noted.closes_after) == (2, CLOSES, CLOSES + 2 * HOUR)


def test_an_outage_noted_after_the_closing_opens_the_call_again(calling: Calling) -> None:
    call_id = calling.published()
    calling.now = CLOSES + 10 * timedelta(minutes=1)
    with calling.work() as work:
        note_outage(work, call_id, outage(-HOUR / 2, timedelta(0)))
    call = calling.call(call_id)
    assert (call.stored_state, call.closes_at) == ("open", CLOSES + 2 * HOUR)
    assert call.takes_applications(calling.now)
    assert steps(calling, call_id)[-1] == ("note_outage", "closed", "open")


def test_an_outage_before_the_last_day_is_noted_and_changes_nothing(calling: Calling) -> None:
    call_id = calling.published()
    calling.now = CLOSES - 48 * HOUR
    with calling.work() as work:
        assert note_outage(work, call_id, outage(-50 * HOUR, -49 * HOUR)).hours == 0
    assert calling.call(call_id).closes_at == CLOSES


def test_odd_outages_are_refused(calling: Calling) -> None:
    call_id = calling.published()
    calling.now = CLOSES + HOUR
    for odd in (
        outage(HOUR, HOUR / 2),
        outage(-HOUR, 2 * HOUR),
        MeasuredOutage(OPENS - 2 * HOUR, OPENS - HOUR, "x", "x"),
        outage(-50 * HOUR, -49 * HOUR),
    ):
        with pytest.raises(OddOutageError), calling.work() as work:
            note_outage(work, call_id, odd)
    calling.now = CLOSES + timedelta(days=3, seconds=1)
    with pytest.raises(WrongCallStateError), calling.work() as work:
        note_outage(work, call_id, outage(-HOUR, timedelta(0)))
    calling.now = CLOSES + HOUR
    with calling.work() as work:
        move_call(work, call_id, "start_admissibility")
    with pytest.raises(WrongCallStateError), calling.work() as work:
        note_outage(work, call_id, outage(-HOUR, timedelta(0)))


# The steps after it, and the seed


def test_the_office_starts_only_after_the_closing_and_in_order(calling: Calling) -> None:
    call_id = calling.published()
    calling.now = CLOSES
    with pytest.raises(WrongCallStateError), calling.work() as work:
        move_call(work, call_id, "start_admissibility")
    calling.now = CLOSES + SECOND
    with pytest.raises(WrongCallStateError), calling.work() as work:
        move_call(work, call_id, "start_evaluation")
    with calling.work() as work:
        assert move_call(work, call_id, "start_admissibility").stored_state == "admissibility"
    with pytest.raises(WrongCallStateError), calling.work() as work:
        move_call(work, call_id, "publish")


def test_the_seed_stays_sealed_until_the_ranking(calling: Calling) -> None:
    call_id = calling.published()
    with pytest.raises(WrongCallStateError), calling.work() as work:
        reveal_seed(work, call_id, KEY)
    with open_reading(calling.database) as session:
        sealed = session.execute(text("SELECT seed_sealed FROM calls")).scalar_one()
    assert calling.call(call_id).seed is None
    calling.to_ranking(call_id)
    with pytest.raises(SealBrokenError), calling.work() as work:
        reveal_seed(work, call_id, KEY + "!")
    with calling.work() as work:
        seed = reveal_seed(work, call_id, KEY)
    with calling.work() as work:
        assert reveal_seed(work, call_id, KEY) == seed
    call = calling.call(call_id)
    assert call.seed == seed
    assert sha256_of(seed) == call.seed_sha256
    assert seed not in sealed


# What the database itself refuses


@contextmanager
def refused(calling: Calling) -> Iterator[None]:
    with pytest.raises(DatabaseError, match=r"locked|append-only"):
        yield


LOCKED = [
    "UPDATE calls SET pack_sha256 = 'X' || substr(pack_sha256, 2)",
    "UPDATE calls SET rule_id = 'other'",
    "UPDATE calls SET seed_sha256 = 'X' || substr(seed_sha256, 2)",
    "UPDATE calls SET seed_sealed = 'x'",
    "UPDATE calls SET opens_at = closes_at",
    "UPDATE calls SET title = 'Altro'",
    "UPDATE calls SET contact = ''",
    "UPDATE calls SET budget = '{}'",
    "UPDATE calls SET published_at = opens_at",
    "UPDATE calls SET published_at = NULL, pack_sha256 = NULL, seed_sha256 = NULL, seed_sealed = NULL, state = 'draft'",
    "UPDATE calls SET state = 'draft'",
    "UPDATE calls SET state = 'closed'",
    "UPDATE calls SET state = 'allocated'",
    "UPDATE calls SET closes_at = opens_at",
    "UPDATE calls SET seed = 'a seed that somebody chose'",
    "DELETE FROM calls",
    "UPDATE call_moves SET reason = 'x'",
    "DELETE FROM call_moves",
    "UPDATE rehearsals SET report = '[]'",
    "DELETE FROM rehearsals",
]


@pytest.mark.parametrize("statement", LOCKED)
def test_the_database_keeps_what_was_published(calling: Calling, statement: str) -> None:
    calling.published()
    with refused(calling), calling.database.engine.begin() as connection:
        connection.execute(text(statement))


def test_the_database_moves_a_closing_only_by_an_outage_that_was_noted(calling: Calling) -> None:
    call_id = calling.published()
    calling.now = CLOSES - SECOND
    later = "UPDATE calls SET closes_at = (SELECT max(closes_after) FROM call_outages)"
    with calling.work() as work:
        note_outage(work, call_id, outage(-3 * HOUR, -2 * HOUR))
    with calling.work() as work:
        note_outage(work, call_id, outage(-2 * HOUR, -HOUR))
    assert calling.call(call_id).closes_at == CLOSES + 2 * HOUR
    first = "UPDATE calls SET closes_at = (SELECT min(closes_after) FROM call_outages)"
    for statement in (first, "UPDATE call_outages SET hours = 9", "DELETE FROM call_outages"):
        with refused(calling), calling.database.engine.begin() as connection:
            connection.execute(text(statement))
    with calling.database.engine.begin() as connection:
        connection.execute(text(later))  # nothing changes: allowed


def test_a_draft_can_still_change_in_the_database(calling: Calling) -> None:
    call_id = calling.start()
    with calling.database.engine.begin() as connection:
        connection.execute(text("UPDATE calls SET title = 'Altro titolo'"))
    assert calling.call(call_id).title == "Altro titolo"


def test_a_state_that_no_move_leads_to_is_found(calling: Calling) -> None:
    call_id = calling.published()
    with open_reading(calling.database) as session:
        assert list(drifted_calls(session)) == []
    with calling.database.engine.begin() as connection:
        connection.execute(text("UPDATE calls SET state = 'open'"))
    with open_reading(calling.database) as session:
        assert [fault.name for fault in call_faults(session)] == [f"call {call_id}"]
