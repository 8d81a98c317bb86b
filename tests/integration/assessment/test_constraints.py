"""Each CHECK, key and reference of the check-up's tables refuses what it is there to refuse."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cip.assessment.records import (
    AnswerEventRow,
    CheckUpRow,
    ErasedCheckUpRow,
    HolderRow,
    ResumeCodeRow,
    SnapshotRow,
)
from cip.database.base import Base
from cip.database.packs import PackRow
from cip.database.throttles import ThrottleRow
from tests.integration.refusing import refused, refuses_each
from tests.integration.worlds import NOW, World

D = "d" * 64
DAY = date(2026, 11, 21)

# A row that every constraint lets in; {pack} and {check_up} stand for those of the world.
GOOD: Mapping[type[Base], Mapping[str, object]] = {
    PackRow: {"sha256": D, "model_id": "m", "content": "{}", "stored_at": NOW},
    CheckUpRow: {
        "id": "c" * 32,
        "pack_sha256": "{pack}",
        "guest_digest": D,
        "stage": "T1",
        "language": "it",
        "created_at": NOW,
        "expires_on": DAY,
        "last_seq": 0,
        "events_head": D,
        "last_number": 0,
        "snapshots_head": D,
        "previous_id": "b" * 32,
        "kept_on": DAY,
        "closed_at": NOW,
    },
    HolderRow: {"check_up_id": "{check_up}", "guest_digest": D, "added_at": NOW},
    ResumeCodeRow: {"check_up_id": "{check_up}", "digest": D, "made_at": NOW},
    ThrottleRow: {"key": D, "count": 1, "ends_at": NOW},
    AnswerEventRow: {
        "check_up_id": "{check_up}",
        "seq": 1,
        "section": "facts",
        "question_id": "workers",
        "value": "7",
        "at": NOW,
        "actor": "guest",
        "source": "page:profile",
        "prev_digest": D,
        "digest": D,
    },
    SnapshotRow: {
        "id": "5" * 32,
        "check_up_id": "{check_up}",
        "number": 1,
        "on_day": DAY,
        "last_seq": 0,
        "pack_sha256": "{pack}",
        "engine_version": "1",
        "answers": "{}",
        "result": "{}",
        "result_sha256": D,
        "at": NOW,
        "prev_digest": D,
        "digest": D,
    },
    ErasedCheckUpRow: {"check_up_id": "e" * 32, "on_day": DAY, "digest": D},
}

BREAKS: list[tuple[type[Base], str, Mapping[str, object]]] = [
    (PackRow, "ck_packs_sha256_length", {"sha256": "d" * 63}),
    (PackRow, "ck_packs_model_id_length", {"model_id": ""}),
    (PackRow, "ck_packs_model_id_length", {"model_id": "m" * 81}),
    (CheckUpRow, "ck_check_ups_id_length", {"id": "c" * 31}),
    (CheckUpRow, "ck_check_ups_guest_digest_length", {"guest_digest": "secret"}),
    (CheckUpRow, "ck_check_ups_firm_or_guest", {"firm_id": "f" * 32}),
    (CheckUpRow, "fk_check_ups_firm_id_firms", {"firm_id": "f" * 32, "guest_digest": None}),
    (CheckUpRow, "ck_check_ups_stage_known", {"stage": "T9"}),
    (CheckUpRow, "ck_check_ups_language_known", {"language": "de"}),
    (CheckUpRow, "ck_check_ups_guest_expires", {"expires_on": None, "kept_on": None}),
    (CheckUpRow, "ck_check_ups_kept_expires", {"expires_on": None, "guest_digest": None}),
    (CheckUpRow, "ck_check_ups_previous_id_length", {"previous_id": "b" * 31}),
    (CheckUpRow, "ck_check_ups_previous_of_later", {"previous_id": None}),
    (CheckUpRow, "ck_check_ups_previous_of_later", {"stage": "T0"}),
    (CheckUpRow, "ck_check_ups_last_seq_counts", {"last_seq": -1}),
    (CheckUpRow, "ck_check_ups_events_head_length", {"events_head": ""}),
    (CheckUpRow, "ck_check_ups_last_number_counts", {"last_number": -1}),
    (CheckUpRow, "ck_check_ups_snapshots_head_length", {"snapshots_head": ""}),
    (CheckUpRow, "fk_check_ups_pack_sha256_packs", {"pack_sha256": "0" * 64}),
    (HolderRow, "ck_check_up_holders_guest_digest_length", {"guest_digest": "d"}),
    (HolderRow, "fk_check_up_holders_check_up_id_check_ups", {"check_up_id": "0" * 32}),
    (ResumeCodeRow, "ck_resume_codes_digest_length", {"digest": "d"}),
    (ResumeCodeRow, "fk_resume_codes_check_up_id_check_ups", {"check_up_id": "0" * 32}),
    (ThrottleRow, "ck_throttles_key_length", {"key": "d"}),
    (ThrottleRow, "ck_throttles_count_counts", {"count": 0}),
    (AnswerEventRow, "ck_answer_events_seq_counts", {"seq": 0}),
    (AnswerEventRow, "ck_answer_events_section_known", {"section": "opinions"}),
    (AnswerEventRow, "ck_answer_events_question_id_length", {"question_id": ""}),
    (AnswerEventRow, "ck_answer_events_question_id_length", {"question_id": "q" * 81}),
    (AnswerEventRow, "ck_answer_events_value_length", {"value": ""}),
    (AnswerEventRow, "ck_answer_events_value_length", {"value": "9" * 10_001}),
    (AnswerEventRow, "ck_answer_events_value_not_json_null", {"value": "null"}),
    (AnswerEventRow, "ck_answer_events_actor_length", {"actor": ""}),
    (AnswerEventRow, "ck_answer_events_source_length", {"source": ""}),
    (AnswerEventRow, "ck_answer_events_source_length", {"source": "s" * 201}),
    (AnswerEventRow, "ck_answer_events_prev_digest_length", {"prev_digest": "d"}),
    (AnswerEventRow, "ck_answer_events_digest_length", {"digest": "d"}),
    (AnswerEventRow, "fk_answer_events_check_up_id_check_ups", {"check_up_id": "0" * 32}),
    (SnapshotRow, "ck_snapshots_id_length", {"id": "5"}),
    (SnapshotRow, "ck_snapshots_number_counts", {"number": 0}),
    (SnapshotRow, "ck_snapshots_last_seq_counts", {"last_seq": -1}),
    (SnapshotRow, "ck_snapshots_engine_version_length", {"engine_version": ""}),
    (SnapshotRow, "ck_snapshots_answers_length", {"answers": "7"}),
    (SnapshotRow, "ck_snapshots_result_length", {"result": "7"}),
    (SnapshotRow, "ck_snapshots_result_sha256_length", {"result_sha256": "d"}),
    (SnapshotRow, "ck_snapshots_prev_digest_length", {"prev_digest": "d"}),
    (SnapshotRow, "ck_snapshots_digest_length", {"digest": "d"}),
    (SnapshotRow, "fk_snapshots_check_up_id_check_ups", {"check_up_id": "0" * 32}),
    (SnapshotRow, "fk_snapshots_pack_sha256_packs", {"pack_sha256": "0" * 64}),
    (ErasedCheckUpRow, "ck_erased_check_ups_check_up_id_length", {"check_up_id": "e"}),
    (ErasedCheckUpRow, "ck_erased_check_ups_digest_length", {"digest": "d"}),
]

# Inserted twice, the second time with the change: the key must hold.
TWICE: list[tuple[type[Base], str, Mapping[str, object]]] = [
    (PackRow, "pk_packs", {"model_id": "other"}),
    (CheckUpRow, "pk_check_ups", {"previous_id": "a" * 32}),
    (CheckUpRow, "uq_check_ups_previous_id", {"id": "d" * 32}),
    (HolderRow, "pk_check_up_holders", {"added_at": NOW + timedelta(days=1)}),
    (ResumeCodeRow, "pk_resume_codes", {"digest": "e" * 64}),
    (ThrottleRow, "pk_throttles", {"count": 2}),
    (AnswerEventRow, "pk_answer_events", {"question_id": "other"}),
    (SnapshotRow, "pk_snapshots", {"number": 2}),
    (SnapshotRow, "uq_snapshots_check_up_id_number", {"id": "6" * 32}),
    (ErasedCheckUpRow, "pk_erased_check_ups", {"on_day": DAY + timedelta(days=1)}),
]

MAY_BE_EMPTY = {"value", "guest_digest", "firm_id", "expires_on", "previous_id", "kept_on", "closed_at", "validated_at"}
SHARED = "uq_resume_codes_digest"


def insert(world: World, row: type[Base], changes: Mapping[str, object]) -> None:
    known = {"{pack}": world.pack_sha256, "{check_up}": world.check_up_id}
    values = {key: known.get(value, value) if isinstance(value, str) else value for key, value in GOOD[row].items()}
    # Not through a Work: what is to be refused would be written past its session, and the audit refuses that first.
    with world.database.engine.begin() as connection:
        connection.execute(sa.insert(row).values(**{**values, **changes}))


@pytest.mark.parametrize("row", GOOD)
def test_lets_a_good_row_in(world: World, row: type[Base]) -> None:
    insert(world, row, {})


def test_refuses(world: World, subtests: pytest.Subtests) -> None:
    refuses_each(subtests, BREAKS, lambda row, changes: insert(world, row, changes))


@pytest.mark.parametrize(("row", "constraint", "changes"), TWICE)
def test_refuses_twice(world: World, row: type[Base], constraint: str, changes: Mapping[str, object]) -> None:
    insert(world, row, {})
    refused(constraint, lambda: insert(world, row, changes))


def test_two_check_ups_never_share_a_code(world: World) -> None:
    insert(world, CheckUpRow, {})
    insert(world, ResumeCodeRow, {})
    refused(SHARED, lambda: insert(world, ResumeCodeRow, {"check_up_id": GOOD[CheckUpRow]["id"]}))


def test_every_constraint_is_tried() -> None:
    tried = {SHARED, *(constraint for _, constraint, _ in (*BREAKS, *TWICE))}
    assert tried == {str(each.name) for row in GOOD for each in row.__table__.constraints}  # type: ignore[attr-defined]


@pytest.mark.parametrize("row", GOOD)
def test_every_column_says_whether_it_may_be_empty(world: World, row: type[Base]) -> None:
    for column in row.__table__.columns:
        if column.nullable:
            assert column.name in MAY_BE_EMPTY
        else:
            with pytest.raises(IntegrityError):
                insert(world, row, {column.name: None})
