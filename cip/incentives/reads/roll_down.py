"""The reserve list of a call as it stands: what is free, who waits, whether the ranking still says what is so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cip.incentives.allocation import MoneyPolicy
from cip.incentives.award_states import AWARDED_STATES, UNDECIDED
from cip.incentives.beside import in_line
from cip.incentives.bound_call import BoundCall
from cip.incentives.bundle import read_applicants
from cip.incentives.calls import OfficeCall
from cip.incentives.rankings import Entrant, StoredRanking
from cip.incentives.reads.acceptances import ended_applications
from cip.incentives.reads.awards import awards_of_call
from cip.incentives.reads.calls import pack_of_call
from cip.incentives.reads.money import lines_of_call, shares_of
from cip.incentives.reads.rankable import rankable_of
from cip.incentives.reads.rankings import entrants_of, published_ranking, rankings_of_call
from cip.incentives.roll_down import Line, Proposal, propose
from cip.kernel.clock import today
from cip.rulebook.call_packs import CallPack
from cip.rulebook.shapes.call import Reserve

_HAVE = (*UNDECIDED, *AWARDED_STATES)
_READ = ("facts", "requested", "scores")


@dataclass(frozen=True)
class ReserveList:
    """The proposal for a call, with the published version that it rests on and whose each entry is."""

    ranking: StoredRanking
    proposal: Proposal
    who: dict[str, Entrant]


def reserve_list(session: Session, call: OfficeCall, on: date) -> ReserveList | None:
    """Who is next on the reserve list of a call on a day; None before a ranking was published."""
    ranking = published_ranking(session, call.id)
    if ranking is None:
        return None
    pack, who = pack_of_call(session, call), entrants_of(session, ranking.id)
    line = _line(session, call, pack, ranking, who)
    return ReserveList(ranking, propose(line, MoneyPolicy.of(pack.call.policy), on), who)


def _line(session: Session, call: OfficeCall, pack: CallPack, ranking: StoredRanking, who: dict[str, Entrant]) -> Line:
    entry = {one.application_id: id for id, one in who.items()}
    awards = awards_of_call(session, call.id)
    shares = shares_of(session, [one.id for one in awards])
    live, spent = dict[str, int](), 0
    for one in awards:
        cents = sum(share.reserved + share.awarded for share in shares.get(one.id, ()))
        if one.state in _HAVE and one.application_id in entry:
            live[entry[one.application_id]] = cents
        else:
            spent += cents
    ready = rankable_of(session, call)
    gone = ended_applications(session, call.id) | {one.application_id for one in ready.changes if one.kind == "waiver"}
    on, reserve = ranking.given["on"], pack.call.policy.reserve
    bound = BoundCall(pack, date.fromisoformat(on) if on else None)
    return Line(
        entries=in_line(bound, read_applicants(bound, list(ranking.applications.values())), ranking.told),
        live=live,
        ended={entry[id] for id in gone if id in entry},
        budget=sum(one.budget for one in lines_of_call(session, call.id)),
        spent=spent,
        published_on=_first_day(session, call.id),
        months=reserve.months if isinstance(reserve, Reserve) else None,
        changed=_changed(ready.entries, ranking, who, gone),
    )


def _first_day(session: Session, call_id: str) -> date:
    """The list is valid from the first version on: another one makes it no longer."""
    return min(today(one.published_at) for one in rankings_of_call(session, call_id) if one.published_at is not None)


def _changed(
    entries: Mapping[str, Mapping[str, Any]], ranking: StoredRanking, who: dict[str, Entrant], without: set[str]
) -> bool:
    """Whether the next version would be made from other applications than this one, leaving aside who gave up."""
    now = {str(one["id"]): one for id, one in entries.items() if id not in without}
    then = {id: one for id, one in ranking.applications.items() if who[id].application_id not in without}
    return _ranked_by(now) != _ranked_by(then)


def _ranked_by(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What a ranking reads of applications; when each came stays as it is. Numbers are compared as numbers: a stored
    2.0 is the 2 that is read now.
    """
    return {id: {key: one[key] for key in _READ} for id, one in entries.items()}
