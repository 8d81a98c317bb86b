"""The tables of payments: bank accounts, what was looked at and held before a payment, batches with their orders, the
bank's statements and which line settled which order.

Batches and orders change state under their call's lock; everything else is written once.
"""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Digest, Id, exact_length, length_between, one_of
from cip.incentives.bank_accounts import ACCOUNT_OUTCOMES, LONGEST_HOLDER
from cip.incentives.payment_checks import HOLD_KINDS, LONGEST_SOURCE, OF_ONE_PART, PAYMENT_FACTS, PAYMENT_VALUES
from cip.incentives.payment_states import LIVE_PAYMENTS, PAYMENT_MOVES, PAYMENT_STATES
from cip.incentives.statements import LONGEST_ID, LONGEST_TEXT, STATEMENT_KINDS

LABEL = 80
TRANCHE, CUP, PURPOSE, FILE_NAME = 40, 15, 140, 120
LONGEST_WHY = 1_000
MATCH_OUTCOMES = ("executed", "rejected", "set_aside")
MATCHED_HOW = ("by_itself", "person")
_LIVE = "state IN (" + ", ".join(f"'{state}'" for state in LIVE_PAYMENTS) + ")"
_TAKEN = "state IN (" + ", ".join(f"'{state}'" for state in (*LIVE_PAYMENTS, "executed")) + ")"
_PARTLY = "kind IN (" + ", ".join(f"'{kind}'" for kind in OF_ONE_PART) + ")"


class BankAccountRow(Base):
    """An account of a firm, or of an office that pays; the number is sealed. Append-only: a new one takes its place."""

    __tablename__ = "bank_accounts"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("(firm_id IS NULL) <> (body_id IS NULL)", name="one_holder"),
        length_between("holder", 1, LONGEST_HOLDER),
        length_between("sealed", 1, 400),
        length_between("mask", 1, 20),
        length_between("entered_label", 1, LABEL),
        UniqueConstraint("id", "entered_by"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    firm_id: Mapped[Id | None] = mapped_column(ForeignKey("firms.id"), index=True)
    body_id: Mapped[Id | None] = mapped_column(ForeignKey("bodies.id"), index=True)
    holder: Mapped[str] = mapped_column(String(LONGEST_HOLDER))
    sealed: Mapped[str] = mapped_column(String(400))
    mask: Mapped[str] = mapped_column(String(20))
    entered_at: Mapped[datetime]
    entered_by: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    entered_label: Mapped[str] = mapped_column(String(LABEL))


class BankAccountReviewRow(Base):
    """Somebody of the office, who did not enter it, looked at an account. Append-only."""

    __tablename__ = "bank_account_reviews"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "entered_by"], ["bank_accounts.id", "bank_accounts.entered_by"]),
        CheckConstraint("by_person <> entered_by", name="two_people"),
        one_of("outcome", ACCOUNT_OUTCOMES),
        length_between("reason", 1, LONGEST_WHY),
        length_between("by_label", 1, LABEL),
    )

    account_id: Mapped[Id] = mapped_column(primary_key=True)
    entered_by: Mapped[Id]
    outcome: Mapped[str] = mapped_column(String(10))
    # How it was checked, or why it was not taken.
    reason: Mapped[str] = mapped_column(String(LONGEST_WHY))
    at: Mapped[datetime]
    by_person: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    by_label: Mapped[str] = mapped_column(String(LABEL))


class PaymentFactRow(Base):
    """What a source said before a payment: of the award, or of one part of it. Append-only; the last one counts."""

    __tablename__ = "payment_facts"
    __table_args__ = (
        exact_length("id", 32),
        one_of("kind", PAYMENT_FACTS),
        one_of("value", PAYMENT_VALUES),
        length_between("tranche_id", 1, TRANCHE),
        CheckConstraint(f"({_PARTLY}) = (tranche_id IS NOT NULL)", name="part_where_asked"),
        CheckConstraint("(kind = 'durc_offset' AND value = 'yes') = (cents IS NOT NULL)", name="cents_of_offset"),
        CheckConstraint("cents >= 1", name="cents_given"),
        CheckConstraint("valid_to >= on_day", name="ends_after_start"),
        length_between("source", 1, LONGEST_SOURCE),
        length_between("by_label", 1, LABEL),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"), index=True)
    tranche_id: Mapped[str | None] = mapped_column(String(TRANCHE))
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(10))
    on_day: Mapped[date]
    valid_to: Mapped[date | None]
    cents: Mapped[int | None] = mapped_column(BigInteger)
    # Where it comes from; of a decision, why.
    source: Mapped[str] = mapped_column(String(LONGEST_SOURCE))
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))


