"""A breach of an award, step by step: found, warned with a term, repaired or confirmed, what comes back prepared by one
person and decided by another (clause G-06). The decision revokes the award: what is unpaid is free again, what has to
come back is owed, and neither is aid of the firm any more.

Order of locks: the call, the award, the breach, the words of the aid room, the money.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select

from cip.agreement.days import Holidays
from cip.database.locks import RowGoneError, lock
from cip.database.work import Work
from cip.incentives.actions.accept_award import HeldAward, hold_award_and_call
from cip.incentives.actions.decide_award import give_back_aid
from cip.incentives.actions.move_money import Paper, move_money
from cip.incentives.actions.prepare_call import person_of
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.actions.recover import note_recovery
from cip.incentives.actions.reserve_awards import WrongAwardStateError, record_award_move
from cip.incentives.actions.settle_report import OddTermError, tell_about_award
from cip.incentives.actions.stop_payments import stop_payments
from cip.incentives.award_states import award_transition
from cip.incentives.breach_states import BreachMove, breach_transition
from cip.incentives.breaches import (
    LEAST_DAYS,
    MOST_DAYS,
    Broken,
    Return,
    ReturnKind,
    StoredBreach,
    back_for_time,
    back_unproved,
    back_whole,
)
from cip.incentives.legal_clock import last_day
from cip.incentives.money import AwardShare, FundingLine, split, total
from cip.incentives.money_events import Event, Revoke
from cip.incentives.money_rules import Money
from cip.incentives.reads.expenses import report_of
from cip.incentives.reads.kept_time import use_of
from cip.incentives.reads.money import shares_of
from cip.incentives.reads.recoveries import breaches_of_award, find_breach
from cip.incentives.records import BreachMoveRow, BreachRow, RevocationRow
from cip.kernel.canonical import canonical_json
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError


class WrongBreachStateError(RefusalError):
    """The breach is not where this can be done: a step is missing, or somebody was faster."""

    def __init__(self) -> None:
        super().__init__("This cannot be done with this breach now.")


class TermRunsError(RefusalError):
    """The firm still has time to repair."""

    def __init__(self) -> None:
        super().__init__("The term to repair is not over yet.")


class PreparerDecidesError(RefusalError):
    """What is taken back is decided by somebody else than who prepared it."""

    def __init__(self) -> None:
        super().__init__("Somebody else than who prepared this must decide it.")


class NothingBrokenError(RefusalError):
    """No measure of the award ended before its day, or the report was not settled: there is nothing to compute."""

    def __init__(self) -> None:
        super().__init__("There is nothing from which this return could be computed.")


class MoneyMovedError(RefusalError):
    """Something was paid since this was prepared: what comes back has to be computed again."""

    def __init__(self) -> None:
        super().__init__("Something was paid since this was prepared. Send it back and compute again.")


class Found(NamedTuple):
    """What was found: the clause ("" for none of the catalogue), the measure ("" for none), the facts."""

    clause_id: str
    measure: str
    facts: str


@dataclass(frozen=True, slots=True)
class NewRevocation:
    """What is prepared: how it is computed, on which grounds, in how many days it is to be paid."""

    kind: ReturnKind
    grounds: str
    days: int


def find_breach_now(work: Work, award_id: str, found: Found) -> str:
    """Write that a clause is broken; the id. Raises WrongAwardStateError, WrongBreachStateError where one is open."""
    held = hold_award_and_call(work, award_id)
    if award_transition(held.award.state, "revoke") is None:
        raise WrongAwardStateError
    if any(one.open for one in breaches_of_award(work.session, award_id)):
        raise WrongBreachStateError
    if not found.facts.strip():
        raise NoReasonError
    row = BreachRow(
        id=work.new_id(),
        award_id=award_id,
        state="found",
        clause_id=found.clause_id,
        measure=found.measure,
        facts=found.facts.strip(),
        found_on=today(work.now),
        found_at=work.now,
        found_by=work.actor.label,
        repair_by=None,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def warn_of_breach(work: Work, breach_id: str, days: int, free: Holidays) -> None:
    """Warn the firm, with so many days to repair. Raises WrongBreachStateError, OddTermError."""
    held, breach = _hold(work, breach_id)
    if not LEAST_DAYS <= days <= MOST_DAYS:
        raise OddTermError
    row = lock(work.session, BreachRow, breach_id)
    row.repair_by = last_day(today(work.now), days, free)
    work.session.flush()
    _step(work, breach, "warn")
    tell_about_award(work, held.award, held.call.title, "report", key=f"breach/{breach_id}")


def repair_breach(work: Work, breach_id: str, reason: str) -> None:
    """Write that the firm repaired it, and what shows it. Raises WrongBreachStateError, NoReasonError."""
    _held, breach = _hold(work, breach_id)
    _step(work, breach, "repair", _said(reason))


def drop_breach(work: Work, breach_id: str, reason: str) -> None:
    """Let it go, with the reason. Raises WrongBreachStateError, NoReasonError."""
    _held, breach = _hold(work, breach_id)
    _step(work, breach, "drop", _said(reason))


def confirm_breach(work: Work, breach_id: str, reason: str) -> None:
    """Write that it was not repaired in time. Raises WrongBreachStateError, TermRunsError, NoReasonError."""
    _held, breach = _hold(work, breach_id)
    if breach.state == "warned" and breach.repair_by is not None and today(work.now) <= breach.repair_by:
        raise TermRunsError
    _step(work, breach, "confirm", _said(reason))


def compute_return(work: Work, award_id: str, kind: ReturnKind) -> Return:
    """What would have to come back of an award now. Raises NothingBrokenError."""
    paid = total(shares_of(work.session, [award_id])[award_id], "paid", "withheld")
    if kind == "whole":
        return back_whole(paid)
    if kind == "unproved":
        report = report_of(work.session, award_id)
        if report is None or not report.settled:
            raise NothingBrokenError
        return back_unproved(paid, report.accepted_cents)
    on = today(work.now)
    used = use_of(work.session, award_id, on)
    broken = [Broken(one.measure, one.days_kept(on), one.days_due()) for one in used if one.broken]
    if not broken:
        raise NothingBrokenError
    return back_for_time(paid, len(used), broken)


def prepare_revocation(work: Work, breach_id: str, new: NewRevocation) -> str:
    """Compute what comes back and keep it for somebody else's decision; the id.

    Raises WrongBreachStateError, NothingBrokenError, NoReasonError, OddTermError.
    """
    held, breach = _hold(work, breach_id)
    if not new.grounds.strip():
        raise NoReasonError
    if not LEAST_DAYS <= new.days <= MOST_DAYS:
        raise OddTermError
    back = compute_return(work, held.award.id, new.kind)
    row = RevocationRow(
        id=work.new_id(),
        breach_id=breach_id,
        award_id=held.award.id,
        kind=new.kind,
        grounds=new.grounds.strip(),
        because=canonical_json([reason.as_json() for reason in back.because]),
        paid_cents=total(shares_of(work.session, [held.award.id])[held.award.id], "paid", "withheld"),
        owed_cents=back.cents,
        days=new.days,
        prepared_on=today(work.now),
        prepared_by=person_of(work),
        sent_back_on=None,
        decided_on=None,
        decided_by=None,
        act="",
        due_on=None,
    )
    work.session.add(row)
    work.session.flush()
    _step(work, breach, "prepare", new.grounds.strip()[:1_000])
    return row.id


def send_back_revocation(work: Work, breach_id: str, reason: str) -> None:
    """Send back what was prepared, with the reason. Raises WrongBreachStateError, NoReasonError."""
    _held, breach = _hold(work, breach_id)
    why = _said(reason)
    row = _prepared(work, breach)
    row.sent_back_on = today(work.now)
    work.session.flush()
    _step(work, breach, "send_back", why)


def decide_revocation(work: Work, breach_id: str, act: str, free: Holidays) -> None:
    """Revoke: what is unpaid is free again, what was computed is owed from today, to be paid within the days prepared.

    Raises WrongBreachStateError, WrongAwardStateError, PreparerDecidesError, MoneyMovedError, NoReasonError without an
    act, PaymentOnItsWayError, MoneyRefusedError.
    """
    held, breach = _hold(work, breach_id)
    row = _prepared(work, breach)
    who = person_of(work)
    if row.prepared_by == who:
        raise PreparerDecidesError
    if not act.strip():
        raise NoReasonError
    if total(shares_of(work.session, [held.award.id])[held.award.id], "paid", "withheld") != row.paid_cents:
        raise MoneyMovedError
    stop_payments(work, held.award.id, act.strip(), person=who)
    on = today(work.now)
    row.decided_on, row.decided_by, row.act = on, who, act.strip()
    row.due_on = last_day(on, row.days, free)
    work.session.flush()
    give_back_aid(work, held.award, keeps=row.paid_cents - row.owed_cents)
    _revoke(work, held, row.owed_cents, Paper(on, act.strip(), row.grounds[:1_000]))
    record_award_move(work, held.award.id, "revoke", person=who, reason=row.grounds[:1_000], reference=act.strip())
    if row.owed_cents:
        note_recovery(work, held.award.id, "owed", row.owed_cents, on, act.strip())
    _step(work, breach, "decide")
    tell_about_award(work, held.award, held.call.title, "report", key=f"revoked/{breach_id}")


def _revoke(work: Work, held: HeldAward, owed: int, paper: Paper) -> None:
    def plan(_money: Money, _lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
        given = [share for share in shares if share.granted]
        parts = dict(split(owed, [(share.id, share.settled) for share in given]))
        return [Revoke(share.id, parts.get(share.id, 0)) for share in given]

    move_money(work, held.call.id, [held.award.id], plan, paper)


def _prepared(work: Work, breach: StoredBreach) -> RevocationRow:
    """The revocation that waits for a decision, held. Raises WrongBreachStateError."""
    v = RevocationRow
    query = select(v.id).where(v.breach_id == breach.id, v.sent_back_on.is_(None), v.decided_on.is_(None))
    found = work.session.scalar(query)
    if found is None or breach.state != "prepared":
        raise WrongBreachStateError
    return lock(work.session, RevocationRow, found)


def _hold(work: Work, breach_id: str) -> tuple[HeldAward, StoredBreach]:
    """Hold the award of a breach, and the breach, as they stand now. Raises RowGoneError."""
    found = find_breach(work.session, breach_id)
    if found is None:
        raise RowGoneError("This breach is not there.")
    held = hold_award_and_call(work, found.award_id)
    lock(work.session, BreachRow, breach_id)
    found = find_breach(work.session, breach_id)
    if found is None:  # pragma: no cover - a breach never goes
        raise RowGoneError("This breach is not there.")
    return held, found


def _step(work: Work, breach: StoredBreach, action: BreachMove, reason: str = "") -> None:
    row = lock(work.session, BreachRow, breach.id)
    step = breach_transition(breach.state, action)
    if step is None or row.state != breach.state:
        raise WrongBreachStateError
    last = work.session.scalar(select(func.max(BreachMoveRow.seq)).where(BreachMoveRow.breach_id == breach.id)) or 0
    work.session.add(
        BreachMoveRow(
            breach_id=breach.id,
            seq=last + 1,
            action=action,
            from_state=step.state,
            to_state=step.next,
            on_day=today(work.now),
            at=work.now,
            by_person=person_of(work),
            by_label=work.actor.label,
            reason=reason,
        )
    )
    row.state = step.next
    work.session.flush()


def _said(reason: str) -> str:
    if not reason.strip():
        raise NoReasonError
    return reason.strip()
