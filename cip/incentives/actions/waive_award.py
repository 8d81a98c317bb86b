"""An award ends before it is paid in whole: the firm gives it up, or lets the term for accepting pass.

What was not paid goes back to its source, and so does the room for aid; what was paid stays where it is. The ranking
learns of it, so that its next version can go down the list; nobody moves up by itself.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from cip.database.work import Work
from cip.incentives.actions.accept_award import HeldAward, hold_award_and_call
from cip.incentives.actions.decide_award import give_back_aid
from cip.incentives.actions.move_call import NotYetError
from cip.incentives.actions.move_money import Paper, move_money
from cip.incentives.actions.prepare_call import person_of
from cip.incentives.actions.rank_call import NewChange, NoReasonError, note_change
from cip.incentives.actions.reserve_awards import WrongAwardStateError, record_award_move
from cip.incentives.actions.reserve_room import end_reservation, reservation_of, reserve_room
from cip.incentives.actions.stop_payments import stop_payments
from cip.incentives.award_states import award_transition
from cip.incentives.money import AwardShare, FundingLine, total
from cip.incentives.money_events import Event
from cip.incentives.money_events import Waive as WaiveMoney
from cip.incentives.money_rules import Money
from cip.incentives.rankings import standing
from cip.incentives.reads.acceptances import due_answer
from cip.incentives.reads.calls import pack_of_call
from cip.incentives.reads.money import shares_of
from cip.incentives.reads.rankings import changes_of_call
from cip.incentives.reads.recoveries import open_breach
from cip.incentives.records import AidReservationRow
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Reason, Text

_LAPSED = Text(it="Il contributo non è stato accettato entro il {until}.", en="The award was not accepted by {until}.")
_NOT_OVER = Text(it="L'impresa può ancora accettare, fino al {until}.", en="The firm may still accept, until {until}.")


class BreachIsOpenError(RefusalError):
    """Nobody gives up while the office looks at a breach: what was paid may have to come back."""

    def __init__(self) -> None:
        super().__init__("A breach of this award is open: the office decides on it first.")


class NotProvedError(RefusalError):
    """More was paid than a report has proved: the office says what comes back, and nothing can once it is given up."""

    def __init__(self) -> None:
        super().__init__("What was paid is not proved yet: the office decides what comes back.")


def waive_award(work: Work, award_id: str, *, reason: str) -> None:
    """Give an award up, in whole or what is left of it: what is given up owes nothing any more, so what was paid of it
    has been proved.

    Raises WrongAwardStateError, NoReasonError, BreachIsOpenError, NotProvedError, PaymentOnItsWayError while a payment
    of it is at the bank.
    """
    held = hold_award_and_call(work, award_id)
    if not reason.strip():
        raise NoReasonError
    if award_transition(held.award.state, "waive") is None:
        raise WrongAwardStateError
    if open_breach(work.session, award_id):
        raise BreachIsOpenError
    if _unproved(work, held):
        raise NotProvedError
    record_award_move(work, award_id, "waive", person=person_of(work), reason=reason.strip())
    _give_back(work, held, reason.strip())


def lapse_award(work: Work, award_id: str, *, reference: str = "") -> None:
    """Write down that the term for accepting is over. Raises WrongAwardStateError, NotYetError before it is."""
    held = hold_award_and_call(work, award_id)
    until = due_answer(work.session, held.award)
    if until is None:
        raise WrongAwardStateError
    said = {"until": until}
    if today(work.now) <= until:
        raise NotYetError((Reason("award.term_runs", _NOT_OVER, said),))
    reason = _LAPSED.it.format(until=f"{until:%d/%m/%Y}")
    record_award_move(work, award_id, "lapse", person=person_of(work), reason=reason, reference=reference.strip())
    _give_back(work, held, reason)


def _unproved(work: Work, held: HeldAward) -> bool:
    """Whether more was paid than is proved, in a call that asks for a proof."""
    rules = pack_of_call(work.session, held.call).call.tranches
    asks = not isinstance(rules, str) and any("report_accepted" in one.asks for one in rules)
    shares = shares_of(work.session, [held.award.id]).get(held.award.id, ())
    return asks and sum(share.settled for share in shares) > total(shares, "accepted")


def _give_back(work: Work, held: HeldAward, reason: str) -> None:
    award = held.award
    give_back_rest(work, held, reason)
    waived = [one for one in standing(changes_of_call(work.session, award.call_id)) if one.kind == "waiver"]
    if award.application_id not in {one.application_id for one in waived}:
        note_change(work, award.call_id, NewChange("waiver", award.application_id, reason))


def give_back_rest(work: Work, held: HeldAward, reason: str) -> None:
    """What of a held award is not paid goes back to its source, and its room for aid too; no money moves on it any
    more. Raises PaymentOnItsWayError.
    """
    award = held.award
    stop_payments(work, award.id, reason, person=person_of(work))
    before = shares_of(work.session, [award.id]).get(award.id, ())
    if total(before, "committed", "due"):
        _free_room(work, held, sum(share.settled for share in before))
    move_money(work, award.call_id, [award.id], _waive, Paper(today(work.now), reason=reason))


def _waive(_money: Money, _lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
    return [WaiveMoney(share.id) for share in shares if share.ended is None and share.awarded]


def _free_room(work: Work, held: HeldAward, paid: int) -> None:
    """The room for aid of the award is given back, granted already or only kept; what was paid stays aid of its day."""
    award = held.award
    give_back_aid(work, award, paid)
    kept = reservation_of(work, award.firm_id, award.call_id)
    if kept is None:
        return
    query = select(AidReservationRow.granted_on).where(AidReservationRow.id == kept)
    granted_on: date = work.session.execute(query).scalar_one()
    end_reservation(work, kept, "released")
    if paid:
        law = pack_of_call(work.session, held.call).content.law.parameters
        reserve_room(work, award.firm_id, award.call_id, paid, granted_on, law)
