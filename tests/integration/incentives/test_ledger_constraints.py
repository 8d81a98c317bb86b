"""Each CHECK, key, reference and trigger of the tables of awards and money refuses what it is there to refuse."""

import re
from collections.abc import Mapping

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from cip.database.base import Base
from cip.incentives.money import LINE_KINDS
from cip.incentives.records.awards import LONGEST_ACT
from cip.incentives.records.ledger import LONGEST_REFERENCE, LONGEST_WHY
from cip.kernel.clock import today
from tests.integration.incentives.calling import NOW
from tests.integration.incentives.monies import Monies

NOBODY, DAY = "0" * 32, today(NOW)
SUMS: tuple[str, ...] = LINE_KINDS
NOTHING = dict.fromkeys(SUMS, 0)
SHARE = {name: 0 for name in SUMS if name != "available"}
ROWS: Mapping[str, Mapping[str, object]] = {
    "awards": {"id": "w" * 32, "state": "reserved", "cents": 100, "begun_at": NOW},
    "award_moves": {
        "id": "m" * 32, "seq": 1, "action": "prepare", "from_state": "reserved", "to_state": "prepared", "at": NOW,
        "by_label": "x", "reason": "", "reference": "",
    },
    "funding_lines": {"id": "f" * 32, "source_id": "east", "seq": 3, "budget": 0, **NOTHING},
    "award_shares": {"id": "s" * 32, "granted": 0, **SHARE},
    "ledger_legs": {"transaction_id": "t" * 32, "n": 1, "kind": "available", "cents": 100},
    "ledger_transactions": {
        "id": "t" * 32, "seq": 90, "what": "budget", "on_day": DAY, "at": NOW, "by_label": "x", "reference": "",
        "reason": "",
    },
}  # fmt: skip
BREAKS: list[tuple[str, str, Mapping[str, object]]] = [
    ("awards", "ck_awards_id_length", {"id": "w"}),
    ("awards", "ck_awards_state_known", {"state": "lost"}),
    ("awards", "ck_awards_cents_given", {"cents": 0}),
    ("awards", "uq_awards_application_id", {"id": "v" * 32}),
    ("awards", "fk_awards_call_id_calls", {"call_id": NOBODY}),
    ("awards", "fk_awards_application_id_applications", {"application_id": NOBODY}),
    ("awards", "fk_awards_firm_id_firms", {"firm_id": NOBODY}),
    ("awards", "fk_awards_ranking_id_rankings", {"ranking_id": NOBODY}),
    ("award_moves", "ck_award_moves_id_length", {"id": "m"}),
    ("award_moves", "ck_award_moves_seq_from_one", {"seq": 0}),
    ("award_moves", "ck_award_moves_action_known", {"action": "dream"}),
    ("award_moves", "ck_award_moves_from_state_known", {"from_state": "lost"}),
    ("award_moves", "ck_award_moves_to_state_known", {"to_state": "lost"}),
    ("award_moves", "ck_award_moves_by_label_length", {"by_label": ""}),
    ("award_moves", "ck_award_moves_reason_length", {"reason": "x" * (LONGEST_WHY + 1)}),
    ("award_moves", "ck_award_moves_reference_length", {"reference": "x" * (LONGEST_ACT + 1)}),
    ("award_moves", "fk_award_moves_award_id_awards", {"award_id": NOBODY}),
    ("award_moves", "fk_award_moves_by_person_people", {"by_person": NOBODY}),
    ("funding_lines", "ck_funding_lines_id_length", {"id": "f"}),
    ("funding_lines", "ck_funding_lines_source_id_length", {"source_id": ""}),
    ("funding_lines", "ck_funding_lines_seq_from_one", {"seq": 0}),
    ("funding_lines", "ck_funding_lines_budget_never_below", {"budget": -1, "available": -1}),
    ("funding_lines", "ck_funding_lines_budget_is_all", {"budget": 1}),
    ("funding_lines", "ck_funding_lines_budget_is_all", {"paid": 1}),
    ("funding_lines", "ck_funding_lines_available_never_below", {"available": -1, "reserved": 1}),
    *(("funding_lines", f"ck_funding_lines_{name}_never_below", {name: -1, "available": 1}) for name in SUMS[1:6]),
    *(("funding_lines", f"ck_funding_lines_{name}_never_below", {name: -1}) for name in SUMS[6:]),
    ("funding_lines", "uq_funding_lines_call_id_source_id", {"source_id": "north"}),
    ("funding_lines", "fk_funding_lines_call_id_calls", {"call_id": NOBODY}),
    ("award_shares", "ck_award_shares_id_length", {"id": "s"}),
    ("award_shares", "ck_award_shares_ended_known", {"ended": "lost"}),
    ("award_shares", "ck_award_shares_granted_never_below", {"granted": -1}),
    ("award_shares", "ck_award_shares_paid_never_below", {"paid": -1, "withheld": 1}),
    ("award_shares", "ck_award_shares_withheld_never_below", {"withheld": -1, "paid": 1}),
    *(
        ("award_shares", f"ck_award_shares_{name}_never_below", {name: -1})
        for name in SUMS[1:]
        if name not in ("paid", "withheld")
    ),
    ("award_shares", "ck_award_shares_within_the_grant", {"granted": 9, "committed": 5, "due": 4, "paid": 1}),
    ("award_shares", "ck_award_shares_accepted_within_the_grant", {"granted": 9, "accepted": 10}),
    (
        "award_shares",
        "ck_award_shares_owed_within_paid",
        {"granted": 9, "paid": 5, "withheld": 1, "owed": 4, "recovered": 3},
    ),
    ("award_shares", "uq_award_shares_award_id_line_id", {"id": "r" * 32}),
    ("award_shares", "fk_award_shares_award_id_awards", {"award_id": NOBODY}),
    ("award_shares", "fk_award_shares_line_id_funding_lines", {"line_id": NOBODY}),
    ("ledger_legs", "ck_ledger_legs_kind_known", {"kind": "dream"}),
    ("ledger_legs", "ck_ledger_legs_moves_something", {"cents": 0}),
    ("ledger_legs", "ck_ledger_legs_n_from_one", {"n": 0}),
    ("ledger_legs", "fk_ledger_legs_line_id_funding_lines", {"line_id": NOBODY}),
    ("ledger_legs", "fk_ledger_legs_award_id_awards", {"award_id": NOBODY}),
    ("ledger_transactions", "ck_ledger_transactions_id_length", {"id": "t"}),
    ("ledger_transactions", "ck_ledger_transactions_seq_from_one", {"seq": 0}),
    ("ledger_transactions", "ck_ledger_transactions_what_length", {"what": ""}),
    ("ledger_transactions", "ck_ledger_transactions_by_label_length", {"by_label": ""}),
    ("ledger_transactions", "ck_ledger_transactions_reference_length", {"reference": "x" * (LONGEST_REFERENCE + 1)}),
    ("ledger_transactions", "ck_ledger_transactions_reason_length", {"reason": "x" * (LONGEST_WHY + 1)}),
    ("ledger_transactions", "uq_ledger_transactions_call_id_seq", {"seq": 1}),
    ("ledger_transactions", "fk_ledger_transactions_call_id_calls", {"call_id": NOBODY}),
]
BEFORE: Mapping[str, tuple[tuple[str, Mapping[str, object]], ...]] = {
    "uq_awards_application_id": (("awards", {}),),
    "uq_award_shares_award_id_line_id": (("award_shares", {}),),
}
LEGS: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("ledger_legs", {}),
    ("ledger_legs", {"n": 2, "kind": "funds", "cents": -100}),
)
UNDER: Mapping[str, tuple[tuple[str, Mapping[str, object]], ...]] = {
    "award_moves": (("awards", {}),),
    "award_shares": (("awards", {}),),
    "ledger_transactions": LEGS,
}
# How SQLite, which names no key, says it; and what PostgreSQL says first.
INSTEAD: Mapping[str, tuple[str, ...]] = {
    "fk_": ("FOREIGN KEY",),
    "uq_": ("UNIQUE",),
    "ck_": ("too long",),
    # A sum below zero breaks another rule with it.
    "ck_funding_lines_budget_never_below": ("ck_funding_lines_available_never_below",),
    "ck_award_shares_granted_never_below": (
        "ck_award_shares_within_the_grant",
        "ck_award_shares_accepted_within_the_grant",
    ),
}
LATE = "fk_ledger_legs_transaction_id_ledger_transactions"


