"""How batches of payments are found; importing this makes `load_for` know them."""

from sqlalchemy.orm import Session

from cip.incentives.payments import PaymentBatch
from cip.incentives.reads.calls import find_call
from cip.incentives.reads.kinds import office_roles
from cip.incentives.reads.payments import find_batch
from cip.parties.access import Actor, Kind, register_kind
from cip.parties.permissions import Role


def _office_roles(session: Session, actor: Actor, batch: PaymentBatch) -> frozenset[Role]:
    call = find_call(session, batch.call_id)
    return frozenset() if call is None else office_roles(actor, call.body_id)


PAYMENT_BATCH: Kind[PaymentBatch] = register_kind(
    Kind("payment_batch", find_batch, _office_roles, parent=lambda batch: batch.call_id)
)
"""Payments of a call that go to the bank together."""
