"""The parts of awards as they stand on a day: what is payable, what is held or waits and why, what was paid."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from cip.incentives import payment_sentences as sentences
from cip.incentives.aid_law import Law
from cip.incentives.award_states import AwardState
from cip.incentives.awards import StoredAward
from cip.incentives.bank_accounts import BankAccount, in_sepa
from cip.incentives.money import total
from cip.incentives.payment_checks import (
    PaymentFact,
    PaymentHold,
    in_the_way,
    lacking,
    lowered_by_report,
    newest,
    offset_of,
    recipient_of,
)
from cip.incentives.payment_states import LIVE_PAYMENTS
from cip.incentives.payments import Netting, PartOfAward, PartState, Payment, PaymentStep, netting_of
from cip.incentives.progress import Progress
from cip.incentives.reads.award_checks import cups_of
from cip.incentives.reads.awards import award_of, awards_of_call
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.money import shares_of
from cip.incentives.reads.payments import (
    accounts_of_firms,
    facts_of_awards,
    holds_of_awards,
    owed_by_firms,
    payments_of_awards,
    steps_of_payments,
)
from cip.incentives.reads.progress import progress_of
from cip.incentives.reads.recoveries import open_breaches
from cip.incentives.tranches import Part, follows, parts_of, payable_cents, waits_for
from cip.incentives.withholding import Withholding, withholding_of
from cip.kernel.clock import today
from cip.kernel.money import euros
from cip.kernel.texts import Reason, Text, Value
from cip.rulebook.call_packs import CallPack

PAID_STATES: tuple[AwardState, ...] = ("notified", "accepted", "closed")
"""The awards whose parts are listed for the office."""


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything that says how the parts of one award stand."""

    award: StoredAward
    progress: Progress
    settled: int
    facts: Sequence[PaymentFact]
    holds: Sequence[PaymentHold]
    payments: Sequence[Payment]
    steps: dict[str, list[PaymentStep]]
    account: BankAccount | None
    cup: str | None
    breach: bool
    owed: int
    law: Law
    on: date


def tranches_of(session: Session, award_id: str, on: date) -> Sequence[PartOfAward]:
    """The parts of an award on a day, in their order; none where its call does not say how it pays."""
    award = award_of(session, award_id)
    return tranches_of_awards(session, award.call_id, [award], on)[award_id]


def netting_now(session: Session, award: StoredAward, on: date) -> Netting:
    """What of an award can be set against a debt on a day: its next part, where that is to be paid and nothing else
    holds it. Nothing while a payment of it is on its way.
    """
    if award.state != "accepted" or total(shares_of(session, [award.id])[award.id], "due"):
        return Netting()
    return netting_of(tranches_of(session, award.id, on))


def tranches_of_call(session: Session, call_id: str, on: date) -> list[tuple[StoredAward, Sequence[PartOfAward]]]:
    """The awards of a call that were notified, each with its parts on a day."""
    awards = [award for award in awards_of_call(session, call_id) if award.state in PAID_STATES]
    found = tranches_of_awards(session, call_id, awards, on)
    return [(award, found[award.id]) for award in awards]


def tranches_of_awards(
    session: Session, call_id: str, awards: Collection[StoredAward], on: date, without: Collection[str] = ()
) -> dict[str, Sequence[PartOfAward]]:
    """The parts of some awards of one call, by award; as if the payments in `without` were not there: what they are
    about is looked at again before they go on.
    """
    call = call_of(session, call_id)
    pack = pack_of_call(session, call)
    if isinstance(pack.call.tranches, str):
        return {award.id: () for award in awards}
    ids = [award.id for award in awards]
    progress, shares = progress_of(session, ids, on), shares_of(session, ids)
    facts, holds = facts_of_awards(session, ids), holds_of_awards(session, ids)
    payments = {
        award_id: [one for one in some if one.id not in without]
        for award_id, some in payments_of_awards(session, ids).items()
    }
    steps = steps_of_payments(session, [one.id for some in payments.values() for one in some])
    firms = {award.firm_id for award in awards}
    accounts, owed = accounts_of_firms(session, firms), owed_by_firms(session, call.body_id, firms)
    cups, broken = cups_of(session, call_id, ids), open_breaches(session, ids)
    return {
        award.id: _parts(
            pack,
            _Known(
                award=award,
                progress=progress[award.id],
                settled=total(shares[award.id], "paid", "withheld"),
                facts=facts[award.id],
                holds=holds[award.id],
                payments=payments[award.id],
                steps=steps,
                account=accounts.get(award.firm_id),
                cup=cups.get(award.id),
                breach=award.id in broken,
                owed=owed.get(award.firm_id, 0),
                law=pack.content.law.parameters,
                on=on,
            ),
        )
        for award in awards
    }


def _parts(pack: CallPack, known: _Known) -> Sequence[PartOfAward]:
    rules = () if isinstance(pack.call.tranches, str) else pack.call.tranches
    parts = parts_of(rules, known.award.cents)
    found: list[PartOfAward] = []
    done: set[str] = set()
    for part in parts:
        shown = _part(parts, part, known, done)
        if shown.state in ("paid", "nothing"):
            done.add(part.id)
        found.append(shown)
    return tuple(found)


