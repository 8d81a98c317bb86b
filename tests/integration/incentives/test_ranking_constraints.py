"""Each CHECK, key and reference of the tables of rankings refuses what it is there to refuse."""

from collections.abc import Mapping

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DataError, IntegrityError

from cip.database.base import Base
from cip.database.engine import Database
from cip.incentives.rankings import LONGEST_ACT, LONGEST_REASON
from cip.kernel.clock import today
from tests.integration.incentives.calling import NOW
from tests.integration.incentives.ranks import Ranks, make_ranks

NOBODY, DAY, SHA = "0" * 32, today(NOW), "a" * 64
SECOND = {"version": 2, "difference": "{}", "reason": "Rinuncia"}
ROWS: Mapping[str, Mapping[str, object]] = {
    "rankings": {
        "id": "r" * 32, "version": 1, "engine_version": "1", "bundle": "{}", "bundle_sha256": SHA, "result": "{}",
        "digest": SHA, "reason": "", "difference": None, "made_at": NOW, "made_label": "x",
    },
    "ranking_entries": {"entry_id": "0001"},
    "ranking_approvals": {"approved_label": "x", "approved_at": NOW, "act_number": "1", "act_on": DAY},
    "ranking_publications": {"published_label": "x", "published_at": NOW},
    "ranking_changes": {
        "id": "n" * 32, "seq": 1, "kind": "waiver", "undoes": None, "content": "{}", "reason": "x", "reference": "",
        "noted_at": NOW, "noted_label": "x",
    },
}  # fmt: skip
BREAKS: list[tuple[str, str, Mapping[str, object]]] = [
    ("rankings", "ck_rankings_id_length", {"id": "r"}),
    ("rankings", "ck_rankings_version_counts", {**SECOND, "version": 0}),
    ("rankings", "ck_rankings_engine_version_length", {"engine_version": ""}),
    ("rankings", "ck_rankings_bundle_length", {"bundle": "x"}),
    ("rankings", "ck_rankings_bundle_sha256_length", {"bundle_sha256": "a"}),
    ("rankings", "ck_rankings_result_length", {"result": "x"}),
    ("rankings", "ck_rankings_digest_length", {"digest": "a"}),
    ("rankings", "ck_rankings_reason_length", {"reason": "x" * (LONGEST_REASON + 1)}),
    ("rankings", "ck_rankings_later_ones_differ", {"difference": "{}"}),
    ("rankings", "ck_rankings_later_ones_differ", {**SECOND, "difference": None}),
    ("rankings", "ck_rankings_later_ones_have_a_reason", {**SECOND, "reason": ""}),
    ("rankings", "ck_rankings_made_label_length", {"made_label": ""}),
    ("rankings", "fk_rankings_call_id_calls", {"call_id": NOBODY}),
    ("rankings", "fk_rankings_pack_sha256_packs", {"pack_sha256": SHA}),
    ("rankings", "fk_rankings_made_by_people", {"made_by": NOBODY}),
    ("rankings", "uq_rankings_call_id_version", {"id": "s" * 32}),
    ("rankings", "uq_rankings_id_made_by", {"version": 2, "difference": "{}", "reason": "x"}),
    ("ranking_entries", "ck_ranking_entries_entry_id_length", {"entry_id": ""}),
    ("ranking_entries", "fk_ranking_entries_ranking_id_rankings", {"ranking_id": NOBODY}),
    ("ranking_entries", "fk_ranking_entries_application_id_applications", {"application_id": NOBODY}),
    ("ranking_entries", "uq_ranking_entries_ranking_id_application_id", {"entry_id": "0002"}),
    ("ranking_approvals", "ck_ranking_approvals_act_number_length", {"act_number": "x" * (LONGEST_ACT + 1)}),
    ("ranking_approvals", "ck_ranking_approvals_approved_label_length", {"approved_label": ""}),
    ("ranking_approvals", "fk_ranking_approvals_approved_by_people", {"approved_by": NOBODY}),
    ("ranking_approvals", "fk_ranking_approvals_ranking_id_maker_rankings", {"maker": NOBODY}),
    ("ranking_publications", "ck_ranking_publications_published_label_length", {"published_label": ""}),
    ("ranking_publications", "fk_ranking_publications_published_by_people", {"published_by": NOBODY}),
    ("ranking_publications", "fk_ranking_publications_ranking_id_ranking_approvals", {"ranking_id": NOBODY}),
    ("ranking_changes", "ck_ranking_changes_id_length", {"id": "n"}),
    ("ranking_changes", "ck_ranking_changes_seq_counts", {"seq": 0}),
    ("ranking_changes", "ck_ranking_changes_kind_known", {"kind": "mood"}),
    ("ranking_changes", "ck_ranking_changes_undo_names_what", {"kind": "undo"}),
    ("ranking_changes", "ck_ranking_changes_content_length", {"content": "x"}),
    ("ranking_changes", "ck_ranking_changes_reason_length", {"reason": ""}),
    ("ranking_changes", "ck_ranking_changes_reference_length", {"reference": "x" * (LONGEST_ACT + 1)}),
    ("ranking_changes", "ck_ranking_changes_noted_label_length", {"noted_label": ""}),
    ("ranking_changes", "fk_ranking_changes_call_id_calls", {"call_id": NOBODY}),
    ("ranking_changes", "fk_ranking_changes_application_id_applications", {"application_id": NOBODY}),
    ("ranking_changes", "fk_ranking_changes_noted_by_people", {"noted_by": NOBODY}),
    ("ranking_changes", "fk_ranking_changes_undoes_ranking_changes", {"kind": "undo", "undoes": NOBODY}),
    ("ranking_changes", "uq_ranking_changes_call_id_seq", {"id": "m" * 32}),
    ("ranking_changes", "uq_ranking_changes_undoes", {"id": "m" * 32, "seq": 3, "kind": "undo", "undoes": "n" * 32}),
]
# Rows that must stand before, for what is refused because it is there already; what each table hangs on.
BEFORE: Mapping[str, tuple[tuple[str, Mapping[str, object]], ...]] = {
    "uq_rankings_call_id_version": (("rankings", {}),),
    "uq_rankings_id_made_by": (("rankings", {}),),
    "uq_ranking_entries_ranking_id_application_id": (("ranking_entries", {}),),
    "uq_ranking_changes_call_id_seq": (("ranking_changes", {}),),
    "uq_ranking_changes_undoes": (
        ("ranking_changes", {}),
        ("ranking_changes", {"id": "o" * 32, "seq": 2, "kind": "undo", "undoes": "n" * 32}),
    ),
}
# How SQLite, which names no key, says it; and what PostgreSQL says first.
INSTEAD: Mapping[str, tuple[str, ...]] = {
    "fk_": ("FOREIGN KEY",),
    "uq_": ("UNIQUE",),
    "uq_rankings_id_made_by": ("pk_rankings",),
    "ck_rankings_reason_length": ("too long",),
    "ck_ranking_approvals_act_number_length": ("too long",),
    "ck_ranking_changes_reference_length": ("too long",),
}
UNDER: Mapping[str, tuple[str, ...]] = {
    "ranking_entries": ("rankings",),
    "ranking_approvals": ("rankings",),
    "ranking_publications": ("rankings", "ranking_approvals"),
}


