"""Each CHECK, key and reference of the tables of applications refuses what it is there to refuse."""

from collections.abc import Mapping

import pytest
import sqlalchemy as sa

from cip.database.base import Base
from cip.database.engine import Database
from cip.incentives.records.applications import MOST_CENTS
from tests.integration.incentives.applying import DURING, SECOND, Applying, make_applying
from tests.integration.refusing import refused, refuses_each

ID, NOBODY, DIGEST = "1" * 32, "0" * 32, "d" * 64
EARLIER = DURING - SECOND
ROWS: Mapping[str, Mapping[str, object]] = {
    "applications": {
        "id": ID,
        "state": "draft",
        "version": 1,
        "answers": "{}",
        "started_at": DURING,
        "started_by": "x",
        "changed_at": DURING,
        "changed_by": "x",
    },
    "application_edits": {"seq": 1, "version": 2, "field": "workers", "value": "7", "at": DURING, "by_label": "x"},
    "application_files": {"id": ID, "document_id": "plan", "put_at": DURING, "put_by": "x"},
    "sign_offs": {
        "id": ID,
        "seq": 1,
        "version": 1,
        "digest": DIGEST,
        "verdict": "signed_off",
        "kind": "alone",
        "at": DURING,
        "by_label": "x",
    },
    "submissions": {
        "id": ID,
        "version": 1,
        "number": 1,
        "content": "{}",
        "digest": DIGEST,
        "submitted_at": DURING,
        "by_label": "x",
        "idempotency_key": "2" * 32,
        "receipt_code": "3" * 32,
    },
    "submission_withdrawals": {"at": DURING, "by_label": "x"},
}
BREAKS: list[tuple[str, str, Mapping[str, object]]] = [
    ("applications", "ck_applications_id_length", {"id": "1"}),
    ("applications", "ck_applications_state_known", {"state": "lost"}),
    ("applications", "ck_applications_version_counts", {"version": 0}),
    ("applications", "ck_applications_answers_length", {"answers": "{"}),
    ("applications", "ck_applications_requested_range", {"requested": -1}),
    ("applications", "ck_applications_requested_range", {"requested": MOST_CENTS + 1}),
    ("applications", "ck_applications_check_up_id_length", {"check_up_id": "1"}),
    ("applications", "ck_applications_snapshot_id_length", {"check_up_id": ID, "snapshot_id": "1"}),
    ("applications", "ck_applications_snapshot_of_check_up", {"snapshot_id": ID}),
    ("applications", "ck_applications_plan_version_id_length", {"check_up_id": ID, "plan_version_id": "1"}),
    ("applications", "ck_applications_plan_of_check_up", {"plan_version_id": ID}),
    ("applications", "ck_applications_adherence_id_length", {"adherence_id": "1"}),
    ("applications", "ck_applications_changed_after_start", {"changed_at": EARLIER}),
    ("applications", "ck_applications_started_by_length", {"started_by": ""}),
    ("applications", "ck_applications_changed_by_length", {"changed_by": ""}),
    ("applications", "fk_applications_call_id_calls", {"call_id": NOBODY}),
    ("applications", "fk_applications_firm_id_firms", {"firm_id": NOBODY}),
    ("application_edits", "ck_application_edits_seq_counts", {"seq": 0}),
    ("application_edits", "ck_application_edits_version_counts", {"version": 0}),
    ("application_edits", "ck_application_edits_field_length", {"field": ""}),
    ("application_edits", "ck_application_edits_before_sha256_length", {"before_sha256": "d"}),
    ("application_edits", "ck_application_edits_value_length", {"value": ""}),
    ("application_edits", "ck_application_edits_by_label_length", {"by_label": ""}),
    ("application_edits", "fk_application_edits_application_id_applications", {"application_id": NOBODY}),
    ("application_files", "ck_application_files_id_length", {"id": "1"}),
    ("application_files", "ck_application_files_document_id_length", {"document_id": ""}),
    ("application_files", "ck_application_files_put_by_length", {"put_by": ""}),
    ("application_files", "ck_application_files_removed_is_whole", {"removed_by": "x"}),
    ("application_files", "ck_application_files_removed_by_length", {"removed_at": DURING, "removed_by": ""}),
    ("application_files", "ck_application_files_removed_after_put", {"removed_at": EARLIER, "removed_by": "x"}),
    ("application_files", "fk_application_files_application_id_applications", {"application_id": NOBODY}),
    ("application_files", "fk_application_files_file_id_files", {"file_id": NOBODY}),
    ("sign_offs", "ck_sign_offs_id_length", {"id": "1"}),
    ("sign_offs", "ck_sign_offs_seq_counts", {"seq": 0}),
    ("sign_offs", "ck_sign_offs_version_counts", {"version": 0}),
    ("sign_offs", "ck_sign_offs_digest_length", {"digest": "d"}),
    ("sign_offs", "ck_sign_offs_verdict_known", {"verdict": "perhaps"}),
    ("sign_offs", "ck_sign_offs_kind_known", {"kind": "twice"}),
    ("sign_offs", "ck_sign_offs_note_length", {"note": ""}),
    ("sign_offs", "ck_sign_offs_by_label_length", {"by_label": ""}),
    ("sign_offs", "ck_sign_offs_sent_back_has_a_note", {"verdict": "sent_back"}),
    ("sign_offs", "fk_sign_offs_application_id_applications", {"application_id": NOBODY}),
    ("sign_offs", "fk_sign_offs_by_person_people", {"by_person": NOBODY}),
    ("submissions", "ck_submissions_id_length", {"id": "1"}),
    ("submissions", "ck_submissions_version_counts", {"version": 0}),
    ("submissions", "ck_submissions_number_counts", {"number": 0}),
    ("submissions", "ck_submissions_content_length", {"content": "{"}),
    ("submissions", "ck_submissions_digest_length", {"digest": "d"}),
    ("submissions", "ck_submissions_requested_range", {"requested": -1}),
    ("submissions", "ck_submissions_idempotency_key_length", {"idempotency_key": "2"}),
    ("submissions", "ck_submissions_receipt_code_length", {"receipt_code": "3"}),
    ("submissions", "ck_submissions_by_label_length", {"by_label": ""}),
    ("submissions", "fk_submissions_application_id_applications", {"application_id": NOBODY}),
    ("submissions", "fk_submissions_call_id_calls", {"call_id": NOBODY}),
    ("submissions", "fk_submissions_firm_id_firms", {"firm_id": NOBODY}),
    ("submissions", "fk_submissions_sign_off_id_sign_offs", {"sign_off_id": NOBODY}),
    ("submissions", "fk_submissions_by_person_people", {"by_person": NOBODY}),
    ("submissions", "fk_submissions_mandate_id_mandates", {"mandate_id": NOBODY}),
    ("submission_withdrawals", "ck_submission_withdrawals_by_label_length", {"by_label": ""}),
    ("submission_withdrawals", "fk_submission_withdrawals_submission_id_submissions", {"submission_id": NOBODY}),
    ("submission_withdrawals", "fk_submission_withdrawals_by_person_people", {"by_person": NOBODY}),
]
OTHER = {"id": "4" * 32, "version": 2, "number": 2, "idempotency_key": "5" * 32, "receipt_code": "6" * 32}
# What there is once: the row that comes second, with the constraint that refuses it.
TWICE: list[tuple[str, str, Mapping[str, object]]] = [
    ("applications", "uq_applications_call_id_firm_id", {"id": "4" * 32}),
    ("application_files", "uq_application_files_file_id", {"id": "4" * 32}),
    ("sign_offs", "uq_sign_offs_application_id_seq", {"id": "4" * 32}),
    ("submissions", "uq_submissions_application_id_version", {**OTHER, "version": 1}),
    ("submissions", "uq_submissions_call_id_number", {**OTHER, "number": 1}),
    ("submissions", "uq_submissions_idempotency_key", {**OTHER, "idempotency_key": "2" * 32}),
    ("submissions", "uq_submissions_receipt_code", {**OTHER, "receipt_code": "3" * 32}),
]


