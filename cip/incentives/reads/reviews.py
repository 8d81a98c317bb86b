"""Reviews as their evaluators see them. Every function takes the person and filters in the database: nothing of what
others gave leaves it while this person's own review of that application is open, not even whether others are done.

That rule stands in one place, `_told`: the join through which each of these queries reads what is not one's own.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, exists, func, select
from sqlalchemy.orm import Session, aliased

from cip.incentives.evaluation import GONE_STATES, IN_STATES, OPEN_STATES, Given
from cip.incentives.judging import Consensus, Review, SavedScore, Step, points
from cip.incentives.records import (
    ConflictDeclarationRow,
    ConsensusAgreementRow,
    ConsensusRow,
    ConsensusScoreRow,
    JudgedFileRow,
    PanelPlaceRow,
    ReviewMoveRow,
    ReviewRow,
    ReviewScoreRow,
)

_A = cast("Table", ConsensusAgreementRow.__table__).c
_D = cast("Table", ConflictDeclarationRow.__table__).c
_F = cast("Table", JudgedFileRow.__table__).c
_G = cast("Table", ConsensusScoreRow.__table__).c
_K = cast("Table", ConsensusRow.__table__).c
_M = cast("Table", ReviewMoveRow.__table__).c
_P = cast("Table", PanelPlaceRow.__table__).c
_R = cast("Table", ReviewRow.__table__).c
_S = cast("Table", ReviewScoreRow.__table__).c


def find_review(session: Session, review_id: str) -> Review | None:
    """A review, None if there is none. Tells nothing about who may see it: that is `load_for`."""
    return next(iter(reviews_where(session, _R.id == review_id)), None)


def reviews_of_person(session: Session, person_id: str, call_id: str) -> Sequence[Review]:
    """The reviews that are somebody's in a call, by the number of the file; none from which they are gone."""
    mine = (_P.person_id == person_id, _P.ended_at.is_(None), _R.call_id == call_id, _R.state.not_in(GONE_STATES))
    return reviews_where(session, *mine)


def history_of(session: Session, person_id: str, review_id: str) -> Sequence[SavedScore]:
    """Everything that somebody saved in a review of theirs, oldest first."""
    query = select(_S.seq, _S.item, _S.hundredths, _S.reason, _S.made_at, _S.made_by).where(_S.review_id == review_id)
    own = query.join(ReviewRow, _R.id == _S.review_id).join(PanelPlaceRow, _P.id == _R.place_id)
    rows = session.execute(own.where(_P.person_id == person_id, _R.state.not_in(GONE_STATES)).order_by(_S.seq))
    return [_saved(row) for row in rows]


def newest(history: Sequence[SavedScore]) -> dict[str, SavedScore]:
    """Of each item what was saved last. `history` stands oldest first."""
    return {saved.item: saved for saved in history}


def other_reasons(session: Session, person_id: str, call_id: str, review_id: str) -> list[str]:
    """The reasons that this same person wrote in other reviews of a call, each as it was saved last."""
    last = select(_S.review_id, _S.item, func.max(_S.seq).label("seq")).group_by(_S.review_id, _S.item).subquery()
    query = (
        select(_S.reason)
        .join(last, (last.c.review_id == _S.review_id) & (last.c.item == _S.item) & (last.c.seq == _S.seq))
        .join(ReviewRow, _R.id == _S.review_id)
        .join(PanelPlaceRow, _P.id == _R.place_id)
        .where(_P.person_id == person_id, _R.call_id == call_id, _R.id != review_id, func.length(_S.reason) > 0)
    )
    return list(session.scalars(query))


def moves_of_review(session: Session, person_id: str, review_id: str) -> Sequence[Step]:
    """The moves of a review of somebody's, oldest first."""
    query = select(_M.seq, _M.from_state, _M.to_state, _M.made_at, _M.made_by, _M.why).where(_M.review_id == review_id)
    own = query.join(ReviewRow, _R.id == _M.review_id).join(PanelPlaceRow, _P.id == _R.place_id)
    rows = session.execute(own.where(_P.person_id == person_id, _R.state.not_in(GONE_STATES)).order_by(_M.seq))
    return [Step(**row._mapping) for row in rows]


def others_for(session: Session, person_id: str, review_id: str) -> dict[int, dict[str, Given]]:
    """What the others handed in on the application of a review of somebody's, by number of the evaluator and item.
    Empty while that review is open.
    """
    told, other = _told(person_id, review_id)
    return _given(session, told.join(ReviewScoreRow, _S.review_id == other.id), other)


def others_in_for(session: Session, person_id: str, review_id: str) -> bool | None:
    """Whether all others handed in on the application of a review of somebody's; None while that review is open."""
    told, other = _told(person_id, review_id, in_only=False)
    mine = session.scalar(select(exists(_own_in(person_id, review_id))))
    if not mine:
        return None
    states = session.scalars(told.with_only_columns(other.state)).all()
    return all(state in IN_STATES for state in states)


