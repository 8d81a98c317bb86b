"""The last checks of an award are made and kept. Order of locks: the call, the award, the words of the aid room."""

from datetime import date

from sqlalchemy import func, select

from cip.database.locks import lock, lock_words
from cip.database.work import Work
from cip.incentives.actions.move_call import hold_call
from cip.incentives.actions.reserve_room import TiesChangedError, room_words
from cip.incentives.award_checks import AwardCheck, gives_aid, in_order, stored
from cip.incentives.awards import StoredAward
from cip.incentives.reads.award_checks import checks_on, law_for
from cip.incentives.reads.awards import award_of
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.prepared import RulesOfDay
from cip.incentives.reads.state_aid import undertaking_codes
from cip.incentives.records import AwardCheckRow, AwardRow


def hold_award(work: Work, award_id: str) -> StoredAward:
    """Hold the call of an award, then the award, until the Work ends; it as it stands now. Raises LookupError."""
    hold_call(work, award_of(work.session, award_id).call_id)
    lock(work.session, AwardRow, award_id)
    return award_of(work.session, award_id)


def hold_room(work: Work, award: StoredAward, on: date, rules: RulesOfDay) -> None:
    """Hold the room for aid of the whole undertaking, where the call gives aid; the award must be held. Raises
    TiesChangedError.
    """
    pack = pack_of_call(work.session, call_of(work.session, award.call_id))
    if not gives_aid(pack.call):
        return
    law = law_for(pack, rules)
    before = undertaking_codes(work.session, award.firm_id, on, law)
    for code in sorted(before):
        lock_words(work.session, room_words(code))
    if undertaking_codes(work.session, award.firm_id, on, law) - before:
        raise TiesChangedError


def check_award(work: Work, award_id: str, on: date, rules: RulesOfDay) -> tuple[AwardCheck, ...]:
    """Make the last checks of an award for a day and keep them, whatever comes of them. Raises LookupError."""
    award = hold_award(work, award_id)
    checks = checks_on(work.session, award, on, work.now, rules)
    keep_checks(work, award_id, on, checks)
    return checks


def keep_checks(work: Work, award_id: str, on: date, checks: tuple[AwardCheck, ...]) -> str:
    """Keep the checks of a held award; their id."""
    column = AwardCheckRow.award_id == award_id
    last = work.session.scalar(select(func.max(AwardCheckRow.seq)).where(column)) or 0
    row = AwardCheckRow(
        id=work.new_id(),
        award_id=award_id,
        seq=last + 1,
        on_day=on,
        results=stored(checks),
        in_order=in_order(checks),
        at=work.now,
        by_label=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    return row.id
