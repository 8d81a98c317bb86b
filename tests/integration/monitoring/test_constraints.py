"""Each CHECK, key, reference and trigger of the tables of monitoring refuses what it is there to refuse."""

import re
from collections.abc import Mapping
from functools import partial

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from cip.database.base import Base
from cip.database.engine import Database
from cip.database.work import open_work
from cip.monitoring.programme import LONGEST_EVIDENCE, LONGEST_REFERENCE, LONGEST_SOURCE, MOST_HUNDREDTHS
from cip.parties.access import SYSTEM
from cip.parties.actions.open_body import open_body
from tests.integration.refusing import refused
from tests.unit.monitoring.programmes import NOW, ON

NOBODY = "0" * 32
ROWS: Mapping[str, Mapping[str, object]] = {
    "followed_programmes": {
        "id": "p" * 32, "rule_id": "plan", "first_month": ON, "started_at": NOW, "started_by": "x",
    },
    "indicator_entries": {
        "id": "e" * 32, "programme_id": "p" * 32, "seq": 1, "indicator_id": "families", "alliance_id": None,
        "hundredths": 100, "on_day": ON, "evidence": "x", "source": "x", "noted_at": NOW, "noted_by": "x",
    },
    "programme_meetings": {
        "id": "m" * 32, "programme_id": "p" * 32, "seq": 1, "due_id": "assembly", "month": "2014-09", "held_on": ON,
        "meeting_id": None, "reference": "x", "noted_at": NOW, "noted_by": "x",
    },
}  # fmt: skip
BREAKS: list[tuple[str, str, Mapping[str, object]]] = [
    ("followed_programmes", "ck_followed_programmes_id_length", {"id": "p"}),
    ("followed_programmes", "ck_followed_programmes_rule_id_length", {"rule_id": ""}),
    ("followed_programmes", "ck_followed_programmes_started_by_length", {"started_by": ""}),
    ("followed_programmes", "uq_followed_programmes_body_id_rule_id", {"id": "q" * 32}),
    ("followed_programmes", "fk_followed_programmes_body_id_bodies", {"body_id": NOBODY}),
    ("indicator_entries", "ck_indicator_entries_id_length", {"id": "e"}),
    ("indicator_entries", "ck_indicator_entries_seq_from_one", {"seq": 0}),
    ("indicator_entries", "ck_indicator_entries_indicator_id_length", {"indicator_id": ""}),
    ("indicator_entries", "ck_indicator_entries_alliance_id_length", {"alliance_id": ""}),
    ("indicator_entries", "ck_indicator_entries_hundredths_range", {"hundredths": -1}),
    ("indicator_entries", "ck_indicator_entries_hundredths_range", {"hundredths": MOST_HUNDREDTHS + 1}),
    ("indicator_entries", "ck_indicator_entries_evidence_length", {"evidence": ""}),
    ("indicator_entries", "ck_indicator_entries_evidence_length", {"evidence": "x" * (LONGEST_EVIDENCE + 1)}),
    ("indicator_entries", "ck_indicator_entries_source_length", {"source": ""}),
    ("indicator_entries", "ck_indicator_entries_source_length", {"source": "x" * (LONGEST_SOURCE + 1)}),
    ("indicator_entries", "ck_indicator_entries_noted_by_length", {"noted_by": ""}),
    ("indicator_entries", "uq_indicator_entries_programme_id_seq", {"id": "f" * 32}),
    ("indicator_entries", "fk_indicator_entries_programme_id_followed_programmes", {"programme_id": NOBODY}),
    ("programme_meetings", "ck_programme_meetings_id_length", {"id": "m"}),
    ("programme_meetings", "ck_programme_meetings_seq_from_one", {"seq": 0}),
    ("programme_meetings", "ck_programme_meetings_due_id_length", {"due_id": ""}),
    ("programme_meetings", "ck_programme_meetings_month_length", {"month": "2014"}),
    ("programme_meetings", "ck_programme_meetings_reference_length", {"reference": ""}),
    ("programme_meetings", "ck_programme_meetings_reference_length", {"reference": "x" * (LONGEST_REFERENCE + 1)}),
    ("programme_meetings", "ck_programme_meetings_noted_by_length", {"noted_by": ""}),
    ("programme_meetings", "ck_programme_meetings_meeting_has_its_day", {"held_on": None, "meeting_id": NOBODY}),
    ("programme_meetings", "uq_programme_meetings_programme_id_seq", {"id": "n" * 32}),
    ("programme_meetings", "fk_programme_meetings_programme_id_followed_programmes", {"programme_id": NOBODY}),
    ("programme_meetings", "fk_programme_meetings_meeting_id_committee_meetings", {"meeting_id": NOBODY}),
]


@pytest.fixture
def body_id(database: Database) -> str:
    """An office."""
    with open_work(database, actor=SYSTEM, now=NOW) as work:
        return open_body(work, kind="office", name="Ufficio di prova")


def insert(connection: sa.Connection, body_id: str, table: str, changes: Mapping[str, object]) -> None:
    # Past the Work, which audits: here the database alone decides.
    own = {"body_id": body_id} if table == "followed_programmes" else {}
    connection.execute(sa.insert(Base.metadata.tables[table]).values(**{**own, **ROWS[table], **changes}))


def test_odd_rows_are_refused(database: Database, body_id: str) -> None:
    for table, constraint, changes in BREAKS:
        with database.engine.connect() as connection:
            for other in dict.fromkeys(("followed_programmes", table)):
                if other != table or constraint.startswith("uq_"):
                    insert(connection, body_id, other, {})
            refused(constraint, partial(insert, connection, body_id, table, changes))


def test_every_constraint_is_tried() -> None:
    named = {str(rule.name) for table in ROWS for rule in Base.metadata.tables[table].constraints if rule.name}
    assert {name for name in named if not name.startswith("pk_")} == {name for _table, name, _changes in BREAKS}


@pytest.mark.parametrize("table", ["indicator_entries", "programme_meetings"])
@pytest.mark.parametrize("how", ["UPDATE {} SET seq = seq", "DELETE FROM {}"])
def test_what_is_written_stays(database: Database, body_id: str, table: str, how: str) -> None:
    with database.engine.begin() as connection:
        insert(connection, body_id, "followed_programmes", {})
        insert(connection, body_id, table, {})
    with pytest.raises(DBAPIError, match=re.compile("append-only", re.I)), database.engine.begin() as connection:
        connection.exec_driver_sql(how.format(table))
