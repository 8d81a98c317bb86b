"""An application from the first answer to what was sent: nothing lost, nothing sent twice, nothing changed after."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import segno
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from cip.database.engine import Database
from cip.database.work import open_reading
from cip.files.accepted import Quota
from cip.files.actions.receive_file import receive_file
from cip.files.stored import Shelf
from cip.incentives.actions.application_work import NotTakenError, WrongApplicationStateError
from cip.incentives.actions.hand_in_document import hand_in_document, owner_key
from cip.incentives.actions.save_application import StaleFormError, save_application
from cip.incentives.actions.sign_application import ContentChangedError, SamePersonError, send_back
from cip.incentives.actions.submit_application import NotSignedOffError
from cip.incentives.actions.withdraw_application import RankedError, resume_application, withdraw_application
from cip.incentives.reads import (
    applications_of_call,
    edits_of,
    listed_of_call,
    sign_offs_of,
    standing_submission,
    submission_of_receipt,
    submissions_of,
    unsent_of_call,
)
from cip.incentives.reads.prepared import preparing
from cip.kernel.canonical import sha256_of
from cip.kernel.ids import new_id
from cip.parties.actions.leave_party import leave_party
from cip.parties.actions.register_firm import NewSeat, add_seat
from tests.integration.incentives.applying import CLOSES, NO_RULES, SECOND, Applying, make_applying


@pytest.fixture
def applying(database: Database) -> Applying:
    """See Applying."""
    return make_applying(database)


def test_starting_twice_gives_one_application(applying: Applying) -> None:
    assert applying.start() == applying.start()


def test_every_change_is_kept_with_who_and_what_was_before(applying: Applying) -> None:
    application_id = applying.start()
    applying.save(application_id, {"workers": 7})
    applying.save(application_id, {"workers": 8, "requested": 200_000}, applying.cast.bruno)
    with open_reading(applying.database) as session:
        edits = edits_of(session, application_id)
    assert [(one.field, one.value, one.version) for one in edits] == [
        ("workers", 7, 2),
        ("workers", 8, 3),
        ("requested", 200_000, 3),
    ]
    assert edits[0].before_sha256 is None
    assert edits[1].before_sha256 is not None
    assert edits[1].by_label == f"person:{applying.cast.bruno}"
    found = applying.application(application_id)
    assert (dict(found.answers), found.requested, found.version) == ({"workers": 8}, 200_000, 3)


def test_saving_the_same_again_changes_nothing(applying: Applying) -> None:
    application_id = applying.start()
    first = applying.save(application_id, {"workers": 7})
    again = applying.save(application_id, {"workers": 7})
    assert (first.new, again.new, again.version) == (True, False, first.version)


def test_a_stale_form_keeps_what_others_changed_elsewhere(applying: Applying) -> None:
    application_id = applying.start()
    drawn = applying.save(application_id, {"workers": 7, "commitment_months": 12}).version
    applying.save(application_id, {"commitment_months": 24}, applying.cast.bruno)
    saved = applying.save(application_id, {"workers": 9, "commitment_months": 12}, drawn=drawn)
    assert saved.kept == ("commitment_months",)
    assert dict(applying.application(application_id).answers) == {"workers": 9, "commitment_months": 24}


def test_a_stale_form_about_the_same_field_is_refused_with_both_versions(applying: Applying) -> None:
    application_id = applying.start()
    drawn = applying.save(application_id, {"workers": 7}).version
    applying.save(application_id, {"workers": 8}, applying.cast.bruno)
    with pytest.raises(StaleFormError) as refused:
        applying.save(application_id, {"workers": 9, "commitment_months": 12}, drawn=drawn)
    assert [(one.mine, one.theirs) for one in refused.value.merged.conflicts] == [(9, 8)]
    assert dict(applying.application(application_id).answers) == {"workers": 8}


def test_who_made_the_last_change_does_not_sign_it_off(applying: Applying) -> None:
    application_id = applying.start()
    applying.save(application_id, {"workers": 7})
    with pytest.raises(SamePersonError):
        applying.sign(application_id, applying.cast.ada)
    applying.sign(application_id, applying.cast.bruno)
    assert applying.application(application_id).state == "ready"


def test_who_is_alone_signs_off_alone_and_it_is_written(applying: Applying) -> None:
    with applying.cast.work() as work:
        leave_party(work, applying.cast.membership(applying.cast.bruno, applying.cast.firm))
    application_id = applying.start()
    applying.save(application_id, {"workers": 7})
    applying.sign(application_id, applying.cast.ada)
    with open_reading(applying.database) as session:
        assert [one.kind for one in sign_offs_of(session, application_id)] == ["alone"]


def test_a_change_takes_the_sign_off_away(applying: Applying) -> None:
    application_id = applying.ready()
    applying.save(application_id, {"workers": 8})
    assert applying.application(application_id).state == "draft"
    with pytest.raises(WrongApplicationStateError):
        applying.send(application_id)


def test_what_is_sent_is_exactly_what_was_signed_off(applying: Applying) -> None:
    application_id = applying.ready()
    with applying.cast.work() as work:
        # What the firm is called changed after the sign-off: what would be sent is no longer what was seen.
        work.session.execute(text("UPDATE firms SET name = 'Altro nome'"))
    with pytest.raises(ContentChangedError):
        applying.send(application_id)


def test_what_is_learned_after_the_sign_off_is_not_sent(applying: Applying) -> None:
    application_id = applying.ready()
    seen = applying.prepared(application_id)
    with applying.work() as work:
        add_seat(work, applying.cast.firm, NewSeat("Sede nuova", "Belcolle", "999001"))
    assert applying.prepared(application_id).digest != seen.digest
    sent = applying.send(application_id)
    assert (sent.content, sent.digest) == (seen.content, seen.digest)
    assert sha256_of(sent.content) == sent.digest


def test_a_file_refused_after_the_sign_off_is_not_sent(applying: Applying, tmp_path: Path) -> None:
    application_id = applying.start()
    shelf = Shelf(tmp_path / "files", None, unscanned=True)
    with applying.work() as work:
        paper = BytesIO()
        segno.make("prova").save(paper, kind="pdf")
        paper.seek(0)
        file = receive_file(work, shelf, paper, "a.pdf", owner_key(application_id), quota=Quota(3, 10**6))
        hand_in_document(work, application_id, applying.pack.call.documents[0].id, file.id)
    applying.sign(application_id)
    with applying.work() as work:
        work.session.execute(
            text("UPDATE files SET state = 'refused', scanned_at = received_at WHERE id = :id"), {"id": file.id}
        )
    with pytest.raises(ContentChangedError):
        applying.send(application_id)


def test_sent_back_with_a_note_it_is_a_draft_again(applying: Applying) -> None:
    application_id = applying.ready()
    with applying.work(applying.cast.bruno) as work:
        send_back(
            work,
            application_id,
            preparing(applying.now, NO_RULES),
            person_id=applying.cast.bruno,
            note="Mancano i mesi",
        )
    assert applying.application(application_id).state == "draft"
    with open_reading(applying.database) as session:
        assert [one.note for one in sign_offs_of(session, application_id)] == [None, "Mancano i mesi"]


def test_only_the_collaborators_word_is_not_enough(applying: Applying) -> None:
    application_id = applying.ready()
    with pytest.raises(NotSignedOffError) as refused:
        applying.send(application_id, person_id=applying.cast.carla)
    assert refused.value.owner


def test_the_same_form_sent_again_gives_the_same_submission(applying: Applying) -> None:
    application_id, key = applying.ready(), new_id()
    first = applying.send(application_id, key=key)
    assert applying.send(application_id, key=key) == first
    # Also long after the closing: it is an answer, not a new application.
    assert applying.send(application_id, key=key, now=CLOSES + 100 * SECOND) == first
    with pytest.raises(WrongApplicationStateError):
        applying.send(application_id)
    with open_reading(applying.database) as session:
        assert [one.number for one in submissions_of(session, application_id)] == [1]


def test_sixteen_at_once_send_one_application(applying: Applying) -> None:
    application_id, keys = applying.ready(), [new_id() for _ in range(4)]
    told: list[str] = []

    def send(key: str) -> None:
        try:
            told.append(applying.send(application_id, key=key).id)
        except WrongApplicationStateError as error:
            told.append(str(error.state))

    threads = [threading.Thread(target=send, args=(keys[place % 4],)) for place in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_reading(applying.database) as session:
        sent = submissions_of(session, application_id)
    assert len(sent) == 1
    # The four that bear the key that won were given what it sent; the others read that it was sent already.
    assert sorted(told) == sorted([sent[0].id] * 4 + ["submitted"] * 12)
    assert applying.cast.mails("application_received") == ["ada@example.org"]


def test_what_was_sent_is_whole_and_found_by_its_receipt(applying: Applying) -> None:
    sent = applying.send(applying.ready())
    with open_reading(applying.database) as session:
        found = submission_of_receipt(session, sent.receipt_code)
        assert found == sent
        assert submission_of_receipt(session, new_id()) is None
        assert [one.application_id for one in applications_of_call(session, applying.call_id)] == [sent.application_id]
    assert sent.whole
    assert sent.facts == {"workers": 7, "commitment_months": 24}
    assert sent.told["facts"]["workers"] == {"value": 7, "source": "declared", "on": None}  # type: ignore[call-overload, index]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE submissions SET content = '{}'",
        "UPDATE submissions SET number = number",
        "DELETE FROM submissions",
        "UPDATE application_edits SET value = '1'",
        "DELETE FROM application_edits",
        "UPDATE sign_offs SET verdict = 'sent_back'",
        "DELETE FROM sign_offs",
        "UPDATE signed_contents SET content = '{}'",
        "DELETE FROM signed_contents",
        "DELETE FROM submission_withdrawals",
    ],
)
def test_the_database_refuses_to_change_what_was_sent(applying: Applying, statement: str) -> None:
    application_id = applying.ready()
    applying.send(application_id)
    with applying.work() as work:
        withdraw_application(work, application_id, person_id=applying.cast.ada)
    with pytest.raises(IntegrityError, match="append-only"), applying.work() as work:
        work.session.execute(text(statement))


def test_withdrawn_and_sent_again_has_a_number_of_its_own(applying: Applying) -> None:
    application_id = applying.ready()
    first = applying.send(application_id)
    with applying.work() as work:
        withdraw_application(work, application_id, person_id=applying.cast.ada)
    with open_reading(applying.database) as session:
        assert applications_of_call(session, applying.call_id) == []
        assert standing_submission(session, application_id) is None
    with applying.work() as work:
        resume_application(work, application_id)
    applying.save(application_id, {"workers": 9})
    applying.sign(application_id)
    second = applying.send(application_id)
    assert (first.number, second.number) == (1, 2)
    with open_reading(applying.database) as session:
        assert [one.number for one in applications_of_call(session, applying.call_id)] == [2]
        listed = listed_of_call(session, applying.call_id)
    assert [(one.number, one.withdrawn_at is None) for one in listed] == [(1, False), (2, True)]


def test_after_the_ranking_nothing_is_withdrawn_here(applying: Applying) -> None:
    application_id = applying.ready()
    applying.send(application_id)
    with applying.cast.work() as work:
        for state in ("closed", "admissibility", "evaluation", "ranking"):
            work.session.execute(text("UPDATE calls SET state = :state"), {"state": state})
    with pytest.raises(RankedError), applying.work() as work:
        withdraw_application(work, application_id, person_id=applying.cast.ada)


def test_what_was_not_sent_is_listed_as_such(applying: Applying) -> None:
    application_id = applying.ready()
    with open_reading(applying.database) as session:
        assert [(one.application.id, one.signed_off) for one in unsent_of_call(session, applying.call_id)] == [
            (application_id, True)
        ]


MOMENTS: list[tuple[str, Callable[[datetime], datetime], bool]] = [
    ("a second before", lambda closes: closes - SECOND, True),
    ("exactly", lambda closes: closes, True),
    ("a second after", lambda closes: closes + SECOND, False),
]
# The nights of 2026 on which Italy changes its clocks: a closing in the hour before and after.
CLOSINGS = [
    CLOSES,
    datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC),
    datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
    datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
    datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
]


@pytest.mark.parametrize("closes", CLOSINGS)
@pytest.mark.parametrize(("name", "at", "taken"), MOMENTS)
def test_the_last_second(
    database: Database, closes: datetime, name: str, at: Callable[[datetime], datetime], taken: bool
) -> None:
    applying = make_applying(database, closes=closes)
    application_id = applying.ready()
    if taken:
        assert applying.send(application_id, now=at(closes)).submitted_at == at(closes)
    else:
        with pytest.raises(NotTakenError):
            applying.send(application_id, now=at(closes))


def test_what_came_in_time_is_taken_though_the_clock_stored_the_closing(applying: Applying) -> None:
    application_id = applying.ready()
    with applying.cast.work() as work:
        work.session.execute(text("UPDATE calls SET state = 'closed'"))
    assert applying.send(application_id, now=CLOSES).submitted_at == CLOSES


def test_after_the_closing_nothing_is_answered_or_signed_off(applying: Applying) -> None:
    application_id = applying.start()
    with pytest.raises(NotTakenError), applying.work(now=CLOSES + SECOND) as work:
        save_application(work, application_id, {"workers": 7}, drawn=1)
    with pytest.raises(NotTakenError):
        applying.sign(application_id, now=CLOSES + SECOND)
