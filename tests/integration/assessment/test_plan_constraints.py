"""The tables of versions and signatures take what they are there to take, and nothing else."""

from collections.abc import Mapping
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cip.assessment.records import PlanSignatureRow, PlanVersionRow
from cip.database.base import Base
from tests.integration.worlds import NOW, World

D, DAY = "d" * 64, date(2026, 11, 21)

GOOD: Mapping[type[Base], Mapping[str, object]] = {
    PlanVersionRow: {
        "id": "a" * 32,
        "check_up_id": "{check_up}",
        "number": 1,
        "on_day": DAY,
        "last_seq": 0,
        "pack_sha256": "{pack}",
        "content": "{}",
        "sha256": D,
        "made_at": NOW,
        "made_by": "guest",
        "prev_digest": D,
        "digest": D,
    },
    PlanSignatureRow: {
        "id": "b" * 32,
        "check_up_id": "{check_up}",
        "version_id": "a" * 32,
        "number": 1,
        "kind": "paper",
        "name": "Anna",
        "day": DAY,
        "person_id": None,
        "file_id": "f" * 32,
        "file_sha256": D,
        "made_at": NOW,
        "made_by": "guest",
        "prev_digest": D,
        "digest": D,
    },
}
MAY_BE_EMPTY = {"person_id", "file_id", "file_sha256"}
IN_SYSTEM = {"kind": "in_system", "person_id": "c" * 32, "file_id": None, "file_sha256": None}

BREAKS: list[tuple[type[Base], str, Mapping[str, object]]] = [
    (PlanVersionRow, "ck_plan_versions_id_length", {"id": "a"}),
    (PlanVersionRow, "ck_plan_versions_number_counts", {"number": 0}),
    (PlanVersionRow, "ck_plan_versions_last_seq_counts", {"last_seq": -1}),
    (PlanVersionRow, "ck_plan_versions_content_length", {"content": "x"}),
    (PlanVersionRow, "ck_plan_versions_sha256_length", {"sha256": "d"}),
    (PlanVersionRow, "ck_plan_versions_made_by_length", {"made_by": ""}),
    (PlanVersionRow, "ck_plan_versions_prev_digest_length", {"prev_digest": "d"}),
    (PlanVersionRow, "ck_plan_versions_digest_length", {"digest": "d"}),
    (PlanVersionRow, "fk_plan_versions_check_up_id_check_ups", {"check_up_id": "0" * 32}),
    (PlanVersionRow, "fk_plan_versions_pack_sha256_packs", {"pack_sha256": "0" * 64}),
    (PlanSignatureRow, "ck_plan_signatures_id_length", {"id": "b"}),
    (PlanSignatureRow, "ck_plan_signatures_number_counts", {"number": 0}),
    (PlanSignatureRow, "ck_plan_signatures_kind_known", {"kind": "wax"}),
    (PlanSignatureRow, "ck_plan_signatures_name_length", {"name": ""}),
    (PlanSignatureRow, "ck_plan_signatures_name_length", {"name": "n" * 201}),
    (PlanSignatureRow, "ck_plan_signatures_person_id_length", {**IN_SYSTEM, "person_id": "c"}),
    (PlanSignatureRow, "ck_plan_signatures_file_id_length", {"file_id": "f"}),
    (PlanSignatureRow, "ck_plan_signatures_file_sha256_length", {"file_sha256": "d"}),
    (PlanSignatureRow, "ck_plan_signatures_person_signs_in_system", {"person_id": "c" * 32}),
    (PlanSignatureRow, "ck_plan_signatures_person_signs_in_system", {**IN_SYSTEM, "person_id": None}),
    (PlanSignatureRow, "ck_plan_signatures_paper_has_file", {**IN_SYSTEM, "file_id": "f" * 32, "file_sha256": D}),
    (PlanSignatureRow, "ck_plan_signatures_file_is_whole", {"file_sha256": None}),
    (PlanSignatureRow, "ck_plan_signatures_made_by_length", {"made_by": ""}),
    (PlanSignatureRow, "ck_plan_signatures_prev_digest_length", {"prev_digest": "d"}),
    (PlanSignatureRow, "ck_plan_signatures_digest_length", {"digest": "d"}),
    (PlanSignatureRow, "fk_plan_signatures_check_up_id_check_ups", {"check_up_id": "0" * 32}),
    (PlanSignatureRow, "fk_plan_signatures_check_up_id_version_id_plan_versions", {"version_id": "0" * 32}),
]

