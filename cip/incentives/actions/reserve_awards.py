"""A published ranking keeps the money of its awards; the next version gives back what it does not need any more.

A decision that was only prepared goes back. An award whose decision was approved is not touched: what a later version
says of it is settled by people.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from cip.database.locks import lock
from cip.database.work import Work
from cip.incentives.actions.move_call import NotYetError
from cip.incentives.actions.move_money import Paper, add_share, move_money, open_money
from cip.incentives.award_states import UNDECIDED, AwardMove, award_transition
from cip.incentives.calls import OfficeCall
from cip.incentives.money import AwardShare, FundingLine, split
from cip.incentives.money_events import Event, Release, Reserve
from cip.incentives.money_rules import Money
from cip.incentives.rankings import Entrant, RankingGlance
from cip.incentives.records import AwardMoveRow, AwardRow
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.kernel.money import euros
from cip.kernel.texts import Reason, Text, Value
from cip.rulebook.call_packs import CallPack

_NO_MONEY = Text(
    it="Per i contributi nuovi di questa versione servono {needed}, ma restano {left}. "
    "Prima vanno chiuse le concessioni già decise che la graduatoria non ha più.",
    en="The new awards of this version need {needed}, but {left} is left. "
    "First settle the awards already decided that the ranking no longer has.",
)


class WrongAwardStateError(RefusalError):
    """The award is not in a state in which this can be done: somebody was faster."""

    def __init__(self) -> None:
        super().__init__("This cannot be done with this award now.")


def reserve_awards(
    work: Work, call: OfficeCall, pack: CallPack, ranking: RankingGlance, awards: Mapping[Entrant, int]
) -> None:
    """Let the awards that a held call has be those of a version of its ranking: cents by entrant, in its order.

    Raises NotYetError where the sources have not the money that the ranking shares out.
    """
    paper = Paper(today(work.now), reference=f"graduatoria n. {ranking.version}")
    open_money(work, call, [line.id for line in pack.call.funding], paper)
    wanted = {one.application_id: (one, cents) for one, cents in awards.items() if cents}
    begun = {row.application_id: row for row in _begun(work, call.id)}
    undecided = {one: row for one, row in begun.items() if row.state in UNDECIDED}
    kept = {one for one, row in undecided.items() if one in wanted and wanted[one][1] == row.cents}
    _let_go(work, call.id, [row for one, row in undecided.items() if one not in kept], paper)
    for application_id in kept:
        undecided[application_id].ranking_id = ranking.id
    fresh = [
        _begin(work, call.id, begun.get(application_id), one, cents, ranking.id, paper)
        for application_id, (one, cents) in wanted.items()
        if application_id not in begun or begun[application_id].state == "released"
    ]
    _reserve(work, call.id, fresh, paper)


def reserve_more(
    work: Work, call_id: str, awards: Mapping[Entrant, int], ranking_id: str, reference: str
) -> Sequence[str]:
    """Let a held call keep money for further awards of its ranking, from the reserve list; their ids. None of them may
    be live. Raises NotYetError where the money is not there, WrongAwardStateError.
    """
    paper = Paper(today(work.now), reference=reference)
    begun = {row.application_id: row for row in _begun(work, call_id)}
    rows = [
        _begin(work, call_id, begun.get(one.application_id), one, cents, ranking_id, paper)
        for one, cents in awards.items()
    ]
    _reserve(work, call_id, rows, paper)
    return [row.id for row in rows]


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


def _begun(work: Work, call_id: str) -> list[AwardRow]:
    query = select(AwardRow.id).where(AwardRow.call_id == call_id).order_by(AwardRow.id)
    return [lock(work.session, AwardRow, award_id) for award_id in work.session.scalars(query).all()]


def _let_go(work: Work, call_id: str, rows: Sequence[AwardRow], paper: Paper) -> None:
    """Give back what is kept for awards that the ranking does not have any more; a decision on one that somebody has
    prepared rests on a version that no longer counts.
    """
    for row in rows:
        if row.state == "prepared":
            record_award_move(work, row.id, "send_back", by="system", reason=paper.reference)

    def plan(_money: Money, _lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
        return [Release(share.id) for share in shares if share.reserved]

    move_money(work, call_id, [row.id for row in rows], plan, paper)
    for row in rows:
        record_award_move(work, row.id, "release", by="system", reason=paper.reference)


def _begin(
    work: Work, call_id: str, row: AwardRow | None, one: Entrant, cents: int, ranking_id: str, paper: Paper
) -> AwardRow:
    """An award that begins, or one that was released and begins again."""
    if row is not None:
        record_award_move(work, row.id, "reserve", by="system", reason=paper.reference)
        row.cents, row.ranking_id = cents, ranking_id
        work.session.flush()
        return row
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
    return row


def _reserve(work: Work, call_id: str, rows: Sequence[AwardRow], paper: Paper) -> None:
    """Keep the money of these awards, in their order, each from the first sources that have some left."""

    def plan(_money: Money, lines: Sequence[FundingLine], _shares: Sequence[AwardShare]) -> list[Event]:
        rooms = {line.id: line.available for line in lines}
        needed = sum(row.cents for row in rows)
        if needed > sum(rooms.values()):
            raise NotYetError([_too_little(needed, sum(rooms.values()))])
        events: list[Event] = []
        for row in rows:
            for line_id, part in split(row.cents, list(rooms.items())):
                rooms[line_id] -= part
                events.append(Reserve(add_share(work, row.id, line_id), line_id, part, row.firm_id))
        return events

    move_money(work, call_id, [row.id for row in rows], plan, paper)


def _too_little(needed: int, left: int) -> Reason:
    values: dict[str, Value] = {"needed": euros(needed), "left": euros(left)}
    return Reason("ranking.no_money", _NO_MONEY, values, {"needed": needed, "left": left})
