"""Each CHECK, key and reference of the tables of committees refuses what it is there to refuse."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, IntegrityError

from cip.database.base import Base
from tests.integration.agreement.joiners import DAY, Joiners
from tests.integration.parties.cast import NOW
from tests.integration.refusing import refuses_each

LABEL = {"made_by": "system", "made_at": NOW}
NOTED = {"noted_by": "system", "noted_at": NOW}
ADHERENCE: Mapping[str, object] = {
    "id": "a" * 32,
    "agreement_id": "now",
    "state": "draft",
    "started_on": DAY,
    "started_by": "system",
    "form_version": 0,
}
GOOD: Mapping[str, Mapping[str, object]] = {
    "committee_bodies": {"agreement_id": "now"},
    "committee_seats": {"id": "s" * 32, "side": "union", "organisation": "Uno", "from_day": DAY},
    "committee_meetings": {
        "id": "m" * 32,
        "kind": "committee",
        "held_on": DAY,
        "decided": "",
        "minutes_ref": "verbale 1",
        **NOTED,
    },
    "agreement_disputes": {
        "id": "d" * 32,
        "agreement_id": "now",
        "adherence_id": "a" * 32,
        "clause_id": "B-02",
        "ground": "other",
        "statement": "",
        "opened_by": "firm",
        "opened_on": DAY,
        **LABEL,
    },
    "agreement_dispute_steps": {
        "dispute_id": "d" * 32,
        "number": 1,
        "kind": "settled",
        "on_day": DAY,
        "outcome": "agreed",
        "note": "",
        **LABEL,
    },
    "committee_reviews": {
        "id": "r" * 32,
        "agreement_id": "now",
        "meeting_id": "m" * 32,
        "reviewed_on": DAY,
        "law_known_to": DAY,
        **LABEL,
    },
    "committee_reviewed_clauses": {"review_id": "r" * 32, "clause_id": "B-02", "verdict": "kept"},
    "committee_questions": {
        "id": "q" * 32,
        "agreement_id": "now",
        "asker": "firm",
        "adherence_id": "a" * 32,
        "asked_at": NOW,
        "text": "Come?",
        "answered_at": NOW,
        "answer": "Così.",
        "answered_by": "system",
    },
    "agreement_notes": {
        "id": "n" * 32,
        "agreement_id": "now",
        "kind": "deposited",
        "on_day": DAY,
        "reference": "",
        "noted_on": DAY,
        **NOTED,
    },
    "agreement_parties": {
        "id": "p" * 32,
        "agreement_id": "now",
        "name": "Nuova",
        "side": "other",
        "from_day": DAY,
        "reference": "",
    },
    "agreement_yearly_data": {
        "id": "y" * 32,
        "adherence_id": "a" * 32,
        "year": 2025,
        "number": 1,
        "cells": "{}",
        "sent_on": DAY,
        **LABEL,
    },
}
NEEDS: Mapping[str, tuple[str, ...]] = {
    "agreement_dispute_steps": ("agreement_disputes",),
    "committee_reviews": ("committee_meetings",),
    "committee_reviewed_clauses": ("committee_meetings", "committee_reviews"),
}
HANGS_ON_BODY = ("committee_bodies", "committee_seats", "committee_meetings")
LONG = "x" * 2_001
BEFORE = DAY - timedelta(days=1)
ODD: list[tuple[str, str, Mapping[str, object]]] = [
    ("committee_bodies", "ck_committee_bodies_agreement_id_length", {"agreement_id": ""}),
    ("committee_bodies", "fk_committee_bodies_body_id_bodies", {"body_id": "0" * 32}),
    ("committee_seats", "ck_committee_seats_id_length", {"id": "s"}),
    ("committee_seats", "ck_committee_seats_side_known", {"side": "odd"}),
    ("committee_seats", "ck_committee_seats_organisation_length", {"organisation": ""}),
    ("committee_seats", "ck_committee_seats_ends_after_start", {"to_day": BEFORE}),
    ("committee_seats", "fk_committee_seats_body_id_bodies", {"body_id": "0" * 32}),
    ("committee_meetings", "ck_committee_meetings_id_length", {"id": "m"}),
    ("committee_meetings", "ck_committee_meetings_kind_known", {"kind": "odd"}),
    ("committee_meetings", "ck_committee_meetings_decided_length", {"decided": LONG}),
    ("committee_meetings", "ck_committee_meetings_minutes_ref_length", {"minutes_ref": "x" * 201}),
    ("committee_meetings", "ck_committee_meetings_noted_by_length", {"noted_by": ""}),
    ("committee_meetings", "ck_committee_meetings_has_minutes", {"minutes_ref": ""}),
    ("committee_meetings", "fk_committee_meetings_body_id_bodies", {"body_id": "0" * 32}),
    ("committee_meetings", "fk_committee_meetings_file_id_files", {"file_id": "0" * 32}),
    ("agreement_disputes", "ck_agreement_disputes_id_length", {"id": "d"}),
    ("agreement_disputes", "ck_agreement_disputes_agreement_id_length", {"agreement_id": ""}),
    ("agreement_disputes", "ck_agreement_disputes_clause_id_length", {"clause_id": "B-2"}),
    ("agreement_disputes", "ck_agreement_disputes_ground_known", {"ground": "odd"}),
    ("agreement_disputes", "ck_agreement_disputes_statement_length", {"statement": LONG}),
    ("agreement_disputes", "ck_agreement_disputes_opened_by_known", {"opened_by": "odd"}),
    ("agreement_disputes", "ck_agreement_disputes_party_has_an_adherence", {"adherence_id": None}),
    ("agreement_disputes", "ck_agreement_disputes_union_is_named", {"opened_by": "union"}),
    ("agreement_disputes", "ck_agreement_disputes_made_by_length", {"made_by": ""}),
    ("agreement_disputes", "fk_agreement_disputes_adherence_id_adherences", {"adherence_id": "0" * 32}),
    ("agreement_disputes", "fk_agreement_disputes_body_id_bodies", {"opened_by": "union", "body_id": "0" * 32}),
    ("agreement_dispute_steps", "ck_agreement_dispute_steps_number_counts", {"number": 0}),
    ("agreement_dispute_steps", "ck_agreement_dispute_steps_kind_known", {"kind": "odd", "outcome": None}),
    ("agreement_dispute_steps", "ck_agreement_dispute_steps_outcome_known", {"outcome": "odd"}),
    ("agreement_dispute_steps", "ck_agreement_dispute_steps_settled_has_an_outcome", {"kind": "heard"}),
    ("agreement_dispute_steps", "ck_agreement_dispute_steps_settled_has_an_outcome", {"outcome": None}),
    ("agreement_dispute_steps", "ck_agreement_dispute_steps_note_length", {"note": LONG}),
    ("agreement_dispute_steps", "ck_agreement_dispute_steps_made_by_length", {"made_by": ""}),
    ("agreement_dispute_steps", "fk_agreement_dispute_steps_dispute_id_agreement_disputes", {"dispute_id": "0" * 32}),
    ("committee_reviews", "ck_committee_reviews_id_length", {"id": "r"}),
    ("committee_reviews", "ck_committee_reviews_agreement_id_length", {"agreement_id": ""}),
    ("committee_reviews", "ck_committee_reviews_made_by_length", {"made_by": ""}),
    ("committee_reviews", "fk_committee_reviews_meeting_id_committee_meetings", {"meeting_id": "0" * 32}),
    ("committee_reviewed_clauses", "ck_committee_reviewed_clauses_clause_id_length", {"clause_id": "B"}),
    ("committee_reviewed_clauses", "ck_committee_reviewed_clauses_verdict_known", {"verdict": "odd"}),
    (
        "committee_reviewed_clauses",
        "fk_committee_reviewed_clauses_review_id_committee_reviews",
        {"review_id": "0" * 32},
    ),
    ("committee_questions", "ck_committee_questions_id_length", {"id": "q"}),
    ("committee_questions", "ck_committee_questions_agreement_id_length", {"agreement_id": ""}),
    ("committee_questions", "ck_committee_questions_asker_known", {"asker": "odd", "adherence_id": None}),
    ("committee_questions", "ck_committee_questions_only_firms_are_named", {"asker": "worker"}),
    ("committee_questions", "ck_committee_questions_text_length", {"text": ""}),
    ("committee_questions", "ck_committee_questions_answer_length", {"answer": ""}),
    ("committee_questions", "ck_committee_questions_answered_by_length", {"answered_by": ""}),
    ("committee_questions", "ck_committee_questions_answer_is_whole", {"answered_at": None}),
    ("committee_questions", "ck_committee_questions_answer_is_whole", {"answered_by": None}),
    ("committee_questions", "ck_committee_questions_answered_after_asked", {"answered_at": NOW - timedelta(hours=1)}),
    ("committee_questions", "fk_committee_questions_adherence_id_adherences", {"adherence_id": "0" * 32}),
    ("agreement_notes", "ck_agreement_notes_id_length", {"id": "n"}),
    ("agreement_notes", "ck_agreement_notes_agreement_id_length", {"agreement_id": ""}),
    ("agreement_notes", "ck_agreement_notes_kind_known", {"kind": "odd"}),
    ("agreement_notes", "ck_agreement_notes_day_or_word", {"yes": True}),
    ("agreement_notes", "ck_agreement_notes_day_or_word", {"on_day": None}),
    ("agreement_notes", "ck_agreement_notes_firm_attends", {"adherence_id": "a" * 32}),
    ("agreement_notes", "ck_agreement_notes_firm_attends", {"kind": "monitoring_attended"}),
    (
        "agreement_notes",
        "fk_agreement_notes_adherence_id_adherences",
        {"kind": "monitoring_attended", "adherence_id": "0" * 32},
    ),
    ("agreement_notes", "ck_agreement_notes_reference_length", {"reference": "x" * 201}),
    ("agreement_notes", "ck_agreement_notes_noted_by_length", {"noted_by": ""}),
    ("agreement_parties", "ck_agreement_parties_id_length", {"id": "p"}),
    ("agreement_parties", "ck_agreement_parties_agreement_id_length", {"agreement_id": ""}),
    ("agreement_parties", "ck_agreement_parties_name_length", {"name": ""}),
    ("agreement_parties", "ck_agreement_parties_side_known", {"side": "odd"}),
    ("agreement_parties", "ck_agreement_parties_ends_after_start", {"to_day": BEFORE}),
    ("agreement_parties", "ck_agreement_parties_reference_length", {"reference": "x" * 201}),
    ("agreement_yearly_data", "ck_agreement_yearly_data_id_length", {"id": "y"}),
    ("agreement_yearly_data", "ck_agreement_yearly_data_year_range", {"year": 1999}),
    ("agreement_yearly_data", "ck_agreement_yearly_data_number_counts", {"number": 0}),
    ("agreement_yearly_data", "ck_agreement_yearly_data_cells_length", {"cells": ""}),
    ("agreement_yearly_data", "ck_agreement_yearly_data_made_by_length", {"made_by": ""}),
    ("agreement_yearly_data", "fk_agreement_yearly_data_adherence_id_adherences", {"adherence_id": "0" * 32}),
]
WRITTEN_ONCE = (
    "committee_meetings",
    "agreement_disputes",
    "agreement_dispute_steps",
    "committee_reviews",
    "committee_reviewed_clauses",
    "agreement_notes",
    "agreement_yearly_data",
)


def values_of(joiners: Joiners, table: str) -> dict[str, object]:
    body = {"body_id": joiners.cast.body} if table in HANGS_ON_BODY else {}
    return {**GOOD[table], **body}


def insert(joiners: Joiners, table: str, values: Mapping[str, object]) -> None:
    # Past the Work, which audits: here the database alone decides.
    with joiners.cast.database.engine.begin() as connection:
        connection.execute(sa.insert(Base.metadata.tables[table]).values(**values))


def prepare(joiners: Joiners, table: str) -> None:
    insert(joiners, "adherences", {**ADHERENCE, "firm_id": joiners.firm})
    for needed in NEEDS.get(table, ()):
        insert(joiners, needed, values_of(joiners, needed))


@pytest.mark.parametrize("table", GOOD)
def test_odd_rows_are_refused(joiners: Joiners, subtests: pytest.Subtests, table: str) -> None:
    prepare(joiners, table)
    good, breaks = values_of(joiners, table), [one for one in ODD if one[0] == table]
    refuses_each(subtests, breaks, lambda table, changes: insert(joiners, table, {**good, **changes}))


@pytest.mark.parametrize("table", list(GOOD))
def test_good_rows_are_taken_once(joiners: Joiners, table: str) -> None:
    prepare(joiners, table)
    insert(joiners, table, values_of(joiners, table))
    with pytest.raises(IntegrityError):
        insert(joiners, table, values_of(joiners, table))


def test_every_constraint_of_these_tables_is_tried() -> None:
    named = {constraint for _table, constraint, _changes in ODD}
    for table in GOOD:
        for constraint in Base.metadata.tables[table].constraints:
            name = str(constraint.name)
            assert name.startswith("pk_") or name in named, f"{name} is not tried"


def test_a_year_is_sent_once_under_one_number(joiners: Joiners) -> None:
    prepare(joiners, "agreement_yearly_data")
    insert(joiners, "agreement_yearly_data", values_of(joiners, "agreement_yearly_data"))
    with pytest.raises(IntegrityError):
        insert(joiners, "agreement_yearly_data", {**values_of(joiners, "agreement_yearly_data"), "id": "z" * 32})


@pytest.mark.parametrize("table", WRITTEN_ONCE)
def test_what_is_written_once_neither_changes_nor_goes(joiners: Joiners, table: str) -> None:
    prepare(joiners, table)
    insert(joiners, table, values_of(joiners, table))
    there = Base.metadata.tables[table]
    column = next(one for one in there.columns if one.name in ("made_by", "noted_by", "verdict"))
    for statement in (
        sa.update(there).values({column.name: "changed"}),
        sa.delete(there),
    ):
        with pytest.raises(DatabaseError, match="append-only"), joiners.cast.database.engine.begin() as connection:
            connection.execute(statement)