def insert(connection: sa.Connection, monies: Monies, table: str, changes: Mapping[str, object]) -> None:
    # Past the Work, which audits: here the database alone decides.
    whole = Base.metadata.tables[table]
    own = {
        "call_id": monies.call_id,
        "application_id": monies.ranks.application[1],
        "firm_id": monies.ranks.firm[1],
        "ranking_id": monies.ranking_id,
        "award_id": None if table == "ledger_legs" else "w" * 32,
        "line_id": monies.lines()[0].id,
    }
    known = {name: value for name, value in own.items() if name in whole.columns}
    connection.execute(sa.insert(whole).values(**{**known, **ROWS[table], **changes}))


def close(connection: sa.Connection, monies: Monies, *legs: tuple[int, str, int]) -> None:
    for n, kind, cents in legs:
        insert(connection, monies, "ledger_legs", {"n": n, "kind": kind, "cents": cents})
    insert(connection, monies, "ledger_transactions", {})


@pytest.mark.parametrize("table", ROWS)
def test_odd_rows_are_refused(monies: Monies, table: str) -> None:
    for of, constraint, changes in BREAKS:
        if of == table:
            said = refusal(monies, table, constraint, changes)
            known = (constraint, *INSTEAD[constraint[:3]], *INSTEAD.get(constraint, ()))
            assert any(one in said for one in known), f"{constraint} {changes}: {said}"


