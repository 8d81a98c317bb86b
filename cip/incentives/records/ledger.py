"""The tables of the ledger: sources of money of a call, what each award holds of them, transactions and their legs.

Legs and transactions are append-only; a transaction is written after its legs, and a trigger refuses it unless they add
up to zero (a leg without its transaction cannot be committed). The running sums beside them are the limits that the
database enforces: `cip verify` compares them with the legs.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Id, exact_length, length_between, one_of
from cip.incentives.ledger import BUDGET_KINDS, KINDS

LABEL = 80
LONGEST_REFERENCE, LONGEST_WHY = 120, 1_000
_SUMS = (*BUDGET_KINDS, "accepted", "owed", "recovered", "interest", "interest_paid")


def _never_below(*columns: str) -> tuple[CheckConstraint, ...]:
    return tuple(CheckConstraint(f"{name} >= 0", name=f"{name}_never_below") for name in columns)


class FundingLineRow(Base):
    """A source of money of a call: its budget and what became of it, in cents. Changed by `move_money` only."""

    __tablename__ = "funding_lines"
    __table_args__ = (
        exact_length("id", 32),
        length_between("source_id", 1, 40),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        *_never_below("budget", *_SUMS),
        CheckConstraint("budget = " + " + ".join(BUDGET_KINDS), name="budget_is_all"),
        UniqueConstraint("call_id", "source_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    # As the call's pack names it, in the pack's order: an award takes from the first that has money left.
    source_id: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int] = mapped_column(Integer)
    budget: Mapped[int] = mapped_column(BigInteger)
    available: Mapped[int] = mapped_column(BigInteger)
    reserved: Mapped[int] = mapped_column(BigInteger)
    committed: Mapped[int] = mapped_column(BigInteger)
    due: Mapped[int] = mapped_column(BigInteger)
    paid: Mapped[int] = mapped_column(BigInteger)
    withheld: Mapped[int] = mapped_column(BigInteger)
    accepted: Mapped[int] = mapped_column(BigInteger)
    owed: Mapped[int] = mapped_column(BigInteger)
    recovered: Mapped[int] = mapped_column(BigInteger)
    interest: Mapped[int] = mapped_column(BigInteger)
    interest_paid: Mapped[int] = mapped_column(BigInteger)


class AwardShareRow(Base):
    """What an award holds of one source, in cents. `ended` says that it was waived or revoked. Changed by `move_money`
    only.
    """

    __tablename__ = "award_shares"
    __table_args__ = (
        exact_length("id", 32),
        *_never_below(*(name for name in _SUMS if name != "available"), "granted"),
        one_of("ended", ("waived", "revoked")),
        CheckConstraint("committed + due + paid + withheld <= granted", name="within_the_grant"),
        CheckConstraint("accepted <= granted", name="accepted_within_the_grant"),
        CheckConstraint("owed + recovered <= paid + withheld", name="owed_within_paid"),
        UniqueConstraint("award_id", "line_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"))
    line_id: Mapped[Id] = mapped_column(ForeignKey("funding_lines.id"), index=True)
    ended: Mapped[str | None] = mapped_column(String(10))
    # The most that was ever awarded of this source.
    granted: Mapped[int] = mapped_column(BigInteger)
    reserved: Mapped[int] = mapped_column(BigInteger)
    committed: Mapped[int] = mapped_column(BigInteger)
    due: Mapped[int] = mapped_column(BigInteger)
    paid: Mapped[int] = mapped_column(BigInteger)
    withheld: Mapped[int] = mapped_column(BigInteger)
    accepted: Mapped[int] = mapped_column(BigInteger)
    owed: Mapped[int] = mapped_column(BigInteger)
    recovered: Mapped[int] = mapped_column(BigInteger)
    interest: Mapped[int] = mapped_column(BigInteger)
    interest_paid: Mapped[int] = mapped_column(BigInteger)


class LedgerTransactionRow(Base):
    """Money that moved at once: what happened, on which day it counts, who did it, which paper says so. Append-only,
    and written after its legs, which add up to zero.
    """

    __tablename__ = "ledger_transactions"
    __table_args__ = (
        exact_length("id", 32),
        length_between("what", 1, 20),
        length_between("reference", 0, LONGEST_REFERENCE),
        length_between("reason", 0, LONGEST_WHY),
        length_between("by_label", 1, LABEL),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        UniqueConstraint("call_id", "seq"),
        Index("ix_ledger_transactions_call_id_on_day", "call_id", "on_day"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    # Counts the transactions of a call, without a gap.
    seq: Mapped[int] = mapped_column(Integer)
    what: Mapped[str] = mapped_column(String(20))
    on_day: Mapped[date]
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))
    reference: Mapped[str] = mapped_column(String(LONGEST_REFERENCE))
    reason: Mapped[str] = mapped_column(String(LONGEST_WHY))


class LedgerLegRow(Base):
    """One line of a transaction: cents onto an account (negative: from it). Append-only."""

    __tablename__ = "ledger_legs"
    __table_args__ = (
        one_of("kind", KINDS),
        CheckConstraint("cents <> 0", name="moves_something"),
        CheckConstraint("n >= 1", name="n_from_one"),
    )

    # Checked when the Work commits: the transaction is written after its legs.
    transaction_id: Mapped[Id] = mapped_column(
        ForeignKey("ledger_transactions.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    n: Mapped[int] = mapped_column(Integer, primary_key=True)
    line_id: Mapped[Id] = mapped_column(ForeignKey("funding_lines.id"), index=True)
    award_id: Mapped[Id | None] = mapped_column(ForeignKey("awards.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    cents: Mapped[int] = mapped_column(BigInteger)
