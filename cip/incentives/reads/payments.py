"""What is stored of payments: accounts, facts and holds, batches, orders and how each came where it is."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from sqlalchemy import Select, Table, and_, func, select
from sqlalchemy.orm import Session

from cip.incentives.bank_accounts import BankAccount
from cip.incentives.payment_checks import PaymentFact, PaymentHold
from cip.incentives.payments import OpenLine, Payment, PaymentBatch, PaymentStep, StatementGlance
from cip.incentives.reconciling import BankLine, SentPayment, proposals
from cip.incentives.records import (
    AwardRow,
    AwardShareRow,
    BankAccountReviewRow,
    BankAccountRow,
    CallRow,
    LedgerLegRow,
    LedgerTransactionRow,
    PaymentBatchRow,
    PaymentFactRow,
    PaymentHoldEndRow,
    PaymentHoldRow,
    PaymentMoveRow,
    PaymentOrderRow,
    StatementLineRow,
    StatementMatchRow,
    StatementRow,
)

_A, _R = (cast("Table", row.__table__).c for row in (BankAccountRow, BankAccountReviewRow))
_F = cast("Table", PaymentFactRow.__table__).c
_H, _E = (cast("Table", row.__table__).c for row in (PaymentHoldRow, PaymentHoldEndRow))
_B, _O, _M = (cast("Table", row.__table__).c for row in (PaymentBatchRow, PaymentOrderRow, PaymentMoveRow))
_S, _L, _X = (cast("Table", row.__table__).c for row in (StatementRow, StatementLineRow, StatementMatchRow))
_W, _C, _Y = (cast("Table", row.__table__).c for row in (AwardRow, CallRow, AwardShareRow))

_G, _T = (cast("Table", row.__table__).c for row in (LedgerLegRow, LedgerTransactionRow))


def account_of_firm(session: Session, firm_id: str) -> BankAccount | None:
    """The account that counts for a firm, None if it gave none."""
    return accounts_of_firms(session, [firm_id]).get(firm_id)


def accounts_of_firms(session: Session, firm_ids: Collection[str]) -> dict[str, BankAccount]:
    """The accounts that count, by firm: of several the one entered last."""
    found = _accounts(session, _account_columns().where(_A.firm_id.in_(firm_ids)))
    return {one.firm_id: one for one in found if one.firm_id is not None}


def account_of_body(session: Session, body_id: str) -> BankAccount | None:
    """The account that an office pays from, None if it gave none."""
    return next(reversed(_accounts(session, _account_columns().where(_A.body_id == body_id))), None)


def find_account(session: Session, account_id: str) -> BankAccount | None:
    """An account, None if there is none."""
    return next(iter(_accounts(session, _account_columns().where(_A.id == account_id))), None)


def facts_of_awards(session: Session, award_ids: Collection[str]) -> dict[str, list[PaymentFact]]:
    """What was recorded before payments, by award, oldest first."""
    found: dict[str, list[PaymentFact]] = {award_id: [] for award_id in award_ids}
    query = select(*_F).where(_F.award_id.in_(award_ids)).order_by(_F.at, _F.id)
    for row in session.execute(query):
        found[row.award_id].append(PaymentFact(**row._mapping))
    return found


def holds_of_awards(session: Session, award_ids: Collection[str]) -> dict[str, list[PaymentHold]]:
    """What was put on hold, by award, oldest first, lifted or not."""
    found: dict[str, list[PaymentHold]] = {award_id: [] for award_id in award_ids}
    ended = (_E.at.label("lifted_at"), _E.by_label.label("lifted_label"), _E.reason.label("lifted_reason"))
    query = select(*_H, *ended).outerjoin(PaymentHoldEndRow, _E.hold_id == _H.id)
    for row in session.execute(query.where(_H.award_id.in_(award_ids)).order_by(_H.at, _H.id)):
        found[row.award_id].append(PaymentHold(**row._mapping))
    return found


def owed_by_firms(session: Session, body_id: str, firm_ids: Collection[str]) -> dict[str, int]:
    """What firms owe one office over all of its calls, in cents; who owes nothing is left out."""
    query = (
        select(_W.firm_id, func.sum(_Y.owed).label("owed"))
        .join(AwardShareRow, _Y.award_id == _W.id)
        .join(CallRow, _C.id == _W.call_id)
        .where(_W.firm_id.in_(firm_ids), _C.body_id == body_id, _Y.owed > 0)
        .group_by(_W.firm_id)
    )
    return {row.firm_id: int(row.owed) for row in session.execute(query)}


def payments_of_awards(session: Session, award_ids: Collection[str]) -> dict[str, list[Payment]]:
    """The payment orders of awards, by award, in the order of their batches."""
    found: dict[str, list[Payment]] = {award_id: [] for award_id in award_ids}
    for payment in _payments(session, _payment_columns().where(_O.award_id.in_(award_ids))):
        found[payment.award_id].append(payment)
    return found


def payments_of_batch(session: Session, batch_id: str) -> Sequence[Payment]:
    """The payment orders of a batch."""
    return _payments(session, _payment_columns().where(_O.batch_id == batch_id))


def payments_of_batches(session: Session, batch_ids: Collection[str]) -> Sequence[Payment]:
    """The payment orders of some batches."""
    return _payments(session, _payment_columns().where(_O.batch_id.in_(batch_ids)))


def sent_of_body(session: Session, body_id: str) -> Sequence[Payment]:
    """The payments of an office that are at the bank, of all its calls."""
    return _payments(session, _payment_columns().where(_C.body_id == body_id, _O.state == "sent"))


def find_payment(session: Session, payment_id: str) -> Payment | None:
    """A payment order, None if there is none."""
    return next(iter(_payments(session, _payment_columns().where(_O.id == payment_id))), None)


def paid_by(session: Session, award_id: str, end_to_end: str) -> dict[str, tuple[int, int]]:
    """What the payment of an award under this id moved when it was executed: cents in all, and those kept as tax, by
    the source.
    """
    query = (
        select(_G.line_id, _G.kind, func.sum(_G.cents).label("cents"))
        .join(LedgerTransactionRow, _T.id == _G.transaction_id)
        .where(_G.award_id == award_id, _G.kind.in_(("paid", "withheld")))
        .where(_T.what == "pay", _T.reference == end_to_end)
        .group_by(_G.line_id, _G.kind)
    )
    found: dict[str, tuple[int, int]] = {}
    for row in session.execute(query):
        cents, kept = found.get(row.line_id, (0, 0))
        part = int(row.cents)
        found[row.line_id] = (cents + part, kept + (part if row.kind == "withheld" else 0))
    return found


def find_batch(session: Session, batch_id: str) -> PaymentBatch | None:
    """A batch, None if there is none."""
    return next(iter(_batches(session, select(*_B).where(_B.id == batch_id))), None)


def batch_of(session: Session, batch_id: str) -> PaymentBatch:
    """A batch that is there. Raises LookupError if not."""
    found = find_batch(session, batch_id)
    if found is None:
        raise LookupError(f"there is no batch {batch_id}")
    return found


def batches_of_call(session: Session, call_id: str) -> Sequence[PaymentBatch]:
    """The batches of a call, the newest first."""
    return _batches(session, select(*_B).where(_B.call_id == call_id).order_by(_B.number.desc()))


def steps_of_payments(session: Session, order_ids: Collection[str]) -> dict[str, list[PaymentStep]]:
    """The moves of payments, by payment, oldest first."""
    found: dict[str, list[PaymentStep]] = {order_id: [] for order_id in order_ids}
    columns = [column for column in _M if column.name != "id"]
    for row in session.execute(select(*columns).where(_M.order_id.in_(order_ids)).order_by(_M.order_id, _M.seq)):
        found[row.order_id].append(PaymentStep(**row._mapping))
    return found


def statements_of_body(session: Session, body_id: str) -> Sequence[StatementGlance]:
    """The statements that an office imported, the newest first."""
    query = select(*_S).where(_S.body_id == body_id).order_by(_S.at.desc(), _S.id)
    return [StatementGlance(**row._mapping) for row in session.execute(query)]


def open_lines(session: Session, body_id: str) -> Sequence[BankLine]:
    """The lines of an office's statements that settled nothing yet, by day."""
    return [
        BankLine(row.id, row.on_day, row.cents, row.end_to_end, row.returned)
        for row in session.execute(_open_lines(body_id))
    ]


