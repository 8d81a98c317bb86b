"""Each CHECK, key and reference of the tables of reports, breaches and debts refuses what it is there for."""

from collections.abc import Iterator, Mapping
from functools import partial

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cip.database.base import Base
from cip.database.engine import Database
from tests.integration.incentives.calling import NOW
from tests.integration.incentives.following import Following, make_following
from tests.integration.refusing import refused

REPORT, LINE, PROOF, MEETING, BREACH, TAKEN, CAME, FILE = (letter * 32 for letter in "123456789"[:8])
NOBODY, LONG, SHA = "0" * 32, "x" * 201_000, "a" * 64
DAY, LATER = NOW.date(), NOW.date().replace(year=2027)
BY = {"at": NOW, "by_label": "x"}
MOVED = {"seq": 1, "on_day": DAY, "reason": "", **BY}
# In the order in which they refer to each other; what an award, a call, a person or another award is comes from the
# following.
ROWS: Mapping[str, Mapping[str, object]] = {
    "expense_reports": {"id": REPORT, "state": "draft", "begun_at": NOW, "begun_by": "x"},
    "report_moves": {"report_id": REPORT, "action": "send", "from_state": "draft", "to_state": "sent", **MOVED},
    "expense_lines": {
        "id": LINE, "report_id": REPORT, "kind": "cost", "category": "cover", "number": "1", "number_key": "1",
        "issued_on": DAY, "supplier_code": "X", "supplier": "Y", "net_cents": 5, "vat_cents": 0, "claimed_cents": 5,
        "cup": "", "note": "", "put_at": NOW, "put_by": "x",
    },
    "expense_proofs": {"id": PROOF, "line_id": LINE, "file_id": FILE, "put_at": NOW, "put_by": "x"},
    "expense_judgements": {"line_id": LINE, "full_claim": 5, "admitted": 5, **MOVED},
    "expense_requests": {
        "report_id": REPORT, "reason": "r", "asked_on": DAY, "due_on": LATER, "asked_by": "x", "answer": "a",
        "answered_on": DAY, "answered_by": "x",
    },
    "expense_settlements": {
        "report_id": REPORT, "seq": 1, "accepted_cents": 5, "content": "{}", "digest": SHA, "on_day": DAY, **BY,
    },
    "use_notes": {
        "seq": 1, "measure": "M01", "started_on": DAY, "ended_on": LATER, "seasonal": False, "source": "s",
        "noted_on": DAY, **BY,
    },
    "monitoring_meetings": {
        "id": MEETING, "on_day": DAY, "place": "p", "state": "held", "minutes": "m", "invited_at": NOW,
        "invited_by": "x", "closed_on": DAY, "closed_by": "x",
    },
    "breaches": {
        "id": BREACH, "state": "warned", "clause_id": "G-06", "measure": "", "facts": "f", "found_on": DAY,
        "found_at": NOW, "found_by": "x", "repair_by": LATER,
    },
    "breach_moves": {
        "breach_id": BREACH, "action": "warn", "from_state": "found", "to_state": "warned", **MOVED,
    },
    "revocations": {
        "id": TAKEN, "breach_id": BREACH, "kind": "whole", "grounds": "g", "because": "[]", "paid_cents": 5,
        "owed_cents": 5, "days": 30, "prepared_on": DAY, "decided_on": DAY, "act": "1", "due_on": LATER,
    },
    "recoveries": {"id": CAME, "kind": "owed", "cents": 5, "on_day": DAY, "reference": "", **BY},
    "interest_rates": {"seq": 1, "starts_on": DAY, "rate": 200, "source": "s", **BY},
    "debt_instalments": {"seq": 1, "n": 1, "due_on": DAY, "cents": 5, **BY},
}  # fmt: skip
MAY_BE_EMPTY = ("number", "number_key", "minutes", "supplier", "supplier_code", "clause_id")
REMOVED = {"removed_at": NOW, "removed_by": "x"}
MEASURE = {
    "kind": "measure", "number": "", "number_key": "", "issued_on": None, "supplier_code": "", "supplier": "",
    "net_cents": 0, "claimed_cents": 0,
}  # fmt: skip
# What a name does not tell: the changes that break a rule, each alone.
BREAKS: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "ck_expense_lines_sums_not_below_zero": ({"net_cents": -1, "vat_cents": 9}, {"vat_cents": -1, "net_cents": 9}),
    "ck_expense_lines_claims_not_too_much": ({"net_cents": 10**11, "claimed_cents": 10**10 + 1},),
    "ck_expense_lines_claims_no_more_than_the_invoice": ({"claimed_cents": 6},),
    "ck_expense_lines_invoice_or_none": (
        {"claimed_cents": 0}, {"issued_on": None}, {"number_key": ""}, {"supplier": ""}, {**MEASURE, "cup": "x"},
        {**MEASURE, "net_cents": 5, "claimed_cents": 5},
    ),
    "ck_expense_lines_removed_is_whole": ({"removed_by": "x"},),
    "ck_expense_lines_removed_by_length": ({**REMOVED, "removed_by": ""},),
    "ck_expense_proofs_removed_is_whole": ({"removed_at": NOW},),
    "ck_expense_proofs_removed_by_length": ({**REMOVED, "removed_by": ""},),
    "ck_expense_judgements_within_the_claim": ({"admitted": 6, "reason": "r"}, {"admitted": -1, "reason": "r"}),
    "ck_expense_judgements_cut_with_why": ({"admitted": 4},),
    "ck_expense_requests_has_a_term": ({"due_on": DAY},),
    "ck_expense_requests_answer_is_whole": ({"answered_on": None}, {"answered_by": None}),
    "ck_expense_requests_answered_in_term": ({"answered_on": LATER.replace(year=2028)},),
    "ck_expense_settlements_accepted_not_below_zero": ({"accepted_cents": -1},),
    "ck_use_notes_ends_later": ({"started_on": None}, {"ended_on": DAY.replace(year=2020)}),
    "ck_monitoring_meetings_closed_with_its_end": ({"state": "invited"},),
    "ck_monitoring_meetings_closed_is_whole": ({"closed_by": None},),
    "ck_monitoring_meetings_held_with_minutes": ({"minutes": ""},),
    "ck_monitoring_meetings_closed_after_its_day": ({"closed_on": DAY.replace(year=2020)},),
    "ck_breaches_repaired_after_found": ({"repair_by": DAY},),
    "ck_breaches_warned_with_a_term": ({"repair_by": None},),
    "ck_revocations_cents_not_below_zero": ({"owed_cents": -1},),
    "ck_revocations_owes_no_more_than_paid": ({"owed_cents": 6},),
    "ck_revocations_days_range": ({"days": 0}, {"days": 366}),
    "ck_revocations_two_people": ({"decided_by": "prepared_by"},),
    "ck_revocations_decided_or_sent_back": ({"sent_back_on": DAY},),
    "ck_revocations_decided_is_whole": ({"act": ""}, {"due_on": None}, {"decided_on": None}),
    "ck_revocations_act_length": ({"act": "x" * 81},),
    "fk_revocations_decided_by_people": ({"decided_by": NOBODY},),
    "ck_recoveries_cents_of_something": ({"cents": 0},),
    "ck_recoveries_netted_against_another": ({"kind": "netted"}, {"against_award_id": "other"}),
    "ck_recoveries_not_against_itself": ({"kind": "netted", "against_award_id": "award_id"},),
    "fk_recoveries_against_award_id_awards": ({"kind": "netted", "against_award_id": NOBODY},),
    "ck_interest_rates_rate_range": ({"rate": -1}, {"rate": 5_001}),
    "ck_debt_instalments_n_range": ({"n": 0}, {"n": 61}),
    "ck_debt_instalments_cents_of_something": ({"cents": 0},),
    "uq_expense_reports_award_id": (),
    "uq_expense_proofs_file_id": (),
}  # fmt: skip
ONCE: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "uq_expense_reports_award_id": ("expense_reports", {"id": "e" * 32}),
    "uq_expense_proofs_file_id": ("expense_proofs", {"id": "e" * 32}),
}


