"""The decision on an award: prepared by one person, sent back or approved by another, or let go with a reason.

Order of locks: the call, the award, the words of the aid room, the money. What comes after, the letter and its number,
is in `notify_awards`.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from cip.database.work import Work
from cip.incentives.actions.check_award import hold_award, hold_room, keep_checks
from cip.incentives.actions.claim_premium import claim_premium
from cip.incentives.actions.move_money import Paper, move_money
from cip.incentives.actions.prepare_call import person_of
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.actions.record_aid import record_aid
from cip.incentives.actions.reserve_awards import WrongAwardStateError, record_award_move
from cip.incentives.actions.reserve_room import end_reservation, reservation_of
from cip.incentives.actions.withdraw_aid_entry import withdraw_entry
from cip.incentives.award_checks import AwardCheck, NotInOrderError, gives_aid, what_is_missing
from cip.incentives.award_states import AwardMove, award_transition
from cip.incentives.awards import StoredAward
from cip.incentives.declared import Known
from cip.incentives.money import AwardShare, FundingLine
from cip.incentives.money_events import Award, Event, Release
from cip.incentives.money_rules import Money
from cip.incentives.reads.award_checks import approval_of, checks_on, codes_of, preparations_of
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.prepared import RulesOfDay
from cip.incentives.reads.rankings import find_ranking
from cip.incentives.records import AwardApprovalRow, AwardPreparationRow
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.parties.reads import find_firm


class PreparerApprovesError(RefusalError):
    """A decision is approved by somebody else than who prepared it."""

    def __init__(self) -> None:
        super().__init__("Somebody else than who prepared the decision must approve it.")


class OddGrantDayError(RefusalError, ValueError):
    """The act is of a day before the act of the ranking, or still to come."""

    def __init__(self) -> None:
        super().__init__("The act is of a day from the act of the ranking to today.")


class NoActError(RefusalError, ValueError):
    """An approval names its act."""

    def __init__(self) -> None:
        super().__init__("Write the number of the act.")


def prepare_award(work: Work, award_id: str, rules: RulesOfDay) -> None:
    """Prepare the decision on an award: every last check of today is there and in order, and is kept.

    Raises WrongAwardStateError, NotInOrderError, LookupError.
    """
    award = _begin(work, award_id, "prepare")
    check_id = _checked(work, award, today(work.now), rules)
    last = work.session.scalar(
        select(func.max(AwardPreparationRow.seq)).where(AwardPreparationRow.award_id == award_id)
    )
    row = AwardPreparationRow(
        id=work.new_id(),
        award_id=award_id,
        seq=(last or 0) + 1,
        check_id=check_id,
        prepared_by=person_of(work),
        prepared_label=work.actor.label,
        prepared_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    record_award_move(work, award_id, "prepare", person=person_of(work))


def send_back_award(work: Work, award_id: str, reason: str) -> None:
    """Send a prepared decision back, with the reason. Raises WrongAwardStateError, NoReasonError."""
    _begin(work, award_id, "send_back")
    record_award_move(work, award_id, "send_back", person=person_of(work), reason=_said(reason))


def approve_award(work: Work, award_id: str, *, act_number: str, act_on: date, rules: RulesOfDay) -> None:
    """Approve a prepared decision with its act: the checks of the day of the act and of today are in order, the money
    that was reserved is awarded, the room that was kept becomes aid received.

    Raises WrongAwardStateError, PreparerApprovesError, NotInOrderError, NoActError, OddGrantDayError, LookupError;
    for a premium (see `claim_premium`) PremiumTwiceError, PremiumTooHighError, ProofMissingError.
    """
    award = _begin(work, award_id, "approve")
    prepared = preparations_of(work.session, award_id)[-1]
    who = person_of(work)
    if prepared.prepared_by == who:
        raise PreparerApprovesError
    number = act_number.strip()
    if not number:
        raise NoActError
    _right_day(work, award, act_on)
    hold_room(work, award, act_on, rules)
    if act_on != today(work.now):
        # What was granted elsewhere since the day of the act must leave room too.
        _refuse_missing(checks_on(work.session, award, today(work.now), work.now, rules))
    check_id = _checked(work, award, act_on, rules)
    claim_premium(work, award, rules)
    aid_id = _grant_aid(work, award, act_on)
    _award_money(work, award, Paper(act_on, reference=number))
    row = AwardApprovalRow(
        award_id=award_id,
        preparation_id=prepared.id,
        preparer=prepared.prepared_by,
        check_id=check_id,
        approved_by=who,
        approved_label=work.actor.label,
        approved_at=work.now,
        act_number=number,
        act_on=act_on,
        aid_id=aid_id,
    )
    work.session.add(row)
    work.session.flush()
    held = record_award_move(work, award_id, "approve", person=who, reference=number)
    held.granted_on = act_on
    work.session.flush()


def release_award(work: Work, award_id: str, reason: str) -> None:
    """Let an award go before it is decided, with the reason: its money and its room for aid are free again. Raises
    WrongAwardStateError, NoReasonError.
    """
    award = _begin(work, award_id, "release")
    why = _said(reason)
    kept = reservation_of(work, award.firm_id, award.call_id)
    if kept is not None:
        end_reservation(work, kept, "released")

    def plan(_money: Money, _lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
        return [Release(share.id) for share in shares if share.reserved]

    move_money(work, award.call_id, [award_id], plan, Paper(today(work.now), reason=why))
    record_award_move(work, award_id, "release", person=person_of(work), reason=why)


def give_back_aid(work: Work, award: StoredAward, keeps: int = 0) -> None:
    """Take back the aid that was recorded with a held award which has ended, but for the cents that the firm `keeps`:
    these stay aid of the day of the grant. Nothing happens where none was recorded.
    """
    found = approval_of(work.session, award.id)
    if found is None or found.aid_id is None:
        return
    if withdraw_entry(work, award.firm_id, found.aid_id) and keeps:
        _record_aid(work, award, keeps, found.act_on)


def _begin(work: Work, award_id: str, action: AwardMove) -> StoredAward:
    """Hold an award in which something can be done. Raises WrongAwardStateError, LookupError."""
    award = hold_award(work, award_id)
    if award_transition(award.state, action) is None:
        raise WrongAwardStateError
    return award


def _said(reason: str) -> str:
    if not reason.strip():
        raise NoReasonError
    return reason.strip()


def _checked(work: Work, award: StoredAward, on: date, rules: RulesOfDay) -> str:
    checks = checks_on(work.session, award, on, work.now, rules)
    _refuse_missing(checks)
    return keep_checks(work, award.id, on, checks)


def _refuse_missing(checks: tuple[AwardCheck, ...]) -> None:
    missing = what_is_missing(checks)
    if missing:
        raise NotInOrderError(missing)


def _right_day(work: Work, award: StoredAward, act_on: date) -> None:
    ranking = find_ranking(work.session, award.ranking_id)
    first = ranking.approval.act_on if ranking is not None and ranking.approval is not None else act_on
    if not first <= act_on <= today(work.now):
        raise OddGrantDayError


def _grant_aid(work: Work, award: StoredAward, on: date) -> str | None:
    pack = pack_of_call(work.session, call_of(work.session, award.call_id))
    if not gives_aid(pack.call):
        return None
    kept = reservation_of(work, award.firm_id, award.call_id)
    if kept is not None:
        end_reservation(work, kept, "granted")
    return _record_aid(work, award, award.cents, on)


def _record_aid(work: Work, award: StoredAward, cents: int, on: date) -> str:
    firm = find_firm(work.session, award.firm_id)
    if firm is None:
        raise LookupError(award.firm_id)
    cor = codes_of(work.session, award.call_id, award.id).get("cor")
    return record_aid(
        work,
        award.firm_id,
        Known(firm.tax_code, firm.name),
        granted_on=on,
        cents=cents,
        regime="general",
        source="register",
        reference=f"COR {cor.code}" if cor is not None else None,
    )


def _award_money(work: Work, award: StoredAward, paper: Paper) -> None:
    def plan(_money: Money, _lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
        return [Award(share.id, share.line_id, share.reserved, award.firm_id) for share in shares if share.reserved]

    move_money(work, award.call_id, [award.id], plan, paper)
