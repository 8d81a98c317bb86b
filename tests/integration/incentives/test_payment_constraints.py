"""Each CHECK, key and reference of the tables of payments refuses what it is there to refuse: above all two hands of
the same person on one payment.
"""

from collections.abc import Mapping

import pytest
import sqlalchemy as sa

from cip.database.base import Base
from cip.database.engine import Database
from cip.kernel.clock import today
from tests.integration.incentives.awarding import Awarding, make_awarded
from tests.integration.incentives.calling import NOW
from tests.integration.refusing import refuses_each

NOBODY, DAY, SHA = "0" * 32, today(NOW), "a" * 64
A, B, C = "a" * 32, "b" * 32, "c" * 32
OLGA, PIERO = "<olga>", "<piero>"
SEEN = {"entered_by": OLGA, "by_person": PIERO, "by_label": "x", "at": NOW, "reason": "x", "outcome": "seen"}
ENDED = {"kind": "doubt", "set_by": OLGA, "by_person": PIERO, "by_label": "x", "at": NOW, "reason": "x"}
APPROVED = {"prepared_at": NOW, "approved_by": PIERO, "approved_at": NOW}
SENT = {**APPROVED, "sent_by": "<rita>", "sent_at": NOW, "table_sha256": SHA}
# The rows that stand, and what makes another one of each; in the order in which they hang on each other.
ROWS: Mapping[str, tuple[Mapping[str, object], Mapping[str, object]]] = {
    "bank_accounts": (
        {"id": A, "body_id": "<body>", "holder": "x", "sealed": "x", "mask": "x", "entered_at": NOW, "entered_by": OLGA,
         "entered_label": "x"},
        {"id": B},
    ),
    "bank_account_reviews": ({**SEEN, "account_id": A}, {"account_id": B}),
    "payment_facts": (
        {"id": A, "award_id": "<award>", "kind": "durc", "value": "yes", "on_day": DAY, "source": "x", "at": NOW,
         "by_label": "x"},
        {"id": B},
    ),
    "payment_holds": (
        {"id": A, "award_id": "<award>", "tranche_id": "first", "kind": "doubt", "reason": "x", "at": NOW,
         "by_person": OLGA, "by_label": "x"},
        {"id": B},
    ),
    "payment_hold_ends": ({**ENDED, "hold_id": A}, {"hold_id": B}),
    "payment_batches": (
        {"id": A, "call_id": "<call>", "number": 1, "pays_on": DAY, "account_id": A, "made_at": NOW,
         "prepared_by": OLGA, **SENT},
        {"id": B, "number": 2},
    ),
    "payment_orders": (
        {"id": A, "batch_id": A, "award_id": "<award>", "firm_id": "<firm>", "tranche_id": "first", "account_id": A,
         "cents": 100, "withheld": 4, "offset_cents": 0, "because": "[]", "end_to_end": "CIP" + A, "cup": "",
         "purpose": "x", "state": "sent"},
        {"id": B, "end_to_end": "CIP" + B, "state": "cancelled"},
    ),
    "payment_moves": (
        {"id": A, "order_id": A, "seq": 1, "action": "prepare", "from_state": "draft", "to_state": "prepared",
         "on_day": DAY, "reason": "", "at": NOW, "by_person": OLGA, "by_label": "x"},
        {"id": B, "seq": 2},
    ),
    "statements": (
        {"id": A, "body_id": "<body>", "kind": "csv", "file_name": "x", "sha256": SHA, "lines": 1, "known": 0,
         "at": NOW, "by_label": "x"},
        {"id": B},
    ),
    "statement_lines": (
        {"id": A, "statement_id": A, "body_id": "<body>", "n": 1, "digest": SHA, "on_day": DAY, "cents": 1,
         "end_to_end": "", "returned": False, "words": ""},
        {"id": B, "n": 2, "digest": "b" * 64},
    ),
    "statement_matches": (
        {"line_id": A, "order_id": A, "outcome": "executed", "how": "by_itself", "reason": "", "at": NOW,
         "by_label": "x"},
        {"line_id": B},
    ),
}  # fmt: skip
# Rows that the second of another table hangs on.
SECONDS = ("bank_accounts", "payment_holds", "statement_lines")
LONG = "x" * 1_001
BREAKS: list[tuple[str, str, Mapping[str, object]]] = [
    ("bank_accounts", "ck_bank_accounts_id_length", {"id": "a"}),
    ("bank_accounts", "ck_bank_accounts_one_holder", {"firm_id": "<firm>"}),
    ("bank_accounts", "ck_bank_accounts_one_holder", {"body_id": None}),
    ("bank_accounts", "ck_bank_accounts_holder_length", {"holder": ""}),
    ("bank_accounts", "ck_bank_accounts_sealed_length", {"sealed": ""}),
    ("bank_accounts", "ck_bank_accounts_mask_length", {"mask": ""}),
    ("bank_accounts", "ck_bank_accounts_entered_label_length", {"entered_label": ""}),
    ("bank_accounts", "fk_bank_accounts_body_id_bodies", {"body_id": NOBODY}),
    ("bank_accounts", "fk_bank_accounts_firm_id_firms", {"body_id": None, "firm_id": NOBODY}),
    ("bank_accounts", "fk_bank_accounts_entered_by_people", {"entered_by": NOBODY}),
    ("bank_account_reviews", "ck_bank_account_reviews_two_people", {"by_person": OLGA}),
    ("bank_account_reviews", "ck_bank_account_reviews_outcome_known", {"outcome": "perhaps"}),
    ("bank_account_reviews", "ck_bank_account_reviews_reason_length", {"reason": ""}),
    ("bank_account_reviews", "ck_bank_account_reviews_by_label_length", {"by_label": ""}),
    ("bank_account_reviews", "fk_bank_account_reviews_by_person_people", {"by_person": NOBODY}),
    ("bank_account_reviews", "fk_bank_account_reviews_account_id_entered_by_bank_accounts", {"entered_by": "<rita>"}),
    ("payment_facts", "ck_payment_facts_id_length", {"id": "a"}),
    ("payment_facts", "ck_payment_facts_kind_known", {"kind": "mood", "tranche_id": None}),
    ("payment_facts", "ck_payment_facts_value_known", {"value": "maybe"}),
    ("payment_facts", "ck_payment_facts_tranche_id_length", {"kind": "tax_debt", "tranche_id": ""}),
    ("payment_facts", "ck_payment_facts_part_where_asked", {"tranche_id": "first"}),
    ("payment_facts", "ck_payment_facts_part_where_asked", {"kind": "tax_debt"}),
    ("payment_facts", "ck_payment_facts_cents_of_offset", {"cents": 1}),
    ("payment_facts", "ck_payment_facts_cents_of_offset", {"kind": "durc_offset", "tranche_id": "first"}),
    ("payment_facts", "ck_payment_facts_cents_given", {"kind": "durc_offset", "tranche_id": "first", "cents": 0}),
    ("payment_facts", "ck_payment_facts_ends_after_start", {"valid_to": DAY.replace(year=2000)}),
    ("payment_facts", "ck_payment_facts_source_length", {"source": ""}),
    ("payment_facts", "ck_payment_facts_by_label_length", {"by_label": ""}),
    ("payment_facts", "fk_payment_facts_award_id_awards", {"award_id": NOBODY}),
    ("payment_holds", "ck_payment_holds_id_length", {"id": "a"}),
    ("payment_holds", "ck_payment_holds_tranche_id_length", {"tranche_id": ""}),
    ("payment_holds", "ck_payment_holds_kind_known", {"kind": "mood"}),
    ("payment_holds", "ck_payment_holds_reason_length", {"reason": ""}),
    ("payment_holds", "ck_payment_holds_by_label_length", {"by_label": ""}),
    ("payment_holds", "fk_payment_holds_award_id_awards", {"award_id": NOBODY}),
    ("payment_holds", "fk_payment_holds_by_person_people", {"by_person": NOBODY}),
    ("payment_hold_ends", "ck_payment_hold_ends_another_person", {"by_person": OLGA}),
    ("payment_hold_ends", "ck_payment_hold_ends_reason_length", {"reason": ""}),
    ("payment_hold_ends", "ck_payment_hold_ends_by_label_length", {"by_label": ""}),
    ("payment_hold_ends", "fk_payment_hold_ends_by_person_people", {"by_person": NOBODY}),
    ("payment_hold_ends", "fk_payment_hold_ends_hold_id_kind_set_by_payment_holds", {"kind": "breach"}),
    ("payment_batches", "ck_payment_batches_id_length", {"id": "a"}),
    ("payment_batches", "ck_payment_batches_number_from_one", {"number": 0}),
    ("payment_batches", "ck_payment_batches_approver_did_not_prepare", {"approved_by": OLGA}),
    ("payment_batches", "ck_payment_batches_payer_did_not_prepare", {"sent_by": OLGA}),
    ("payment_batches", "ck_payment_batches_payer_did_not_approve", {"sent_by": PIERO}),
    ("payment_batches", "ck_payment_batches_prepared_first", {"prepared_at": None}),
    ("payment_batches", "ck_payment_batches_approved_first", {"approved_by": None, "approved_at": None}),
    ("payment_batches", "ck_payment_batches_approval_whole", {"approved_at": None}),
    ("payment_batches", "ck_payment_batches_sending_whole", {"sent_at": None}),
    ("payment_batches", "ck_payment_batches_table_with_sending", {"table_sha256": None}),
    ("payment_batches", "fk_payment_batches_account_id_bank_accounts", {"account_id": NOBODY}),
    ("payment_batches", "fk_payment_batches_call_id_calls", {"call_id": NOBODY}),
    ("payment_batches", "fk_payment_batches_prepared_by_people", {"prepared_by": NOBODY}),
    ("payment_batches", "fk_payment_batches_approved_by_people", {"approved_by": NOBODY}),
    ("payment_batches", "fk_payment_batches_sent_by_people", {"sent_by": NOBODY}),
    ("payment_batches", "uq_payment_batches_call_id_number", {"number": 1}),
    ("payment_orders", "ck_payment_orders_id_length", {"id": "a"}),
    ("payment_orders", "ck_payment_orders_state_known", {"state": "lost"}),
    ("payment_orders", "ck_payment_orders_tranche_id_length", {"tranche_id": ""}),
    ("payment_orders", "ck_payment_orders_end_to_end_length", {"end_to_end": "CIP"}),
    ("payment_orders", "ck_payment_orders_cup_length", {"cup": "x" * 16}),
    ("payment_orders", "ck_payment_orders_purpose_length", {"purpose": ""}),
    ("payment_orders", "ck_payment_orders_cents_given", {"cents": 0, "withheld": 0}),
    ("payment_orders", "ck_payment_orders_withheld_never_below", {"withheld": -1}),
    ("payment_orders", "ck_payment_orders_offset_never_below", {"offset_cents": -1}),
    ("payment_orders", "ck_payment_orders_within_the_sum", {"offset_cents": 97}),
    ("payment_orders", "fk_payment_orders_batch_id_payment_batches", {"batch_id": NOBODY}),
    ("payment_orders", "fk_payment_orders_award_id_awards", {"award_id": NOBODY}),
    ("payment_orders", "fk_payment_orders_firm_id_firms", {"firm_id": NOBODY}),
    ("payment_orders", "fk_payment_orders_account_id_bank_accounts", {"account_id": NOBODY}),
    ("payment_orders", "uq_payment_orders_end_to_end", {"end_to_end": "CIP" + A}),
    ("payment_orders", "uq_payment_orders_live", {"state": "draft", "tranche_id": "balance"}),
    ("payment_orders", "uq_payment_orders_part", {"state": "executed"}),
    ("payment_moves", "ck_payment_moves_id_length", {"id": "a"}),
    ("payment_moves", "ck_payment_moves_seq_from_one", {"seq": 0}),
    ("payment_moves", "ck_payment_moves_action_known", {"action": "lose"}),
    ("payment_moves", "ck_payment_moves_from_state_known", {"from_state": "lost"}),
    ("payment_moves", "ck_payment_moves_to_state_known", {"to_state": "lost"}),
    ("payment_moves", "ck_payment_moves_reason_length", {"reason": LONG}),
    ("payment_moves", "ck_payment_moves_by_label_length", {"by_label": ""}),
    ("payment_moves", "fk_payment_moves_order_id_payment_orders", {"order_id": NOBODY}),
    ("payment_moves", "fk_payment_moves_by_person_people", {"by_person": NOBODY}),
    ("payment_moves", "uq_payment_moves_seq", {"seq": 1}),
    ("statements", "ck_statements_id_length", {"id": "a"}),
    ("statements", "ck_statements_kind_known", {"kind": "pdf"}),
    ("statements", "ck_statements_file_name_length", {"file_name": ""}),
    ("statements", "ck_statements_lines_counted", {"lines": -1}),
    ("statements", "ck_statements_known_counted", {"known": -1}),
    ("statements", "ck_statements_by_label_length", {"by_label": ""}),
    ("statements", "fk_statements_body_id_bodies", {"body_id": NOBODY}),
    ("statement_lines", "ck_statement_lines_id_length", {"id": "a"}),
    ("statement_lines", "ck_statement_lines_n_from_one", {"n": 0}),
    ("statement_lines", "ck_statement_lines_moves_something", {"cents": 0}),
    ("statement_lines", "ck_statement_lines_end_to_end_length", {"end_to_end": "x" * 36}),
    ("statement_lines", "ck_statement_lines_words_length", {"words": "x" * 141}),
    ("statement_lines", "fk_statement_lines_statement_id_statements", {"statement_id": NOBODY}),
    ("statement_lines", "fk_statement_lines_body_id_bodies", {"body_id": NOBODY}),
    ("statement_lines", "uq_statement_lines_body_id_digest", {"digest": SHA}),
    ("statement_lines", "uq_statement_lines_statement_id_n", {"n": 1}),
    ("statement_matches", "ck_statement_matches_outcome_known", {"outcome": "lost"}),
    ("statement_matches", "ck_statement_matches_how_known", {"how": "magic"}),
    ("statement_matches", "ck_statement_matches_order_unless_set_aside", {"order_id": None}),
    ("statement_matches", "ck_statement_matches_set_aside_by_a_person", {"outcome": "set_aside", "order_id": None}),
    ("statement_matches", "ck_statement_matches_reason_length", {"reason": LONG}),
    ("statement_matches", "ck_statement_matches_by_label_length", {"by_label": ""}),
    ("statement_matches", "fk_statement_matches_line_id_statement_lines", {"line_id": NOBODY}),
    ("statement_matches", "fk_statement_matches_order_id_payment_orders", {"order_id": NOBODY}),
]