class PaymentHoldRow(Base):
    """A part of an award is not paid for now. Append-only."""

    __tablename__ = "payment_holds"
    __table_args__ = (
        exact_length("id", 32),
        length_between("tranche_id", 1, TRANCHE),
        one_of("kind", HOLD_KINDS),
        length_between("reason", 1, LONGEST_WHY),
        length_between("by_label", 1, LABEL),
        UniqueConstraint("id", "kind", "by_person"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"), index=True)
    tranche_id: Mapped[str] = mapped_column(String(TRANCHE))
    kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(LONGEST_WHY))
    at: Mapped[datetime]
    by_person: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    by_label: Mapped[str] = mapped_column(String(LABEL))


class PaymentHoldEndRow(Base):
    """A hold was lifted; some kinds not by who set it. Append-only."""

    __tablename__ = "payment_hold_ends"
    __table_args__ = (
        ForeignKeyConstraint(
            ["hold_id", "kind", "set_by"], ["payment_holds.id", "payment_holds.kind", "payment_holds.by_person"]
        ),
        CheckConstraint("kind NOT IN ('account', 'doubt') OR by_person <> set_by", name="another_person"),
        length_between("reason", 1, LONGEST_WHY),
        length_between("by_label", 1, LABEL),
    )

    hold_id: Mapped[Id] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    set_by: Mapped[Id]
    reason: Mapped[str] = mapped_column(String(LONGEST_WHY))
    at: Mapped[datetime]
    by_person: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    by_label: Mapped[str] = mapped_column(String(LABEL))


class PaymentBatchRow(Base):
    """Payments of a call that go to the bank together: who prepared, who approved, who paid are three people."""

    __tablename__ = "payment_batches"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("approved_by <> prepared_by", name="approver_did_not_prepare"),
        CheckConstraint("sent_by <> prepared_by", name="payer_did_not_prepare"),
        CheckConstraint("sent_by <> approved_by", name="payer_did_not_approve"),
        CheckConstraint("approved_by IS NULL OR prepared_at IS NOT NULL", name="prepared_first"),
        CheckConstraint("sent_by IS NULL OR approved_by IS NOT NULL", name="approved_first"),
        CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="approval_whole"),
        CheckConstraint("(sent_by IS NULL) = (sent_at IS NULL)", name="sending_whole"),
        CheckConstraint("(sent_by IS NULL) = (table_sha256 IS NULL)", name="table_with_sending"),
        UniqueConstraint("call_id", "number"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    number: Mapped[int]
    pays_on: Mapped[date]
    # The account of the office.
    account_id: Mapped[Id] = mapped_column(ForeignKey("bank_accounts.id"))
    made_at: Mapped[datetime]
    prepared_by: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    prepared_at: Mapped[datetime | None]
    approved_by: Mapped[Id | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    sent_by: Mapped[Id | None] = mapped_column(ForeignKey("people.id"))
    sent_at: Mapped[datetime | None]
    # Of the files that were made for the bank; no XML where nothing of the batch reaches a firm.
    file_sha256: Mapped[Digest | None]
    table_sha256: Mapped[Digest | None]


class PaymentOrderRow(Base):
    """A part of an award that is paid: its cents, what is kept as tax, what goes to INPS or INAIL instead. An award has
    one payment on its way at most, and a part is paid once.
    """

    __tablename__ = "payment_orders"
    __table_args__ = (
        exact_length("id", 32),
        one_of("state", PAYMENT_STATES),
        length_between("tranche_id", 1, TRANCHE),
        length_between("end_to_end", LONGEST_ID, LONGEST_ID),
        length_between("cup", 0, CUP),
        length_between("purpose", 1, PURPOSE),
        CheckConstraint("cents >= 1", name="cents_given"),
        CheckConstraint("withheld >= 0", name="withheld_never_below"),
        CheckConstraint("offset_cents >= 0", name="offset_never_below"),
        CheckConstraint("withheld + offset_cents <= cents", name="within_the_sum"),
        UniqueConstraint("end_to_end"),
        Index(
            "uq_payment_orders_live", "award_id", unique=True, sqlite_where=text(_LIVE), postgresql_where=text(_LIVE)
        ),
        Index(
            "uq_payment_orders_part",
            "award_id",
            "tranche_id",
            unique=True,
            sqlite_where=text(_TAKEN),
            postgresql_where=text(_TAKEN),
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    batch_id: Mapped[Id] = mapped_column(ForeignKey("payment_batches.id"), index=True)
    award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"))
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), index=True)
    tranche_id: Mapped[str] = mapped_column(String(TRANCHE))
    account_id: Mapped[Id] = mapped_column(ForeignKey("bank_accounts.id"))
    cents: Mapped[int] = mapped_column(BigInteger)
    withheld: Mapped[int] = mapped_column(BigInteger)
    offset_cents: Mapped[int] = mapped_column(BigInteger)
    # Why tax was kept or not, and what else was seen, as it was said then: reasons as canonical JSON.
    because: Mapped[str] = mapped_column(Text)
    end_to_end: Mapped[str] = mapped_column(String(LONGEST_ID))
    cup: Mapped[str] = mapped_column(String(CUP))
    purpose: Mapped[str] = mapped_column(String(PURPOSE))
    state: Mapped[str] = mapped_column(String(10))


class PaymentMoveRow(Base):
    """A payment went from one state to another, on the day that counts for it. Append-only."""

    __tablename__ = "payment_moves"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        one_of("action", PAYMENT_MOVES),
        one_of("from_state", PAYMENT_STATES),
        one_of("to_state", PAYMENT_STATES),
        length_between("reason", 0, LONGEST_WHY),
        length_between("by_label", 1, LABEL),
        Index("uq_payment_moves_seq", "order_id", "seq", unique=True),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    order_id: Mapped[Id] = mapped_column(ForeignKey("payment_orders.id"))
    seq: Mapped[int]
    action: Mapped[str] = mapped_column(String(10))
    from_state: Mapped[str] = mapped_column(String(10))
    to_state: Mapped[str] = mapped_column(String(10))
    on_day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(LONGEST_WHY))
    at: Mapped[datetime]
    by_person: Mapped[Id | None] = mapped_column(ForeignKey("people.id"))
    by_label: Mapped[str] = mapped_column(String(LABEL))


class StatementRow(Base):
    """A statement of the bank that an office imported. Append-only."""

    __tablename__ = "statements"
    __table_args__ = (
        exact_length("id", 32),
        one_of("kind", STATEMENT_KINDS),
        length_between("file_name", 1, FILE_NAME),
        CheckConstraint("lines >= 0", name="lines_counted"),
        CheckConstraint("known >= 0", name="known_counted"),
        length_between("by_label", 1, LABEL),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    file_name: Mapped[str] = mapped_column(String(FILE_NAME))
    sha256: Mapped[Digest]
    # How many lines were new, and how many had been imported before.
    lines: Mapped[int]
    known: Mapped[int]
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))


