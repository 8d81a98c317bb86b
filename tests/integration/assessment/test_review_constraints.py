"""The tables of the assisted check-up: what they refuse, what erasing leaves, what verifying finds."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cip.assessment.actions import erase_check_up, log_meeting, note_on_firm
from cip.assessment.actions.write_narrative import NewerNarrativeError, write_narrative
from cip.assessment.meetings import Meeting, RuleChange, changes_text, read_changes
from cip.assessment.reads import chain_faults_of_all, latest_narrative, meetings_of, narratives_of
from cip.assessment.records import (
    ConsultancyNoteRow,
    MeetingRow,
    NarrativeRow,
    NumbersLinkRow,
    VerifiedResultRow,
)
from cip.database.base import Base
from cip.database.work import open_reading, open_work
from cip.parties.access import SYSTEM
from cip.parties.actions.open_body import open_body
from cip.parties.records import FirmRow
from tests.integration.refusing import refused, refuses_each
from tests.integration.worlds import NOW, World

D = "d" * 64
DAY = date(2026, 11, 21)
GOOD: Mapping[type[Base], Mapping[str, object]] = {
    VerifiedResultRow: {
        "id": "1" * 32,
        "check_up_id": "{check_up}",
        "number": 1,
        "on_day": DAY,
        "last_seq": 0,
        "pack_sha256": "{pack}",
        "engine_version": "1",
        "answers": "{}",
        "result": "{}",
        "body_id": "{body}",
        "made_by": "person:x",
        "at": NOW,
        "digest": D,
    },
    NarrativeRow: {
        "check_up_id": "{check_up}",
        "number": 1,
        "body_id": "{body}",
        "made_by": "person:x",
        "at": NOW,
        "content": "{}",
    },
    NumbersLinkRow: {
        "id": "2" * 32,
        "check_up_id": "{check_up}",
        "digest": D,
        "made_by": "person:x",
        "made_at": NOW,
        "expires_on": DAY,
        "revoked_at": None,
    },
    ConsultancyNoteRow: {
        "id": "3" * 32,
        "firm_id": "{firm}",
        "body_id": "{body}",
        "made_by": "person:x",
        "at": NOW,
        "text": "",
        "next_on": None,
    },
    MeetingRow: {
        "id": "4" * 32,
        "version": 1,
        "body_id": "{body}",
        "on_day": DAY,
        "kind": "meeting",
        "place": "Milano",
        "people": 0,
        "asked": "?",
        "said": "",
        "rules_changed": "[]",
        "made_by": "person:x",
        "at": NOW,
    },
}
BREAKS: list[tuple[type[Base], str, Mapping[str, object]]] = [
    (VerifiedResultRow, "ck_verified_results_id_length", {"id": "1"}),
    (VerifiedResultRow, "ck_verified_results_number_counts", {"number": 0}),
    (VerifiedResultRow, "ck_verified_results_last_seq_counts", {"last_seq": -1}),
    (VerifiedResultRow, "ck_verified_results_engine_version_length", {"engine_version": ""}),
    (VerifiedResultRow, "ck_verified_results_answers_length", {"answers": "7"}),
    (VerifiedResultRow, "ck_verified_results_result_length", {"result": "7"}),
    (VerifiedResultRow, "ck_verified_results_made_by_length", {"made_by": ""}),
    (VerifiedResultRow, "ck_verified_results_digest_length", {"digest": "d"}),
    (VerifiedResultRow, "fk_verified_results_check_up_id_check_ups", {"check_up_id": "0" * 32}),
    (VerifiedResultRow, "fk_verified_results_pack_sha256_packs", {"pack_sha256": "0" * 64}),
    (VerifiedResultRow, "fk_verified_results_body_id_bodies", {"body_id": "0" * 32}),
    (NarrativeRow, "ck_narratives_number_counts", {"number": 0}),
    (NarrativeRow, "ck_narratives_made_by_length", {"made_by": "x" * 81}),
    (NarrativeRow, "ck_narratives_content_length", {"content": "x"}),
    (NarrativeRow, "fk_narratives_check_up_id_check_ups", {"check_up_id": "0" * 32}),
    (NarrativeRow, "fk_narratives_body_id_bodies", {"body_id": "0" * 32}),
    (NumbersLinkRow, "ck_numbers_links_id_length", {"id": "2"}),
    (NumbersLinkRow, "ck_numbers_links_digest_length", {"digest": "secret"}),
    (NumbersLinkRow, "ck_numbers_links_made_by_length", {"made_by": ""}),
    (NumbersLinkRow, "fk_numbers_links_check_up_id_check_ups", {"check_up_id": "0" * 32}),
    (ConsultancyNoteRow, "ck_consultancy_notes_id_length", {"id": "3"}),
    (ConsultancyNoteRow, "ck_consultancy_notes_text_length", {"text": "x" * 4_001}),
    (ConsultancyNoteRow, "ck_consultancy_notes_made_by_length", {"made_by": ""}),
    (ConsultancyNoteRow, "fk_consultancy_notes_firm_id_firms", {"firm_id": "0" * 32}),
    (ConsultancyNoteRow, "fk_consultancy_notes_body_id_bodies", {"body_id": "0" * 32}),
    (MeetingRow, "ck_meetings_id_length", {"id": "4"}),
    (MeetingRow, "ck_meetings_version_counts", {"version": 0}),
    (MeetingRow, "ck_meetings_kind_known", {"kind": "party"}),
    (MeetingRow, "ck_meetings_place_length", {"place": ""}),
    (MeetingRow, "ck_meetings_people_range", {"people": -1}),
    (MeetingRow, "ck_meetings_asked_length", {"asked": ""}),
    (MeetingRow, "ck_meetings_said_length", {"said": "x" * 8_001}),
    (MeetingRow, "ck_meetings_rules_changed_length", {"rules_changed": "["}),
    (MeetingRow, "ck_meetings_made_by_length", {"made_by": ""}),
    (MeetingRow, "fk_meetings_body_id_bodies", {"body_id": "0" * 32}),
]
TWICE: list[tuple[type[Base], str, Mapping[str, object]]] = [
    (VerifiedResultRow, "pk_verified_results", {"number": 2}),
    (VerifiedResultRow, "uq_verified_results_check_up_id_number", {"id": "9" * 32}),
    (NarrativeRow, "pk_narratives", {"content": "{ }"}),
    (NumbersLinkRow, "pk_numbers_links", {"digest": "e" * 64}),
    (NumbersLinkRow, "uq_numbers_links_digest", {"id": "9" * 32}),
    (ConsultancyNoteRow, "pk_consultancy_notes", {"text": "other"}),
    (MeetingRow, "pk_meetings", {"place": "Monza"}),
]
FORBIDDEN = [
    "UPDATE verified_results SET number = 2",
    "DELETE FROM verified_results",
    "UPDATE narratives SET content = '{ }'",
    "DELETE FROM narratives",
    "UPDATE meetings SET place = 'Monza'",
    "DELETE FROM meetings",
]


@pytest.fixture
def known(world: World) -> dict[str, str]:
    """What stands for the placeholders: the pack and check-up of the world, a body, a firm."""
    with open_work(world.database, actor=SYSTEM, now=NOW) as work:
        body_id = open_body(work, "consultancy", "Ente di prova")
        firm = FirmRow(id="f" * 32, name="Ditta", tax_code="12345670017", created_at=NOW, pseudonym="a" * 32)
        work.session.add(firm)
    return {"{pack}": world.pack_sha256, "{check_up}": world.check_up_id, "{body}": body_id, "{firm}": "f" * 32}


def insert(world: World, known: Mapping[str, str], row: type[Base], changes: Mapping[str, object]) -> None:
    values = {key: known.get(value, value) if isinstance(value, str) else value for key, value in GOOD[row].items()}
    with world.database.engine.begin() as connection:
        connection.execute(sa.insert(row).values(**{**values, **changes}))


@pytest.mark.parametrize("row", GOOD)
def test_refuses(world: World, known: dict[str, str], subtests: pytest.Subtests, row: type[Base]) -> None:
    insert(world, known, row, {})
    fresh: dict[str, object] = {"id": "8" * 32} if "id" in GOOD[row] else {}
    fresh |= {"digest": "8" * 64} if row is NumbersLinkRow else {}
    fresh |= {"number": 7} if "number" in GOOD[row] else {}
    breaks = [one for one in BREAKS if one[0] is row]
    refuses_each(subtests, breaks, lambda row, changes: insert(world, known, row, {**fresh, **changes}))


@pytest.mark.parametrize(("row", "constraint", "changes"), TWICE)
def test_refuses_twice(
    world: World, known: dict[str, str], row: type[Base], constraint: str, changes: Mapping[str, object]
) -> None:
    insert(world, known, row, {})
    refused(constraint, lambda: insert(world, known, row, changes))


def test_every_constraint_is_tried() -> None:
    tried = {constraint for _, constraint, _ in (*BREAKS, *TWICE)}
    assert tried == {str(each.name) for row in GOOD for each in row.__table__.constraints}  # type: ignore[attr-defined]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_written_once(world: World, known: dict[str, str], statement: str) -> None:
    for row in (VerifiedResultRow, NarrativeRow, MeetingRow):
        insert(world, known, row, {})
    with pytest.raises(IntegrityError, match="append-only"), world.database.engine.begin() as connection:
        connection.execute(sa.text(statement))


def test_erasing_takes_all_of_it_along(world: World, known: dict[str, str]) -> None:
    with world.work() as work:
        write_narrative(work, world.check_up_id, {"context": "Testo."}, body_id=known["{body}"], drawn=0)
    insert(world, known, NumbersLinkRow, {})
    with world.work() as work:
        erase_check_up(work, world.check_up_id, DAY)
    with open_reading(world.database) as session:
        for row in (NarrativeRow, NumbersLinkRow, VerifiedResultRow):
            assert session.scalar(sa.select(sa.func.count()).select_from(row)) == 0
        assert list(chain_faults_of_all(session)) == []


def test_a_verified_result_that_nobody_validated_is_found(world: World, known: dict[str, str]) -> None:
    insert(world, known, VerifiedResultRow, {})
    with open_reading(world.database) as session:
        faults = [str(fault) for fault in chain_faults_of_all(session)]
    assert any("not those that its chain tells of" in fault for fault in faults)
    assert any("changed after it was written" in fault for fault in faults)


def test_a_lock_that_nobody_set_is_found(world: World) -> None:
    with world.database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE check_ups SET validated_at = '2026-11-21 09:00:00+00:00'"))
    with open_reading(world.database) as session:
        faults = [str(fault) for fault in chain_faults_of_all(session)]
    assert any("validated or reopened behind the back" in fault for fault in faults)


def test_versions_of_a_narrative(world: World, known: dict[str, str]) -> None:
    with world.work() as work:
        write_narrative(work, world.check_up_id, {"context": " Uno.\r\n"}, body_id=known["{body}"], drawn=0)
        write_narrative(work, world.check_up_id, {"context": "Due."}, body_id=known["{body}"], drawn=1)
    with pytest.raises(NewerNarrativeError), world.work() as work:
        write_narrative(work, world.check_up_id, {"context": "Tre."}, body_id=known["{body}"], drawn=1)
    with open_reading(world.database) as session:
        newest = latest_narrative(session, world.check_up_id)
        assert [version.parts["context"] for version in narratives_of(session, world.check_up_id)] == ["Due.", "Uno."]
    assert newest is not None
    assert newest.number == 2


def test_meetings_list_the_newest_version_of_each(world: World, known: dict[str, str]) -> None:
    body = known["{body}"]
    changes = (RuleChange("T1", "Altre parole.", "Non si capiva."),)
    first = Meeting("5" * 32, 0, body, DAY, "focus_group", "Milano", 9, "?", "!", changes, "", NOW)
    older = Meeting("6" * 32, 0, body, DAY - timedelta(days=1), "meeting", "Monza", 2, "?", "", (), "", NOW)
    with world.work() as work:
        kept = log_meeting(work, first)
        log_meeting(work, older)
        log_meeting(work, Meeting(**{**{f: getattr(kept, f) for f in kept.__slots__}, "people": 8}))
    with open_reading(world.database) as session:
        found = meetings_of(session, body)
    assert [(item.place, item.version, item.people) for item in found] == [("Milano", 2, 8), ("Monza", 1, 2)]
    assert read_changes(changes_text(found[0].changes)) == changes


def test_an_empty_note_is_none(world: World, known: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="says something"), world.work() as work:
        note_on_firm(work, known["{firm}"], body_id=known["{body}"], text=" ", next_on=None)