def _part(parts: Sequence[Part], part: Part, known: _Known, done: Collection[str]) -> PartOfAward:
    own = [one for one in known.payments if one.tranche_id == part.id]
    standing = next((one for one in own if one.state in (*LIVE_PAYMENTS, "executed")), None)
    if standing is not None:
        return _with_payment(part, known, standing)
    # Of an award that is closed nothing is to be paid any more, whatever a part waited for.
    closed = known.award.state == "closed"
    paid = {one.tranche_id for one in known.payments if one.state == "executed"}
    reach = max((one.up_to for one in parts if one.id in paid), default=0)
    cents = 0 if closed else payable_cents(part, known.award.cents, known.progress, known.settled, reach)
    waits = () if closed else (*_waits(part, known), *follows(parts, part, done))
    holds = tuple(one for one in known.holds if one.tranche_id == part.id)
    recipient = recipient_of(known.facts, part.id, known.on)
    withholding = withholding_of(cents, recipient, known.law, known.on)
    # What a person has to confirm is asked together with the checks of the day; whatever else it waits for comes first.
    its_turn = all(reason.sentence == sentences.CONDITION for reason in waits)
    checked = _stops(part, known, cents, withholding, holds) if its_turn else ()
    stops = () if waits else checked
    lowered = () if closed else lowered_by_report(part, cents, known.award.cents, known.progress)
    # What the accepted report leaves nothing of waits for nothing any more.
    state = _state(cents, bool(waits) and not (lowered and cents == 0), bool(stops))
    nothing = (_say("nothing", sentences.NOTHING_LEFT),) if state == "nothing" else ()
    return PartOfAward(
        part=part,
        award_id=known.award.id,
        state=state,
        cents=cents,
        withholding=withholding,
        offset=min(offset_of(known.facts, part.id, cents, known.on), cents - withholding.cents),
        cup=known.cup,
        because=(*lowered, *(nothing or (*waits, *stops))),
        holds=holds,
        payment=None,
        paid_on=None,
        came_back=_came_back(own, known),
        lacks=lacking((*waits, *checked), recipient) if cents and its_turn else (),
    )


def _state(cents: int, waits: bool, stops: bool) -> PartState:
    if waits:
        return "waiting"
    if cents == 0:
        return "nothing"
    return "held" if stops else "payable"


def _with_payment(part: Part, known: _Known, payment: Payment) -> PartOfAward:
    paid = payment.state == "executed"
    days = [step.on_day for step in known.steps[payment.id] if step.action == "execute"]
    return PartOfAward(
        part=part,
        award_id=known.award.id,
        state="paid" if paid else "on_its_way",
        cents=payment.cents,
        withholding=None,
        offset=payment.offset_cents,
        cup=payment.cup or None,
        because=() if paid else (_say("on_its_way", sentences.ON_ITS_WAY),),
        holds=tuple(one for one in known.holds if one.tranche_id == part.id),
        payment=payment,
        paid_on=days[-1] if days else None,
        came_back="",
    )


def _came_back(own: Sequence[Payment], known: _Known) -> str:
    """Why the last payment of a part came back, where one did."""
    reasons = [
        step.reason
        for one in own
        for step in known.steps[one.id]
        if step.action == "reject" and one.state == "rejected"
    ]
    return reasons[-1] if reasons else ""


def _waits(part: Part, known: _Known) -> tuple[Reason, ...]:
    said = newest(known.facts, "condition", part.id, known.on)
    found = waits_for(part, known.award.state, known.progress, said is not None and said.value == "yes")
    if any(one.state in LIVE_PAYMENTS for one in known.payments):
        return (*found, _say("on_its_way", sentences.ON_ITS_WAY))
    return found


def _stops(
    part: Part, known: _Known, cents: int, withholding: Withholding, holds: Sequence[PaymentHold]
) -> tuple[Reason, ...]:
    held = [_say("held", sentences.HELD, on=today(hold.at), why=hold.reason) for hold in holds if hold.stands]
    if known.breach:
        held.append(_say("breach", sentences.BREACH))
    if known.owed:
        held.append(_say("owes", sentences.OWES, owed=euros(known.owed)))
    found = [*held, *_account(known.account)]
    found += in_the_way(known.facts, part.id, cents, known.cup, known.law, known.on)
    if withholding.applies == "unknown":
        found += withholding.because
    return tuple(found)


def _account(account: BankAccount | None) -> tuple[Reason, ...]:
    if account is None:
        return (_say("account", sentences.NO_ACCOUNT),)
    if not in_sepa(account.mask):
        return (_say("account", sentences.ACCOUNT_OUTSIDE_SEPA),)
    if account.outcome is None:
        return (_say("account", sentences.ACCOUNT_NOT_SEEN),)
    if account.outcome == "refused":
        return (_say("account", sentences.ACCOUNT_REFUSED, why=account.outcome_reason or ""),)
    return ()


def _say(rule: str, sentence: Text, **values: Value) -> Reason:
    return Reason(f"payment.{rule}", sentence, values)
