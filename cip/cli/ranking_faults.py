"""What `cip verify` finds of rankings: each version is made again from its bundle, byte by byte."""

from collections.abc import Iterator

from cip.assessment.replaying import difference
from cip.database.chain import Fault
from cip.database.work import Session
from cip.incentives.bundle import replay
from cip.incentives.rankings import StoredRanking
from cip.incentives.reads.rankings import find_ranking, ranking_ids
from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.errors import RefusalError


def ranking_faults(session: Session) -> Iterator[Fault]:
    """Every version whose bundle or result was changed, or does not replay. One is read at a time: they are large."""
    for ranking_id in ranking_ids(session):
        try:
            ranking = find_ranking(session, ranking_id)
        except (ValueError, TypeError):
            ranking = None
        if ranking is None:
            yield Fault(f"ranking {ranking_id}", "its row cannot be read")
            continue
        problem = _problem(ranking)
        if problem is not None:
            yield Fault(ranking.name, f"engine {ranking.engine_version}, {problem}")


def _problem(ranking: StoredRanking) -> str | None:
    if sha256_of(ranking.bundle) != ranking.bundle_sha256:
        return "its bundle was changed after it was written"
    try:
        replayed = replay(ranking.bundle)
    except (RefusalError, ValueError, RecursionError) as error:
        return f"it cannot be replayed: {error}"
    if replayed.digest != ranking.digest:
        return f"stored digest {ranking.digest}, replayed {replayed.digest}"
    found = difference(ranking.result, canonical_json(replayed.as_json()))
    return None if found is None else str(found)