# An id with what stands beside it, for references: the primary key alone refuses the same row.
REFERRED_TO = {"uq_bank_accounts_id_entered_by", "uq_payment_holds_id_kind_by_person"}


class Standing:
    """One row of every table, in an office with three people."""

    def __init__(self, awarding: Awarding) -> None:
        calling = awarding.ranks.calling
        award = awarding.awards[0]
        self.engine = awarding.database.engine
        self.known = {
            "<body>": calling.body, "<call>": awarding.call_id, "<award>": award.id, "<firm>": award.firm_id,
            OLGA: calling.people["olga"], PIERO: calling.people["piero"],
            "<rita>": next(iter(awarding.ranks.owner.values())),
        }  # fmt: skip
        with self.engine.begin() as connection:
            for table, (row, other) in ROWS.items():
                self.put(connection, table, row)
                if table in SECONDS:
                    self.put(connection, table, {**row, **other})

    def put(self, connection: sa.Connection, table: str, row: Mapping[str, object]) -> None:
        """Insert past the Work, which audits: here the database alone decides."""
        values = {name: self.known.get(str(value), value) for name, value in row.items()}
        connection.execute(sa.insert(Base.metadata.tables[table]).values(**values))

    def another(self, table: str, changes: Mapping[str, object]) -> None:
        """Insert another row; nothing of it stays."""
        row, other = ROWS[table]
        own = (
            {"id": C, **({"n": 3, "digest": "c" * 64} if table == "statement_lines" else {})}
            if table in SECONDS
            else {}
        )
        with self.engine.connect() as connection:
            self.put(connection, table, {**row, **other, **own, **changes})
            connection.rollback()


@pytest.fixture
def standing(database: Database) -> Standing:
    return Standing(make_awarded(database, "notified", count=1, firms=4))


def test_odd_rows_are_refused(standing: Standing, subtests: pytest.Subtests) -> None:
    for table in ROWS:
        # Another row is taken: what is refused below is refused for its change.
        standing.another(table, {})
    refuses_each(subtests, BREAKS, standing.another)


def test_every_constraint_is_tried() -> None:
    tables = [Base.metadata.tables[table] for table in ROWS]
    named = {str(rule.name) for table in tables for rule in table.constraints if rule.name}
    named |= {str(index.name) for table in tables for index in table.indexes if index.unique}
    tried = {name for _table, name, _changes in BREAKS}
    assert {name for name in named if not name.startswith("pk_")} == tried | REFERRED_TO