@pytest.fixture
def following(database: Database) -> Following:
    """A following with the file that a row names."""
    found = make_following(database, paid=False)
    file = {"id": FILE, "owner_key": "expenses:x", "name": "x.pdf", "kind": "pdf", "size": 1}
    seen = {"sha256": "0" * 64, "state": "clean", "received_at": NOW, "scanned_at": NOW}
    with found.database.engine.begin() as connection:
        connection.execute(sa.insert(Base.metadata.tables["files"]).values(**file, **seen))
    return found


def constraints(table: str) -> list[str]:
    return [
        str(rule.name)
        for rule in Base.metadata.tables[table].constraints
        if rule.name and not str(rule.name).startswith("pk_")
    ]


def broken(table: str, name: str) -> Iterator[Mapping[str, object]]:
    """What breaks a rule: as said above, else as its name tells."""
    if name in BREAKS:
        yield from BREAKS[name]
        return
    column = name.removeprefix(f"ck_{table}_").removesuffix("_length").removesuffix("_known")
    if name.startswith("fk_"):
        column = next(
            one.name
            for one in Base.metadata.tables[table].columns
            if name.startswith(f"fk_{table}_{one.name}_") and one.foreign_keys
        )
        yield {column: NOBODY}
    elif name.endswith("_known"):
        yield {column: "x"}
    elif name.endswith("_seq_from_one"):
        yield {"seq": 0}
    else:
        assert name.endswith("_length"), f"{name} is tried by nobody"
        held = ROWS[table].get(column)
        # What is empty may be so: too long is what is refused.
        yield {column: LONG if held in ("", None) or column in MAY_BE_EMPTY else ""}


def insert(following: Following, table: str, changes: Mapping[str, object]) -> None:
    # Past the Work, which audits: here the database alone decides.
    whole = Base.metadata.tables[table]
    people = following.ranks.calling.people
    own = {
        "award_id": following.award.id, "call_id": following.ranks.call_id, "prepared_by": people["olga"],
        "decided_by": people["piero"],
    }  # fmt: skip
    named = {"award_id": following.award.id, "other": following.other.id, "prepared_by": people["olga"]}
    told = {name: named.get(str(value), value) for name, value in changes.items()}
    known = {name: value for name, value in own.items() if name in whole.columns}
    with following.database.engine.begin() as connection:
        connection.execute(sa.insert(whole).values(**{**known, **ROWS[table], **told}))


def test_odd_rows_are_refused(following: Following) -> None:
    for table in ROWS:
        for name in constraints(table):
            for changes in broken(table, name):
                refused(name, partial(insert, following, table, changes))
        # The row that is in order goes in, so that what was refused was refused for its change.
        insert(following, table, {})
    for table, changes in ONCE.values():
        with pytest.raises(IntegrityError):
            insert(following, table, changes)


def test_nothing_is_said_of_rules_that_are_gone() -> None:
    named = {name for table in ROWS for name in constraints(table)}
    assert set(BREAKS) <= named