TWICE: list[tuple[type[Base], str, Mapping[str, object]]] = [
    (PlanVersionRow, "pk_plan_versions", {"number": 2, "sha256": "e" * 64}),
    (PlanVersionRow, "uq_plan_versions_check_up_id_number", {"id": "c" * 32, "sha256": "e" * 64}),
    (PlanVersionRow, "uq_plan_versions_check_up_id_id", {"number": 2, "sha256": "e" * 64}),
    (PlanVersionRow, "uq_plan_versions_sha256", {"id": "c" * 32, "number": 2}),
    (PlanSignatureRow, "pk_plan_signatures", {"number": 2}),
    (PlanSignatureRow, "uq_plan_signatures_check_up_id_number", {"id": "c" * 32, "file_sha256": "e" * 64}),
    (PlanSignatureRow, "uq_plan_signatures_version_id_file_sha256", {"id": "c" * 32, "number": 2}),
    (PlanSignatureRow, "uq_plan_signatures_version_id_person_id", {**IN_SYSTEM, "id": "c" * 32, "number": 2}),
]


def insert(world: World, row: type[Base], changes: Mapping[str, object]) -> None:
    known = {"{pack}": world.pack_sha256, "{check_up}": world.check_up_id}
    values = {key: known.get(value, value) if isinstance(value, str) else value for key, value in GOOD[row].items()}
    with world.database.engine.begin() as connection:
        connection.execute(sa.insert(row).values(**{**values, **changes}))


def versioned(world: World, row: type[Base]) -> None:
    """A signature hangs on a version."""
    if row is PlanSignatureRow:
        insert(world, PlanVersionRow, {})


@pytest.mark.parametrize("row", GOOD)
def test_refuses(world: World, subtests: pytest.Subtests, row: type[Base]) -> None:
    versioned(world, row)
    sqlite = world.database.engine.dialect.name == "sqlite"
    for constraint, changes in [(name, changes) for of, name, changes in BREAKS if of is row]:
        named = "FOREIGN KEY" if sqlite and constraint[:2] == "fk" else constraint
        with subtests.test(constraint, changes=changes), pytest.raises(IntegrityError, match=named):
            insert(world, row, changes)
    insert(world, row, {})


def test_a_signature_in_the_system_is_let_in(world: World) -> None:
    insert(world, PlanVersionRow, {})
    insert(world, PlanSignatureRow, IN_SYSTEM)


@pytest.mark.parametrize(("row", "constraint", "changes"), TWICE)
def test_refuses_twice(world: World, row: type[Base], constraint: str, changes: Mapping[str, object]) -> None:
    versioned(world, row)
    insert(world, row, IN_SYSTEM if constraint.endswith("person_id") else {})
    # A key of both columns is broken only where the primary key is too, which a database may name first.
    named = "pk_plan_versions|uq_plan_versions_check_up_id_id" if constraint.endswith("_id_id") else constraint
    with pytest.raises(IntegrityError, match="UNIQUE" if world.database.engine.dialect.name == "sqlite" else named):
        insert(world, row, changes)


@pytest.mark.parametrize("row", GOOD)
def test_every_column_says_whether_it_may_be_empty(world: World, row: type[Base]) -> None:
    versioned(world, row)
    for column in row.__table__.columns:
        if column.nullable:
            assert column.name in MAY_BE_EMPTY
        else:
            with pytest.raises(IntegrityError):
                insert(world, row, {column.name: None})


def test_every_constraint_is_tried() -> None:
    tried = {constraint for _, constraint, _ in (*BREAKS, *TWICE)}
    assert tried == {str(each.name) for row in GOOD for each in row.__table__.constraints}  # type: ignore[attr-defined]
