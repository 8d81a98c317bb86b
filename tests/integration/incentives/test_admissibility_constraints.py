"""Each CHECK, key and reference of the tables of the formal check refuses what it is there to refuse."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cip.database.base import Base
from cip.database.engine import Database
from tests.integration.incentives.checking import NOW, ON, Filing, make_filing
from tests.integration.refusing import refused

NOBODY, LONG = "0" * 32, "x" * 200_000
BY = {"by_label": "x", "at": NOW}
KEY, NOTICE, FILE, ENTRY = "k" * 32, "n" * 32, "f" * 32, "e" * 32
STEP = {"seq": 1, "action": "take", "from_state": "received", "to_state": "checking", "on_day": ON, "reason": "", **BY}
JUDGED = {"seq": 1, "row_id": "r", "automatic": "met", "verdict": "met", "reason": "", "source": "", "facts": "{}"}
DECIDED = {"seq": 1, "decision": "admitted", "content": "{}", "digest": "d" * 64, "on_day": ON, **BY}
ANSWERED = {"facts": "{}", "files": "{}", "note": "", "digest": "d" * 64, "answered_on": ON, "answered_at": NOW}
# In the order in which they refer to each other.
ROWS: Mapping[str, Mapping[str, object]] = {
    "admissibility_checks": {"state": "checking"},
    "admissibility_steps": STEP,
    "admissibility_judgements": {**JUDGED, "on_day": ON, **BY},
    "clarifications": {
        "id": KEY, "reason": "r", "asked_on": ON, "due_on": ON + timedelta(days=9), "asked_at": NOW, "asked_by": "x",
    },
    "clarification_items": {"clarification_id": KEY, "number": 1, "kind": "fact", "item_id": "i", "note": "n"},
    "clarification_files": {
        "id": ENTRY, "clarification_id": KEY, "document_id": "d", "file_id": FILE, "put_at": NOW, "put_by": "x",
    },
    "clarification_answers": {"clarification_id": KEY, **ANSWERED, "by_label": "x"},
    "refusal_notices": {
        "id": NOTICE, "reasons": "[]", "noticed_on": ON, "due_on": ON + timedelta(days=9), "noticed_at": NOW,
        "noticed_by": "x",
    },
    "notice_remarks": {"notice_id": NOTICE, "number": 1, "text": "t", "on_day": ON, **BY},
    "admissibility_decisions": DECIDED,
    "procedure_terms": {"seq": 1, "days": 60, "complex_case": False, "source": "s", **BY},
}  # fmt: skip
REMOVED = {"removed_at": NOW, "removed_by": "x"}
BREAKS: list[tuple[str, str, Mapping[str, object]]] = [
    ("admissibility_checks", "ck_admissibility_checks_state_known", {"state": "x"}),
    ("admissibility_checks", "fk_admissibility_checks_application_id_applications", {"application_id": NOBODY}),
    ("admissibility_checks", "fk_admissibility_checks_call_id_calls", {"call_id": NOBODY}),
    ("admissibility_checks", "fk_admissibility_checks_submission_id_submissions", {"submission_id": NOBODY}),
    ("admissibility_checks", "fk_admissibility_checks_officer_id_people", {"officer_id": NOBODY}),
    ("admissibility_steps", "ck_admissibility_steps_seq_from_one", {"seq": 0}),
    ("admissibility_steps", "ck_admissibility_steps_action_known", {"action": "x"}),
    ("admissibility_steps", "ck_admissibility_steps_from_state_known", {"from_state": "x"}),
    ("admissibility_steps", "ck_admissibility_steps_to_state_known", {"to_state": "x"}),
    ("admissibility_steps", "ck_admissibility_steps_reason_length", {"reason": LONG}),
    ("admissibility_steps", "ck_admissibility_steps_by_label_length", {"by_label": ""}),
    ("admissibility_steps", "fk_admissibility_steps_application_id_applications", {"application_id": NOBODY}),
    ("admissibility_judgements", "ck_admissibility_judgements_seq_from_one", {"seq": 0}),
    ("admissibility_judgements", "ck_admissibility_judgements_row_id_length", {"row_id": ""}),
    ("admissibility_judgements", "ck_admissibility_judgements_automatic_known",
     {"automatic": "x", "reason": "r", "source": "s"}),
    ("admissibility_judgements", "ck_admissibility_judgements_verdict_known",
     {"verdict": "unknown", "automatic": "unknown"}),
    ("admissibility_judgements", "ck_admissibility_judgements_reason_length", {"reason": LONG}),
    ("admissibility_judgements", "ck_admissibility_judgements_source_length", {"source": LONG[:201]}),
    ("admissibility_judgements", "ck_admissibility_judgements_overruled_with_why",
     {"verdict": "not_met", "reason": "r"}),
    ("admissibility_judgements", "ck_admissibility_judgements_facts_length", {"facts": ""}),
    ("admissibility_judgements", "ck_admissibility_judgements_by_label_length", {"by_label": ""}),
    ("admissibility_judgements", "fk_admissibility_judgements_application_id_applications",
     {"application_id": NOBODY}),
    ("clarifications", "ck_clarifications_id_length", {"id": "k"}),
    ("clarifications", "ck_clarifications_reason_length", {"reason": ""}),
    ("clarifications", "ck_clarifications_has_a_term", {"due_on": ON}),
    ("clarifications", "ck_clarifications_asked_by_length", {"asked_by": ""}),
    ("clarifications", "fk_clarifications_application_id_applications", {"application_id": NOBODY}),
    ("clarification_items", "ck_clarification_items_number_counts", {"number": 0}),
    ("clarification_items", "ck_clarification_items_kind_known", {"kind": "x"}),
    ("clarification_items", "ck_clarification_items_item_id_length", {"item_id": ""}),
    ("clarification_items", "ck_clarification_items_note_length", {"note": ""}),
    ("clarification_items", "fk_clarification_items_clarification_id_clarifications", {"clarification_id": NOBODY}),
    ("clarification_files", "ck_clarification_files_id_length", {"id": "e"}),
    ("clarification_files", "ck_clarification_files_document_id_length", {"document_id": ""}),
    ("clarification_files", "ck_clarification_files_put_by_length", {"put_by": ""}),
    ("clarification_files", "ck_clarification_files_removed_by_length", {**REMOVED, "removed_by": ""}),
    ("clarification_files", "ck_clarification_files_removed_is_whole", {"removed_by": "x"}),
    ("clarification_files", "ck_clarification_files_removed_after_put",
     {**REMOVED, "removed_at": NOW - timedelta(days=1)}),
    ("clarification_files", "fk_clarification_files_clarification_id_clarifications", {"clarification_id": NOBODY}),
    ("clarification_files", "fk_clarification_files_file_id_files", {"file_id": NOBODY}),
    ("clarification_answers", "ck_clarification_answers_facts_length", {"facts": ""}),
    ("clarification_answers", "ck_clarification_answers_files_length", {"files": ""}),
    ("clarification_answers", "ck_clarification_answers_note_length", {"note": LONG}),
    ("clarification_answers", "ck_clarification_answers_digest_length", {"digest": "d"}),
    ("clarification_answers", "ck_clarification_answers_by_label_length", {"by_label": ""}),
    ("clarification_answers", "fk_clarification_answers_clarification_id_clarifications",
     {"clarification_id": NOBODY}),
    ("refusal_notices", "ck_refusal_notices_id_length", {"id": "n"}),
    ("refusal_notices", "ck_refusal_notices_reasons_length", {"reasons": ""}),
    ("refusal_notices", "ck_refusal_notices_has_a_term", {"due_on": ON}),
    ("refusal_notices", "ck_refusal_notices_noticed_by_length", {"noticed_by": ""}),
    ("refusal_notices", "fk_refusal_notices_application_id_applications", {"application_id": NOBODY}),
    ("notice_remarks", "ck_notice_remarks_number_counts", {"number": 0}),
    ("notice_remarks", "ck_notice_remarks_text_length", {"text": ""}),
    ("notice_remarks", "ck_notice_remarks_by_label_length", {"by_label": ""}),
    ("notice_remarks", "fk_notice_remarks_notice_id_refusal_notices", {"notice_id": NOBODY}),
    ("admissibility_decisions", "ck_admissibility_decisions_seq_from_one", {"seq": 0}),
    ("admissibility_decisions", "ck_admissibility_decisions_decision_known", {"decision": "asked"}),
    ("admissibility_decisions", "ck_admissibility_decisions_content_length", {"content": ""}),
    ("admissibility_decisions", "ck_admissibility_decisions_digest_length", {"digest": "d"}),
    ("admissibility_decisions", "ck_admissibility_decisions_by_label_length", {"by_label": ""}),
    ("admissibility_decisions", "fk_admissibility_decisions_application_id_applications", {"application_id": NOBODY}),
    ("procedure_terms", "ck_procedure_terms_seq_from_one", {"seq": 0}),
    ("procedure_terms", "ck_procedure_terms_days_range", {"days": 0}),
    ("procedure_terms", "ck_procedure_terms_source_length", {"source": ""}),
    ("procedure_terms", "ck_procedure_terms_by_label_length", {"by_label": ""}),
    ("procedure_terms", "fk_procedure_terms_call_id_calls", {"call_id": NOBODY}),
]  # fmt: skip
ONCE: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "uq_clarifications_application_id": ("clarifications", {"id": "l" * 32}),
    "uq_clarification_items_clarification_id_kind_item_id": ("clarification_items", {"number": 2}),
    "uq_clarification_files_file_id": ("clarification_files", {"id": "g" * 32}),
}


@pytest.fixture
def filing(database: Database) -> Filing:
    """A filing whose tables hold one row each, and the file that they name."""
    found = make_filing(database)
    file = {"id": FILE, "owner_key": f"application:{found.application_id}", "name": "x.pdf", "kind": "pdf", "size": 1}
    seen = {"sha256": "0" * 64, "state": "clean", "received_at": NOW, "scanned_at": NOW}
    with found.database.engine.begin() as connection:
        connection.execute(sa.insert(Base.metadata.tables["files"]).values(**file, **seen))
    return found


def insert(filing: Filing, submission_id: str, table: str, changes: Mapping[str, object]) -> None:
    # Past the Work, which audits: here the database alone decides.
    whole = Base.metadata.tables[table]
    own = {"application_id": filing.application_id, "call_id": filing.call_id, "submission_id": submission_id}
    known = {name: value for name, value in own.items() if name in whole.columns}
    with filing.database.engine.begin() as connection:
        connection.execute(sa.insert(whole).values(**{**known, **ROWS[table], **changes}))


def test_odd_rows_are_refused(filing: Filing) -> None:
    sent = filing.dossier().sent.id
    for table in ROWS:
        for _table, constraint, changes in (each for each in BREAKS if each[0] == table):
            refused(constraint, partial(insert, filing, sent, table, changes))
        # The row that is in order goes in, so that what was refused was refused for its change.
        insert(filing, sent, table, {})
    for table, changes in ONCE.values():
        with pytest.raises(IntegrityError):
            insert(filing, sent, table, changes)


def test_every_constraint_is_tried() -> None:
    named = {str(rule.name) for table in ROWS for rule in Base.metadata.tables[table].constraints if rule.name}
    tried = {name for _table, name, _changes in BREAKS} | set(ONCE)
    assert {name for name in named if not name.startswith("pk_")} == tried