def unmatched(session: Session, body_id: str) -> Sequence[OpenLine]:
    """The same for people, with the payments that each may be about."""
    rows = session.execute(_open_lines(body_id)).all()
    came_in = {row.end_to_end for row in rows if row.cents > 0}
    given_back = _payment_columns().where(_C.body_id == body_id, _O.state == "executed", _O.end_to_end.in_(came_in))
    sent = {one.id: one for one in (*sent_of_body(session, body_id), *_payments(session, given_back))}
    asked = [SentPayment(one.id, one.end_to_end, one.transferred) for one in sent.values()]
    found = []
    for row in rows:
        line = BankLine(row.id, row.on_day, row.cents, row.end_to_end, row.returned)
        found.append(
            OpenLine(
                id=row.id,
                statement_id=row.statement_id,
                day=row.on_day,
                cents=row.cents,
                end_to_end=row.end_to_end,
                returned=row.returned,
                words=row.words,
                proposed=[sent[one] for one in proposals(line, asked)],
            )
        )
    return found


def _open_lines(body_id: str) -> Select[Any]:
    joined = select(*_L).outerjoin(StatementMatchRow, _X.line_id == _L.id)
    return joined.where(_L.body_id == body_id, _X.line_id.is_(None)).order_by(_L.on_day, _L.id)


def _account_columns() -> Select[Any]:
    seen = (
        _R.outcome,
        _R.at.label("outcome_at"),
        _R.by_label.label("outcome_label"),
        _R.reason.label("outcome_reason"),
    )
    query = select(*_A, *seen).outerjoin(BankAccountReviewRow, _R.account_id == _A.id)
    return query.order_by(_A.entered_at, _A.id)


def _accounts(session: Session, query: Select[Any]) -> list[BankAccount]:
    return [BankAccount(**row._mapping) for row in session.execute(query)]


def _payment_columns() -> Select[Any]:
    joined = and_(_W.id == _O.award_id, _C.id == _W.call_id)
    query = select(*_O, _C.id.label("call_id")).join(PaymentBatchRow, _B.id == _O.batch_id)
    return query.join(AwardRow, _W.id == _O.award_id).join(CallRow, joined).order_by(_B.number, _O.id)


def _payments(session: Session, query: Select[Any]) -> list[Payment]:
    return [Payment(**row._mapping) for row in session.execute(query)]


def _batches(session: Session, query: Select[Any]) -> list[PaymentBatch]:
    return [PaymentBatch(**row._mapping) for row in session.execute(query)]


def next_number(session: Session, call_id: str) -> int:
    """The number of the next batch of a held call."""
    return (session.scalar(select(func.max(_B.number)).where(_B.call_id == call_id)) or 0) + 1