@pytest.fixture
def ranks(database: Database) -> Ranks:
    """See Ranks."""
    return make_ranks(database, firms=1)


def insert(connection: sa.Connection, ranks: Ranks, table: str, changes: Mapping[str, object]) -> None:
    # Past the Work, which audits: here the database alone decides.
    whole = Base.metadata.tables[table]
    olga, piero = ranks.calling.people["olga"], ranks.calling.people["piero"]
    own = {
        "call_id": ranks.call_id,
        "pack_sha256": ranks.calling.call(ranks.call_id).pack_sha256,
        "ranking_id": "r" * 32,
        "application_id": ranks.application[1],
        "made_by": olga,
        "noted_by": olga,
        "maker": olga,
        "approved_by": piero,
        "published_by": piero,
    }
    known = {name: value for name, value in own.items() if name in whole.columns}
    connection.execute(sa.insert(whole).values(**{**known, **ROWS[table], **changes}))


def test_odd_rows_are_refused(ranks: Ranks, subtests: pytest.Subtests) -> None:
    for table, constraint, changes in BREAKS:
        with subtests.test(constraint, changes=changes):
            said = refusal(ranks, table, constraint, changes)
            known = (constraint, *INSTEAD.get(constraint[:3], ()), *INSTEAD.get(constraint, ()))
            assert any(one in said for one in known), said


def refusal(ranks: Ranks, table: str, constraint: str, changes: Mapping[str, object]) -> str:
    """How the database refuses a row after the rows that it needs; nothing of it stays."""
    with ranks.database.engine.connect() as connection:
        for other in UNDER.get(table, ()):
            insert(connection, ranks, other, {})
        for other, values in BEFORE.get(constraint, ()):
            insert(connection, ranks, other, values)
        # What is too long for its column PostgreSQL refuses before it looks at the rule.
        with pytest.raises((IntegrityError, DataError)) as found:
            insert(connection, ranks, table, changes)
        return str(found.value.orig)


def test_an_approval_by_its_maker_is_refused(ranks: Ranks) -> None:
    with ranks.database.engine.connect() as connection:
        insert(connection, ranks, "rankings", {})
        with pytest.raises(IntegrityError, match="ck_ranking_approvals_two_people"):
            insert(connection, ranks, "ranking_approvals", {"approved_by": ranks.calling.people["olga"]})


def test_every_constraint_is_tried() -> None:
    named = {str(rule.name) for table in ROWS for rule in Base.metadata.tables[table].constraints if rule.name}
    tried = {name for _table, name, _changes in BREAKS} | {"ck_ranking_approvals_two_people"}
    assert {name for name in named if not name.startswith("pk_")} == tried
