"""Each CHECK, key and reference of the tables of files and evidence refuses what it is there to refuse."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cip.assessment.records import EvidenceRow
from cip.database.base import Base
from cip.files.accepted import LARGEST_FILE
from cip.files.records import FileRow
from tests.integration.refusing import refused, refuses_each
from tests.integration.worlds import NOW, World

DAY = date(2026, 11, 21)
FILE = {
    "id": "f" * 32,
    "owner_key": "check_up:x",
    "name": "a.pdf",
    "kind": "pdf",
    "size": 1,
    "sha256": "d" * 64,
    "state": "clean",
    "received_at": NOW,
    "scanned_at": None,
    "finding": None,
    "removed_at": None,
}
EVIDENCE = {
    "id": "e" * 32,
    "check_up_id": "",
    "section": "indicators",
    "question_id": "T1",
    "file_id": None,
    "seen_on": DAY,
    "note": None,
    "true_from": DAY,
    "valid_until": DAY,
    "added_by": "guest",
    "added_at": NOW,
    "withdrawn_at": None,
    "withdrawn_by": None,
    "withdrawn_because": None,
}
GOOD: Mapping[type[Base], Mapping[str, object]] = {FileRow: FILE, EvidenceRow: EVIDENCE}
WITHDRAWN = {"withdrawn_at": NOW, "withdrawn_by": "guest", "withdrawn_because": "un errore"}

BREAKS: list[tuple[type[Base], str, Mapping[str, object]]] = [
    (FileRow, "ck_files_id_length", {"id": "f"}),
    (FileRow, "ck_files_owner_key_length", {"owner_key": "x"}),
    (FileRow, "ck_files_name_until_erased", {"name": ""}),
    (FileRow, "ck_files_name_until_erased", {"name": "a" * 121}),
    (FileRow, "ck_files_name_until_erased", {"state": "erased"}),
    (FileRow, "ck_files_kind_known", {"kind": "exe"}),
    (FileRow, "ck_files_size_allowed", {"size": 0}),
    (FileRow, "ck_files_size_allowed", {"size": LARGEST_FILE + 1}),
    (FileRow, "ck_files_sha256_length", {"sha256": "d"}),
    (FileRow, "ck_files_state_known", {"state": "new"}),
    (FileRow, "ck_files_finding_length", {"finding": ""}),
    (FileRow, "ck_files_refused_scanned", {"state": "refused"}),
    (FileRow, "ck_files_removed_not_in_use", {"removed_at": NOW}),
    (EvidenceRow, "ck_evidence_id_length", {"id": "e"}),
    (EvidenceRow, "ck_evidence_section_known", {"section": "notes"}),
    (EvidenceRow, "ck_evidence_question_id_length", {"question_id": ""}),
    (EvidenceRow, "ck_evidence_file_or_seen", {"seen_on": None}),
    (EvidenceRow, "ck_evidence_file_or_seen", {"file_id": "f" * 32}),
    (EvidenceRow, "ck_evidence_note_length", {"note": ""}),
    (EvidenceRow, "ck_evidence_note_length", {"note": "n" * 1_001}),
    (EvidenceRow, "ck_evidence_until_after_from", {"valid_until": DAY - timedelta(days=1)}),
    (EvidenceRow, "ck_evidence_added_by_length", {"added_by": ""}),
    (EvidenceRow, "ck_evidence_withdrawn_whole", {**WITHDRAWN, "withdrawn_because": None}),
    (EvidenceRow, "ck_evidence_withdrawn_whole", {**WITHDRAWN, "withdrawn_by": None}),
    (EvidenceRow, "ck_evidence_withdrawn_whole", {"withdrawn_because": "un errore"}),
    (EvidenceRow, "ck_evidence_withdrawn_because_length", {**WITHDRAWN, "withdrawn_because": ""}),
    (EvidenceRow, "fk_evidence_check_up_id_check_ups", {"check_up_id": "0" * 32}),
    (EvidenceRow, "fk_evidence_file_id_files", {"file_id": "0" * 32, "seen_on": None}),
]
TWICE: list[tuple[type[Base], str, Mapping[str, object]]] = [
    (FileRow, "pk_files", {"name": "b.pdf"}),
    (EvidenceRow, "pk_evidence", {"question_id": "T2"}),
]
SHARED = "uq_evidence_file_id"


def insert(world: World, row: type[Base], changes: Mapping[str, object]) -> None:
    values = {**GOOD[row], **({"check_up_id": world.check_up_id} if row is EvidenceRow else {}), **changes}
    # Past the Work, which audits: here the database alone decides.
    with world.database.engine.begin() as connection:
        connection.execute(sa.insert(row).values(**values))


@pytest.mark.parametrize(
    ("row", "changes"),
    [
        (FileRow, {}),
        (FileRow, {"state": "erased", "name": "", "removed_at": NOW}),
        (FileRow, {"state": "refused", "scanned_at": NOW, "finding": "Eicar"}),
        (EvidenceRow, {}),
        (EvidenceRow, WITHDRAWN),
        (EvidenceRow, {"true_from": None}),
    ],
)
def test_lets_a_good_row_in(world: World, row: type[Base], changes: Mapping[str, object]) -> None:
    insert(world, row, changes)


def test_refuses(world: World, subtests: pytest.Subtests) -> None:
    refuses_each(subtests, BREAKS, lambda row, changes: insert(world, row, changes))


@pytest.mark.parametrize(("row", "constraint", "changes"), TWICE)
def test_refuses_twice(world: World, row: type[Base], constraint: str, changes: Mapping[str, object]) -> None:
    insert(world, row, {})
    refused(constraint, lambda: insert(world, row, changes))


def test_two_pieces_of_evidence_never_share_a_file(world: World) -> None:
    insert(world, FileRow, {})
    shared = {"file_id": FILE["id"], "seen_on": None}
    insert(world, EvidenceRow, shared)
    refused(SHARED, lambda: insert(world, EvidenceRow, {**shared, "id": "1" * 32}))


def test_evidence_goes_only_with_its_check_up(world: World) -> None:
    insert(world, EvidenceRow, {})
    with pytest.raises(IntegrityError, match="append-only"), world.database.engine.begin() as connection:
        connection.execute(sa.delete(EvidenceRow))


def test_every_constraint_is_tried() -> None:
    tried = {SHARED, *(constraint for _, constraint, _ in (*BREAKS, *TWICE))}
    assert tried == {str(each.name) for row in GOOD for each in Base.metadata.tables[row.__tablename__].constraints}
