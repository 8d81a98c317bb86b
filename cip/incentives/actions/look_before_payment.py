"""What the office records before it pays: what a source says, and that a part is held or goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cip.database.work import Work
from cip.incentives.actions.check_award import hold_award
from cip.incentives.actions.prepare_call import person_of
from cip.incentives.awards import StoredAward
from cip.incentives.payment_checks import OF_ONE_PART, HoldKind, PaymentFactKind, PaymentFactValue
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.payments import holds_of_awards
from cip.incentives.reads.tranches import tranches_of
from cip.incentives.records import PaymentFactRow, PaymentHoldEndRow, PaymentHoldRow
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError


class OddPaymentFactError(RefusalError, ValueError):
    """A fact of a day to come, of a part that the call does not have, of a closed award, an offset without its sum."""

    def __init__(self) -> None:
        super().__init__("This cannot be recorded: look at the day, the part and the sum.")


class FactKnownError(RefusalError):
    """Somebody has recorded these facts meanwhile, or the part does not ask for them any more."""

    def __init__(self, kinds: Sequence[PaymentFactKind]) -> None:
        super().__init__(f"Not asked for any more: {', '.join(kinds)}.")
        self.kinds = tuple(kinds)


class MayNotLiftError(RefusalError):
    """Somebody else may lift this hold, or it was lifted."""

    def __init__(self) -> None:
        super().__init__("You cannot lift this hold: somebody else may, or it was lifted already.")


@dataclass(frozen=True, slots=True)
class NewFact:
    """What a source says on a day; `cents` of what goes to INPS or INAIL, `source` with the reason of a decision."""

    kind: PaymentFactKind
    value: PaymentFactValue
    on_day: date
    source: str
    valid_to: date | None = None
    cents: int | None = None


def record_payment_fact(work: Work, award_id: str, tranche_id: str, fact: NewFact) -> str:
    """Record what a source says before a part is paid; the id. Raises OddPaymentFactError."""
    award = hold_award(work, award_id)
    _stand_part(work, award, tranche_id)
    sums = fact.kind == "durc_offset" and fact.value == "yes"
    ends_early = fact.valid_to is not None and fact.valid_to < fact.on_day
    if fact.on_day > today(work.now) or sums != (fact.cents is not None) or ends_early:
        raise OddPaymentFactError
    row = PaymentFactRow(
        id=work.new_id(),
        award_id=award_id,
        tranche_id=tranche_id if fact.kind in OF_ONE_PART else None,
        kind=fact.kind,
        value=fact.value,
        on_day=fact.on_day,
        valid_to=fact.valid_to,
        cents=fact.cents,
        source=fact.source,
        at=work.now,
        by_label=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def record_missing_facts(work: Work, award_id: str, tranche_id: str, facts: Sequence[NewFact]) -> None:
    """Record what sources say before a part is paid, all of it or nothing, where it is still missing: what somebody
    else recorded meanwhile is not written over unseen. Raises FactKnownError, OddPaymentFactError.
    """
    hold_award(work, award_id)
    parts = tranches_of(work.session, award_id, today(work.now))
    lacks = next((part.lacks for part in parts if part.id == tranche_id), ())
    known = [fact.kind for fact in facts if fact.kind not in lacks]
    if known:
        raise FactKnownError(known)
    for fact in facts:
        record_payment_fact(work, award_id, tranche_id, fact)


def hold_part(work: Work, award_id: str, tranche_id: str, kind: HoldKind, reason: str) -> str:
    """Hold a part of an award: it is not paid until the hold is lifted; the id. Raises OddPaymentFactError."""
    award = hold_award(work, award_id)
    _stand_part(work, award, tranche_id)
    row = PaymentHoldRow(
        id=work.new_id(),
        award_id=award_id,
        tranche_id=tranche_id,
        kind=kind,
        reason=reason,
        at=work.now,
        by_person=person_of(work),
        by_label=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def lift_hold(work: Work, award_id: str, hold_id: str, reason: str) -> None:
    """Lift a hold by who may (see `LIFTED_BY`), with the reason. Raises MayNotLiftError."""
    award = hold_award(work, award_id)
    found = next((one for one in holds_of_awards(work.session, [award_id])[award_id] if one.id == hold_id), None)
    person, standing = person_of(work), getattr(work.actor, "standing", None)
    role = None if standing is None else standing.in_body(award.body_id)
    if found is None or not found.stands or not found.may_be_lifted_by(person, {role} if role else set()):
        raise MayNotLiftError
    work.session.add(
        PaymentHoldEndRow(
            hold_id=hold_id,
            kind=found.kind,
            set_by=found.by_person,
            reason=reason,
            at=work.now,
            by_person=person,
            by_label=work.actor.label,
        )
    )
    work.session.flush()


def _stand_part(work: Work, award: StoredAward, tranche_id: str) -> None:
    tranches = pack_of_call(work.session, call_of(work.session, award.call_id)).call.tranches
    if award.state == "closed" or isinstance(tranches, str) or tranche_id not in {one.id for one in tranches}:
        raise OddPaymentFactError