def refusal(monies: Monies, table: str, constraint: str, changes: Mapping[str, object]) -> str:
    """How the database refuses a row after the rows that it needs; nothing of it stays."""
    with monies.database.engine.connect() as connection:
        for other, values in (*UNDER.get(table, ()), *BEFORE.get(constraint, ())):
            named = {"transaction_id": changes["id"]} if other == "ledger_legs" and "id" in changes else {}
            insert(connection, monies, other, {**values, **named})
        with pytest.raises((IntegrityError, DataError)) as found:
            insert(connection, monies, table, changes)
        return str(found.value.orig)


def test_every_constraint_is_tried() -> None:
    named = {str(rule.name) for table in ROWS for rule in Base.metadata.tables[table].constraints if rule.name}
    tried = {name for _table, name, _changes in BREAKS} | {LATE}
    assert {name for name in named if not name.startswith("pk_")} == tried


def test_a_leg_without_its_transaction_is_not_committed(monies: Monies) -> None:
    with monies.database.engine.connect() as connection:
        insert(connection, monies, "ledger_legs", {})
        insert(connection, monies, "ledger_legs", {"n": 2, "cents": -100})
        with pytest.raises(IntegrityError, match=f"FOREIGN KEY|{LATE}"):
            connection.commit()


def test_a_move_of_an_award_has_a_number_of_its_own(monies: Monies) -> None:
    with monies.database.engine.connect() as connection:
        insert(connection, monies, "awards", {})
        insert(connection, monies, "award_moves", {})
        with pytest.raises(IntegrityError, match=r"UNIQUE|uq_award_moves_seq"):
            insert(connection, monies, "award_moves", {"id": "n" * 32})


BALANCED = ((1, "available", 100), (2, "funds", -100))


@pytest.mark.parametrize(
    "legs", [(), ((1, "available", 100),), ((1, "available", 100), (2, "funds", -99))], ids=["none", "one", "not zero"]
)
def test_a_transaction_needs_legs_that_add_up_to_zero(monies: Monies, legs: tuple[tuple[int, str, int], ...]) -> None:
    with pytest.raises(IntegrityError, match="add up to zero"), monies.database.engine.begin() as connection:
        close(connection, monies, *legs)


def test_a_leg_that_comes_late_is_refused(monies: Monies) -> None:
    with monies.database.engine.begin() as connection:
        close(connection, monies, *BALANCED)
    with pytest.raises(IntegrityError, match="closed"), monies.database.engine.begin() as connection:
        insert(connection, monies, "ledger_legs", {"n": 3, "cents": 5})


@pytest.mark.parametrize("table", ["ledger_legs", "ledger_transactions"])
@pytest.mark.parametrize("how", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_what_is_written_stays(monies: Monies, table: str, how: str) -> None:
    column = "cents" if table == "ledger_legs" else "seq"
    statement = how.format(table, column, column) if how.startswith("UPDATE") else how.format(table)
    with pytest.raises(DBAPIError, match=re.compile("append-only", re.I)), monies.database.engine.begin() as connection:
        connection.exec_driver_sql(statement)


def test_two_sessions_cannot_unbalance_a_transaction_between_them(monies: Monies) -> None:
    if monies.database.engine.dialect.name == "sqlite":
        return  # there one writes at a time: the late leg is refused at once
    with monies.database.engine.connect() as first, monies.database.engine.connect() as second:
        close(first, monies, *BALANCED)
        insert(second, monies, "ledger_legs", {"n": 3, "cents": 5})
        first.commit()
        with pytest.raises(IntegrityError, match="add up to zero"):
            second.commit()