class StatementLineRow(Base):
    """A line of a statement; the same line is never kept twice. Append-only."""

    __tablename__ = "statement_lines"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("n >= 1", name="n_from_one"),
        CheckConstraint("cents <> 0", name="moves_something"),
        length_between("end_to_end", 0, LONGEST_ID),
        length_between("words", 0, LONGEST_TEXT),
        UniqueConstraint("body_id", "digest"),
        UniqueConstraint("statement_id", "n"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    statement_id: Mapped[Id] = mapped_column(ForeignKey("statements.id"))
    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"))
    n: Mapped[int]
    digest: Mapped[Digest]
    on_day: Mapped[date]
    cents: Mapped[int] = mapped_column(BigInteger)
    end_to_end: Mapped[str] = mapped_column(String(LONGEST_ID))
    returned: Mapped[bool]
    words: Mapped[str] = mapped_column(String(LONGEST_TEXT))


class StatementMatchRow(Base):
    """What a line settled: a payment that was executed or came back, or nothing of ours. Append-only; once a line."""

    __tablename__ = "statement_matches"
    __table_args__ = (
        one_of("outcome", MATCH_OUTCOMES),
        one_of("how", MATCHED_HOW),
        CheckConstraint("(outcome = 'set_aside') = (order_id IS NULL)", name="order_unless_set_aside"),
        CheckConstraint("how = 'person' OR outcome <> 'set_aside'", name="set_aside_by_a_person"),
        length_between("reason", 0, LONGEST_WHY),
        length_between("by_label", 1, LABEL),
    )

    line_id: Mapped[Id] = mapped_column(ForeignKey("statement_lines.id"), primary_key=True)
    order_id: Mapped[Id | None] = mapped_column(ForeignKey("payment_orders.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(10))
    how: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(LONGEST_WHY))
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))
