"""The awards of a call that were decided, by entry of its published ranking, with what was paid of each."""

from sqlalchemy.orm import Session

from cip.incentives.reads.awards import awards_of_call
from cip.incentives.reads.money import shares_of
from cip.incentives.reads.rankings import entrants_of
from cip.monitoring.open_awards import Decided


def decided_awards(session: Session, call_id: str) -> dict[str, Decided]:
    """The awards of a call with a day of decision, by the entry under which each stands in the version that it was
    taken from: a later version may not have it any more.
    """
    awards = [one for one in awards_of_call(session, call_id) if one.granted_on is not None]
    shares = shares_of(session, [one.id for one in awards]) if awards else {}
    entries = {
        (ranking_id, one.application_id): entry
        for ranking_id in {one.ranking_id for one in awards}
        for entry, one in entrants_of(session, ranking_id).items()
    }
    return {
        entries[one.ranking_id, one.application_id]: Decided(one, sum(share.settled for share in shares[one.id]))
        for one in awards
    }