@pytest.fixture
def applying(database: Database) -> Applying:
    """See Applying."""
    return make_applying(database)


def insert(applying: Applying, table: str, changes: Mapping[str, object]) -> None:
    # Past the Work, which audits: here the database alone decides.
    tables = Base.metadata.tables
    own = {"call_id": applying.call_id, "firm_id": applying.cast.firm, "by_person": applying.cast.ada}
    hang = {"application_id": ID, "sign_off_id": ID, "submission_id": ID, "file_id": ID}
    with applying.database.engine.begin() as connection:
        for name in _before(table):
            known = {key: value for key, value in {**own, **hang}.items() if key in tables[name].columns}
            there = connection.execute(sa.select(sa.func.count()).select_from(tables[name])).scalar_one()
            if not there:
                connection.execute(sa.insert(tables[name]).values(**{**ROWS.get(name, FILE), **known}))
        known = {key: value for key, value in {**own, **hang}.items() if key in tables[table].columns}
        connection.execute(sa.insert(tables[table]).values(**{**ROWS[table], **known, **changes}))


FILE = {
    "id": ID,
    "owner_key": "application:x",
    "name": "piano.pdf",
    "kind": "pdf",
    "size": 1,
    "sha256": DIGEST,
    "state": "clean",
    "received_at": DURING,
}


def _before(table: str) -> tuple[str, ...]:
    """The rows that a row of this table hangs on."""
    return {
        "applications": (),
        "application_edits": ("applications",),
        "application_files": ("applications", "files"),
        "sign_offs": ("applications",),
        "submissions": ("applications", "sign_offs"),
        "submission_withdrawals": ("applications", "sign_offs", "submissions"),
    }[table]


def test_odd_rows_are_refused(applying: Applying, subtests: pytest.Subtests) -> None:
    refuses_each(subtests, BREAKS, lambda table, changes: insert(applying, table, changes))


@pytest.mark.parametrize(("table", "constraint", "changes"), TWICE)
def test_what_is_there_once(applying: Applying, table: str, constraint: str, changes: Mapping[str, object]) -> None:
    insert(applying, table, {})
    refused(constraint, lambda: insert(applying, table, changes))


def test_every_constraint_is_tried() -> None:
    named = {str(rule.name) for table in ROWS for rule in Base.metadata.tables[table].constraints if rule.name}
    tried = {name for _table, name, _changes in (*BREAKS, *TWICE)}
    assert {name for name in named if not name.startswith("pk_")} == tried
