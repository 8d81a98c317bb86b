"""The days that the national register of aid gives an office: by when the act of an award is told after its COR."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cip.incentives.aid_law import Law
from cip.incentives.award_states import UNDECIDED
from cip.incentives.reads.award_checks import codes_of_call, law_of_call
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.records import AwardRow, RegisterCodeRow
from cip.incentives.register_codes import confirm_by


@dataclass(frozen=True, order=True, slots=True)
class RegisterDay:
    """The last day for the act of an award whose COR is there."""

    until: date
    award_id: str
    call_id: str


def register_days(session: Session, law: Law) -> Sequence[RegisterDay]:
    """Those of all awards without an act, by day; days that are over are among them. `law`: that of the day; what a
    call cites counts before it.
    """
    waiting: dict[str, list[str]] = {}
    query = select(AwardRow.call_id, AwardRow.id).where(AwardRow.state.in_(UNDECIDED)).order_by(AwardRow.id)
    for call_id, award_id in session.execute(query):
        waiting.setdefault(call_id, []).append(award_id)
    found = []
    for call_id, award_ids in waiting.items():
        cited = law_of_call(pack_of_call(session, call_of(session, call_id)), law)
        for award_id, codes in codes_of_call(session, call_id, award_ids).items():
            until = confirm_by(codes["cor"], cited) if "cor" in codes else None
            found += [RegisterDay(until, award_id, call_id)] if until is not None else []
    return sorted(found)


def codes_wait(session: Session) -> bool:
    """Whether an award without an act has a code that may lapse."""
    query = select(RegisterCodeRow.id).join(AwardRow, AwardRow.id == RegisterCodeRow.award_id)
    query = query.where(RegisterCodeRow.kind == "cor", AwardRow.state.in_(UNDECIDED))
    return session.scalar(query.limit(1)) is not None
