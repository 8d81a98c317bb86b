"""The awards of a call that were decided, by entry of its published ranking, with what was paid of each."""

from sqlalchemy.orm import Session

from cip.incentives.reads.awards import awards_of_call
from cip.incentives.reads.money import shares_of
from cip.incentives.reads.rankings import entrants_of
from cip.monitoring.open_awards import Decided


def decided_awards(session: Session, call_id: str, ranking_id: str) -> dict[str, Decided]:
    """The awards of a call with a day of decision, by entry of this version of its ranking."""
    awards = {one.application_id: one for one in awards_of_call(session, call_id) if one.granted_on is not None}
    shares = shares_of(session, [one.id for one in awards.values()]) if awards else {}
    found: dict[str, Decided] = {}
    for entry, who in entrants_of(session, ranking_id).items():
        award = awards.get(who.application_id)
        if award is not None:
            found[entry] = Decided(award, sum(share.settled for share in shares.get(award.id, ())))
    return found
