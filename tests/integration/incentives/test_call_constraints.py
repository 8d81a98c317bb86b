"""Each CHECK, key and reference of the tables of calls refuses what it is there to refuse."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from cip.database.base import Base
from cip.database.engine import Database
from tests.integration.incentives.calling import CLOSES, NOW, OPENS, Calling, make_calling
from tests.integration.refusing import refuses_each

HOUR = timedelta(hours=1)
GOOD: Mapping[str, Mapping[str, object]] = {
    "calls": {
        "id": "c" * 32,
        "rule_id": "pilot-2026",
        "title": "Bando",
        "contact": "",
        "state": "draft",
        "zone": "Europe/Rome",
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "budget": "{}",
        "created_at": NOW,
        "changed_at": NOW,
    },
    "call_moves": {
        "id": "m" * 32,
        "call_id": "c" * 32,
        "seq": 1,
        "action": "rehearse",
        "from_state": "draft",
        "to_state": "rehearsed",
        "at": NOW,
        "by_label": "system",
        "reason": "",
    },
    "call_outages": {
        "id": "o" * 32,
        "call_id": "c" * 32,
        "seq": 1,
        "from_at": CLOSES - HOUR,
        "to_at": CLOSES,
        "measured_by": "controllo",
        "note": "Fermo.",
        "hours": 1,
        "closes_before": CLOSES,
        "closes_after": CLOSES + HOUR,
        "noted_at": CLOSES,
        "noted_by": "system",
    },
    "rehearsals": {
        "id": "r" * 32,
        "call_id": "c" * 32,
        "seq": 1,
        "pack_sha256": "a" * 64,
        "sample": "invented",
        "firms": 60,
        "seed": "prova",
        "report": "{}",
        "made_at": NOW,
        "made_by": "system",
    },
}
LONG = "x" * 1_001
PUBLISHED = {"state": "published", "published_at": NOW, "seed_sha256": "b" * 64, "seed_sealed": "sealed"}
ODD: list[tuple[str, str, Mapping[str, object]]] = [
    ("calls", "ck_calls_id_length", {"id": "c"}),
    ("calls", "ck_calls_rule_id_length", {"rule_id": ""}),
    ("calls", "ck_calls_title_length", {"title": ""}),
    ("calls", "ck_calls_contact_length", {"contact": "x" * 301}),
    ("calls", "ck_calls_state_known", {**PUBLISHED, "state": "odd"}),
    ("calls", "ck_calls_zone_known", {"zone": "UTC"}),
    ("calls", "ck_calls_closes_after_opening", {"closes_at": OPENS}),
    ("calls", "ck_calls_pack_sha256_length", {**PUBLISHED, "pack_sha256": "a"}),
    ("calls", "ck_calls_seed_sha256_length", {**PUBLISHED, "seed_sha256": "b"}),
    ("calls", "ck_calls_seed_length", {**PUBLISHED, "seed": "short"}),
    ("calls", "ck_calls_published_whole", {**PUBLISHED, "seed_sealed": None}),
    ("calls", "ck_calls_published_whole", {**PUBLISHED, "pack_sha256": None}),
    ("calls", "ck_calls_published_for_good", {**PUBLISHED, "state": "draft"}),
    ("calls", "ck_calls_public_is_published", {"state": "open"}),
    ("calls", "ck_calls_public_is_published", {**PUBLISHED, "opens_at": None}),
    ("calls", "ck_calls_seed_of_published", {"seed": "a seed that is long enough"}),
    ("calls", "fk_calls_body_id_bodies", {"body_id": "0" * 32}),
    ("calls", "fk_calls_changed_by_people", {"changed_by": "0" * 32}),
    ("calls", "fk_calls_pack_sha256_packs", {**PUBLISHED, "pack_sha256": "c" * 64}),
    ("call_moves", "ck_call_moves_id_length", {"id": "m"}),
    ("call_moves", "ck_call_moves_seq_from_one", {"seq": 0}),
    ("call_moves", "ck_call_moves_action_known", {"action": "odd"}),
    ("call_moves", "ck_call_moves_from_state_known", {"from_state": "odd"}),
    ("call_moves", "ck_call_moves_to_state_known", {"to_state": "odd"}),
    ("call_moves", "ck_call_moves_by_label_length", {"by_label": ""}),
    ("call_moves", "ck_call_moves_reason_length", {"reason": LONG}),
    ("call_moves", "fk_call_moves_call_id_calls", {"call_id": "0" * 32}),
    ("call_outages", "ck_call_outages_id_length", {"id": "o"}),
    ("call_outages", "ck_call_outages_seq_from_one", {"seq": 0}),
    ("call_outages", "ck_call_outages_measured_by_length", {"measured_by": ""}),
    ("call_outages", "ck_call_outages_note_length", {"note": ""}),
    ("call_outages", "ck_call_outages_ends_after_start", {"from_at": CLOSES}),
    ("call_outages", "ck_call_outages_noted_after_end", {"noted_at": CLOSES - HOUR}),
    ("call_outages", "ck_call_outages_hours_range", {"hours": 25}),
    ("call_outages", "ck_call_outages_hours_move_the_closing", {"hours": 0}),
    ("call_outages", "ck_call_outages_never_earlier", {"closes_after": CLOSES - HOUR}),
    ("call_outages", "fk_call_outages_call_id_calls", {"call_id": "0" * 32}),
    ("rehearsals", "ck_rehearsals_id_length", {"id": "r"}),
    ("rehearsals", "ck_rehearsals_seq_from_one", {"seq": 0}),
    ("rehearsals", "ck_rehearsals_pack_sha256_length", {"pack_sha256": "a"}),
    ("rehearsals", "ck_rehearsals_sample_known", {"sample": "odd"}),
    ("rehearsals", "ck_rehearsals_firms_range", {"firms": 0}),
    ("rehearsals", "ck_rehearsals_seed_length", {"seed": ""}),
    ("rehearsals", "ck_rehearsals_report_length", {"report": "{"}),
    ("rehearsals", "ck_rehearsals_made_by_length", {"made_by": ""}),
    ("rehearsals", "fk_rehearsals_call_id_calls", {"call_id": "0" * 32}),
]
TWICE = {"call_moves": "uq_call_moves_seq", "call_outages": "uq_call_outages_seq", "rehearsals": "uq_rehearsals_seq"}


@pytest.fixture
def calling(database: Database) -> Calling:
    """See Calling."""
    return make_calling(database)


def insert(calling: Calling, table: str, **changes: object) -> None:
    """A good row with some columns changed, and the call that it hangs on."""
    own = {"body_id": calling.body, "changed_by": calling.people["olga"]}
    with calling.database.engine.begin() as connection:
        tables = Base.metadata.tables
        if table != "calls" and connection.scalar(sa.select(sa.func.count()).select_from(tables["calls"])) == 0:
            connection.execute(tables["calls"].insert().values({**GOOD["calls"], **own}))
        if changes.get("published_at") and "pack_sha256" not in changes:
            kept = {"sha256": "a" * 64, "model_id": "x", "content": "x", "stored_at": NOW}
            connection.execute(tables["packs"].insert().values(kept))
            changes["pack_sha256"] = "a" * 64
        row = {**GOOD[table], **(own if table == "calls" else {}), **changes}
        connection.execute(tables[table].insert().values(row))


@pytest.mark.parametrize("table", GOOD)
def test_a_good_row_is_taken(calling: Calling, table: str) -> None:
    insert(calling, table)


def test_a_published_row_is_taken(calling: Calling) -> None:
    insert(calling, "calls", **PUBLISHED)


def test_an_odd_row_is_refused_by_its_constraint(calling: Calling, subtests: pytest.Subtests) -> None:
    refuses_each(subtests, ODD, lambda table, changes: insert(calling, table, **changes))


@pytest.mark.parametrize("table", TWICE)
def test_a_number_is_given_once(calling: Calling, table: str) -> None:
    insert(calling, table)
    with pytest.raises(DatabaseError, match=f"{TWICE[table]}|{table}.call_id, {table}.seq"):
        insert(calling, table, id="z" * 32)


def test_every_constraint_is_tried() -> None:
    wanted = {
        str(constraint.name)
        for table in GOOD
        for constraint in Base.metadata.tables[table].constraints
        if not isinstance(constraint, sa.PrimaryKeyConstraint)
    }
    assert {name for _table, name, _changes in ODD} == wanted
