"""A published ranking keeps the money of its awards; the next version gives back what it does not need any more.

An award whose decision was approved is not touched: what a later version says of it is settled by people.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from cip.database.locks import lock
from cip.database.work import Work
from cip.incentives.actions.move_money import Paper, add_share, move_money, open_money
from cip.incentives.award_states import AwardMove, award_transition
from cip.incentives.calls import OfficeCall
from cip.incentives.money import AwardShare, FundingLine, split
from cip.incentives.money_events import Event, Release, Reserve
from cip.incentives.money_rules import Money
from cip.incentives.rankings import Entrant, RankingGlance
from cip.incentives.records import AwardMoveRow, AwardRow
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.rulebook.call_packs import CallPack


class WrongAwardStateError(RefusalError):
    """The award is not in a state in which this can be done: somebody was faster."""

    def __init__(self) -> None:
        super().__init__("This cannot be done with this award now.")


def reserve_awards(
    work: Work, call: OfficeCall, pack: CallPack, ranking: RankingGlance, awards: Mapping[Entrant, int]
) -> None:
    """Let the awards that a held call has be those of a version of its ranking: cents by entrant, in its order.

    Raises MoneyRefusedError, ValueError where the sources have not the money that the ranking shares out.
    """
    paper = Paper(today(work.now), reference=f"ranking {ranking.version}")
    open_money(work, call, [line.id for line in pack.call.funding], paper)
    wanted = {one.application_id: (one, cents) for one, cents in awards.items() if cents}
    begun = {row.application_id: row for row in _begun(work, call.id)}
    for application_id, row in begun.items():
        kept = wanted.get(application_id)
        if row.state == "reserved" and (kept is None or kept[1] != row.cents):
            move_money(work, call.id, [row.id], _release, paper)
            record_award_move(work, row.id, "release", by="system", reason=paper.reference)
    for application_id, (one, cents) in wanted.items():
        _reserve(work, call.id, begun.get(application_id), one, cents, ranking.id, paper)


def record_award_move(
    work: Work, award_id: str, action: AwardMove, *, by: str = "", person: str | None = None, reason: str = "",
    reference: str = "",
) -> AwardRow:  # fmt: skip
    """Write a move of an award and the state that it leads to; the row, held. Raises WrongAwardStateError."""
    row = lock(work.session, AwardRow, award_id)
    step = award_transition(row.state, action)  # type: ignore[arg-type]  # the table holds no other
    if step is None:
        raise WrongAwardStateError
    last = work.session.scalar(select(func.max(AwardMoveRow.seq)).where(AwardMoveRow.award_id == award_id)) or 0
    work.session.add(
        AwardMoveRow(
            id=work.new_id(),
            award_id=award_id,
            seq=last + 1,
            action=action,
            from_state=step.state,
            to_state=step.next,
            at=work.now,
            by_person=person,
            by_label=by or work.actor.label,
            reason=reason,
            reference=reference,
        )
    )
    row.state = step.next
    work.session.flush()
    return row


def _release(_money: Money, _lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
    return [Release(share.id) for share in shares if share.reserved]


def _begun(work: Work, call_id: str) -> list[AwardRow]:
    query = select(AwardRow).where(AwardRow.call_id == call_id).order_by(AwardRow.id)
    return [lock(work.session, AwardRow, row.id) for row in work.session.scalars(query).all()]


def _reserve(
    work: Work, call_id: str, row: AwardRow | None, one: Entrant, cents: int, ranking_id: str, paper: Paper
) -> None:
    if row is None:
        row = AwardRow(
            id=work.new_id(),
            call_id=call_id,
            application_id=one.application_id,
            firm_id=one.firm_id,
            ranking_id=ranking_id,
            state="reserved",
            cents=cents,
            begun_at=work.now,
            granted_on=None,
        )
        work.session.add(row)
        work.session.flush()
    elif row.state == "released":
        record_award_move(work, row.id, "reserve", by="system", reason=paper.reference)
    else:
        if row.state == "reserved":
            row.ranking_id = ranking_id
        return
    row.cents, row.ranking_id = cents, ranking_id
    work.session.flush()
    award_id = row.id

    def plan(_money: Money, lines: Sequence[FundingLine], _shares: Sequence[AwardShare]) -> list[Event]:
        parts = split(cents, [(line.id, line.available) for line in lines])
        return [Reserve(add_share(work, award_id, line), line, part, one.firm_id) for line, part in parts]

    move_money(work, call_id, [award_id], plan, paper)
