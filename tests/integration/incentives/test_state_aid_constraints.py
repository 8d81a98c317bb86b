"""The tables of State aid take what a row may say, and nothing else."""

from collections.abc import Mapping
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cip.database.base import Base
from cip.incentives.records import (
    AidReservationEndRow,
    AidReservationRow,
    AidRow,
    AidRulingRow,
    AidWithdrawalRow,
    FirmLinkRow,
    SizeTieRow,
    SizeYearRow,
    StandingFactRow,
)
from tests.integration.incentives.applying import DURING, Applying, make_applying
from tests.integration.parties.cast import BAKERY, GARAGE

ID, DAY = "a" * 32, date(2026, 3, 2)
WRITTEN = {"recorded_at": DURING, "recorded_by": "system"}
GOOD: Mapping[type[Base], Mapping[str, object]] = {
    AidRow: {
        "id": ID,
        "holder_code": BAKERY,
        "holder_name": "Forno",
        "granted_on": DAY,
        "cents": 1,
        "regime": "general",
        "source": "declared",
        "reference": None,
        **WRITTEN,
    },
    FirmLinkRow: {
        "id": ID,
        "a_code": BAKERY,
        "a_name": "Forno",
        "b_code": GARAGE,
        "b_name": "Officina",
        "kind": "majority",
        "starts_on": DAY,
        "ends_on": DAY,
        **WRITTEN,
    },
    StandingFactRow: {
        "id": ID,
        "kind": "durc",
        "value": "yes",
        "valid_from": DAY,
        "valid_to": DAY,
        "source": "INPS",
        **WRITTEN,
    },
    SizeYearRow: {
        "id": ID,
        "year": 2025,
        "awu_hundredths": 0,
        "turnover": 0,
        "balance": 0,
        "source": "bilancio",
        **WRITTEN,
    },
    SizeTieRow: {
        "id": ID,
        "kind": "partner",
        "name": "Socia",
        "share": 2_500,
        "awu_hundredths": 0,
        "turnover": 0,
        "balance": 0,
        **WRITTEN,
    },
    AidWithdrawalRow: {"entry_id": ID, "entry_kind": "aid", "at": DURING, "by_label": "system"},
    AidRulingRow: {
        "entry_id": ID,
        "seq": 1,
        "entry_kind": "aid",
        "verdict": "set_aside",
        "reason": "x",
        "at": DURING,
        "by_label": "system",
    },
    AidReservationRow: {
        "id": ID,
        "firm_code": BAKERY,
        "cents": 1,
        "granted_on": DAY,
        "reserved_at": DURING,
        "reserved_by": "system",
    },
    AidReservationEndRow: {"reservation_id": ID, "how": "released", "at": DURING, "by_label": "system"},
}
_MUCH = 10**13 + 1
_FIGURES: list[tuple[str, Mapping[str, object]]] = [
    ("awu_range", {"awu_hundredths": -1}),
    ("awu_range", {"awu_hundredths": 10**8 + 1}),
    ("turnover_range", {"turnover": -1}),
    ("turnover_range", {"turnover": _MUCH}),
    ("balance_range", {"balance": -1}),
    ("balance_range", {"balance": _MUCH}),
]
_BREAKS: Mapping[type[Base], list[tuple[str, Mapping[str, object]]]] = {
    AidRow: [
        ("id_length", {"id": "a"}),
        ("holder_code_length", {"holder_code": "1" * 10}),
        ("holder_name_length", {"holder_name": ""}),
        ("cents_range", {"cents": 0}),
        ("cents_range", {"cents": _MUCH}),
        ("regime_known", {"regime": "x"}),
        ("source_known", {"source": "x"}),
        ("reference_length", {"reference": ""}),
        ("recorded_by_length", {"recorded_by": ""}),
    ],
    FirmLinkRow: [
        ("id_length", {"id": "a"}),
        ("a_code_length", {"a_code": "1"}),
        ("a_name_length", {"a_name": ""}),
        ("b_code_length", {"b_code": "1"}),
        ("b_name_length", {"b_name": ""}),
        ("two_firms", {"b_code": BAKERY}),
        ("kind_known", {"kind": "x"}),
        ("ends_after_start", {"ends_on": date(2026, 3, 1)}),
        ("recorded_by_length", {"recorded_by": ""}),
    ],
    StandingFactRow: [
        ("id_length", {"id": "a"}),
        ("kind_known", {"kind": "x"}),
        ("value_known", {"value": "x"}),
        ("ends_after_start", {"valid_to": date(2026, 3, 1)}),
        ("source_length", {"source": ""}),
        ("recorded_by_length", {"recorded_by": ""}),
    ],
    SizeYearRow: [
        ("id_length", {"id": "a"}),
        ("year_range", {"year": 1969}),
        ("year_range", {"year": 2101}),
        *_FIGURES,
        ("source_length", {"source": ""}),
        ("recorded_by_length", {"recorded_by": ""}),
    ],
    SizeTieRow: [
        ("id_length", {"id": "a"}),
        ("kind_known", {"kind": "x"}),
        ("name_length", {"name": ""}),
        ("share_range", {"share": -1}),
        ("share_range", {"share": 10_001}),
        ("share_unless_linked", {"share": None}),
        ("share_unless_linked", {"kind": "linked"}),
        ("public_has_no_figures", {"kind": "public"}),
        *_FIGURES,
        ("recorded_by_length", {"recorded_by": ""}),
    ],
    AidWithdrawalRow: [
        ("entry_id_length", {"entry_id": "a"}),
        ("entry_kind_known", {"entry_kind": "x"}),
        ("by_label_length", {"by_label": ""}),
    ],
    AidRulingRow: [
        ("entry_id_length", {"entry_id": "a"}),
        ("seq_from_one", {"seq": 0}),
        ("entry_kind_known", {"entry_kind": "year"}),
        ("verdict_known", {"verdict": "x"}),
        ("reason_length", {"reason": ""}),
        ("by_label_length", {"by_label": ""}),
    ],
    AidReservationRow: [
        ("id_length", {"id": "a"}),
        ("firm_code_length", {"firm_code": "1"}),
        ("cents_range", {"cents": 0}),
        ("cents_range", {"cents": _MUCH}),
        ("reserved_by_length", {"reserved_by": ""}),
    ],
    AidReservationEndRow: [("how_known", {"how": "x"}), ("by_label_length", {"by_label": ""})],
}
BREAKS = [
    (table, f"ck_{table.__tablename__}_{name}", changes) for table, found in _BREAKS.items() for name, changes in found
]


