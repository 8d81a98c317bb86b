"""How a version of a ranking is found and what an actor is to it; importing this makes `load_for` know it."""

from sqlalchemy.orm import Session

from cip.incentives.rankings import StoredRanking
from cip.incentives.reads.calls import call_of
from cip.incentives.reads.kinds import office_roles
from cip.incentives.reads.rankings import find_ranking
from cip.parties.access import Actor, Kind, register_kind
from cip.parties.permissions import Role


def _roles(session: Session, actor: Actor, ranking: StoredRanking) -> frozenset[Role]:
    return office_roles(actor, call_of(session, ranking.call_id).body_id)


RANKING: Kind[StoredRanking] = register_kind(
    Kind("ranking", find_ranking, _roles, parent=lambda ranking: ranking.call_id)
)
"""A version of the ranking of a call, from the side of its office."""