def consensus_for(session: Session, person_id: str, review_id: str) -> Consensus | None:
    """What the last meeting on the application of a review of somebody's proposes; None while that review is open."""
    application_id = session.scalar(_own_in(person_id, review_id))
    return None if application_id is None else newest_consensus(session, application_id)


def newest_consensus(session: Session, application_id: str) -> Consensus | None:
    """What the last meeting on an application proposes, None if there was none. For evaluators see `consensus_for`."""
    found = consensus_of(session, [application_id])
    return found.get(application_id)


def consensus_of(session: Session, application_ids: Sequence[str]) -> dict[str, Consensus]:
    """The last meeting on each of these applications that had one."""
    rows = session.execute(select(*_K).where(_K.application_id.in_(application_ids)).order_by(_K.number)).all()
    heads = {row.application_id: row for row in rows}
    ids = [row.id for row in heads.values()]
    scores: dict[str, dict[str, Given]] = {id: {} for id in ids}
    for row in session.execute(select(*_G).where(_G.consensus_id.in_(ids)).order_by(_G.item)) if ids else ():
        scores[row.consensus_id][row.item] = Given(points(row.hundredths), row.reason)
    agreed: dict[str, set[str]] = {id: set() for id in ids}
    for row in session.execute(select(*_A).where(_A.consensus_id.in_(ids))) if ids else ():
        agreed[row.consensus_id].add(row.review_id)
    return {
        key: Consensus(
            *(row.id, key, row.number, row.met_on, row.note, row.made_at, row.made_by),
            scores=scores[row.id],
            agreed=frozenset(agreed[row.id]),
        )
        for key, row in heads.items()
    }


def declared_conflict_law(session: Session, person_id: str, review_id: str) -> str | None:
    """Under which law somebody declared no conflict for a review of theirs, None if they have not yet."""
    query = select(_D.law).join(ReviewRow, _R.id == _D.review_id).join(PanelPlaceRow, _P.id == _R.place_id)
    mine = (_D.review_id == review_id, _P.person_id == person_id, _D.conflict.is_(False))
    return session.scalar(query.where(*mine).order_by(_D.made_at.desc()).limit(1))


def reviews_where(session: Session, *conditions: ColumnElement[bool]) -> list[Review]:
    """Reviews, by the number of the file and of the evaluator. For the office and for actions; pages of evaluators use
    the functions above, which take the person.
    """
    query = (
        select(
            *(_R.id, _R.call_id, _R.application_id, _R.place_id, _P.person_id, _P.number.label("evaluator")),
            *(_F.number.label("file_number"), _R.state, _R.given_at, _R.handed_in_at, _R.handed_seq),
        )
        .join(PanelPlaceRow, _P.id == _R.place_id)
        .join(JudgedFileRow, _F.application_id == _R.application_id)
        .where(*conditions)
        .order_by(_F.number, _P.number, _R.given_at, _R.id)
    )
    return [Review(**row._mapping) for row in session.execute(query)]


def _own_in(person_id: str, review_id: str) -> Select[Any]:
    """The application of a review, where it is this person's, they still judge, and it is handed in; and where they
    have no other review of it that is open.
    """
    again = aliased(ReviewRow)
    seat = aliased(PanelPlaceRow)
    still_open = (
        select(again.id)
        .join(seat, seat.id == again.place_id)
        .where(again.application_id == _R.application_id, seat.person_id == person_id, again.state.in_(OPEN_STATES))
    )
    mine = (_R.id == review_id, _P.person_id == person_id, _P.ended_at.is_(None), _R.state.in_(IN_STATES))
    return select(_R.application_id).join(PanelPlaceRow, _P.id == _R.place_id).where(*mine, ~exists(still_open))


def _told(person_id: str, review_id: str, *, in_only: bool = True) -> tuple[Select[Any], Any]:
    """The others' reviews of the application of a review, as far as this person may be told of them."""
    other = aliased(ReviewRow)
    states = IN_STATES if in_only else (*OPEN_STATES, *IN_STATES)
    told = select(other.id).where(
        other.application_id.in_(_own_in(person_id, review_id)), other.id != review_id, other.state.in_(states)
    )
    return told, other


def _given(session: Session, told: Select[Any], other: Any) -> dict[int, dict[str, Given]]:
    """Of each item the newest score that counts as handed in, by number of the evaluator."""
    query = (
        told.join(PanelPlaceRow, _P.id == other.place_id)
        .where(_S.seq <= other.handed_seq)
        .with_only_columns(_P.number, _S.item, _S.hundredths, _S.reason)
        .order_by(_P.number, _S.seq)
    )
    found: dict[int, dict[str, Given]] = {}
    for row in session.execute(query):
        if row.hundredths is not None:
            found.setdefault(row.number, {})[row.item] = Given(points(row.hundredths), row.reason)
    return found


def _saved(row: Any) -> SavedScore:
    kept: Fraction | None = None if row.hundredths is None else points(row.hundredths)
    return SavedScore(row.seq, row.item, kept, row.reason, row.made_at, row.made_by)
