"""One request about the ranking of a call: the call, the version, and the engine bound to what made it."""

from dataclasses import dataclass
from functools import cached_property

from cip.database.work import Session
from cip.incentives.beside import quota_uses
from cip.incentives.bound_call import BoundCall
from cip.incentives.bundle import read_applicants
from cip.incentives.making import labels_of
from cip.incentives.rank_results import Applicant
from cip.incentives.rankings import StoredRanking
from cip.incentives.reads.ranking_kinds import RANKING
from cip.incentives.reads.rankings import entrants_of
from cip.parties.access import load_for
from cip.parties.permissions import Action
from cip.web.explained import bound_for
from cip.web.office.visit import CallVisit, open_call
from cip.web.ranking_shown import RankingView
from cip.web.state import actor, reading


@dataclass(frozen=True)
class RankingVisit:
    """A version as somebody of the office sees it in this request."""

    visit: CallVisit
    ranking: StoredRanking
    view: RankingView

    @cached_property
    def bound(self) -> BoundCall:
        """The call bound to the day of the ranking."""
        return bound_for(self.visit.pack, self.ranking)

    @cached_property
    def applicants(self) -> list[Applicant]:
        """The applications that it was made from."""
        return read_applicants(self.bound, list(self.ranking.applications.values()))


def open_ranking(body_id: str, call_id: str, ranking_id: str, action: Action = "read") -> RankingVisit:
    """Load a version for whoever belongs to the office. Raises NotYoursError."""
    visit = open_call(body_id, call_id, "read")
    with reading() as session:
        ranking = load_for(session, actor(), RANKING, ranking_id, action=action, parent=call_id)
        view = view_of(session, visit, ranking)
    return RankingVisit(visit, ranking, view)


def view_of(session: Session, visit: CallVisit, ranking: StoredRanking) -> RankingView:
    """A version as the office sees it: with the firms' names and what became of the quotas."""
    bound = bound_for(visit.pack, ranking)
    applicants = read_applicants(bound, list(ranking.applications.values()))
    quotas = quota_uses(bound, applicants, ranking.told)
    return RankingView(ranking, labels_of(visit.pack), entrants_of(session, ranking.id), quotas)
