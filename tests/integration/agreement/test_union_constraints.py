"""Each CHECK, key and reference of the tables of unions refuses what it is there to refuse."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cip.database.base import Base
from cip.database.engine import Database
from tests.integration.agreement.joiners import DAY, make_joiners
from tests.integration.agreement.unions import Unions, make_unions
from tests.integration.parties.cast import NOW, make_cast
from tests.integration.refusing import refuses_each

YESTERDAY, NOBODY = DAY - timedelta(days=1), "0" * 32
ASKS = {"verdict": "asks", "reason": "for_whom", "answer_by": DAY + timedelta(days=5)}
DISPUTES = {"verdict": "disputes", "reason": "paper_old"}
ANSWERED = {**DISPUTES, "answer": "kept_now", "answered_on": DAY, "answered_by": "x"}
WITHDRAWN = {"withdrawn_on": DAY, "withdrawn_because": "mistake", "withdrawn_by": "x"}
SETTLED = {"settled_on": DAY, "outcome": "holds", "looker": "union", "settled_by": "x"}
ROWS: Mapping[str, Mapping[str, object]] = {
    "attestations": {
        "id": "s" * 32,
        "clause_id": "B-02",
        "verdict": "attests",
        "scope": "visit",
        "from_day": DAY,
        "to_day": DAY,
        "made_on": DAY,
        "made_at": NOW,
    },
    "union_sightings": {"id": "s" * 32, "clause_id": "B-02", "item": "paper", "seen_on": DAY, "noted_at": NOW},
    "union_visits": {"id": "v" * 32, "planned_on": DAY, "noted_at": NOW},
    "rechecks": {"id": "r" * 32, "clause_id": "B-02", "cause": "withdrawn", "source": "s", "raised_on": DAY},
    "clause_marks": {"clause_id": "B-02", "status": "met", "since": DAY},
}
BREAKS: list[tuple[str, str, Mapping[str, object]]] = [
    ("attestations", "ck_attestations_id_length", {"id": "s"}),
    ("attestations", "ck_attestations_clause_id_length", {"clause_id": "B"}),
    ("attestations", "ck_attestations_verdict_known", {"verdict": "denies", "reason": "paper_old"}),
    ("attestations", "ck_attestations_scope_length", {"scope": ""}),
    ("attestations", "ck_attestations_reason_known", {**DISPUTES, "reason": "because"}),
    ("attestations", "ck_attestations_reason_of_verdict", {"reason": "paper_old"}),
    ("attestations", "ck_attestations_reason_of_verdict", {**DISPUTES, "reason": None}),
    ("attestations", "ck_attestations_ends_after_start", {"to_day": YESTERDAY, "from_day": YESTERDAY}),
    ("attestations", "ck_attestations_ends_after_start", {"from_day": DAY + timedelta(days=1)}),
    ("attestations", "ck_attestations_asks_by_a_day", {**ASKS, "answer_by": None}),
    ("attestations", "ck_attestations_attests_asks_nothing", {"answer_by": DAY + timedelta(days=1)}),
    ("attestations", "ck_attestations_answer_after_asking", {**ASKS, "answer_by": DAY}),
    ("attestations", "ck_attestations_answer_known", {**ANSWERED, "answer": "perhaps"}),
    ("attestations", "ck_attestations_answer_is_whole", {**ANSWERED, "answered_by": None}),
    ("attestations", "ck_attestations_answers_a_question", {**ANSWERED, "verdict": "attests", "reason": None}),
    ("attestations", "ck_attestations_promise_of_answer", {**ANSWERED, "promised_on": DAY}),
    ("attestations", "ck_attestations_promise_has_a_day", {**ANSWERED, "answer": "will_keep"}),
    ("attestations", "ck_attestations_answered_by_length", {**ANSWERED, "answered_by": ""}),
    ("attestations", "ck_attestations_withdrawn_because_known", {**WITHDRAWN, "withdrawn_because": "x"}),
    ("attestations", "ck_attestations_withdrawn_whole", {**WITHDRAWN, "withdrawn_by": None}),
    ("attestations", "ck_attestations_withdrawn_by_length", {**WITHDRAWN, "withdrawn_by": ""}),
    ("attestations", "fk_attestations_adherence_id_adherences", {"adherence_id": NOBODY}),
    ("attestations", "fk_attestations_body_id_bodies", {"body_id": NOBODY}),
    ("attestations", "fk_attestations_made_by_people", {"made_by": NOBODY}),
    ("union_sightings", "ck_union_sightings_id_length", {"id": "s"}),
    ("union_sightings", "ck_union_sightings_clause_id_length", {"clause_id": "B"}),
    ("union_sightings", "ck_union_sightings_item_known", {"item": "letter"}),
    ("union_sightings", "fk_union_sightings_adherence_id_adherences", {"adherence_id": NOBODY}),
    ("union_sightings", "fk_union_sightings_body_id_bodies", {"body_id": NOBODY}),
    ("union_sightings", "fk_union_sightings_noted_by_people", {"noted_by": NOBODY}),
    ("union_visits", "ck_union_visits_id_length", {"id": "v"}),
    ("union_visits", "ck_union_visits_made_or_given_up", {"made_on": DAY, "given_up_on": DAY}),
    ("union_visits", "fk_union_visits_adherence_id_adherences", {"adherence_id": NOBODY}),
    ("union_visits", "fk_union_visits_body_id_bodies", {"body_id": NOBODY}),
    ("union_visits", "fk_union_visits_noted_by_people", {"noted_by": NOBODY}),
    ("rechecks", "ck_rechecks_id_length", {"id": "r"}),
    ("rechecks", "ck_rechecks_clause_id_length", {"clause_id": "B"}),
    ("rechecks", "ck_rechecks_cause_known", {"cause": "mood"}),
    ("rechecks", "ck_rechecks_source_length", {"source": ""}),
    ("rechecks", "ck_rechecks_status_before_known", {"status_before": "x"}),
    ("rechecks", "ck_rechecks_status_after_known", {"status_after": "x"}),
    ("rechecks", "ck_rechecks_outcome_known", {**SETTLED, "outcome": "x"}),
    ("rechecks", "ck_rechecks_looker_known", {**SETTLED, "looker": "x"}),
    ("rechecks", "ck_rechecks_settled_whole", {**SETTLED, "outcome": None}),
    ("rechecks", "ck_rechecks_body_of_union", {**SETTLED, "looker": "firm"}),
    ("rechecks", "ck_rechecks_settled_after_raising", {**SETTLED, "settled_on": YESTERDAY}),
    ("rechecks", "ck_rechecks_settled_by_length", {**SETTLED, "settled_by": ""}),
    ("rechecks", "fk_rechecks_adherence_id_adherences", {"adherence_id": NOBODY}),
    ("rechecks", "fk_rechecks_body_id_bodies", {**SETTLED, "body_id": NOBODY}),
    ("clause_marks", "ck_clause_marks_clause_id_length", {"clause_id": "B"}),
    ("clause_marks", "ck_clause_marks_status_known", {"status": "x"}),
    ("clause_marks", "fk_clause_marks_adherence_id_adherences", {"adherence_id": NOBODY}),
]


@pytest.fixture
def unions(database: Database, tmp_path: Path) -> Unions:
    """See Unions."""
    return make_unions(make_joiners(make_cast(database), tmp_path))


def insert(unions: Unions, table: str, changes: Mapping[str, object]) -> None:
    # Past the Work, which audits: here the database alone decides.
    whole = Base.metadata.tables[table]
    person, body = unions.person["uno"], unions.body["uno"]
    own = {"adherence_id": unions.adherence, "body_id": body, "made_by": person, "noted_by": person}
    if table == "rechecks" and changes.get("looker") not in (None, "union", "firm"):
        own["body_id"] = None  # type: ignore[assignment]
    if table == "rechecks" and "looker" not in changes:
        own["body_id"] = None  # type: ignore[assignment]
    known = {name: value for name, value in own.items() if name in whole.columns}
    with unions.joiners.cast.database.engine.begin() as connection:
        connection.execute(sa.insert(whole).values(**{**ROWS[table], **known, **changes}))


def test_odd_rows_are_refused(unions: Unions, subtests: pytest.Subtests) -> None:
    refuses_each(subtests, BREAKS, lambda table, changes: insert(unions, table, changes))


def test_every_constraint_is_tried() -> None:
    named = {str(rule.name) for table in ROWS for rule in Base.metadata.tables[table].constraints if rule.name}
    assert {name for name in named if not name.startswith("pk_")} == {name for _table, name, _changes in BREAKS}


@pytest.mark.parametrize(
    ("table", "again", "apart"),
    [
        ("attestations", {"id": "t" * 32, "verdict": "disputes", "reason": "paper_old"}, {"clause_id": "B-03"}),
        ("attestations", {"id": "t" * 32}, WITHDRAWN),
        ("union_sightings", {"id": "t" * 32}, {"item": "register"}),
        ("union_visits", {"id": "w" * 32}, {"made_on": DAY}),
        ("rechecks", {"id": "t" * 32, "source": "t"}, {**SETTLED, "body_id": None}),
        ("rechecks", {"id": "t" * 32, **SETTLED, "body_id": None}, {"source": "t"}),
        ("clause_marks", {"status": "unknown"}, {"clause_id": "B-03"}),
    ],
)
def test_what_is_there_once(
    unions: Unions, table: str, again: Mapping[str, object], apart: Mapping[str, object]
) -> None:
    insert(unions, table, {})
    with pytest.raises(IntegrityError):
        insert(unions, table, again)
    insert(unions, table, {**again, **apart})