def insert(applying: Applying, table: type[Base], changes: Mapping[str, object]) -> None:
    hangs = {"firm_id": applying.cast.firm, "call_id": applying.call_id}
    hangs |= {"body_id": applying.office, "by_person": applying.cast.ada}
    columns = table.__table__.columns
    values = {**GOOD[table], **{name: value for name, value in hangs.items() if name in columns}, **changes}
    with applying.database.engine.begin() as connection:
        connection.execute(sa.insert(table).values(**values))


@pytest.mark.parametrize("table", GOOD)
def test_takes_what_is_right_and_refuses_what_is_not(database: object, table: type[Base]) -> None:
    applying = make_applying(database)  # type: ignore[arg-type]  # the fixture of both databases
    if table is AidReservationEndRow:
        insert(applying, AidReservationRow, {})
    for broken, constraint, changes in BREAKS:
        if broken is table:
            with pytest.raises(IntegrityError, match=constraint):
                insert(applying, table, changes)
    insert(applying, table, {})
    with pytest.raises(IntegrityError, match=f"{table.__tablename__}"):
        insert(applying, table, {})


def test_every_check_is_tried() -> None:
    named = {
        str(constraint.name)
        for table in GOOD
        for constraint in table.__table__.constraints  # type: ignore[attr-defined]  # a Table has them
        if isinstance(constraint, sa.CheckConstraint)
    }
    assert named - {constraint for _, constraint, _ in BREAKS} == set()
