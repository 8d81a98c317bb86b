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


def _payer_roles(session: Session, actor: Actor, batch: PaymentBatch) -> frozenset[Role]:
    standing = actor.standing
    paid = standing is not None and batch.opens_numbers_to(standing.person_id)
    return frozenset({"self"}) if paid and _office_roles(session, actor, batch) else frozenset()


PAYMENT_BATCH: Kind[PaymentBatch] = register_kind(
    Kind("payment_batch", find_batch, _office_roles, parent=lambda batch: batch.call_id)
)
"""Payments of a call that go to the bank together."""
BANK_FILE: Kind[PaymentBatch] = register_kind(
    Kind("bank_file", find_batch, _payer_roles, parent=lambda batch: batch.call_id)
)
"""A batch as who paid it takes it to the bank, with whole account numbers; nobody else's, and nobody's before."""
